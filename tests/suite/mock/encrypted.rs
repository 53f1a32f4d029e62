//! Clients that get encrypted tokens.

use super::world::{Site, claims, code_grant, code_request, json, parameter, request_with};
use lpauth::flow::mint::{Recipient, USUAL_ENC};
use lpauth::jose::envelope::Keyring;
use lpauth::model::token::Token;
use serde_json::json;
use std::sync::Arc;

fn site() -> Site {
    let key = Arc::new(crate::sample::recipient().clone());
    Site::with_client(|client| client.recipient = Some(Recipient::new(key, None, USUAL_ENC, None).unwrap()))
}

/// Opens a token as LivePerson would; its outer and its inner header.
fn opened(text: &str) -> (serde_json::Value, serde_json::Value) {
    let token = Token::parse("token", text, Vec::new());
    let keyring = Keyring { keys: vec![("lp-1".to_owned(), crate::sample::recipient().clone())], ..Keyring::default() };
    let envelope = keyring.open(&token).expect(text);
    let header = |token: &Token| token.header.json().unwrap().root.to_value();
    (header(&token), header(envelope.inner().expect("a token inside")))
}

#[test]
fn tokens_of_both_endpoints_and_of_a_refresh_are_nested() {
    let mut site = site();
    let reply = site.log_in(&request_with(&[("response_type", "code id_token"), ("nonce", "n-1")]));
    let (outer, inner) = opened(&parameter(&reply, "id_token").unwrap());
    assert_eq!(outer, json!({ "alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JWT", "kid": "lp-1" }));
    assert_eq!(inner, json!({ "alg": "RS256", "typ": "JWT", "kid": "brand-1" }));
    let tokens = json(&site.redeem(&code_grant(&parameter(&reply, "code").unwrap())));
    opened(tokens["id_token"].as_str().unwrap());
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap())];
    opened(json(&site.redeem(&refresh))["id_token"].as_str().unwrap());
}

#[test]
fn the_metadata_says_what_tokens_can_be_encrypted_by() {
    let metadata = json(&site().get("/.well-known/openid-configuration"));
    let listed = |name: &str| metadata[name].as_array().unwrap().iter().map(|one| one.to_string()).collect::<Vec<_>>();
    assert!(listed("id_token_encryption_alg_values_supported").contains(&"\"RSA-OAEP-256\"".to_owned()));
    assert!(listed("id_token_encryption_enc_values_supported").contains(&"\"A256GCM\"".to_owned()));
    assert!(!metadata.to_string().contains("RSA1_5") && !metadata.to_string().contains("PBES2"));
    let plain = json(&Site::new().get("/.well-known/openid-configuration"));
    assert!(plain.get("id_token_encryption_alg_values_supported").is_none());
}

#[test]
fn other_clients_get_signed_tokens() {
    let mut site = Site::with(|config| {
        let key = Arc::new(crate::sample::recipient().clone());
        let mut other = config.issuers[0].clients[0].clone();
        other.id = "somebody-else".to_owned();
        other.recipient = Some(Recipient::new(key, None, USUAL_ENC, None).unwrap());
        config.issuers[0].clients.push(other);
    });
    site.fault("jwe.no-cty").unwrap();
    let code = parameter(&site.log_in(&code_request()), "code").unwrap();
    assert_eq!(claims(&site.redeem(&code_grant(&code)))["aud"], "lp-acmebank");
}

#[test]
fn a_key_that_is_not_for_it_is_refused() {
    let refused = |key, alg, enc| Recipient::new(Arc::new(key), Some(alg), enc, None).unwrap_err().0;
    let recipient = || crate::sample::recipient().clone();
    assert_eq!(refused(recipient(), "RSA1_5", USUAL_ENC), "RSA1_5 is only read, never made");
    assert_eq!(refused(recipient(), "ECDH-ES", USUAL_ENC), "its kty is RSA, ECDH-ES takes EC or OKP");
    assert_eq!(refused(recipient(), "RSA_OAEP_256", USUAL_ENC), "alg “RSA_OAEP_256” is not known");
    assert_eq!(refused(crate::sample::rsa().clone(), "RSA-OAEP", USUAL_ENC), "its use is “sig”, not “enc”");
}
