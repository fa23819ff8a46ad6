//! The program as an operator uses it: the real binary, real folders, real ports.

mod commands;
mod data;
mod https;
mod imports;
mod mail;
mod phone;
mod post;
mod proofs;
mod proxy;
mod raffles;
mod rehearsal;
pub mod rig;
mod serving;
