//! The claims that the arguments describe: a template, a file, single claims, in this order.

use super::{ClaimArgs, template, unfit};
use crate::edge::gather::LIMIT;
use crate::edge::{Edge, Failure};
use crate::flow::mint::Unfit;
use crate::flow::mint::members::Members;
use crate::flow::mint::path::Path as Place;
use crate::flow::template::opaque_id;
use crate::model::json::{Json, Member, Value as Node};
use crate::model::sdes;
use crate::model::source::Source as Text;
use crate::model::time::{Timestamp, parse_time};
use rand::CryptoRng;
use serde_json::Value;
use std::collections::HashSet;
use std::path::Path;

/// What is read once, however many tokens are minted: the members of the file of `--claims`.
#[derive(Default)]
pub(super) struct Source(Vec<(String, Value)>);

impl Source {
    /// Reads the file of `--claims`.
    pub(super) fn read(file: Option<&Path>, edge: &mut Edge) -> Result<Source, Failure> {
        let Some(file) = file else { return Ok(Source::default()) };
        let (name, bytes) = match file.to_str() {
            Some("-") => ("standard input".to_owned(), edge.terminal.read(LIMIT)?),
            _ => (file.display().to_string(), edge.files.read(file, LIMIT)?),
        };
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::input(format!("{name} is not UTF-8 text")).hint("save it as UTF-8 text"))?;
        parse(&Text::new(name, text)).map(Source)
    }

    /// Returns the claims of one token of several (`many`) or of the only one.
    pub(super) fn claims(
        &self,
        args: &ClaimArgs,
        many: bool,
        now: Timestamp,
        dice: &mut dyn CryptoRng,
    ) -> Result<Members, Failure> {
        let subject = args.sub.clone().unwrap_or_else(|| opaque_id(dice));
        let mut claims = template::find(&args.template).map(|it| it.claims(now, &subject)).unwrap_or_default();
        self.0.iter().for_each(|(name, value)| claims.set(name, value.clone()));
        set_texts(&mut claims, args);
        set_times(&mut claims, args, now)?;
        for assignment in &args.claim {
            assign(&mut claims, assignment).map_err(|reason| unfit(reason).hint("--claim PATH=VALUE"))?;
        }
        for attribute in &args.sde {
            set_attribute(&mut claims, attribute)?;
        }
        if many && claims.get("jti").is_none() {
            claims.set("jti", opaque_id(dice));
        }
        Ok(claims)
    }
}

/// Sets what `path=value` says.
pub(super) fn assign(members: &mut Members, assignment: &str) -> Result<(), Unfit> {
    let (path, value) = Place::assignment(assignment)?;
    path.put(members, value)
}

fn parse(text: &Text) -> Result<Vec<(String, Value)>, Failure> {
    let json = Json::parse(text.clone()).map_err(|malformed| {
        let place = text.position(malformed.offset);
        Failure::input(format!("{}:{}:{}: {}", text.name, place.line, place.column, malformed.reason))
            .hint("write one JSON object: {\"sub\": \"…\"}")
    })?;
    match &json.root.value {
        Node::Object(members) => {
            if let Some(twice) = twice(members) {
                let message = format!("{}: `{twice}` is there twice", text.name);
                return Err(Failure::input(message).hint("`--fault form.dup-claim` mints a token with a claim twice"));
            }
            Ok(members.iter().map(|member| (member.name.clone(), member.node.to_value())).collect())
        }
        _ => Err(Failure::input(format!("{}: {} in place of an object of claims", text.name, json.root.kind()))
            .hint("write one JSON object: {\"sub\": \"…\"}")),
    }
}

fn twice(members: &[Member]) -> Option<&str> {
    let mut seen = HashSet::new();
    members.iter().map(|member| member.name.as_str()).find(|name| !seen.insert(*name))
}

fn set_texts(claims: &mut Members, args: &ClaimArgs) {
    let texts = [("iss", &args.iss), ("sub", &args.sub), ("nonce", &args.nonce), ("acr", &args.acr)];
    for (name, text) in texts {
        if let Some(text) = text {
            claims.set(name, text.as_str());
        }
    }
    match args.aud.as_slice() {
        [] => {}
        [only] => claims.set("aud", only.as_str()),
        several => claims.set("aud", several),
    }
}

fn set_times(claims: &mut Members, args: &ClaimArgs, now: Timestamp) -> Result<(), Failure> {
    let times = [("iat", &args.iat), ("nbf", &args.nbf), ("exp", &args.exp), ("auth_time", &args.auth_time)];
    for (name, text) in times {
        match text.as_deref() {
            None => {}
            Some("none") => _ = claims.remove(name),
            Some(text) => claims.set(name, parse_time(text, now).ok_or_else(|| no_time(name, text))?.0),
        }
    }
    Ok(())
}

fn no_time(name: &str, text: &str) -> Failure {
    Failure::usage(format!("--{}: “{text}” is no time", name.replace('_', "-")))
        .hint("write +1h, -5m, seconds since 1970, 2026-01-01T00:00:00Z, or none")
}

// `contacts[0].email` and `contacts.0.email` are the same path to the schema.
fn set_attribute(claims: &mut Members, text: &str) -> Result<(), Failure> {
    let wrong = |reason: String| {
        Failure::usage(format!("--sde {text}: {reason}"))
            .hint("such as --sde personal.firstname=Ada; `lpauth mint --help` shows more")
    };
    let (path, value) = text.split_once('=').ok_or_else(|| wrong("`=` and a value are missing".to_owned()))?;
    let path = path.replace('[', ".").replace(']', "");
    let claim = claims.entry("lp_sdes");
    if claim.is_null() {
        *claim = Value::Array(Vec::new());
    }
    let list = claim.as_array_mut().ok_or_else(|| wrong("`lp_sdes` is not an array".to_owned()))?;
    sdes::set(list, &path, value).map_err(wrong)
}
