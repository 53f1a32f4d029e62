//! `lp_sdes`: the engagement attributes LivePerson shows to the agent, held against the schema in `model::sdes`.

use super::question::{at, member, saw};
use super::{Check, Context, Run};
use crate::model::json::{Json, Place, Value};
use crate::model::name::nearest;
use crate::model::sdes::{self, Field, SDES, Sde, Shape};
use crate::report::Basis::{Documented, Inferred};
use crate::report::Severity::{Error, Note, Warning};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{LIVEPERSON, LIVEPERSON_SDES};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "sdes-not-array",
            title: "`lp_sdes` is not an array of objects",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON.at("Implementation guide"), LIVEPERSON.at("IDP error 1026")],
            why: "LivePerson reads `lp_sdes` as an array of engagement attributes, even if there is only one. It \
                  probably answers anything else with 1026 (SDE_PARSE_EXCEPTION).",
            fix: "Put the attributes into an array: `\"lp_sdes\": [{\"type\": \"ctmrinfo\", \"info\": {}}]`.",
        },
        run: Run::Claims(not_array),
    },
    Check {
        rule: Rule {
            id: "sdes-type-unknown",
            title: "an engagement attribute has a `type` that LivePerson does not know",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("types of engagement attributes")],
            why: "Types are case-sensitive names from LivePerson's list. Whether an unknown one is ignored or answered \
                  with 1026 (SDE_PARSE_EXCEPTION) is not documented; the agent does not see it either way.",
            fix: "Use `ctmrinfo` or `personal`.",
        },
        run: Run::Claims(type_unknown),
    },
    Check {
        rule: Rule {
            id: "sdes-type-unsupported",
            title: "an engagement attribute's type does not work in authenticated conversations",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("types of engagement attributes")],
            why: "LivePerson supports only `ctmrinfo` and `personal` in a token. Whether it ignores other types or \
                  answers with 1026 (SDE_PARSE_EXCEPTION) is not documented.",
            fix: "Leave it out of the token, and send it from the page with `lpTag.sdes` instead.",
        },
        run: Run::Claims(type_unsupported),
    },
    Check {
        rule: Rule {
            id: "sdes-unwrapped",
            title: "an engagement attribute's fields are not where LivePerson looks",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("ctmrinfo"), LIVEPERSON_SDES.at("personal")],
            why: "The fields of `ctmrinfo` stand in an object called `info`, those of `personal` in one called \
                  `personal`. LivePerson requires it, and finds no fields otherwise.",
            fix: "Move the fields into the wrapping object, and leave `type` beside it.",
        },
        run: Run::Claims(unwrapped),
    },
    Check {
        rule: Rule {
            id: "sdes-field-unknown",
            title: "an engagement attribute has a field that LivePerson does not know",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("ctmrinfo"), LIVEPERSON_SDES.at("personal")],
            why: "Field names are case-sensitive. LivePerson probably ignores an unknown field, so the agent does not \
                  see its value.",
            fix: "Use LivePerson's name for the field, or leave it out.",
        },
        run: Run::Claims(field_unknown),
    },
    Check {
        rule: Rule {
            id: "sdes-field-unsupported",
            title: "a field of an engagement attribute does not work in authenticated conversations",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("ctmrinfo")],
            why: "LivePerson lists `storeZipCode` and `storeNumber` as not supported in a token.",
            fix: "Leave the field out of the token, and send it from the page with `lpTag.sdes` instead.",
        },
        run: Run::Claims(field_unsupported),
    },
    Check {
        rule: Rule {
            id: "sdes-field-type",
            title: "a field of an engagement attribute has the wrong JSON type",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("ctmrinfo"), LIVEPERSON_SDES.at("personal"), LIVEPERSON.at("IDP error 1026")],
            why: "LivePerson reads the attributes into typed fields. It probably answers a wrong type with 1026 \
                  (SDE_PARSE_EXCEPTION), or drops the attribute.",
            fix: "Write the type that LivePerson's table names: numbers without quotes, dates as objects.",
        },
        run: Run::Claims(field_type),
    },
    Check {
        rule: Rule {
            id: "sdes-date-incomplete",
            title: "a date in an engagement attribute lacks a part",
            severity: Error,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("ctmrinfo"), LIVEPERSON_SDES.at("personal")],
            why: "A date needs `day`, `month` and `year`, all as whole numbers. `personal.age` needs `age`, or at \
                  least `year`, from which LivePerson computes it.",
            fix: "Write the missing part, or leave the whole date out.",
        },
        run: Run::Claims(date_incomplete),
    },
    Check {
        rule: Rule {
            id: "sdes-gender-form",
            title: "`personal.gender` is not `MALE`, `FEMALE` or `OTHER`",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("personal")],
            why: "LivePerson's example and schema have these three strings, in capital letters; its table speaks of \
                  the numbers 0, 1 and 2. The strings are the safer choice. The standard claim `gender` differs: it \
                  is in small letters.",
            fix: "Write `\"gender\": \"FEMALE\"`, `\"MALE\"` or `\"OTHER\"`.",
        },
        run: Run::Claims(gender_form),
    },
    Check {
        rule: Rule {
            id: "sdes-value",
            title: "a field of an engagement attribute has a value that LivePerson does not list",
            severity: Warning,
            basis: Documented,
            clauses: &[LIVEPERSON_SDES.at("ctmrinfo"), LIVEPERSON_SDES.at("personal")],
            why: "The field takes a code from a list, or a calendar date. What LivePerson does with another value is \
                  not documented; the agent may see nothing or something wrong.",
            fix: "Use one of the listed values, in exactly that spelling.",
        },
        run: Run::Claims(value_not_listed),
    },
    Check {
        rule: Rule {
            id: "sdes-oversize",
            title: "`lp_sdes` is very large",
            severity: Note,
            basis: Inferred,
            clauses: &[LIVEPERSON.at("Messaging Window API, authentication tutorial")],
            why: "LivePerson puts `lp_sdes`, encrypted, into its own token, for which an old schema of its messaging \
                  socket allows 2,048 characters. Whether that still holds is not documented. With the implicit flow \
                  in a pop-up window, the token also travels in a URL.",
            fix: "Send only what the agent needs to see.",
        },
        run: Run::Claims(oversize),
    },
];

