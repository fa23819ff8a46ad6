//! The winners of a raffle, as a file. Whom is an id: names stay in the list of members.

use axum::response::Response;
use kernel::{PageRequest, RaffleId};
use web::{App, Shop, csv};

use super::{model::Pick, store_picks};

const HEADINGS: &str = "number,prize,member,entry,state,voucher,until,ended_at,why\r\n";

pub fn download(app: &App, shop: &Shop, raffle: RaffleId) -> Response {
    let (app, org) = (app.clone(), shop.org);
    csv::download("winners.csv", HEADINGS, move |cursor| {
        let app = app.clone();
        async move {
            let page = PageRequest { limit: Some("200".to_owned()), cursor };
            let found = store_picks::picks(&mut app.db().read().await?, org, raffle, &page).await?;
            Ok((found.items.iter().map(line).collect(), found.next_cursor))
        }
    })
}

fn line(pick: &Pick) -> String {
    let at = |time: Option<kernel::Time>| time.map_or_else(String::new, |at| at.to_string());
    let cells = [
        (pick.number + 1).to_string(),
        (pick.prize + 1).to_string(),
        pick.member.to_string(),
        pick.entry.to_string(),
        pick.fate.to_string(),
        pick.voucher.map_or_else(String::new, |id| id.to_string()),
        at(pick.until),
        at(pick.ended_at),
        pick.why.map_or("", super::model::Why::word).to_owned(),
    ];
    // Ids, words of ours and numbers: nothing has to be quoted.
    format!("{}\r\n", cells.join(","))
}
