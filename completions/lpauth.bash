_lpauth() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="lpauth"
                ;;
            lpauth,completions)
                cmd="lpauth__subcmd__completions"
                ;;
            lpauth,conformance)
                cmd="lpauth__subcmd__conformance"
                ;;
            lpauth,console)
                cmd="lpauth__subcmd__console"
                ;;
            lpauth,decode)
                cmd="lpauth__subcmd__decode"
                ;;
            lpauth,diagnose)
                cmd="lpauth__subcmd__diagnose"
                ;;
            lpauth,exchange)
                cmd="lpauth__subcmd__exchange"
                ;;
            lpauth,explain)
                cmd="lpauth__subcmd__explain"
                ;;
            lpauth,help)
                cmd="lpauth__subcmd__help"
                ;;
            lpauth,init)
                cmd="lpauth__subcmd__init"
                ;;
            lpauth,jwks)
                cmd="lpauth__subcmd__jwks"
                ;;
            lpauth,keygen)
                cmd="lpauth__subcmd__keygen"
                ;;
            lpauth,lint)
                cmd="lpauth__subcmd__lint"
                ;;
            lpauth,man)
                cmd="lpauth__subcmd__man"
                ;;
            lpauth,mint)
                cmd="lpauth__subcmd__mint"
                ;;
            lpauth,mock)
                cmd="lpauth__subcmd__mock"
                ;;
            lpauth,redact)
                cmd="lpauth__subcmd__redact"
                ;;
            lpauth,verify)
                cmd="lpauth__subcmd__verify"
                ;;
            lpauth__subcmd__help,completions)
                cmd="lpauth__subcmd__help__subcmd__completions"
                ;;
            lpauth__subcmd__help,conformance)
                cmd="lpauth__subcmd__help__subcmd__conformance"
                ;;
            lpauth__subcmd__help,console)
                cmd="lpauth__subcmd__help__subcmd__console"
                ;;
            lpauth__subcmd__help,decode)
                cmd="lpauth__subcmd__help__subcmd__decode"
                ;;
            lpauth__subcmd__help,diagnose)
                cmd="lpauth__subcmd__help__subcmd__diagnose"
                ;;
            lpauth__subcmd__help,exchange)
                cmd="lpauth__subcmd__help__subcmd__exchange"
                ;;
            lpauth__subcmd__help,explain)
                cmd="lpauth__subcmd__help__subcmd__explain"
                ;;
            lpauth__subcmd__help,help)
                cmd="lpauth__subcmd__help__subcmd__help"
                ;;
            lpauth__subcmd__help,init)
                cmd="lpauth__subcmd__help__subcmd__init"
                ;;
            lpauth__subcmd__help,jwks)
                cmd="lpauth__subcmd__help__subcmd__jwks"
                ;;
            lpauth__subcmd__help,keygen)
                cmd="lpauth__subcmd__help__subcmd__keygen"
                ;;
            lpauth__subcmd__help,lint)
                cmd="lpauth__subcmd__help__subcmd__lint"
                ;;
            lpauth__subcmd__help,man)
                cmd="lpauth__subcmd__help__subcmd__man"
                ;;
            lpauth__subcmd__help,mint)
                cmd="lpauth__subcmd__help__subcmd__mint"
                ;;
            lpauth__subcmd__help,mock)
                cmd="lpauth__subcmd__help__subcmd__mock"
                ;;
            lpauth__subcmd__help,redact)
                cmd="lpauth__subcmd__help__subcmd__redact"
                ;;
            lpauth__subcmd__help,verify)
                cmd="lpauth__subcmd__help__subcmd__verify"
                ;;
            lpauth__subcmd__help__subcmd__jwks,add)
                cmd="lpauth__subcmd__help__subcmd__jwks__subcmd__add"
                ;;
            lpauth__subcmd__help__subcmd__jwks,remove)
                cmd="lpauth__subcmd__help__subcmd__jwks__subcmd__remove"
                ;;
            lpauth__subcmd__help__subcmd__jwks,rotate)
                cmd="lpauth__subcmd__help__subcmd__jwks__subcmd__rotate"
                ;;
            lpauth__subcmd__jwks,add)
                cmd="lpauth__subcmd__jwks__subcmd__add"
                ;;
            lpauth__subcmd__jwks,help)
                cmd="lpauth__subcmd__jwks__subcmd__help"
                ;;
            lpauth__subcmd__jwks,remove)
                cmd="lpauth__subcmd__jwks__subcmd__remove"
                ;;
            lpauth__subcmd__jwks,rotate)
                cmd="lpauth__subcmd__jwks__subcmd__rotate"
                ;;
            lpauth__subcmd__jwks__subcmd__help,add)
                cmd="lpauth__subcmd__jwks__subcmd__help__subcmd__add"
                ;;
            lpauth__subcmd__jwks__subcmd__help,help)
                cmd="lpauth__subcmd__jwks__subcmd__help__subcmd__help"
                ;;
            lpauth__subcmd__jwks__subcmd__help,remove)
                cmd="lpauth__subcmd__jwks__subcmd__help__subcmd__remove"
                ;;
            lpauth__subcmd__jwks__subcmd__help,rotate)
                cmd="lpauth__subcmd__jwks__subcmd__help__subcmd__rotate"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        lpauth)
            opts="-h -V --color --config --help --version keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__completions)
            opts="-h -V --color --config --help --version bash elvish fish powershell zsh"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__conformance)
            opts="-v -h -V --brand --authorization-endpoint --token-endpoint --userinfo-endpoint --jwks --key --mock --encrypted --fault --plan --only --skip --flow --pkce --window --mode --redirect-uri --token-redirect-uri --scope --code-lifetime --client-id --client-secret-file --client-auth --secret-encoding --client-key --client-cert --second-client-id --second-client-secret-file --second-redirect-uri --login --username --password-file --show-browser --browser-arg --jobs --rate --timeout --answer-timeout --patience --allow-http --cacert --transcripts --redact --show-secrets --decrypt-key --allow-legacy --passphrase-file --passphrase-env --no-lint --subject --budget --skew --policy --fail-on --format --report --compare --max --verbose --baseline --write-baseline --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --authorization-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --userinfo-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --encrypted)
                    COMPREPLY=($(compgen -W "RSA-OAEP RSA-OAEP-256 RSA-OAEP-384 RSA-OAEP-512 ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A128KW A192KW A256KW A128GCMKW A192GCMKW A256GCMKW dir PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW" -- "${cur}"))
                    return 0
                    ;;
                --fault)
                    COMPREPLY=($(compgen -W "sig.none sig.none-case sig.stripped sig.truncated sig.bitflip sig.wrong-key sig.other-alg-same-key sig.hs-with-public-key sig.empty-hmac sig.ecdsa-zero sig.ecdsa-der hdr.kid-missing hdr.kid-unknown hdr.kid-duplicate hdr.kid-number hdr.alg-mismatch hdr.alg-missing hdr.jwk hdr.jku hdr.x5u hdr.x5c hdr.crit-unknown hdr.b64-false hdr.typ-at+jwt hdr.dup-member iss.slash iss.host iss.missing iss.case aud.wrong aud.missing aud.extra azp.wrong sub.missing sub.empty sub.number sub.too-long sub.changed exp.past exp.missing exp.ms exp.string exp.far iat.future iat.missing iat.ms nbf.future nonce.wrong nonce.missing nonce.unasked at_hash.wrong at_hash.missing c_hash.wrong c_hash.missing auth_time.missing acr.wrong sdes.object sdes.unknown-type sdes.unwrapped sdes.gender-int sdes.unsupported-type sdes.oversize jwks.two-keys-no-kid jwks.kid-gone jwks.n-base64-std jwe.rsa-oaep-name jwe.enc-too-big-for-key jwe.kid-wrong jwe.no-cty form.newline form.char-lost form.padding form.two-segments form.quotes form.bom form.dup-claim token.500 token.slow token.html token.no-id_token token.json-bom token.invalid_grant-200 token.cacheable authz.state-dropped authz.state-reencoded authz.fragment authz.query authz.error-page-200 disc.issuer-slash disc.http disc.missing-member jwks.404 jwks.html jwks.private jwks.stale userinfo.other-sub userinfo.401-bare lax.secret lax.no-secret lax.authorization-malformed lax.code-reuse lax.code-reuse-keeps-token lax.code-unknown lax.code-truncated lax.code-empty lax.code-missing lax.code-other-client lax.code-lifetime lax.token-redirect-uri lax.token-redirect-uri-missing lax.token-redirect-uri-slash lax.grant-type lax.grant-type-missing lax.token-get lax.token-json lax.redirect-uri lax.redirect-uri-fallback lax.client-unknown lax.response-type lax.nonce lax.request-object lax.request-uri lax.prompt-none lax.prompt-login lax.max-age lax.pkce-missing lax.pkce-wrong lax.pkce-plain lax.pkce-downgrade lax.userinfo-open lax.userinfo-garbage lax.userinfo-expired lax.refresh-other-client lax.registered-unsigned strict.unknown-parameter strict.parent-window-origin strict.state-length strict.state-json strict.default-redirect-uri strict.nonce strict.nonce-code strict.parameter-order strict.display strict.login-hint strict.ui-locales strict.claims-locales strict.acr-values strict.post strict.prompt-none strict.max-age strict.id-token-hint strict.pkce strict.client-secret-post strict.userinfo-get strict.userinfo-post strict.userinfo-body strict.scope-profile strict.scope-email strict.scope-address strict.scope-phone strict.claims strict.refresh strict.registered-unsigned odd.state-cut odd.code-short odd.token-short odd.token-type odd.registration-200 odd.refresh-unlisted odd.subject odd.auth-time-kept odd.auth-time-now" -- "${cur}"))
                    return 0
                    ;;
                --plan)
                    COMPREPLY=($(compgen -W "liveperson oidc-basic oidc-implicit oidc-config" -- "${cur}"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "login-failing second-login-differs code-guessable access-token-unanswered claims-volunteered window-request-refused embedded-request-refused default-redirect-uri-slash nonce-demanded parent-window-origin-refused state-json-damaged redirect-uri-unchecked client-unknown-redirected nonce-demanded-for-code nonce-optional response-type-optional state-shortened parameter-order-matters unknown-parameter-refused display-page-refused display-popup-refused login-hint-refused ui-locales-refused claims-locales-refused acr-values-refused post-request-refused request-object-ignored request-object-redirect-uri request-uri-ignored prompt-none-without-session prompt-none-refused prompt-login-ignored max-age-ignored max-age-reauthenticates id-token-hint-refused code-reusable code-reusable-later access-token-survives-reuse code-unknown-accepted code-truncated-accepted code-empty-accepted code-optional code-of-other-client code-long-lived secret-unchecked secret-optional authorization-malformed-accepted token-redirect-uri-unchecked token-redirect-uri-optional token-redirect-uri-slash grant-type-unchecked grant-type-optional token-request-by-get token-request-in-json client-secret-post-refused pkce-refused pkce-verifier-optional pkce-verifier-unchecked pkce-downgraded pkce-plain-accepted userinfo-get-refused userinfo-post-refused userinfo-body-refused userinfo-open userinfo-token-unchecked userinfo-token-long-lived scope-profile-unanswered scope-email-unanswered scope-address-unanswered scope-phone-unanswered scopes-unanswered essential-claim-missing refresh-failing refresh-token-guessable refresh-unadvertised refresh-token-of-other-client registration-failing registered-token-not-rs256 registered-none-ignored" -- "${cur}"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --flow)
                    COMPREPLY=($(compgen -W "code implicit both" -- "${cur}"))
                    return 0
                    ;;
                --window)
                    COMPREPLY=($(compgen -W "external embedded both" -- "${cur}"))
                    return 0
                    ;;
                --mode)
                    COMPREPLY=($(compgen -W "rfc openid" -- "${cur}"))
                    return 0
                    ;;
                --redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --scope)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --code-lifetime)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-secret-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-auth)
                    COMPREPLY=($(compgen -W "basic post secret-jwt private-key-jwt tls none" -- "${cur}"))
                    return 0
                    ;;
                --secret-encoding)
                    COMPREPLY=($(compgen -W "raw form probe" -- "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --second-client-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --second-client-secret-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --second-redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --login)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --username)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --password-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --browser-arg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jobs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --rate)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --answer-timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --patience)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --transcripts)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --redact)
                    COMPREPLY=($(compgen -W "pii" -- "${cur}"))
                    return 0
                    ;;
                --decrypt-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --subject)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --budget)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skew)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --policy)
                    COMPREPLY=($(compgen -W "liveperson oidc oidc-config strict" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "note warning error" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pretty json junit sarif github markdown html badge" -- "${cur}"))
                    return 0
                    ;;
                --report)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --compare)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --write-baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__console)
            opts="-h -V --jwks --issuer --oauth --allow-http --cacert --timeout --flow --brand --key --format --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --jwks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --issuer)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --flow)
                    COMPREPLY=($(compgen -W "implicit code code-pkce" -- "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pretty json toml" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__decode)
            opts="-h -V --format --show-secrets --decrypt-key --allow-legacy --passphrase-file --passphrase-env --watch --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "pretty json" -- "${cur}"))
                    return 0
                    ;;
                --decrypt-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__diagnose)
            opts="-v -h -V --text --reply --brand --issuer --client-id --jwks --key --online --at --skew --decrypt-key --allow-legacy --passphrase-file --passphrase-env --allow-http --cacert --timeout --policy --fail-on --format --report --compare --max --verbose --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --text)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --issuer)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --at)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skew)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --decrypt-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --policy)
                    COMPREPLY=($(compgen -W "liveperson oidc oidc-config strict" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "note warning error" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pretty json junit sarif github markdown html badge" -- "${cur}"))
                    return 0
                    ;;
                --report)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --compare)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__exchange)
            opts="-v -h -V --brand --authorization-endpoint --token-endpoint --userinfo-endpoint --jwks --key --mock --encrypted --fault --client-id --client-secret-file --client-auth --secret-encoding --client-key --client-cert --flow --pkce --window --mode --redirect-uri --token-redirect-uri --scope --response-type --response-mode --nonce --state --param --userinfo --refresh --login --username --password-file --show-browser --browser-arg --repeat --code --id-token --callback --verifier-file --transcript --har --redact --show-secrets --decrypt-key --allow-legacy --passphrase-file --passphrase-env --allow-http --cacert --timeout --no-lint --subject --budget --skew --policy --fail-on --format --report --compare --max --verbose --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --authorization-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --userinfo-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --encrypted)
                    COMPREPLY=($(compgen -W "RSA-OAEP RSA-OAEP-256 RSA-OAEP-384 RSA-OAEP-512 ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A128KW A192KW A256KW A128GCMKW A192GCMKW A256GCMKW dir PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW" -- "${cur}"))
                    return 0
                    ;;
                --fault)
                    COMPREPLY=($(compgen -W "sig.none sig.none-case sig.stripped sig.truncated sig.bitflip sig.wrong-key sig.other-alg-same-key sig.hs-with-public-key sig.empty-hmac sig.ecdsa-zero sig.ecdsa-der hdr.kid-missing hdr.kid-unknown hdr.kid-duplicate hdr.kid-number hdr.alg-mismatch hdr.alg-missing hdr.jwk hdr.jku hdr.x5u hdr.x5c hdr.crit-unknown hdr.b64-false hdr.typ-at+jwt hdr.dup-member iss.slash iss.host iss.missing iss.case aud.wrong aud.missing aud.extra azp.wrong sub.missing sub.empty sub.number sub.too-long sub.changed exp.past exp.missing exp.ms exp.string exp.far iat.future iat.missing iat.ms nbf.future nonce.wrong nonce.missing nonce.unasked at_hash.wrong at_hash.missing c_hash.wrong c_hash.missing auth_time.missing acr.wrong sdes.object sdes.unknown-type sdes.unwrapped sdes.gender-int sdes.unsupported-type sdes.oversize jwks.two-keys-no-kid jwks.kid-gone jwks.n-base64-std jwe.rsa-oaep-name jwe.enc-too-big-for-key jwe.kid-wrong jwe.no-cty form.newline form.char-lost form.padding form.two-segments form.quotes form.bom form.dup-claim token.500 token.slow token.html token.no-id_token token.json-bom token.invalid_grant-200 token.cacheable authz.state-dropped authz.state-reencoded authz.fragment authz.query authz.error-page-200 disc.issuer-slash disc.http disc.missing-member jwks.404 jwks.html jwks.private jwks.stale userinfo.other-sub userinfo.401-bare lax.secret lax.no-secret lax.authorization-malformed lax.code-reuse lax.code-reuse-keeps-token lax.code-unknown lax.code-truncated lax.code-empty lax.code-missing lax.code-other-client lax.code-lifetime lax.token-redirect-uri lax.token-redirect-uri-missing lax.token-redirect-uri-slash lax.grant-type lax.grant-type-missing lax.token-get lax.token-json lax.redirect-uri lax.redirect-uri-fallback lax.client-unknown lax.response-type lax.nonce lax.request-object lax.request-uri lax.prompt-none lax.prompt-login lax.max-age lax.pkce-missing lax.pkce-wrong lax.pkce-plain lax.pkce-downgrade lax.userinfo-open lax.userinfo-garbage lax.userinfo-expired lax.refresh-other-client lax.registered-unsigned strict.unknown-parameter strict.parent-window-origin strict.state-length strict.state-json strict.default-redirect-uri strict.nonce strict.nonce-code strict.parameter-order strict.display strict.login-hint strict.ui-locales strict.claims-locales strict.acr-values strict.post strict.prompt-none strict.max-age strict.id-token-hint strict.pkce strict.client-secret-post strict.userinfo-get strict.userinfo-post strict.userinfo-body strict.scope-profile strict.scope-email strict.scope-address strict.scope-phone strict.claims strict.refresh strict.registered-unsigned odd.state-cut odd.code-short odd.token-short odd.token-type odd.registration-200 odd.refresh-unlisted odd.subject odd.auth-time-kept odd.auth-time-now" -- "${cur}"))
                    return 0
                    ;;
                --client-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-secret-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-auth)
                    COMPREPLY=($(compgen -W "basic post secret-jwt private-key-jwt tls none" -- "${cur}"))
                    return 0
                    ;;
                --secret-encoding)
                    COMPREPLY=($(compgen -W "raw form probe" -- "${cur}"))
                    return 0
                    ;;
                --client-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-cert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --flow)
                    COMPREPLY=($(compgen -W "code implicit" -- "${cur}"))
                    return 0
                    ;;
                --window)
                    COMPREPLY=($(compgen -W "external embedded" -- "${cur}"))
                    return 0
                    ;;
                --mode)
                    COMPREPLY=($(compgen -W "rfc openid" -- "${cur}"))
                    return 0
                    ;;
                --redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --scope)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --response-type)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --response-mode)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --nonce)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --state)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --param)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --login)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --username)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --password-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --browser-arg)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --repeat)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --code)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --id-token)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --callback)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --verifier-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --transcript)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --har)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --redact)
                    COMPREPLY=($(compgen -W "pii" -- "${cur}"))
                    return 0
                    ;;
                --decrypt-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --subject)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --budget)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skew)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --policy)
                    COMPREPLY=($(compgen -W "liveperson oidc oidc-config strict" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "note warning error" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pretty json junit sarif github markdown html badge" -- "${cur}"))
                    return 0
                    ;;
                --report)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --compare)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__explain)
            opts="-h -V --format --color --config --help --version token-segments token-encrypted token-not-base64url token-padded token-line-break token-quoted token-bom token-prefixed header-not-json claims-not-json header-member-duplicated claim-duplicated jwe-undecryptable jwe-alg-name jwe-alg-undocumented jwe-enc-unseen jwe-kid-missing jwe-kid-unknown jwe-cty-missing jwe-not-nested jwe-enc-too-large jwe-unasked jwe-key-small alg-missing alg-none alg-unknown alg-not-rs256 kid-missing kid-not-string typ-not-id-token crit-unsupported payload-unencoded header-carries-key signature-missing kid-missing-among-several kid-unknown key-unsuitable signature-invalid signature-unchecked iss-missing iss-malformed issuer-mismatch sub-missing sub-empty sub-not-string sub-too-long sub-not-ascii sub-is-contact subject-mismatch aud-missing aud-malformed audience-mismatch audience-untrusted azp-missing azp-mismatch exp-missing iat-missing numeric-date-not-number numeric-date-in-milliseconds numeric-date-not-whole token-expired exp-before-iat lifetime-long issued-in-future not-yet-valid nonce-missing nonce-mismatch nonce-unasked auth-time-missing auth-time-too-old auth-time-in-future acr-unmet standard-claim-type claim-blank email-malformed phone-number-format birthdate-format updated-at-in-future at-hash-missing at-hash-mismatch c-hash-missing c-hash-mismatch sdes-not-array sdes-type-unknown sdes-type-unsupported sdes-unwrapped sdes-field-unknown sdes-field-unsupported sdes-field-type sdes-date-incomplete sdes-gender-form sdes-value sdes-oversize jwks-unreadable jwks-empty jwks-bare-key jwks-overfull jwk-kid-duplicated jwk-kid-missing jwk-kid-blank jwk-repeated jwk-private jwk-symmetric jwk-malformed jwk-member-duplicated jwk-type-unknown jwk-not-base64url jwk-coordinate-length rsa-key-too-small rsa-key-size-unusual rsa-leading-zero rsa-numbers-impossible rsa-exponent-unusual rsa-key-roca rsa-factor-shared ec-point-off-curve jwk-use-missing jwk-use-unknown jwk-key-ops-duplicated jwk-use-contradicted jwk-use-beside-key-ops jwk-key-ops-unrelated jwk-key-ops-private jwks-no-signing-key jwks-no-rs256-key jwk-alg-unknown jwk-alg-mismatch x5c-unreadable x5c-mismatch x5c-order x5c-expired x5t-mismatch x5t-of-hex x5u-present discovery-unreadable discovery-issuer-missing discovery-issuer-mismatch discovery-issuer-malformed discovery-issuer-slash discovery-no-jwks-uri discovery-member-missing discovery-recommended-missing discovery-counterpart-missing discovery-auth-algs-missing discovery-member-type discovery-member-empty discovery-member-duplicated discovery-member-misnamed discovery-member-unregistered discovery-values-unknown discovery-value-unregistered discovery-value-repeated discovery-url-malformed discovery-url-not-https discovery-extension-not-https discovery-url-fragment discovery-url-double-slash discovery-url-foreign-host discovery-login-unavailable discovery-scope-openid-missing discovery-scope-malformed discovery-locale-malformed discovery-locale-case discovery-grant-types-mismatch discovery-pkce-unadvertised discovery-pkce-s256-missing discovery-pkce-plain discovery-iss-parameter-unsupported discovery-access-token-in-browser discovery-password-grant discovery-request-uri-default discovery-request-options-unsupported discovery-rs256-missing discovery-rs256-unlisted discovery-id-token-unsigned discovery-auth-alg-none discovery-alg-discouraged discovery-alg-keyless discovery-key-unadvertised liveperson-flows-unavailable liveperson-implicit-unavailable liveperson-code-unavailable liveperson-nonce-unsent liveperson-response-mode liveperson-request-refused liveperson-port liveperson-unreachable liveperson-endpoint-query liveperson-encryption-unavailable console-issuer-differs console-authorization-endpoint-differs console-token-endpoint-differs console-jwks-endpoint-differs login-unfinished login-redirect-uri-unregistered login-error-page login-stuck redirect-uri-differs login-not-https clock-apart login-slow callback-error callback-error-text-malformed callback-state-missing callback-state-mismatch callback-parameter-repeated callback-code-missing callback-token-missing callback-in-fragment callback-in-query callback-in-form callback-token-unasked callback-iss-mismatch callback-iss-missing callback-redirect-uri-differs callback-parameter-name callback-long token-endpoint-refused token-endpoint-status token-endpoint-redirects token-error-malformed token-error-unknown token-error-text-malformed token-challenge-missing token-response-not-json token-response-media-type token-response-with-bom token-response-member-repeated token-response-cacheable token-response-no-pragma id-token-missing access-token-missing token-type-not-bearer expires-in-malformed expires-in-missing expires-in-too-long access-token-is-id-token token-response-slow userinfo-refused userinfo-challenge-missing userinfo-media-type userinfo-not-json userinfo-subject-missing userinfo-subject-mismatch userinfo-claim-malformed claims-only-at-userinfo userinfo-claims-differ refresh-refused refresh-issuer-changed refresh-subject-changed refresh-audience-changed refresh-auth-time-changed refresh-nonce-unexpected tls-version-old tls-13-absent tls-certificate-expired tls-certificate-expiring tls-name-mismatch tls-chain-untrusted tls-key-too-small answer-redirected status-not-200 metadata-media-type-wrong jwks-media-type-wrong body-with-bom caching-absent caching-long cors-absent answer-slow host-not-public port-not-443 login-failing second-login-differs code-guessable access-token-unanswered claims-volunteered window-request-refused embedded-request-refused default-redirect-uri-slash nonce-demanded parent-window-origin-refused state-json-damaged redirect-uri-unchecked client-unknown-redirected nonce-demanded-for-code nonce-optional response-type-optional state-shortened parameter-order-matters unknown-parameter-refused display-page-refused display-popup-refused login-hint-refused ui-locales-refused claims-locales-refused acr-values-refused post-request-refused request-object-ignored request-object-redirect-uri request-uri-ignored prompt-none-without-session prompt-none-refused prompt-login-ignored max-age-ignored max-age-reauthenticates id-token-hint-refused code-reusable code-reusable-later access-token-survives-reuse code-unknown-accepted code-truncated-accepted code-empty-accepted code-optional code-of-other-client code-long-lived secret-unchecked secret-optional authorization-malformed-accepted token-redirect-uri-unchecked token-redirect-uri-optional token-redirect-uri-slash grant-type-unchecked grant-type-optional token-request-by-get token-request-in-json client-secret-post-refused pkce-refused pkce-verifier-optional pkce-verifier-unchecked pkce-downgraded pkce-plain-accepted userinfo-get-refused userinfo-post-refused userinfo-body-refused userinfo-open userinfo-token-unchecked userinfo-token-long-lived scope-profile-unanswered scope-email-unanswered scope-address-unanswered scope-phone-unanswered scopes-unanswered essential-claim-missing refresh-failing refresh-token-guessable refresh-unadvertised refresh-token-of-other-client registration-failing registered-token-not-rs256 registered-none-ignored sig.none sig.none-case sig.stripped sig.truncated sig.bitflip sig.wrong-key sig.other-alg-same-key sig.hs-with-public-key sig.empty-hmac sig.ecdsa-zero sig.ecdsa-der hdr.kid-missing hdr.kid-unknown hdr.kid-duplicate hdr.kid-number hdr.alg-mismatch hdr.alg-missing hdr.jwk hdr.jku hdr.x5u hdr.x5c hdr.crit-unknown hdr.b64-false hdr.typ-at+jwt hdr.dup-member iss.slash iss.host iss.missing iss.case aud.wrong aud.missing aud.extra azp.wrong sub.missing sub.empty sub.number sub.too-long sub.changed exp.past exp.missing exp.ms exp.string exp.far iat.future iat.missing iat.ms nbf.future nonce.wrong nonce.missing nonce.unasked at_hash.wrong at_hash.missing c_hash.wrong c_hash.missing auth_time.missing acr.wrong sdes.object sdes.unknown-type sdes.unwrapped sdes.gender-int sdes.unsupported-type sdes.oversize jwks.two-keys-no-kid jwks.kid-gone jwks.n-base64-std jwe.rsa-oaep-name jwe.enc-too-big-for-key jwe.kid-wrong jwe.no-cty form.newline form.char-lost form.padding form.two-segments form.quotes form.bom form.dup-claim token.500 token.slow token.html token.no-id_token token.json-bom token.invalid_grant-200 token.cacheable authz.state-dropped authz.state-reencoded authz.fragment authz.query authz.error-page-200 disc.issuer-slash disc.http disc.missing-member jwks.404 jwks.html jwks.private jwks.stale userinfo.other-sub userinfo.401-bare lax.secret lax.no-secret lax.authorization-malformed lax.code-reuse lax.code-reuse-keeps-token lax.code-unknown lax.code-truncated lax.code-empty lax.code-missing lax.code-other-client lax.code-lifetime lax.token-redirect-uri lax.token-redirect-uri-missing lax.token-redirect-uri-slash lax.grant-type lax.grant-type-missing lax.token-get lax.token-json lax.redirect-uri lax.redirect-uri-fallback lax.client-unknown lax.response-type lax.nonce lax.request-object lax.request-uri lax.prompt-none lax.prompt-login lax.max-age lax.pkce-missing lax.pkce-wrong lax.pkce-plain lax.pkce-downgrade lax.userinfo-open lax.userinfo-garbage lax.userinfo-expired lax.refresh-other-client lax.registered-unsigned strict.unknown-parameter strict.parent-window-origin strict.state-length strict.state-json strict.default-redirect-uri strict.nonce strict.nonce-code strict.parameter-order strict.display strict.login-hint strict.ui-locales strict.claims-locales strict.acr-values strict.post strict.prompt-none strict.max-age strict.id-token-hint strict.pkce strict.client-secret-post strict.userinfo-get strict.userinfo-post strict.userinfo-body strict.scope-profile strict.scope-email strict.scope-address strict.scope-phone strict.claims strict.refresh strict.registered-unsigned odd.state-cut odd.code-short odd.token-short odd.token-type odd.registration-200 odd.refresh-unlisted odd.subject odd.auth-time-kept odd.auth-time-now 9000 DEFAULT 9001 SERVER_ERROR 9007 CUSTOMER_JWT_NOT_VALID 9008 LP_JWT_NOT_VALID 9009 ESAPI_ERROR 9010 SERVICE_TIMEOUT 9011 CUSTOMER_AUTH_FAILED 9012 INPUT_VALIDATION_ERROR 9013 AUTHENTICATION_TIMEOUT 9014 AUTHENTICATE_EXCEPTION 9015 UNSUPPORTED_AUTH_TYPE 1001 PARSE_ERROR 1009 JWT_PARSING_ERROR 1003 NO_SUCH_ALGORITHM 1006 UNSUPPORTED_ENCODING 1004 JOSE_EXECEPTION 1005 INVALID_KEY_SPEC 1028 RSA_VERIFIER_INIT_ERROR 1008 JWT_NOT_VALID 1010 LP_JWT_PARSING_ERROR 1011 JWT_MISSING_CALIMESET 1012 JWT_EXPIRED 1022 1023 1024 1025 1050 1026 SDE_PARSE_EXCEPTION 1027 RSA_DECRYPTOR_INIT_ERROR 1029 AES_SECRET_DECODING_ERROR 1030 1031 1032 1033 1034 1038 JWK_PARSE_FAILED 1039 1040 1041 JWK_ID_NOT_FOUND 1042 MULTIPLE_JWK_WITHOUT_KID_HEADER 1036 1037 1043 1044 1045 1046 1047 1048 1049 2001 2002 2003 2004 2005 2006 2007 10 5 4401 4407 LpError.IDP IDP LPMessagingSDKAuthenticationFailed LPMessagingSDKTokenExpired onTokenExpired LPMessagingSDKError LpError.STEP_UP_FAILURE STEP_UP_FAILURE LpError.INVALID_CERTIFICATE INVALID_CERTIFICATE LpError.CSDS CSDS LpError.SOCKET SOCKET LpError.TIMEOUT TIMEOUT LpError.INVALID_SDK_VERSION INVALID_SDK_VERSION LpError.UNKNOWN UNKNOWN har list"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --format)
                    COMPREPLY=($(compgen -W "pretty json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help)
            opts="keygen jwks mint decode verify lint console init mock exchange conformance diagnose redact explain completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__completions)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__conformance)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__console)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__decode)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__diagnose)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__exchange)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__explain)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__init)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__jwks)
            opts="add remove rotate"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__jwks__subcmd__add)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__jwks__subcmd__remove)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__jwks__subcmd__rotate)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__keygen)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__lint)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__man)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__mint)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__mock)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__redact)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__help__subcmd__verify)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__init)
            opts="-v -h -V --brand --oauth --offline --out --force --verbose --flow --issuer-display-name --issuer --authorization-endpoint --token-endpoint --client-id --client-secret --jwks-endpoint --jwt-public-key --window --redirect-uri --token-redirect-uri --scope --client-auth --userinfo-endpoint --login --username --password --key --jwks --js-method-name --js-context --allow-http --cacert --timeout --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --flow)
                    COMPREPLY=($(compgen -W "implicit code code-pkce" -- "${cur}"))
                    return 0
                    ;;
                --issuer-display-name)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --issuer)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --authorization-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-secret)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwks-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwt-public-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --window)
                    COMPREPLY=($(compgen -W "external embedded" -- "${cur}"))
                    return 0
                    ;;
                --redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --token-redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --scope)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-auth)
                    COMPREPLY=($(compgen -W "basic post secret-jwt private-key-jwt tls none" -- "${cur}"))
                    return 0
                    ;;
                --userinfo-endpoint)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --login)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --username)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --password)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --js-method-name)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --js-context)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks)
            opts="-h -V --kid --format --allow-http --cacert --timeout --color --config --help --version add remove rotate help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --kid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json" -- "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__add)
            opts="-h -V --kid --passphrase-file --passphrase-env --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --kid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__help)
            opts="add remove rotate help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__help__subcmd__add)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__help__subcmd__remove)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__help__subcmd__rotate)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__remove)
            opts="-h -V --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__jwks__subcmd__rotate)
            opts="-h -V --next --retire --out --force --passphrase-file --passphrase-env --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --next)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --retire)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__keygen)
            opts="-h -V --type --bits --alg --use --kid --from --out --force --format --console --passphrase --passphrase-file --passphrase-env --plain --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --type)
                    COMPREPLY=($(compgen -W "rsa p-256 p-384 p-521 secp256k1 ed25519 x25519 hmac" -- "${cur}"))
                    return 0
                    ;;
                --bits)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --alg)
                    COMPREPLY=($(compgen -W "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 HS256 HS384 HS512 RSA-OAEP-256 RSA-OAEP RSA-OAEP-384 RSA-OAEP-512 ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A256KW A192KW A128KW A256GCMKW A192GCMKW A128GCMKW dir" -- "${cur}"))
                    return 0
                    ;;
                --use)
                    COMPREPLY=($(compgen -W "sig enc" -- "${cur}"))
                    return 0
                    ;;
                --kid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --from)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pem public-pem spki jwk jwks private-jwk private-jwks" -- "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__lint)
            opts="-v -h -V --jwks --issuer --oauth --allow-http --cacert --timeout --brand --policy --fail-on --format --report --compare --max --verbose --baseline --write-baseline --watch --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --jwks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --issuer)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --policy)
                    COMPREPLY=($(compgen -W "liveperson oidc oidc-config strict" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "note warning error" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pretty json junit sarif github markdown html badge" -- "${cur}"))
                    return 0
                    ;;
                --report)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --compare)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --write-baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__man)
            opts="-h -V --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__mint)
            opts="-i -k -h -V --interactive --fault --key --passphrase-file --passphrase-env --alg --kid --header --encrypt-to --jwe-alg --jwe-enc --jwe-kid --template --brand --claims --iss --sub --aud --nonce --acr --exp --iat --nbf --auth-time --claim --sde --access-token --code --count --out --jwks-out --force --copy --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --fault)
                    COMPREPLY=($(compgen -W "sig.none sig.none-case sig.stripped sig.truncated sig.bitflip sig.wrong-key sig.other-alg-same-key sig.hs-with-public-key sig.empty-hmac sig.ecdsa-zero sig.ecdsa-der hdr.kid-missing hdr.kid-unknown hdr.kid-duplicate hdr.kid-number hdr.alg-mismatch hdr.alg-missing hdr.jwk hdr.jku hdr.x5u hdr.x5c hdr.crit-unknown hdr.b64-false hdr.typ-at+jwt hdr.dup-member iss.slash iss.host iss.missing iss.case aud.wrong aud.missing aud.extra azp.wrong sub.missing sub.empty sub.number sub.too-long sub.changed exp.past exp.missing exp.ms exp.string exp.far iat.future iat.missing iat.ms nbf.future nonce.wrong nonce.missing nonce.unasked at_hash.wrong at_hash.missing c_hash.wrong c_hash.missing auth_time.missing acr.wrong sdes.object sdes.unknown-type sdes.unwrapped sdes.gender-int sdes.unsupported-type sdes.oversize jwks.two-keys-no-kid jwks.kid-gone jwks.n-base64-std jwe.rsa-oaep-name jwe.enc-too-big-for-key jwe.kid-wrong jwe.no-cty form.newline form.char-lost form.padding form.two-segments form.quotes form.bom form.dup-claim list" -- "${cur}"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -k)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --alg)
                    COMPREPLY=($(compgen -W "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 HS256 HS384 HS512" -- "${cur}"))
                    return 0
                    ;;
                --kid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --header)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --encrypt-to)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwe-alg)
                    COMPREPLY=($(compgen -W "RSA-OAEP RSA-OAEP-256 RSA-OAEP-384 RSA-OAEP-512 ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A128KW A192KW A256KW A128GCMKW A192GCMKW A256GCMKW dir PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW" -- "${cur}"))
                    return 0
                    ;;
                --jwe-enc)
                    COMPREPLY=($(compgen -W "A128GCM A192GCM A256GCM A128CBC-HS256 A192CBC-HS384 A256CBC-HS512" -- "${cur}"))
                    return 0
                    ;;
                --jwe-kid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --template)
                    COMPREPLY=($(compgen -W "liveperson minimal none" -- "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --claims)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --iss)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --sub)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --aud)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --nonce)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --acr)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --exp)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --iat)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --nbf)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --auth-time)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --claim)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --sde)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --access-token)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --code)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --count)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwks-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__mock)
            opts="-q -h -V --fault --port --bind --tls --tls-dir --host --issuer --control-port --client-id --client-secret-file --redirect-uri --key --passphrase-file --passphrase-env --encrypt-to --jwe-alg --jwe-enc --jwe-kid --seed --at --clock-shift --quiet --show-secrets --secrets-out --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --fault)
                    COMPREPLY=($(compgen -W "sig.none sig.none-case sig.stripped sig.truncated sig.bitflip sig.wrong-key sig.other-alg-same-key sig.hs-with-public-key sig.empty-hmac sig.ecdsa-zero sig.ecdsa-der hdr.kid-missing hdr.kid-unknown hdr.kid-duplicate hdr.kid-number hdr.alg-mismatch hdr.alg-missing hdr.jwk hdr.jku hdr.x5u hdr.x5c hdr.crit-unknown hdr.b64-false hdr.typ-at+jwt hdr.dup-member iss.slash iss.host iss.missing iss.case aud.wrong aud.missing aud.extra azp.wrong sub.missing sub.empty sub.number sub.too-long sub.changed exp.past exp.missing exp.ms exp.string exp.far iat.future iat.missing iat.ms nbf.future nonce.wrong nonce.missing nonce.unasked at_hash.wrong at_hash.missing c_hash.wrong c_hash.missing auth_time.missing acr.wrong sdes.object sdes.unknown-type sdes.unwrapped sdes.gender-int sdes.unsupported-type sdes.oversize jwks.two-keys-no-kid jwks.kid-gone jwks.n-base64-std jwe.rsa-oaep-name jwe.enc-too-big-for-key jwe.kid-wrong jwe.no-cty form.newline form.char-lost form.padding form.two-segments form.quotes form.bom form.dup-claim token.500 token.slow token.html token.no-id_token token.json-bom token.invalid_grant-200 token.cacheable authz.state-dropped authz.state-reencoded authz.fragment authz.query authz.error-page-200 disc.issuer-slash disc.http disc.missing-member jwks.404 jwks.html jwks.private jwks.stale userinfo.other-sub userinfo.401-bare lax.secret lax.no-secret lax.authorization-malformed lax.code-reuse lax.code-reuse-keeps-token lax.code-unknown lax.code-truncated lax.code-empty lax.code-missing lax.code-other-client lax.code-lifetime lax.token-redirect-uri lax.token-redirect-uri-missing lax.token-redirect-uri-slash lax.grant-type lax.grant-type-missing lax.token-get lax.token-json lax.redirect-uri lax.redirect-uri-fallback lax.client-unknown lax.response-type lax.nonce lax.request-object lax.request-uri lax.prompt-none lax.prompt-login lax.max-age lax.pkce-missing lax.pkce-wrong lax.pkce-plain lax.pkce-downgrade lax.userinfo-open lax.userinfo-garbage lax.userinfo-expired lax.refresh-other-client lax.registered-unsigned strict.unknown-parameter strict.parent-window-origin strict.state-length strict.state-json strict.default-redirect-uri strict.nonce strict.nonce-code strict.parameter-order strict.display strict.login-hint strict.ui-locales strict.claims-locales strict.acr-values strict.post strict.prompt-none strict.max-age strict.id-token-hint strict.pkce strict.client-secret-post strict.userinfo-get strict.userinfo-post strict.userinfo-body strict.scope-profile strict.scope-email strict.scope-address strict.scope-phone strict.claims strict.refresh strict.registered-unsigned odd.state-cut odd.code-short odd.token-short odd.token-type odd.registration-200 odd.refresh-unlisted odd.subject odd.auth-time-kept odd.auth-time-now" -- "${cur}"))
                    return 0
                    ;;
                --port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --bind)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tls-dir)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --host)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --issuer)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --control-port)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-secret-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --redirect-uri)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --encrypt-to)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwe-alg)
                    COMPREPLY=($(compgen -W "RSA-OAEP RSA-OAEP-256 RSA-OAEP-384 RSA-OAEP-512 ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A128KW A192KW A256KW A128GCMKW A192GCMKW A256GCMKW dir PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW" -- "${cur}"))
                    return 0
                    ;;
                --jwe-enc)
                    COMPREPLY=($(compgen -W "A128GCM A192GCM A256GCM A128CBC-HS256 A192CBC-HS384 A256CBC-HS512" -- "${cur}"))
                    return 0
                    ;;
                --jwe-kid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --seed)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --at)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --clock-shift)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --secrets-out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__redact)
            opts="-h -V --out --force --check --keep-pii --format --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --out)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pretty json" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        lpauth__subcmd__verify)
            opts="-v -h -V --key --jwks --issuer --discover --allow-http --cacert --timeout --decrypt-key --allow-legacy --passphrase-file --passphrase-env --brand --client-id --nonce --no-nonce --subject --acr --max-age --access-token --code --response-type --at --skew --policy --fail-on --report --compare --max --verbose --lines --field --id --sample --fail-fast --jobs --summary --watch --format --color --config --help --version"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jwks)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --issuer)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cacert)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --decrypt-key)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-file)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --passphrase-env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --brand)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --client-id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --nonce)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --subject)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --acr)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max-age)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --access-token)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --code)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --response-type)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --at)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --skew)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --policy)
                    COMPREPLY=($(compgen -W "liveperson oidc oidc-config strict" -- "${cur}"))
                    return 0
                    ;;
                --fail-on)
                    COMPREPLY=($(compgen -W "note warning error" -- "${cur}"))
                    return 0
                    ;;
                --report)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --compare)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --max)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --lines)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --field)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --id)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --sample)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --jobs)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --summary)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "pretty json junit sarif github markdown html badge jsonl csv" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --config)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _lpauth -o nosort -o bashdefault -o default lpauth
else
    complete -F _lpauth -o bashdefault -o default lpauth
fi
