//! Which scenarios are tried: a plan, without those that somebody leaves out.

use crate::cmd::offered::Offered;
use crate::edge::Failure;
use crate::flow::scenario::{self, Case, Kind, Plan};
use crate::model::name::nearest;
use clap::builder::PossibleValuesParser;

/// The flags that say what is tried.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Scenarios")]
pub struct CaseFlags {
    /// What to prove the server for: that LivePerson's consumer authentication works, or that it conforms to a profile of
    /// OpenID Connect
    #[arg(long, value_name = "PLAN", default_value = "liveperson", value_parser = PossibleValuesParser::new(Plan::ALL.map(Plan::name)))]
    pub plan: String,
    /// Try only this scenario, after the plain login; may be repeated. `lpauth explain` lists the scenarios
    #[arg(long, value_name = "ID", value_parser = Offered(ids), hide_possible_values = true)]
    pub only: Vec<String>,
    /// Leave this scenario out, for a reason that the report repeats; may be repeated
    #[arg(long, value_name = "ID=REASON", value_parser = reasoned)]
    pub skip: Vec<(String, String)>,
}

fn ids() -> Vec<&'static str> {
    scenario::all().map(|scenario| scenario.rule.id).collect()
}

fn reasoned(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(id, reason)| (id.trim(), reason.trim()));
    let (id, reason) = parts.filter(|(id, reason)| !id.is_empty() && !reason.is_empty()).ok_or(NO_REASON)?;
    Ok((id.to_owned(), reason.to_owned()))
}

const NO_REASON: &str = "a scenario and the reason why it is left out: ID=REASON";

impl CaseFlags {
    /// Returns the plan.
    pub(super) fn plan(&self) -> Plan {
        Plan::ALL.into_iter().find(|plan| plan.name() == self.plan).unwrap_or(Plan::LivePerson)
    }

    /// Sees that every scenario that is named is there.
    ///
    /// # Errors
    /// If one is not.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let named = self.only.iter().chain(self.skip.iter().map(|(id, _)| id));
        match named.into_iter().find(|id| scenario::find(id).is_none()) {
            Some(id) => {
                let near = nearest(id, ids().into_iter());
                let hint = near.map_or("`lpauth explain` lists the scenarios".to_owned(), |near| {
                    format!("did you mean {near}? `lpauth explain` lists the scenarios")
                });
                Err(Failure::usage(format!("there is no scenario “{id}”")).hint(hint))
            }
            None => Ok(()),
        }
    }

    /// Returns what is tried, in order; the first case of each kind is its plain login.
    ///
    /// # Errors
    /// If a scenario is asked for that the plan does not have.
    pub(super) fn cases(&self, plan: Plan, kinds: &[Kind]) -> Result<Vec<Case>, Failure> {
        let all = scenario::cases(plan, kinds);
        let is_there = |id: &String| all.iter().any(|case| case.scenario.rule.id == id);
        if let Some(id) = self.only.iter().find(|id| !is_there(id)) {
            let failure = Failure::usage(format!("the plan {} does not have the scenario {id}", plan.name()));
            return Err(failure.hint(format!("`lpauth explain {id}` says which plans have it, and for which flow")));
        }
        let is_plain =
            |case: &Case| all.iter().find(|other| other.kind == case.kind).is_some_and(|first| same(first, case));
        let is_named = |case: &Case| self.only.is_empty() || self.only.iter().any(|id| id == case.scenario.rule.id);
        Ok(all.iter().filter(|case| is_plain(case) || is_named(case)).copied().collect())
    }

    /// Returns why a case is left out, if it is.
    pub(super) fn left_out(&self, case: &Case) -> Option<String> {
        let (_, reason) = self.skip.iter().find(|(id, _)| id == case.scenario.rule.id)?;
        Some(format!("left out: {reason}"))
    }
}

/// Returns whether two cases are the same.
pub(super) fn same(one: &Case, other: &Case) -> bool {
    one.kind == other.kind && one.scenario.rule.id == other.scenario.rule.id
}
