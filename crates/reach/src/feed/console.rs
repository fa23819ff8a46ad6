//! The feed of a group as the shop sees it: the same messages, with a pen and a broom.

use axum::{
    extract::{DefaultBodyLimit, Path, Query, State},
    http::HeaderMap,
};
use kernel::{
    Error, GroupId, MessageId, Permission as _, Result,
    permission::{ModerateFeed, PostFeed, ReadFeed},
};
use maud::{Markup, html};
use people::groups::{Group, Place};
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    input::UPLOAD_MAX,
    kit::{
        Form, icons, layout, live,
        parts::{Empty, Head},
    },
    rates::Door,
    reply::{self, see_other, see_with},
    t,
};

use super::{
    actions,
    model::{Author, Card, NewMessage, PAGE},
    phone, store as rows, view,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/groups/{id}/feed", show)
        .post("/console/groups/{id}/feed", post)
        .get("/console/groups/{id}/feed/messages", fragment)
        .get("/console/groups/{id}/feed/live", follow)
        .get("/console/groups/{id}/feed/pictures/{picture}", picture)
        .post("/console/groups/{id}/feed/messages/{message}/removal", remove)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    before: String,
}

async fn enter<P>(app: &App, staff: &Staff<P>, id: &str) -> Result<Group> {
    let id: GroupId = id.parse().map_err(|_| Error::NotFound("group"))?;
    actions::readable(&mut app.db().read().await?, &staff.scope, id).await
}

fn href(group: &Group) -> String {
    format!("{}/feed", group.href())
}

async fn show(
    State(app): State<App>,
    staff: Staff<ReadFeed>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Reply {
    let group = enter(&app, &staff, &id).await?;
    let form = Form::new(staff.lang()).or_default("kind", "plain");
    reply::page(draw(&app, &staff, &group, &asked.before, &form).await?)
}

async fn draw<P>(
    app: &App,
    staff: &Staff<P>,
    group: &Group,
    before: &str,
    form: &Form,
) -> Result<Markup> {
    let lang = staff.lang();
    let before: Option<MessageId> = match before {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound("message"))?),
    };
    let (talk, earlier) = talk(app, staff, group, before).await?;
    let base = href(group);
    let writes = group.is_open() && group.place == Place::Here && staff.role.may(PostFeed::NAME);
    let body = html! {
        (Head::new(t!(lang, "feed-title")).back(&group.href(), &group.name)
            .note(t!(lang, "feed-console-lead")))
        div.columns {
            section.card {
                @if let Some(next) = &earlier {
                    p { a.quiet-link href={ (base) "?before=" (next) } { (icons::UP) (t!(lang, "feed-earlier")) } }
                }
                @if before.is_some() {
                    (talk)
                    p { a.quiet-link href=(base) { (icons::DOWN) (t!(lang, "feed-latest")) } }
                } @else { (live::region(&format!("{base}/live"), &format!("{base}/messages"), &talk)) }
            }
            div.stack {
                @if writes { section.card { (view::write_for_shop(form, &base, &staff.once())) } }
                @else if group.place == Place::Outside { p.hint { (t!(lang, "feed-elsewhere-lead")) } }
            }
        }
    };
    Ok(layout::console(&staff.frame(group.name.as_str()), body))
}

