//! The operator's home: what is on now, what waits, what moved.
//!
//! It draws the pieces that other rooms hand in for Today, and its own: who came and from where, the
//! stages people pass, what the gifts cost against what their people bought. Deliberately absent:
//! advice that no figure supports.

mod console;
mod data;
mod view;

use kernel::{Permission as _, permission::UseConsole};
use web::{Nav, Routes, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: Routes::new().get("/console", console::today),
        nav: vec![Nav {
            stage: Stage::Today,
            order: 0,
            href: "/console",
            permission: UseConsole::NAME,
            label: |lang| t!(lang, "nav-today"),
        }],
        ..Slice::named("today")
    }
}
