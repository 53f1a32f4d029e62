//! The members of the metadata, one by one, as the table of the model has them: presence, type, names and values.

use super::{about, elements};
use crate::check::question::{at, lacks, saw};
use crate::check::{Check, Context, Run};
use crate::model::discovery::Discovery;
use crate::model::discovery::members::{self, MEMBERS, Member, Need, Registry, Shape, Sign};
use crate::model::json::{Member as Named, Place, Value};
use crate::model::name::{nearest, slip_of};
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Location, Outcome, Rule};
use crate::spec::{DISCOVERY, RFC8259, RFC8414};
use std::collections::HashSet;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "discovery-member-missing",
            title: "a required member is missing from the metadata",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "Clients rely on the members that are required, and many refuse metadata that lacks one. \
                  `token_endpoint` is required unless only the implicit flow is offered.",
            fix: "Write the member into the metadata.",
        },
        run: Run::Metadata(missing),
    },
    Check {
        rule: Rule {
            id: "discovery-recommended-missing",
            title: "recommended members are missing from the metadata",
            severity: Note,
            basis: Normative,
            clauses: &[DISCOVERY.at("3")],
            why: "`userinfo_endpoint`, `registration_endpoint`, `scopes_supported` and `claims_supported` should be \
                  there. LivePerson uses none of them.",
            fix: "Write what the server has; leave out what it has not.",
        },
        run: Run::Metadata(recommended_missing),
    },
    Check {
        rule: Rule {
            id: "discovery-counterpart-missing",
            title: "the metadata has one half of a pair of members",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "Some members only mean something together: an endpoint and how to authenticate at it, a grant type \
                  and its endpoint, both algorithms of an encryption.",
            fix: "Write the other member too, or leave both out.",
        },
        run: Run::Metadata(counterpart_missing),
    },
    Check {
        rule: Rule {
            id: "discovery-auth-algs-missing",
            title: "clients may sign JWTs to authenticate, but with which algorithms is not said",
            severity: Note,
            basis: Normative,
            clauses: &[RFC8414.at("2")],
            why: "RFC 8414 wants the list of algorithms wherever `private_key_jwt` or `client_secret_jwt` is offered; \
                  OpenID Connect does not, and many servers leave it out. LivePerson uses neither method.",
            fix: "Write the list, with RS256 in it.",
        },
        run: Run::Metadata(auth_algs_missing),
    },
    Check {
        rule: Rule {
            id: "discovery-member-type",
            title: "a member of the metadata has the wrong JSON type",
            severity: Error,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), DISCOVERY.at("4.2"), RFC8414.at("2")],
            why: "Clients with typed metadata refuse the whole document for one such member. Common slips: `\"true\"`, \
                  one string in place of an array, and null for what is not there.",
            fix: "Write the type that the specification names, or leave the member out.",
        },
        run: Run::Metadata(wrong_type),
    },
    Check {
        rule: Rule {
            id: "discovery-member-empty",
            title: "a member of the metadata says nothing",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("4.2"), RFC8414.at("3.2")],
            why: "What has no elements must be left out. An empty list reads as \"nothing is supported\", which is \
                  rarely meant.",
            fix: "Leave the member out, or fill it.",
        },
        run: Run::Metadata(empty),
    },
    Check {
        rule: Rule {
            id: "discovery-member-duplicated",
            title: "the metadata has the same member twice",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC8259.at("4")],
            why: "The names in a JSON object should be unique: some readers take the first, some the last, some \
                  refuse both.",
            fix: "Leave out the member that is not meant.",
        },
        run: Run::Metadata(duplicated),
    },
    Check {
        rule: Rule {
            id: "discovery-member-misnamed",
            title: "a member's name is a slip of a registered one",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "Members of one's own are allowed, so nobody complains about a misspelt name: clients just take the \
                  default of the member that was meant.",
            fix: "Write the registered name.",
        },
        run: Run::Metadata(misnamed),
    },
    Check {
        rule: Rule {
            id: "discovery-member-unregistered",
            title: "the metadata has members that no specification defines",
            severity: Note,
            basis: Inferred,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "Members of one's own are allowed, and clients pass over them. There may be a misspelt name among \
                  them, of which nobody can tell what was meant.",
            fix: "If a name is misspelt, write the registered one; otherwise there is nothing to do.",
        },
        run: Run::Metadata(unregistered),
    },
    Check {
        rule: Rule {
            id: "discovery-values-unknown",
            title: "none of the values of a member is a registered one",
            severity: Warning,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "A client that knows the standards finds nothing here that it could use.",
            fix: "Write the registered values of what the server supports.",
        },
        run: Run::Metadata(values_unknown),
    },
    Check {
        rule: Rule {
            id: "discovery-value-unregistered",
            title: "a value in the metadata is not a registered one",
            severity: Note,
            basis: Normative,
            clauses: &[DISCOVERY.at("3"), RFC8414.at("2")],
            why: "Values of one's own are allowed, and clients that do not know them pass over them. A misspelt value \
                  goes the same way.",
            fix: "If it is misspelt, write the registered value; otherwise there is nothing to do.",
        },
        run: Run::Metadata(value_unregistered),
    },
    Check {
        rule: Rule {
            id: "discovery-value-repeated",
            title: "a list in the metadata has the same value twice",
            severity: Note,
            basis: Inferred,
            clauses: &[DISCOVERY.at("3")],
            why: "Nothing forbids it, but these lists are sets: the second may stand where another value was meant.",
            fix: "Leave out the second one.",
        },
        run: Run::Metadata(value_repeated),
    },
];

