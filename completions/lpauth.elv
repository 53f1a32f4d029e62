
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
            cand --color 'When to use colour'
            cand --config 'Read brands from FILE in place of the nearest lpauth.toml'
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
