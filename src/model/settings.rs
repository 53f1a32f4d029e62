//! `lpauth.toml`: what was typed into LivePerson's console for each brand, and what to expect of its tokens.
//!
//! One table, [`MEMBERS`], says what may stand in a `[brand.NAME]` section; reading, the error messages and the manual
//! all come from it. A wrong or unknown member is an error with its place, never ignored.

pub mod edit;

use super::name::nearest;
use super::source::{Position, Source, Span};
use super::time;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A settings file.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file.
    pub source: Source,
    /// Its brands, in order of name.
    pub brands: Vec<Brand>,
}

/// One `[brand.NAME]` section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// The name.
    pub name: String,
    members: Vec<(&'static str, String)>,
    /// What the `checks` table says.
    pub checks: Vec<Override>,
}

/// How much a check counts for one brand: `token-expired = "note"`, or a table with `level` and `reason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// The check id.
    pub check: String,
    /// `off`, `note`, `warning` or `error`.
    pub level: String,
    /// Why, for whoever reads the report.
    pub reason: Option<String>,
}

/// What may stand in a brand's section.
#[derive(Debug)]
pub struct Member {
    /// The name.
    pub name: &'static str,
    /// The form its value must have.
    pub form: Form,
    /// The label of the field in LivePerson's console, if it mirrors one.
    pub console: Option<&'static str>,
    /// What it is, in a line.
    pub title: &'static str,
}

/// The form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Any text.
    Text,
    /// An address: `https://…`, or `http://…` on this machine.
    Url,
    /// An address or the name of a file, relative to the settings file.
    UrlOrFile,
    /// The name of a file, relative to the settings file.
    File,
    /// A length of time: `60`, `"60s"`, `"1h30m"`.
    Duration,
    /// `true` or `false`.
    Boolean,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A secret that stands elsewhere: `env:NAME` or `file:PATH`.
    Reference,
}

/// Why a settings file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where.
    pub position: Position,
}

const fn member(name: &'static str, form: Form, console: Option<&'static str>, title: &'static str) -> Member {
    Member { name, form, console, title }
}

/// The three ways a login may go, as LivePerson's console offers them.
pub const FLOWS: &[&str] = &["implicit", "code", "code-pkce"];

/// The policies, as `check::policy` knows them.
pub const POLICIES: &[&str] = &["liveperson", "oidc", "oidc-config", "strict"];

/// The windows in which consumers chat.
pub const WINDOWS: &[&str] = &["external", "embedded"];

/// The ways in which a client proves who it is at the token endpoint (OIDC Core §9, RFC 8705).
pub const CLIENT_AUTHS: &[&str] = &["basic", "post", "secret-jwt", "private-key-jwt", "tls", "none"];

/// Everything that may stand in a brand's section. A `checks` table may follow.
pub static MEMBERS: &[Member] = &[
    member("flow", Form::Choice(FLOWS), Some("OAuth 2.0 Authentication Type"), "how LivePerson gets the token"),
    member("issuer_display_name", Form::Text, Some("Issuer Display Name"), "what agents read"),
    member("issuer", Form::Text, Some("JWT issuer (iss)"), "the issuer, to the letter"),
    member(
        "authorization_endpoint",
        Form::Url,
        Some("Authentication Endpoint"),
        "where the external window sends consumers",
    ),
    member("token_endpoint", Form::Url, Some("Token Endpoint"), "where LivePerson redeems codes"),
    member("client_id", Form::Text, Some("Client ID"), "what the authorization server knows LivePerson by"),
    member("client_secret", Form::Reference, Some("Client Secret"), "where the secret stands"),
    member("jwt_public_key", Form::Text, Some("JWT Public Key"), "the one-line base64 key LivePerson verifies with"),
    member("jwks_endpoint", Form::Url, Some("JWKS Endpoint"), "where LivePerson fetches the key set"),
    member("js_method_name", Form::Text, Some("JS Method Name"), "the function of the brand's page"),
    member("js_context", Form::Text, Some("JS Context"), "where that function lives"),
    member("rfc_mode", Form::Boolean, None, "whether the connector is RFC compliant; LivePerson's support sets it"),
    member("window", Form::Choice(WINDOWS), None, "where consumers chat"),
    member("redirect_uri", Form::Text, None, "the redirection URI of a login, if it is not LivePerson's"),
    member("token_redirect_uri", Form::Text, None, "the redirection URI of the token request, if it is another"),
    member("scope", Form::Text, None, "the scope of a login"),
    member("client_auth", Form::Choice(CLIENT_AUTHS), None, "how the client proves who it is at the token endpoint"),
    member("userinfo_endpoint", Form::Url, None, "where claims are asked for with an access token"),
    member("second_client_id", Form::Text, None, "another client, for whom no code of the first is meant"),
    member("second_client_secret", Form::Reference, None, "where that client's secret stands"),
    member("second_redirect_uri", Form::Text, None, "the redirection URI of that client, if it is another"),
    member("code_lifetime", Form::Duration, None, "how long a code lives"),
    member("login", Form::Text, None, "how the test user logs in: form, browser, steps=FILE, …"),
    member("username", Form::Text, None, "the test user"),
    member("password", Form::Reference, None, "where the test user's password stands"),
    member("key", Form::File, None, "the public key to verify with, in any form"),
    member("jwks", Form::UrlOrFile, None, "the key set to verify with"),
    member("decrypt_key", Form::File, None, "the private key to open encrypted tokens with, in any form"),
    member("max_age", Form::Duration, None, "how long ago the consumer may have logged in"),
    member("skew", Form::Duration, None, "how far clocks may be apart"),
    member("policy", Form::Choice(POLICIES), None, "which checks count for how much"),
    member("fail_on", Form::Choice(&["note", "warning", "error"]), None, "from which severity on to exit with 1"),
];

