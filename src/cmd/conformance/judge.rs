//! What is said of each case: whether the server did what is right, and what else is wrong with what it answered.

use super::course::{Attempt, Course, requests};
use super::{Args, Run};
use crate::check::policy::{self, Policy};
use crate::check::{self, Context, Facts};
use crate::cmd::brand::Chosen;
use crate::cmd::clocks::skew;
use crate::cmd::exchange::at_home;
use crate::cmd::exchange::judge::leave;
use crate::cmd::exchange::server::Server;
use crate::cmd::exchange::summary::summary;
use crate::cmd::lint;
use crate::edge::rounds::Ended;
use crate::flow::scenario::{Case, Kind, Plan, Right, Setup, conflicts};
use crate::flow::timeline;
use crate::model::time::Timestamp;
use crate::model::transcript::Transcript;
use crate::report::{Cost, Group, Outcome, Timeline, Verdict};

/// What a run is judged by.
pub(super) struct Bench<'a> {
    /// The run.
    pub(super) run: &'a Run<'a>,
    /// The server.
    pub(super) server: &'a Server,
    /// What all scenarios start from.
    pub(super) setup: &'a Setup,
    /// How much counts.
    pub(super) policy: &'a Policy,
    /// The time.
    pub(super) now: Timestamp,
}

impl Args {
    /// Returns how much counts: what a flag or the brand says, else what fits the plan.
    pub(super) fn policy(&self, chosen: &Chosen) -> Policy {
        let fitting = match self.cases.plan() {
            Plan::LivePerson => "liveperson",
            Plan::OidcBasic | Plan::OidcImplicit => "oidc",
            Plan::OidcConfig => "oidc-config",
        };
        let policy = self.reporting.policy(chosen);
        let named = self.reporting.policy.is_some() || chosen.brand.text("policy").is_some();
        match policy::find(fitting).filter(|_| !named) {
            Some(found) => Policy { own: policy.own, ..found.clone() },
            None => policy,
        }
    }
}

impl Attempt {
    /// Returns the logins; what was asked before any stands at the beginning of the first.
    pub(super) fn logins(&self) -> Vec<Transcript> {
        let Ok(Ended { tried, .. }) = &self.result else { return Vec::new() };
        let mut logins = tried.logins.clone();
        if logins.is_empty() && !tried.before.is_empty() {
            logins.push(Transcript::default());
        }
        if let Some(first) = logins.first_mut() {
            first.steps.splice(0..0, tried.before.iter().cloned());
        }
        logins
    }
}

impl Bench<'_> {
    /// Returns a group for each case, and one on what the server publishes where the plan is about that.
    pub(super) fn groups(&self, course: &Course) -> Vec<Group> {
        let published = self.published(course);
        let plain: Vec<(Kind, Group)> = course
            .attempts
            .iter()
            .filter(|attempt| attempt.is_plain)
            .map(|attempt| {
                (attempt.case.kind, self.group(attempt, course, &|group| self.plain(group, published.as_ref())))
            })
            .collect();
        let group = |attempt: &Attempt| {
            let first = plain.iter().find(|(kind, _)| *kind == attempt.case.kind).map(|(_, group)| group);
            match first {
                Some(first) if attempt.is_plain => first.clone(),
                _ => self.group(attempt, course, &|group| news(group, &attempt.case, &[first, published.as_ref()])),
            }
        };
        let mut groups: Vec<Group> = course.attempts.iter().map(group).collect();
        groups.extend(published);
        conflicts::tell(self.run.args.cases.plan(), &mut groups);
        groups
    }

    fn published(&self, course: &Course) -> Option<Group> {
        let is_part = matches!(self.run.args.cases.plan(), Plan::LivePerson | Plan::OidcConfig);
        let published = self.server.published.as_ref().filter(|_| is_part && !self.run.args.judging.no_lint)?;
        let response_type = course.attempts.first().map(|attempt| attempt.case.kind.response_type().to_owned());
        let console = self.run.chosen.console();
        let context = Context { now: self.now, console, response_type, ..Context::default() };
        let group = lint::judge(published, &context, self.policy);
        let issuer = self.server.issuer.clone().unwrap_or_default();
        Some(if self.server.is_ours { at_home(group, &issuer) } else { group })
    }

    /// Returns the group of a case. `choose` leaves the verdicts on a login that are of interest.
    fn group(&self, attempt: &Attempt, course: &Course, choose: &dyn Fn(&mut Group)) -> Group {
        let case = &attempt.case;
        let mut group = Group {
            subject: case.name(),
            part: Some(case.scenario.topic.name()),
            tried: Some(case.scenario.tries),
            verdicts: vec![self.own(case, &attempt.result)],
            ..Group::default()
        };
        self.policy.apply(&mut group);
        let Ok(ended) = &attempt.result else { return group };
        group.cost = Some(Cost { requests: requests(&ended.tried), took: ended.took });
        let logins = attempt.logins();
        for (index, login) in logins.iter().enumerate() {
            let at = ended.tried.ended.get(index).copied().unwrap_or(self.now);
            let mut judged = self.login(login, at);
            choose(&mut judged);
            add(&mut group, judged, index + 1, logins.len());
        }
        if attempt.is_plain {
            group.summary.extend(logins.last().map(|login| summary(login, &self.facts(login))).unwrap_or_default());
        } else {
            trim(&mut group);
        }
        group.caveats.extend(again(ended.tried.retries));
        self.redactors(&logins, attempt, course).iter().for_each(|redactor| redactor.group(&mut group));
        group
    }

    fn own(&self, case: &Case, result: &Result<Ended, String>) -> Verdict {
        let outcome = match result {
            Ok(ended) => case.judge(&ended.tried.clone().evidence(self.setup)),
            Err(why) => Outcome::skip(why.clone()),
        };
        Verdict { rule: &case.scenario.rule, severity: case.scenario.rule.severity, outcome }
    }

    fn login(&self, login: &Transcript, now: Timestamp) -> Group {
        let flags = &self.run.args.judging;
        let context = Context {
            now,
            skew: skew(flags.skew, self.run.chosen),
            subject: flags.subject.clone(),
            budget: flags.budget,
            encrypted: Some(!self.run.keyring.keys.is_empty()),
            ..Context::of_login(login)
        };
        let mut group = check::group("", &self.facts(login), &context, self.policy);
        group.timeline = Some(timeline::of(login));
        group
    }

    fn facts(&self, login: &Transcript) -> Facts {
        let facts = Facts::of_login(login, self.server.discovery(), self.server.keys.clone());
        facts.opened_by(self.run.keyring)
    }

    fn plain(&self, group: &mut Group, published: Option<&Group>) {
        if let Some(published) = published {
            leave(group, published);
        }
    }
}

