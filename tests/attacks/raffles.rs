//! Raffles: the last ticket, the last play, the one draw.

use serde_json::json;

use super::{Rush, Shop};

impl Shop {
    /// An open raffle of two prizes; an instant one has so many plays.
    pub async fn raffle(&self, plays: Option<i64>) -> String {
        let gift = self.gift(2, 0).await;
        let made = self.program.reads(&format!("gifts/{gift}")).await;
        let now = kernel::Time::parse(made["created_at"].as_str().unwrap()).unwrap();
        let style = if plays.is_some() { "wheel" } else { "scheduled" };
        let raffle = json!({ "name": { "en": "A mango a day" }, "style": style,
            "prizes": [{ "gift": gift, "quantity": 2 }], "plays": plays.unwrap_or(0),
            "opens_at": now.to_string(), "closes_at": now.plus_days(1).to_string(),
            "limits": { "per_member": 3 }, "wait_minutes": 10 });
        let raffle = self.program.makes("raffles", raffle).await;
        self.program.does(("POST", &format!("raffles/{raffle}/opening")), json!({}), 201).await;
        raffle
    }
}

impl Shop {
    /// A draw for whoever joins, announced for tomorrow.
    pub async fn welcome_draw(&self) -> String {
        let gift = self.gift(2, 0).await;
        let made = self.program.reads(&format!("gifts/{gift}")).await;
        let now = kernel::Time::parse(made["created_at"].as_str().unwrap()).unwrap();
        let draw = json!({ "name": { "en": "A mango to say hello" }, "style": "egg", "joining": 1,
            "prizes": [{ "gift": gift, "quantity": 2 }], "plays": 3, "free": 0,
            "opens_at": now.plus_days(1).to_string(), "closes_at": now.plus_days(90).to_string(),
            "limits": { "per_member": 1 } });
        let draw = self.program.makes("raffles", draw).await;
        self.program.does(("POST", &format!("raffles/{draw}/schedule")), json!({}), 201).await;
        draw
    }
}

pub(super) async fn rushes(shop: &Shop) -> Vec<Rush> {
    let (once, wheel, full) =
        (shop.raffle(None).await, shop.raffle(Some(6)).await, shop.raffle(None).await);
    let at = |raffle: &str, noun: &str| format!("raffles/{raffle}/{noun}");
    let by = |member: &str| json!({ "member": member });
    for member in &shop.members[..4] {
        shop.program.does(("POST", &at(&full, "claims")), by(member), 201).await;
    }
    let why = json!({ "reason": "A full house" });
    shop.program.does(("POST", &at(&full, "closing")), why, 201).await;
    vec![
        Rush {
            what: "the one ticket of a raffle",
            asked: Shop::again(&at(&once, "claims"), &by(shop.first())),
            wins: 1,
            told: &["raffles.no_ticket"],
            then: Some((format!("raffles/{once}"), "/tickets", json!(1))),
        },
        Rush {
            what: "the plays of a wheel",
            asked: shop.each(&at(&wheel, "claims"), by),
            wins: 6,
            told: &["raffles.full"],
            then: Some((format!("raffles/{wheel}"), "/figures/held", json!(2))),
        },
        Rush {
            what: "the draw of a raffle",
            asked: Shop::again(&at(&full, "draw"), &json!({})),
            wins: 1,
            told: &["raffles.already_drawn"],
            then: Some((format!("raffles/{full}"), "/figures/passed", json!(0))),
        },
    ]
}
