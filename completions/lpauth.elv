
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
            cand explain 'Explain a check, a fault or a LivePerson error code'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'lpauth;keygen'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;jwks'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;mint'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;decode'= {
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
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
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
            cand --discover 'Fetch the keys of the issuer that the token itself names, and say what that proves'
            cand --allow-http 'Allow plain http to other machines: for tests only'
            cand --no-nonce 'Expect no nonce: none was sent'
            cand -v 'List the checks that passed and those that were skipped too'
            cand --verbose 'List the checks that passed and those that were skipped too'
            cand --watch 'Verify again whenever a file changes'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'lpauth;explain'= {
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
            cand explain 'Explain a check, a fault or a LivePerson error code'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'lpauth;help;keygen'= {
        }
        &'lpauth;help;jwks'= {
        }
        &'lpauth;help;mint'= {
        }
        &'lpauth;help;decode'= {
        }
        &'lpauth;help;verify'= {
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
