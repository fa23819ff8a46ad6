//! Everybody who ever had a wallet as CSV, streamed page by page.

use kernel::{PageRequest, Result, scope::Remit};
use people::members;
use web::{App, Reply, Shop, Staff, csv};

use super::store;

const HEAD: [&str; 6] = ["member", "code", "name", "principal", "bonus", "changed"];

async fn chunk(
    app: &App,
    (shop, remit): (&Shop, &Remit),
    cursor: Option<String>,
) -> Result<csv::Lines> {
    let request = PageRequest { limit: Some("200".to_owned()), cursor };
    let mut db = app.db().read().await?;
    let page = store::wallets(&mut db, shop.org, &request).await?;
    let mut text = String::new();
    for wallet in &page.items {
        let member = members::require(&mut db, shop.org, wallet.member).await?;
        if !members::visible(&mut db, shop.org, remit, &member).await? {
            continue;
        }
        text.push_str(&members::csv_line([
            member.id.to_string(),
            member.code,
            member.name,
            shop.money(wallet.balance.principal).plain(),
            shop.money(wallet.balance.bonus).plain(),
            wallet.changed_at.date(&shop.zone).to_string(),
        ]));
    }
    Ok((text, page.next_cursor))
}

/// The whole list; memory stays small however long it is.
pub fn download<P>(app: App, staff: &Staff<P>) -> Reply {
    let (shop, remit) = (staff.shop.clone(), staff.remit().clone());
    let head = members::csv_line(HEAD.map(str::to_owned));
    Ok(csv::download("wallets.csv", &head, move |cursor| {
        let (app, shop, remit) = (app.clone(), shop.clone(), remit.clone());
        async move { chunk(&app, (&shop, &remit), cursor).await }
    }))
}
