//! `--interactive`: asks for what matters, shows the claims before signing, and tells how to do the same again.

use super::Args;
use crate::edge::terminal::Stream;
use crate::edge::{Edge, Failure};
use crate::flow::fault::{FAMILIES, Fault};
use crate::flow::mint::Draft;
use crate::flow::template::{self, opaque_id};
use crate::model::json::shorten;
use crate::model::sdes;
use crate::model::time::{Timestamp, parse_duration};
use crate::render::visible_lines;
use std::path::PathBuf;

/// Asks for what the arguments leave open, and returns them completed.
pub(super) fn ask(mut args: Args, edge: &mut Edge) -> Result<Args, Failure> {
    if !edge.person.present() {
        return Err(Failure::usage("nobody is there to answer").hint("leave --interactive out"));
    }
    ask_key(&mut args, edge)?;
    ask_names(&mut args, edge)?;
    ask_lifetime(&mut args, edge)?;
    ask_attributes(&mut args, edge)?;
    ask_fault(&mut args, edge)?;
    Ok(args)
}

/// Shows the header and the claims, and asks whether to sign them.
pub(super) fn review(draft: &Draft, edge: &mut Edge) -> Result<(), Failure> {
    let pretty = |value| serde_json::to_string_pretty(&value).unwrap_or_default();
    let text = format!("\nheader {}\nclaims {}\n\n", pretty(draft.header.to_value()), pretty(draft.claims.to_value()));
    edge.terminal.write(Stream::Err, &visible_lines(&text))?;
    match edge.person.confirm("Sign this?", true)? {
        true => Ok(()),
        false => Err(Failure::usage("nothing was signed").hint("start again when you know what to change")),
    }
}

/// Returns the command line that does the same without asking, as a line.
pub(super) fn command_line(args: &Args) -> String {
    let words = flags(args).into_iter().flat_map(|(flag, value)| [Some(flag.to_owned()), value.map(|it| quoted(&it))]);
    let words: Vec<String> = words.flatten().collect();
    format!("the same again: lpauth mint {}\n", words.join(" "))
}

/// Returns a text as a shell takes it: in single quotes unless it needs none.
pub fn quoted(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./:,@%+=".contains(character);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn ask_key(args: &mut Args, edge: &mut Edge) -> Result<(), Failure> {
    if args.signing.key.is_none() {
        let file = edge.person.text("Private key file (empty for a throw-away key)", "")?;
        args.signing.key = Some(file.trim()).filter(|file| !file.is_empty()).map(PathBuf::from);
        args.signing.throw_away = args.signing.key.is_none();
    }
    Ok(())
}

fn ask_names(args: &mut Args, edge: &mut Edge) -> Result<(), Failure> {
    let claims = &mut args.claims;
    let start = template::find(&claims.template).map(|it| it.claims(Timestamp(0), "")).unwrap_or_default();
    let default = |name: &str| start.text(name).unwrap_or_default().to_owned();
    if claims.iss.is_none() {
        claims.iss = other_than(&default("iss"), edge.person.text("Issuer (iss)", &default("iss"))?);
    }
    if claims.sub.is_none() {
        let random = opaque_id(&mut *edge.dice);
        claims.sub = Some(edge.person.text("Consumer (sub)", &random)?).filter(|sub| !sub.is_empty());
    }
    if claims.aud.is_empty() {
        let answer = edge.person.text("Client ID (aud)", &default("aud"))?;
        claims.aud = other_than(&default("aud"), answer).into_iter().collect();
    }
    Ok(())
}

fn ask_lifetime(args: &mut Args, edge: &mut Edge) -> Result<(), Failure> {
    if args.claims.exp.is_some() {
        return Ok(());
    }
    let usual = format!("{}m", template::LIFETIME / 60);
    let is_length = |text: &str| match parse_duration(text) {
        Some(seconds) if seconds > 0 => Ok(()),
        _ => Err("a length of time is 90s, 15m, 1h30m or 2d".to_owned()),
    };
    let answer = until(edge, "Lifetime", &usual, is_length)?;
    args.claims.exp = other_than(&usual, answer).map(|length| format!("+{length}"));
    Ok(())
}

fn ask_attributes(args: &mut Args, edge: &mut Edge) -> Result<(), Failure> {
    const PROMPT: &str = "Engagement attribute to set, as ctmrinfo.ctype=gold (empty to go on)";
    let fits = |text: &str| match text.split_once('=') {
        _ if text.is_empty() => Ok(()),
        Some((path, value)) => sdes::set(&mut Vec::new(), path, value),
        None => Err("write TYPE.FIELD=VALUE".to_owned()),
    };
    loop {
        match until(edge, PROMPT, "", fits)? {
            empty if empty.is_empty() => return Ok(()),
            attribute => args.claims.sde.push(attribute),
        }
    }
}

