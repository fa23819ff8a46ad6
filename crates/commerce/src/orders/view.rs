//! Orders in words: what several pages show of one.

use kernel::{Lang, Time};
use maud::{Markup, html};
use value::vouchers::taking::With;
use web::{
    Shop,
    kit::{
        Tone, format, icons,
        parts::{Item, chip, rows},
    },
    t,
};

use super::model::{Line, Order, Payment, State};

pub fn state(lang: Lang, state: State) -> String {
    match state {
        State::Placed => t!(lang, "orders-state-placed"),
        State::Reserved => t!(lang, "orders-state-reserved"),
        State::Paid => t!(lang, "orders-state-paid"),
        State::Ready => t!(lang, "orders-state-ready"),
        State::OnTheWay => t!(lang, "orders-state-on-the-way"),
        State::Failed => t!(lang, "orders-state-failed"),
        State::Missed => t!(lang, "orders-state-missed"),
        State::Collected => t!(lang, "orders-state-collected"),
        State::Cancelled => t!(lang, "orders-state-cancelled"),
        State::Expired => t!(lang, "orders-state-expired"),
        State::Returned => t!(lang, "orders-state-returned"),
    }
}

pub const fn tone(state: State) -> Tone {
    match state {
        State::Ready | State::OnTheWay => Tone::Good,
        State::Placed | State::Reserved | State::Paid => Tone::Accent,
        State::Cancelled | State::Expired | State::Failed | State::Missed => Tone::Warn,
        State::Collected | State::Returned => Tone::Plain,
    }
}

pub fn state_chip(lang: Lang, order: &Order, now: Time) -> Markup {
    state_of(lang, order.state_at(now))
}

pub fn state_of(lang: Lang, of: State) -> Markup {
    chip(tone(of), &state(lang, of))
}

pub fn payment(lang: Lang, payment: Payment) -> String {
    match payment {
        Payment::Owed => t!(lang, "orders-payment-owed"),
        Payment::Paid => t!(lang, "orders-payment-paid"),
        Payment::Refunded => t!(lang, "orders-payment-refunded"),
    }
}

/// What is in an order, what is used with it, and what it comes to.
pub fn lines(lang: Lang, shop: &Shop, order: &Order, (lines, with): (&[Line], &[With])) -> Markup {
    let item = |line: &Line| {
        let item = Item::new(line.name.say(lang));
        let item = if line.taken_off > 0 {
            let before = format::money(lang, shop.money(line.amount + line.taken_off));
            item.note(t!(lang, "orders-instead-of", before = before))
        } else {
            item
        };
        item.start(html! { b.num { (t!(lang, "products-times", quantity = line.quantity)) } })
            .aside(html! { span.num { (format::money(lang, shop.money(line.amount))) } })
    };
    html! {
        (rows(lines.iter().map(item).chain(with.iter().map(|with| used(lang, shop, with)))))
        p.basket-sum {
            span { (t!(lang, "baskets-sum", pieces = order.pieces)) }
            b.num { (format::money(lang, shop.money(order.amount))) }
        }
    }
}

fn used(lang: Lang, shop: &Shop, with: &With) -> Item {
    let note = if with.off > 0 {
        t!(lang, "orders-with-off", off = format::money(lang, shop.money(with.off)))
    } else {
        t!(lang, "orders-with-thing")
    };
    Item::new(with.name.say(lang)).start(icons::VOUCHER).note(note)
}

/// Until when it is held, while that matters.
pub fn until(lang: Lang, shop: &Shop, order: &Order, now: Time) -> Option<String> {
    (order.state_at(now) == State::Reserved).then(|| {
        let day = format::relative_day(lang, order.held_until, now, &shop.zone);
        let time = format::time(order.held_until, &shop.zone);
        t!(lang, "orders-held-until", day = day, time = time)
    })
}
