//! Requests as a browser makes them: what a form sends, and which header fields go along.

use super::jar::{Crossing, Jar, is_confidential};
use super::{ACCEPT, AGENT, LANGUAGE, bare, site};
use crate::model::http::{FORM, Request};
use crate::model::page::{Control, Enctype, Form, Method, Page};
use crate::model::secret::Secret;
use crate::model::time::Timestamp;
use url::Url;

/// A request on its way: what is known of it before cookies are added.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) url: Url,
    /// Whether the body holds a secret that the person gave.
    pub(super) carries_secret: bool,
    method: &'static str,
    body: Vec<u8>,
    content_type: Option<String>,
    /// The page that asks; `None` where LivePerson's window does.
    from: Option<Url>,
    /// How much of that page's address the server is told.
    policy: &'static Policy,
    /// Whether a redirect led through another site since.
    crossed: bool,
}

/// A form filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    /// The form, with boxes checked and choices made.
    pub(super) form: Form,
    /// Which of its controls was pressed, if one was.
    pub(super) pressed: Option<usize>,
    /// What was written into which control.
    pub(super) values: Vec<(usize, Entry)>,
}

/// What goes into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// A text that anybody may read.
    Plain(String),
    /// A secret: it travels only where nobody on the way reads it.
    Secret(Secret),
}

impl Entry {
    pub(super) fn reveal(&self) -> &str {
        match self {
            Entry::Plain(text) => text,
            Entry::Secret(secret) => secret.reveal(),
        }
    }
}

impl Visit {
    /// Returns the visit that LivePerson's window makes.
    pub(super) fn to(url: Url) -> Visit {
        Visit {
            url,
            carries_secret: false,
            method: "GET",
            body: Vec::new(),
            content_type: None,
            from: None,
            policy: &POLICIES[0],
            crossed: false,
        }
    }

    /// Returns the visit that a form of LivePerson's window makes.
    pub(super) fn post(url: Url, form: &str) -> Visit {
        let (body, content_type) = (form.as_bytes().to_vec(), Some(FORM.to_owned()));
        Visit { method: "POST", body, content_type, ..Visit::to(url) }
    }

    /// Returns the visit that a link or a refresh makes.
    pub(super) fn follow(url: Url, page: &Page) -> Visit {
        Visit { from: Some(page.url.clone()), policy: Policy::of(page), ..Visit::to(url) }
    }

    /// Returns the visit that sending a form makes.
    ///
    /// # Errors
    /// If a secret would go where somebody on the way can read it.
    pub(super) fn submit(page: &Page, filled: &Filled) -> Result<Visit, String> {
        let request = request(&filled.form, filled.pressed, &filled.values);
        let carries_secret = filled.values.iter().any(|(_, entry)| matches!(entry, Entry::Secret(_)));
        if carries_secret {
            fit_for_secrets(page, &request)?;
        }
        let content_type = request.header("content-type").map(str::to_owned);
        let method = if request.method == "POST" { "POST" } else { "GET" };
        let Request { url, body, .. } = request;
        Ok(Visit { carries_secret, method, body, content_type, ..Visit::follow(url, page) })
    }

    /// Returns the visit that a redirect makes of this one (RFC 9110 §15.4).
    pub(super) fn redirected(&self, status: u16, url: Url) -> Visit {
        let crossed = self.crossed || site(&self.url) != site(&url);
        if matches!(status, 307 | 308) {
            return Visit { url, crossed, ..self.clone() };
        }
        Visit { from: self.from.clone(), policy: self.policy, crossed, ..Visit::to(url) }
    }

    /// Returns what makes two visits the same.
    pub(super) fn key(&self) -> (String, Url, Vec<u8>) {
        (self.method.to_owned(), self.url.clone(), self.body.clone())
    }

    /// Returns the request without the header fields of a browser.
    pub(super) fn bare_request(self) -> Request {
        let headers = self.content_type.into_iter().map(|kind| ("content-type".to_owned(), kind)).collect();
        Request { method: self.method.to_owned(), url: self.url, headers, body: self.body }
    }

