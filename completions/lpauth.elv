
use builtin;
use str;

set edit:completion:arg-completer[lpauth] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'lpauth'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'lpauth'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand keygen 'Make a key pair, or read and convert any key'
            cand jwks 'List, search, edit and rotate a JWK set'
            cand mint 'Sign an id_token, valid or wrong in exactly one way'
            cand decode 'Show what is inside a token, without trusting it'
            cand verify 'Answer every check about a token'
            cand lint 'Find what is wrong in the metadata and keys that an authorization server publishes'
            cand console 'Fill in LivePerson''s console form from what an authorization server publishes'
            cand init 'Write a brand into lpauth.toml, by asking or from flags, and say whether a login can work'
            cand mock 'Be the brand''s authorization server, correct or wrong in exactly one way'
            cand exchange 'Log in as LivePerson does, and judge everything that came of it'
            cand diagnose 'Find out why a login failed, from whatever there is: a HAR, a token, an address, an error code, a log'
            cand explain 'Explain a check, a fault or a LivePerson error code'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'lpauth;keygen'= {
            cand --type 'The type of key [default: the one that --alg takes, else rsa]'
            cand --bits 'The size in bits: RSA 2048 (default) to 4096, or of an HMAC secret'
            cand --alg 'The algorithm the key is for [default: RS256 for RSA]'
            cand --use 'What the key is for'
            cand --kid 'The key ID [default: the key''s thumbprint, RFC 7638]; of a --from file with several keys, the one to take'
            cand --from 'Read FILE instead of making a key: PEM, DER, JWK, certificate, whatever it is called; `-` is standard input'
            cand --out 'Write PREFIX.pem, PREFIX.pub.pem and PREFIX.jwks.json, or the same in a directory [default: key]'
            cand --format 'Print the key in this form'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --force 'Replace files that exist'
            cand --console 'Print the public key as LivePerson''s “JWT Public Key” field takes it'
            cand --passphrase 'Encrypt the private key; asks for the passphrase'
            cand --plain 'Write the private key without a passphrase, though the one in --from has one'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;jwks'= {
            cand --kid 'Show only the key with this kid; exit code 1 if there is none'
            cand --format 'The form of the list'
            cand --cacert 'Trust the certificates (PEM) in FILE besides the system''s'
            cand --timeout 'Wait at most this long for an answer'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand add 'Add the public half of a key to a set'
            cand remove 'Take a key out of a set'
            cand rotate 'Write the set of each stage of a rotation, and say what to do when'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'lpauth;jwks;add'= {
            cand --kid 'The key ID [default: the key''s own, else its thumbprint]'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;jwks;remove'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;jwks;rotate'= {
            cand --next 'The file with the next key [default: a new RSA key is made]'
            cand --retire 'The key ID of the key to retire [default: the only one]'
            cand --out 'The directory for the sets of the stages; it must be there [default: the working directory]'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --force 'Replace files that exist'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;jwks;help'= {
            cand add 'Add the public half of a key to a set'
            cand remove 'Take a key out of a set'
            cand rotate 'Write the set of each stage of a rotation, and say what to do when'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'lpauth;jwks;help;add'= {
        }
        &'lpauth;jwks;help;remove'= {
        }
        &'lpauth;jwks;help;rotate'= {
        }
        &'lpauth;jwks;help;help'= {
        }
        &'lpauth;mint'= {
            cand --fault 'Make the token wrong in this way, or `list` to see all; may be repeated'
            cand -k 'Sign with the private key in FILE, in any form'
            cand --key 'Sign with the private key in FILE, in any form'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --alg 'Sign by this algorithm [default: RS256, or what the key is for]'
            cand --kid 'Call the key this, in the header and in the key set [default: its own kid, else its RFC 7638 thumbprint]'
            cand --header 'Set a header parameter; a value that is JSON is taken as such'
            cand --encrypt-to 'Encrypt the signed token to the public key in FILE, in any form; of a JWK set, to the first whose use is `enc`'
            cand --jwe-alg 'Bring the content key by this algorithm [default: the key''s own, else RSA-OAEP-256]'
            cand --jwe-enc 'Encrypt the content by this algorithm [default: A256GCM]'
            cand --jwe-kid 'Name the recipient''s key by this in the outer header [default: its own kid]'
            cand --template 'The claims to start from'
            cand --brand 'Take the issuer and the client ID from this [brand.NAME] of lpauth.toml'
            cand --claims 'Set the claims in this JSON file; `-` is standard input'
            cand --iss 'The issuer, to the letter'
            cand --sub 'The consumer [default: a new random id]'
            cand --aud 'The client the token is for; may be repeated'
            cand --nonce 'The nonce of the request'
            cand --acr 'How the consumer logged in'
            cand --exp 'When it expires: `+1h`, `-5m`, seconds since 1970, 2026-01-01T00:00:00Z, or `none`'
            cand --iat 'When it was issued'
            cand --nbf 'From when on it is valid'
            cand --auth-time 'When the consumer logged in'
            cand --claim 'Set a claim, such as `amr[+]=pwd` or `address.country=ES`; a value that is JSON is taken as such'
            cand --sde 'Set an engagement attribute, such as `ctmrinfo.customerId=ACB-1`; held against LivePerson''s schema'
            cand --access-token 'Set `at_hash` for this access token'
            cand --code 'Set `c_hash` for this code'
            cand --count 'Mint N tokens, one a line, each with its own `jti` and, without --sub, its own consumer'
            cand --out 'Write to FILE, for you alone to read, not to standard output'
            cand --jwks-out 'Write the key set that the issuer publishes to FILE'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -i 'Ask for what matters, show the claims before signing, and print the command line that does the same'
            cand --interactive 'Ask for what matters, show the claims before signing, and print the command line that does the same'
            cand --force 'Replace files that are there already'
            cand --copy 'Put it on the clipboard too'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;decode'= {
            cand --format 'How to show the tokens'
            cand --decrypt-key 'Open encrypted tokens with the private key in FILE, in any form; may be repeated'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --show-secrets 'Show signatures too, and the ciphertext of encrypted tokens'
            cand --allow-legacy 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
            cand --watch 'Decode again whenever a file changes'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;verify'= {
            cand --key 'Verify with the public key in FILE, in any form (PEM, DER, certificate, JWK, one-line base64)'
            cand --jwks 'Verify with the JWK set in this file or at this URL'
            cand --issuer 'Expect this issuer; without --key or --jwks, also discover its keys'
            cand --cacert 'Trust the certificates (PEM) in FILE besides the system''s'
            cand --timeout 'Wait at most this long for an answer'
            cand --decrypt-key 'Open encrypted tokens with the private key in FILE, in any form; may be repeated'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --brand 'Take keys and expectations from this [brand.NAME] of lpauth.toml'
            cand --client-id 'Expect this client ID in `aud`'
            cand --nonce 'Expect this nonce'
            cand --subject 'Expect this subject'
            cand --acr 'Expect one of these `acr` values'
            cand --max-age 'Expect a login no longer ago than this (`3600`, `1h`)'
            cand --access-token 'Hold `at_hash` against this access token'
            cand --code 'Hold `c_hash` against this code'
            cand --response-type 'The response type that was asked for, such as "id_token token"'
            cand --at 'Judge at this time in place of now (`2026-01-01T00:00:00Z`, `-5m`, seconds since 1970)'
            cand --skew 'How far clocks may be apart (`60s`, `5m`) [default: 60s]'
            cand --policy 'Which checks count for how much [default: liveperson]'
            cand --fail-on 'Exit with 1 from this severity on [default: error]'
            cand --format 'The format of the report'
            cand --report 'Write the report to a file too, as in `junit=out.xml`; may be repeated'
            cand --max 'Show at most this many findings of each subject, the worst first; only in the format pretty'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --discover 'Fetch the keys of the issuer that the token itself names, and say what that proves'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand --allow-legacy 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
            cand --no-nonce 'Expect no nonce: none was sent'
            cand -v 'List the checks that passed and those that were skipped too, and every finding in full'
            cand --verbose 'List the checks that passed and those that were skipped too, and every finding in full'
            cand --watch 'Verify again whenever a file changes'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;lint'= {
            cand --jwks 'Take the key set from this file or address, not from where the metadata says'
            cand --issuer 'The issuer that a metadata file is of'
            cand --cacert 'Trust the certificates (PEM) in FILE besides the system''s'
            cand --timeout 'Wait at most this long for an answer'
            cand --brand 'Hold the metadata against what was typed into LivePerson''s console, as [brand.NAME] of lpauth.toml has it; without anything else to lint, ask its issuer'
            cand --policy 'Which checks count for how much [default: liveperson]'
            cand --fail-on 'Exit with 1 from this severity on [default: error]'
            cand --format 'The format of the report'
            cand --report 'Write the report to a file too, as in `junit=out.xml`; may be repeated'
            cand --max 'Show at most this many findings of each subject, the worst first; only in the format pretty'
            cand --baseline 'Accept the findings that FILE lists, and fail only on new ones'
            cand --write-baseline 'Write today''s findings to FILE, and accept them'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --oauth 'Look for an issuer''s metadata where RFC 8414 puts it: `/.well-known/oauth-authorization-server` before the path'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand -v 'List the checks that passed and those that were skipped too, and every finding in full'
            cand --verbose 'List the checks that passed and those that were skipped too, and every finding in full'
            cand --watch 'Lint again whenever a file changes'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;console'= {
            cand --jwks 'Take the key set from this file or address, not from where the metadata says'
            cand --issuer 'The issuer that a metadata file is of'
            cand --cacert 'Trust the certificates (PEM) in FILE besides the system''s'
            cand --timeout 'Wait at most this long for an answer'
            cand --flow 'The way a login goes [default: the brand''s, else the safest that the server offers]'
            cand --brand 'Take what only you know (client ID, names) from this [brand.NAME] of lpauth.toml, and its issuer if nothing else is named'
            cand --key 'Fill in the public key in FILE, in any form, in place of the address of the key set'
            cand --format 'The format of the form; `toml` is a [brand.NAME] section for lpauth.toml'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --oauth 'Look for an issuer''s metadata where RFC 8414 puts it: `/.well-known/oauth-authorization-server` before the path'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;init'= {
            cand --brand 'The name of the brand in the settings [default: from the issuer''s host name]'
            cand --out 'Write to FILE, or print the section alone with `-` [default: --config, else the nearest lpauth.toml, else a new one here]'
            cand --flow 'How LivePerson gets the token [default: the safest way that the server offers]'
            cand --issuer-display-name 'What agents read'
            cand --issuer 'The issuer, to the letter [default: the metadata''s]'
            cand --authorization-endpoint 'Where the external window sends consumers [default: the metadata''s]'
            cand --token-endpoint 'Where LivePerson redeems codes [default: the metadata''s]'
            cand --client-id 'What the authorization server knows LivePerson by'
            cand --client-secret 'Where the client secret stands: `env:NAME` or `file:PATH`, never the secret itself'
            cand --jwks-endpoint 'Where LivePerson fetches the key set [default: the metadata''s]'
            cand --jwt-public-key 'The one-line base64 key that LivePerson verifies with'
            cand --window 'Where consumers chat'
            cand --redirect-uri 'The redirection URI of a login, if it is not LivePerson''s'
            cand --token-redirect-uri 'The redirection URI of the token request, if it is another'
            cand --scope 'The scope of a login'
            cand --client-auth 'How the client proves who it is at the token endpoint'
            cand --userinfo-endpoint 'Where claims are asked for with an access token [default: the metadata''s]'
            cand --login 'How the test user logs in, as `lpauth exchange --login` takes it'
            cand --username 'The test user'
            cand --password 'Where the test user''s password stands: `env:NAME` or `file:PATH`, never the password itself'
            cand --key 'Verify with the public key in FILE, in any form'
            cand --jwks 'Verify with the JWK set in this file or at this URL'
            cand --js-method-name 'The function of the brand''s page'
            cand --js-context 'Where that function lives'
            cand --cacert 'Trust the certificates (PEM) in FILE besides the system''s'
            cand --timeout 'Wait at most this long for an answer'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --oauth 'Look for the issuer''s metadata where RFC 8414 puts it'
            cand --offline 'Ask no server for anything: only files and flags say what is written, and nothing is judged that is not in a file'
            cand --force 'Change a brand that is there already, and replace a file with its secret'
            cand -v 'Show all that was found in the metadata, as `lpauth lint` does'
            cand --verbose 'Show all that was found in the metadata, as `lpauth lint` does'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;mock'= {
            cand --fault 'Make every login wrong in this way; may be repeated. `lpauth explain` lists the faults'
            cand --port 'Listen at this port; 0 is any that is free'
            cand --bind 'Listen at this address of the machine; other machines reach any but a loopback address'
            cand --tls-dir 'Write the authority''s certificate into this directory, for clients to trust (`--cacert`)'
            cand --host 'Answer to this host name too, and have it in the certificate; may be repeated'
            cand --issuer 'Call the issuer this, as when a tunnel leads here [default: the address it listens at]'
            cand --control-port 'Listen at this port for the control endpoint, on this machine alone; 0 is any that is free'
            cand --config 'Take issuers, clients, users, keys and lifetimes from FILE, again whenever it changes'
            cand --client-id 'The ID of the first client'
            cand --client-secret-file 'Take the secret of the first client from the first line of FILE [default: a new random one]'
            cand --redirect-uri 'Let the first client have this redirection URI too, besides LivePerson''s; may be repeated'
            cand --key 'Sign with the private key in FILE, in any form; of several the first one signs and all are published [default: a new key]'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --encrypt-to 'Encrypt the signed token to the public key in FILE, in any form; of a JWK set, to the first whose use is `enc`'
            cand --jwe-alg 'Bring the content key by this algorithm [default: the key''s own, else RSA-OAEP-256]'
            cand --jwe-enc 'Encrypt the content by this algorithm [default: A256GCM]'
            cand --jwe-kid 'Name the recipient''s key by this in the outer header [default: its own kid]'
            cand --seed 'Make keys, secrets and codes from this number, so that a run can be repeated to the letter'
            cand --at 'Let the clock stand still at this time: `2026-01-01T00:00:00Z`, `+1h`, `-5m`'
            cand --clock-shift 'Let the clock go ahead or behind by so much: `+1h`, `-5m`'
            cand --secrets-out 'Write everything that a client or a test needs to FILE, client secrets and the control token included, for you alone to read'
            cand --color 'When to use colour'
            cand --tls 'Speak TLS, with a new certificate from a new authority'
            cand -q 'Print the issuer alone: no set-up and no request log'
            cand --quiet 'Print the issuer alone: no set-up and no request log'
            cand --show-secrets 'Show client secrets'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;exchange'= {
            cand --brand 'Take everything from this [brand.NAME] of lpauth.toml'
            cand --authorization-endpoint 'The authorization endpoint, in place of the one in the metadata'
            cand --token-endpoint 'The token endpoint, in place of the one in the metadata'
            cand --userinfo-endpoint 'The userinfo endpoint, in place of the one in the metadata'
            cand --jwks 'Verify with the JWK set in this file or at this URL, not with the one that the metadata names'
            cand --key 'Verify with the public key in FILE, in any form'
            cand --encrypted 'Let it encrypt the tokens by this algorithm, to a key made for this, which opens them again [default: RSA-OAEP-256]'
            cand --fault 'Make that server wrong in this way; may be repeated. `lpauth explain` lists the faults'
            cand --client-id 'What the authorization server knows LivePerson by'
            cand --client-secret-file 'Take the client secret from the first line of FILE; `-` is standard input. Without, it is asked for'
            cand --client-auth 'How the client proves who it is at the token endpoint [default: the brand''s, else basic]'
            cand --secret-encoding 'Whether ID and secret are form-encoded for `Authorization: Basic`; `probe` finds out what the server takes'
            cand --client-key 'The client''s private key, for private-key-jwt and tls, in any form'
            cand --client-cert 'The client''s certificate (PEM), for tls'
            cand --flow 'How LivePerson gets the token [default: the brand''s, else code]'
            cand --window 'Where the consumer chats: in a window of LivePerson''s, or in the brand''s page, which then asks in its own name [default: the brand''s, else external]'
            cand --mode 'How LivePerson asks: as RFC 6749 has it, or as older connectors do [default: the brand''s rfc_mode, else rfc]'
            cand --redirect-uri 'The redirection URI [default: the brand''s, else LivePerson''s]'
            cand --token-redirect-uri 'The redirection URI of the token request [default: the brand''s, else the same]'
            cand --scope 'The scope [default: the brand''s, else openid]'
            cand --response-type 'The response type [default: the flow''s]'
            cand --response-mode 'Ask for this response mode: query, fragment, form_post'
            cand --nonce 'Send a nonce, random or this one; LivePerson is not seen to send any'
            cand --state 'The state, in place of one like LivePerson''s; with --callback, the one that was sent'
            cand --param 'Add or replace a parameter of the authorization request, or leave it out (`--param NAME`); may be repeated'
            cand --login 'How the person logs in: `form` fills in the page''s form without a window, `steps=FILE` does so by instructions, `cookie=FILE` comes with cookies, `webdriver=URL` uses the Chromium of a chromedriver, `browser` opens the person''s own browser [default: form with --username, else browser]'
            cand --username 'The name that goes into the login form'
            cand --password-file 'Take the password from the first line of FILE; `-` is standard input. Without, it is asked for'
            cand --repeat 'Log in this many times, and see that it is the same consumer each time'
            cand --browser-arg 'Start that browser with this argument too, such as `--browser-arg=--no-sandbox`; may be repeated'
            cand --code 'Redeem this code, which the page''s JS method gave; `-` is standard input'
            cand --id-token 'Judge this token, which the page''s JS method gave: a file, `-`, or the token itself'
            cand --callback 'Go on from this address, to which the authorization server sent the browser; `-` is standard input'
            cand --verifier-file 'The code verifier that goes with the code, in the first line of FILE'
            cand --transcript 'Write every message to FILE, as JSON'
            cand --har 'Write every message to FILE as an HTTP archive (HAR 1.2), which browsers'' developer tools import'
            cand --redact 'Take personal data out too, of the report and of what is written: e-mail addresses, telephone numbers, names'
            cand --decrypt-key 'Open encrypted tokens with the private key in FILE, in any form; may be repeated'
            cand --passphrase-file 'Take the key''s passphrase from the first line of FILE'
            cand --passphrase-env 'Take the key''s passphrase from the environment variable NAME'
            cand --cacert 'Trust the certificates (PEM) in FILE besides the system''s'
            cand --timeout 'Wait at most this long for an answer'
            cand --subject 'Expect this subject in the token'
            cand --budget 'How long an endpoint may take before it is worth a note, in milliseconds [default: 2000]'
            cand --skew 'How far clocks may be apart (`60s`, `5m`) [default: 60s]'
            cand --policy 'Which checks count for how much [default: liveperson]'
            cand --fail-on 'Exit with 1 from this severity on [default: error]'
            cand --format 'The format of the report'
            cand --report 'Write the report to a file too, as in `junit=out.xml`; may be repeated'
            cand --max 'Show at most this many findings of each subject, the worst first; only in the format pretty'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --mock 'Log in at a server of our own, started for this, as its test user'
            cand --pkce 'Send a code challenge along (PKCE, S256)'
            cand --userinfo 'Ask the userinfo endpoint too, and compare'
            cand --refresh 'Use the refresh token too, if one comes, and compare'
            cand --show-browser 'Show the window of the browser that --login webdriver=URL uses'
            cand --show-secrets 'Leave secrets where they are, in the report and in what is written: codes, tokens, passwords, cookies'
            cand --allow-legacy 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand --no-lint 'Leave out what is wrong with the server''s metadata and keys for their own sake'
            cand -v 'List the checks that passed and those that were skipped too, and every finding in full'
            cand --verbose 'List the checks that passed and those that were skipped too, and every finding in full'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;diagnose'= {
            cand --text 'A text to read as it is: an error message, a code of LivePerson''s, a line of a log; may be repeated'
            cand --brand 'Expect what this [brand.NAME] of lpauth.toml says'
            cand --issuer 'Expect this issuer'
            cand --client-id 'Expect this client ID'
            cand --jwks 'Verify with the JWK set in this file'
            cand --key 'Verify with the public key in FILE, in any form'
            cand --at 'Judge a token that stands alone at this time [default: when it was issued]'
            cand --skew 'How far clocks may be apart (`60s`, `5m`) [default: 60s]'
            cand --cacert 'Trust the certificates (PEM) in FILE besides the system''s'
            cand --timeout 'Wait at most this long for an answer'
            cand --policy 'Which checks count for how much [default: liveperson]'
            cand --fail-on 'Exit with 1 from this severity on [default: error]'
            cand --format 'The format of the report'
            cand --report 'Write the report to a file too, as in `junit=out.xml`; may be repeated'
            cand --max 'Show at most this many findings of each subject, the worst first; only in the format pretty'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --reply 'Print what to answer the customer, and nothing else: no secrets, no personal data'
            cand --online 'Fetch the metadata and keys that --brand or --issuer name. Nothing that only the evidence names is ever asked'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand -v 'List the checks that passed and those that were skipped too, and every finding in full'
            cand --verbose 'List the checks that passed and those that were skipped too, and every finding in full'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;explain'= {
            cand --format 'The format of the answer'
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;completions'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;man'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;help'= {
            cand keygen 'Make a key pair, or read and convert any key'
            cand jwks 'List, search, edit and rotate a JWK set'
            cand mint 'Sign an id_token, valid or wrong in exactly one way'
            cand decode 'Show what is inside a token, without trusting it'
            cand verify 'Answer every check about a token'
            cand lint 'Find what is wrong in the metadata and keys that an authorization server publishes'
            cand console 'Fill in LivePerson''s console form from what an authorization server publishes'
            cand init 'Write a brand into lpauth.toml, by asking or from flags, and say whether a login can work'
            cand mock 'Be the brand''s authorization server, correct or wrong in exactly one way'
            cand exchange 'Log in as LivePerson does, and judge everything that came of it'
            cand diagnose 'Find out why a login failed, from whatever there is: a HAR, a token, an address, an error code, a log'
            cand explain 'Explain a check, a fault or a LivePerson error code'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'lpauth;help;keygen'= {
        }
        &'lpauth;help;jwks'= {
            cand add 'Add the public half of a key to a set'
            cand remove 'Take a key out of a set'
            cand rotate 'Write the set of each stage of a rotation, and say what to do when'
        }
        &'lpauth;help;jwks;add'= {
        }
        &'lpauth;help;jwks;remove'= {
        }
        &'lpauth;help;jwks;rotate'= {
        }
        &'lpauth;help;mint'= {
        }
        &'lpauth;help;decode'= {
        }
        &'lpauth;help;verify'= {
        }
        &'lpauth;help;lint'= {
        }
        &'lpauth;help;console'= {
        }
        &'lpauth;help;init'= {
        }
        &'lpauth;help;mock'= {
        }
        &'lpauth;help;exchange'= {
        }
        &'lpauth;help;diagnose'= {
        }
        &'lpauth;help;explain'= {
        }
        &'lpauth;help;completions'= {
        }
        &'lpauth;help;man'= {
        }
        &'lpauth;help;help'= {
        }
    ]
    $completions[$command]
}
