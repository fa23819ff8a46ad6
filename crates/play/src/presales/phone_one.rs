//! `/{org}/presales/{id}/reservations/{reservation}`: what one reserved, its ticket, another window, and
//! stepping back with what that comes to.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{Error, PresaleReservationId, Result, Time};
use maud::{Markup, html};
use value::{
    bills::sentences::Tongue,
    codes,
    vouchers::{self, State as Stands},
};
use web::{
    App, Input, Reply, Routes,
    kit::{
        Form, Tab, icons, layout,
        parts::{Button, Confirm, Head, Ticket, card, facts},
    },
    reply, t,
    who::Member,
};

use super::{
    asked::Shown,
    model::{Fate, Rate, Reservation},
    phone::{announced, chosen},
    reservations, store, view,
};
use crate::activities::phone::refused;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/presales/{id}/reservations/{reservation}", show)
        .post("/{org}/presales/{id}/reservations/{reservation}/window", change)
        .post("/{org}/presales/{id}/reservations/{reservation}/cancelling", cancel)
}

/// A reservation of whoever asks, of that pre-sale.
async fn own(
    app: &App,
    member: &Member,
    (presale, id): (&str, &str),
) -> Result<(Shown, Reservation)> {
    let shown = announced(app, member.shop.org, presale).await?;
    let id: PresaleReservationId = id.parse().map_err(|_| Error::NotFound("reservation"))?;
    let one = store::require(&mut app.db().read().await?, member.shop.org, id).await?;
    if one.member != member.id || one.presale != shown.presale.id {
        return Err(Error::NotFound("reservation"));
    }
    Ok((shown, one))
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, presale, id)): Path<(String, String, String)>,
) -> Reply {
    let (shown, one) = own(&app, &member, (&presale, &id)).await?;
    let ticket = match one.voucher {
        Some(voucher) => {
            let mut db = app.db().read().await?;
            Some(vouchers::require(&mut db, member.shop.org, voucher).await?)
        }
        None => None,
    };
    let (lang, shop, now) = (member.lang(), &member.shop, app.now());
    let tongue = Tongue { lang, shop };
    let name = shown.presale.plan.name.say(lang).to_owned();
    let waits = one.fate.waits() && now < one.until;
    let main = html! {
        (Head::new(t!(lang, "presales-yours-one")).back(&view::page_of(shop, &shown.presale), &name))
        p.presale-said { (view::fate(lang, one.fate)) " " (view::said(tongue, &shown.presale.terms, &one)) }
        @if let Some(why) = shown.presale.terms.called_off.as_deref().filter(|_| matches!(one.fate, Fate::Due | Fate::Refunded)) {
            p.presale-off role="note" { (icons::ALERT) span { (t!(lang, "presales-called-off", why = why)) } }
        }
        @if let Some(ticket) = &ticket { (own_ticket(tongue, &shown, (ticket, now))) }
        (card(shown.gift.name.say(lang), "", summary(tongue, &shown, &one)))
        @if waits {
            (moving(&member, &shown, (&one, now)))
            div.presale-out { (stepping_back(&member, &shown, (&one, now))) }
        }
    };
    let mut frame = member.frame(t!(lang, "presales-yours-one"));
    frame.playing = true;
    reply::page(layout::phone(&frame, Tab::Play, main))
}

fn own_ticket(tongue: Tongue, shown: &Shown, (voucher, now): (&vouchers::Voucher, Time)) -> Markup {
    let Tongue { lang, shop } = tongue;
    if voucher.state_at(now) != Stands::Issued {
        return html! {};
    }
    let price = voucher.price.map_or_else(String::new, |price| view::money(tongue, price));
    let ticket = Ticket::new(t!(lang, "presales-rest", rest = price), shown.gift.name.say(lang))
        .icon(icons::TICKET)
        .code(codes::shown(&voucher.code))
        .action(shop.href(&format!("/tickets/{}", voucher.code)), t!(lang, "presales-show"));
    html! { (ticket) }
}

