//! Groups in which red packets are opened, each wanted by more people than it has shares.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    Scale,
    rig::{Field, Wish, cny},
};

/// What one packet holds, in cents.
const TOTAL: i64 = 8_888;

pub async fn replay(field: &Field, Scale { groups, packets, shares, takers, kills, .. }: Scale) {
    field.make("stores", json!({ "name": "Quay", "address": "Quay 1" })).await;
    let plan = json!({ "state": "open", "spending": "bonus_first", "forfeits": "proportion",
        "least": cny(100), "most": cny(50_000), "cap_named": cny(500_000), "cap_unnamed": cny(100_000) });
    field.put("wallets/plan", plan).await;
    let series = json!({ "name": "Runners", "capacity": takers });
    let series = field.make("series", series).await;
    let join =
        |n| field.wish("memberships", json!({ "name": format!("Runner {n}"), "series": series }));
    let joined = field.made((0..groups * takers).map(join).collect()).await;
    let mut people: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in &joined {
        let of = |what: &str| one[what].as_str().unwrap();
        people.entry(of("group")).or_default().push(of("member"));
    }
    assert!(people.len() >= groups, "{} groups", people.len());

    let (opens, closes) = field.hours().await;
    let packet = |group: &str| {
        field.wish(
            "packets",
            json!({ "name": { "en": "Good luck" }, "gives": { "kind": "money" },
            "whom": { "kind": "groups", "groups": [group] }, "total": TOTAL, "shares": shares,
            "opens_at": opens, "closes_at": closes }),
        )
    };
    let groups: Vec<(&&str, &Vec<&str>)> = people.iter().collect();
    let each: Vec<_> = groups.iter().cycle().take(packets).collect();
    let made = field.made(each.iter().map(|(group, _)| packet(group)).collect()).await;
    let ids: Vec<&str> = made.iter().map(|one| one["id"].as_str().unwrap()).collect();
    let open = |id: &&str| field.wish(format!("packets/{id}/opening"), json!({}));
    field.made(ids.iter().map(open).collect()).await;

    let wishes: Vec<Wish> = ids
        .iter()
        .zip(&each)
        .flat_map(|(id, (_, members))| {
            let path = format!("packets/{id}/claims");
            members.iter().map(move |member| (path.clone(), *member))
        })
        .map(|(path, member)| field.wish(path, json!({ "member": member })))
        .collect();
    let told = field.rush(wishes.clone(), kills).await;
    field.report("red packets", &told);
    let mut got: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (wish, one) in wishes.iter().zip(&told) {
        match one.status {
            201 => {
                let amount = one.body["amount"].as_i64().unwrap_or_else(|| panic!("{}", one.body));
                got.entry(&wish.path).or_default().push(amount);
            }
            _ => assert!(
                matches!(one.code(), "red_packets.empty" | "red_packets.closed"),
                "{}",
                one.body
            ),
        }
    }
    for (packet, (_, members)) in ids.iter().zip(&each) {
        let mut shared = got.remove(&*format!("packets/{packet}/claims")).unwrap_or_default();
        assert_eq!(shared.len(), shares.min(members.len()), "{packet}");
        if members.len() >= shares {
            assert_eq!(shared.iter().sum::<i64>(), TOTAL, "{packet}: to the cent");
        }
        shared.sort_unstable();
        assert!(shared[0] >= 1, "{packet}: nobody gets nothing");
    }
}
