use axum::http::StatusCode;
use jiff::tz::TimeZone;
use kernel::{Actor, OrgId, Role, Scope, StaffId, StoreId, scope::Remit};

use crate::house::{Answer, Browser, House};

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

/// What stands in the column of what was done.
fn told(answer: &Answer) -> Vec<&'static str> {
    let words = ["brand set up", "store opened", "person added", "person left", "signed in"];
    let rows = answer.text.split("<tbody").nth(1).unwrap_or_default();
    words.into_iter().filter(|word| rows.contains(word)).collect()
}

/// Day one: the brand. Day two: the owner opens Riverside. Day three: Li comes, signs in, and goes.
struct Days {
    house: House,
    org: OrgId,
    owner: Browser,
    owner_id: StaffId,
    li: StaffId,
    store: StoreId,
    days: [String; 3],
}

async fn three_days(house: House) -> Days {
    let (org, owner_id) = house.brand("fresh").await;
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let day = || house.app.now().date(&zone).to_string();
    let next = || house.ground.clock.advance(std::time::Duration::from_secs(86_400));
    let first = day();
    next();
    let owner = Actor::Staff(owner_id);
    let store = {
        let new = crate::stores::NewStore::named("Riverside");
        let open = async |tx: &mut ::store::Tx| crate::stores::actions::open(tx, new.clone()).await;
        let scope = Scope::proven(org, owner, Remit::Everything);
        house.ground.db.write(&scope, open).await.unwrap().value
    };
    let second = day();
    next();
    let li = house.person(org, "Li", Role::Manager).await;
    house.signed_in("li@staff.example").await;
    let gone = async |tx: &mut ::store::Tx| {
        crate::staff::actions::disable(tx, &crate::staff::By::System, li).await
    };
    house.ground.db.write(&Scope::system(org), gone).await.unwrap();
    let third = day();
    let owner = house.signed_in("fresh@fresh.example").await;
    Days { house, org, owner, owner_id, li, store, days: [first, second, third] }
}

#[tokio::test]
async fn the_trail_is_narrowed_by_person_kind_and_days() {
    for house in House::all().await {
        narrowed(three_days(house).await).await;
    }
}

async fn narrowed(mut days: Days) {
    let (owner, owner_id, li, store) = (&mut days.owner, days.owner_id, days.li, days.store);
    let [first, second, third] = &days.days;
    let all = ["brand set up", "store opened", "person added", "person left", "signed in"];
    for (query, expected) in [
        (String::new(), all.to_vec()),
        (format!("person={owner_id}"), vec!["store opened", "signed in"]),
        (format!("person={li}"), vec!["signed in"]),
        ("what=stores".into(), vec!["store opened"]),
        ("what=staff".into(), vec!["person added", "person left", "signed in"]),
        ("what=staff.disabled".into(), vec!["person left"]),
        (format!("subject={store}"), vec!["store opened"]),
        (format!("subject={li}&what=staff.added"), vec!["person added"]),
        (format!("from={second}&to={second}"), vec!["store opened"]),
        (format!("from={second}"), all[1..].to_vec()),
        (format!("to={second}"), all[..3].to_vec()),
        (format!("to={first}&what=stores"), vec![]),
        (format!("person={owner_id}&what=stores&from={second}&to={third}"), vec!["store opened"]),
        (format!("person={owner_id}&what=stores&from={third}"), vec![]),
    ] {
        let page = owner.get(&format!("/console/trail?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(told(&page), expected, "{query}");
        let csv = owner.get(&format!("/console/trail?{query}&csv=1")).await;
        let rows = page.text.split("<tbody").nth(1).unwrap_or_default().matches("<tr").count();
        assert_eq!(
            csv.text.lines().count(),
            rows + 1,
            "{query}: the file holds what the page shows"
        );
    }
}

#[tokio::test]
async fn what_was_chosen_stays_chosen_and_what_is_wrong_is_said() {
    let mut days = three_days(House::quick().await).await;
    let (owner, li, store) = (&mut days.owner, days.li, days.store);
    let path = format!("/console/trail?person={li}&what=staff&from=2026-01-02&subject={li}");
    let page = owner.get(&path).await;
    for kept in [
        format!("value=\"{li}\" selected"),
        "value=\"staff\" selected".into(),
        "value=\"2026-01-02\"".into(),
        format!("type=\"hidden\" name=\"subject\" value=\"{li}\""),
        "History of Li".into(),
    ] {
        assert!(page.text.contains(&kept), "{kept}: {}", page.text);
    }
    let named = owner.get(&format!("/console/trail?subject={store}")).await;
    assert!(named.text.contains("History of Riverside"));
    for (query, words) in [
        ("from=soon", "That is not a date"),
        ("to=2026-02-30", "That is not a date"),
        ("from=2026-02-02&to=2026-02-01", "The last day is before the first"),
        ("person=somebody", "Please choose one from the list"),
        ("from=soon&csv=1", "That is not a date"),
    ] {
        let page = owner.get(&format!("/console/trail?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.text.contains(words), "{query}: {}", page.text);
    }
}

#[tokio::test]
async fn things_lead_to_their_history_for_those_who_may_see_it() {
    let Days { house, org, mut owner, li, store, .. } = three_days(House::quick().await).await;
    let history = |id: &str| format!("href=\"/console/trail?subject={id}\"");
    let (store, li) = (store.to_string(), li.to_string());
    let page = owner.get(&format!("/console/stores/{store}")).await;
    assert!(page.text.contains(&history(&store)), "{}", page.text);
    let page = owner.get(&format!("/console/staff/{li}")).await;
    let deeds = format!("href=\"/console/trail?person={li}\"");
    assert!(page.text.contains(&history(&li)) && page.text.contains(&deeds), "{}", page.text);
    house.person(org, "Ana", Role::Manager).await;
    let mut ana = house.signed_in("ana@staff.example").await;
    for path in [format!("/console/stores/{store}"), format!("/console/staff/{li}")] {
        let page = ana.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text.contains("/console/trail"), "{path}: she may not open it");
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

#[tokio::test]
async fn whoever_works_for_one_store_reads_only_what_they_changed() {
    let house = House::quick().await;
    let (org, _) = house.brand("fresh").await;
    let mut owner = house.signed_in("fresh@fresh.example").await;
    let ana = house.person(org, "Ana", Role::Operator).await;
    let narrow = async |tx: &mut store::Tx| {
        let open = crate::stores::NewStore::named("Riverside");
        let store = crate::stores::actions::open(tx, open).await?;
        let person = crate::staff::require(tx, org, ana).await?;
        let remit = Remit::Stores(vec![store]);
        let (name, email) = (person.name, person.email);
        let change = crate::staff::actions::Change { name, email, role: person.role, remit };
        crate::staff::actions::change(tx, &crate::staff::By::System, ana, change).await
    };
    house.ground.db.write(&Scope::system(org), narrow).await.unwrap();
    let mut browser = house.signed_in("ana@staff.example").await;
    for (path, added, signed_in) in [
        ("/console/trail", "person added", "signed in"),
        ("/console/trail?what=staff", "person added", "signed in"),
        ("/console/trail?csv=1", "staff.added", "staff.signed_in"),
    ] {
        let (hers, whole) = (browser.get(path).await, owner.get(path).await);
        assert!(whole.text.contains(added) && !hers.text.contains(added), "{path}: {}", hers.text);
        assert!(hers.text.contains(signed_in), "{path}: {}", hers.text);
    }
    let asked = browser.get("/console/trail").await.text;
    assert!(asked.contains("What you changed") && !asked.contains("Chen Mei"), "{asked}");
}
