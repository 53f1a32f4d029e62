//! Decoded tokens for people.

use super::View;
use super::members::{self, TIMES, Time};
use crate::jose::envelope::Content;
use crate::model::damage::{self, Damage, Slip};
use crate::model::json::{Json, Malformed, Member, Node, Value};
use crate::model::paste::Paste;
use crate::model::source::Source;
use crate::model::time::{Timestamp, duration};
use crate::model::token::{Form, Part, Stripped, Token};
use crate::render::snippet::snippet;
use crate::render::{Ink, Style, visible};
use crate::spec::liveperson;
use std::borrow::Cow;
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter};

/// The sentence that stands under everything decoded.
const UNVERIFIED: &str = "Nothing was verified: anybody can write a token like this. `lpauth verify` checks it.";

/// Returns every token of every paste, laid out.
pub(super) fn render(pastes: &[Paste], view: &View, style: &Style) -> String {
    let mut page = Page { style: *style, view, encrypted: false, inside: false, text: String::new() };
    for paste in pastes {
        paste.tokens.iter().for_each(|pasted| page.token(&pasted.token, pasted.origin.as_deref()));
        for left_out in &paste.left_out {
            page.line(Ink::Faint, "", &format!("`{}` was left out: {}", visible(&left_out.name), left_out.reason));
            page.text.push('\n');
        }
    }
    page.line(Ink::Caution, "", UNVERIFIED);
    page.text
}

const CLOSED: &str =
    "what is inside can only be read with the private key it was encrypted for: --decrypt-key FILE opens it";

