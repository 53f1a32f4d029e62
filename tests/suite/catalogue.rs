//! The catalogue as a table: what must hold for every row, so that no reviewer has to remember it.

use lpauth::check::policy::{self, Level};
use lpauth::check::{self, TABLES};
use lpauth::flow::scenario;
use lpauth::model::discovery::members::{self, MEMBERS, Shape};
use lpauth::render::catalogue;
use lpauth::report::{Basis, Rule, Severity};
use lpauth::spec::liveperson::{CODES, Family, codes_for};
use lpauth::spec::oauth::{self, ERRORS, Endpoint};
use std::collections::HashSet;

/// The rules of all checks and of all scenarios: users name them alike.
fn rules() -> impl Iterator<Item = &'static Rule> {
    checks().chain(scenario::all().map(|scenario| &scenario.rule))
}

fn checks() -> impl Iterator<Item = &'static Rule> {
    check::all().map(|check| &check.rule)
}

fn find(id: &str) -> Option<&'static Rule> {
    check::find(id).map(|check| &check.rule).or_else(|| scenario::find(id).map(|scenario| &scenario.rule))
}

#[test]
fn ids_are_unique_and_found() {
    let mut ids = HashSet::new();
    for rule in rules() {
        assert!(ids.insert(rule.id), "{} is used twice", rule.id);
        assert!(std::ptr::eq(find(rule.id).unwrap(), rule), "{} finds another row", rule.id);
    }
}

#[test]
fn ids_are_kebab_case_and_name_the_problem() {
    let advice = ["check", "should", "must", "use", "no", "valid", "ensure", "require", "missing", "invalid"];
    for rule in rules() {
        let words: Vec<&str> = rule.id.split('-').collect();
        let is_word =
            |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        assert!(words.len() > 1 && words.iter().all(is_word), "{} is not kebab-case", rule.id);
        assert!(!advice.contains(&words[0]), "{} names no problem of something", rule.id);
    }
}

#[test]
fn rows_are_whole() {
    for Rule { id, title, clauses, why, fix, .. } in rules() {
        assert!(!clauses.is_empty(), "{id} cites nothing");
        assert!(!title.is_empty() && !title.ends_with('.'), "the title of {id} is a phrase without a full stop");
        for (name, text) in [("why", why), ("fix", fix)] {
            assert!(text.ends_with('.') && text.len() > 20, "{name} of {id} is no sentence");
            assert!(!text.contains("  "), "{name} of {id} has stray spaces");
        }
        for text in [title, why, fix] {
            assert!(text.matches('`').count() % 2 == 0, "{id}: a backtick too many in “{text}”");
        }
    }
}

#[test]
fn a_fix_says_what_to_do() {
    for Rule { id, fix, .. } in rules() {
        let first = fix.split(' ').next().unwrap().trim_end_matches(',');
        assert!(VERBS.contains(&first), "the fix of {id} begins with “{first}”");
    }
}

/// How a fix may begin: with what to do, or with `If`.
const VERBS: &[&str] = &[
    "Ask", "Check", "Compare", "Copy", "Divide", "Get", "Give", "Hand", "If", "Issue", "Leave", "Make", "Move", "Open",
    "Pass", "Publish", "Put", "Read", "Register", "Replace", "Round", "Send", "Set", "Take", "Use", "Write",
];

#[test]
fn what_is_only_reasoned_is_only_a_note() {
    for rule in rules() {
        let inferred = matches!(rule.basis, Basis::Inferred);
        assert!(!inferred || rule.severity == Severity::Note, "{} is inferred, yet no note", rule.id);
        assert!(
            !inferred || rule.why.contains("not documented") || rule.why.contains("may"),
            "{} sounds sure",
            rule.id
        );
    }
}

#[test]
fn policies_name_checks_that_exist() {
    let mut seen = HashSet::new();
    for id in policy::LIVEPERSON.iter().map(|(id, _)| id).chain(policy::EVERYBODYS) {
        assert!(find(id).is_some(), "there is no {id}");
        assert!(seen.insert(id), "{id} stands there twice");
    }
    let names: Vec<_> = policy::POLICIES.iter().map(|policy| policy.name).collect();
    assert_eq!(names, lpauth::model::settings::POLICIES, "lpauth.toml takes every policy");
}

#[test]
fn no_policy_makes_more_of_what_is_only_reasoned() {
    for policy in policy::POLICIES {
        for rule in rules().filter(|rule| rule.basis == Basis::Inferred) {
            let raised = matches!((policy.level)(rule), Some(Level::At(severity)) if severity > Severity::Note);
            assert!(!raised, "{} raises {}", policy.name, rule.id);
        }
    }
}

