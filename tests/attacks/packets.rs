//! Everybody reaches into a red packet at once.

use serde_json::{Value as Json, json};

use super::{Rush, Shop};
use crate::program::cny;

impl Shop {
    /// An open red packet of so much in so many shares, at random.
    pub async fn packet(&self, gives: Json, (total, shares): (i64, i64)) -> String {
        let made = self.program.reads(&format!("members/{}", self.first())).await;
        let now = kernel::Time::parse(made["created_at"].as_str().unwrap()).unwrap();
        let packet = json!({ "name": { "en": "Good luck" }, "gives": gives, "total": total,
            "shares": shares, "opens_at": now.to_string(),
            "closes_at": now.plus_days(1).to_string() });
        let packet = self.program.makes("packets", packet).await;
        self.program.does(("POST", &format!("packets/{packet}/opening")), json!({}), 201).await;
        packet
    }
}

pub(super) async fn rushes(shop: &Shop) -> Vec<Rush> {
    let plan = json!({ "state": "open", "spending": "bonus_first", "forfeits": "proportion",
        "least": cny(100), "most": cny(50_000), "cap_named": cny(500_000),
        "cap_unnamed": cny(100_000) });
    shop.program.does(("PUT", "wallets/plan"), plan, 200).await;
    let money = shop.packet(json!({ "kind": "money" }), (1_000, 7)).await;
    let mine = shop.packet(json!({ "kind": "money" }), (1_000, 50)).await;
    let program = shop.points(1).await;
    let points = shop.packet(json!({ "kind": "points", "program": program }), (90, 5)).await;
    let gift = shop.gift(4, 0).await;
    let tickets = shop.packet(json!({ "kind": "vouchers", "gift": gift }), (4, 4)).await;
    let claims = |packet: &str| format!("packets/{packet}/claims");
    let by = |member: &str| json!({ "member": member });
    let all = |packet: &str, wins, given: i64, what| Rush {
        what,
        asked: shop.each(&claims(packet), by),
        wins,
        told: &["red_packets.empty"],
        then: Some((format!("packets/{packet}"), "/figures/given", json!(given))),
    };
    vec![
        all(&money, 7, 1_000, "the shares of a red packet"),
        all(&points, 5, 90, "points in a red packet"),
        all(&tickets, 4, 4, "vouchers in a red packet"),
        Rush {
            what: "one share of a red packet each",
            asked: Shop::again(&claims(&mine), &by(shop.first())),
            wins: 1,
            told: &["red_packets.already_taken"],
            then: Some((format!("packets/{mine}"), "/figures/taken", json!(1))),
        },
    ]
}
