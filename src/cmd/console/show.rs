//! The form for people, for programs, and for lpauth.toml.

use super::form::{Field, Form, Problem, Value};
use crate::model::settings::edit::{key, string};
use crate::render::{Ink, Style, json, visible};
use crate::report::{Basis, Severity};
use serde_json::json;
use std::fmt::Write;
use textwrap::{Options, WordSplitter};

type Show = fn(&[Form], &Style) -> String;

/// Every format, by the name users type; the first is the default.
const FORMATS: &[(&str, Show)] = &[("pretty", pretty), ("json", as_json), ("toml", toml)];

/// Returns the names of the formats.
pub(super) fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|(name, _)| *name).collect()
}

/// Returns the format called `name`.
pub(super) fn find(name: &str) -> Option<Show> {
    FORMATS.iter().find(|(other, _)| *other == name).map(|(_, show)| *show)
}

/// Returns the forms for people.
pub(super) fn pretty(forms: &[Form], style: &Style) -> String {
    let mut page = Page { style: *style, text: String::new() };
    forms.iter().for_each(|form| page.form(form));
    page.text
}

struct Page {
    style: Style,
    text: String,
}

impl Page {
    fn form(&mut self, form: &Form) {
        let (ink, mark, verdict) = match form.ready() {
            true => (Ink::Good, "✓", "ready to paste"),
            false => (Ink::Bad, "✗", "something is missing or will not work"),
        };
        let line = format!("{mark} {} ({}): {verdict}", visible(&form.subject), form.flow);
        self.line("", ink, &line);
        self.text.push('\n');
        self.line("", Ink::Strong, "LivePerson's console: Consumer Identity Provider, identity provider settings");
        form.fields.iter().for_each(|field| self.field(field));
        self.text.push('\n');
        self.line("", Ink::Strong, "At the authorization server: redirect URIs to register for LivePerson");
        for entry in &form.register {
            self.line("  ", Ink::Value, entry.uri);
            let trust = match entry.basis {
                Basis::Normative | Basis::Documented => "",
                Basis::Observed => " (seen in practice, not documented)",
                Basis::Inferred => " (our inference, not LivePerson's word)",
            };
            self.line("    ", Ink::Faint, &format!("{}{trust}", entry.when));
        }
        self.text.push('\n');
    }

    fn field(&mut self, field: &Field) {
        self.line("  ", Ink::Name, field.label);
        match &field.value {
            // Never wrapped: it is there to be copied.
            Value::Known(value) => _ = writeln!(self.text, "    {}", self.style.paint(Ink::Value, &visible(value))),
            Value::Yours(what) => self.line("    ", Ink::Caution, &format!("yours to fill in: {what}")),
            Value::Missing(why) => self.line("    ", Ink::Bad, &format!("missing: {why}")),
        }
        self.line("    ", Ink::Faint, field.note);
        for Problem { check, severity, title } in &field.problems {
            let ink = if *severity == Severity::Error { Ink::Bad } else { Ink::Caution };
            self.line("    ", ink, &format!("{}: {check}: {title}", severity.name()));
        }
    }

    fn line(&mut self, indent: &str, ink: Ink, text: &str) {
        if text.is_empty() {
            return;
        }
        let options = Options::new(self.style.width).initial_indent(indent).subsequent_indent(indent);
        for line in textwrap::wrap(text, options.word_splitter(WordSplitter::NoHyphenation)) {
            _ = writeln!(self.text, "{}", self.style.paint(ink, &line));
        }
    }
}

fn as_json(forms: &[Form], _: &Style) -> String {
    let field = |field: &Field| {
        let (state, value, note) = match &field.value {
            Value::Known(value) => ("known", Some(value.as_str()), field.note),
            Value::Yours(what) => ("yours", None, *what),
            Value::Missing(why) => ("missing", None, why.as_str()),
        };
        let problem = |it: &Problem| json!({ "check": it.check, "severity": it.severity.name(), "title": it.title });
        let problems: Vec<_> = field.problems.iter().map(problem).collect();
        json!({
            "label": field.label, "member": field.member, "state": state, "value": value, "note": note,
            "problems": problems,
        })
    };
    let form = |form: &Form| {
        let fields: Vec<_> = form.fields.iter().map(field).collect();
        let register: Vec<_> = form
            .register
            .iter()
            .map(|it| json!({ "uri": it.uri, "when": it.when, "basis": it.basis.name() }))
            .collect();
        json!({
            "subject": form.subject, "flow": form.flow, "ready": form.ready(), "fields": fields,
            "redirect_uris": register,
        })
    };
    json::text(&json!({ "schema": "lpauth-console-v1", "forms": forms.iter().map(form).collect::<Vec<_>>() }))
}

fn toml(forms: &[Form], _: &Style) -> String {
    forms.iter().map(section).collect::<Vec<_>>().join("\n")
}

// What is not known stands there as a comment, so that it is not forgotten.
fn section(form: &Form) -> String {
    let mut text = format!("[brand.{}]\nflow = \"{}\"\n", key(&form.brand), form.flow);
    for field in &form.fields {
        match (field.member, &field.value) {
            (None | Some("flow"), _) => {}
            (Some(member), Value::Known(value)) => _ = writeln!(text, "{member} = {}", string(value)),
            (Some(member), Value::Yours(what)) => _ = writeln!(text, "# {member} = \"…\"  # {what}"),
            (Some(member), Value::Missing(why)) => {
                _ = writeln!(text, "# {member} = \"…\"  # missing: {}", visible(why));
            }
        }
    }
    text
}