#[test]
fn strict_lets_no_documented_rule_be_a_note() {
    let strict = policy::find("strict").unwrap();
    for rule in rules().filter(|rule| rule.basis != Basis::Inferred && rule.severity < Severity::Error) {
        let wanted = if rule.severity == Severity::Note { Severity::Warning } else { Severity::Error };
        assert_eq!((strict.level)(rule), Some(Level::At(wanted)), "{}", rule.id);
    }
}

#[test]
fn the_document_shows_every_check() {
    let text = catalogue::markdown(&check::chapters());
    assert_eq!(check::chapters().len(), TABLES.len());
    for rule in checks() {
        assert!(text.contains(&format!("\n### `{}`\n", rule.id)), "{} has no section", rule.id);
    }
    assert!(text.contains("[RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)"));
}

#[test]
fn the_likeliest_code_of_a_check_is_one_that_its_text_names() {
    let named = |why: &str| {
        CODES.iter().flat_map(|row| row.codes).any(|(code, name)| why.contains(&format!("{code} ({name})")))
    };
    let mut count = 0;
    for rule in rules().filter(|rule| named(rule.why)) {
        let rows = codes_for(rule.id);
        let Some(likeliest) = rows.iter().find(|row| row.family == Family::Idp) else { continue };
        assert!(likeliest.codes.iter().any(|(code, _)| rule.why.contains(code)), "{}: {:?}", rule.id, likeliest.codes);
        count += 1;
    }
    assert!(count > 15, "{count} checks");
}

#[test]
fn the_table_of_metadata_members_agrees_with_itself() {
    for (index, member) in MEMBERS.iter().enumerate() {
        let name = member.name;
        assert!(!MEMBERS[..index].iter().any(|earlier| earlier.name == name), "{name} stands twice");
        for sign in member.wanted_by {
            assert!(sign.member() != name && members::find(sign.member()).is_some(), "{name} is wanted by {sign:?}");
        }
        for value in member.default {
            let fits = match member.shape {
                Shape::Truth => ["true", "false"].contains(value),
                Shape::Texts => member.registry.is_some_and(|registry| registry.has(value)),
                _ => false,
            };
            assert!(fits, "{name} cannot default to {value}");
        }
    }
}

#[test]
fn the_errors_of_oauth_are_each_told_once() {
    for (index, error) in ERRORS.iter().enumerate() {
        let (name, endpoint) = (error.name, error.endpoint);
        let again = ERRORS[..index].iter().any(|other| (other.name, other.endpoint) == (name, endpoint));
        assert!(!again, "{name} stands twice for {endpoint:?}");
        assert!(std::ptr::eq(oauth::error(name, endpoint).unwrap(), error), "{name} finds another row");
        assert!(!error.causes.is_empty(), "{name} has no cause");
        for text in error.causes.iter().chain([&error.meaning, &error.next]) {
            assert!(!text.ends_with('.') && text.matches('`').count() % 2 == 0, "{name}: “{text}”");
        }
    }
}

#[test]
fn the_errors_that_the_specifications_list_are_all_known() {
    let listed: [(Endpoint, &[&str]); 4] = [
        (
            // RFC 6749 §4.1.2.1, OIDC Core §3.1.2.6.
            Endpoint::Authorization,
            &[
                "invalid_request",
                "unauthorized_client",
                "access_denied",
                "unsupported_response_type",
                "invalid_scope",
                "server_error",
                "temporarily_unavailable",
                "interaction_required",
                "login_required",
                "account_selection_required",
                "consent_required",
                "invalid_request_uri",
                "invalid_request_object",
                "request_not_supported",
                "request_uri_not_supported",
                "registration_not_supported",
            ],
        ),
        (
            // RFC 6749 §5.2, and the names of LivePerson's guide.
            Endpoint::Token,
            &[
                "invalid_request",
                "invalid_client",
                "invalid_grant",
                "unauthorized_client",
                "unsupported_grant_type",
                "invalid_scope",
                "json_parse_error",
                "invalid_code",
            ],
        ),
        (Endpoint::Resource, &["invalid_request", "invalid_token", "insufficient_scope"]),
        (Endpoint::Revocation, &["unsupported_token_type"]),
    ];
    for (endpoint, names) in listed {
        let missing: Vec<_> = names
            .iter()
            .filter(|name| oauth::error(name, endpoint).is_none_or(|row| row.endpoint != endpoint))
            .collect();
        assert!(missing.is_empty(), "{endpoint:?}: {missing:?}");
    }
    let refresh = |name| oauth::error(name, Endpoint::Refresh).unwrap().endpoint;
    assert_eq!((refresh("invalid_grant"), refresh("invalid_client")), (Endpoint::Refresh, Endpoint::Token));
}
