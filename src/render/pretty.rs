//! The report for people.
use super::Style;
use crate::report::Report;

/// Renders the report for people.
pub fn render(_report: &Report, _style: &Style) -> String {
    String::new()
}
