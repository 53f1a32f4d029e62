//! Cookies, kept and sent as browsers do (RFC 6265 and its successor, draft-ietf-httpbis-rfc6265bis). The time is an argument.
//!
//! A jar lives for one login and is filled by the servers of that login only, so that no list of public suffixes is
//! carried along: a cookie for a whole top-level domain is refused, and nothing else.

mod file;

use crate::model::http::is_loopback;
use crate::model::time::Timestamp;
use cookie::{Expiration, SameSite};
use url::{Host, Url};

/// The cookies of a browser.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Jar {
    cookies: Vec<Kept>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    name: String,
    value: String,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    expires: Option<Timestamp>,
    same_site: Option<SameSite>,
}

/// How a request to another site comes about, as far as it decides which cookies go along (rfc6265bis §5.8.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crossing {
    /// The page that asks is of the same site.
    None,
    /// A link, a redirect or a form with the method GET leads from another site.
    Navigation,
    /// A form of another site is posted.
    Post,
}

/// The most cookies that are kept (rfc6265bis §6.1 asks for 50 a domain and 3000 in all).
const COOKIES: usize = 300;

/// The longest cookie that is kept, name and value together, in bytes (rfc6265bis §5.6).
const LENGTH: usize = 4096;

impl Jar {
    /// Keeps the cookie that a `Set-Cookie` field of an answer from `url` describes, or forgets it if it has expired.
    /// What browsers would refuse is refused.
    pub fn keep(&mut self, url: &Url, field: &str, now: Timestamp) {
        if let Some(kept) = Kept::read(url, field, now) {
            self.put(kept, now);
        }
    }

    fn put(&mut self, kept: Kept, now: Timestamp) {
        let is_same = |other: &Kept| other.name == kept.name && other.domain == kept.domain && other.path == kept.path;
        let known = self.cookies.iter().position(is_same);
        match (known, kept.is_over(now)) {
            (Some(at), true) => drop(self.cookies.remove(at)),
            // rfc6265bis §5.7: a cookie that is set again keeps its age, hence its place.
            (Some(at), false) => self.cookies[at] = kept,
            (None, true) => {}
            (None, false) => self.cookies.push(kept),
        }
        if self.cookies.len() > COOKIES {
            self.cookies.remove(0);
        }
    }

    /// Returns the `Cookie` field of a request to `url`, if any cookie goes along.
    pub fn field(&self, url: &Url, crossing: Crossing, now: Timestamp) -> Option<String> {
        let mut fit: Vec<&Kept> = self.cookies.iter().filter(|kept| kept.fits(url, crossing, now)).collect();
        // RFC 6265 §5.4: longer paths go first, and among equals the older ones; sorting keeps the order of equals.
        fit.sort_by_key(|kept| std::cmp::Reverse(kept.path.len()));
        let pairs: Vec<String> = fit.iter().map(|kept| kept.pair()).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cookies.is_empty()
    }
}

impl Kept {
    fn read(url: &Url, field: &str, now: Timestamp) -> Option<Kept> {
        let read = cookie::Cookie::parse(field).ok()?;
        let host = url.host()?;
        let domain = read.domain().map(|domain| domain.trim_start_matches('.').to_ascii_lowercase());
        let kept = Kept {
            name: read.name().to_owned(),
            value: read.value().to_owned(),
            host_only: domain.as_ref().is_none_or(|domain| *domain == host.to_string() && !domain.contains('.')),
            domain: domain.unwrap_or_else(|| host.to_string()),
            path: read.path().filter(|path| path.starts_with('/')).map_or_else(|| directory(url), str::to_owned),
            secure: read.secure().unwrap_or(false),
            expires: expiry(&read, now),
            same_site: read.same_site(),
        };
        kept.is_acceptable(url).then_some(kept)
    }

    fn is_acceptable(&self, url: &Url) -> bool {
        let is_printable = |text: &str| !text.bytes().any(|byte| byte.is_ascii_control());
        let secure = is_confidential(url);
        // rfc6265bis §4.1.3: names that promise how the cookie was set.
        let promise = match self.name.to_ascii_lowercase() {
            name if name.starts_with("__host-") => self.secure && self.host_only && self.path == "/",
            name if name.starts_with("__secure-") => self.secure,
            _ => true,
        };
        let is_wide = !self.host_only && !self.domain.contains('.');
        let none_needs_secure = self.same_site != Some(SameSite::None) || self.secure;
        self.name.len() + self.value.len() <= LENGTH
            && is_printable(&self.name)
            && is_printable(&self.value)
            && (secure || !self.secure)
            && none_needs_secure
            && promise
            && !is_wide
            && self.is_of(url)
    }

    fn is_of(&self, url: &Url) -> bool {
        let Some(host) = url.host() else { return false };
        match host {
            Host::Domain(name) if !self.host_only => {
                name.strip_suffix(&self.domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
            other => other.to_string() == self.domain,
        }
    }

    fn fits(&self, url: &Url, crossing: Crossing, now: Timestamp) -> bool {
        let rest = url.path().strip_prefix(self.path.as_str());
        let path = rest.is_some_and(|rest| rest.is_empty() || self.path.ends_with('/') || rest.starts_with('/'));
        let site = match (crossing, self.same_site) {
            (Crossing::None, _) | (_, Some(SameSite::None)) => true,
            // Browsers send a cookie that says nothing of sites with posts too, while it is young: a login is.
            (_, None) => true,
            (Crossing::Navigation, Some(SameSite::Lax)) => true,
            _ => false,
        };
        self.is_of(url) && path && site && (!self.secure || is_confidential(url)) && !self.is_over(now)
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }

    fn pair(&self) -> String {
        if self.name.is_empty() { self.value.clone() } else { format!("{}={}", self.name, self.value) }
    }
}

/// Returns whether nobody on the way reads what is sent to `url`: browsers count this machine in.
pub(super) fn is_confidential(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

fn expiry(read: &cookie::Cookie<'_>, now: Timestamp) -> Option<Timestamp> {
    // RFC 6265 §5.3: `Max-Age` goes before `Expires`.
    if let Some(age) = read.max_age() {
        return Some(now.plus(age.whole_seconds()));
    }
    match read.expires()? {
        Expiration::DateTime(date) => Some(Timestamp(date.unix_timestamp())),
        Expiration::Session => None,
    }
}

/// Returns the path that a cookie is for if it names none (RFC 6265 §5.1.4).
fn directory(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some(("", _)) | None => "/".to_owned(),
        Some((directory, _)) => directory.to_owned(),
    }
}
