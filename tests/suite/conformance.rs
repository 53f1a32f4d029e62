//! Conformance: cases tried at the mock, without a socket, and whole runs of them.

mod run;
mod trial;
