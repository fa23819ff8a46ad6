//! Pages, and what they do.

use kernel::Lang;
use serde_json::json;

use super::model::Fate;
use crate::testing::House;

/// One title, no key in place of its words.
fn sound(page: &crate::testing::Answer, what: &str) {
    assert_eq!(page.status, 200, "{what}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{what}");
    assert!(!page.body.contains(">flash_sales-"), "{what}: {}", page.body);
    assert!(page.body.len() < 50_000, "{what}: {} bytes", page.body.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_takes_one_on_the_phone_and_the_last_is_waited_for() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let phones = [house.phone(ana).await, house.phone(bo).await];
    let nothing = house.get(&phones[0], "/fresh/play").await;
    assert!(nothing.body.contains("Nothing is on"), "{}", nothing.body);
    let sale = fair.sale(1, |_| ()).await;
    let path = format!("/fresh/play/{sale}");
    for lang in Lang::ALL {
        for page in ["/fresh".to_owned(), "/fresh/play".to_owned(), path.clone()] {
            let said = house.get(&phones[0], &format!("{page}?lang={}", lang.tag())).await;
            sound(&said, &format!("{page} {lang:?}"));
            assert!(said.body.contains(&path) || page == path, "{page}: the way there");
        }
    }
    let page = house.get(&phones[0], &format!("{path}?lang=en")).await;
    assert!(page.body.contains("Take one") && page.body.contains("count-down"), "{}", page.body);
    let guest = house.get("", &path).await;
    assert!(guest.body.contains("Become a member") && !guest.body.contains("Take one"));
    let taken = house.post(&phones[0], &format!("{path}/claims"), "").await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(taken.location.starts_with("/fresh/tickets/"), "{}", taken.location);
    assert_eq!(house.get(&phones[0], &taken.location).await.status, 200);
    let mine = house.get(&phones[0], &path).await;
    assert!(mine.body.contains("You have yours") && mine.body.contains("Kept for you"));
    let no = house.post(&phones[1], &format!("{path}/claims"), "").await;
    assert_eq!(no.status, 422);
    assert!(no.body.contains("All are taken"), "{}", no.body);
    let left = house.get("", &format!("{path}/left")).await;
    assert!(left.body.contains("All taken"), "{}", left.body);
    let waits = house.post(&phones[1], &format!("{path}/places"), "").await;
    assert_eq!(waits.status, 303, "{}", waits.body);
    let next = house.get(&phones[1], &format!("{path}/turn")).await;
    assert!(next.body.contains("You are next"), "{}", next.body);
    // Ana does not come: it is Bo's turn, and his first page says so.
    fair.pass(30);
    fair.settle().await;
    let home = house.get(&phones[1], "/fresh").await;
    assert!(home.body.contains("It is your turn"), "{}", home.body);
    let out = house.post(&phones[1], &format!("{path}/places/leaving"), "").await;
    assert_eq!(out.status, 303);
    let again = house.get(&phones[1], &path).await;
    assert!(again.body.contains("Take one"), "{}", again.body);
    fair.pass(2 * 60);
    fair.settle().await;
    let over = house.get(&phones[1], &path).await;
    assert!(over.body.contains("It is closed"), "{}", over.body);
    assert!(!house.get(&phones[1], "/fresh").await.body.contains("/fresh/play"), "nothing is on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_is_planned_announced_changed_and_closed_in_the_console() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let empty = house.get(staff, "/console/flash-sales").await;
    assert!(empty.body.contains("No flash sale yet"), "{}", empty.body);
    let beans = fair.beans;
    // Typed as the shop's clock shows it: ten in the morning in Shanghai is two in the night in UTC.
    let typed = |pieces: i64, more: &str| {
        format!(
            "name_en=Friday+beans&gift={beans}&pieces={pieces}&per_member=1&per_day=&whom=members\
             &opens_at=2026-03-02T10%3A00&closes_at=2026-03-02T12%3A00&hold_minutes=30\
             &offer_minutes=10{more}"
        )
    };
    let preview = house.get(staff, &format!("/console/flash-sales/preview?{}", typed(7, ""))).await;
    sound(&preview, "the preview");
    assert!(preview.body.contains("¥140.00"), "what seven can cost: {}", preview.body);
    let bad = house.post(staff, "/console/flash-sales", &typed(0, "&points=x&budget=y")).await;
    assert_eq!(bad.status, 422);
    assert!(bad.body.contains("value=\"Friday beans\""), "nothing typed is lost");
    let made = house.post(staff, "/console/flash-sales", &typed(7, "")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location.split('?').next().unwrap().to_owned();
    let id: kernel::FlashSaleId = path.rsplit('/').next().unwrap().parse().unwrap();
    let opens_at = fair.read_sale(id).await.plan.opens_at;
    assert_eq!(opens_at.to_string(), "2026-03-02T02:00:00Z");
    let hidden = house.get("", &format!("/fresh/play/{id}")).await;
    assert_eq!(hidden.status, 404, "a draft is nobody's business");
    let much = house.post(staff, &path, &typed(60, "")).await;
    assert_eq!(much.status, 303);
    let stopped = house.post(staff, &format!("{path}/schedule"), "").await;
    assert!(stopped.status == 422 && stopped.body.contains("Only 50 lie"), "{}", stopped.body);
    assert_eq!(house.post(staff, &path, &typed(7, "")).await.status, 303);
    assert_eq!(house.post(staff, &format!("{path}/checking"), "").await.status, 303);
    assert_eq!(house.post(staff, &format!("{path}/schedule"), "").await.status, 303);
    let fewer = house.post(staff, &path, &typed(6, "&reason=too+many")).await;
    assert!(fewer.status == 422 && fewer.body.contains("only become better"), "{}", fewer.body);
    let silent = house.post(staff, &path, &typed(8, "")).await;
    assert_eq!(silent.status, 422, "no reason");
    assert_eq!(house.post(staff, &path, &typed(8, "&reason=a+delivery")).await.status, 303);
    let soon = house.get("", &format!("/fresh/play/{id}?lang=en")).await;
    assert!(soon.body.contains("Opens in"), "{}", soon.body);
    fair.pass(60);
    fair.settle().await;
    let ana = fair.member("Ana").await;
    fair.claim(id, ana).await.unwrap();
    for lang in Lang::ALL {
        for page in [&path, &format!("{path}/details"), &"/console/flash-sales".to_owned()] {
            let said = house.get(staff, &format!("{page}?lang={}", lang.tag())).await;
            assert_eq!((said.status, said.body.matches("<h1").count()), (200, 1), "{page}");
            assert!(!said.body.contains(">flash_sales-"), "{page}: {}", said.body);
        }
    }
    let page = house.get(staff, &format!("{path}?lang=en")).await;
    assert!(page.body.contains("7 of 8 are left"), "{}", page.body);
    let file = house.get(staff, &format!("{path}/claims.csv")).await;
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains(&ana.to_string()), "{}", file.body);
    assert_eq!(house.post(staff, &format!("{path}/closing"), "reason=").await.status, 422);
    let closed = house.post(staff, &format!("{path}/closing"), "reason=rain").await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    assert_eq!(house.post(staff, &format!("{path}/closing"), "reason=rain").await.status, 409);
    assert_eq!(fair.shelf().await, 49);
    fair.pass(30);
    fair.settle().await;
    assert_eq!(house.post(staff, &format!("{path}/archiving"), "").await.status, 303);
    fair.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_counter_takes_one_for_whoever_has_no_phone_and_hands_it_over() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let ana = fair.member("Ana").await;
    let mut db = fair.ground.db.read().await.unwrap();
    let code = people::members::require(&mut db, fair.org, ana).await.unwrap().code;
    drop(db);
    let desk = format!("/counter?q=M-{code}");
    assert!(!house.get(staff, &desk).await.body.contains("/counter/flash-sales"));
    let sale = fair.sale(1, |_| ()).await;
    let found = house.get(staff, &desk).await;
    let way = format!("/counter/flash-sales?member={ana}");
    assert!(found.body.contains(&way), "{}", found.body);
    for lang in Lang::ALL {
        sound(&house.get(staff, &format!("{way}&lang={}", lang.tag())).await, "the counter's page");
    }
    let form = format!("member={ana}&sale={sale}");
    let taken = house.post(staff, "/counter/flash-sales", &form).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let ticket = house.get(staff, &taken.location).await;
    assert!(ticket.body.contains("Bag of beans"), "{}", ticket.body);
    let again = house.post(staff, "/counter/flash-sales", &form).await;
    assert!(again.status == 409 && again.body.contains("no more of it"), "{}", again.body);
    let mut db = fair.ground.db.read().await.unwrap();
    let claims = super::store::of_member(&mut db, fair.org, sale, ana).await.unwrap();
    assert_eq!(claims[0].store, Some(fair.store));
    drop(db);
    let voucher = claims[0].voucher;
    let give = format!("member={ana}&voucher={voucher}&kept=&amount=");
    let given = house.post(staff, "/counter/operations", &give).await;
    assert_eq!(given.status, 303, "{}", given.body);
    fair.settle().await;
    let mut db = fair.ground.db.read().await.unwrap();
    let claims = super::store::of_member(&mut db, fair.org, sale, ana).await.unwrap();
    assert_eq!(claims[0].fate, Fate::Collected);
}

/// What a program must not get, row by row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_program_may_not_have_is_told_with_its_code() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let key = house.key().await;
    let shop = fair.shop.clone();
    let mut later = fair.draft(1);
    later.plan.opens_at = fair.now().plus_days(1);
    later.plan.closes_at = fair.now().plus_days(2);
    let later = fair
        .turn(async |tx| {
            let id = super::create(tx, &shop, later).await?;
            super::schedule(tx, &shop, id).await?;
            Ok(id)
        })
        .await
        .unwrap();
    let over = fair.sale(1, |_| ()).await;
    fair.turn(async |tx| super::close(tx, over, "rain").await).await.unwrap();
    let open = fair.sale(2, |_| ()).await;
    let group = kernel::GroupId::from_uuid(uuid::Uuid::nil());
    let nobody: kernel::FlashSaleId = fair.ground.world.id();
    let stranger: kernel::MemberId = fair.ground.world.id();
    let to = |sale: kernel::FlashSaleId| format!("flash-sales/{sale}/claims");
    let by = |member: kernel::MemberId| json!({ "member": member.to_string() });
    for (what, path, body, status, code) in [
        ("before the opening", to(later), by(ana), 409, "flash_sales.not_open"),
        ("after the closing", to(over), by(ana), 409, "flash_sales.closed"),
        ("a sale of nobody's", to(nobody), by(ana), 404, "not_found"),
        ("no id", "flash-sales/soon/claims".into(), by(ana), 404, "not_found"),
        ("a stranger", to(open), by(stranger), 404, "not_found"),
        (
            "a group for a member",
            to(open),
            json!({ "member": group.to_string() }),
            404,
            "not_found",
        ),
        ("nobody", to(open), json!({}), 422, "invalid"),
        ("more than was asked", to(open), json!({ "member": "x", "pieces": 9 }), 422, "invalid"),
    ] {
        let (told, answer) = house.send((&key, &what.replace(' ', "-")), &path, &body).await;
        assert_eq!((told, answer["code"].as_str().unwrap()), (status, code), "{what}: {answer}");
    }
    // One key, one effect: the same again is the same answer, another member under it is refused.
    let first = house.send((&key, "one"), &to(open), &by(ana)).await;
    assert_eq!(first.0, 201, "{}", first.1);
    assert_eq!(house.send((&key, "one"), &to(open), &by(ana)).await, first);
    let (status, answer) = house.send((&key, "one"), &to(open), &by(bo)).await;
    assert_eq!((status, answer["code"].as_str().unwrap()), (422, "idempotency.mismatch"));
    let (status, answer) = house.send((&key, "two"), &to(open), &by(ana)).await;
    assert_eq!((status, answer["code"].as_str().unwrap()), (409, "flash_sales.limit_reached"));
    assert_eq!(first.1["left"], json!(1));
    // The gift is closed meanwhile: what was promised is kept.
    let beans = fair.beans;
    let closed = value::gifts::State::Closed;
    fair.turn(async |tx| value::gifts::set_state(tx, beans, closed).await).await.unwrap();
    assert_eq!(house.send((&key, "three"), &to(open), &by(bo)).await.0, 201);
}
