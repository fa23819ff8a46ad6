//! A raffle of many entrants and prizes, and its proof under three verifiers.

use std::collections::BTreeSet;

use fair::testing::Case;
use serde_json::{Value as Json, json};

use super::{
    Scale,
    rig::{Field, Wish, cny},
};
use crate::draws::all_agree;

pub async fn replay(field: &Field, Scale { entrants, winners, kills, .. }: Scale) {
    let members = field.people(entrants).await;
    field.make("stores", json!({ "name": "Quay", "address": "Quay 1" })).await;
    let gift = json!({ "kind": "raffle", "name": { "en": "Mango box" }, "stock": winners,
                       "per_member": 0, "cost": cny(300) });
    let gift = field.make("gifts", gift).await;
    let (opens, closes) = field.hours().await;
    let raffle = json!({ "name": { "en": "The harvest" },
        "prizes": [{ "gift": gift, "quantity": winners }], "opens_at": opens, "closes_at": closes,
        "limits": { "per_member": 1 }, "wait_minutes": 10 });
    let raffle = field.make("raffles", raffle).await;
    let at = |noun: &str| format!("raffles/{raffle}/{noun}");
    field.make(&at("opening"), json!({})).await;
    let wishes: Vec<Wish> = members
        .iter()
        .map(|member| field.wish(at("claims"), json!({ "member": member })))
        .collect();
    let told = field.rush(wishes, kills).await;
    field.report("a raffle's entries", &told);
    assert!(told.iter().all(|one| one.status == 201), "everybody is in");
    field.make(&at("closing"), json!({ "reason": "Everybody is in" })).await;
    let drawn = field.rush(vec![field.wish(at("draw"), json!({}))], 1).await;
    field.report("its draw", &drawn);
    assert_eq!(drawn[0].status, 201, "{}", drawn[0].body);
    let twice = field.all(vec![field.wish(at("draw"), json!({}))]).await;
    assert_eq!(twice[0].code(), "raffles.already_drawn", "{}", twice[0].body);

    let proof = field.read(&at("proof")).await;
    let picked: BTreeSet<String> =
        proof["picks"].as_array().unwrap().iter().map(|pick| pick["entry"].to_string()).collect();
    assert_eq!(picked.len(), winners, "so many different winners");
    let case = |receipt: &Json| Case {
        proof: proof.to_string(),
        receipt: Some(receipt.as_str().unwrap().to_owned()),
        expected: "ok",
        what: "a raffle of the field",
    };
    let receipts: Vec<Case> =
        told.iter().step_by(entrants.div_ceil(20)).map(|one| case(&one.body["receipt"])).collect();
    all_agree(&receipts);
}
