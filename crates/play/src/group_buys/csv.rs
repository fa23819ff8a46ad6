//! Every place of a group buy, as a file. Whose is an id: names stay in the list of members.

use axum::response::Response;
use kernel::{GroupBuyId, PageRequest};
use web::{App, Shop, csv};

use super::{model::Seat, store};

const HEADINGS: &str = "place,team,at,member,state,points,deposit,voucher,until,ended_at,store\r\n";

pub fn download(app: &App, shop: &Shop, buy: GroupBuyId) -> Response {
    let (app, org, shop) = (app.clone(), shop.org, shop.clone());
    csv::download("places.csv", HEADINGS, move |cursor| {
        let (app, shop) = (app.clone(), shop.clone());
        async move {
            let page = PageRequest { limit: Some("200".to_owned()), cursor };
            let found = store::all_seats(&mut app.db().read().await?, org, buy, &page).await?;
            let lines = found.items.iter().map(|seat| line(&shop, seat)).collect();
            Ok((lines, found.next_cursor))
        }
    })
}

fn line(shop: &Shop, seat: &Seat) -> String {
    let blank = String::new;
    let cells = [
        seat.id.to_string(),
        seat.team.to_string(),
        seat.at.to_string(),
        seat.member.to_string(),
        seat.fate.to_string(),
        seat.points.to_string(),
        shop.money(seat.deposit).plain(),
        seat.voucher.map_or_else(blank, |id| id.to_string()),
        seat.until.map_or_else(blank, |at| at.to_string()),
        seat.ended_at.map_or_else(blank, |at| at.to_string()),
        seat.store.map_or_else(blank, |id| id.to_string()),
    ];
    // Ids, words of ours and numbers: nothing has to be quoted.
    format!("{}\r\n", cells.join(","))
}
