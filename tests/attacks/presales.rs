//! Pre-sales: the last piece at the early price, the last piece at all, and the last place in a window.

use serde_json::{Value as Json, json};

use super::{Rush, Shop, cny};

/// Samples of each.
const CUPS: usize = 3;

impl Shop {
    /// An open one of so many pieces, so many of them cheaper, whose first window has so much room.
    pub async fn presale(&self, (pieces, early): (i64, i64), (room, each): (i64, i64)) -> String {
        let terms = json!({ "benefit": { "kind": "price", "each": 900 },
                            "conditions": { "goods": { "products": ["Cherries"] } } });
        let gift = json!({ "kind": "lead", "name": { "en": "Cherries" }, "cost": cny(300),
                           "stock": pieces, "per_member": 0, "terms": terms });
        let gift = self.program.makes("gifts", gift).await;
        // By the clock of whoever serves it.
        let made = self.program.reads(&format!("gifts/{gift}")).await;
        let now = kernel::Time::parse(made["created_at"].as_str().unwrap()).unwrap();
        let at = |days: i64| now.plus_days(days).to_string();
        let window = |capacity: i64| json!({ "from": at(2), "until": at(3), "capacity": capacity });
        let cup = json!({ "kind": "lead", "name": { "en": "A cup" }, "cost": cny(20), "stock": CUPS,
                          "per_member": 0 });
        let cup = self.program.makes("gifts", cup).await;
        let samples =
            json!({ "gift": cup, "pieces": CUPS, "from": at(0), "until": at(1), "hold_hours": 2 });
        let presale = json!({ "name": { "en": "First cherries" }, "gift": gift, "pieces": pieces,
            "samples": samples,
            "price": cny(800), "early": { "pieces": early, "price": cny(600) },
            "ready_at": at(2), "windows": [window(room), window(pieces)],
            "opens_at": at(0), "closes_at": at(1), "limits": { "per_member": each } });
        let presale = self.program.makes("presales", presale).await;
        self.program.does(("POST", &format!("presales/{presale}/opening")), json!({}), 201).await;
        presale
    }
}

pub(super) async fn rushes(shop: &Shop) -> Vec<Rush> {
    let by = |member: &str| json!({ "member": member, "window": 1 });
    let all = |presale: &str| -> Vec<(String, Json)> {
        let path = format!("presales/{presale}/claims");
        shop.members.iter().map(|member| (path.clone(), by(member))).collect()
    };
    let few = shop.presale((6, 2), (6, 1)).await;
    let early = shop.presale((100, 4), (100, 1)).await;
    let narrow = shop.presale((100, 1), (5, 1)).await;
    let each = shop.presale((100, 1), (100, 3)).await;
    let everybody = shop.members.len();
    let tries = |presale: &str| -> Vec<(String, Json)> {
        let path = format!("presales/{presale}/samples");
        shop.members.iter().map(|member| (path.clone(), json!({ "member": member }))).collect()
    };
    let again =
        Shop::again(&format!("presales/{each}/samples"), &json!({ "member": shop.first() }));
    vec![
        Rush {
            what: "the last samples of a pre-sale",
            asked: tries(&few),
            wins: CUPS,
            told: &["presales.samples_gone"],
            then: Some((format!("presales/{few}"), "/samples_left", json!(0))),
        },
        Rush {
            what: "one sample each",
            asked: again,
            wins: 1,
            told: &["presales.sample_taken"],
            then: Some((format!("presales/{each}"), "/figures/samples_held", json!(1))),
        },
        Rush {
            what: "the last pieces of a pre-sale",
            asked: all(&few),
            wins: 6,
            told: &["presales.sold_out"],
            then: Some((format!("presales/{few}"), "/left", json!(0))),
        },
        Rush {
            what: "the early pieces of a pre-sale, of which there are four",
            asked: all(&early),
            wins: everybody,
            told: &[],
            then: Some((format!("presales/{early}"), "/left", json!(100 - everybody))),
        },
        Rush {
            what: "the last places in a window",
            asked: all(&narrow),
            wins: 5,
            told: &["presales.window_full"],
            then: Some((format!("presales/{narrow}"), "/windows/0/room", json!(0))),
        },
        Rush {
            what: "three pieces each",
            asked: Shop::again(&format!("presales/{each}/claims"), &by(shop.first())),
            wins: 3,
            told: &["presales.limit_reached"],
            then: Some((format!("presales/{each}"), "/figures/reserved", json!(3))),
        },
    ]
}
