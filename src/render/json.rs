//! The report as JSON.
use super::Style;
use crate::report::Report;

/// Renders the report as JSON.
pub fn render(_report: &Report, _style: &Style) -> String {
    String::new()
}
