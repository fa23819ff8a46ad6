//! `/counter/group-buys`: a cashier starts a team or takes a place for the person who stands there, without
//! a phone.

use axum::extract::{Query, State};
use kernel::{BuyTeamId, Error, GroupBuyId, MemberId, Result, Time};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use value::{
    bills::sentences::Tongue,
    counter::till::{self, Till, desk_of},
};
use web::{
    App, Input, Reply, Routes, Viewer,
    kit::{
        Form, icons, layout,
        parts::{Button, Empty, Head, card},
    },
    reply, t,
};

use super::{
    asked::{self, Mine, Shown, Together},
    model::{Doors, Fate, GroupBuy},
    teams::{self, Joining},
    view,
};
use crate::activities::{self, Phase};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/group-buys", show)
        .post("/counter/group-buys", start)
        .post("/counter/group-buys/seats", join)
}

/// Teams that a till lists.
const LISTED: i64 = 20;

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    member: String,
}

async fn whom(app: &App, till: &Till, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    members::require(&mut app.db().read().await?, till.shop.org, id).await
}

fn page_of(member: MemberId) -> String {
    format!("/counter/group-buys?member={member}")
}

/// The way there, on the page of whoever stands there; nothing when nothing is on.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let mut db = app.db().read().await?;
    let now = app.now();
    let told: Vec<GroupBuy> = activities::told(&mut db, viewer.shop.org).await?;
    let on = told.iter().any(|buy| buy.phase(now) == Phase::On);
    let to = page_of(MemberId::from_uuid(subject));
    let link =
        || html! { (Button::link(to, t!(viewer.lang, "group_buys-way")).icon(icons::PEOPLE)) };
    Ok(on.then(link))
}

/// One group buy that is on, how the member stands to it, and the teams that one may step into.
struct On {
    shown: Shown,
    mine: Mine,
    own: Vec<Together>,
    teams: Vec<Together>,
}

async fn load(app: &App, till: &Till, member: MemberId) -> Result<Vec<On>> {
    let (org, now) = (till.shop.org, app.now());
    let mut db = app.db().read().await?;
    let mut all = Vec::new();
    for buy in activities::told(&mut db, org).await? {
        let buy: GroupBuy = buy;
        if buy.phase(now) != Phase::On {
            continue;
        }
        let mine = asked::mine(&mut db, &till.shop, &buy, (member, now)).await?;
        let mut own = Vec::new();
        for (seat, team) in &mine.places {
            if matches!(seat.fate, Fate::Seated | Fate::Due | Fate::Held) {
                own.push(asked::together(&mut db, org, team.clone()).await?);
            }
        }
        let mut teams = match buy.terms.doors {
            Doors::Listed => asked::open_teams(&mut db, org, (&buy, now), LISTED).await?,
            Doors::Invited => Vec::new(),
        };
        teams.retain(|team| !own.iter().any(|mine| mine.team.id == team.team.id));
        let shown = asked::shown(&mut db, org, buy).await?;
        all.push(On { shown, mine, own, teams });
    }
    Ok(all)
}

async fn show(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let member = whom(&app, &till, &asked.member).await?;
    let (lang, now) = (till.lang(), app.now());
    let on = load(&app, &till, member.id).await?;
    let title = t!(lang, "group_buys-way");
    let frame = till::frame(&app, &till, title.clone()).await?;
    let lead = t!(lang, "group_buys-counter-lead", name = member.short_name());
    let main = html! {
        (Head::new(title).back(&desk_of(&member.code), &member.name).note(lead))
        @if on.is_empty() {
            (Empty::new(icons::PEOPLE, t!(lang, "activities-nothing-on"), t!(lang, "activities-nothing-on-why")))
        }
        @for one in &on { (drawn(&till, &member, one, now)) }
        @if on.iter().any(|one| one.mine.more > 0) { (by_code(&till, &member)) }
    };
    reply::page(layout::counter(&frame, main))
}

fn none(why: String) -> Markup {
    html! { p.counter-none { (why) } }
}

