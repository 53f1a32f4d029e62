//! What to do with a page: what a person would do who wants to get through the login and no further.

mod scripted;

use super::submit::{Entry, Filled};
use super::{Answers, recognise};
use crate::model::page::{Control, Form, Page};
use url::Url;

/// What to do with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    /// Send a form.
    Submit(Filled),
    /// Go to another address.
    Follow(Url),
    /// Give up, for a reason without a full stop.
    Stop(String),
}

/// What was done so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress {
    user_given: bool,
    password_given: bool,
    step: usize,
}

const BY_HAND: &str = "use --login browser, or --login webdriver URL";

/// A way to deal with a page; `None` if the page is none of its kind.
type Way = fn(&Page, &Answers, &mut Progress) -> Option<Act>;

/// What is tried with a page, in order: the first way that fits is taken.
const WAYS: &[Way] = &[
    new_password,
    log_in,
    refused,
    one_time_code,
    identify,
    choose_account,
    consent,
    pass_on,
    refresh,
    follow_account,
];

/// The same for a login by instructions: only what happens by itself in a browser happens without one.
const SCRIPTED: &[Way] = &[follow_step, refused, pass_on, refresh, steps_used_up];

/// Says what to do with a page.
pub(super) fn act(page: &Page, answers: &Answers, progress: &mut Progress) -> Act {
    let ways = if answers.steps.is_some() { SCRIPTED } else { WAYS };
    ways.iter().find_map(|way| way(page, answers, progress)).unwrap_or_else(|| Act::Stop(nowhere(page)))
}

fn follow_step(page: &Page, answers: &Answers, progress: &mut Progress) -> Option<Act> {
    let passes_by_itself =
        pass_on(page, answers, progress).or_else(|| refresh(page, answers, progress)).is_some() || page.status >= 400;
    scripted::act(page, answers.steps.as_ref()?, progress, passes_by_itself)
}

fn steps_used_up(page: &Page, answers: &Answers, progress: &mut Progress) -> Option<Act> {
    let is_over = answers.steps.as_ref()?.list.len() == progress.step;
    (is_over && !page.needs_scripts()).then(|| Act::Stop("all steps are done, and the login is not over".to_owned()))
}

fn new_password(page: &Page, _: &Answers, _: &mut Progress) -> Option<Act> {
    let mut forms = candidates(page);
    let is_the_only = !page.forms.iter().any(|form| recognise::password(form).is_some());
    let wants = is_the_only && forms.any(recognise::wants_new_password);
    wants.then(|| Act::Stop(format!("the page asks for a new password, which is for the person to choose: {BY_HAND}")))
}

fn log_in(page: &Page, answers: &Answers, progress: &mut Progress) -> Option<Act> {
    let login = |form| Some((form, recognise::password(form)?));
    // A form with a field for the user too is surer to be the one.
    let forms: Vec<(&Form, usize)> = candidates(page).filter_map(login).collect();
    let best = forms.iter().find(|(form, _)| recognise::user(form).is_some()).or(forms.first());
    let (form, password) = *best?;
    if progress.password_given {
        return Some(Act::Stop(
            "the login page came again after the password was sent: the user name or the password was not accepted, and \
             it is not tried twice"
                .to_owned(),
        ));
    }
    let Some(secret) = &answers.password else {
        return Some(Act::Stop("the page asks for a password: pass --password-file".to_owned()));
    };
    let mut values = match user_value(form, answers) {
        Ok(values) => values,
        Err(reason) => return Some(Act::Stop(reason)),
    };
    values.push((password, Entry::Secret(secret.clone())));
    (progress.user_given, progress.password_given) = (true, true);
    Some(Act::Submit(Filled { form: form.clone(), pressed: recognise::login_button(form), values }))
}

fn user_value(form: &Form, answers: &Answers) -> Result<Vec<(usize, Entry)>, String> {
    let Some(at) = recognise::user(form) else { return Ok(Vec::new()) };
    match (&answers.username, form.controls[at].value.is_empty()) {
        (Some(user), _) => Ok(vec![(at, Entry::Plain(user.clone()))]),
        (None, false) => Ok(Vec::new()),
        (None, true) => Err("the page asks for a user name: pass --username".to_owned()),
    }
}

fn refused(page: &Page, _: &Answers, _: &mut Progress) -> Option<Act> {
    let status = page.status;
    (status >= 400).then(|| Act::Stop(format!("the server answers with status {status} and a page that leads nowhere")))
}

