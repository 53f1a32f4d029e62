//! The catalogue of faults: every way in which lpauth can make a token wrong on purpose.
//!
//! A fault breaks one rule and names the checks that must notice; a test mints every one of them and asserts that exactly
//! those checks fail. A fault changes a [`Draft`] and nothing else, so faults combine. What a server does wrong besides
//! stands in [`endpoint`] and [`lenient`].

mod certificate;
mod claims;
pub mod endpoint;
mod form;
mod header;
mod jwe;
pub mod lenient;
mod liveperson;
mod signature;

use super::mint::{Draft, Unfit};
use crate::spec::{
    CORE, Clause, LIVEPERSON, LIVEPERSON_SDES, RFC7515, RFC7516, RFC7517, RFC7518, RFC7519, RFC7797, RFC8017, RFC8725,
};

/// One way in which a token can be wrong.
#[derive(Debug)]
pub struct Fault {
    /// The name users type: `family.name`.
    pub id: &'static str,
    /// What is wrong, in a line; backticks mark code.
    pub title: &'static str,
    /// The rule that is broken.
    pub clause: Clause,
    /// The error code that LivePerson's list of codes suggests for it, if one fits.
    pub code: Option<&'static str>,
    /// What becomes of the signature.
    pub signature: Signature,
    /// What a correct verifier does about it.
    pub duty: Duty,
    /// The flags of `lpauth verify` without which nobody can notice, besides a key to verify with.
    pub needs: &'static [&'static str],
    /// The ids of the checks that fail, in the order of the catalogue.
    pub trips: &'static [&'static str],
    /// Makes a draft wrong in this way.
    pub apply: Apply,
}

/// Makes a draft wrong, with random bytes for new keys and ids. Refuses if there is nothing left to make wrong.
pub type Apply = fn(&mut Draft, &mut dyn rand::CryptoRng) -> Result<(), Unfit>;

/// What becomes of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// The brand's key made it over what stands there.
    Good,
    /// It does not belong to what stands there.
    Bad,
    /// There is none.
    None,
    /// A key made it that the issuer does not publish.
    OtherKey,
}

/// What a correct verifier does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// It refuses the token: a specification says MUST, or the token cannot be read at all.
    Refuse,
    /// It may refuse the token.
    MayRefuse,
    /// It accepts the token: by OpenID Connect nothing is wrong with it.
    Accept,
}

/// Faults of one kind.
#[derive(Debug)]
pub struct Family {
    /// What is wrong: `the signature`.
    pub name: &'static str,
    /// What stands before the dot in the ids of its faults.
    pub prefixes: &'static [&'static str],
}

/// Every family, in the order of [`FAULTS`].
pub static FAMILIES: &[Family] = &[
    Family { name: "the signature", prefixes: &["sig"] },
    Family { name: "the header", prefixes: &["hdr"] },
    Family {
        name: "a claim",
        prefixes: &["iss", "aud", "azp", "sub", "exp", "iat", "nbf", "nonce", "at_hash", "c_hash", "auth_time", "acr"],
    },
    Family { name: "the engagement attributes (lp_sdes)", prefixes: &["sdes"] },
    Family { name: "the key set next to the token", prefixes: &["jwks"] },
    Family { name: "the envelope of an encrypted token", prefixes: &["jwe"] },
    Family { name: "the text, on its way", prefixes: &["form"] },
];