/// From this many bytes of compact JSON on, `lp_sdes` alone fills what LivePerson's schema allows for its whole token.
pub(super) const LARGE: usize = 2_048;

/// Asks about the engagement attributes, each an object; skips if there are none.
fn of_entries<'a>(claims: &'a Json, ask: impl FnOnce(Vec<Place<'a>>) -> Outcome) -> Outcome {
    match member(claims, "lp_sdes") {
        None => Outcome::skip("there is no `lp_sdes`"),
        Some(list) if misfits(&list).is_empty() => ask(list.elements()),
        Some(_) => Outcome::skip("`lp_sdes` is not an array of objects"),
    }
}

fn misfits<'a>(list: &Place<'a>) -> Vec<Place<'a>> {
    match list.node.value {
        Value::Array(_) => list.elements().into_iter().filter(|entry| !is_object(entry)).collect(),
        _ => vec![list.clone()],
    }
}

fn is_object(place: &Place<'_>) -> bool {
    matches!(place.node.value, Value::Object(_))
}

fn not_array(claims: &Json, _: &Context) -> Outcome {
    let Some(list) = member(claims, "lp_sdes") else { return Outcome::skip("there is no `lp_sdes`") };
    let finding = |place: &Place<'_>| {
        let wanted = if place.pointer == list.pointer { "an array of objects" } else { "an object" };
        Finding::new(at(claims, place), place.node.kind(), wanted)
    };
    Outcome::all(misfits(&list).iter().map(finding).collect())
}

fn type_of<'a>(entry: &Place<'a>) -> Option<&'static Sde> {
    sdes::find(entry.node.get("type")?.as_str()?)
}

fn type_unknown(claims: &Json, _: &Context) -> Outcome {
    of_entries(claims, |entries| {
        let unknown = entries.iter().filter(|entry| type_of(entry).is_none());
        Outcome::all(unknown.map(|entry| type_finding(claims, entry)).collect())
    })
}

fn type_finding(claims: &Json, entry: &Place<'_>) -> Finding {
    let Some(typ) = entry.member("type") else {
        return Finding::new(at(claims, entry), "no `type`", "`type`, which is \"ctmrinfo\" or \"personal\"");
    };
    let finding = saw(claims, &typ, "\"ctmrinfo\" or \"personal\"");
    let near = nearest(typ.node.as_str().unwrap_or_default(), SDES.iter().map(|sde| sde.name));
    match near {
        Some(near) => finding.hint(format!("did the issuer mean `{near}`?")),
        None => finding,
    }
}

fn type_unsupported(claims: &Json, _: &Context) -> Outcome {
    of_entries(claims, |entries| {
        let unsupported = entries.iter().filter(|entry| type_of(entry).is_some_and(|sde| !sde.supported));
        let types = unsupported.filter_map(|entry| entry.member("type"));
        Outcome::all(types.map(|typ| saw(claims, &typ, "\"ctmrinfo\" or \"personal\"")).collect())
    })
}

/// Returns the attributes of supported types, each with its type and the name of its wrapper.
fn supported<'a>(entries: &[Place<'a>]) -> Vec<(Place<'a>, &'static Sde, &'static str)> {
    let supported = |entry: &Place<'a>| {
        let sde = type_of(entry).filter(|sde| sde.supported)?;
        Some((entry.clone(), sde, sde.wrapper?))
    };
    entries.iter().filter_map(supported).collect()
}

