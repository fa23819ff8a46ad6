//! A ticket turned to the cashier: black on white, readable across a counter, printable.

use axum::extract::{Path, State};
use kernel::Error;
use web::{
    App, Guest, Reply, Routes,
    kit::{
        Tab, icons, layout,
        parts::{Empty, Shown},
        qr,
    },
    rates::Door,
    reply, t,
};

use super::{model::State as VoucherState, pieces::told, store as rows};
use crate::{bills::sentences::Tongue, codes, gifts};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/{org}/tickets/{code}", show)
}

/// Whoever has the code may see the ticket, so that family can collect; strangers' guesses are
/// counted.
async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, typed)): Path<(String, String)>,
) -> Reply {
    let (lang, shop) = (guest.lang(), &guest.shop);
    let mut db = app.db().read().await?;
    let found = rows::by_code(&mut db, shop.org, &typed).await?;
    if found.as_ref().is_none_or(|voucher| guest.member() != Some(voucher.member)) {
        app.rates().take(Door::Code, &guest.device_key(), app.now())?;
    }
    let voucher = found.ok_or(Error::NotFound("voucher"))?;
    let gift = voucher.priced(gifts::require(&mut db, shop.org, voucher.gift).await?);
    drop(db);
    let name = gift.name.say(lang).to_owned();
    let over = match voucher.state_at(app.now()) {
        VoucherState::Issued => None,
        VoucherState::Redeemed => Some(t!(lang, "vouchers-state-redeemed")),
        VoucherState::Expired => Some(t!(lang, "vouchers-state-expired")),
        VoucherState::Withdrawn => Some(t!(lang, "vouchers-state-withdrawn")),
    };
    if let Some(why) = over {
        // A code that is good for nothing is not held out to a cashier.
        let page = Empty::new(icons::GIFT, name.clone(), why)
            .action(shop.href("/wallet"), t!(lang, "vouchers-back"))
            .as_page();
        return reply::page(layout::phone(&guest.frame(name), Tab::Wallet, page));
    }
    let code = codes::shown(&voucher.code);
    let picture = qr::svg(&format!("V-{}", voucher.code), &t!(lang, "vouchers-qr"))?;
    let shown = Shown::new(name.clone(), picture, code)
        .note(told(Tongue { lang, shop }, &voucher, &gift))
        .back(shop.href("/wallet"), t!(lang, "vouchers-back"));
    reply::page(layout::phone(&guest.frame(name), Tab::Wallet, shown))
}
