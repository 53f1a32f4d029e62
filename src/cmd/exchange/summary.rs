//! A login at a glance: what was agreed on, and where it stopped.

use super::advice::advice;
use crate::check::Facts;
use crate::flow::login::{PROBE, client};
use crate::jose::envelope::{Content, Envelope};
use crate::model::json::shorten;
use crate::model::login::{Flow, Mode, Window};
use crate::model::time::duration;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::{PageSummary, Purpose, Step, Terms, Transcript};

/// A line of a summary: its name and its text.
type Line = (String, String);

/// Returns the summary of a login, of which these facts are.
pub(in crate::cmd) fn summary(login: &Transcript, facts: &Facts) -> Vec<Line> {
    let terms = &login.terms;
    let mut lines: Vec<Line> = Vec::new();
    let mut line = |name: &str, text: Option<String>| lines.extend(text.map(|text| (name.to_owned(), text)));
    line("issuer", terms.issuer.clone());
    line("client", terms.client_id.as_ref().map(|id| client(id, terms)));
    line("flow", Some(flow(terms)));
    line("redirect URI", terms.redirect_uri.as_deref().map(shortened));
    line("secret", encodings(login));
    line("encrypted", facts.envelope.here().map(sealed));
    line("subject", subject(facts));
    line("clock", clock(login));
    if let Some((stop, side, next)) = advice(login) {
        line("stopped", Some(format!("at {}: {}", place(stop.at), stop.reason)));
        line("page", stop.page.as_ref().map(page));
        line("wrong side", Some(side.to_owned()));
        line("next", Some(next.to_owned()));
    }
    lines
}

fn client(id: &str, terms: &Terms) -> String {
    match terms.flow {
        Flow::Code => format!("{id}, by {}", terms.client_auth.name()),
        Flow::Implicit => id.to_owned(),
    }
}

fn flow(terms: &Terms) -> String {
    let flow = match (terms.flow, &terms.code_challenge) {
        (Flow::Code, Some(_)) => "code with PKCE",
        (Flow::Code, None) => "code",
        (Flow::Implicit, _) => "implicit",
    };
    match (terms.window, terms.mode) {
        (Window::Embedded, _) => format!("{flow}, in the brand's page"),
        (Window::External, Mode::Rfc) => format!("{flow}, in a window of LivePerson's"),
        (Window::External, Mode::OpenId) => format!("{flow}, in a window of LivePerson's, openID mode"),
    }
}

/// Returns how far the server's clock and ours are apart, if they surely are. A second is none: `Date` has no less, and
/// browsers do not tell to the millisecond when they asked.
fn clock(login: &Transcript) -> Option<String> {
    let ahead = login.steps.iter().filter_map(|step| step.hop.clock_ahead()).max_by_key(|ahead| ahead.abs())?;
    let direction = if ahead > 0 { "ahead of" } else { "behind" };
    let words = match ahead.abs() {
        0 | 1 => return None,
        few @ 2..60 => format!("{few} s {direction} ours"),
        many => format!("{many} s {direction} ours ({})", duration(many)),
    };
    Some(format!("the server's is {words}"))
}

// The configuration inside of an older connector's redirection URI says nothing to people.
fn shortened(uri: &str) -> String {
    match uri.split_once('?') {
        Some((page, query)) => format!("{page}?… ({} characters more)", query.chars().count()),
        None => uri.to_owned(),
    }
}

/// Returns what a probe found out about the encoding of ID and secret, if there was one.
fn encodings(login: &Transcript) -> Option<String> {
    let probes = login.of(Purpose::Token).filter(|step| step.parameter("code").as_deref() == Some(PROBE));
    let taken = |step: &Step| TokenResponse::of(&step.hop, "probe").is_some_and(|answer| !client::unknown(&answer));
    let taken: Vec<bool> = probes.map(taken).collect();
    let [raw, form] = taken.as_slice() else { return None };
    Some(match (raw, form) {
        (true, true) => "taken as it is and form-encoded".to_owned(),
        (true, false) => "taken as it is only; RFC 6749 §2.3.1 asks for form-encoding".to_owned(),
        (false, true) => {
            "taken form-encoded only, as RFC 6749 §2.3.1 asks; what LivePerson does is not documented".to_owned()
        }
        (false, false) => "taken neither as it is nor form-encoded".to_owned(),
    })
}

/// Returns the consumer that the token is about, if a token came that can be read.
pub(in crate::cmd) fn subject(facts: &Facts) -> Option<String> {
    Some(facts.token.here()?.claims.json()?.root.get("sub")?.as_str()?.to_owned())
}

fn sealed(envelope: &Envelope) -> String {
    let header = envelope.token.header.json();
    let name = |member| header.and_then(|header| header.root.get(member)?.as_str()).unwrap_or("?");
    let opened = match &envelope.content {
        Content::Closed => "not opened: pass --decrypt-key FILE",
        Content::Refused(_) => "no key that was given opens it",
        Content::Token(_) | Content::Claims(_) | Content::Other(_) => "opened",
    };
    format!("by {} and {}; {opened}", shorten(name("alg"), LONGEST_NAME), shorten(name("enc"), LONGEST_NAME))
}

/// So much of a name that the server chose is repeated, in characters.
const LONGEST_NAME: usize = 40;

fn place(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Metadata => "the metadata",
        Purpose::Keys => "the key set",
        Purpose::Registration => "the registration of the client",
        Purpose::Authorization => "the authorization request",
        Purpose::Login => "the login page",
        Purpose::Callback => "the way back to LivePerson",
        Purpose::Token => "the token request",
        Purpose::UserInfo => "the userinfo request",
        Purpose::Refresh => "the refresh request",
    }
}

fn page(page: &PageSummary) -> String {
    let mut text =
        page.title.as_ref().map_or_else(|| "a page without a title".to_owned(), |title| format!("“{title}”"));
    text.push_str(&format!(" at {}, status {}", page.url, page.status));
    if !page.fields.is_empty() {
        let names: Vec<&str> = page.fields.iter().map(|(name, _)| name.as_str()).collect();
        text.push_str(&format!("; fields: {}", names.join(", ")));
    }
    if !page.buttons.is_empty() {
        text.push_str(&format!("; buttons: {}", page.buttons.join(", ")));
    }
    if let Some(message) = &page.message {
        text.push_str(&format!("; it says “{message}”"));
    }
    text
}
