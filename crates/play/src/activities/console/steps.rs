//! The steps of its life, and their buttons.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{Error, Id, Result, Time, permission::ManageActivities};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Staff, Toast,
    kit::{Form, parts::Button},
    reply, t,
};

use super::{Asked, Desk, at, load};
use crate::activities::{Activity, Life, Phase, life};

/// One step of its life. What stands in its way is said on its own page.
pub async fn step<K: Desk>(
    (app, staff): (&App, &Staff<ManageActivities>),
    (text, noun): (&str, &str),
    input: &Input,
    run: impl AsyncFnOnce(&mut Tx, Id<K>) -> Result<()>,
) -> Reply {
    let (slice, activity) = (K::SLICE, load::<K>(app, staff.shop.org, text).await?);
    let id = activity.id;
    let once = input.once_in(staff.session.id, &format!("{slice}.{noun}/{id}"))?;
    let run = async |tx: &mut Tx| run(tx, id).await;
    match app.db().write_once(&staff.scope, &once, run).await {
        Ok(_) => Ok(reply::see_with(&at(id), &Toast::good(&format!("{slice}-did-{noun}")))),
        Err(Error::Invalid(fields)) => {
            let asked = Asked { query: None, wrong: Some(&fields) };
            reply::wrong(K::one(app, staff, activity, asked).await?)
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn check<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::check(tx, &staff.shop, id).await;
    step((&app, &staff), (&id, "check"), &input, run).await
}

pub async fn schedule<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::schedule(tx, &staff.shop, id).await.map(drop);
    step((&app, &staff), (&id, "schedule"), &input, run).await
}

pub async fn open<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::open(tx, &staff.shop, id).await.map(drop);
    step((&app, &staff), (&id, "open"), &input, run).await
}

pub async fn close<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let why = input.text("reason");
    let run = async |tx: &mut Tx, id: Id<K>| life::close(tx, id, why).await.map(drop);
    step((&app, &staff), (&id, "close"), &input, run).await
}

pub async fn archive<K: Desk>(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, id: Id<K>| life::archive(tx, id).await;
    step((&app, &staff), (&id, "archive"), &input, run).await
}

/// What can be done with it now: what every kind can, and what is its `own` from its announcement to its closing.
pub fn buttons<K: Desk>(
    staff: &Staff<impl Sized>,
    (activity, now): (&Activity<K>, Time),
    own: impl FnOnce() -> Markup,
) -> Markup {
    let lang = staff.lang();
    let step = |noun: &'static str, button: Button| {
        let to = format!("{}/{noun}", at(activity.id));
        Form::new(lang).prefixed(noun).post(&to, &staff.once(), button)
    };
    let open = || step("opening", Button::plain(t!(lang, "activities-open-now")));
    let archive = || step("archiving", Button::quiet(t!(lang, "activities-archive")));
    let buttons = match activity.life {
        Life::Draft | Life::Checked => html! {
            (step("schedule", Button::primary(t!(lang, "activities-schedule"))))
            (open())
            @if activity.life == Life::Draft { (step("checking", Button::plain(t!(lang, "activities-check")))) }
            (archive())
        },
        Life::Scheduled | Life::Open => html! {
            @if activity.phase(now) == Phase::Before { (open()) }
            (own())
        },
        Life::Settled => archive(),
        Life::Closed | Life::Archived => return html! {},
    };
    html! { div.actions { (buttons) } }
}
