//! What a packet looks like to a member, on their phone and in the console's preview of it.

use std::collections::HashMap;

use kernel::{Lang, MemberId, Time};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    kit::{
        Tone, format,
        icons::{self, Icon},
        live,
        parts::{Item, avatar, chip, rows},
    },
    t,
};

use super::{
    asked::Shown,
    model::{Gives, RedPacket, Sealed, Share, Split},
    sealing::is_over,
};
use crate::activities::{
    Phase,
    run::{Rule, how_it_works},
};

/// What so much of a packet is, as one would say it.
pub fn amount(tongue: Tongue, shown: &Shown, of: i64) -> String {
    let Tongue { lang, shop } = tongue;
    match shown.packet.terms.gives {
        Gives::Money => format::money(lang, shop.money(of)),
        Gives::Points { .. } => {
            let points = format::number(lang, of);
            t!(lang, "activities-costs-points", points = points, unit = shown.unit.say(lang))
        }
        Gives::Vouchers { .. } => {
            let gift = shown.gift.as_ref().map_or("·", |gift| gift.name.say(lang));
            if of == 1 {
                gift.to_owned()
            } else {
                t!(lang, "red_packets-pieces-of", n = of, gift = gift)
            }
        }
    }
}

/// "¥88 in 20 shares, at random", in the words of what is in it.
pub fn content(tongue: Tongue, shown: &Shown) -> String {
    let lang = tongue.lang;
    let terms = &shown.packet.terms;
    let (total, shares) = (amount(tongue, shown, terms.total), terms.shares);
    match (terms.gives, terms.split) {
        (Gives::Vouchers { .. }, _) => t!(
            lang,
            "red_packets-content-vouchers",
            gift = amount(tongue, shown, 1),
            shares = shares
        ),
        (_, Split::Equal) => {
            t!(lang, "red_packets-content-equal", total = total, shares = shares)
        }
        (_, Split::Random) => {
            t!(lang, "red_packets-content-random", total = total, shares = shares)
        }
    }
}

/// How many shares are left, and how many there were.
pub fn left(lang: Lang, left: i64, of: i64) -> Markup {
    let shown = left.clamp(0, of.max(0));
    html! {
        p.left-line {
            @if shown == 0 { b { (t!(lang, "red_packets-none-left")) } }
            @else {
                b { (live::count(&format::number(lang, shown))) }
                " " (t!(lang, "red_packets-left-of", of = of))
            }
        }
        progress.left-bar max=(of.max(1)) value=(shown) aria-hidden="true" {}
    }
}

/// A shut packet: from whom, what is in it, and in its middle the seal or what opens it.
pub fn shut(tongue: Tongue, shown: &Shown, seal: &Markup) -> Markup {
    html! {
        article.packet {
            p.packet-from { (t!(tongue.lang, "red_packets-from", shop = tongue.shop.name.as_str())) }
            (seal)
            p.packet-what { (content(tongue, shown)) }
        }
    }
}

/// The seal of a packet that nobody can open now.
pub fn seal() -> Markup {
    html! { span.packet-seal aria-hidden="true" { (icons::GIFT) } }
}

/// Whether the packet was opened a moment ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Just,
    Before,
}

/// An open packet with the slip that was in it.
pub fn opened(
    tongue: Tongue,
    shown: &Shown,
    (share, ticket): (&Share, Option<&str>),
    moment: Moment,
) -> Markup {
    let Tongue { lang, shop } = tongue;
    let just = moment == Moment::Just;
    let words = matches!(shown.packet.terms.gives, Gives::Vouchers { .. });
    html! {
        article.packet.just[just] {
            p.packet-from { (t!(lang, "red_packets-from", shop = shop.name.as_str())) }
            div.packet-slip.words[words] role="status" {
                (t!(lang, "red_packets-you-got"))
                b { (amount(tongue, shown, share.amount)) }
            }
            p.packet-what {
                @match (shown.packet.terms.gives, ticket) {
                    (Gives::Money, _) => { a.packet-link href=(shop.href("/wallet")) { (t!(lang, "red_packets-in-wallet")) } }
                    (Gives::Points { .. }, _) => { a.packet-link href=(shop.href("/wallet")) { (t!(lang, "red_packets-with-points")) } }
                    (Gives::Vouchers { .. }, Some(code)) => { a.packet-link href=(shop.href(&format!("/tickets/{code}"))) { (t!(lang, "red_packets-show-ticket")) } }
                    (Gives::Vouchers { .. }, None) => { (t!(lang, "red_packets-ticket-over")) }
                }
            }
        }
    }
}

/// What others got, the latest first: by an initial, and who asks by "you".
pub struct Others<'o> {
    pub shares: &'o [Share],
    pub luckiest: Option<&'o Share>,
    pub names: &'o HashMap<MemberId, String>,
    pub me: Option<MemberId>,
}

