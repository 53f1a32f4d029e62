//! A suite for the diagnosis of a login, with a case for each cause: what is only possible beside something surer is skipped.

use super::super::{diagnosis, pretty, visible};
use super::{Tests, Xml};
use crate::report::Diagnosis;
use crate::report::diagnosis::{Cause, Confidence};
use quick_xml::events::BytesText;
use std::io;

const NAME: &str = "diagnosis";

/// Returns what a diagnosis counts for: a test for each cause, or one if there is none.
pub(super) fn tests(told: &Diagnosis) -> Tests {
    let causes = || told.causes.iter().enumerate();
    let failures = causes().filter(|(index, cause)| is_failure(*index, cause)).count();
    Tests { tests: told.causes.len().max(1), failures, skipped: told.causes.len() - failures }
}

fn is_failure(index: usize, cause: &Cause) -> bool {
    index == 0 || cause.confidence != Confidence::Possible
}

/// Writes a diagnosis.
pub(super) fn suite(xml: &mut Xml, told: &Diagnosis) -> io::Result<()> {
    xml.create_element("testsuite")
        .with_attribute(("name", NAME))
        .with_attributes(tests(told).attributes())
        .write_inner_content(|xml| {
            told.causes.iter().enumerate().try_for_each(|(index, cause)| case(xml, index, cause))?;
            if told.causes.is_empty() {
                let sound = xml.create_element("testcase").with_attribute(("classname", NAME));
                sound.with_attribute(("name", diagnosis::SOUND.trim_end_matches('.'))).write_empty()?;
            }
            wanted(xml, told)
        })?;
    Ok(())
}

fn case(xml: &mut Xml, index: usize, cause: &Cause) -> io::Result<()> {
    let subject = if cause.subject.is_empty() { String::new() } else { format!(" ({})", cause.subject) };
    let name = format!("{}{subject}", cause.title);
    xml.create_element("testcase")
        .with_attribute(("classname", NAME))
        .with_attribute(("name", visible(&name).as_ref()))
        .write_inner_content(|xml| result(xml, is_failure(index, cause), cause))?;
    Ok(())
}

fn result(xml: &mut Xml, is_failure: bool, cause: &Cause) -> io::Result<()> {
    let headline = diagnosis::headline(cause);
    let element = xml.create_element(if is_failure { "failure" } else { "skipped" });
    let element = element.with_attribute(("message", headline.as_str()));
    let element = if is_failure { element.with_attribute(("type", cause.confidence.name())) } else { element };
    let text = pretty::disarmed(&format!("{headline}\n{}", diagnosis::lines(cause)));
    element.write_text_content(BytesText::new(&super::super::visible_lines(&text)))?;
    Ok(())
}

fn wanted(xml: &mut Xml, told: &Diagnosis) -> io::Result<()> {
    let lines: String = told.wanted.iter().map(|sentence| format!("{}\n", visible(sentence))).collect();
    if !lines.is_empty() {
        xml.create_element("system-out").write_text_content(BytesText::new(&pretty::disarmed(&lines)))?;
    }
    Ok(())
}
