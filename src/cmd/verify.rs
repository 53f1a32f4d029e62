//! `lpauth verify`: every check about a token, answered.

pub mod lines;

use super::brand::{self, Chosen};
use super::clocks::{seconds, skew};
use super::decryption::DecryptionFlags;
use super::key_source::{Gathered, KeyFlags, KeySource};
use super::network::Network;
use super::reporting::Reporting;
use super::{Globals, Output, input, watch};
use crate::check::jwe;
use crate::check::policy::Policy;
use crate::check::{self, Context, Expected, Facts, Slot};
use crate::edge::http::Limits;
use crate::edge::{Edge, Failure};
use crate::jose::envelope::{Envelope, Keyring};
use crate::jose::jws::{self, Proof, Trial, TrialResult};
use crate::model::time::{Timestamp, parse_time};
use crate::model::token::{Form, Token};
use crate::render;
use crate::report::{Group, Report};
use clap::builder::PossibleValuesParser;
use lines::LineFlags;
use lines::judge::LineJudge;
use std::path::PathBuf;

/// The arguments.
#[derive(Debug, Clone, clap::Args)]
#[command(mut_arg("format", |format| format.value_parser(PossibleValuesParser::new(formats()))))]
pub struct Args {
    /// Files, directories, `-` for standard input, or the token itself
    #[arg(value_name = "TOKEN")]
    pub input: Vec<String>,
    /// Where the keys come from.
    #[command(flatten)]
    pub keys: KeyFlags,
    /// How they may be fetched.
    #[command(flatten)]
    pub network: Network,
    /// What opens it if it is encrypted.
    #[command(flatten)]
    pub decryption: DecryptionFlags,
    /// What the token is held against.
    #[command(flatten)]
    pub expectations: Expectations,
    /// What counts, and how it is shown.
    #[command(flatten)]
    pub reporting: Reporting,
    /// What goes for a file of many tokens.
    #[command(flatten)]
    pub lines: LineFlags,
    /// Verify again whenever a file changes
    #[arg(long)]
    pub watch: bool,
}

/// The flags that say what a token is held against.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Expectations")]
pub struct Expectations {
    /// Take keys and expectations from this [brand.NAME] of lpauth.toml
    #[arg(long, value_name = "NAME")]
    pub brand: Option<String>,
    /// Expect this client ID in `aud`
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Expect this nonce
    #[arg(long, value_name = "NONCE", conflicts_with = "no_nonce")]
    pub nonce: Option<String>,
    /// Expect no nonce: none was sent
    #[arg(long)]
    pub no_nonce: bool,
    /// Expect this subject
    #[arg(long, value_name = "SUB")]
    pub subject: Option<String>,
    /// Expect one of these `acr` values
    #[arg(long, value_name = "ACR", value_delimiter = ' ')]
    pub acr: Vec<String>,
    /// Expect a login no longer ago than this (`3600`, `1h`)
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub max_age: Option<i64>,
    /// Hold `at_hash` against this access token
    #[arg(long, value_name = "TOKEN")]
    pub access_token: Option<String>,
    /// Hold `c_hash` against this code
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// The response type that was asked for, such as "id_token token"
    #[arg(long, value_name = "TYPE")]
    pub response_type: Option<String>,
    /// Judge at this time in place of now (`2026-01-01T00:00:00Z`, `-5m`, seconds since 1970)
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// How far clocks may be apart (`60s`, `5m`) [default: 60s]
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub skew: Option<i64>,
}

/// Runs the command.
///
/// # Errors
/// If no key source is named, no token is found, or an endpoint cannot be reached.
pub fn run(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    if let Some(named) = &args.lines.lines {
        return lines::run(named, args, globals, edge);
    }
    if let Some(flag) = args.lines.idle(&args.reporting.format) {
        return Err(Failure::usage(format!("{flag} goes with --lines FILE, which names a file of many tokens"))
            .hint(format!("pass --lines FILE, or leave {flag} out")));
    }
    if !args.watch {
        return once(args, globals, edge);
    }
    let mut files = input::files(&args.input, edge);
    // Keys alone are no token to watch.
    if !files.is_empty() {
        files.extend(args.keys.key.iter().cloned().chain(args.keys.jwks.iter().map(PathBuf::from)));
        files.extend(args.decryption.decrypt_key.iter().cloned());
        files.extend(globals.config.clone());
    }
    watch::repeat(edge, &files, |edge| once(args, globals, edge))
}

fn formats() -> impl Iterator<Item = &'static str> {
    render::FORMATS.iter().map(|(name, _)| *name).chain(lines::FORMATS.iter().copied())
}

