//! Programs that open pages: the first that can is taken.

use lpauth::edge::FailureKind;
use lpauth::edge::browser::{Browser, Desktop};
use url::Url;

#[test]
fn the_first_program_that_can_opens_the_page() {
    let directory = tempfile::tempdir().unwrap();
    let seen = directory.path().join("seen");
    let script = format!("printf %s \"$0\" >{}", seen.display());
    let url = Url::parse("https://login.acmebank.example/authorize?state=%7B%22a%22%7D&x='$(id)").unwrap();
    let openers: &[&[&str]] = &[&["no-such-program-anywhere"], &["false"], &["sh", "-c", &script], &["false"]];
    Desktop::of(openers).open(&url).unwrap();
    assert_eq!(std::fs::read_to_string(seen).unwrap(), url.as_str());
}

#[test]
fn where_no_program_can_that_is_said() {
    let url = Url::parse("https://login.acmebank.example/").unwrap();
    for openers in [&[][..], &[&["false"][..], &["no-such-program-anywhere"]]] {
        let failure = Desktop::of(openers).open(&url).unwrap_err();
        assert_eq!((failure.kind, failure.message.as_str()), (FailureKind::Input, "no browser can be started here"));
        assert!(failure.hint.is_some());
    }
}

#[test]
fn what_is_no_page_is_not_opened() {
    for url in ["file:///etc/passwd", "javascript:alert(1)", "mailto:ada@acmebank.example"] {
        let failure = Desktop::of(&[&["true"]]).open(&Url::parse(url).unwrap()).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Usage, "{url}");
    }
}
