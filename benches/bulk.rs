//! Judging a line, by every check, against the raw check of its signature, on the same tokens and in the same run.
//!
//! `cargo bench --bench bulk` prints a line an algorithm: how long a token is, the raw check of its decoded signature, the whole way
//! from the line to the verdict, how much of the raw speed that keeps, the same for a token that must be judged in full, and how
//! much more two threads do than one.
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
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

const NOW: i64 = 1_767_225_600;
const TOKENS: i64 = 512;
const ROUNDS: usize = 60;
const ROUND: Duration = Duration::from_millis(20);

fn main() {
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

/// Tokens of as many consumers, and whoever checks them.
struct Work {
    lines: Vec<String>,
    signatures: Vec<Vec<u8>>,
    raw: ParsedPublicKey,
    judge: LineJudge,
}

impl Work {
    fn new(name: &str, kind: Kind, primitive: &'static dyn sig::VerificationAlgorithm) -> Work {
        let mut key = Key::generate(kind, &mut rand::rngs::StdRng::seed_from_u64(1)).unwrap();
        key.kid = Some("brand-1".to_owned());
        let spki = key.to_spki().unwrap();
        let raw =
            ParsedPublicKey::new(primitive, if name == "EdDSA" { &spki[spki.len() - 32..] } else { &spki }).unwrap();
        let set = serde_json::json!({ "keys": [key.public_jwk()] }).to_string();
        let gathered =
            Gathered { keys: Slot::Here(Jwks::parse(Source::new("keys", set), true).unwrap()), ..Gathered::default() };
        let context = Context {
            now: Timestamp(NOW),
            skew: 60,
            issuer: Some("https://login.acmebank.example".to_owned()),
            client_id: Some("lp-acmebank".to_owned()),
            ..Context::default()
        };
        let judge = LineJudge::new(context, POLICIES[0].clone(), Keyring::default(), gathered);
        let signer = Signer { key: Arc::new(key), algorithm: alg::find(name).unwrap() };
        let lines: Vec<String> = (0..TOKENS).map(|number| token(&signer, number)).collect();
        let signature = |line: &String| URL_SAFE_NO_PAD.decode(line.rsplit_once('.').unwrap().1).unwrap();
        Work { signatures: lines.iter().map(signature).collect(), lines, raw, judge }
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
fn token(signer: &Signer, number: i64) -> String {
    let template = template::find("liveperson").unwrap();
    let mut claims = template.claims(Timestamp(NOW - number % 600), &format!("c7f2b1d49e0a4b6f{number:04x}"));
    claims.set("given_name", format!("Irene {number}"));
    claims.set("email", format!("irene{number}@mail.example"));
    Draft::new(signer.clone(), "brand-1", claims, Timestamp(NOW)).mint().unwrap().token
}
