//! Complete logins at `lpauth mock`, over loopback, against the signature that each of them cannot do without.
//!
//! `cargo bench --bench mock` starts the program, logs in side by side by the code flow (authorization request, login page,
//! callback, token request) and prints logins a second, raw RS256 signatures a second on one core, their ratio, and the
//! program's resident memory before and after. `cargo bench --bench mock -- 100000` does that many logins.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench looks at a clock and fails by panicking")]

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lpauth::jose::key::{Key, Kind};
use rand::SeedableRng;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many log in at a time.
const SIDE_BY_SIDE: usize = 4;

/// How many logins there are unless the command line says otherwise.
const LOGINS: usize = 4_000;

const REDIRECT_URI: &str = "https://liveperson.net";

fn main() {
    let logins = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(LOGINS);
    let home = tempfile::tempdir().unwrap();
    let (mut mock, issuer) = start(home.path());
    let told: Value = serde_json::from_slice(&std::fs::read(home.path().join("mock.json")).unwrap()).unwrap();
    let client = &told["issuers"][0]["clients"][0];
    let text = |member: &str| client[member].as_str().unwrap().to_owned();
    let credentials = STANDARD.encode(format!("{}:{}", text("client_id"), text("client_secret")));
    log_in_often(&issuer, &credentials, 200);
    let before = resident(&mock);
    let start = Instant::now();
    log_in_often(&issuer, &credentials, logins);
    let rate = logins as f64 / start.elapsed().as_secs_f64();
    let (after, raw) = (resident(&mock), signatures());
    let mut out = std::io::stdout().lock();
    writeln!(out, "logins   logins/s  signatures/s  ratio  MB before  MB after").unwrap();
    let ratio = rate / raw;
    writeln!(out, "{logins:>6} {rate:>10.0} {raw:>13.0} {ratio:>6.2} {before:>10.1} {after:>9.1}").unwrap();
    mock.kill().unwrap();
    mock.wait().unwrap();
}

fn start(home: &std::path::Path) -> (Child, String) {
    let mut mock = Command::new(env!("CARGO_BIN_EXE_lpauth"))
        .args(["mock", "--port", "0", "--quiet", "--secrets-out", "mock.json"])
        .current_dir(home)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut issuer = String::new();
    BufReader::new(mock.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
    (mock, issuer.trim().to_owned())
}

fn log_in_often(issuer: &str, credentials: &str, logins: usize) {
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
                let client = client.build().unwrap();
                runtime.block_on(async {
                    for _ in 0..logins / SIDE_BY_SIDE {
                        log_in(&client, issuer, credentials).await;
                    }
                });
            });
        }
    });
}

async fn log_in(client: &reqwest::Client, issuer: &str, credentials: &str) {
    let ask = format!(
        "{issuer}/authorize?response_type=code&client_id=lp-acmebank&scope=openid&redirect_uri={REDIRECT_URI}&state=s"
    );
    let page = client.get(ask).send().await.unwrap();
    let cookie = page.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let page = page.text().await.unwrap();
    let (request, seal) = (hidden(&page, "request"), hidden(&page, "seal"));
    let form = [("request", &*request), ("seal", &*seal), ("username", "ada"), ("password", "lovelace")];
    let back = post(client, &format!("{issuer}/login"), &form).header("cookie", cookie).send().await.unwrap();
    let location = reqwest::Url::parse(back.headers()["location"].to_str().unwrap()).unwrap();
    let code = location.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let form = [("grant_type", "authorization_code"), ("code", &*code), ("redirect_uri", REDIRECT_URI)];
    let redeem =
        post(client, &format!("{issuer}/token"), &form).header("authorization", format!("Basic {credentials}"));
    let tokens: Value = serde_json::from_str(&redeem.send().await.unwrap().text().await.unwrap()).unwrap();
    assert!(tokens["id_token"].is_string(), "{tokens}");
}

fn post(client: &reqwest::Client, address: &str, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    client.post(address).header("content-type", "application/x-www-form-urlencoded").body(body)
}

fn hidden(page: &str, name: &str) -> String {
    let field = page.split("<input").find(|field| field.contains(&format!("name=\"{name}\""))).unwrap();
    field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&")
}

/// Returns how many signatures of the same kind one core makes in a second.
fn signatures() -> f64 {
    let key = Key::generate(Kind::Rsa(2048), &mut rand::rngs::StdRng::seed_from_u64(1)).unwrap();
    let key = RsaKeyPair::from_pkcs8(&key.to_pkcs8().unwrap()).unwrap();
    let (random, mut signature) = (SystemRandom::new(), vec![0; key.public_modulus_len()]);
    let (start, mut count) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_secs(1) {
        key.sign(&RSA_PKCS1_SHA256, &random, &[7; 900], &mut signature).unwrap();
        count += 1;
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}

/// Returns the resident memory of a program, in MB; nothing where the system does not say.
fn resident(program: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: f64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(f64::NAN);
    kilobytes / 1024.0
}
