//! Tokens: header and claims stay, what lets somebody use them goes.

use super::find::{self, Finds, MARK};
use super::forms;
use super::kind::Kind;
use super::pattern::Patterns;
use crate::model::token::{FlawKind, Form, Token};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A token, and what its hidden segments become.
pub(super) struct Cut {
    /// As it was.
    pub(super) token: Token,
    segments: Vec<String>,
    hidden: Vec<usize>,
}

/// What to write in place of a text, and which secrets go with it.
pub(super) struct Rewritten {
    /// The text.
    pub(super) from: String,
    /// What to write.
    pub(super) to: String,
    /// The secrets, by their places in the list.
    pub(super) parts: Vec<usize>,
}

/// Returns whether a text is a token by its look: its header can be read.
pub(super) fn is_one(text: &str) -> bool {
    let dots = text.matches('.').count();
    (dots == 2 || dots == 4) && text.starts_with("ey") && Token::parse("", text, Vec::new()).header.json().is_some()
}

/// Returns the tokens that stand in a text.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let plain = text.split(move |c| !is_part(c));
    plain.chain(padded(text)).map(|run| run.trim_matches('.')).filter(|run| run.len() > 20 && is_one(run))
}

/// Returns what may be a token with padding, which has no place in one, before a dot.
fn padded(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.=".contains(c);
    let begin = |run: &str| if run.starts_with("ey") { Some(0) } else { run.find("=ey").map(|at| at + 1) };
    let runs = text.split(move |c| !is_part(c)).filter(|run| run.contains("=."));
    runs.filter_map(move |run| run.get(begin(run)?..))
}

/// Takes the tokens apart: adds what their claims and hidden segments hold to the secrets, and returns them.
pub(super) fn tokens(finds: &mut Finds) -> Vec<Cut> {
    let mut cuts = Vec::new();
    // A token may hold another, which is found on the way.
    while let Some(text) = finds.tokens.get(cuts.len()).cloned() {
        let token = Token::parse("", &text, Vec::new());
        token.claims.source().iter().for_each(|claims| find::document(&claims.text, finds));
        cuts.push(cut(token, finds));
    }
    finds.settle();
    cuts
}

fn cut(token: Token, finds: &mut Finds) -> Cut {
    let kind = if token.form() == Form::Encrypted { Kind::Encrypted } else { Kind::Signature };
    let mut segments = Vec::new();
    let mut hidden = Vec::new();
    let mut cut_before = false;
    for (index, segment) in token.segments.iter().enumerate() {
        let text = &token.source.text[segment.span.clone()];
        // Of an encrypted token the first part that is hidden says so for all.
        cut_before |= text.starts_with(MARK);
        let kept = index < token.open_segments() || text.is_empty() || cut_before;
        if kept {
            segments.push(text.to_owned());
            continue;
        }
        let label =
            if hidden.is_empty() { format!("{MARK}{}-{}-", kind.word(), finds.next(kind)) } else { String::new() };
        let odd_end = segment.flaws.iter().any(|flaw| flaw.kind == FlawKind::TrailingBits);
        let placeholder = masked(text, &label, odd_end);
        hidden.push(finds.put(kind, None, text, Some(placeholder.clone())));
        segments.push(placeholder);
    }
    Cut { token, segments, hidden }
}

/// Returns a text in base64url without what it says, as long as before and as wrong: what is odd in an encoding still shows.
pub(super) fn masked(text: &str, label: &str, odd_end: bool) -> String {
    let mut letters = label.chars().chain(std::iter::repeat('x'));
    let mut masked: Vec<char> = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "-_".contains(c) { letters.next().unwrap_or('x') } else { c })
        .collect();
    // `w` ends in zero bits, `x` does not.
    if let Some(last) = masked.iter_mut().rev().find(|c| c.is_ascii_alphanumeric() || "-_".contains(**c)) {
        *last = if odd_end { 'x' } else { 'w' };
    }
    masked.into_iter().collect()
}

impl Cut {
    /// Returns what to write in place of the token and of those of its parts that hold something secret.
    pub(super) fn rewritten(&self, plain: &Patterns) -> Vec<Rewritten> {
        let mut all = Vec::new();
        let mut segments = self.segments.clone();
        let mut within = self.hidden.clone();
        for (segment, text) in self.token.segments.iter().zip(&mut segments).take(self.token.open_segments()) {
            let bytes = plain.bytes(&segment.bytes);
            if bytes != segment.bytes {
                let encoded = URL_SAFE_NO_PAD.encode(bytes);
                let parts: Vec<usize> =
                    plain.found(&segment.bytes).flat_map(|(_, entry)| entry.parts.clone()).collect();
                within.extend(&parts);
                all.push(Rewritten { from: text.clone(), to: encoded.clone(), parts });
                *text = encoded;
            }
        }
        let pairs = forms::rewritten(&self.token.source.text, &segments.join("."));
        all.extend(pairs.into_iter().map(|(from, to)| Rewritten { from, to, parts: within.clone() }));
        all
    }
}
