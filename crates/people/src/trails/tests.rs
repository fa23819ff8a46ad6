use axum::http::StatusCode;
use kernel::Role;

use crate::house::House;

#[tokio::test]
async fn keys_are_shown_once_and_the_trail_tells_who_made_them() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    let mut browser = house.signed_in("fresh@fresh.example").await;
    let once = browser.get("/console/keys/new").await.once("/console/keys");
    let none = [("name", "Till"), ("once", once.as_str())];
    let answer = browser.post("/console/keys", &none).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unknown = [("name", "Till"), ("scopes", "everything"), ("once", once.as_str())];
    let answer = browser.post("/console/keys", &unknown).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = [("name", "Till"), ("scopes", "stores:read"), ("once", once.as_str())];
    let made = browser.post("/console/keys", &form).await;
    let key = made.between("data-text=\"", "\"");
    assert!(key.starts_with("rgl_") && key.len() == 44, "{key}");
    let again = browser.post("/console/keys", &form).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "a second sending shows nothing");
    let list = browser.get("/console/keys").await;
    assert!(list.text.contains("Till") && !list.text.contains(&key));
    let trail = browser.get("/console/trail").await;
    assert!(trail.text.contains("API key made") && trail.text.contains("Chen Mei"));
    assert!(!trail.text.contains(&key));
    let csv = browser.get("/console/trail?csv=1&what=keys").await;
    assert_eq!(csv.text.lines().count(), 2, "{}", csv.text);
    let none = browser.get("/console/trail?subject=sto_nothing").await;
    assert!(none.text.contains("Nothing was changed that fits"));
    let id = list.between("/console/keys/key_", "/revocation");
    let revocation = format!("/console/keys/key_{id}/revocation");
    let once = list.once(&revocation);
    let answer = browser.post(&revocation, &[("once", &once)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    house.person(org, "Li", Role::Manager).await;
    let mut manager = house.signed_in("li@staff.example").await;
    for path in ["/console/keys", "/console/trail", "/console/settings"] {
        assert_eq!(manager.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn the_first_start_leads_to_a_signed_in_owner() {
    let house = House::quick().await;
    let mut browser = house.browser();
    let front = browser.get("/").await;
    assert!(front.text.contains("/setup/") && front.status == StatusCode::OK);
    let token = crate::orgs::first_start(&house.ground.db, &house.ground.world).await.unwrap();
    let address = format!("/setup/{}", token.unwrap());
    assert!(!front.text.contains(&address));
    let page = browser.get(&format!("{address}?lang=zh-CN")).await;
    assert!(page.text.contains("value=\"CNY\" selected"), "the money of the language");
    let bad = [("name", "鲜市"), ("email", "no"), ("once", "x"), ("lang", "zh-CN")];
    let wrong = browser.post(&address, &bad).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"鲜市\""));
    let form = [
        ("name", "鲜市"),
        ("owner_name", "陈美"),
        ("email", "mei@fresh.example"),
        ("password", "街角的水果店也卖大葱"),
        ("currency", "CNY"),
        ("country", "CN"),
        ("time_zone", "Asia/Shanghai"),
        ("lang", "zh-CN"),
        ("once", "x"),
    ];
    let done = browser.post(&address, &form).await;
    assert_eq!(done.to, "/console/start", "{}", done.text);
    let start = browser.get("/console/start").await;
    assert!(start.status == StatusCode::OK && start.text.contains("陈美"));
    assert_eq!(house.browser().get(&address).await.status, StatusCode::GONE);
    let front = house.browser().get("/").await;
    assert!(front.status == StatusCode::SEE_OTHER && front.to.starts_with("/s"), "{}", front.to);
    let settings = browser.get("/console/settings").await;
    let once = settings.once("/console/settings");
    let form = [
        ("name", "鲜市集"),
        ("country", "CN"),
        ("time_zone", "Asia/Urumqi"),
        ("lang", "zh-CN"),
        ("accent", "red;}"),
        ("once", once.as_str()),
    ];
    let wrong = browser.post("/console/settings", &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut good = form;
    good[4] = ("accent", "#2F5DA8");
    assert_eq!(browser.post("/console/settings", &good).await.status, StatusCode::SEE_OTHER);
    let page = browser.get("/console/settings").await;
    assert!(page.text.contains("鲜市集") && page.text.contains("/assets/accent/2f5da8.css"));
}
