//! Puts together what belongs to one login: by `state`, by redirects, by the code, by hosts, and by time last of all.

mod message;
mod relay;

use super::keep::Kept;
use super::role::{Role, parameter};
use super::service::{self, CallKind};
use super::{Expectations, Sign};
use crate::model::callback::Callback;
use crate::model::har::read::Entry;
use crate::model::http::Request;
use crate::model::http::text::bare;
use crate::model::page::Page;
use crate::model::transcript::Purpose;
pub(super) use message::credential;
use message::{answers, asked, has, same_state, unasked, without_fragment};
use std::collections::BTreeSet;
use url::Url;

/// The most steps of one login.
const STEPS: usize = 200;

/// How long after its last step a page can still belong to a login, in milliseconds.
const PAUSE: i64 = 3_600_000;

/// How soon after the last step the server itself asks again, in milliseconds.
const AT_ONCE: i64 = 10_000;

/// A login as it is put together.
#[derive(Default)]
pub(super) struct Draft {
    /// What belongs to it, and for what: places among what was kept.
    pub(super) steps: Vec<(Purpose, usize)>,
    /// The authorization request.
    pub(super) asked: Option<usize>,
    /// The redirection URI, as it was sent.
    pub(super) redirect_uri: Option<String>,
    /// The `state`, as it was sent.
    pub(super) state: Option<String>,
    /// What came back.
    pub(super) callback: Option<Callback>,
    /// Where the last redirect led with what came back.
    pub(super) location: Option<Url>,
    /// The calls that handed something to LivePerson.
    pub(super) handed: Vec<usize>,
    /// Where the page had got it from.
    pub(super) source: Option<usize>,
    /// What it is known by as LivePerson's.
    pub(super) signs: BTreeSet<Sign>,
    hosts: BTreeSet<String>,
    next: Option<Url>,
}

/// A code or a token in a call to LivePerson.
pub(super) struct Credential {
    /// The parameter.
    pub(super) name: &'static str,
    /// Its value.
    pub(super) value: String,
    /// The redirection URI beside it.
    pub(super) redirect_uri: Option<String>,
}

impl Draft {
    /// Returns whether it is LivePerson's.
    pub(super) fn is_liveperson(&self) -> bool {
        !self.signs.is_empty()
    }

    /// Returns the place of its first step.
    pub(super) fn first(&self) -> Option<usize> {
        self.steps.iter().map(|(_, at)| *at).chain(self.handed.iter().copied()).min()
    }

    /// Returns the place of its last step.
    pub(super) fn last(&self) -> Option<usize> {
        self.steps.iter().map(|(_, at)| *at).chain(self.handed.iter().copied()).max()
    }

    /// Returns whether it has a step of this kind.
    pub(super) fn has(&self, purpose: Purpose) -> bool {
        self.steps.iter().any(|(other, _)| *other == purpose)
    }

    fn leads_to(&self, url: &Url) -> bool {
        self.redirect_uri.as_deref().and_then(|uri| Url::parse(uri).ok()).is_some_and(|uri| bare(&uri) == bare(url))
    }

    fn brought(&self, name: &str, value: &str) -> bool {
        self.callback.as_ref().is_some_and(|callback| callback.get(name) == Some(value))
    }
}

/// Returns every login, in the order in which they began.
pub(super) fn all(kept: &[Kept], expect: &Expectations) -> Vec<Draft> {
    let mut gatherer = Gatherer { kept, expect, drafts: Vec::new() };
    (0..kept.len()).for_each(|at| gatherer.place(at));
    gatherer.relays();
    gatherer.documents();
    gatherer.drafts.iter_mut().for_each(|draft| draft.steps.sort_by_key(|(_, at)| *at));
    gatherer.drafts.sort_by_key(Draft::first);
    gatherer.drafts
}

struct Gatherer<'a> {
    kept: &'a [Kept],
    expect: &'a Expectations,
    drafts: Vec<Draft>,
}

