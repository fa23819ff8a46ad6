//! What a cashier says of a purchase, when a voucher asks for more than the amount.

use kernel::{FieldError, Fields, Money};
use maud::{Markup, html};
use web::{
    Shop,
    kit::{Form, icons},
    t,
};

use crate::purchases::{Line, model::MOST_ITEMS};

/// Rows that can be typed. Tills that know every article tell it by the API.
pub const ROWS: usize = 4;

fn names(row: usize) -> [String; 3] {
    ["name", "quantity", "amount"].map(|field| format!("line.{row}.{field}"))
}

/// Every field of the rows, for whoever carries them on.
pub fn fields() -> impl Iterator<Item = String> {
    (1..=ROWS).flat_map(names)
}

/// The goods that were typed; what the amount has beyond them is one line without a name. A name is
/// a product's or a category's. The amount is that of the lines when nothing else was typed.
pub fn read(
    text: &dyn Fn(&str) -> String,
    shop: &Shop,
    (amount, wrong): (Option<i64>, &mut Fields),
) -> (Option<i64>, Vec<Line>) {
    let (mut lines, mut sum) = (Vec::new(), 0i64);
    for row in 1..=ROWS {
        let [name, quantity, cost] = names(row);
        let (typed, many, paid) = (text(&name), text(&quantity), text(&cost));
        let (typed, many, paid) = (typed.trim(), many.trim(), paid.trim());
        if typed.is_empty() && paid.is_empty() {
            continue;
        }
        let pieces = if many.is_empty() { Ok(1) } else { many.parse() };
        let pieces = pieces.ok().filter(|pieces| (1..=MOST_ITEMS).contains(pieces));
        if pieces.is_none() {
            let out = FieldError::new(quantity, "number_range");
            wrong.push(out.with("min", 1).with("max", MOST_ITEMS));
        }
        match Money::parse(paid, shop.currency) {
            Ok(money) => {
                sum = sum.saturating_add(money.amount);
                let named = (!typed.is_empty()).then(|| typed.to_owned());
                lines.push(Line {
                    product: named.clone(),
                    category: named,
                    quantity: pieces.unwrap_or(1),
                    amount: money.amount,
                });
            }
            Err(error) => wrong.push(error.at("amount", paid, shop.currency)),
        }
    }
    if lines.is_empty() {
        return (amount, lines);
    }
    let whole = amount.unwrap_or(sum);
    if whole > sum {
        lines.push(Line { quantity: 1, amount: whole - sum, ..Line::default() });
    } else if whole < sum {
        wrong.push(FieldError::new("amount", "lines_amount").with("amount", sum));
    }
    (Some(whole), lines)
}

/// The rows, folded until something stands in them.
pub fn rows(form: &Form, shop: &Shop) -> Markup {
    let lang = form.lang;
    let said = fields().any(|name| !form.value(&name).is_empty());
    html! {
        details.more.fold open[said] {
            summary { (icons::RIGHT) (t!(lang, "counter-goods")) }
            div.stack {
                p.hint { (t!(lang, "counter-goods-hint")) }
                @for row in 1..=ROWS {
                    @let [name, quantity, amount] = names(row);
                    (form.text(&name, t!(lang, "counter-goods-name", number = row)).max(120).optional())
                    div.two-fields {
                        (form.number(&quantity, t!(lang, "counter-goods-quantity")).optional())
                        (form.money(&amount, t!(lang, "counter-goods-amount"), shop.currency).optional())
                    }
                }
            }
        }
    }
}
