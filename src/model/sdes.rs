//! TBD sdes