/// The members that have checks of their own for being there and being a text.
const OWN_CHECKS: &[&str] = &["issuer", "jwks_uri"];

fn missing(discovery: &Discovery, _: &Context) -> Outcome {
    let needed = MEMBERS.iter().filter(|member| is_needed(member, discovery) && !OWN_CHECKS.contains(&member.name));
    Outcome::all(needed.filter_map(|member| absence(discovery, member)).collect())
}

fn is_needed(member: &Member, discovery: &Discovery) -> bool {
    match member.need {
        Need::Required => true,
        Need::RequiredByOpenId => !discovery.is_plain_oauth(),
        // Without a list of response types nobody knows; the list itself is missing then.
        Need::RequiredForCode => !discovery.response_types_with("code").is_empty(),
        Need::Recommended | Need::Optional => false,
    }
}

fn absence(discovery: &Discovery, member: &Member) -> Option<Finding> {
    let wanted = format!("`{}`, {} ({})", member.name, member.shape.words(), member.defined);
    match discovery.member(member.name) {
        None => Some(lacks(&discovery.json, member.name, wanted)),
        Some(place) => is_empty(&place).then(|| saw(&discovery.json, &place, wanted)),
    }
}

fn is_empty(place: &Place<'_>) -> bool {
    match &place.node.value {
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        _ => false,
    }
}

fn recommended_missing(discovery: &Discovery, _: &Context) -> Outcome {
    if discovery.is_plain_oauth() {
        return Outcome::skip("OpenID Connect recommends them, plain OAuth does not");
    }
    let recommended = MEMBERS.iter().filter(|member| member.need == Need::Recommended).map(|member| member.name);
    let missing: Vec<&str> = recommended.filter(|name| discovery.member(name).is_none()).collect();
    let named = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Outcome::must(missing.is_empty(), || {
        Finding::new(at(&discovery.json, &discovery.json.place()), format!("no {named}"), "the recommended members")
    })
}

fn counterpart_missing(discovery: &Discovery, _: &Context) -> Outcome {
    unanswered(discovery, |sign| !matches!(sign, Sign::SignsJwt(_)))
}

fn auth_algs_missing(discovery: &Discovery, _: &Context) -> Outcome {
    unanswered(discovery, |sign| matches!(sign, Sign::SignsJwt(_)))
}

