//! The activities of a playbook, on its page.

use kernel::Lang;
use maud::{Markup, html};
use web::{
    kit::{
        Tone, format, icons,
        parts::{Item, card, chip, rows},
    },
    t,
};

use super::{
    games::{Instant, Opens, Play},
    model::Playbook,
};

/// What a kind of play is called.
pub fn play(lang: Lang, play: &Play) -> String {
    match play {
        Play::FlashSale(_) => t!(lang, "playbooks-play-flash_sale"),
        Play::Raffle(_) => t!(lang, "playbooks-play-raffle"),
        Play::Instant(_) => t!(lang, "playbooks-play-instant"),
        Play::RedPacket(_) => t!(lang, "playbooks-play-red_packet"),
        Play::GroupBuy(_) => t!(lang, "playbooks-play-group_buy"),
        Play::Presale(_) => t!(lang, "playbooks-play-presale"),
    }
}

/// "Saturday 16:30", in words.
pub fn opens(lang: Lang, opens: Opens) -> String {
    let day = format::weekday(lang, opens.day.weekday());
    format!("{day} {}", opens.at)
}

/// What is won, each with its chance; the rest wins nothing.
fn chances(lang: Lang, (book, draw): (&Playbook, &Instant)) -> Markup {
    let item = |one: &super::Chance| {
        let name = book.gift(&one.gift).map_or(one.gift.as_str(), |gift| gift.name.in_(lang));
        let of = t!(lang, "playbooks-chance", of = one.of_100);
        Item::new(name).start(icons::GIFT).aside(chip(Tone::Accent, &of))
    };
    rows(draw.chances.iter().map(item))
}

pub fn games(lang: Lang, book: &Playbook) -> Markup {
    let item = |game: &super::Game| {
        Item::new(game.name.in_(lang))
            .start(icons::PLAY)
            .note(format!("{} · {}", opens(lang, game.opens), game.why.in_(lang)))
            .aside(chip(Tone::Plain, &play(lang, &game.play)))
    };
    let welcome = book.welcome_draw.as_ref();
    html! {
        @if !book.games.is_empty() {
            (card(&t!(lang, "playbooks-games"), "", html! {
                p.note { (t!(lang, "playbooks-games-why")) }
                (rows(book.games.iter().map(item)))
            }))
        }
        @if let Some(welcome) = welcome {
            (card(&t!(lang, "playbooks-welcome-draw"), "", html! {
                p { strong { (welcome.name.in_(lang)) } }
                (chances(lang, (book, &welcome.draw)))
                p.note { (t!(lang, "playbooks-welcome-draw-why", of = welcome.draw.wins_of_100())) }
            }))
        }
    }
}
