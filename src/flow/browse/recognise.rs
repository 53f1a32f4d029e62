//! What a person would recognise in a form: where the user and the password go, and which button leads on.

use crate::model::page::{Control, Form, words};

/// Parts of names and labels of fields for the user, with how sure they make: an e-mail address may be for a newsletter.
const USER: [(&str, i32); 24] = [
    ("username", 60),
    ("user", 50),
    ("login", 50),
    ("logon", 50),
    ("signin", 50),
    ("identifier", 50),
    ("identifiant", 50),
    ("userid", 50),
    ("benutzer", 50),
    ("kennung", 50),
    ("usuario", 50),
    ("utilisateur", 50),
    ("gebruiker", 50),
    ("utente", 50),
    ("customer", 40),
    ("kunde", 40),
    ("account", 40),
    ("member", 40),
    ("email", 40),
    ("mail", 40),
    ("correo", 40),
    ("phone", 30),
    ("mobile", 30),
    ("telefon", 30),
];

/// Words of fields that are not for the user, whatever else they say.
const NOT_USER: [&str; 16] = [
    "captcha",
    "code",
    "company",
    "coupon",
    "domain",
    "newsletter",
    "organisation",
    "organization",
    "otp",
    "pin",
    "q",
    "query",
    "realm",
    "search",
    "tenant",
    "totp",
];

/// Words of fields for a code that is sent to the person or shown by a device.
const ONE_TIME: [&str; 13] = [
    "2fa",
    "authenticator",
    "mfa",
    "onetime",
    "otp",
    "otc",
    "passcode",
    "sms",
    "tan",
    "token",
    "totp",
    "twofactor",
    "verification",
];

/// Words of buttons and forms that lead away from the login, or refuse.
const AWAY: &[&str] = &[
    "abbrechen",
    "abort",
    "ablehnen",
    "annuler",
    "annuleren",
    "annulla",
    "apple",
    "back",
    "cancel",
    "cancelar",
    "create",
    "decline",
    "delete",
    "deny",
    "disagree",
    "facebook",
    "fido",
    "forgot",
    "forgotten",
    "github",
    "google",
    "guest",
    "help",
    "linkedin",
    "logout",
    "microsoft",
    "newsletter",
    "passkey",
    "rechazar",
    "recover",
    "refuse",
    "refuser",
    "register",
    "registration",
    "reject",
    "remove",
    "resend",
    "search",
    "signup",
    "subscribe",
    "twitter",
    "vergessen",
    "webauthn",
    "zurück",
    "no",
    "nein",
    "non",
    "not",
    "without",
    "log out",
    "sign out",
    "sign up",
    "switch",
    "different",
];

/// Words of buttons that send a login.
const LOGIN: &[&str] = &[
    "sign in",
    "sign on",
    "log in",
    "log on",
    "login",
    "logon",
    "signin",
    "continue",
    "next",
    "submit",
    "go",
    "anmelden",
    "einloggen",
    "weiter",
    "connexion",
    "connecter",
    "suivant",
    "continuer",
    "entrar",
    "acceder",
    "iniciar",
    "siguiente",
    "continuar",
    "accedi",
    "avanti",
    "inloggen",
    "aanmelden",
    "volgende",
    "logga",
    "zaloguj",
    "enter",
    "verify",
    "default",
];

/// Words of buttons that consent, or lead on from a page that only informs.
const CONSENT: &[&str] = &[
    "accept",
    "agree",
    "allow",
    "approve",
    "authorise",
    "authorize",
    "confirm",
    "consent",
    "continue",
    "grant",
    "ok",
    "proceed",
    "yes",
    "next",
    "weiter",
    "ja",
    "akzeptieren",
    "bestätigen",
    "erlauben",
    "zulassen",
    "zustimmen",
    "accepter",
    "autoriser",
    "continuer",
    "oui",
    "aceptar",
    "autorizar",
    "continuar",
    "permitir",
    "accetta",
    "autorizza",
    "consenti",
    "akkoord",
    "toestaan",
];

/// Returns the place of the field for the password: one that is to be filled in, not chosen anew.
pub(super) fn password(form: &Form) -> Option<usize> {
    let is_password = |control: &Control| control.kind == "password" && !control.disabled && !is_one_time(control);
    let mut places = form.controls.iter().enumerate().filter(|(_, control)| is_password(control));
    let (first, second) = (places.next()?, places.next());
    second.is_none().then_some(first.0)
}

/// Returns whether a form wants a new password: it asks for more than one.
pub(super) fn wants_new_password(form: &Form) -> bool {
    form.controls.iter().filter(|control| control.kind == "password" && control.is_visible()).count() > 1
}

/// Returns the place of the field for the user.
pub(super) fn user(form: &Form) -> Option<usize> {
    let before = password(form).and_then(|password| last_text_before(form, password));
    let scored = form
        .controls
        .iter()
        .enumerate()
        .filter(|(_, control)| is_text(control) && !control.disabled && !control.readonly);
    let scored = scored.map(|(at, control)| (user_score(control) + if before == Some(at) { 20 } else { 0 }, at));
    // Among equals the first one counts.
    let best = scored.rev_by_score().filter(|(score, _)| *score > 0);
    best.map(|(_, at)| at)
}

