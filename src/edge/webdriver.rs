//! A real browser at the end of a wire: the few commands of WebDriver that a login needs (W3C WebDriver, chromedriver).
//!
//! The browser must be Chromium or of its family: nothing else can be kept from loading LivePerson's own pages.

mod log;
mod login;

pub use log::{Log, Visit};
pub use login::login;

use super::Failure;
use super::http::{Http, Limits};
use crate::model::http::Request;
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

/// How a browser is started.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where chromedriver listens: `http://127.0.0.1:9515`.
    pub remote: Url,
    /// Arguments for the browser besides our own.
    pub arguments: Vec<String>,
    /// Whether its window is shown, on the machine where it runs.
    pub window: bool,
    /// How long the whole login may take.
    pub wait: Duration,
    /// How long a page that leads nowhere may take to become one that does.
    pub settle: Duration,
}

impl Settings {
    /// Returns the usual settings, with chromedriver at `remote`.
    pub fn at(remote: Url) -> Settings {
        let (wait, settle) = (Duration::from_secs(120), Duration::from_secs(5));
        Settings { remote, arguments: Vec::new(), window: false, wait, settle }
    }
}

/// A browser under control; it ends when this is dropped.
pub struct Session<'a> {
    http: &'a mut dyn Http,
    limits: Limits,
    url: Url,
}

/// An element of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

/// The cookies of a browser, as DevTools has them (domain `Network`).
pub type Cookies = Vec<Value>;

/// The name under which an element travels in JSON (WebDriver §12.1).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The Enter key (WebDriver §17.4.2).
pub const ENTER: &str = "\u{e007}";

/// The time a command may take besides the loading of a page.
const MARGIN: Duration = Duration::from_secs(10);

/// The largest answer: the log of a page holds every script and picture that it asks for, by name.
const BYTES: usize = 64 << 20;

impl<'a> Session<'a> {
    /// Starts a browser that asks nothing of the hosts in `blocked`. `limits` are those of a page to load.
    ///
    /// # Errors
    /// If chromedriver is not there, or cannot start a browser.
    pub fn start(
        settings: &Settings,
        blocked: &[String],
        limits: &Limits,
        http: &'a mut dyn Http,
    ) -> Result<Session<'a>, Failure> {
        let limits = Limits { time: limits.time + MARGIN, bytes: BYTES, redirects: 0, ..limits.clone() };
        let mut url = settings.remote.clone();
        // What is named may be the root of several drivers, `http://selenium:4444/wd/hub`.
        url.path_segments_mut().map_err(|()| no_driver(&settings.remote))?.pop_if_empty().push("session");
        let mut session = Session { http, limits, url };
        let capabilities = json!({ "capabilities": { "alwaysMatch": session.capabilities(settings, blocked) } });
        let started = session.command("POST", "", &capabilities).map_err(not_begun)?;
        let id = started.get("sessionId").and_then(Value::as_str).ok_or_else(|| no_driver(&settings.remote))?;
        session.url.path_segments_mut().map_err(|()| no_driver(&settings.remote))?.push(id);
        Ok(session)
    }

    fn capabilities(&self, settings: &Settings, blocked: &[String]) -> Value {
        let page = u64::try_from(self.limits.time.saturating_sub(MARGIN).as_millis()).unwrap_or(u64::MAX);
        let rules: Vec<String> = blocked.iter().map(|host| format!("MAP {host} ~NOTFOUND")).collect();
        let own = [format!("--host-resolver-rules={}", rules.join(", ")), "--no-first-run".to_owned()];
        let headless = (!settings.window).then(|| "--headless=new".to_owned());
        let arguments: Vec<&String> = own.iter().chain(&headless).chain(&settings.arguments).collect();
        json!({
            "pageLoadStrategy": "normal",
            "timeouts": { "pageLoad": page, "script": page, "implicit": 0 },
            "unhandledPromptBehavior": "dismiss",
            // A proxy would look the blocked hosts up itself.
            "proxy": { "proxyType": "direct" },
            "goog:loggingPrefs": { "performance": "ALL" },
            "goog:chromeOptions": { "args": arguments },
        })
    }

    /// Opens a page, and waits until it is there.
    ///
    /// # Errors
    /// If it does not come.
    pub fn go(&mut self, url: &Url) -> Result<(), Failure> {
        self.command("POST", "url", &json!({ "url": url.as_str() })).map(drop)
    }

    /// Returns the address of the page, as the browser shows it.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn url(&mut self) -> Result<Url, Failure> {
        let shown = self.command("GET", "url", &Value::Null)?;
        let url = shown.as_str().and_then(|url| Url::parse(url).ok());
        url.ok_or_else(|| {
            Failure::network("the browser shows no address")
                .hint("keep the browser's window open until the login is over")
        })
    }

    /// Returns the page as it stands, written as HTML.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn source(&mut self) -> Result<String, Failure> {
        let source = self.command("GET", "source", &Value::Null)?;
        Ok(source.as_str().unwrap_or_default().to_owned())
    }

    /// Returns the elements that a CSS selector fits, in order.
    ///
    /// # Errors
    /// If the selector is none.
    pub fn find(&mut self, selector: &str) -> Result<Vec<Element>, Failure> {
        let found = self.command("POST", "elements", &json!({ "using": "css selector", "value": selector }))?;
        Ok(found.as_array().into_iter().flatten().filter_map(Element::of).collect())
    }

    /// Empties a field and writes into it, as somebody at a keyboard would.
    ///
    /// # Errors
    /// If nobody could write there.
    pub fn write(&mut self, field: &Element, text: &str) -> Result<(), Failure> {
        self.command("POST", &format!("element/{}/clear", field.0), &json!({}))?;
        self.press(field, text)
    }

    /// Presses keys while a field has the attention.
    ///
    /// # Errors
    /// If nobody could write there.
    pub fn press(&mut self, field: &Element, keys: &str) -> Result<(), Failure> {
        self.command("POST", &format!("element/{}/value", field.0), &json!({ "text": keys })).map(drop)
    }

    /// Clicks on an element.
    ///
    /// # Errors
    /// If nobody could click there.
    pub fn click(&mut self, element: &Element) -> Result<(), Failure> {
        self.command("POST", &format!("element/{}/click", element.0), &json!({})).map(drop)
    }

    /// Runs the body of a function, and returns what it returns.
    ///
    /// # Errors
    /// If it throws.
    pub fn run(&mut self, script: &str, arguments: &[Value]) -> Result<Value, Failure> {
        self.command("POST", "execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Returns the cookies of the page: name and value.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn cookies(&mut self) -> Result<Vec<(String, String)>, Failure> {
        let cookies = self.command("GET", "cookie", &Value::Null)?;
        let text = |cookie: &Value, name: &str| Some(cookie.get(name)?.as_str()?.to_owned());
        let pair = |cookie: &Value| Some((text(cookie, "name")?, text(cookie, "value")?));
        Ok(cookies.as_array().into_iter().flatten().filter_map(pair).collect())
    }

    /// Gives the browser these cookies.
    ///
    /// # Errors
    /// If it takes none.
    pub fn bring(&mut self, cookies: &[Value]) -> Result<(), Failure> {
        if cookies.is_empty() {
            return Ok(());
        }
        self.devtools("Network.setCookies", &json!({ "cookies": cookies })).map(drop)
    }

    /// Returns the cookies of all pages.
    ///
    /// # Errors
    /// If the browser is gone.
    pub fn take_home(&mut self) -> Result<Cookies, Failure> {
        let told = self.devtools("Network.getAllCookies", &json!({}))?;
        Ok(told["cookies"].as_array().into_iter().flatten().map(portable).collect())
    }

    fn devtools(&mut self, command: &str, params: &Value) -> Result<Value, Failure> {
        self.command("POST", "goog/cdp/execute", &json!({ "cmd": command, "params": params }))
    }

    /// Adds to `log` what the browser asked for since the last time.
    ///
    /// # Errors
    /// If the browser keeps no such log.
    pub fn listen(&mut self, log: &mut Log) -> Result<(), Failure> {
        log.take(&self.command("POST", "se/log", &json!({ "type": "performance" }))?);
        Ok(())
    }

    fn command(&mut self, method: &str, path: &str, body: &Value) -> Result<Value, Failure> {
        let mut url = self.url.clone();
        if !path.is_empty() {
            url.set_path(&format!("{}/{path}", self.url.path()));
        }
        let mut request = Request { method: method.to_owned(), ..Request::get(url, "application/json") };
        if method == "POST" {
            request.body = body.to_string().into_bytes();
            request = request.with("content-type", "application/json; charset=utf-8");
        }
        let hop = self.http.hop(&request, &self.limits)?;
        let answer = hop.answer.ok_or_else(|| no_driver(&self.url))?;
        let said: Value = serde_json::from_slice(&answer.body).map_err(|_| no_driver(&self.url))?;
        let value = said.get("value").cloned().ok_or_else(|| no_driver(&self.url))?;
        match value.get("error").and_then(Value::as_str) {
            Some(error) if answer.status >= 400 => Err(refused(error, &value)),
            _ => Ok(value),
        }
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        // A session that never began has no end.
        if !self.url.path().ends_with("/session") {
            let _ = self.command("DELETE", "", &Value::Null);
        }
    }
}

