//! Stored value for programs.

use axum::{body::Body, http::Request};
use kernel::permission;
use serde_json::{Value as Json, json};

use super::{has, opened, plan};
use crate::testing::House;

struct Program<'h> {
    house: &'h House,
    key: String,
}

impl<'h> Program<'h> {
    async fn of(house: &'h House) -> Self {
        let scopes: Vec<String> = permission::scopes().iter().map(|&one| one.to_owned()).collect();
        let made = house.market.turn(async |tx| web::keys::create(tx, "till", &scopes).await).await;
        Self { house, key: made.unwrap().1 }
    }
    /// `once`: none for no key.
    async fn send(
        &self,
        (method, path): (&str, &str),
        once: Option<&str>,
        body: Json,
    ) -> (u16, Json) {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{path}"))
            .header("authorization", format!("Bearer {}", self.key))
            .header("content-type", "application/json");
        if let Some(once) = once {
            request = request.header("idempotency-key", once);
        }
        let body = if method == "GET" { Body::empty() } else { Body::from(body.to_string()) };
        let answer = self.house.answer(request.body(body).unwrap()).await;
        let json = serde_json::from_str(&answer.body).unwrap_or(Json::Null);
        (answer.status, json)
    }
    async fn get(&self, path: &str) -> (u16, Json) {
        self.send(("GET", path), None, Json::Null).await
    }
}