impl Others<'_> {
    /// An initial, or "you": members do not learn more of each other here.
    fn name(&self, lang: Lang, member: MemberId) -> String {
        if self.me == Some(member) {
            return t!(lang, "red_packets-you");
        }
        let first = self.names.get(&member).and_then(|name| name.trim().chars().next());
        first.map_or_else(|| "·".to_owned(), |first| format!("{first}."))
    }

    fn row(&self, tongue: Tongue, shown: &Shown, share: &Share) -> Item {
        let Tongue { lang, shop } = tongue;
        let name = self.name(lang, share.member);
        let time = format::time(share.at, &shop.zone);
        let is_best = self.luckiest.is_some_and(|best| best.id == share.id);
        let item = Item::new(name.clone()).start(avatar(&name)).note(time);
        let got = amount(tongue, shown, share.amount);
        item.aside(html! {
            @if is_best { (chip(Tone::Warn, &t!(lang, "red_packets-luckiest"))) " " }
            span.num { (got) }
        })
    }

    pub fn rows(&self, tongue: Tongue, shown: &Shown) -> Markup {
        let beyond =
            self.luckiest.filter(|best| !self.shares.iter().any(|share| share.id == best.id));
        let all = beyond.into_iter().chain(self.shares);
        html! { (rows(all.map(|share| self.row(tongue, shown, share)))) }
    }
}

/// How it works, in the order in which one needs to know it.
pub fn how(tongue: Tongue, packet: &RedPacket, whom: &str) -> Markup {
    how_it_works(tongue.lang, &steps(tongue, packet), rules(tongue, packet, whom))
}

/// In three short steps.
pub fn steps(tongue: Tongue, packet: &RedPacket) -> [String; 3] {
    let Tongue { lang, shop } = tongue;
    let opens = format::date_time(lang, packet.plan.opens_at, &shop.zone);
    let shares = packet.terms.shares;
    let last = match packet.terms.gives {
        Gives::Money => t!(lang, "red_packets-step-money"),
        Gives::Points { .. } => t!(lang, "red_packets-step-points"),
        Gives::Vouchers { .. } => t!(lang, "red_packets-step-voucher"),
    };
    let open = t!(lang, "red_packets-step-open", opens = opens);
    [open, t!(lang, "red_packets-step-tap", shares = shares), last]
}

/// What holds, sentence by sentence.
pub fn rules(tongue: Tongue, packet: &RedPacket, whom: &str) -> Vec<(Icon, Rule)> {
    let Tongue { lang, shop } = tongue;
    let at = |time: Time| format::date_time(lang, time, &shop.zone);
    let (opens, closes) = (at(packet.plan.opens_at), at(packet.plan.closes_at));
    let window = t!(lang, "red_packets-how-when", opens = opens, closes = closes);
    let split = match packet.terms.split {
        Split::Equal => t!(lang, "red_packets-how-equal"),
        Split::Random => t!(lang, "red_packets-how-random"),
    };
    let one = format!("{} {whom}", t!(lang, "red_packets-how-one"));
    let (rest, counter) = (t!(lang, "red_packets-how-rest"), t!(lang, "red_packets-how-counter"));
    vec![
        (icons::CLOCK, Rule::new(t!(lang, "activities-how-when-title"), window)),
        (icons::PEOPLE, Rule::new(t!(lang, "red_packets-how-whom-title"), one)),
        (icons::GIFT, Rule::new(t!(lang, "red_packets-how-split-title"), split)),
        (icons::WALLET, Rule::new(t!(lang, "red_packets-how-rest-title"), rest)),
        (icons::SCAN, Rule::new(t!(lang, "activities-how-counter-title"), counter)),
    ]
}

/// How anybody can check the split: the hash now, the file when it is over.
pub fn checking(tongue: Tongue, packet: &RedPacket, sealed: Option<&Sealed>) -> Markup {
    let Tongue { lang, shop } = tongue;
    let Some(sealed) = sealed else { return html! {} };
    let proof = shop.href(&format!("/packets/{}/proof", packet.id));
    html! {
        details.unfold {
            summary.quiet-link { (icons::CHECK) (t!(lang, "red_packets-check")) }
            p { (t!(lang, "red_packets-check-how")) }
            code.packet-hash { (sealed.commitment) }
            @if is_over(packet.life) {
                p { (t!(lang, "red_packets-check-over")) }
                p { a.quiet-link href=(proof) download { (icons::DOWNLOAD) (t!(lang, "red_packets-proof")) } }
            } @else {
                p { (t!(lang, "red_packets-check-later")) }
            }
        }
    }
}

/// Where it stands, for a list of members.
pub fn item(tongue: Tongue, shown: &Shown, now: Time) -> Item {
    let Tongue { lang, shop } = tongue;
    let packet = &shown.packet;
    let item = Item::new(packet.plan.name.say(lang))
        .start(html! { span.packet-dot aria-hidden="true" {} })
        .note(content(tongue, shown))
        .href(shop.href(&format!("/packets/{}", packet.id)));
    match shown.phase(now) {
        Phase::On => {
            item.aside(chip(Tone::Good, &t!(lang, "red_packets-left", left = shown.left())))
        }
        Phase::Before => {
            let opens = format::from_now(lang, packet.plan.opens_at, now);
            item.aside(chip(Tone::Accent, &opens))
        }
        Phase::Hidden | Phase::After => item.aside(t!(lang, "activities-over")),
    }
}
