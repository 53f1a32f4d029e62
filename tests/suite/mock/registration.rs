//! Clients that register themselves, and the second client that a configuration may have.

use super::world::{
    ISSUER, Site, claims, code_grant, code_request, error, field, json, parameter, payload, request_with, text,
};
use crate::sample;
use lpauth::flow::mock::config::{SECOND_CLIENT, STANDARD_CLIENT};
use lpauth::jose::envelope::Keyring;
use lpauth::model::http::{Reply, Request};
use lpauth::model::token::Token;
use serde_json::{Value, json as value};
use url::Url;

const CALLBACK: &str = "https://client.example/callback";

fn open() -> Site {
    Site::with(|config| *config = config.clone().with_registration(true))
}

fn register(site: &mut Site, body: &Value) -> Reply {
    let mut request = Request::get(Url::parse(&format!("{ISSUER}/register")).unwrap(), "application/json");
    request.method = "POST".to_owned();
    request.body = body.to_string().into_bytes();
    site.send(&request.with("content-type", "application/json"))
}

/// Asks about a registration, or ends it.
fn manage(site: &mut Site, method: &str, client: &Value, token: &str) -> Reply {
    let address = Url::parse(client["registration_client_uri"].as_str().unwrap()).unwrap();
    let mut request = Request::get(address, "application/json");
    request.method = method.to_owned();
    site.send(&request.with("authorization", format!("Bearer {token}")))
}

fn log_in(site: &mut Site, client: &Value) -> Reply {
    let id = client["client_id"].as_str().unwrap();
    let reply = site.log_in(&request_with(&[("client_id", id), ("redirect_uri", CALLBACK)]));
    let code = parameter(&reply, "code").unwrap();
    let fields = [("code", code.as_str()), ("grant_type", "authorization_code"), ("redirect_uri", CALLBACK)];
    site.redeem_as(id, client["client_secret"].as_str().unwrap(), &fields)
}

#[test]
fn a_client_registers_for_encrypted_tokens() {
    let mut site = open();
    let keys = value!({ "keys": [sample::rsa().public_jwk(), sample::recipient().public_jwk()] });
    let asks = |alg: &str, keys: &Value| value!({ "redirect_uris": [CALLBACK], "jwks": keys, "id_token_encrypted_response_alg": alg });
    let client = json(&register(&mut site, &asks("RSA-OAEP-256", &keys)));
    assert_eq!(client["id_token_encrypted_response_enc"], "A128CBC-HS256", "{client}");
    let tokens = json(&log_in(&mut site, &client));
    let token = Token::parse("token", tokens["id_token"].as_str().unwrap(), Vec::new());
    let keyring = Keyring { keys: vec![("lp-1".to_owned(), sample::recipient().clone())], ..Keyring::default() };
    assert!(keyring.open(&token).unwrap().inner().is_some());
    for (asked, told) in [
        (asks("RSA_OAEP", &keys), "no key of jwks is one to encrypt to: alg ?RSA_OAEP? is not known"),
        (asks("ECDH-ES", &keys), "no key of jwks is one to encrypt to: its kty is RSA, ECDH-ES takes EC or OKP"),
        (value!({ "redirect_uris": [CALLBACK], "id_token_encrypted_response_alg": "dir" }), "there is no jwks"),
        (value!({ "redirect_uris": [CALLBACK], "id_token_encrypted_response_enc": "A128GCM" }), "and no id_token_"),
    ] {
        let refused = text(&register(&mut site, &asked));
        assert!(refused.contains("invalid_client_metadata") && refused.contains(told), "{refused}");
    }
}

#[test]
fn nobody_registers_unless_the_configuration_says_so() {
    let mut site = Site::new();
    assert_eq!(register(&mut site, &value!({ "redirect_uris": [CALLBACK] })).status, 404);
    assert!(json(&site.get("/.well-known/openid-configuration")).get("registration_endpoint").is_none());
    let metadata = json(&open().get("/.well-known/openid-configuration"));
    assert_eq!(metadata["registration_endpoint"], format!("{ISSUER}/register"));
    assert_eq!(metadata["id_token_signing_alg_values_supported"], value!(["RS256", "none"]));
    let mut signed = Site::with(|config| *config = config.clone().with_registration(false));
    let metadata = json(&signed.get("/.well-known/openid-configuration"));
    assert_eq!(metadata["id_token_signing_alg_values_supported"], value!(["RS256"]));
}

#[test]
fn a_client_that_registered_itself_gets_tokens() {
    let mut site = open();
    let reply = register(&mut site, &value!({ "redirect_uris": [CALLBACK], "client_name": "A client" }));
    assert_eq!((reply.status, field(&reply, "cache-control")), (201, Some("no-store")));
    let client = json(&reply);
    assert_eq!(client["client_secret_expires_at"], site.now + 86_400);
    assert_eq!(client["response_types"], value!(["code"]));
    assert_eq!(client["id_token_signed_response_alg"], "RS256");
    let tokens = log_in(&mut site, &client);
    assert_eq!((tokens.status, &claims(&tokens)["aud"]), (200, &client["client_id"]), "{}", text(&tokens));
    assert!(json(&tokens).get("refresh_token").is_none(), "it did not register for that");
    let id = client["client_id"].as_str().unwrap();
    let fields = request_with(&[("client_id", id), ("redirect_uri", CALLBACK), ("response_type", "id_token")]);
    let reply = site.authorize(&fields);
    assert_eq!(parameter(&reply, "error").as_deref(), Some("unauthorized_client"));
}

