//! Group buys: the last place of a team, and of all teams.

use serde_json::{Value as Json, json};

use super::{Rush, Shop, cny};

impl Shop {
    /// An open one of so many places, teams of at most so many, and how many each member may have.
    pub async fn group_buy(&self, seats: i64, (most, each): (i64, i64)) -> String {
        let terms = json!({ "benefit": { "kind": "price", "each": 900 },
                            "conditions": { "goods": { "products": ["Mango"] } } });
        let gift = json!({ "kind": "lead", "name": { "en": "Mango" }, "cost": cny(300),
                           "stock": seats, "per_member": 0, "terms": terms });
        let gift = self.program.makes("gifts", gift).await;
        // By the clock of whoever serves it.
        let made = self.program.reads(&format!("gifts/{gift}")).await;
        let now = kernel::Time::parse(made["created_at"].as_str().unwrap()).unwrap();
        let buy = json!({ "name": { "en": "Mangoes together" }, "gift": gift, "seats": seats,
            "tiers": [{ "people": 2, "price": cny(800) }], "most": most,
            "opens_at": now.to_string(), "closes_at": now.plus_days(1).to_string(),
            "limits": { "per_member": each } });
        let buy = self.program.makes("group-buys", buy).await;
        self.program.does(("POST", &format!("group-buys/{buy}/opening")), json!({}), 201).await;
        buy
    }
}

pub(super) async fn rushes(shop: &Shop) -> Vec<Rush> {
    let by = |member: &str| json!({ "member": member });
    let seats = |team: &str| format!("group-buy-teams/{team}/seats");
    let start = async |buy: &str| {
        let teams = format!("group-buys/{buy}/teams");
        let started = shop.program.does(("POST", &teams), by(shop.first()), 201).await;
        started["team"]["id"].as_str().unwrap().to_owned()
    };
    let (last, few) = (shop.group_buy(100, (5, 1)).await, shop.group_buy(6, (100, 1)).await);
    let (team, roomy) = (start(&last).await, start(&few).await);
    let each = shop.group_buy(100, (5, 3)).await;
    let others = |path: &str| -> Vec<(String, Json)> {
        shop.members.iter().skip(1).map(|member| (path.to_owned(), by(member))).collect()
    };
    vec![
        Rush {
            what: "the last places of a team",
            asked: others(&seats(&team)),
            wins: 4,
            told: &["group_buys.team_full"],
            then: Some((format!("group-buy-teams/{team}"), "/people", json!(5))),
        },
        Rush {
            what: "the last places of a group buy",
            asked: others(&seats(&roomy)),
            wins: 5,
            told: &["group_buys.sold_out"],
            then: Some((format!("group-buys/{few}"), "/left", json!(0))),
        },
        Rush {
            what: "three teams each",
            asked: Shop::again(&format!("group-buys/{each}/teams"), &by(shop.first())),
            wins: 3,
            told: &["group_buys.limit_reached"],
            then: Some((format!("group-buys/{each}"), "/figures/teams_open", json!(3))),
        },
    ]
}
