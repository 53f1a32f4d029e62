//! The callback: what came back from the authorization endpoint, or what the brand's page handed over.

mod rows;
mod state;

pub use rows::CHECKS;

use super::question::{difference, in_short, repetitions};
use super::refusal::explained;
use super::{Context, Facts};
use crate::model::callback::{Callback, Delivery, TOKEN_PARAMETERS, looks_like_token};
use crate::model::login::Flow;
use crate::model::source::Source;
use crate::report::{Finding, Location, Outcome};
use crate::spec::oauth::Endpoint;
use url::Url;

fn refused(callback: &Callback, _: &Facts, _: &Context) -> Outcome {
    let Some(error) = callback.get("error") else { return Outcome::Pass };
    let described = callback.get("error_description").map(|text| format!(": {}", in_short(text)));
    let seen = format!("{}{}", in_short(error), described.unwrap_or_default());
    let finding = about(callback, "error", seen, "a code or a token");
    match explained(error, Endpoint::Authorization, &[]) {
        Some(words) => finding.hint(words).fail(),
        None => finding.fail(),
    }
}

// RFC 6749 §4.1.2.1, appendices A.8 and A.9.
fn error_text(callback: &Callback, _: &Facts, _: &Context) -> Outcome {
    if callback.get("error").is_none() {
        return Outcome::skip("the answer is no error");
    }
    let finding = |name: &str| {
        let text = callback.get(name)?;
        let address = name == "error_uri";
        let allowed = |c: char| matches!(c, '!'..='~') && !matches!(c, '"' | '\\') || c == ' ' && !address;
        let strange = text.chars().find(|c| !allowed(*c));
        let seen = strange.map(|c| format!("the character {} (U+{:04X})", c.escape_debug(), u32::from(c)));
        let seen = seen.or_else(|| (address && Url::parse(text).is_err()).then(|| in_short(text)));
        let wanted = if address { "an address" } else { "printable ASCII without `\"` and `\\`" };
        seen.map(|seen| about(callback, name, seen, wanted))
    };
    Outcome::all(["error_description", "error_uri"].into_iter().filter_map(finding).collect())
}

fn state_missing(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    let Some(sent) = context.terms.state.as_deref() else { return Outcome::skip("no `state` was sent") };
    if callback.delivery == Delivery::Script {
        return Outcome::skip(SCRIPT);
    }
    let wanted = || format!("`state` as it was sent, {} characters", sent.chars().count());
    Outcome::must(callback.get("state").is_some(), || about(callback, "state", "no `state`", wanted()))
}

fn state_mismatch(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    let Some(sent) = context.terms.state.as_deref() else { return Outcome::skip("no `state` was sent") };
    let Some(came) = callback.get("state") else { return Outcome::skip("no `state` came back") };
    Outcome::must(came == sent, || {
        let (saw, wanted) = state::around(came, sent);
        let mut finding = about(callback, "state", saw, wanted).compared();
        let text = callback.text();
        finding.at.span = finding.at.span.map(|line| state::mark(&text, &line, "state: ".len(), came, sent));
        match state::cause(came, sent) {
            Some(words) => finding.hint(words),
            None => finding,
        }
    })
}

// RFC 6749 §3.1. Whatever the redirection URI had in its own query counts as well.
fn repeated(callback: &Callback, _: &Facts, _: &Context) -> Outcome {
    let several = repetitions(callback.parameters.iter().map(|(name, _)| name.as_str()));
    let finding = |(name, count): (&str, usize)| {
        about(callback, name, format!("`{}` {count} times", in_short(name)), "each parameter once")
    };
    Outcome::all(several.into_iter().map(finding).collect())
}

fn code_missing(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    if context.terms.flow != Flow::Code {
        return Outcome::skip("LivePerson gets the token itself, no code");
    }
    if callback.get("error").is_some() {
        return Outcome::skip(REFUSED);
    }
    match callback.get("code") {
        Some("") => about(callback, "code", "an empty `code`", A_CODE).fail(),
        Some(_) => Outcome::Pass,
        None => {
            let finding = about(callback, "code", "no `code`", A_CODE);
            match in_its_place(callback) {
                Some(words) => finding.hint(words).fail(),
                None => finding.fail(),
            }
        }
    }
}

const A_CODE: &str = "`code`, which LivePerson redeems";