const LEVELS: &[&str] = &["off", "note", "warning", "error"];

impl Settings {
    /// Reads a settings file. `check_ids` are the ids that a `checks` table may name.
    ///
    /// # Errors
    /// The first mistake, with its place and, for a misspelt name, the nearest right one.
    pub fn parse(source: Source, check_ids: &[&str]) -> Result<Settings, Mistake> {
        let reader = Reader { source: &source, check_ids };
        let table = DeTable::parse(&source.text).map_err(|error| {
            reader.mistake(error.span().unwrap_or(0..0), error.message().lines().next().unwrap_or_default())
        })?;
        let brands = reader.brands(table.get_ref())?;
        Ok(Settings { brands, source })
    }

    /// Returns the brand called `name`.
    pub fn brand(&self, name: &str) -> Option<&Brand> {
        self.brands.iter().find(|brand| brand.name == name)
    }
}

impl Brand {
    /// Returns a brand of which the client ID alone is known.
    pub fn of_client(name: &str, client_id: &str) -> Brand {
        Brand { name: name.to_owned(), members: vec![("client_id", client_id.to_owned())], checks: Vec::new() }
    }

    /// Returns a brand of which the name alone is known.
    pub fn named(name: &str) -> Brand {
        Brand { name: name.to_owned(), ..Brand::default() }
    }

    /// Sets a member of [`MEMBERS`] to a value; any other name says nothing.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let Some(member) = MEMBERS.iter().find(|member| member.name == name) else { return };
        self.members.retain(|(other, _)| *other != name);
        self.members.push((member.name, value.into()));
    }

    /// Returns the value of a member as text, if it is set.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }

    /// Returns the value of a member that is a length of time, in seconds, if it is set.
    pub fn seconds(&self, name: &str) -> Option<i64> {
        time::parse_duration(self.text(name)?)
    }

    /// Returns the response type that the flow asks for (OIDC Core §3), if a flow is set.
    pub fn response_type(&self) -> Option<&'static str> {
        Some(if self.text("flow")? == "implicit" { "id_token" } else { "code" })
    }
}

struct Reader<'a> {
    source: &'a Source,
    check_ids: &'a [&'a str],
}