fn unwrapped(claims: &Json, _: &Context) -> Outcome {
    of_entries(claims, |entries| {
        let finding = |(entry, sde, wrapper): (Place<'_>, &Sde, &str)| {
            let wanted = format!("the fields in an object called `{wrapper}`");
            match entry.member(wrapper) {
                Some(inner) if is_object(&inner) => None,
                Some(inner) => Some(saw(claims, &inner, "an object")),
                None => Some(Finding::new(at(claims, &entry), beside(&entry), wanted).hint(misplaced(&entry, sde))),
            }
        };
        Outcome::all(supported(&entries).into_iter().filter_map(finding).collect())
    })
}

fn beside(entry: &Place<'_>) -> String {
    let names: Vec<String> = entry.members().iter().map(|(name, _)| format!("`{name}`")).collect();
    format!("an object of {}", names.join(", "))
}

fn misplaced(entry: &Place<'_>, sde: &Sde) -> String {
    let fields = entry.members().iter().filter(|(name, _)| sdes::named(sde.fields, name).is_some()).count();
    match fields {
        0 => format!("{} has no fields at all", sde.name),
        1 => "1 field stands beside `type`".to_owned(),
        _ => format!("{fields} fields stand beside `type`"),
    }
}

/// A member of an attribute: one that the schema has, or one that it does not have.
enum Visit<'a> {
    Known(Place<'a>, &'static Field),
    Unknown(Place<'a>, &'a str, Vec<&'static str>),
}

/// Asks about every member of every supported attribute, inner ones included.
fn of_fields(claims: &Json, ask: impl Fn(Visit<'_>) -> Option<Finding>) -> Outcome {
    of_entries(claims, |entries| {
        let mut visits = Vec::new();
        for (entry, sde, wrapper) in supported(&entries) {
            let Some(inner) = entry.member(wrapper).filter(is_object) else { continue };
            visit_outside(&entry, wrapper, &mut visits);
            visit(&inner, sde.fields, &mut visits);
        }
        Outcome::all(visits.into_iter().filter_map(ask).collect())
    })
}

fn visit_outside<'a>(entry: &Place<'a>, wrapper: &'static str, visits: &mut Vec<Visit<'a>>) {
    // LivePerson's profile schema has `auth` too: how the consumer logged in.
    let known = ["type", wrapper, "auth"];
    let strange = entry.members().into_iter().filter(|(name, _)| !known.contains(name));
    visits.extend(strange.map(|(name, place)| Visit::Unknown(place, name, known.to_vec())));
}

fn visit<'a>(object: &Place<'a>, fields: &'static [Field], visits: &mut Vec<Visit<'a>>) {
    for (name, place) in object.members() {
        let Some(field) = sdes::named(fields, name) else {
            visits.push(Visit::Unknown(place, name, fields.iter().map(|field| field.name).collect()));
            continue;
        };
        let inner = field.shape.fields();
        visits.push(Visit::Known(place.clone(), field));
        match field.shape {
            _ if inner.is_empty() => {}
            Shape::List(_) => place.elements().iter().for_each(|object| visit(object, inner, visits)),
            _ => visit(&place, inner, visits),
        }
    }
}

fn field_unknown(claims: &Json, _: &Context) -> Outcome {
    of_fields(claims, |visit| {
        let Visit::Unknown(place, name, known) = visit else { return None };
        let finding = Finding::new(at(claims, &place), format!("`{name}`"), "a field of LivePerson's schema");
        Some(match nearest(name, known.iter().copied()) {
            Some(near) => finding.hint(format!("did the issuer mean `{near}`?")),
            None => finding.hint(format!("known here: {}", known.join(", "))),
        })
    })
}

fn field_unsupported(claims: &Json, _: &Context) -> Outcome {
    of_fields(claims, |visit| match visit {
        Visit::Known(place, field) if !field.supported => {
            Some(Finding::new(at(claims, &place), format!("`{}`", field.name), "no such field in a token"))
        }
        _ => None,
    })
}

fn field_type(claims: &Json, _: &Context) -> Outcome {
    of_fields(claims, |visit| match visit {
        Visit::Known(place, field) if field.supported && field.name != "gender" && !fits(field.shape, &place) => {
            Some(value_hint(saw(claims, &place, field.shape.words()), field.shape, &place))
        }
        _ => None,
    })
}

