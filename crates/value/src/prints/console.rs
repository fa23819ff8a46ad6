//! `/console/gifts/{id}/prints` and `/console/prints/{id}`: a gift's batches, one of them, its sheet.

use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse as _,
};
use kernel::{
    Error, Fields, GiftId, PrintId, Result,
    permission::{ManageGifts, ViewGifts},
};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{Form, layout},
    reply, t,
};

use super::{
    actions::{self, NewBatch},
    code,
    model::{Batch, MOST_CODES},
    store,
    view::{self, Counted},
};
use crate::{
    counter::blocking,
    gifts::{self, Gift, accounts},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/gifts/{id}/prints", list)
        .post("/console/gifts/{id}/prints", make)
        .get("/console/prints/{id}", show)
        .post("/console/prints/{id}/sheet", sheet)
        .post("/console/prints/{id}/sealing", seal)
        .post("/console/prints/{id}/voiding", void)
}

fn print_id(text: &str) -> Result<PrintId> {
    text.parse().map_err(|_| Error::NotFound("print"))
}

async fn load(app: &App, staff: &Staff<impl Sized>, id: &str) -> Result<(Gift, i64, Vec<Counted>)> {
    let id: GiftId = id.parse().map_err(|_| Error::NotFound("gift"))?;
    let (org, mut db) = (staff.shop.org, app.db().read().await?);
    let gift = gifts::require(&mut db, org, id).await?;
    let left = ledger::balance_of(&mut db, org, &accounts::stock(id)?.key).await?;
    let mut batches = Vec::new();
    for batch in store::of_gift(&mut db, org, id).await? {
        let figures = store::figures(&mut db, org, batch.id).await?;
        batches.push((batch, figures));
    }
    Ok((gift, left, batches))
}

async fn list(State(app): State<App>, staff: Staff<ViewGifts>, Path(id): Path<String>) -> Reply {
    let (gift, left, batches) = load(&app, &staff, &id).await?;
    let main = view::list(&staff, &Form::new(staff.lang()), (&gift, left), &batches);
    reply::page(layout::console(&staff.frame(t!(staff.lang(), "prints-title")), main))
}

async fn make(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let gift: GiftId = id.parse().map_err(|_| Error::NotFound("gift"))?;
    let once = input.once_in(staff.session.id, "prints.make")?;
    let mut fields = Fields::default();
    let pieces = input.number(&mut fields, "pieces", 1..=MOST_CODES);
    let new = NewBatch { gift, pieces, note: input.text("note").to_owned() };
    let made = match fields.check(()) {
        Ok(()) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::make(tx, new).await)
            .await
            .map(|written| written.value.answer),
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => {
            Ok(reply::see_with(&format!("/console/prints/{id}"), &Toast::good("prints-making")))
        }
        Err(error) => {
            let error = short(error);
            let (gift, left, batches) = load(&app, &staff, &id).await?;
            reply::or_form(error, |fields| {
                let form = input.again(staff.lang(), fields);
                let main = view::list(&staff, &form, (&gift, left), &batches);
                layout::console(&staff.frame(t!(staff.lang(), "prints-title")), main)
            })
        }
    }
}

/// Not so many lie on the shelf: the field says it, and what was typed stays.
fn short(error: Error) -> Error {
    match error {
        Error::Refused(refused) if Error::from(refused.clone()).is(gifts::Refusal::NotThatMany) => {
            let mut wrong = kernel::FieldError::new("pieces", "pieces_left");
            wrong.args = refused.args;
            wrong.into()
        }
        other => other,
    }
}

async fn one(app: &App, staff: &Staff<impl Sized>, id: &str) -> Result<(Gift, Counted)> {
    let (org, mut db) = (staff.shop.org, app.db().read().await?);
    let batch = store::require(&mut db, org, print_id(id)?).await?;
    let gift = gifts::require(&mut db, org, batch.gift).await?;
    let figures = store::figures(&mut db, org, batch.id).await?;
    Ok((gift, (batch, figures)))
}

async fn show(State(app): State<App>, staff: Staff<ViewGifts>, Path(id): Path<String>) -> Reply {
    let (gift, counted) = one(&app, &staff, &id).await?;
    let main = view::one(&staff, &gift, &counted);
    reply::page(layout::console(&staff.frame(t!(staff.lang(), "prints-one")), main))
}

/// The codes themselves: a file, for whoever may give gifts away. A POST, so that no history or
/// prefetch has it.
async fn sheet(State(app): State<App>, staff: Staff<ManageGifts>, Path(id): Path<String>) -> Reply {
    let (_, (batch, _)) = one(&app, &staff, &id).await?;
    let secret = batch.sheet()?.to_vec();
    let Batch { id, pieces, .. } = batch;
    let text = blocking(move || code::sheet(id, &secret, pieces)).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}

async fn seal(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = print_id(&id)?;
    let once = input.once_in(staff.session.id, "prints.seal")?;
    app.db().write_once(&staff.scope, &once, async |tx| actions::seal(tx, id).await).await?;
    Ok(reply::see_with(&format!("/console/prints/{id}"), &Toast::good("prints-sealed")))
}

async fn void(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id = print_id(&id)?;
    let once = input.once_in(staff.session.id, "prints.void")?;
    app.db().write_once(&staff.scope, &once, async |tx| actions::void(tx, id).await).await?;
    Ok(reply::see_with(&format!("/console/prints/{id}"), &Toast::good("prints-voided")))
}
