//! Samples on the phone page of a pre-sale: taking one, and the ticket of the one that waits.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{Error, Result, Time};
use maud::{Markup, html};
use value::{bills::sentences::Tongue, codes};
use web::{
    App, Guest, Input, Reply, Routes,
    kit::{
        Form, format, icons,
        parts::{Button, Ticket},
    },
    reply, t,
    who::Member,
};

use super::{
    actions::{self, Taking},
    asked::{self, Offer},
    card,
    model::{Tasters, Tasting},
};
use crate::{
    activities::phone::refused,
    presales::{
        asked::{Mine as Reserver, Shown},
        phone::announced,
        view::page_of,
    },
};

pub fn routes(routes: Routes) -> Routes {
    routes.post("/{org}/presales/{id}/samples", take)
}

/// The part of a pre-sale's page; nothing where nothing can be tried.
pub async fn part(
    app: &App,
    guest: &Guest,
    (shown, reserver): (&Shown, Option<&Reserver>),
) -> Result<Markup> {
    let Some(offer) = &shown.offer else { return Ok(html! {}) };
    let (lang, org, now) = (guest.lang(), guest.shop.org, app.now());
    let mut db = app.db().read().await?;
    let counted = asked::counted(&mut db, org, &shown.presale).await?;
    let mine = match guest.member() {
        Some(member) => asked::mine(&mut db, org, (member, &shown.presale, now)).await?,
        None => None,
    };
    drop(db);
    let tongue = Tongue { lang, shop: &guest.shop };
    let doing = match (reserver, &mine) {
        (None, _) => html! {},
        (Some(reserver), Some(mine)) => theirs(tongue, (offer, mine), reserver),
        (Some(reserver), None) => taking(guest, (shown, offer), (reserver, now)),
    };
    Ok(card::part(tongue, offer, (counted, &doing)))
}

/// Whether they have a piece to step back from.
fn waits(reserver: &Reserver) -> bool {
    reserver.all.iter().any(|one| one.fate.waits())
}

/// The ticket of the one that waits at the counter, or that they had it.
fn theirs(tongue: Tongue, (offer, mine): (&Offer, &asked::Mine), reserver: &Reserver) -> Markup {
    let Tongue { lang, shop } = tongue;
    let Some(code) = &mine.code else {
        let said = if waits(reserver) {
            t!(lang, "presales-samples-had")
        } else {
            t!(lang, "presales-samples-tried")
        };
        return html! { p.note { (said) } };
    };
    let until = format::date_time(lang, mine.sample.until, &shop.zone);
    let ticket = Ticket::new(t!(lang, "presales-samples-yours"), offer.gift.name.say(lang))
        .icon(icons::TICKET)
        .note(t!(lang, "presales-samples-collect-by", until = until))
        .code(codes::shown(code))
        .action(shop.href(&format!("/tickets/{code}")), t!(lang, "presales-show"));
    html! { (ticket) }
}

/// Taking one, or why one cannot.
fn taking(
    guest: &Guest,
    (shown, offer): (&Shown, &Offer),
    (reserver, now): (&Reserver, Time),
) -> Markup {
    let lang = guest.lang();
    let say = |text: String| html! { p.note { (text) } };
    match offer.samples.phase(&shown.presale, now) {
        Tasting::Over => say(t!(lang, "presales-samples-over")),
        _ if !reserver.is_for_me => html! {},
        Tasting::Hidden | Tasting::Before => say(t!(lang, "presales-samples-not-yet")),
        Tasting::On if offer.samples.whom == Tasters::Reserved && !waits(reserver) => {
            say(t!(lang, "presales-samples-reserve-first"))
        }
        Tasting::On if offer.left <= 0 => say(t!(lang, "presales-samples-gone-why")),
        Tasting::On => {
            let to = format!("{}/samples", page_of(&guest.shop, &shown.presale));
            let label = t!(lang, "presales-samples-take", costs = card::costs(lang, offer));
            let button = Button::plain(label).icon(icons::GIFT).big();
            Form::new(lang).prefixed("sample").post(&to, &guest.once(), button)
        }
    }
}

async fn take(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let shown = announced(&app, member.shop.org, &id).await?;
    let presale = shown.presale.id;
    let once = input.once_in(member.session.id, &format!("presales.samples/{presale}"))?;
    let run = async |tx: &mut Tx| {
        let taken = actions::take(tx, &member.shop, presale, Taking::of(member.id)).await?;
        Ok(taken.code)
    };
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(written) => {
            let code: String = written.value.answer;
            Ok(reply::see_other(&member.shop.href(&format!("/tickets/{code}"))))
        }
        Err(error @ Error::Refused(_)) => {
            refused(&member, &page_of(&member.shop, &shown.presale), &error)
        }
        Err(error) => Err(error.into()),
    }
}
