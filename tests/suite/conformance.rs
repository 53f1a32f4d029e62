//! Conformance: cases tried at the mock, without a socket, and whole runs of them.

mod matrix;
mod poor;
mod run;
mod trial;