fn yuan(amount: i64) -> Json {
    json!({ "amount": amount, "currency": "CNY" })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_tops_up_pays_and_pays_out() {
    let house = House::open().await;
    let ana = house.member("Ana").await;
    opened(&house.market, plan()).await;
    let till = Program::of(&house).await;
    let (store, member) = (house.market.store.to_string(), ana.id.to_string());
    let new =
        json!({ "member": member, "amount": yuan(10_000), "bonus": yuan(1_000), "store": store });
    let (status, made) = till.send(("POST", "top-ups"), Some("k1"), new.clone()).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!((&made["bonus"], &made["undone_at"]), (&yuan(1_000), &Json::Null));
    let (_, again) = till.send(("POST", "top-ups"), Some("k1"), new.clone()).await;
    assert_eq!(again["id"], made["id"], "the same key is the same top-up");
    let mut other = new.clone();
    other["amount"] = yuan(20_000);
    let (status, problem) = till.send(("POST", "top-ups"), Some("k1"), other).await;
    assert_eq!((status, &problem["code"]), (422, &json!("idempotency.mismatch")));
    assert_eq!(till.send(("POST", "top-ups"), None, new.clone()).await.0, 400, "no key");
    let id = made["id"].as_str().unwrap();
    assert_eq!(till.get(&format!("top-ups/{id}")).await.1["amount"], yuan(10_000));
    assert_eq!(till.get(&format!("top-ups?member={member}")).await.1["items"][0]["id"], made["id"]);

    let buy = json!({ "store": store, "member": member, "amount": yuan(2_500) });
    let (_, purchase) = till.send(("POST", "purchases"), Some("k2"), buy).await;
    let path = format!("wallets/{member}/payments");
    let pay = json!({ "purchase": purchase["id"], "most": yuan(2_000) });
    let (status, paid) = till.send(("POST", &path), Some("k3"), pay).await;
    assert_eq!((status, &paid["principal"], &paid["bonus"]), (201, &yuan(1_000), &yuan(1_000)));
    assert_eq!(till.get(&path).await.1["items"][0]["purchase"], purchase["id"]);

    let path = format!("wallets/{member}/refunds");
    let out = json!({ "amount": yuan(4_000), "forfeited": yuan(0) });
    let (status, refund) = till.send(("POST", &path), Some("k4"), out).await;
    assert_eq!((status, &refund["forfeited"]), (201, &yuan(0)), "{refund}");
    assert_eq!(till.get(&path).await.1["items"][0]["id"], refund["id"]);
    let (_, wallet) = till.get(&format!("wallets/{member}")).await;
    assert_eq!((&wallet["principal"], &wallet["bonus"]), (&yuan(5_000), &yuan(0)));
    assert_eq!(till.get("wallets").await.1["items"][0]["member"], json!(member));
    let (status, problem) = till.send(("DELETE", &format!("top-ups/{id}")), None, Json::Null).await;
    assert_eq!((status, &problem["code"]), (409, &json!("wallets.spent_since")));
    let balances = till.get(&format!("members/{member}/balances")).await.1;
    let account = format!("wallet/{member}/principal");
    let found =
        balances["items"].as_array().unwrap().iter().find(|row| row["account"] == json!(account));
    assert_eq!(
        (&found.unwrap()["unit"], &found.unwrap()["balance"]),
        (&json!("wallet/CNY"), &json!(5_000))
    );

    let (_, made) = till.send(("POST", "top-ups"), Some("k5"), new).await;
    let path = format!("top-ups/{}", made["id"].as_str().unwrap());
    let (status, undone) = till.send(("DELETE", &path), None, Json::Null).await;
    assert!(status == 200 && undone["undone_at"].is_string(), "{undone}");
    assert_eq!(till.send(("DELETE", &path), None, Json::Null).await.0, 409);
    assert_eq!(has(&house.market, ana.id).await, (5_000, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_is_a_problem_that_names_it() {
    let house = House::open().await;
    let ana = house.member("Ana").await.id.to_string();
    opened(&house.market, plan()).await;
    let till = Program::of(&house).await;
    let foreign = house.market.member().to_string();
    let rows = [
        (json!({ "member": ana, "amount": yuan(0) }), 422, "invalid"),
        (json!({ "member": ana, "amount": yuan(-1) }), 422, "invalid"),
        (json!({ "member": ana, "amount": yuan(i64::MAX) }), 422, "invalid"),
        (
            json!({ "member": ana, "amount": { "amount": 10_000, "currency": "EUR" } }),
            422,
            "invalid",
        ),
        (json!({ "member": ana, "amount": 10_000 }), 422, "invalid"),
        (json!({ "member": ana, "amount": yuan(10_000), "store": "sto_x" }), 422, "invalid"),
        (json!({ "member": ana, "amount": yuan(10_000), "tip": 1 }), 422, "invalid"),
        (json!({ "member": foreign, "amount": yuan(10_000) }), 404, "not_found"),
        (json!({ "member": "mbr_x", "amount": yuan(10_000) }), 404, "not_found"),
        (
            json!({ "member": ana, "amount": yuan(10_000), "bonus": yuan(9) }),
            409,
            "wallets.changed_since",
        ),
        (json!({ "member": ana, "amount": yuan(90_000) }), 409, "wallets.over_cap"),
    ];
    for (at, (body, status, code)) in rows.into_iter().enumerate() {
        let said = till.send(("POST", "top-ups"), Some(&format!("r{at}")), body.clone()).await;
        assert_eq!((said.0, &said.1["code"]), (status, &json!(code)), "{body} {}", said.1);
    }
    for path in ["top-ups/top_x", "wallets/mbr_x", &format!("wallets/{foreign}")] {
        assert_eq!(till.get(path).await.0, 404, "{path}");
    }
    for list in ["refunds", "payments"] {
        assert_eq!(till.get(&format!("wallets/{foreign}/{list}")).await.0, 404);
        assert_eq!(till.get(&format!("wallets/{ana}/{list}?limit=0")).await.0, 422);
    }
    let refund = json!({ "amount": yuan(1) });
    let path = format!("wallets/{ana}/refunds");
    let (status, problem) = till.send(("POST", &path), Some("s1"), refund.clone()).await;
    assert_eq!((status, &problem["code"]), (409, &json!("wallets.not_enough")));
    assert_eq!(till.send(("POST", &path), None, refund.clone()).await.0, 400);
    let path = format!("wallets/{foreign}/refunds");
    assert_eq!(till.send(("POST", &path), Some("s2"), refund).await.0, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_plan_is_kept_as_a_whole_and_comes_back_as_it_was_put() {
    let house = House::open().await;
    let till = Program::of(&house).await;
    let (status, none) = till.get("wallets/plan").await;
    assert_eq!((status, &none["state"]), (200, &json!("closed")));
    let mut plan = json!({
        "state": "open",
        "bonuses": [{ "from": yuan(30_000), "basis_points": 800 }, { "from": yuan(10_000), "amount": yuan(500) }],
        "spending": "principal_first", "forfeits": "whole", "refund_days": 14,
        "least": yuan(1_000), "most": yuan(100_000),
        "cap_named": yuan(500_000), "cap_unnamed": yuan(100_000),
    });
    let put = async |plan: &Json| till.send(("PUT", "wallets/plan"), None, plan.clone()).await;
    let (status, kept) = put(&plan).await;
    assert_eq!(status, 200, "{kept}");
    assert_eq!(kept["bonuses"][0]["amount"], yuan(500), "in order of amount");
    assert_eq!(till.get("wallets/plan").await.1, kept);
    assert_eq!(put(&kept).await.1, kept, "what was answered can be put");
    plan["cap_unnamed"] = yuan(100_001);
    let (status, problem) = put(&plan).await;
    assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("cap_unnamed")));
    let detail = problem["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("1000.00") && detail.contains("第十八条"), "{detail}");
    plan["cap_unnamed"] = yuan(100_000);
    for (field, wrong) in [
        ("bonuses", json!([{ "from": yuan(1) }])),
        ("bonuses", json!([{ "from": yuan(1), "amount": yuan(1), "basis_points": 1 }])),
        ("bonuses", json!(vec![json!({ "from": yuan(1), "basis_points": 1 }); 11])),
        ("refund_days", json!(0)),
        ("refund_days", json!(3_661)),
        ("most", yuan(1)),
        ("least", json!({ "amount": 5, "currency": "EUR" })),
    ] {
        let mut spoiled = plan.clone();
        spoiled[field] = wrong;
        let (status, problem) = put(&spoiled).await;
        let named = problem["errors"][0]["field"].as_str().unwrap_or_default();
        assert!(status == 422 && named.starts_with(field), "{field}: {problem}");
    }
    assert_eq!(till.get("wallets/plan").await.1, kept, "nothing of it was kept");
}
