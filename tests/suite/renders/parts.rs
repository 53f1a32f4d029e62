//! A report in parts, as conformance makes it, in every format.

use super::{conformance, narrow};
use lpauth::render::{Style, html, pretty};
use textwrap::core::display_width;

#[test]
fn people_read_the_verdict_and_then_a_line_a_scenario() {
    let text = pretty::render(&conformance::report(), &narrow());
    let list = &text[..text.find("✗ code-reusable: 1 error").unwrap()];
    insta::assert_snapshot!(list, @r#"
    ✗ not ready for LivePerson
      The plain login works, and so does what LivePerson's window sends.
      1 scenario fails: a code can be redeemed twice.
      2 scenarios could not be tried.

    login                                                             requests, time
      ✓ login-failing                    an ordinary login                7   212 ms

    LivePerson's request
      ✓ liveperson-request-refused       all that LivePerson's window…    7   212 ms
      ✓ state-json-damaged               a `state` of 1.7 kB of JSON      7   212 ms
      ✓ default-redirect-uri-slash       note: the redirection URI wi…    7   212 ms

    authorization request
      ✓ nonce-optional (id_token token)  a login without `nonce`          7   212 ms
      ! unknown-parameter-refused        a request with a parameter t…    7   212 ms

    token request
      ✗ code-reusable                    a code can be redeemed twice…    7   212 ms
      ✓ token-redirect-uri-optional      a token request without `red…    7   212 ms
      – 1 skipped: no second client is known: name one in the settings (conformance…

    PKCE
      ✓ pkce-verifier-unchecked          a code verifier that is anot…    7   212 ms
      ✓ pkce-downgraded                  a challenge, and then no ver…    7   212 ms

    refresh
      – 1 skipped: no second client is known: name one in the settings (conformance…
    "#);
}

#[test]
fn below_the_list_stands_what_is_wrong_worst_first_and_at_the_end_the_sum() {
    let text = pretty::render(&conformance::report(), &narrow());
    let (_, findings) = text.split_once("\n\n✗ code-reusable: 1 error, 1 warning\n").unwrap();
    let told: Vec<&str> = findings.lines().filter(|line| !line.starts_with(' ') && !line.is_empty()).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    error: code-reusable: a code can be redeemed twice
    warning: token-response-cacheable: the token response may be kept
    ! unknown-parameter-refused: 1 warning
    warning: unknown-parameter-refused: a request with a parameter that nobody knows
    ✓ default-redirect-uri-slash: 1 note
    note: default-redirect-uri-slash: the redirection URI with a slash at its end is
    ! https://login.brand.example/: 1 warning
    warning: discovery-issuer-slash: the issuer ends in a slash
    1 check passed, 0 not asked (-v lists them)
    12 scenarios: 8 passed, 1 failed, 1 with warnings, 2 skipped
    72 requests in 1.3 s (-v tells everything)
    "#);
    assert!(findings.starts_with("  tried     a code is redeemed a second time\n\nerror: code-reusable"), "{text}");
}

#[test]
fn everything_is_told_of_each_scenario_if_asked_for() {
    let text = pretty::render(&conformance::report(), &Style { verbose: true, ..narrow() });
    assert!(text.contains("  – code-of-other-client: no second client is known"), "{text}");
    assert!(text.contains("✓ pkce-downgraded: no errors, no warnings\n  tried "), "{text}");
    assert_eq!(text.matches("2 messages in 212 ms").count(), 10);
}

#[test]
fn a_line_a_scenario_fits_the_terminal() {
    for width in [40, 60, 80, 120] {
        let text = pretty::render(&conformance::report(), &Style { width, ..Style::PLAIN });
        let list = text.split("\n\n").skip(1).take(6).flat_map(str::lines);
        list.for_each(|line| assert!(display_width(line) <= width, "{width}: {line}"));
    }
}

#[test]
fn what_has_changed_stands_before_the_sum() {
    let text = pretty::render(&conformance::compared(), &narrow());
    let (_, changes) = text.split_once("(-v lists them)\n\n").unwrap();
    insta::assert_snapshot!(changes, @r#"
    since last-week.json of 2025-12-25T00:00:00Z
      ✗ newly failing: code-reusable: was passed, is error
      ✗ newly failing: code-reusable: token-response-cacheable: was passed, is
        warning
      ✗ new: default-redirect-uri-slash: is note
      ✗ new: https://login.brand.example/: discovery-issuer-slash: is warning
      ✓ mended: login-failing: iss-missing: was error, is passed
      ✓ mended: pkce-downgraded: was error, is passed
      ✓ better: unknown-parameter-refused: was error, is warning
      · gone: secret-unchecked: was error
      6 new, 1 no longer asked, 2 answers the same

    12 scenarios: 8 passed, 1 failed, 1 with warnings, 2 skipped
    72 requests in 1.3 s (-v tells everything)
    "#);
}

#[test]
fn html_shows_each_scenario_in_a_table_and_what_went_wrong_first() {
    let page = html::render(&conformance::compared(), &narrow());
    assert!(page.contains("<title>lpauth conformance: Not ready for LivePerson</title>"), "{page}");
    assert_eq!(page.matches("<tr class=\"passed\">").count(), 7);
    assert_eq!(page.matches("<th scope=\"row\">").count(), 13 + 8, "scenarios, documents and changes");
    let order = ["error", "warning", "note", "passed"].map(|upshot| page.find(&format!("try is-{upshot}\"")).unwrap());
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(page.matches("<details open>").count(), 3, "what happened is folded where all is right");
    assert!(page.contains("Skipped: no second client") && !page.contains("try is-skipped"), "a row, no section");
}

#[test]
fn html_tells_nothing_by_colour_alone() {
    let page = html::render(&conformance::compared(), &narrow());
    for upshot in page.split("<td class=\"upshot\">").skip(1) {
        let (mark, word) = upshot.split_once("</span> ").unwrap();
        assert!(mark.starts_with("<span aria-hidden=\"true\">") && word.starts_with(char::is_alphabetic), "{upshot}");
    }
}
