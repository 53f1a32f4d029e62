//! Judging a line, by every check, against the raw check of its signature, on the same tokens and in the same run.
//!
//! `cargo bench --bench bulk` prints a line an algorithm: how long a token is, the raw check of its decoded signature, the whole way
//! from the line to the verdict, how much of the raw speed that keeps, the same for a token that must be judged in full, and how
//! much more two threads do than one.
//!
//! `cargo bench --bench bulk -- --write DIR NUMBER` writes tokens that are valid now and their key set, and `-- --raw DIR` checks the
//! signatures of those again and tells how many it checks in a second; both are for `benches/scale`.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench looks at a clock and fails by panicking")]

use aws_lc_rs::signature::{self as sig, ParsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lpauth::check::policy::POLICIES;
use lpauth::check::{Context, Slot};
use lpauth::cmd::key_source::Gathered;
use lpauth::cmd::verify::lines::judge::{LineJudge, LineVerdict, Scratch};
use lpauth::flow::mint::{Draft, Signer};
use lpauth::flow::template;
use lpauth::jose::alg;
use lpauth::jose::envelope::Keyring;
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::model::jwk::Jwks;
use lpauth::model::source::Source;
use lpauth::model::time::Timestamp;
use rand::SeedableRng;
use std::cell::RefCell;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const NOW: i64 = 1_767_225_600;
const TOKENS: i64 = 512;
const ROUNDS: usize = 60;
const ROUND: Duration = Duration::from_millis(20);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--write", folder, number] => write(Path::new(folder), number.parse().unwrap()),
        ["--raw", folder] => raw(Path::new(folder)),
        _ => compare(),
    }
}

