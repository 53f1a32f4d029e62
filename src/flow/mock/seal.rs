//! Seals on forms: a form that comes back was handed out by us, to this browser, for this request, not long ago.

use super::Realm;
use crate::jose::alg;
use crate::jose::jws::{self, Verifier};
use crate::model::time::Timestamp;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What a seal vouches for.
pub(super) struct Seal<'a> {
    /// The path that the form is sent to.
    pub(super) purpose: &'a str,
    /// The value of the cookie of whoever got the form.
    pub(super) holder: &'a str,
    /// Whether they logged in for this very request.
    pub(super) fresh: bool,
    /// The authorization request.
    pub(super) request: &'a str,
}

impl Seal<'_> {
    /// Returns the seal as a text, good until `until`.
    pub(super) fn text(&self, realm: &Realm, until: Timestamp) -> String {
        let algorithm = alg::find("HS256");
        let signature = algorithm
            .and_then(|algorithm| jws::sign(&realm.memory.seal, algorithm, self.message(until).as_bytes()).ok());
        format!("{}.{}", until.0, URL_SAFE_NO_PAD.encode(signature.unwrap_or_default()))
    }

    /// Returns until when the seal is good, if it is this one and good still.
    pub(super) fn open(&self, realm: &Realm, text: Option<&str>, now: Timestamp) -> Option<Timestamp> {
        let (until, signature) = text?.split_once('.')?;
        let until = Timestamp(until.parse().ok()?);
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let verifier = Verifier::new(&realm.memory.seal, alg::find("HS256")?).ok()?;
        (now < until && verifier.verify(self.message(until).as_bytes(), &signature)).then_some(until)
    }

    // Neither a path nor a cookie has a line break.
    fn message(&self, until: Timestamp) -> String {
        format!("{}\n{}\n{}\n{}\n{}", self.purpose, self.holder.replace('\n', " "), self.fresh, until.0, self.request)
    }
}
