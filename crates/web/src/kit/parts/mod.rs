//! The parts a page is put together from. Structs with small builders, each `Render`, so that they
//! stand in `html!` as they are: `(Button::primary(t!(lang, "save")))`.

mod basics;
mod confirm;
mod pages;
mod shop;

pub use basics::{Button, Figure, Tone, avatar, bar, card, chip, facts, icon_link, toast};
pub use confirm::{Confirm, dialog};
pub use pages::{Empty, Head, Item, Step, Tabs, rows, skeleton, steps};
pub use shop::{Stamp, StampCard, Ticket, Verdict, awning};
