//! Who stands at the door: the host lets people in, on the phone first.

use axum::extract::{Path, Query, State};
use futures::future::BoxFuture;
use kernel::{ApplicationId, Error, PageRequest, Permission as _, Result, permission::HostGroups};
use maud::{Markup, html};
use web::{
    App, Input, Nav, Piece, Place, Reply, Routes, Staff, Toast, Viewer,
    kit::{
        Form, List, Stage, format, icons, layout,
        parts::{self, Button, Empty, Head, Item, avatar, rows},
        tables::Table,
    },
    reply::{self, see_with},
    t,
};

use super::{
    deciding,
    model::{Application, State as Standing},
    store,
};
use crate::{groups, members};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/applications", index)
        .post("/console/applications/{application}/admission", admit)
        .post("/console/applications/{application}/refusal", refuse)
}

pub fn nav() -> Vec<Nav> {
    vec![Nav {
        stage: Stage::People,
        order: 40,
        href: "/console/applications",
        permission: HostGroups::NAME,
        label: |lang| t!(lang, "joining-applications"),
    }]
}

async fn index(
    State(app): State<App>,
    staff: Staff<HostGroups>,
    Query(page): Query<PageRequest>,
) -> Reply {
    let (lang, org) = (staff.lang(), staff.scope.org());
    let mut db = app.db().read().await?;
    let wishes = store::list(&mut db, org, Standing::Waiting, &page).await?;
    let list = List::new(lang, "/console/applications").next(wishes.next_cursor.clone());
    let mine: Vec<&Application> = wishes
        .items
        .iter()
        .filter(|wish| staff.remit().covers_group(wish.group, wish.store))
        .collect();
    let ids: Vec<_> = mine.iter().map(|wish| wish.member).collect();
    let names = members::names(&mut db, org, &ids).await?;
    let known = members::names_for(&mut db, &staff, &ids).await?;
    let mut cards = Vec::new();
    for wish in &mine {
        let name = names.get(&wish.member).cloned().unwrap_or_default();
        let group =
            groups::find(&mut db, org, wish.group).await?.map(|g| g.name).unwrap_or_default();
        let who = Item::new(name.clone()).start(avatar(&name));
        let who = match known.get(&wish.member) {
            Some(_) => who.href(format!("/console/members/{}", wish.member)),
            None => who,
        };
        cards.push(card(&staff, wish, (who, &name, &group), app.now()));
    }
    let title = t!(lang, "joining-applications");
    let main = html! {
        (Head::new(title.clone()).note(t!(lang, "joining-applications-why")))
        @if cards.is_empty() {
            (Empty::new(icons::GOOD, t!(lang, "joining-nobody-waits"), t!(lang, "joining-nobody-waits-why")))
        }
        div.stack { @for card in &cards { (card) } }
        @if list.next_cursor.is_some() { (Table::new(&list, title.clone())) }
    };
    reply::page(layout::console(&staff.frame(title), main))
}

fn card(
    staff: &Staff<HostGroups>,
    wish: &Application,
    (who, name, group): (Item, &str, &str),
    now: kernel::Time,
) -> Markup {
    let lang = staff.lang();
    let since = format::from_now(lang, wish.made_at, now);
    let due =
        wish.due_at.map(|at| t!(lang, "joining-decides", when = format::from_now(lang, at, now)));
    let form = Form::new(lang);
    let base = format!("/console/applications/{}", wish.id);
    let inside = html! {
        (rows([who.note(html! { (group) " · " (since) @if let Some(due) = &due { " · " (due) } })]))
        @if !wish.question.is_empty() { p.hint { (wish.question) } }
        @if wish.threshold == "purchase" { p.hint { (t!(lang, "joining-receipt")) } }
        @if !wish.answer.is_empty() { p { (wish.answer) } }
        div.actions {
            (form.post(&format!("{base}/admission"), &staff.once(), Button::primary(t!(lang, "joining-admit", name = name))))
            (form.post(&format!("{base}/refusal"), &staff.once(), Button::quiet(t!(lang, "joining-refuse"))))
        }
    };
    parts::card("", html! {}, inside)
}

/// The application, if it is about a group of this person's.
async fn mine(app: &App, staff: &Staff<HostGroups>, id: &str) -> Result<Application> {
    let id: ApplicationId = id.parse().map_err(|_| Error::NotFound("application"))?;
    let wish = store::require(&mut app.db().read().await?, staff.scope.org(), id).await?;
    if staff.remit().covers_group(wish.group, wish.store) {
        Ok(wish)
    } else {
        Err(Error::NotFound("application"))
    }
}

async fn admit(
    State(app): State<App>,
    staff: Staff<HostGroups>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let wish = mine(&app, &staff, &id).await?;
    let key = input.once_in(staff.session.id, "applications.admit")?;
    let by = Some(staff.id());
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            web::trail::note(tx, "applications.admitted", wish.id, &(), &()).await?;
            deciding::admit(tx, wish.id, by).await
        })
        .await?;
    Ok(see_with("/console/applications", &Toast::good("joining-admitted")))
}

async fn refuse(
    State(app): State<App>,
    staff: Staff<HostGroups>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let wish = mine(&app, &staff, &id).await?;
    let key = input.once_in(staff.session.id, "applications.refuse")?;
    let by = Some(staff.id());
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            web::trail::note(tx, "applications.refused", wish.id, &(), &()).await?;
            deciding::refuse(tx, wish.id, by).await
        })
        .await?;
    Ok(see_with("/console/applications", &Toast::good("joining-refused-done")))
}

/// What waits, on Today.
pub fn pieces() -> Vec<Piece> {
    vec![Piece { place: Place::TodayWaits, order: 30, draw: today }]
}

fn today<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        if !viewer.role.is_some_and(|role| role.may(HostGroups::NAME)) {
            return Ok(None);
        }
        let waiting = store::waiting(&mut app.db().read().await?, viewer.shop.org).await?;
        if waiting == 0 {
            return Ok(None);
        }
        let title = t!(viewer.lang, "joining-today", count = waiting);
        Ok(Some(rows([Item::new(title).start(icons::USER_PLUS).href("/console/applications")])))
    })
}
