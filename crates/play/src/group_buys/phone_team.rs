//! `/{org}/together/{code}`: the page that invites into a team, and shows what becomes of it. Whoever has
//! the link may read it; the people in it are a first name and an initial.

use std::time::Duration;

use ::store::{EventRow, Tx};
use axum::extract::{Path, State};
use kernel::{BuyTeamId, Error, MemberId, OrgId, Result, Time};
use maud::{Markup, html};
use value::{bills::sentences::Tongue, codes, vouchers};
use web::{
    App, Guest, Input, Reply, Routes,
    kit::{
        Form, Tab, format, icons, layout, live,
        parts::{Button, Head, Ticket, card},
        qr,
    },
    reply, t,
    who::Member,
};

use super::{
    asked::{self, Mine, Shown, Together},
    model::{Fate, Stand, Team},
    teams::{self, Joining},
    view,
};
use crate::activities::{
    Phase,
    phone::{join_first, only, refused},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/together/{code}", show)
        .get("/{org}/together/{code}/now", now)
        .get("/{org}/together/{code}/live", follow)
        .post("/{org}/together/{code}/seats", join)
        .post("/{org}/together/{code}/seats/leaving", leave)
}

/// A page hears of its team at most twice a second.
const PAUSE: Duration = Duration::from_millis(500);

/// A team with what its group buy is, and how the one who looks stands to it.
struct Looked {
    shown: Shown,
    together: Together,
    mine: Option<Mine>,
    /// The code of the ticket that came of it.
    ticket: Option<vouchers::Voucher>,
}

async fn look(app: &App, guest: &Guest, code: &str) -> Result<Looked> {
    let (shop, now) = (&guest.shop, app.now());
    let mut db = app.db().read().await?;
    let team = asked::invited(&mut db, shop.org, code).await?;
    let shown = asked::require(&mut db, shop.org, team.buy).await?;
    let mine = match guest.member() {
        Some(member) => Some(asked::mine(&mut db, shop, &shown.buy, (member, now)).await?),
        None => None,
    };
    let voucher = mine.as_ref().and_then(|mine| mine.in_team(team.id)?.voucher);
    let ticket = match voucher {
        Some(voucher) => Some(vouchers::require(&mut db, shop.org, voucher).await?),
        None => None,
    };
    let together = asked::together(&mut db, shop.org, team).await?;
    Ok(Looked { shown, together, mine, ticket })
}

async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
) -> Reply {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let looked = look(&app, &guest, &code).await?;
    let only = only(&app, (lang, shop.org), &looked.shown.buy.plan).await?;
    let tongue = Tongue { lang, shop };
    let name = looked.shown.buy.plan.name.say(lang).to_owned();
    let team = &looked.together.team;
    let base = view::invitation(shop, team);
    let is_in = looked.mine.as_ref().is_some_and(|mine| mine.in_team(team.id).is_some());
    let title = match looked.together.leader() {
        Some(leader) if !is_in && team.stand == Stand::Open && !leader.name.is_empty() => {
            t!(lang, "group_buys-invites", name = leader.name.as_str())
        }
        _ => view::whose(lang, &looked.together),
    };
    let people = Some(team.people).filter(|_| team.stand == Stand::Open || team.price.is_some());
    let main = html! {
        (Head::new(title.clone()).back(&view::page_of(shop, &looked.shown.buy), &name))
        (live::region(&format!("{base}/live"), &format!("{base}/now"), inside(&guest, &looked, app.now())))
        (view::hero(tongue, &looked.shown, (people, &html! {})))
        @if is_in && team.is_on(app.now()) { (sharing(&app, &guest, team)?) }
        (view::how(tongue, &looked.shown, &only))
    };
    let mut frame = guest.frame(title);
    frame.playing = true;
    reply::page(layout::phone(&frame, Tab::Play, main))
}

/// The team as it is now: its places, what is true of it, and what the one who looks can do.
fn inside(guest: &Guest, looked: &Looked, now: Time) -> Markup {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let (team, terms) = (&looked.together.team, &looked.shown.buy.terms);
    let tongue = Tongue { lang, shop };
    let told = view::said(tongue, terms, (team, now));
    html! {
        div.together {
            section.team {
                (view::places(lang, terms, &looked.together, guest.member()))
                p.team-said { (told) }
                @if team.is_on(now) {
                    (live::countdown((now, team.until), &t!(lang, "group_buys-decided-in"), ""))
                }
            }
            @if let Some(ticket) = &looked.ticket { (own_ticket(tongue, looked, (ticket, now))) }
            div { (doing(guest, looked, now)) }
        }
    }
}

fn own_ticket(
    tongue: Tongue,
    looked: &Looked,
    (voucher, now): (&vouchers::Voucher, Time),
) -> Markup {
    let Tongue { lang, shop } = tongue;
    if voucher.state_at(now) != vouchers::State::Issued {
        return html! {};
    }
    let until =
        voucher.expires_at.map_or_else(String::new, |end| format::date_time(lang, end, &shop.zone));
    let name = looked.shown.gift.name.say(lang);
    let price = voucher.price.map_or_else(String::new, |price| view::money(tongue, price));
    let ticket = Ticket::new(t!(lang, "group_buys-yours", price = price), name)
        .icon(icons::TICKET)
        .note(t!(lang, "group_buys-collect-by", time = until))
        .code(codes::shown(&voucher.code))
        .action(shop.href(&format!("/tickets/{}", voucher.code)), t!(lang, "group_buys-show"));
    html! { (ticket) }
}

