//! What both sides had agreed on, as far as messages show it.

use super::draft::{Credential, Draft};
use super::service::Connector;
use crate::model::callback::{Callback, looks_like_token};
use crate::model::login::{ClientAuth, Flow, Mode, Window};
use crate::model::token::Token;
use crate::model::transcript::{Purpose, Step, Terms, Transcript};

/// Where an issuer is from, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IssuerSource {
    /// LivePerson's connector has it: it is what was typed into the console.
    Connector,
    /// The metadata names it.
    Metadata,
    /// The callback names it (RFC 9207).
    Callback,
    /// The token names it, so that the token cannot be held against it.
    Token,
}

/// Fills in the terms of a login whose steps and callback are there already.
pub(super) fn of(
    draft: &Draft,
    login: &Transcript,
    handed: Option<&Credential>,
    connector: Option<&Connector>,
) -> (Terms, Option<IssuerSource>) {
    let asked = login.of(Purpose::Authorization).next();
    let sent = |name: &str| asked.and_then(|step| step.parameter(name));
    let redeemed = login.of(Purpose::Token).last();
    let is_external = handed.is_none() || comes_back_to_liveperson(draft);
    let flow = flow(login, sent("response_type").as_deref(), handed.filter(|_| !is_external));
    let (issuer, source) = issuer(login, flow, connector).unzip();
    let mut terms = Terms {
        flow,
        window: if is_external { Window::External } else { Window::Embedded },
        mode: if draft.is_liveperson() && asked.is_some() && sent("state").is_none() { mode(draft) } else { Mode::Rfc },
        issuer,
        client_id: sent("client_id")
            .or_else(|| redeemed?.parameter("client_id"))
            .or_else(|| connector?.client_id.clone()),
        client_auth: redeemed.map(client_auth).unwrap_or_default(),
        redirect_uri: sent("redirect_uri"),
        token_redirect_uri: redeemed.and_then(|step| step.parameter("redirect_uri")),
        response_type: sent("response_type"),
        response_mode: sent("response_mode"),
        scope: sent("scope"),
        state: sent("state"),
        nonce: asked.map(|_| sent("nonce")),
        code_challenge: sent("code_challenge"),
    };
    if let Some(handed) = handed {
        terms.token_redirect_uri = terms.token_redirect_uri.or_else(|| handed.redirect_uri.clone());
    }
    if !is_external {
        // What the page asked for is its own business: LivePerson sees what it is given.
        (terms.state, terms.response_type, terms.response_mode) = (None, None, None);
    }
    (terms, source)
}

/// Returns whether what comes back goes to LivePerson's window by itself.
pub(super) fn comes_back_to_liveperson(draft: &Draft) -> bool {
    draft.signs.iter().any(|sign| *sign != super::Sign::HandedOver)
}

fn mode(draft: &Draft) -> Mode {
    let in_uri = draft.redirect_uri.as_deref().is_some_and(|uri| super::service::window_config(uri).is_some());
    if in_uri { Mode::OpenId } else { Mode::Rfc }
}

fn flow(login: &Transcript, response_type: Option<&str>, handed: Option<&Credential>) -> Flow {
    let of_text = |value: &str| if looks_like_token(value) { Flow::Implicit } else { Flow::Code };
    if let Some(handed) = handed {
        return of_text(&handed.value);
    }
    let of_callback = |callback: &Callback| match callback.token() {
        Some(_) if login.of(Purpose::Token).next().is_none() => Flow::Implicit,
        _ => Flow::Code,
    };
    match response_type {
        Some(asked) if asked.split_whitespace().any(|word| word == "code") => Flow::Code,
        Some(_) => Flow::Implicit,
        None => login.callback.as_ref().map_or(Flow::Code, of_callback),
    }
}

fn issuer(login: &Transcript, flow: Flow, connector: Option<&Connector>) -> Option<(String, IssuerSource)> {
    let of_connector = || connector?.issuer.clone();
    let of_metadata = || {
        let answer = login.of(Purpose::Metadata).last()?.hop.answer.as_ref().filter(|answer| answer.status == 200)?;
        super::role::text(&serde_json::from_slice(&answer.body).ok()?, "issuer")
    };
    let of_callback = || login.callback.as_ref()?.get("iss").map(str::to_owned);
    let of_token = || {
        let text = match flow {
            Flow::Code => login.tokens()?.text("id_token")?.to_owned(),
            Flow::Implicit => login.callback.as_ref()?.token()?.1.to_owned(),
        };
        let token = Token::parse("id_token", &text, Vec::new());
        token.claims.json()?.root.get("iss")?.as_str().map(str::to_owned)
    };
    let sure = of_connector().map(|issuer| (issuer, IssuerSource::Connector));
    let named = || of_metadata().map(|issuer| (issuer, IssuerSource::Metadata));
    let told = || of_callback().map(|issuer| (issuer, IssuerSource::Callback));
    sure.or_else(named).or_else(told).or_else(|| of_token().map(|issuer| (issuer, IssuerSource::Token)))
}

fn client_auth(step: &Step) -> ClientAuth {
    let has = |name: &str| step.parameter(name).is_some();
    match step.hop.request.header("authorization") {
        Some(_) => ClientAuth::Basic,
        None if has("client_assertion") => ClientAuth::PrivateKeyJwt,
        None if has("client_secret") => ClientAuth::Post,
        None => ClientAuth::None,
    }
}
