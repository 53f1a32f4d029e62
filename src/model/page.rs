//! An HTML page as a browser without scripts has it: its forms, its links, and what it says.
//!
//! Everything is bounded: what a page has beyond the limits is left out, and `cut` says so.

mod form;
mod text;
mod tree;

use super::http::text::bare;
use super::http::{Answer, Hop};
use super::transcript::PageSummary;
use tree::{Id, Tree};
use url::Url;

pub use form::{Choice, Control, Enctype, Form, Method};
pub use text::words;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The address that it came from.
    pub url: Url,
    /// The status code that it came with.
    pub status: u16,
    /// Its title.
    pub title: Option<String>,
    /// Its language, `de-CH`.
    pub language: Option<String>,
    /// Its forms, in order.
    pub forms: Vec<Form>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// Where it sends the browser on by itself.
    pub refresh: Option<Refresh>,
    /// How much of its address it lets the next server know (Referrer Policy), if it says so.
    pub referrer_policy: Option<String>,
    /// What it says in places where pages say what is wrong.
    pub messages: Vec<String>,
    /// What it says to browsers without scripts.
    pub noscript: Option<String>,
    /// How many scripts it has.
    pub scripts: usize,
    /// How its visible text begins.
    pub text: String,
    /// Whether it has more than is read of it.
    pub cut: bool,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Its `id`.
    pub id: Option<String>,
    /// Where it leads.
    pub url: Url,
}

/// An address that a page sends the browser on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refresh {
    /// The address.
    pub url: Url,
    /// Whether only browsers without scripts are sent there.
    pub noscript: bool,
}

/// The most links that are kept.
const LINKS: usize = 300;

/// The longest pause before a page sends the browser on, in seconds: above it, the page is to be read.
const PAUSE: f64 = 30.0;

/// The longest title or label, in characters.
const LABEL: usize = 200;

/// How many words a page has at least that says something.
const WORDS: usize = 8;

/// The longest text of a page that is kept, in characters.
const TEXT: usize = 10_000;

impl Page {
    /// Reads the page that answered a request; `None` if nothing did or it is no page.
    pub fn of(hop: &Hop) -> Option<Page> {
        let answer = hop.answer.as_ref()?;
        let is_page = match answer.media_type() {
            Some(media_type) => matches!(media_type.as_str(), "text/html" | "application/xhtml+xml"),
            None => answer.body.trim_ascii_start().starts_with(b"<"),
        };
        let page = || Page::parse(&hop.request.url, answer.status, &answer.body);
        is_page.then(page).map(|page| page.with_fields(answer))
    }

    /// Reads a page out of any bytes.
    pub fn parse(url: &Url, status: u16, body: &[u8]) -> Page {
        let text = String::from_utf8_lossy(body);
        let tree = Tree::parse(text.strip_prefix('\u{feff}').unwrap_or(&text));
        let base = base(&tree, url);
        let first = |name| tree.all().find(|id| tree.name(*id) == name);
        let noscript = first("noscript").map(|id| text::all(&tree, id, TEXT)).filter(|text| !text.is_empty());
        Page {
            url: url.clone(),
            status,
            title: first("title").map(|id| text::all(&tree, id, LABEL)).filter(|title| !title.is_empty()),
            language: first("html").and_then(|id| tree.attribute(id, "lang")).map(|tag| text::line(tag, LABEL)),
            forms: form::all(&tree, url, &base),
            links: links(&tree, &base),
            refresh: refresh(&tree, &base),
            referrer_policy: referrer_policy(&tree),
            messages: text::messages(&tree),
            noscript,
            scripts: tree.all().filter(|id| tree.name(*id) == "script").count(),
            text: text::visible(&tree, 0, TEXT),
            cut: tree.cut,
        }
    }

    fn with_fields(mut self, answer: &Answer) -> Page {
        let field = answer.header("refresh").and_then(|content| destination(content, &self.url));
        let policy = answer.header("referrer-policy").map(|policy| policy.trim().to_ascii_lowercase());
        self.referrer_policy = self.referrer_policy.or(policy);
        self.refresh = field.map(|url| Refresh { url, noscript: false }).or(self.refresh);
        self
    }