trait BestFirst: Iterator<Item = (i32, usize)> + Sized {
    fn rev_by_score(self) -> Option<(i32, usize)> {
        self.min_by_key(|(score, at)| (-score, *at))
    }
}

impl<I: Iterator<Item = (i32, usize)>> BestFirst for I {}

fn last_text_before(form: &Form, place: usize) -> Option<usize> {
    (0..place).rev().find(|at| is_text(&form.controls[*at]) && form.controls[*at].is_visible())
}

fn is_text(control: &Control) -> bool {
    matches!(control.kind.as_str(), "text" | "email" | "tel" | "number")
}

fn user_score(control: &Control) -> i32 {
    let said = format!("{} {}", written(control), control.label);
    let words = words(&said);
    if words.iter().any(|word| NOT_USER.contains(&word.as_str())) {
        return -100;
    }
    let hint = control.autocomplete.as_deref().unwrap_or_default();
    let hinted = [("username", 100), ("email", 60), ("tel", 40)];
    let by_hint = hinted.iter().filter(|(part, _)| hint.contains(part)).map(|(_, score)| *score);
    let joined = words.concat();
    let by_name = USER.iter().filter(|(part, _)| joined.contains(part)).map(|(_, score)| *score);
    let by_kind = (control.kind == "email").then_some(45);
    let seen = if control.is_visible() { 0 } else { -10 };
    by_hint.chain(by_name).chain(by_kind).max().map_or(0, |best| best + seen)
}

fn written(control: &Control) -> String {
    [&control.name, &control.id].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Returns whether a field is for a code that is good for once.
pub(super) fn is_one_time(control: &Control) -> bool {
    let is_open = matches!(control.kind.as_str(), "text" | "tel" | "number" | "password") && control.is_visible();
    let words = words(&format!("{} {}", written(control), control.label));
    let hinted = control.autocomplete.as_deref() == Some("one-time-code");
    // What is kept from view while it is typed may be a password of another name.
    let is_vague = |word: &str| control.kind == "password" && ["passcode", "token", "verification"].contains(&word);
    let said = words.iter().any(|word| ONE_TIME.contains(&word.as_str()) && !is_vague(word));
    is_open && !control.disabled && (hinted || said)
}

/// Returns the place of the button that sends a login; `None` if there is none that could.
pub(super) fn login_button(form: &Form) -> Option<usize> {
    buttons(form)
        .map(|(at, button)| (button_score(button, LOGIN), at))
        .rev_by_score()
        .filter(|(score, _)| *score >= 0)
        .map(|(_, at)| at)
}

/// Returns the place of the button that consents, and nothing less.
pub(super) fn consent_button(form: &Form) -> Option<usize> {
    buttons(form)
        .map(|(at, button)| (button_score(button, CONSENT), at))
        .rev_by_score()
        .filter(|(score, _)| *score > 0)
        .map(|(_, at)| at)
}

/// Returns the place of the button that names the user.
pub(super) fn account_button(form: &Form, user: &str) -> Option<usize> {
    let names = |button: &Control| names(&button.label, user) || button.value.eq_ignore_ascii_case(user);
    buttons(form).find(|(_, button)| names(button) && button_score(button, &[]) >= 0).map(|(at, _)| at)
}

/// Returns whether a label names the user, in a word of its own.
pub(super) fn names(label: &str, user: &str) -> bool {
    let (label, user) = (label.to_lowercase(), user.to_lowercase());
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let stands = |at: usize| is_end(label[..at].chars().next_back()) && is_end(label[at + user.len()..].chars().next());
    !user.is_empty() && label.match_indices(&user).any(|(at, _)| stands(at))
}

fn buttons(form: &Form) -> impl Iterator<Item = (usize, &Control)> {
    form.controls.iter().enumerate().filter(|(_, control)| control.is_button() && !control.disabled)
}

fn button_score(button: &Control, wanted: &[&str]) -> i32 {
    // What the button says counts; its name and value are for those that say nothing anybody knows.
    let label = phrase(&button.label);
    let names = phrase(&format!("{} {}", written(button), button.value));
    let away = has(&label, AWAY) || !has(&label, wanted) && has(&names, AWAY);
    let seen = i32::from(button.is_visible());
    match () {
        () if away => -10,
        () if has(&label, wanted) => 20 + seen,
        () if has(&names, wanted) => 10 + seen,
        () => 0,
    }
}

/// Returns whether a form is for something else than logging in: registering, searching, the newsletter.
pub(super) fn is_aside(form: &Form) -> bool {
    let named = [form.id.as_deref(), form.name.as_deref(), Some(form.action.path())];
    named.into_iter().flatten().any(|name| has(&phrase(name), ASIDE))
}

const ASIDE: &[&str] =
    &["register", "registration", "signup", "sign up", "newsletter", "search", "subscribe", "logout", "log out"];

/// Returns a text as words between single blanks.
fn phrase(text: &str) -> String {
    format!(" {} ", words(text).join(" "))
}

fn has(phrase: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|word| phrase.contains(&format!(" {word} ")))
}
