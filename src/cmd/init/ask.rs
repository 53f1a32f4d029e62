//! Asks for what is left, in the words of LivePerson's console.

use super::given::{self, lacking, redeems, refusal};
use super::server::unusable;
use super::{Args, tell};
use crate::cmd::mint::until;
use crate::edge::files::Access;
use crate::edge::{Edge, Failure};
use crate::model::settings::{Brand, MEMBERS, Member};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A brand that has what it needs, and a secret that is still to be written.
pub(super) struct Answers {
    /// The brand.
    pub(super) brand: Brand,
    /// The secret.
    pub(super) secret: Option<Secret>,
}

/// A client secret, and the file that it goes into.
pub(super) struct Secret {
    path: PathBuf,
    text: Zeroizing<String>,
}

impl Secret {
    /// Writes the secret, readable by its owner alone, and returns what was written.
    pub(super) fn write(&self, force: bool, edge: &mut Edge) -> Result<String, Failure> {
        let name = given::shown(&self.path, edge);
        let line = Zeroizing::new(format!("{}\n", self.text.as_str()));
        edge.files.write(&self.path, line.as_bytes(), Access::Private, force)?;
        Ok(format!("wrote {name}: the client secret, readable by you alone; add it to .gitignore\n"))
    }
}

/// Asks where the metadata is; `None` if nobody knows.
pub(super) fn server(kept: Option<&str>, edge: &mut Edge) -> Result<Option<String>, Failure> {
    const PROMPT: &str = "Issuer (https://…), or a file with its metadata (empty to type everything in)";
    loop {
        let answer = edge.person.text(PROMPT, kept.unwrap_or_default())?.trim().to_owned();
        match unusable(&answer, edge) {
            Some(reason) => tell(edge, &format!("{reason}\n"))?,
            None => return Ok(Some(answer).filter(|answer| !answer.is_empty())),
        }
    }
}

/// Asks for the name of the brand.
pub(super) fn name(likely: &str, edge: &mut Edge) -> Result<String, Failure> {
    let fits = |text: &str| match text {
        "" => Err("the brand needs a name, such as acmebank".to_owned()),
        _ => Ok(()),
    };
    until(edge, "Name of the brand in the settings", likely, fits)
}

/// The flows as the console has them, the safest first.
const KINDS: &[(&str, &str)] = &[
    ("code-pkce", "Code Flow, “Authorisation Code Flow with PKCE” ticked"),
    ("code", "Code Flow"),
    ("implicit", "Implicit: the token itself goes through the browser"),
];

/// Asks for the flow.
pub(super) fn flow(likely: &str, edge: &mut Edge) -> Result<String, Failure> {
    let items: Vec<String> = KINDS.iter().map(|(name, what)| format!("{name:9}  {what}")).collect();
    let default = KINDS.iter().position(|(name, _)| *name == likely).unwrap_or_default();
    let chosen = edge.person.choose("OAuth 2.0 Authentication Type", &items, default)?;
    Ok(KINDS.get(chosen).map_or(likely, |(name, _)| name).to_owned())
}

/// Asks for everything that the brand lacks.
pub(super) fn rest(args: &Args, mut brand: Brand, edge: &mut Edge) -> Result<Answers, Failure> {
    optional("issuer_display_name", &mut brand, edge)?;
    let keyless = |member: &&Member| !given::KEYS.contains(&member.name);
    for member in lacking(&brand).into_iter().filter(keyless) {
        let answer = until(edge, &prompt(member), "", |text| fits(member, text))?;
        brand.set(member.name, answer);
    }
    optional("client_id", &mut brand, edge)?;
    let asks = redeems(&brand) && brand.text("client_secret").is_none();
    let secret = if asks { secret(args, &mut brand, edge)? } else { None };
    if !lacking(&brand).is_empty() {
        keys(&mut brand, edge)?;
    }
    Ok(Answers { brand, secret })
}

fn prompt(member: &Member) -> String {
    member.console.map_or_else(|| member.title.to_owned(), |label| format!("{label}: {}", member.title))
}

