//! Payments as a file, amounts in plain digits: ours, and beside them what the provider said when the day
//! was compared.

use std::collections::HashMap;

use axum::response::Response;
use kernel::PaymentId;
use web::Shop;

use super::model::{Payment, Sums};
use crate::files;

pub fn answer(shop: &Shop, payments: &[Payment], sums: &HashMap<PaymentId, Sums>) -> Response {
    let head = [
        "payment",
        "order",
        "store",
        "way",
        "provider_id",
        "amount",
        "state",
        "for_the_order",
        "given_back",
        "on_its_way_back",
        "given_back_elsewhere",
        "trouble",
        "provider_says",
        "provider_asked_at",
        "created_at",
        "paid_at",
    ];
    let at = |time: Option<kernel::Time>| time.map_or_else(String::new, |time| time.to_string());
    let rows = payments.iter().map(|payment| {
        let sums = sums.get(&payment.id).copied().unwrap_or_default();
        let money = |amount: i64| shop.money(amount).plain();
        [
            payment.id.to_string(),
            payment.order.to_string(),
            payment.store.to_string(),
            payment.way.clone(),
            payment.theirs.clone().unwrap_or_default(),
            money(payment.amount),
            payment.state.to_string(),
            payment.taken.to_string(),
            money(sums.done),
            money(sums.waiting),
            money(payment.elsewhere),
            payment.trouble.clone(),
            payment.checked.clone(),
            at(payment.checked_at),
            payment.created_at.to_string(),
            at(payment.paid_at),
        ]
    });
    files::csv("payments.csv", head, rows)
}