    /// Returns the request as it is sent.
    pub(super) fn request(&self, jar: &Jar, now: Timestamp) -> Request {
        let mut request = self.clone().bare_request();
        request.url.set_fragment(None);
        let referer = self.from.as_ref().and_then(|from| self.policy.referer(from, &self.url));
        let origin = (self.method == "POST").then(|| self.origin());
        let cookies = jar.field(&self.url, self.crossing(), now);
        let fields = [
            ("accept", Some(ACCEPT.to_owned())),
            ("accept-language", Some(LANGUAGE.to_owned())),
            ("user-agent", Some(AGENT.to_owned())),
            ("referer", referer),
            ("origin", origin),
            ("cookie", cookies),
        ];
        let sent = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        request.headers.extend(sent);
        request
    }

    fn crossing(&self) -> Crossing {
        let from_here = self.from.as_ref().is_some_and(|from| site(from) == site(&self.url));
        match (from_here && !self.crossed, self.method) {
            (true, _) => Crossing::None,
            (false, "POST") => Crossing::Post,
            (false, _) => Crossing::Navigation,
        }
    }

    // Fetch §3.2: a page that does not want to be known is not, nor is any after a redirect through another origin.
    fn origin(&self) -> String {
        match &self.from {
            Some(from) if !self.crossed && self.policy.told(from, &self.url) != Told::Nothing => {
                from.origin().ascii_serialization()
            }
            _ => "null".to_owned(),
        }
    }
}

/// Returns the request that a form makes as it stands, without the header fields of a browser.
pub(super) fn plain(form: &Form, pressed: Option<usize>) -> Request {
    request(form, pressed, &[])
}

fn fit_for_secrets(page: &Page, request: &Request) -> Result<(), String> {
    let reason = match (is_confidential(&page.url), is_confidential(&request.url), request.method.as_str()) {
        (false, _, _) => format!("{} asks for a password in plain http", bare(&page.url)),
        (_, false, _) => format!("the form would send the password to {} in plain http", bare(&request.url)),
        (_, _, "GET") => format!("the form would send the password in the query of {}", bare(&request.url)),
        _ => return Ok(()),
    };
    Err(format!("{reason}; it was not sent"))
}

fn request(form: &Form, pressed: Option<usize>, values: &[(usize, Entry)]) -> Request {
    let button = pressed.and_then(|at| form.controls.get(at));
    let url = button.and_then(|button| button.action.clone()).unwrap_or_else(|| form.action.clone());
    let method = button.and_then(|button| button.method).unwrap_or(form.method);
    let entries = entries(form, pressed, values);
    match (method, form.enctype) {
        (Method::Post, Enctype::UrlEncoded) => Request::form(url, entries),
        (Method::Post, Enctype::Multipart) => multipart(url, &entries),
        (Method::Get | Method::Dialog, _) => query(url, &entries),
    }
}

fn query(mut url: Url, entries: &[(String, String)]) -> Request {
    // HTML, “mutate action URL”: what the action has for a query is replaced.
    url.set_query(None);
    if !entries.is_empty() {
        url.query_pairs_mut().extend_pairs(entries);
    }
    Request { method: "GET".to_owned(), url, headers: Vec::new(), body: Vec::new() }
}

fn multipart(url: Url, entries: &[(String, String)]) -> Request {
    let mut boundary = "----lpauth".to_owned();
    while entries.iter().any(|(name, value)| name.contains(&boundary) || value.contains(&boundary)) {
        boundary.push('-');
    }
    // HTML, “multipart form data”: these three characters are escaped in names.
    let quoted = |name: &str| name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22");
    let part = |(name, value): &(String, String)| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{value}\r\n", quoted(name))
    };
    let body = entries.iter().map(part).collect::<String>() + &format!("--{boundary}--\r\n");
    let headers = vec![("content-type".to_owned(), format!("multipart/form-data; boundary={boundary}"))];
    Request { method: "POST".to_owned(), url, headers, body: body.into_bytes() }
}

