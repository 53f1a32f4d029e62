//! Mistakes on the command line: what was wrong, and what was probably meant.

mod words;

use super::Cli;
use crate::cmd::explain;
use crate::cmd::mint::quoted;
use crate::edge::{Edge, Failure};
use crate::model::json::shorten;
use crate::model::name::nearest;
use crate::model::paste;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};
use std::ffi::OsString;
use std::path::Path;

/// Returns the failure that a mistake is.
pub(super) fn failure(mistake: &clap::Error, arguments: &[OsString], edge: &mut Edge) -> Failure {
    let place = Place::of(arguments);
    match mistake.kind() {
        ErrorKind::UnknownArgument => unknown(&told(mistake, ContextKind::InvalidArg), &place),
        ErrorKind::InvalidSubcommand => no_command(&told(mistake, ContextKind::InvalidSubcommand), edge),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => value(mistake, &place),
        ErrorKind::MissingRequiredArgument => Failure::usage(format!(
            "{} takes {}",
            place.typed(),
            told(mistake, ContextKind::InvalidArg)
        ))
        .hint(format!("{}; {}", place.usage(), place.help())),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Failure::usage(format!(
            "{} takes something to work on",
            place.typed()
        ))
        .hint(format!("{}; {}", place.usage(), place.help())),
        ErrorKind::ArgumentConflict => conflict(mistake, arguments, &place),
        _ => Failure::usage(first_line(mistake)).hint(place.help()),
    }
}

/// The command that was reached before the mistake.
struct Place {
    name: String,
    command: Command,
}

impl Place {
    fn of(arguments: &[OsString]) -> Place {
        let mut command = Cli::command();
        command.build();
        let mut place = Place { name: command.get_name().to_owned(), command };
        for word in arguments.iter().skip(1).filter_map(|word| word.to_str()) {
            if let Some(below) = place.command.find_subcommand(word).cloned() {
                place = Place { name: format!("{} {}", place.name, below.get_name()), command: below };
            }
        }
        place
    }

    fn typed(&self) -> String {
        format!("`{}`", self.name)
    }

    fn help(&self) -> String {
        format!("`{} --help` lists what it takes", self.name)
    }

    fn usage(&self) -> String {
        let usage = self.command.clone().render_usage().to_string();
        let line = usage.lines().next().unwrap_or_default().trim_start_matches("Usage: ");
        format!("type `{line}`")
    }

    fn flags(&self) -> impl Iterator<Item = &str> {
        self.command.get_arguments().filter_map(clap::Arg::get_long)
    }

    /// Returns the first of `flags`, each perhaps with a value, that this command has.
    fn first_of<'a>(&self, flags: &[&'a str]) -> Option<&'a str> {
        let name = |flag: &str| flag.trim_start_matches('-').split(' ').next().unwrap_or_default().to_owned();
        flags.iter().copied().find(|flag| self.flags().any(|own| own == name(flag)))
    }
}

fn unknown(typed: &str, place: &Place) -> Failure {
    if !typed.starts_with('-') {
        return Failure::usage(format!("{} has no place for “{}”", place.typed(), shown(typed)))
            .hint(what_it_is(typed).unwrap_or_else(|| format!("a text with blanks needs quotes; {}", place.help())));
    }
    let failure = Failure::usage(format!("{} has no flag {typed}", place.typed()));
    failure.hint(meant(typed, place).map_or_else(|| place.help(), |meant| format!("{meant} {}", place.help())))
}

/// Returns what a flag that is not there probably stands for.
fn meant(typed: &str, place: &Place) -> Option<String> {
    let name = typed.trim_start_matches('-').to_lowercase().replace('_', "-");
    let same = |flag: &&str| flag.replace('-', "") == name.replace('-', "");
    if let Some(flag) = place.flags().find(same) {
        return Some(did_you_mean(flag));
    }
    if let Some(known) = by_word(&name, place) {
        return Some(known);
    }
    let own = place.command.get_positionals().next();
    if words::PLAIN.contains(&name.as_str()) && own.is_some() {
        return Some(format!("it stands without a flag here: {};", place.usage().trim_start_matches("type ")));
    }
    if name.len() < 3 {
        return elsewhere(&name);
    }
    // Whoever mistypes another flag is not to be led to show secrets.
    let like = |flag: &&str| *flag != "show-secrets" || name.starts_with("show");
    let near = nearest(&name, place.flags().filter(like)).map(did_you_mean);
    // A slip of a word that stands for a flag here comes last, as the words are many.
    let words = || words::FLAGS.iter().flat_map(|(words, _)| words.iter().copied());
    near.or_else(|| elsewhere(&name)).or_else(|| by_word(nearest(&name, words())?, place))
}

/// Returns what a word stands for that other tools have for a flag.
fn by_word(word: &str, place: &Place) -> Option<String> {
    let mut rows = words::FLAGS.iter().filter(|(words, _)| words.contains(&word));
    let flag = rows.find_map(|(_, flags)| place.first_of(flags))?;
    // `--json` asks for a value of `--format`.
    let is_format = ["json", "sarif", "junit", "html", "markdown", "github", "badge"].contains(&word);
    Some(if is_format { format!("did you mean {flag} {word}?") } else { did_you_mean(flag) })
}

fn did_you_mean(flag: &str) -> String {
    format!("did you mean --{}?", flag.trim_start_matches("--"))
}

/// Returns which other commands have a flag.
fn elsewhere(name: &str) -> Option<String> {
    let mut all = Cli::command();
    all.build();
    let has = |command: &&Command| command.get_arguments().any(|argument| argument.get_long() == Some(name));
    let found: Vec<String> =
        all.get_subcommands().filter(has).map(|with| format!("`lpauth {}`", with.get_name())).collect();
    (!found.is_empty()).then(|| format!("--{name} belongs to {};", found.join(", ")))
}

