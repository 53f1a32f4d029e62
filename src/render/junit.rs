//! The report as JUnit XML: a suite for each subject, a case for each check, a failure for each check that failed, whatever
//! its severity; of a diagnosis, first a suite with a case for each cause; of a report in parts, a suite for each part and a case for each try. What a failure's `type` says is the severity. What a baseline accepts is skipped, with its text.

mod diagnosis;
mod parts;

use super::{Style, pretty, timeline, visible};
use crate::report::{Group, Outcome, Report, Timeline, Verdict};
use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::name::QName;
use std::io;

/// Renders the report as JUnit XML.
pub fn render(report: &Report, _style: &Style) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing into memory does not fail.
    let _ = document(&mut writer, report);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

type Xml = Writer<Vec<u8>>;

fn document(xml: &mut Xml, report: &Report) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let told = report.diagnosis.as_ref();
    let tests = report.groups.iter().map(Tests::of).chain(told.map(diagnosis::tests));
    let tests = tests.fold(Tests::default(), Tests::and);
    let suites = xml
        .create_element("testsuites")
        .with_attribute(("name", format!("lpauth {}", report.command).as_str()))
        .with_attributes(tests.attributes());
    let suites = match report.cost {
        Some(cost) => suites.with_attribute(("time", parts::seconds(cost.took).as_str())),
        None => suites,
    };
    suites.write_inner_content(|xml| {
        told.map_or(Ok(()), |told| diagnosis::suite(xml, told))?;
        report.parts().iter().try_for_each(|part| parts::suite(xml, part))?;
        report.others().try_for_each(|group| suite(xml, report, group))
    })?;
    Ok(())
}

/// How many cases there are, and what they come to.
#[derive(Debug, Clone, Copy, Default)]
struct Tests {
    tests: usize,
    failures: usize,
    skipped: usize,
}

impl Tests {
    // A try is one case; of anything else, each check is.
    fn of(group: &Group) -> Tests {
        if group.part.is_some() {
            return parts::tests(group);
        }
        let tally = group.tally();
        let failures = tally.errors + tally.warnings + tally.notes;
        let skipped = tally.skipped + tally.accepted;
        Tests { tests: failures + tally.passed + skipped, failures, skipped }
    }

    fn and(self, other: Tests) -> Tests {
        Tests {
            tests: self.tests + other.tests,
            failures: self.failures + other.failures,
            skipped: self.skipped + other.skipped,
        }
    }

    fn attributes(self) -> [Attribute<'static>; 4] {
        [("tests", self.tests), ("failures", self.failures), ("errors", 0), ("skipped", self.skipped)].map(
            |(name, count)| Attribute { key: QName(name.as_bytes()), value: count.to_string().into_bytes().into() },
        )
    }
}

fn suite(xml: &mut Xml, report: &Report, group: &Group) -> io::Result<()> {
    xml.create_element("testsuite")
        .with_attribute(("name", visible(&group.subject).as_ref()))
        .with_attributes(Tests::of(group).attributes())
        .write_inner_content(|xml| {
            properties(xml, report, group)?;
            group.verdicts.iter().try_for_each(|verdict| case(xml, group, verdict))?;
            group.timeline.iter().try_for_each(|told| log(xml, told))
        })?;
    Ok(())
}

fn properties(xml: &mut Xml, report: &Report, group: &Group) -> io::Result<()> {
    let policy = ("policy".to_owned(), report.policy.clone());
    let caveats = group.caveats.iter().map(|caveat| ("caveat".to_owned(), caveat.clone()));
    let properties: Vec<_> = std::iter::once(policy).chain(group.summary.iter().cloned()).chain(caveats).collect();
    let property = |xml: &mut Xml, (name, value): &(String, String)| {
        let attributes = [("name", visible(name)), ("value", visible(value))];
        let attributes = attributes.iter().map(|(name, value)| (*name, value.as_ref()));
        xml.create_element("property").with_attributes(attributes).write_empty().map(|_| ())
    };
    xml.create_element("properties")
        .write_inner_content(|xml| properties.iter().try_for_each(|each| property(xml, each)))?;
    Ok(())
}

fn case(xml: &mut Xml, group: &Group, verdict: &Verdict) -> io::Result<()> {
    let case = xml
        .create_element("testcase")
        .with_attribute(("classname", visible(&group.subject).as_ref()))
        .with_attribute(("name", verdict.rule.id));
    match &verdict.outcome {
        Outcome::Pass => case.write_empty()?,
        Outcome::Skip(reason) => case.write_inner_content(|xml| skipped(xml, reason))?,
        Outcome::Fail(_) if verdict.accepted() => case.write_inner_content(|xml| accepted(xml, group, verdict))?,
        Outcome::Fail(_) => case.write_inner_content(|xml| failure(xml, group, verdict))?,
    };
    Ok(())
}

fn skipped(xml: &mut Xml, reason: &str) -> io::Result<()> {
    xml.create_element("skipped").with_attribute(("message", visible(reason).as_ref())).write_empty()?;
    Ok(())
}

fn accepted(xml: &mut Xml, group: &Group, verdict: &Verdict) -> io::Result<()> {
    xml.create_element("skipped")
        .with_attribute(("message", "accepted by the baseline"))
        .write_text_content(BytesText::new(&text_of(group, verdict)))?;
    Ok(())
}

fn failure(xml: &mut Xml, group: &Group, verdict: &Verdict) -> io::Result<()> {
    xml.create_element("failure")
        .with_attribute(("message", verdict.rule.title))
        .with_attribute(("type", verdict.severity.name()))
        .write_text_content(BytesText::new(&text_of(group, verdict)))?;
    Ok(())
}

fn text_of(group: &Group, verdict: &Verdict) -> String {
    pretty::failure(group, verdict).trim_end().to_owned()
}

fn log(xml: &mut Xml, told: &Timeline) -> io::Result<()> {
    let text = pretty::disarmed(&timeline::text(told, &Style::PLAIN));
    xml.create_element("system-out").write_text_content(BytesText::new(&text))?;
    Ok(())
}
