//! What every room of the house shares, and nothing that touches the outside.
//!
//! Invariants: no IO, no async, no clock or chance except through [`World`], which the front door
//! makes. A type lives here only when two rooms need it.

pub mod amount;
pub mod chance;
pub mod clock;
pub mod error;
pub mod ids;
pub mod lang;
pub mod money;
pub mod page;
pub mod payment;
pub mod permission;
pub mod post;
pub mod scope;
pub mod text;
pub mod word;

pub use chance::{Chance, SeededChance};
pub use clock::{Clock, TestClock, Time, World};
pub use error::{Args, Error, FieldError, Fields, Refused, Result};
pub use ids::*;
pub use lang::Lang;
pub use money::{Currency, Money};
pub use page::{Cursor, Page, PageRequest};
pub use payment::Ways;
pub use permission::{Permission, Role};
pub use post::{Note, Outlet, Post, Unsent};
pub use scope::{Actor, Scope};
