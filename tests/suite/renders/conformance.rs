//! A run of conformance: a dozen scenarios in parts, some right, some wrong, some skipped, and what is published.

use crate::support::NOW;
use lpauth::report::readiness::State;
use lpauth::report::timeline::{Actor, Detail, Row};
use lpauth::report::{
    Basis, Changes, Cost, Earlier, Finding, Group, Location, Outcome, Readiness, Report, Rule, Severity, Source,
    Timeline, Verdict,
};
use lpauth::spec::{CORE, LIVEPERSON, RFC6749, RFC7636};
use serde_json::{Value, json};

macro_rules! scenarios {
    ($($name:ident $id:literal $severity:ident $title:literal $clause:expr;)*) => {
        $(static $name: Rule = Rule {
            id: $id,
            title: $title,
            severity: Severity::$severity,
            basis: Basis::Normative,
            clauses: &[$clause],
            why: "Whoever gets hold of it gets in.",
            fix: "Follow the clause.",
        };)*
    };
}

scenarios! {
    LOGIN "login-failing" Error "an ordinary login does not end with a token" CORE.at("3.1");
    WINDOW "liveperson-request-refused" Error "what LivePerson's window sends is refused" LIVEPERSON.at("Configuration");
    STATE "state-json-damaged" Error "a long `state` does not come back as it was" RFC6749.at("4.1.2");
    SLASH "default-redirect-uri-slash" Note "the redirection URI with a slash at its end is refused" LIVEPERSON.at("Configuration");
    NONCE "nonce-optional" Error "a request without `nonce` is accepted" CORE.at("3.2.2.1");
    UNKNOWN "unknown-parameter-refused" Warning "a request with a parameter that nobody knows is refused" RFC6749.at("3.1");
    REUSED "code-reusable" Error "a code can be redeemed twice" RFC6749.at("4.1.2");
    FOREIGN "code-of-other-client" Error "a client redeems the code of another" RFC6749.at("4.1.3");
    BASKET "token-redirect-uri-optional" Error "a token request without the redirection URI is answered" RFC6749.at("4.1.3");
    VERIFIER "pkce-verifier-unchecked" Error "a wrong code verifier is accepted" RFC7636.at("4.6");
    DOWNGRADE "pkce-downgraded" Error "a token request without the verifier is answered" RFC7636.at("4.6");
    REFRESH "refresh-token-of-other-client" Error "a client uses the refresh token of another" RFC6749.at("6");
    CACHE "token-response-cacheable" Warning "the token response may be kept" RFC6749.at("5.1");
    METADATA "discovery-issuer-slash" Warning "the issuer ends in a slash" CORE.at("16.15");
}

const ANSWER: &str = "{\"access_token\":\"…\",\"token_type\":\"Bearer\",\"id_token\":\"…\"}";

fn group(part: &'static str, rule: &'static Rule, tried: &'static str, outcome: Outcome) -> Group {
    let severity = rule.severity;
    Group {
        subject: rule.id.to_owned(),
        part: Some(part),
        tried: Some(tried),
        cost: Some(Cost { requests: 7, took: 212 }),
        timeline: Some(timeline(outcome.failed())),
        verdicts: vec![Verdict { rule, severity, outcome }],
        documents: vec![Source::new("token response", ANSWER)],
        ..Group::default()
    }
}

fn skipped(part: &'static str, rule: &'static Rule, tried: &'static str, reason: &'static str) -> Group {
    Group { timeline: None, cost: None, documents: Vec::new(), ..group(part, rule, tried, Outcome::skip(reason)) }
}

fn wrong(saw: &str, wanted: &str) -> Finding {
    let place = ANSWER.find("\"access_token\"").unwrap();
    let at =
        Location { document: "token response".into(), pointer: "/access_token".into(), span: Some(place..place + 14) };
    Finding::new(at, saw, wanted)
}

fn timeline(broken: bool) -> Timeline {
    let row = |at, to, method: &str, address: &str, outcome: &str| Row {
        at,
        from: Actor::LivePerson,
        to,
        method: method.into(),
        address: format!("https://login.brand.example{address}"),
        outcome: outcome.into(),
        took: Some(40),
        broken: false,
        checks: Vec::new(),
        documents: Vec::new(),
        details: Vec::new(),
    };
    let asked = Detail::Asked("code=•••&grant_type=authorization_code".into());
    let last = Row {
        broken,
        documents: vec!["token response"],
        details: vec![asked, Detail::Answered(ANSWER.into()), Detail::Fact("40 ms".into())],
        ..row(160, Actor::Server, "POST", "/token", "200, with id_token, access_token")
    };
    Timeline {
        server: Some("https://login.brand.example".into()),
        took: 212,
        rows: vec![row(0, Actor::Server, "GET", "/authorize", "302 → /login"), last],
        stopped: None,
        cause: None,
    }
}

