//! What the flags say, and what a brand needs beside it.

use super::server::{Published, Server};
use crate::cmd::key::{self, Passphrase};
use crate::edge::{Edge, Failure};
use crate::model::settings::{Brand, CLIENT_AUTHS, FLOWS, Form, MEMBERS, Member, WINDOWS};
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

/// The heading of the flags that say how `exchange` logs in.
const LOGINS: &str = "The brand's logins";

/// The flags that say what stands in the settings; each is named after its member.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The brand")]
pub struct GivenFlags {
    /// How LivePerson gets the token [default: the safest way that the server offers]
    #[arg(long, value_name = "FLOW", value_parser = PossibleValuesParser::new(FLOWS))]
    pub flow: Option<String>,
    /// What agents read
    #[arg(long, value_name = "NAME")]
    pub issuer_display_name: Option<String>,
    /// The issuer, to the letter [default: the metadata's]
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Where the external window sends consumers [default: the metadata's]
    #[arg(long, value_name = "URL")]
    pub authorization_endpoint: Option<String>,
    /// Where LivePerson redeems codes [default: the metadata's]
    #[arg(long, value_name = "URL")]
    pub token_endpoint: Option<String>,
    /// What the authorization server knows LivePerson by
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Where the client secret stands: `env:NAME` or `file:PATH`, never the secret itself
    #[arg(long, value_name = "WHERE")]
    pub client_secret: Option<String>,
    /// Where LivePerson fetches the key set [default: the metadata's]
    #[arg(long, value_name = "URL")]
    pub jwks_endpoint: Option<String>,
    /// The one-line base64 key that LivePerson verifies with
    #[arg(long, value_name = "KEY")]
    pub jwt_public_key: Option<String>,
    /// Where consumers chat
    #[arg(long, value_name = "WINDOW", value_parser = PossibleValuesParser::new(WINDOWS), help_heading = LOGINS)]
    pub window: Option<String>,
    /// The redirection URI of a login, if it is not LivePerson's
    #[arg(long, value_name = "URL", help_heading = LOGINS)]
    pub redirect_uri: Option<String>,
    /// The redirection URI of the token request, if it is another
    #[arg(long, value_name = "URL", help_heading = LOGINS)]
    pub token_redirect_uri: Option<String>,
    /// The scope of a login
    #[arg(long, value_name = "SCOPE", help_heading = LOGINS)]
    pub scope: Option<String>,
    /// How the client proves who it is at the token endpoint
    #[arg(long, value_name = "METHOD", value_parser = PossibleValuesParser::new(CLIENT_AUTHS), help_heading = LOGINS)]
    pub client_auth: Option<String>,
    /// Where claims are asked for with an access token [default: the metadata's]
    #[arg(long, value_name = "URL", help_heading = LOGINS)]
    pub userinfo_endpoint: Option<String>,
    /// How the test user logs in, as `lpauth exchange --login` takes it
    #[arg(long, value_name = "WAY", help_heading = LOGINS)]
    pub login: Option<String>,
    /// The test user
    #[arg(long, value_name = "NAME", help_heading = LOGINS)]
    pub username: Option<String>,
    /// Where the test user's password stands: `env:NAME` or `file:PATH`, never the password itself
    #[arg(long, value_name = "WHERE", help_heading = LOGINS)]
    pub password: Option<String>,
    /// Verify with the public key in FILE, in any form
    #[arg(long, value_name = "FILE", conflicts_with = "jwks")]
    pub key: Option<PathBuf>,
    /// Verify with the JWK set in this file or at this URL
    #[arg(long, value_name = "FILE|URL")]
    pub jwks: Option<String>,
    /// The function of the brand's page
    #[arg(long, value_name = "NAME")]
    pub js_method_name: Option<String>,
    /// Where that function lives
    #[arg(long, value_name = "NAME")]
    pub js_context: Option<String>,
}

/// The members that say where the keys are; one of them is enough.
pub(super) const KEYS: &[&str] = &["jwks_endpoint", "jwt_public_key", "key", "jwks"];

/// The members that no brand does without; the second column says whether only the code flows need it.
const NEEDED: &[(&str, bool)] =
    &[("issuer", false), ("authorization_endpoint", false), ("token_endpoint", true), ("client_id", true)];

impl GivenFlags {
    /// Returns what the flags say, as a brand without a name.
    ///
    /// # Errors
    /// If a value has not the form of its member, or the key cannot be read.
    pub(super) fn told(&self, edge: &mut Edge) -> Result<Brand, Failure> {
        let mut told = Brand::default();
        let key = self.key.as_ref().map(|file| file.display().to_string());
        for (name, value) in self.pairs(key.as_deref()) {
            let member = MEMBERS.iter().find(|member| member.name == name);
            if let (Some(member), Some(value)) = (member, value) {
                if let Some(reason) = refusal(member, value) {
                    let failure = Failure::usage(format!("{} {reason}", flag(member)));
                    return Err(failure.hint("`lpauth init --help` shows what each flag takes"));
                }
                told.set(name, value);
            }
        }
        if let Some(file) = &self.key {
            key::read(file, &Passphrase::default(), edge)?;
        }
        Ok(told)
    }

