//! Claims that were asked for, or were not, and what a request object asked for.

use super::{Found, at_login, at_member, claims, ending, error, kept, last, settled, text, userinfo};
use crate::flow::scenario::{Evidence, Kind};
use crate::model::json::Json;
use crate::model::transcript::{Purpose, Transcript};
use crate::report::Outcome;
use crate::spec::scopes::SCOPES;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use url::Url;

/// Passes if each scope that was asked for brought one of its claims.
pub(in super::super) fn scopes_answered(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let login = last(evidence)?;
        let told = told(evidence, login)?;
        let scope = login.terms.scope.clone().unwrap_or_default();
        let asked = SCOPES.iter().filter(|(name, _)| scope.split(' ').any(|word| word == *name));
        // That something is verified tells nothing without it.
        let telling =
            |names: &[&'static str]| names.iter().copied().filter(|name| !name.ends_with("_verified")).collect();
        let asked = asked.map(|(scope, names)| -> (_, Vec<_>) { (scope, telling(names)) });
        let silent = asked.filter(|(_, names)| !names.iter().any(|name| told.root.get(name).is_some()));
        let finding = |(scope, names): (&&str, Vec<&str>)| {
            at_member(&told, "", format!("no claim of the scope `{scope}`"), list(&names))
        };
        Ok(Outcome::all(silent.map(finding).collect()))
    };
    settled(ask())
}

/// Passes if the name was told that the `claims` parameter asked for.
pub(in super::super) fn name_answered(evidence: &Evidence<'_>) -> Outcome {
    let metadata = evidence.setup.metadata.as_ref();
    if metadata.is_some_and(|metadata| !metadata.says("claims_parameter_supported")) {
        return Outcome::skip("the server does not offer the `claims` parameter");
    }
    let ask = || -> Found<Outcome> {
        let told = told(evidence, last(evidence)?)?;
        Ok(Outcome::must(told.root.get("name").is_some(), || at_member(&told, "", "no `name`", "`name`")))
    };
    settled(ask())
}

// OIDC Core §5.4: at userinfo, unless no access token was issued.
fn told(evidence: &Evidence<'_>, login: &crate::model::transcript::Transcript) -> Found<Json> {
    match evidence.case.kind {
        Kind::IdToken => claims(login),
        Kind::Code | Kind::IdTokenToken => userinfo(login),
    }
}

/// The claims that a token may have without anybody asking: those of the login itself, and of logging out.
const OWN: &[&str] = &[
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "at_hash",
    "c_hash",
    "s_hash",
    "sid",
    "txn",
];

/// Passes if the token has no claim about the consumer beyond `sub`: the scope was `openid` alone.
pub(in super::super) fn nothing_volunteered(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let claims = claims(last(evidence)?)?;
        let more: Vec<&str> = claims.root.members().iter().map(|member| member.name.as_str()).collect();
        let more: Vec<&str> = more.into_iter().filter(|name| !OWN.contains(name)).take(20).collect();
        Ok(Outcome::must(more.is_empty(), || at_member(&claims, "", list(&more), "only what the login itself needs")))
    };
    settled(ask())
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", super::printable(name))).collect();
    quoted.join(", ")
}

/// Passes if the token has the nonce of the request object, or request objects are refused as what they are.
pub(in super::super) fn request_object(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let login = last(evidence)?;
        let wanted = "the nonce of the request object in the token, or request_not_supported";
        if let Some(error) = error(login) {
            let fits = ["request_not_supported", "invalid_request_object"].contains(&error);
            return Ok(Outcome::must(fits, || at_login(ending(login), wanted)));
        }
        if login.token().is_none() {
            return Ok(at_login(ending(login), wanted).fail());
        }
        let claims = claims(login)?;
        let (saw, inside) = (text(&claims, "nonce"), member_of_object(login, "nonce"));
        Ok(Outcome::must(saw == inside.as_deref(), || {
            let finding = at_member(&claims, "nonce", saw.unwrap_or("no `nonce`"), inside.unwrap_or_default());
            finding.hint("the server passed over the request object without a word")
        }))
    };
    settled(ask())
}

/// Passes if the browser is sent to the redirection URI inside the request object, or is kept. The one beside it was never
/// registered.
pub(in super::super) fn inner_redirect_uri(evidence: &Evidence<'_>) -> Outcome {
    let ask = || -> Found<Outcome> {
        let login = last(evidence)?;
        let inside = member_of_object(login, "redirect_uri").unwrap_or_default();
        let wanted = || format!("a page, or an answer to {inside}");
        let Some(callback) = &login.callback else {
            let silent = || Outcome::skip(format!("nothing came back: {}", ending(login)));
            return if kept(login) { Ok(Outcome::Pass) } else { Err(silent()) };
        };
        let to = callback.redirect_uri.as_ref().map(Url::to_string).unwrap_or_default();
        let right = Url::parse(&inside)
            .is_ok_and(|inside| callback.redirect_uri.as_ref().is_some_and(|to| bare(to) == bare(&inside)));
        match error(login) {
            _ if !right => Ok(at_login(format!("an answer to {to}"), wanted()).fail()),
            Some(error) => {
                let seen = format!("the error {} at {to}", super::printable(error));
                let finding = at_login(seen, wanted());
                Ok(finding
                    .hint("a server that takes no request object knows of no other redirection URI than the wrong one")
                    .fail())
            }
            None => Ok(Outcome::Pass),
        }
    };
    settled(ask())
}

fn bare(url: &Url) -> &str {
    &url[..url::Position::AfterPath]
}

/// Returns a member of the request object that went along with the authorization request.
fn member_of_object(login: &Transcript, name: &str) -> Option<String> {
    let object = login.of(Purpose::Authorization).next()?.parameter("request")?;
    let payload = URL_SAFE_NO_PAD.decode(object.split('.').nth(1)?).ok()?;
    let members: Value = serde_json::from_slice(&payload).ok()?;
    Some(members.get(name)?.as_str()?.to_owned())
}
