//! The ledger over the real store, on `SQLite` and, where one is named, on `PostgreSQL`.

mod basics;
mod world;
