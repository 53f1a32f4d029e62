//! A suite for each part of a report, with a case for each try: its failures together are one failure.

use super::super::{Style, pretty, timeline, visible, words};
use super::{Tests, Xml, skipped, text_of};
use crate::report::{Cost, Group, Part, Upshot};
use quick_xml::events::BytesText;
use std::io;

/// Writes a part.
pub(super) fn suite(xml: &mut Xml, part: &Part<'_>) -> io::Result<()> {
    let tests = part.groups.iter().map(|group| tests(group)).fold(Tests::default(), Tests::and);
    let took = part.groups.iter().filter_map(|group| group.cost).map(|cost| cost.took).sum();
    xml.create_element("testsuite")
        .with_attribute(("name", part.name))
        .with_attributes(tests.attributes())
        .with_attribute(("time", seconds(took).as_str()))
        .write_inner_content(|xml| part.groups.iter().try_for_each(|group| case(xml, part.name, group)))?;
    Ok(())
}

/// Returns what a try counts for: one test.
pub(super) fn tests(group: &Group) -> Tests {
    let failures = usize::from(matches!(group.upshot(), Upshot::Failed(_)));
    let skipped = usize::from(matches!(group.upshot(), Upshot::Skipped(_)) || failures == 0 && is_accepted(group));
    Tests { tests: 1, failures, skipped }
}

fn is_accepted(group: &Group) -> bool {
    group.tally().accepted > 0
}

fn case(xml: &mut Xml, part: &str, group: &Group) -> io::Result<()> {
    let Cost { took, .. } = group.cost.unwrap_or_default();
    xml.create_element("testcase")
        .with_attribute(("classname", part))
        .with_attribute(("name", visible(&group.subject).as_ref()))
        .with_attribute(("time", seconds(took).as_str()))
        .write_inner_content(|xml| {
            result(xml, group)?;
            log(xml, group)
        })?;
    Ok(())
}

fn result(xml: &mut Xml, group: &Group) -> io::Result<()> {
    match group.upshot() {
        Upshot::Skipped(reason) => skipped(xml, reason),
        Upshot::Failed(severity) => {
            xml.create_element("failure")
                .with_attribute(("message", words::told(group).as_str()))
                .with_attribute(("type", severity.name()))
                .write_text_content(BytesText::new(&findings(group)))?;
            Ok(())
        }
        Upshot::Passed if is_accepted(group) => {
            xml.create_element("skipped")
                .with_attribute(("message", "accepted by the baseline"))
                .write_text_content(BytesText::new(&findings(group)))?;
            Ok(())
        }
        Upshot::Passed => Ok(()),
    }
}

fn findings(group: &Group) -> String {
    let failures = group.failures().into_iter().chain(group.accepted());
    failures.map(|verdict| text_of(group, verdict)).collect::<Vec<_>>().join("\n\n")
}

// What was tried and what happened, and what the verdict rests on.
fn log(xml: &mut Xml, group: &Group) -> io::Result<()> {
    let tried = group.tried.map(|tried| format!("tried: {tried}\n"));
    let summary = group.summary.iter().map(|(name, value)| format!("{}: {}\n", visible(name), visible(value)));
    let caveats = group.caveats.iter().map(|caveat| format!("! {}\n", visible(caveat)));
    let told = group.timeline.iter().map(|told| timeline::text(told, &Style::PLAIN));
    let text: String = tried.into_iter().chain(summary).chain(caveats).chain(told).collect();
    if !text.is_empty() {
        xml.create_element("system-out").write_text_content(BytesText::new(&pretty::disarmed(&text)))?;
    }
    Ok(())
}

/// Returns milliseconds as seconds, as JUnit has them.
pub(super) fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}