fn drawn(till: &Till, member: &Member, on: &On, now: Time) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let terms = &on.shown.buy.terms;
    let left = t!(lang, "group_buys-left", left = on.shown.left);
    let inside = html! {
        p.note { (on.shown.gift.name.say(lang)) " · " (view::costs(tongue, &on.shown)) }
        @for mine in &on.own {
            p { (view::whose(lang, mine)) ": " (view::said(tongue, terms, (&mine.team, now))) }
        }
        @if !on.mine.is_for_me { (none(t!(lang, "group_buys-not-for-them"))) }
        @else if on.mine.more <= 0 { (none(t!(lang, "group_buys-they-have-theirs"))) }
        @else if on.shown.left <= 0 { (none(t!(lang, "group_buys-none-left"))) }
        @else { (offered(till, member, on, now)) }
    };
    card(on.shown.buy.plan.name.say(lang), html! { span.note { (left) } }, inside)
}

fn offered(till: &Till, member: &Member, on: &On, now: Time) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let (form, id) = (Form::new(lang), on.shown.buy.id);
    let hidden = || form.hidden("member", &member.id.to_string());
    html! {
        @for one in &on.teams {
            @let told = view::said(tongue, &on.shown.buy.terms, (&one.team, now));
            (form.post("/counter/group-buys/seats", &till.once(), html! {
                p { b { (view::whose(lang, one)) } " " (told) }
                (hidden())
                (form.hidden("team", &one.team.id.to_string()))
                (Button::plain(t!(lang, "group_buys-join-for-them", name = member.short_name())).icon(icons::USER_PLUS))
            }))
        }
        (form.post("/counter/group-buys", &till.once(), html! {
            (hidden())
            (form.hidden("buy", &id.to_string()))
            (Button::plain(t!(lang, "group_buys-start-for-them", name = member.short_name())).icon(icons::PEOPLE).big())
        }))
    }
}

/// A place in the team whose invitation is read out or scanned.
fn by_code(till: &Till, member: &Member) -> Markup {
    let lang = till.lang();
    let form = Form::new(lang).prefixed("code");
    let inside = html! {
        (form.hidden("member", &member.id.to_string()))
        (form.text("code", t!(lang, "group_buys-code")).max(200))
        (Button::plain(t!(lang, "group_buys-join-for-them", name = member.short_name())).icon(icons::USER_PLUS))
    };
    let form = form.post("/counter/group-buys/seats", &till.once(), inside);
    card(&t!(lang, "group_buys-by-invitation"), "", form)
}

fn joining(till: &Till, member: &Member) -> Joining {
    Joining { member: member.id, store: Some(till.store), staff: Some(till.staff) }
}

async fn start(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let buy: GroupBuyId = input.text("buy").parse().map_err(|_| Error::NotFound("activity"))?;
    let once = input.once_in(till.session.id, "group_buys.counter")?;
    let run = async |tx: &mut ::store::Tx| {
        teams::start(tx, &till.shop, buy, joining(&till, &member)).await.map(drop)
    };
    let done = app.db().write_once(&till.scope, &once, run).await;
    ended(&app, (&till, &member), done.map(drop)).await
}

/// The team that was chosen, or that of the invitation that was read out.
async fn team(app: &App, till: &Till, input: &Input) -> Result<BuyTeamId> {
    let typed = input.text("code").trim();
    if !typed.is_empty() {
        // The whole link may have been scanned.
        let code = typed.rsplit('/').next().unwrap_or(typed);
        return Ok(asked::invited(&mut app.db().read().await?, till.shop.org, code).await?.id);
    }
    input.text("team").parse().map_err(|_| Error::NotFound("team"))
}

async fn join(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let once = input.once_in(till.session.id, "group_buys.counter")?;
    let team = match team(&app, &till, &input).await {
        Ok(team) => team,
        Err(error) => return ended(&app, (&till, &member), Err(error)).await,
    };
    let run = async |tx: &mut ::store::Tx| {
        teams::join(tx, &till.shop, team, joining(&till, &member)).await.map(drop)
    };
    let done = app.db().write_once(&till.scope, &once, run).await;
    ended(&app, (&till, &member), done.map(drop)).await
}

/// Back to what they have now, or why not.
async fn ended(app: &App, (till, member): (&Till, &Member), done: Result<()>) -> Reply {
    match done {
        Ok(()) => Ok(reply::see_other(&page_of(member.id))),
        Err(error) => Ok(till::refused(app, till, error, &page_of(member.id)).await?),
    }
}
