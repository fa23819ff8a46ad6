//! The store on both engines: what it promises, each promise with a way to break it.
//!
//! `PostgreSQL` takes part when `REGULARS_TEST_POSTGRES` names a server.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a test fails by panicking, and its numbers are small"
)]

mod bulk;
mod close;
mod cuts;
mod events;
mod full;
mod house;
mod jobs;
mod keys;
mod kills;
mod lease;
mod looks;
mod memory;
mod migrations;
mod simulation;
mod subscribers;
mod together;
mod turns;
