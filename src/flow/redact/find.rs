//! Finds what is secret by where it stands: in parameters, forms, JSON, cookies, header fields and pages.

use super::forms;
use super::kind::{self, Kind};
use super::person::{addresses, digits, is_address, stand_in};
use super::token;
use crate::model::http::{Answer, Request};
use crate::model::json::{Json, Node};
use crate::model::jwk;
use crate::model::page::Page;
use crate::model::source::Source;
use crate::model::transcript::{Step, Transcript};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use url::Url;

/// The name under which the second half of Basic credentials is known.
pub(super) const BASIC: &str = "authorization: basic";

/// What stands in place of a secret begins like this.
pub(super) const MARK: &str = "REDACTED-";

/// What is secret in a login.
#[derive(Default)]
pub(super) struct Finds {
    /// Whether what tells who somebody is counts.
    personal: bool,
    /// Whether what only others must not see counts too: sessions, keys of interfaces.
    pub(super) sharing: bool,
    /// The secrets, in the order in which they were found.
    pub(super) secrets: Vec<Found>,
    /// Texts that can be taken apart as tokens, in order.
    pub(super) tokens: Vec<String>,
    /// Texts whose hash a token may carry, with the name of the claim.
    pub(super) hashed: BTreeSet<(&'static str, String)>,
    known_tokens: HashSet<String>,
    places: HashMap<String, usize>,
    counts: BTreeMap<&'static str, usize>,
    /// The names of fields that pages have for passwords.
    pub(super) passwords: BTreeSet<String>,
    public: String,
    published: HashSet<String>,
    /// What everybody may see, and what goes wrong: it stays, even if a cookie repeats it.
    kept: HashSet<String>,
    /// What each secret is once no percent-encoding is left, and what stands in its place.
    plain: HashMap<String, String>,
}

/// A secret.
pub(super) struct Found {
    /// What it is.
    pub(super) kind: Kind,
    /// The secret itself.
    pub(super) value: String,
    /// The names under which it was seen.
    pub(super) names: BTreeSet<String>,
    /// What is to stand in its place.
    pub(super) placeholder: String,
    /// Whether it is looked for everywhere, and not only behind its names.
    pub(super) anywhere: bool,
    /// Whether it was seen where secrets stand, and not only where a text looks as if.
    pub(super) sure: bool,
}

/// From how many bytes on a text is no word of a protocol by accident.
const LONG: usize = 16;

/// From how many bytes on what should be a token and is none is taken apart like one.
const BROKEN: usize = 40;

/// Words that pages and messages have of themselves.
const WORDS: &str = "password text hidden submit button email username name value secret code token login form input label \
                     true false null openid profile basic bearer localhost admin user test demo";

impl Finds {
    /// Returns an empty list; `personal` says whether names and addresses of people belong on it.
    pub(super) fn new(personal: bool) -> Finds {
        let public = WORDS.split_whitespace().map(|word| format!("\n{word}")).collect();
        Finds { personal, public, ..Finds::default() }
    }

    /// Adds a secret that was seen under `name`.
    pub(super) fn add(&mut self, kind: Kind, name: Option<&str>, value: &str) {
        if let Some((_, rest)) = value.split_once(MARK) {
            self.count_on(kind, rest);
        }
        if value.is_empty() || is_gone(value) || kind.is_personal() && !self.personal {
            return;
        }
        // Many log in by their address.
        let kind = if kind.is_personal() && is_address(value) { Kind::Email } else { kind };
        if let Some(number) = stand_in(value).filter(|_| kind == Kind::Phone) {
            return self.count_on(kind, &format!("{}-{number}", kind.word()));
        }
        match kind {
            Kind::AccessToken => _ = self.hashed.insert(("at_hash", value.to_owned())),
            Kind::Code => _ = self.hashed.insert(("c_hash", value.to_owned())),
            _ => {}
        }
        if token::is_one(value) || kind == Kind::Token && value.len() >= BROKEN && value.matches('.').count() >= 2 {
            return self.add_token(value);
        }
        let known = self.places.get(value).and_then(|place| self.secrets.get_mut(*place));
        let is_new = known.is_none();
        known.into_iter().for_each(|found| found.sure = true);
        let placeholder = is_new.then(|| self.placeholder_of(kind, value));
        _ = self.put(kind, name, value, placeholder);
    }

