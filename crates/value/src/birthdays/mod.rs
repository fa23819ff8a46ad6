//! Birthdays: a gift for each member once a year, some days before the day itself.
//!
//! The birthday is what the member said (day and month, the year if they like); the gift is one of the
//! shop's, another one for those who hold a tier if the shop says so. It is good for as long as the
//! gift itself says.
//!
//! Invariants: nobody gets two within twelve months, whatever becomes of their birthday; 29 February is
//! kept on the 28th of other years; who says their birthday late gets the gift if the day is still
//! ahead, or is today; a birthday that is over waits for the next year.
//!
//! Events: `gifts.given` with the source `birthday`.
//!
//! Deliberately absent: asking people how old they are, and presents for those who were erased.

pub mod actions;
mod api;
mod console;
mod copied;
mod form;
mod giving;
mod model;
mod store;
mod view;

#[cfg(test)]
mod tests;

pub use actions::keep;
pub use giving::SOURCE;
pub use model::Plan;
pub(crate) use store::hand_over;
pub use store::plan;

use ::store::JobHandler;
use kernel::{Permission as _, permission::ViewGifts};
use web::{Nav, Slice, kit::Stage, t};

pub fn slice() -> Slice {
    Slice {
        routes: console::routes(),
        api: api::routes,
        nav: vec![Nav {
            stage: Stage::Value,
            order: 15,
            href: "/console/birthdays",
            permission: ViewGifts::NAME,
            label: |lang| t!(lang, "birthdays-nav"),
        }],
        register: |registry| {
            registry.copies(copied::COPIES);
            registry.subscribe("birthdays.erased", &["members.erased"], actions::erased);
            registry
                .job(giving::GIVE, JobHandler::Turn(|tx, data| Box::pin(giving::run(tx, data))));
        },
        ..Slice::named("birthdays")
    }
}
