//! What a capture lacks, and how to capture it.

use super::draft::{self, Draft};
use super::keep::Kept;
use super::service::{Call, CallKind};
use super::terms::comes_back_to_liveperson;
use super::{Attempt, Kind, Seen};
use crate::model::har::read::{Archive, BodyState};
use crate::model::login::Flow;
use crate::model::transcript::{Purpose, Transcript};

/// What is missing of a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// The capture begins after the authorization request.
    Authorization,
    /// Nothing shows what came back.
    Callback,
    /// What came back stood in a fragment, which browsers write into no file unless a redirect led there.
    Fragment,
    /// What came back was posted, and the form was not kept.
    FormPost,
    /// LivePerson's service redeems the code from server to server: no browser can see it.
    TokenRequest,
    /// Nothing was handed to LivePerson's service as far as the capture goes.
    Service,
    /// LivePerson's service answered with an error, and its answer was not kept.
    ServiceAnswer,
    /// The body of an answer was not kept, or not all of it.
    Body {
        /// What it answered.
        purpose: Purpose,
        /// The number of its entry.
        entry: usize,
        /// What is the matter with it.
        state: BodyState,
    },
    /// Cookies and credentials were left out of the file.
    Cookies,
    /// The file does not say when things happened.
    Times,
}

/// Something that is missing in a capture, and how to capture it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What is missing, in a sentence without a full stop.
    pub missing: String,
    /// What to do, in a sentence or two; empty if nothing can be done.
    pub how: &'static str,
}

const PRESERVE: &str = "Open the developer tools before anything else, tick “Preserve log”, and capture from the page of the \
                        chat button on.";
const POP_UP: &str = "A pop-up has developer tools of its own: open them there, or let them open for pop-ups by themselves \
                      (Chrome: Settings, “Auto-open DevTools for popups”).";
const CONTENT: &str = "Save “with content” before the tab is closed or leaves the page, and tick “Disable cache”: browsers \
                       forget bodies.";

impl Gap {
    /// Returns what is missing, in a sentence without a full stop.
    pub fn sentence(&self) -> String {
        match self {
            Gap::Authorization => "the capture begins after the authorization request".to_owned(),
            Gap::Callback => "nothing shows what came back from the authorization server".to_owned(),
            Gap::Fragment => "what came back stood in the fragment of an address, which is in no message".to_owned(),
            Gap::FormPost => "what came back was posted, and the form is not in the capture".to_owned(),
            Gap::TokenRequest => {
                "LivePerson redeems the code from server to server, which no browser can see".to_owned()
            }
            Gap::Service => "no call to LivePerson's service with what came back is in the capture".to_owned(),
            Gap::ServiceAnswer => "what LivePerson's service answered was not kept".to_owned(),
            Gap::Body { purpose, entry, state } => {
                let what = match state {
                    BodyState::Cut => "is cut",
                    BodyState::Undecoded => "is damaged",
                    BodyState::Elsewhere => "stands in a file of its own",
                    BodyState::Here | BodyState::Empty | BodyState::Absent => "was not kept",
                };
                format!("the body of entry {entry} ({}) {what}", purpose.name())
            }
            Gap::Cookies => "cookies and credentials were left out of the file".to_owned(),
            Gap::Times => "the file does not say when things happened".to_owned(),
        }
    }

    /// Returns how to capture it; empty if nothing can be done.
    pub fn how(&self) -> &'static str {
        match self {
            Gap::Authorization => PRESERVE,
            Gap::Callback | Gap::Service => POP_UP,
            Gap::Fragment => {
                "Copy the address out of the pop-up's address bar, and pass it along: the fragment stands in it."
            }
            Gap::FormPost | Gap::ServiceAnswer => CONTENT,
            Gap::TokenRequest => {
                "Look into the log of the token endpoint, or let `lpauth exchange` send the same request as LivePerson."
            }
            Gap::Body { state: BodyState::Elsewhere, .. } => {
                "Record with the content embedded (Playwright: `content: \"embed\"`)."
            }
            Gap::Body { .. } => CONTENT,
            Gap::Cookies => {
                "Only if cookies are in question: Chrome from version 130 on leaves them out unless its settings allow to \
                 export with sensitive data."
            }
            Gap::Times => {
                "Export again from the browser itself; whatever converted the file dropped `startedDateTime`."
            }
        }
    }
}

