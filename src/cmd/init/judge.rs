//! What is wrong with what the server publishes, for this brand: the same judgement as `lpauth lint --brand`, in brief.

use crate::check::Context;
use crate::cmd::Globals;
use crate::cmd::brand::Chosen;
use crate::cmd::lint::{self, Subject};
use crate::cmd::reporting::Reporting;
use crate::edge::Edge;
use crate::render::{Style, pretty, words};
use crate::report::{Group, Report, Severity, Verdict};

/// Judges what the server publishes.
pub(super) fn judge(subject: &Subject, chosen: &Chosen, edge: &Edge) -> Group {
    let context = Context {
        now: edge.clock.now(),
        console: chosen.console(),
        response_type: chosen.brand.response_type().map(str::to_owned),
        ..Context::default()
    };
    lint::judge(subject, &context, &Reporting::default().policy(chosen))
}

/// Returns the verdict and the errors, a line each; or the whole report.
pub(super) fn show(group: &Group, whole: bool, globals: &Globals, edge: &Edge) -> String {
    if whole {
        // Standard error has no colour: nothing in it may steer the terminal.
        let style = Style { colour: false, ..globals.style(edge) };
        let report = Report::new("lint", edge.clock.now().0, "", vec![group.clone()]);
        return format!("\n{}", pretty::render(&report, &style));
    }
    let failures = group.failures();
    let errors = failures.iter().filter(|verdict| verdict.severity == Severity::Error);
    let verdict = format!("\n{} {}: {}\n", words::mark(group), group.subject, words::counts(group.tally()));
    std::iter::once(verdict).chain(errors.map(|verdict| line(verdict))).collect()
}

fn line(verdict: &Verdict) -> String {
    format!("  {}: {}: {}\n", verdict.severity.name(), verdict.rule.id, verdict.rule.title)
}
