//! A raffle that was made, entered and drawn through the API: its proof and receipts are what every verifier
//! proves, and whoever was left out can show it.

use fair::{Proof, testing::Case};
use serde_json::{Value as Json, json};
use store::testing::engines;

use super::{all_agree, others};
use crate::{attacks::Shop, program::Program};

/// A case of a file as the API gives it: objects in the order of their names are the one form.
fn case(
    proof: &Json,
    receipt: Option<&str>,
    (expected, what): (&'static str, &'static str),
) -> Case {
    Case { proof: proof.to_string(), receipt: receipt.map(str::to_owned), expected, what }
}

async fn enter(shop: &Shop, raffle: &str, member: &str) -> String {
    let path = format!("raffles/{raffle}/claims");
    let claim = shop.program.does(("POST", &path), json!({ "member": member }), 201).await;
    claim["receipt"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_verifiers_prove_a_raffle_that_was_made_through_the_api() {
    drop(others());
    for engine in engines() {
        let shop = Shop::open(Program::on(engine).await).await;
        let (raffle, wheel) = (shop.raffle(None).await, shop.raffle(Some(9)).await);
        let mut receipts = Vec::new();
        for member in &shop.members[..7] {
            receipts.push(enter(&shop, &raffle, member).await);
        }
        let played = enter(&shop, &wheel, shop.first()).await;
        let why = json!({ "reason": "A full house" });
        for id in [&raffle, &wheel] {
            shop.program.does(("POST", &format!("raffles/{id}/closing")), why.clone(), 201).await;
        }
        shop.program.does(("POST", &format!("raffles/{raffle}/draw")), json!({}), 201).await;
        let proof = shop.program.reads(&format!("raffles/{raffle}/proof")).await;
        let mut cases = vec![case(&proof, None, ("ok", "drawn through the API"))];
        for receipt in &receipts {
            cases.push(case(&proof, Some(receipt), ("ok", "with a receipt")));
        }
        let again = json!({ "pick": 0, "why": "declined" });
        shop.program.does(("POST", &format!("raffles/{raffle}/rerolls")), again, 201).await;
        let rerolled = shop.program.reads(&format!("raffles/{raffle}/proof")).await;
        cases.push(case(&rerolled, Some(&receipts[0]), ("ok", "drawn again")));
        let instant = shop.program.reads(&format!("raffles/{wheel}/proof")).await;
        cases.push(case(&instant, Some(&played), ("ok", "a wheel and a play of it")));
        cases.push(case(&instant, Some(&receipts[0]), ("receipt_other_key", "another's receipt")));
        let keys = [&proof, &instant].map(|file| file["opening"]["key"].clone());
        if keys[0] == keys[1] {
            // One shop has one key: the receipt is the shop's, of another draw.
            cases.pop();
            cases.push(case(&instant, Some(&receipts[0]), ("receipt_other_draw", "another draw")));
        }
        let told = Proof::read(proof.to_string().as_bytes()).unwrap();
        assert_eq!((told.entries.len(), told.picks.len()), (7, 2));
        all_agree(&cases);
    }
}
