//! What somebody bought, on the console's page of one member.

use kernel::{MemberId, PageRequest, Permission as _, Result, permission::ViewPurchases};
use maud::{Markup, html};
use people::stores;
use web::{
    App, Viewer,
    kit::{
        format,
        parts::{Figure, Item, card, rows},
    },
    t,
};

use super::store::{self, Which};
use crate::visits::custom;

pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    if viewer.role.is_none_or(|role| !role.may(ViewPurchases::NAME)) {
        return Ok(None);
    }
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let member = MemberId::from_uuid(subject);
    let mut db = app.db().read().await?;
    let custom = custom::find(&mut db, shop.org, member).await?;
    let page = PageRequest { limit: Some("8".to_owned()), cursor: None };
    let which = Which { member: Some(member), store: None };
    let bought = store::list(&mut db, shop.org, which, &page).await?.items;
    let places = stores::list(&mut db, shop.org).await?;
    let day = |at| format::relative_day(lang, at, now, &shop.zone);
    let items = bought.iter().map(|purchase| {
        let place = places.iter().find(|store| store.id == purchase.store);
        let place = place.map_or("", |store| store.name.as_str());
        Item::new(day(purchase.at))
            .note(match purchase.arrived_at.filter(|at| at.since(purchase.at).as_secs() > 300) {
                Some(told) => {
                    let line = t!(lang, "purchases-line", items = purchase.items, store = place);
                    format!("{line} · {}", t!(lang, "kept-arrived", when = day(told)))
                }
                None => t!(lang, "purchases-line", items = purchase.items, store = place),
            })
            .aside(format::money(lang, shop.money(purchase.amount)))
    });
    let last = custom.last_here_at.map_or_else(|| t!(lang, "purchases-never-here"), day);
    let inside = html! {
        div.figures {
            (Figure::new(t!(lang, "purchases-spent"), format::money(lang, shop.money(custom.spent))))
            (Figure::new(t!(lang, "purchases-count"), format::number(lang, custom.purchases)))
            (Figure::new(t!(lang, "purchases-last-here"), last))
        }
        @if bought.is_empty() { p.nothing { (t!(lang, "purchases-none")) } } @else { (rows(items)) }
    };
    Ok(Some(card(&t!(lang, "purchases-of-member"), "", inside)))
}