impl Element {
    fn of(value: &Value) -> Option<Element> {
        let name = value.get(ELEMENT)?.as_str()?;
        // It becomes a part of a path, and scripts of the page may have made it.
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        (name.chars().all(fits) && !name.trim_matches('.').is_empty()).then(|| Element(name.to_owned()))
    }

    fn value(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

/// Returns a cookie as it can be given to another browser: one that lasts as long as its browser has no date.
fn portable(cookie: &Value) -> Value {
    let kept = |name: &str| Some((name.to_owned(), cookie.get(name)?.clone()));
    let members = ["name", "value", "domain", "path", "secure", "httpOnly", "sameSite"].into_iter().filter_map(kept);
    let expires = cookie.get("expires").filter(|expires| expires.as_f64().is_some_and(|seconds| seconds > 0.0));
    Value::Object(members.chain(expires.map(|expires| ("expires".to_owned(), expires.clone()))).collect())
}

fn not_begun(failure: Failure) -> Failure {
    if failure.message.starts_with(REFUSES) {
        return failure
            .hint("chromedriver and the browser must be of the same version; as root, Chromium wants --no-sandbox");
    }
    failure.hint(NO_DRIVER)
}

const NO_DRIVER: &str = "start chromedriver, and pass the address where it listens";

const REFUSES: &str = "the browser refuses: ";

fn no_driver(url: &Url) -> Failure {
    Failure::network(format!("{} does not speak WebDriver", url.origin().ascii_serialization())).hint(NO_DRIVER)
}

// The first line says what is wrong; after it come versions and addresses in memory.
fn refused(error: &str, value: &Value) -> Failure {
    let message = value.get("message").and_then(Value::as_str).unwrap_or_default();
    let line = message.lines().next().unwrap_or_default();
    let line = line.strip_prefix(error).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(line);
    Failure::network(format!("{REFUSES}{}", if line.is_empty() { error } else { line }))
        .hint("look at the versions of browser and driver: they must fit together")
}
