//! `lpauth` makes LivePerson consumer authentication visible: it mints, decodes and verifies the id_tokens a brand's
//! authorization server issues, and says of every rule whether it holds.
//!
//! Every command is one straight line, **gather → judge → render → print**, and every module stands on a floor.
//! A module uses only what stands below it; modules on one floor never import each other (`tests/suite/architecture.rs`).
//!
//! | floor | module | one line |
//! |---|---|---|
//! | 1 | [`cli`] | argument types, dispatch, exit code |
//! | 2 | [`cmd`] | one file a subcommand: gather facts, call the core, return an output |
//! | 3 | [`edge`] | everything that touches the world, behind one `Edge` value |
//! | 3 | [`render`] | a report becomes text, one file a format; sees `report` and `spec` only |
//! | 4 | [`check`] | the catalogue of checks and `judge(&Facts, &Context)` |
//! | 4 | [`flow`] | the protocol as pure steps: what to fetch next, minting, faults |
//! | 5 | [`report`] | rules, findings, verdicts, reports |
//! | 5 | [`jose`] | keys, signing, verifying, the algorithm table |
//! | 6 | [`model`] | documents parsed into types: token, JWK set, discovery, SDEs, settings |
//! | 6 | [`spec`] | the cited documents and their clauses; what LivePerson's error codes mean |
//!
//! Floors 4 to 6 have no I/O, no clock, no environment and no randomness: the time, random bytes and fetched bytes are arguments.

pub mod check;
pub mod cli;
pub mod cmd;
pub mod edge;
pub mod flow;
pub mod jose;
pub mod model;
pub mod render;
pub mod report;
pub mod spec;