fn ask_fault(args: &mut Args, edge: &mut Edge) -> Result<(), Failure> {
    if !args.fault.is_empty() {
        return Ok(());
    }
    let names = std::iter::once("nothing").chain(FAMILIES.iter().map(|family| family.name));
    let names: Vec<String> = names.map(str::to_owned).collect();
    let chosen = edge.person.choose("Wrong on purpose", &names, 0)?;
    let Some(family) = chosen.checked_sub(1).and_then(|index| FAMILIES.get(index)) else { return Ok(()) };
    let faults: Vec<&Fault> = family.faults().collect();
    let items = items(&faults, edge.terminal.connection().width);
    let chosen = edge.person.choose("In this way", &items, 0)?;
    args.fault.extend(faults.get(chosen).map(|fault| fault.id.to_owned()));
    Ok(())
}

// One line each: a list to choose from must not wrap.
fn items(faults: &[&Fault], width: Option<usize>) -> Vec<String> {
    let widest = faults.iter().map(|fault| fault.id.len()).max().unwrap_or_default();
    let room = width.unwrap_or(80).saturating_sub(widest + 6);
    faults.iter().map(|fault| format!("{:widest$}  {}", fault.id, shorten(fault.title, room))).collect()
}

/// Asks for a line of text, again until the answer fits.
pub(in crate::cmd) fn until(
    edge: &mut Edge,
    prompt: &str,
    default: &str,
    fits: impl Fn(&str) -> Result<(), String>,
) -> Result<String, Failure> {
    loop {
        let answer = edge.person.text(prompt, default)?.trim().to_owned();
        match fits(&answer) {
            Ok(()) => return Ok(answer),
            Err(reason) => edge.terminal.write(Stream::Err, &format!("{reason}\n"))?,
        }
    }
}

fn other_than(usual: &str, answer: String) -> Option<String> {
    Some(answer).filter(|answer| answer != usual && !answer.is_empty())
}

/// A flag as typed, and its value if it takes one.
type Flag = (&'static str, Option<String>);

fn flags(args: &Args) -> Vec<Flag> {
    let (signing, claims, output) = (&args.signing, &args.claims, &args.output);
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let template = Some(claims.template.clone()).filter(|name| name != template::TEMPLATES[0].name);
    let count = Some(output.count).filter(|count| *count != 1).map(|count| count.to_string());
    let single = [
        ("--key", path(&signing.key)),
        ("--passphrase-file", path(&signing.passphrase.passphrase_file)),
        ("--passphrase-env", signing.passphrase.passphrase_env.clone()),
        ("--alg", signing.alg.clone()),
        ("--kid", signing.kid.clone()),
        ("--encrypt-to", path(&args.encryption.encrypt_to)),
        ("--jwe-alg", args.encryption.jwe_alg.clone()),
        ("--jwe-enc", args.encryption.jwe_enc.clone()),
        ("--jwe-kid", args.encryption.jwe_kid.clone()),
        ("--template", template),
        ("--claims", path(&claims.claims)),
        ("--iss", claims.iss.clone()),
        ("--sub", claims.sub.clone()),
        ("--nonce", claims.nonce.clone()),
        ("--acr", claims.acr.clone()),
        ("--exp", claims.exp.clone()),
        ("--iat", claims.iat.clone()),
        ("--nbf", claims.nbf.clone()),
        ("--auth-time", claims.auth_time.clone()),
        ("--access-token", claims.access_token.clone()),
        ("--code", claims.code.clone()),
        ("--count", count),
        ("--out", path(&output.out)),
        ("--jwks-out", path(&output.jwks_out)),
    ];
    let several = [
        ("--aud", &claims.aud),
        ("--header", &signing.header),
        ("--claim", &claims.claim),
        ("--sde", &claims.sde),
        ("--fault", &args.fault),
    ];
    let switches = [("--force", output.force), ("--copy", output.copy)];
    let single = single.into_iter().filter_map(|(flag, value)| value.map(|value| (flag, Some(value))));
    let several =
        several.into_iter().flat_map(|(flag, values)| values.iter().map(move |value| (flag, Some(value.clone()))));
    let switches = switches.into_iter().filter(|(_, on)| *on).map(|(flag, _)| (flag, None));
    single.chain(several).chain(switches).collect()
}