fn compare() {
    let cases: [(&str, Kind, &'static dyn sig::VerificationAlgorithm); 3] = [
        ("RS256", Kind::Rsa(2048), &sig::RSA_PKCS1_2048_8192_SHA256),
        ("ES256", Kind::Ec(Curve::P256), &sig::ECDSA_P256_SHA256_FIXED),
        ("EdDSA", Kind::Ed25519, &sig::ED25519),
    ];
    let mut out = std::io::stdout().lock();
    writeln!(out, "alg     bytes   raw µs  line µs  ratio  full µs  2 threads").unwrap();
    for (name, kind, primitive) in cases {
        let work = Work::new(name, kind, primitive);
        let [raw, line, full] = work.times();
        let (bytes, both) = (work.lines[0].len(), work.threads(2) / work.threads(1));
        writeln!(out, "{name:<6} {bytes:>6} {raw:>8.2} {line:>8.2} {:>6.3} {full:>8.1} {both:>10.2}", raw / line)
            .unwrap();
    }
}

/// Writes so many tokens of RS256, a line each, and their key set.
fn write(folder: &Path, number: i64) {
    let key = key(Kind::Rsa(2048));
    std::fs::write(folder.join("jwks.json"), key_set(&key)).unwrap();
    std::fs::write(folder.join("key.spki"), key.to_spki().unwrap()).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
    let signer = Signer { key: Arc::new(key), algorithm: alg::find("RS256").unwrap() };
    let text: String = (0..number).map(|number| token(&signer, now, number) + "\n").collect();
    std::fs::write(folder.join("tokens.txt"), text).unwrap();
}

/// Checks the signature of each token that was written, and prints how many were checked in a second of this thread's time.
fn raw(folder: &Path) {
    let spki = std::fs::read(folder.join("key.spki")).unwrap();
    let key = ParsedPublicKey::new(&sig::RSA_PKCS1_2048_8192_SHA256, &spki).unwrap();
    let text = std::fs::read_to_string(folder.join("tokens.txt")).unwrap();
    let tokens: Vec<(&str, Vec<u8>)> = text.lines().map(parts).collect();
    let start = processor_seconds();
    for (message, signature) in &tokens {
        key.verify_sig(message.as_bytes(), signature).unwrap();
    }
    let rate = tokens.len() as f64 / (processor_seconds() - start);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{rate}").unwrap();
}

/// Returns how long this thread has run, without the time that it waited for others; Linux tells that.
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    told.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

fn parts(token: &str) -> (&str, Vec<u8>) {
    let (message, signature) = token.rsplit_once('.').unwrap();
    (message, URL_SAFE_NO_PAD.decode(signature).unwrap())
}

fn key(kind: Kind) -> Key {
    let mut key = Key::generate(kind, &mut rand::rngs::StdRng::seed_from_u64(1)).unwrap();
    key.kid = Some("brand-1".to_owned());
    key
}

fn key_set(key: &Key) -> String {
    serde_json::json!({ "keys": [key.public_jwk()] }).to_string()
}

/// Tokens of as many consumers, and whoever checks them.
struct Work {
    lines: Vec<String>,
    signatures: Vec<Vec<u8>>,
    raw: ParsedPublicKey,
    judge: LineJudge,
}

impl Work {
    fn new(name: &str, kind: Kind, primitive: &'static dyn sig::VerificationAlgorithm) -> Work {
        let key = key(kind);
        let spki = key.to_spki().unwrap();
        let raw =
            ParsedPublicKey::new(primitive, if name == "EdDSA" { &spki[spki.len() - 32..] } else { &spki }).unwrap();
        let set = Jwks::parse(Source::new("keys", key_set(&key)), true).unwrap();
        let gathered = Gathered { keys: Slot::Here(set), ..Gathered::default() };
        let context = Context {
            now: Timestamp(NOW),
            skew: 60,
            issuer: Some("https://login.acmebank.example".to_owned()),
            client_id: Some("lp-acmebank".to_owned()),
            ..Context::default()
        };
        let judge = LineJudge::new(context, POLICIES[0].clone(), Keyring::default(), gathered);
        let signer = Signer { key: Arc::new(key), algorithm: alg::find(name).unwrap() };
        let lines: Vec<String> = (0..TOKENS).map(|number| token(&signer, NOW, number)).collect();
        Work { signatures: lines.iter().map(|line| parts(line).1).collect(), lines, raw, judge }
    }

    /// Returns the microseconds of each way: raw, the line, the line judged in full.
    fn times(&self) -> [f64; 3] {
        let scratch = RefCell::new(Scratch::default());
        let ways: [&dyn Fn(usize); 3] = [
            &|at| {
                let (message, _) = self.lines[at].rsplit_once('.').unwrap();
                self.raw.verify_sig(black_box(message.as_bytes()), black_box(&self.signatures[at])).unwrap();
            },
            &|at| self.judge_one(at, &mut scratch.borrow_mut()),
            &|at| self.judge_one(at, &mut Scratch::default()),
        ];
        // In turns, and the best round of each: what else the machine does falls on all alike and is left out.
        let mut best = [f64::INFINITY; 3];
        for _ in 0..ROUNDS {
            for (best, way) in best.iter_mut().zip(ways) {
                *best = best.min(1e6 / rate(way));
            }
        }
        assert!(scratch.borrow().recognised() > 1_000);
        best
    }

    fn judge_one(&self, at: usize, scratch: &mut Scratch) {
        let LineVerdict::Judged(judged) = black_box(self.judge.judge(black_box(&self.lines[at]), scratch)) else {
            unreachable!("there is a token in each line");
        };
        assert!(judged.verified);
    }

    /// Returns how many lines a second so many threads judge together, in the best round.
    fn threads(&self, count: usize) -> f64 {
        let barrier = Barrier::new(count);
        let one = || {
            let mut scratch = Scratch::default();
            let rounds = (0..ROUNDS).map(|_| {
                barrier.wait();
                let scratch = RefCell::new(&mut scratch);
                rate(&|at| self.judge_one(at, &mut scratch.borrow_mut()))
            });
            rounds.collect::<Vec<f64>>()
        };
        let rates: Vec<Vec<f64>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..count).map(|_| scope.spawn(one)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        (0..ROUNDS).map(|round| rates.iter().map(|rates| rates[round]).sum()).fold(0.0, f64::max)
    }
}

/// Returns how often `way` runs in a second, over one round.
fn rate(way: &dyn Fn(usize)) -> f64 {
    let (start, mut count) = (Instant::now(), 0_usize);
    while start.elapsed() < ROUND {
        for _ in 0..16 {
            way(count % TOKENS as usize);
            count += 1;
        }
    }
    count as f64 / start.elapsed().as_secs_f64()
}

/// A token of LivePerson's template, of another consumer each time.
fn token(signer: &Signer, now: i64, number: i64) -> String {
    let template = template::find("liveperson").unwrap();
    let mut claims = template.claims(Timestamp(now - number % 600), &format!("c7f2b1d49e0a4b6f{number:08x}"));
    claims.set("given_name", format!("Irene {number}"));
    claims.set("email", format!("irene{number}@mail.example"));
    Draft::new(signer.clone(), "brand-1", claims, Timestamp(now)).mint().unwrap().token
}
