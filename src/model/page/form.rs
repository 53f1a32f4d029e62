//! Forms: what a browser would send, and where.

use super::LABEL;
use super::text::{self, is_unseen};
use super::tree::{Id, Tree};
use std::collections::HashMap;
use url::Url;

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its `id`.
    pub id: Option<String>,
    /// Its `name`.
    pub name: Option<String>,
    /// Where it is sent.
    pub action: Url,
    /// How it is sent.
    pub method: Method,
    /// How it is written when it is posted.
    pub enctype: Enctype,
    /// Its fields and buttons, in order.
    pub controls: Vec<Control>,
}

/// How a form is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// In the query.
    Get,
    /// In the body.
    Post,
    /// Not at all: a script reads it.
    Dialog,
}

/// How a form is written in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enctype {
    /// `application/x-www-form-urlencoded`.
    UrlEncoded,
    /// `multipart/form-data`.
    Multipart,
}

/// A field or a button.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Control {
    /// The type, in lower case: `password`; `select` and `textarea` for those, `submit` for a button that sends the form.
    pub kind: String,
    /// Its `name`: without one it is not sent.
    pub name: Option<String>,
    /// Its `id`.
    pub id: Option<String>,
    /// Its value.
    pub value: String,
    /// Whether it is checked: boxes and radio buttons are sent only then.
    pub checked: bool,
    /// Whether it is disabled: then it is not sent.
    pub disabled: bool,
    /// Whether it cannot be changed, but is sent.
    pub readonly: bool,
    /// Whether nobody sees it, although it is no hidden field.
    pub concealed: bool,
    /// Whether it must be filled in.
    pub required: bool,
    /// What may be chosen, in a `select`.
    pub options: Vec<Choice>,
    /// Whether several may be chosen, in a `select`.
    pub multiple: bool,
    /// What it says beside the field, or on the button.
    pub label: String,
    /// Its `autocomplete`, in lower case.
    pub autocomplete: Option<String>,
    /// Where this button sends the form, if elsewhere.
    pub action: Option<Url>,
    /// How this button sends the form, if otherwise.
    pub method: Option<Method>,
}

/// Something that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: String,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it cannot be chosen.
    pub disabled: bool,
}

/// The most forms that are kept.
const FORMS: usize = 50;

/// The most fields and buttons that are kept, in all forms together.
const CONTROLS: usize = 1000;

/// The most choices that are kept of one `select`.
const CHOICES: usize = 500;

impl Control {
    /// Returns whether it is a button that sends the form.
    pub fn is_button(&self) -> bool {
        matches!(self.kind.as_str(), "submit" | "image")
    }

    /// Returns whether it is something to fill in or to choose from.
    pub fn is_field(&self) -> bool {
        !matches!(self.kind.as_str(), "submit" | "image" | "button" | "reset")
    }

    /// Returns whether somebody sees it.
    pub fn is_visible(&self) -> bool {
        self.kind != "hidden" && !self.concealed
    }

    /// Returns the name that a person would use for it in a report: its name, else its id, else its label.
    pub fn known_as(&self) -> &str {
        self.name.as_deref().or(self.id.as_deref()).unwrap_or(&self.label)
    }
}

/// Returns the forms of a page.
pub(super) fn all(tree: &Tree, url: &Url, base: &Url) -> Vec<Form> {
    let ids: Vec<Id> = tree.all().filter(|id| tree.name(*id) == "form").take(FORMS).collect();
    let mut forms: Vec<Form> = ids.iter().map(|id| form(tree, *id, url, base)).collect();
    let labels = Labels::of(tree);
    let places = Places::of(tree, &ids);
    for id in tree.all().filter(|id| is_control(tree, *id)).take(CONTROLS) {
        let Some(form) = places.form_of(tree, id).and_then(|place| forms.get_mut(place)) else { continue };
        form.controls.push(control(tree, id, base, &labels));
    }
    forms
}

fn is_control(tree: &Tree, id: Id) -> bool {
    matches!(tree.name(id), "input" | "select" | "textarea" | "button")
}

fn form(tree: &Tree, id: Id, url: &Url, base: &Url) -> Form {
    let multipart = tree.attribute(id, "enctype").is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/form-data"));
    Form {
        id: text(tree, id, "id"),
        name: text(tree, id, "name"),
        // An action that is missing or empty means the page itself, whatever `base` says.
        action: address(tree, id, "action", base).unwrap_or_else(|| url.clone()),
        method: method(tree, id, "method").unwrap_or(Method::Get),
        enctype: if multipart { Enctype::Multipart } else { Enctype::UrlEncoded },
        controls: Vec::new(),
    }
}

/// Returns an attribute that is there and not empty.
pub(super) fn text(tree: &Tree, id: Id, name: &str) -> Option<String> {
    tree.attribute(id, name).filter(|value| !value.is_empty()).map(str::to_owned)
}

fn address(tree: &Tree, id: Id, name: &str, base: &Url) -> Option<Url> {
    let address = tree.attribute(id, name).map(str::trim).filter(|address| !address.is_empty())?;
    base.join(address).ok()
}

fn method(tree: &Tree, id: Id, name: &str) -> Option<Method> {
    match tree.attribute(id, name)?.trim().to_ascii_lowercase().as_str() {
        "post" => Some(Method::Post),
        "dialog" => Some(Method::Dialog),
        _ => Some(Method::Get),
    }
}

/// Which form a field belongs to: the one that it names, else the one that the parser gave it to, else the one around it.
struct Places<'t> {
    by_node: HashMap<Id, usize>,
    by_name: HashMap<&'t str, usize>,
}

