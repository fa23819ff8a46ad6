//! `/{org}/packets/{id}`: a packet's own page, opening it, what others got, and the proof of its split.

use std::{collections::HashMap, time::Duration};

use ::store::{Event as _, EventRow, Tx};
use axum::extract::{Path, Query, State};
use kernel::{Error, Lang, MemberId, OrgId, RedPacketId, Result, Time, kinds};
use maud::{Markup, html};
use people::members;
use serde::Deserialize;
use value::{
    bills::{Whom, sentences::Tongue},
    prices, vouchers,
};
use web::{
    App, Guest, Input, Reply, Routes, Viewer,
    kit::{
        Form, Tab, layout, live,
        parts::{Head, card},
    },
    reply, t,
    who::Member,
};

use super::{
    api_claims::file,
    asked::{self, Mine, Shown},
    grabs::{self, Grabbing},
    model::{RedPacket, Share},
    sealing::{self, is_over},
    store as rows,
    view::{self, Moment, Others},
};
use crate::{
    activities::{
        self, Phase,
        phone::{join_first, refused},
        run::pages as run,
    },
    events::{PACKETS_WITH_LEFT, RedPacketClosed},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/packets/{id}", show)
        .get("/{org}/packets/{id}/live", follow)
        .get("/{org}/packets/{id}/left", left)
        .get("/{org}/packets/{id}/turn", turn)
        .get("/{org}/packets/{id}/turn/live", follow_turn)
        .get("/{org}/packets/{id}/proof", proof)
        .post("/{org}/packets/{id}/claims", open)
        .get("/{org}/packets/{id}/card.png", run::card::<kinds::RedPacket>)
        .get("/{org}/packets/{id}/how", run::how::<kinds::RedPacket>)
}

/// A page hears of a number at most twice a second.
const PAUSE: Duration = Duration::from_millis(500);
/// What others got, as far as a phone shows it.
const SHOWN: i64 = 30;

/// A packet that people were told of; others look like none.
async fn announced(app: &App, org: OrgId, id: &str) -> Result<Shown> {
    let id: RedPacketId = id.parse().map_err(|_| Error::NotFound("activity"))?;
    let shown = asked::require(&mut app.db().read().await?, org, id).await?;
    if shown.packet.life.is_told() { Ok(shown) } else { Err(Error::NotFound("activity")) }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    opened: String,
}

/// All that the page shows.
struct Page {
    shown: Shown,
    mine: Option<Mine>,
    whom: String,
    sealed: Option<super::model::Sealed>,
    /// The code of the ticket that they got, while it can be collected.
    ticket: Option<String>,
    others: Vec<Share>,
    luckiest: Option<Share>,
    names: HashMap<MemberId, String>,
}