    /// Returns whether the page is nothing yet unless its scripts run: nothing to fill in or press, and hardly a word.
    pub fn needs_scripts(&self) -> bool {
        let nothing = self.forms.iter().all(|form| form.controls.iter().all(|control| !control.is_visible()));
        let is_mute = self.messages.is_empty() && self.text.split_whitespace().count() < WORDS;
        nothing && is_mute && (self.scripts > 0 || self.noscript.is_some())
    }

    /// Returns what can be said of the page in short.
    pub fn summary(&self) -> PageSummary {
        let controls = || self.forms.iter().flat_map(|form| &form.controls).take(50);
        let fields = controls().filter(|control| control.is_field() && control.is_visible());
        let buttons = controls().filter(|control| control.is_button());
        let mut said: Vec<String> = self.messages.iter().take(3).cloned().collect();
        if said.is_empty() {
            said.extend((!self.text.is_empty()).then(|| text::line(&self.text, 300)));
        }
        PageSummary {
            url: bare(&self.url),
            status: self.status,
            title: self.title.clone(),
            fields: fields.map(|field| (field.known_as().to_owned(), field.kind.clone())).collect(),
            buttons: buttons.map(|button| button.label.clone()).filter(|label| !label.is_empty()).collect(),
            message: (!said.is_empty()).then(|| said.join("\n")),
        }
    }
}

/// Returns what can be said in short of an answer that is no page; a text says what it says.
pub fn summary_of_text(url: &Url, answer: &Answer) -> PageSummary {
    let start = answer.body.get(..TEXT).unwrap_or(&answer.body);
    // A character that is cut off at the end is no sign of anything.
    let is_text = std::str::from_utf8(start).err().is_none_or(|error| error.error_len().is_none());
    let said = text::line(&String::from_utf8_lossy(start), 300);
    let message = Some(said).filter(|said| is_text && !said.is_empty());
    PageSummary { url: bare(url), status: answer.status, message, ..PageSummary::default() }
}

fn base(tree: &Tree, url: &Url) -> Url {
    let href = tree.all().filter(|id| tree.name(*id) == "base").find_map(|id| tree.attribute(id, "href"));
    href.and_then(|href| url.join(href.trim()).ok()).unwrap_or_else(|| url.clone())
}

fn links(tree: &Tree, base: &Url) -> Vec<Link> {
    let link = |id: Id| {
        let url = base.join(tree.attribute(id, "href")?.trim()).ok()?;
        let label = form::label_of_button(tree, id);
        matches!(url.scheme(), "http" | "https").then(|| Link { label, id: form::text(tree, id, "id"), url })
    };
    tree.all().filter(|id| tree.name(*id) == "a").filter_map(link).take(LINKS).collect()
}

fn refresh(tree: &Tree, base: &Url) -> Option<Refresh> {
    let is_refresh = |id: &Id| {
        tree.name(*id) == "meta"
            && tree.attribute(*id, "http-equiv").is_some_and(|name| name.trim().eq_ignore_ascii_case("refresh"))
    };
    let read = |id: Id| {
        let url = destination(tree.attribute(id, "content")?, base)?;
        Some(Refresh { url, noscript: tree.around(id).any(|around| tree.name(around) == "noscript") })
    };
    tree.all().filter(is_refresh).find_map(read)
}

fn referrer_policy(tree: &Tree) -> Option<String> {
    let is_named = |id: &Id| tree.attribute(*id, "name").is_some_and(|name| name.eq_ignore_ascii_case("referrer"));
    let metas = tree.all().filter(|id| tree.name(*id) == "meta").filter(is_named);
    metas.filter_map(|id| Some(tree.attribute(id, "content")?.trim().to_ascii_lowercase())).last()
}

/// Returns the address in `5; url=…` (HTML, “shared declarative refresh steps”), if it is followed soon.
fn destination(content: &str, base: &Url) -> Option<Url> {
    let (pause, rest) = content.split_once([';', ','])?;
    if pause.trim().parse::<f64>().ok()? > PAUSE {
        return None;
    }
    let rest = rest.trim_start();
    let named = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("url")).map(|_| rest[3..].trim_start());
    let target = named.and_then(|rest| rest.strip_prefix('=')).map_or(rest, str::trim_start);
    let quoted = ['"', '\''].into_iter().find_map(|quote| target.strip_prefix(quote)?.split(quote).next());
    base.join(quoted.unwrap_or(target).trim()).ok()
}
