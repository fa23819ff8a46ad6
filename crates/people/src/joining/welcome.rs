//! Right after joining: the ticket, the group's live code, what comes next; and the waiting room of
//! an application.

use axum::extract::{Path, State};
use kernel::{ApplicationId, Error, MemberId, MembershipId, Result};
use web::{App, Guest, Place, Reply, Routes, pieces, reply};

use super::{model::State as Standing, store, view};
use crate::{groups::outside, memberships};

pub fn routes() -> Routes {
    Routes::new()
        .get("/{org}/welcome/{membership}", joined)
        .get("/{org}/applications/{application}", waiting)
}

/// The subject of the device's session, proven or not.
fn subject(guest: &Guest) -> Result<MemberId> {
    guest.session.as_ref().map(web::sessions::Session::member).ok_or(Error::Unauthenticated)
}

async fn joined(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound("membership"))?;
    let subject = subject(&guest)?;
    let (stay, group, code) = {
        let mut db = app.db().read().await?;
        let stay = memberships::require(&mut db, guest.shop.org, id).await?;
        if stay.member != subject {
            return Err(Error::NotFound("membership").into());
        }
        let group = crate::groups::require(&mut db, guest.shop.org, stay.group).await?;
        let code = outside::live_code(&mut db, &guest.shop, group.id, app.now()).await?;
        (stay, group, code)
    };
    if guest.member().is_none() {
        // A number that somebody typed: neither the group nor the gift is theirs to see yet.
        return reply::page(view::unproven(&guest));
    }
    let drawn = pieces::draw(&app, Place::Joined, &guest.viewer().about(stay.id)).await?;
    reply::page(view::joined(&guest, &view::Ticket { group, code, drawn }))
}

async fn waiting(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let id: ApplicationId = id.parse().map_err(|_| Error::NotFound("application"))?;
    let subject = subject(&guest)?;
    let mut db = app.db().read().await?;
    let wish = store::require(&mut db, guest.shop.org, id).await?;
    if wish.member != subject {
        return Err(Error::NotFound("application").into());
    }
    if guest.member().is_none() {
        return reply::page(view::unproven(&guest));
    }
    if wish.state == Standing::Admitted {
        let stays = memberships::open_of_member(&mut db, guest.shop.org, subject).await?;
        if let Some(stay) = stays.iter().find(|stay| stay.series == wish.series) {
            return Ok(reply::see_other(&guest.shop.href(&format!("/welcome/{}", stay.id))));
        }
    }
    reply::page(view::waiting(&guest, &wish, app.now()))
}
