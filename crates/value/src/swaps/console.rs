//! `/console/points/{id}/swaps`: what a program's points buy.

use axum::extract::{Path, State};
use kernel::{
    Error, FieldError, Fields, GiftId, PageRequest, ProgramId, Result,
    permission::{ManagePoints, ViewPoints},
};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, format, icons, layout,
        parts::{Button, Confirm, Empty, Head, Item, card, rows},
    },
    reply, t,
};

use super::{
    actions::price,
    store::{self, Price},
};
use crate::{
    gifts::{self, Gift},
    points::{self, Known, engine::MOST_POINTS},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/points/{id}/swaps", show)
        .post("/console/points/{id}/swaps", offer)
        .post("/console/points/{id}/swaps/{gift}/removal", remove)
}

struct Offered {
    known: Known,
    prices: Vec<Price>,
    gifts: Vec<Gift>,
}

async fn load(app: &App, shop: &web::Shop, id: &str) -> Result<Offered> {
    let id: ProgramId = id.parse().map_err(|_| Error::NotFound("program"))?;
    let mut db = app.db().read().await?;
    let known = points::require(&mut db, shop.org, &shop.zone, id).await?;
    let prices = store::prices(&mut db, shop.org, Some(id)).await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let gifts = gifts::list(&mut db, shop.org, None, &page).await?.items;
    Ok(Offered { known, prices, gifts })
}

async fn show(State(app): State<App>, staff: Staff<ViewPoints>, Path(id): Path<String>) -> Reply {
    let offered = load(&app, &staff.shop, &id).await?;
    let form = Form::new(staff.lang());
    let mine = <ManagePoints as kernel::Permission>::NAME;
    let once = staff.role.may(mine).then(|| staff.once());
    let title = t!(staff.lang(), "swaps-title");
    let main = page(&form, once.as_deref(), &offered, app.now());
    reply::page(layout::console(&staff.frame(title), main))
}

/// The list, and under it the form for whoever may change it.
fn page(form: &Form, once: Option<&str>, offered: &Offered, now: kernel::Time) -> Markup {
    let (lang, program) = (form.lang, &offered.known.program);
    let unit = offered.known.terms(now).map_or("", |terms| terms.unit.say(lang));
    let at = format!("/console/points/{}", program.id);
    let named = |gift: GiftId| offered.gifts.iter().find(|one| one.id == gift);
    let items = offered.prices.iter().map(|price| {
        let gift = named(price.gift);
        let item = Item::new(gift.map_or("", |gift| gift.name.say(lang))).note(t!(
            lang,
            "swaps-costs",
            points = format::number(lang, price.points),
            unit = unit
        ));
        match once {
            Some(once) => item.aside(
                Confirm::new(lang, t!(lang, "swaps-remove"), t!(lang, "swaps-remove-title"))
                    .loses(t!(lang, "swaps-remove-why"))
                    .post(format!("{at}/swaps/{}/removal", price.gift), once),
            ),
            None => item,
        }
    });
    let free = offered.gifts.iter().filter(|gift| gift.state == gifts::State::Open);
    let choices: Vec<_> =
        free.map(|gift| (gift.id.to_string(), gift.name.say(lang).to_owned())).collect();
    html! {
        (Head::new(t!(lang, "swaps-title")).back(&at, program.name.say(lang)).note(t!(lang, "swaps-lead")))
        @if offered.prices.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "swaps-none"), t!(lang, "swaps-none-why")))
        } @else {
            (card(&t!(lang, "swaps-list"), "", rows(items)))
        }
        @if let Some(once) = once {
            @if choices.is_empty() {
                (Empty::new(icons::GIFT, t!(lang, "swaps-no-gift"), t!(lang, "swaps-no-gift-why"))
                    .action("/console/gifts/new", t!(lang, "gifts-make-first")))
            } @else {
                (form.post(&format!("{at}/swaps"), once, html! {
                    (form.select("gift", t!(lang, "swaps-gift"), choices))
                    (form.number("points", t!(lang, "swaps-points", unit = unit)))
                    div.actions { (Button::primary(t!(lang, "swaps-offer"))) }
                }))
            }
        }
    }
}

async fn offer(
    State(app): State<App>,
    staff: Staff<ManagePoints>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let offered = load(&app, &staff.shop, &id).await?;
    let program = offered.known.program.id;
    let once = input.once_in(staff.session.id, "swaps.offer")?;
    let mut fields = Fields::default();
    let points = input.number(&mut fields, "points", 1..=MOST_POINTS);
    let gift: Option<GiftId> = input.text("gift").parse().ok();
    if gift.is_none() {
        fields.push(FieldError::new("gift", "choice_invalid"));
    }
    let asked = fields.check((gift, points));
    let done = match asked {
        Ok((Some(gift), points)) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| {
                price(tx, program, gift, Some(points)).await
            })
            .await
            .map(drop),
        Ok((None, _)) => Err(Error::NotFound("gift")),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let to = format!("/console/points/{program}/swaps");
            Ok(reply::see_with(&to, &Toast::good("swaps-offered")))
        }
        Err(error) => reply::or_form(error, |fields| {
            let lang = staff.lang();
            let main = page(&input.again(lang, fields), Some(&staff.once()), &offered, app.now());
            layout::console(&staff.frame(t!(lang, "swaps-title")), main)
        }),
    }
}

async fn remove(
    State(app): State<App>,
    staff: Staff<ManagePoints>,
    Path((id, gift)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let program: ProgramId = id.parse().map_err(|_| Error::NotFound("program"))?;
    let gift: GiftId = gift.parse().map_err(|_| Error::NotFound("gift"))?;
    let once = input.once_in(staff.session.id, "swaps.remove")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| price(tx, program, gift, None).await)
        .await?;
    let to = format!("/console/points/{program}/swaps");
    Ok(reply::see_with(&to, &Toast::good("swaps-removed")))
}