#[test]
fn a_registration_is_shown_and_ended_to_its_owner_alone() {
    let mut site = open();
    let client = json(&register(&mut site, &value!({ "redirect_uris": [CALLBACK] })));
    let token = client["registration_access_token"].as_str().unwrap();
    let stranger = manage(&mut site, "GET", &client, "wrong");
    assert_eq!((error(&stranger).0, field(&stranger, "www-authenticate").is_some()), (401, true));
    assert_eq!(manage(&mut site, "DELETE", &client, "wrong").status, 401);
    let shown = manage(&mut site, "GET", &client, token);
    assert_eq!((shown.status, json(&shown)), (200, client.clone()));
    assert_eq!(manage(&mut site, "DELETE", &client, token).status, 204);
    assert_eq!(manage(&mut site, "GET", &client, token).status, 401);
    let id = client["client_id"].as_str().unwrap();
    assert_eq!(site.authorize(&request_with(&[("client_id", id), ("redirect_uri", CALLBACK)])).status, 400);
}

#[test]
fn unsigned_tokens_are_for_clients_that_ask_for_them() {
    let asked =
        value!({ "redirect_uris": [CALLBACK], "id_token_signed_response_alg": "none", "response_types": ["code"] });
    let mut site = open();
    let client = json(&register(&mut site, &asked));
    let tokens = json(&log_in(&mut site, &client));
    let token = tokens["id_token"].as_str().unwrap();
    let header = Token::parse("token", token, Vec::new()).header.json().unwrap().root.to_value();
    assert_eq!((&header["alg"], header.get("kid"), token.ends_with('.')), (&"none".into(), None, true));
    assert_eq!(payload(token)["aud"], client["client_id"]);
    let mut signed = Site::with(|config| *config = config.clone().with_registration(false));
    assert_eq!(error(&register(&mut signed, &asked)).1, "invalid_client_metadata");
}

#[test]
fn what_cannot_be_registered_is_refused() {
    let wrong = |more: Value| {
        let mut body = value!({ "redirect_uris": [CALLBACK] });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        error(&register(&mut open(), &body)).1
    };
    for uris in [value!([]), value!(["http://client.example/"]), value!([format!("{CALLBACK}#part")]), value!(["here"])]
    {
        assert_eq!(wrong(value!({ "redirect_uris": uris })), "invalid_redirect_uri", "{uris}");
    }
    for more in [
        value!({ "redirect_uris": "https://client.example/" }),
        value!({ "token_endpoint_auth_method": "tls_client_auth" }),
        value!({ "token_endpoint_auth_method": "private_key_jwt" }),
        value!({ "id_token_signed_response_alg": "ES512" }),
        value!({ "id_token_signed_response_alg": "none", "response_types": ["id_token"] }),
        value!({ "jwks_uri": "https://client.example/jwks.json" }),
        value!({ "client_name": "x".repeat(2_001) }),
        value!({ "redirect_uris": vec![CALLBACK; 21] }),
    ] {
        assert_eq!(wrong(more.clone()), "invalid_client_metadata", "{more}");
    }
    assert_eq!(error(&register(&mut open(), &value!("no object"))).1, "invalid_client_metadata");
}

#[test]
fn no_more_than_so_many_clients_are_kept() {
    let mut site = open();
    for _ in 0..300 {
        assert_eq!(register(&mut site, &value!({ "redirect_uris": [CALLBACK] })).status, 201);
    }
    assert!(site.mock.kept() <= 200, "{}", site.mock.kept());
}

#[test]
fn no_code_of_the_one_client_is_for_the_other() {
    let mut site = Site::with(|config| *config = config.clone().with_second_client());
    let code = site.code();
    let secret = |site: &Site, id| site.mock.config().issuers[0].client(id).unwrap().secret.clone().unwrap();
    let second = secret(&site, SECOND_CLIENT);
    assert_ne!(second, secret(&site, STANDARD_CLIENT));
    let reply = site.redeem_as(SECOND_CLIENT, second.reveal(), &code_grant(&code));
    assert_eq!(error(&reply), (400, "invalid_grant".to_owned()));
    let mut fields = code_request();
    fields.retain(|(name, _)| *name != "client_id");
    fields.push(("client_id", SECOND_CLIENT));
    let own = parameter(&site.authorize(&fields), "code").unwrap();
    assert_eq!(site.redeem_as(SECOND_CLIENT, second.reveal(), &code_grant(&own)).status, 200);
}