impl<'t> Places<'t> {
    fn of(tree: &'t Tree, forms: &[Id]) -> Places<'t> {
        let by_node = forms.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        let named = forms.iter().enumerate().rev();
        let by_name = named.filter_map(|(place, id)| Some((tree.attribute(*id, "id")?, place))).collect();
        Places { by_node, by_name }
    }

    fn form_of(&self, tree: &Tree, id: Id) -> Option<usize> {
        if let Some(name) = tree.attribute(id, "form") {
            return self.by_name.get(name).copied();
        }
        let given = tree.owner(id).and_then(|form| self.by_node.get(&form));
        given.or_else(|| tree.around(id).find_map(|around| self.by_node.get(&around))).copied()
    }
}

fn control(tree: &Tree, id: Id, base: &Url, labels: &Labels) -> Control {
    let kind = kind(tree, id);
    let is_button = matches!(kind.as_str(), "submit" | "image" | "button" | "reset");
    let options = if kind == "select" { options(tree, id) } else { Vec::new() };
    Control {
        name: text(tree, id, "name"),
        id: text(tree, id, "id"),
        value: value(tree, id, &kind),
        checked: tree.attribute(id, "checked").is_some(),
        disabled: is_disabled(tree, id),
        readonly: tree.attribute(id, "readonly").is_some(),
        concealed: std::iter::once(id).chain(tree.around(id)).any(|around| around != 0 && is_concealed(tree, around)),
        required: tree.attribute(id, "required").is_some(),
        options,
        multiple: tree.attribute(id, "multiple").is_some(),
        label: if is_button { label_of_button(tree, id) } else { labels.label(tree, id) },
        autocomplete: text(tree, id, "autocomplete").map(|hint| hint.to_ascii_lowercase()),
        action: address(tree, id, "formaction", base),
        method: method(tree, id, "formmethod"),
        kind,
    }
}

// What stands in `noscript` is there for us.
fn is_concealed(tree: &Tree, id: Id) -> bool {
    tree.name(id) != "noscript" && !is_control(tree, id) && is_unseen(tree, id)
        || is_control(tree, id) && tree.name(id) != "textarea" && is_unseen(tree, id)
}

fn kind(tree: &Tree, id: Id) -> String {
    let written = tree.attribute(id, "type").unwrap_or_default().trim().to_ascii_lowercase();
    match (tree.name(id), written.as_str()) {
        ("input", "") => "text".to_owned(),
        ("input", _) => written,
        ("button", "button" | "reset") => written,
        ("button", _) => "submit".to_owned(),
        (other, _) => other.to_owned(),
    }
}

fn value(tree: &Tree, id: Id, kind: &str) -> String {
    let written = tree.attribute(id, "value");
    match kind {
        "checkbox" | "radio" => written.unwrap_or("on").to_owned(),
        "textarea" => tree.below(id).filter_map(|id| tree.text(id)).collect(),
        _ => written.unwrap_or_default().to_owned(),
    }
}

fn is_disabled(tree: &Tree, id: Id) -> bool {
    let disabled = |id: Id| tree.attribute(id, "disabled").is_some();
    let inside = || tree.around(id).any(|around| tree.name(around) == "fieldset" && disabled(around));
    disabled(id) || inside()
}

fn options(tree: &Tree, id: Id) -> Vec<Choice> {
    let option = |id: Id| {
        let label = text::all(tree, id, LABEL);
        Choice {
            value: tree.attribute(id, "value").unwrap_or(&label).to_owned(),
            selected: tree.attribute(id, "selected").is_some(),
            disabled: tree.attribute(id, "disabled").is_some(),
            label,
        }
    };
    tree.below(id).filter(|id| tree.name(*id) == "option").map(option).take(CHOICES).collect()
}

/// Returns what a button or a link says.
pub(super) fn label_of_button(tree: &Tree, id: Id) -> String {
    let inside = text::visible(tree, id, LABEL);
    let written = ["aria-label", "value", "alt", "title"].iter().find_map(|name| text(tree, id, name));
    let value_first = tree.name(id) == "input";
    match written {
        Some(written) if value_first || inside.is_empty() => {
            text::line(tree.attribute(id, "value").filter(|_| value_first).unwrap_or(&written), LABEL)
        }
        _ => inside,
    }
}

/// Returns the first of these elements for each value of an attribute.
fn first<'t>(tree: &'t Tree, ids: impl Iterator<Item = Id>, name: &str) -> HashMap<&'t str, Id> {
    let mut first = HashMap::new();
    for id in ids {
        if let Some(value) = tree.attribute(id, name) {
            first.entry(value).or_insert(id);
        }
    }
    first
}

/// The labels of a page, by the id of the field that they are for.
struct Labels<'t> {
    for_id: HashMap<&'t str, Id>,
    by_id: HashMap<&'t str, Id>,
}

impl<'t> Labels<'t> {
    fn of(tree: &'t Tree) -> Labels<'t> {
        let labels = tree.all().filter(|id| tree.name(*id) == "label");
        Labels { for_id: first(tree, labels, "for"), by_id: first(tree, tree.all(), "id") }
    }

    fn label(&self, tree: &Tree, id: Id) -> String {
        let by_for = || tree.attribute(id, "id").and_then(|name| self.for_id.get(name)).copied();
        let around = || tree.around(id).find(|around| tree.name(*around) == "label");
        let named = || self.by_id.get(tree.attribute(id, "aria-labelledby")?.split_whitespace().next()?).copied();
        let element = by_for().or_else(around).or_else(named).map(|label| text::all(tree, label, LABEL));
        let written = || ["aria-label", "placeholder", "title"].iter().find_map(|name| text(tree, id, name));
        text::line(&element.filter(|label| !label.is_empty()).or_else(written).unwrap_or_default(), LABEL)
    }
}
