//! What to answer the customer: three sentences, in plain words, without anything of theirs in it.

use crate::report::Diagnosis;
use crate::report::diagnosis::{Cause, Confidence};

/// Returns the answer. It is made of our own words alone, so nothing secret or personal can be in it.
pub(super) fn reply(diagnosis: &Diagnosis) -> String {
    let text = match diagnosis.causes.first() {
        Some(cause) => of_cause(cause),
        None => "We looked at what you sent and see nothing in it that would stop the login.".to_owned(),
    };
    let wanted = if diagnosis.causes.first().is_some_and(|cause| cause.confidence == Confidence::Certain) {
        String::new()
    } else {
        diagnosis.wanted.iter().map(|sentence| format!("\n{sentence}")).collect()
    };
    format!("{text}{wanted}\n")
}

fn of_cause(cause: &Cause) -> String {
    let surely = match cause.confidence {
        Confidence::Certain => "The login fails at",
        Confidence::Likely => "The login most likely fails at",
        Confidence::Possible => "The login may fail at",
    };
    let test = match cause.test.is_empty() {
        true => String::new(),
        false => format!("\nAfterwards, `{}` shows whether it is right.", cause.test),
    };
    format!(
        "{surely} {}: {}.\nThis is for {} to put right. {}{test}",
        cause.stage.phrase(),
        cause.title,
        cause.side.phrase(),
        cause.fix
    )
}
