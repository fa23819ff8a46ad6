//! Every reservation of a pre-sale, as a file. Whose is an id: names stay in the list of members.

use axum::response::Response;
use kernel::{PageRequest, PresaleId};
use web::{App, Shop, csv};

use super::{model::Reservation, store};

const HEADINGS: &str = "reservation,at,member,state,rate,price,points,deposit,paid,deposit_back,window,until,\
voucher,ended_at,paid_back_at,store\r\n";

pub fn download(app: &App, shop: &Shop, presale: PresaleId) -> Response {
    let (app, org, shop) = (app.clone(), shop.org, shop.clone());
    csv::download("reservations.csv", HEADINGS, move |cursor| {
        let (app, shop) = (app.clone(), shop.clone());
        async move {
            let page = PageRequest { limit: Some("200".to_owned()), cursor };
            let mut db = app.db().read().await?;
            let found = store::list(&mut db, org, (presale, None), &page).await?;
            let lines = found.items.iter().map(|one| line(&shop, one)).collect();
            Ok((lines, found.next_cursor))
        }
    })
}

fn line(shop: &Shop, one: &Reservation) -> String {
    let blank = String::new;
    let cells = [
        one.id.to_string(),
        one.at.to_string(),
        one.member.to_string(),
        one.fate.to_string(),
        one.rate.to_string(),
        shop.money(one.price).plain(),
        one.points.to_string(),
        shop.money(one.deposit).plain(),
        one.paid.to_string(),
        shop.money(one.back).plain(),
        (one.window + 1).to_string(),
        one.until.to_string(),
        one.voucher.map_or_else(blank, |id| id.to_string()),
        one.ended_at.map_or_else(blank, |at| at.to_string()),
        one.paid_back.map_or_else(blank, |paid| paid.at.to_string()),
        one.store.map_or_else(blank, |id| id.to_string()),
    ];
    // Ids, words of ours and numbers: nothing has to be quoted.
    format!("{}\r\n", cells.join(","))
}
