//! Faults of single claims. The signature is good.
//!
//! Where only somebody who knows what was asked for can notice, the fault also says what that was.

use crate::flow::mint::{Draft, Unfit};
use crate::flow::template::opaque_id;
use rand::CryptoRng;
use serde_json::{Value, json};

type Fit = Result<(), Unfit>;

const HOUR: i64 = 3_600;
const OTHER_CLIENT: &str = "another-client";

pub(super) fn iss_slash(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    change_text(draft, "iss", |iss| Some(iss.strip_suffix('/').map_or_else(|| format!("{iss}/"), str::to_owned)))
}

pub(super) fn iss_host(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    change_text(draft, "iss", |iss| Some(url::Url::parse(iss).ok()?.host_str()?.to_owned()))
}

pub(super) fn iss_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    remove(draft, "iss")
}

pub(super) fn iss_case(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    change_text(draft, "iss", |iss| {
        let host = iss.find("://").map_or(0, |scheme| scheme + 3);
        let at = host + iss[host..].find(|c: char| c.is_ascii_lowercase())?;
        Some(format!("{}{}{}", &iss[..at], iss[at..=at].to_ascii_uppercase(), &iss[at + 1..]))
    })
}

pub(super) fn aud_wrong(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    present(draft, "aud")?;
    draft.claims.set("aud", OTHER_CLIENT);
    Ok(())
}

pub(super) fn aud_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    remove(draft, "aud")
}

// `azp` says which of the two the token is for, so that the second one is all that is wrong.
pub(super) fn aud_extra(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let client = client(draft)?;
    draft.claims.set("aud", json!([client, OTHER_CLIENT]));
    draft.claims.set("azp", client);
    Ok(())
}

pub(super) fn azp_wrong(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    client(draft)?;
    draft.claims.set("azp", OTHER_CLIENT);
    Ok(())
}

pub(super) fn sub_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    remove(draft, "sub")
}

pub(super) fn sub_empty(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    be_about(draft, json!(""))
}

pub(super) fn sub_number(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    be_about(draft, json!(204_817))
}

pub(super) fn sub_too_long(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    // One character more than OIDC Core §2 allows.
    let long: String = std::iter::repeat_with(|| opaque_id(rng)).take(13).collect();
    be_about(draft, json!(long[..256]))
}

pub(super) fn sub_changed(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    present(draft, "sub")?;
    draft.claims.set("sub", opaque_id(rng));
    Ok(())
}

pub(super) fn exp_past(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    present(draft, "exp")?;
    // The whole life lies in the past, because the order of its times is not what is wrong.
    move_to(draft, "iat", -2 * HOUR);
    move_to(draft, "nbf", -2 * HOUR);
    move_to(draft, "exp", -HOUR);
    Ok(())
}

pub(super) fn exp_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    remove(draft, "exp")
}

pub(super) fn exp_milliseconds(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    change_time(draft, "exp", |seconds| json!(seconds.saturating_mul(1_000)))
}

pub(super) fn exp_string(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    change_time(draft, "exp", |seconds| json!(seconds.to_string()))
}

pub(super) fn exp_far(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    present(draft, "exp")?;
    draft.claims.set("exp", draft.now.plus(10 * 365 * 24 * HOUR).0);
    Ok(())
}

pub(super) fn iat_future(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    present(draft, "iat")?;
    move_to(draft, "iat", HOUR);
    move_to(draft, "exp", 2 * HOUR);
    Ok(())
}

pub(super) fn iat_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    remove(draft, "iat")
}

pub(super) fn iat_milliseconds(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    change_time(draft, "iat", |seconds| json!(seconds.saturating_mul(1_000)))
}

pub(super) fn nbf_future(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    draft.claims.set("nbf", draft.now.plus(HOUR / 2).0);
    Ok(())
}

pub(super) fn nonce_wrong(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    expect_nonce(draft, rng);
    draft.claims.set("nonce", opaque_id(rng));
    Ok(())
}

pub(super) fn nonce_missing(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    expect_nonce(draft, rng);
    draft.claims.remove("nonce");
    Ok(())
}

pub(super) fn nonce_unasked(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    draft.expect.nonce = Some(None);
    draft.claims.set("nonce", opaque_id(rng));
    Ok(())
}

pub(super) fn at_hash_wrong(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let issued = draft.expect.access_token.take().unwrap_or_else(|| opaque_id(rng));
    draft.bind_access_token(&opaque_id(rng));
    draft.expect.access_token = Some(issued);
    Ok(())
}

pub(super) fn at_hash_missing(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    draft.expect.access_token.get_or_insert_with(|| opaque_id(rng));
    draft.expect.respond_with("token");
    draft.claims.remove("at_hash");
    Ok(())
}

pub(super) fn c_hash_wrong(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let issued = draft.expect.code.take().unwrap_or_else(|| opaque_id(rng));
    draft.bind_code(&opaque_id(rng));
    draft.expect.code = Some(issued);
    Ok(())
}

pub(super) fn c_hash_missing(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    draft.expect.code.get_or_insert_with(|| opaque_id(rng));
    draft.expect.respond_with("code");
    draft.claims.remove("c_hash");
    Ok(())
}

pub(super) fn auth_time_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    draft.expect.max_age.get_or_insert(HOUR);
    draft.claims.remove("auth_time");
    Ok(())
}

// OIDC Core §2: "0" is the `acr` of a login that meets no level at all.
pub(super) fn acr_wrong(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    if draft.expect.acr.is_empty() {
        draft.expect.acr.push("loa1".to_owned());
    }
    draft.claims.set("acr", "0");
    Ok(())
}

fn move_to(draft: &mut Draft, name: &str, offset: i64) {
    if draft.claims.get(name).is_some() {
        draft.claims.set(name, draft.now.plus(offset).0);
    }
}

// The consumer's id itself is wrong: whoever expects this consumer expects that id.
fn be_about(draft: &mut Draft, subject: Value) -> Fit {
    present(draft, "sub")?;
    draft.expect.subject = None;
    draft.claims.set("sub", subject);
    Ok(())
}

fn expect_nonce(draft: &mut Draft, rng: &mut dyn CryptoRng) {
    if !matches!(draft.expect.nonce, Some(Some(_))) {
        draft.expect.nonce = Some(Some(opaque_id(rng)));
    }
}

fn client(draft: &Draft) -> Result<String, Unfit> {
    draft.expect.client_id.clone().ok_or_else(|| missing("aud"))
}

fn change_text(draft: &mut Draft, name: &str, change: fn(&str) -> Option<String>) -> Fit {
    let text = draft.claims.text(name).ok_or_else(|| missing(name))?;
    let changed =
        change(text).ok_or_else(|| Unfit(format!("`{name}` is “{text}”, which cannot be wrong in this way")))?;
    draft.claims.set(name, changed);
    Ok(())
}

fn change_time(draft: &mut Draft, name: &str, change: fn(i64) -> Value) -> Fit {
    let seconds = draft.claims.get(name).and_then(Value::as_i64).ok_or_else(|| missing(name))?;
    draft.claims.set(name, change(seconds));
    Ok(())
}

fn remove(draft: &mut Draft, name: &str) -> Fit {
    if draft.claims.remove(name) { Ok(()) } else { Err(missing(name)) }
}

fn present(draft: &Draft, name: &str) -> Fit {
    draft.claims.get(name).map(|_| ()).ok_or_else(|| missing(name))
}

fn missing(name: &str) -> Unfit {
    Unfit(format!("the claims have no `{name}` that could be wrong"))
}
