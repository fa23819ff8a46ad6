//! What is outstanding, for programs.

use axum::extract::State;
use kernel::permission::ViewGifts;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{App, Key, Reply, reply};

use super::outstanding::{self, Sum};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// Vouchers that somebody may still come for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutstandingVouchers)]
struct Out {
    vouchers: i64,
    /// What it costs when everybody comes, in the currency's smallest part.
    cost: i64,
    /// ISO 4217; the org's.
    currency: String,
    /// Of them, those that end within seven days.
    ending: i64,
    /// The most expensive first.
    gifts: Vec<OfGift>,
    /// Today and the thirty local days before it, the latest first.
    days: Vec<OfDay>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutstandingOfGift)]
struct OfGift {
    /// gft_…
    gift: String,
    vouchers: i64,
    cost: i64,
    ending: i64,
    #[schema(format = DateTime)]
    next_end: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutstandingOfDay)]
struct OfDay {
    #[schema(format = Date)]
    day: String,
    given: i64,
    collected: i64,
    /// Over, or taken back by the shop.
    lapsed: i64,
    /// What was outstanding when it ended.
    outstanding: i64,
}

fn of_gift(gift: kernel::GiftId, sum: Sum) -> OfGift {
    OfGift {
        gift: gift.to_string(),
        vouchers: sum.vouchers,
        cost: sum.cost,
        ending: sum.ending,
        next_end: sum.next_end.map(|end| end.to_string()),
    }
}

/// What was promised and not collected yet, by gift and day by day
#[utoipa::path(
    get, path = "/api/v1/outstanding-vouchers", tag = "vouchers", security(("key" = [])),
    responses((status = 200, body = Out))
)]
async fn show(key: Key<ViewGifts>, State(app): State<App>) -> Reply {
    let (shop, now, mut db) = (&key.shop, app.now(), app.db().read().await?);
    let gifts = outstanding::sums(&mut db, shop.org, now).await?;
    let all = gifts.iter().map(|(_, sum)| *sum).fold(Sum::default(), Sum::plus);
    let when = (now.date(&shop.zone), &shop.zone);
    let days = outstanding::days(&mut db, shop.org, when, (31, all.vouchers)).await?;
    let day = |day: &outstanding::Day| OfDay {
        day: day.day.to_string(),
        given: day.given,
        collected: day.collected,
        lapsed: day.lapsed,
        outstanding: day.left,
    };
    reply::json(&Out {
        vouchers: all.vouchers,
        cost: all.cost,
        currency: shop.currency.code().to_owned(),
        ending: all.ending,
        gifts: gifts.into_iter().map(|(gift, sum)| of_gift(gift, sum)).collect(),
        days: days.iter().map(day).collect(),
    })
}
