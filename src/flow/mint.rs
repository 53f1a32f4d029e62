//! TBD mint