fn fits(shape: Shape, place: &Place<'_>) -> bool {
    let node = place.node;
    match shape {
        Shape::Text | Shape::Currency | Shape::Country | Shape::Language | Shape::Choice(_) => node.as_str().is_some(),
        Shape::Whole | Shape::Codes(_) => node.as_integer().is_some(),
        // LivePerson's page shows it as a number and as a string.
        Shape::Year => node.as_integer().or_else(|| node.as_str()?.parse().ok()).is_some(),
        Shape::Number => node.as_number().is_some(),
        Shape::Truth => node.as_bool().is_some(),
        Shape::Texts => matches!(node.value, Value::Array(_)) && node.elements().iter().all(|e| e.as_str().is_some()),
        Shape::Date | Shape::Age | Shape::Object(_) => is_object(place),
        Shape::List(_) => matches!(node.value, Value::Array(_)) && place.elements().iter().all(is_object),
    }
}

fn value_hint(finding: Finding, shape: Shape, place: &Place<'_>) -> Finding {
    let text = place.node.as_str();
    match text.map(|text| shape.value(text)) {
        Some(Ok(value)) if text.is_some_and(|text| !text.is_empty()) => finding.hint(format!("write {value}")),
        _ => finding,
    }
}

fn date_incomplete(claims: &Json, _: &Context) -> Outcome {
    of_fields(claims, |visit| {
        let Visit::Known(place, field) = visit else { return None };
        let needed: &[&str] = match field.shape {
            Shape::Date => &["day", "month", "year"],
            Shape::Age if place.node.get("age").is_none() => &["year"],
            _ => return None,
        };
        let missing: Vec<&str> = needed.iter().copied().filter(|name| place.node.get(name).is_none()).collect();
        let wanted = if matches!(field.shape, Shape::Age) { "`age` or `year`" } else { "day, month and year" };
        let lacks = || saw(claims, &place, wanted).hint(format!("missing: {}", missing.join(", ")));
        (is_object(&place) && !missing.is_empty()).then(lacks)
    })
}

fn gender_form(claims: &Json, _: &Context) -> Outcome {
    of_fields(claims, |visit| match visit {
        Visit::Known(place, field) if field.name == "gender" => {
            let listed = place.node.as_str().is_some_and(|text| field.shape.allows(text));
            let finding = || saw(claims, &place, "\"MALE\", \"FEMALE\" or \"OTHER\"");
            (!listed).then(|| value_hint(finding(), field.shape, &place))
        }
        _ => None,
    })
}

fn value_not_listed(claims: &Json, _: &Context) -> Outcome {
    of_fields(claims, |visit| match visit {
        Visit::Known(place, field) if field.supported && field.name != "gender" && fits(field.shape, &place) => {
            (!listed(field.shape, &place)).then(|| value_finding(claims, field.shape, &place))
        }
        _ => None,
    })
}

fn listed(shape: Shape, place: &Place<'_>) -> bool {
    match shape {
        Shape::Date | Shape::Age => is_calendar_date(place),
        Shape::Codes(codes) => codes.iter().any(|(code, _)| Some(*code) == place.node.as_integer()),
        _ => place.node.as_str().is_none_or(|text| shape.allows(text)),
    }
}

fn value_finding(claims: &Json, shape: Shape, place: &Place<'_>) -> Finding {
    match shape {
        Shape::Date | Shape::Age => saw(claims, place, "a date of the calendar"),
        Shape::Choice(words) => {
            let near = nearest(place.node.as_str().unwrap_or_default(), words.iter().copied());
            let finding = saw(claims, place, shape.words());
            near.map_or(finding.clone(), |near| finding.hint(format!("did the issuer mean {near}?")))
        }
        _ => saw(claims, place, shape.words()),
    }
}

/// Returns whether the parts of a date that are there and are numbers can be a date; missing ones are judged elsewhere.
fn is_calendar_date(place: &Place<'_>) -> bool {
    let part = |name: &str, absent: i64| match place.node.get(name) {
        None => Some(absent),
        Some(node) => node.as_integer().or_else(|| node.as_str()?.parse().ok()),
    };
    let (Some(year), Some(month), Some(day)) = (part("year", 2000), part("month", 1), part("day", 1)) else {
        return true;
    };
    is_date(year, month, day)
}

/// Returns whether the calendar has this day.
pub(super) fn is_date(year: i64, month: i64, day: i64) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (year.try_into(), month.try_into(), day.try_into()) else { return false };
    year > 0 && jiff::civil::Date::new(year, month, day).is_ok()
}

fn oversize(claims: &Json, _: &Context) -> Outcome {
    let Some(list) = member(claims, "lp_sdes") else { return Outcome::skip("there is no `lp_sdes`") };
    let size = list.node.to_value().to_string().len();
    let finding =
        || Finding::new(at(claims, &list), format!("{size} bytes of JSON"), format!("less than {LARGE} bytes"));
    Outcome::must(size < LARGE, finding)
}
