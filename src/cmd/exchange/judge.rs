//! What is said about a login: the checks on everything that came of it, then those on what the server publishes.

use super::mock;
use super::record::Made;
use super::server::Server;
use super::summary::{subject, summary};
use crate::check::policy::Policy;
use crate::check::{self, Context, Facts};
use crate::cmd::brand::Chosen;
use crate::cmd::clocks::{seconds, skew};
use crate::cmd::lint;
use crate::flow::timeline;
use crate::jose::envelope::{Content, Keyring};
use crate::model::time::Timestamp;
use crate::model::transcript::Transcript;
use crate::report::{Group, Outcome};

/// The flags that say what is judged.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Expectations")]
pub struct JudgingFlags {
    /// Leave out what is wrong with the server's metadata and keys for their own sake
    #[arg(long)]
    pub no_lint: bool,
    /// Expect this subject in the token
    #[arg(long, value_name = "SUB")]
    pub subject: Option<String>,
    /// How long an endpoint may take before it is worth a note, in milliseconds [default: 2000]
    #[arg(long, value_name = "MILLISECONDS")]
    pub budget: Option<u64>,
    /// How far clocks may be apart (`60s`, `5m`) [default: 60s]
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub skew: Option<i64>,
}

/// What logins are judged by.
pub(in crate::cmd) struct Bench<'a> {
    /// The flags.
    pub(in crate::cmd) flags: &'a JudgingFlags,
    /// The server.
    pub(in crate::cmd) server: &'a Server,
    /// The brand.
    pub(in crate::cmd) chosen: &'a Chosen,
    /// What opens encrypted tokens.
    pub(in crate::cmd) keyring: &'a Keyring,
    /// The time.
    pub(in crate::cmd) now: Timestamp,
    /// How much counts.
    pub(in crate::cmd) policy: &'a Policy,
}

impl Bench<'_> {
    /// Returns a group for each login, and one on what the server publishes. `response_type` is what was asked of it.
    pub(in crate::cmd) fn groups(&self, logins: &[Made]) -> Vec<Group> {
        let asked = logins.first().and_then(|made| made.login.terms.response_type.clone());
        let published = self.published(asked);
        // The same person is the same consumer each time.
        let first = logins.first().and_then(|made| subject(&self.facts(&made.login)));
        let mut groups = Vec::new();
        for (index, made) in logins.iter().enumerate() {
            let number = if logins.len() > 1 { format!(" {}", index + 1) } else { String::new() };
            let name = format!("login{number} at {}", self.server.name());
            let expected = if index > 0 { first.clone() } else { None };
            groups.push(self.login(&name, &made.login, expected, published.as_ref()));
        }
        groups.extend(published);
        groups
    }

    fn published(&self, response_type: Option<String>) -> Option<Group> {
        let published = self.server.published.as_ref().filter(|_| !self.flags.no_lint)?;
        let context = Context { now: self.now, console: self.chosen.console(), response_type, ..Context::default() };
        let group = lint::judge(published, &context, self.policy);
        Some(if self.server.is_ours {
            mock::at_home(group, &self.server.issuer.clone().unwrap_or_default())
        } else {
            group
        })
    }

    fn login(&self, name: &str, login: &Transcript, subject: Option<String>, published: Option<&Group>) -> Group {
        let flags = self.flags;
        let context = Context {
            now: self.now,
            skew: skew(flags.skew, self.chosen),
            subject: flags.subject.clone().or(subject),
            budget: flags.budget,
            encrypted: Some(!self.keyring.keys.is_empty()),
            ..Context::of_login(login)
        };
        let facts = self.facts(login);
        let mut group = check::group(name, &facts, &context, self.policy);
        match published {
            Some(published) => leave(&mut group, published),
            None if flags.no_lint => group.verdicts.retain(|verdict| is_about_login(verdict.rule.id)),
            None => {}
        }
        group.timeline = Some(timeline::of(login).judged(&group.verdicts));
        let settings = std::mem::replace(&mut group.summary, summary(login, &facts));
        group.summary.extend(settings);
        group.caveats.extend(caveat(&facts));
        group
    }

    fn facts(&self, login: &Transcript) -> Facts {
        Facts::of_login(login, self.server.discovery(), self.server.keys.clone()).opened_by(self.keyring)
    }
}

// Who reads only that nothing failed must not take it for more than it is.
fn caveat(facts: &Facts) -> Option<String> {
    let why = match facts.envelope.here()?.content {
        Content::Closed => "and no key was given: pass --decrypt-key FILE",
        Content::Refused(_) => "and no key that was given opens it",
        Content::Token(_) | Content::Claims(_) | Content::Other(_) => return None,
    };
    Some(format!("The token is encrypted, {why}. Its signature and its claims are not judged."))
}

fn is_about_login(id: &str) -> bool {
    use check::Run::{Discovery, Exchanges, Keys, Metadata, Published};
    let published = |run| matches!(run, Discovery(_) | Exchanges(_) | Keys(_) | Metadata(_) | Published(_));
    !check::find(id).is_some_and(|check| published(check.run))
}

/// Leaves out what is answered about what the server publishes already.
pub(in crate::cmd) fn leave(group: &mut Group, published: &Group) {
    let skipped = |outcome: &Outcome| matches!(outcome, Outcome::Skip(_));
    group.verdicts.retain(|own| {
        let other = published.verdicts.iter().find(|other| other.rule.id == own.rule.id);
        other.is_none_or(|other| skipped(&other.outcome) && !skipped(&own.outcome))
    });
}
