//! The stamp card on the phone, with the dates of its stamps.

use kernel::{Lang, MemberId, Result};
use maud::{Markup, html};
use web::{
    App, Viewer,
    kit::{
        format,
        parts::{self, Stamp},
    },
    t,
};

use super::{held_key, model::Each, store};
use crate::{counter::find::open_cards, gifts};

pub async fn cards(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, shop, member) = (viewer.lang, &viewer.shop, MemberId::from_uuid(subject));
    let mut db = app.db().read().await?;
    let mut drawn = Vec::new();
    for card in open_cards(&mut db, shop, member).await? {
        let have = ledger::balance_of(&mut db, shop.org, &held_key(member, card.id)?).await?;
        let mut dates =
            store::dates(&mut db, shop.org, member, card.id, have.min(card.needs)).await?;
        dates.reverse();
        let gift = gifts::require(&mut db, shop.org, card.gift).await?;
        let stamps: Vec<Stamp> = dates
            .iter()
            .map(|at| {
                let date = at.date(&shop.zone);
                Stamp { top: date.day().to_string(), bottom: short_month(lang, date.month()) }
            })
            .collect();
        let left = (card.needs - have).max(0);
        let note = match card.each {
            _ if left == 0 => t!(lang, "stamp_cards-full", gift = gift.name.say(lang)),
            Each::Visit => {
                t!(lang, "stamp_cards-left-visits", left = left, gift = gift.name.say(lang))
            }
            Each::Purchase => {
                t!(lang, "stamp_cards-left-purchases", left = left, gift = gift.name.say(lang))
            }
        };
        let of = usize::try_from(card.needs).unwrap_or_default();
        let count = t!(lang, "stamp_cards-count", have = have.min(card.needs), of = card.needs);
        drawn.push(html! {
            (parts::card(card.name.say(lang), count, html! {
                (parts::StampCard::new(lang, stamps, of))
                p.stamps-left { (note) }
            }))
        });
    }
    Ok((!drawn.is_empty()).then(|| html! { @for one in drawn { (one) } }))
}

/// `Mar`, `3月`, `mar`: fits on a stamp.
pub fn short_month(lang: Lang, month: i8) -> String {
    match lang {
        Lang::Zh => format!("{month}月"),
        Lang::En | Lang::Es => format::month(lang, month).chars().take(3).collect(),
    }
}
