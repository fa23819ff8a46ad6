//! The host's day: phone first.

use axum::extract::{Query, State};
use kernel::{
    Error, Permission as _, Result, StaffId, TodoId,
    permission::{ManageProgrammes, PostFeed},
};
use maud::html;
use people::staff as persons;
use serde::Deserialize;
use web::{
    App, Input, Nav, Reply, Routes, Staff, Toast,
    kit::{
        Stage, format, icons, layout,
        parts::{Button, Head},
    },
    reply::{self, see_with},
    t,
};

use super::{
    actions,
    bundle::{self, Own},
    model::{Refusal, day_text},
    view,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/day", show)
        .post("/console/day/completions", complete)
        .post("/console/day/messages", post_here)
        .post("/console/day/reopenings", reopen)
}

pub fn nav() -> Vec<Nav> {
    vec![Nav {
        stage: Stage::Reach,
        order: 10,
        href: "/console/day",
        permission: PostFeed::NAME,
        label: |lang| t!(lang, "todos-title"),
    }]
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// Whose day; one's own when nothing is said.
    #[serde(default)]
    host: String,
}

async fn show(State(app): State<App>, staff: Staff<PostFeed>, Query(asked): Query<Asked>) -> Reply {
    let (lang, now) = (staff.lang(), app.now());
    let leads = staff.role.may(ManageProgrammes::NAME);
    let whose: StaffId = match asked.host.as_str() {
        "" => staff.id(),
        id if leads => id.parse().map_err(|_| Error::NotFound("staff"))?,
        _ => return Err(Error::Forbidden(ManageProgrammes::NAME).into()),
    };
    let mine = whose == staff.id();
    let mut db = app.db().read().await?;
    let person = persons::require(&mut db, staff.shop.org, whose).await?;
    let own = if leads && mine { Own::AndOrphans } else { Own::Only };
    let mut groups = bundle::groups_of(&mut db, &staff.scope, whose, own).await?;
    groups.retain(|group| mine || staff.remit().covers_group(group.id, group.store));
    let day = bundle::of(&mut db, &staff.shop, groups, now).await?;
    drop(db);
    let today = now.date(&staff.shop.zone);
    if mine {
        let day = day_text(today);
        // Having looked is no reason to refuse the page when the writer is busy.
        let _ =
            app.db().write(&staff.scope, async |tx| actions::open_day(tx, &day, whose).await).await;
    }
    let waiting: usize = day.cards.iter().map(|card| card.waiting().count()).sum();
    let mark = || staff.once();
    let look =
        view::Look { app: &app, shop: &staff.shop, lang, now, once: &mark, here: &staff.ask.here };
    let title = if mine {
        t!(lang, "todos-title")
    } else {
        t!(lang, "todos-of", name = person.name.as_str())
    };
    let note = if waiting > 0 {
        t!(lang, "todos-waiting", count = waiting)
    } else {
        t!(lang, "todos-all-clear")
    };
    let body = html! {
        (Head::new(title.as_str()).over(format::date_with_weekday(lang, today)).note(note)
            .aside(html! { @if leads {
                (Button::link("/console/day/hosts", t!(lang, "todos-hosts")).icon(icons::PEOPLE))
            } }))
        div.narrow.stack {
            (view::day(&look, &day))
            (view::counts(&look, &day))
        }
    };
    reply::page(layout::console(&staff.frame(title), body))
}

/// The to-dos that a button names: one, or all that are left.
fn named(input: &Input) -> Result<Vec<TodoId>> {
    let ids: Result<Vec<TodoId>> = input
        .text("todo")
        .split(',')
        .take(500)
        .map(|id| id.parse().map_err(|_| Error::NotFound("todo")))
        .collect();
    ids
}

/// Back to the page one came from, which is one of ours and a day.
fn back(input: &Input) -> &str {
    Some(input.text("back"))
        .filter(|back| back.starts_with("/console/day"))
        .unwrap_or("/console/day")
}

/// Several buttons share a form and its mark: what each does is done once for itself.
fn once(staff: &Staff<PostFeed>, input: &Input, place: &str) -> Result<store::Key> {
    let pressed: String = input.text("todo").chars().take(40).collect();
    input.once(&format!("{}/{place}/{pressed}", staff.session.id), place)
}

async fn complete(State(app): State<App>, staff: Staff<PostFeed>, input: Input) -> Reply {
    let ids = named(&input)?;
    let once = once(&staff, &input, "todos.completions")?;
    let count = ids.len();
    let done = app
        .db()
        .write_once(&staff.scope, &once, async |tx| {
            for id in ids {
                actions::complete(tx, id).await?;
            }
            Ok(())
        })
        .await;
    let toast = match done {
        Ok(_) => Toast::good("todos-done-toast").with("count", count),
        Err(error) => gone(error)?,
    };
    Ok(see_with(back(&input), &toast))
}

async fn post_here(State(app): State<App>, staff: Staff<PostFeed>, input: Input) -> Reply {
    let ids = named(&input)?;
    let once = once(&staff, &input, "todos.messages")?;
    let base_url = app.settings().base_url.clone();
    let done = app
        .db()
        .write_once(&staff.scope, &once, async |tx| {
            for id in ids {
                actions::post_here(tx, id, &base_url).await?;
            }
            Ok(())
        })
        .await;
    let toast = match done {
        Ok(_) => Toast::good("todos-posted-toast"),
        Err(error) => gone(error)?,
    };
    Ok(see_with(back(&input), &toast))
}

async fn reopen(State(app): State<App>, staff: Staff<PostFeed>, input: Input) -> Reply {
    let ids = named(&input)?;
    let once = once(&staff, &input, "todos.reopenings")?;
    let done = app
        .db()
        .write_once(&staff.scope, &once, async |tx| {
            for id in ids {
                actions::reopen(tx, id).await?;
            }
            Ok(())
        })
        .await;
    let toast = match done {
        Ok(_) => Toast::good("todos-reopened-toast"),
        Err(error) => gone(error)?,
    };
    Ok(see_with(back(&input), &toast))
}

/// A text whose time ran out while the page was open is a word on the next page, not an error page.
fn gone(error: Error) -> Result<Toast> {
    if error.is(Refusal::TooLate) {
        Ok(Toast::warn("refusal-todos-too_late"))
    } else if error.is(Refusal::Done) {
        Ok(Toast::warn("refusal-todos-done"))
    } else if error.is(Refusal::StandsInFeed) {
        Ok(Toast::warn("refusal-todos-stands_in_feed"))
    } else {
        Err(error)
    }
}
