//! A login as the checks read it: a transcript, and what a transcript has no place for.

use super::draft::{self, Credential, Draft};
use super::keep::Kept;
use super::service::{Call, CallKind, Connector, connector_of, window_config};
use super::terms::{self, comes_back_to_liveperson};
use super::{Attempt, Handed, Kind, Source, blocked, gap, identity, service};
use crate::model::callback::Callback;
use crate::model::har::read::{Archive, BodyState, Entry};
use crate::model::http::text::bare;
use crate::model::page::Page;
use crate::model::time::Timestamp;
use crate::model::transcript::{Party, Purpose, Step, Stop, Transcript};
use std::collections::BTreeSet;
use url::Url;

/// Returns the login that a draft is. `until` is the place at which the next one begins.
pub(super) fn of(
    draft: &Draft,
    kept: &[Kept],
    calls: &[(usize, Call)],
    until: Option<usize>,
    listed: &[Connector],
    archive: &Archive,
) -> Attempt {
    let handed = draft.handed.iter().find_map(|at| draft::credential(&kept[*at].entry));
    // What lpauth itself sends in LivePerson's place has a key that it made up.
    let is_ours = archive.creator.as_ref().is_some_and(|tool| tool.name == "lpauth");
    let connector = connector(draft).or_else(|| called(draft, calls, listed)).map(|known| match is_ours {
        true => Connector { public_key: None, ..known },
        false => known,
    });
    let redaction = archive.redaction.clone();
    let mut login = Transcript { steps: steps(draft, kept), redaction, ..Transcript::default() };
    login.callback = match &handed {
        Some(handed) if !comes_back_to_liveperson(draft) => Some(script(handed)),
        _ => draft.callback.clone(),
    };
    let (terms, issuer_source) = terms::of(draft, &login, handed.as_ref(), connector.as_ref());
    login.terms = terms;
    login.stop = stop(draft, &login);
    let liveperson = answers(draft, calls, until);
    if liveperson.iter().any(is_accepted) && !draft.has(Purpose::Token) {
        // Whatever LivePerson redeemed the code with, it was right.
        login.terms.token_redirect_uri = None;
    }
    let places = || draft.steps.iter().map(|(_, at)| *at).chain(draft.handed.iter().copied()).collect::<BTreeSet<_>>();
    let asked = login.of(Purpose::Authorization).next();
    let framed = asked.is_some_and(|step| step.hop.request.header("sec-fetch-dest") == Some("iframe"));
    Attempt {
        kind: if draft.is_liveperson() { Kind::LivePerson } else { Kind::Other },
        signs: draft.signs.iter().copied().collect(),
        entries: places().into_iter().map(|at| kept[at].entry.number).collect(),
        captured_at: captured_at(draft, kept).map(|at| at.plus(apart(&liveperson))),
        provider: provider(&login),
        issuer_source,
        handed: handed.map(|credential| handed_over(draft, kept, credential)),
        blocked: places().into_iter().filter_map(|at| blocked::of(kept, at)).collect(),
        gaps: gap::of(draft, kept, &login, &liveperson, archive),
        framed,
        identity: identity::before(kept, draft),
        liveperson,
        connector,
        transcript: login,
    }
}

fn script(handed: &Credential) -> Callback {
    // What LivePerson's service calls `authCode` may be either.
    let name = if crate::model::callback::looks_like_token(&handed.value) { "id_token" } else { "code" };
    let mut parameters = vec![(name, handed.value.as_str())];
    parameters.extend(handed.redirect_uri.as_deref().map(|uri| ("redirect_uri", uri)));
    Callback::of_script(&parameters)
}

fn connector(draft: &Draft) -> Option<Connector> {
    let returned = draft.callback.as_ref().and_then(|callback| callback.get("state"));
    let texts = [draft.state.as_deref(), draft.redirect_uri.as_deref(), returned];
    texts.into_iter().flatten().find_map(|text| connector_of(&window_config(text)?))
}

/// Returns the connector of LivePerson's public list that the login was handed to.
fn called(draft: &Draft, calls: &[(usize, Call)], listed: &[Connector]) -> Option<Connector> {
    let (_, call) = calls.iter().find(|(at, _)| draft.handed.contains(at))?;
    listed.iter().find(|connector| connector.id.is_some() && connector.id == call.connector).cloned()
}

fn is_accepted(call: &Call) -> bool {
    call.kind == CallKind::Authenticate && call.status == Some(200)
}

fn steps(draft: &Draft, kept: &[Kept]) -> Vec<Step> {
    let counts = |(purpose, at): &&(Purpose, usize)| {
        !is_twin(draft, kept, *purpose, *at) && !is_hollow(&kept[*at].entry, *purpose)
    };
    let step = |(purpose, at): &(Purpose, usize)| {
        let entry = &kept[*at].entry;
        let mut hop = entry.hop.clone();
        hop.answer = hop.answer.filter(|answer| !is_unread(entry, *purpose, answer.status));
        // No file has the fragment in the address itself: browsers keep it to themselves.
        let fragment = draft.location.as_ref().filter(|_| *purpose == Purpose::Callback).and_then(Url::fragment);
        if fragment.is_some() && hop.request.url.fragment().is_none() {
            hop.request.url.set_fragment(fragment);
        }
        Step { purpose: *purpose, from: entry.from.unwrap_or(Party::Browser), hop, failure: failure(entry) }
    };
    draft.steps.iter().filter(counts).map(step).collect()
}

/// What is read of an answer with one of these purposes is its body.
const READ: [Purpose; 5] = [Purpose::Metadata, Purpose::Keys, Purpose::Token, Purpose::UserInfo, Purpose::Refresh];

