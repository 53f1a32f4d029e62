//! How clients prove who they are at the token endpoint.

use super::world::{ISSUER, Site, basic, code_grant, error, field, text};
use crate::sample;
use crate::support::NOW;
use lpauth::flow::mint::{Draft, Signer};
use lpauth::flow::mock::config::{BasicEncoding, STANDARD_CLIENT};
use lpauth::jose::alg;
use lpauth::jose::key::Key;
use lpauth::model::http::{Reply, Request};
use lpauth::model::login::ClientAuth;
use lpauth::model::secret::Secret;
use lpauth::model::time::Timestamp;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use url::Url;

const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const SECRET: &str = "a secret+with%odd:characters/ and ñ";

fn token_request(fields: &[(&str, &str)]) -> Request {
    Request::form(Url::parse(&format!("{ISSUER}/token")).unwrap(), fields.iter().copied())
}

/// Redeems a new code with these fields besides, and this `Authorization`.
fn redeem(site: &mut Site, more: &[(&str, &str)], authorization: Option<&str>) -> Reply {
    let code = site.code();
    let fields: Vec<_> = code_grant(&code).into_iter().chain(more.iter().copied()).collect();
    let request = token_request(&fields);
    let reply = match authorization {
        Some(field) => site.send(&request.with("authorization", field)),
        None => site.send(&request),
    };
    site.cookies.clear();
    reply
}

fn secretive(methods: &[ClientAuth], encoding: BasicEncoding) -> Site {
    Site::with_client(|client| {
        client.auth = methods.to_vec();
        client.basic = encoding;
        client.secret = Some(Secret::new(SECRET));
    })
}

#[test]
fn basic_is_taken_raw_or_encoded_as_the_client_is_registered() {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let (raw, form) = (basic(STANDARD_CLIENT, SECRET), basic(STANDARD_CLIENT, &encode(SECRET)));
    for (encoding, takes_raw, takes_form) in
        [(BasicEncoding::Either, 200, 200), (BasicEncoding::Raw, 200, 401), (BasicEncoding::Form, 401, 200)]
    {
        let mut site = secretive(&[ClientAuth::Basic], encoding);
        assert_eq!(redeem(&mut site, &[], Some(&raw)).status, takes_raw, "{encoding:?}, raw");
        assert_eq!(redeem(&mut site, &[], Some(&form)).status, takes_form, "{encoding:?}, encoded");
    }
}

#[test]
fn whoever_is_not_the_client_is_challenged() {
    let mut site = secretive(&[ClientAuth::Basic], BasicEncoding::Either);
    let wrong = [
        basic(STANDARD_CLIENT, "wrong"),
        basic(STANDARD_CLIENT, ""),
        basic("unheard-of", SECRET),
        "Basic !!!".to_owned(),
        "Basic bm9jb2xvbg==".to_owned(),
        "Bearer abc".to_owned(),
        "Basic".to_owned(),
    ];
    for field_value in wrong {
        let reply = redeem(&mut site, &[], Some(&field_value));
        assert_eq!(error(&reply), (401, "invalid_client".to_owned()), "{field_value}");
        assert!(field(&reply, "www-authenticate").unwrap().starts_with("Basic realm="));
        assert_eq!(field(&reply, "cache-control"), Some("no-store"));
    }
    assert_eq!(error(&redeem(&mut site, &[], None)).1, "invalid_client");
}

#[test]
fn only_the_registered_methods_are_taken() {
    let post = [("client_id", STANDARD_CLIENT), ("client_secret", SECRET)];
    let bare = [("client_id", STANDARD_CLIENT)];
    let field = basic(STANDARD_CLIENT, SECRET);
    for (method, by_basic, by_post, by_nothing) in [
        (ClientAuth::Basic, 200, 401, 401),
        (ClientAuth::Post, 401, 200, 401),
        (ClientAuth::None, 401, 401, 200),
        (ClientAuth::SecretJwt, 401, 401, 401),
    ] {
        let mut site = secretive(&[method], BasicEncoding::Either);
        assert_eq!(redeem(&mut site, &[], Some(&field)).status, by_basic, "{method:?}, basic");
        assert_eq!(redeem(&mut site, &post, None).status, by_post, "{method:?}, post");
        assert_eq!(redeem(&mut site, &bare, None).status, by_nothing, "{method:?}, none");
    }
}

