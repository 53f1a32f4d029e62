//! The claims, by what they are about; one table a file.

pub mod login;
pub mod parties;
pub mod profile;
pub mod times;
