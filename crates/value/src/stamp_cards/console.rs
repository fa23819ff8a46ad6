//! `/console/stamp-cards`: one card per series, or one for the whole shop.

use axum::extract::{Path, State};
use kernel::{
    Error, FieldError, Fields, Id, OrgId, PageRequest, Result, StampCardId, Time,
    permission::{ManageGifts, ViewGifts},
};
use people::series;
use web::{
    App, Input, Reply, Routes, Shop, Staff, Toast,
    kit::{Form, layout},
    reply, t,
};

use super::{
    actions,
    model::{Each, Refusal, StampCard},
    store as rows,
    view::{self, Offers},
};
use crate::{
    gifts::{self, State as CardState},
    words::Words,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/stamp-cards", list)
        .post("/console/stamp-cards", create)
        .get("/console/stamp-cards/new", new)
        .get("/console/stamp-cards/{id}", edit)
        .post("/console/stamp-cards/{id}", change)
}

async fn offers(app: &App, org: OrgId) -> Result<Offers> {
    let mut db = app.db().read().await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let gifts = gifts::list(&mut db, org, None, &page).await?.items;
    Ok(Offers { gifts, series: series::list(&mut db, org).await? })
}

async fn list(State(app): State<App>, staff: Staff<ViewGifts>) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let offers = offers(&app, org).await?;
    let mut db = app.db().read().await?;
    let mut cards = Vec::new();
    for card in rows::list(&mut db, org).await? {
        let progress = rows::progress(&mut db, org, card.id).await?;
        cards.push((card, progress));
    }
    let main = view::list(&staff, &cards, &offers);
    reply::page(layout::console(&staff.frame(t!(lang, "stamp_cards-title")), main))
}

async fn new(State(app): State<App>, staff: Staff<ManageGifts>) -> Reply {
    let offers = offers(&app, staff.shop.org).await?;
    let form = Form::filled(staff.lang(), [("needs", "10"), ("each", "visit"), ("state", "open")]);
    reply::page(view::editing(&staff, &form, &offers, None))
}

async fn edit(State(app): State<App>, staff: Staff<ManageGifts>, Path(id): Path<String>) -> Reply {
    let card = card(&app, &staff.shop, &id).await?;
    let offers = offers(&app, staff.shop.org).await?;
    let form = view::filled(staff.lang(), &staff.shop, &card);
    reply::page(view::editing(&staff, &form, &offers, Some(&card)))
}

async fn card(app: &App, shop: &Shop, id: &str) -> Result<StampCard> {
    let id: StampCardId = id.parse().map_err(|_| Error::NotFound("stamp_card"))?;
    rows::require(&mut app.db().read().await?, shop.org, id).await
}

fn read(
    input: &Input,
    shop: &Shop,
    offers: &Offers,
    before: Option<&StampCard>,
) -> Result<StampCard> {
    let mut fields = Fields::default();
    let mut name = before.map_or_else(Words::default, |card| card.name.clone());
    input.text("name").clone_into(name.slot(shop.lang));
    let needs = input.number(&mut fields, "needs", super::model::FEWEST..=super::model::MOST);
    let each = input.choice(&mut fields, "each").unwrap_or(Each::Visit);
    let least = input.optional_money(&mut fields, "least", shop.currency).unwrap_or_default();
    let gift = input.text("gift").parse().ok();
    let gift = gift.filter(|id| offers.gifts.iter().any(|gift| gift.id == *id));
    if gift.is_none() {
        fields.push(FieldError::new("gift", "choice_invalid"));
    }
    let series = input.text("series").parse().ok();
    if series.is_some_and(|id| !offers.series.iter().any(|one| one.id == id)) {
        fields.push(FieldError::new("series", "choice_invalid"));
    }
    let nobody = uuid::Uuid::nil();
    let card = StampCard {
        id: Id::from_uuid(nobody),
        series,
        name,
        needs,
        each,
        least,
        gift: gift.unwrap_or(Id::from_uuid(nobody)),
        state: input.choice(&mut fields, "state").unwrap_or(CardState::Open),
        created_at: Time::default(),
    };
    match (fields.is_empty(), card.clone().checked()) {
        (true, checked) => checked,
        (false, _) => fields.check(card),
    }
}

/// A refusal of this slice stands beside the field that caused it.
fn named(error: Error) -> Error {
    if error.is(Refusal::OneIsOpen) {
        return FieldError::new("series", "stamp_card_open").into();
    }
    error
}

async fn create(State(app): State<App>, staff: Staff<ManageGifts>, input: Input) -> Reply {
    let offers = offers(&app, staff.shop.org).await?;
    let once = input.once_in(staff.session.id, "stamp_cards.create")?;
    let made = match read(&input, &staff.shop, &offers, None) {
        Ok(card) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::create(tx, card).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match made {
        Ok(()) => Ok(reply::see_with("/console/stamp-cards", &Toast::good("stamp_cards-created"))),
        Err(error) => reply::or_form(named(error), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, None)
        }),
    }
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let before = card(&app, &staff.shop, &id).await?;
    let offers = offers(&app, staff.shop.org).await?;
    let once = input.once_in(staff.session.id, "stamp_cards.change")?;
    let changed = match read(&input, &staff.shop, &offers, Some(&before)) {
        Ok(card) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::change(tx, before.id, card).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(reply::see_with("/console/stamp-cards", &Toast::good("stamp_cards-changed"))),
        Err(error) => reply::or_form(named(error), |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, Some(&before))
        }),
    }
}
