//! Rules, actions on both engines, and pages through the router.

mod actions;
mod pages;
mod remits;
mod rules;