impl Reader<'_> {
    fn brands(&self, table: &DeTable<'_>) -> Result<Vec<Brand>, Mistake> {
        let mut brands = Vec::new();
        for (name, value) in table {
            if name.get_ref() != "brand" {
                return Err(self.unknown(name.span(), "section", name.get_ref(), &["brand"]));
            }
            for (name, section) in self.table(value, "`brand` must hold sections such as [brand.acmebank]")? {
                brands.push(self.brand(name.get_ref(), section)?);
            }
        }
        Ok(brands)
    }

    fn brand(&self, name: &str, section: &Spanned<DeValue<'_>>) -> Result<Brand, Mistake> {
        let mut brand = Brand { name: name.to_owned(), ..Brand::default() };
        for (key, value) in self.table(section, "a brand must be a section such as [brand.acmebank]")? {
            let name: &str = key.get_ref();
            if name == "checks" {
                brand.checks = self.checks(value)?;
                continue;
            }
            let known = MEMBERS.iter().find(|member| member.name == name);
            let member = known.ok_or_else(|| {
                let names: Vec<_> = MEMBERS.iter().map(|member| member.name).chain(["checks"]).collect();
                self.unknown(key.span(), "member", name, &names)
            })?;
            brand.members.push((member.name, self.value(member, value)?));
        }
        Ok(brand)
    }

    fn checks(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<Override>, Mistake> {
        let mut checks = Vec::new();
        for (key, value) in self.table(value, "`checks` must be a table of check ids")? {
            let id: &str = key.get_ref();
            if !self.check_ids.contains(&id) {
                return Err(self.unknown(key.span(), "check", id, self.check_ids));
            }
            checks.push(match value.get_ref().as_table() {
                Some(table) => self.reasoned(id, value.span(), table)?,
                None => Override { check: id.to_owned(), level: self.level(id, value)?, reason: None },
            });
        }
        Ok(checks)
    }

    fn reasoned(&self, id: &str, span: Span, table: &DeTable<'_>) -> Result<Override, Mistake> {
        let (mut level, mut reason) = (None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "level" => level = Some(self.level(id, value)?),
                "reason" => reason = Some(self.reason(id, value)?),
                name => return Err(self.unknown(key.span(), "member", name, &["level", "reason"])),
            }
        }
        let level = level.ok_or_else(|| self.mistake(span, format!("{id} has no level: {}", LEVELS.join(", "))))?;
        Ok(Override { check: id.to_owned(), level, reason })
    }

    fn level(&self, id: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Mistake> {
        let word = value.get_ref().as_str().filter(|word| LEVELS.contains(word));
        let wrong = || self.mistake(value.span(), format!("{id} must be one of {}", LEVELS.join(", ")));
        word.map(str::to_owned).ok_or_else(wrong)
    }

    fn reason(&self, id: &str, value: &Spanned<DeValue<'_>>) -> Result<String, Mistake> {
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        let wrong = || self.mistake(value.span(), format!("the reason of {id} must be a text that gives one"));
        text.map(str::to_owned).ok_or_else(wrong)
    }

    fn value(&self, member: &Member, value: &Spanned<DeValue<'_>>) -> Result<String, Mistake> {
        let text = match value.get_ref() {
            DeValue::String(text) if member.form != Form::Boolean => text.to_string(),
            DeValue::Boolean(flag) if member.form == Form::Boolean => flag.to_string(),
            DeValue::Integer(seconds) if member.form == Form::Duration => seconds.to_string(),
            other => {
                let message =
                    format!("{} must be {}, not {}", member.name, member.form.wanted(), article(other.type_str()));
                return Err(self.mistake(value.span(), message));
            }
        };
        if member.form.admits(&text) {
            return Ok(text);
        }
        // A secret that was typed in by mistake is not repeated on the screen.
        let saw = if member.form == Form::Reference { String::new() } else { format!(", not “{text}”") };
        Err(self.mistake(value.span(), format!("{} must be {}{saw}", member.name, member.form.wanted())))
    }

    fn table<'t, 'i>(&self, value: &'t Spanned<DeValue<'i>>, wanted: &str) -> Result<&'t DeTable<'i>, Mistake> {
        value.get_ref().as_table().ok_or_else(|| self.mistake(value.span(), wanted))
    }

    fn unknown(&self, span: Span, what: &str, name: &str, known: &[&str]) -> Mistake {
        let near = nearest(name, known.iter().copied());
        let hint = near.map_or_else(String::new, |near| format!("; did you mean “{near}”?"));
        self.mistake(span, format!("there is no {what} “{name}”{hint}"))
    }

    fn mistake(&self, span: Span, message: impl Into<String>) -> Mistake {
        Mistake { message: message.into(), position: self.source.position(span.start) }
    }
}

fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

impl Form {
    /// Returns what a value must be, as a noun: `an https URL`.
    pub fn wanted(self) -> String {
        match self {
            Form::Text => "a text".to_owned(),
            Form::Url => "an https URL".to_owned(),
            Form::UrlOrFile => "a URL or the name of a file".to_owned(),
            Form::File => "the name of a file".to_owned(),
            Form::Duration => "a length of time such as 60 or \"1h30m\"".to_owned(),
            Form::Boolean => "true or false".to_owned(),
            Form::Choice(words) => format!("one of {}", words.join(", ")),
            Form::Reference => "\"env:NAME\" or \"file:PATH\": secrets do not belong in this file".to_owned(),
        }
    }

    /// Returns whether a text has this form.
    pub fn admits(self, text: &str) -> bool {
        match self {
            Form::Text | Form::UrlOrFile | Form::File => !text.is_empty(),
            Form::Boolean => true,
            Form::Url => url::Url::parse(text)
                .is_ok_and(|url| url.scheme() == "https" || url.scheme() == "http" && super::http::is_loopback(&url)),
            Form::Duration => time::parse_duration(text).is_some_and(|seconds| seconds >= 0),
            Form::Choice(words) => words.contains(&text),
            Form::Reference => {
                ["env:", "file:"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
            }
        }
    }
}