/// Returns what is missing of a login.
pub(super) fn of(draft: &Draft, kept: &[Kept], login: &Transcript, calls: &[Call], archive: &Archive) -> Vec<Gap> {
    if draft.steps.iter().any(|(_, at)| kept[*at].entry.purpose.is_some()) {
        // lpauth wrote down all that there was.
        return Vec::new();
    }
    let mut gaps = way_back(draft, kept);
    let is_code = login.terms.flow == Flow::Code && login.code().is_some();
    gaps.extend((is_code && !draft.has(Purpose::Token)).then_some(Gap::TokenRequest));
    gaps.extend(service(draft, kept, calls));
    gaps.extend(bodies(draft, kept));
    gaps.extend(archive.sanitised.then_some(Gap::Cookies));
    gaps.extend(draft.last().filter(|at| kept[*at].entry.began == 0).map(|_| Gap::Times));
    gaps
}

fn way_back(draft: &Draft, kept: &[Kept]) -> Vec<Gap> {
    let landed = draft.steps.iter().find(|(purpose, _)| *purpose == Purpose::Callback);
    let gap = match landed {
        _ if draft.callback.is_some() => None,
        Some((_, at)) if kept[*at].entry.request().method == "POST" => Some(Gap::FormPost),
        Some(_) => Some(Gap::Fragment),
        None => draft.asked.map(|_| Gap::Callback),
    };
    let is_begun = draft.asked.is_some() || draft.steps.is_empty();
    (!is_begun).then_some(Gap::Authorization).into_iter().chain(gap).collect()
}

fn service(draft: &Draft, kept: &[Kept], calls: &[Call]) -> Option<Gap> {
    let came = draft.callback.as_ref().is_some_and(|callback| callback.get("error").is_none());
    if draft.handed.is_empty() {
        return (came && comes_back_to_liveperson(draft)).then_some(Gap::Service);
    }
    let is_dumb = |call: &Call| {
        call.kind == CallKind::Authenticate && call.code.is_none() && call.status.is_some_and(|it| it >= 400)
    };
    let has_body =
        |call: &Call| kept.iter().any(|kept| kept.entry.number == call.entry && kept.entry.body == BodyState::Here);
    calls.iter().any(|call| is_dumb(call) && !has_body(call)).then_some(Gap::ServiceAnswer)
}

fn bodies(draft: &Draft, kept: &[Kept]) -> Vec<Gap> {
    let read = [Purpose::Metadata, Purpose::Keys, Purpose::Token, Purpose::UserInfo, Purpose::Refresh];
    let gap = |(purpose, at): &(Purpose, usize)| {
        let entry = &kept[*at].entry;
        let is_last = draft.steps.last().is_some_and(|(_, last)| last == at);
        let counts = read.contains(purpose) || is_last && *purpose == Purpose::Login;
        let is_gone = !matches!(entry.body, BodyState::Here | BodyState::Empty) && entry.status().is_some();
        (counts && is_gone).then_some(Gap::Body { purpose: *purpose, entry: entry.number, state: entry.body })
    };
    let unsent =
        draft.handed.iter().filter(|at| draft::credential(&kept[**at].entry).is_none()).map(|_| Gap::Service).take(1);
    draft.steps.iter().filter_map(gap).chain(unsent).collect()
}

/// Returns what is missing in a capture as a whole, each once.
pub(super) fn advice(attempts: &[Attempt], calls: &[(usize, Call)], archive: &Archive, seen: Seen) -> Vec<Advice> {
    let mut all: Vec<Advice> = Vec::new();
    if let Some(malformed) = &archive.truncated {
        let missing = format!("the file breaks off after {} entries: {}", archive.entries, malformed.reason);
        all.push(Advice { missing, how: "Export it again, and send it as it is: editors and mail cut long files." });
    }
    let is_liveperson = |one: &&Attempt| one.kind == Kind::LivePerson;
    if !attempts.iter().any(|one| is_liveperson(&one)) {
        let missing = format!("no login of LivePerson is among the {} entries", seen.entries);
        all.push(Advice { missing, how: PRESERVE });
        let window = calls.iter().find(|(_, call)| call.kind == CallKind::Window);
        all.extend(window.map(|(_, call)| Advice {
            missing: format!("LivePerson's window opened (entry {}), and nothing was handed to it", call.entry),
            how: "See whether the page's function is called, and whether it calls back: the console of the developer tools tells.",
        }));
        all.push(Advice {
            missing: "a login in a pop-up is not in the capture of the page below".to_owned(),
            how: POP_UP,
        });
    }
    for gap in attempts.iter().filter(is_liveperson).flat_map(|one| &one.gaps) {
        let advice = Advice { missing: gap.sentence(), how: gap.how() };
        if !all.contains(&advice) {
            all.push(advice);
        }
    }
    all
}