// A body that the file does not have is not to be taken for one that the server did not send.
fn is_gone(entry: &Entry, status: u16) -> bool {
    let is_missing = !matches!(entry.body, BodyState::Here | BodyState::Empty);
    matches!(status, 200 | 304) && (is_missing || status == 304 && entry.body == BodyState::Empty)
}

/// Returns whether a document was fetched of which nothing is left.
fn is_hollow(entry: &Entry, purpose: Purpose) -> bool {
    let is_document = matches!(purpose, Purpose::Metadata | Purpose::Keys);
    is_document && entry.failure.is_none() && entry.status().is_some_and(|status| is_gone(entry, status))
}

/// Returns whether nothing can be said of an answer: its body is gone, or the page was not to see it.
fn is_unread(entry: &Entry, purpose: Purpose, status: u16) -> bool {
    let is_kept_back = entry.failure.is_some() && entry.body != BodyState::Here;
    READ.contains(&purpose) && (is_gone(entry, status) || is_kept_back)
}

// An answer that came is one, even if the page went elsewhere before all of it was there.
fn failure(entry: &Entry) -> Option<String> {
    let is_moot = |words: &String| entry.status().is_some() && words.to_ascii_lowercase().contains("abort");
    entry.failure.clone().filter(|words| !is_moot(words))
}

// Chrome tells of a request that CORS kept back twice: without its answer and with it.
fn is_twin(draft: &Draft, kept: &[Kept], purpose: Purpose, at: usize) -> bool {
    let entry = &kept[at].entry;
    let is_other = |other: usize| {
        let other = &kept[other].entry;
        other.status().is_some() && other.failure == entry.failure && other.request().url == entry.request().url
    };
    let mut later = draft.steps.iter().filter(|(other, later)| *other == purpose && *later > at);
    entry.failure.is_some() && entry.status().is_none() && later.any(|(_, later)| is_other(*later))
}

fn provider(login: &Transcript) -> Option<String> {
    let host = |purpose| login.of(purpose).next().and_then(|step| step.hop.request.url.host_str().map(str::to_owned));
    let asked = [Purpose::Authorization, Purpose::Token, Purpose::Metadata].into_iter().find_map(host);
    asked.or_else(|| Url::parse(login.terms.issuer.as_deref()?).ok()?.host_str().map(str::to_owned))
}

/// Returns when what came back was used: when it was handed over, or came, or when the login ended.
fn captured_at(draft: &Draft, kept: &[Kept]) -> Option<Timestamp> {
    let of = |purpose| draft.steps.iter().rev().find(|(other, _)| *other == purpose).map(|(_, at)| *at);
    let used = draft.handed.last().copied().or_else(|| of(Purpose::Token)).or_else(|| of(Purpose::Callback));
    let entry = &kept.get(used.or_else(|| draft.last())?)?.entry;
    let date = || {
        let answer = entry.hop.answer.as_ref()?;
        Timestamp::of_http_date(answer.header("date")?)
    };
    if entry.began > 0 { Some(Timestamp(entry.began.div_euclid(1_000))) } else { date() }
}

// LivePerson judges a token by its own clock, whatever the consumer's computer shows.
fn apart(calls: &[Call]) -> i64 {
    let handed = calls.iter().filter(|call| call.kind == CallKind::Authenticate);
    handed.filter_map(|call| call.clock_ahead).next_back().unwrap_or_default()
}

fn handed_over(draft: &Draft, kept: &[Kept], credential: Credential) -> Handed {
    let source = draft.source.and_then(|at| kept.get(at)).map(|kept| Source {
        entry: kept.entry.number,
        url: bare(&kept.entry.request().url),
        status: kept.entry.status(),
        member: service::named(&kept.entry, &credential.value),
    });
    Handed {
        parameter: credential.name.to_owned(),
        value: credential.value,
        redirect_uri: credential.redirect_uri,
        source,
        times: draft.handed.len(),
    }
}

/// Returns what LivePerson answered to this login: what it was handed, and what its window did until the next one began.
fn answers(draft: &Draft, calls: &[(usize, Call)], until: Option<usize>) -> Vec<Call> {
    let first = draft.first().unwrap_or_default();
    let is_within = |at: usize| at >= first && until.is_none_or(|until| at < until);
    let is_own = |(at, call): &&(usize, Call)| match call.kind {
        CallKind::Authenticate => draft.handed.contains(at),
        CallKind::Tag | CallKind::Connectors | CallKind::Domain | CallKind::Anonymous => false,
        _ => draft.is_liveperson() && is_within(*at),
    };
    calls.iter().filter(is_own).map(|(_, call)| call.clone()).collect()
}

fn stop(draft: &Draft, login: &Transcript) -> Option<Stop> {
    let back = |reason: String| Some(Stop { at: Purpose::Callback, reason, page: None });
    if let Some(callback) = &login.callback {
        let error = callback.get("error")?;
        let printable: String = error.chars().filter(|c| !c.is_control()).take(80).collect();
        return back(format!("the authorization server answers “{printable}”"));
    }
    let is_over = draft.has(Purpose::Callback) || draft.asked.is_none() || !draft.handed.is_empty();
    let last = login.steps.iter().rfind(|step| matches!(step.purpose, Purpose::Authorization | Purpose::Login))?;
    if is_over {
        return None;
    }
    let reason = match (&last.failure, &last.hop.answer) {
        (Some(failure), _) => failure.clone(),
        (None, None) => "no answer came".to_owned(),
        (None, Some(_)) => "nothing came back before the capture ended".to_owned(),
    };
    let is_there = last.hop.answer.as_ref().is_some_and(|answer| !answer.body.is_empty());
    let page = Page::of(&last.hop).filter(|_| is_there).map(|page| page.summary());
    Some(Stop { at: last.purpose, reason, page })
}
