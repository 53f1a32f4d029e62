//! The fast lane says of no token anything else than all checks together do.
//!
//! What a judge says that has just begun is the answer of all checks: it has nothing to recognise a token by. It is held
//! against what a judge says that has learned from every token before.

mod mutated;
mod worlds;

use crate::support::NOW;
use lpauth::check::Context;
use lpauth::check::lane::Lane;
use lpauth::check::policy::POLICIES;
use lpauth::cmd::verify::lines::judge::{LineJudge, LineVerdict, Scratch};
use lpauth::flow::fault::FAULTS;
use serde_json::{Value, json};
use worlds::{Tokens, World, minted, worlds};

/// A check that can see the claims needs a row that says what its answer rests on. Without one the lane is closed.
#[test]
fn every_check_says_what_its_answer_rests_on() {
    for policy in POLICIES {
        assert_eq!(Lane::new(Context::default(), policy).missing(), Vec::<&str>::new(), "see check/lane/ground.rs");
    }
}

/// Judges a line twice: by all checks, and by a judge who has learned. Both must say the same.
fn agree(judge: &LineJudge, line: &str, learned: &mut Scratch, what: &str) -> LineVerdict {
    let full = judge.judge(line, &mut Scratch::default());
    assert_eq!(judge.judge(line, learned), full, "{what}: {line}");
    full
}

#[test]
fn tokens_that_are_alike_are_recognised() {
    let tokens = Tokens::new("EdDSA");
    for World { name, judge, claims } in worlds(&tokens) {
        let mut learned = Scratch::default();
        for number in 0..20 {
            agree(&judge, &tokens.signed(&varied(&claims, number)), &mut learned, &name);
        }
        // Another subject is another text where one is expected, so that nobody recognises it.
        assert!(learned.recognised() >= 18 || name.contains("subject"), "{name}: {}", learned.recognised());
    }
}

fn varied(claims: &Value, number: i64) -> Value {
    let mut claims = claims.clone();
    if number % 2 == 0 {
        claims["sub"] = json!(format!("consumer-{number}"));
    }
    for name in ["iat", "exp"] {
        claims[name] = json!(claims[name].as_i64().unwrap() - number);
    }
    claims["score"] = json!(number as f64 + 0.25);
    if let Some(name) = claims.get_mut("given_name") {
        *name = json!("Zoë".repeat(1 + number as usize % 3));
    }
    claims
}

#[test]
fn every_fault_is_told_as_all_checks_tell_it() {
    for fault in FAULTS.iter().filter(|fault| fault.prefix() != "jwe") {
        let minted = minted(Some(fault));
        for (judge, plain) in minted.judges() {
            let mut learned = Scratch::default();
            for line in plain.iter().chain([&minted.token]).chain([&minted.token]) {
                agree(&judge, line, &mut learned, fault.id);
            }
        }
    }
}

/// A log is of the past: its tokens have expired, and a few of the last hour have not.
#[test]
fn expired_tokens_are_recognised_and_told_from_others() {
    let tokens = Tokens::new("EdDSA");
    for World { name, judge, claims } in worlds(&tokens) {
        let mut learned = Scratch::default();
        for number in 0..20 {
            let mut claims = varied(&claims, number);
            let ago = if number % 3 == 0 { 0 } else { 864_000 };
            for time in ["iat", "exp"] {
                claims[time] = json!(claims[time].as_i64().unwrap() - ago);
            }
            agree(&judge, &tokens.signed(&claims), &mut learned, &name);
        }
        assert!(learned.recognised() >= 16 || name.contains("subject"), "{name}: {}", learned.recognised());
    }
}

/// What a policy does not ask needs nothing to be known of a token.
#[test]
fn what_is_switched_off_stands_in_no_tokens_way() {
    let tokens = Tokens::new("EdDSA");
    let recognised = |World { name, judge, claims }: &World| {
        let mut learned = Scratch::default();
        for number in 0..3 {
            let mut claims = varied(claims, number);
            claims["exp"] = json!(NOW + 30 * 86_400);
            agree(judge, &tokens.signed(&claims), &mut learned, name);
        }
        learned.recognised()
    };
    let worlds = worlds(&tokens);
    // The last two are under a policy that does not ask `lifetime-long`.
    assert_eq!([&worlds[0], &worlds[worlds.len() - 2]].map(recognised), [0, 2]);
}

