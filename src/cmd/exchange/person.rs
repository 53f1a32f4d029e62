//! Who logs in, and how; or what came of it, if somebody did already.

use super::client::{asked, secret_at, secret_of_file};
use super::way::Way;
use crate::cmd::input;
use crate::edge::webdriver::Settings;
use crate::edge::{Edge, Failure};
use crate::flow::login::Brought;
use crate::flow::mock::config::User;
use crate::model::callback::Callback;
use crate::model::http::Request;
use crate::model::paste;
use crate::model::secret::Secret;
use std::path::PathBuf;
use url::Url;

/// The flags that say who logs in, and how; or what came of it.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The person")]
pub struct PersonFlags {
    /// Who logs in, and how.
    #[command(flatten)]
    pub visitor: VisitorFlags,
    /// Log in this many times, and see that it is the same consumer each time
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20), conflicts_with_all = ["brought", "transcript", "har"])]
    pub repeat: u8,
    /// Redeem this code, which the page's JS method gave; `-` is standard input
    #[arg(long, value_name = "CODE", group = "brought", conflicts_with = "login")]
    pub code: Option<String>,
    /// Judge this token, which the page's JS method gave: a file, `-`, or the token itself
    #[arg(long, value_name = "FILE|TOKEN", group = "brought", conflicts_with = "login")]
    pub id_token: Option<String>,
    /// Go on from this address, to which the authorization server sent the browser; `-` is standard input
    #[arg(long, value_name = "URL", group = "brought", conflicts_with = "login")]
    pub callback: Option<String>,
    /// The code verifier that goes with the code, in the first line of FILE
    #[arg(long, value_name = "FILE", requires = "brought")]
    pub verifier_file: Option<PathBuf>,
}

/// The flags that say who logs in, and how.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The person")]
pub struct VisitorFlags {
    /// How the person logs in: `form` fills in the page's form without a window, `steps=FILE` does so by instructions,
    /// `cookie=FILE` comes with cookies, `webdriver=URL` uses the Chromium of a chromedriver, `browser` opens the person's own
    /// browser [default: form with --username, else browser]
    #[arg(long, value_name = "WAY", value_parser = Way::named)]
    pub login: Option<Way>,
    /// The name that goes into the login form
    #[arg(long, value_name = "NAME")]
    pub username: Option<String>,
    /// Take the password from the first line of FILE; `-` is standard input. Without, it is asked for
    #[arg(long, value_name = "FILE", requires = "username")]
    pub password_file: Option<PathBuf>,
    /// Show the window of the browser that --login webdriver=URL uses
    #[arg(long)]
    pub show_browser: bool,
    /// Start that browser with this argument too, such as `--browser-arg=--no-sandbox`; may be repeated
    #[arg(long, value_name = "ARG", allow_hyphen_values = true)]
    pub browser_arg: Vec<String>,
    /// The password that a server of our own told.
    #[arg(skip)]
    pub told: Option<Secret>,
    /// Where the settings say that the password stands.
    #[arg(skip)]
    pub kept: Option<String>,
}

impl PersonFlags {
    /// Returns what somebody brought along from a login of their own.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(in crate::cmd) fn brought(&self, edge: &mut Edge) -> Result<Option<Brought>, Failure> {
        let verifier = self.verifier_file.as_ref().map(|file| secret_of_file(file, edge)).transpose()?;
        let callback = match (&self.code, &self.id_token, &self.callback) {
            (Some(code), _, _) => Callback::of_script(&[("code", &piped(code, edge)?)]),
            (_, Some(named), _) => Callback::of_script(&[("id_token", &token(named, edge)?)]),
            (_, _, Some(address)) => callback(&piped(address, edge)?)?,
            (None, None, None) => return Ok(None),
        };
        Ok(Some(Brought { callback, verifier }))
    }
}

impl VisitorFlags {
    /// Takes over the test user of a server of our own, where nobody else was named.
    pub(in crate::cmd) fn introduce(&mut self, user: Option<&User>) {
        let Some(user) = user.filter(|user| self.username.as_ref().is_none_or(|name| *name == user.name)) else {
            return;
        };
        self.username = Some(user.name.clone());
        self.told = Some(user.password.clone());
    }

    /// Returns the way in which the person logs in.
    ///
    /// # Errors
    /// If nobody is named, and nobody is there.
    pub(in crate::cmd) fn way(&self, edge: &Edge) -> Result<Way, Failure> {
        match (&self.login, &self.username) {
            (Some(Way::Form), None) | (None, None) if !edge.person.present() => Err(nobody()),
            (Some(way), _) => Ok(way.clone()),
            (None, Some(_)) => Ok(Way::Form),
            (None, None) => Ok(Way::Browser),
        }
    }

    /// Returns how a browser under control is started.
    pub(in crate::cmd) fn settings(&self, remote: Url) -> Settings {
        // Nobody but ourselves vouches for a server of our own.
        let trusting = self.told.as_ref().map(|_| "--ignore-certificate-errors".to_owned());
        let arguments = self.browser_arg.iter().cloned().chain(trusting).collect();
        Settings { window: self.show_browser, arguments, ..Settings::at(remote) }
    }

    /// Returns the password of somebody.
    ///
    /// # Errors
    /// If a file cannot be read, or nobody answers.
    pub(in crate::cmd) fn password(&self, username: &str, edge: &mut Edge) -> Result<Secret, Failure> {
        match (&self.password_file, &self.told, &self.kept) {
            (Some(file), _, _) => secret_of_file(file, edge),
            (None, Some(told), _) => Ok(told.clone()),
            (None, None, Some(place)) => secret_at(place, |file| PathBuf::from(file), edge),
            (None, None, None) => {
                let (what, prompt) = (format!("the password of {username}"), format!("Password of {username}"));
                asked(&what, &prompt, "--password-file FILE", edge)
            }
        }
    }
}

fn nobody() -> Failure {
    Failure::usage("nobody is named who could log in").hint(
        "pass --username NAME and --password-file FILE, or what a login gave: --callback URL, --code CODE, --id-token TOKEN",
    )
}

fn callback(address: &str) -> Result<Callback, Failure> {
    let url = Url::parse(address).map_err(|_| {
        Failure::usage("--callback takes the whole address that the browser was sent to")
            .hint("in quotation marks, as the address bar shows it: 'https://…?code=…&state=…'")
    })?;
    Ok(Callback::of(&Request::get(url, "*/*")))
}

fn piped(value: &str, edge: &mut Edge) -> Result<String, Failure> {
    if value != "-" {
        return Ok(value.to_owned());
    }
    let bytes = edge.terminal.read(crate::edge::gather::LIMIT)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input("standard input is not text").hint("pipe text in, as UTF-8"))?;
    Ok(text.trim().to_owned())
}

fn token(named: &str, edge: &mut Edge) -> Result<String, Failure> {
    let nothing =
        || Failure::input(format!("{named} holds nothing")).hint("put the token, or what brings it, in there");
    let given = input::texts(named, edge).pop().ok_or_else(nothing)??;
    let text = String::from_utf8_lossy(&given.bytes).into_owned();
    if text.trim().is_empty() {
        return Err(nothing());
    }
    let found = paste::read(&given.name, &given.bytes).tokens.into_iter().next();
    Ok(found.map_or(text, |pasted| pasted.token.source.text.clone()))
}
