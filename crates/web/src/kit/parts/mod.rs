//! The parts a page is put together from. Structs with small builders, each `Render`, so that they
//! stand in `html!` as they are: `(Button::primary(t!(lang, "save")))`.

mod basics;
mod confirm;
mod counter;
mod pages;
mod posters;
mod shop;

pub use basics::{Button, Figure, Tone, avatar, bar, card, chip, facts, icon_link, sign, toast};
pub use confirm::{Confirm, dialog};
pub use counter::{Offer, Verdict, Visitor, offers, wedge};
pub use pages::{Empty, Head, Item, Step, Tabs, history, rows, skeleton, steps};
pub use posters::{Poster, Tent};
pub use shop::{Postcard, Shown, Stamp, StampCard, Ticket, awning};
