
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'lpauth' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'lpauth'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'lpauth' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('keygen', 'keygen', [CompletionResultType]::ParameterValue, 'Make a key pair, or read and convert any key')
            [CompletionResult]::new('jwks', 'jwks', [CompletionResultType]::ParameterValue, 'List, search, edit and rotate a JWK set')
            [CompletionResult]::new('mint', 'mint', [CompletionResultType]::ParameterValue, 'Sign an id_token, valid or wrong in exactly one way')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Show what is inside a token, without trusting it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Answer every check about a token')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Find what is wrong in the metadata and keys that an authorization server publishes')
            [CompletionResult]::new('console', 'console', [CompletionResultType]::ParameterValue, 'Fill in LivePerson''s console form from what an authorization server publishes')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a brand into lpauth.toml, by asking or from flags, and say whether a login can work')
            [CompletionResult]::new('mock', 'mock', [CompletionResultType]::ParameterValue, 'Be the brand''s authorization server, correct or wrong in exactly one way')
            [CompletionResult]::new('exchange', 'exchange', [CompletionResultType]::ParameterValue, 'Log in as LivePerson does, and judge everything that came of it')
            [CompletionResult]::new('conformance', 'conformance', [CompletionResultType]::ParameterValue, 'Prove a brand''s authorization server ready for LivePerson, scenario by scenario, unattended')
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Find out why a login failed, from whatever there is: a HAR, a token, an address, an error code, a log')
            [CompletionResult]::new('redact', 'redact', [CompletionResultType]::ParameterValue, 'Take secrets and personal data out of a HAR file, a log or a token, so that it can be sent to others')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a check, a fault or a LivePerson error code')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of a command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'lpauth;keygen' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'The type of key [default: the one that --alg takes, else rsa]')
            [CompletionResult]::new('--bits', '--bits', [CompletionResultType]::ParameterName, 'The size in bits: RSA 2048 (default) to 4096, or of a shared secret')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The algorithm the key is for [default: RS256 for RSA]')
            [CompletionResult]::new('--use', '--use', [CompletionResultType]::ParameterName, 'What the key is for')
            [CompletionResult]::new('--kid', '--kid', [CompletionResultType]::ParameterName, 'The key ID [default: the key''s thumbprint, RFC 7638]; of a --from file with several keys, the one to take')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Read FILE instead of making a key: PEM, DER, JWK, certificate, whatever it is called; `-` is standard input')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write PREFIX.pem, PREFIX.pub.pem and PREFIX.jwks.json, or the same in a directory [default: key]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Print the key in this form')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that exist')
            [CompletionResult]::new('--console', '--console', [CompletionResultType]::ParameterName, 'Print the public key as LivePerson''s “JWT Public Key” field takes it')
            [CompletionResult]::new('--passphrase', '--passphrase', [CompletionResultType]::ParameterName, 'Encrypt the private key; asks for the passphrase')
            [CompletionResult]::new('--plain', '--plain', [CompletionResultType]::ParameterName, 'Write the private key without a passphrase, though the one in --from has one')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;jwks' {
            [CompletionResult]::new('--kid', '--kid', [CompletionResultType]::ParameterName, 'Show only the key with this kid; exit code 1 if there is none')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the list')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add the public half of a key to a set')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a key out of a set')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Write the set of each stage of a rotation, and say what to do when')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'lpauth;jwks;add' {
            [CompletionResult]::new('--kid', '--kid', [CompletionResultType]::ParameterName, 'The key ID [default: the key''s own, else its thumbprint]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;jwks;remove' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;jwks;rotate' {
            [CompletionResult]::new('--next', '--next', [CompletionResultType]::ParameterName, 'The file with the next key [default: a new RSA key is made]')
            [CompletionResult]::new('--retire', '--retire', [CompletionResultType]::ParameterName, 'The key ID of the key to retire [default: the only one]')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The directory for the sets of the stages; it must be there [default: the working directory]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that exist')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;jwks;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add the public half of a key to a set')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a key out of a set')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Write the set of each stage of a rotation, and say what to do when')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'lpauth;jwks;help;add' {
            break
        }
        'lpauth;jwks;help;remove' {
            break
        }
        'lpauth;jwks;help;rotate' {
            break
        }
        'lpauth;jwks;help;help' {
            break
        }
        'lpauth;mint' {
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Make the token wrong in this way, or `list` to see all; may be repeated')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Sign with the private key in FILE, in any form')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Sign with the private key in FILE, in any form')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'Sign by this algorithm [default: RS256, or what the key is for]')
            [CompletionResult]::new('--kid', '--kid', [CompletionResultType]::ParameterName, 'Call the key this, in the header and in the key set [default: its own kid, else its RFC 7638 thumbprint]')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Set a header parameter; a value that is JSON is taken as such')
            [CompletionResult]::new('--encrypt-to', '--encrypt-to', [CompletionResultType]::ParameterName, 'Encrypt the signed token to the public key in FILE, in any form; of a JWK set, to the first whose use is `enc`')
            [CompletionResult]::new('--jwe-alg', '--jwe-alg', [CompletionResultType]::ParameterName, 'Bring the content key by this algorithm [default: the key''s own, else RSA-OAEP-256]')
            [CompletionResult]::new('--jwe-enc', '--jwe-enc', [CompletionResultType]::ParameterName, 'Encrypt the content by this algorithm [default: A256GCM]')
            [CompletionResult]::new('--jwe-kid', '--jwe-kid', [CompletionResultType]::ParameterName, 'Name the recipient''s key by this in the outer header [default: its own kid]')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'The claims to start from')
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'Take the issuer and the client ID from this [brand.NAME] of lpauth.toml')
            [CompletionResult]::new('--claims', '--claims', [CompletionResultType]::ParameterName, 'Set the claims in this JSON file; `-` is standard input')
            [CompletionResult]::new('--iss', '--iss', [CompletionResultType]::ParameterName, 'The issuer, to the letter')
            [CompletionResult]::new('--sub', '--sub', [CompletionResultType]::ParameterName, 'The consumer [default: a new random id]')
            [CompletionResult]::new('--aud', '--aud', [CompletionResultType]::ParameterName, 'The client the token is for; may be repeated')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce of the request')
            [CompletionResult]::new('--acr', '--acr', [CompletionResultType]::ParameterName, 'How the consumer logged in')
            [CompletionResult]::new('--exp', '--exp', [CompletionResultType]::ParameterName, 'When it expires: `+1h`, `-5m`, seconds since 1970, 2026-01-01T00:00:00Z, or `none`')
            [CompletionResult]::new('--iat', '--iat', [CompletionResultType]::ParameterName, 'When it was issued')
            [CompletionResult]::new('--nbf', '--nbf', [CompletionResultType]::ParameterName, 'From when on it is valid')
            [CompletionResult]::new('--auth-time', '--auth-time', [CompletionResultType]::ParameterName, 'When the consumer logged in')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'Set a claim, such as `amr[+]=pwd` or `address.country=ES`; a value that is JSON is taken as such')
            [CompletionResult]::new('--sde', '--sde', [CompletionResultType]::ParameterName, 'Set an engagement attribute, such as `ctmrinfo.customerId=ACB-1`; held against LivePerson''s schema')
            [CompletionResult]::new('--access-token', '--access-token', [CompletionResultType]::ParameterName, 'Set `at_hash` for this access token')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Set `c_hash` for this code')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Mint N tokens, one a line, each with its own `jti` and, without --sub, its own consumer')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write to FILE, for you alone to read, not to standard output')
            [CompletionResult]::new('--jwks-out', '--jwks-out', [CompletionResultType]::ParameterName, 'Write the key set that the issuer publishes to FILE')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('-i', '-i', [CompletionResultType]::ParameterName, 'Ask for what matters, show the claims before signing, and print the command line that does the same')
            [CompletionResult]::new('--interactive', '--interactive', [CompletionResultType]::ParameterName, 'Ask for what matters, show the claims before signing, and print the command line that does the same')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are there already')
            [CompletionResult]::new('--copy', '--copy', [CompletionResultType]::ParameterName, 'Put it on the clipboard too')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;decode' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to show the tokens')
            [CompletionResult]::new('--decrypt-key', '--decrypt-key', [CompletionResultType]::ParameterName, 'Open encrypted tokens with the private key in FILE, in any form; may be repeated')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Show signatures too, and the ciphertext of encrypted tokens')
            [CompletionResult]::new('--allow-legacy', '--allow-legacy', [CompletionResultType]::ParameterName, 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Decode again whenever a file changes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;verify' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Verify with the public key in FILE, in any form (PEM, DER, certificate, JWK, one-line base64)')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Verify with the JWK set in this file or at this URL')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Expect this issuer; without --key or --jwks, also discover its keys')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--decrypt-key', '--decrypt-key', [CompletionResultType]::ParameterName, 'Open encrypted tokens with the private key in FILE, in any form; may be repeated')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'Take keys and expectations from this [brand.NAME] of lpauth.toml')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Expect this client ID in `aud`')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'Expect this nonce')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Expect this subject')
            [CompletionResult]::new('--acr', '--acr', [CompletionResultType]::ParameterName, 'Expect one of these `acr` values')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Expect a login no longer ago than this (`3600`, `1h`)')
            [CompletionResult]::new('--access-token', '--access-token', [CompletionResultType]::ParameterName, 'Hold `at_hash` against this access token')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Hold `c_hash` against this code')
            [CompletionResult]::new('--response-type', '--response-type', [CompletionResultType]::ParameterName, 'The response type that was asked for, such as "id_token token"')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge at this time in place of now (`2026-01-01T00:00:00Z`, `-5m`, seconds since 1970)')
            [CompletionResult]::new('--skew', '--skew', [CompletionResultType]::ParameterName, 'How far clocks may be apart (`60s`, `5m`) [default: 60s]')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Which checks count for how much [default: liveperson]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 from this severity on [default: error]')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report to a file too, as in `junit=out.xml`; may be repeated')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Show at most this many findings of each subject, the worst first; only in the format pretty')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Verify every line of FILE, or of standard input (`-`); gzip and zstd are unpacked. `--format jsonl` or `csv` writes a verdict a line, any other the summary alone')
            [CompletionResult]::new('--field', '--field', [CompletionResultType]::ParameterName, 'Take the token from this member of each line of JSON (`auth.id_token`, `/auth/id_token`), or from this column of CSV')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Pass this member or column on with the verdict, to tell which line it is about')
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Judge so many lines only, chosen by lot: the same input gives the same ones')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Judge with so many threads [default: one for each core]')
            [CompletionResult]::new('--summary', '--summary', [CompletionResultType]::ParameterName, 'Write the summary to a file too, as JSON')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of the report')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Fetch the keys of the issuer that the token itself names, and say what that proves')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('--allow-legacy', '--allow-legacy', [CompletionResultType]::ParameterName, 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak')
            [CompletionResult]::new('--no-nonce', '--no-nonce', [CompletionResultType]::ParameterName, 'Expect no nonce: none was sent')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('--fail-fast', '--fail-fast', [CompletionResultType]::ParameterName, 'Stop at the first line that is not valid')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Verify again whenever a file changes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;lint' {
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Take the key set from this file or address, not from where the metadata says')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'The issuer that a metadata file is of')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'Hold the metadata against what was typed into LivePerson''s console, as [brand.NAME] of lpauth.toml has it; without anything else to lint, ask its issuer')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Which checks count for how much [default: liveperson]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 from this severity on [default: error]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of the report')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report to a file too, as in `junit=out.xml`; may be repeated')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Show at most this many findings of each subject, the worst first; only in the format pretty')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Accept the findings that FILE lists, and fail only on new ones')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write today''s findings to FILE, and accept them')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--oauth', '--oauth', [CompletionResultType]::ParameterName, 'Look for an issuer''s metadata where RFC 8414 puts it: `/.well-known/oauth-authorization-server` before the path')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Lint again whenever a file changes')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;console' {
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Take the key set from this file or address, not from where the metadata says')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'The issuer that a metadata file is of')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--flow', '--flow', [CompletionResultType]::ParameterName, 'The way a login goes [default: the brand''s, else the safest that the server offers]')
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'Take what only you know (client ID, names) from this [brand.NAME] of lpauth.toml, and its issuer if nothing else is named')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Fill in the public key in FILE, in any form, in place of the address of the key set')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of the form; `toml` is a [brand.NAME] section for lpauth.toml')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--oauth', '--oauth', [CompletionResultType]::ParameterName, 'Look for an issuer''s metadata where RFC 8414 puts it: `/.well-known/oauth-authorization-server` before the path')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;init' {
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'The name of the brand in the settings [default: from the issuer''s host name]')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write to FILE, or print the section alone with `-` [default: --config, else the nearest lpauth.toml, else a new one here]')
            [CompletionResult]::new('--flow', '--flow', [CompletionResultType]::ParameterName, 'How LivePerson gets the token [default: the safest way that the server offers]')
            [CompletionResult]::new('--issuer-display-name', '--issuer-display-name', [CompletionResultType]::ParameterName, 'What agents read')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'The issuer, to the letter [default: the metadata''s]')
            [CompletionResult]::new('--authorization-endpoint', '--authorization-endpoint', [CompletionResultType]::ParameterName, 'Where the external window sends consumers [default: the metadata''s]')
            [CompletionResult]::new('--token-endpoint', '--token-endpoint', [CompletionResultType]::ParameterName, 'Where LivePerson redeems codes [default: the metadata''s]')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'What the authorization server knows LivePerson by')
            [CompletionResult]::new('--client-secret', '--client-secret', [CompletionResultType]::ParameterName, 'Where the client secret stands: `env:NAME` or `file:PATH`, never the secret itself')
            [CompletionResult]::new('--jwks-endpoint', '--jwks-endpoint', [CompletionResultType]::ParameterName, 'Where LivePerson fetches the key set [default: the metadata''s]')
            [CompletionResult]::new('--jwt-public-key', '--jwt-public-key', [CompletionResultType]::ParameterName, 'The one-line base64 key that LivePerson verifies with')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Where consumers chat')
            [CompletionResult]::new('--redirect-uri', '--redirect-uri', [CompletionResultType]::ParameterName, 'The redirection URI of a login, if it is not LivePerson''s')
            [CompletionResult]::new('--token-redirect-uri', '--token-redirect-uri', [CompletionResultType]::ParameterName, 'The redirection URI of the token request, if it is another')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope of a login')
            [CompletionResult]::new('--client-auth', '--client-auth', [CompletionResultType]::ParameterName, 'How the client proves who it is at the token endpoint')
            [CompletionResult]::new('--userinfo-endpoint', '--userinfo-endpoint', [CompletionResultType]::ParameterName, 'Where claims are asked for with an access token [default: the metadata''s]')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'How the test user logs in, as `lpauth exchange --login` takes it')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The test user')
            [CompletionResult]::new('--password', '--password', [CompletionResultType]::ParameterName, 'Where the test user''s password stands: `env:NAME` or `file:PATH`, never the password itself')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Verify with the public key in FILE, in any form')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Verify with the JWK set in this file or at this URL')
            [CompletionResult]::new('--js-method-name', '--js-method-name', [CompletionResultType]::ParameterName, 'The function of the brand''s page')
            [CompletionResult]::new('--js-context', '--js-context', [CompletionResultType]::ParameterName, 'Where that function lives')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--oauth', '--oauth', [CompletionResultType]::ParameterName, 'Look for the issuer''s metadata where RFC 8414 puts it')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask no server for anything: only files and flags say what is written, and nothing is judged that is not in a file')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Change a brand that is there already, and replace a file with its secret')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show all that was found in the metadata, as `lpauth lint` does')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show all that was found in the metadata, as `lpauth lint` does')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;mock' {
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Make every login wrong in this way; may be repeated. `lpauth explain` lists the faults')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Listen at this port; 0 is any that is free')
            [CompletionResult]::new('--bind', '--bind', [CompletionResultType]::ParameterName, 'Listen at this address of the machine; other machines reach any but a loopback address')
            [CompletionResult]::new('--tls-dir', '--tls-dir', [CompletionResultType]::ParameterName, 'Write the authority''s certificate into this directory, for clients to trust (`--cacert`)')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Answer to this host name too, and have it in the certificate; may be repeated')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Call the issuer this, as when a tunnel leads here [default: the address it listens at]')
            [CompletionResult]::new('--control-port', '--control-port', [CompletionResultType]::ParameterName, 'Listen at this port for the control endpoint, on this machine alone; 0 is any that is free')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'The ID of the first client')
            [CompletionResult]::new('--client-secret-file', '--client-secret-file', [CompletionResultType]::ParameterName, 'Take the secret of the first client from the first line of FILE [default: a new random one]')
            [CompletionResult]::new('--redirect-uri', '--redirect-uri', [CompletionResultType]::ParameterName, 'Let the first client have this redirection URI too, besides LivePerson''s; may be repeated')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Sign with the private key in FILE, in any form; of several the first one signs and all are published [default: a new key]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--encrypt-to', '--encrypt-to', [CompletionResultType]::ParameterName, 'Encrypt the signed token to the public key in FILE, in any form; of a JWK set, to the first whose use is `enc`')
            [CompletionResult]::new('--jwe-alg', '--jwe-alg', [CompletionResultType]::ParameterName, 'Bring the content key by this algorithm [default: the key''s own, else RSA-OAEP-256]')
            [CompletionResult]::new('--jwe-enc', '--jwe-enc', [CompletionResultType]::ParameterName, 'Encrypt the content by this algorithm [default: A256GCM]')
            [CompletionResult]::new('--jwe-kid', '--jwe-kid', [CompletionResultType]::ParameterName, 'Name the recipient''s key by this in the outer header [default: its own kid]')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Make keys, secrets and codes from this number, so that a run can be repeated to the letter')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Let the clock stand still at this time: `2026-01-01T00:00:00Z`, `+1h`, `-5m`')
            [CompletionResult]::new('--clock-shift', '--clock-shift', [CompletionResultType]::ParameterName, 'Let the clock go ahead or behind by so much: `+1h`, `-5m`')
            [CompletionResult]::new('--secrets-out', '--secrets-out', [CompletionResultType]::ParameterName, 'Write everything that a client or a test needs to FILE, client secrets and the control token included, for you alone to read')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Take issuers, clients, users, keys and lifetimes from FILE, again whenever it changes')
            [CompletionResult]::new('--tls', '--tls', [CompletionResultType]::ParameterName, 'Speak TLS, with a new certificate from a new authority')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the issuer alone: no set-up and no request log')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the issuer alone: no set-up and no request log')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Show client secrets')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;exchange' {
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'Take everything from this [brand.NAME] of lpauth.toml')
            [CompletionResult]::new('--authorization-endpoint', '--authorization-endpoint', [CompletionResultType]::ParameterName, 'The authorization endpoint, in place of the one in the metadata')
            [CompletionResult]::new('--token-endpoint', '--token-endpoint', [CompletionResultType]::ParameterName, 'The token endpoint, in place of the one in the metadata')
            [CompletionResult]::new('--userinfo-endpoint', '--userinfo-endpoint', [CompletionResultType]::ParameterName, 'The userinfo endpoint, in place of the one in the metadata')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Verify with the JWK set in this file or at this URL, not with the one that the metadata names')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Verify with the public key in FILE, in any form')
            [CompletionResult]::new('--encrypted', '--encrypted', [CompletionResultType]::ParameterName, 'Let it encrypt the tokens by this algorithm, to a key made for this, which opens them again [default: RSA-OAEP-256]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Make that server wrong in this way; may be repeated. `lpauth explain` lists the faults')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'What the authorization server knows LivePerson by')
            [CompletionResult]::new('--client-secret-file', '--client-secret-file', [CompletionResultType]::ParameterName, 'Take the client secret from the first line of FILE; `-` is standard input. Without, it is asked for')
            [CompletionResult]::new('--client-auth', '--client-auth', [CompletionResultType]::ParameterName, 'How the client proves who it is at the token endpoint [default: the brand''s, else basic]')
            [CompletionResult]::new('--secret-encoding', '--secret-encoding', [CompletionResultType]::ParameterName, 'Whether ID and secret are form-encoded for `Authorization: Basic`; `probe` finds out what the server takes')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'The client''s private key, for private-key-jwt and tls, in any form')
            [CompletionResult]::new('--client-cert', '--client-cert', [CompletionResultType]::ParameterName, 'The client''s certificate (PEM), for tls')
            [CompletionResult]::new('--flow', '--flow', [CompletionResultType]::ParameterName, 'How LivePerson gets the token [default: the brand''s, else code]')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Where the consumer chats: in a window of LivePerson''s, or in the brand''s page, which then asks in its own name [default: the brand''s, else external]')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'How LivePerson asks: as RFC 6749 has it, or as older connectors do [default: the brand''s rfc_mode, else rfc]')
            [CompletionResult]::new('--redirect-uri', '--redirect-uri', [CompletionResultType]::ParameterName, 'The redirection URI [default: the brand''s, else LivePerson''s]')
            [CompletionResult]::new('--token-redirect-uri', '--token-redirect-uri', [CompletionResultType]::ParameterName, 'The redirection URI of the token request [default: the brand''s, else the same]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope [default: the brand''s, else openid]')
            [CompletionResult]::new('--response-type', '--response-type', [CompletionResultType]::ParameterName, 'The response type [default: the flow''s]')
            [CompletionResult]::new('--response-mode', '--response-mode', [CompletionResultType]::ParameterName, 'Ask for this response mode: query, fragment, form_post')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'Send a nonce, random or this one; LivePerson is not seen to send any')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'The state, in place of one like LivePerson''s; with --callback, the one that was sent')
            [CompletionResult]::new('--param', '--param', [CompletionResultType]::ParameterName, 'Add or replace a parameter of the authorization request, or leave it out (`--param NAME`); may be repeated')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'How the person logs in: `form` fills in the page''s form without a window, `steps=FILE` does so by instructions, `cookie=FILE` comes with cookies, `webdriver=URL` uses the Chromium of a chromedriver, `browser` opens the person''s own browser [default: form with --username, else browser]')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The name that goes into the login form')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Take the password from the first line of FILE; `-` is standard input. Without, it is asked for')
            [CompletionResult]::new('--browser-arg', '--browser-arg', [CompletionResultType]::ParameterName, 'Start that browser with this argument too, such as `--browser-arg=--no-sandbox`; may be repeated')
            [CompletionResult]::new('--repeat', '--repeat', [CompletionResultType]::ParameterName, 'Log in this many times, and see that it is the same consumer each time')
            [CompletionResult]::new('--code', '--code', [CompletionResultType]::ParameterName, 'Redeem this code, which the page''s JS method gave; `-` is standard input')
            [CompletionResult]::new('--id-token', '--id-token', [CompletionResultType]::ParameterName, 'Judge this token, which the page''s JS method gave: a file, `-`, or the token itself')
            [CompletionResult]::new('--callback', '--callback', [CompletionResultType]::ParameterName, 'Go on from this address, to which the authorization server sent the browser; `-` is standard input')
            [CompletionResult]::new('--verifier-file', '--verifier-file', [CompletionResultType]::ParameterName, 'The code verifier that goes with the code, in the first line of FILE')
            [CompletionResult]::new('--transcript', '--transcript', [CompletionResultType]::ParameterName, 'Write every message to FILE, as JSON')
            [CompletionResult]::new('--har', '--har', [CompletionResultType]::ParameterName, 'Write every message to FILE as an HTTP archive (HAR 1.2), which browsers'' developer tools import')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Take personal data out too, of the report and of what is written: e-mail addresses, telephone numbers, names')
            [CompletionResult]::new('--decrypt-key', '--decrypt-key', [CompletionResultType]::ParameterName, 'Open encrypted tokens with the private key in FILE, in any form; may be repeated')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Expect this subject in the token')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'How long an endpoint may take before it is worth a note, in milliseconds [default: 2000]')
            [CompletionResult]::new('--skew', '--skew', [CompletionResultType]::ParameterName, 'How far clocks may be apart (`60s`, `5m`) [default: 60s]')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Which checks count for how much [default: liveperson]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 from this severity on [default: error]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of the report')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report to a file too, as in `junit=out.xml`; may be repeated')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Show at most this many findings of each subject, the worst first; only in the format pretty')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--mock', '--mock', [CompletionResultType]::ParameterName, 'Log in at a server of our own, started for this, as its test user')
            [CompletionResult]::new('--pkce', '--pkce', [CompletionResultType]::ParameterName, 'Send a code challenge along (PKCE, S256)')
            [CompletionResult]::new('--userinfo', '--userinfo', [CompletionResultType]::ParameterName, 'Ask the userinfo endpoint too, and compare')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Use the refresh token too, if one comes, and compare')
            [CompletionResult]::new('--show-browser', '--show-browser', [CompletionResultType]::ParameterName, 'Show the window of the browser that --login webdriver=URL uses')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Leave secrets where they are, in the report and in what is written: codes, tokens, passwords, cookies')
            [CompletionResult]::new('--allow-legacy', '--allow-legacy', [CompletionResultType]::ParameterName, 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('--no-lint', '--no-lint', [CompletionResultType]::ParameterName, 'Leave out what is wrong with the server''s metadata and keys for their own sake')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;conformance' {
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'Take everything from this [brand.NAME] of lpauth.toml')
            [CompletionResult]::new('--authorization-endpoint', '--authorization-endpoint', [CompletionResultType]::ParameterName, 'The authorization endpoint, in place of the one in the metadata')
            [CompletionResult]::new('--token-endpoint', '--token-endpoint', [CompletionResultType]::ParameterName, 'The token endpoint, in place of the one in the metadata')
            [CompletionResult]::new('--userinfo-endpoint', '--userinfo-endpoint', [CompletionResultType]::ParameterName, 'The userinfo endpoint, in place of the one in the metadata')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Verify with the JWK set in this file or at this URL, not with the one that the metadata names')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Verify with the public key in FILE, in any form')
            [CompletionResult]::new('--encrypted', '--encrypted', [CompletionResultType]::ParameterName, 'Let it encrypt the tokens by this algorithm, to a key made for this, which opens them again [default: RSA-OAEP-256]')
            [CompletionResult]::new('--fault', '--fault', [CompletionResultType]::ParameterName, 'Make that server wrong in this way; may be repeated. `lpauth explain` lists the faults')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'What to prove the server for: that LivePerson''s consumer authentication works, or that it conforms to a profile of OpenID Connect')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Try only this scenario, after the plain login; may be repeated. `lpauth explain` lists the scenarios')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leave this scenario out, for a reason that the report repeats; may be repeated')
            [CompletionResult]::new('--flow', '--flow', [CompletionResultType]::ParameterName, 'How LivePerson gets the token [default: the brand''s, else what the metadata offers]')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Where the consumer chats: in a window of LivePerson''s, in the brand''s page, or in either [default: the brand''s, else external]')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'How LivePerson asks: as RFC 6749 has it, or as older connectors do [default: the brand''s rfc_mode, else rfc]')
            [CompletionResult]::new('--redirect-uri', '--redirect-uri', [CompletionResultType]::ParameterName, 'The redirection URI [default: the brand''s, else LivePerson''s]')
            [CompletionResult]::new('--token-redirect-uri', '--token-redirect-uri', [CompletionResultType]::ParameterName, 'The redirection URI of the token request [default: the brand''s, else the same]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope [default: the brand''s, else openid]')
            [CompletionResult]::new('--code-lifetime', '--code-lifetime', [CompletionResultType]::ParameterName, 'How long a code lives, so that it can be seen that it does not live on (`60s`)')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'What the authorization server knows LivePerson by')
            [CompletionResult]::new('--client-secret-file', '--client-secret-file', [CompletionResultType]::ParameterName, 'Take the client secret from the first line of FILE; `-` is standard input. Without, it is asked for')
            [CompletionResult]::new('--client-auth', '--client-auth', [CompletionResultType]::ParameterName, 'How the client proves who it is at the token endpoint [default: the brand''s, else basic]')
            [CompletionResult]::new('--secret-encoding', '--secret-encoding', [CompletionResultType]::ParameterName, 'Whether ID and secret are form-encoded for `Authorization: Basic`; `probe` finds out what the server takes')
            [CompletionResult]::new('--client-key', '--client-key', [CompletionResultType]::ParameterName, 'The client''s private key, for private-key-jwt and tls, in any form')
            [CompletionResult]::new('--client-cert', '--client-cert', [CompletionResultType]::ParameterName, 'The client''s certificate (PEM), for tls')
            [CompletionResult]::new('--second-client-id', '--second-client-id', [CompletionResultType]::ParameterName, 'The ID of a second client, for whom no code of the first is meant')
            [CompletionResult]::new('--second-client-secret-file', '--second-client-secret-file', [CompletionResultType]::ParameterName, 'Take its secret from the first line of FILE; `-` is standard input')
            [CompletionResult]::new('--second-redirect-uri', '--second-redirect-uri', [CompletionResultType]::ParameterName, 'One of its redirection URIs [default: that of the first client]')
            [CompletionResult]::new('--login', '--login', [CompletionResultType]::ParameterName, 'How the person logs in: `form` fills in the page''s form without a window, `steps=FILE` does so by instructions, `cookie=FILE` comes with cookies, `webdriver=URL` uses the Chromium of a chromedriver, `browser` opens the person''s own browser [default: form with --username, else browser]')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The name that goes into the login form')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Take the password from the first line of FILE; `-` is standard input. Without, it is asked for')
            [CompletionResult]::new('--browser-arg', '--browser-arg', [CompletionResultType]::ParameterName, 'Start that browser with this argument too, such as `--browser-arg=--no-sandbox`; may be repeated')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Try this many scenarios at a time')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Send at most this many requests a second')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'End after this time, and skip what was not tried (`90s`, `5m`) [default: 10m]')
            [CompletionResult]::new('--answer-timeout', '--answer-timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--patience', '--patience', [CompletionResultType]::ParameterName, 'Wait at most this long for a code or a token to expire; what takes longer is skipped [default: 90s]')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--transcripts', '--transcripts', [CompletionResultType]::ParameterName, 'Write every message to a file in DIR for each login, as JSON')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Take personal data out too, of the report and of what is written: e-mail addresses, telephone numbers, names')
            [CompletionResult]::new('--decrypt-key', '--decrypt-key', [CompletionResultType]::ParameterName, 'Open encrypted tokens with the private key in FILE, in any form; may be repeated')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--subject', '--subject', [CompletionResultType]::ParameterName, 'Expect this subject in the token')
            [CompletionResult]::new('--budget', '--budget', [CompletionResultType]::ParameterName, 'How long an endpoint may take before it is worth a note, in milliseconds [default: 2000]')
            [CompletionResult]::new('--skew', '--skew', [CompletionResultType]::ParameterName, 'How far clocks may be apart (`60s`, `5m`) [default: 60s]')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Which checks count for how much [default: liveperson]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 from this severity on [default: error]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of the report')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report to a file too, as in `junit=out.xml`; may be repeated')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Show at most this many findings of each subject, the worst first; only in the format pretty')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Accept the findings that FILE lists, and fail only on new ones')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write today''s findings to FILE, and accept them')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--mock', '--mock', [CompletionResultType]::ParameterName, 'Log in at a server of our own, started for this, as its test user')
            [CompletionResult]::new('--pkce', '--pkce', [CompletionResultType]::ParameterName, 'Send a code challenge along with every request for a code (PKCE, S256)')
            [CompletionResult]::new('--show-browser', '--show-browser', [CompletionResultType]::ParameterName, 'Show the window of the browser that --login webdriver=URL uses')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Leave secrets where they are, in the report and in what is written: codes, tokens, passwords, cookies')
            [CompletionResult]::new('--allow-legacy', '--allow-legacy', [CompletionResultType]::ParameterName, 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak')
            [CompletionResult]::new('--no-lint', '--no-lint', [CompletionResultType]::ParameterName, 'Leave out what is wrong with the server''s metadata and keys for their own sake')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;diagnose' {
            [CompletionResult]::new('--text', '--text', [CompletionResultType]::ParameterName, 'A text to read as it is: an error message, a code of LivePerson''s, a line of a log; may be repeated')
            [CompletionResult]::new('--brand', '--brand', [CompletionResultType]::ParameterName, 'Expect what this [brand.NAME] of lpauth.toml says')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Expect this issuer')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Expect this client ID')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Verify with the JWK set in this file')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Verify with the public key in FILE, in any form')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Judge a token that stands alone at this time [default: when it was issued]')
            [CompletionResult]::new('--skew', '--skew', [CompletionResultType]::ParameterName, 'How far clocks may be apart (`60s`, `5m`) [default: 60s]')
            [CompletionResult]::new('--decrypt-key', '--decrypt-key', [CompletionResultType]::ParameterName, 'Open encrypted tokens with the private key in FILE, in any form; may be repeated')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the first line of FILE')
            [CompletionResult]::new('--passphrase-env', '--passphrase-env', [CompletionResultType]::ParameterName, 'Take the key''s passphrase from the environment variable NAME')
            [CompletionResult]::new('--cacert', '--cacert', [CompletionResultType]::ParameterName, 'Trust the certificates (PEM) in FILE besides the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait at most this long for an answer')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'Which checks count for how much [default: liveperson]')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 from this severity on [default: error]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of the report')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report to a file too, as in `junit=out.xml`; may be repeated')
            [CompletionResult]::new('--compare', '--compare', [CompletionResultType]::ParameterName, 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Show at most this many findings of each subject, the worst first; only in the format pretty')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--reply', '--reply', [CompletionResultType]::ParameterName, 'Print what to answer the customer, and nothing else: no secrets, no personal data')
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Fetch the metadata and keys that --brand or --issuer name. Nothing that only the evidence names is ever asked')
            [CompletionResult]::new('--allow-legacy', '--allow-legacy', [CompletionResultType]::ParameterName, 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http to other machines: for tests only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'List the checks that passed and those that were skipped too, and every finding in full')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;redact' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write to FILE in place of standard output')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to list what --check finds')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file that --out names, if there is one')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Write nothing, list what is secret in FILE and where, and exit with 1 if anything is or was not looked through')
            [CompletionResult]::new('--keep-pii', '--keep-pii', [CompletionResultType]::ParameterName, 'Keep personal data: e-mail addresses, telephone numbers, names')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;explain' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The format of the answer')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read brands from FILE in place of the nearest lpauth.toml')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'lpauth;help' {
            [CompletionResult]::new('keygen', 'keygen', [CompletionResultType]::ParameterValue, 'Make a key pair, or read and convert any key')
            [CompletionResult]::new('jwks', 'jwks', [CompletionResultType]::ParameterValue, 'List, search, edit and rotate a JWK set')
            [CompletionResult]::new('mint', 'mint', [CompletionResultType]::ParameterValue, 'Sign an id_token, valid or wrong in exactly one way')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Show what is inside a token, without trusting it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Answer every check about a token')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Find what is wrong in the metadata and keys that an authorization server publishes')
            [CompletionResult]::new('console', 'console', [CompletionResultType]::ParameterValue, 'Fill in LivePerson''s console form from what an authorization server publishes')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a brand into lpauth.toml, by asking or from flags, and say whether a login can work')
            [CompletionResult]::new('mock', 'mock', [CompletionResultType]::ParameterValue, 'Be the brand''s authorization server, correct or wrong in exactly one way')
            [CompletionResult]::new('exchange', 'exchange', [CompletionResultType]::ParameterValue, 'Log in as LivePerson does, and judge everything that came of it')
            [CompletionResult]::new('conformance', 'conformance', [CompletionResultType]::ParameterValue, 'Prove a brand''s authorization server ready for LivePerson, scenario by scenario, unattended')
            [CompletionResult]::new('diagnose', 'diagnose', [CompletionResultType]::ParameterValue, 'Find out why a login failed, from whatever there is: a HAR, a token, an address, an error code, a log')
            [CompletionResult]::new('redact', 'redact', [CompletionResultType]::ParameterValue, 'Take secrets and personal data out of a HAR file, a log or a token, so that it can be sent to others')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a check, a fault or a LivePerson error code')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of a command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'lpauth;help;keygen' {
            break
        }
        'lpauth;help;jwks' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add the public half of a key to a set')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take a key out of a set')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Write the set of each stage of a rotation, and say what to do when')
            break
        }
        'lpauth;help;jwks;add' {
            break
        }
        'lpauth;help;jwks;remove' {
            break
        }
        'lpauth;help;jwks;rotate' {
            break
        }
        'lpauth;help;mint' {
            break
        }
        'lpauth;help;decode' {
            break
        }
        'lpauth;help;verify' {
            break
        }
        'lpauth;help;lint' {
            break
        }
        'lpauth;help;console' {
            break
        }
        'lpauth;help;init' {
            break
        }
        'lpauth;help;mock' {
            break
        }
        'lpauth;help;exchange' {
            break
        }
        'lpauth;help;conformance' {
            break
        }
        'lpauth;help;diagnose' {
            break
        }
        'lpauth;help;redact' {
            break
        }
        'lpauth;help;explain' {
            break
        }
        'lpauth;help;completions' {
            break
        }
        'lpauth;help;man' {
            break
        }
        'lpauth;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
