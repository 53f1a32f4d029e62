//! A fast lane for one token after the other, judged against the same keys with the same expectations.
//!
//! Most tokens of a file are alike: one header, the same claims in the same order, and only an ID, some names and the times
//! are others. The lane learns from tokens that all checks were asked about, and says of a later one either "every check
//! answers as for that token, and the signature is right", or nothing. Whatever it says nothing of is judged in full, so
//! that no check is left out and none is written a second time.
//!
//! # Why it is never wrong
//!
//! A token is taken only if it differs from learned ones in nothing but
//!
//! * the signature, which is verified, by the key that verified the learned token with the very same header;
//! * the order of its claims, and claims that no check reads;
//! * what stands in the *holes* of its claims, each of which is a plain text (no escapes) or a plain number.
//!
//! All else is compared byte by byte: names, structure, literals, white space. So the text is JSON, no deeper than the
//! learned one, its members have the same names and types, and no name is there twice (each member is matched by a piece of
//! the text that was learned, and no two may have one name). The pieces that some check's answer rests on are exactly
//! those of one learned token: no answer depends on two claims that were never seen together. What remains is what stands in
//! the holes, and `ground` says for each check what its answer needs of which claim: a claim whose very text is needed
//! gets no hole; where a condition is needed, it is asked of the hole, by the function that the check itself asks. Most
//! conditions are those under which a check passes. A token that fails a check in such a way is not learned from; one
//! that fails for a reason that all tokens like it share (the algorithm, a claim that is not there, that it has expired) is.
//!
//! A check's question has a type, [`Run`](super::Run). Questions about the header or the key set cannot see the claims. Of
//! every other check that can, `ground` needs a row: if one is missing, the lane is closed, and every token is judged in
//! full.

mod ground;
mod hole;
mod memory;
mod piece;
mod schema;

use super::policy::Policy;
use super::{Context, Facts, Slot, all};
use crate::jose::jws::Verifier;
use crate::jose::key::Key;
use crate::model::json::{Json, Member};
use crate::model::source::Span;
use crate::model::time::Timestamp;
use crate::model::token::{Form, Token};
use crate::report::Group;
use base64_simd::{AsOut, URL_SAFE_NO_PAD};
use ground::{Ground, Lifetime, Need};
pub use memory::Memory;
use memory::Walk;
use piece::Piece;
use std::collections::HashMap;

/// The lane for tokens that are held against one context under one policy.
pub struct Lane {
    context: Context,
    needs: HashMap<&'static str, Vec<Need>>,
    lifetimes: Vec<Lifetime>,
    /// The checks that can fail in one way only, whatever stands in the holes.
    settled: Vec<&'static str>,
    missing: Vec<&'static str>,
}

/// A token that every check was asked about.
#[derive(Debug)]
pub struct Lesson<'a> {
    /// The text that it stood in.
    pub line: &'a str,
    /// The token.
    pub token: &'a Token,
    /// What was judged.
    pub facts: &'a Facts,
    /// What came of it.
    pub group: &'a Group,
}

/// What the lane says of a token.
#[derive(Debug)]
pub struct Recognised<'a, V> {
    /// The verdict on the token that it is like.
    pub verdict: &'a V,
    /// When it was issued.
    pub issued: Option<i64>,
    /// When it expires.
    pub expires: Option<i64>,
}

/// The longest text that is looked at, and the longest signature.
const LONGEST: usize = 1 << 16;

impl Lane {
    /// Returns the lane for tokens that are held against `context` under `policy`.
    pub fn new(context: Context, policy: &Policy) -> Lane {
        let mut lane =
            Lane { context, needs: HashMap::new(), lifetimes: Vec::new(), settled: Vec::new(), missing: Vec::new() };
        // What a verdict repeats of the token, whoever asks about it.
        lane.need("iss", Need::Same);
        lane.need("exp", Need::Time(|_, _| true));
        lane.need("iat", Need::Time(|_, _| true));
        for check in all() {
            let id = check.rule.id;
            match ground::row(id) {
                _ if ground::is_told_by_type(check.run) => lane.settled.push(id),
                None => lane.missing.push(id),
                Some(row) if (row.asked)(&lane.context) && !policy.is_off(&check.rule) => lane.ask(id, row.ground),
                Some(_) => {}
            }
        }
        lane
    }

    /// Returns the checks that nobody has said of what their answer rests on. While there are any, the lane is closed.
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    fn ask(&mut self, check: &'static str, ground: Ground) {
        let mut settled = matches!(ground, Ground::Fixed | Ground::Claims(_));
        ground.each(|claim, need| {
            settled &= need.is_settled();
            self.need(claim, need);
        });
        if let Ground::Lifetime(holds) = ground {
            self.lifetimes.push(holds);
        }
        if settled {
            self.settled.push(check);
        }
    }

    fn need(&mut self, claim: &'static str, need: Need) {
        self.needs.entry(claim).or_default().push(need);
    }

