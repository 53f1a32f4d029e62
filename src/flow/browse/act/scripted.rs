//! Doing with a page what the instructions say.

use super::super::steps::{Instruction, Steps, Value};
use super::super::submit::{Entry, Filled};
use super::{Act, Progress};
use crate::model::page::{Control, Form, Page};

/// Does the next step; `None` if the page needs none, or there is none any more.
pub(super) fn act(page: &Page, steps: &Steps, progress: &mut Progress, relays: bool) -> Option<Act> {
    while let Some(step) = steps.list.get(progress.step) {
        let number = progress.step + 1;
        let fits = step.expect.as_ref().map(|expected| says(page, expected));
        match fits {
            Some(false) if step.optional => progress.step += 1,
            None | Some(false) if relays => return None,
            Some(false) => {
                let expected = step.expect.as_deref().unwrap_or_default();
                return Some(Act::Stop(format!(
                    "step {number} expects a page that says “{expected}”, and this one does not"
                )));
            }
            _ => {
                progress.step += 1;
                return Some(done(page, step).unwrap_or_else(|reason| Act::Stop(format!("step {number}: {reason}"))));
            }
        }
    }
    None
}

fn says(page: &Page, expected: &str) -> bool {
    let expected = expected.to_lowercase();
    let said = page.title.iter().chain([&page.text]).chain(&page.messages);
    said.into_iter().any(|text| text.to_lowercase().contains(&expected))
}

fn done(page: &Page, step: &Instruction) -> Result<Act, String> {
    let mut reason = None;
    for form in &page.forms {
        match filled(form, step) {
            Ok(filled) => return Ok(Act::Submit(filled)),
            // The form that has most of what is wanted says best what is missing.
            Err((found, why)) if reason.as_ref().is_none_or(|(most, _)| found > *most) => reason = Some((found, why)),
            Err(_) => {}
        }
    }
    let link = step.press.as_ref().filter(|_| step.fill.is_empty()).and_then(|name| {
        page.links
            .iter()
            .find(|link| link.label.to_lowercase() == name.to_lowercase() || link.id.as_ref() == Some(name))
    });
    match (link, reason) {
        (Some(link), _) => Ok(Act::Follow(link.url.clone())),
        (None, Some((_, reason))) => Err(reason),
        (None, None) => Err("the page has no form".to_owned()),
    }
}

/// Returns the form filled in, or how much of what is wanted it has and what it lacks.
fn filled(form: &Form, step: &Instruction) -> Result<Filled, (usize, String)> {
    let mut filled = Filled { form: form.clone(), pressed: None, values: Vec::new() };
    for (found, (name, value)) in step.fill.iter().enumerate() {
        let seen = |control: &Control| control.is_field() && control.is_visible();
        let at = field(form, name).ok_or_else(|| (found, no("field", name, form, seen)))?;
        fill(&mut filled, at, name, value).map_err(|reason| (found + 1, reason))?;
    }
    filled.pressed = match &step.press {
        Some(name) => {
            Some(button(form, name).ok_or_else(|| (step.fill.len(), no("button", name, form, Control::is_button)))?)
        }
        None => form.controls.iter().position(|control| control.is_button() && !control.disabled),
    };
    Ok(filled)
}

fn fill(filled: &mut Filled, at: usize, name: &str, value: &Value) -> Result<(), String> {
    let form = &mut filled.form;
    let control = &mut form.controls[at];
    match (control.kind.as_str(), value) {
        ("checkbox" | "radio", Value::Tick(flag)) => control.checked = *flag,
        ("radio", Value::Plain(wanted)) => return choose_radio(form, at, wanted),
        ("select", Value::Plain(wanted)) => return choose_option(control, wanted),
        (_, Value::Tick(_)) => return Err(format!("“{name}” is no box that could be checked")),
        ("password", Value::Plain(_)) => {
            return Err(format!("“{name}” is a field for a secret: write \"env:NAME\" or \"file:PATH\""));
        }
        (_, Value::Plain(text)) => filled.values.push((at, Entry::Plain(text.clone()))),
        (_, Value::Secret(secret)) => filled.values.push((at, Entry::Secret(secret.clone()))),
    }
    Ok(())
}

fn choose_radio(form: &mut Form, at: usize, wanted: &str) -> Result<(), String> {
    let name = form.controls[at].name.clone();
    let mut group: Vec<&mut Control> =
        form.controls.iter_mut().filter(|control| control.kind == "radio" && control.name == name).collect();
    let chosen = group.iter().position(|control| control.value == wanted || is_called(&control.label, wanted));
    let chosen = chosen.ok_or_else(|| format!("there is no choice “{wanted}”"))?;
    group.iter_mut().enumerate().for_each(|(place, control)| control.checked = place == chosen);
    Ok(())
}

fn choose_option(control: &mut Control, wanted: &str) -> Result<(), String> {
    let chosen = control.options.iter().position(|choice| choice.value == wanted || is_called(&choice.label, wanted));
    let chosen = chosen.ok_or_else(|| format!("there is no choice “{wanted}”"))?;
    control.options.iter_mut().enumerate().for_each(|(place, choice)| choice.selected = place == chosen);
    Ok(())
}

fn field(form: &Form, name: &str) -> Option<usize> {
    place(form, name, |control| control.is_field() && !control.disabled)
}

fn button(form: &Form, name: &str) -> Option<usize> {
    let fits = |control: &Control| control.is_button() && !control.disabled;
    let by_value = || form.controls.iter().position(|control| fits(control) && control.value == name);
    place(form, name, fits).or_else(by_value)
}

/// Returns the place of the control that is called so: by name and id to the letter, then by label.
fn place(form: &Form, name: &str, fits: impl Fn(&Control) -> bool) -> Option<usize> {
    let named = |control: &Control| control.name.as_deref() == Some(name) || control.id.as_deref() == Some(name);
    let find = |is: &dyn Fn(&Control) -> bool| form.controls.iter().position(|control| fits(control) && is(control));
    find(&named).or_else(|| find(&|control| is_called(&control.label, name)))
}

// Labels come with colons and stars that nobody would type.
fn is_called(label: &str, name: &str) -> bool {
    let plain = |text: &str| text.trim().trim_end_matches([':', '*', ' ']).to_lowercase();
    !label.is_empty() && plain(label) == plain(name)
}

fn no(what: &str, name: &str, form: &Form, fits: impl Fn(&Control) -> bool) -> String {
    let known = form.controls.iter().filter(|control| fits(control));
    let names = known.map(|control| if what == "button" { control.label.as_str() } else { control.known_as() });
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).take(10).collect();
    match names.as_slice() {
        [] => format!("there is no {what} “{name}”, nor any other"),
        names => format!("there is no {what} “{name}”; there is {}", names.join(", ")),
    }
}
