//! Slot and door in words.

use kernel::Lang;
use web::{
    kit::{format, icons, parts::Item},
    t,
};

use super::model::{Door, Fulfilment};
use crate::outlets::{Kind, Outlet, slots};

/// `Monday 30 November, 17:00–19:00`.
pub fn slot(lang: Lang, one: &Fulfilment) -> String {
    let day = format::date_with_weekday(lang, one.day);
    t!(lang, "fulfilments-slot", day = day, times = slots::times(one.from, one.until))
}

/// Where and when, for the member and for whoever packs.
pub fn item(lang: Lang, one: &Fulfilment, outlet: Option<&Outlet>) -> Item {
    let name = outlet.map_or("", |outlet| outlet.name.as_str());
    let title = match one.kind {
        Kind::Point => t!(lang, "fulfilments-at-point", name = name),
        Kind::Zone => t!(lang, "fulfilments-at-door"),
    };
    let place = match (&one.door, outlet) {
        (Some(door), _) => at(door),
        (None, Some(outlet)) => outlet.address.clone(),
        (None, None) => String::new(),
    };
    let icon = if one.kind == Kind::Point { icons::PIN } else { icons::JOURNEY };
    let when = slot(lang, one);
    Item::new(title).start(icon).note(format!("{when} · {place}")).under(
        maud::html! { @if let Some(outlet) = outlet { @if !outlet.words.is_empty() { p.note { (outlet.words) } } } },
    )
}

/// A door on one line.
pub fn at(door: &Door) -> String {
    let parts = [&door.address, &door.postcode, &door.name, &door.phone, &door.note];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.map(|part| part.replace('\n', ", ")).collect::<Vec<_>>().join(" · ")
}
