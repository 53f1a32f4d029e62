//! The same decisions for a browser that shows its pages and runs their scripts: they say what a hand does there.

use super::act::{Act, Progress, act};
use super::submit::{Filled, Visit};
use super::{Answers, is_at};
use crate::model::callback::Callback;
use crate::model::http::Request;
use crate::model::page::{Control, Page};
use crate::model::secret::Secret;
use url::Url;

/// Somebody in front of a browser who wants to get through a login and no further.
#[derive(Debug, Clone)]
pub struct Hand {
    goals: Vec<Url>,
    answers: Answers,
    progress: Progress,
}

/// What is done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Fill in a form, and send it.
    Fill(Filling),
    /// Go to another address.
    Follow(Url),
    /// Wait for the page to become another.
    Wait,
    /// Give up, for a reason without a full stop.
    Stop(String),
}

/// What is done with a form. Its controls are known by their places in the page that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filling {
    /// The place of the form.
    pub form: usize,
    /// What is written into which fields.
    pub writes: Vec<(usize, Secret)>,
    /// Which boxes are clicked.
    pub clicks: Vec<usize>,
    /// Which value is chosen in which `select`.
    pub choices: Vec<(usize, String)>,
    /// Which button is pressed; without one the form is sent as if by the Enter key.
    pub press: Option<usize>,
}

impl Hand {
    /// Returns a hand that has done nothing yet. `goals` are the redirection URIs that an answer may come to.
    pub fn new(goals: &[Url], answers: Answers) -> Hand {
        Hand { goals: goals.to_vec(), answers, progress: Progress::default() }
    }

    /// Returns the callback that a request is, if it goes to a redirection URI.
    pub fn callback(&self, request: &Request) -> Option<Callback> {
        self.goals.iter().any(|goal| is_at(goal, &request.url)).then(|| Callback::of(request))
    }

    /// Says what to do with a page whose forms are named by their places. `settled` is whether it has stayed as it is for so
    /// long that nothing more is to be expected of it.
    pub fn next(&mut self, page: &Page, settled: bool) -> Deed {
        let mut progress = self.progress.clone();
        match act(page, &self.answers, &mut progress) {
            Act::Stop(_) if !settled => Deed::Wait,
            // What only a script would send, a script is about to send.
            Act::Submit(filled) if !settled && filled.pressed.is_none() && filled.values.is_empty() => Deed::Wait,
            Act::Stop(reason) => Deed::Stop(reason),
            Act::Follow(url) => {
                self.progress = progress;
                Deed::Follow(url)
            }
            Act::Submit(filled) => {
                self.progress = progress;
                // What keeps a secret from others is asked before anything is written.
                match Visit::submit(page, &filled) {
                    Ok(_) => filling(page, &filled).map_or(Deed::Wait, Deed::Fill),
                    Err(reason) => Deed::Stop(reason),
                }
            }
        }
    }
}

fn filling(page: &Page, filled: &Filled) -> Option<Filling> {
    let form = page.forms.iter().position(|form| form.name == filled.form.name)?;
    let pairs = || page.forms[form].controls.iter().zip(&filled.form.controls).enumerate();
    let chosen = |control: &Control| control.options.iter().find(|choice| choice.selected).map(|it| it.value.clone());
    let choice = |(at, (before, after)): (usize, (&Control, &Control))| {
        let value = chosen(after).filter(|_| chosen(before) != chosen(after))?;
        Some((at, value))
    };
    Some(Filling {
        form,
        writes: filled.values.iter().map(|(at, entry)| (*at, Secret::new(entry.reveal()))).collect(),
        clicks: pairs().filter(|(_, (before, after))| is_clicked(before, after)).map(|(at, _)| at).collect(),
        choices: pairs().filter_map(choice).collect(),
        press: filled.pressed,
    })
}

// A radio button goes off by itself when another one goes on.
fn is_clicked(before: &Control, after: &Control) -> bool {
    before.checked != after.checked && (after.checked || after.kind != "radio")
}
