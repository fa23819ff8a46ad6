//! Writes lists as the reader reads them: what a host pastes into the chat, and the lines of it.

use web::{Shop, kit::format, t};

use super::{
    model::{Details, Entry},
    reading::Ordered,
    words::{Goods, is_cjk},
};

/// Begins the lines that the program writes and that are no orders.
pub const MARK: char = '▸';

/// Somebody's line: `3. Chen, eggs x2, fish x1 (no bag)`.
pub fn line(one: &Ordered, goods: &[Goods]) -> String {
    let named = |goods: &Goods| goods.names.first().cloned().unwrap_or_default();
    let parts = one.parts.iter().map(|part| {
        let name = goods.get(part.goods).map(named).unwrap_or_default();
        let gap = if name.ends_with(is_cjk) { "" } else { " " };
        format!("{name}{gap}x{}", part.quantity)
    });
    let parts: Vec<String> = parts.collect();
    let note = if one.note.is_empty() { String::new() } else { format!(" ({})", one.note) };
    format!("{}. {}, {}{note}", one.number, one.name, parts.join(", "))
}

/// What somebody ordered, in the words of the list.
pub fn entry(one: &Entry, list: &Details) -> String {
    let parts = one.parts.iter().filter_map(|part| {
        let goods = list.goods.iter().position(|offer| offer.product == part.product)?;
        Some(super::reading::Part { goods, quantity: part.quantity })
    });
    let (name, note) = (one.name.clone(), one.note.clone());
    let ordered = Ordered { at: 0, number: one.number, name, parts: parts.collect(), note };
    line(&ordered, &list.words())
}

/// What a host pastes into the chat. Every line of it bears the mark of what is no order, so that it may
/// come back with the list; `prices` and `place` are the shop's.
pub fn opening(list: &Details, shop: &Shop, prices: &[i64], place: &str) -> String {
    let lang = list.lang;
    let time = |at| format::date_time(lang, at, &shop.zone);
    let place = if list.place.is_empty() { place } else { &list.place };
    let until = format::time(list.until_at, &shop.zone);
    let mut lines = vec![
        list.name.clone(),
        t!(lang, "order_lists-text-closes", time = time(list.closes_at)),
        t!(
            lang,
            "order_lists-text-collect",
            place = place,
            from = time(list.ready_at),
            until = until
        ),
    ];
    lines.extend(list.goods.iter().enumerate().map(|(at, offer)| {
        let name = offer.names.first().map_or("", String::as_str);
        let price = prices.get(at).map(|price| format::money(lang, shop.money(*price)));
        match (price, offer.units.first()) {
            (Some(price), Some(unit)) => format!("{name} {price} / {unit}"),
            (Some(price), None) => format!("{name} {price}"),
            (None, _) => name.to_owned(),
        }
    }));
    let first = list.goods.first().and_then(|offer| offer.names.first());
    lines.push(t!(lang, "order_lists-text-how", goods = first.map_or("", String::as_str)));
    let marked = lines.iter().map(|line| format!("{MARK} {line}\n"));
    format!("{}1. ", marked.collect::<String>())
}
