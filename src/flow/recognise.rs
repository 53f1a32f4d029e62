//! Finds logins among the requests of a browser. What belongs to none is dropped as it comes, so that the size of the capture
//! does not matter; what is kept is put together at the end, as only then it shows what belonged to what.

mod attempt;
mod blocked;
mod draft;
mod gap;
mod identity;
mod keep;
mod role;
mod service;
mod terms;

use crate::model::har::read::{Archive, Entry};
use crate::model::time::Timestamp;
use crate::model::transcript::Transcript;
pub use blocked::{Blocked, Why};
pub use gap::{Advice, Gap};
pub use identity::Identity;
use keep::Keep;
pub use service::{Call, CallKind, Connector};
pub use terms::IssuerSource;

/// What is known of the brand whose logins are looked for. Nothing of it is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expectations {
    /// The client ID of LivePerson at the brand's server: a login with it is LivePerson's, wherever it leads.
    pub client_id: Option<String>,
    /// Redirection URIs of LivePerson other than its window, for what plays its part.
    pub redirect_uris: Vec<String>,
    /// Hosts that LivePerson's service has besides its own, such as a brand's own name for it.
    pub service_hosts: Vec<String>,
}

/// Takes the entries of a capture, in the order of the file.
pub struct Recogniser {
    expect: Expectations,
    keep: Keep,
    archive: Archive,
}

/// What a capture holds.
#[derive(Debug, Clone, Default)]
pub struct Recognised {
    /// The logins: LivePerson's first, each kind in the order in which they began.
    pub attempts: Vec<Attempt>,
    /// What LivePerson's tag, window and service were asked and answered, whichever login it belongs to, in order.
    pub calls: Vec<Call>,
    /// The connectors that LivePerson publishes for the account, if the browser fetched them.
    pub connectors: Vec<Connector>,
    /// The hosts at which LivePerson's identity provider is for the account, if the browser asked LivePerson's directory.
    pub providers: Vec<String>,
    /// How much was looked at, and how much of it belongs to no login.
    pub seen: Seen,
    /// What is missing in the capture, and how to capture it.
    pub advice: Vec<Advice>,
}

/// Counts of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// All of them.
    pub entries: usize,
    /// Those that belong to a login, or to LivePerson.
    pub used: usize,
    /// Those that came out of a cache.
    pub cached: usize,
    /// Those that failed.
    pub failed: usize,
    /// Those that would have been looked at more closely but for the limits.
    pub dropped: usize,
}

/// A login that was found.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// Whose login it is.
    pub kind: Kind,
    /// What it is known by; empty if it is not LivePerson's.
    pub signs: Vec<Sign>,
    /// The login, as far as the browser saw it. LivePerson's own requests are not among what a browser sees.
    pub transcript: Transcript,
    /// The numbers of the entries that the steps were taken from, in order.
    pub entries: Vec<usize>,
    /// The time by the clock of the computer at which what came back was used: what tokens are to be judged at.
    pub captured_at: Option<Timestamp>,
    /// The host of the identity provider.
    pub provider: Option<String>,
    /// Where the issuer in the terms is from.
    pub issuer_source: Option<IssuerSource>,
    /// What the page, or the window, handed to LivePerson.
    pub handed: Option<Handed>,
    /// What LivePerson's service answered to this login.
    pub liveperson: Vec<Call>,
    /// What LivePerson is set up with, as it travels through the authorization server.
    pub connector: Option<Connector>,
    /// Requests of this login that the browser kept back, or whose answers it kept from the page.
    pub blocked: Vec<Blocked>,
    /// Who the page told LivePerson is there.
    pub identity: Option<Identity>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Whether the authorization request was made in a frame, where cookies are often kept back.
    pub framed: bool,
}

/// Whose login it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// LivePerson's.
    LivePerson,
    /// Another one: of the brand's own pages, or of whatever else was open.
    Other,
}

/// What a login of LivePerson is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It comes back to LivePerson's window, or to a redirection URI that was expected.
    RedirectUri,
    /// LivePerson's configuration travels along.
    WindowConfig,
    /// `parentWindowOrigin` travels along.
    ParentWindowOrigin,
    /// The client ID is the one that was expected.
    ClientId,
    /// What came of it was sent to LivePerson's service.
    HandedOver,
}

/// A code or a token on its way to LivePerson's service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The parameter of LivePerson's request that held it: `id_token`, `code`, `authCode`.
    pub parameter: String,
    /// The code or the token.
    pub value: String,
    /// The redirection URI that came along.
    pub redirect_uri: Option<String>,
    /// The entry in which the page got it, if it is in the capture: an endpoint of the brand, the token endpoint.
    pub source: Option<Source>,
    /// How often it was sent to LivePerson's service.
    pub times: usize,
}

/// Where a page got a code or a token from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The number of the entry.
    pub entry: usize,
    /// The address, without query.
    pub url: String,
    /// The status of the answer.
    pub status: Option<u16>,
    /// The name of the member of the answer in which it stood: `access_token`.
    pub member: Option<String>,
}

impl Recogniser {
    /// Returns a recogniser that has seen nothing yet.
    pub fn new(expect: Expectations) -> Recogniser {
        Recogniser { expect, keep: Keep::default(), archive: Archive::default() }
    }

    /// Takes the next entry.
    pub fn entry(&mut self, entry: Entry) {
        let role = role::of(&entry, &self.expect);
        self.keep.take(entry, role);
    }

    /// Takes note of what a file says of itself, for the advice. Several files are one capture, such as a page's and its
    /// pop-up's; whoever gives more than one numbers the entries through.
    pub fn archive(&mut self, archive: &Archive) {
        self.archive.entries += archive.entries;
        self.archive.creator = self.archive.creator.take().or_else(|| archive.creator.clone());
        self.archive.sanitised |= archive.sanitised;
        self.archive.truncated = self.archive.truncated.take().or_else(|| archive.truncated.clone());
        if let Some(redaction) = &archive.redaction {
            let known = self.archive.redaction.get_or_insert_default();
            known.personal |= redaction.personal;
            known.signatures.extend_from_slice(&redaction.signatures);
            known.hashes.extend_from_slice(&redaction.hashes);
        }
    }

    /// Returns what was found.
    pub fn finish(self) -> Recognised {
        let (kept, mut seen) = self.keep.kept();
        let drafts = draft::all(&kept, &self.expect);
        let calls: Vec<(usize, Call)> = service::calls(&kept);
        let connectors = service::connectors(&kept);
        let mut attempts: Vec<Attempt> = Vec::new();
        for (at, draft) in drafts.iter().enumerate() {
            let until = drafts[at + 1..].iter().find(|next| next.is_liveperson()).and_then(draft::Draft::first);
            attempts.push(attempt::of(draft, &kept, &calls, until, &connectors, &self.archive));
        }
        let belongs: std::collections::BTreeSet<usize> = attempts.iter().flat_map(|one| one.entries.clone()).collect();
        let called = calls.iter().map(|(_, call)| call.entry).filter(|entry| !belongs.contains(entry)).count();
        seen.used = belongs.len() + called;
        attempts.sort_by_key(|one| one.kind);
        let advice = gap::advice(&attempts, &calls, &self.archive, seen);
        let providers = service::providers(&kept);
        let calls = calls.into_iter().map(|(_, call)| call).collect();
        Recognised { attempts, calls, connectors, providers, seen, advice }
    }
}
