//! What people type who know other tools, and what it is called here.

/// Words typed in place of a command, and what to type.
pub(super) const COMMANDS: &[(&[&str], &str)] = &[
    (&["check", "validate", "valid", "judge", "introspect"], "verify token.jwt"),
    (
        &["inspect", "show", "view", "read", "parse", "dump", "print", "cat", "jwt", "token", "id_token"],
        "decode token.jwt",
    ),
    (
        &["har", "debug", "analyse", "analyze", "why", "doctor", "log", "logs", "support", "troubleshoot"],
        "diagnose login.har",
    ),
    (&["scan", "discover", "discovery", "metadata", "well-known", "audit"], "lint URL"),
    (&["login", "log-in", "signin", "auth", "authenticate", "authorize", "authorise", "sso", "flow"], "exchange URL"),
    (&["test", "tests", "certify", "suite", "e2e", "ready", "readiness", "prove"], "conformance URL"),
    (&["serve", "server", "start", "idp", "fake", "simulate", "stub"], "mock"),
    (&["generate", "gen", "genkey", "generate-key", "key", "keypair", "new-key"], "keygen --out brand"),
    (&["sign", "create", "encode", "issue", "make", "forge"], "mint --key brand.pem"),
    (&["keys", "jwk", "keyset", "key-set", "rotate"], "jwks brand.jwks.json"),
    (&["sanitise", "sanitize", "scrub", "anonymise", "anonymize", "mask", "clean", "censor"], "redact login.har"),
    (&["code", "codes", "error", "errors", "describe", "what", "faults", "checks", "list"], "explain"),
    (&["form", "fields", "liveperson"], "console URL"),
    (&["setup", "configure", "config", "brand", "wizard", "new", "add"], "init URL"),
    (&["completion", "complete", "autocomplete"], "completions bash"),
    (&["manual", "docs"], "man"),
    (&["version"], "--version"),
];

/// How a file is called, and what to do with it.
pub(super) const FILES: &[(&[&str], &str)] = &[
    (&[".jwks.json", "jwks.json", ".jwks"], "jwks"),
    (&[".jwt", ".token", ".jws"], "verify"),
    (&[".pem", ".der", ".key", ".pub", ".crt", ".cer", ".jwk", ".p8"], "keygen --from"),
    (&[".toml"], "lint --config"),
    (&[".har", ".json", ".log", ".txt", ".gz", ".out"], "diagnose"),
];

/// Words typed in place of a flag, and the flags that may be meant: the first that the command has.
pub(super) const FLAGS: &[(&[&str], &[&str])] = &[
    (&["secret", "client-secret", "clientsecret"], &["--client-secret", "--client-secret-file"]),
    (&["client", "clientid", "client-id", "azp", "app-id"], &["--client-id", "--aud"]),
    (&["aud", "audience", "audiences"], &["--aud", "--client-id"]),
    (&["iss", "issuer", "authority", "idp", "provider", "issuer-url", "server"], &["--iss", "--issuer"]),
    (
        &["jwk", "jwks-uri", "jwks-url", "jwks-file", "jwks-endpoint", "keyset", "keys"],
        &["--jwks", "--jwks-endpoint", "--key"],
    ),
    (
        &["key-file", "keyfile", "private-key", "public-key", "pubkey", "pem", "signing-key", "cert", "k"],
        &["--key", "--from"],
    ),
    (&["output", "output-file", "o", "write", "save", "dest"], &["--out", "--transcript", "--report FORMAT=FILE"]),
    (&["json"], JSON),
    (&["sarif", "junit", "html", "markdown", "github", "badge"], &["--format"]),
    (&["f", "fmt", "output-format", "as"], &["--format"]),
    (&["http", "allow-insecure", "plain-http"], &["--allow-http"]),
    (&["insecure", "no-verify", "skip-tls", "ca", "ca-cert", "cafile", "ca-file"], &["--cacert"]),
    (&["leeway", "tolerance", "clock-skew", "clock-tolerance", "clockskew"], &["--skew"]),
    (&["user", "login-name", "u", "email"], &["--username", "--sub", "--subject"]),
    (&["pass", "password", "p", "passwd", "pw"], &["--password", "--password-file", "--passphrase-file"]),
    (&["code-verifier", "verifier", "pkce-verifier"], &["--verifier-file"]),
    (&["redirect", "redirect-url", "callback-uri", "return-url"], &["--redirect-uri"]),
    (&["callback-url", "cb"], &["--callback", "--redirect-uri"]),
    (&["scopes"], &["--scope"]),
    (&["now", "time", "date", "when", "clock"], &["--at", "--iat"]),
    (&["expires", "expiry", "expires-in", "ttl", "lifetime", "valid-for"], &["--exp", "--code-lifetime"]),
    (&["sub", "user-id", "uid"], &["--sub", "--subject"]),
    (&["payload", "body", "data", "claims-file"], &["--claims"]),
    (&["algorithm", "sig-alg", "a"], &["--alg"]),
    (&["kty", "kind", "curve", "crv"], &["--type"]),
    (&["size", "length", "key-size", "b"], &["--bits"]),
    (&["env", "profile", "name", "section"], &["--brand"]),
    (&["settings", "config-file", "c"], &["--config"]),
    (&["debug", "d", "trace", "details", "all", "full"], &["--verbose"]),
    (&["silent", "s"], &["--quiet"]),
    (&["colour", "colors", "no-color", "no-colour"], &["--color"]),
    (&["secrets", "show-secret", "unmask", "reveal", "plain", "no-mask"], &["--show-secrets"]),
    (&["yes", "y", "overwrite"], &["--force"]),
    (&["fail", "max-warnings", "error-on", "exit-code"], &["--fail-on"]),
    (&["strict", "rules", "ruleset", "level"], &["--policy"]),
    (&["ignore", "exclude", "suppress"], &["--skip", "--baseline"]),
    (&["test", "scenario", "scenarios", "case"], &["--only"]),
    (&["broken", "wrong", "mutate", "break"], &["--fault"]),
    (&["parallel", "threads", "j", "concurrency"], &["--jobs"]),
    (&["wait", "max-time", "t"], &["--timeout"]),
    (&["token-url", "token-uri"], &["--token-endpoint"]),
    (&["auth-url", "authorize-url", "authorization-url", "authorise-url"], &["--authorization-endpoint"]),
    (&["userinfo-url", "userinfo-uri"], &["--userinfo-endpoint"]),
    (&["listen", "bind-address"], &["--bind"]),
    (&["https", "ssl"], &["--tls"]),
    (&["headless", "headed", "show"], &["--show-browser"]),
    (&["watch-mode", "w"], &["--watch"]),
    (&["pii", "keep"], &["--keep-pii"]),
];

/// Programs want JSON, and each command has its own word for it.
const JSON: &[&str] = &["--format"];

/// Flags of other tools for what stands here without a flag.
pub(super) const PLAIN: &[&str] = &[
    "url", "uri", "address", "endpoint", "file", "input", "in", "i", "path", "token", "jwt", "t", "id-token", "har",
    "issuer", "iss", "server", "host", "code", "kid", "text", "from", "jwks", "key",
];