/// What was agreed: the price, what is paid, what is to be paid, and when.
fn summary(tongue: Tongue, shown: &Shown, one: &Reservation) -> Markup {
    let lang = tongue.lang;
    let text = |text: String| html! { (text) };
    let price = match one.rate {
        Rate::Early => t!(lang, "presales-early-price"),
        Rate::Regular => t!(lang, "presales-price"),
    };
    let mut said = vec![(price, text(view::money(tongue, one.price)))];
    if one.deposit > 0 {
        said.push((t!(lang, "presales-paid-ahead"), text(view::money(tongue, one.deposit))));
        said.push((t!(lang, "presales-rest-word"), text(view::money(tongue, one.rest()))));
    }
    if let Some(place) = shown.place(one.window) {
        said.push((t!(lang, "presales-window"), text(view::place(tongue, place))));
    }
    facts(said)
}

/// Another window, of those that have room.
fn moving(member: &Member, shown: &Shown, (one, now): (&Reservation, Time)) -> Markup {
    let lang = member.lang();
    let tongue = Tongue { lang, shop: &member.shop };
    let own = (one.window + 1).to_string();
    let others = view::choices(tongue, shown, now);
    let others: Vec<_> = others.into_iter().filter(|choice| choice.value != own).collect();
    if others.is_empty() {
        return html! {};
    }
    let form = Form::new(lang).prefixed("move");
    let to = format!("{}/window", view::one_of(&member.shop, one));
    let fields = html! {
        (form.radios("window", t!(lang, "presales-other-window"), others))
        (Button::plain(t!(lang, "presales-move")))
    };
    html! {
        details.unfold {
            summary.quiet-link { (icons::CLOCK) (t!(lang, "presales-move-ask")) }
            (form.post(&to, &member.once(), fields))
        }
    }
}

fn stepping_back(member: &Member, shown: &Shown, (one, now): (&Reservation, Time)) -> Markup {
    let lang = member.lang();
    let tongue = Tongue { lang, shop: &member.shop };
    let loses = view::consequence(tongue, &shown.presale.terms, (one, now));
    let confirm =
        Confirm::new(lang, t!(lang, "presales-cancel"), t!(lang, "presales-cancel-title"))
            .loses(loses)
            .post(format!("{}/cancelling", view::one_of(&member.shop, one)), member.once());
    html! { (confirm) }
}

/// Runs what a member asked for, once, and goes back to their reservation; a no has a page of its own.
async fn asked_for(
    (app, member): (&App, &Member),
    one: &Reservation,
    (input, noun): (&Input, &str),
    run: impl AsyncFnOnce(&mut Tx) -> Result<()>,
) -> Reply {
    let once = input.once_in(member.session.id, &format!("presales.{noun}/{}", one.id))?;
    let back = view::one_of(&member.shop, one);
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(_) => Ok(reply::see_other(&back)),
        Err(error @ (Error::Refused(_) | Error::Invalid(_))) => refused(member, &back, &error),
        Err(error) => Err(error.into()),
    }
}

async fn change(
    State(app): State<App>,
    member: Member,
    Path((_, presale, id)): Path<(String, String, String)>,
    input: Input,
) -> Reply {
    let (shown, one) = own(&app, &member, (&presale, &id)).await?;
    let (about, many) = ((one.id, member.id), shown.presale.terms.many_windows());
    let run = async |tx: &mut Tx| {
        let to = chosen(&input, many)?;
        reservations::change_window(tx, about, to).await.map(drop)
    };
    asked_for((&app, &member), &one, (&input, "window"), run).await
}

async fn cancel(
    State(app): State<App>,
    member: Member,
    Path((_, presale, id)): Path<(String, String, String)>,
    input: Input,
) -> Reply {
    let (_, one) = own(&app, &member, (&presale, &id)).await?;
    let about = (one.id, member.id);
    let run = async |tx: &mut Tx| reservations::cancel(tx, about).await.map(drop);
    asked_for((&app, &member), &one, (&input, "cancelling"), run).await
}
