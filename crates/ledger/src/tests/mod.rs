//! The till alone, without a store: rule tables and properties.

mod properties;
mod rules;
mod table;
