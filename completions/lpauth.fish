# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_lpauth_global_optspecs
    string join \n color= config= h/help V/version
end

function __fish_lpauth_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_lpauth_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_lpauth_using_subcommand
    set -l cmd (__fish_lpauth_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c lpauth -n "__fish_lpauth_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_needs_command" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_needs_command" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "keygen" -d 'Make a key pair, or read and convert any key'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "jwks" -d 'List, search, edit and rotate a JWK set'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "mint" -d 'Sign an id_token, valid or wrong in exactly one way'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "decode" -d 'Show what is inside a token, without trusting it'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "verify" -d 'Answer every check about a token'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "lint" -d 'Find what is wrong in the metadata and keys that an authorization server publishes'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "console" -d 'Fill in LivePerson\'s console form from what an authorization server publishes'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "init" -d 'Write a brand into lpauth.toml, by asking or from flags, and say whether a login can work'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "mock" -d 'Be the brand\'s authorization server, correct or wrong in exactly one way'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "exchange" -d 'Log in as LivePerson does, and judge everything that came of it'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "conformance" -d 'Prove a brand\'s authorization server ready for LivePerson, scenario by scenario, unattended'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "diagnose" -d 'Find out why a login failed, from whatever there is: a HAR, a token, an address, an error code, a log'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "redact" -d 'Take secrets and personal data out of a HAR file, a log or a token, so that it can be sent to others'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "explain" -d 'Explain a check, a fault or a LivePerson error code'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "man" -d 'Print the manual page of a command'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l type -d 'The type of key [default: the one that --alg takes, else rsa]' -r -f -a "rsa\t'RSA'
p-256\t'EC on P-256'
p-384\t'EC on P-384'
p-521\t'EC on P-521'
secp256k1\t'EC on secp256k1'
ed25519\t'Ed25519, for signing'
x25519\t'X25519, for encryption'
hmac\t'A shared secret'"
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l bits -d 'The size in bits: RSA 2048 (default) to 4096, or of a shared secret' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l alg -d 'The algorithm the key is for [default: RS256 for RSA]' -r -f -a "RS256\t''
RS384\t''
RS512\t''
PS256\t''
PS384\t''
PS512\t''
ES256\t''
ES384\t''
ES512\t''
ES256K\t''
EdDSA\t''
Ed25519\t''
HS256\t''
HS384\t''
HS512\t''
RSA-OAEP-256\t''
RSA-OAEP\t''
RSA-OAEP-384\t''
RSA-OAEP-512\t''
ECDH-ES\t''
ECDH-ES+A128KW\t''
ECDH-ES+A192KW\t''
ECDH-ES+A256KW\t''
A256KW\t''
A192KW\t''
A128KW\t''
A256GCMKW\t''
A192GCMKW\t''
A128GCMKW\t''
dir\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l use -d 'What the key is for' -r -f -a "sig\t''
enc\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l kid -d 'The key ID [default: the key\'s thumbprint, RFC 7638]; of a --from file with several keys, the one to take' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l from -d 'Read FILE instead of making a key: PEM, DER, JWK, certificate, whatever it is called; `-` is standard input' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l out -d 'Write PREFIX.pem, PREFIX.pub.pem and PREFIX.jwks.json, or the same in a directory [default: key]' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l format -d 'Print the key in this form' -r -f -a "pem\t'The private key as PKCS#8 PEM'
public-pem\t'The public key as PEM'
spki\t'The public key as one line of base64'
jwk\t'The public key as JWK'
jwks\t'The public key as a JWK set'
private-jwk\t'The private key as JWK'
private-jwks\t'The private key as a JWK set'"
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l force -d 'Replace files that exist'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l console -d 'Print the public key as LivePerson\'s “JWT Public Key” field takes it'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l passphrase -d 'Encrypt the private key; asks for the passphrase'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l plain -d 'Write the private key without a passphrase, though the one in --from has one'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -l kid -d 'Show only the key with this kid; exit code 1 if there is none' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -l format -d 'The form of the list' -r -f -a "table\t'A table'
json\t'JSON, one object a key'"
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -l timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -a "add" -d 'Add the public half of a key to a set'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -a "remove" -d 'Take a key out of a set'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -a "rotate" -d 'Write the set of each stage of a rotation, and say what to do when'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and not __fish_seen_subcommand_from add remove rotate help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from add" -l kid -d 'The key ID [default: the key\'s own, else its thumbprint]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from add" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from add" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from add" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from add" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from add" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from remove" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from remove" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l next -d 'The file with the next key [default: a new RSA key is made]' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l retire -d 'The key ID of the key to retire [default: the only one]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l out -d 'The directory for the sets of the stages; it must be there [default: the working directory]' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -l force -d 'Replace files that exist'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from rotate" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add the public half of a key to a set'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Take a key out of a set'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Write the set of each stage of a rotation, and say what to do when'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l fault -d 'Make the token wrong in this way, or `list` to see all; may be repeated' -r -f -a "sig.none\t''
sig.none-case\t''
sig.stripped\t''
sig.truncated\t''
sig.bitflip\t''
sig.wrong-key\t''
sig.other-alg-same-key\t''
sig.hs-with-public-key\t''
sig.empty-hmac\t''
sig.ecdsa-zero\t''
sig.ecdsa-der\t''
hdr.kid-missing\t''
hdr.kid-unknown\t''
hdr.kid-duplicate\t''
hdr.kid-number\t''
hdr.alg-mismatch\t''
hdr.alg-missing\t''
hdr.jwk\t''
hdr.jku\t''
hdr.x5u\t''
hdr.x5c\t''
hdr.crit-unknown\t''
hdr.b64-false\t''
hdr.typ-at+jwt\t''
hdr.dup-member\t''
iss.slash\t''
iss.host\t''
iss.missing\t''
iss.case\t''
aud.wrong\t''
aud.missing\t''
aud.extra\t''
azp.wrong\t''
sub.missing\t''
sub.empty\t''
sub.number\t''
sub.too-long\t''
sub.changed\t''
exp.past\t''
exp.missing\t''
exp.ms\t''
exp.string\t''
exp.far\t''
iat.future\t''
iat.missing\t''
iat.ms\t''
nbf.future\t''
nonce.wrong\t''
nonce.missing\t''
nonce.unasked\t''
at_hash.wrong\t''
at_hash.missing\t''
c_hash.wrong\t''
c_hash.missing\t''
auth_time.missing\t''
acr.wrong\t''
sdes.object\t''
sdes.unknown-type\t''
sdes.unwrapped\t''
sdes.gender-int\t''
sdes.unsupported-type\t''
sdes.oversize\t''
jwks.two-keys-no-kid\t''
jwks.kid-gone\t''
jwks.n-base64-std\t''
jwe.rsa-oaep-name\t''
jwe.enc-too-big-for-key\t''
jwe.kid-wrong\t''
jwe.no-cty\t''
form.newline\t''
form.char-lost\t''
form.padding\t''
form.two-segments\t''
form.quotes\t''
form.bom\t''
form.dup-claim\t''
list\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -s k -l key -d 'Sign with the private key in FILE, in any form' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l alg -d 'Sign by this algorithm [default: RS256, or what the key is for]' -r -f -a "RS256\t''
RS384\t''
RS512\t''
PS256\t''
PS384\t''
PS512\t''
ES256\t''
ES384\t''
ES512\t''
ES256K\t''
EdDSA\t''
Ed25519\t''
HS256\t''
HS384\t''
HS512\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l kid -d 'Call the key this, in the header and in the key set [default: its own kid, else its RFC 7638 thumbprint]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l header -d 'Set a header parameter; a value that is JSON is taken as such' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l encrypt-to -d 'Encrypt the signed token to the public key in FILE, in any form; of a JWK set, to the first whose use is `enc`' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l jwe-alg -d 'Bring the content key by this algorithm [default: the key\'s own, else RSA-OAEP-256]' -r -f -a "RSA-OAEP\t''
RSA-OAEP-256\t''
RSA-OAEP-384\t''
RSA-OAEP-512\t''
ECDH-ES\t''
ECDH-ES+A128KW\t''
ECDH-ES+A192KW\t''
ECDH-ES+A256KW\t''
A128KW\t''
A192KW\t''
A256KW\t''
A128GCMKW\t''
A192GCMKW\t''
A256GCMKW\t''
dir\t''
PBES2-HS256+A128KW\t''
PBES2-HS384+A192KW\t''
PBES2-HS512+A256KW\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l jwe-enc -d 'Encrypt the content by this algorithm [default: A256GCM]' -r -f -a "A128GCM\t''
A192GCM\t''
A256GCM\t''
A128CBC-HS256\t''
A192CBC-HS384\t''
A256CBC-HS512\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l jwe-kid -d 'Name the recipient\'s key by this in the outer header [default: its own kid]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l template -d 'The claims to start from' -r -f -a "liveperson\t'everything LivePerson reads: the standard claims, and `lp_sdes` with ctmrinfo and personal'
minimal\t'iss, sub, aud, iat and exp'
none\t'no claims at all'"
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l brand -d 'Take the issuer and the client ID from this [brand.NAME] of lpauth.toml' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l claims -d 'Set the claims in this JSON file; `-` is standard input' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l iss -d 'The issuer, to the letter' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l sub -d 'The consumer [default: a new random id]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l aud -d 'The client the token is for; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l nonce -d 'The nonce of the request' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l acr -d 'How the consumer logged in' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l exp -d 'When it expires: `+1h`, `-5m`, seconds since 1970, 2026-01-01T00:00:00Z, or `none`' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l iat -d 'When it was issued' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l nbf -d 'From when on it is valid' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l auth-time -d 'When the consumer logged in' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l claim -d 'Set a claim, such as `amr[+]=pwd` or `address.country=ES`; a value that is JSON is taken as such' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l sde -d 'Set an engagement attribute, such as `ctmrinfo.customerId=ACB-1`; held against LivePerson\'s schema' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l access-token -d 'Set `at_hash` for this access token' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l code -d 'Set `c_hash` for this code' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l count -d 'Mint N tokens, one a line, each with its own `jti` and, without --sub, its own consumer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l out -d 'Write to FILE, for you alone to read, not to standard output' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l jwks-out -d 'Write the key set that the issuer publishes to FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -s i -l interactive -d 'Ask for what matters, show the claims before signing, and print the command line that does the same'
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l force -d 'Replace files that are there already'
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l copy -d 'Put it on the clipboard too'
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l format -d 'How to show the tokens' -r -f -a "pretty\t'For people'
json\t'For programs: docs/json-v1.md describes it'"
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l decrypt-key -d 'Open encrypted tokens with the private key in FILE, in any form; may be repeated' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l show-secrets -d 'Show signatures too, and the ciphertext of encrypted tokens'
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l allow-legacy -d 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l watch -d 'Decode again whenever a file changes'
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l key -d 'Verify with the public key in FILE, in any form (PEM, DER, certificate, JWK, one-line base64)' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l jwks -d 'Verify with the JWK set in this file or at this URL' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l issuer -d 'Expect this issuer; without --key or --jwks, also discover its keys' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l decrypt-key -d 'Open encrypted tokens with the private key in FILE, in any form; may be repeated' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l brand -d 'Take keys and expectations from this [brand.NAME] of lpauth.toml' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l client-id -d 'Expect this client ID in `aud`' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l nonce -d 'Expect this nonce' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l subject -d 'Expect this subject' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l acr -d 'Expect one of these `acr` values' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l max-age -d 'Expect a login no longer ago than this (`3600`, `1h`)' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l access-token -d 'Hold `at_hash` against this access token' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l code -d 'Hold `c_hash` against this code' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l response-type -d 'The response type that was asked for, such as "id_token token"' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l at -d 'Judge at this time in place of now (`2026-01-01T00:00:00Z`, `-5m`, seconds since 1970)' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l skew -d 'How far clocks may be apart (`60s`, `5m`) [default: 60s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l policy -d 'Which checks count for how much [default: liveperson]' -r -f -a "liveperson\t''
oidc\t''
oidc-config\t''
strict\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l fail-on -d 'Exit with 1 from this severity on [default: error]' -r -f -a "note\t''
warning\t''
error\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l report -d 'Write the report to a file too, as in `junit=out.xml`; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l compare -d 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l max -d 'Show at most this many findings of each subject, the worst first; only in the format pretty' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l lines -d 'Verify every line of FILE, or of standard input (`-`); gzip and zstd are unpacked. `--format jsonl` or `csv` writes a verdict a line, any other the summary alone' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l field -d 'Take the token from this member of each line of JSON (`auth.id_token`, `/auth/id_token`), or from this column of CSV' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l id -d 'Pass this member or column on with the verdict, to tell which line it is about' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l sample -d 'Judge so many lines only, chosen by lot: the same input gives the same ones' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l jobs -d 'Judge with so many threads [default: one for each core]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l summary -d 'Write the summary to a file too, as JSON' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l format -d 'The format of the report' -r -f -a "pretty\t''
json\t''
junit\t''
sarif\t''
github\t''
markdown\t''
html\t''
badge\t''
jsonl\t''
csv\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l discover -d 'Fetch the keys of the issuer that the token itself names, and say what that proves'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l allow-legacy -d 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l no-nonce -d 'Expect no nonce: none was sent'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -s v -l verbose -d 'List the checks that passed and those that were skipped too, and every finding in full'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l fail-fast -d 'Stop at the first line that is not valid'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l watch -d 'Verify again whenever a file changes'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l jwks -d 'Take the key set from this file or address, not from where the metadata says' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l issuer -d 'The issuer that a metadata file is of' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l brand -d 'Hold the metadata against what was typed into LivePerson\'s console, as [brand.NAME] of lpauth.toml has it; without anything else to lint, ask its issuer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l policy -d 'Which checks count for how much [default: liveperson]' -r -f -a "liveperson\t''
oidc\t''
oidc-config\t''
strict\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l fail-on -d 'Exit with 1 from this severity on [default: error]' -r -f -a "note\t''
warning\t''
error\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l format -d 'The format of the report' -r -f -a "pretty\t''
json\t''
junit\t''
sarif\t''
github\t''
markdown\t''
html\t''
badge\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l report -d 'Write the report to a file too, as in `junit=out.xml`; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l compare -d 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l max -d 'Show at most this many findings of each subject, the worst first; only in the format pretty' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l baseline -d 'Accept the findings that FILE lists, and fail only on new ones' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l write-baseline -d 'Write today\'s findings to FILE, and accept them' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l oauth -d 'Look for an issuer\'s metadata where RFC 8414 puts it: `/.well-known/oauth-authorization-server` before the path'
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -s v -l verbose -d 'List the checks that passed and those that were skipped too, and every finding in full'
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -l watch -d 'Lint again whenever a file changes'
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand lint" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l jwks -d 'Take the key set from this file or address, not from where the metadata says' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l issuer -d 'The issuer that a metadata file is of' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l flow -d 'The way a login goes [default: the brand\'s, else the safest that the server offers]' -r -f -a "implicit\t''
code\t''
code-pkce\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l brand -d 'Take what only you know (client ID, names) from this [brand.NAME] of lpauth.toml, and its issuer if nothing else is named' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l key -d 'Fill in the public key in FILE, in any form, in place of the address of the key set' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l format -d 'The format of the form; `toml` is a [brand.NAME] section for lpauth.toml' -r -f -a "pretty\t''
json\t''
toml\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l oauth -d 'Look for an issuer\'s metadata where RFC 8414 puts it: `/.well-known/oauth-authorization-server` before the path'
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand console" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l brand -d 'The name of the brand in the settings [default: from the issuer\'s host name]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l out -d 'Write to FILE, or print the section alone with `-` [default: --config, else the nearest lpauth.toml, else a new one here]' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l flow -d 'How LivePerson gets the token [default: the safest way that the server offers]' -r -f -a "implicit\t''
code\t''
code-pkce\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l issuer-display-name -d 'What agents read' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l issuer -d 'The issuer, to the letter [default: the metadata\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l authorization-endpoint -d 'Where the external window sends consumers [default: the metadata\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l token-endpoint -d 'Where LivePerson redeems codes [default: the metadata\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l client-id -d 'What the authorization server knows LivePerson by' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l client-secret -d 'Where the client secret stands: `env:NAME` or `file:PATH`, never the secret itself' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l jwks-endpoint -d 'Where LivePerson fetches the key set [default: the metadata\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l jwt-public-key -d 'The one-line base64 key that LivePerson verifies with' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l window -d 'Where consumers chat' -r -f -a "external\t''
embedded\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l redirect-uri -d 'The redirection URI of a login, if it is not LivePerson\'s' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l token-redirect-uri -d 'The redirection URI of the token request, if it is another' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l scope -d 'The scope of a login' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l client-auth -d 'How the client proves who it is at the token endpoint' -r -f -a "basic\t''
post\t''
secret-jwt\t''
private-key-jwt\t''
tls\t''
none\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l userinfo-endpoint -d 'Where claims are asked for with an access token [default: the metadata\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l login -d 'How the test user logs in, as `lpauth exchange --login` takes it' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l username -d 'The test user' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l password -d 'Where the test user\'s password stands: `env:NAME` or `file:PATH`, never the password itself' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l key -d 'Verify with the public key in FILE, in any form' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l jwks -d 'Verify with the JWK set in this file or at this URL' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l js-method-name -d 'The function of the brand\'s page' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l js-context -d 'Where that function lives' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l oauth -d 'Look for the issuer\'s metadata where RFC 8414 puts it'
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l offline -d 'Ask no server for anything: only files and flags say what is written, and nothing is judged that is not in a file'
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l force -d 'Change a brand that is there already, and replace a file with its secret'
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -s v -l verbose -d 'Show all that was found in the metadata, as `lpauth lint` does'
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand init" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l fault -d 'Make every login wrong in this way; may be repeated. `lpauth explain` lists the faults' -r -f -a "sig.none\t''
sig.none-case\t''
sig.stripped\t''
sig.truncated\t''
sig.bitflip\t''
sig.wrong-key\t''
sig.other-alg-same-key\t''
sig.hs-with-public-key\t''
sig.empty-hmac\t''
sig.ecdsa-zero\t''
sig.ecdsa-der\t''
hdr.kid-missing\t''
hdr.kid-unknown\t''
hdr.kid-duplicate\t''
hdr.kid-number\t''
hdr.alg-mismatch\t''
hdr.alg-missing\t''
hdr.jwk\t''
hdr.jku\t''
hdr.x5u\t''
hdr.x5c\t''
hdr.crit-unknown\t''
hdr.b64-false\t''
hdr.typ-at+jwt\t''
hdr.dup-member\t''
iss.slash\t''
iss.host\t''
iss.missing\t''
iss.case\t''
aud.wrong\t''
aud.missing\t''
aud.extra\t''
azp.wrong\t''
sub.missing\t''
sub.empty\t''
sub.number\t''
sub.too-long\t''
sub.changed\t''
exp.past\t''
exp.missing\t''
exp.ms\t''
exp.string\t''
exp.far\t''
iat.future\t''
iat.missing\t''
iat.ms\t''
nbf.future\t''
nonce.wrong\t''
nonce.missing\t''
nonce.unasked\t''
at_hash.wrong\t''
at_hash.missing\t''
c_hash.wrong\t''
c_hash.missing\t''
auth_time.missing\t''
acr.wrong\t''
sdes.object\t''
sdes.unknown-type\t''
sdes.unwrapped\t''
sdes.gender-int\t''
sdes.unsupported-type\t''
sdes.oversize\t''
jwks.two-keys-no-kid\t''
jwks.kid-gone\t''
jwks.n-base64-std\t''
jwe.rsa-oaep-name\t''
jwe.enc-too-big-for-key\t''
jwe.kid-wrong\t''
jwe.no-cty\t''
form.newline\t''
form.char-lost\t''
form.padding\t''
form.two-segments\t''
form.quotes\t''
form.bom\t''
form.dup-claim\t''
token.500\t''
token.slow\t''
token.html\t''
token.no-id_token\t''
token.json-bom\t''
token.invalid_grant-200\t''
token.cacheable\t''
authz.state-dropped\t''
authz.state-reencoded\t''
authz.fragment\t''
authz.query\t''
authz.error-page-200\t''
disc.issuer-slash\t''
disc.http\t''
disc.missing-member\t''
jwks.404\t''
jwks.html\t''
jwks.private\t''
jwks.stale\t''
userinfo.other-sub\t''
userinfo.401-bare\t''
lax.secret\t''
lax.no-secret\t''
lax.authorization-malformed\t''
lax.code-reuse\t''
lax.code-reuse-keeps-token\t''
lax.code-unknown\t''
lax.code-truncated\t''
lax.code-empty\t''
lax.code-missing\t''
lax.code-other-client\t''
lax.code-lifetime\t''
lax.token-redirect-uri\t''
lax.token-redirect-uri-missing\t''
lax.token-redirect-uri-slash\t''
lax.grant-type\t''
lax.grant-type-missing\t''
lax.token-get\t''
lax.token-json\t''
lax.redirect-uri\t''
lax.redirect-uri-fallback\t''
lax.client-unknown\t''
lax.response-type\t''
lax.nonce\t''
lax.request-object\t''
lax.request-uri\t''
lax.prompt-none\t''
lax.prompt-login\t''
lax.max-age\t''
lax.pkce-missing\t''
lax.pkce-wrong\t''
lax.pkce-plain\t''
lax.pkce-downgrade\t''
lax.userinfo-open\t''
lax.userinfo-garbage\t''
lax.userinfo-expired\t''
lax.refresh-other-client\t''
lax.registered-unsigned\t''
strict.unknown-parameter\t''
strict.parent-window-origin\t''
strict.state-length\t''
strict.state-json\t''
strict.default-redirect-uri\t''
strict.nonce\t''
strict.nonce-code\t''
strict.parameter-order\t''
strict.display\t''
strict.login-hint\t''
strict.ui-locales\t''
strict.claims-locales\t''
strict.acr-values\t''
strict.post\t''
strict.prompt-none\t''
strict.max-age\t''
strict.id-token-hint\t''
strict.pkce\t''
strict.client-secret-post\t''
strict.userinfo-get\t''
strict.userinfo-post\t''
strict.userinfo-body\t''
strict.scope-profile\t''
strict.scope-email\t''
strict.scope-address\t''
strict.scope-phone\t''
strict.claims\t''
strict.refresh\t''
strict.registered-unsigned\t''
odd.state-cut\t''
odd.code-short\t''
odd.token-short\t''
odd.token-type\t''
odd.registration-200\t''
odd.refresh-unlisted\t''
odd.subject\t''
odd.auth-time-kept\t''
odd.auth-time-now\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l port -d 'Listen at this port; 0 is any that is free' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l bind -d 'Listen at this address of the machine; other machines reach any but a loopback address' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l tls-dir -d 'Write the authority\'s certificate into this directory, for clients to trust (`--cacert`)' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l host -d 'Answer to this host name too, and have it in the certificate; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l issuer -d 'Call the issuer this, as when a tunnel leads here [default: the address it listens at]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l control-port -d 'Listen at this port for the control endpoint, on this machine alone; 0 is any that is free' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l client-id -d 'The ID of the first client' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l client-secret-file -d 'Take the secret of the first client from the first line of FILE [default: a new random one]' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l redirect-uri -d 'Let the first client have this redirection URI too, besides LivePerson\'s; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l key -d 'Sign with the private key in FILE, in any form; of several the first one signs and all are published [default: a new key]' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l encrypt-to -d 'Encrypt the signed token to the public key in FILE, in any form; of a JWK set, to the first whose use is `enc`' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l jwe-alg -d 'Bring the content key by this algorithm [default: the key\'s own, else RSA-OAEP-256]' -r -f -a "RSA-OAEP\t''
RSA-OAEP-256\t''
RSA-OAEP-384\t''
RSA-OAEP-512\t''
ECDH-ES\t''
ECDH-ES+A128KW\t''
ECDH-ES+A192KW\t''
ECDH-ES+A256KW\t''
A128KW\t''
A192KW\t''
A256KW\t''
A128GCMKW\t''
A192GCMKW\t''
A256GCMKW\t''
dir\t''
PBES2-HS256+A128KW\t''
PBES2-HS384+A192KW\t''
PBES2-HS512+A256KW\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l jwe-enc -d 'Encrypt the content by this algorithm [default: A256GCM]' -r -f -a "A128GCM\t''
A192GCM\t''
A256GCM\t''
A128CBC-HS256\t''
A192CBC-HS384\t''
A256CBC-HS512\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l jwe-kid -d 'Name the recipient\'s key by this in the outer header [default: its own kid]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l seed -d 'Make keys, secrets and codes from this number, so that a run can be repeated to the letter' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l at -d 'Let the clock stand still at this time: `2026-01-01T00:00:00Z`, `+1h`, `-5m`' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l clock-shift -d 'Let the clock go ahead or behind by so much: `+1h`, `-5m`' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l secrets-out -d 'Write everything that a client or a test needs to FILE, client secrets and the control token included, for you alone to read' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l config -d 'Take issuers, clients, users, keys and lifetimes from FILE, again whenever it changes' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l tls -d 'Speak TLS, with a new certificate from a new authority'
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -s q -l quiet -d 'Print the issuer alone: no set-up and no request log'
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -l show-secrets -d 'Show client secrets'
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand mock" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l brand -d 'Take everything from this [brand.NAME] of lpauth.toml' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l authorization-endpoint -d 'The authorization endpoint, in place of the one in the metadata' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l token-endpoint -d 'The token endpoint, in place of the one in the metadata' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l userinfo-endpoint -d 'The userinfo endpoint, in place of the one in the metadata' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l jwks -d 'Verify with the JWK set in this file or at this URL, not with the one that the metadata names' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l key -d 'Verify with the public key in FILE, in any form' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l encrypted -d 'Let it encrypt the tokens by this algorithm, to a key made for this, which opens them again [default: RSA-OAEP-256]' -r -f -a "RSA-OAEP\t''
RSA-OAEP-256\t''
RSA-OAEP-384\t''
RSA-OAEP-512\t''
ECDH-ES\t''
ECDH-ES+A128KW\t''
ECDH-ES+A192KW\t''
ECDH-ES+A256KW\t''
A128KW\t''
A192KW\t''
A256KW\t''
A128GCMKW\t''
A192GCMKW\t''
A256GCMKW\t''
dir\t''
PBES2-HS256+A128KW\t''
PBES2-HS384+A192KW\t''
PBES2-HS512+A256KW\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l fault -d 'Make that server wrong in this way; may be repeated. `lpauth explain` lists the faults' -r -f -a "sig.none\t''
sig.none-case\t''
sig.stripped\t''
sig.truncated\t''
sig.bitflip\t''
sig.wrong-key\t''
sig.other-alg-same-key\t''
sig.hs-with-public-key\t''
sig.empty-hmac\t''
sig.ecdsa-zero\t''
sig.ecdsa-der\t''
hdr.kid-missing\t''
hdr.kid-unknown\t''
hdr.kid-duplicate\t''
hdr.kid-number\t''
hdr.alg-mismatch\t''
hdr.alg-missing\t''
hdr.jwk\t''
hdr.jku\t''
hdr.x5u\t''
hdr.x5c\t''
hdr.crit-unknown\t''
hdr.b64-false\t''
hdr.typ-at+jwt\t''
hdr.dup-member\t''
iss.slash\t''
iss.host\t''
iss.missing\t''
iss.case\t''
aud.wrong\t''
aud.missing\t''
aud.extra\t''
azp.wrong\t''
sub.missing\t''
sub.empty\t''
sub.number\t''
sub.too-long\t''
sub.changed\t''
exp.past\t''
exp.missing\t''
exp.ms\t''
exp.string\t''
exp.far\t''
iat.future\t''
iat.missing\t''
iat.ms\t''
nbf.future\t''
nonce.wrong\t''
nonce.missing\t''
nonce.unasked\t''
at_hash.wrong\t''
at_hash.missing\t''
c_hash.wrong\t''
c_hash.missing\t''
auth_time.missing\t''
acr.wrong\t''
sdes.object\t''
sdes.unknown-type\t''
sdes.unwrapped\t''
sdes.gender-int\t''
sdes.unsupported-type\t''
sdes.oversize\t''
jwks.two-keys-no-kid\t''
jwks.kid-gone\t''
jwks.n-base64-std\t''
jwe.rsa-oaep-name\t''
jwe.enc-too-big-for-key\t''
jwe.kid-wrong\t''
jwe.no-cty\t''
form.newline\t''
form.char-lost\t''
form.padding\t''
form.two-segments\t''
form.quotes\t''
form.bom\t''
form.dup-claim\t''
token.500\t''
token.slow\t''
token.html\t''
token.no-id_token\t''
token.json-bom\t''
token.invalid_grant-200\t''
token.cacheable\t''
authz.state-dropped\t''
authz.state-reencoded\t''
authz.fragment\t''
authz.query\t''
authz.error-page-200\t''
disc.issuer-slash\t''
disc.http\t''
disc.missing-member\t''
jwks.404\t''
jwks.html\t''
jwks.private\t''
jwks.stale\t''
userinfo.other-sub\t''
userinfo.401-bare\t''
lax.secret\t''
lax.no-secret\t''
lax.authorization-malformed\t''
lax.code-reuse\t''
lax.code-reuse-keeps-token\t''
lax.code-unknown\t''
lax.code-truncated\t''
lax.code-empty\t''
lax.code-missing\t''
lax.code-other-client\t''
lax.code-lifetime\t''
lax.token-redirect-uri\t''
lax.token-redirect-uri-missing\t''
lax.token-redirect-uri-slash\t''
lax.grant-type\t''
lax.grant-type-missing\t''
lax.token-get\t''
lax.token-json\t''
lax.redirect-uri\t''
lax.redirect-uri-fallback\t''
lax.client-unknown\t''
lax.response-type\t''
lax.nonce\t''
lax.request-object\t''
lax.request-uri\t''
lax.prompt-none\t''
lax.prompt-login\t''
lax.max-age\t''
lax.pkce-missing\t''
lax.pkce-wrong\t''
lax.pkce-plain\t''
lax.pkce-downgrade\t''
lax.userinfo-open\t''
lax.userinfo-garbage\t''
lax.userinfo-expired\t''
lax.refresh-other-client\t''
lax.registered-unsigned\t''
strict.unknown-parameter\t''
strict.parent-window-origin\t''
strict.state-length\t''
strict.state-json\t''
strict.default-redirect-uri\t''
strict.nonce\t''
strict.nonce-code\t''
strict.parameter-order\t''
strict.display\t''
strict.login-hint\t''
strict.ui-locales\t''
strict.claims-locales\t''
strict.acr-values\t''
strict.post\t''
strict.prompt-none\t''
strict.max-age\t''
strict.id-token-hint\t''
strict.pkce\t''
strict.client-secret-post\t''
strict.userinfo-get\t''
strict.userinfo-post\t''
strict.userinfo-body\t''
strict.scope-profile\t''
strict.scope-email\t''
strict.scope-address\t''
strict.scope-phone\t''
strict.claims\t''
strict.refresh\t''
strict.registered-unsigned\t''
odd.state-cut\t''
odd.code-short\t''
odd.token-short\t''
odd.token-type\t''
odd.registration-200\t''
odd.refresh-unlisted\t''
odd.subject\t''
odd.auth-time-kept\t''
odd.auth-time-now\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l client-id -d 'What the authorization server knows LivePerson by' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l client-secret-file -d 'Take the client secret from the first line of FILE; `-` is standard input. Without, it is asked for' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l client-auth -d 'How the client proves who it is at the token endpoint [default: the brand\'s, else basic]' -r -f -a "basic\t''
post\t''
secret-jwt\t''
private-key-jwt\t''
tls\t''
none\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l secret-encoding -d 'Whether ID and secret are form-encoded for `Authorization: Basic`; `probe` finds out what the server takes' -r -f -a "raw\t''
form\t''
probe\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l client-key -d 'The client\'s private key, for private-key-jwt and tls, in any form' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l client-cert -d 'The client\'s certificate (PEM), for tls' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l flow -d 'How LivePerson gets the token [default: the brand\'s, else code]' -r -f -a "code\t''
implicit\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l window -d 'Where the consumer chats: in a window of LivePerson\'s, or in the brand\'s page, which then asks in its own name [default: the brand\'s, else external]' -r -f -a "external\t''
embedded\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l mode -d 'How LivePerson asks: as RFC 6749 has it, or as older connectors do [default: the brand\'s rfc_mode, else rfc]' -r -f -a "rfc\t''
openid\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l redirect-uri -d 'The redirection URI [default: the brand\'s, else LivePerson\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l token-redirect-uri -d 'The redirection URI of the token request [default: the brand\'s, else the same]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l scope -d 'The scope [default: the brand\'s, else openid]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l response-type -d 'The response type [default: the flow\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l response-mode -d 'Ask for this response mode: query, fragment, form_post' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l nonce -d 'Send a nonce, random or this one; LivePerson is not seen to send any' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l state -d 'The state, in place of one like LivePerson\'s; with --callback, the one that was sent' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l param -d 'Add or replace a parameter of the authorization request, or leave it out (`--param NAME`); may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l login -d 'How the person logs in: `form` fills in the page\'s form without a window, `steps=FILE` does so by instructions, `cookie=FILE` comes with cookies, `webdriver=URL` uses the Chromium of a chromedriver, `browser` opens the person\'s own browser [default: form with --username, else browser]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l username -d 'The name that goes into the login form' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l password-file -d 'Take the password from the first line of FILE; `-` is standard input. Without, it is asked for' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l browser-arg -d 'Start that browser with this argument too, such as `--browser-arg=--no-sandbox`; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l repeat -d 'Log in this many times, and see that it is the same consumer each time' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l code -d 'Redeem this code, which the page\'s JS method gave; `-` is standard input' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l id-token -d 'Judge this token, which the page\'s JS method gave: a file, `-`, or the token itself' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l callback -d 'Go on from this address, to which the authorization server sent the browser; `-` is standard input' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l verifier-file -d 'The code verifier that goes with the code, in the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l transcript -d 'Write every message to FILE, as JSON' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l har -d 'Write every message to FILE as an HTTP archive (HAR 1.2), which browsers\' developer tools import' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l redact -d 'Take personal data out too, of the report and of what is written: e-mail addresses, telephone numbers, names' -r -f -a "pii\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l decrypt-key -d 'Open encrypted tokens with the private key in FILE, in any form; may be repeated' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l subject -d 'Expect this subject in the token' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l budget -d 'How long an endpoint may take before it is worth a note, in milliseconds [default: 2000]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l skew -d 'How far clocks may be apart (`60s`, `5m`) [default: 60s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l policy -d 'Which checks count for how much [default: liveperson]' -r -f -a "liveperson\t''
oidc\t''
oidc-config\t''
strict\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l fail-on -d 'Exit with 1 from this severity on [default: error]' -r -f -a "note\t''
warning\t''
error\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l format -d 'The format of the report' -r -f -a "pretty\t''
json\t''
junit\t''
sarif\t''
github\t''
markdown\t''
html\t''
badge\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l report -d 'Write the report to a file too, as in `junit=out.xml`; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l compare -d 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l max -d 'Show at most this many findings of each subject, the worst first; only in the format pretty' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l mock -d 'Log in at a server of our own, started for this, as its test user'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l pkce -d 'Send a code challenge along (PKCE, S256)'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l userinfo -d 'Ask the userinfo endpoint too, and compare'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l refresh -d 'Use the refresh token too, if one comes, and compare'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l show-browser -d 'Show the window of the browser that --login webdriver=URL uses'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l show-secrets -d 'Leave secrets where they are, in the report and in what is written: codes, tokens, passwords, cookies'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l allow-legacy -d 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -l no-lint -d 'Leave out what is wrong with the server\'s metadata and keys for their own sake'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -s v -l verbose -d 'List the checks that passed and those that were skipped too, and every finding in full'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand exchange" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l brand -d 'Take everything from this [brand.NAME] of lpauth.toml' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l authorization-endpoint -d 'The authorization endpoint, in place of the one in the metadata' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l token-endpoint -d 'The token endpoint, in place of the one in the metadata' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l userinfo-endpoint -d 'The userinfo endpoint, in place of the one in the metadata' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l jwks -d 'Verify with the JWK set in this file or at this URL, not with the one that the metadata names' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l key -d 'Verify with the public key in FILE, in any form' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l encrypted -d 'Let it encrypt the tokens by this algorithm, to a key made for this, which opens them again [default: RSA-OAEP-256]' -r -f -a "RSA-OAEP\t''
RSA-OAEP-256\t''
RSA-OAEP-384\t''
RSA-OAEP-512\t''
ECDH-ES\t''
ECDH-ES+A128KW\t''
ECDH-ES+A192KW\t''
ECDH-ES+A256KW\t''
A128KW\t''
A192KW\t''
A256KW\t''
A128GCMKW\t''
A192GCMKW\t''
A256GCMKW\t''
dir\t''
PBES2-HS256+A128KW\t''
PBES2-HS384+A192KW\t''
PBES2-HS512+A256KW\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l fault -d 'Make that server wrong in this way; may be repeated. `lpauth explain` lists the faults' -r -f -a "sig.none\t''
sig.none-case\t''
sig.stripped\t''
sig.truncated\t''
sig.bitflip\t''
sig.wrong-key\t''
sig.other-alg-same-key\t''
sig.hs-with-public-key\t''
sig.empty-hmac\t''
sig.ecdsa-zero\t''
sig.ecdsa-der\t''
hdr.kid-missing\t''
hdr.kid-unknown\t''
hdr.kid-duplicate\t''
hdr.kid-number\t''
hdr.alg-mismatch\t''
hdr.alg-missing\t''
hdr.jwk\t''
hdr.jku\t''
hdr.x5u\t''
hdr.x5c\t''
hdr.crit-unknown\t''
hdr.b64-false\t''
hdr.typ-at+jwt\t''
hdr.dup-member\t''
iss.slash\t''
iss.host\t''
iss.missing\t''
iss.case\t''
aud.wrong\t''
aud.missing\t''
aud.extra\t''
azp.wrong\t''
sub.missing\t''
sub.empty\t''
sub.number\t''
sub.too-long\t''
sub.changed\t''
exp.past\t''
exp.missing\t''
exp.ms\t''
exp.string\t''
exp.far\t''
iat.future\t''
iat.missing\t''
iat.ms\t''
nbf.future\t''
nonce.wrong\t''
nonce.missing\t''
nonce.unasked\t''
at_hash.wrong\t''
at_hash.missing\t''
c_hash.wrong\t''
c_hash.missing\t''
auth_time.missing\t''
acr.wrong\t''
sdes.object\t''
sdes.unknown-type\t''
sdes.unwrapped\t''
sdes.gender-int\t''
sdes.unsupported-type\t''
sdes.oversize\t''
jwks.two-keys-no-kid\t''
jwks.kid-gone\t''
jwks.n-base64-std\t''
jwe.rsa-oaep-name\t''
jwe.enc-too-big-for-key\t''
jwe.kid-wrong\t''
jwe.no-cty\t''
form.newline\t''
form.char-lost\t''
form.padding\t''
form.two-segments\t''
form.quotes\t''
form.bom\t''
form.dup-claim\t''
token.500\t''
token.slow\t''
token.html\t''
token.no-id_token\t''
token.json-bom\t''
token.invalid_grant-200\t''
token.cacheable\t''
authz.state-dropped\t''
authz.state-reencoded\t''
authz.fragment\t''
authz.query\t''
authz.error-page-200\t''
disc.issuer-slash\t''
disc.http\t''
disc.missing-member\t''
jwks.404\t''
jwks.html\t''
jwks.private\t''
jwks.stale\t''
userinfo.other-sub\t''
userinfo.401-bare\t''
lax.secret\t''
lax.no-secret\t''
lax.authorization-malformed\t''
lax.code-reuse\t''
lax.code-reuse-keeps-token\t''
lax.code-unknown\t''
lax.code-truncated\t''
lax.code-empty\t''
lax.code-missing\t''
lax.code-other-client\t''
lax.code-lifetime\t''
lax.token-redirect-uri\t''
lax.token-redirect-uri-missing\t''
lax.token-redirect-uri-slash\t''
lax.grant-type\t''
lax.grant-type-missing\t''
lax.token-get\t''
lax.token-json\t''
lax.redirect-uri\t''
lax.redirect-uri-fallback\t''
lax.client-unknown\t''
lax.response-type\t''
lax.nonce\t''
lax.request-object\t''
lax.request-uri\t''
lax.prompt-none\t''
lax.prompt-login\t''
lax.max-age\t''
lax.pkce-missing\t''
lax.pkce-wrong\t''
lax.pkce-plain\t''
lax.pkce-downgrade\t''
lax.userinfo-open\t''
lax.userinfo-garbage\t''
lax.userinfo-expired\t''
lax.refresh-other-client\t''
lax.registered-unsigned\t''
strict.unknown-parameter\t''
strict.parent-window-origin\t''
strict.state-length\t''
strict.state-json\t''
strict.default-redirect-uri\t''
strict.nonce\t''
strict.nonce-code\t''
strict.parameter-order\t''
strict.display\t''
strict.login-hint\t''
strict.ui-locales\t''
strict.claims-locales\t''
strict.acr-values\t''
strict.post\t''
strict.prompt-none\t''
strict.max-age\t''
strict.id-token-hint\t''
strict.pkce\t''
strict.client-secret-post\t''
strict.userinfo-get\t''
strict.userinfo-post\t''
strict.userinfo-body\t''
strict.scope-profile\t''
strict.scope-email\t''
strict.scope-address\t''
strict.scope-phone\t''
strict.claims\t''
strict.refresh\t''
strict.registered-unsigned\t''
odd.state-cut\t''
odd.code-short\t''
odd.token-short\t''
odd.token-type\t''
odd.registration-200\t''
odd.refresh-unlisted\t''
odd.subject\t''
odd.auth-time-kept\t''
odd.auth-time-now\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l plan -d 'What to prove the server for: that LivePerson\'s consumer authentication works, or that it conforms to a profile of OpenID Connect' -r -f -a "liveperson\t''
oidc-basic\t''
oidc-implicit\t''
oidc-config\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l only -d 'Try only this scenario, after the plain login; may be repeated. `lpauth explain` lists the scenarios' -r -f -a "login-failing\t''
second-login-differs\t''
code-guessable\t''
access-token-unanswered\t''
claims-volunteered\t''
window-request-refused\t''
embedded-request-refused\t''
default-redirect-uri-slash\t''
nonce-demanded\t''
parent-window-origin-refused\t''
state-json-damaged\t''
redirect-uri-unchecked\t''
client-unknown-redirected\t''
nonce-demanded-for-code\t''
nonce-optional\t''
response-type-optional\t''
state-shortened\t''
parameter-order-matters\t''
unknown-parameter-refused\t''
display-page-refused\t''
display-popup-refused\t''
login-hint-refused\t''
ui-locales-refused\t''
claims-locales-refused\t''
acr-values-refused\t''
post-request-refused\t''
request-object-ignored\t''
request-object-redirect-uri\t''
request-uri-ignored\t''
prompt-none-without-session\t''
prompt-none-refused\t''
prompt-login-ignored\t''
max-age-ignored\t''
max-age-reauthenticates\t''
id-token-hint-refused\t''
code-reusable\t''
code-reusable-later\t''
access-token-survives-reuse\t''
code-unknown-accepted\t''
code-truncated-accepted\t''
code-empty-accepted\t''
code-optional\t''
code-of-other-client\t''
code-long-lived\t''
secret-unchecked\t''
secret-optional\t''
authorization-malformed-accepted\t''
token-redirect-uri-unchecked\t''
token-redirect-uri-optional\t''
token-redirect-uri-slash\t''
grant-type-unchecked\t''
grant-type-optional\t''
token-request-by-get\t''
token-request-in-json\t''
client-secret-post-refused\t''
pkce-refused\t''
pkce-verifier-optional\t''
pkce-verifier-unchecked\t''
pkce-downgraded\t''
pkce-plain-accepted\t''
userinfo-get-refused\t''
userinfo-post-refused\t''
userinfo-body-refused\t''
userinfo-open\t''
userinfo-token-unchecked\t''
userinfo-token-long-lived\t''
scope-profile-unanswered\t''
scope-email-unanswered\t''
scope-address-unanswered\t''
scope-phone-unanswered\t''
scopes-unanswered\t''
essential-claim-missing\t''
refresh-failing\t''
refresh-token-guessable\t''
refresh-unadvertised\t''
refresh-token-of-other-client\t''
registration-failing\t''
registered-token-not-rs256\t''
registered-none-ignored\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l skip -d 'Leave this scenario out, for a reason that the report repeats; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l flow -d 'How LivePerson gets the token [default: the brand\'s, else what the metadata offers]' -r -f -a "code\t''
implicit\t''
both\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l window -d 'Where the consumer chats: in a window of LivePerson\'s, in the brand\'s page, or in either [default: the brand\'s, else external]' -r -f -a "external\t''
embedded\t''
both\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l mode -d 'How LivePerson asks: as RFC 6749 has it, or as older connectors do [default: the brand\'s rfc_mode, else rfc]' -r -f -a "rfc\t''
openid\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l redirect-uri -d 'The redirection URI [default: the brand\'s, else LivePerson\'s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l token-redirect-uri -d 'The redirection URI of the token request [default: the brand\'s, else the same]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l scope -d 'The scope [default: the brand\'s, else openid]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l code-lifetime -d 'How long a code lives, so that it can be seen that it does not live on (`60s`)' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l client-id -d 'What the authorization server knows LivePerson by' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l client-secret-file -d 'Take the client secret from the first line of FILE; `-` is standard input. Without, it is asked for' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l client-auth -d 'How the client proves who it is at the token endpoint [default: the brand\'s, else basic]' -r -f -a "basic\t''
post\t''
secret-jwt\t''
private-key-jwt\t''
tls\t''
none\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l secret-encoding -d 'Whether ID and secret are form-encoded for `Authorization: Basic`; `probe` finds out what the server takes' -r -f -a "raw\t''
form\t''
probe\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l client-key -d 'The client\'s private key, for private-key-jwt and tls, in any form' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l client-cert -d 'The client\'s certificate (PEM), for tls' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l second-client-id -d 'The ID of a second client, for whom no code of the first is meant' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l second-client-secret-file -d 'Take its secret from the first line of FILE; `-` is standard input' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l second-redirect-uri -d 'One of its redirection URIs [default: that of the first client]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l login -d 'How the person logs in: `form` fills in the page\'s form without a window, `steps=FILE` does so by instructions, `cookie=FILE` comes with cookies, `webdriver=URL` uses the Chromium of a chromedriver, `browser` opens the person\'s own browser [default: form with --username, else browser]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l username -d 'The name that goes into the login form' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l password-file -d 'Take the password from the first line of FILE; `-` is standard input. Without, it is asked for' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l browser-arg -d 'Start that browser with this argument too, such as `--browser-arg=--no-sandbox`; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l jobs -d 'Try this many scenarios at a time' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l rate -d 'Send at most this many requests a second' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l timeout -d 'End after this time, and skip what was not tried (`90s`, `5m`) [default: 10m]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l answer-timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l patience -d 'Wait at most this long for a code or a token to expire; what takes longer is skipped [default: 90s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l transcripts -d 'Write every message to a file in DIR for each login, as JSON' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l redact -d 'Take personal data out too, of the report and of what is written: e-mail addresses, telephone numbers, names' -r -f -a "pii\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l decrypt-key -d 'Open encrypted tokens with the private key in FILE, in any form; may be repeated' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l subject -d 'Expect this subject in the token' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l budget -d 'How long an endpoint may take before it is worth a note, in milliseconds [default: 2000]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l skew -d 'How far clocks may be apart (`60s`, `5m`) [default: 60s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l policy -d 'Which checks count for how much [default: liveperson]' -r -f -a "liveperson\t''
oidc\t''
oidc-config\t''
strict\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l fail-on -d 'Exit with 1 from this severity on [default: error]' -r -f -a "note\t''
warning\t''
error\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l format -d 'The format of the report' -r -f -a "pretty\t''
json\t''
junit\t''
sarif\t''
github\t''
markdown\t''
html\t''
badge\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l report -d 'Write the report to a file too, as in `junit=out.xml`; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l compare -d 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l max -d 'Show at most this many findings of each subject, the worst first; only in the format pretty' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l baseline -d 'Accept the findings that FILE lists, and fail only on new ones' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l write-baseline -d 'Write today\'s findings to FILE, and accept them' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l mock -d 'Log in at a server of our own, started for this, as its test user'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l pkce -d 'Send a code challenge along with every request for a code (PKCE, S256)'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l show-browser -d 'Show the window of the browser that --login webdriver=URL uses'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l show-secrets -d 'Leave secrets where they are, in the report and in what is written: codes, tokens, passwords, cookies'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l allow-legacy -d 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -l no-lint -d 'Leave out what is wrong with the server\'s metadata and keys for their own sake'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -s v -l verbose -d 'List the checks that passed and those that were skipped too, and every finding in full'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand conformance" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l text -d 'A text to read as it is: an error message, a code of LivePerson\'s, a line of a log; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l brand -d 'Expect what this [brand.NAME] of lpauth.toml says' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l issuer -d 'Expect this issuer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l client-id -d 'Expect this client ID' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l jwks -d 'Verify with the JWK set in this file' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l key -d 'Verify with the public key in FILE, in any form' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l at -d 'Judge a token that stands alone at this time [default: when it was issued]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l skew -d 'How far clocks may be apart (`60s`, `5m`) [default: 60s]' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l decrypt-key -d 'Open encrypted tokens with the private key in FILE, in any form; may be repeated' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l passphrase-file -d 'Take the key\'s passphrase from the first line of FILE' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l passphrase-env -d 'Take the key\'s passphrase from the environment variable NAME' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l timeout -d 'Wait at most this long for an answer' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l policy -d 'Which checks count for how much [default: liveperson]' -r -f -a "liveperson\t''
oidc\t''
oidc-config\t''
strict\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l fail-on -d 'Exit with 1 from this severity on [default: error]' -r -f -a "note\t''
warning\t''
error\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l format -d 'The format of the report' -r -f -a "pretty\t''
json\t''
junit\t''
sarif\t''
github\t''
markdown\t''
html\t''
badge\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l report -d 'Write the report to a file too, as in `junit=out.xml`; may be repeated' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l compare -d 'Say what has changed since an earlier report, a file that `--report json=FILE` wrote; the exit code stays as it is' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l max -d 'Show at most this many findings of each subject, the worst first; only in the format pretty' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l reply -d 'Print what to answer the customer, and nothing else: no secrets, no personal data'
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l online -d 'Fetch the metadata and keys that --brand or --issuer name. Nothing that only the evidence names is ever asked'
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l allow-legacy -d 'Open also what is encrypted with RSA1_5 or a password (PBES2), which are known to be weak'
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -s v -l verbose -d 'List the checks that passed and those that were skipped too, and every finding in full'
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand diagnose" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -l out -d 'Write to FILE in place of standard output' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -l format -d 'How to list what --check finds' -r -f -a "pretty\t'For people'
json\t'For programs: docs/redact.md describes it'"
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -l force -d 'Replace the file that --out names, if there is one'
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -l check -d 'Write nothing, list what is secret in FILE and where, and exit with 1 if anything is or was not looked through'
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -l keep-pii -d 'Keep personal data: e-mail addresses, telephone numbers, names'
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand redact" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand explain" -l format -d 'The format of the answer' -r -f -a "pretty\t'For people'
json\t'For programs: docs/json-v1.md describes it'"
complete -c lpauth -n "__fish_lpauth_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand explain" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand explain" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand completions" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand completions" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand man" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand man" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "keygen" -d 'Make a key pair, or read and convert any key'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "jwks" -d 'List, search, edit and rotate a JWK set'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "mint" -d 'Sign an id_token, valid or wrong in exactly one way'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "decode" -d 'Show what is inside a token, without trusting it'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "verify" -d 'Answer every check about a token'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "lint" -d 'Find what is wrong in the metadata and keys that an authorization server publishes'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "console" -d 'Fill in LivePerson\'s console form from what an authorization server publishes'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "init" -d 'Write a brand into lpauth.toml, by asking or from flags, and say whether a login can work'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "mock" -d 'Be the brand\'s authorization server, correct or wrong in exactly one way'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "exchange" -d 'Log in as LivePerson does, and judge everything that came of it'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "conformance" -d 'Prove a brand\'s authorization server ready for LivePerson, scenario by scenario, unattended'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "diagnose" -d 'Find out why a login failed, from whatever there is: a HAR, a token, an address, an error code, a log'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "redact" -d 'Take secrets and personal data out of a HAR file, a log or a token, so that it can be sent to others'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "explain" -d 'Explain a check, a fault or a LivePerson error code'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "man" -d 'Print the manual page of a command'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and __fish_seen_subcommand_from jwks" -f -a "add" -d 'Add the public half of a key to a set'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and __fish_seen_subcommand_from jwks" -f -a "remove" -d 'Take a key out of a set'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and __fish_seen_subcommand_from jwks" -f -a "rotate" -d 'Write the set of each stage of a rotation, and say what to do when'
