//! Orders as a file, amounts in plain digits. Who ordered is an id: names stay in the list of members.

use axum::response::Response;
use web::Shop;

use super::model::Order;
use crate::files;

pub fn answer(shop: &Shop, orders: &[Order]) -> Response {
    let head = [
        "order",
        "code",
        "member",
        "store",
        "state",
        "payment",
        "amount",
        "pieces",
        "placed_at",
        "changed_at",
    ];
    let rows = orders.iter().map(|order| {
        [
            order.id.to_string(),
            order.code.clone(),
            order.member.map_or_else(String::new, |member| member.to_string()),
            order.store.to_string(),
            order.state.to_string(),
            order.payment.to_string(),
            shop.money(order.amount).plain(),
            order.pieces.to_string(),
            order.placed_at.to_string(),
            order.changed_at.to_string(),
        ]
    });
    files::csv("orders.csv", head, rows)
}
