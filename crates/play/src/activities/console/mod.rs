//! The desk of an activity, whatever its kind: its list and its page ([`pages`]), the form that plans it with the
//! phone beside it ([`planning`]), and the steps of its life ([`steps`]).
//!
//! Every page and every step is handled here once. What only a kind can show is asked by [`Desk`].

mod pages;
mod planning;
mod standing;
mod steps;

use ::store::Reader;
use kernel::{Error, Fields, Id, Lang, OrgId, Result, Time, permission::ViewActivities};
use maud::Markup;
use web::{
    App, Routes, Staff,
    kit::{
        icons::Icon,
        tables::{Column, Row},
    },
    t,
};

use super::{
    form::{Planned, Why},
    model::{Activity, Draft, Phase, Sort},
    run::{Runs, console as run},
    store,
};
use crate::suggested;

pub use standing::{in_the_way, state};
pub use steps::{buttons, step};

/// A kind at the desk. Its texts begin with its slice and go on with their place: `flash_sales-title`,
/// `flash_sales-make`, `flash_sales-created`, `flash_sales-did-open` and so on.
pub trait Desk: Runs + Planned {
    /// Where its list is.
    const PATH: &'static str;
    /// What playbooks call it, if they can suggest one.
    const SUGGESTED: Option<suggested::Kind> = None;

    /// What stands above an empty list.
    const ICON: Icon;
    /// One of it, with all that its line of the list says.
    type Line: Send + Sync;

    fn line(
        db: &mut Reader,
        org: OrgId,
        activity: Activity<Self>,
    ) -> impl Future<Output = Result<Self::Line>> + Send;

    /// The columns of the list, after the name and the state.
    fn columns(lang: Lang) -> Vec<Column>;

    /// What stands in them.
    fn cells(staff: &Staff<ViewActivities>, row: Row, line: &Self::Line) -> Row;

    /// Where it stands, in the list.
    fn standing(lang: Lang, (one, _): (&Activity<Self>, &Self::Line), now: Time) -> Markup {
        state(lang, one, now)
    }

    /// Whether somebody can take part now.
    fn is_on((one, _): (&Activity<Self>, &Self::Line), now: Time) -> bool {
        one.phase(now) == Phase::On
    }

    /// Its page.
    fn one<P: Send + Sync>(
        app: &App,
        staff: &Staff<P>,
        activity: Activity<Self>,
        asked: Asked<'_>,
    ) -> impl Future<Output = Result<Markup>> + Send;

    /// The part of its page that follows what happens.
    fn figures(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        activity: Activity<Self>,
    ) -> impl Future<Output = Result<Markup>> + Send;

    /// A member's page as it would be, and what it can come to; nothing of a draft that cannot be shown.
    fn preview(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        planned: (&Self::Made, Draft<Self>),
        now: Time,
    ) -> impl Future<Output = Result<Option<Markup>>> + Send;

    /// A suggestion, if it is of this kind.
    fn suggested(_draft: suggested::Draft) -> Option<Draft<Self>> {
        None
    }

    /// What people may expect of a change.
    fn expected(lang: Lang, why: Why) -> String {
        why.said(lang)
    }
}

/// What its page was asked for, and what stands in the way of the step that was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    pub query: Option<&'a str>,
    pub wrong: Option<&'a Fields>,
}

/// What every kind can do at the desk. Its own routes go on from here, below the same address.
pub fn routes<K: Desk>() -> Routes {
    Routes::below(K::PATH)
        .get("", pages::list::<K>)
        .get("/new", planning::new::<K>)
        .post("", planning::create::<K>)
        .get("/preview", planning::preview::<K>)
        .get("/{id}", pages::show::<K>)
        .post("/{id}", planning::change::<K>)
        .get("/{id}/details", planning::edit::<K>)
        .get("/{id}/figures", pages::figures::<K>)
        .get("/{id}/live", pages::follow::<K>)
        .post("/{id}/checking", steps::check::<K>)
        .post("/{id}/schedule", steps::schedule::<K>)
        .post("/{id}/opening", steps::open::<K>)
        .post("/{id}/closing", steps::close::<K>)
        .post("/{id}/archiving", steps::archive::<K>)
        .get("/{id}/run", run::edit::<K>)
        .post("/{id}/run", run::save::<K>)
        .get("/{id}/card.png", run::card_png::<K>)
        .get("/{id}/poster.png", run::poster_png::<K>)
        .get("/{id}/poster.svg", run::poster_svg::<K>)
}

/// The id in an address.
pub fn id<S: Sort>(text: &str) -> Result<Id<S>> {
    text.parse().map_err(|_| Error::NotFound("activity"))
}

/// The one that an address is about.
pub async fn load<S: Sort>(app: &App, org: OrgId, text: &str) -> Result<Activity<S>> {
    store::require(&mut app.db().read().await?, org, id(text)?).await
}

/// Its own page.
pub fn at<D: Desk>(id: Id<D>) -> String {
    format!("{}/{id}", D::PATH)
}

/// What a kind says at this place.
fn said<K: Desk>(lang: Lang, place: &str) -> String {
    t!(lang, &format!("{}-{place}", K::SLICE))
}

/// Values of `instead` in the address of a form that begins with what would be lawful.
pub const FREE: &str = "free";
pub const BACK: &str = "back";

/// The pairs of a query, at most three hundred.
pub fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    let query = query.unwrap_or_default().as_bytes();
    form_urlencoded::parse(query).into_owned().take(300).collect()
}
