//! `Json::parse` takes exactly the texts that serde_json takes, means the same by them, and its spans hold.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::model::json::{Json, Node};
use lpauth::model::source::Source;

fuzz_target!(|text: &str| {
    let expected = serde_json::from_str::<serde_json::Value>(text);
    let parsed = Json::parse(Source::new("fuzz", text));
    assert_eq!(parsed.is_ok(), expected.is_ok(), "{parsed:?} against {expected:?}");
    match parsed {
        Ok(json) => {
            assert_eq!(Some(json.root.to_value()), expected.ok());
            spans_hold(&json.root, text);
        }
        Err(malformed) => assert!(malformed.offset <= text.len(), "{malformed:?}"),
    }
});

fn spans_hold(node: &Node, text: &str) {
    assert!(text.get(node.span.clone()).is_some(), "{:?}", node.span);
    for member in node.members() {
        assert!(text.get(member.name_span.clone()).is_some(), "{:?}", member.name_span);
        spans_hold(&member.node, text);
    }
    node.elements().iter().for_each(|element| spans_hold(element, text));
}
