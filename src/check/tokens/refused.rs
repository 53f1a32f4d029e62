//! A token request that was refused: what in the messages speaks for which cause.

use crate::check::question::{at, difference, in_short, member};
use crate::check::refusal::explained;
use crate::check::tokens::values;
use crate::check::{Context, Facts};
use crate::jose::alg;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::Purpose;
use crate::report::{Finding, Outcome};
use crate::spec::oauth::Endpoint;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Passes unless the answer is an OAuth error, of another status than 200: that would be no refusal in the eyes of a client.
pub(super) fn refused(response: &TokenResponse, facts: &Facts, context: &Context) -> Outcome {
    let (Some(error), Ok(json)) = (response.error(), &response.body) else { return Outcome::Pass };
    if response.answer.status < 400 {
        return Outcome::skip(format!("the status is {}", response.answer.status));
    }
    let place = member(json, "error").unwrap_or_else(|| json.place());
    let described = response.text("error_description").map(|text| format!(": {}", in_short(text)));
    let seen = format!("{}{}", in_short(error), described.unwrap_or_default());
    let finding = Finding::new(at(json, &place), seen, "status 200 and the tokens");
    match explained(error, Endpoint::Token, &signs(error, response, facts, context)) {
        Some(words) => finding.hint(words).fail(),
        None => finding.fail(),
    }
}

/// A thing to look for, and what to say if it is there.
type Sign = fn(&TokenResponse, &Facts, &Context) -> Option<String>;

/// What to look for, by the error.
const SIGNS: &[(&[&str], &[Sign])] = &[
    (
        &["invalid_client", "unauthorized_client"],
        &[secret_with_blank, method_not_offered, secret_encoding, id_with_colon, challenge],
    ),
    (
        &["invalid_grant", "invalid_code", "redirect_uri_mismatch"],
        &[
            redirect_uri_differs,
            code_used,
            code_old,
            code_with_blank,
            verifier_missing,
            verifier_wrong,
            verifier_unasked,
        ],
    ),
    (&["invalid_request"], &[verifier_missing, method_not_offered]),
];

fn signs(error: &str, response: &TokenResponse, facts: &Facts, context: &Context) -> Vec<String> {
    let signs = SIGNS.iter().filter(|(errors, _)| errors.contains(&error)).flat_map(|(_, signs)| *signs);
    signs.filter_map(|sign| sign(response, facts, context)).collect()
}

fn secret_with_blank(response: &TokenResponse, _: &Facts, _: &Context) -> Option<String> {
    let (_, secret) = credentials(response)?;
    let blank = secret.trim() != secret;
    blank.then(|| {
        "the secret that was sent begins or ends with white space, such as the line break of a file".to_owned()
    })
}

fn method_not_offered(_: &TokenResponse, facts: &Facts, context: &Context) -> Option<String> {
    let used = context.terms.client_auth.name();
    let discovery = facts.discovery.here()?;
    let offered = discovery.values("token_endpoint_auth_methods_supported");
    let lacks = !offered.is_empty() && !offered.contains(&used);
    lacks.then(|| format!("the metadata offers {} and not {used}, which was used", in_short(&offered.join(", "))))
}

// RFC 6749 §2.3.1 has both form-encoded before they are put together; many clients and servers do not.
fn secret_encoding(response: &TokenResponse, _: &Facts, _: &Context) -> Option<String> {
    let (_, secret) = credentials(response)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let differs = secret.contains(|c| !plain(c));
    differs.then(|| {
        "the secret has characters that form-encoding changes: the server may expect it encoded where it came raw, or the \
         other way round (RFC 6749 §2.3.1); a secret of letters and digits avoids the question"
            .to_owned()
    })
}

fn id_with_colon(response: &TokenResponse, _: &Facts, context: &Context) -> Option<String> {
    let (id, _) = credentials(response)?;
    let wanted = context.terms.client_id.as_deref()?;
    let cut = wanted.contains(':') && wanted.starts_with(&id);
    cut.then(|| "the client ID has a `:` in it, at which Basic authorization cuts it off".to_owned())
}

