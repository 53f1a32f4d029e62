//! The ways in which a person logs in.

use super::client::secret_at;
use super::person::VisitorFlags;
use crate::edge::gather::LIMIT;
use crate::edge::http::Limits;
use crate::edge::listener::{self, Listener};
use crate::edge::terminal::Stream;
use crate::edge::{Edge, Failure, drive, webdriver};
use crate::flow::browse::jar::Jar;
use crate::flow::browse::steps::Steps;
use crate::flow::browse::{self, Answers, Browse};
use crate::model::http::is_loopback;
use crate::model::secret::Secret;
use crate::model::settings::Mistake;
use crate::model::source::Source;
use crate::model::transcript::{Browsed, Purpose, Stop, Terms};
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// A way to log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A browser without a window fills in the form.
    Form,
    /// The same by instructions in a file.
    Steps(PathBuf),
    /// The same with the cookies of an earlier visit.
    Cookie(PathBuf),
    /// The person's own browser.
    Browser,
    /// A browser under control, by the address of its chromedriver.
    WebDriver(Url),
}

/// What they are called, for messages.
pub(in crate::cmd) const WAYS: &str = "form, steps=FILE, cookie=FILE, webdriver=URL or browser";

/// How long the person's own browser is waited for.
const PATIENCE: Duration = Duration::from_secs(600);

/// How often an address may be pasted that is none.
const TRIES: usize = 3;

impl Way {
    /// Returns the way that a text names.
    ///
    /// # Errors
    /// If it names none.
    pub(in crate::cmd) fn named(text: &str) -> Result<Way, String> {
        match text.split_once('=').unwrap_or((text, "")) {
            ("form", "") => Ok(Way::Form),
            ("browser", "") => Ok(Way::Browser),
            ("steps", file) if !file.is_empty() => Ok(Way::Steps(PathBuf::from(file))),
            ("cookie", file) if !file.is_empty() => Ok(Way::Cookie(PathBuf::from(file))),
            ("webdriver", url) => {
                let url = Url::parse(url).map_err(|_| "webdriver takes an address: webdriver=http://127.0.0.1:9515")?;
                Ok(Way::WebDriver(url))
            }
            (way @ ("steps" | "cookie"), _) => Err(format!("{way} takes a file: {way}=FILE")),
            _ => Err(WAYS.to_owned()),
        }
    }

    /// Returns the way with its file where `place` says that it is.
    pub(in crate::cmd) fn seen_from(self, place: impl Fn(&str) -> PathBuf) -> Way {
        match self {
            Way::Steps(file) => Way::Steps(place(&file.to_string_lossy())),
            Way::Cookie(file) => Way::Cookie(place(&file.to_string_lossy())),
            other => other,
        }
    }
}

/// A way to log in, ready to be gone.
pub(in crate::cmd) struct Entrance<'a> {
    person: &'a VisitorFlags,
    way: Way,
    listener: Option<Listener>,
    /// The password, once it is known.
    password: Option<Secret>,
    /// Every secret that goes into the pages, once they are known.
    pub(in crate::cmd) secrets: Vec<Secret>,
}