fn once(args: &Args, globals: &Globals, edge: &mut Edge) -> Result<Output, Failure> {
    let chosen = brand::choose(args.expectations.brand.as_deref(), globals, edge)?;
    let inquiry = Inquiry::new(args, &chosen, edge)?;
    let mut found = input::tokens(&args.input, edge)?;
    let mut groups = Vec::new();
    if let Some(failure) = inquiry.gathered.as_ref().and_then(|gathered| gathered.failure.as_ref()) {
        found.fail(failure);
    }
    for pasted in std::mem::take(&mut found.pastes).iter().flat_map(|paste| &paste.tokens) {
        match inquiry.judge(&pasted.token, edge) {
            Ok((group, failure)) => {
                groups.push(group);
                failure.iter().for_each(|failure| found.fail(failure));
            }
            Err(failure) => found.fail(&failure),
        }
    }
    if groups.is_empty() {
        return Ok(Output { stderr: found.stderr, exit: found.exit, ..Output::default() });
    }
    let report = Report::new("verify", inquiry.context.now.0, inquiry.policy.name, groups);
    let output = args.reporting.output(&report, args.reporting.fail_on(&chosen), globals, edge)?;
    // What could not be read counts for more than what is wrong with the rest: the report is not whole.
    Ok(Output { stderr: found.stderr, exit: output.exit.max(found.exit), ..output })
}

/// Everything asked of each token alike.
struct Inquiry {
    context: Context,
    policy: Policy,
    source: KeySource,
    limits: Limits,
    keyring: Keyring,
    /// The keys, unless each token leads to keys of its own.
    gathered: Option<Gathered>,
}

impl Inquiry {
    fn new(args: &Args, chosen: &Chosen, edge: &mut Edge) -> Result<Inquiry, Failure> {
        let source = KeySource::choose(&args.keys, chosen)?.ok_or_else(|| no_keys(chosen))?;
        let limits = args.network.limits(edge)?;
        let mut context = context(args, chosen, edge)?;
        let policy = args.reporting.policy(chosen);
        let shared = source != KeySource::Discover;
        let gathered = shared.then(|| source.gather(None, &limits, edge)).transpose()?;
        let keyring = args.decryption.keyring(chosen.path("decrypt_key").as_deref(), edge)?;
        let known = !keyring.keys.is_empty() || !chosen.brand.name.is_empty();
        context.encrypted = known.then_some(!keyring.keys.is_empty());
        Ok(Inquiry { context, policy, source, limits, keyring, gathered })
    }

    // The group, and why there are no keys to it if the token's own issuer does not hand them out.
    fn judge(&self, came: &Token, edge: &mut Edge) -> Result<(Group, Option<Failure>), Failure> {
        let envelope = self.keyring.open(came);
        let token = envelope.as_ref().and_then(Envelope::inner).unwrap_or(came).clone();
        let token = &token;
        let own = match self.gathered {
            None => Some(self.source.gather(claimed_issuer(token), &self.limits, edge)?),
            Some(_) => None,
        };
        let empty = Gathered::default();
        let gathered = own.as_ref().or(self.gathered.as_ref()).unwrap_or(&empty);
        let facts = facts(token, envelope, gathered);
        let mut group = check::group(&came.source.name, &facts, &self.context, &self.policy);
        let settings = std::mem::replace(&mut group.summary, summary(token, &facts));
        group.summary.extend(gathered.ways.iter().map(|way| ("sent on".to_owned(), way.clone())));
        group.summary.extend(settings);
        group.caveats = self.caveats(token, &facts);
        Ok((group, own.and_then(|gathered| gathered.failure)))
    }

    /// Returns the judge of many tokens, all by the same keys.
    fn line_judge(self) -> Result<LineJudge, Failure> {
        let gathered = self.gathered.unwrap_or_default();
        match gathered.failure {
            Some(failure) => Err(failure),
            None => Ok(LineJudge::new(self.context, self.policy, self.keyring, gathered)),
        }
    }

    fn unasked(&self) -> Option<&'static str> {
        match (&self.context.issuer, &self.context.client_id) {
            (None, None) => Some("Nobody said whose token this should be and for whom: pass --issuer and --client-id."),
            (None, Some(_)) => Some("Nobody said whose token this should be: pass --issuer."),
            (Some(_), None) => Some("Nobody said whom this token should be for: pass --client-id."),
            (Some(_), Some(_)) => None,
        }
    }

    fn caveats(&self, token: &Token, facts: &Facts) -> Vec<String> {
        let mut caveats = Vec::new();
        let verified = facts.proof.here().and_then(Proof::verified_by).is_some();
        if !verified {
            caveats.push("The signature is not verified: anybody may have written these claims.".to_owned());
        }
        let unasked = self.unasked().filter(|_| verified && self.source != KeySource::Discover);
        caveats.extend(unasked.map(str::to_owned));
        if let (KeySource::Discover, Some(issuer), true) = (&self.source, claimed_issuer(token), verified) {
            caveats.push(format!(
                "The keys come from the issuer that the token itself names. This proves that {issuer} signed it, \
                 not that {issuer} is the issuer you trust: pass --issuer to say which one that is."
            ));
        }
        caveats
    }
}

