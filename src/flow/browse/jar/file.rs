//! Cookies out of a file: what a browser or one of its extensions exported, or the field that it sent.

use super::{Jar, Kept, SameSite};
use crate::model::json::{Json, Node};
use crate::model::settings::Mistake;
use crate::model::source::{Position, Source};
use crate::model::time::Timestamp;
use url::Url;

impl Jar {
    /// Reads cookies: a `cookies.txt` as Netscape wrote it, a JSON list as browsers export it, or a `Cookie` field, which is
    /// for the host of `start`.
    ///
    /// # Errors
    /// What cannot be understood, and where. Values are not repeated.
    pub fn read(source: &Source, start: &Url, now: Timestamp) -> Result<Jar, Mistake> {
        let source = &Source::new(source.name.clone(), source.text.trim_start_matches('\u{feff}'));
        let text = source.text.as_str();
        let cookies = match text.trim_start().as_bytes().first() {
            None => return Err(mistake(source, 0, "there is nothing in it")),
            Some(b'[' | b'{') => exported(source)?,
            Some(_) if text.lines().any(|line| line.matches('\t').count() >= 6) => netscape(source, text)?,
            Some(_) => field(source, text, start)?,
        };
        let mut jar = Jar::default();
        cookies.into_iter().for_each(|kept| jar.put(kept, now));
        Ok(jar)
    }
}

fn mistake(source: &Source, offset: usize, message: impl Into<String>) -> Mistake {
    Mistake { message: message.into(), position: source.position(offset) }
}

fn plain(name: &str, value: &str, domain: &str) -> Kept {
    Kept {
        name: name.to_owned(),
        value: value.to_owned(),
        host_only: !domain.starts_with('.'),
        domain: domain.trim_start_matches('.').to_ascii_lowercase(),
        path: "/".to_owned(),
        secure: false,
        expires: None,
        same_site: None,
    }
}

fn field(source: &Source, text: &str, start: &Url) -> Result<Vec<Kept>, Mistake> {
    let line = text.trim();
    let named = line.get(..7).filter(|name| name.eq_ignore_ascii_case("cookie:"));
    let pairs = named.map_or(line, |_| &line[7..]);
    if pairs.contains('\n') || !pairs.contains('=') {
        let wanted = "neither a cookies.txt (seven fields with tabs between), nor a JSON list, nor one line name=value; name2=value2";
        return Err(mistake(source, 0, wanted));
    }
    let host = start.host_str().unwrap_or_default();
    let read = |pair: &str| {
        let (name, value) = pair.trim().split_once('=')?;
        Some(plain(name.trim(), value.trim(), host))
    };
    Ok(pairs.split(';').filter_map(read).collect())
}

fn netscape(source: &Source, text: &str) -> Result<Vec<Kept>, Mistake> {
    let mut cookies = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.strip_prefix("#HttpOnly_").unwrap_or(line);
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.trim_end_matches('\r').splitn(7, '\t').collect();
        let [domain, wide, path, secure, expires, name, value] = fields.as_slice() else {
            let message = format!("{} fields with tabs between, not 7: {}", fields.len(), source.name);
            return Err(Mistake { message, position: Position { line: number + 1, column: 1 } });
        };
        let is = |flag: &str| flag.trim().eq_ignore_ascii_case("true");
        // 0 stands for a cookie that lasts as long as the browser runs.
        let expires = expires.trim().parse::<f64>().ok().filter(|seconds| *seconds > 0.0).map(seconds);
        let kept = plain(name, value, domain);
        let host_only = !is(wide);
        cookies.push(Kept { host_only, path: (*path).to_owned(), secure: is(secure), expires, ..kept });
    }
    Ok(cookies)
}

#[expect(clippy::cast_possible_truncation, reason = "a number too large becomes the largest, which is meant")]
fn seconds(seconds: f64) -> Timestamp {
    Timestamp(seconds as i64)
}

fn exported(source: &Source) -> Result<Vec<Kept>, Mistake> {
    let json = Json::parse(source.clone());
    let json = json.map_err(|malformed| mistake(source, malformed.offset, malformed.reason))?;
    let list = json.root.get("cookies").unwrap_or(&json.root);
    let read = |node: &Node| exported_cookie(node).ok_or_else(|| mistake(source, node.span.start, NO_COOKIE));
    if list.elements().is_empty() {
        return Err(mistake(source, list.span.start, "there is no list of cookies in it"));
    }
    list.elements().iter().map(read).collect()
}

const NO_COOKIE: &str = "a cookie must have the texts name, value and domain";

fn exported_cookie(node: &Node) -> Option<Kept> {
    let text = |name: &str| node.get(name).and_then(Node::as_str);
    let flag = |name: &str| node.get(name).and_then(|node| node.to_value().as_bool());
    let number = |name: &str| node.get(name).and_then(|node| node.to_value().as_f64());
    let kept = plain(text("name")?, text("value")?, text("domain").or_else(|| text("host"))?);
    let expires = number("expirationDate").or_else(|| number("expires")).or_else(|| number("expiry"));
    let same_site = match text("sameSite").unwrap_or_default().to_ascii_lowercase().as_str() {
        "lax" => Some(SameSite::Lax),
        "strict" => Some(SameSite::Strict),
        "none" | "no_restriction" => Some(SameSite::None),
        _ => None,
    };
    Some(Kept {
        host_only: flag("hostOnly").unwrap_or(kept.host_only),
        path: text("path").filter(|path| path.starts_with('/')).unwrap_or("/").to_owned(),
        secure: flag("secure").unwrap_or(false),
        expires: expires.filter(|seconds| *seconds > 0.0).map(seconds),
        same_site,
        ..kept
    })
}