    // A cookie is written as it is in one place and percent-encoded in another, and is the same cookie.
    fn placeholder_of(&mut self, kind: Kind, value: &str) -> String {
        let plain = forms::decoded(value);
        if let Some(placeholder) = self.plain.get(&plain) {
            return placeholder.clone();
        }
        let placeholder = self.placeholder(kind, value);
        self.plain.insert(plain, placeholder.clone());
        placeholder
    }

    /// Adds a secret for which this is to stand, and returns its place in the list.
    pub(super) fn put(&mut self, kind: Kind, name: Option<&str>, value: &str, placeholder: Option<String>) -> usize {
        let place = *self.places.entry(value.to_owned()).or_insert(self.secrets.len());
        if place == self.secrets.len() {
            let found = Found {
                kind,
                value: value.to_owned(),
                names: BTreeSet::new(),
                placeholder: placeholder.unwrap_or_default(),
                anywhere: false,
                sure: true,
            };
            self.secrets.push(found);
        }
        self.secrets[place].names.extend(name.map(str::to_owned));
        place
    }

    /// Adds what a text calls a secret. It is taken out where it stands, and elsewhere only if it is no word by its look.
    pub(super) fn suspect(&mut self, kind: Kind, name: &str, value: &str) {
        if self.places.contains_key(value) {
            _ = self.put(kind, Some(name), value, None);
            return;
        }
        let is_broken = kind == Kind::Token && !token::is_one(value);
        self.add(if is_broken { Kind::Credential } else { kind }, Some(name), value);
        if let Some(found) = self.places.get(value).and_then(|place| self.secrets.get_mut(*place)) {
            let is_name = kind == Kind::Name && value.starts_with(char::is_uppercase);
            found.sure = is_name || is_random(value);
        }
    }

    /// Returns the next number of this kind.
    pub(super) fn next(&mut self, kind: Kind) -> usize {
        let count = self.counts.entry(kind.word()).or_default();
        *count += 1;
        *count
    }

    /// Says of every secret whether it may be looked for everywhere: not what is also a word of the messages.
    pub(super) fn settle(&mut self) {
        for found in &mut self.secrets {
            let is_word = found.value.len() < LONG && self.public.contains(&found.value)
                || self.kept.contains(&forms::decoded(&found.value));
            found.anywhere = found.sure && found.value.chars().count() >= found.kind.least() && !is_word;
        }
    }

    fn add_token(&mut self, text: &str) {
        if self.known_tokens.insert(text.to_owned()) {
            self.tokens.push(text.to_owned());
        }
    }

    // A login that was redacted before goes on counting.
    fn count_on(&mut self, kind: Kind, rest: &str) {
        let number =
            rest.strip_prefix(kind.word()).and_then(|rest| rest.get(1..)?.split(['-', '@']).next()?.parse().ok());
        let count = self.counts.entry(kind.word()).or_default();
        *count = (*count).max(number.unwrap_or_default());
    }

    fn placeholder(&mut self, kind: Kind, value: &str) -> String {
        let short = format!("{MARK}{}-{}", kind.word(), self.next(kind));
        match kind {
            Kind::Key if value.contains([' ', '\n', '\\']) => short,
            Kind::Key => token::masked(value, &format!("{short}-"), false),
            Kind::Email if is_address(value) => format!("{short}@redacted.invalid"),
            Kind::Email => value.chars().map(|c| if c.is_alphanumeric() { 'x' } else { c }).collect(),
            Kind::Phone => digits(value, self.counts.get(kind.word()).copied().unwrap_or_default()).unwrap_or(short),
            _ if kind.keeps_length() && value.len() > short.len() + 1 => {
                format!("{short}-{}", "x".repeat(value.len() - short.len() - 1))
            }
            _ => short,
        }
    }

    /// Adds a word that the messages have of themselves.
    pub(super) fn publish(&mut self, word: &str) {
        if word.len() < LONG && self.published.insert(word.to_owned()) {
            self.public.push('\n');
            self.public.push_str(word);
        }
    }

