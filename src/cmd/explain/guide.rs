//! Guides: what to do, step by step, where no check or code is in question.

use crate::render::{Ink, Style};
use serde::Serialize;
use textwrap::{Options, WordSplitter};

/// A guide.
#[derive(Debug, Serialize)]
pub(super) struct Guide {
    schema: &'static str,
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    sections: &'static [Section],
}

#[derive(Debug, Serialize)]
struct Section {
    title: &'static str,
    steps: &'static [Step],
}

/// Something to do; `what` is for whom, or empty where the steps follow each other.
#[derive(Debug, Serialize)]
struct Step {
    what: &'static str,
    how: &'static str,
}

const fn step(how: &'static str) -> Step {
    Step { what: "", how }
}

const fn with(what: &'static str, how: &'static str) -> Step {
    Step { what, how }
}

/// Every guide. `docs/har.md` says the same at length.
pub(super) static GUIDES: &[Guide] = &[Guide {
    schema: "lpauth-explain-guide-v1",
    id: "har",
    title: "how to capture a login as a HAR file, for `lpauth diagnose`",
    sections: &[
        Section {
            title: "In every browser",
            steps: &[
                step("Open a new private window, so that nobody is logged in yet and nothing comes out of a cache."),
                step(
                    "Open the developer tools (F12) at the tab Network before the first page, and so before the chat's window.",
                ),
                step(
                    "Tick “Preserve log” and “Disable cache”: without the first, every redirect to another page empties the list.",
                ),
                step("Load the page with the chat button, open the chat, log in, and wait for what goes wrong."),
                step(
                    "Save “with content” before you close or leave anything, as browsers forget bodies; note the time.",
                ),
            ],
        },
        Section {
            title: "To save it",
            steps: &[
                with(
                    "Chrome, Edge",
                    "The arrow pointing down in the bar of the Network tab. Cookies and `Authorization` are left out \
                      (sanitised), which is right unless cookies are in question: then tick “Allow to generate HAR with sensitive \
                      data” in the settings of the developer tools, and hold the arrow to choose that export.",
                ),
                with("Firefox", "The cog in the bar of the Network tab: Persist Logs before, Save All As HAR after."),
                with(
                    "Safari",
                    "Settings, Advanced, show features for web developers; Develop, Show Web Inspector, Network, Preserve \
                      Log; Export, at the right of its bar.",
                ),
                with(
                    "Playwright",
                    "`recordHar` with `content: \"embed\"`, and close the context: only then the file is written.",
                ),
                with(
                    "Charles, Fiddler, mitmproxy",
                    "Let it decrypt HTTPS, and export as HTTP archive (mitmproxy: `--set hardump=FILE`). \
                      A proxy sees pop-ups and apps too.",
                ),
            ],
        },
        Section {
            title: "If something is missing",
            steps: &[
                with(
                    "A pop-up",
                    "It has developer tools of its own. Chrome, Edge: tick “Auto-open DevTools for popups” in the settings \
                      of the developer tools, and save there too; elsewhere press F12 in the pop-up before logging in. Pass both \
                      files. If no window opens at all, copy what the Console says and pass it with --text.",
                ),
                with(
                    "A fragment",
                    "What stands behind `#` is sent to nobody. Copy the address out of the pop-up's address bar, and pass it \
                      along.",
                ),
                with(
                    "A token request",
                    "In the code flow LivePerson sends it from server to server: no browser sees it. The log of the \
                      token endpoint has it, and `lpauth exchange` sends the same.",
                ),
                with("A body", "Save “with content” while the tab is open, and with “Disable cache” ticked."),
            ],
        },
        Section {
            title: "Then",
            steps: &[
                with(
                    "lpauth redact login.har --out safe.har",
                    "takes the secrets out; what is told of the login stays the same.",
                ),
                with("lpauth diagnose safe.har", "says which step failed, and whose turn it is."),
            ],
        },
    ],
}];

/// Returns the guide called `id`.
pub(super) fn find(id: &str) -> Option<&'static Guide> {
    GUIDES.iter().find(|guide| guide.id == id.trim().trim_matches('`'))
}

/// Returns a guide, laid out.
pub(super) fn pretty(guide: &Guide, style: &Style) -> String {
    let mut text = format!("{}  ", style.paint(Ink::Strong, guide.id));
    text.push_str(&format!("{}\n", style.paint(Ink::Faint, &format!("(guide: {})", guide.title))));
    for section in guide.sections {
        text.push_str(&format!("\n{}\n", style.paint(Ink::Strong, section.title)));
        for (index, step) in section.steps.iter().enumerate() {
            let is_next = step.what.is_empty();
            let lead = if is_next { format!("  {}. ", index + 1) } else { "     ".to_owned() };
            if !is_next {
                text.push_str(&format!("  {}\n", style.paint(Ink::Name, step.what)));
            }
            let options = Options::new(style.width).initial_indent(&lead).subsequent_indent("     ");
            let lines = textwrap::wrap(step.how, options.word_splitter(WordSplitter::NoHyphenation));
            lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
        }
    }
    text
}