impl Page {
    async fn load(app: &App, guest: &Guest, shown: Shown) -> Result<Self> {
        let (lang, shop, now) = (guest.lang(), &guest.shop, app.now());
        let (org, packet) = (shop.org, &shown.packet);
        let mut db = app.db().read().await?;
        let whom = match &packet.plan.whom {
            Whom::Members => String::new(),
            whom => {
                let offers = prices::offers(&mut db, org, None).await?;
                t!(lang, "activities-how-only", whom = prices::whom_said(lang, whom, &offers))
            }
        };
        let sealed = asked::sealed(&mut db, org, packet.id).await?;
        let mut page = Self {
            mine: None,
            whom,
            sealed,
            ticket: None,
            others: Vec::new(),
            luckiest: None,
            names: HashMap::new(),
            shown,
        };
        // What others got is for members.
        let Some(member) = guest.member() else { return Ok(page) };
        let packet = &page.shown.packet;
        let mine = asked::mine(&mut db, shop, packet, (member, now)).await?;
        if let Some(id) = mine.shares.first().and_then(|share| share.voucher) {
            let voucher = vouchers::require(&mut db, org, id).await?;
            let is_there = voucher.state_at(now) == vouchers::State::Issued;
            page.ticket = is_there.then_some(voucher.code);
        }
        page.others = rows::latest(&mut db, org, packet.id, SHOWN).await?;
        page.luckiest = asked::luckiest(&mut db, org, (packet, page.sealed.as_ref())).await?;
        let all = page.others.iter().chain(&page.luckiest);
        let ids: Vec<MemberId> = all.map(|share| share.member).collect();
        page.names = members::names(&mut db, org, &ids).await?;
        page.mine = Some(mine);
        Ok(page)
    }
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Reply {
    let (lang, shop, now) = (guest.lang(), &guest.shop, app.now());
    let shown = announced(&app, shop.org, &id).await?;
    let page = Page::load(&app, &guest, shown).await?;
    let (shown, packet) = (&page.shown, &page.shown.packet);
    let tongue = Tongue { lang, shop };
    let base = shop.href(&format!("/packets/{}", packet.id));
    let moment = if asked.opened.is_empty() { Moment::Before } else { Moment::Just };
    let inside = turned(&guest, &page, (moment, now));
    let main = html! {
        (Head::new(packet.plan.name.say(lang)).back(&shop.href("/play"), &t!(lang, "tab-play")))
        @if packet.life.is_told() && !is_over(packet.life) {
            (live::region(&format!("{base}/live"), &format!("{base}/left"), view::left(lang, shown.left(), packet.terms.shares)))
        }
        (live::region(&format!("{base}/turn/live"), &format!("{base}/turn"), inside))
        (view::how(tongue, packet, &page.whom))
        (view::checking(tongue, packet, page.sealed.as_ref()))
    };
    let mut frame = guest.frame(packet.plan.name.say(lang));
    frame.playing = true;
    reply::page(layout::phone(&frame, Tab::Play, main))
}

/// What is another for this person when something happens: the packet, and what others got.
fn turned(guest: &Guest, page: &Page, (moment, now): (Moment, Time)) -> Markup {
    html! {
        div.stack {
            (doing(guest, page, moment, now))
            @if !is_over(page.shown.packet.life) { (countdown(guest.lang(), &page.shown, now)) }
            (others(guest, page))
        }
    }
}

fn others(guest: &Guest, page: &Page) -> Markup {
    let (lang, tongue) = (guest.lang(), Tongue { lang: guest.lang(), shop: &guest.shop });
    if page.others.is_empty() {
        return html! {};
    }
    let others = Others {
        shares: &page.others,
        luckiest: page.luckiest.as_ref(),
        names: &page.names,
        me: guest.member(),
    };
    let (taken, of) = (page.shown.taken, page.shown.packet.terms.shares);
    let title = t!(lang, "red_packets-others", taken = taken, of = of);
    card(&title, "", others.rows(tongue, &page.shown))
}

/// How long until it opens, or until what is left goes back.
fn countdown(lang: Lang, shown: &Shown, now: Time) -> Markup {
    let plan = &shown.packet.plan;
    match shown.phase(now) {
        Phase::Before => {
            live::countdown((now, plan.opens_at), &t!(lang, "activities-opens-in"), "take")
        }
        Phase::On => live::countdown((now, plan.closes_at), &t!(lang, "activities-closes-in"), ""),
        _ => html! {},
    }
}

/// The packet, shut or open, and what one can do with it.
fn doing(guest: &Guest, page: &Page, moment: Moment, now: Time) -> Markup {
    let (lang, shown) = (guest.lang(), &page.shown);
    let tongue = Tongue { lang, shop: &guest.shop };
    let shut = |why: String| {
        html! {
            (view::shut(tongue, shown, &view::seal()))
            p.note { (why) }
        }
    };
    let Some(mine) = &page.mine else {
        return html! {
            (view::shut(tongue, shown, &view::seal()))
            @let here = guest.shop.href(&format!("/packets/{}", shown.packet.id));
            (join_first(guest, &here))
        };
    };
    if let Some(share) = mine.shares.first() {
        return view::opened(tongue, shown, (share, page.ticket.as_deref()), moment);
    }
    match shown.phase(now) {
        Phase::On | Phase::Before if mine.works_here => shut(t!(lang, "red_packets-not-staff")),
        Phase::On | Phase::Before if !mine.is_for_me => shut(t!(lang, "activities-not-for-you")),
        Phase::On => view::shut(tongue, shown, &opening(guest, &shown.packet)),
        // Shut until its hour, when the page shows the seal by itself.
        Phase::Before => html! {
            article.packet {
                p.packet-from { (t!(lang, "red_packets-from", shop = guest.shop.name.as_str())) }
                div #take hidden { (opening(guest, &shown.packet)) }
                p.packet-what { (view::content(tongue, shown)) }
            }
        },
        Phase::Hidden | Phase::After if shown.left() == 0 => shut(t!(lang, "red_packets-all-gone")),
        Phase::Hidden | Phase::After => shut(t!(lang, "red_packets-over-note")),
    }
}

/// The seal that opens it.
fn opening(guest: &Guest, packet: &RedPacket) -> Markup {
    let lang = guest.lang();
    let to = guest.shop.href(&format!("/packets/{}/claims", packet.id));
    let seal = html! { button.packet-seal type="submit" { (t!(lang, "red_packets-open")) } };
    Form::new(lang).post(&to, &guest.once(), seal)
}

/// How many are left, for a page that missed something.
async fn left(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    reply::page(view::left(guest.lang(), shown.left(), shown.packet.terms.shares))
}

/// The packet as it is for this person now.
async fn turn(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let shown = announced(&app, guest.shop.org, &id).await?;
    let page = Page::load(&app, &guest, shown).await?;
    reply::page(turned(&guest, &page, (Moment::Before, app.now())))
}

/// What an event of a packet says.
#[derive(Debug, Deserialize)]
struct Told {
    packet: RedPacketId,
    #[serde(default)]
    left: Option<i64>,
    #[serde(default)]
    member: Option<MemberId>,
    #[serde(default)]
    early: Option<bool>,
}

fn of(events: &[EventRow], packet: RedPacketId) -> impl DoubleEndedIterator<Item = (&str, Told)> {
    let ours = events.iter().filter(|event| event.kind.starts_with("red_packets."));
    ours.filter_map(|event| Some((event.kind.as_str(), Told::deserialize(&*event.data).ok()?)))
        .filter(move |(_, told)| told.packet == packet)
}

/// The latest number that events tell: no table is asked.
async fn follow(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let packet = announced(&app, guest.shop.org, &id).await?.packet;
    let (lang, id, shares) = (guest.lang(), packet.id, packet.terms.shares);
    let pick = move |events: &[EventRow]| {
        let mut counted = of(events, id).rev().filter(|(kind, _)| PACKETS_WITH_LEFT.contains(kind));
        let left = counted.find_map(|(_, told)| told.left)?;
        Some(view::left(lang, left, shares).into_string())
    };
    Ok(web::live::follow_calmly(&app, guest.shop.org, PAUSE, pick))
}

/// Whether one person's page is another than before: it opened by hand, it is over, or they have a share.
fn touches(events: &[EventRow], packet: RedPacketId, me: Option<MemberId>) -> bool {
    of(events, packet).any(|(kind, told)| match told.member {
        Some(member) => Some(member) == me || told.left == Some(0),
        // What opens at its hour, every page shows by itself.
        None => kind == RedPacketClosed::KIND || told.early == Some(true),
    })
}

async fn follow_turn(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let packet = announced(&app, guest.shop.org, &id).await?.packet.id;
    let me = guest.member();
    let pick = move |events: &[EventRow]| touches(events, packet, me).then(String::new);
    Ok(web::live::follow(&app, guest.shop.org, pick))
}

/// The file that is enough to check the split, when it is over.
async fn proof(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let packet = announced(&app, guest.shop.org, &id).await?.packet;
    let mut db = app.db().read().await?;
    Ok(file(sealing::proof(&mut db, guest.shop.org, &packet).await?))
}

/// Opens it; a no is a page of its own.
async fn open(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let shop = &member.shop;
    let packet = announced(&app, shop.org, &id).await?.packet.id;
    let once = input.once_in(member.session.id, &format!("red_packets.claims/{packet}"))?;
    let run = async |tx: &mut Tx| {
        let grabbing = Grabbing { packet, member: member.id, store: None, staff: None };
        grabs::grab(tx, shop, grabbing).await.map(|got| got.id)
    };
    let back = shop.href(&format!("/packets/{packet}"));
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(_) => Ok(reply::see_other(&format!("{back}?opened=1"))),
        Err(error @ Error::Refused(_)) => refused(&member, &back, &error),
        Err(error) => Err(error.into()),
    }
}

