//! The pages, the callbacks' door and the API's edges, through the house's router.

use axum::{body::Body, http::Request};
use kernel::PaymentId;
use serde_json::json;

use super::{tests::Stall, *};
use crate::testing::{Answer, House};

struct Shop {
    house: House,
    stripe: super::double::Double,
    ana: kernel::MemberId,
    berries: kernel::ProductId,
}

async fn shop() -> Shop {
    let Stall { grocer, stripe, ana, berries, .. } = Stall::open(::store::Engine::Sqlite).await;
    Shop { house: House::around(grocer).await, stripe, ana, berries }
}

impl Shop {
    async fn told(&self, way: &str, signature: &str, body: &str) -> Answer {
        let request = Request::post(format!("/api/payments/{way}/messages"))
            .header("content-type", "application/json")
            .header("signature", signature)
            .body(Body::from(body.to_owned()));
        self.house.answer(request.unwrap()).await
    }
    /// An order, and the address of the page where it is paid.
    async fn begun(&self, phone: &str) -> (String, PaymentId) {
        let order = self.house.grocer.order(self.ana, &[(self.berries, 2)]).await.unwrap();
        let path = format!("/fresh/shop/orders/{order}");
        let page = self.house.get(phone, &path).await;
        assert!(page.body.contains("Pay by card and more"), "{}", page.body);
        assert!(page.body.contains("Pay by WeChat Pay"));
        let begun = self.house.post(phone, &format!("{path}/payments"), "way=stripe").await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let id = begun.location.rsplit('/').next().unwrap().parse().unwrap();
        (begun.location, id)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ana_pays_on_her_phone_and_the_page_says_only_what_is_known() {
    let shop = shop().await;
    let phone = shop.house.phone(shop.ana).await;
    let (page, id) = shop.begun(&phone).await;
    assert!(shop.house.get(&phone, &page).await.body.contains("one moment"));
    shop.house.grocer.settle().await;
    let open = shop.house.get(&phone, &page).await;
    assert!(open.body.contains(&format!("https://pay.example/{id}")), "{}", open.body);
    let ben = shop.house.grocer.member("Ben").await;
    let foreign = shop.house.get(&shop.house.phone(ben).await, &page).await;
    assert_eq!(foreign.status, 404);
    shop.stripe.pay(&id.to_string()).unwrap();
    let body = json!({ "event": "e1", "payment": id, "amount": 3000 }).to_string();
    assert_eq!(shop.told("stripe", "good", &body).await.status, 204);
    let paid = shop.house.get(&phone, &page).await;
    assert!(paid.body.contains("It counts for your order"), "{}", paid.body);
    let staff = shop.house.staff();
    for path in
        ["/console/payments", "/console/payments?state=paid", "/console/payments?day=2026-03-02"]
    {
        let list = shop.house.get(&staff, path).await;
        assert!(list.body.contains(&format!("/console/payments/{id}")), "{path} {}", list.body);
    }
    let file = shop.house.get(&staff, "/console/payments?csv=1").await;
    assert!(file.body.contains(",30.00,paid,true,0.00,"), "{}", file.body);
    let one = shop.house.get(&staff, &format!("/console/payments/{id}")).await;
    assert!(one.body.contains("Give back"), "{}", one.body);
    let path = format!("/console/payments/{id}/refunds");
    for (form, wrong) in [
        ("amount=&reason=sorry", "amount"),
        ("amount=0&reason=sorry", "amount"),
        ("amount=-1&reason=sorry", "amount"),
        ("amount=30.01&reason=sorry", "amount"),
        ("amount=many&reason=sorry", "amount"),
        ("amount=1&reason=", "reason"),
    ] {
        let refused = shop.house.post(&staff, &path, form).await;
        assert_eq!(refused.status, 422, "{form}");
        assert!(refused.body.contains(&format!("name=\"{wrong}\"")), "{form}");
    }
    assert_eq!(shop.house.post(&staff, &path, "amount=10&reason=sorry").await.status, 303);
    shop.house.grocer.settle().await;
    assert_eq!(shop.stripe.has(&id.to_string()), 2000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_door_for_messages_believes_nothing_but_a_signature() {
    let shop = shop().await;
    let phone = shop.house.phone(shop.ana).await;
    let (_, id) = shop.begun(&phone).await;
    let body =
        |payment: &str| json!({ "event": "e1", "payment": payment, "amount": 3000 }).to_string();
    let (ours, long) = (body(&id.to_string()), "x".repeat(70_000));
    for (way, signature, body, status) in [
        ("stripe", "bad", ours.as_str(), 401),
        ("stripe", "", &ours, 401),
        ("stripe", "good", "{", 400),
        ("stripe", "good", &long, 413),
        ("stripe", "good", &body("pay_01JZ8X3F5QW9V2B7N4M6K0RSTD"), 422),
        ("stripe", "good", &body("not-one-of-ours"), 422),
        ("stripe", "good", "{\"kind\":\"customer.created\"}", 204),
        ("wechat", "good", &ours, 422),
        ("counter", "good", &ours, 404),
        ("paper", "good", &ours, 404),
    ] {
        let answer = shop.told(way, signature, body).await;
        assert_eq!(answer.status, status, "{way} {signature} {}", answer.body);
    }
    let mut db = shop.house.grocer.ground.db.read().await.unwrap();
    let payment = require(&mut db, shop.house.grocer.org, id).await.unwrap();
    assert!(payment.state.is_open(), "{payment:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_return_at_the_counter_keeps_the_till_shut() {
    let shop = shop().await;
    let phone = shop.house.phone(shop.ana).await;
    let (_, id) = shop.begun(&phone).await;
    shop.house.grocer.settle().await;
    shop.stripe.pay(&id.to_string()).unwrap();
    let body = json!({ "event": "e1", "payment": id, "amount": 3000 }).to_string();
    shop.told("stripe", "good", &body).await;
    let mut db = shop.house.grocer.ground.db.read().await.unwrap();
    let order = require(&mut db, shop.house.grocer.org, id).await.unwrap().order;
    drop(db);
    let purchase = shop.house.grocer.hand_over(order).await.unwrap();
    let staff = shop.house.staff();
    let asked = shop.house.get(&staff, &format!("/counter/purchases/{purchase}?lines.1=1")).await;
    assert!(asked.body.contains("Pay nothing out of the till"), "{}", asked.body);
    assert!(!asked.body.contains("Pay out"), "{}", asked.body);
    let form = format!("purchase={purchase}&lines.1=1&reason=");
    let done = shop.house.post(&staff, "/counter/returns", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let said = shop.house.get(&staff, &done.location).await;
    assert!(said.body.contains("goes back the way it was paid"), "{}", said.body);
    shop.house.grocer.settle().await;
    assert_eq!(shop.stripe.has(&id.to_string()), 1500);
}