impl Gatherer<'_> {
    fn place(&mut self, at: usize) {
        match self.kept[at].role {
            Role::Given(purpose) => self.given(at, purpose),
            Role::Authorization => self.asked(at),
            Role::Answer => self.came_back(at),
            Role::Grant(purpose) => self.granted(at, purpose),
            Role::UserInfo => self.userinfo(at),
            Role::Service(CallKind::Authenticate) => self.handed(at),
            Role::Page | Role::Service(CallKind::Window) => {
                if !self.landed(at) && self.kept[at].role == Role::Page {
                    self.page(at);
                }
            }
            Role::Metadata | Role::Keys | Role::Preflight | Role::Service(_) => {}
        }
    }

    fn entry(&self, at: usize) -> &Entry {
        &self.kept[at].entry
    }

    fn add(&mut self, draft: usize, purpose: Purpose, at: usize) {
        let entry = &self.kept[at].entry;
        let draft = &mut self.drafts[draft];
        if draft.steps.len() >= STEPS {
            return;
        }
        draft.steps.push((purpose, at));
        if matches!(purpose, Purpose::Authorization | Purpose::Login) {
            draft.hosts.extend(entry.request().url.host_str().map(str::to_owned));
            draft.next = entry.hop.redirect().map(|(_, next)| next);
            let back =
                draft.next.clone().filter(|next| answers(next) && (draft.leads_to(next) || same_state(draft, next)));
            if let Some(back) = back {
                draft.callback = Some(Callback::of(&Request::get(back.clone(), "")));
                draft.location = Some(back);
            }
        }
    }

    // lpauth writes one login into a file.
    fn given(&mut self, at: usize, purpose: Purpose) {
        if self.drafts.is_empty() {
            self.drafts.push(Draft::default());
        }
        if purpose == Purpose::Authorization && self.drafts[0].asked.is_none() {
            let asked = asked(self.entry(at), at, self.expect);
            self.drafts[0] = Draft { steps: std::mem::take(&mut self.drafts[0].steps), ..asked };
        }
        if purpose == Purpose::Callback {
            self.drafts[0].callback = Some(Callback::of(self.entry(at).request()));
        }
        self.add(0, purpose, at);
    }

    fn asked(&mut self, at: usize) {
        let asked = asked(self.entry(at), at, self.expect);
        match self.drafts.iter().rposition(|draft| self.goes_on(draft, &asked, at)) {
            Some(draft) => self.add(draft, Purpose::Login, at),
            None => {
                self.drafts.push(asked);
                self.add(self.drafts.len() - 1, Purpose::Authorization, at);
            }
        }
    }

    /// Returns whether an authorization request is the one that a login began with, on its way through the server's pages.
    fn goes_on(&self, draft: &Draft, asked: &Draft, at: usize) -> bool {
        let is_same = draft.state == asked.state && draft.redirect_uri == asked.redirect_uri;
        let request = self.entry(at).request();
        let referer = request.header("referer").or(request.header("origin")).filter(|referer| *referer != "null");
        let host = |referer: &str| Url::parse(referer).ok()?.host_str().map(str::to_owned);
        // Login pages often keep to themselves where their visitors come from; LivePerson's window and brands' pages do not.
        let from_within = match referer {
            Some(referer) => host(referer).is_some_and(|host| draft.hosts.contains(&host)),
            None => draft.steps.len() > 1 && self.is_soon(draft, at),
        };
        let is_led = draft.next.as_ref().is_some_and(|next| without_fragment(next) == request.url);
        draft.asked.is_some()
            && draft.callback.is_none()
            && is_same
            && (is_led || from_within && !self.is_first_again(draft, at))
    }

    // Servers send people around at once; whoever gives up and tries again takes a while.
    fn is_soon(&self, draft: &Draft, at: usize) -> bool {
        let last = draft.last().map_or(0, |last| self.entry(last).began);
        self.entry(at).began.saturating_sub(last) < AT_ONCE
    }

    // The same address again without being led there is somebody who tries again.
    fn is_first_again(&self, draft: &Draft, at: usize) -> bool {
        let first = draft.asked.map(|first| &self.entry(first).request().url);
        first == Some(&self.entry(at).request().url) && draft.steps.len() == 1
    }

    fn came_back(&mut self, at: usize) {
        let request = self.entry(at).request();
        let state = parameter(request, "state");
        let open = |draft: &&Draft| draft.asked.is_some() && !draft.has(Purpose::Callback);
        let find =
            |wanted: &dyn Fn(&Draft) -> bool| self.drafts.iter().rposition(|draft| open(&draft) && wanted(draft));
        let is_led =
            |draft: &Draft| draft.location.as_ref().is_some_and(|location| without_fragment(location) == request.url);
        let is_its = |draft: &Draft| draft.state.is_some() && draft.state == state;
        let found = find(&is_led).or_else(|| find(&is_its)).or_else(|| find(&|draft| draft.leads_to(&request.url)));
        let callback = Callback::of(request);
        let draft = match found {
            Some(draft) => draft,
            None if self.is_known(at) || state.is_some() => {
                self.drafts.push(unasked(request, self.expect));
                self.drafts.len() - 1
            }
            None => return self.page(at),
        };
        if !self.drafts[draft]
            .location
            .as_ref()
            .is_some_and(|location| location.fragment().is_some_and(|it| it.contains('=')))
        {
            self.drafts[draft].callback = Some(callback);
        }
        self.add(draft, Purpose::Callback, at);
        self.follow_on(at);
    }

    fn is_known(&self, at: usize) -> bool {
        service::is_liveperson(self.entry(at).request(), self.expect)
    }

    // The way back of one login can be a step of another: a login at a social network inside the brand's own.
    fn follow_on(&mut self, at: usize) {
        let request = self.entry(at).request();
        let outer = self.drafts.iter().rposition(|draft| {
            let is_led = draft.next.as_ref().is_some_and(|next| without_fragment(next) == request.url);
            let is_near = request.url.host_str().is_some_and(|host| draft.hosts.contains(host));
            draft.asked.is_some() && draft.callback.is_none() && !draft.has(Purpose::Callback) && (is_led || is_near)
        });
        if let Some(outer) = outer {
            self.add(outer, Purpose::Login, at);
        }
    }

    /// Takes a request to the redirection URI that shows nothing of what it brings: a fragment, or a form that was not kept.
    fn landed(&mut self, at: usize) -> bool {
        let entry = self.entry(at);
        let url = &entry.request().url;
        let is_read = !matches!(entry.resource.as_deref(), Some("xhr" | "fetch"));
        let found = self.drafts.iter().rposition(|draft| {
            let is_led = draft.location.as_ref().is_some_and(|location| without_fragment(location) == *url);
            let is_there = draft.leads_to(url) && draft.location.is_none() && !draft.steps.is_empty();
            draft.asked.is_some() && !draft.has(Purpose::Callback) && is_read && (is_led || is_there)
        });
        let Some(draft) = found else { return false };
        if self.drafts[draft].callback.is_none() {
            self.drafts[draft].callback = self.posted(draft).or_else(|| self.bare(draft, at));
        }
        self.add(draft, Purpose::Callback, at);
        true
    }

    // A redirect shows the fragment that it leads to: where it has none, and no query either, nothing came back.
    fn bare(&self, draft: usize, at: usize) -> Option<Callback> {
        let request = self.entry(at).request();
        let next = self.drafts[draft].next.as_ref().filter(|next| next.fragment().is_none())?;
        (*next == request.url && self.drafts[draft].leads_to(next)).then(|| Callback::of(request))
    }

    // A page that posts what came back has it in a form (OAuth 2.0 Form Post Response Mode §2).
    fn posted(&self, draft: usize) -> Option<Callback> {
        let draft = &self.drafts[draft];
        let page = draft.steps.iter().rev().find_map(|(_, at)| Page::of(&self.entry(*at).hop))?;
        let form = page.forms.iter().find(|form| draft.leads_to(&form.action))?;
        let fields = form.controls.iter().filter_map(|control| Some((control.name.clone()?, control.value.clone())));
        let request = Request::form(form.action.clone(), fields);
        let callback = Callback::of(&request);
        ["code", "id_token", "error"].iter().any(|name| callback.get(name).is_some()).then_some(callback)
    }

    fn page(&mut self, at: usize) {
        let entry = self.entry(at);
        let url = &entry.request().url;
        let is_document =
            matches!(entry.resource.as_deref(), Some("document") | None) || entry.request().method == "POST";
        let back = entry.hop.redirect().map(|(_, next)| next).filter(answers);
        let is_open =
            |draft: &Draft| draft.asked.is_some() && draft.callback.is_none() && !draft.has(Purpose::Callback);
        let by_state = back.and_then(|back| self.drafts.iter().rposition(|it| is_open(it) && same_state(it, &back)));
        let by_place = || {
            self.drafts.iter().rposition(|draft| {
                let last = draft.last().map_or(0, |last| self.entry(last).began);
                let is_near = entry.began.saturating_sub(last) < PAUSE;
                let is_led = draft.next.as_ref().is_some_and(|next| without_fragment(next) == *url);
                let is_there = url.host_str().is_some_and(|host| draft.hosts.contains(host)) && is_document;
                is_open(draft) && is_near && (is_led || is_there)
            })
        };
        by_state.or_else(by_place).into_iter().for_each(|draft| self.add(draft, Purpose::Login, at));
    }

    fn granted(&mut self, at: usize, purpose: Purpose) {
        let request = self.entry(at).request();
        let code = parameter(request, "code");
        let client = parameter(request, "client_id");
        let by_code = code.and_then(|code| self.drafts.iter().rposition(|draft| draft.brought("code", &code)));
        let host = request.url.host_str().unwrap_or_default();
        let by_host = || self.drafts.iter().rposition(|draft| draft.hosts.contains(host));
        let by_client = || {
            let same = |draft: &Draft| {
                draft.asked.and_then(|asked| parameter(self.entry(asked).request(), "client_id")) == client
            };
            self.drafts.iter().rposition(|draft| client.is_some() && same(draft))
        };
        let found = by_code.or_else(by_host).or_else(by_client).unwrap_or_else(|| {
            self.drafts.push(Draft::default());
            self.drafts.len() - 1
        });
        self.add(found, purpose, at);
    }

    fn userinfo(&mut self, at: usize) {
        let host = self.entry(at).request().url.host_str().unwrap_or_default();
        let of_host =
            |draft: &Draft| draft.hosts.contains(host) && (draft.has(Purpose::Token) || draft.callback.is_some());
        let found = self.drafts.iter().rposition(of_host);
        found.into_iter().for_each(|draft| self.add(draft, Purpose::UserInfo, at));
    }

    fn handed(&mut self, at: usize) {
        let credential = credential(self.entry(at));
        let by_credential = |value: &str| self.drafts.iter().rposition(|draft| self.holds(draft, value));
        let known = credential.as_ref().and_then(|credential| by_credential(&credential.value));
        // A window whose answer was not seen, or was damaged on the way, is the only one that can have called.
        let waits = |draft: &Draft| {
            let is_unseen = draft.callback.is_none() || credential.is_none();
            draft.is_liveperson() && draft.handed.is_empty() && draft.asked.is_some() && is_unseen
        };
        let found = known.or_else(|| self.drafts.iter().rposition(waits)).unwrap_or_else(|| {
            self.drafts.push(Draft::default());
            self.drafts.len() - 1
        });
        let source = credential.and_then(|credential| self.source(&credential.value, at));
        let draft = &mut self.drafts[found];
        draft.handed.push(at);
        draft.source = draft.source.or(source);
        draft.signs.insert(Sign::HandedOver);
    }

    /// Returns whether a login brought, or handed over already, this code or token.
    fn holds(&self, draft: &Draft, value: &str) -> bool {
        let in_callback = || ["code", "id_token", "token"].into_iter().any(|name| draft.brought(name, value));
        let tokens = || draft.steps.iter().filter(|(purpose, _)| matches!(purpose, Purpose::Token | Purpose::Refresh));
        let redeemed = || tokens().any(|(_, at)| has(self.entry(*at), value));
        let again =
            || draft.handed.iter().any(|at| credential(self.entry(*at)).is_some_and(|other| other.value == value));
        in_callback() || redeemed() || again()
    }

    /// Returns the last entry before a call whose answer has this code or token.
    fn source(&self, value: &str, call: usize) -> Option<usize> {
        (0..call)
            .rev()
            .find(|at| matches!(self.kept[*at].role, Role::Page | Role::Grant(_)) && has(self.entry(*at), value))
    }

    /// Gives every login the metadata and the key set of its server; what nobody could read is a login that went no further.
    fn documents(&mut self) {
        for at in 0..self.kept.len() {
            let purpose = match self.kept[at].role {
                Role::Metadata => Purpose::Metadata,
                Role::Keys => Purpose::Keys,
                _ => continue,
            };
            let host = self.entry(at).request().url.host_str().unwrap_or_default().to_owned();
            let own = |draft: &&mut Draft| draft.hosts.contains(&host);
            let mut is_somebodys = false;
            for draft in self.drafts.iter_mut().filter(own) {
                is_somebodys = true;
                // The last one before the end of a login is what it went by, and one that was read better than one that was not.
                let is_late = draft.last().is_some_and(|last| at > last) && draft.has(purpose);
                let is_worse = self.kept[at].entry.failure.is_some() && draft.has(purpose);
                if !is_late && !is_worse {
                    draft.steps.retain(|(other, _)| *other != purpose);
                    draft.steps.push((purpose, at));
                }
            }
            let failed = self.entry(at).failure.is_some() || self.entry(at).status().is_none_or(|status| status >= 400);
            if !is_somebodys && failed && purpose == Purpose::Metadata {
                self.drafts.push(Draft { hosts: [host].into(), ..Draft::default() });
                self.add(self.drafts.len() - 1, purpose, at);
            }
        }
    }
}
