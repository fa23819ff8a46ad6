//! What is in a letter.

use ::store::Read;
use jiff::civil::Date;
use kernel::{Lang, MemberId, Note, Result, Time};
use people::members::Member;
use web::{Shop, kit::format, t};

use crate::{gifts, plans, points, tiers, vouchers};

/// Things of one kind that a letter names; the wallet has all of them.
const MOST: usize = 10;

/// A line for each thing of the member's that ends soon, as each slice says what soon is.
pub async fn lines(
    db: &mut impl Read,
    shop: &Shop,
    (lang, member): (Lang, MemberId),
    now: Time,
) -> Result<Vec<String>> {
    let day = |day: Date| format::date_with_year(lang, day);
    let today = now.date(&shop.zone);
    let mut lines = Vec::new();
    for holding in points::holdings(db, shop, now, member).await? {
        let Some((end, points)) = holding.ends_soon(now)? else { continue };
        let unit = holding.known.terms(now)?.unit.say(lang);
        let day = day(end.last_day(&shop.zone));
        lines.push(t!(lang, "reminders-points", points = points, unit = unit, day = day));
    }
    let vouchers = vouchers::of_member(db, shop.org, member).await?;
    for voucher in vouchers.iter().filter(|one| one.ends_soon(now)).take(MOST) {
        let gift = gifts::require(db, shop.org, voucher.gift).await?;
        let Some(end) = voucher.expires_at else { continue };
        let (name, day) = (gift.name.say(lang), day(end.last_day(&shop.zone)));
        lines.push(t!(lang, "reminders-voucher", name = name, day = day));
    }
    let held = plans::held(db, shop, (member, now)).await?;
    if let (Some(last), Some(rule)) = (held.ends_soon(today), held.rules.first()) {
        let price = format::money(lang, shop.money(rule.price));
        let name = rule.name.say(lang);
        lines.push(t!(lang, "reminders-plan", name = name, day = day(last), price = price));
    }
    for holding in tiers::holdings(db, shop, now, member).await? {
        lines.extend(holding.ends_soon(today).and_then(|_| holding.time_left(lang, shop)));
    }
    Ok(lines)
}

pub fn note(
    shop: &Shop,
    (lang, base): (Lang, &str),
    (to, member): (String, &Member),
    lines: &[String],
) -> Note {
    let wallet = format!("{base}{}", shop.href("/wallet"));
    let me = format!("{base}{}", shop.href("/me"));
    let lines = lines.iter().map(|line| format!("- {line}\n")).collect::<String>();
    let (name, shop) = (member.short_name(), shop.name.as_str());
    let text = t!(
        lang,
        "reminders-mail",
        name = name,
        shop = shop,
        lines = lines.trim_end(),
        wallet = wallet,
        me = me
    );
    Note { to, subject: t!(lang, "reminders-subject", shop = shop), text }
}
