//! The list as a file, amounts in plain digits.

use std::collections::HashMap;

use axum::response::Response;
use kernel::{Lang, ProductId};
use web::Shop;

use super::{model::Product, shelves::Shelves};
use crate::files;

pub fn answer(
    lang: Lang,
    shop: &Shop,
    products: &[Product],
    shelves: &HashMap<ProductId, Shelves>,
) -> Response {
    let head = ["product", "name", "category", "price", "state", "left", "created_at"];
    let rows = products.iter().map(|product| {
        [
            product.id.to_string(),
            product.name.say(lang).to_owned(),
            product.category.clone(),
            shop.money(product.price).plain(),
            product.state.to_string(),
            shelves.get(&product.id).map_or(0, Shelves::total).to_string(),
            product.created_at.to_string(),
        ]
    });
    files::csv("products.csv", head, rows)
}
