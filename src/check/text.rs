//! The token as a text: its segments, their encoding, what came with it, and whether JSON is inside.

use super::question::shown;
use super::{Check, Context, Run};
use crate::model::json::{Broken, Json, Node, Place};
use crate::model::token::{Flaw, FlawKind, Form, Part, Segment, Stripped, Token};
use crate::report::Basis::Normative;
use crate::report::Severity::{Error, Warning};
use crate::report::{Finding, Location, Outcome, Rule};
use crate::spec::{CORE, RFC4648, RFC6750, RFC7515, RFC7516, RFC7519, RFC8259};
use std::collections::HashMap;

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "token-segments",
            title: "the text does not have the segments of a token",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("7.1"), RFC7516.at("7.1")],
            why: "A signed token is three base64url texts joined by two dots, an encrypted one five joined by four. \
                  LivePerson probably answers anything else with 1008 (JWT_NOT_VALID) or 1009 (JWT_PARSING_ERROR).",
            fix: "Hand over the whole `id_token`, from `eyJ` to the last character of the signature.",
        },
        run: Run::Token(segments),
    },
    Check {
        rule: Rule {
            id: "token-encrypted",
            title: "the token is encrypted, and nothing inside it could be checked",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7516.at("3"), CORE.at("16.14")],
            why: "Five segments are a JWE: the signed token is inside, and only who holds the private key can open it. \
                  A verdict on the envelope says nothing about the token.",
            fix: "Give the key that it was encrypted to with --decrypt-key, or hand over the signed token as it is before \
                  encryption. `lpauth decode` shows the envelope's header.",
        },
        run: Run::Token(encrypted),
    },
    Check {
        rule: Rule {
            id: "token-not-base64url",
            title: "a segment is not base64url",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("2"), RFC4648.at("5")],
            why: "Segments use letters, digits, `-` and `_` only. A strict reader refuses anything else; LivePerson \
                  probably answers a damaged token with 1001 (PARSE_ERROR) or 1009 (JWT_PARSING_ERROR).",
            fix: "Copy the token again, or make the issuer encode with base64url (RFC 4648 section 5).",
        },
        run: Run::Token(not_base64url),
    },
    Check {
        rule: Rule {
            id: "token-padded",
            title: "a segment ends with `=`",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("2")],
            why: "JOSE leaves base64 padding out. Many readers refuse a token that has it.",
            fix: "Make the issuer encode base64url without padding.",
        },
        run: Run::Token(padded),
    },
    Check {
        rule: Rule {
            id: "token-line-break",
            title: "white space stands inside the token",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("2"), RFC7515.at("7.1")],
            why: "A token is one line. White space inside it probably comes from copying out of a log or an editor; \
                  LivePerson probably answers a damaged token with 1001 (PARSE_ERROR) or 1009 (JWT_PARSING_ERROR).",
            fix: "Pass the token on as one line, exactly as the issuer made it.",
        },
        run: Run::Token(line_break),
    },
    Check {
        rule: Rule {
            id: "token-quoted",
            title: "quotes stand around the token",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("2"), RFC7515.at("7.1")],
            why: "Quotes are not part of a token. They get there when a JSON value is passed on without being read; \
                  LivePerson probably answers with 1001 (PARSE_ERROR) or 1009 (JWT_PARSING_ERROR).",
            fix: "Read the JSON value first and hand over only its text.",
        },
        run: Run::Token(quoted),
    },
    Check {
        rule: Rule {
            id: "token-bom",
            title: "a byte order mark stands before the token",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("7.1"), RFC8259.at("8.1")],
            why: "The three invisible bytes EF BB BF are not base64url, so the header cannot be read.",
            fix: "Write the file or response as UTF-8 without a byte order mark.",
        },
        run: Run::Token(byte_order_mark),
    },
    Check {
        rule: Rule {
            id: "token-prefixed",
            title: "`Bearer` stands before the token",
            severity: Warning,
            basis: Normative,
            clauses: &[RFC6750.at("2.1")],
            why: "`Bearer` belongs to an HTTP `Authorization` field, not to the token. LivePerson's callback takes the \
                  token alone.",
            fix: "Hand over only what follows `Bearer`.",
        },
        run: Run::Token(prefixed),
    },
    Check {
        rule: Rule {
            id: "header-not-json",
            title: "the header is not a JSON object",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("4"), RFC8259.at("2")],
            why: "The first segment must decode to a JSON object in UTF-8. Without it nobody knows how the token is \
                  signed; LivePerson probably answers with 1009 (JWT_PARSING_ERROR).",
            fix: "Check that the text is a token and that its beginning was not lost.",
        },
        run: Run::Token(header_not_json),
    },
    Check {
        rule: Rule {
            id: "claims-not-json",
            title: "the claims are not a JSON object",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("7.2"), RFC8259.at("2")],
            why: "The second segment must decode to a JSON object in UTF-8. LivePerson probably answers \
                  with 1009 (JWT_PARSING_ERROR).",
            fix: "If the signature is right, the issuer made bad JSON; if not, a character was lost on the way.",
        },
        run: Run::Token(claims_not_json),
    },
    Check {
        rule: Rule {
            id: "header-member-duplicated",
            title: "a header parameter is there twice",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7515.at("4")],
            why: "Names in the header must be unique. Two readers may each take another one of the two values, and \
                  then disagree about what was signed and how.",
            fix: "Make the issuer write each header parameter once.",
        },
        run: Run::Header(duplicated),
    },
    Check {
        rule: Rule {
            id: "claim-duplicated",
            title: "a claim is there twice",
            severity: Error,
            basis: Normative,
            clauses: &[RFC7519.at("4"), RFC8259.at("4")],
            why: "Names in the claims must be unique. One reader takes the first value, another the last, a third \
                  refuses the token; which one LivePerson takes is not documented.",
            fix: "Make the issuer write each claim once.",
        },
        run: Run::Claims(duplicated),
    },
];