/// What is said beside or below a value.
type Notes = Vec<(Ink, Cow<'static, str>)>;

type Show<Page> = fn(&mut Page, &Member, usize, Notes);

const REPEATED: (Ink, Cow<'static, str>) =
    (Ink::Caution, Cow::Borrowed("appears more than once: readers differ in which one they take"));

struct Page<'a> {
    style: Style,
    view: &'a View,
    encrypted: bool,
    /// Whether this is what an encrypted token held. An envelope inside an envelope stays closed: nobody nests deeper.
    inside: bool,
    text: String,
}

impl Page<'_> {
    fn token(&mut self, token: &Token, origin: Option<&str>) {
        self.encrypted = token.form() == Form::Encrypted;
        self.title(token, origin);
        for damage in damage::damages(token) {
            self.damage(token, &damage);
        }
        self.part("Header", &token.header, Page::header_member);
        match &token.claims {
            Part::Sealed => self.sealed(token),
            claims => self.part("Claims", claims, Page::claim),
        }
        if let Some(claims) = token.claims.json() {
            self.about_claims(claims);
        }
        self.signature(token);
    }

    fn title(&mut self, token: &Token, origin: Option<&str>) {
        let what = match token.form() {
            Form::Signed if token.signature().is_empty() => "unsigned token (JWS without a signature)",
            Form::Signed => "signed token (JWS)",
            Form::Encrypted => "encrypted token (JWE)",
            Form::Neither => "damaged token",
        };
        let name = self.style.paint(Ink::Strong, &visible(&token.source.name));
        let length = token.source.text.chars().count();
        self.text.push_str(&format!("{name}: {what}, {length} characters\n"));
        if let Some(origin) = origin {
            self.line(Ink::Faint, "  ", &format!("found as {}", visible(origin)));
        }
        let removed: Vec<_> = token
            .stripped
            .iter()
            .filter(|what| **what != Stripped::OuterWhitespace)
            .map(|what| what.phrase())
            .collect();
        if !removed.is_empty() {
            self.line(Ink::Caution, "  ", &format!("removed: {}", removed.join(", ")));
        }
        self.text.push('\n');
    }

    fn part(&mut self, title: &str, part: &Part, show: Show<Self>) {
        match part {
            Part::Here(json) => {
                self.heading(title);
                self.members(json, show);
            }
            Part::Broken(broken) => {
                self.heading(&format!("{title} (broken)"));
                self.broken_text(&broken.source, &broken.malformed);
                if let Some(json) = members::salvaged(broken) {
                    self.line(Ink::Faint, "  ", "before that:");
                    self.members(&json, show);
                }
            }
            Part::Missing | Part::Sealed => {
                self.heading(title);
                self.line(Ink::Bad, "  ", "missing");
            }
        }
        self.text.push('\n');
    }

    fn members(&mut self, json: &Json, show: Show<Self>) {
        let members = json.root.members();
        let longest = members.iter().map(|member| visible(&member.name).chars().count()).max().unwrap_or(0);
        let column = longest.clamp(4, 22);
        for (index, member) in members.iter().enumerate() {
            let repeated = members[..index].iter().any(|earlier| earlier.name == member.name);
            show(self, member, column, repeated.then_some(REPEATED).into_iter().collect());
        }
        if members.is_empty() {
            self.line(Ink::Faint, "  ", "empty");
        }
    }

    fn header_member(&mut self, member: &Member, column: usize, mut notes: Notes) {
        let meaning = members::header_meaning(&member.name, &member.node, self.encrypted);
        notes.extend(meaning.map(|meaning| (Ink::Faint, meaning.into())));
        self.row(&member.name, column, Ink::Value, &members::text(&member.node), notes);
    }

    fn claim(&mut self, member: &Member, column: usize, mut notes: Notes) {
        if TIMES.contains(&member.name.as_str()) {
            notes.extend(self.time(&member.node));
        }
        notes.extend(liveperson::claim(&member.name).map(|claim| (Ink::Faint, claim.meaning.into())));
        match member.name.as_str() {
            "lp_sdes" => self.sdes(&member.node, column, notes),
            name => self.row(name, column, Ink::Value, &members::text(&member.node), notes),
        }
    }

    fn time(&self, node: &Node) -> Notes {
        let Some(Time { seconds, milliseconds, is_number }) = members::time(node) else {
            return vec![(Ink::Bad, "not a time: a NumericDate is a number of seconds since 1970".into())];
        };
        let mut notes: Notes = vec![(Ink::Strong, self.moment(milliseconds.unwrap_or(seconds)).into())];
        if milliseconds.is_some() {
            notes.push((
                Ink::Bad,
                "read as milliseconds: a NumericDate counts seconds, and as such this is no date".into(),
            ));
        }
        if !is_number {
            notes.push((Ink::Bad, "in quotes: a NumericDate is a number".into()));
        }
        notes
    }

    fn moment(&self, time: Timestamp) -> String {
        let utc = time.utc().replace('T', " ").replace('Z', " UTC");
        let local = time.local(&self.view.zone).filter(|local| *local != utc);
        [Some(utc), local, Some(time.relative(self.view.now))].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn about_claims(&mut self, claims: &Json) {
        if let Some(lifetime) = members::lifetime(claims) {
            let words = if lifetime < 0 { "expires before it was issued, by" } else { "valid for" };
            self.line(Ink::Strong, "  ", &format!("{words} {}, from `iat` to `exp`", duration(lifetime)));
        }
        let documented = |name: &str| liveperson::claim(name).is_some_and(|claim| claim.documented);
        let mut others: Vec<_> = claims.root.members().iter().map(|member| member.name.as_str()).collect();
        others.retain(|name| !documented(name));
        others.dedup();
        if !others.is_empty() {
            let names = visible(&others.join(", ")).into_owned();
            self.line(Ink::Faint, "  ", &format!("LivePerson's documentation does not mention {names}"));
        }
        self.text.push('\n');
    }

    fn sealed(&mut self, token: &Token) {
        self.heading("Encrypted");
        let names = ["encrypted key", "initialization vector", "ciphertext", "authentication tag"];
        for (name, segment) in names.iter().zip(token.segments.iter().skip(1)) {
            let shown = if self.view.show_secrets { &token.source.text[segment.span.clone()] } else { "" };
            let notes = if *name == "encrypted key" { key_size(token) } else { Vec::new() };
            self.row(name, 22, Ink::Plain, format!("{} bytes {shown}", segment.bytes.len()).trim_end(), notes);
        }
        self.line(Ink::Faint, "  ", "LivePerson's documentation does not say which `enc` it takes");
        self.text.push('\n');
        if let Some(envelope) = self.view.keyring.open(token).filter(|_| !self.inside) {
            self.content(&envelope.content);
        }
    }

    fn inner(&mut self, token: &Token) {
        self.inside = true;
        self.token(token, Some("what is inside the encrypted token"));
        self.inside = false;
    }

    fn content(&mut self, content: &Content) {
        match content {
            Content::Token(token) => return self.inner(token),
            Content::Closed => self.line(Ink::Faint, "  ", CLOSED),
            Content::Refused(refused) => {
                self.heading("Inside (not opened)");
                for (key, why) in refused {
                    self.line(Ink::Bad, "  ", &visible(&format!("{key}: {why}")));
                }
            }
            Content::Claims(claims) => {
                self.heading("Claims inside");
                self.line(Ink::Caution, "  ", "nobody signed these claims: a nested token is signed, then encrypted");
                self.members(claims, Page::claim);
                self.text.push('\n');
                return self.about_claims(claims);
            }
            Content::Other(length) => {
                self.heading("Inside");
                self.line(Ink::Bad, "  ", &format!("{length} bytes that are neither a token nor claims"));
            }
        }
        self.text.push('\n');
    }

    fn signature(&mut self, token: &Token) {
        let Some(segment) = token.segments.get(2).filter(|_| token.form() != Form::Encrypted) else { return };
        let hidden = match (segment.span.is_empty(), self.view.show_secrets) {
            (true, _) => "empty".to_owned(),
            (false, false) => format!("{} bytes, hidden; --show-secrets shows it", segment.bytes.len()),
            (false, true) => visible(&token.source.text[segment.span.clone()]).into_owned(),
        };
        self.heading("Signature");
        self.line(Ink::Faint, "  ", &hidden);
        self.text.push('\n');
    }

    fn damage(&mut self, token: &Token, damage: &Damage) {
        let text = &token.source.text;
        let count = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
        let place = match damage.offset < text.len() {
            true => format!("character {} of {}", count(damage.offset) + 1, count(text.len())),
            false => "at the end".to_owned(),
        };
        self.line(Ink::Bad, "  ", &format!("✗ segment {}, {place}: {}", damage.segment + 1, damage.what));
        // A piece of a signature tells nothing, and would show what is to be hidden.
        if damage.segment < token.open_segments() || self.view.show_secrets {
            let shown = if self.view.show_secrets { token.source.clone() } else { token.masked() };
            self.snippet(&shown.text, damage.offset..damage.offset + 1);
        }
        if let Some((slip, span)) = &damage.suspicion {
            let (from, to) = (count(span.start) + 1, count(span.end));
            let place =
                if from == to { format!("at character {from}") } else { format!("between characters {from} and {to}") };
            let what = match slip {
                Slip::Changed => "a character was probably changed",
                Slip::Lost => "a character was probably lost",
                Slip::Added => "a character was probably added",
            };
            self.line(Ink::Caution, "    ", &format!("{what} {place}: with that undone, the rest reads well"));
        }
        self.text.push('\n');
    }

    fn broken_text(&mut self, source: &Source, malformed: &Malformed) {
        self.snippet(&source.text, malformed.offset..malformed.offset + 1);
        self.line(Ink::Bad, "    ", &visible(&malformed.reason));
    }

    fn snippet(&mut self, text: &str, span: std::ops::Range<usize>) {
        let snippet = snippet(text, &span, self.style.width.saturating_sub(4));
        let marked = self.style.paint(Ink::Bad, &snippet.marked);
        let carets = self.style.paint(Ink::Bad, &snippet.underline());
        self.text.push_str(&format!("    {}{marked}{}\n    {carets}\n", snippet.before, snippet.after));
    }

    fn sdes(&mut self, node: &Node, column: usize, notes: Notes) {
        let elements = node.elements();
        if matches!(node.value, Value::Array(_)) {
            let size = format!("{} attributes, {} bytes", elements.len(), node.span.len());
            self.row("lp_sdes", column, Ink::Value, &size, notes);
            elements.iter().for_each(|element| self.sde(element));
        } else {
            self.row("lp_sdes", column, Ink::Bad, &format!("{} in place of an array", node.kind()), notes);
            self.sde(node);
        }
    }

    fn sde(&mut self, node: &Node) {
        let kind = node.get("type").and_then(Node::as_str).unwrap_or("without a type");
        let (title, remark) = match liveperson::sde(kind) {
            Some((title, true)) => (title, ""),
            Some((title, false)) => (title, ": LivePerson does not take it from a token"),
            None => ("unknown type", ""),
        };
        let line = format!("{} ({title}{remark})", visible(kind));
        self.line(Ink::Strong, "    ", &line);
        let mut rows = Vec::new();
        for member in node.members().iter().filter(|member| member.name != "type") {
            let path = if wraps(kind, &member.name) { "" } else { &member.name };
            flatten(&member.node, path, &mut rows);
        }
        let column = rows.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0).clamp(4, 30);
        for (path, value) in rows {
            self.indented("      ", &path, column, (Ink::Value, &value), Vec::new());
        }
    }

    fn heading(&mut self, title: &str) {
        let painted = self.style.paint(Ink::Strong, title);
        self.text.push_str(&format!("{painted}\n"));
    }

    fn row(&mut self, name: &str, column: usize, ink: Ink, value: &str, notes: Notes) {
        self.indented("  ", &visible(name), column, (ink, &visible(value)), notes);
    }

    // A name in its column and the value beside it, wrapped below itself, then the notes, the first beside the value where
    // there is room. A long name gets a line of its own.
    fn indented(&mut self, indent: &str, name: &str, column: usize, (ink, value): (Ink, &str), notes: Notes) {
        let hanging = " ".repeat(indent.len() + column + 2);
        let room = self.style.width.saturating_sub(hanging.len()).max(20);
        let mut lines: Vec<String> =
            textwrap::wrap(value, unhyphenated(room)).iter().map(|line| self.style.paint(ink, line)).collect();
        let mut used = if lines.len() == 1 { display_width(value) + 2 } else { room };
        for (ink, note) in notes {
            let beside = used + display_width(&note) <= room;
            used = room;
            let wrapped = textwrap::wrap(&note, room);
            let mut painted = wrapped.iter().map(|line| self.style.paint(ink, line));
            if let Some(line) = lines.last_mut().filter(|_| beside) {
                line.extend([String::from("  "), painted.next().unwrap_or_default()]);
            }
            lines.extend(painted);
        }
        let length = display_width(name);
        let gap = if length > column { format!("\n{hanging}") } else { " ".repeat(column + 2 - length) };
        let name = self.style.paint(Ink::Name, name);
        self.text.push_str(&format!("{indent}{name}{gap}{}\n", lines.join(&format!("\n{hanging}"))));
    }

    fn line(&mut self, ink: Ink, indent: &str, text: &str) {
        for line in textwrap::wrap(text, self.style.width.saturating_sub(indent.len()).max(20)) {
            self.text.push_str(&format!("{indent}{}\n", self.style.paint(ink, &line)));
        }
    }
}