fn fits(member: &Member, text: &str) -> Result<(), String> {
    match refusal(member, text) {
        Some(_) if text.is_empty() => Err("no login works without it".to_owned()),
        Some(reason) => Err(format!("it {reason}")),
        None => Ok(()),
    }
}

fn find(name: &str) -> Option<&'static Member> {
    MEMBERS.iter().find(|member| member.name == name)
}

/// Asks for a member that may be left out.
fn optional(name: &str, brand: &mut Brand, edge: &mut Edge) -> Result<(), Failure> {
    let Some(member) = find(name).filter(|member| brand.text(member.name).is_none()) else { return Ok(()) };
    let answer = edge.person.text(&format!("{} (empty to leave it out)", prompt(member)), "")?;
    if !answer.trim().is_empty() {
        brand.set(name, answer.trim());
    }
    Ok(())
}

/// Where a secret may stand.
const PLACES: [&str; 4] = [
    "In an environment variable",
    "In a file that is there",
    "In a new file: I type the secret now",
    "Nowhere yet: it is asked for at each login",
];

fn secret(args: &Args, brand: &mut Brand, edge: &mut Edge) -> Result<Option<Secret>, Failure> {
    let items = PLACES.map(str::to_owned);
    let beside = format!("{}.secret", file_name(&brand.name));
    match edge.person.choose("Where the Client Secret stands (never in the settings themselves)", &items, 0)? {
        0 => {
            let likely = format!("{}_CLIENT_SECRET", variable(&brand.name));
            let name = until(edge, "Environment variable", &likely, |text| solid(text, "a variable has a name"))?;
            brand.set("client_secret", format!("env:{name}"));
        }
        1 => {
            let file = until(edge, "File with the secret", &beside, |text| solid(text, "a file has a name"))?;
            brand.set("client_secret", format!("file:{file}"));
        }
        2 => return typed(args, &beside, brand, edge).map(Some),
        _ => {}
    }
    Ok(None)
}

fn typed(args: &Args, beside: &str, brand: &mut Brand, edge: &mut Edge) -> Result<Secret, Failure> {
    let file = loop {
        let file = until(edge, "New file for the secret", beside, |text| solid(text, "a file has a name"))?;
        match args.force || !edge.files.exists(&edge.directory.join(&file)) {
            true => break file,
            false => tell(edge, &format!("{file} exists already: name another, or pass --force to replace it\n"))?,
        }
    };
    let text = loop {
        let text = Zeroizing::new(edge.person.secret("Client Secret (not shown)", false)?);
        match text.trim().is_empty() {
            true => tell(edge, "the secret is empty\n")?,
            false => break Zeroizing::new(text.trim().to_owned()),
        }
    };
    brand.set("client_secret", format!("file:{file}"));
    Ok(Secret { path: edge.directory.join(file), text })
}

fn solid(text: &str, reason: &str) -> Result<(), String> {
    if text.is_empty() { Err(reason.to_owned()) } else { Ok(()) }
}

/// Asks where the keys are.
fn keys(brand: &mut Brand, edge: &mut Edge) -> Result<(), Failure> {
    let items = ["JWKS Endpoint", "JWT Public Key"].map(str::to_owned);
    if edge.person.choose("IDP certificate type", &items, 0)? == 0 {
        let Some(member) = find("jwks_endpoint") else { return Ok(()) };
        let answer = until(edge, &prompt(member), "", |text| fits(member, text))?;
        brand.set("jwks_endpoint", answer);
        return Ok(());
    }
    let answer = until(edge, "JWT Public Key (the one-line base64, or a file with the key)", "", |text| {
        solid(text, "tokens cannot be verified without a key")
    })?;
    let is_file = edge.files.exists(Path::new(&answer)) || edge.files.exists(&edge.directory.join(&answer));
    brand.set(if is_file { "key" } else { "jwt_public_key" }, answer);
    Ok(())
}

fn file_name(brand: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    brand.chars().map(plain).collect()
}

fn variable(brand: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    brand.chars().map(plain).collect()
}
