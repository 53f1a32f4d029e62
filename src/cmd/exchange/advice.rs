//! What a login that was refused tells whoever has to go on: which side is wrong, and what to do next.

use crate::model::login::ClientAuth;
use crate::model::transcript::{PageSummary, Purpose, Stop, Transcript};

/// What to make of an error.
#[derive(Debug)]
pub(super) struct Advice {
    /// Where it shows.
    at: Purpose,
    /// The OAuth error, or LivePerson's name for it; empty for whatever has no row of its own.
    error: &'static str,
    /// Whose it is to put right.
    pub(super) side: &'static str,
    /// What to do.
    pub(super) next: &'static str,
}

const LIVEPERSON: &str = "LivePerson's configuration, or this client's at the authorization server";
const BRAND: &str = "the brand's authorization server";
const PERSON: &str = "the person who logs in, or their account at the brand";
const GIVEN: &str = "what this command was given to log in with";
const NETWORK: &str = "the network between, or the brand's server";

const fn row(at: Purpose, error: &'static str, side: &'static str, next: &'static str) -> Advice {
    Advice { at, error, side, next }
}

/// What stands for an error where a page tells of it, with a status that says whose mistake it is (RFC 9110 §15.5).
const REFUSED: &str = "4xx";

/// What stands for an error where a login page came, and nobody could fill it in.
const ASKED: &str = "login page";

/// What stands for an error where a login ended on no page at all.
const LOST: &str = "no page";

/// Every row, those with an error before the one without.
#[rustfmt::skip]
static ADVICE: &[Advice] = &[
    row(Purpose::Callback, "invalid_request", LIVEPERSON, "read error_description: a parameter is missing or not allowed; lpauth lint ISSUER says what the server offers"),
    row(Purpose::Callback, "unauthorized_client", LIVEPERSON, "allow this client the flow: code or implicit"),
    row(Purpose::Callback, "unsupported_response_type", BRAND, "allow the response type, or choose the other flow in LivePerson's console and here (--flow)"),
    row(Purpose::Callback, "invalid_scope", LIVEPERSON, "allow the client the scope openid: LivePerson asks for no other"),
    row(Purpose::Callback, "access_denied", PERSON, "log in as somebody who may, and agree to the consent page"),
    row(Purpose::Callback, "login_required", PERSON, "log in at the brand first: nobody was logged in"),
    row(Purpose::Callback, "interaction_required", PERSON, "finish what the authorization server asks the person for"),
    row(Purpose::Callback, "consent_required", LIVEPERSON, "give the client the consent in advance, or let the server ask for it"),
    row(Purpose::Callback, "server_error", BRAND, "look into the server's log at the time of the request"),
    row(Purpose::Callback, "temporarily_unavailable", BRAND, "try again later; look into the server's log"),
    row(Purpose::Callback, "", BRAND, "look into the server's log at the time of the request"),
    row(Purpose::Authorization, REFUSED, LIVEPERSON, "read what the page says; most often the client ID or the redirection URI is not registered as it is sent"),
    row(Purpose::Authorization, ASKED, GIVEN, "the login page is there: give what it asks for, with --username and --password-file, or with a --login that fits it"),
    row(Purpose::Authorization, "", BRAND, "read what the page says: the authorization endpoint has to answer with a login page or a redirect"),
    row(Purpose::Login, LOST, BRAND, "look at where the server sends the browser: the last messages below show it"),
    row(Purpose::Login, "", PERSON, "read what the page says; check the name and the password, or script the pages with --login steps=FILE"),
    row(Purpose::Token, "invalid_client", LIVEPERSON, "compare client ID and secret on both sides, and how the secret is sent: --client-auth post, --secret-encoding probe"),
    row(Purpose::Token, "invalid_grant", LIVEPERSON, "the code is used, too old, or was issued for another redirect_uri, client or code challenge: compare both requests"),
    row(Purpose::Token, "invalid_code", LIVEPERSON, "the code is used, too old, or was issued for another redirect_uri or client: compare both requests"),
    row(Purpose::Token, "unauthorized_client", LIVEPERSON, "allow this client the grant authorization_code"),
    row(Purpose::Token, "unsupported_grant_type", BRAND, "let the token endpoint take grant_type=authorization_code in a form"),
    row(Purpose::Token, "invalid_request", BRAND, "let the token endpoint take a form with Authorization: Basic, as LivePerson sends it"),
    row(Purpose::Token, "json_parse_error", BRAND, "let the token endpoint take a form: LivePerson sends no JSON"),
    row(Purpose::Token, "", BRAND, "let the token endpoint answer as the failing checks below say"),
    row(Purpose::UserInfo, "", BRAND, "look into the server's log at the time of the request"),
    row(Purpose::Refresh, "", BRAND, "look into the server's log at the time of the request"),
];

/// Returns what to make of the stop of a login.
pub(super) fn advice(login: &Transcript) -> Option<(&Stop, &'static str, &'static str)> {
    let stop = login.stop.as_ref()?;
    let silent = login.steps.last().is_some_and(|step| step.failure.is_some());
    if silent {
        return Some((
            stop,
            NETWORK,
            "check the address, the firewall and the certificate; LivePerson must reach it from outside",
        ));
    }
    let error = error(login, stop).unwrap_or_default();
    let fits = |row: &&Advice| row.at == stop.at && (row.error.is_empty() || row.error == error);
    let next = |row: &'static Advice| if unlike_liveperson(row, login) { AS_LIVEPERSON } else { row.next };
    ADVICE.iter().find(fits).map(|row| (stop, row.side, next(row)))
}

const AS_LIVEPERSON: &str = "compare client ID and secret or key on both sides, and allow the client this method; \
                             LivePerson itself uses client_secret_basic, so try without --client-auth";

// Whoever deviates from LivePerson already needs no advice to deviate.
fn unlike_liveperson(row: &Advice, login: &Transcript) -> bool {
    row.error == "invalid_client" && login.terms.client_auth != ClientAuth::Basic
}

fn error(login: &Transcript, stop: &Stop) -> Option<String> {
    match stop.at {
        Purpose::Token => login.tokens()?.error().map(str::to_owned),
        Purpose::Authorization => refusal(stop.page.as_ref()?).map(str::to_owned),
        Purpose::Login => stop.page.is_none().then(|| LOST.to_owned()),
        _ => login.callback.as_ref()?.get("error").map(str::to_owned),
    }
}

fn refusal(page: &PageSummary) -> Option<&'static str> {
    match page.status {
        400..500 => Some(REFUSED),
        200 if !page.fields.is_empty() => Some(ASKED),
        _ => None,
    }
}
