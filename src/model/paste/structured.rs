//! Tokens that are members of JSON or parameters of a URL.

use super::super::json::{Json, Member, Place, Value};
use super::super::source::Source;
use super::super::token::Stripped;
use super::bare::{self, percent_decoded};
use super::{Find, Finds, LeftOut, search, shape};

/// What a member or parameter is that carries no token, by its name.
const OPAQUE: &[(&str, &str)] = &[
    ("id_token", "it is not a token, not even a damaged one"),
    ("access_token", "it is opaque: only its issuer can read it, and LivePerson does not look at it"),
    ("refresh_token", "it is opaque: only its issuer can read it"),
    ("ssoKey", "it is not a token; with the code flow it is an authorization code"),
];

/// What a parameter of a callback is that carries no token, by its name.
const OPAQUE_PARAMETERS: &[(&str, &str)] = &[
    ("code", "it is an authorization code: the token endpoint exchanges it for an id_token"),
    ("token", "it is not a token, not even a damaged one"),
];

/// Returns the tokens of a JSON document, or `None` if the text is not one.
pub(super) fn json(text: &str, depth: usize) -> Option<Finds> {
    let text = text.trim_matches(shape::is_blank);
    // A quoted token is a JSON string too, but is read as what it looks like.
    let escaped = text.starts_with('"') && text.contains('\\');
    if !text.starts_with(['{', '[']) && !escaped {
        return None;
    }
    let json = Json::parse(Source::new("", text)).ok()?;
    let mut finds = Finds::default();
    match &json.root.value {
        Value::String(inner) => {
            finds = search(inner, depth + 1);
            finds.found.iter_mut().for_each(|find| find.stripped.push(Stripped::Quotes));
        }
        _ => walk(&json.place(), depth, &mut finds),
    }
    Some(finds)
}

fn walk(place: &Place<'_>, depth: usize, finds: &mut Finds) {
    finds.found.extend(serialization(place));
    for element in place.elements() {
        visit(None, &element, depth, finds);
    }
    let response = is_token_response(place);
    for (name, member) in place.members() {
        let label = if name == "value" { sibling_name(place).unwrap_or(name) } else { name };
        let before = finds.found.len();
        visit(Some(label), &member, depth, finds);
        if response {
            let origin = Some(format!("`{name}` of a token response"));
            finds.found[before..].iter_mut().for_each(|find| find.origin.clone_from(&origin));
        }
    }
}

fn visit(label: Option<&str>, place: &Place<'_>, depth: usize, finds: &mut Finds) {
    let Some(text) = place.node.as_str() else { return walk(place, depth, finds) };
    let reason = opaque(OPAQUE, label.unwrap_or_default());
    let damaged = || bare::probable(text).filter(|_| reason.is_some());
    if let Some(mut find) = bare::bare(text).or_else(damaged) {
        find.stripped.insert(0, Stripped::JsonMember);
        find.origin = Some(format!("JSON member `{}`", place.pointer));
        find.label = label.map(str::to_owned);
        finds.found.push(find);
    } else if let (Some(reason), Some(name)) = (reason, label) {
        finds.left_out.push(LeftOut { name: name.to_owned(), reason });
    } else if text.contains("ey") || text.contains("ew") {
        let mut inner = search(text, depth + 1);
        inner.found.iter_mut().for_each(|find| {
            find.origin = Some(format!("inside the JSON member `{}`", place.pointer));
            find.line = None;
        });
        finds.append(inner);
    }
}

// RFC 7515 §7.2.2, put into the compact form that LivePerson takes.
fn serialization(place: &Place<'_>) -> Option<Find> {
    let text = |name: &str| place.node.get(name)?.as_str();
    let compact = format!("{}.{}.{}", text("protected")?, text("payload")?, text("signature")?);
    Some(Find {
        text: compact,
        stripped: vec![Stripped::JsonMember],
        origin: Some("a JWS in JSON serialization, put into compact form".to_owned()),
        ..Find::default()
    })
}

fn is_token_response(place: &Place<'_>) -> bool {
    let has = |name: &str| place.node.get(name).is_some();
    place.pointer.is_empty() && (has("token_type") || has("access_token") || has("id_token") && has("expires_in"))
}

fn sibling_name<'a>(place: &Place<'a>) -> Option<&'a str> {
    let is_name = |member: &&Member| member.name == "name";
    place.node.members().iter().find(is_name)?.node.as_str()
}

fn opaque(table: &[(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(other, _)| *other == name).map(|(_, reason)| *reason)
}

/// Returns the tokens among the parameters of a URL or of a form, or `None` if there are no such parameters.
pub(super) fn parameters(text: &str, depth: usize) -> Option<Finds> {
    let text: String = text.trim_matches(|c| shape::is_blank(c) || bare::is_quote(c)).replace('\n', "");
    if text.contains(shape::is_blank) || !text.contains('=') {
        return None;
    }
    let mut finds = Finds::default();
    for (kind, list) in lists(&text) {
        for (name, value) in list.split('&').filter_map(|pair| pair.split_once('=')) {
            parameter(kind, name.trim_start_matches("amp;"), value, depth, &mut finds);
        }
    }
    (!finds.found.is_empty() || !finds.left_out.is_empty()).then_some(finds)
}

// The query and the fragment; of `#!/callback?…`, as single-page applications have it, the part behind the question mark.
fn lists(text: &str) -> Vec<(&'static str, &str)> {
    let (start, fragment) = text.split_once('#').unwrap_or((text, ""));
    let fragment = fragment.split_once('?').map_or(fragment, |(_, list)| list).trim_start_matches(['!', '/']);
    let query = match start.split_once('?') {
        Some((_, list)) => ("query parameter", list),
        None if text.contains("://") => ("query parameter", ""),
        None => ("parameter", start),
    };
    vec![query, ("fragment parameter", fragment)]
}

fn parameter(kind: &str, name: &str, value: &str, depth: usize, finds: &mut Finds) {
    let decoded = percent_decoded(value);
    let encoded = decoded.is_some();
    let value = decoded.as_deref().unwrap_or(value);
    let reason = opaque(OPAQUE, name).or_else(|| opaque(OPAQUE_PARAMETERS, name));
    let damaged = || bare::probable(value).filter(|_| reason.is_some());
    if let Some(mut find) = bare::bare(value).or_else(damaged) {
        find.stripped.insert(0, Stripped::Url);
        find.stripped.extend(encoded.then_some(Stripped::PercentEncoding));
        find.origin = Some(format!("{kind} `{name}`"));
        find.label = Some(name.to_owned());
        finds.found.push(find);
    } else if let Some(reason) = reason {
        finds.left_out.push(LeftOut { name: name.to_owned(), reason });
    } else if encoded {
        finds.append(search(value, depth + 1));
    }
}
