//! `/console/members/{member}/merging`: the other record is looked for, compared, and merged.

use axum::extract::{Path, Query, State};
use kernel::{PageRequest, permission::MergeMembers};
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    reply::{self, see_with},
};

use super::{
    actions,
    model::{Ask, Wins},
    store,
    view::{self, Looking, Pair},
};
use crate::members::{Member, Search, console, list, view::Known};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/members/{member}/merging", look)
        .get("/console/members/{member}/merging/{other}", compare)
        .post("/console/members/{member}/merging/{other}", merge)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

async fn look(
    State(app): State<App>,
    staff: Staff<MergeMembers>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let (mut db, org) = (app.db().read().await?, staff.scope.org());
    let member = console::visible(&mut db, &staff, &id).await?;
    let mut twins = Vec::new();
    for twin in store::twins(&mut db, org, &member).await? {
        if list::visible(&mut db, org, staff.remit(), &twin.member).await? {
            twins.push(twin);
        }
    }
    let words: String = asked.q.trim().chars().take(120).collect();
    let mut found: Vec<Member> = Vec::new();
    if !words.is_empty() {
        let search = Search {
            words: words.clone(),
            country: staff.shop.country.clone(),
            ..Search::default()
        };
        let first = PageRequest { limit: Some("10".into()), cursor: None };
        let page = list::list(&mut db, org, &search.seen_by(staff.remit()), &first).await?;
        found = page.items.into_iter().filter(|other| other.id != member.id).collect();
    }
    drop(db);
    let looking = Looking { member: &member, twins: &twins, words: &words, found: &found };
    reply::page(view::look(&staff, &looking))
}

/// The two, if this person of staff may see both.
async fn two(
    app: &App,
    staff: &Staff<MergeMembers>,
    (id, other): (&str, &str),
) -> kernel::Result<(Member, Member)> {
    let mut db = app.db().read().await?;
    let into = console::visible(&mut db, staff, id).await?;
    Ok((into, console::visible(&mut db, staff, other).await?))
}

async fn compare(
    State(app): State<App>,
    staff: Staff<MergeMembers>,
    Path((id, other)): Path<(String, String)>,
) -> Reply {
    let (into, from) = two(&app, &staff, (&id, &other)).await?;
    let ask = Ask { into: into.id, from: from.id, wins: Wins::default(), lang: staff.lang() };
    let ahead = actions::look_ahead(app.db(), &staff.scope, ask).await?;
    let known = Known::load(&mut app.db().read().await?, staff.scope.org()).await?;
    let pair = Pair { into: &into, from: &from, known: &known, ahead: &ahead };
    reply::page(view::compare(&staff, &pair))
}

async fn merge(
    State(app): State<App>,
    staff: Staff<MergeMembers>,
    Path((id, other)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let key = input.once_in(staff.session.id, "members.merge")?;
    let (into, from) = two(&app, &staff, (&id, &other)).await?;
    let ask = Ask { into: into.id, from: from.id, wins: view::read(&input), lang: staff.lang() };
    let done =
        app.db().write_once(&staff.scope, &key, async |tx| actions::merge(tx, ask).await).await?;
    let into = done.value.answer.into;
    Ok(see_with(&console::href(into), &Toast::good("merging-done")))
}
