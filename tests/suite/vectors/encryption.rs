//! Published encrypted tokens: the compact ones of RFC 7520 §5, and Wycheproof's.

use super::{read, text, try_key};
use crate::corpus::folder;
use crate::jwe::opened;
use lpauth::jose::jwe::{Opened, WhyNot};
use lpauth::jose::key::Key;
use serde_json::Value;

#[test]
fn rfc_7520_encrypted_tokens_open() {
    let Some(root) = folder("rfc7520") else { return };
    let mut seen = 0;
    let files = std::fs::read_dir(root.join("jwe")).unwrap().map(|entry| entry.unwrap().path());
    for path in files.chain([root.join("curve25519/ecdh-es.json")]) {
        let example = read(&path);
        // Without a compact form there is no token.
        let Some(compact) = example["output"]["compact"].as_str() else { continue };
        let input = &example["input"];
        let key = match input["pwd"].as_str() {
            Some(password) => Key::secret(password.as_bytes()),
            None => try_key(&input["key"]).unwrap(),
        };
        let opened = opened(compact, &key).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(*opened.plaintext, text(&input["plaintext"]).as_bytes(), "{}", path.display());
        assert_eq!(opened.encryption.alg.name, text(&input["alg"]));
        assert_eq!(opened.encryption.enc.name, text(&input["enc"]));
        seen += 1;
    }
    assert_eq!(seen, 10);
}

#[test]
fn wycheproof_encrypted_tokens_are_answered_as_expected() {
    let Some(root) = folder("wycheproof") else { return };
    let mut wrong = Vec::new();
    for (file, count, valid) in [("json_web_encryption_test", 139, 65), ("json_web_crypto_test", 34, 2)] {
        let document = read(&root.join(format!("{file}.json")));
        let (mut seen, mut sound) = (0, 0);
        for group in document["testGroups"].as_array().unwrap() {
            for test in group["tests"].as_array().unwrap().iter().filter(|test| test.get("jwe").is_some()) {
                // The JSON serialization stands there as an object.
                let compact = test["jwe"].as_str().map_or_else(|| test["jwe"].to_string(), str::to_owned);
                let answer = opened(&compact, &try_key(&group["private"]).unwrap());
                if !is_expected(test, &answer) {
                    wrong.push(format!("{file} {} {}: {:?}", test["tcId"], test["comment"], answer.map(|_| ())));
                }
                sound += usize::from(test["result"] == "valid");
                seen += 1;
            }
        }
        assert_eq!((seen, sound), (count, valid), "{file}");
    }
    assert!(wrong.is_empty(), "{} are answered otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

fn is_expected(test: &Value, answer: &Result<Opened, WhyNot>) -> bool {
    let Ok(opened) = answer else { return test["result"] == "invalid" };
    let hex: String = opened.plaintext.iter().map(|byte| format!("{byte:02x}")).collect();
    test["result"] == "valid" && test["pt"].as_str().is_none_or(|expected| expected == hex)
}