fn one_time_code(page: &Page, _: &Answers, _: &mut Progress) -> Option<Act> {
    let asks = |form: &Form| form.controls.iter().any(recognise::is_one_time);
    let reason = || format!("the page asks for a code that is good for once, which only the person has: {BY_HAND}");
    candidates(page).any(asks).then(|| Act::Stop(reason()))
}

fn identify(page: &Page, answers: &Answers, progress: &mut Progress) -> Option<Act> {
    let form = candidates(page).find(|form| recognise::user(form).is_some())?;
    if progress.user_given {
        return Some(Act::Stop("the page asks for the user again after it was given: it was not accepted".to_owned()));
    }
    let values = match user_value(form, answers) {
        Ok(values) => values,
        Err(reason) => return Some(Act::Stop(reason)),
    };
    progress.user_given = true;
    Some(Act::Submit(Filled { form: form.clone(), pressed: recognise::login_button(form), values }))
}

fn choose_account(page: &Page, answers: &Answers, _: &mut Progress) -> Option<Act> {
    let user = answers.username.as_deref()?;
    candidates(page).find_map(|form| Some(pressed(form, recognise::account_button(form, user)?)))
}

/// Follows the link with the user's name, on a page that offers no other way: elsewhere it leads to the account's settings.
fn follow_account(page: &Page, answers: &Answers, _: &mut Progress) -> Option<Act> {
    let user = answers.username.as_deref()?;
    let link = page.links.iter().find(|link| recognise::names(&link.label, user))?;
    Some(Act::Follow(link.url.clone()))
}

fn consent(page: &Page, _: &Answers, _: &mut Progress) -> Option<Act> {
    // A form with nothing to choose goes before one for the language of the page.
    let is_choice = |form: &&Form| form.controls.iter().any(|control| is_open(control) && control.kind != "checkbox");
    let (choices, plain): (Vec<&Form>, Vec<&Form>) = candidates(page).partition(is_choice);
    let press = |form: &Form| Some(pressed(form, recognise::consent_button(form).filter(|_| !lacks(form))?));
    plain.into_iter().chain(choices).find_map(press)
}

fn pressed(form: &Form, button: usize) -> Act {
    Act::Submit(Filled { form: form.clone(), pressed: Some(button), values: Vec::new() })
}

fn lacks(form: &Form) -> bool {
    form.controls.iter().any(|control| control.required && is_open(control) && control.value.is_empty())
}

fn is_open(control: &Control) -> bool {
    control.is_visible() && control.is_field()
}

/// Sends a form on that only relays something and that a script would send.
fn pass_on(page: &Page, _: &Answers, _: &mut Progress) -> Option<Act> {
    let mut relays = candidates(page).filter(|form| is_relay(form));
    let form = relays.next().filter(|_| candidates(page).count() == 1)?;
    Some(Act::Submit(Filled { form: form.clone(), pressed: recognise::login_button(form), values: Vec::new() }))
}

fn is_relay(form: &Form) -> bool {
    let hidden = form.controls.iter().any(|control| control.kind == "hidden");
    let buttons = form.controls.iter().filter(|control| control.is_button());
    let leads_away = buttons.clone().count() > 0 && recognise::login_button(form).is_none();
    hidden && !leads_away && buttons.count() < 2 && !form.controls.iter().any(is_open)
}

fn refresh(page: &Page, _: &Answers, _: &mut Progress) -> Option<Act> {
    // A page that sends only browsers without scripts away has nothing for them but an apology.
    let refresh = page.refresh.as_ref().filter(|refresh| !refresh.noscript && refresh.url != page.url)?;
    Some(Act::Follow(refresh.url.clone()))
}

fn candidates(page: &Page) -> impl Iterator<Item = &Form> {
    page.forms.iter().filter(|form| !recognise::is_aside(form))
}

const DEAD_END: &str = "the page leads nowhere: there is no form to fill in, and nothing sends the browser on";

fn nowhere(page: &Page) -> String {
    if page.needs_scripts() {
        return format!("the page needs JavaScript: {BY_HAND}");
    }
    let wanted: Vec<&str> = candidates(page)
        .flat_map(|form| &form.controls)
        .filter(|control| is_open(control))
        .map(Control::known_as)
        .take(5)
        .collect();
    match wanted.as_slice() {
        [] if page.scripts > 0 => format!("{DEAD_END}, unless its scripts do: if they do in a browser, {BY_HAND}"),
        [] => DEAD_END.to_owned(),
        wanted => format!("nobody knows what to fill in here ({}): use --login steps FILE", wanted.join(", ")),
    }
}
