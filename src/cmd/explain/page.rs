//! One topic for people.

use super::topic::{Likely, Topic};
use crate::render::{Ink, Style};
use textwrap::{Options, WordSplitter};

/// Returns a topic, laid out.
pub(super) fn pretty(topic: &Topic, style: &Style) -> String {
    let mut page = Page { style: *style, text: String::new() };
    page.head(topic);
    let right = topic.right.as_deref();
    for (title, text) in [
        ("What is tried", topic.tries),
        ("What is right", right),
        ("Why it matters", topic.why),
        ("What to do", topic.fix),
    ] {
        page.section(title, text.unwrap_or_default());
    }
    page.section("Plans", &topic.plans.join("; "));
    page.causes(&topic.causes);
    page.commands("What to type", topic.command.as_deref());
    let codes = match topic.codes_are {
        "same" => "The same goes for",
        "possible" => "LivePerson may answer",
        _ => "LivePerson likely answers",
    };
    page.section("Checks that notice", &topic.checks.join(", "));
    page.section(codes, &topic.codes.join(", "));
    page.section("Faults that show it", &topic.faults.join(", "));
    page.clauses(topic);
    page.text
}

struct Page {
    style: Style,
    text: String,
}

impl Page {
    fn head(&mut self, topic: &Topic) {
        let name = topic.name.map_or_else(String::new, |name| format!(" {name}"));
        let id = self.style.paint(Ink::Strong, &format!("{}{name}", topic.id));
        let class = self.style.paint(Ink::Faint, &format!("({})", topic.class));
        self.text.push_str(&format!("{id}  {class}\n"));
        self.paragraph("  ", Ink::Plain, &topic.meaning);
        self.paragraph("  ", Ink::Faint, topic.trust);
    }

    fn section(&mut self, title: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.title(title);
        self.paragraph("  ", Ink::Plain, text);
    }

    fn causes(&mut self, causes: &[Likely]) {
        if causes.is_empty() {
            return;
        }
        self.title("Likely causes, and the command that tests each");
        for (index, cause) in causes.iter().enumerate() {
            let number = format!("  {}. ", index + 1);
            self.hanging(&number, "     ", Ink::Plain, cause.what);
            self.command("     ", cause.command);
            if !cause.checks.is_empty() {
                self.paragraph("     ", Ink::Faint, &format!("checks: {}", cause.checks.join(", ")));
            }
        }
    }

    fn commands(&mut self, title: &str, command: Option<&str>) {
        if let Some(command) = command {
            self.title(title);
            self.command("  ", command);
        }
    }

    fn clauses(&mut self, topic: &Topic) {
        if topic.clauses.is_empty() {
            return;
        }
        self.title("Where it is written");
        for cited in &topic.clauses {
            let url = self.style.paint(Ink::Faint, &cited.url);
            self.text.push_str(&format!("  {}  {url}\n", cited.clause));
        }
    }

    fn title(&mut self, title: &str) {
        let title = self.style.paint(Ink::Strong, title);
        self.text.push_str(&format!("\n{title}\n"));
    }

    // A command is never wrapped: it is there to be copied.
    fn command(&mut self, indent: &str, command: &str) {
        if !command.is_empty() {
            let command = self.style.paint(Ink::Name, command);
            self.text.push_str(&format!("{indent}{command}\n"));
        }
    }

    fn paragraph(&mut self, indent: &str, ink: Ink, text: &str) {
        self.hanging(indent, indent, ink, text);
    }

    fn hanging(&mut self, first: &str, indent: &str, ink: Ink, text: &str) {
        if text.is_empty() {
            return;
        }
        let options = Options::new(self.style.width).initial_indent(first).subsequent_indent(indent);
        for line in textwrap::wrap(text, options.word_splitter(WordSplitter::NoHyphenation)) {
            self.text.push_str(&format!("{}\n", self.style.paint(ink, &line)));
        }
    }
}
