//! On paper: the winners' list for the wall, and a number for somebody without a phone.

use kernel::{Lang, PageRequest, Result};
use maud::{Markup, html};
use people::members;
use web::{
    App, Shop, Staff,
    kit::{format, layout, qr},
    t,
};

use super::{
    asked::Shown,
    model::{Entry, Fate, Pick},
    store, store_picks,
};

/// Lines of one list.
const MOST: usize = 500;

/// A name as a wall may show it: the first word, and of the next its first letter. Of a name without spaces,
/// its first letter.
pub(super) fn shortened(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next().and_then(|word| word.chars().next()) {
        Some(letter) => format!("{first} {letter}."),
        None if first.is_ascii() => first.to_owned(),
        None => first.chars().next().map_or_else(String::new, |letter| format!("{letter}＊")),
    }
}

/// The winners' list: prize, shortened name, label, and where anybody checks it.
pub async fn winners(app: &App, staff: &Staff<impl Sized>, shown: &Shown) -> Result<Markup> {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let mut lines: Vec<(Pick, String, String)> = Vec::new();
    let mut db = app.db().read().await?;
    let mut cursor = None;
    while lines.len() < MOST {
        let page = PageRequest { limit: Some("200".to_owned()), cursor };
        let found = store_picks::picks(&mut db, shop.org, shown.raffle.id, &page).await?;
        for pick in found.items.into_iter().filter(|pick| pick.fate != Fate::Passed) {
            let member = members::require(&mut db, shop.org, pick.member).await?;
            let entry = store::entry(&mut db, shop.org, pick.entry).await?;
            let label = entry.map_or_else(String::new, |entry| entry.label);
            lines.push((pick, shortened(&member.name), label));
        }
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    drop(db);
    let drawn = shown.sealed.as_ref().and_then(|sealed| sealed.drawn_at);
    let drawn = drawn.map(|at| format::date_time(lang, at, &shop.zone)).unwrap_or_default();
    let main = html! {
        div.picking.winners-sheet {
            p { (shop.name) }
            h1 { (shown.raffle.plan.name.say(lang)) }
            h2 { (t!(lang, "raffles-print-title")) }
            p { (t!(lang, "raffles-print-drawn", at = drawn)) }
            table { tbody {
                @for (pick, name, label) in &lines {
                    tr {
                        td { (shown.prize(pick.prize).map_or("", |gift| gift.name.say(lang))) }
                        td { b { (name) } }
                        td { (label) }
                    }
                }
            } }
            (way_to_check(app, lang, shop, shown)?)
        }
    };
    let title = t!(lang, "raffles-print-title");
    Ok(layout::print(&staff.frame(title), main))
}

fn way_to_check(app: &App, lang: Lang, shop: &Shop, shown: &Shown) -> Result<Markup> {
    let url = app.url(&shop.href(&format!("/raffles/{}", shown.raffle.id)));
    let code = qr::svg(&url, &url)?;
    Ok(html! {
        section {
            p { (t!(lang, "raffles-print-why")) }
            div.sheet-code { (code) }
            p { (url) }
        }
    })
}

/// A number to take home, as the cashier prints it.
pub(super) fn slip(
    app: &App,
    (lang, shop): (Lang, &Shop),
    (shown, entry): (&Shown, &Entry),
) -> Result<Markup> {
    let raffle = &shown.raffle;
    let url = app.url(&shop.href(&format!("/raffles/{}", raffle.id)));
    let code = qr::svg(&url, &url)?;
    let number = entry.place + 1;
    let draws_at = raffle.terms.draws_at(raffle.plan.closes_at);
    let at = format::date_time(lang, draws_at, &shop.zone);
    Ok(html! {
        div.purse {
            section {
                div {
                    p { (shop.name) }
                    h1 { (raffle.plan.name.say(lang)) }
                    p { (t!(lang, "raffles-slip-title")) }
                    strong { (t!(lang, "raffles-print-number", number = number)) }
                    p { (entry.label) " · " (t!(lang, "raffles-slip-tickets", tickets = entry.tickets)) }
                    @if !raffle.terms.style.is_instant() { p { (t!(lang, "raffles-slip-draw", at = at)) } }
                    p { (t!(lang, "raffles-slip-why")) }
                }
                (code)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_wall_shows_no_whole_name() {
        for (name, shown) in [
            ("Ana Castillo", "Ana C."),
            ("María José de la Cruz", "María J."),
            ("Ana", "Ana"),
            ("王小明", "王＊"),
            ("欧阳 娜娜", "欧阳 娜."),
            ("", ""),
        ] {
            assert_eq!(shortened(name), shown);
        }
    }
}