/// Returns what came in place of a code, in words.
fn in_its_place(callback: &Callback) -> Option<&'static str> {
    let signs: [(bool, &str); 3] = [
        (callback.token().is_some(), "a token came: the server answered as in the implicit flow"),
        (callback.get("ssoKey").is_some(), "`ssoKey` is the name in the page's callback; a redirect has `code`"),
        (
            callback.parameters.is_empty(),
            "no parameter came at all: something on the way dropped the query, or the page was opened by hand",
        ),
    ];
    signs.into_iter().find(|(there, _)| *there).map(|(_, words)| words)
}

fn token_missing(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    if context.terms.flow != Flow::Implicit {
        return Outcome::skip("the token comes from the token endpoint");
    }
    if callback.get("error").is_some() {
        return Outcome::skip(REFUSED);
    }
    if callback.token().is_some() {
        return Outcome::Pass;
    }
    let wanted = "a token under `id_token`; LivePerson takes `token` and `code` too";
    let named = TOKEN_PARAMETERS.into_iter().find_map(|name| Some((name, callback.get(name)?)));
    let Some((name, value)) = named else { return about(callback, "id_token", "no token", wanted).fail() };
    let seen = format!("`{name}` of {} characters, which is no token", value.chars().count());
    let finding = about(callback, name, seen, wanted);
    match name {
        "code" => finding.hint("a code came: the server answered as in the code flow").fail(),
        "token" => finding.hint("an access token is no id_token; LivePerson needs the latter").fail(),
        _ => finding.hint("a token has three parts with dots between them, five if it is encrypted").fail(),
    }
}

fn in_fragment(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    let terms = &context.terms;
    let asked = terms.response_mode.as_deref();
    if let Some(mode @ ("fragment" | "fragment.jwt")) = asked {
        return Outcome::skip(format!("`response_mode={mode}` was asked for"));
    }
    let hybrid = terms.response_type.as_deref().is_some_and(|asked| asked.contains(' '));
    if terms.flow != Flow::Code || hybrid {
        return Outcome::skip("the fragment is where tokens belong");
    }
    Outcome::must(callback.delivery != Delivery::Fragment, || {
        about(callback, "code", "the answer in the fragment", "the answer in the query")
    })
}

fn in_query(callback: &Callback, _: &Facts, _: &Context) -> Outcome {
    let tokens = callback.parameters.iter().filter(|(name, value)| name == "access_token" || looks_like_token(value));
    let Some((name, _)) = tokens.into_iter().next() else { return Outcome::skip("no token came with it") };
    Outcome::must(callback.delivery != Delivery::Query, || {
        about(callback, name, format!("`{}` in the query", in_short(name)), "tokens in the fragment")
    })
}

fn in_form(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    match context.terms.response_mode.as_deref() {
        Some(mode @ ("form_post" | "form_post.jwt")) => Outcome::skip(format!("`response_mode={mode}` was asked for")),
        _ => Outcome::must(callback.delivery != Delivery::FormPost, || {
            about(callback, "", "a form sent by POST", "a redirect, the answer in the query or the fragment")
        }),
    }
}

fn iss_mismatch(callback: &Callback, facts: &Facts, context: &Context) -> Outcome {
    let Some(iss) = callback.get("iss") else { return Outcome::skip("there is no `iss`") };
    let published = facts.discovery.here().and_then(|discovery| discovery.text("issuer"));
    let Some(wanted) = context.issuer.as_deref().or(published) else {
        return Outcome::skip("nobody said whose login this is: pass --issuer");
    };
    Outcome::must(iss == wanted, || {
        let finding = about(callback, "iss", iss, wanted).compared();
        match difference(iss, wanted) {
            Some(words) => finding.hint(words.replace("the token", "the callback")),
            None => finding.hint("an answer of another server must not be used: this is how logins are mixed up"),
        }
    })
}

fn iss_missing(callback: &Callback, facts: &Facts, _: &Context) -> Outcome {
    if callback.delivery == Delivery::Script {
        return Outcome::skip(SCRIPT);
    }
    facts.discovery.ask(|discovery| {
        if !discovery.says("authorization_response_iss_parameter_supported") {
            return Outcome::skip("the metadata does not promise `iss`");
        }
        if callback.get("iss").is_none() && callback.get("id_token").is_some() {
            return Outcome::skip("the id_token in the callback says who issued it");
        }
        let wanted = format!("`iss` {}", discovery.text("issuer").unwrap_or_default());
        Outcome::must(callback.get("iss").is_some(), || about(callback, "iss", "no `iss`", wanted))
    })
}

