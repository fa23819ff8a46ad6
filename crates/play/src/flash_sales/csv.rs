//! What was taken of a sale, as a file. Whom is an id: names stay in the list of members.

use axum::response::Response;
use kernel::{FlashSaleId, PageRequest};
use web::{App, Shop, csv};

use super::{model::Claim, store};

const HEADINGS: &str = "claim,at,member,voucher,state,points,until,ended_at,store\r\n";

pub fn download(app: &App, shop: &Shop, sale: FlashSaleId) -> Response {
    let (app, org) = (app.clone(), shop.org);
    csv::download("claims.csv", HEADINGS, move |cursor| {
        let app = app.clone();
        async move {
            let page = PageRequest { limit: Some("200".to_owned()), cursor };
            let found = store::claims(&mut app.db().read().await?, org, sale, &page).await?;
            Ok((found.items.iter().map(line).collect(), found.next_cursor))
        }
    })
}

fn line(claim: &Claim) -> String {
    let cells = [
        claim.id.to_string(),
        claim.at.to_string(),
        claim.member.to_string(),
        claim.voucher.to_string(),
        claim.fate.to_string(),
        claim.points.to_string(),
        claim.until.to_string(),
        claim.ended_at.map_or_else(String::new, |at| at.to_string()),
        claim.store.map_or_else(String::new, |id| id.to_string()),
    ];
    // Ids, words of ours and numbers: nothing has to be quoted.
    format!("{}\r\n", cells.join(","))
}