// A value keeps its hyphens to itself.
fn unhyphenated(width: usize) -> Options<'static> {
    Options::new(width).word_splitter(WordSplitter::NoHyphenation)
}

// RSA encrypts to as many bits as the key has.
fn key_size(token: &Token) -> Notes {
    let alg = token.header.json().and_then(|header| header.root.get("alg")?.as_str()).unwrap_or_default();
    let bits = token.segments.get(1).map_or(0, |segment| segment.bytes.len() * 8);
    let note = || (Ink::Faint, Cow::Owned(format!("encrypted for an RSA key of {bits} bits")));
    if alg.starts_with("RSA") { vec![note()] } else { Vec::new() }
}

// `ctmrinfo` has its fields inside `info`, most others inside a member called like the type.
fn wraps(kind: &str, name: &str) -> bool {
    name == kind || name == "info"
}

fn flatten(node: &Node, path: &str, rows: &mut Vec<(String, String)>) {
    let join = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match &node.value {
        Value::Object(members) if !members.is_empty() => match date(node) {
            Some(date) => rows.push((visible(path).into_owned(), date)),
            None => members.iter().for_each(|member| flatten(&member.node, &join(&member.name), rows)),
        },
        Value::Array(elements) if elements.iter().any(|element| !element.members().is_empty()) => {
            for (index, element) in elements.iter().enumerate() {
                flatten(element, &format!("{path}[{index}]"), rows);
            }
        }
        _ => rows.push((visible(path).into_owned(), visible(&members::text(node)).into_owned())),
    }
}

// `{"age":41,"year":1984,"month":6,"day":9}` as people write it: `1984-06-09, age 41`.
fn date(node: &Node) -> Option<String> {
    let number = |name: &str| node.get(name)?.as_integer();
    let date = format!("{:04}-{:02}-{:02}", number("year")?, number("month")?, number("day")?);
    let rest = node.members().iter().filter(|member| !["year", "month", "day"].contains(&member.name.as_str()));
    let rest = rest.map(|member| visible(&format!(", {} {}", member.name, members::text(&member.node))).into_owned());
    Some(date + &rest.collect::<String>())
}