/// Stepping in, stepping out, or why neither.
fn doing(guest: &Guest, looked: &Looked, now: Time) -> Markup {
    let (lang, shown, team) = (guest.lang(), &looked.shown, &looked.together.team);
    let say = |text: String| html! { p.note { (text) } };
    let over = |looked: &Looked| match looked.shown.buy.phase(now) {
        Phase::On if looked.shown.left > 0 => html! {
            (Button::link(view::page_of(&guest.shop, &shown.buy), t!(lang, "group_buys-other-teams")))
        },
        _ => html! {},
    };
    let Some(mine) = &looked.mine else {
        return html! {
            @if team.is_on(now) {
                (join_first(guest, &view::invitation(&guest.shop, team)))
            } @else { (over(looked)) }
        };
    };
    match mine.in_team(team.id) {
        Some(seat) if seat.fate == Fate::Seated && team.is_on(now) => leaving(guest, looked),
        Some(seat) => match seat.fate {
            Fate::Refunded | Fate::Lapsed | Fate::Withdrawn => html! {
                (say(t!(lang, "group_buys-all-back")))
                (over(looked))
            },
            Fate::Collected => say(t!(lang, "group_buys-collected-it")),
            _ => html! {},
        },
        None if !team.is_on(now) => over(looked),
        None if !mine.is_for_me => say(t!(lang, "activities-not-for-you")),
        None if mine.more <= 0 => say(t!(lang, "group_buys-have-yours")),
        None if shown.left <= 0 => say(t!(lang, "group_buys-sold-out-why")),
        None => {
            let to = format!("{}/seats", view::invitation(&guest.shop, team));
            let button = Button::primary(t!(lang, "group_buys-join")).icon(icons::USER_PLUS).big();
            Form::new(lang).post(&to, &guest.once(), button)
        }
    }
}

fn leaving(guest: &Guest, looked: &Looked) -> Markup {
    let lang = guest.lang();
    let to = format!("{}/seats/leaving", view::invitation(&guest.shop, &looked.together.team));
    let button = Button::quiet(t!(lang, "group_buys-leave"));
    Form::new(lang).prefixed("out").post(&to, &guest.once(), button)
}

/// The invitation to copy, and to hold out.
fn sharing(app: &App, guest: &Guest, team: &Team) -> Result<Markup> {
    let lang = guest.lang();
    let address = app.url(&view::invitation(&guest.shop, team));
    let picture = qr::svg(&address, &t!(lang, "group_buys-qr"))?;
    let (copy, copied) = (t!(lang, "group_buys-copy"), t!(lang, "group_buys-copied"));
    let inside = html! {
        p { (t!(lang, "group_buys-share-why")) }
        (live::copy(&address, &copy, &copied))
        div.invitation-code { (picture) }
    };
    Ok(card(&t!(lang, "group_buys-share"), "", inside))
}

async fn now(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
) -> Reply {
    let looked = look(&app, &guest, &code).await?;
    reply::page(inside(&guest, &looked, app.now()))
}

/// The team of an invitation.
async fn invited(app: &App, org: OrgId, code: &str) -> Result<Team> {
    asked::invited(&mut app.db().read().await?, org, code).await
}

async fn follow(
    State(app): State<App>,
    guest: Guest,
    Path((_, code)): Path<(String, String)>,
) -> Reply {
    let team = invited(&app, guest.shop.org, &code).await?;
    let (team, buy) = (team.id.to_string(), team.buy.to_string());
    let pick = move |events: &[EventRow]| {
        let touches = |event: &EventRow| {
            let of = |key: &str, id: &str| event.data.get(key).is_some_and(|it| *it == *id);
            // The whole group buy's news have no team.
            event.kind.starts_with("group_buys.")
                && (of("team", &team) || (of("buy", &buy) && event.data.get("team").is_none()))
        };
        events.iter().any(touches).then(String::new)
    };
    Ok(web::live::follow_calmly(&app, guest.shop.org, PAUSE, pick))
}

/// Runs what a member asked for, once, and goes back to the team's page; a no has a page of its own.
async fn asked_for(
    (app, member): (&App, &Member),
    code: &str,
    (input, noun): (&Input, &str),
    run: impl AsyncFnOnce(&mut Tx, BuyTeamId, MemberId) -> Result<()>,
) -> Reply {
    let team = invited(app, member.shop.org, code).await?;
    let once = input.once_in(member.session.id, &format!("group_buys.{noun}/{}", team.id))?;
    let back = view::invitation(&member.shop, &team);
    let run = async |tx: &mut Tx| run(tx, team.id, member.id).await;
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(_) => Ok(reply::see_other(&back)),
        Err(error @ Error::Refused(_)) => refused(member, &back, &error),
        Err(error) => Err(error.into()),
    }
}

async fn join(
    State(app): State<App>,
    member: Member,
    Path((_, code)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, team, id| {
        teams::join(tx, &member.shop, team, Joining::of(id)).await.map(drop)
    };
    asked_for((&app, &member), &code, (&input, "seats"), run).await
}

async fn leave(
    State(app): State<App>,
    member: Member,
    Path((_, code)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let run = async |tx: &mut Tx, team, id| teams::leave(tx, team, id).await.map(drop);
    asked_for((&app, &member), &code, (&input, "leaving"), run).await
}
