//! The formats for programs and browsers: short ones in full, long ones by what must be true of them.

use super::{CLAIMS, CONTACT, ISSUER, NONCE, at, bad, conformance, good, in_full, narrow, report, verdict};
use lpauth::render::{FORMATS, github, html, junit, markdown, pretty, sarif};
use lpauth::report::readiness::State;
use lpauth::report::timeline::{Actor, Detail, Row};
use lpauth::report::{Changes, Earlier, Finding, Group, Outcome, Readiness, Report, Source, Timeline};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

#[test]
fn junit_has_a_suite_a_subject_and_a_case_a_check() {
    insta::assert_snapshot!(junit::render(&report(vec![bad(), good()]), &narrow()), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="lpauth verify" tests="5" failures="2" errors="0" skipped="1">
      <testsuite name="a.jwt" tests="4" failures="2" errors="0" skipped="1">
        <properties>
          <property name="policy" value="liveperson"/>
          <property name="issuer" value="https://login.brand.example/"/>
          <property name="caveat" value="The signature is not verified: anybody may have written these claims."/>
        </properties>
        <testcase classname="a.jwt" name="sub-is-contact">
          <failure message="`sub` is an e-mail address or a phone number" type="warning">warning: sub-is-contact: `sub` is an e-mail address or a phone number
      at        claims of a.jwt, /sub, line 1, character 45
            1 | {&quot;iss&quot;:&quot;https://login.brand.example/&quot;,&quot;sub&quot;:&quot;marta@mail.example&quot;}
              |                                             ^^^^^^^^^^^^^^^^^^^^
      expected  an ID without meaning
      found     &quot;marta@mail.example&quot;
      why       Addresses are given away again.
      fix       Use an internal ID for `sub`.
      see       LivePerson “Implementation guide” (seen in practice, not documented)</failure>
        </testcase>
        <testcase classname="a.jwt" name="issuer-mismatch">
          <failure message="`iss` is not the expected issuer" type="error">error: issuer-mismatch: `iss` is not the expected issuer
      at        claims of a.jwt, /iss, line 1, character 8
            1 | {&quot;iss&quot;:&quot;https://login.brand.example/&quot;,&quot;sub&quot;:&quot;marta@mail.example&quot;}
              |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      expected  https://login.brand.example
      found     https://login.brand.example/
                                           ^
      hint      only a slash at the end differs
      why       The issuer must be the expected one, character by character.
      fix       Copy `iss` from a real token into LivePerson&apos;s console.
      see       OIDC Core §3.1.3.7 item 2, LivePerson “Configuration”
      code      LivePerson: likely 9007 CUSTOMER_JWT_NOT_VALID (lpauth explain 9007)</failure>
        </testcase>
        <testcase classname="a.jwt" name="token-expired"/>
        <testcase classname="a.jwt" name="nonce-mismatch">
          <skipped message="no nonce was given: pass --nonce or --no-nonce"/>
        </testcase>
      </testsuite>
      <testsuite name="b.jwt" tests="1" failures="0" errors="0" skipped="0">
        <properties>
          <property name="policy" value="liveperson"/>
        </properties>
        <testcase classname="b.jwt" name="token-expired"/>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn github_gets_an_annotation_a_finding() {
    let file = Group { documents: vec![Source::new("claims of a.jwt", CLAIMS).part_of("a.jwt")], ..bad() };
    insta::assert_snapshot!(github::render(&report(vec![file]), &narrow()), @r#"
    ::error file=a.jwt,title=issuer-mismatch%3A `iss` is not the expected issuer::found: https://login.brand.example/%0Aexpected: https://login.brand.example%0Ahint: only a slash at the end differs%0Aat: claims of a.jwt, /iss, line 1, character 8%0Afix: Copy `iss` from a real token into LivePerson's console.%0Asee: OIDC Core §3.1.3.7 item 2, LivePerson “Configuration”
    ::warning file=a.jwt,title=sub-is-contact%3A `sub` is an e-mail address or a phone number::found: "marta@mail.example"%0Aexpected: an ID without meaning%0Aat: claims of a.jwt, /sub, line 1, character 45%0Afix: Use an internal ID for `sub`.%0Asee: LivePerson “Implementation guide” (seen in practice, not documented)
    lpauth verify: 1 error, 1 warning; 1 check passed, 1 not asked
    "#);
}

#[test]
fn github_is_told_lines_and_columns_of_files_only() {
    let on = |name: &str, text: &str, span| {
        let mut finding = Finding::new(at("/sub", "marta"), "50%, or: so", "y");
        finding.at.document = name.into();
        finding.at.span = Some(span);
        let documents = vec![Source::new(name, text)];
        let group = Group { verdicts: vec![verdict(&CONTACT, finding.fail())], documents, ..Group::default() };
        let text = github::render(&report(vec![group]), &narrow());
        text.lines().next().unwrap().to_owned()
    };
    let title = "title=sub-is-contact%3A `sub` is an e-mail address or a phone number::found: 50%25, or: so%0A";
    let one_line = on("a,b.json", "{\n  \"é\": 1 }", 7..10);
    assert!(one_line.starts_with(&format!("::warning file=a%2Cb.json,line=2,col=5,endColumn=8,{title}")), "{one_line}");
    let two_lines = on("a.json", "{\n  \"é\": 1 }", 0..5);
    assert!(two_lines.starts_with(&format!("::warning file=a.json,line=1,endLine=2,{title}")), "{two_lines}");
    let fetched = on("https://a.example/b", "{}", 0..1);
    assert!(fetched.starts_with(&format!("::warning {title}")), "{fetched}");
}

#[test]
fn markdown_reads_as_it_stands() {
    insta::assert_snapshot!(markdown::render(&report(vec![bad()]), &narrow()), @r#"
    ## ✗ `a.jwt`: 1 error, 1 warning

    - issuer: `https://login.brand.example/`

    > The signature is not verified: anybody may have written these claims.

    ### error: `issuer-mismatch`: `iss` is not the expected issuer

    - at `claims of a.jwt`, `/iss`, line 1, character 8

      ```text
      1 | {"iss":"https://login.brand.example/","sub":"marta@mail.example"}
        |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      ```

      - expected `https://login.brand.example`
      - found `https://login.brand.example/`
      - hint: only a slash at the end differs

    **Why:** The issuer must be the expected one, character by character.

    **Fix:** Copy `iss` from a real token into LivePerson's console.

    **See:** [OIDC Core §3.1.3.7 item 2](https://openid.net/specs/openid-connect-core-1_0.html), [LivePerson “Configuration”](https://developers.liveperson.com/consumer-authentication-introduction.html)

    LivePerson: likely 9007 CUSTOMER_JWT_NOT_VALID (lpauth explain 9007)

    ### warning: `sub-is-contact`: `sub` is an e-mail address or a phone number

    - at `claims of a.jwt`, `/sub`, line 1, character 45

      ```text
      1 | {"iss":"https://login.brand.example/","sub":"marta@mail.example"}
        |                                             ^^^^^^^^^^^^^^^^^^^^
      ```

      - expected `an ID without meaning`
      - found `"marta@mail.example"`

    **Why:** Addresses are given away again.

    **Fix:** Use an internal ID for `sub`.

    **See:** [LivePerson “Implementation guide”](https://developers.liveperson.com/consumer-authentication-introduction.html) (seen in practice, not documented)

    <details><summary>1 check passed, 1 not asked</summary>

    - passed: `token-expired`
    - not asked: `nonce-mismatch`: no nonce was given: pass --nonce or --no-nonce

    </details>

    *lpauth verify, policy liveperson*
    "#);
}

fn sarif(report: &Report) -> Value {
    serde_json::from_str(&sarif::render(report, &narrow())).unwrap()
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let log = sarif(&report(vec![bad(), good()]));
    assert_eq!((&log["version"], &log["runs"][0]["columnKind"]), (&json!("2.1.0"), &json!("unicodeCodePoints")));
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "lpauth");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.iter().map(|rule| &rule["id"]).collect::<Vec<_>>().len(), 4, "each rule once");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "passes and skips are no results");
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!((&rule["id"], &rule["defaultConfiguration"]["level"]), (&result["ruleId"], &result["level"]));
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://") && !rule["help"]["markdown"].is_null());
        assert!(result["message"]["text"].is_string());
    }
    let subject = &run["properties"]["subjects"][0];
    assert_eq!(subject["passed"], json!(["token-expired"]));
    assert_eq!(subject["notAsked"]["nonce-mismatch"], "no nonce was given: pass --nonce or --no-nonce");
}

#[test]
fn sarif_points_at_the_characters() {
    let log = sarif(&report(vec![bad()]));
    let place = &log["runs"][0]["results"][0]["locations"][0];
    let region = json!({
        "startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 38, "byteOffset": 7, "byteLength": 30,
    });
    assert_eq!(place["physicalLocation"]["region"], region);
    let artifact = json!({ "uri": "claims%20of%20a.jwt", "index": 0 });
    assert_eq!(place["physicalLocation"]["artifactLocation"], artifact);
    assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "/iss");
    assert_eq!(log["runs"][0]["artifacts"][0]["contents"]["text"], CLAIMS);
}

#[test]
fn what_was_decoded_is_nested_in_what_it_was_decoded_from() {
    let whole = Source::new("a.jwt", "…");
    let documents = vec![whole, Source::new("claims of a.jwt", CLAIMS).part_of("a.jwt")];
    let log = sarif(&report(vec![Group { documents, ..bad() }]));
    assert_eq!(log["runs"][0]["artifacts"][1]["parentIndex"], 0);
}

#[test]
fn fingerprints_are_distinct_and_outlive_a_moved_line() {
    let fingerprints = |report: &Report| -> Vec<String> {
        let log = sarif(report);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"]["lpauthPlace/v1"].to_string()).collect()
    };
    let twice = |shift: usize| {
        let mut place = at("/sub", "marta");
        place.span = place.span.map(|span| span.start + shift..span.end + shift);
        let findings = vec![Finding::new(place.clone(), "a", "b"), Finding::new(place, "c", "b")];
        let documents = vec![Source::new("claims of a.jwt", format!("{}{CLAIMS}", "\n".repeat(shift)))];
        Group { verdicts: vec![verdict(&CONTACT, Outcome::all(findings))], documents, ..bad() }
    };
    let before = fingerprints(&report(vec![twice(0)]));
    assert_eq!(before, fingerprints(&report(vec![twice(3)])));
    assert_ne!(before[0], before[1]);
}

#[test]
fn html_is_whole_in_itself_and_marks_the_source() {
    let text = html::render(&report(vec![bad(), good()]), &narrow());
    let in_parts = html::render(&conformance::compared(), &narrow());
    for elsewhere in ["<script", "<link", "<img", "<iframe", "src=", "@import", "url("] {
        assert!(!text.contains(elsewhere) && !in_parts.contains(elsewhere), "{elsewhere}");
    }
    assert!(text.contains("default-src 'none'"));
    let mark = "<mark class=\"error\"><a href=\"#f1-1\" title=\"error: issuer-mismatch\">&#34;https://login.brand.example/&#34;</a></mark>";
    assert!(text.contains(mark), "{text}");
    assert!(text.contains("https://login.brand.example<mark>/</mark>"), "the character that differs");
    assert!(text.contains("no nonce was given") && text.contains("<code>token-expired</code>"));
}

/// The lines of a document as the page shows them, with findings at `spans`.
fn source_lines(text: &str, spans: &[std::ops::Range<usize>]) -> Vec<String> {
    let finding = |span: &std::ops::Range<usize>| {
        let place = lpauth::report::Location { document: "d".into(), span: Some(span.clone()), ..Default::default() };
        Finding::new(place, "a", "b")
    };
    let verdicts = vec![verdict(&CONTACT, Outcome::all(spans.iter().map(finding).collect()))];
    let group = Group { subject: "d".into(), verdicts, documents: vec![Source::new("d", text)], ..Group::default() };
    let page = html::render(&report(vec![group]), &narrow());
    let list = page.split("<ol class=\"source\">").nth(1).unwrap().split("</ol>").next().unwrap();
    let bare = |line: &str| {
        let anchors = (1..=spans.len()).fold(line.to_owned(), |line, number| {
            let link = format!("<a href=\"#f1-{number}\" title=\"warning: sub-is-contact\">");
            line.replace(&format!("<a id=\"m1-{number}\"></a>"), "").replace(&link, &format!("{number}:"))
        });
        anchors.replace("<mark class=\"warning\">", "[").replace("</a></mark>", "]").replace("&#34;", "\"")
    };
    list.split("<li>").skip(1).map(|line| bare(line.split("</li>").next().unwrap())).collect()
}

#[test]
#[expect(clippy::single_range_in_vec_init, reason = "one span is meant")]
fn html_marks_the_very_characters_whatever_the_text_is_like() {
    let crlf = source_lines("{\r\n\t\"é\": 1\r\n}\r\n", &[4..8]);
    assert_eq!(crlf, ["{", "\t[1:\"é\"]: 1", "}"]);
    let nested = source_lines("{\"a\":{\"b\":1}, \"c\": 2}", &[5..12, 10..11]);
    assert_eq!(nested, ["{\"a\":[1:{\"b\":][2:1][1:}], \"c\": 2}"]);
    assert_eq!(source_lines("[1,\n2]\n3", &[1..6]), ["[[1:1,]", "[1:2]]", "3"]);
}

#[test]
#[expect(clippy::single_range_in_vec_init, reason = "one span is meant")]
fn html_marks_a_whole_document_at_its_beginning_and_what_is_missing_where_it_belongs() {
    assert_eq!(source_lines("{\"a\":1}\n", &[0..7]), ["[1:{]\"a\":1}"]);
    assert_eq!(source_lines("{\"a\":", &[5..5]), ["{\"a\":[1:]"]);
    assert_eq!(source_lines("abc", &[1..1]), ["a[1:b]c"]);
    assert_eq!(source_lines("", &[0..0]), ["[1:]"]);
}

#[test]
fn html_shows_the_document_with_the_worst_finding_first() {
    let mut note = Finding::new(at("/sub", "marta"), "a", "b");
    note.at.document = "a.json".into();
    let mut group = bad();
    group.verdicts[0] = verdict(&CONTACT, note.fail());
    group.documents = ["c.json", "a.json", "claims of a.jwt"].map(|name| Source::new(name, CLAIMS)).into();
    let page = html::render(&report(vec![group]), &narrow());
    let headings: Vec<_> =
        ["claims of a.jwt", "a.json", "c.json"].map(|name| page.find(&format!("<h3>{name}</h3>")).unwrap()).into();
    assert!(headings.is_sorted(), "{headings:?}");
}

#[test]
fn every_link_inside_the_page_leads_somewhere_once() {
    leads_somewhere(&html::render(&report(vec![bad(), good()]), &narrow()));
    leads_somewhere(&html::render(&conformance::compared(), &narrow()));
}

fn leads_somewhere(text: &str) {
    let after = |mark: &'static str| text.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap());
    let mut ids: Vec<&str> = after(" id=\"").collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    after("href=\"#").for_each(|link| assert!(ids.contains(&link), "{link}"));
    assert!(after("href=\"#").count() > 4);
}

#[test]
fn html_headings_skip_no_level() {
    skips_no_level(&html::render(&report(vec![bad(), good()]), &narrow()));
    skips_no_level(&html::render(&conformance::compared(), &narrow()));
}

fn skips_no_level(text: &str) {
    let levels: Vec<u32> =
        text.match_indices("<h").filter_map(|(place, _)| text[place + 2..].chars().next()?.to_digit(10)).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    levels.windows(2).for_each(|pair| assert!(pair[1] <= pair[0] + 1, "{levels:?}"));
}

#[test]
fn what_a_baseline_accepts_is_marked_and_stays() {
    let mut group = bad();
    if let Outcome::Fail(findings) = &mut group.verdicts[1].outcome {
        findings[0].accepted = true;
    }
    let report = report(vec![group]);
    let log = sarif(&report);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!((results.len(), &results[0]["ruleId"]), (2, &json!("sub-is-contact")));
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
    assert!(results[0]["suppressions"].is_null());
    let text = junit::render(&report, &narrow());
    assert!(text.contains("failures=\"1\" errors=\"0\" skipped=\"2\""), "{text}");
    assert!(text.contains("<skipped message=\"accepted by the baseline\">error: issuer-mismatch"), "{text}");
    assert!(github::render(&report, &narrow()).contains("::notice file=claims of a.jwt,line=1,col=8"));
    let page = html::render(&report, &narrow());
    assert!(
        page.contains("<article class=\"failure error accepted\"")
            && page.contains("href=\"#f1-2\" title=\"error: issuer")
    );
    for (name, render) in in_full().filter(|(name, _)| *name != "pretty") {
        let text = render(&report, &narrow());
        assert!(text.contains("only a slash at the end differs") && text.contains("accepted"), "{name}");
    }
}

/// Everything that paints, closes, opens, calls, commands or links somewhere.
const HOSTILE: &str = "\u{1b}[2J\u{202e}\u{9b}31m\r\n::error::fake ::add-mask::x ##[add-mask]y </a></mark></code></pre></title>\
                       <script>alert(1)</script><img src=x onerror=alert(1)>\" ' ]]> --> & @team #1 www.evil.example \
                       [x](https://evil.example) ```` `\u{0}\u{ffff}{{7*7}} {0}";

fn written_by(text: &str) -> Report {
    let claims = format!("##[e]{{\"iss\":\"{text}\"\n::error::fake\n,\"sub\":\"{text}\"}}");
    let mut place = at("/iss", "\"https");
    place.span = Some(7..claims.find('\n').unwrap());
    let finding = Finding::new(place, format!("a{text}"), format!("b{text}")).compared().hint(text);
    let group = Group {
        subject: text.into(),
        summary: vec![("issuer".into(), text.into())],
        caveats: vec![text.into()],
        timeline: Some(Timeline {
            server: Some(text.into()),
            rows: vec![hostile_row(text)],
            stopped: Some(text.into()),
            took: 1,
            cause: Some(0),
        }),
        verdicts: vec![verdict(&ISSUER, finding.fail()), verdict(&NONCE, Outcome::skip(text.to_owned()))],
        documents: vec![Source::new("claims of a.jwt", claims)],
        ..Group::default()
    };
    report(vec![group])
}

/// The same in parts, with all that a report in parts has besides.
fn in_parts(text: &str) -> Report {
    let mut report = written_by(text);
    let mut skipped = report.groups[0].clone();
    skipped.verdicts.remove(0);
    skipped.subject = format!("skipped {text}");
    report.groups.push(skipped);
    report.groups.iter_mut().for_each(|group| group.part = Some("login"));
    // Backticks mark code in these sentences, wherever they come from.
    let because = vec![text.replace('`', "'")];
    report.readiness = Some(Readiness { state: State::NotReady, purpose: "LivePerson", because });
    let document = json!({ "schema": "lpauth-report-v1", "command": "verify", "judged_at": 0, "groups": [{
        "subject": text, "verdicts": [{ "id": text, "outcome": "fail", "severity": "error" }],
    }] });
    let earlier = Earlier::parse(text, &document.to_string()).unwrap();
    report.changes = Some(Changes::between(&earlier, &report));
    report
}

fn hostile_row(text: &str) -> Row {
    Row {
        at: 0,
        from: Actor::Browser,
        to: Actor::Server,
        method: text.into(),
        address: text.into(),
        outcome: text.into(),
        took: None,
        broken: true,
        checks: vec!["issuer-mismatch"],
        documents: Vec::new(),
        details: vec![Detail::Asked(text.into()), Detail::Answered(text.into()), Detail::Fact(text.into())],
    }
}

#[test]
fn no_text_of_a_stranger_starts_a_command_in_a_log() {
    for width in [40, 60, 80] {
        for (name, render) in FORMATS {
            // The two ends of a login's lines, and the finding; in parts, there is another login.
            for (report, ours) in [(written_by(HOSTILE), 3), (in_parts(HOSTILE), 5)] {
                let text = render(&report, &lpauth::render::Style { width, verbose: true, ..narrow() });
                let commands: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with("::")).collect();
                let ours = if *name == "github" { ours } else { 0 };
                assert_eq!(commands.len(), ours, "{name}: {commands:?}");
                assert!(!text.contains("##["), "{name}: {text}");
                let painting = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
                assert!(!text.contains(painting), "{name}: {text:?}");
            }
        }
    }
}

#[test]
fn no_text_of_a_stranger_becomes_markup() {
    let harmless = written_by("x\nx");
    for (name, render) in [("html", html::render as fn(&_, &_) -> String), ("junit", junit::render)] {
        let (hostile, plain) = (render(&written_by(HOSTILE), &narrow()), render(&harmless, &narrow()));
        assert_eq!(tags(&hostile), tags(&plain), "{name}: {hostile}");
        let (hostile, plain) = (render(&in_parts(HOSTILE), &narrow()), render(&in_parts("x\nx"), &narrow()));
        assert_eq!(tags(&hostile), tags(&plain), "{name}: {hostile}");
    }
}

fn tags(text: &str) -> Vec<&str> {
    text.split('<').skip(1).map(|rest| rest.split([' ', '>', '\n']).next().unwrap()).collect()
}

#[test]
fn junit_stays_well_formed() {
    is_well_formed(&junit::render(&written_by(HOSTILE), &narrow()));
    is_well_formed(&junit::render(&in_parts(HOSTILE), &narrow()));
}

fn is_well_formed(text: &str) {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_i32;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    assert!(!text.contains(|c: char| c.is_control() && c != '\n' || c == '\u{ffff}'), "{text}");
}

#[test]
fn markdown_of_a_stranger_stands_in_code() {
    is_in_code(&markdown::render(&written_by(HOSTILE), &narrow()));
    is_in_code(&markdown::render(&in_parts(HOSTILE), &narrow()));
}

fn is_in_code(text: &str) {
    let prose = without_code(text);
    for alive in ["@team", "#1", "evil.example", "<script", "<img", "alert", "](https://evil"] {
        assert!(text.contains(alive) && !prose.contains(alive), "{alive} in {prose}");
    }
}

/// The text without its code: a run of backticks opens, an equal run closes (CommonMark §4.5, §6.1).
fn without_code(text: &str) -> String {
    let mut prose = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        prose.push_str(&rest[..start]);
        let ticks = rest[start..].chars().take_while(|c| *c == '`').count();
        let body = &rest[start + ticks..];
        let mut from = 0;
        rest = loop {
            let Some(close) = body[from..].find('`').map(|close| close + from) else { break body };
            let run = body[close..].chars().take_while(|c| *c == '`').count();
            if run == ticks {
                break &body[close + run..];
            }
            from = close + run;
        };
    }
    prose + rest
}

#[test]
fn a_message_of_sarif_makes_no_link_and_no_placeholder() {
    let log = sarif(&written_by("[x](https://evil.example) {0}"));
    let message = log["runs"][0]["results"][0]["message"]["text"].as_str().unwrap().to_owned();
    assert!(message.contains("\\[x\\](https://evil.example) {{0}}"), "{message}");
}

#[test]
fn the_failure_in_junit_is_the_one_for_people() {
    let group = bad();
    let full = pretty::failure(&group, group.failures()[0]);
    assert!(full.contains("only a slash at the end differs") && full.contains("^^^"), "{full}");
}
