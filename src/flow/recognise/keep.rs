//! What is kept of a capture: what is part of a login by itself, and what surrounds it and may be.

use super::Seen;
use super::role::Role;
use crate::model::har::read::{BodyState, Entry};
use std::collections::VecDeque;

/// An entry that may be part of a login.
pub(super) struct Kept {
    pub(super) entry: Entry,
    pub(super) role: Role,
}

/// How many entries that may be part of a login are kept before something tells that there is one.
const BEFORE: usize = 300;

/// How many of them are kept after it.
const AFTER: usize = 500;

/// The most entries that are kept.
const MOST: usize = 20_000;

/// The most bytes that are kept.
const WEIGHT: usize = 64 << 20;

/// The longest body that is kept of a page, in bytes: what it says stands at its beginning.
const PAGE: usize = 64 << 10;

/// The longest other body that is kept.
const DOCUMENT: usize = 1 << 20;

/// What is kept so far.
#[derive(Default)]
pub(super) struct Keep {
    kept: Vec<Kept>,
    recent: VecDeque<Kept>,
    open: usize,
    weight: usize,
    seen: Seen,
}

impl Keep {
    /// Takes an entry, with the part that it plays in a login, if it does.
    pub(super) fn take(&mut self, entry: Entry, role: Option<Role>) {
        self.seen.entries += 1;
        self.seen.cached += usize::from(entry.cached);
        self.seen.failed += usize::from(entry.failure.is_some());
        let Some(role) = role else { return };
        let kept = Kept { entry: trimmed(entry, role), role };
        if role.is_telling() {
            let recent = std::mem::take(&mut self.recent);
            recent.into_iter().for_each(|recent| self.put(recent));
            self.put(kept);
            self.open = AFTER;
        } else if self.open > 0 {
            self.open -= 1;
            self.put(kept);
        } else {
            if self.recent.len() == BEFORE {
                self.recent.pop_front();
            }
            self.recent.push_back(kept);
        }
    }

    fn put(&mut self, kept: Kept) {
        let weight = weight(&kept.entry);
        if self.kept.len() >= MOST || self.weight.saturating_add(weight) > WEIGHT {
            self.seen.dropped += 1;
            return;
        }
        self.weight += weight;
        self.kept.push(kept);
    }

    /// Returns what was kept, in the order in which it began, and the counts.
    pub(super) fn kept(mut self) -> (Vec<Kept>, Seen) {
        // Some exporters sort by what ended first. Where one time is missing, only the order of the file is left.
        if self.kept.iter().all(|kept| kept.entry.began > 0) {
            self.kept.sort_by_key(|kept| (kept.entry.began, kept.entry.number));
        }
        (self.kept, self.seen)
    }
}

fn trimmed(mut entry: Entry, role: Role) -> Entry {
    let limit = if matches!(role, Role::Page | Role::Answer | Role::Authorization) { PAGE } else { DOCUMENT };
    if let Some(answer) = entry.hop.answer.as_mut().filter(|answer| answer.body.len() > limit) {
        answer.body.truncate(limit);
        entry.body = BodyState::Cut;
    }
    if entry.hop.request.body.len() > limit {
        entry.hop.request.body.truncate(limit);
        entry.sent = BodyState::Cut;
    }
    entry
}

fn weight(entry: &Entry) -> usize {
    let fields =
        |fields: &[(String, String)]| fields.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    let request = &entry.hop.request;
    let answer = entry.hop.answer.as_ref().map_or(0, |answer| answer.body.len() + fields(&answer.headers));
    let messages: usize = entry.messages.iter().map(|message| message.text.len()).sum();
    1_000 + request.url.as_str().len() + request.body.len() + fields(&request.headers) + answer + messages
}
