//! The metadata held against the key set: the algorithms that are advertised, and the keys that are published.

use super::{about, of_list};
use crate::check::question::saw;
use crate::check::{Check, Context, Run};
use crate::jose::alg::{self, Algorithm};
use crate::model::discovery::Discovery;
use crate::model::jwk::{Jwk, Jwks};
use crate::report::Basis::Inferred;
use crate::report::Severity::Note;
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{CORE, DISCOVERY};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "discovery-alg-keyless",
            title: "a signature algorithm is advertised for which no key is published",
            severity: Note,
            basis: Inferred,
            clauses: &[DISCOVERY.at("3"), CORE.at("10.1")],
            why: "A client that asks for this algorithm may get tokens that it cannot check. Some servers make the key \
                  when the first client asks.",
            fix: "Publish a key for the algorithm, or leave it out of the list.",
        },
        run: Run::Published(alg_keyless),
    },
    Check {
        rule: Rule {
            id: "discovery-key-unadvertised",
            title: "a key is published for an algorithm that is not advertised",
            severity: Note,
            basis: Inferred,
            clauses: &[DISCOVERY.at("3")],
            why: "The key says that it signs with this algorithm, but no list of the metadata has it. It may be for \
                  access tokens, or left over.",
            fix: "If id_tokens are signed with it, write the algorithm into `id_token_signing_alg_values_supported`.",
        },
        run: Run::Published(key_unadvertised),
    },
];

const ID_TOKEN: &str = "id_token_signing_alg_values_supported";

fn alg_keyless(discovery: &Discovery, keys: &Jwks, _: &Context) -> Outcome {
    let keys = keys.keys();
    if keys.is_empty() {
        return Outcome::skip("the key set has no keys");
    }
    of_list(discovery, ID_TOKEN, || {
        // An algorithm with a shared secret has no key in the set.
        let advertised = discovery.values(ID_TOKEN).into_iter().filter_map(alg::find).filter(|row| row.kty != "oct");
        let lacking: Vec<&Algorithm> = advertised.filter(|row| !keys.iter().any(|key| is_for(key, row))).collect();
        let named = lacking.iter().map(|row| row.name).collect::<Vec<_>>().join(", ");
        Outcome::must(lacking.is_empty(), || match lacking.as_slice() {
            [row] => about(discovery, ID_TOKEN, named, format!("a published key of type {}", row.kty)),
            _ => about(discovery, ID_TOKEN, named, "a published key for each"),
        })
    })
}

fn is_for(key: &Jwk<'_>, row: &Algorithm) -> bool {
    // `EdDSA` is for either Edwards curve (RFC 8037 §3.1).
    let curve_fits = row.crv.is_none() || row.kty == "OKP" || row.crv == key.text("crv");
    let algorithm_fits = key.text("alg").is_none_or(|name| row.is_called(name));
    key.kty() == Some(row.kty) && curve_fits && algorithm_fits && signs(key)
}

fn signs(key: &Jwk<'_>) -> bool {
    key.text("use").is_none_or(|purpose| purpose == "sig")
}

/// The lists that name what the server signs with.
const SIGNED: &[&str] = &[
    ID_TOKEN,
    "userinfo_signing_alg_values_supported",
    "authorization_signing_alg_values_supported",
    "introspection_signing_alg_values_supported",
];

fn key_unadvertised(discovery: &Discovery, keys: &Jwks, _: &Context) -> Outcome {
    of_list(discovery, ID_TOKEN, || {
        let advertised: Vec<&str> = SIGNED.iter().flat_map(|name| discovery.values(name)).collect();
        let finding = |key: Jwk<'_>| unadvertised(keys, &key, &advertised);
        Outcome::all(keys.keys().into_iter().filter_map(finding).collect())
    })
}

fn unadvertised(keys: &Jwks, key: &Jwk<'_>, advertised: &[&str]) -> Option<Finding> {
    let place = key.place.member("alg").filter(|_| signs(key))?;
    let row = alg::find(key.text("alg")?)?;
    let known = advertised.iter().any(|name| row.is_called(name));
    (!known).then(|| saw(&keys.json, &place, format!("one of {}", advertised.join(", "))))
}