    /// Returns which kind of secret goes by this name here.
    pub(super) fn kind_of(&self, name: &str) -> Option<Kind> {
        if self.passwords.contains(name) {
            return Some(Kind::Password);
        }
        kind::named(name).or_else(|| kind::shared(name).filter(|_| self.sharing))
    }
}

// What was taken out before, by lpauth or by others.
fn is_gone(value: &str) -> bool {
    let inner = value.trim_matches(|c: char| "[]<>(){}*\"' ".contains(c)).to_ascii_lowercase();
    inner.is_empty() || value.contains("REDACTED") || inner == "redacted" || inner.ends_with(" redacted")
}

/// Returns whether a text is no word and no number of a message by its look.
pub(super) fn is_random(value: &str) -> bool {
    let has = |which: fn(&char) -> bool| value.chars().any(|c| which(&c));
    let mixed = has(char::is_ascii_digit) && has(|c| c.is_alphabetic());
    value.len() >= LONG && !value.contains(' ') || value.len() >= 8 && mixed
}

/// Finds the secrets of a login.
pub(super) fn transcript(transcript: &Transcript, finds: &mut Finds) {
    let pages: Vec<Page> = transcript.steps.iter().filter_map(|step| Page::of(&step.hop)).collect();
    let controls = || pages.iter().flat_map(|page| &page.forms).flat_map(|form| &form.controls);
    let is_password = |kind: &str| kind == "password";
    finds.passwords =
        controls().filter(|field| is_password(&field.kind)).filter_map(|field| field.name.clone()).collect();
    let stood = transcript.stop.iter().filter_map(|stop| stop.page.as_ref()).flat_map(|page| &page.fields);
    finds.passwords.extend(stood.filter(|(_, kind)| is_password(kind)).map(|(name, _)| name.clone()));
    transcript.steps.iter().for_each(|each| step(each, finds));
    controls().for_each(|field| parameter(field.name.as_deref().unwrap_or_default(), &field.value, finds));
    if let Some(callback) = &transcript.callback {
        callback.parameters.iter().for_each(|(name, value)| parameter(name, value, finds));
    }
    finds.settle();
}

fn step(step: &Step, finds: &mut Finds) {
    let request = &step.hop.request;
    address(&request.url, finds);
    request.fields().iter().for_each(|(name, value)| parameter(name, value, finds));
    request.headers.iter().for_each(|(name, value)| header(name, value, Some(&request.url), finds));
    body(&request.body, finds);
    if let Some(answer) = &step.hop.answer {
        answer.headers.iter().for_each(|(name, value)| header(name, value, Some(&request.url), finds));
        body(&answer.body, finds);
        sent_on(request, answer, finds);
    }
}

/// Finds the secrets of an address.
pub(super) fn address(url: &Url, finds: &mut Finds) {
    url.host_str().iter().for_each(|host| finds.publish(host));
    url.path_segments().into_iter().flatten().for_each(|segment| finds.publish(segment));
    url.query_pairs().for_each(|(name, value)| parameter(&name, &value, finds));
    let fragment = url.fragment().unwrap_or_default();
    url::form_urlencoded::parse(fragment.as_bytes()).for_each(|(name, value)| parameter(&name, &value, finds));
}

fn sent_on(request: &Request, answer: &Answer, finds: &mut Finds) {
    let to = answer.header("location").and_then(|location| request.url.join(location).ok());
    to.iter().for_each(|to| address(to, finds));
}

/// The parameters whose values are everybody's to see.
const PUBLIC: [&str; 5] = ["client_id", "scope", "response_type", "grant_type", "response_mode"];

/// The parameters that stay as they are, because they are what goes wrong.
const KEPT: [&str; 7] =
    ["state", "nonce", "code_challenge", "client_id", "redirect_uri", "code_challenge_method", "error"];

/// Finds the secrets of a parameter, or of a field of a form.
pub(super) fn parameter(name: &str, value: &str, finds: &mut Finds) {
    finds.publish(name);
    if KEPT.contains(&name) {
        finds.kept.insert(value.to_owned());
    }
    if PUBLIC.contains(&name) {
        return finds.publish(value);
    }
    let kind = if name == "code" { Some(Kind::Code) } else { finds.kind_of(name) };
    kind.or_else(|| kind::personal(name)).into_iter().for_each(|kind| finds.add(kind, Some(name), value));
    text(value, finds);
    // An address inside a parameter: where to go on after the login.
    if let (true, Ok(inner)) = (value.contains("://") && value.len() < 10_000, Url::parse(value)) {
        inner.query_pairs().for_each(|(name, value)| {
            let kind = if name == "code" { Some(Kind::Code) } else { finds.kind_of(&name) };
            kind.into_iter().for_each(|kind| finds.add(kind, Some(&name), &value));
        });
    }
}

/// Finds the secrets of a header field, its name in lower case. `base` is what a relative address starts from.
pub(super) fn header(name: &str, value: &str, base: Option<&Url>, finds: &mut Finds) {
    finds.publish(name);
    match name {
        "authorization" | "proxy-authorization" => credentials(name, value, finds),
        "cookie" => value.split(';').for_each(|pair| cookie(pair, finds)),
        "set-cookie" => value.split(';').take(1).for_each(|pair| cookie(pair, finds)),
        "referer" | "location" | "origin" => {
            let url = base.map_or_else(|| Url::parse(value), |base| base.join(value));
            url.ok().iter().for_each(|url| address(url, finds));
        }
        _ if kind::HEADERS.contains(&name) || finds.sharing && kind::is_credential_field(name) => {
            finds.add(Kind::Credential, Some(name), value);
        }
        _ => {}
    }
    text(value, finds);
}

/// Finds the secret of a cookie, `name=value`.
pub(super) fn cookie(pair: &str, finds: &mut Finds) {
    let Some((name, value)) = pair.trim().split_once('=') else { return };
    finds.publish(name);
    finds.add(Kind::Cookie, Some(name), value.trim_matches('"'));
}

/// Finds the secrets of an `authorization` field.
pub(super) fn credentials(name: &str, value: &str, finds: &mut Finds) {
    if let Some((user, secret)) = basic(name, value) {
        finds.publish(&user);
        finds.add(Kind::ClientSecret, Some(BASIC), &secret);
        // RFC 6749 §2.3.1: both halves may be encoded as in a form.
        let decoded = url::form_urlencoded::parse(secret.as_bytes()).map(|(text, _)| text.into_owned()).next();
        return decoded.iter().for_each(|decoded| finds.add(Kind::ClientSecret, Some(BASIC), decoded));
    }
    match value.trim().split_once(' ') {
        Some((scheme, credential)) => {
            let kind = if scheme.eq_ignore_ascii_case("bearer") { Kind::AccessToken } else { Kind::Credential };
            finds.add(kind, Some(name), credential.trim());
            // What is short is taken out behind the word for its scheme.
            finds.add(kind, Some(&format!("{scheme} ")), credential.trim());
        }
        None => finds.add(Kind::Credential, Some(name), value.trim()),
    }
}

/// Returns the two halves of Basic credentials (RFC 7617 §2), if a header field has some.
pub(super) fn basic(name: &str, value: &str) -> Option<(String, String)> {
    let (scheme, encoded) = value.split_once(' ').filter(|_| name.ends_with("authorization"))?;
    let pair = String::from_utf8(forms::unbase64(encoded)?).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let (user, secret) = pair.split_once(':')?;
    Some((user.to_owned(), secret.to_owned()))
}

fn body(body: &[u8], finds: &mut Finds) {
    let Ok(plain) = std::str::from_utf8(body) else { return };
    document(plain, finds);
    text(plain, finds);
}

/// Finds the secrets of a text that may be JSON.
pub(super) fn document(text: &str, finds: &mut Finds) {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '[']) {
        Json::parse(Source::new("", text)).ok().iter().for_each(|json| walk(None, &json.root, finds));
    }
}

fn walk(name: Option<&str>, node: &Node, finds: &mut Finds) {
    if let Some(value) = node.as_str() {
        let kind = name.and_then(|name| finds.kind_of(name).or_else(|| kind::personal(name)));
        kind.into_iter().for_each(|kind| finds.add(kind, name, value));
        text(value, finds);
    }
    let is_key = node.get("kty").is_some();
    let is_person = kind::is_person(node);
    for member in node.members() {
        finds.publish(&member.name);
        let secret = is_key && jwk::SECRET.contains(&member.name.as_str());
        member.node.as_str().filter(|_| secret).into_iter().for_each(|value| finds.add(Kind::Key, None, value));
        let name = Some(member.name.as_str()).filter(|name| is_person || !kind::VAGUE.contains(name));
        walk(name, &member.node, finds);
    }
    node.elements().iter().for_each(|element| walk(name, element, finds));
}

/// Finds the tokens in any text, and the e-mail addresses if they count.
pub(super) fn text(text: &str, finds: &mut Finds) {
    token::runs(text).for_each(|run| finds.add_token(run));
    if finds.personal {
        addresses(text).for_each(|address| finds.add(Kind::Email, None, address));
    }
}
