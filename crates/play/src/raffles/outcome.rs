//! What came of a raffle, as a member reads it: their own tickets, the winners without names, and the way
//! to check it.

use ::store::Read;
use kernel::{PageRequest, RaffleEntryId, Result, Time};
use maud::{Markup, html};
use value::{bills::sentences::Tongue, vouchers};
use web::{
    Shop,
    kit::{
        Tone, format, icons,
        parts::{self, Button, Item, Ticket, card, chip, rows},
    },
    t,
};

use super::{
    asked::{Mine, Shown},
    model::{Fate, Pick},
    store, store_picks,
};

/// Picks that a page names one by one.
const NAMED: &str = "50";

/// What is told of the draw.
#[derive(Debug, Default)]
pub struct Told {
    /// What waits for the member, with the codes of the vouchers.
    waiting: Vec<(Pick, String)>,
    /// Picks in the order of the draw, each with the label of its entry.
    picks: Vec<(Pick, String)>,
    /// Ids of the member's own entries.
    mine: Vec<RaffleEntryId>,
}

pub async fn load(
    db: &mut impl Read,
    shop: &Shop,
    (shown, mine, now): (&Shown, Option<&Mine>, Time),
) -> Result<Told> {
    let org = shop.org;
    let mut told = Told::default();
    for pick in mine.iter().flat_map(|mine| &mine.picks).filter(|pick| pick.fate == Fate::Held) {
        let Some(voucher) = pick.voucher else { continue };
        let voucher = vouchers::require(db, org, voucher).await?;
        if voucher.state_at(now) == vouchers::State::Issued {
            told.waiting.push((pick.clone(), voucher.code));
        }
    }
    told.mine = mine.iter().flat_map(|mine| &mine.entries).map(|entry| entry.id).collect();
    if shown.is_drawn() {
        let page = PageRequest { limit: Some(NAMED.to_owned()), cursor: None };
        for pick in store_picks::picks(db, org, shown.raffle.id, &page).await?.items {
            let entry = store::entry(db, org, pick.entry).await?;
            told.picks.push((pick, entry.map_or_else(String::new, |entry| entry.label)));
        }
    }
    Ok(told)
}

/// Prizes that wait to be collected: before everything else.
pub fn tickets(tongue: Tongue, shown: &Shown, told: &Told) -> Markup {
    let Tongue { lang, shop } = tongue;
    html! {
        @for (pick, code) in &told.waiting {
            @if let (Some(gift), Some(until)) = (shown.prize(pick.prize), pick.until) {
                (Ticket::new(t!(lang, "raffles-you-won"), gift.name.say(lang))
                    .icon(icons::GIFT)
                    .note(t!(lang, "raffles-collect-by", time = format::date_time(lang, until, &shop.zone)))
                    .code(value::codes::shown(code))
                    .action(shop.href(&format!("/tickets/{code}")), t!(lang, "raffles-show")))
            }
        }
    }
}

/// How a play of an instant raffle ended.
pub fn played(tongue: Tongue, (shown, mine): (&Shown, &Mine), play: RaffleEntryId) -> Markup {
    let Tongue { lang, .. } = tongue;
    let Some(entry) = mine.entries.iter().find(|entry| entry.id == play) else { return html! {} };
    let won = mine.picks.iter().find(|pick| pick.entry == play);
    let prize = won.and_then(|pick| shown.prize(pick.prize));
    let number = entry.place + 1;
    let style = shown.raffle.terms.style.word();
    html! {
        section class={ "raffle-end " (style) @if prize.is_some() { " won" } } role="status" {
            div class={ "raffle-toy played " (style) } aria-hidden="true" { i {} i {} i {} }
            @match prize {
                Some(gift) => { strong { (t!(lang, "raffles-play-won", prize = gift.name.say(lang))) } }
                None => { strong { (t!(lang, "raffles-play-lost")) } }
            }
            p.note { (t!(lang, "raffles-play-place", number = number)) }
        }
    }
}

/// Who won, by labels: nobody's name is on a page that everybody sees.
pub fn winners(tongue: Tongue, shown: &Shown, told: &Told) -> Markup {
    let Tongue { lang, .. } = tongue;
    if !shown.is_drawn() {
        return html! {};
    }
    let item = |(pick, label): &(Pick, String)| {
        let name = shown.prize(pick.prize).map_or("", |gift| gift.name.say(lang));
        let item = Item::new(name).start(icons::GIFT).note(label.clone());
        if pick.fate == Fate::Passed {
            item.aside(chip(Tone::Plain, &t!(lang, "raffles-fate-passed")))
        } else if told.mine.contains(&pick.entry) {
            item.aside(chip(Tone::Good, &t!(lang, "raffles-you")))
        } else {
            item
        }
    };
    card(
        &t!(lang, "raffles-winners"),
        "",
        html! {
            @if told.picks.is_empty() { p.nothing { (t!(lang, "raffles-winners-none")) } }
            @else {
                (rows(told.picks.iter().map(item)))
                p.note { (t!(lang, "raffles-winners-why")) }
            }
        },
    )
}

/// What was published, and the way to check it without us.
pub fn checking(tongue: Tongue, shown: &Shown) -> Markup {
    let Tongue { lang, shop } = tongue;
    let Some(sealed) = &shown.sealed else { return html! {} };
    let base = shop.href(&format!("/raffles/{}", shown.raffle.id));
    let hash = |text: String| html! { code.hash { (text) } };
    let mut facts = vec![
        (t!(lang, "raffles-opening-hash"), hash(sealed.draw.opening.hash().to_string())),
        (t!(lang, "raffles-key"), hash(sealed.draw.opening.key.as_hex().to_string())),
    ];
    if let Some(closed) = &sealed.closed {
        facts.push((t!(lang, "raffles-closing-hash"), hash(closed.closing.hash().to_string())));
    }
    html! {
        details.unfold {
            summary.quiet-link { (icons::CHECK) (t!(lang, "raffles-check")) }
            div.unfolded.stack {
                p { (t!(lang, "raffles-check-why")) }
                (parts::facts(facts))
                div.actions {
                    (Button::link(shop.href("/draw-check"), t!(lang, "raffles-check-open")).icon(icons::CHECK))
                    @if shown.is_drawn() {
                        a.quiet-link href={ (base) "/proof.json" } download={ (shown.raffle.id) ".json" } {
                            (icons::DOWNLOAD) (t!(lang, "raffles-proof"))
                        }
                    }
                    a.quiet-link href={ (base) "/opening.json" } download={ (shown.raffle.id) "-opening.json" } {
                        (icons::DOWNLOAD) (t!(lang, "raffles-opening"))
                    }
                }
            }
        }
    }
}