fn segments(token: &Token, _: &Context) -> Outcome {
    Outcome::must(token.form() != Form::Neither, || {
        let count = token.segments.len();
        let saw = if count == 1 { "1 segment, no dots".to_owned() } else { format!("{count} segments") };
        let finding = Finding::new(Location::whole(&token.source), saw, "3 segments (signed) or 5 (encrypted)");
        match count {
            1 => finding.hint("an authorization code or an opaque access token looks like this"),
            2 => finding.hint("the signature and the dot before it are missing"),
            _ => finding,
        }
    })
}

fn encrypted(token: &Token, _: &Context) -> Outcome {
    Outcome::must(token.form() != Form::Encrypted, || {
        Finding::new(Location::whole(&token.source), "5 segments, an encrypted token", "3 segments, a signed token")
    })
}

fn not_base64url(token: &Token, _: &Context) -> Outcome {
    let wrong = |(number, segment): (usize, &Segment)| {
        let flaw = segment.flaws.iter().find(|flaw| flaw.kind != FlawKind::Padding)?;
        Some(flaw_finding(token, number, segment, flaw))
    };
    Outcome::all(token.segments.iter().enumerate().filter_map(wrong).collect())
}

fn flaw_finding(token: &Token, number: usize, segment: &Segment, flaw: &Flaw) -> Finding {
    let place = format!("segment {} of {}", number + 1, token.segments.len());
    let text = &token.source.text;
    let character = text.get(flaw.offset..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    let one = flaw.offset..(flaw.offset + character.len_utf8()).min(text.len());
    let length = segment.span.len();
    let at = |span| Location::span(&token.source, span);
    match flaw.kind {
        FlawKind::StandardAlphabet => Finding::new(
            at(one),
            format!("`{character}` in {place}"),
            format!("`{}`", if character == '+' { '-' } else { '_' }),
        )
        .hint("this is the standard base64 alphabet in place of the URL-safe one"),
        FlawKind::Foreign(other) => Finding::new(
            at(one),
            format!("the character U+{:04X} in {place}", u32::from(other)),
            "only letters, digits, `-` and `_`",
        ),
        FlawKind::Length => Finding::new(
            at(segment.span.clone()),
            format!("{length} characters in {place}, a length that no bytes encode to"),
            format!("{} or {} characters", length + 1, length + 2),
        )
        .hint("a character was probably lost in copying"),
        FlawKind::TrailingBits | FlawKind::Padding => Finding::new(
            at(one),
            format!("`{character}` at the end of {place}, with bits that no byte needs"),
            "a last character whose spare bits are zero",
        )
        .hint("the end was probably cut off or changed"),
    }
}

fn padded(token: &Token, _: &Context) -> Outcome {
    let finding = |(number, segment): (usize, &Segment)| {
        let flaw = segment.flaws.iter().find(|flaw| flaw.kind == FlawKind::Padding)?;
        let span = flaw.offset..segment.span.end;
        let saw = format!("`{}` at the end of segment {}", &token.source.text[span.clone()], number + 1);
        Some(Finding::new(Location::span(&token.source, span), saw, "no padding"))
    };
    Outcome::all(token.segments.iter().enumerate().filter_map(finding).collect())
}

fn line_break(token: &Token, _: &Context) -> Outcome {
    unless_stripped(token, Stripped::InnerWhitespace, "white space inside the token", "one unbroken line")
}

fn quoted(token: &Token, _: &Context) -> Outcome {
    unless_stripped(token, Stripped::Quotes, "quotes around the token", "the token alone")
}

fn byte_order_mark(token: &Token, _: &Context) -> Outcome {
    unless_stripped(token, Stripped::ByteOrderMark, "the bytes EF BB BF before the token", "the token alone")
}

fn prefixed(token: &Token, _: &Context) -> Outcome {
    unless_stripped(token, Stripped::Bearer, "`Bearer` before the token", "the token alone")
}

fn unless_stripped(token: &Token, what: Stripped, saw: &str, wanted: &str) -> Outcome {
    let clean = !token.stripped.contains(&what);
    Outcome::must(clean, || Finding::new(Location::whole(&token.source), saw, wanted))
}

fn header_not_json(token: &Token, _: &Context) -> Outcome {
    if token.segments.len() < 2 {
        return Outcome::skip("the text has no segments");
    }
    not_json(token, 0, &token.header)
}

fn claims_not_json(token: &Token, _: &Context) -> Outcome {
    not_json(token, 1, &token.claims)
}

fn not_json(token: &Token, segment: usize, part: &Part) -> Outcome {
    match part {
        Part::Here(_) => Outcome::Pass,
        Part::Missing => Outcome::skip("there is no such segment"),
        Part::Sealed => Outcome::skip("the claims are encrypted"),
        Part::Broken(_) if is_damaged(token, segment) => Outcome::skip("the segment is not base64url"),
        Part::Broken(broken) => malformed(broken).fail(),
    }
}

fn is_damaged(token: &Token, segment: usize) -> bool {
    let flaws = token.segments.get(segment).map_or(&[][..], |segment| &segment.flaws);
    flaws.iter().any(|flaw| flaw.kind != FlawKind::Padding)
}

fn malformed(broken: &Broken) -> Finding {
    let offset = broken.malformed.offset.min(broken.source.text.len());
    let at = Location::span(&broken.source, offset..offset);
    Finding::new(at, format!("{} at byte {offset}", broken.malformed.reason), "a JSON object")
}

fn duplicated(json: &Json, _: &Context) -> Outcome {
    let mut findings = Vec::new();
    find_duplicates(json, &json.place(), &mut findings);
    Outcome::all(findings)
}

fn find_duplicates(json: &Json, place: &Place<'_>, findings: &mut Vec<Finding>) {
    let mut first: HashMap<&str, &Node> = HashMap::new();
    for ((name, inner), member) in place.members().into_iter().zip(place.node.members()) {
        if let Some(earlier) = first.insert(name, inner.node) {
            let at = Location { span: Some(member.name_span.clone()), ..Location::of(&json.source, &inner) };
            let saw = format!("`{name}` again: first {}, then {}", shown(earlier), shown(inner.node));
            findings.push(Finding::new(at, saw, format!("`{name}` once")));
        }
        find_duplicates(json, &inner, findings);
    }
    for inner in place.elements() {
        find_duplicates(json, &inner, findings);
    }
}
