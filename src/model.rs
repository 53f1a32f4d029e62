//! Documents parsed into types. Parsing is total: what is damaged becomes a value that says where, never a panic.

pub mod baseline;
pub mod callback;
pub mod certificate;
pub mod damage;
pub mod discovery;
pub mod har;
pub mod http;
pub mod json;
pub mod jwk;
pub mod login;
pub mod name;
pub mod page;
pub mod paste;
pub mod sdes;
pub mod secret;
pub mod settings;
pub mod source;
pub mod time;
pub mod token;
pub mod token_response;
pub mod transcript;
