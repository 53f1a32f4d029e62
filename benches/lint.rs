//! Lint of a warm file: read, parsed, judged and written down, against reading and parsing it alone.
//!
//! `cargo bench --bench lint` prints a line a document: its size, the milliseconds of a whole lint and of reading and parsing,
//! and how many times longer the whole takes. The best of many rounds counts: what else the machine does is left out.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench looks at a clock and fails by panicking")]

use lpauth::check::policy::POLICIES;
use lpauth::check::{self, Context, Facts, Slot};
use lpauth::edge::files::{Disk, Files};
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::discovery::Discovery;
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use lpauth::render::{Style, pretty};
use lpauth::report::Report;
use rand::SeedableRng;
use serde_json::{Value, json};
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

const ROUNDS: usize = 200;

fn main() {
    let directory = tempfile::tempdir().unwrap();
    let mut out = std::io::stdout().lock();
    writeln!(out, "document          bytes  lint ms  parse ms  ratio").unwrap();
    for (name, metadata, keys) in [("good", metadata(1), keys(2)), ("large", metadata(40), keys(12))] {
        let files = [("metadata", metadata), ("keys", keys)].map(|(kind, document)| {
            let path = directory.path().join(format!("{name}-{kind}.json"));
            std::fs::write(&path, serde_json::to_string_pretty(&document).unwrap()).unwrap();
            path
        });
        let bytes: u64 = files.iter().map(|path| std::fs::metadata(path).unwrap().len()).sum();
        let whole = best(|| lint(&files));
        let parse = best(|| usize::from(read(&files).discovery.here().is_some()));
        writeln!(out, "{name:<14} {bytes:>8} {whole:>8.3} {parse:>9.3} {:>6.1}", whole / parse).unwrap();
    }
}

fn best(run: impl Fn() -> usize) -> f64 {
    let round = |_| {
        let start = Instant::now();
        assert!(black_box(run()) > 0);
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

fn lint(files: &[PathBuf; 2]) -> usize {
    let context = Context { now: Timestamp(1_767_225_600), ..Context::default() };
    let group = check::group("metadata", &read(files), &context, &POLICIES[0]);
    let report =
        Report { command: "lint".to_owned(), judged_at: context.now.0, groups: vec![group], ..Report::default() };
    pretty::render(&report, &Style::PLAIN).len()
}

fn read([metadata, keys]: &[PathBuf; 2]) -> Facts {
    let discovery = Discovery::parse(source(metadata), Some("https://login.brand.example")).unwrap();
    let keys = Jwks::parse(source(keys), true).unwrap();
    Facts { discovery: Slot::Here(discovery), keys: Slot::Here(keys), ..Facts::default() }
}

fn source(path: &Path) -> Source {
    let bytes = Disk.read(path, 1 << 20).unwrap();
    Source::new(path.display().to_string(), String::from_utf8(bytes).unwrap())
}

/// Metadata of a usual size, its lists `times` as long as they need to be.
fn metadata(times: usize) -> Value {
    let at = |path: &str| format!("https://login.brand.example/{path}");
    let many = |values: &[&str]| -> Vec<String> {
        let extra = (1..times).flat_map(|n| values.iter().map(move |value| format!("{value}_{n}")));
        values.iter().map(|value| (*value).to_owned()).chain(extra).collect()
    };
    json!({
        "issuer": "https://login.brand.example",
        "authorization_endpoint": at("authorize"), "token_endpoint": at("token"), "userinfo_endpoint": at("userinfo"),
        "registration_endpoint": at("register"), "end_session_endpoint": at("logout"), "jwks_uri": at("jwks.json"),
        "scopes_supported": many(&["openid", "profile", "email", "address", "phone", "offline_access"]),
        "response_types_supported": ["code", "id_token", "id_token token", "code id_token"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "implicit", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "claims_supported": many(&["sub", "iss", "aud", "exp", "iat", "name", "given_name", "family_name", "email"]),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })
}

fn keys(count: usize) -> Value {
    let mut dice = rand::rngs::StdRng::seed_from_u64(1);
    let kind = |n: usize| if n.is_multiple_of(2) { Kind::Rsa(2048) } else { Kind::Ec(Curve::P256) };
    let key = |n: usize| {
        let mut key = Key::generate(kind(n), &mut dice).unwrap();
        key.kid = Some(format!("brand-{n}"));
        key.purpose = Some("sig".to_owned());
        key.public_jwk()
    };
    json!({ "keys": (0..count).map(key).collect::<Vec<_>>() })
}
