//! What LivePerson asks: its own requests, and in what they deviate.

use crate::cmd::brand::Chosen;
use crate::edge::{Edge, Failure};
use crate::model::login::{Flow, Mode, Window};
use crate::model::transcript::Terms;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;

/// The flags that say what LivePerson asks.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "The request")]
pub struct RequestFlags {
    /// How LivePerson gets the token [default: the brand's, else code]
    #[arg(long, value_name = "FLOW", value_parser = ["code", "implicit"])]
    pub flow: Option<String>,
    /// Send a code challenge along (PKCE, S256)
    #[arg(long)]
    pub pkce: bool,
    /// Where the consumer chats: in a window of LivePerson's, or in the brand's page, which then asks in its own name
    /// [default: the brand's, else external]
    #[arg(long, value_name = "WINDOW", value_parser = ["external", "embedded"])]
    pub window: Option<String>,
    /// How LivePerson asks: as RFC 6749 has it, or as older connectors do [default: the brand's rfc_mode, else rfc]
    #[arg(long, value_name = "MODE", value_parser = ["rfc", "openid"])]
    pub mode: Option<String>,
    /// The redirection URI [default: the brand's, else LivePerson's]
    #[arg(long, value_name = "URL")]
    pub redirect_uri: Option<String>,
    /// The redirection URI of the token request [default: the brand's, else the same]
    #[arg(long, value_name = "URL")]
    pub token_redirect_uri: Option<String>,
    /// The scope [default: the brand's, else openid]
    #[arg(long, value_name = "SCOPE")]
    pub scope: Option<String>,
    /// The response type [default: the flow's]
    #[arg(long, value_name = "TYPE")]
    pub response_type: Option<String>,
    /// Ask for this response mode: query, fragment, form_post
    #[arg(long, value_name = "MODE")]
    pub response_mode: Option<String>,
    /// Send a nonce, random or this one; LivePerson is not seen to send any
    #[arg(long, value_name = "NONCE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub nonce: Option<String>,
    /// The state, in place of one like LivePerson's; with --callback, the one that was sent
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// Add or replace a parameter of the authorization request, or leave it out (`--param NAME`); may be repeated
    #[arg(long, value_name = "NAME[=VALUE]", value_parser = parameter)]
    pub param: Vec<(String, Option<String>)>,
    /// Ask the userinfo endpoint too, and compare
    #[arg(long)]
    pub userinfo: bool,
    /// Use the refresh token too, if one comes, and compare
    #[arg(long)]
    pub refresh: bool,
}

fn parameter(text: &str) -> Result<(String, Option<String>), String> {
    match text.split_once('=') {
        Some(("", _)) => Err("a parameter has a name".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), Some(value.to_owned()))),
        None => Ok((text.to_owned(), None)),
    }
}

impl RequestFlags {
    /// Returns what is agreed on; what is left open is LivePerson's.
    ///
    /// # Errors
    /// If a redirection URI is no URL, or the response type has nothing for the flow.
    pub(super) fn terms(&self, chosen: &Chosen, edge: &mut Edge) -> Result<Terms, Failure> {
        for uri in [&self.redirect_uri, &self.token_redirect_uri].into_iter().flatten() {
            Url::parse(uri).map_err(|error| {
                Failure::usage(format!("“{uri}” is no redirection URI: {error}"))
                    .hint("pass the whole address, such as https://lpcdn.lpsnmedia.net/le_unified_window/index.html")
            })?;
        }
        self.answerable(chosen)?;
        let nonce = self.nonce.clone().map(|nonce| if nonce.is_empty() { random(edge) } else { nonce });
        Ok(Terms {
            flow: self.flow(chosen),
            window: if self.window.as_deref() == Some("embedded") { Window::Embedded } else { Window::External },
            mode: self.mode(chosen),
            redirect_uri: self.redirect_uri.clone(),
            token_redirect_uri: self.token_redirect_uri.clone(),
            response_type: self.response_type.clone(),
            response_mode: self.response_mode.clone(),
            scope: self.scope.clone(),
            state: self.state.clone(),
            nonce: nonce.map(Some),
            ..Terms::default()
        })
    }

    // What was not asked for cannot come back, and would be called the server's mistake.
    fn answerable(&self, chosen: &Chosen) -> Result<(), Failure> {
        let Some(asked) = &self.response_type else { return Ok(()) };
        let has = |word: &str| asked.split(' ').any(|other| other == word);
        let (flow, other, brings) = match self.flow(chosen) {
            Flow::Code => ("code", "implicit", has("code")),
            Flow::Implicit => ("implicit", "code", has("id_token") || has("token")),
        };
        if brings {
            return Ok(());
        }
        let failure = Failure::usage(format!("the response type “{asked}” brings nothing for the flow {flow}"));
        Err(failure
            .hint(format!("pass --flow {other}, or --param 'response_type={asked}' to see how the server refuses it")))
    }

    /// Returns how LivePerson gets the token.
    pub(super) fn flow(&self, chosen: &Chosen) -> Flow {
        match self.flow.as_deref().or_else(|| chosen.brand.text("flow")) {
            Some("implicit") => Flow::Implicit,
            _ => Flow::Code,
        }
    }

    /// Returns how LivePerson asks.
    pub(super) fn mode(&self, chosen: &Chosen) -> Mode {
        let older = chosen.brand.text("rfc_mode") == Some("false");
        match self.mode.as_deref() {
            Some("openid") => Mode::OpenId,
            None if older => Mode::OpenId,
            _ => Mode::Rfc,
        }
    }

    /// Returns whether a code challenge goes along.
    pub(super) fn pkce(&self, chosen: &Chosen) -> bool {
        self.pkce || (self.flow.is_none() && chosen.brand.text("flow") == Some("code-pkce"))
    }
}

fn random(edge: &mut Edge) -> String {
    let mut bytes = [0; 16];
    edge.dice.fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}