impl<'a> Entrance<'a> {
    /// Returns the way that a person takes.
    ///
    /// # Errors
    /// If nobody is named, and nobody is there.
    pub(in crate::cmd) fn new(person: &'a VisitorFlags, edge: &Edge) -> Result<Entrance<'a>, Failure> {
        Ok(Entrance { person, way: person.way(edge)?, listener: None, password: None, secrets: Vec::new() })
    }

    /// Returns the way.
    pub(in crate::cmd) fn way(&self) -> &Way {
        &self.way
    }

    /// Makes the way ready. If this machine waits for the browser, the redirection URI is where it waits.
    ///
    /// # Errors
    /// If the place to wait at is taken.
    pub(in crate::cmd) fn open(&mut self, terms: &mut Terms, edge: &mut Edge) -> Result<(), Failure> {
        let here = terms.redirect_uri.as_deref().and_then(|uri| Url::parse(uri).ok());
        let here = here.filter(|uri| self.way == Way::Browser && uri.scheme() == "http" && is_loopback(uri));
        self.listener = here.map(|uri| Listener::start(&uri, edge)).transpose()?;
        if let Some(listener) = &self.listener {
            terms.redirect_uri = Some(listener.redirect_uri().to_string());
        }
        Ok(())
    }

    /// Lets the person log in at `url`, to come back to the redirection URI of `terms`.
    ///
    /// # Errors
    /// If nobody can even begin.
    pub(in crate::cmd) fn log_in(
        &mut self,
        url: &Url,
        terms: &Terms,
        limits: &Limits,
        edge: &mut Edge,
    ) -> Result<Browsed, Failure> {
        let goal = terms.redirect_uri.as_deref().and_then(|uri| Url::parse(uri).ok());
        let goal = goal.ok_or_else(|| {
            Failure::usage("there is no redirection URI to come back to").hint("pass --redirect-uri URL")
        })?;
        match (self.way.clone(), self.listener.take()) {
            (Way::Browser, Some(listener)) => listener.browse(url, PATIENCE, edge),
            (Way::Browser, None) => paste(url, &goal, edge),
            (way, _) => {
                let answers = self.answers(&way, url, edge)?;
                self.password.clone_from(&answers.password);
                let written = answers.steps.iter().flat_map(Steps::secrets);
                self.secrets = answers.password.iter().chain(written).cloned().collect();
                if let Way::WebDriver(remote) = way {
                    let settings = self.person.settings(remote);
                    return webdriver::login(url, &[goal], answers, &settings, limits, None, edge);
                }
                drive::browse(Browse::new(url.clone(), &goal, answers, browse::Limits::default()), limits, edge)
            }
        }
    }

    /// Returns what the person knows and has, who is about to open `url`.
    ///
    /// # Errors
    /// If a file cannot be read, or nobody answers.
    pub(in crate::cmd) fn answers(&self, way: &Way, url: &Url, edge: &mut Edge) -> Result<Answers, Failure> {
        let mut username = self.person.username.clone();
        if *way == Way::Form && username.is_none() {
            username = Some(edge.person.text("User name", "")?);
        }
        let password = match (&self.password, &username) {
            (Some(known), _) => Some(known.clone()),
            (None, Some(name)) => Some(self.person.password(name, edge)?),
            (None, None) => None,
        };
        let answers = Answers { username, password, ..Answers::default() };
        match way {
            Way::Steps(file) => Ok(Answers { steps: Some(steps(file, edge)?), ..answers }),
            Way::Cookie(file) => {
                let jar = Jar::read(&text(file, edge)?, url, edge.clock.now());
                Ok(Answers { cookies: jar.map_err(|mistake| wrong(file, &mistake))?, ..answers })
            }
            Way::Form | Way::Browser | Way::WebDriver(_) => Ok(answers),
        }
    }
}

fn steps(file: &Path, edge: &mut Edge) -> Result<Steps, Failure> {
    let source = text(file, edge)?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let mut lookup =
        |reference: &str| secret_at(reference, |name| folder.join(name), edge).map_err(|failure| failure.message);
    Steps::parse(&source, &mut lookup).map_err(|mistake| wrong(file, &mistake))
}

fn text(file: &Path, edge: &mut Edge) -> Result<Source, Failure> {
    let name = file.display().to_string();
    let bytes = edge.files.read(file, LIMIT)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(format!("{name} is not UTF-8 text")).hint("save it as UTF-8 text"))?;
    Ok(Source::new(name, text))
}

fn wrong(file: &Path, mistake: &Mistake) -> Failure {
    let (name, Mistake { position, message }) = (file.display(), mistake);
    Failure::usage(format!("{name}:{}:{}: {message}", position.line, position.column))
        .hint("mend that line; docs/login.md shows such a file")
}

// Where nothing of ours waits, the person says where the browser ended.
fn paste(url: &Url, goal: &Url, edge: &mut Edge) -> Result<Browsed, Failure> {
    if !edge.person.present() {
        return Err(Failure::usage(format!(
            "nobody is there to say where the browser ends, and nothing of ours is at {goal}"
        ))
        .hint("pass --redirect-uri http://127.0.0.1:PORT/callback, registered at the server, or another --login"));
    }
    edge.terminal
        .write(Stream::Err, &format!("Log in with your browser. If none opens, open this address:\n  {url}\n"))?;
    let _ = edge.browser.open(url);
    let mut prompt = "Paste the address that the browser ends at".to_owned();
    for _ in 0..TRIES {
        match listener::pasted(&edge.person.text(&prompt, "")?, goal) {
            Ok(callback) => return Ok(Browsed { steps: Vec::new(), end: Ok(callback) }),
            Err(reason) => prompt = format!("{reason}. Paste the address that the browser ends at"),
        }
    }
    let reason = "nobody pasted the address that the browser ended at".to_owned();
    Ok(Browsed { steps: Vec::new(), end: Err(Stop { at: Purpose::Login, reason, page: None }) })
}
