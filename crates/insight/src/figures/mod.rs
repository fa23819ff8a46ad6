//! Figures: sums of facts over days, by store, group, source, link, employee or gift, each opening
//! the list behind it.
//!
//! Invariants: a figure and its list use the same filter; a person of staff with a remit of some
//! stores sees the facts of those stores only. Deliberately absent: conversion "rates" without their
//! two numbers beside them.

mod api;
mod console;
mod csv;
mod filter;
pub mod model;
mod store;
mod view;

use kernel::{Permission as _, permission::ViewFigures};
use web::{Nav, Routes, Slice, kit::Stage, t};

pub use filter::{Asked, Filter};
pub use store::{People, breakdown, by_day, facts, people, sums};
pub use view::source;

pub fn slice() -> Slice {
    Slice {
        routes: Routes::new()
            .get("/console/figures", console::breakdown)
            .get("/console/figures/{kind}", console::list),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Insight,
            order: 10,
            href: "/console/figures",
            permission: ViewFigures::NAME,
            label: |lang| t!(lang, "figures-nav"),
        }],
        ..Slice::named("figures")
    }
}
