//! Faults that LivePerson minds: in `lp_sdes`, and between the token and the key set.

use super::signature::signer;
use crate::flow::mint::members::Members;
use crate::flow::mint::{Draft, Unfit};
use crate::flow::template;
use rand::CryptoRng;
use serde_json::{Map, Value, json};

type Fit = Result<(), Unfit>;

const OTHER_KID: &str = "another-key";

pub(super) fn object(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let attributes = attributes(draft)?;
    let member = |attribute: &Value| {
        let kind = attribute.get("type")?.as_str()?;
        Some((kind.to_owned(), attribute.get(wrapper(kind)).cloned().unwrap_or_default()))
    };
    let object: Map<String, Value> = attributes.iter().filter_map(member).collect();
    draft.claims.set("lp_sdes", object);
    Ok(())
}

pub(super) fn unknown_type(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    attribute(draft, "ctmrinfo")?["type"] = json!("customer");
    Ok(())
}

pub(super) fn unwrapped(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let attribute = attribute(draft, "ctmrinfo")?;
    let mut flat = json!({ "type": "ctmrinfo" });
    if let (Value::Object(flat), Some(Value::Object(info))) = (&mut flat, attribute.get("info")) {
        flat.extend(info.clone());
    }
    *attribute = flat;
    Ok(())
}

pub(super) fn gender_number(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    attribute(draft, "personal")?["personal"]["gender"] = json!(1);
    Ok(())
}

pub(super) fn unsupported_type(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let cart = json!({ "type": "cart", "total": 49.9, "currency": "EUR", "numItems": 1 });
    *attribute(draft, "ctmrinfo")? = cart;
    Ok(())
}

pub(super) fn oversize(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let contact = |number: u32| json!({ "email": format!("irene{number}@mail.example"), "phoneType": "OTHER" });
    attribute(draft, "personal")?["personal"]["contacts"] = (1..=40).map(contact).collect();
    Ok(())
}

pub(super) fn two_keys_no_kid(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let other = signer(draft)?.stranger(rng)?.publish(OTHER_KID)?;
    draft.header.remove("kid");
    draft.keys.insert(0, other);
    Ok(())
}

pub(super) fn kid_gone(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    draft.keys = vec![signer(draft)?.stranger(rng)?.publish(OTHER_KID)?];
    Ok(())
}

pub(super) fn standard_base64(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let encoded: usize = draft.keys.iter_mut().map(encode_as_standard).sum();
    if encoded == 0 { Err(Unfit("no published key has an `n` or an `x`".to_owned())) } else { Ok(()) }
}

// RFC 4648 §4 in place of §5: other characters for two of the digits, and padding.
fn encode_as_standard(key: &mut Members) -> usize {
    let numbers = ["n", "x"].iter().filter_map(|name| Some((*name, key.text(name)?.to_owned())));
    let numbers: Vec<_> = numbers.collect();
    for (name, number) in &numbers {
        let padding = "=".repeat((4 - number.len() % 4) % 4);
        key.set(name, number.replace('-', "+").replace('_', "/") + &padding);
    }
    numbers.len()
}

// The attribute of this type; of a draft that has none, the template's.
fn attribute<'a>(draft: &'a mut Draft, kind: &str) -> Result<&'a mut Value, Unfit> {
    let is_kind = |attribute: &Value| attribute.get("type").and_then(Value::as_str) == Some(kind);
    let samples = template::lp_sdes();
    let sample = samples.as_array().and_then(|samples| samples.iter().find(|sample| is_kind(sample)));
    let attributes = attributes(draft)?;
    let at = attributes.iter().position(is_kind).unwrap_or(attributes.len());
    if at == attributes.len() {
        attributes.push(sample.cloned().unwrap_or_default());
    }
    match &mut attributes[at] {
        attribute if attribute.get(wrapper(kind)).is_some_and(Value::is_object) => Ok(attribute),
        _ => Err(Unfit(format!("the `{kind}` attributes are broken already"))),
    }
}

fn attributes(draft: &mut Draft) -> Result<&mut Vec<Value>, Unfit> {
    let claim = draft.claims.entry("lp_sdes");
    if claim.is_null() {
        *claim = template::lp_sdes();
    }
    claim.as_array_mut().ok_or_else(|| Unfit("`lp_sdes` is no array any more".to_owned()))
}

fn wrapper(kind: &str) -> &str {
    if kind == "ctmrinfo" { "info" } else { kind }
}