fn unanswered(discovery: &Discovery, asked: impl Fn(&Sign) -> bool) -> Outcome {
    let absent = MEMBERS.iter().filter(|member| discovery.member(member.name).is_none());
    let finding = |member: &'static Member| {
        let sign = member.wanted_by.iter().find(|sign| asked(sign) && shows(discovery, **sign))?;
        let wanted = format!("`{}` too ({})", member.name, member.defined);
        let place = discovery.member(sign.member())?;
        Some(Finding::new(at(&discovery.json, &place), words(*sign), wanted))
    };
    Outcome::all(absent.filter_map(finding).collect())
}

fn shows(discovery: &Discovery, sign: Sign) -> bool {
    match sign {
        Sign::There(name) => discovery.tells(name),
        Sign::True(name) => discovery.says(name),
        Sign::Lists(name, value) => discovery.lists(name, value),
        Sign::SignsJwt(name) => ["private_key_jwt", "client_secret_jwt"].iter().any(|way| discovery.lists(name, way)),
    }
}

fn words(sign: Sign) -> String {
    match sign {
        Sign::There(name) => format!("`{name}`"),
        Sign::True(name) => format!("`{name}`: true"),
        Sign::Lists(name, value) => format!("`{value}` in `{name}`"),
        Sign::SignsJwt(name) => format!("client authentication by JWT in `{name}`"),
    }
}

fn wrong_type(discovery: &Discovery, _: &Context) -> Outcome {
    let known = discovery.known().filter(|(member, _)| !OWN_CHECKS.contains(&member.name));
    Outcome::all(known.flat_map(|(member, place)| type_findings(discovery, member, &place)).collect())
}

fn type_findings(discovery: &Discovery, member: &Member, place: &Place<'_>) -> Vec<Finding> {
    let wanted = format!("{} ({})", member.shape.words(), member.defined);
    if !has_shape(member.shape, place) {
        let finding = saw(&discovery.json, place, wanted);
        return vec![match type_hint(member.shape, place) {
            Some(hint) => finding.hint(hint),
            None => finding,
        }];
    }
    let inside: Vec<Place<'_>> = match member.shape {
        Shape::Texts => place.elements(),
        Shape::Endpoints => place.members().into_iter().map(|(_, place)| place).collect(),
        _ => Vec::new(),
    };
    let strange = inside.iter().filter(|inner| inner.node.as_str().is_none());
    strange.map(|inner| saw(&discovery.json, inner, "a string")).collect()
}

fn has_shape(shape: Shape, place: &Place<'_>) -> bool {
    match &place.node.value {
        Value::String(_) => matches!(shape, Shape::Endpoint | Shape::Page | Shape::Text),
        Value::Array(_) => matches!(shape, Shape::Texts | Shape::Other),
        Value::Object(_) => matches!(shape, Shape::Endpoints | Shape::Other),
        Value::Bool(_) => shape == Shape::Truth,
        Value::Null | Value::Number(_) => false,
    }
}

fn type_hint(shape: Shape, place: &Place<'_>) -> Option<String> {
    match (shape, &place.node.value) {
        (_, Value::Null) => Some("what is not there is left out, not null".to_owned()),
        (Shape::Texts, Value::String(text)) => {
            let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
            Some(format!("write {}", serde_json::json!(words)))
        }
        (Shape::Truth, Value::String(text)) if text == "true" || text == "false" => {
            Some(format!("write {text} without quotation marks"))
        }
        _ => None,
    }
}

fn empty(discovery: &Discovery, _: &Context) -> Outcome {
    // What is needed and says nothing counts as missing.
    let known = discovery.known().filter(|(member, _)| !is_needed(member, discovery));
    let empty = known.filter(|(member, place)| !OWN_CHECKS.contains(&member.name) && is_empty(place));
    Outcome::all(empty.map(|(_, place)| saw(&discovery.json, &place, "something, or no such member")).collect())
}

fn duplicated(discovery: &Discovery, _: &Context) -> Outcome {
    let mut names = HashSet::new();
    let again = discovery.json.root.members().iter().filter(|member| !names.insert(member.name.as_str()));
    let finding =
        |member: &Named| Finding::new(at_name(discovery, member), format!("`{}` again", member.name), "each name once");
    Outcome::all(again.map(finding).collect())
}

