//! What somebody brought back, on the console's page of one member.

use kernel::{MemberId, Permission as _, Result, permission::ViewPurchases};
use maud::Markup;
use web::{
    App, Viewer,
    kit::{
        format,
        parts::{Item, card, rows},
    },
    t,
};

use super::store;

pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    if viewer.role.is_none_or(|role| !role.may(ViewPurchases::NAME)) {
        return Ok(None);
    }
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let mut db = app.db().read().await?;
    let all = store::of_member(&mut db, shop.org, MemberId::from_uuid(subject)).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let items = all.iter().map(|one| {
        let day = format::relative_day(lang, one.at, now, &shop.zone);
        let note = if one.reason.is_empty() { day } else { format!("{day} · {}", one.reason) };
        Item::new(format::money(lang, shop.money(one.amount))).note(note)
    });
    Ok(Some(card(&t!(lang, "returns-of-member"), "", rows(items))))
}