/// What is on and will be, as far as it is for this member; a guest is shown what is for all.
async fn told(app: &App, viewer: &Viewer) -> Result<Vec<Shown>> {
    let (org, now) = (viewer.shop.org, app.now());
    let member = viewer.subject.map(MemberId::from_uuid);
    let mut db = app.db().read().await?;
    let mut all = Vec::new();
    for packet in activities::told(&mut db, org).await? {
        let packet: RedPacket = packet;
        let is_theirs = match (&packet.plan.whom, member) {
            (Whom::Members, _) => true,
            (_, None) => false,
            (whom, Some(member)) => {
                let about = (member, now);
                activities::reading::is_for(&mut db, &viewer.shop, whom, about).await?
            }
        };
        if is_theirs && matches!(packet.phase(now), Phase::Before | Phase::On) {
            all.push(asked::shown(&mut db, org, packet).await?);
        }
    }
    Ok(all)
}

fn list(app: &App, viewer: &Viewer, all: &[Shown]) -> Option<Markup> {
    let tongue = Tongue { lang: viewer.lang, shop: &viewer.shop };
    let items = all.iter().take(10).map(|shown| view::item(tongue, shown, app.now()));
    let title = t!(viewer.lang, "red_packets-title");
    (!all.is_empty()).then(|| card(&title, "", web::kit::parts::rows(items)))
}

/// The first page, and the page of what is on.
pub async fn piece(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if !viewer.shop.playing {
        return Ok(None);
    }
    let all = told(app, viewer).await?;
    Ok(list(app, viewer, &all))
}

/// A group's page: packets that are for this group.
pub async fn in_group(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let (org, now) = (viewer.shop.org, app.now());
    let group = kernel::GroupId::from_uuid(subject);
    let mut db = app.db().read().await?;
    let series = people::groups::require(&mut db, org, group).await?.series;
    let mut all = Vec::new();
    for packet in activities::told(&mut db, org).await? {
        let packet: RedPacket = packet;
        let is_ours = match &packet.plan.whom {
            Whom::Groups { groups } => groups.contains(&group),
            Whom::Series { series: some } => some.contains(&series),
            _ => false,
        };
        if is_ours && matches!(packet.phase(now), Phase::Before | Phase::On) {
            all.push(asked::shown(&mut db, org, packet).await?);
        }
    }
    drop(db);
    Ok(list(app, viewer, &all))
}