fn no_keys(chosen: &Chosen) -> Failure {
    let failure = Failure::usage("no keys to verify the signature with");
    if !chosen.undecided.is_empty() {
        return failure
            .hint(format!("lpauth.toml has several brands; choose by --brand: {}", chosen.undecided.join(", ")));
    }
    failure.hint(
        "pass --jwks FILE|URL, --key FILE or --issuer URL, or name them in lpauth.toml; \
         lpauth decode looks inside a token without any",
    )
}

fn context(args: &Args, chosen: &Chosen, edge: &Edge) -> Result<Context, Failure> {
    let asked = &args.expectations;
    let brand = |member: &str| chosen.brand.text(member).map(str::to_owned);
    let nonce = match (&asked.nonce, asked.no_nonce) {
        (Some(nonce), _) => Expected::Sent(nonce.clone()),
        (None, true) => Expected::Unsent,
        (None, false) => Expected::Unknown,
    };
    Ok(Context {
        now: time(asked.at.as_deref(), edge.clock.now())?,
        skew: skew(asked.skew, chosen),
        issuer: args.keys.issuer.clone().or_else(|| brand("issuer")),
        client_id: asked.client_id.clone().or_else(|| brand("client_id")),
        nonce,
        subject: asked.subject.clone(),
        max_age: asked.max_age.or_else(|| chosen.brand.seconds("max_age")),
        acr: asked.acr.clone(),
        access_token: asked.access_token.clone(),
        code: asked.code.clone(),
        response_type: asked.response_type.clone().or_else(|| chosen.brand.response_type().map(str::to_owned)),
        ..Context::default()
    })
}

fn time(at: Option<&str>, now: Timestamp) -> Result<Timestamp, Failure> {
    let Some(text) = at else { return Ok(now) };
    parse_time(text, now).ok_or_else(|| {
        Failure::usage(format!("--at takes a time, not “{text}”"))
            .hint("2026-01-01T00:00:00Z, +1h, -5m, or seconds since 1970")
    })
}

fn facts(token: &Token, envelope: Option<Envelope>, gathered: &Gathered) -> Facts {
    let proof = match &gathered.keys {
        // The header of a JWE names the recipient's key; the key set holds the signer's.
        _ if token.form() == Form::Encrypted => Slot::absent("the token is encrypted"),
        Slot::Here(keys) => Slot::Here(jws::prove(token, keys)),
        Slot::Broken(broken) => Slot::Broken(broken.clone()),
        Slot::Absent(reason) => Slot::Absent(reason.clone()),
        Slot::None => Slot::None,
    };
    Facts {
        token: envelope.as_ref().map_or_else(|| Slot::Here(token.clone()), jwe::inside),
        envelope: envelope.map_or(Slot::None, Slot::Here),
        keys: gathered.keys.clone(),
        proof,
        discovery: gathered.discovery.clone(),
        ..Facts::default()
    }
}

fn claimed_issuer(token: &Token) -> Option<&str> {
    token.claims.json()?.root.get("iss")?.as_str()
}

fn summary(token: &Token, facts: &Facts) -> Vec<(String, String)> {
    let line = |label: &str, value: String| (label.to_owned(), value);
    let mut summary = Vec::new();
    for (label, claim) in [("issuer", "iss"), ("subject", "sub"), ("audience", "aud")] {
        let value = token.claims.json().and_then(|claims| claims.root.get(claim));
        summary
            .extend(value.map(|value| line(label, value.as_str().map_or_else(|| value.excerpt(120), str::to_owned))));
    }
    if let Some(proof) = facts.proof.here() {
        summary.extend(proof.trials().iter().map(|trial| line("key", told(trial, proof))));
    }
    summary
}

/// What became of a key, in a sentence.
fn told(trial: &Trial, proof: &Proof) -> String {
    let fate = match &trial.result {
        TrialResult::Verified => "verifies the signature".to_owned(),
        TrialResult::Refused => "fits, but the signature is not its own".to_owned(),
        TrialResult::OtherKid { verifies: true } => {
            format!(
                "not the one: the token names “{}”; it verifies the signature all the same",
                proof.kid().unwrap_or_default()
            )
        }
        TrialResult::OtherKid { verifies: false } => {
            format!("not the one: the token names “{}”", proof.kid().unwrap_or_default())
        }
        TrialResult::Unsuitable(reasons) => format!("not for this: {}", reasons.join(", ")),
        TrialResult::Unreadable(reason) => format!("cannot be read: {reason}"),
    };
    format!("{} {fate}", trial.label)
}
