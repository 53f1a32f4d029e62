//! The one test binary: one link, fast.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "tests read the repository and their own directories")]
#![expect(clippy::disallowed_macros, reason = "a test that cannot be run says so")]

mod architecture;
mod broken;
mod browse;
mod browser;
mod catalogue;
mod cause;
mod checks;
mod cmd;
mod conformance;
mod corpus;
mod errors;
mod faults;
mod generated;
mod har;
mod har_read;
mod http;
mod jose;
mod jwe;
mod lane;
mod listener;
mod live_list;
mod login;
mod mock;
mod mutations_keys;
mod mutations_login;
mod mutations_metadata;
mod paste;
mod program;
mod properties;
mod recipes;
mod recognise;
mod redact;
mod redact_file;
mod renders;
mod sample;
mod scenarios;
mod sdes;
mod security;
mod serve;
mod settings;
mod shop;
mod support;
mod timeline;
mod tls;
mod transcript;
mod vectors;
mod webdriver;
mod yardstick;
