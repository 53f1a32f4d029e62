//! What a page says, as far as somebody would see it.

use super::tree::{Id, Tree};

/// The most messages that are kept.
const MESSAGES: usize = 10;

/// The longest message, in characters: what is longer is the page itself.
const MESSAGE: usize = 500;

/// The most nodes that a message has.
const NODES: usize = 300;

/// Words in the names of classes and ids of elements that say what is wrong.
const MESSAGE_WORDS: [&str; 14] = [
    "alert",
    "danger",
    "error",
    "errorlist",
    "errormessage",
    "errors",
    "failure",
    "fault",
    "feedback",
    "flash",
    "invalid",
    "notification",
    "validation",
    "warning",
];

/// Elements whose contents nobody sees, or sees as text.
const UNSEEN: [&str; 9] =
    ["foreign svg", "head", "noscript", "option", "script", "style", "template", "textarea", "title"];

/// Elements that make a part of the page, rather than a message in it.
const PARTS: [&str; 9] = ["body", "form", "fieldset", "html", "input", "label", "main", "select", "table"];

/// Elements that go on in the same line.
const INLINE: [&str; 18] = [
    "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "u",
];

/// Returns all text inside an element in one line, cut after `limit` characters.
pub(super) fn all(tree: &Tree, id: Id, limit: usize) -> String {
    joined(pieces(tree, tree.below(id)), limit)
}

/// Returns the text inside an element that somebody sees, in one line, cut after `limit` characters.
pub(super) fn visible(tree: &Tree, id: Id, limit: usize) -> String {
    joined(pieces(tree, tree.below_where(id, |id| !is_unseen(tree, id))), limit)
}

/// Returns a text in one line, cut after `limit` characters.
pub(super) fn line(text: &str, limit: usize) -> String {
    joined(std::iter::once(text), limit)
}

/// Returns the texts of nodes, with a blank wherever another line begins.
fn pieces<'t>(tree: &'t Tree, ids: impl Iterator<Item = Id> + 't) -> impl Iterator<Item = &'t str> + 't {
    let is_block = |id: &Id| !INLINE.contains(&tree.name(*id));
    let mut last = None;
    ids.flat_map(move |id| match tree.text(id) {
        None => ["", if tree.name(id) == "br" { " " } else { "" }],
        Some(text) => {
            let block = tree.around(id).find(is_block);
            let is_same = std::mem::replace(&mut last, block) == block;
            [if is_same { "" } else { " " }, text]
        }
    })
}

/// How many blanks a text may have for each of its characters before the rest is left out.
const BLANKS: usize = 100;

fn joined<'a>(texts: impl Iterator<Item = &'a str>, limit: usize) -> String {
    let (mut line, mut length, mut is_gap) = (String::new(), 0, false);
    for c in texts.flat_map(str::chars).take(limit.saturating_mul(BLANKS)) {
        if c.is_whitespace() || c.is_control() {
            is_gap = length > 0;
            continue;
        }
        if length + usize::from(is_gap) >= limit {
            line.push('…');
            break;
        }
        if std::mem::take(&mut is_gap) {
            line.push(' ');
            length += 1;
        }
        line.push(c);
        length += 1;
    }
    line
}

/// The longest style that is looked into, in bytes: it is read again for everything inside the element.
const STYLE: usize = 2_000;

/// Returns whether an element and everything in it is kept from view.
pub(super) fn is_unseen(tree: &Tree, id: Id) -> bool {
    let style = tree.attribute(id, "style").filter(|style| style.len() <= STYLE).unwrap_or_default();
    let style = || style.to_ascii_lowercase().replace(' ', "");
    UNSEEN.contains(&tree.name(id))
        || tree.attribute(id, "hidden").is_some()
        || ["display:none", "visibility:hidden"].iter().any(|hiding| style().contains(hiding))
}

/// Returns what stands where pages say what is wrong, outermost elements first.
pub(super) fn messages(tree: &Tree) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for id in tree.below_where(0, |id| !is_unseen(tree, id)).filter(|id| is_message(tree, *id)) {
        let said = visible(tree, id, MESSAGE);
        if !said.is_empty() && !found.iter().any(|known| known.contains(&said)) {
            found.push(said);
        }
        if found.len() == MESSAGES {
            break;
        }
    }
    found
}

fn is_message(tree: &Tree, id: Id) -> bool {
    let is = |name: &str, values: &[&str]| tree.attribute(id, name).is_some_and(|value| values.contains(&value));
    let words = || ["class", "id"].into_iter().filter_map(|name| tree.attribute(id, name)).flat_map(words);
    let is_marked = is("role", &["alert"])
        || is("aria-live", &["assertive", "polite"])
        || words().any(|word| MESSAGE_WORDS.contains(&word.as_str()));
    let is_part = || tree.below(id).any(|inner| PARTS.contains(&tree.name(inner)));
    is_marked && tree.below(id).nth(NODES).is_none() && !is_part()
}

/// Returns the words of a name such as `form-errorMessage`, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && before.is_lowercase();
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}
