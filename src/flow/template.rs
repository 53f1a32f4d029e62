//! Claims to start from.

use super::mint::members::Members;
use crate::model::time::Timestamp;
use serde_json::{Value, json};

/// A set of claims to start from.
#[derive(Debug)]
pub struct Template {
    /// The name users type.
    pub name: &'static str,
    /// One line on what it holds.
    pub title: &'static str,
    claims: fn(Timestamp, &str) -> Value,
}

/// How long a token lives unless somebody says otherwise, in seconds.
pub const LIFETIME: i64 = 3_600;

/// Every template; the first is the default.
pub static TEMPLATES: &[Template] = &[
    Template {
        name: "liveperson",
        title: "everything LivePerson reads: the standard claims, and `lp_sdes` with ctmrinfo and personal",
        claims: liveperson,
    },
    Template { name: "minimal", title: "iss, sub, aud, iat and exp", claims: minimal },
    Template { name: "none", title: "no claims at all", claims: |_, _| json!({}) },
];

/// Returns the template called `name`.
pub fn find(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}

impl Template {
    /// Returns its claims, issued at `now` to the consumer `subject`.
    pub fn claims(&self, now: Timestamp, subject: &str) -> Members {
        match (self.claims)(now, subject) {
            Value::Object(claims) => claims.into(),
            _ => Members::default(),
        }
    }
}

/// Returns a new consumer id as LivePerson wants them: opaque, not to be guessed.
pub fn opaque_id(rng: &mut dyn rand::CryptoRng) -> String {
    let mut bytes = [0; 10];
    rng.fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn minimal(now: Timestamp, subject: &str) -> Value {
    json!({
        "iss": "https://login.acmebank.example",
        "sub": subject,
        "aud": "lp-acmebank",
        "iat": now.0,
        "exp": now.plus(LIFETIME).0,
    })
}

fn liveperson(now: Timestamp, subject: &str) -> Value {
    let mut claims = minimal(now, subject);
    let consumer = json!({
        "preferred_username": "iserrano",
        "given_name": "Irene",
        "family_name": "Serrano",
        "email": "irene@mail.example",
        "phone_number": "+34600123456",
        "gender": "female",
        "lp_sdes": lp_sdes(),
    });
    if let (Value::Object(claims), Value::Object(consumer)) = (&mut claims, consumer) {
        claims.extend(consumer);
    }
    claims
}

/// Returns the engagement attributes of the invented consumer, complete and valid.
pub fn lp_sdes() -> Value {
    json!([
        {
            "type": "ctmrinfo",
            "info": {
                "customerId": "ACB-204817",
                "ctype": "gold",
                "cstatus": "active",
                "balance": 1523.75,
                "currency": "EUR",
                "registrationDate": { "year": 2019, "month": 3, "day": 27 },
            },
        },
        {
            "type": "personal",
            "personal": {
                "firstname": "Irene",
                "lastname": "Serrano",
                "age": { "age": 41, "year": 1984, "month": 6, "day": 9 },
                "contacts": [{ "email": "irene@mail.example", "phone": "+34600123456" }],
                "gender": "FEMALE",
                "language": "es-ES",
            },
        },
    ])
}