/// Returns what a form sends (HTML, “constructing the entry list”).
fn entries(form: &Form, pressed: Option<usize>, values: &[(usize, Entry)]) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    for (at, control) in form.controls.iter().enumerate().filter(|(_, control)| !control.disabled) {
        let written = values.iter().find(|(place, _)| *place == at).map(|(_, entry)| entry.reveal());
        if control.kind == "image" && pressed == Some(at) {
            let prefix = control.name.as_ref().map_or_else(String::new, |name| format!("{name}."));
            entries.extend(["x", "y"].map(|axis| (format!("{prefix}{axis}"), "0".to_owned())));
        }
        let Some(name) = &control.name else { continue };
        let sent = sent(control, written, pressed == Some(at));
        entries.extend(sent.into_iter().map(|value| (name.clone(), lines(&value))));
    }
    entries
}

fn sent(control: &Control, written: Option<&str>, pressed: bool) -> Vec<String> {
    let value = || written.unwrap_or(&control.value).to_owned();
    match control.kind.as_str() {
        "button" | "reset" | "image" | "file" => Vec::new(),
        "submit" => pressed.then(value).into_iter().collect(),
        "checkbox" | "radio" => control.checked.then(value).into_iter().collect(),
        "select" => written.map_or_else(|| chosen(control), |value| vec![value.to_owned()]),
        "hidden" if control.name.as_deref() == Some("_charset_") => vec!["UTF-8".to_owned()],
        _ => vec![value()],
    }
}

fn chosen(control: &Control) -> Vec<String> {
    let open = || control.options.iter().filter(|choice| !choice.disabled);
    let mut selected = open().filter(|choice| choice.selected).map(|choice| choice.value.clone());
    if control.multiple {
        return selected.collect();
    }
    selected.next_back().or_else(|| open().next().map(|choice| choice.value.clone())).into_iter().collect()
}

// HTML, “constructing the entry list”: lines end as in the days of teleprinters.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}

/// How much a server is told of the page that leads to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Origin,
    Everything,
}

/// A policy of Referrer Policy §3: what is told to the same origin, to another, and to one that anybody on the way overhears.
#[derive(Debug)]
struct Policy {
    name: &'static str,
    same: Told,
    other: Told,
    downgraded: Told,
}

/// Every policy; browsers have the first by default.
static POLICIES: [Policy; 8] = [
    policy("strict-origin-when-cross-origin", Told::Everything, Told::Origin, Told::Nothing),
    policy("no-referrer", Told::Nothing, Told::Nothing, Told::Nothing),
    policy("no-referrer-when-downgrade", Told::Everything, Told::Everything, Told::Nothing),
    policy("origin", Told::Origin, Told::Origin, Told::Origin),
    policy("origin-when-cross-origin", Told::Everything, Told::Origin, Told::Origin),
    policy("same-origin", Told::Everything, Told::Nothing, Told::Nothing),
    policy("strict-origin", Told::Origin, Told::Origin, Told::Nothing),
    policy("unsafe-url", Told::Everything, Told::Everything, Told::Everything),
];

const fn policy(name: &'static str, same: Told, other: Told, downgraded: Told) -> Policy {
    Policy { name, same, other, downgraded }
}

impl Policy {
    fn of(page: &Page) -> &'static Policy {
        // §8.1: of several the last that is known counts, so that new ones can be tried out.
        let wanted = page.referrer_policy.as_deref().unwrap_or_default().rsplit(',').map(str::trim);
        let known = |name: &str| POLICIES.iter().find(|policy| policy.name == name);
        wanted.filter_map(known).next().unwrap_or(&POLICIES[0])
    }

    fn told(&self, from: &Url, to: &Url) -> Told {
        match () {
            () if is_confidential(from) && !is_confidential(to) => self.downgraded,
            () if from.origin() == to.origin() => self.same,
            () => self.other,
        }
    }

    fn referer(&self, from: &Url, to: &Url) -> Option<String> {
        match self.told(from, to) {
            Told::Nothing => None,
            Told::Origin => Some(format!("{}/", from.origin().ascii_serialization())),
            Told::Everything => {
                let mut bare = from.clone();
                bare.set_fragment(None);
                let _ = (bare.set_username(""), bare.set_password(None));
                Some(bare.into())
            }
        }
    }
}