#[test]
fn two_proofs_at_once_are_refused() {
    let mut site = secretive(&[ClientAuth::Basic, ClientAuth::Post], BasicEncoding::Either);
    let field = basic(STANDARD_CLIENT, SECRET);
    let reply = redeem(&mut site, &[("client_id", STANDARD_CLIENT), ("client_secret", SECRET)], Some(&field));
    assert_eq!(error(&reply), (400, "invalid_request".to_owned()));
    let reply = redeem(&mut site, &[("client_id", "somebody-else")], Some(&field));
    assert_eq!(error(&reply), (400, "invalid_request".to_owned()));
}

/// An assertion as it should be, with some members changed; `null` takes one away.
fn assertion(key: &Key, algorithm: &str, changes: &Value) -> String {
    let mut claims = json!({
        "iss": STANDARD_CLIENT, "sub": STANDARD_CLIENT, "aud": ISSUER, "jti": "j-1", "iat": NOW, "exp": NOW + 60,
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let claims: Map<String, Value> =
        claims.as_object().unwrap().clone().into_iter().filter(|(_, v)| !v.is_null()).collect();
    let signer = Signer { key: Arc::new(key.clone()), algorithm: alg::find(algorithm).unwrap() };
    Draft::new(signer, "brand-2", claims.into(), Timestamp(NOW)).mint().unwrap().token
}

fn asserting(site: &mut Site, assertion: &str) -> Reply {
    redeem(site, &[("client_assertion_type", ASSERTION), ("client_assertion", assertion)], None)
}

fn with_keys() -> Site {
    Site::with_client(|client| {
        client.auth = vec![ClientAuth::PrivateKeyJwt];
        client.keys = Some(serde_json::from_str(&sample::jwks(&[sample::other_rsa()])).unwrap());
    })
}

#[test]
fn an_assertion_proves_the_client_once() {
    let mut site = with_keys();
    let good = assertion(sample::other_rsa(), "RS256", &json!({}));
    let reply = asserting(&mut site, &good);
    assert_eq!(reply.status, 200, "{}", text(&reply));
    assert_eq!(error(&asserting(&mut site, &good)), (401, "invalid_client".to_owned()), "the same again");
    for changes in [
        json!({ "jti": "j-2", "aud": [format!("{ISSUER}/token"), "https://elsewhere.example"] }),
        json!({ "jti": "j-3", "exp": NOW - 30 }),
    ] {
        let reply = asserting(&mut site, &assertion(sample::other_rsa(), "PS256", &changes));
        assert_eq!(reply.status, 200, "{}", text(&reply));
    }
}

#[test]
fn an_assertion_that_is_wrong_proves_nobody() {
    let mut site = with_keys();
    let wrong = [
        json!({ "iss": "somebody-else" }),
        json!({ "sub": "somebody-else" }),
        json!({ "aud": "https://elsewhere.example" }),
        json!({ "aud": null }),
        json!({ "exp": null }),
        json!({ "exp": NOW - 61 }),
        json!({ "exp": NOW + 90_000 }),
        json!({ "iat": NOW + 3_000 }),
        json!({ "jti": null }),
        json!({ "jti": 7 }),
        json!({ "jti": "j".repeat(1_001) }),
    ];
    for changes in wrong {
        let reply = asserting(&mut site, &assertion(sample::other_rsa(), "RS256", &changes));
        assert_eq!(error(&reply), (401, "invalid_client".to_owned()), "{changes}");
    }
    let other_key = assertion(sample::rsa(), "RS256", &json!({}));
    assert_eq!(error(&asserting(&mut site, &other_key)).0, 401);
    for text in ["", "a.b.c", "no JWT"] {
        assert_eq!(error(&asserting(&mut site, text)).0, 401, "{text}");
    }
    let confused = assertion(&Key::secret(&sample::other_rsa().to_spki().unwrap()), "HS256", &json!({}));
    assert_eq!(error(&asserting(&mut site, &confused)).0, 401, "the public key is no secret");
    let good = assertion(sample::other_rsa(), "RS256", &json!({}));
    let reply = redeem(&mut site, &[("client_assertion_type", "another"), ("client_assertion", &good)], None);
    assert_eq!(error(&reply).0, 401);
}

#[test]
fn a_secret_signs_too() {
    const LONG: &str = "a secret that is long enough for the hash";
    let site = |secret: &'static str| {
        Site::with_client(|client| {
            client.auth = vec![ClientAuth::SecretJwt];
            client.secret = Some(Secret::new(secret));
        })
    };
    let by = |secret: &str| assertion(&Key::secret(secret.as_bytes()), "HS256", &json!({}));
    assert_eq!(asserting(&mut site(LONG), &by(LONG)).status, 200);
    assert_eq!(error(&asserting(&mut site(LONG), &by("another secret that is long enough"))).0, 401);
    assert_eq!(error(&asserting(&mut site("short"), &by("short"))).0, 401);
}
