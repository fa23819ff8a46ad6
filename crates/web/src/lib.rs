//! What every page and every answer is made of: who asks, in which language, with what input; how
//! a refusal is shown; how slices hand their routes to the front door.
//!
//! Invariants: every unsafe request comes from our own pages or carries an API key; every answer
//! carries the security headers; an error has one rendering as a page and one as problem+json; a
//! scope is made only in [`who`]. Deliberately absent: anything about shops beyond the brand itself.

pub mod app;
pub mod ask;
mod crowds;
pub mod csv;
mod document;
pub mod fence;
pub mod find;
pub mod input;
pub mod keys;
pub mod kit;
pub mod live;
pub mod metrics;
pub mod names;
mod objects;
pub mod pieces;
pub mod rates;
pub mod reply;
pub mod server;
pub mod sessions;
pub mod shops;
pub mod slice;
pub mod trail;
pub mod wanted;
pub mod who;

pub use app::{App, Settings};
pub use ask::Ask;
pub use input::{Body, Input};
pub use pieces::{Piece, Place, Viewer};
pub use reply::{Reply, Toast};
pub use shops::Shop;
pub use slice::{Nav, Routes, Slice};
pub use who::{Counter, Guest, Key, Member, Staff};

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] =
    &[store::migration!("0003_web"), store::migration!("0044_playing")];
