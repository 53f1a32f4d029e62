//! What a mock says when it starts: the issuer on standard output, for scripts; everything that a person needs on standard
//! error; and all of it, secrets included, in a file for tests.

use super::desk::Desk;
use super::{Args, Globals};
use crate::cmd::console;
use crate::edge::files::Access;
use crate::edge::gather::LIMIT;
use crate::edge::terminal::Stream;
use crate::edge::{Edge, Failure};
use crate::flow::mock::config::{Client, Issuer};
use crate::flow::shop;
use crate::model::secret::Secret;
use crate::render::{Style, visible_lines};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;
use url::Url;

/// What there is to tell.
pub(super) struct Told<'a> {
    /// The command line.
    pub(super) args: &'a Args,
    /// The mock.
    pub(super) desk: &'a Desk,
    /// Where the control endpoint is.
    pub(super) control: &'a Url,
    /// What opens it.
    pub(super) token: &'a Secret,
    /// The certificate to trust, if there is TLS.
    pub(super) authority: Option<&'a Path>,
}

/// Tells it.
///
/// # Errors
/// If it cannot be written.
pub(super) fn print(told: &Told<'_>, globals: &Globals, edge: &mut Edge) -> Result<(), Failure> {
    let Some(mock) = told.desk.mock() else { return Ok(()) };
    let issuers = &mock.config().issuers;
    if let Some(file) = &told.args.output.secrets_out {
        told.write(file, issuers, edge)?;
    }
    // Colours are for standard output: what goes to standard error is cleaned of them.
    let style = Style { colour: false, ..globals.style(edge) };
    let mut text = String::new();
    if !told.args.output.quiet {
        issuers.iter().for_each(|issuer| text += &told.issuer(issuer, &style, edge));
        text += &told.rest();
    }
    text += &told.warnings();
    edge.terminal.write(Stream::Err, &visible_lines(&text))?;
    // Last: whoever waits for this line finds everything else done.
    let lines: String = issuers.iter().map(|issuer| format!("{}\n", issuer.id)).collect();
    edge.terminal.write(Stream::Out, &lines)
}

impl Told<'_> {
    fn issuer(&self, issuer: &Issuer, style: &Style, edge: &Edge) -> String {
        let mut text = format!("{}: an authorization server at {}\n", issuer.name, issuer.id);
        for client in &issuer.clients {
            _ = writeln!(text, "  client        {}{}", client.id, self.secret(client));
        }
        for user in &issuer.users {
            _ = writeln!(text, "  log in as     {} with the password {}", user.name, user.password.reveal());
        }
        _ = writeln!(text, "  in a browser  {}: the brand's page, with LivePerson's window", shop::address(&issuer.id));
        let client = issuer.clients.first().map(|client| client.id.as_str()).unwrap_or_default();
        let facts = self.desk.published(&issuer.id, edge.clock.now());
        text += "\n";
        text + &console::page(&issuer.id, client, &facts, edge.clock.now(), style)
    }

    fn secret(&self, client: &Client) -> String {
        match &client.secret {
            None => ", without a secret".to_owned(),
            Some(secret) if self.args.output.show_secrets => format!(" with the secret {}", secret.reveal()),
            Some(_) => " with a secret: pass --show-secrets to see it, or --secrets-out FILE".to_owned(),
        }
    }

    fn rest(&self) -> String {
        let mut text = String::new();
        for fault in self.desk.mock().iter().flat_map(|mock| &mock.config().faults) {
            _ = writeln!(text, "wrong on purpose: {}: {}", fault.id(), fault.title().replace('`', ""));
        }
        if let Some(file) = self.authority {
            _ = writeln!(text, "clients must trust {}, as lpauth does with --cacert", file.display());
        }
        _ = writeln!(text, "control endpoint: {} with Authorization: Bearer {}", self.control, self.token.reveal());
        text + "Ctrl-C ends it.\n"
    }

    // Secrets of the last time are of no use to anybody; any other file may be.
    fn write(&self, file: &Path, issuers: &[Issuer], edge: &mut Edge) -> Result<(), Failure> {
        if edge.files.exists(file) && !is_ours(file, edge) {
            return Err(Failure::input(format!("{} is there already, and no mock wrote it", file.display()))
                .hint("choose another --secrets-out"));
        }
        let text = format!("{:#}\n", self.everything(issuers));
        edge.files.write(file, text.as_bytes(), Access::Private, true)
    }

    fn warnings(&self) -> String {
        let address = &self.args.address;
        let mut text = String::new();
        if !address.bind.is_loopback() {
            let tls = if address.tls { "" } else { " unencrypted," };
            _ = writeln!(
                text,
                "warning: other machines reach {},{tls} and whoever does can log in as its users",
                address.bind
            );
        }
        if self.args.setup.seed.is_some() {
            text += "warning: with --seed anybody can work out the keys, secrets and codes\n";
        }
        text
    }

    fn everything(&self, issuers: &[Issuer]) -> Value {
        let client = |client: &Client| {
            let secret = client.secret.as_ref().map(Secret::reveal);
            json!({ "client_id": client.id, "client_secret": secret, "redirect_uris": client.redirect_uris })
        };
        let issuer = |issuer: &Issuer| {
            let users =
                issuer.users.iter().map(|user| json!({ "name": user.name, "password": user.password.reveal() }));
            json!({
                "issuer": issuer.id,
                "clients": issuer.clients.iter().map(client).collect::<Vec<_>>(),
                "users": users.collect::<Vec<_>>(),
            })
        };
        json!({
            "schema": SCHEMA,
            "issuers": issuers.iter().map(issuer).collect::<Vec<_>>(),
            "control": { "url": self.control.as_str(), "token": self.token.reveal() },
            "cacert": self.authority.map(|file| file.display().to_string()),
        })
    }
}

const SCHEMA: &str = "lpauth-mock-v1";

fn is_ours(file: &Path, edge: &mut Edge) -> bool {
    let found: Option<Value> = edge.files.read(file, LIMIT).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    found.is_some_and(|value| value["schema"] == SCHEMA)
}
