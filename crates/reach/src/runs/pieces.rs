//! How a run stands in the groups, on the activity's page in the console.

use futures::future::BoxFuture;
use kernel::{Permission as _, Result, permission::ReadFeed};
use maud::Markup;
use web::{
    App, Piece, Place, Viewer,
    kit::{
        Tone, format,
        parts::{self, Item, chip},
    },
    t,
};

use super::{
    model::Dated,
    store::{self as rows, Standing},
};
use crate::programmes;

pub fn pieces() -> Vec<Piece> {
    vec![Piece { place: Place::ActivityPage, order: 10, draw }]
}

fn draw<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let Some(activity) = viewer.subject else { return Ok(None) };
        if !viewer.may(ReadFeed::NAME) {
            return Ok(None);
        }
        let (lang, org) = (viewer.lang, viewer.shop.org);
        let mut db = app.db().read().await?;
        let mut items = Vec::new();
        for one in rows::of_activity(&mut db, org, activity).await? {
            let standing = rows::standing(&mut db, org, one.id).await?;
            if one.ended_at.is_none() || standing.done > 0 {
                items.push(item(app, viewer, &one, standing));
            }
        }
        drop(db);
        let title = t!(lang, "runs-title");
        Ok((!items.is_empty()).then(|| parts::card(&title, "", parts::rows(items))))
    })
}

fn item(app: &App, viewer: &Viewer, one: &Dated, standing: Standing) -> Item {
    let (lang, now) = (viewer.lang, app.now());
    let when = format::date_time(lang, one.due_at, &viewer.shop.zone);
    let note = if standing.groups == 0 {
        when
    } else {
        let came = t!(lang, "runs-came", opened = standing.opened, came = standing.came);
        let done = t!(lang, "runs-done", done = standing.done, groups = standing.groups);
        format!("{when} · {done} · {came}")
    };
    let (tone, word) = if one.ended_at.is_some() {
        (Tone::Plain, t!(lang, "runs-withdrawn"))
    } else if one.due_at > now {
        (Tone::Plain, format::from_now(lang, one.due_at, now))
    } else if one.expires_at > now {
        (Tone::Good, t!(lang, "todos-chip-now"))
    } else {
        (Tone::Plain, t!(lang, "todos-over"))
    };
    Item::new(programmes::said(&one.said.title, lang))
        .start(programmes::icon(one.kind))
        .note(note)
        .aside(chip(tone, &word))
}