async fn talk<P>(
    app: &App,
    staff: &Staff<P>,
    group: &Group,
    before: Option<MessageId>,
) -> Result<(Markup, Option<String>)> {
    let (lang, org, me) = (staff.lang(), staff.shop.org, staff.id());
    let mut db = app.db().read().await?;
    let page = rows::page(&mut db, org, group.id, before, PAGE).await?;
    let read = rows::read_up_to(&mut db, org, group.id, me.uuid()).await?;
    let known = view::Known::load(&mut db, org, &page.items).await?;
    let rule = rows::rule(&mut db, org, group.series).await?;
    drop(db);
    let mut messages = page.items;
    let newest = messages.first().map(|message| message.id);
    messages.reverse();
    let oldest = messages.first().map(|message| message.id.to_string());
    let moderates =
        if staff.role.may(ModerateFeed::NAME) { view::Moderates::Yes } else { view::Moderates::No };
    let look = view::Look {
        lang,
        zone: &staff.shop.zone,
        now: app.now(),
        me: Author::Staff(me),
        base: href(group),
        brand: &staff.shop.name,
        slug: &staff.shop.slug,
        welcome: &rule.welcome,
        group: &group.name,
        moderates,
        read,
        once: staff.once(),
    };
    let markup = html! {
        @if messages.is_empty() {
            (Empty::new(icons::GROUPS, t!(lang, "feed-empty"), t!(lang, "feed-empty-shop")))
        } @else { (view::messages(&look, &messages, &known)) }
    };
    if let Some(newest) = newest.filter(|newest| read.is_none_or(|read| read < *newest)) {
        let group = group.id;
        // Having read is no reason to refuse the page when the writer is busy.
        let _ = app
            .db()
            .write(&staff.scope, async |tx| actions::mark_read(tx, group, me.uuid(), newest).await)
            .await;
    }
    Ok((markup, oldest.filter(|_| page.next_cursor.is_some())))
}

async fn fragment(
    State(app): State<App>,
    staff: Staff<ReadFeed>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Reply {
    let group = enter(&app, &staff, &id).await?;
    if !headers.contains_key("x-fragment") {
        return Ok(see_other(&href(&group)));
    }
    reply::page(talk(&app, &staff, &group, None).await?.0)
}

async fn follow(State(app): State<App>, staff: Staff<ReadFeed>, Path(id): Path<String>) -> Reply {
    let group = enter(&app, &staff, &id).await?;
    Ok(web::live::follow(&app, staff.shop.org, phone::touches(group.id)))
}

async fn picture(
    State(app): State<App>,
    staff: Staff<ReadFeed>,
    Path((id, picture)): Path<(String, String)>,
) -> Reply {
    let group = enter(&app, &staff, &id).await?;
    phone::serve(&app, staff.shop.org, group.id, &picture).await
}

async fn post(
    State(app): State<App>,
    staff: Staff<PostFeed>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let group = enter(&app, &staff, &id).await?;
    app.rates().take(Door::Code, &format!("feed/{}", staff.session.id), app.now())?;
    match say(&app, &staff, &group, &input).await {
        Ok(()) => Ok(see_with(&href(&group), &Toast::good("feed-sent"))),
        Err(Error::Invalid(fields)) => {
            let form = input.again(staff.lang(), fields);
            reply::wrong(draw(&app, &staff, &group, "", &form).await?)
        }
        Err(other) => Err(other.into()),
    }
}

async fn say(app: &App, staff: &Staff<PostFeed>, group: &Group, input: &Input) -> Result<()> {
    let once = input.once_in(staff.session.id, "feed.message")?;
    let title = input.text("title").to_owned();
    let card = match input.text("kind") {
        "notice" => Some(Card::Notice { title }),
        "gift" => Some(Card::Gift { title }),
        _ => None,
    };
    let new = NewMessage { card, ..phone::read_new(input).await? };
    let group = group.id;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::post(tx, group, new).await)
        .await
        .map(drop)
}

async fn remove(
    State(app): State<App>,
    staff: Staff<ReadFeed>,
    Path((id, message)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let group = enter(&app, &staff, &id).await?;
    let message: MessageId = message.parse().map_err(|_| Error::NotFound("message"))?;
    let once = input.once_in(staff.session.id, "feed.removal")?;
    let reason = input.text("reason").to_owned();
    let own = input.optional("reason").is_none();
    if !own && !staff.role.may(ModerateFeed::NAME) {
        return Err(Error::Forbidden(ModerateFeed::NAME).into());
    }
    let id = group.id;
    app.db()
        .write_once(&staff.scope, &once, async |tx| {
            if own {
                actions::take_back(tx, id, message).await
            } else {
                actions::remove(tx, id, message, &reason).await
            }
        })
        .await?;
    Ok(see_with(&href(&group), &Toast::good("feed-removed-toast")))
}