/// A fault of any kind: of a token, which `mint` and `mock` make wrong, or of a server, which only `mock` has.
#[derive(Debug, Clone, Copy)]
pub enum AnyFault {
    /// Of a token.
    Token(&'static Fault),
    /// Of an endpoint.
    Endpoint(&'static endpoint::Fault),
    /// Of judgement: what is let pass, or refused without reason.
    Lenient(&'static lenient::Fault),
}

impl AnyFault {
    /// Returns the fault with this id, of any kind.
    pub fn find(id: &str) -> Option<AnyFault> {
        AnyFault::all().find(|fault| fault.id() == id)
    }

    /// Returns every fault, those of tokens first.
    pub fn all() -> impl Iterator<Item = AnyFault> {
        let endpoints = endpoint::FAULTS.iter().map(AnyFault::Endpoint);
        FAULTS.iter().map(AnyFault::Token).chain(endpoints).chain(lenient::FAULTS.iter().map(AnyFault::Lenient))
    }

    /// Returns its id.
    pub fn id(self) -> &'static str {
        match self {
            AnyFault::Token(fault) => fault.id,
            AnyFault::Endpoint(fault) => fault.id,
            AnyFault::Lenient(fault) => fault.id,
        }
    }

    /// Returns what is wrong, in a line; backticks mark code.
    pub fn title(self) -> &'static str {
        match self {
            AnyFault::Token(fault) => fault.title,
            AnyFault::Endpoint(fault) => fault.title,
            AnyFault::Lenient(fault) => fault.title,
        }
    }

    /// Returns the ids of the checks that fail; of a fault of judgement, those of the scenarios.
    pub fn trips(self) -> &'static [&'static str] {
        match self {
            AnyFault::Token(fault) => fault.trips,
            AnyFault::Endpoint(fault) => fault.trips,
            AnyFault::Lenient(fault) => fault.trips,
        }
    }
}

/// Returns the fault of a token with this id.
pub fn find(id: &str) -> Option<&'static Fault> {
    FAULTS.iter().find(|fault| fault.id == id)
}

impl Fault {
    /// Returns what stands before the dot in its id.
    pub fn prefix(&self) -> &'static str {
        self.id.split('.').next().unwrap_or(self.id)
    }
}

impl Family {
    /// Returns its faults, in the order of [`FAULTS`].
    pub fn faults(&self) -> impl Iterator<Item = &'static Fault> {
        FAULTS.iter().filter(|fault| self.prefixes.contains(&fault.prefix()))
    }
}

impl Signature {
    /// Returns it in a few words: `good`, `bad`, `none`, `by another key`.
    pub fn name(self) -> &'static str {
        match self {
            Signature::Good => "good",
            Signature::Bad => "bad",
            Signature::None => "none",
            Signature::OtherKey => "by another key",
        }
    }
}

impl Duty {
    /// Returns what a correct verifier does, in a few words: `must refuse it`.
    pub fn phrase(self) -> &'static str {
        match self {
            Duty::Refuse => "must refuse it",
            Duty::MayRefuse => "may refuse it",
            Duty::Accept => "accepts it",
        }
    }
}

// What most rows have in common.
const REFUSED: Fault = Fault {
    id: "",
    title: "",
    clause: CORE.at("3.1.3.7"),
    code: None,
    signature: Signature::Good,
    duty: Duty::Refuse,
    needs: &[],
    trips: &[],
    apply: |_, _| Ok(()),
};