fn challenge(response: &TokenResponse, _: &Facts, _: &Context) -> Option<String> {
    let named = values(&response.answer, "www-authenticate");
    (!named.is_empty()).then(|| format!("the server asks for {}", in_short(&named)))
}

fn redirect_uri_differs(response: &TokenResponse, _: &Facts, context: &Context) -> Option<String> {
    let asked = context.terms.redirect_uri.as_deref()?;
    let Some(sent) = field(response, "redirect_uri") else {
        return Some(format!("no `redirect_uri` was sent here, {} to the authorization endpoint", in_short(asked)));
    };
    let how = || {
        difference(&sent, asked).map_or(String::new(), |words| format!(" ({})", words.replace("the token", "this one")))
    };
    (sent != asked).then(|| {
        format!(
            "`redirect_uri` was {} here and {} at the authorization endpoint{}",
            in_short(&sent),
            in_short(asked),
            how()
        )
    })
}

fn code_used(response: &TokenResponse, facts: &Facts, _: &Context) -> Option<String> {
    let code = field(response, "code")?;
    let requests = facts.login.here()?.of(Purpose::Token);
    let count = requests.filter(|step| step.parameter("code").as_ref() == Some(&code)).count();
    (count > 1).then(|| format!("the code was sent {count} times in this login, and is good for once"))
}

/// How long codes are good for at some servers, in milliseconds.
const OLD: i64 = 60_000;

fn code_old(response: &TokenResponse, facts: &Facts, _: &Context) -> Option<String> {
    let browsed = [Purpose::Authorization, Purpose::Login, Purpose::Callback];
    let steps = facts.login.here()?.steps.iter().filter(|step| browsed.contains(&step.purpose) && step.hop.began > 0);
    let issued = steps.map(|step| step.hop.began).max()?;
    let age = response.hop.began.saturating_sub(issued);
    (age > OLD).then(|| format!("the code was {} s old", age / 1_000))
}

fn code_with_blank(response: &TokenResponse, _: &Facts, _: &Context) -> Option<String> {
    let blank = field(response, "code")?.contains(char::is_whitespace);
    blank.then(|| "the code has a blank in it, which may have been a `+` before it was decoded".to_owned())
}

fn verifier_missing(response: &TokenResponse, _: &Facts, context: &Context) -> Option<String> {
    context.terms.code_challenge.as_ref()?;
    let none = field(response, "code_verifier").is_none();
    none.then(|| "a `code_challenge` was sent to the authorization endpoint, but no `code_verifier` here".to_owned())
}

// The left half of a hash is as good as the whole to tell two verifiers apart; its last character has bits of both halves.
fn verifier_wrong(response: &TokenResponse, _: &Facts, context: &Context) -> Option<String> {
    let challenge = context.terms.code_challenge.as_deref()?;
    let verifier = field(response, "code_verifier").filter(|verifier| !verifier.starts_with(REDACTED))?;
    let half = alg::find("RS256")?.half_hash(&verifier);
    let fits = challenge == verifier || half.get(..21) == challenge.get(..21);
    (!fits).then(|| "the `code_verifier` sent here does not belong to the `code_challenge` sent before".to_owned())
}

/// How a secret begins that was taken out of a transcript.
const REDACTED: &str = "REDACTED-";

fn verifier_unasked(response: &TokenResponse, _: &Facts, context: &Context) -> Option<String> {
    let unasked = context.terms.code_challenge.is_none() && context.terms.redirect_uri.is_some();
    let sent = unasked.then(|| field(response, "code_verifier")).flatten();
    sent.map(|_| "a `code_verifier` was sent, but no `code_challenge` before".to_owned())
}

fn field(response: &TokenResponse, name: &str) -> Option<String> {
    response.hop.request.fields().into_iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// Returns the client ID and the secret that were sent as Basic authorization (RFC 7617 §2), if they can be read.
fn credentials(response: &TokenResponse) -> Option<(String, String)> {
    let (scheme, encoded) = response.hop.request.header("authorization")?.split_once(' ')?;
    let bytes = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(encoded.trim()).ok()).flatten()?;
    let text = String::from_utf8(bytes).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}
