//! Everything that can be explained, in one form.

use crate::check::{self, Check, Run};
use crate::flow::fault::{self, AnyFault, FAULTS, Fault, endpoint, lenient};
use crate::flow::scenario::{self, Right, Scenario};
use crate::report::{Basis, Severity};
use crate::spec::Clause;
use crate::spec::liveperson::{self, CODES, Cause, Code, Family};
use serde::Serialize;

/// Something that can be explained.
#[derive(Debug, Serialize)]
pub(super) struct Topic {
    pub(super) schema: &'static str,
    pub(super) id: String,
    /// `check`, `scenario`, `fault` or `code`.
    pub(super) kind: &'static str,
    /// The name, of a code that has one.
    pub(super) name: Option<&'static str>,
    /// How bad it is or where it is seen, in a few words.
    pub(super) class: String,
    pub(super) meaning: String,
    /// How far to trust the meaning; empty if a specification says so.
    pub(super) trust: &'static str,
    /// What a scenario tries.
    pub(super) tries: Option<&'static str>,
    /// What counts as right in a scenario.
    pub(super) right: Option<String>,
    /// The plans that a scenario belongs to, each with its response types.
    pub(super) plans: Vec<String>,
    pub(super) why: Option<&'static str>,
    pub(super) fix: Option<&'static str>,
    pub(super) causes: Vec<Likely>,
    /// What to type to find out, apart from the causes' own commands.
    pub(super) command: Option<String>,
    /// The checks that fail with this fault, or the scenarios.
    pub(super) checks: Vec<&'static str>,
    /// The faults that trip this check.
    pub(super) faults: Vec<&'static str>,
    /// What LivePerson answers.
    pub(super) codes: Vec<String>,
    /// What `codes` are: `likely` answers, `possible` ones, or codes that mean the `same`.
    pub(super) codes_are: &'static str,
    pub(super) clauses: Vec<Cited>,
}

/// A cause, and how to find out whether it is the one.
#[derive(Debug, Serialize)]
pub(super) struct Likely {
    pub(super) what: &'static str,
    pub(super) checks: &'static [&'static str],
    pub(super) command: &'static str,
}

/// Where something is written.
#[derive(Debug, Serialize)]
pub(super) struct Cited {
    pub(super) clause: String,
    pub(super) url: String,
}

const KINDS: [fn(&str) -> Option<Topic>; 6] =
    [of_check, of_scenario, of_fault, of_endpoint_fault, of_lenient_fault, of_code];

/// Returns what is called `id`, or the code that a longer text has in it, as the answers of LivePerson do.
pub(super) fn find(id: &str) -> Option<Topic> {
    let id = id.trim().trim_matches('`');
    named(id).or_else(|| {
        let words = id.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.'));
        words.map(|word| word.trim_matches('.')).filter(|word| word.len() >= 4).find_map(of_code)
    })
}

fn named(id: &str) -> Option<Topic> {
    KINDS.iter().find_map(|kind| kind(id))
}

/// Returns every id, for completion and for near misses.
pub(super) fn ids() -> Vec<&'static str> {
    let codes = CODES.iter().flat_map(|row| row.codes.iter().flat_map(|(code, name)| [*code, *name]));
    let checks = check::all().map(|check| check.rule.id);
    let scenarios = scenario::all().map(|scenario| scenario.rule.id);
    let ids = checks.chain(scenarios).chain(AnyFault::all().map(AnyFault::id)).chain(codes);
    let mut ids: Vec<&str> = ids.filter(|id| !id.is_empty() && !id.contains([' ', '*'])).collect();
    ids.dedup();
    ids.extend(super::guide::GUIDES.iter().map(|guide| guide.id));
    ids.push(super::LIST);
    ids
}

fn empty(id: &str, kind: &'static str) -> Topic {
    Topic {
        schema: "lpauth-explain-v1",
        id: id.to_owned(),
        kind,
        name: None,
        class: String::new(),
        meaning: String::new(),
        trust: "",
        tries: None,
        right: None,
        plans: Vec::new(),
        why: None,
        fix: None,
        causes: Vec::new(),
        command: None,
        checks: Vec::new(),
        faults: Vec::new(),
        codes: Vec::new(),
        codes_are: "likely",
        clauses: Vec::new(),
    }
}

fn of_check(id: &str) -> Option<Topic> {
    let Check { rule, run } = check::find(id)?;
    let faults: Vec<&Fault> = FAULTS.iter().filter(|fault| fault.trips.contains(&rule.id)).collect();
    Some(Topic {
        class: format!("check, {} unless a policy says otherwise", rule.severity.name()),
        meaning: rule.title.to_owned(),
        trust: trust(rule.basis),
        why: Some(rule.why),
        fix: Some(rule.fix),
        command: Some(asking(*run, &faults)),
        faults: AnyFault::all().filter(|fault| fault.trips().contains(&rule.id)).map(AnyFault::id).collect(),
        codes: answers(rule.id),
        codes_are: if rule.severity == Severity::Error { "likely" } else { "possible" },
        clauses: rule.clauses.iter().map(cited).collect(),
        ..empty(rule.id, "check")
    })
}

fn of_scenario(id: &str) -> Option<Topic> {
    let scenario: &Scenario = scenario::find(id)?;
    let rule = &scenario.rule;
    let kinds = |kinds: &[scenario::Kind]| kinds.iter().map(|kind| kind.response_type()).collect::<Vec<_>>().join(", ");
    let (plan, _) = scenario.plans.first()?;
    Some(Topic {
        class: format!("scenario of conformance, {} unless a policy says otherwise", rule.severity.name()),
        meaning: rule.title.to_owned(),
        trust: trust(rule.basis),
        tries: Some(scenario.tries),
        right: Some(right(&scenario.right)),
        plans: scenario.plans.iter().map(|(plan, of)| format!("{} ({})", plan.name(), kinds(of))).collect(),
        why: Some(rule.why),
        fix: Some(rule.fix),
        command: Some(format!("lpauth conformance ISSUER --plan {} --only {id}", plan.name())),
        clauses: rule.clauses.iter().map(cited).collect(),
        ..empty(rule.id, "scenario")
    })
}

