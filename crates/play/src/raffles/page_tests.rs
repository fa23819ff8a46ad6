//! Pages, and what they do.

use fair::verify;
use kernel::Lang;
use serde_json::json;

use super::model::{Prize, Style};
use crate::testing::{Answer, House};

/// One title, no key in place of its words.
fn sound(page: &Answer, what: &str) {
    assert_eq!(page.status, 200, "{what}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{what}");
    assert!(!page.body.contains(">raffles-"), "{what}: {}", page.body);
    assert!(page.body.len() < 60_000, "{what}: {} bytes", page.body.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_takes_part_on_the_phone_keeps_the_receipt_and_reads_who_won() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana Castillo").await, fair.member("Bo").await);
    let phones = [house.phone(ana).await, house.phone(bo).await];
    let id = fair.raffle(1, |_| ()).await;
    let path = format!("/fresh/raffles/{id}");
    for lang in Lang::ALL {
        for page in ["/fresh".to_owned(), "/fresh/play".to_owned(), path.clone()] {
            let said = house.get(&phones[0], &format!("{page}?lang={}", lang.tag())).await;
            sound(&said, &format!("{page} {lang:?}"));
            assert!(said.body.contains(&path) || page == path, "{page}: the way there");
        }
    }
    let page = house.get(&phones[0], &format!("{path}?lang=en")).await;
    assert!(page.body.contains("Put in my ticket"), "{}", page.body);
    let guest = house.get("", &path).await;
    assert!(guest.body.contains("Become a member") && !guest.body.contains("Put in my"));
    for phone in &phones {
        let done = house.post(phone, &format!("{path}/claims"), "buy=0").await;
        assert_eq!((done.status, done.location.as_str()), (303, path.as_str()), "{}", done.body);
    }
    let again = house.post(&phones[0], &format!("{path}/claims"), "buy=0").await;
    assert!(again.status == 422 && again.body.contains("no ticket to put in"), "{}", again.body);
    let mine = house.get(&phones[0], &path).await;
    assert!(mine.body.contains("You are in with one ticket"), "{}", mine.body);
    let standing = house.get("", &format!("{path}/standing")).await;
    assert!(standing.body.contains("One of 2 tickets wins"), "{}", standing.body);
    let link = mine.body.split("/receipts/").nth(1).unwrap().split('"').next().unwrap();
    let receipt = house.get(&phones[0], &format!("{path}/receipts/{link}")).await;
    assert_eq!(receipt.status, 200);
    let others = house.get(&phones[1], &format!("{path}/receipts/{link}")).await;
    assert_eq!(others.status, 404, "a receipt is its member's");
    let early = house.get("", &format!("{path}/proof.json")).await;
    assert_eq!(early.status, 404, "nothing is drawn");
    let opening = house.get("", &format!("{path}/opening.json")).await;
    let hash = fair.sealed(id).await.draw.opening.hash().to_string();
    assert!(opening.body.contains(&hash) && !opening.body.contains("draw_secret"));
    fair.draw_at_its_hour(id).await;
    let proof = house.get("", &format!("{path}/proof.json")).await;
    assert!(verify(proof.body.as_bytes(), Some(receipt.body.as_bytes())).is_ok());
    assert!(!proof.body.contains("Ana") && !proof.body.contains(&ana.to_string()));
    let pages = [house.get(&phones[0], &path).await, house.get(&phones[1], &path).await];
    let won = pages.iter().filter(|page| page.body.contains("You won")).count();
    assert_eq!(won, 1, "one prize");
    assert!(house.get("", &path).await.body.contains("Winners are shown by the label"));
    for lang in Lang::ALL {
        let check = house.get("", &format!("/fresh/draw-check?lang={}", lang.tag())).await;
        sound(&check, "the page that checks");
        let alone = house.get("", &format!("/fresh/draw-check.html?lang={}", lang.tag())).await;
        assert!(alone.body.contains("export const verify"), "its script is inside");
        assert!(!alone.body.contains("src=") && !alone.body.contains("href="), "it needs nobody");
    }
}

/// What is typed into the form.
fn typed(house: &House, quantity: i64, more: &str) -> String {
    let beans = house.fair.beans;
    format!(
        "name_en=Autumn+raffle&style=scheduled&gift_1={beans}&quantity_1={quantity}&per_member=5\
         &per_day=&whom=members&opens_at=2026-03-02T10%3A00&closes_at=2026-03-02T12%3A00&free=1\
         &wins=1&least_entrants=1&input=nonces&wait_minutes=0&collect_days=7&unclaimed=shelf{more}"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_raffle_is_planned_drawn_and_printed_in_the_console() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let empty = house.get(staff, "/console/raffles").await;
    assert!(empty.body.contains("No raffle yet"), "{}", empty.body);
    let new = house.get(staff, "/console/raffles/new").await;
    sound(&new, "a new one");
    let preview =
        house.get(staff, &format!("/console/raffles/preview?{}", typed(&house, 3, ""))).await;
    sound(&preview, "the preview");
    assert!(preview.body.contains("¥60.00"), "what three can cost: {}", preview.body);
    let bad = house.post(staff, "/console/raffles", &typed(&house, 0, "&budget=x&plays=y")).await;
    assert_eq!(bad.status, 422);
    assert!(bad.body.contains("value=\"Autumn raffle\""), "nothing typed is lost");
    let made = house.post(staff, "/console/raffles", &typed(&house, 60, "")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location.split('?').next().unwrap().to_owned();
    let id: kernel::RaffleId = path.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(house.get("", &format!("/fresh/raffles/{id}")).await.status, 404, "a draft");
    let stopped = house.post(staff, &format!("{path}/schedule"), "").await;
    assert!(stopped.status == 422 && stopped.body.contains("Only 50 lie"), "{}", stopped.body);
    assert_eq!(house.post(staff, &path, &typed(&house, 2, "")).await.status, 303);
    for noun in ["checking", "schedule", "opening"] {
        assert_eq!(house.post(staff, &format!("{path}/{noun}"), "").await.status, 303, "{noun}");
    }
    let signed = house.post(staff, &path, &typed(&house, 3, "&reason=more")).await;
    assert!(signed.status == 422 && signed.body.contains("announced and signed"));
    let ana = fair.member("Ana Castillo").await;
    let code = {
        let mut db = fair.ground.db.read().await.unwrap();
        people::members::require(&mut db, fair.org, ana).await.unwrap().card()
    };
    let give = |who: &str| format!("who={}&tickets=2", who.replace('+', "%2B"));
    let unknown = house.post(staff, &format!("{path}/tickets"), &give("nobody")).await;
    assert_eq!(unknown.status, 422, "{}", unknown.body);
    let given = house.post(staff, &format!("{path}/tickets"), &give(&code)).await;
    assert_eq!(given.status, 303, "{}", given.body);
    assert_eq!(fair.enter(id, ana).await.unwrap().tickets, 3);
    assert_eq!(house.post(staff, &format!("{path}/closing"), "reason=full").await.status, 303);
    let drawn = house.post(staff, &format!("{path}/draw"), "").await;
    assert_eq!(drawn.status, 303, "{}", drawn.body);
    let twice = house.post(staff, &format!("{path}/draw"), "").await;
    assert_eq!(twice.status, 409, "{}", twice.body);
    fair.settle().await;
    for lang in Lang::ALL {
        for page in [&path, &format!("{path}/winners"), &"/console/raffles".to_owned()] {
            let said = house.get(staff, &format!("{page}?lang={}", lang.tag())).await;
            sound(&said, page);
        }
    }
    let list = house.get(staff, &format!("{path}/winners")).await;
    assert!(list.body.contains("Ana C.") && !list.body.contains("Castillo"), "{}", list.body);
    let file = house.get(staff, &format!("{path}/winners.csv")).await;
    assert!(file.body.contains(",held,") && file.body.contains(&ana.to_string()));
    let again = house.post(staff, &format!("{path}/rerolls"), "pick=0&why=declined").await;
    assert_eq!(again.status, 303, "{}", again.body);
    let no = house.post(staff, &format!("{path}/rerolls"), "pick=0&why=mood").await;
    assert_eq!(no.status, 404);
    fair.settle().await;
    let page = house.get(staff, &format!("{path}?lang=en")).await;
    assert!(page.body.contains("0 of 2 prizes were collected"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cashier_puts_tickets_in_and_prints_the_number() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let ana = fair.member("Ana Castillo").await;
    let id = fair.raffle(1, |draft| draft.terms.free = 0).await;
    let desk = format!("/counter/raffles?member={ana}&lang=en");
    let page = house.get(staff, &desk).await;
    sound(&page, "the counter");
    assert!(page.body.contains("Give one ticket") && !page.body.contains("Put in for Ana"));
    let form = format!("member={ana}&raffle={id}");
    let nothing = house.post(staff, "/counter/raffles", &form).await;
    assert!(nothing.status >= 400, "{}", nothing.status);
    assert_eq!(house.post(staff, "/counter/raffles/tickets", &form).await.status, 303);
    assert!(house.get(staff, &desk).await.body.contains("Put in for Ana"));
    assert_eq!(house.post(staff, "/counter/raffles", &form).await.status, 303);
    let page = house.get(staff, &desk).await;
    assert!(page.body.contains("in with one ticket"), "{}", page.body);
    let link = page.body.split("/counter/raffles/slip?entry=").nth(1).unwrap();
    let link = link.split('"').next().unwrap();
    let slip = house.get(staff, &format!("/counter/raffles/slip?entry={link}&lang=en")).await;
    sound(&slip, "the slip");
    assert!(slip.body.contains("No. 1"), "{}", slip.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wheel_is_spun_on_the_phone_and_tells_at_once() {
    let house = House::open().await;
    let fair = &house.fair;
    let ana = fair.member("Ana").await;
    let phone = house.phone(ana).await;
    let id = fair
        .raffle(1, |draft| {
            (draft.terms.style, draft.terms.plays, draft.terms.free) = (Style::Wheel, 2, 2);
        })
        .await;
    let path = format!("/fresh/raffles/{id}");
    let page = house.get(&phone, &format!("{path}?lang=en")).await;
    assert!(page.body.contains("Spin the wheel") && page.body.contains("5 of 10 plays win"));
    let mut told = Vec::new();
    for _ in 0..2 {
        let done = house.post(&phone, &format!("{path}/claims"), "buy=0").await;
        let end = house.get(&phone, &done.location).await;
        sound(&end, "the end");
        told.push(end.body.contains("You won: Bag of beans"));
    }
    told.sort_unstable();
    assert_eq!(told, [false, true], "one of two");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_plan_enter_draw_and_take_the_proof() {
    let house = House::open().await;
    let fair = &house.fair;
    let key = house.key().await;
    let ana = fair.member("Ana").await.to_string();
    let at = |hours: u64| fair.now().plus(std::time::Duration::from_secs(3600 * hours)).to_string();
    let new = json!({
        "name": { "en": "Autumn raffle" }, "prizes": [Prize { gift: fair.beans, quantity: 1 }],
        "opens_at": at(0), "closes_at": at(2), "limits": { "per_member": 3 }, "wait_minutes": 0,
    });
    let (status, made) = house.send((&key, "r1"), "raffles", &new).await;
    assert_eq!((status, made["state"].as_str()), (201, Some("draft")), "{made}");
    let id = made["id"].as_str().unwrap().to_owned();
    let at = |noun: &str| format!("raffles/{id}/{noun}");
    let (status, open) = house.send((&key, "r2"), &at("opening"), &json!({})).await;
    assert_eq!((status, open["state"].as_str()), (201, Some("open")), "{open}");
    let tickets = json!({ "member": ana, "tickets": 1 });
    let (status, ready) = house.send((&key, "r3"), &at("tickets"), &tickets).await;
    assert_eq!((status, ready["ready"].as_i64()), (201, Some(2)), "{ready}");
    let (status, entered) =
        house.send((&key, "r4"), &at("claims"), &json!({ "member": ana })).await;
    assert_eq!((status, entered["tickets"].as_i64()), (201, Some(2)), "{entered}");
    let (status, same) = house.send((&key, "r4"), &at("claims"), &json!({ "member": ana })).await;
    assert_eq!((status, &same["id"]), (201, &entered["id"]), "told again, done once");
    let (status, no) = house.send((&key, "r5"), &at("claims"), &json!({ "member": ana })).await;
    assert_eq!((status, no["code"].as_str()), (409, Some("raffles.no_ticket")), "{no}");
    let bad = json!({ "member": ana, "nonce": "zz" });
    let (status, no) = house.send((&key, "r6"), &at("claims"), &bad).await;
    assert_eq!((status, no["errors"][0]["field"].as_str()), (422, Some("nonce")), "{no}");
    let (status, _) = house.send((&key, "r7"), &at("closing"), &json!({ "reason": "full" })).await;
    assert_eq!(status, 201);
    let (status, drawn) = house.send((&key, "r8"), &at("draw"), &json!({})).await;
    assert_eq!(status, 201, "{drawn}");
    let (status, twice) = house.send((&key, "r9"), &at("draw"), &json!({})).await;
    assert_eq!((status, twice["code"].as_str()), (409, Some("raffles.already_drawn")), "{twice}");
    fair.settle().await;
    let proof = fair.proof(id.parse().unwrap()).await;
    let receipt = entered["receipt"].as_str().unwrap();
    assert!(verify(proof.as_bytes(), Some(receipt.as_bytes())).is_ok());
}
