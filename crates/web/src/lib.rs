//! (being built)

pub mod kit;
