//! The ledger over the real store, on `SQLite` and, where one is named, on `PostgreSQL`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests"
)]

mod basics;
mod chain;
mod lag;
mod moves;
mod naive;
mod planted;
mod proofs;
mod restarts;
mod simulation;
mod size;
mod world;