/// Every fault, family by family.
pub static FAULTS: &[Fault] = &[
    Fault {
        id: "sig.none",
        title: "`alg` is `none` and there is no signature",
        clause: RFC8725.at("3.2"),
        code: Some("1003"),
        signature: Signature::None,
        trips: &["alg-none"],
        apply: signature::none,
        ..REFUSED
    },
    Fault {
        id: "sig.none-case",
        title: "`alg` is `nOnE`, spelt to slip past a list of forbidden names",
        clause: RFC7515.at("4.1.1"),
        code: Some("1003"),
        signature: Signature::None,
        trips: &["alg-none"],
        apply: signature::none_in_odd_case,
        ..REFUSED
    },
    Fault {
        id: "sig.stripped",
        title: "the signature is empty, the header as it was",
        clause: RFC7515.at("5.2"),
        code: Some("9007"),
        signature: Signature::None,
        trips: &["signature-missing"],
        apply: signature::stripped,
        ..REFUSED
    },
    Fault {
        id: "sig.truncated",
        title: "the last four characters of the signature are cut off",
        clause: RFC7515.at("5.2"),
        code: Some("9007"),
        signature: Signature::Bad,
        trips: &["signature-invalid"],
        apply: signature::truncated,
        ..REFUSED
    },
    Fault {
        id: "sig.bitflip",
        title: "one bit of the signature is another",
        clause: RFC7515.at("5.2"),
        code: Some("9007"),
        signature: Signature::Bad,
        trips: &["signature-invalid"],
        apply: signature::bit_flipped,
        ..REFUSED
    },
    Fault {
        id: "sig.wrong-key",
        title: "signed with a key the issuer does not publish, under the name of one it does",
        clause: CORE.at("3.1.3.7 item 6"),
        code: Some("9007"),
        signature: Signature::OtherKey,
        trips: &["signature-invalid"],
        apply: signature::wrong_key,
        ..REFUSED
    },
    Fault {
        id: "sig.other-alg-same-key",
        title: "signed with the right key by another algorithm, such as PS256 in place of RS256",
        clause: RFC8725.at("3.1"),
        code: Some("1003"),
        needs: &["--jwks"],
        trips: &["alg-not-rs256", "key-unsuitable"],
        apply: signature::other_algorithm,
        ..REFUSED
    },
    Fault {
        id: "sig.hs-with-public-key",
        title: "HS256 with the text of the public key as the secret",
        clause: RFC8725.at("2.1"),
        code: Some("1003"),
        signature: Signature::Bad,
        trips: &["alg-not-rs256", "key-unsuitable"],
        apply: signature::public_key_as_secret,
        ..REFUSED
    },
    Fault {
        id: "sig.empty-hmac",
        title: "HS256 with an empty secret",
        clause: RFC7518.at("3.2"),
        code: Some("1003"),
        signature: Signature::Bad,
        trips: &["alg-not-rs256", "key-unsuitable"],
        apply: signature::empty_secret,
        ..REFUSED
    },
    Fault {
        id: "sig.ecdsa-zero",
        title: "an ECDSA signature of zeros; needs an EC key",
        clause: RFC7518.at("3.4"),
        code: Some("1003"),
        signature: Signature::Bad,
        trips: &["alg-not-rs256", "signature-invalid"],
        apply: signature::ecdsa_zero,
        ..REFUSED
    },
    Fault {
        id: "sig.ecdsa-der",
        title: "an ECDSA signature in DER, not as two numbers side by side; needs an EC key",
        clause: RFC7518.at("3.4"),
        code: Some("1003"),
        signature: Signature::Bad,
        trips: &["alg-not-rs256", "signature-invalid"],
        apply: signature::ecdsa_der,
        ..REFUSED
    },
    Fault {
        id: "hdr.kid-missing",
        title: "the header has no `kid`; the issuer publishes one key",
        clause: CORE.at("10.1"),
        duty: Duty::Accept,
        trips: &["kid-missing"],
        apply: header::kid_missing,
        ..REFUSED
    },
    Fault {
        id: "hdr.kid-unknown",
        title: "`kid` names a key the issuer does not publish",
        clause: CORE.at("10.1"),
        code: Some("1041"),
        needs: &["--jwks"],
        trips: &["kid-unknown"],
        apply: header::kid_unknown,
        ..REFUSED
    },
    Fault {
        id: "hdr.kid-duplicate",
        title: "`kid` names two keys of the set",
        clause: RFC7517.at("4.5"),
        duty: Duty::Accept,
        needs: &["--jwks"],
        trips: &["jwk-kid-duplicated"],
        apply: header::kid_duplicate,
        ..REFUSED
    },
    Fault {
        id: "hdr.kid-number",
        title: "`kid` is a number",
        clause: RFC7515.at("4.1.4"),
        trips: &["kid-not-string"],
        apply: header::kid_number,
        ..REFUSED
    },
    Fault {
        id: "hdr.alg-mismatch",
        title: "`alg` names another algorithm than the one that signed",
        clause: RFC8725.at("3.1"),
        code: Some("1003"),
        signature: Signature::Bad,
        trips: &["alg-not-rs256", "key-unsuitable"],
        apply: header::alg_mismatch,
        ..REFUSED
    },
    Fault {
        id: "hdr.alg-missing",
        title: "the header has no `alg`",
        clause: RFC7515.at("4.1.1"),
        signature: Signature::Bad,
        trips: &["alg-missing"],
        apply: header::alg_missing,
        ..REFUSED
    },
    Fault {
        id: "hdr.jwk",
        title: "the header brings the key along, and that key signed",
        clause: RFC7515.at("4.1.3"),
        code: Some("9007"),
        signature: Signature::OtherKey,
        trips: &["header-carries-key", "signature-invalid"],
        apply: header::jwk,
        ..REFUSED
    },
    Fault {
        id: "hdr.jku",
        title: "the header says where the key is, and a key from there signed",
        clause: RFC7515.at("4.1.2"),
        code: Some("9007"),
        signature: Signature::OtherKey,
        trips: &["header-carries-key", "signature-invalid"],
        apply: header::jku,
        ..REFUSED
    },
    Fault {
        id: "hdr.x5u",
        title: "the header says where the certificate is, and its key signed",
        clause: RFC7515.at("4.1.5"),
        code: Some("9007"),
        signature: Signature::OtherKey,
        trips: &["header-carries-key", "signature-invalid"],
        apply: header::x5u,
        ..REFUSED
    },
    Fault {
        id: "hdr.x5c",
        title: "the header brings a certificate along, and its key signed",
        clause: RFC7515.at("4.1.6"),
        code: Some("9007"),
        signature: Signature::OtherKey,
        trips: &["header-carries-key", "signature-invalid"],
        apply: header::x5c,
        ..REFUSED
    },
    Fault {
        id: "hdr.crit-unknown",
        title: "`crit` demands an extension nobody has heard of",
        clause: RFC7515.at("4.1.11"),
        trips: &["crit-unsupported"],
        apply: header::crit_unknown,
        ..REFUSED
    },
    Fault {
        id: "hdr.b64-false",
        title: "`b64` is false: the second segment is the payload itself, not its base64url",
        clause: RFC7797.at("7"),
        trips: &["payload-unencoded"],
        apply: header::b64_false,
        ..REFUSED
    },
    Fault {
        id: "hdr.typ-at+jwt",
        title: "`typ` says that this is an access token",
        clause: RFC8725.at("3.11"),
        trips: &["typ-not-id-token"],
        apply: header::typ_access_token,
        ..REFUSED
    },
    Fault {
        id: "hdr.dup-member",
        title: "`alg` is there twice, first as `none`",
        clause: RFC7515.at("4"),
        duty: Duty::MayRefuse,
        trips: &["header-member-duplicated"],
        apply: header::duplicate_member,
        ..REFUSED
    },
    Fault {
        id: "iss.slash",
        title: "`iss` differs from the issuer by a slash at the end",
        clause: CORE.at("3.1.3.7 item 2"),
        needs: &["--issuer"],
        trips: &["issuer-mismatch"],
        apply: claims::iss_slash,
        ..REFUSED
    },
    Fault {
        id: "iss.host",
        title: "`iss` is a host name, not a URL",
        clause: CORE.at("2"),
        needs: &["--issuer"],
        trips: &["iss-malformed", "issuer-mismatch"],
        apply: claims::iss_host,
        ..REFUSED
    },
    Fault {
        id: "iss.missing",
        title: "there is no `iss`",
        clause: CORE.at("2"),
        code: Some("1011"),
        trips: &["iss-missing"],
        apply: claims::iss_missing,
        ..REFUSED
    },
    Fault {
        id: "iss.case",
        title: "`iss` has a capital letter that the issuer has not",
        clause: CORE.at("3.1.3.7 item 2"),
        needs: &["--issuer"],
        trips: &["issuer-mismatch"],
        apply: claims::iss_case,
        ..REFUSED
    },
    Fault {
        id: "aud.wrong",
        title: "`aud` names another client",
        clause: CORE.at("3.1.3.7 item 3"),
        needs: &["--client-id"],
        trips: &["audience-mismatch"],
        apply: claims::aud_wrong,
        ..REFUSED
    },
    Fault {
        id: "aud.missing",
        title: "there is no `aud`",
        clause: CORE.at("2"),
        trips: &["aud-missing"],
        apply: claims::aud_missing,
        ..REFUSED
    },
    Fault {
        id: "aud.extra",
        title: "`aud` names a second client that nobody trusts",
        clause: CORE.at("3.1.3.7 item 3"),
        needs: &["--client-id"],
        trips: &["audience-untrusted"],
        apply: claims::aud_extra,
        ..REFUSED
    },
    Fault {
        id: "azp.wrong",
        title: "`azp` names another client",
        clause: CORE.at("3.1.3.7 item 5"),
        duty: Duty::MayRefuse,
        needs: &["--client-id"],
        trips: &["azp-mismatch"],
        apply: claims::azp_wrong,
        ..REFUSED
    },
    Fault {
        id: "sub.missing",
        title: "there is no `sub`",
        clause: CORE.at("2"),
        code: Some("1011"),
        trips: &["sub-missing"],
        apply: claims::sub_missing,
        ..REFUSED
    },
    Fault {
        id: "sub.empty",
        title: "`sub` is empty",
        clause: CORE.at("2"),
        duty: Duty::MayRefuse,
        trips: &["sub-empty"],
        apply: claims::sub_empty,
        ..REFUSED
    },
    Fault {
        id: "sub.number",
        title: "`sub` is a number",
        clause: RFC7519.at("4.1.2"),
        trips: &["sub-not-string"],
        apply: claims::sub_number,
        ..REFUSED
    },
    Fault {
        id: "sub.too-long",
        title: "`sub` has 256 characters",
        clause: CORE.at("2"),
        duty: Duty::MayRefuse,
        trips: &["sub-too-long"],
        apply: claims::sub_too_long,
        ..REFUSED
    },
    Fault {
        id: "sub.changed",
        title: "`sub` is another than the consumer's",
        clause: CORE.at("12.2"),
        needs: &["--subject"],
        trips: &["subject-mismatch"],
        apply: claims::sub_changed,
        ..REFUSED
    },
    Fault {
        id: "exp.past",
        title: "the token expired an hour ago",
        clause: RFC7519.at("4.1.4"),
        code: Some("1012"),
        trips: &["token-expired"],
        apply: claims::exp_past,
        ..REFUSED
    },
    Fault {
        id: "exp.missing",
        title: "there is no `exp`",
        clause: CORE.at("2"),
        code: Some("1011"),
        trips: &["exp-missing"],
        apply: claims::exp_missing,
        ..REFUSED
    },
    Fault {
        id: "exp.ms",
        title: "`exp` is in milliseconds",
        clause: RFC7519.at("2"),
        duty: Duty::MayRefuse,
        trips: &["numeric-date-in-milliseconds"],
        apply: claims::exp_milliseconds,
        ..REFUSED
    },
    Fault {
        id: "exp.string",
        title: "`exp` stands in quotes",
        clause: RFC7519.at("4.1.4"),
        trips: &["numeric-date-not-number"],
        apply: claims::exp_string,
        ..REFUSED
    },
    Fault {
        id: "exp.far",
        title: "the token expires in ten years",
        clause: CORE.at("2"),
        duty: Duty::MayRefuse,
        trips: &["lifetime-long"],
        apply: claims::exp_far,
        ..REFUSED
    },
    Fault {
        id: "iat.future",
        title: "the token will be issued in an hour",
        clause: CORE.at("3.1.3.7 item 10"),
        duty: Duty::MayRefuse,
        trips: &["issued-in-future"],
        apply: claims::iat_future,
        ..REFUSED
    },
    Fault {
        id: "iat.missing",
        title: "there is no `iat`",
        clause: CORE.at("2"),
        code: Some("1011"),
        trips: &["iat-missing"],
        apply: claims::iat_missing,
        ..REFUSED
    },
    Fault {
        id: "iat.ms",
        title: "`iat` is in milliseconds",
        clause: RFC7519.at("2"),
        duty: Duty::MayRefuse,
        trips: &["numeric-date-in-milliseconds"],
        apply: claims::iat_milliseconds,
        ..REFUSED
    },
    Fault {
        id: "nbf.future",
        title: "the token is not valid for another half hour",
        clause: RFC7519.at("4.1.5"),
        trips: &["not-yet-valid"],
        apply: claims::nbf_future,
        ..REFUSED
    },
    Fault {
        id: "nonce.wrong",
        title: "`nonce` is not the one that was sent",
        clause: CORE.at("3.1.3.7 item 11"),
        needs: &["--nonce"],
        trips: &["nonce-mismatch"],
        apply: claims::nonce_wrong,
        ..REFUSED
    },
    Fault {
        id: "nonce.missing",
        title: "a nonce was sent and there is no `nonce`",
        clause: CORE.at("3.1.3.7 item 11"),
        needs: &["--nonce"],
        trips: &["nonce-missing"],
        apply: claims::nonce_missing,
        ..REFUSED
    },
    Fault {
        id: "nonce.unasked",
        title: "there is a `nonce` though none was sent",
        clause: CORE.at("2"),
        duty: Duty::MayRefuse,
        needs: &["--no-nonce"],
        trips: &["nonce-unasked"],
        apply: claims::nonce_unasked,
        ..REFUSED
    },
    Fault {
        id: "at_hash.wrong",
        title: "`at_hash` belongs to another access token",
        clause: CORE.at("3.2.2.9"),
        needs: &["--access-token"],
        trips: &["at-hash-mismatch"],
        apply: claims::at_hash_wrong,
        ..REFUSED
    },
    Fault {
        id: "at_hash.missing",
        title: "an access token came along and there is no `at_hash`",
        clause: CORE.at("3.2.2.10"),
        needs: &["--response-type"],
        trips: &["at-hash-missing"],
        apply: claims::at_hash_missing,
        ..REFUSED
    },
    Fault {
        id: "c_hash.wrong",
        title: "`c_hash` belongs to another code",
        clause: CORE.at("3.3.2.10"),
        needs: &["--code"],
        trips: &["c-hash-mismatch"],
        apply: claims::c_hash_wrong,
        ..REFUSED
    },
    Fault {
        id: "c_hash.missing",
        title: "a code came along and there is no `c_hash`",
        clause: CORE.at("3.3.2.11"),
        needs: &["--response-type"],
        trips: &["c-hash-missing"],
        apply: claims::c_hash_missing,
        ..REFUSED
    },
    Fault {
        id: "auth_time.missing",
        title: "`max_age` was sent and there is no `auth_time`",
        clause: CORE.at("2"),
        needs: &["--max-age"],
        trips: &["auth-time-missing"],
        apply: claims::auth_time_missing,
        ..REFUSED
    },
    Fault {
        id: "acr.wrong",
        title: "`acr` is none of those that were asked for",
        clause: CORE.at("3.1.3.7 item 12"),
        duty: Duty::MayRefuse,
        needs: &["--acr"],
        trips: &["acr-unmet"],
        apply: claims::acr_wrong,
        ..REFUSED
    },
    Fault {
        id: "sdes.object",
        title: "`lp_sdes` is an object, not an array",
        clause: LIVEPERSON.at("lp_sdes"),
        code: Some("1026"),
        duty: Duty::Accept,
        trips: &["sdes-not-array"],
        apply: liveperson::object,
        ..REFUSED
    },
    Fault {
        id: "sdes.unknown-type",
        title: "an element of `lp_sdes` has the type `customer`, which does not exist",
        clause: LIVEPERSON_SDES.at("types"),
        duty: Duty::Accept,
        trips: &["sdes-type-unknown"],
        apply: liveperson::unknown_type,
        ..REFUSED
    },
    Fault {
        id: "sdes.unwrapped",
        title: "the fields of `ctmrinfo` stand beside `type`, not inside `info`",
        clause: LIVEPERSON_SDES.at("ctmrinfo"),
        duty: Duty::Accept,
        trips: &["sdes-unwrapped"],
        apply: liveperson::unwrapped,
        ..REFUSED
    },
    Fault {
        id: "sdes.gender-int",
        title: "`personal.gender` is a number",
        clause: LIVEPERSON_SDES.at("personal"),
        duty: Duty::Accept,
        trips: &["sdes-gender-form"],
        apply: liveperson::gender_number,
        ..REFUSED
    },
    Fault {
        id: "sdes.unsupported-type",
        title: "`lp_sdes` has a `cart`, which is for anonymous visitors only",
        clause: LIVEPERSON_SDES.at("cart"),
        duty: Duty::Accept,
        trips: &["sdes-type-unsupported"],
        apply: liveperson::unsupported_type,
        ..REFUSED
    },
    Fault {
        id: "sdes.oversize",
        title: "`lp_sdes` is several times as long as it should be",
        clause: LIVEPERSON.at("lp_sdes"),
        duty: Duty::Accept,
        trips: &["sdes-oversize"],
        apply: liveperson::oversize,
        ..REFUSED
    },
    Fault {
        id: "jwks.two-keys-no-kid",
        title: "the header has no `kid` and the issuer publishes two keys",
        clause: CORE.at("10.1"),
        code: Some("1042"),
        duty: Duty::MayRefuse,
        needs: &["--jwks"],
        trips: &["kid-missing-among-several"],
        apply: liveperson::two_keys_no_kid,
        ..REFUSED
    },
    Fault {
        id: "jwks.kid-gone",
        title: "the key that signed has left the key set",
        clause: CORE.at("10.1.1"),
        code: Some("1041"),
        needs: &["--jwks"],
        trips: &["kid-unknown"],
        apply: liveperson::kid_gone,
        ..REFUSED
    },
    Fault {
        id: "jwks.n-base64-std",
        title: "the published key is in standard base64, not base64url",
        clause: RFC7518.at("6.3.1.1"),
        code: Some("1038"),
        needs: &["--jwks"],
        trips: &["jwk-not-base64url"],
        apply: liveperson::standard_base64,
        ..REFUSED
    },
    Fault {
        id: "jwe.rsa-oaep-name",
        title: "the outer `alg` is `RSA_OAEP_256`, as LivePerson's documentation once had it",
        clause: RFC7516.at("4.1.1"),
        code: Some("1004"),
        needs: &["--decrypt-key"],
        trips: &["jwe-undecryptable", "jwe-alg-name"],
        apply: jwe::alg_misspelt,
        ..REFUSED
    },
    Fault {
        id: "jwe.enc-too-big-for-key",
        title: "encrypted to an RSA key of 1024 bits, with an `enc` whose key does not fit into it",
        clause: RFC8017.at("7.1.1"),
        code: Some("1004"),
        needs: &["--decrypt-key"],
        trips: &["jwe-undecryptable", "jwe-enc-unseen", "jwe-enc-too-large", "jwe-key-small"],
        apply: jwe::enc_too_large,
        ..REFUSED
    },
    Fault {
        id: "jwe.kid-wrong",
        title: "the outer `kid` is not that of the key it was encrypted to",
        clause: LIVEPERSON.at("Implementation guide"),
        code: Some("1039"),
        duty: Duty::MayRefuse,
        needs: &["--decrypt-key"],
        trips: &["jwe-kid-unknown"],
        apply: jwe::kid_wrong,
        ..REFUSED
    },
    Fault {
        id: "jwe.no-cty",
        title: "the outer header does not say that a token is inside",
        clause: RFC7519.at("5.2"),
        code: Some("1004"),
        duty: Duty::MayRefuse,
        needs: &["--decrypt-key"],
        trips: &["jwe-cty-missing"],
        apply: jwe::cty_missing,
        ..REFUSED
    },
    Fault {
        id: "form.newline",
        title: "the token is wrapped into lines of 76 characters",
        clause: RFC7515.at("7.1"),
        code: Some("1009"),
        trips: &["token-line-break"],
        apply: form::line_breaks,
        ..REFUSED
    },
    Fault {
        id: "form.char-lost",
        title: "one character of the claims got lost in copying",
        clause: RFC7515.at("2"),
        code: Some("1009"),
        signature: Signature::Bad,
        trips: &["token-not-base64url"],
        apply: form::character_lost,
        ..REFUSED
    },
    Fault {
        id: "form.padding",
        title: "the segments are padded with `=`",
        clause: RFC7515.at("2"),
        trips: &["token-padded"],
        apply: form::padding,
        ..REFUSED
    },
    Fault {
        id: "form.two-segments",
        title: "the signature is gone together with its dot",
        clause: RFC7515.at("7.1"),
        code: Some("1008"),
        signature: Signature::None,
        trips: &["token-segments"],
        apply: form::two_segments,
        ..REFUSED
    },
    Fault {
        id: "form.quotes",
        title: "quotes stand around the token",
        clause: RFC7515.at("7.1"),
        code: Some("1009"),
        trips: &["token-quoted"],
        apply: form::quotes,
        ..REFUSED
    },
    Fault {
        id: "form.bom",
        title: "a byte order mark stands before the token",
        clause: RFC7515.at("7.1"),
        trips: &["token-bom"],
        apply: form::byte_order_mark,
        ..REFUSED
    },
    Fault {
        id: "form.dup-claim",
        title: "`sub` is there twice, with two values",
        clause: RFC7519.at("4"),
        duty: Duty::MayRefuse,
        trips: &["claim-duplicated"],
        apply: form::duplicate_claim,
        ..REFUSED
    },
];