fn published() -> Group {
    let text = "{\n  \"issuer\": \"https://login.brand.example/\"\n}\n";
    let place = text.find("\"https").unwrap();
    let at = Location { document: "metadata".into(), pointer: "/issuer".into(), span: Some(place..place + 30) };
    let slash = Finding::new(at, "https://login.brand.example/", "https://login.brand.example").compared();
    Group {
        subject: "https://login.brand.example/".into(),
        summary: vec![("issuer".into(), "https://login.brand.example/".into())],
        verdicts: vec![
            Verdict { rule: &METADATA, severity: METADATA.severity, outcome: slash.fail() },
            Verdict { rule: &CACHE, severity: CACHE.severity, outcome: Outcome::Pass },
        ],
        documents: vec![Source::new("metadata", text)],
        ..Group::default()
    }
}

const LOG_IN: &str = "login";
const WINDOWS: &str = "LivePerson's request";
const ASK: &str = "authorization request";
const TOKEN: &str = "token request";
const PKCE: &str = "PKCE";
const NO_SECOND: &str = "no second client is known: name one in the settings (conformance.second_client)";

/// Returns the report.
pub(super) fn report() -> Report {
    let mut reused = group(
        TOKEN,
        &REUSED,
        "a code is redeemed a second time",
        wrong("200, with a token", "400, with `invalid_grant`").fail(),
    );
    let cacheable = wrong("no Cache-Control", "Cache-Control: no-store").hint("the second answer only").fail();
    reused.verdicts.push(Verdict { rule: &CACHE, severity: Severity::Warning, outcome: cacheable });
    let mut implicit = group(ASK, &NONCE, "a login without `nonce`", Outcome::Pass);
    implicit.subject = "nonce-optional (id_token token)".into();
    let groups = vec![
        group(LOG_IN, &LOGIN, "an ordinary login", Outcome::Pass),
        group(
            WINDOWS,
            &WINDOW,
            "all that LivePerson's window sends, with a `state` of 1,243 characters",
            Outcome::Pass,
        ),
        group(WINDOWS, &STATE, "a `state` of 1.7 kB of JSON", Outcome::Pass),
        group(WINDOWS, &SLASH, "LivePerson's redirection URI with a slash at its end", wrong("a page", "302").fail()),
        implicit,
        group(ASK, &UNKNOWN, "a parameter that nobody knows", wrong("400", "a login as if it were not there").fail()),
        reused,
        skipped(TOKEN, &FOREIGN, "a client redeems the code of another", NO_SECOND),
        group(TOKEN, &BASKET, "a token request without `redirect_uri`", Outcome::Pass),
        group(PKCE, &VERIFIER, "a code verifier that is another", Outcome::Pass),
        group(PKCE, &DOWNGRADE, "a challenge, and then no verifier", Outcome::Pass),
        skipped("refresh", &REFRESH, "another client uses a refresh token", NO_SECOND),
        published(),
    ];
    let because = [
        "The plain login works, and so does what LivePerson's window sends.",
        "1 scenario fails: a code can be redeemed twice.",
        "2 scenarios could not be tried for want of `conformance.second_client`.",
    ];
    Report {
        cost: Some(Cost { requests: 72, took: 1_340 }),
        readiness: Some(Readiness {
            state: State::NotReady,
            purpose: "LivePerson",
            because: because.map(str::to_owned).into(),
        }),
        ..Report::new("conformance", NOW, "liveperson", groups)
    }
}

/// Returns the report, compared with one of a week before.
pub(super) fn compared() -> Report {
    let report = report();
    let earlier = Earlier::parse("last-week.json", &last_week().to_string()).unwrap();
    Report { changes: Some(Changes::between(&earlier, &report)), ..report }
}

fn last_week() -> Value {
    let verdict = |id: &str, outcome: &str| json!({ "id": id, "outcome": outcome, "severity": "error", "later": 1 });
    let group = |id: &str, outcome: &str| json!({ "subject": id, "part": "any", "verdicts": [verdict(id, outcome)] });
    let mut login = group("login-failing", "pass");
    login["verdicts"].as_array_mut().unwrap().push(verdict("iss-missing", "fail"));
    let groups = [
        login,
        group("code-reusable", "pass"),
        group("pkce-downgraded", "fail"),
        group("code-of-other-client", "pass"),
        group("unknown-parameter-refused", "fail"),
        group("state-json-damaged", "pass"),
        group("secret-unchecked", "fail"),
    ];
    json!({
        "schema": "lpauth-report-v1", "command": "conformance", "judged_at": NOW - 7 * 86_400, "groups": groups,
    })
}
