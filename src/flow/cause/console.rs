//! What browsers say in their consoles, wherever it stands in a text.

use super::Seen;
use crate::report::Source;

/// Parts of a line, all of which it has, in lower case, and the cause that it shows.
const MESSAGES: &[(&[&str], &str)] = &[
    (&["blocked opening", "in a new window"], "popup-blocked"),
    (&["prevented this site from opening"], "popup-blocked"),
    (&["pop-up blocked"], "popup-blocked"),
    (&["pop-up window blocked"], "popup-blocked"),
    (&["popup blocked"], "popup-blocked"),
    (&["popup window blocked"], "popup-blocked"),
    (&["popups are blocked"], "popup-blocked"),
    (&["popup_blocked"], "popup-blocked"),
    (&["popup_window_error"], "popup-blocked"),
    (&["unable to open a popup"], "popup-blocked"),
];

/// The longest line that is read, and the longest piece of one that is shown, in characters.
const LONGEST: usize = 64 << 10;
const SHOWN: usize = 120;

/// Returns what the lines of a text show, each cause once.
pub fn console(source: &Source) -> Vec<Seen> {
    let mut found: Vec<Seen> = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let lower: String = line.chars().take(LONGEST).collect::<String>().to_lowercase();
        let said = MESSAGES.iter().find(|(parts, _)| parts.iter().all(|part| lower.contains(part)));
        let Some((parts, id)) = said.filter(|(_, id)| found.iter().all(|seen| seen.id != *id)) else { continue };
        // An address in the line may have a code in it: what is shown is what the browser says of its own.
        let words: String = parts.join(" … ").chars().take(SHOWN).collect();
        let proof = format!("{}:{}: the browser says “{words}”", source.name, index + 1);
        found.push(Seen { id, subject: source.name.clone(), proof, confidence: None });
    }
    found
}
