//! `lpauth verify --lines`: a token a line, a verdict a line.

pub mod judge;
