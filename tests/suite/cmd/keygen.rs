//! `lpauth keygen`.

use crate::jose::{key, read};
use crate::support::{Run, World};
use lpauth::edge::files::Access;
use lpauth::jose::key::{Curve, Kind};
use lpauth::jose::key_file::pem;
use serde_json::{Value, json};

#[test]
fn a_new_pair_is_written_to_three_files() {
    let world = World::new();
    let run = world.run("keygen --out brand");
    assert_eq!((run.exit, run.stdout.as_str()), (0, ""));
    assert_eq!(world.files(), ["brand.jwks.json", "brand.pem", "brand.pub.pem"]);
    assert_eq!(world.access("brand.pem"), Access::Private);
    assert_eq!(world.access("brand.pub.pem"), Access::Shared);
    assert!(world.read("brand.pem").starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert!(world.read("brand.pub.pem").starts_with("-----BEGIN PUBLIC KEY-----\n"));
    let jwk = json(&world.read("brand.jwks.json"))["keys"][0].clone();
    assert_eq!((&jwk["use"], &jwk["alg"], &jwk["kty"]), (&json!("sig"), &json!("RS256"), &json!("RSA")));
    assert_eq!(jwk["kid"], json!(read(&jwk).unwrap().thumbprint()));
    assert!(jwk.get("d").is_none());
    let kid = jwk["kid"].as_str().unwrap();
    let expected = format!(
        "wrote brand.pem: the private key, not encrypted, readable by you alone\nwrote brand.pub.pem: the public key\n\
         wrote brand.jwks.json: the public key as a JWK set\nRSA 2048, kid {kid}\n"
    );
    assert_eq!(run.stderr, expected);
}

#[test]
fn a_directory_gets_files_of_their_own_names() {
    let world = World::new().file("keys/README", "");
    assert_eq!(world.run("keygen --type ed25519 --out keys").exit, 0);
    assert_eq!(world.run("keygen --type ed25519 --out new/").exit, 0);
    assert_eq!(world.run("keygen --type ed25519").exit, 0);
    let files = world.files();
    assert!(["key.pem", "keys/key.pem", "new/key.pem"].iter().all(|file| files.iter().any(|found| found == file)));
}

#[test]
fn files_that_exist_are_never_lost() {
    let world = World::new().file("brand.jwks.json", "precious");
    let run = world.run("keygen --type ed25519 --out brand");
    assert_eq!(
        (run.exit, run.stderr.as_str()),
        (3, "lpauth: brand.jwks.json exists already\n  hint: choose another --out, or pass --force to replace it\n")
    );
    assert_eq!(world.files(), ["brand.jwks.json"]);
    assert_eq!(world.run("keygen --type ed25519 --out brand --force").exit, 0);
    assert_ne!(world.read("brand.jwks.json"), "precious");
}

#[test]
fn the_algorithm_decides_the_kind_and_the_kind_the_algorithm() {
    for (arguments, kind, alg, purpose) in [
        ("--alg PS256", "RSA 2048", "PS256", "sig"),
        ("--bits 3072", "RSA 3072", "RS256", "sig"),
        ("--alg ES256", "EC P-256", "ES256", "sig"),
        ("--type p-384", "EC P-384", "ES384", "sig"),
        ("--type p-521", "EC P-521", "ES512", "sig"),
        ("--alg ES256K", "EC secp256k1", "ES256K", "sig"),
        ("--alg EdDSA", "Ed25519", "EdDSA", "sig"),
        ("--alg HS384", "oct 384", "HS384", "sig"),
        ("--use enc", "RSA 2048", "RSA-OAEP-256", "enc"),
        ("--use enc --type p-256", "EC P-256", "ECDH-ES", "enc"),
        ("--alg ECDH-ES", "EC P-256", "ECDH-ES", "enc"),
        ("--use enc --type x25519", "X25519", "ECDH-ES", "enc"),
        ("--alg RSA-OAEP-512", "RSA 2048", "RSA-OAEP-512", "enc"),
        ("--alg A128KW", "oct 128", "A128KW", "enc"),
        ("--alg A192GCMKW", "oct 192", "A192GCMKW", "enc"),
        ("--use enc --type hmac", "oct 256", "A256KW", "enc"),
        ("--use enc --type hmac --alg dir --bits 512", "oct 512", "dir", "enc"),
        ("--alg dir", "oct 256", "dir", "enc"),
    ] {
        let world = World::new();
        let jwk = json(&world.run(&format!("keygen {arguments} --format private-jwk")).stdout);
        assert_eq!(read(&jwk).unwrap().kind().to_string(), kind, "{arguments}");
        assert_eq!((&jwk["alg"], &jwk["use"]), (&json!(alg), &json!(purpose)), "{arguments}");
        assert!(world.files().is_empty());
    }
}

#[test]
fn what_cannot_be_made_is_refused() {
    for (arguments, message) in [
        ("--bits 1024", "--bits 1024: RSA keys are made with 2048 to 4096 bits, in steps of 8"),
        ("--bits 8192", "--bits 8192: RSA keys are made with 2048 to 4096 bits, in steps of 8"),
        ("--type ed25519 --bits 256", "--bits has no meaning for Ed25519: the curve decides"),
        ("--alg HS512 --bits 256", "--bits 256: the secret takes 512 bits or more, in steps of 8"),
        ("--type rsa --alg ES256", "ES256 is not an algorithm that signs with RSA 2048"),
        ("--type x25519", "no algorithm signs with X25519"),
        ("--type ed25519 --use enc", "no algorithm encrypts with Ed25519"),
        ("--type secp256k1 --use enc", "no algorithm encrypts with EC secp256k1"),
        ("--alg A192KW --bits 256", "--bits 256: A192KW takes a secret of 192 bits"),
        ("--alg dir --bits 200", "--bits 200: dir takes a secret of 128, 192, 256, 384, 512 bits"),
        ("--type hmac --alg RSA-OAEP", "RSA-OAEP is not an algorithm that encrypts with oct 256"),
        ("--type rsa --alg A128KW", "A128KW is not an algorithm that encrypts with RSA 2048"),
        ("--alg HS256 --format jwks", "a shared secret has no public half"),
    ] {
        let run = World::new().run(&format!("keygen {arguments}"));
        assert_eq!(
            (run.exit, run.stderr.lines().find(|line| line.starts_with("lpauth")).unwrap()),
            (2, format!("lpauth: {message}").as_str())
        );
    }
}

#[test]
fn a_secret_is_written_as_a_private_jwk() {
    let world = World::new();
    let run = world.run("keygen --alg HS256 --out secret");
    assert_eq!(world.files(), ["secret.jwk.json"]);
    assert_eq!(world.access("secret.jwk.json"), Access::Private);
    assert!(
        run.stderr.starts_with("warning: a shared secret is for testing refusals: LivePerson documents RS256 only\n")
    );
    let run = world.run("keygen --alg A256GCMKW --out wrapping");
    assert_eq!(world.access("wrapping.jwk.json"), Access::Private);
    assert!(run.stderr.contains("LivePerson documents RSA-OAEP-256 only"), "{}", run.stderr);
    world.put("brand.jwk", crate::sample::rsa().jwk().to_string());
    let run = world.run("mint --key brand.jwk --encrypt-to wrapping.jwk.json");
    assert_eq!((run.exit, run.stdout.matches('.').count()), (0, 4), "{}", run.stderr);
}

#[test]
fn the_private_key_is_encrypted_with_a_passphrase_that_is_never_an_argument() {
    let prompted = World::new().person(&["open sesame"]);
    assert_eq!(prompted.run("keygen --type ed25519 --out k --passphrase").exit, 0);
    assert_eq!(prompted.prompts(), ["Passphrase"]);
    let filed = World::new().file("pw", "open sesame\n");
    assert_eq!(filed.run("keygen --type ed25519 --out k --passphrase-file pw").exit, 0);
    let set = World::new().variable("PW", "open sesame");
    assert_eq!(set.run("keygen --type ed25519 --out k --passphrase-env PW").exit, 0);
    for world in [prompted, filed, set] {
        let text = world.read("k.pem");
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        let there = World::new().file("k.pem", &text).variable("PW", "open sesame").variable("NO", "no");
        assert!(there.run("keygen --from k.pem --passphrase-env PW").stdout.contains("private"));
        let wrong = there.run("keygen --from k.pem --passphrase-env NO").stderr;
        let told = "lpauth: k.pem: the private key is encrypted with another passphrase\n  hint: ";
        assert!(wrong.starts_with(told) && wrong.contains("the right passphrase"), "{wrong}");
        let asked = there.clone().person(&["open sesame"]);
        assert!(asked.run("keygen --from k.pem").stdout.contains("an encrypted PKCS#8 private key, in PEM"));
    }
    assert_eq!(World::new().run("keygen --passphrase").exit, 2);
    let told = "lpauth: the environment variable NOBODY holds no passphrase\n  hint: put the passphrase there";
    assert!(World::new().run("keygen --passphrase-env NOBODY").stderr.starts_with(told));
}

#[test]
fn an_encrypted_key_stays_encrypted_unless_told() {
    let sealed = World::new().variable("PW", "open sesame");
    assert_eq!(sealed.run("keygen --type ed25519 --out k --passphrase-env PW").exit, 0);
    assert_eq!(sealed.run("keygen --from k.pem --passphrase-env PW --out same").exit, 0);
    assert!(sealed.read("same.pem").contains("ENCRYPTED"));
    assert_eq!(sealed.run("keygen --from k.pem --passphrase-env PW --out open --plain").exit, 0);
    assert!(!sealed.read("open.pem").contains("ENCRYPTED"));
    let run = sealed.clone().person(&["open sesame"]).run("keygen --from k.pem --out asked");
    assert!(
        run.stderr.ends_with("warning: the private key had a passphrase and has none now; --passphrase asks for one\n")
    );
}

#[test]
fn a_key_of_any_form_is_described() {
    let made = key(Kind::Ec(Curve::P256), 1);
    let world = World::new()
        .file("odd name.txt", pem("PRIVATE KEY", &made.to_pkcs8().unwrap()).unwrap().as_bytes())
        .file("set.json", json!({ "keys": [made.public_jwk(), key(Kind::Ed25519, 1).public_jwk()] }).to_string());
    let run = world.run_args(&["keygen", "--from", "odd name.txt"]);
    let expected = format!(
        "type         EC P-256\nhalf         private\nform         a PKCS#8 private key, in PEM\nthumbprint   {}\n",
        made.thumbprint()
    );
    assert_eq!((run.exit, run.stdout, run.stderr), (0, expected, String::new()));
    let run = world.run("keygen --from set.json");
    assert_eq!(run.stdout.matches("a JWK set, in JSON").count(), 2);
    let run = world.clone().stdin(made.to_spki().unwrap()).run("keygen --from -");
    assert!(run.stdout.contains("a public key (SPKI), in DER"));
}

#[test]
fn small_keys_are_read_and_warned_about() {
    let small = key(Kind::Rsa(1024), 1);
    let world = World::new().file("lp.pem", pem("PUBLIC KEY", &small.to_spki().unwrap()).unwrap().as_bytes());
    for arguments in ["", "--console", "--format jwks", "--out x"] {
        let run = world.run(&format!("keygen --from lp.pem {arguments}"));
        assert_eq!(run.exit, 0, "{arguments}: {}", run.stderr);
        assert!(run.stderr.contains("warning: an RSA key of 1024 bits can be broken"), "{arguments}");
    }
}

#[test]
fn every_form_converts_into_every_other() {
    let made = key(Kind::Ec(Curve::P256), 1);
    let world = World::new().file("k", made.jwk().to_string());
    for format in ["pem", "public-pem", "spki", "jwk", "jwks", "private-jwk", "private-jwks"] {
        let run = world.run(&format!("keygen --from k --format {format}"));
        assert_eq!((run.exit, run.stderr.as_str()), (0, ""), "{format}");
        let back = World::new().file("k", &run.stdout).run("keygen --from k");
        assert!(back.stdout.contains(&made.thumbprint()), "{format}");
        let private = format == "pem" || format.starts_with("private");
        assert_eq!(back.stdout.contains("half         private"), private, "{format}");
    }
    let run = world.run("keygen --from k --console");
    assert_eq!(run.stdout, world.run("keygen --from k --format spki").stdout);
    assert_eq!(run.stderr, "warning: LivePerson documents RS256 only, which takes an RSA key\n");
    let public = World::new().file("k", made.public_jwk().unwrap().to_string());
    assert!(public.run("keygen --from k --format pem").stderr.starts_with("lpauth: it is a public key\n  hint: "));
    assert_eq!(public.run("keygen --from k --out x").exit, 0);
    assert_eq!(public.files(), ["k", "x.jwks.json", "x.pub.pem"]);
}

#[test]
fn one_key_of_several_is_chosen_by_its_kid() {
    let jwk = |kid: &str, seed| {
        let mut jwk = key(Kind::Ed25519, seed).jwk();
        jwk["kid"] = json!(kid);
        jwk
    };
    let world = World::new().file("set", json!({ "keys": [jwk("a", 1), jwk("b", 2)] }).to_string());
    assert_eq!(
        world.run("keygen --from set --console").stderr,
        "lpauth: there are 2 keys, and one is needed\n  hint: choose one with --kid, by its kid or thumbprint\n"
    );
    assert!(world.run("keygen --from set --kid b").stdout.contains(&key(Kind::Ed25519, 2).thumbprint()));
    let told = "lpauth: no key of set has the kid or thumbprint “c”\n  hint: `lpauth jwks FILE` lists";
    assert!(world.run("keygen --from set --kid c").stderr.starts_with(told));
    assert_eq!(json(&world.run("keygen --from set --format jwks").stdout)["keys"].as_array().unwrap().len(), 2);
}

#[test]
fn a_key_that_is_read_is_marked_as_told() {
    let world = World::new().file("k", key(Kind::Rsa(2048), 1).jwk().to_string());
    let marks = |arguments: &str| {
        let jwk = json(&world.run(&format!("keygen --from k --format jwk {arguments}")).stdout);
        (jwk["use"].clone(), jwk["alg"].clone(), jwk["kid"].clone())
    };
    let thumbprint = json!(key(Kind::Rsa(2048), 1).thumbprint());
    assert_eq!(marks(""), (Value::Null, Value::Null, thumbprint.clone()));
    assert_eq!(marks("--alg RS256"), (json!("sig"), json!("RS256"), thumbprint.clone()));
    assert_eq!(marks("--alg RSA-OAEP-256 --kid e"), (json!("enc"), json!("RSA-OAEP-256"), json!("e")));
    assert_eq!(marks("--use enc"), (json!("enc"), Value::Null, thumbprint));
    for arguments in ["--use enc --alg RS256", "--alg ES256"] {
        assert_eq!(world.run(&format!("keygen --from k --format jwk {arguments}")).exit, 2, "{arguments}");
    }
}

#[test]
fn what_is_no_key_comes_with_the_command_that_helps() {
    let run = World::new().file("id_rsa.pub", "ssh-rsa AAAA me@here").run("keygen --from id_rsa.pub");
    let expected = "lpauth: id_rsa.pub: this is an OpenSSH public key, which lpauth does not read\n  hint: ssh-keygen -e -m PKCS8 -f id_rsa.pub\n";
    assert_eq!((run.exit, run.stderr.as_str()), (3, expected));
    assert_eq!(World::new().run("keygen --from nothing").exit, 3);
}

#[test]
fn a_private_key_on_the_terminal_is_pointed_out() {
    let run = World::new().person(&[]).run("keygen --type ed25519 --format pem");
    assert_eq!((run.exit, run.stderr.as_str()), (0, "warning: your private key stands on the terminal now\n"));
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_public_form_of_a_new_key_leaves_the_private_one_in_a_file() {
    let world = World::new();
    let Run { exit, stdout, .. } = world.run("keygen --type ed25519 --console");
    assert_eq!((exit, stdout.lines().count()), (0, 1));
    assert!(world.files().contains(&"key.pem".to_owned()));
}

#[test]
fn a_key_of_several_is_chosen_by_thumbprint_and_a_pair_counts_once() {
    let (one, other) = (key(Kind::Ec(Curve::P256), 1), key(Kind::Ec(Curve::P256), 2));
    let public = |key: &lpauth::jose::key::Key| pem("PUBLIC KEY", &key.to_spki().unwrap()).unwrap().to_string();
    let pair = public(&one) + &pem("PRIVATE KEY", &one.to_pkcs8().unwrap()).unwrap();
    let world = World::new().file("two.pem", public(&one) + &public(&other)).file("pair.pem", pair);
    let run = world.run("keygen --from two.pem --console");
    assert!(run.exit == 2 && run.stderr.contains("by its kid or thumbprint"), "{run:?}");
    let run = world.run(&format!("keygen --from two.pem --console --kid {}", other.thumbprint()));
    assert_eq!((run.exit, run.stdout.is_empty()), (0, false), "{run:?}");
    assert_eq!(world.run("keygen --from pair.pem --console").exit, 0);
}

#[test]
fn a_kid_is_not_empty() {
    for line in ["keygen --format jwk --kid", "mint --key k.pem --kid", "jwks keys.json --kid"] {
        let arguments: Vec<&str> = line.split(' ').chain([""]).collect();
        assert_eq!(World::new().run_args(&arguments).exit, 2, "{line}");
    }
}
