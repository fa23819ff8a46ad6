//! A flash sale of so many pieces, wanted by many more people at once.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    Scale,
    rig::{Field, Wish, cny},
};

pub async fn replay(field: &Field, Scale { people, pieces, kills, .. }: Scale) {
    let members = field.people(people).await;
    let gift = json!({ "kind": "lead", "name": { "en": "Mango box" }, "stock": pieces,
                       "per_member": 1, "cost": cny(300) });
    let gift = field.make("gifts", gift).await;
    let (opens, closes) = field.hours().await;
    let sale = json!({ "name": { "en": "Mangoes at noon" }, "gift": gift, "pieces": pieces,
        "opens_at": opens, "closes_at": closes, "limits": { "per_member": 1 } });
    let sale = field.make("flash-sales", sale).await;
    field.make(&format!("flash-sales/{sale}/opening"), json!({})).await;

    let path = format!("flash-sales/{sale}/claims");
    let wishes: Vec<Wish> =
        members.iter().map(|member| field.wish(&path, json!({ "member": member }))).collect();
    let told = field.rush(wishes.clone(), kills).await;
    field.report("a flash sale", &told);
    let won: BTreeMap<usize, &str> = told
        .iter()
        .enumerate()
        .filter(|(_, one)| one.status == 201)
        .map(|(number, one)| (number, one.body["id"].as_str().unwrap()))
        .collect();
    assert_eq!(won.len(), pieces, "not one more than there is, and not one fewer");
    let late = told.iter().filter(|one| one.code() == "flash_sales.sold_out").count();
    assert_eq!(late, people - pieces, "all others are told that it is sold out");

    // Whoever asks again with the same mark is told the same.
    let again: Vec<(usize, Wish)> =
        wishes.into_iter().enumerate().filter(|(number, _)| number % 10 == 0).collect();
    let told = field.all(again.iter().map(|(_, wish)| wish.clone()).collect()).await;
    for ((number, _), one) in again.iter().zip(&told) {
        assert_eq!(won.get(number).copied(), one.body["id"].as_str(), "{number}: {}", one.body);
    }
    let sale = field.read(&format!("flash-sales/{sale}")).await;
    assert_eq!(sale["left"], 0, "{sale}");
    assert_eq!(sale["figures"]["held"], pieces, "{sale}");
}
