//! Simulated people and a virtual clock around the real engine.
//!
//! Nothing here writes a table: simulated people join by links, stand at counters, collect, buy, order
//! and leave through the same actions as real ones, day by day on a clock that the simulation moves. So
//! what it makes is true of the program: books that audit, events without gaps, figures that open.
//!
//! Invariants: the same seed and first day make the same history; rooms below never know that they
//! are rehearsed. Deliberately absent: rows written by hand, and forecasts (they come with a
//! population fitted to a shop's own history).

mod catalogue;
mod chain;
mod crowd;
mod dealings;
pub mod demo;
mod dice;
mod engine;
mod hosting;
mod lists;
mod orders;
mod packets;
mod presales;
mod promises;
mod raffles;
mod sales;
mod together;