    /// Returns the verdict on the token in `line`, if it is like one that was learned.
    pub fn recognise<'m, V>(&self, line: &str, memory: &'m mut Memory<V>) -> Option<Recognised<'m, V>> {
        if line.len() > LONGEST || !self.missing.is_empty() {
            return None;
        }
        let first = memchr::memchr(b'.', line.as_bytes())?;
        let second = first + 1 + memchr::memchr(b'.', &line.as_bytes()[first + 1..])?;
        let header = memory.header(&line[..first])?;
        let length = decode(&line[first + 1..second], &mut memory.claims)?;
        let walk = memory.walk(length, &self.context)?;
        if !memory.has_verdict(header, walk.pieces) || !self.is_in_time(&walk) {
            return None;
        }
        let length = decode(&line[second + 1..], &mut memory.signature)?;
        if !memory.is_signed(header, &line.as_bytes()[..second], length) {
            return None;
        }
        let (issued, expires) = (walk.issued, walk.expires);
        memory.verdict(header, walk.pieces).map(|verdict| Recognised { verdict, issued, expires })
    }

    fn is_in_time(&self, walk: &Walk) -> bool {
        let iat = walk.issued.map(Timestamp);
        let holds = |exp| self.lifetimes.iter().all(|holds| holds(Timestamp(exp), iat, &self.context));
        walk.expires.is_none_or(holds)
    }

    /// Learns from a token what others like it may be, and that `verdict` is theirs. Nothing if they cannot be told by it.
    pub fn learn<V>(&self, lesson: &Lesson<'_>, verdict: V, memory: &mut Memory<V>) {
        _ = self.try_to_learn(lesson, verdict, memory);
    }

    fn try_to_learn<V>(&self, lesson: &Lesson<'_>, verdict: V, memory: &mut Memory<V>) -> Option<()> {
        let token = lesson.token;
        let claims = token.claims.json()?;
        let clean = self.missing.is_empty()
            && is_plain(lesson.line, token)
            && is_alone(lesson.facts)
            && lesson
                .group
                .verdicts
                .iter()
                .all(|verdict| !verdict.outcome.failed() || self.settled.contains(&verdict.rule.id));
        let verifier = verifier(lesson.facts).filter(|_| clean)?;
        let regions = regions(claims)?;
        let pieces: Option<Vec<_>> =
            regions.iter().map(|(member, region)| self.piece(claims, member, region)).collect();
        memory.make_room(regions.len());
        let header = memory.keep_header(&token.source.text[token.segments[0].span.clone()], verifier);
        for ((member, _), piece) in regions.iter().zip(pieces?) {
            let written = claims.source.text.get(member.name_span.clone())?.as_bytes();
            let rests = self.needs.contains_key(member.name.as_str());
            memory.keep_piece(&member.name, written, piece, rests);
        }
        let length = decode(&token.source.text[token.segments[1].span.clone()], &mut memory.claims)?;
        let walk = memory.walk(length, &self.context).filter(|walk| self.is_in_time(walk))?;
        memory.keep_verdict(header, walk.pieces, verdict);
        Some(())
    }

    fn piece(&self, claims: &Json, member: &Member, region: &Span) -> Option<Piece> {
        let needs = self.needs.get(member.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        Piece::learn(&claims.source.text, region.clone(), member, needs, &self.context)
    }
}

/// Decodes a segment into `room`, and returns its length; `None` if it is empty or not base64url to the letter.
fn decode(segment: &str, room: &mut Vec<u8>) -> Option<usize> {
    if room.len() < segment.len() {
        room.resize(segment.len(), 0);
    }
    let bytes = URL_SAFE_NO_PAD.decode(segment.as_bytes(), room.as_mut_slice().as_out()).ok()?;
    Some(bytes.len()).filter(|length| *length > 0)
}

/// Returns whether the token is the whole of the line, and there is nothing to say about its form.
fn is_plain(line: &str, token: &Token) -> bool {
    let plain = token.source.text == line && token.stripped.is_empty() && token.form() == Form::Signed;
    plain && line.len() <= LONGEST && token.segments.iter().all(|segment| segment.flaws.is_empty())
}

/// Returns whether nothing that checks read beside the token is another with each token.
fn is_alone(facts: &Facts) -> bool {
    let unread = [
        matches!(facts.envelope, Slot::None),
        matches!(facts.callback, Slot::None),
        matches!(facts.tokens, Slot::None),
        matches!(facts.refreshed, Slot::None),
        matches!(facts.refreshed_token, Slot::None),
        matches!(facts.userinfo, Slot::None),
        matches!(facts.login, Slot::None),
    ];
    unread.iter().all(|unread| *unread)
}

/// Makes the key ready that verified the token.
fn verifier(facts: &Facts) -> Option<Verifier> {
    let (keys, proof) = (facts.keys.here()?, facts.proof.here()?);
    let key = Key::from_jwk(keys.keys().get(proof.verified_by()?.index)?).ok()?;
    Verifier::new(&key, proof.algorithm()?).ok()
}

/// Returns each member with the bytes between the separators around it; `None` if there is anything outside the braces.
fn regions(claims: &Json) -> Option<Vec<(&Member, Span)>> {
    let (text, root) = (claims.source.text.as_bytes(), &claims.root);
    if root.span != (0..text.len()) {
        return None;
    }
    let mut start = 1;
    let mut regions = Vec::new();
    for member in root.members() {
        let blank = text.get(member.node.span.end..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let end = member.node.span.end + blank;
        regions.push((member, start..end));
        start = end + 1;
    }
    Some(regions).filter(|regions| !regions.is_empty())
}