/// At the very second, one before and one after each limit that a time has.
#[test]
fn times_are_told_to_the_second() {
    let tokens = Tokens::new("EdDSA");
    for World { name, judge, claims } in worlds(&tokens).into_iter().step_by(3) {
        let mut learned = Scratch::default();
        for claim in ["exp", "iat", "nbf", "auth_time", "updated_at"] {
            for around in [
                -90_001,
                -90_000,
                -3_660,
                -3_600,
                -60,
                0,
                60,
                3_540,
                3_600,
                86_400,
                89_940,
                90_000,
                100_000_000_000 - NOW,
            ] {
                for step in [-1, 0, 1] {
                    agree(&judge, &tokens.signed(&claims), &mut learned, &name);
                    let mut other = claims.clone();
                    other[claim] = json!(NOW + around + step);
                    agree(&judge, &tokens.signed(&other), &mut learned, &format!("{name}, {claim}"));
                }
            }
        }
        assert!(learned.recognised() > 30, "{name}: {}", learned.recognised());
    }
}

/// Each value of a good token in turn replaced by each of these.
#[test]
fn odd_values_are_told_as_all_checks_tell_them() {
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e30),
        json!(""),
        json!(" "),
        json!("null"),
        json!("undefined"),
        json!("a"),
        json!("\u{7f}é\u{2028}"),
        json!("a\"b\\c\n"),
        json!("x".repeat(256)),
        json!("marta@mail.example"),
        json!("+34911222333"),
        json!("1984-02-30"),
        json!("2000"),
        json!("EUR"),
        json!("MALE"),
        json!(31),
        json!(13),
        json!(2_100),
        json!([]),
        json!(["a"]),
        json!({}),
        json!({"year": 2001, "month": 2, "day": 29}),
        json!("x".repeat(2_100)),
    ];
    let tokens = Tokens::new("EdDSA");
    for World { name, judge, claims } in worlds(&tokens).into_iter().step_by(5) {
        let mut learned = Scratch::default();
        agree(&judge, &tokens.signed(&claims), &mut learned, &name);
        for pointer in mutated::pointers(&claims) {
            for value in &odd {
                let mut other = claims.clone();
                *other.pointer_mut(&pointer).unwrap() = value.clone();
                agree(&judge, &tokens.signed(&other), &mut learned, &format!("{name}, {pointer}"));
            }
        }
        assert!(learned.recognised() > 10, "{name}: {}", learned.recognised());
    }
}

#[test]
fn a_forged_signature_is_never_recognised() {
    let tokens = Tokens::new("EdDSA");
    let World { judge, claims, .. } = worlds(&tokens).remove(0);
    let good = tokens.signed(&varied(&claims, 0));
    let other = tokens.signed(&varied(&claims, 2));
    let mut learned = Scratch::default();
    agree(&judge, &good, &mut learned, "good");
    let (message, _) = good.rsplit_once('.').unwrap();
    let (_, signature) = other.rsplit_once('.').unwrap();
    for forged in [
        format!("{message}.{signature}"),
        format!("{message}."),
        message.to_owned(),
        format!("{good}."),
        format!("{good}A"),
    ] {
        let LineVerdict::Judged(judged) = agree(&judge, &forged, &mut learned, "forged") else { continue };
        assert!(!judged.verified && !judged.failures.is_empty(), "{forged}");
    }
    assert_eq!(learned.recognised(), 0);
    agree(&judge, &other, &mut learned, "another good one");
    assert_eq!(learned.recognised(), 1);
}

/// The same claim twice, whether it was learned so or is put together from what was.
#[test]
fn a_claim_that_is_there_twice_is_never_recognised() {
    let tokens = Tokens::new("EdDSA");
    let World { judge, claims, .. } = worlds(&tokens).remove(0);
    let mut learned = Scratch::default();
    let text = claims.to_string();
    let inner = text.trim_start_matches('{').trim_end_matches('}');
    for _ in 0..2 {
        for twice in [
            text.clone(),
            format!("{{{inner},\"sub\":\"c7f2b1d49e0a4b6f8d31\"}}"),
            format!("{{{inner},\"s\\u0075b\":\"c7f2b1d49e0a4b6f8d31\"}}"),
            format!("{{{inner},\"more\":\"a\"}}"),
            format!("{{{inner},\"more\":\"a\",\"more\":\"b\"}}"),
            format!("{{{inner},\"more\":{{\"a\":1,\"a\":1}}}}"),
            format!("{{{inner},}}"),
            format!("{{ {inner} }}"),
            format!("{text} "),
        ] {
            agree(&judge, &tokens.signed_text(&twice), &mut learned, "twice");
        }
    }
    assert_eq!(learned.recognised(), 3, "the plain one, the one with a claim more, and the one with blanks");
}

#[test]
fn tokens_of_the_corpus_are_told_as_all_checks_tell_them() {
    let Some(folder) = crate::corpus::folder("tokens") else { return };
    let mut seen = 0;
    for judge in mutated::judges_of_corpus(&folder) {
        let mut learned = Scratch::default();
        for _ in 0..2 {
            for token in mutated::lines_of_corpus(&folder) {
                agree(&judge, &token, &mut learned, "corpus");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen} tokens");
}
