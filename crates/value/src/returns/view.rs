//! What the counter shows of a return.

use kernel::{Lang, Time};
use maud::{Markup, html};
use people::members::Member;
use web::{
    Shop,
    kit::{
        Form, format, icons,
        parts::{Button, Empty, Head, Item, card, rows},
    },
    t,
};

use super::{
    actions::{Outcome, Sold},
    model::{Open, Returned},
};
use crate::points::Outlook;

/// A purchase that is looked at for a return.
pub struct Asked<'a> {
    pub shop: &'a Shop,
    pub sold: &'a Sold,
    pub buyer: Option<&'a Member>,
    pub outcome: Option<&'a (Outcome, Vec<Outlook>)>,
    pub typed: &'a [(String, String)],
    /// How the money goes back, where it does not come out of the till.
    pub money: &'a [Markup],
    pub now: Time,
}

/// First what comes back; then what it comes to, with the one button.
pub fn ask(form: &Form, once: &str, asked: &Asked) -> Markup {
    let (lang, shop, purchase) = (form.lang, asked.shop, &asked.sold.purchase);
    let day = format::day(lang, purchase.at.date(&shop.zone), asked.now.date(&shop.zone));
    let who = asked.buyer.map_or_else(|| t!(lang, "returns-nobody"), |buyer| buyer.name.clone());
    let amount = format::money(lang, shop.money(purchase.amount));
    let head = Head::new(t!(lang, "returns-of", name = who))
        .back("/counter", &t!(lang, "counter-title"))
        .note(t!(lang, "returns-bought", amount = amount, day = day));
    if asked.sold.lines.iter().all(Open::is_gone) {
        let text = t!(lang, "refusal-returns-nothing_left");
        return html! {
            (head)
            (Empty::new(icons::UNDO, t!(lang, "returns-over"), text).action("/counter", t!(lang, "counter-next")).as_page())
        };
    }
    html! {
        (head)
        @match asked.outcome {
            Some(outcome) => (confirm(form, once, asked, outcome)),
            None => (wanted(form, asked)),
        }
    }
}

/// The lines with what is left of each, or the amount.
fn wanted(form: &Form, asked: &Asked) -> Markup {
    let (lang, shop) = (form.lang, asked.shop);
    let action = format!("/counter/purchases/{}", asked.sold.purchase.id);
    html! {
        form.card method="get" action=(action) novalidate {
            (form.summary())
            @for (line, number) in asked.sold.lines.iter().zip(1usize..) {
                @if line.by_amount {
                    (form.money("amount", t!(lang, "returns-amount"), shop.currency).large()
                        .hint(t!(lang, "returns-left", amount = format::money(lang, shop.money(line.amount())))))
                } @else if line.quantity() > 0 {
                    (form.number(&format!("lines.{number}"), name(lang, line, number)).optional()
                        .hint(t!(lang, "returns-pieces", left = line.quantity(), of = line.line.quantity,
                            amount = format::money(lang, shop.money(line.amount())))))
                }
            }
            (Button::primary(t!(lang, "returns-look")).big())
        }
    }
}

fn name(lang: Lang, line: &Open, number: usize) -> String {
    let named = line.line.product.clone().or_else(|| line.line.category.clone());
    named.unwrap_or_else(|| t!(lang, "returns-line", number = number))
}

/// What it comes to, before anything is done.
fn confirm(
    form: &Form,
    once: &str,
    asked: &Asked,
    (outcome, outlooks): &(Outcome, Vec<Outlook>),
) -> Markup {
    let (lang, shop) = (form.lang, asked.shop);
    let money = |amount: i64| format::money(lang, shop.money(amount));
    let (title, amount) = if outcome.money < 0 {
        (t!(lang, "returns-collect"), -outcome.money)
    } else if asked.money.is_empty() {
        (t!(lang, "returns-pay-out"), outcome.money)
    } else {
        (t!(lang, "returns-itself"), outcome.money)
    };
    let mut items = vec![Item::new(title).aside(html! { strong.num { (money(amount)) } })];
    if outcome.wallet > 0 {
        let back = html! { strong.num { (money(outcome.wallet)) } };
        items.push(Item::new(t!(lang, "returns-wallet")).aside(back));
    }
    for part in &outcome.parts {
        let line = part.line.checked_sub(1).and_then(|at| asked.sold.lines.get(at));
        if let Some(line) = line.filter(|line| !line.by_amount) {
            let what =
                t!(lang, "returns-part", count = part.quantity, name = name(lang, line, part.line));
            items.push(Item::new(what).aside(html! { span.num { (money(part.amount)) } }));
        }
    }
    items.extend(outlooks.iter().flat_map(|outlook| changes(lang, outlook)));
    let again = format!("/counter/purchases/{}", asked.sold.purchase.id);
    html! {
        (card(&t!(lang, "returns-comes-to"), "", rows(items)))
        @for piece in asked.money { (piece) }
        (form.post("/counter/returns", once, html! {
            (form.hidden("purchase", &asked.sold.purchase.id.to_string()))
            @for (name, value) in asked.typed.iter().filter(|(name, _)| name == "amount" || name.starts_with("lines.")) {
                (form.hidden(name, value))
            }
            (form.text("reason", t!(lang, "returns-reason")).max(200).optional())
            (Button::primary(t!(lang, "returns-take")).big())
            (Button::link(again, t!(lang, "returns-other")))
        }))
    }
}

fn changes(lang: Lang, outlook: &Outlook) -> Vec<Item> {
    let unit = outlook.unit.say(lang);
    let lines =
        [("balance", outlook.balance), ("pending", outlook.pending), ("owed", outlook.owed)];
    let shown = lines.into_iter().filter(|(_, change)| *change != 0);
    shown
        .map(|(of, change)| {
            let title = match of {
                "balance" => t!(lang, "returns-points", unit = unit),
                "pending" => t!(lang, "returns-points-pending", unit = unit),
                _ => t!(lang, "returns-points-owed", unit = unit),
            };
            Item::new(title).aside(html! { span.num { (format::signed(lang, change)) } })
        })
        .collect()
}

/// What was done, in one line.
pub fn done(lang: Lang, shop: &Shop, returned: &Returned, itself: &[Markup]) -> String {
    let money = format::money(lang, shop.money(returned.money.abs()));
    let mut text = if returned.money < 0 {
        t!(lang, "returns-done-collect", money = money)
    } else if itself.is_empty() {
        t!(lang, "returns-done-pay-out", money = money)
    } else {
        t!(lang, "returns-done-itself", money = money)
    };
    if returned.wallet > 0 {
        let money = format::money(lang, shop.money(returned.wallet));
        text.push(' ');
        text.push_str(&t!(lang, "returns-done-wallet", money = money));
    }
    if returned.points > 0 {
        text.push(' ');
        text.push_str(&t!(lang, "returns-done-points", points = returned.points));
    }
    text
}