fn right(right: &Right) -> String {
    match right {
        Right::LoggedIn => "every login ends with a token".to_owned(),
        Right::LoggedInAnd(_) => "every login ends with a token, and the contrary of the first line holds".to_owned(),
        Right::Refused(errors) => format!("the token endpoint gives no token and answers {}", errors.join(" or ")),
        Right::SentBack(errors) => format!("the browser is sent back with {}, and with the state", errors.join(" or ")),
        Right::Kept => "the browser is not sent back: a page says what is wrong".to_owned(),
        Right::SentBackOrKept(errors) => {
            format!("the browser is sent back with {}, or a page says what is wrong", errors.join(" or "))
        }
        Right::Challenged => "userinfo answers 401 with a challenge, and tells nothing".to_owned(),
        Right::Holds(_) => "the contrary of the first line".to_owned(),
    }
}

fn trust(basis: Basis) -> &'static str {
    match basis {
        Basis::Normative => "",
        Basis::Documented => "LivePerson's documentation says so.",
        Basis::Observed => "Seen in practice; LivePerson's documentation does not say so.",
        Basis::Inferred => "Our inference, not LivePerson's word.",
    }
}

// Whoever asks about a check must pass what its fault needs to be noticed.
fn asking(run: Run, faults: &[&Fault]) -> String {
    match run {
        Run::Discovery(_) => "lpauth verify token.jwt --issuer ISSUER".to_owned(),
        _ => format!(
            "lpauth verify token.jwt --jwks KEYS{}",
            faults.first().map(|fault| flags(fault)).unwrap_or_default()
        ),
    }
}

fn flags(fault: &Fault) -> String {
    let flag = |flag: &&str| if *flag == "--no-nonce" { format!(" {flag}") } else { format!(" {flag} …") };
    fault.needs.iter().filter(|flag| **flag != "--jwks").map(flag).collect()
}

// The mobile SDKs and the older window answer the same to everything.
fn answers(check: &str) -> Vec<String> {
    let rows =
        liveperson::codes_for(check).into_iter().filter(|row| matches!(row.family, Family::Idp | Family::WebSocket));
    rows.filter_map(|row| row.codes.first().map(called)).collect()
}

fn of_fault(id: &str) -> Option<Topic> {
    let fault: &Fault = fault::find(id)?;
    let keys = if fault.needs.contains(&"--jwks") { "--jwks KEYS" } else { "--key KEY" };
    Some(Topic {
        class: format!("fault, signature {}; a correct verifier {}", fault.signature.name(), fault.duty.phrase()),
        meaning: fault.title.to_owned(),
        command: Some(format!("lpauth mint --key KEY --fault {id} | lpauth verify {keys}{}", flags(fault))),
        checks: fault.trips.to_vec(),
        codes: fault.code.and_then(liveperson_code).into_iter().collect(),
        clauses: vec![cited(&fault.clause)],
        ..empty(fault.id, "fault")
    })
}

fn of_endpoint_fault(id: &str) -> Option<Topic> {
    let fault = endpoint::find(id)?;
    Some(Topic {
        class: "fault of a server, which only `mock` has".to_owned(),
        meaning: fault.title.to_owned(),
        command: Some(format!("lpauth mock --fault {id}")),
        checks: fault.trips.to_vec(),
        codes: fault.code.and_then(liveperson_code).into_iter().collect(),
        clauses: vec![cited(&fault.clause)],
        ..empty(fault.id, "fault")
    })
}

fn of_lenient_fault(id: &str) -> Option<Topic> {
    let fault = lenient::find(id)?;
    Some(Topic {
        class: "fault of a server's judgement, which only `mock` has".to_owned(),
        meaning: fault.title.to_owned(),
        command: Some(format!("lpauth mock --fault {id}")),
        checks: fault.trips.to_vec(),
        clauses: vec![cited(&fault.clause)],
        ..empty(fault.id, "fault")
    })
}

fn liveperson_code(code: &'static str) -> Option<String> {
    liveperson::code(code)?.codes.iter().find(|(other, _)| *other == code).map(called)
}

fn called((code, name): &(&str, &str)) -> String {
    if code.ends_with(name) { (*code).to_owned() } else { format!("{code} {name}") }
}

fn cited(clause: &Clause) -> Cited {
    Cited { clause: clause.to_string(), url: clause.url() }
}

fn of_code(id: &str) -> Option<Topic> {
    let id = id.strip_prefix("LP-").unwrap_or(id);
    let row: &Code = liveperson::code(id)?;
    let same = |(code, name): &&(&str, &str)| code.eq_ignore_ascii_case(id) || name.eq_ignore_ascii_case(id);
    let (code, name) = row.codes.iter().find(same)?;
    let likely = |cause: &Cause| Likely { what: cause.what, checks: cause.checks, command: cause.command };
    Some(Topic {
        name: Some(*name).filter(|name| !code.ends_with(name)),
        class: row.family.title().to_owned(),
        meaning: row.meaning.to_owned(),
        trust: row.source.sentence(),
        causes: row.causes.iter().map(likely).collect(),
        codes: row.codes.iter().filter(|(other, _)| other != code).map(called).collect(),
        codes_are: "same",
        ..empty(code, "code")
    })
}
