//! A login as a text that findings point into: some lines a step, and the page that it stopped on.

use super::{PageSummary, Party, Step, Stop, Transcript};
use crate::model::http::Exchange;
use crate::model::http::text::{bare, plain};
use crate::model::source::{Source, Span};

impl Transcript {
    /// Returns the login as a text. The lines of a step begin with its number, from 1; then come where it stopped, and the
    /// page that it stopped on.
    pub fn text(&self) -> Source {
        let mut lines: Vec<String> = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            lines.extend(step.lines().into_iter().map(|line| format!("{} {line}", index + 1)));
        }
        lines.extend(self.stop.iter().flat_map(Stop::lines));
        if lines.is_empty() {
            lines.push("no message was sent".to_owned());
        }
        Source::new("login", lines.join("\n") + "\n")
    }

    /// Returns where the line of `text` stands that tells `what` of the step with this index (from 0); nowhere if none does.
    pub fn line(text: &Source, index: usize, what: &str) -> Option<Span> {
        Exchange::line(text, &format!("{} {what}", index + 1))
    }
}

impl Step {
    /// Returns the value of a parameter of the request, in its query or in its form.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let request = &self.hop.request;
        request.fields().into_iter().chain(request.query()).find(|(other, _)| other == name).map(|(_, value)| value)
    }

    fn lines(&self) -> Vec<String> {
        let request = &self.hop.request;
        let (purpose, party) = (self.purpose.name(), self.from.name());
        let mut lines = vec![format!("{purpose}, by {party}: {} {}", request.method, bare(&request.url))];
        lines.extend(self.parameter("redirect_uri").map(|uri| format!("redirect_uri: {}", plain(&uri))));
        let answer = self.hop.answer.as_ref();
        lines.extend(answer.map(|answer| format!("status: {}, after {} ms", answer.status, self.hop.timing.total)));
        lines.extend(answer.and_then(|answer| answer.header("date")).map(|date| format!("date: {}", plain(date))));
        lines.extend(self.failure.as_deref().map(|failure| format!("failure: {}", plain(failure))));
        lines
    }
}

impl Party {
    fn name(self) -> &'static str {
        match self {
            Party::LivePerson => "LivePerson",
            Party::Browser => "the browser",
        }
    }
}

impl Stop {
    fn lines(&self) -> Vec<String> {
        let first = format!("stopped at {}: {}", self.at.name(), plain(&self.reason));
        std::iter::once(first).chain(self.page.iter().flat_map(PageSummary::lines)).collect()
    }
}

impl PageSummary {
    fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("page: {}, status {}", plain(&self.url), self.status)];
        lines.extend(self.title.as_deref().map(|title| format!("title: {}", plain(title))));
        lines.extend(self.message.as_deref().map(|message| format!("message: {}", plain(message))));
        lines.extend(self.fields.iter().map(|(name, kind)| format!("field: {} ({})", plain(name), plain(kind))));
        lines.extend(self.buttons.iter().map(|button| format!("button: {}", plain(button))));
        lines
    }
}
