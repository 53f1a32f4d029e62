//! The commands, in-process, in a world of the test's own.

mod conformance;
mod console;
mod decode;
mod diagnose;
mod exchange;
mod explain;
mod init;
mod jwks;
mod keygen;
mod lint;
mod mint;
mod mock;
mod redact;
mod start;
mod verify;
mod verify_lines;