/// Leaves of a login what failed, and would not have failed in an ordinary login, nor because the request was wrong.
fn news(group: &mut Group, case: &Case, told: &[Option<&Group>]) {
    let known = |id: &str| {
        let failed = |verdict: &Verdict| verdict.rule.id == id && verdict.outcome.failed();
        told.iter().flatten().any(|told| told.verdicts.iter().any(failed))
    };
    let expected = |id: &str| case.scenario.expects.contains(&id) || implied(&case.scenario.right).contains(&id);
    group.verdicts.retain(|verdict| {
        let id = verdict.rule.id;
        verdict.outcome.failed() && !OURS.contains(&id) && !expected(id) && !known(id) && !is_of_documents(id)
    });
    group.summary.clear();
}

// What the server publishes is judged once, and not again wherever no token came.
fn is_of_documents(id: &str) -> bool {
    use check::Run::{Discovery, Exchanges, Keys, Metadata, Published};
    let run = check::find(id).map(|check| check.run);
    matches!(run, Some(Discovery(_) | Exchanges(_) | Keys(_) | Metadata(_) | Published(_)))
}

/// The checks that are about what is asked, not about the answer: a scenario asks wrongly on purpose.
const OURS: &[&str] = &["redirect-uri-differs"];

/// Returns the checks that fail where a server does what is right, since it refuses.
fn implied(right: &Right) -> &'static [&'static str] {
    match right {
        Right::Refused(_) => &["token-endpoint-refused", "token-endpoint-status", "refresh-refused"],
        Right::Challenged => &["userinfo-refused"],
        Right::SentBack(_) => &["callback-error"],
        Right::Kept => KEPT,
        Right::SentBackOrKept(_) => SENT_BACK_OR_KEPT,
        Right::LoggedIn | Right::LoggedInAnd(_) | Right::Holds(_) => &[],
    }
}

const KEPT: &[&str] = &["login-redirect-uri-unregistered", "login-error-page", "login-stuck"];

const SENT_BACK_OR_KEPT: &[&str] =
    &["callback-error", "login-redirect-uri-unregistered", "login-error-page", "login-stuck"];

/// Adds what is said of a login to the group of its case. Of several logins the last one has the documents' own names.
fn add(group: &mut Group, mut judged: Group, number: usize, of: usize) {
    let is_last = number == of;
    let rows = judged.timeline.take().unwrap_or_default();
    let own: &[Verdict] = if is_last { &group.verdicts } else { &[] };
    let rows = rows.judged(own).judged(&judged.verdicts);
    if !is_last {
        let renamed = |name: &str| format!("{name} (login {number})");
        for document in &mut judged.documents {
            document.name = renamed(&document.name);
        }
        for verdict in &mut judged.verdicts {
            if let Outcome::Fail(findings) = &mut verdict.outcome {
                findings.iter_mut().for_each(|finding| finding.at.document = renamed(&finding.at.document));
            }
        }
    }
    group.timeline = Some(join(group.timeline.take(), rows));
    group.verdicts.extend(judged.verdicts);
    group.documents.extend(judged.documents);
    group.summary.extend(judged.summary);
    group.caveats.extend(judged.caveats);
}

/// Returns one timeline after the other.
fn join(before: Option<Timeline>, mut after: Timeline) -> Timeline {
    let Some(mut timeline) = before else { return after };
    for row in &mut after.rows {
        row.at = row.at.saturating_add(timeline.took);
    }
    timeline.rows.extend(after.rows);
    Timeline { took: timeline.took.saturating_add(after.took), stopped: after.stopped, ..timeline }
}

/// Leaves the documents that a finding points into.
fn trim(group: &mut Group) {
    let Group { verdicts, documents, .. } = group;
    let findings = || verdicts.iter().flat_map(Verdict::findings);
    documents.retain(|document| findings().any(|finding| finding.at.document == document.name));
}

fn again(retries: usize) -> Option<String> {
    match retries {
        0 => None,
        1 => Some("The network failed once, and the request was sent again.".to_owned()),
        several => Some(format!("The network failed {several} times, and the requests were sent again.")),
    }
}
