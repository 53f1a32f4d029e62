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
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "explain" -d 'Explain a check, a fault or a LivePerson error code'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "man" -d 'Print the manual page of a command'
complete -c lpauth -n "__fish_lpauth_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand keygen" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand jwks" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand mint" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand decode" -s V -l version -d 'Print version'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l key -d 'Verify with the public key in FILE, in any form (PEM, DER, certificate, JWK, one-line base64)' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l jwks -d 'Verify with the JWK set in this file or at this URL' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l issuer -d 'Expect this issuer; without --key or --jwks, also discover its keys' -r
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l cacert -d 'Trust the certificates (PEM) in FILE besides the system\'s' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l timeout -d 'Wait at most this long for an answer' -r
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
oidc\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l fail-on -d 'Exit with 1 from this severity on [default: error]' -r -f -a "note\t''
warning\t''
error\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l format -d 'The format of the report' -r -f -a "pretty\t''
json\t''"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal, unless `NO_COLOR` is set'
always\t'Always'
never\t'Never'"
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l config -d 'Read brands from FILE in place of the nearest lpauth.toml' -r -F
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l discover -d 'Fetch the keys of the issuer that the token itself names, and say what that proves'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l allow-http -d 'Allow plain http to other machines: for tests only'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l no-nonce -d 'Expect no nonce: none was sent'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -s v -l verbose -d 'List the checks that passed and those that were skipped too'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -l watch -d 'Verify again whenever a file changes'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c lpauth -n "__fish_lpauth_using_subcommand verify" -s V -l version -d 'Print version'
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
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "keygen" -d 'Make a key pair, or read and convert any key'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "jwks" -d 'List, search, edit and rotate a JWK set'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "mint" -d 'Sign an id_token, valid or wrong in exactly one way'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "decode" -d 'Show what is inside a token, without trusting it'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "verify" -d 'Answer every check about a token'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "explain" -d 'Explain a check, a fault or a LivePerson error code'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "man" -d 'Print the manual page of a command'
complete -c lpauth -n "__fish_lpauth_using_subcommand help; and not __fish_seen_subcommand_from keygen jwks mint decode verify explain completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
