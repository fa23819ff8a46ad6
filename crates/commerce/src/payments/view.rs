//! Payments in words: what several pages show of one.

use std::collections::HashMap;

use ::store::Reader;
use kernel::{Lang, OrgId, PaymentId, Result};
use maud::{Markup, html};
use uuid::Uuid;
use web::{
    Shop,
    kit::{
        Tone, format,
        parts::{Item, chip},
    },
    t,
};

use super::{
    model::{Back, BackState, Cause, REFUND_FAILED, REFUNDED_ELSEWHERE, Standing, WRONG_AMOUNT},
    store,
};

/// A way to pay by its name.
pub fn way(lang: Lang, way: &str) -> String {
    match way {
        "stripe" => t!(lang, "payments-way-stripe"),
        "wechat" => t!(lang, "payments-way-wechat"),
        other => other.to_owned(),
    }
}

pub fn standing(lang: Lang, standing: Standing) -> String {
    match standing {
        Standing::Starting => t!(lang, "payments-standing-starting"),
        Standing::Waiting => t!(lang, "payments-standing-waiting"),
        Standing::Unknown => t!(lang, "payments-standing-unknown"),
        Standing::Paid => t!(lang, "payments-standing-paid"),
        Standing::Closed => t!(lang, "payments-standing-closed"),
        Standing::Failed => t!(lang, "payments-standing-failed"),
        Standing::GoingBack => t!(lang, "payments-standing-going_back"),
        Standing::GivenBack => t!(lang, "payments-standing-given_back"),
        Standing::Odd => t!(lang, "payments-standing-odd"),
    }
}

pub fn standing_chip(lang: Lang, now: Standing) -> Markup {
    let tone = match now {
        Standing::Paid => Tone::Good,
        Standing::Starting | Standing::Waiting | Standing::GoingBack => Tone::Accent,
        Standing::Unknown => Tone::Warn,
        Standing::Odd => Tone::Bad,
        Standing::Closed | Standing::Failed | Standing::GivenBack => Tone::Plain,
    };
    chip(tone, &standing(lang, now))
}

pub fn cause(lang: Lang, cause: Cause) -> String {
    match cause {
        Cause::Late => t!(lang, "payments-cause-late"),
        Cause::SoldOut => t!(lang, "payments-cause-sold_out"),
        Cause::Twice => t!(lang, "payments-cause-twice"),
        Cause::Cancelled => t!(lang, "payments-cause-cancelled"),
        Cause::Returned => t!(lang, "payments-cause-returned"),
        Cause::ByHand => t!(lang, "payments-cause-by_hand"),
    }
}

/// What is wrong, and what to do about it.
pub fn trouble(lang: Lang, code: &str) -> (String, String) {
    match code {
        WRONG_AMOUNT => {
            (t!(lang, "payments-trouble-wrong_amount"), t!(lang, "payments-advice-wrong_amount"))
        }
        REFUNDED_ELSEWHERE => (
            t!(lang, "payments-trouble-refunded_elsewhere"),
            t!(lang, "payments-advice-refunded_elsewhere"),
        ),
        REFUND_FAILED => {
            (t!(lang, "payments-trouble-refund_failed"), t!(lang, "payments-advice-refund_failed"))
        }
        _ => (t!(lang, "payments-trouble-differs"), t!(lang, "payments-advice-differs")),
    }
}

/// Refunds as lines: how much, why, how it stands.
pub fn back(lang: Lang, shop: &Shop, back: &Back) -> Item {
    let (tone, state) = match back.state {
        BackState::Waiting => (Tone::Accent, t!(lang, "payments-back-waiting")),
        BackState::Done => (Tone::Plain, t!(lang, "payments-back-done")),
        BackState::Failed => (Tone::Bad, t!(lang, "payments-back-failed")),
    };
    let day = format::date_time(lang, back.created_at, &shop.zone);
    let item = Item::new(format::money(lang, shop.money(back.amount)))
        .note(html! { (cause(lang, back.cause)) " · " (day) })
        .aside(chip(tone, &state));
    if back.trouble.is_empty() { item } else { item.under(html! { code { (back.trouble) } }) }
}

/// Payments are named by what they come to and how they were paid.
pub async fn names(
    db: &mut Reader,
    org: OrgId,
    lang: Lang,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let shop = web::shops::require(db, org).await?;
    let mut names = HashMap::new();
    for id in ids {
        if let Some(found) = store::find(db, org, PaymentId::from_uuid(*id)).await? {
            let money = format::money(lang, shop.money(found.amount));
            names.insert(*id, format!("{money}, {}", way(lang, &found.way)));
        }
    }
    Ok(names)
}