fn redirect_uri_differs(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    let Some(came) = &callback.redirect_uri else { return Outcome::skip(SCRIPT) };
    let Some(asked) = context.terms.redirect_uri.as_deref().and_then(|asked| Url::parse(asked).ok()) else {
        return Outcome::skip("the redirection URI that was asked for is not known");
    };
    let mut bare = asked.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    if *came != bare {
        let finding = about(callback, "", came.as_str(), bare.as_str()).compared();
        return match difference(came.as_str(), bare.as_str()) {
            Some(words) => finding.hint(words.replace("the token", "the callback")).fail(),
            None => finding.fail(),
        };
    }
    own_query_kept(callback, &asked)
}

// RFC 6749 §3.1.2: the query of a redirection URI is kept when parameters are added. In openID mode LivePerson's window
// travels in it. A callback in the fragment does not tell.
fn own_query_kept(callback: &Callback, asked: &Url) -> Outcome {
    let kept = |(name, value): &(String, String)| {
        callback.parameters.iter().any(|other| (&other.0, &other.1) == (name, value))
    };
    let own: Vec<(String, String)> = asked.query_pairs().into_owned().collect();
    match own.iter().find(|parameter| callback.delivery == Delivery::Query && !kept(parameter)) {
        None => Outcome::Pass,
        Some((name, value)) => {
            let wanted =
                format!("`{}` of {} characters, from the redirection URI", in_short(name), value.chars().count());
            let (seen, hint) = match callback.get(name) {
                Some(_) => ("another value of it", "the query of the redirection URI was changed on the way"),
                None => ("no such parameter", "the query of the redirection URI itself was dropped"),
            };
            about(callback, name, seen, wanted).hint(hint).fail()
        }
    }
}

fn parameter_name(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    if callback.delivery == Delivery::Script || context.terms.flow != Flow::Implicit {
        return Outcome::skip("no token comes by redirect here");
    }
    match callback.token() {
        None => Outcome::skip("no token came with it"),
        Some(("id_token", _)) => Outcome::Pass,
        Some((name, _)) => {
            about(callback, name, format!("the token under `{name}`"), "the token under `id_token`").fail()
        }
    }
}

/// What every software should be able to take of an address (RFC 9110 §4.1), in bytes.
const LONG: usize = 8_000;

fn long(callback: &Callback, _: &Facts, _: &Context) -> Outcome {
    let (Some(url), Delivery::Query | Delivery::Fragment) = (&callback.redirect_uri, callback.delivery) else {
        return Outcome::skip("no address carries it");
    };
    let parameters = &callback.parameters;
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let length = url.as_str().len() + 1 + query.len();
    Outcome::must(length <= LONG, || {
        let longest = parameters.iter().max_by_key(|(_, value)| value.len());
        let name = longest.map_or("", |(name, _)| name.as_str());
        let finding =
            about(callback, name, format!("an address of about {length} bytes"), format!("{LONG} bytes at most"));
        finding.hint(format!("most of it is `{}`", in_short(name)))
    })
}

fn unasked(callback: &Callback, _: &Facts, context: &Context) -> Outcome {
    let Some(asked) = context.terms.response_type.as_deref() else {
        return Outcome::skip("the response type that was asked for is not known");
    };
    if asked != "id_token" || callback.get("id_token").is_none() {
        return Outcome::skip("only an answer to `response_type=id_token` is limited so");
    }
    let beside = ["code", "access_token", "token_type"].into_iter().filter(|name| callback.get(name).is_some());
    let finding = |name| about(callback, name, format!("`{name}` beside the token"), "the token alone");
    Outcome::all(beside.map(finding).collect())
}

/// Why a question is not asked of an answer that refuses.
const REFUSED: &str = "the authorization endpoint refused the login";

/// Why a question is not asked of what a script handed over.
const SCRIPT: &str = "the brand's page handed it over, nothing came by redirect";

/// Returns a finding about the parameter called `name` if it is there, else about the first line.
fn about(callback: &Callback, name: &str, saw: impl Into<String>, wanted: impl Into<String>) -> Finding {
    let text: Source = callback.text();
    let first = 0..text.text.find('\n').unwrap_or_default();
    let span = Callback::span(&text, name).unwrap_or(first);
    Finding::new(Location::span(&text, span), saw, wanted)
}