    fn pairs<'a>(&'a self, key: Option<&'a str>) -> [(&'static str, Option<&'a str>); 22] {
        [
            ("flow", self.flow.as_deref()),
            ("issuer_display_name", self.issuer_display_name.as_deref()),
            ("issuer", self.issuer.as_deref()),
            ("authorization_endpoint", self.authorization_endpoint.as_deref()),
            ("token_endpoint", self.token_endpoint.as_deref()),
            ("client_id", self.client_id.as_deref()),
            ("client_secret", self.client_secret.as_deref()),
            ("jwks_endpoint", self.jwks_endpoint.as_deref()),
            ("jwt_public_key", self.jwt_public_key.as_deref()),
            ("window", self.window.as_deref()),
            ("redirect_uri", self.redirect_uri.as_deref()),
            ("token_redirect_uri", self.token_redirect_uri.as_deref()),
            ("scope", self.scope.as_deref()),
            ("client_auth", self.client_auth.as_deref()),
            ("userinfo_endpoint", self.userinfo_endpoint.as_deref()),
            ("login", self.login.as_deref()),
            ("username", self.username.as_deref()),
            ("password", self.password.as_deref()),
            ("key", key),
            ("jwks", self.jwks.as_deref()),
            ("js_method_name", self.js_method_name.as_deref()),
            ("js_context", self.js_context.as_deref()),
        ]
    }
}

/// Returns why a member cannot have this value, if so. What was typed in place of a secret's place is not repeated.
pub(super) fn refusal(member: &Member, value: &str) -> Option<String> {
    match member.form {
        form if form.admits(value) => None,
        Form::Reference => Some(format!("must be {}", member.form.wanted())),
        form => Some(format!("must be {}, not “{value}”", form.wanted())),
    }
}

/// Returns whether the brand's flow redeems a code.
pub(super) fn redeems(brand: &Brand) -> bool {
    brand.text("flow") != Some("implicit")
}

/// Returns what the brand needs and lacks.
pub(super) fn lacking(brand: &Brand) -> Vec<&'static Member> {
    let needed = NEEDED.iter().filter(|(_, code)| !*code || redeems(brand)).map(|(name, _)| *name);
    let keyless = KEYS.iter().all(|name| brand.text(name).is_none());
    let names: Vec<&str> = needed.chain(keyless.then_some(KEYS[0])).collect();
    let lacks = |member: &&Member| names.contains(&member.name) && brand.text(member.name).is_none();
    MEMBERS.iter().filter(lacks).collect()
}

/// Returns the members that stand in the settings as a comment, because they are wanted and not there.
pub(super) fn left_open(brand: &Brand) -> Vec<&'static str> {
    let open = |name: &&str| brand.text(name).is_none() && (*name != "client_secret" || redeems(brand));
    ["issuer_display_name", "client_id", "client_secret"].into_iter().filter(open).collect()
}

/// Returns the failure that names everything that is missing, and its flags.
pub(super) fn missing(brand: &Brand, lacking: &[&Member], server: &Server, published: &Published) -> Failure {
    let name = brand.name.is_empty().then(|| ("the brand's name".to_owned(), "--brand NAME".to_owned()));
    let member = |member: &&Member| {
        let label = member.console.unwrap_or(member.title);
        (label.to_owned(), format!("{} {}", flag(member), placeholder(member)))
    };
    let (labels, flags): (Vec<String>, Vec<String>) = name.into_iter().chain(lacking.iter().map(member)).unzip();
    let why = server.trouble.as_ref().map_or_else(String::new, |trouble| format!("; {trouble}"));
    let unfit = published.unfit.iter().map(|(member, _, reason)| format!("; the metadata's {} {reason}", member.name));
    let named = if server.subject.is_some() { "" } else { "; an ISSUER whose metadata can be read has most of it" };
    Failure::usage(format!(
        "nobody is there to ask for what is missing: {}{why}{}",
        labels.join(", "),
        unfit.collect::<String>()
    ))
    .hint(format!("pass {}{named}", flags.join(" ")))
}

/// Returns the flag of a member.
fn flag(member: &Member) -> String {
    format!("--{}", member.name.replace('_', "-"))
}

fn placeholder(member: &Member) -> &'static str {
    match member.name {
        "client_id" => "ID",
        _ => "URL",
    }
}

/// Returns a path as it is said to a person: from the working directory where it is below that.
pub(super) fn shown(path: &Path, edge: &Edge) -> String {
    path.strip_prefix(&edge.directory).unwrap_or(path).display().to_string()
}
