//! Where LivePerson and the standards pull apart: what is said of it, once, next to what it concerns.

use super::Plan;
use crate::report::Group;

/// A conflict.
#[derive(Debug)]
pub struct Conflict {
    /// The plan in which it is told; `None` in every one.
    pub plan: Option<Plan>,
    /// The scenarios that it concerns.
    pub scenarios: &'static [&'static str],
    /// The checks that it concerns, if they fail.
    pub checks: &'static [&'static str],
    /// What there is to say: a sentence or two.
    pub caveat: &'static str,
}

/// Every conflict.
pub static CONFLICTS: &[Conflict] = &[
    Conflict {
        plan: Some(Plan::LivePerson),
        scenarios: &["nonce-demanded"],
        checks: &[],
        caveat: "OpenID Connect wants a request for a token without a nonce refused (Core §3.2.2.1). LivePerson was not seen \
                 to send one, so that here it must be accepted.",
    },
    Conflict {
        plan: Some(Plan::OidcImplicit),
        scenarios: &["nonce-optional"],
        checks: &[],
        caveat: "LivePerson was not seen to send a nonce: a server that is right by this rule refuses its requests for a token.",
    },
    Conflict {
        plan: None,
        scenarios: &[],
        checks: &["callback-in-query", "callback-in-fragment"],
        caveat: "By the standards a token comes in the fragment and a code in the query. LivePerson is documented to take \
                 either in either.",
    },
    Conflict {
        plan: None,
        scenarios: &["claims-volunteered"],
        checks: &[],
        caveat: "By the standards the token holds what the login needs, and the userinfo endpoint the rest. LivePerson asks for \
                 the scope openid alone and reads the consumer's data from the token, so that it needs them there.",
    },
    Conflict {
        plan: None,
        scenarios: &[],
        checks: &["alg-not-rs256"],
        caveat: "By the standards a client may register for other algorithms. LivePerson documents RS256 alone.",
    },
    Conflict {
        plan: None,
        scenarios: &["userinfo-get-refused"],
        checks: &[],
        caveat: "LivePerson is not documented to ask the userinfo endpoint.",
    },
];

/// Says of each conflict that comes up what there is to say: to the first group that it concerns.
pub fn tell(plan: Plan, groups: &mut [Group]) {
    for conflict in CONFLICTS.iter().filter(|conflict| conflict.plan.is_none_or(|only| only == plan)) {
        if let Some(group) = groups.iter_mut().find(|group| conflict.concerns(group)) {
            group.caveats.push(conflict.caveat.to_owned());
        }
    }
}

impl Conflict {
    fn concerns(&self, group: &Group) -> bool {
        let tried = group.verdicts.first().filter(|_| group.cost.is_some()).map(|verdict| verdict.rule.id);
        let failed =
            |id: &&str| group.verdicts.iter().any(|verdict| verdict.rule.id == *id && verdict.outcome.failed());
        tried.is_some_and(|id| self.scenarios.contains(&id)) || self.checks.iter().any(failed)
    }
}
