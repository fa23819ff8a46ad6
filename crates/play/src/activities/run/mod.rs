//! The run of an activity: what groups are told before, during and after it.
//!
//! A kind says in one file what is true of it ([`Runs`]): a text for each moment, three steps, its rules and
//! the few words of its card. When each text is due follows from the hours of the activity ([`model`]); an
//! operator moves it, rewrites it, leaves it out or switches the run off. Whatever changes the activity brings
//! the whole run anew to whoever keeps the groups' days (`runs.bring`); a house without groups has no runs.
//!
//! Invariants: what is said of the end is made of what happened, and only when it happened; a text that was
//! called off goes out nowhere; a name of a winner is what members see of each other anyway.
//! Follows the events that each kind names. Deliberately absent: sending.

mod actions;
mod card;
pub(crate) mod console;
mod how;
pub mod model;
pub(crate) mod pages;
mod store;
mod view;

#[cfg(test)]
mod card_tests;
#[cfg(test)]
mod tests;

use ::store::Read;
use kernel::{Id, Result, Time};
use value::bills::sentences::Tongue;
use web::Shop;

use super::{life::Lives, model::Activity};
pub use actions::{change, kept};
pub(crate) use actions::{hear, written};
pub(crate) use how::how_it_works;
pub use model::{Changed, Kept, Line, Moment, Run};

/// A kind that has something to tell. All that is asked of it is true at the instant at which it is asked.
pub trait Runs: Lives {
    /// What its sentences are made of.
    type Facts: Send + Sync;
    /// The events after which its run is another: announced, opened, changed, closed, drawn, settled.
    const HEARS: &'static [&'static str];
    /// Whether somebody wins: then it is told who.
    const WINNERS: bool = false;

    /// Its page, below the brand's address.
    fn page(id: Id<Self>) -> String;

    fn facts(
        db: &mut impl Read,
        shop: &Shop,
        activity: Activity<Self>,
    ) -> impl Future<Output = Result<Self::Facts>> + Send;

    /// When its end is known: at the closing, or at a draw after it.
    fn ends_at(activity: &Activity<Self>) -> Time {
        activity.plan.closes_at
    }

    /// What became of it, as far as it is known.
    fn outcome(facts: &Self::Facts) -> Outcome;

    /// What groups read at this moment, with `{link}` where the address goes; nothing when there is nothing
    /// true to say.
    fn say(tongue: Tongue, facts: &Self::Facts, moment: Moment) -> Option<String>;

    /// The few words under its name: what one gets, and what it costs.
    fn what(tongue: Tongue, facts: &Self::Facts) -> String;

    /// How it works, in three short steps.
    fn steps(tongue: Tongue, facts: &Self::Facts) -> [String; 3];

    /// What holds besides: who may take part, limits, chance, what happens when nothing comes of it.
    fn rules(tongue: Tongue, facts: &Self::Facts) -> Vec<Rule>;
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on, or its end is not known yet.
    Open,
    /// It came to something that can be told.
    Known,
    /// It was called off: nothing more is said.
    CalledOff,
}

/// A sentence of the rules with its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub title: String,
    pub text: String,
}

impl Rule {
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into() }
    }
}
