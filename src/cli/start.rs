//! What `lpauth` alone prints: the jobs, in the words of whoever has one, each with the command for it.

use crate::render::{Ink, Style};
use std::fmt::Write;

/// The jobs by heading, each with a command that does it.
const JOBS: &[(&str, &[(&str, &str)])] = &[
    (
        "Something failed",
        &[
            ("Why does LivePerson refuse this token?", "lpauth verify token.jwt"),
            ("What is inside this token?", "lpauth decode token.jwt"),
            ("A customer sent a HAR, or a log", "lpauth diagnose login.har"),
            ("LivePerson shows an error code", "lpauth explain 9007"),
            ("Send a HAR on without its secrets", "lpauth redact login.har"),
        ],
    ),
    (
        "Will my server work? (its address, for URL)",
        &[
            ("Are its metadata and keys right?", "lpauth lint URL"),
            ("See one whole login", "lpauth exchange URL"),
            ("Prove it ready, every case", "lpauth conformance URL"),
            ("Fill in LivePerson's console", "lpauth console URL"),
            ("Write my settings down once", "lpauth init URL"),
        ],
    ),
    (
        "Nothing at hand",
        &[
            ("Just try it: one login, all on this machine", "lpauth exchange --mock"),
            ("A server to develop against", "lpauth mock"),
            ("Make a key pair", "lpauth keygen --out brand"),
            ("Make a token, right or wrong", "lpauth mint --key brand.pem"),
        ],
    ),
];

/// Returns the page; it fits a terminal of 24 lines and 80 columns, with the prompt below it.
pub(super) fn page(style: &Style) -> String {
    let mut text = String::from("lpauth makes LivePerson's consumer login visible. What have you got?\n");
    for (heading, jobs) in JOBS {
        let _ = writeln!(text, "\n{}", style.paint(Ink::Strong, heading));
        for (job, command) in *jobs {
            let _ = writeln!(text, "  {job:45}{}", style.paint(Ink::Name, command));
        }
    }
    text.push_str("\nAll commands: lpauth help. In CI: lpauth lint URL --format github (1 on errors)\n");
    text
}
