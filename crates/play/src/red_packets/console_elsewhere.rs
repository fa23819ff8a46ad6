//! `/console/red-packets/{id}/handouts`: what was handed out on another platform.

use ::store::Tx;
use axum::extract::{Path, State};
use kernel::{Error, FieldError, Fields, HandoutId, Result, permission::ManageActivities};
use web::{App, Input, Reply, Routes, Shop, Staff, Toast, reply};

use super::{
    console::{load, whole},
    console_view as view, elsewhere,
    model::NewHandout,
};
use crate::activities::form::optional_money;

pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/console/red-packets/{id}/handouts", record)
        .post("/console/red-packets/{id}/handouts/{handout}/striking", strike)
}

/// What was typed; an amount or a number that cannot be read is named with the rest.
fn read(input: &Input, shop: &Shop, now: kernel::Time) -> Result<NewHandout> {
    let mut fields = Fields::default();
    let text = input.text("amount").trim();
    let amount = optional_money(text, ("amount", shop.currency), &mut fields);
    if amount.is_none() && fields.is_empty() {
        fields.push(FieldError::new("amount", "required"));
    }
    let people = input.number(&mut fields, "people", 1..=1_000_000);
    let new = NewHandout {
        channel: input.text("channel").to_owned(),
        // One that was named already is not named twice.
        amount: amount.unwrap_or(1),
        people: people.max(1),
        handed_on: input.text("handed_on").trim().to_owned(),
        note: input.text("note").to_owned(),
    };
    let found = match new.checked(now.date(&shop.zone)) {
        Ok(new) => return fields.check(new),
        Err(Error::Invalid(found)) => found,
        Err(other) => return Err(other),
    };
    for one in found.iter() {
        fields.push(one.clone());
    }
    Err(Error::Invalid(fields))
}

async fn record(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    let packet = shown.packet.id;
    let once = input.once_in(staff.session.id, &format!("red_packets.handouts/{packet}"))?;
    let done = match read(&input, &staff.shop, app.now()) {
        Ok(new) => {
            let run =
                async |tx: &mut Tx| elsewhere::record(tx, packet, new).await.map(|one| one.id);
            app.db().write_once(&staff.scope, &once, run).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&view::at(packet, ""), &Toast::good("red_packets-noted"))),
        Err(Error::Invalid(fields)) => {
            let form = input.again(staff.lang(), fields);
            let page = whole(&app, &staff, &shown, (None, &form)).await?;
            reply::wrong(page).map(axum::response::IntoResponse::into_response)
        }
        Err(error) => Err(error.into()),
    }
}

async fn strike(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path((id, handout)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let packet = load(&app, staff.shop.org, &id).await?.packet.id;
    let handout: HandoutId = handout.parse().map_err(|_| Error::NotFound("handout"))?;
    let once = input.once_in(staff.session.id, &format!("red_packets.striking/{handout}"))?;
    let run = async |tx: &mut Tx| elsewhere::strike(tx, packet, handout).await;
    app.db().write_once(&staff.scope, &once, run).await?;
    Ok(reply::see_with(&view::at(packet, ""), &Toast::good("red_packets-struck")))
}
