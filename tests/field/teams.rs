//! A group buy of many teams, of which half fail.

use serde_json::{Value as Json, json};

use super::{
    Scale,
    rig::{Field, cny},
};

pub async fn replay(field: &Field, Scale { teams, kills, .. }: Scale) {
    let members = field.people(teams * 3).await;
    let terms = json!({ "benefit": { "kind": "price", "each": 900 },
                        "conditions": { "goods": { "products": ["Mango"] } } });
    let gift = json!({ "kind": "lead", "name": { "en": "Mango" }, "cost": cny(300),
                       "stock": teams * 3, "per_member": 0, "terms": terms });
    let gift = field.make("gifts", gift).await;
    let points = json!({ "name": { "en": "Leaves" }, "terms": { "unit": { "en": "leaves" },
        "rules": [], "expiry": { "kind": "never" }, "returns": "within_balance" } });
    let points = field.make("points-programs", points).await;
    let give = |member: &String| {
        field.wish(
            "points/adjustments",
            json!({ "program": points, "member": member,
            "points": 20, "reason": "A welcome" }),
        )
    };
    field.made(members.iter().map(give).collect()).await;
    let (opens, closes) = field.hours().await;
    let buy = json!({ "name": { "en": "Mangoes together" }, "gift": gift, "seats": teams * 3,
        "tiers": [{ "people": 3, "price": cny(800) }], "most": 5, "opens_at": opens, "closes_at": closes,
        "cost": { "program": points, "points": 15 }, "limits": { "per_member": 1 } });
    let buy = field.make("group-buys", buy).await;
    field.make(&format!("group-buys/{buy}/opening"), json!({})).await;

    let by = |member: &String| json!({ "member": member });
    let start = |trio: &[String]| field.wish(format!("group-buys/{buy}/teams"), by(&trio[0]));
    let started = field.made(members.chunks(3).map(start).collect()).await;
    let ids: Vec<&str> = started.iter().map(|one| one["team"]["id"].as_str().unwrap()).collect();
    // Every second team stays one short.
    let joining =
        ids.iter().zip(members.chunks(3)).enumerate().flat_map(|(number, (team, trio))| {
            let more = if number % 2 == 0 { 2 } else { 1 };
            let path = format!("group-buy-teams/{team}/seats");
            trio[1..=more].iter().map(move |member| (path.clone(), member)).collect::<Vec<_>>()
        });
    let wishes = joining.map(|(path, member)| field.wish(path, by(member))).collect();
    let told = field.rush(wishes, kills).await;
    field.report("a group buy's places", &told);
    assert!(told.iter().all(|one| one.status == 201), "everybody found a place");
    field
        .make(&format!("group-buys/{buy}/closing"), json!({ "reason": "The truck is here" }))
        .await;
    // Tickets and refunds are made in turns of their own.
    field.stumble().await;

    let team = async |id: &str| field.read(&format!("group-buy-teams/{id}")).await;
    let open = format!("group-buys/{buy}/teams?state=open");
    let none = async || field.read(&open).await["items"].as_array().is_some_and(Vec::is_empty);
    field.until("every team's end", none).await;
    let (mut made, mut failed) = (0, 0);
    for (number, id) in ids.iter().enumerate() {
        let state = team(id).await["state"].clone();
        let is = if number % 2 == 0 { "made" } else { "failed" };
        assert_eq!(state, is, "{id}");
        (made, failed) = if is == "made" { (made + 1, failed) } else { (made, failed + 1) };
    }
    println!("{made} teams made, {failed} failed");
    field
        .until("tickets and refunds", async || {
            let stands: Json = field.read(&format!("group-buys/{buy}")).await;
            stands["figures"]["held"].as_u64() == Some(made * 3)
        })
        .await;
    for (number, trio) in members.chunks(3).enumerate().step_by(teams.div_ceil(20)) {
        let left = field.read(&format!("members/{}/points", trio[0])).await;
        let have = if number % 2 == 0 { 5 } else { 20 };
        assert!(left.to_string().contains(&format!("\"balance\":{have}")), "{number}: {left}");
    }
}
