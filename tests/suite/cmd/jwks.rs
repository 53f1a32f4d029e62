//! `lpauth jwks`.

use crate::jose::{key, marked};
use crate::support::World;
use lpauth::edge::files::Access;
use lpauth::jose::key::{Curve, Key, Kind};
use lpauth::jose::key_file::pem;
use serde_json::{Value, json};

const URL: &str = "https://login.brand.example/jwks";

#[test]
fn a_set_is_listed_as_a_table() {
    let run = World::new().file("keys.json", set(&[&old(), &new()])).run("jwks keys.json");
    insta::assert_snapshot!(run.stdout, @r#"
    kid  type      use  alg  thumbprint                                   certificate
    old  EC P-256  sig  -    yMe6n09CMGeQdQa2j6-35TVo2QTxkrM2GSDcUFv3ywE  -
    new  EC P-256  sig  -    pGqju6xUpdwSew-0F50dYoxS_yE3xUyBLNU_W1KG8EM  -
    "#);
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
}

#[test]
fn what_is_wrong_with_single_keys_stands_below_the_table() {
    let keys = [
        json!({ "kty": "OKP", "crv": "Ed448", "x": "AA" }),
        key(Kind::Oct(256), 1).jwk(),
        old().jwk(),
        key(Kind::Rsa(1024), 1).public_jwk().unwrap(),
        with_certificate(),
    ];
    let run = World::new().file("keys.json", json!({ "keys": keys }).to_string()).run("jwks keys.json");
    insta::assert_snapshot!(run.stdout, @r#"
    kid        type        use  alg  thumbprint                                   certificate
    -          unreadable  -    -    -                                            -
    -          oct 256     -    -    5taEZnWTLROdOHeocSMVhNUUU3Ft-JpwKM7fyeQxAmw  -
    old        EC P-256    sig  -    yMe6n09CMGeQdQa2j6-35TVo2QTxkrM2GSDcUFv3ywE  -
    -          RSA 1024    -    -    EtUYXo1jXPVswnaox2XLnxNnhTZb0NogJ9r1cImau0k  -
    certified  Ed25519     -    -    9QvAkuJr19lM1eqGv-Euva5TNtsv2hFhHqZYuvVG-cE  2026-11-22 to 2036-11-19
    ! key number 1: crv Ed448 is a curve lpauth does not know
    ! key number 2: a shared secret: whoever reads it can sign
    ! “old”: a private key: whoever reads it can sign
    ! key number 4: 1024 bits can be broken, 2048 are the least (RFC 7518 §3.3)
    ! “certified”: its certificate is about another key
    "#);
    assert_eq!(run.exit, 0);
}

#[test]
fn kids_that_several_keys_have_stand_below_the_table() {
    let twice = |seed| {
        let mut jwk = key(Kind::Ec(Curve::P256), seed).public_jwk().unwrap();
        jwk["kid"] = "same".into();
        jwk
    };
    let keys = json!({ "keys": [twice(1), old().public_jwk(), twice(2)] });
    let run = World::new().file("keys.json", keys.to_string()).run("jwks keys.json");
    assert!(run.stdout.ends_with("! “same”: the kid of 2 keys, so it does not tell them apart\n"), "{}", run.stdout);
    assert_eq!(run.stdout.matches('!').count(), 1);
}

#[test]
fn a_certificate_is_listed_with_its_dates() {
    let world = World::new().file("cert.pem", fixture("rsa.cert.pem"));
    let run = world.run("jwks cert.pem");
    assert!(run.stdout.contains("2026-11-22 to 2036-11-19"), "{}", run.stdout);
    assert!(run.stdout.ends_with("! key number 1: its certificate does not hold today\n"), "{}", run.stdout);
    // 2030-01-01
    let run = world.at(1_893_456_000).run("jwks cert.pem");
    assert!(!run.stdout.contains('!'), "{}", run.stdout);
}

#[test]
fn nothing_private_is_printed() {
    let private = old().jwk();
    let world = World::new().file("keys.json", private.to_string());
    for arguments in ["", "--format json"] {
        let run = world.run(&format!("jwks keys.json {arguments}"));
        assert!(!run.stdout.contains(private["d"].as_str().unwrap()));
    }
}

#[test]
fn a_set_is_listed_as_json() {
    let run = World::new().file("keys.json", set(&[&new()])).run("jwks keys.json --format json");
    let row = &json(&run.stdout)[0];
    assert_eq!((&row["kid"], &row["crv"], &row["use"]), (&json!("new"), &json!("P-256"), &json!("sig")));
    assert_eq!(row["thumbprint"], json!(new().thumbprint()));
    assert_eq!((&row["private"], &row["problem"]), (&json!(false), &Value::Null));
}

#[test]
fn a_key_is_found_by_its_kid() {
    let world = World::new().file("keys.json", set(&[&old(), &new()]));
    let run = world.run("jwks keys.json --kid new");
    assert_eq!((run.exit, run.stdout.lines().count()), (0, 2));
    let run = world.run("jwks keys.json --kid gone");
    let expected = "lpauth: no key of keys.json has the kid “gone”\n  hint: its kids are: “old”, “new”\n";
    assert_eq!((run.exit, run.stdout.as_str(), run.stderr.as_str()), (1, "", expected));
}

#[test]
fn a_set_comes_from_anywhere() {
    let world = World::new()
        .serves(URL, "application/json", &set(&[&new()]))
        .file("key.pem", pem("PUBLIC KEY", &new().to_spki().unwrap()).unwrap().as_bytes())
        .stdin(set(&[&new()]));
    for source in [URL, "key.pem", "-"] {
        let run = world.run(&format!("jwks {source}"));
        assert!(run.exit == 0 && run.stdout.contains(&new().thumbprint()), "{source}: {}", run.stderr);
    }
    assert_eq!(world.requests(), [URL]);
}

#[test]
fn what_is_no_set_is_said() {
    let world = World::new().serves(URL, "text/html", "<html>").file("bad.json", "{\"keys\": [}").file("none", "hello");
    let error = |source: &str| {
        let run = world.run(&format!("jwks {source}"));
        (run.exit, run.stderr.lines().next().unwrap_or_default().to_owned())
    };
    assert_eq!(error(URL), (3, format!("lpauth: {URL}: an HTML page, not JSON")));
    assert_eq!(error("bad.json"), (3, "lpauth: bad.json:1:11: no JSON value begins here".to_owned()));
    assert_eq!(
        error("none"),
        (3, "lpauth: none: there is no key in it: it is text that is neither PEM, JWK nor base64".to_owned())
    );
    assert_eq!(error("missing.json").0, 3);
    assert_eq!(error("https://nobody.example/jwks").0, 4);
}

#[test]
fn a_key_is_added_with_its_public_half_only() {
    let world = World::new()
        .file("keys.json", r#"{"note": "kept", "keys": [{"kty": "odd", "kid": "odd"}]}"#)
        .file("new.pem", pem("PRIVATE KEY", &new().to_pkcs8().unwrap()).unwrap().as_bytes());
    let run = world.run("jwks add keys.json new.pem --kid 2026");
    let expected = "keys.json: added “2026”, EC P-256 (the public half; the private one stays where it is)\n";
    assert_eq!((run.exit, run.stderr.as_str()), (0, expected));
    let mut jwk = key(Kind::Ec(Curve::P256), 2).public_jwk().unwrap();
    jwk["kid"] = json!("2026");
    let wanted = json!({ "note": "kept", "keys": [{ "kty": "odd", "kid": "odd" }, jwk] });
    assert_eq!(json(&world.read("keys.json")), wanted);
    let again = world.run("jwks add keys.json new.pem --kid 2026");
    assert_eq!((again.exit, again.stderr.lines().next().unwrap()), (2, "lpauth: the set has a key “2026” already"));
}

#[test]
fn a_set_is_begun_by_adding() {
    let world =
        World::new().file("new.json", new().jwk().to_string()).file("secret", key(Kind::Oct(256), 1).jwk().to_string());
    assert_eq!(world.run("jwks add keys.json new.json").exit, 0);
    assert_eq!(json(&world.read("keys.json")), json!({ "keys": [new().public_jwk()] }));
    let run = world.run("jwks add keys.json secret");
    assert_eq!(
        run.stderr,
        "lpauth: oct 256 does not belong into a published set: whoever reads a shared secret can sign\n  \
         hint: publish public keys alone: `lpauth keygen --from FILE --format jwks` prints them\n"
    );
}

#[test]
fn a_key_is_removed_by_its_kid() {
    let world = World::new().file("keys.json", set(&[&old(), &new()]));
    assert_eq!(
        world.run("jwks remove keys.json gone").stderr,
        "lpauth: the set has no key “gone”\n  hint: its kids are: old, new\n"
    );
    assert_eq!(world.run("jwks remove keys.json old").stderr, "keys.json: removed “old”\n");
    assert_eq!(json(&world.read("keys.json")), json!({ "keys": [new().public_jwk()] }));
    assert!(world.run("jwks remove keys.json new").stderr.contains("warning: the set has no key with a kid now"));
}

#[test]
fn a_rotation_is_written_stage_by_stage() {
    let world = World::new().file("keys.json", set(&[&old()])).file("new.json", new().jwk().to_string());
    let run = world.run("jwks rotate keys.json --next new.json");
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    assert_eq!(json(&world.read("1-publish.jwks.json")), json!({ "keys": [old().public_jwk(), new().public_jwk()] }));
    assert_eq!(json(&world.read("4-retire.jwks.json")), json!({ "keys": [new().public_jwk()] }));
    assert_eq!(world.read("keys.json"), set(&[&old()]));
    insta::assert_snapshot!(run.stdout, @r#"
    1 publish  Put 1-publish.jwks.json in the place of the set. It has both keys. Go on signing with
               “old”, and see to it that every token names that kid in its header: with two keys and no
               kid LivePerson refuses a token (1042).
    2 wait     Until every copy of the old set is gone. LivePerson does not document how long it keeps
               one; the Cache-Control of your set, and a day at least, is our advice.
    3 switch   Sign with new.json, kid “new”. While LivePerson still has the old set it refuses such a
               token (1041): then sign with “old” again, and wait.
    4 retire   When the last token signed with “old” has expired, publish 4-retire.jwks.json.
    no set?    If LivePerson has your key in its “JWT Public Key” field there is no overlap: change the
               field when you switch. It takes what `lpauth keygen --from new.json --console` prints.
    "#);
}

#[test]
fn a_rotation_makes_the_next_key_itself() {
    let world = World::new().file("keys.json", set(&[&old()])).file("out/README", "");
    assert_eq!(world.run("jwks rotate keys.json --out out").exit, 0);
    assert_eq!(world.access("out/next.pem"), Access::Private);
    let jwk = json(&world.read("out/4-retire.jwks.json"))["keys"][0].clone();
    assert_eq!((&jwk["alg"], &jwk["use"]), (&json!("RS256"), &json!("sig")));
    let again = world.run("jwks rotate keys.json --out out");
    assert_eq!(
        (again.exit, again.stderr.lines().next().unwrap()),
        (3, "lpauth: out/1-publish.jwks.json exists already")
    );
}

#[test]
fn a_rotation_needs_to_know_what_to_retire() {
    let nameless = marked(old(), |key| key.kid = None);
    let error = |keys: &[&Key], arguments: &str| {
        let run = World::new().file("keys.json", set(keys)).run(&format!("jwks rotate keys.json {arguments}"));
        (run.exit, run.stderr.lines().next().unwrap_or_default().to_owned())
    };
    assert_eq!(
        error(&[&old(), &new()], ""),
        (2, "lpauth: the set has several keys, and one is to be retired: name it with --retire".to_owned())
    );
    assert_eq!(error(&[&old()], "--retire gone"), (2, "lpauth: the set has no key “gone”".to_owned()));
    let (exit, message) = error(&[&nameless], "");
    assert!(exit == 2 && message.contains("has no kid") && message.contains("1042"), "{message}");
}

fn old() -> Key {
    marked(key(Kind::Ec(Curve::P256), 1), |key| {
        key.kid = Some("old".to_owned());
        key.purpose = Some("sig".to_owned());
    })
}

fn new() -> Key {
    marked(key(Kind::Ec(Curve::P256), 2), |key| {
        key.kid = Some("new".to_owned());
        key.purpose = Some("sig".to_owned());
    })
}

/// An RSA key with a certificate that is about another key.
fn with_certificate() -> Value {
    let text = fixture("rsa.cert.pem");
    let body: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    let mut jwk = key(Kind::Ed25519, 1).public_jwk().unwrap();
    jwk["kid"] = json!("certified");
    jwk["x5c"] = json!([body]);
    jwk
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn set(keys: &[&Key]) -> String {
    let jwks: Vec<_> = keys.iter().map(|key| key.public_jwk()).collect();
    json!({ "keys": jwks }).to_string()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_kid_cannot_steer_the_terminal() {
    let mut key = old().public_jwk().unwrap();
    key["kid"] = "a\u{1b}[31mb\u{202e}c".into();
    let set = json!({ "keys": [key] }).to_string();
    let world = World::new().file("set.json", set);
    for line in [
        "jwks set.json",
        "jwks set.json --format json",
        "jwks set.json --kid x",
        "jwks remove set.json x",
        "jwks rotate set.json --out /",
        "keygen --from set.json",
        "mint --key set.json",
    ] {
        let run = world.run(line);
        let steers = |text: &str| text.contains(['\u{1b}', '\u{202e}']);
        assert!(!steers(&run.stdout) && !steers(&run.stderr), "{line}: {run:?}");
    }
}

#[test]
fn an_empty_set_has_nothing_to_retire() {
    let run = World::new().file("set.json", "{\"keys\":[]}").run("jwks rotate set.json");
    assert!(run.exit == 2 && run.stderr.contains("no key to retire"), "{run:?}");
}
