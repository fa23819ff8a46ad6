//! A group's page on the phone of its members.

use axum::{
    extract::{DefaultBodyLimit, Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use kernel::{Error, Fields, GroupId, Lang, MessageId, PictureId, Result};
use maud::{Markup, html};
use people::{
    groups::{Group, Place},
    memberships,
    series::{self, Series},
};
use serde::Deserialize;
use web::{
    App, Input, Member, Reply, Routes, Toast,
    input::UPLOAD_MAX,
    kit::{
        Form, Tab, icons, layout, live,
        parts::{Empty, Head},
    },
    rates::Door,
    reply::{self, see_other, see_with},
    t,
};

use super::{
    actions,
    model::{Author, NewMessage, PAGE, Rule},
    store as rows, view,
};
use crate::{
    pictures::{self, Cache},
    programmes,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/{org}/groups/{group}", show)
        .get("/{org}/groups/{group}/messages", fragment)
        .post("/{org}/groups/{group}/messages", post)
        .post("/{org}/groups/{group}/messages/{message}/removal", take_back)
        .get("/{org}/groups/{group}/live", follow)
        .get("/{org}/groups/{group}/pictures/{picture}", picture)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX))
}

/// A commit that touches this group's feed.
pub(super) fn touches(group: GroupId) -> impl Fn(&[store::EventRow]) -> Option<String> {
    let group = group.to_string();
    move |events| {
        let mine = |event: &store::EventRow| {
            event.kind.starts_with("feed.")
                && event.data.get("group").and_then(|id| id.as_str()) == Some(&group)
        };
        // Empty: there is something new, fetch it. What it is depends on who looks.
        events.iter().any(mine).then(String::new)
    }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    before: String,
}

/// A group with what surrounds its feed.
struct Room {
    group: Group,
    series: Series,
    rule: Rule,
}

