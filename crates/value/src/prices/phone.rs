//! What members are told of today's prices, on the first page of their phone.

use jiff::civil::Time as Clock;
use kernel::{MemberId, Result};
use maud::Markup;
use people::stores::{self, Store};
use web::{
    App, Viewer,
    kit::{
        icons,
        parts::{Item, card, rows},
    },
    t,
};

use super::{
    model::PriceRule,
    sentences::said,
    standing::{Asked, PriceList},
};
use crate::bills::{Reason, sentences::Tongue};

/// What works today, now or later; for somebody who is no member yet, what members pay.
pub async fn today(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let (lang, shop, now) = (viewer.lang, &viewer.shop, app.now());
    let member = viewer.subject.map(MemberId::from_uuid);
    let mut db = app.db().read().await?;
    let list = PriceList::load(&mut db, shop, Asked { member, store: None, at: now }).await?;
    let clock = now.zoned(&shop.zone).time();
    let mut shown: Vec<&PriceRule> = list.rules.iter().collect();
    shown.retain(|rule| works_today(&list, rule, clock));
    if shown.is_empty() {
        return Ok(None);
    }
    let places = stores::list(&mut db, shop.org).await?;
    drop(db);
    let tongue = Tongue { lang, shop };
    let items = shown.into_iter().map(|rule| item(tongue, rule, &places));
    let title = match member {
        Some(_) => t!(lang, "prices-phone-today"),
        None => t!(lang, "prices-phone-members"),
    };
    Ok(Some(card(&title, "", rows(items))))
}

fn works_today(list: &PriceList, rule: &PriceRule, clock: Clock) -> bool {
    match list.idle(rule) {
        None => true,
        Some(Reason::OtherHour { hours }) => hours.from.is_some_and(|from| clock < from),
        Some(_) => false,
    }
}

/// A price as the phone shows it.
pub fn item(tongue: Tongue, rule: &PriceRule, stores: &[Store]) -> Item {
    let name = rule.name.say(tongue.lang);
    Item::new(name).start(icons::VOUCHER).note(said(tongue, rule, stores))
}