fn no_command(typed: &str, edge: &mut Edge) -> Failure {
    if let Some(hint) = what_it_is(typed).or_else(|| file(typed, edge)) {
        return Failure::usage(format!("“{}” is no command, and what to do with it was not said", shown(typed)))
            .hint(hint);
    }
    let name = typed.to_lowercase().replace('_', "-");
    let word = words::COMMANDS.iter().find(|(words, _)| words.contains(&name.as_str())).map(|(_, meant)| *meant);
    let all = Cli::command();
    let near = || nearest(&name, all.get_subcommands().map(Command::get_name)).map(str::to_owned);
    let hint = match word.map(str::to_owned).or_else(near) {
        Some(meant) => format!("did you mean `lpauth {meant}`? `lpauth` alone shows which command is for what"),
        None => "`lpauth` alone shows which command is for what".to_owned(),
    };
    Failure::usage(format!("there is no command “{}”", shown(typed))).hint(hint)
}

/// Returns what to type for something that says itself what it is.
fn what_it_is(text: &str) -> Option<String> {
    if !paste::tokens("argument", text).is_empty() && !text.contains("://") {
        return Some(
            "it is a token: `lpauth verify TOKEN` says what is wrong with it, `lpauth decode TOKEN` shows it"
                .to_owned(),
        );
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        let answers = ["code=", "id_token=", "error=", "token="].iter().any(|name| text.contains(name));
        return Some(match answers {
            true => "a login ended there: `lpauth diagnose 'ADDRESS'` says how".to_owned(),
            false => {
                format!("`lpauth lint {0}` says what is wrong there, `lpauth exchange {0}` tries a login", shown(text))
            }
        });
    }
    explain::is_known(text).then(|| format!("`lpauth explain {}` says what it means", quoted(text)))
}

fn file(text: &str, edge: &mut Edge) -> Option<String> {
    let named = |endings: &[&str]| endings.iter().any(|ending| text.len() > ending.len() && text.ends_with(ending));
    let row = words::FILES.iter().find(|(endings, _)| named(endings) || endings.contains(&text));
    let path = edge.directory.join(text);
    let there = text == "-" || edge.files.exists(&path) || edge.files.exists(Path::new(text));
    let verb = row.map(|(_, verb)| *verb).or(there.then_some("diagnose"))?;
    Some(format!("did you mean `lpauth {verb} {}`?", quoted(text)))
}

fn value(mistake: &clap::Error, place: &Place) -> Failure {
    let (flag, typed) = (told(mistake, ContextKind::InvalidArg), told(mistake, ContextKind::InvalidValue));
    if typed.is_empty() {
        let flag = flag.split(' ').next().unwrap_or_default();
        return Failure::usage(format!("{flag} takes a value, and none was given")).hint(takes(mistake, place));
    }
    let why = std::error::Error::source(mistake).map_or_else(String::new, |source| format!(": {source}"));
    let message = match is_confidential(&flag) {
        true => format!("what was given is no value of {flag}{why}"),
        false => format!("“{}” is no value of {flag}{why}", shown(&typed)),
    };
    Failure::usage(message).hint(match nearest(&typed, values(mistake).iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near}? {}", takes(mistake, place)),
        None => takes(mistake, place),
    })
}

fn is_confidential(flag: &str) -> bool {
    ["secret", "password", "passphrase", "token", "code"].iter().any(|word| flag.contains(word))
}

fn values(mistake: &clap::Error) -> Vec<String> {
    match mistake.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => values.clone(),
        _ => Vec::new(),
    }
}

fn takes(mistake: &clap::Error, place: &Place) -> String {
    match values(mistake).as_slice() {
        [] => format!("`{} --help` says what it takes", place.name),
        values => format!("it takes one of: {}", values.join(", ")),
    }
}

fn conflict(mistake: &clap::Error, arguments: &[OsString], place: &Place) -> Failure {
    // Where a command may stand, what follows an argument counts as one.
    let below = told(mistake, ContextKind::InvalidSubcommand);
    let one = [told(mistake, ContextKind::InvalidArg), below.clone()].concat();
    let other = told(mistake, ContextKind::PriorArg);
    if one == other || other.is_empty() {
        return Failure::usage(format!("{one} may be given once only")).hint("leave out all but one of them");
    }
    let commands = || place.command.get_subcommands().map(Command::get_name);
    let words = || arguments.iter().filter_map(|word| word.to_str()).filter(|_| !below.is_empty());
    Failure::usage(format!("{one} and {other} exclude each other")).hint(
        match words().find_map(|word| nearest(word, commands())) {
            Some(command) => format!("did you mean `{} {command}`? {}", place.name, place.help()),
            None if below == place.command.get_name() => format!("{}; {}", place.usage(), place.help()),
            None => format!("leave one of them out; `{} --help` says what each is for", place.name),
        },
    )
}

/// Returns what clap tells of a mistake under this kind.
fn told(mistake: &clap::Error, kind: ContextKind) -> String {
    match mistake.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

fn first_line(mistake: &clap::Error) -> String {
    let text = mistake.render().to_string();
    text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// Returns as much of an argument as a message repeats. What stands behind an address may be a code or a token.
fn shown(text: &str) -> String {
    let end = text.find("://").and_then(|_| text.find(['?', '#'])).map_or(text.len(), |end| end + 1);
    let cut = if end < text.len() { "…" } else { "" };
    format!("{}{cut}", shorten(&paste::veiled(&text[..end]), 80))
}