impl Room {
    async fn enter(app: &App, member: &Member, id: &str) -> Result<Self> {
        let id: GroupId = id.parse().map_err(|_| Error::NotFound("group"))?;
        let mut db = app.db().read().await?;
        let group = actions::readable(&mut db, &member.scope(), id).await?;
        let series = series::require(&mut db, member.shop.org, group.series).await?;
        let rule = rows::rule(&mut db, member.shop.org, group.series).await?;
        Ok(Self { group, series, rule })
    }
    fn href(&self, member: &Member) -> String {
        member.shop.href(&format!("/groups/{}", self.group.id))
    }
    fn may_write(&self) -> bool {
        self.rule.members_write && self.group.is_open() && self.group.place == Place::Here
    }
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Reply {
    let room = Room::enter(&app, &member, &id).await?;
    let form = Form::new(member.lang());
    let page = draw(&app, &member, &room, &asked, &form).await?;
    reply::page(page)
}

async fn draw(
    app: &App,
    member: &Member,
    room: &Room,
    asked: &Asked,
    form: &Form,
) -> Result<Markup> {
    let lang = member.lang();
    let before = read_before(asked)?;
    let talk = talk(app, member, room, before).await?;
    let today = {
        let mut db = app.db().read().await?;
        programmes::today_of(&mut db, &member.shop, &room.group, app.now()).await?
    };
    let about = member.viewer().about(room.group.id);
    let drawn = web::pieces::draw(app, web::Place::GroupPhone, &about).await?;
    let base = room.href(member);
    let mut frame = member.frame(room.group.name.as_str());
    frame.unread = talk.elsewhere;
    let body = html! {
        (Head::new(room.group.name.as_str())
            .back(&member.shop.href("/groups"), &t!(lang, "tab-groups"))
            .note(t!(lang, "feed-people", count = room.group.count())))
        div.talk-side {
            @for piece in &drawn { (piece) }
            (pinned(lang, &room.series))
            @if let Some(today) = &today { (programmes::today_card(lang, today)) }
        }
        @if room.group.place == Place::Outside { p.lead { (t!(lang, "feed-elsewhere-lead")) } }
        @if let Some(next) = &talk.earlier { p { a.quiet-link href={ (base) "?before=" (next) } { (icons::UP) (t!(lang, "feed-earlier")) } } }
        @if before.is_some() {
            (talk.markup)
            p { a.quiet-link href=(base) { (icons::DOWN) (t!(lang, "feed-latest")) } }
        } @else {
            (live::region(&format!("{base}/live"), &format!("{base}/messages"), &talk.markup))
            @if room.may_write() {
                section.card.write #write { (view::write(form, &format!("{base}/messages"), &member.once())) }
            } @else if room.group.place == Place::Here {
                p.hint { (if room.group.is_open() { t!(lang, "feed-shop-writes") } else { t!(lang, "feed-group-closed") }) }
            }
        }
    };
    Ok(layout::phone(&frame, Tab::Groups, body))
}

fn read_before(asked: &Asked) -> Result<Option<MessageId>> {
    if asked.before.is_empty() {
        return Ok(None);
    }
    asked.before.parse().map(Some).map_err(|_| Error::NotFound("message"))
}

/// The promise and the rules of the house, folded up.
fn pinned(lang: Lang, series: &Series) -> Markup {
    let plan = &series.plan;
    html! {
        @if !plan.promise.is_empty() || !plan.rules.is_empty() {
            details.pinned {
                summary { (icons::PIN) span { (t!(lang, "feed-rules")) } }
                @if !plan.promise.is_empty() { p.promise { (plan.promise) } }
                @if !plan.rules.is_empty() { ol { @for rule in &plan.rules { li { (rule.text) } } } }
            }
        }
    }
}

/// The messages of a page, drawn.
struct Talk {
    markup: Markup,
    earlier: Option<String>,
    /// Unread in the member's other groups.
    elsewhere: i64,
}

async fn talk(app: &App, member: &Member, room: &Room, before: Option<MessageId>) -> Result<Talk> {
    let (lang, org, now) = (member.lang(), member.shop.org, app.now());
    let mut db = app.db().read().await?;
    let page = rows::page(&mut db, org, room.group.id, before, PAGE).await?;
    let read = rows::read_up_to(&mut db, org, room.group.id, member.id.uuid()).await?;
    let known = view::Known::load(&mut db, org, &page.items).await?;
    let stays = memberships::open_of_member(&mut db, org, member.id).await?;
    let others: Vec<GroupId> =
        stays.iter().map(|stay| stay.group).filter(|id| *id != room.group.id).collect();
    let elsewhere = rows::unread(&mut db, org, &others, member.id.uuid()).await?.values().sum();
    drop(db);
    let mut messages = page.items;
    let newest = messages.first().map(|message| message.id);
    messages.reverse();
    let oldest = messages.first().map(|message| message.id.to_string());
    let look = view::Look {
        lang,
        zone: &member.shop.zone,
        now,
        me: Author::Member(member.id),
        base: room.href(member),
        brand: &member.shop.name,
        slug: &member.shop.slug,
        welcome: &room.rule.welcome,
        group: &room.group.name,
        moderates: view::Moderates::No,
        read,
        once: member.once(),
    };
    let markup = html! {
        @if messages.is_empty() {
            (Empty::new(icons::GROUPS, t!(lang, "feed-empty"), t!(lang, "feed-empty-why")))
        } @else { (view::messages(&look, &messages, &known)) }
    };
    if let Some(newest) = newest.filter(|newest| read.is_none_or(|read| read < *newest)) {
        let group = room.group.id;
        let reader = member.id.uuid();
        // That somebody has read it is no reason to refuse the page when the writer is busy.
        let _ = app
            .db()
            .write(&member.scope(), async |tx| actions::mark_read(tx, group, reader, newest).await)
            .await;
    }
    Ok(Talk { markup, earlier: oldest.filter(|_| page.next_cursor.is_some()), elsewhere })
}

/// The newest messages alone, for the live region; a browser without scripts gets the page.
async fn fragment(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Reply {
    let room = Room::enter(&app, &member, &id).await?;
    if !headers.contains_key("x-fragment") {
        return Ok(see_other(&room.href(&member)));
    }
    reply::page(talk(&app, &member, &room, None).await?.markup)
}

async fn follow(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let room = Room::enter(&app, &member, &id).await?;
    Ok(web::live::follow(&app, member.shop.org, touches(room.group.id)))
}

async fn post(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let room = Room::enter(&app, &member, &id).await?;
    app.rates().take(Door::Code, &format!("feed/{}", member.session.id), app.now())?;
    let done = say(&app, &member, &room, &input).await;
    match done {
        Ok(()) => Ok(see_other(&format!("{}#write", room.href(&member)))),
        Err(Error::Invalid(fields)) => {
            let form = input.again(member.lang(), fields);
            let page = draw(&app, &member, &room, &Asked::default(), &form).await?;
            reply::wrong(page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn say(app: &App, member: &Member, room: &Room, input: &Input) -> Result<()> {
    let once = input.once_in(member.session.id, "feed.message")?;
    let new = read_new(input).await?;
    let group = room.group.id;
    app.db()
        .write_once(&member.scope(), &once, async |tx| actions::post(tx, group, new).await)
        .await
        .map(drop)
}

/// What was typed, with the picture drawn again; text first, so that both errors show at once.
pub(super) async fn read_new(input: &Input) -> Result<NewMessage> {
    let mut fields = Fields::default();
    let mut new = NewMessage { text: input.text("text").to_owned(), ..NewMessage::default() };
    if let Some((_, upload)) = input.file("picture") {
        match pictures::read("picture", upload).await {
            Ok(bytes) => new.picture = Some(bytes),
            Err(Error::Invalid(wrong)) => wrong.iter().for_each(|one| fields.push(one.clone())),
            Err(other) => return Err(other),
        }
    }
    fields.check(new)
}

async fn take_back(
    State(app): State<App>,
    member: Member,
    Path((_, id, message)): Path<(String, String, String)>,
    input: Input,
) -> Reply {
    let room = Room::enter(&app, &member, &id).await?;
    let message: MessageId = message.parse().map_err(|_| Error::NotFound("message"))?;
    let once = input.once_in(member.session.id, "feed.removal")?;
    let group = room.group.id;
    app.db()
        .write_once(&member.scope(), &once, async |tx| actions::take_back(tx, group, message).await)
        .await?;
    Ok(see_with(&room.href(&member), &Toast::good("feed-taken-back-toast")))
}

async fn picture(
    State(app): State<App>,
    member: Member,
    Path((_, id, picture)): Path<(String, String, String)>,
) -> Reply {
    let room = Room::enter(&app, &member, &id).await?;
    serve(&app, member.shop.org, room.group.id, &picture).await
}

/// A picture that stands in a group's feed; any other is not there.
pub(super) async fn serve(
    app: &App,
    org: kernel::OrgId,
    group: GroupId,
    id: &str,
) -> std::result::Result<Response, reply::Fail> {
    let id: PictureId = id.parse().map_err(|_| Error::NotFound("page"))?;
    let mut db = app.db().read().await?;
    if !rows::shows_picture(&mut db, org, group, id).await? {
        return Err(Error::NotFound("page").into());
    }
    let bytes = pictures::find(&mut db, org, id).await?.ok_or(Error::NotFound("page"))?;
    Ok(pictures::answer(bytes, Cache::Private).into_response())
}
