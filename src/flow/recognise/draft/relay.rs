//! Pages of the brand's to which a login comes back, and which pass on to LivePerson's window what came.

use super::super::role::Role;
use super::super::service::{self, CallKind};
use super::message::answers;
use super::{Draft, Gatherer};
use crate::model::callback::{Callback, Delivery};
use crate::model::http::Request;
use crate::model::transcript::Purpose;
use url::Url;

impl Gatherer<'_> {
    /// Sees to it that of what came back to such a page the part counts that the window gets.
    pub(super) fn relays(&mut self) {
        for draft in 0..self.drafts.len() {
            if let Some(lost) = self.lost(&self.drafts[draft]) {
                let parameters = lost.parameters;
                let callback = self.drafts[draft].callback.as_mut();
                callback.into_iter().for_each(|callback| callback.parameters.clone_from(&parameters));
            }
        }
    }

    /// Returns what a window got from a page of the brand, if nothing of what had come back was in it.
    fn lost(&self, draft: &Draft) -> Option<Callback> {
        let came = draft.callback.as_ref().filter(|callback| callback.get("error").is_none())?;
        let (_, at) = draft.steps.iter().find(|(purpose, _)| *purpose == Purpose::Callback)?;
        let is_own = service::is_liveperson(self.entry(*at).request(), self.expect);
        if is_own || !draft.is_liveperson() || !draft.handed.is_empty() {
            return None;
        }
        let is_window = |url: &Url| service::is_liveperson(&Request::get(url.clone(), ""), self.expect);
        if let Some((_, next)) = self.entry(*at).hop.redirect() {
            // A fragment goes along unless the redirect has one of its own (RFC 9110 §10.2.2).
            let is_kept = came.delivery == Delivery::Fragment && next.fragment().is_none();
            return (is_window(&next) && !answers(&next) && !is_kept).then(|| Callback::of(&Request::get(next, "")));
        }
        // A script may pass on a fragment unseen; the survey tells that it did not.
        let later = |kind: CallKind| (*at + 1..self.kept.len()).find(|at| self.kept[*at].role == Role::Service(kind));
        let opened = later(CallKind::Window)?;
        later(CallKind::OfflineSurvey)?;
        Some(Callback::of(self.entry(opened).request()))
    }
}