fn misnamed(discovery: &Discovery, _: &Context) -> Outcome {
    let finding = |(member, meant): (&Named, Option<&str>)| {
        Some(Finding::new(at_name(discovery, member), format!("`{}`", member.name), format!("`{}`", meant?)))
    };
    Outcome::all(undefined(discovery).into_iter().filter_map(finding).collect())
}

fn unregistered(discovery: &Discovery, _: &Context) -> Outcome {
    let own: Vec<&Named> =
        undefined(discovery).into_iter().filter(|(_, meant)| meant.is_none()).map(|(member, _)| member).collect();
    let Some(first) = own.first() else { return Outcome::Pass };
    let named = own.iter().map(|member| format!("`{}`", member.name)).collect::<Vec<_>>().join(", ");
    Finding::new(at_name(discovery, first), named, "names that a specification defines").fail()
}

/// Returns the members that no specification defines, each with the name that it is a slip of.
fn undefined(discovery: &Discovery) -> Vec<(&Named, Option<&'static str>)> {
    let strange = discovery.json.root.members().iter().filter(|member| members::find(&member.name).is_none());
    let absent: Vec<&'static str> =
        MEMBERS.iter().map(|known| known.name).filter(|name| discovery.member(name).is_none()).collect();
    strange.map(|member| (member, slip_of(&member.name, absent.iter().copied()))).collect()
}

/// Returns where the name of a member stands.
fn at_name(discovery: &Discovery, member: &Named) -> Location {
    let place = discovery.member(&member.name).unwrap_or_else(|| discovery.json.place());
    Location { span: Some(member.name_span.clone()), ..at(&discovery.json, &place) }
}

/// The members on which a login depends: with none of their values known, there is none.
const DECISIVE: &[&str] = &[
    "response_types_supported",
    "response_modes_supported",
    "subject_types_supported",
    "token_endpoint_auth_methods_supported",
    "code_challenge_methods_supported",
];

fn values_unknown(discovery: &Discovery, _: &Context) -> Outcome {
    let decisive = DECISIVE.iter().filter_map(|name| members::find(name));
    let unknown = decisive.filter(|member| is_unknown(discovery, member));
    let finding = |member: &'static Member| {
        let place = discovery.member(member.name)?;
        let known = member.registry?.values.join(", ");
        Some(saw(&discovery.json, &place, format!("at least one of {known}")))
    };
    Outcome::all(unknown.filter_map(finding).collect())
}

fn is_unknown(discovery: &Discovery, member: &Member) -> bool {
    let values = elements(discovery, member.name);
    let Some(registry) = member.registry else { return false };
    !values.is_empty() && values.iter().all(|(_, value)| !registry.has(value))
}

fn value_unregistered(discovery: &Discovery, _: &Context) -> Outcome {
    let known = discovery.known().filter_map(|(member, _)| Some((member, member.registry?)));
    let asked = known.filter(|(member, _)| !DECISIVE.contains(&member.name) || !is_unknown(discovery, member));
    Outcome::all(asked.flat_map(|(member, registry)| strange_values(discovery, member, registry)).collect())
}

fn strange_values(discovery: &Discovery, member: &Member, registry: &Registry) -> Vec<Finding> {
    let strange = elements(discovery, member.name).into_iter().filter(|(_, value)| !registry.has(value));
    let finding = |(place, value): (Place<'_>, &str)| {
        let finding = saw(&discovery.json, &place, format!("one of the registered {}", registry.title));
        match nearest(value, registry.values.iter().copied()) {
            Some(near) => finding.hint(format!("was `{near}` meant?")),
            None => finding,
        }
    };
    strange.map(finding).collect()
}

fn value_repeated(discovery: &Discovery, _: &Context) -> Outcome {
    let lists = discovery.known().filter(|(member, _)| member.shape == Shape::Texts);
    let finding = |(member, _): (&'static Member, Place<'_>)| {
        let mut seen = HashSet::new();
        let (_, again) = elements(discovery, member.name).into_iter().find(|(_, value)| !seen.insert(*value))?;
        Some(about(discovery, member.name, format!("\"{again}\" twice"), "each value once"))
    };
    Outcome::all(lists.filter_map(finding).collect())
}
