//! The protocol as pure steps.

pub mod browse;
pub mod cause;
pub mod clue;
pub mod fault;
pub mod login;
pub mod mint;
pub mod mock;
pub mod plan;
pub mod recognise;
pub mod redact;
pub mod scenario;
pub mod shop;
pub mod template;
pub mod timeline;
