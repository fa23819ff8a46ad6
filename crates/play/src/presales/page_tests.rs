//! Pages, and what they do.

use kernel::{Lang, MemberId, PresaleId};
use serde_json::json;

use super::{
    model::{After, Fate, Paid},
    store,
    support::{draft, opened, presale, read_one, reserve},
};
use crate::{
    group_buys::support::{priced, shelf, top_up, wallet},
    testing::{Answer, House},
};

/// One title, no key in place of its words.
fn sound(page: &Answer, what: &str) {
    assert_eq!(page.status, 200, "{what}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{what}");
    assert!(!page.body.contains(">presales-"), "{what}: {}", page.body);
    assert!(page.body.len() < 60_000, "{what}: {} bytes", page.body.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_reserves_comes_at_another_time_and_steps_back() {
    let house = House::open().await;
    let fair = &house.fair;
    let ana = fair.member("Ana").await;
    let (phone, poor) = (house.phone(ana).await, house.phone(fair.member("Bo").await).await);
    top_up(fair, ana, 2_000).await;
    let presale = presale(fair, |draft| draft.terms.after = After::Kept).await;
    let path = format!("/fresh/presales/{presale}");
    for lang in Lang::ALL {
        for page in ["/fresh".to_owned(), "/fresh/play".to_owned(), path.clone()] {
            let said = house.get(&phone, &format!("{page}?lang={}", lang.tag())).await;
            sound(&said, &format!("{page} {lang:?}"));
            assert!(said.body.contains(&path), "{page}: the way there");
        }
    }
    let guest = house.get("", &path).await;
    assert!(guest.body.contains("Become a member") && !guest.body.contains("Reserve for"));
    let page = house.get(&phone, &path).await;
    for said in
        ["¥40.00", "¥50.00", "The first 3", "Now ¥8.00. At the pick-up ¥32.00", "the shop keeps it"]
    {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let to = format!("{path}/reservations");
    let nowhen = house.post(&phone, &to, "").await;
    assert!(nowhen.status == 422 && nowhen.body.contains("When do you come"), "{}", nowhen.body);
    let less = house.post(&poor, &to, "window=1").await;
    assert!(less.status == 422 && less.body.contains("too little in the wallet"), "{}", less.body);
    let done = house.post(&phone, &to, "window=1").await;
    assert_eq!(done.status, 303, "{}", done.body);
    let own = done.location;
    for lang in Lang::ALL {
        sound(&house.get(&phone, &format!("{own}?lang={}", lang.tag())).await, "the reservation");
    }
    let mine = house.get(&phone, &own).await;
    assert!(mine.body.contains("All ¥8.00 are back"), "what stepping back comes to: {}", mine.body);
    assert!(mine.body.contains("Riverside"), "the other window is in a store: {}", mine.body);
    assert_eq!(house.get(&poor, &own).await.status, 404, "another's");
    let moved = house.post(&phone, &format!("{own}/window"), "window=2").await;
    assert_eq!((moved.status, moved.location.as_str()), (303, own.as_str()), "{}", moved.body);
    let left = house.get("", &format!("{path}/left")).await;
    assert!(left.body.contains(">2</count-up>"), "{}", left.body);
    assert!(house.get(&phone, "/fresh").await.body.contains("What you reserved"));
    fair.pass(25 * 60);
    let late = house.get(&phone, &own).await;
    assert!(late.body.contains("The shop keeps the ¥8.00"), "{}", late.body);
    fair.pass(60 * 60);
    fair.settle().await;
    let there = house.get(&phone, &own).await;
    assert!(there.body.contains("¥32.00 at the till"), "{}", there.body);
    let code = there.body.split("/fresh/tickets/").nth(1).unwrap().split('"').next().unwrap();
    let ticket = house.get("", &format!("/fresh/tickets/{code}?lang=en")).await;
    assert!(ticket.body.contains("One piece of Beans for ¥32.00"), "{}", ticket.body);
    let out = house.post(&phone, &format!("{own}/cancelling"), "").await;
    assert_eq!(out.status, 303, "{}", out.body);
    let over = house.get(&phone, &own).await;
    assert!(over.body.contains("the shop kept the ¥8.00"), "{}", over.body);
    let again = house.post(&phone, &format!("{own}/cancelling"), "").await;
    assert!(again.status == 422 && again.body.contains("its window is over"), "{}", again.body);
    assert_eq!(wallet(fair, ana).await, (1_400, 0));
}

pub(super) fn typed(gift: kernel::GiftId, pieces: i64, more: &str) -> String {
    format!(
        "name_en=First+mangoes&gift={gift}&pieces={pieces}&price=50.00&early_pieces=3\
         &early_price=40.00&deposit=10.00&cancel_by=2026-03-03T10%3A00&back_days=0\
         &ready_at=2026-03-05T10%3A00&from_0=2026-03-05T10%3A00&until_0=2026-03-05T18%3A00\
         &capacity_0=20&store_0=&per_member=1&per_day=&whom=members\
         &opens_at=2026-03-02T10%3A00&closes_at=2026-03-04T10%3A00{more}"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_presale_is_planned_held_against_the_law_announced_and_called_off_in_the_console() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let empty = house.get(staff, "/console/presales").await;
    assert!(empty.body.contains("No pre-sale yet"), "{}", empty.body);
    let unpriced = house.get(staff, "/console/presales/new").await;
    assert!(unpriced.body.contains("no gift with a price"), "{}", unpriced.body);
    let gift = priced(fair, 50).await;
    for lang in Lang::ALL {
        let form = house.get(staff, &format!("/console/presales/new?lang={}", lang.tag())).await;
        assert!(!form.body.contains(">presales-"), "{}", form.body);
    }
    let asked = format!("/console/presales/preview?lang=en&{}", typed(gift, 20, "&after=kept"));
    let preview = house.get(staff, &asked).await;
    sound(&preview, "the preview");
    // Three at 40.00 and seventeen at 50.00, which cost 6.00 each.
    assert!(
        preview.body.contains("¥970.00") && preview.body.contains("850.00"),
        "{}",
        preview.body
    );
    let bad = house.post(staff, "/console/presales", &typed(gift, 0, "&after=x&budget=y")).await;
    assert_eq!(bad.status, 422);
    assert!(bad.body.contains("value=\"First mangoes\""), "nothing typed is lost");
    let made = house.post(staff, "/console/presales", &typed(gift, 20, "&after=kept")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location.split('?').next().unwrap().to_owned();
    let id: PresaleId = path.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(house.get("", &format!("/fresh/presales/{id}")).await.status, 404, "a draft");
    // A fourth of the early price may not be kept; the lawful form is a tap away.
    let stopped = house.post(staff, &format!("{path}/schedule"), "").await;
    assert_eq!(stopped.status, 422);
    let way = format!("{path}/details?instead=back");
    assert!(
        stopped.body.contains("第五百八十六条") && stopped.body.contains(&way),
        "{}",
        stopped.body
    );
    let lawful = house.get(staff, &way).await;
    let back = lawful.body.split("value=\"back\"").nth(1).unwrap();
    assert!(back[..40].contains("checked"), "the deposit comes back: {}", &back[..40]);
    assert_eq!(house.post(staff, &path, &typed(gift, 20, "&after=back")).await.status, 303);
    assert_eq!(house.post(staff, &format!("{path}/checking"), "").await.status, 303);
    assert_eq!(house.post(staff, &format!("{path}/opening"), "").await.status, 303);
    let fewer = house.post(staff, &path, &typed(gift, 19, "&after=back&reason=too+many")).await;
    assert!(fewer.status == 422 && fewer.body.contains("only become better"), "{}", fewer.body);
    let ana = fair.member("Ana").await;
    top_up(fair, ana, 2_000).await;
    let one = reserve(fair, id, (ana, 0)).await.unwrap().reservation.id;
    for lang in Lang::ALL {
        let pages = ["", "/details", "/windows/1"].map(|page| format!("{path}{page}"));
        for page in pages.into_iter().chain(["/console/presales".to_owned()]) {
            let said = house.get(staff, &format!("{page}?lang={}", lang.tag())).await;
            assert_eq!((said.status, said.body.matches("<h1").count()), (200, 1), "{page}");
            assert!(!said.body.contains(">presales-"), "{page}: {}", said.body);
        }
    }
    who_comes(&house, &path, ana).await;
    let off = format!("{path}/calling-off");
    assert_eq!(house.post(staff, &off, "reason=").await.status, 422);
    assert_eq!(house.post(staff, &off, "reason=the+ship+is+late").await.status, 303);
    fair.settle().await;
    let phone = house.phone(ana).await;
    let told = house.get(&phone, &format!("/fresh/presales/{id}/reservations/{one}")).await;
    assert!(told.body.contains("the ship is late"), "{}", told.body);
    assert_eq!((wallet(fair, ana).await, shelf(fair, gift).await), ((2_000, 200), 50));
    assert_eq!(house.post(staff, &format!("{path}/archiving"), "").await.status, 303);
    fair.audited().await;
}

/// The list on paper, the search, and the file.
async fn who_comes(house: &House, path: &str, ana: MemberId) {
    let staff = house.staff.as_str();
    let sheet = house.get(staff, &format!("{path}/windows/1?lang=en")).await;
    assert!(sheet.body.contains("<b>Ana</b>") && sheet.body.contains("¥30.00"), "{}", sheet.body);
    assert_eq!(house.get(staff, &format!("{path}/windows/2")).await.status, 404);
    let found = house.get(staff, &format!("{path}?who=an&lang=en")).await;
    let nobody = house.get(staff, &format!("{path}?who=zoe&lang=en")).await;
    assert!(found.body.contains(&ana.to_string()) && nobody.body.contains("Nobody of that name"));
    let file = house.get(staff, &format!("{path}/reservations.csv")).await;
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains(&ana.to_string()), "{}", file.body);
}

async fn last_of(house: &House, member: MemberId) -> super::model::Reservation {
    let mut db = house.fair.ground.db.read().await.unwrap();
    store::of_member(&mut db, house.fair.org, (member, None)).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_counter_reserves_takes_cash_and_pays_it_back() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let ana = fair.member("Ana").await;
    let presale = presale(fair, |_| ()).await;
    let way = format!("/counter/presales?member={ana}");
    for lang in Lang::ALL {
        sound(&house.get(staff, &format!("{way}&lang={}", lang.tag())).await, "the counter's page");
    }
    let form = format!("member={ana}&presale={presale}&window=2&paid=cash");
    let done = house.post(staff, "/counter/presales", &form).await;
    assert_eq!((done.status, done.location.as_str()), (303, way.as_str()), "{}", done.body);
    let again = house.post(staff, "/counter/presales", &form).await;
    assert!(again.status == 409 && again.body.contains("reserve no more"), "{}", again.body);
    let one = last_of(&house, ana).await;
    assert_eq!((one.store, one.paid, one.window), (Some(fair.store), Paid::Cash, 1));
    assert!(one.staff.is_some(), "who took the money is known");
    let shown = house.get(staff, &way).await;
    assert!(shown.body.contains("¥32.00 at the till"), "{}", shown.body);
    let own = format!("member={ana}&reservation={}", one.id);
    let out = house.post(staff, "/counter/presales/cancelling", &own).await;
    assert_eq!(out.status, 303, "{}", out.body);
    let owed = house.get(staff, &way).await;
    assert!(owed.body.contains("Pay ¥8.00 back in cash"), "{}", owed.body);
    assert_eq!(house.post(staff, "/counter/presales/paying-back", &own).await.status, 303);
    let twice = house.post(staff, "/counter/presales/paying-back", &own).await;
    assert!(twice.status == 409 && twice.body.contains("No cash of it"), "{}", twice.body);
    let paid = read_one(fair, one.id).await;
    assert_eq!((paid.fate, paid.owed()), (Fate::Cancelled, 0));
    assert!(paid.paid_back.unwrap().staff.is_some());
    fair.audited().await;
}

/// What a program must not get, row by row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_program_may_not_have_is_told_with_its_code() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    top_up(fair, ana, 2_000).await;
    let key = house.key().await;
    let (open, over) = (presale(fair, |_| ()).await, presale(fair, |_| ()).await);
    fair.turn(async |tx| super::close(tx, over, "rain").await).await.unwrap();
    let gift = priced(fair, 50).await;
    let mut later = draft(fair, gift);
    later.plan.opens_at = fair.now().plus_days(1);
    let later = fair.turn(async |tx| {
        let id = super::create(tx, &fair.shop, later).await?;
        super::schedule(tx, &fair.shop, id).await.map(|presale| presale.id)
    });
    let later = later.await.unwrap();
    let (nobody, stranger): (PresaleId, MemberId) =
        (fair.ground.world.id(), fair.ground.world.id());
    let by =
        |member: MemberId, window: i64| json!({ "member": member.to_string(), "window": window });
    let claims = |presale: PresaleId| format!("presales/{presale}/claims");
    let cash = |paid: &str| json!({ "member": bo.to_string(), "window": 1, "paid": paid });
    for (what, path, body, status, code) in [
        ("before the opening", claims(later), by(ana, 1), 409, "presales.not_open"),
        ("after the closing", claims(over), by(ana, 1), 409, "presales.closed"),
        ("one of nobody's", claims(nobody), by(ana, 1), 404, "not_found"),
        ("a stranger", claims(open), by(stranger, 1), 404, "not_found"),
        ("no wallet", claims(open), by(bo, 1), 409, "presales.too_little_money"),
        ("no such window", claims(open), by(ana, 3), 422, "invalid"),
        ("window nought", claims(open), by(ana, 0), 422, "invalid"),
        ("paid in shells", claims(open), cash("shells"), 422, "invalid"),
        ("nobody", claims(open), json!({ "window": 1 }), 422, "invalid"),
        ("no window", claims(open), json!({ "member": ana.to_string() }), 422, "invalid"),
    ] {
        let (told, answer) = house.send((&key, &what.replace(' ', "-")), &path, &body).await;
        assert_eq!((told, answer["code"].as_str().unwrap()), (status, code), "{what}: {answer}");
    }
    // One key, one effect: the same again is the same answer, another member under it is refused.
    let first = house.send((&key, "one"), &claims(open), &by(ana, 1)).await;
    assert_eq!((first.0, &first.1["early_left"]), (201, &json!(2)), "{}", first.1);
    assert_eq!(house.send((&key, "one"), &claims(open), &by(ana, 1)).await, first);
    let (status, answer) = house.send((&key, "one"), &claims(open), &by(bo, 1)).await;
    assert_eq!((status, answer["code"].as_str().unwrap()), (422, "idempotency.mismatch"));
    let (status, answer) = house.send((&key, "two"), &claims(open), &by(ana, 1)).await;
    assert_eq!((status, answer["code"].as_str().unwrap()), (409, "presales.limit_reached"));
    let (status, answer) = house.send((&key, "three"), &claims(open), &cash("cash")).await;
    assert_eq!((status, &answer["paid"]), (201, &json!("cash")), "{answer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_europe_whoever_reserves_has_two_weeks_to_step_back() {
    let house = House::open().await;
    let fair = &house.fair;
    let packs = vec!["eu".to_owned()];
    let choose = async |tx: &mut ::store::Tx| {
        value::laws::actions::choose(tx, &fair.shop, &packs).await.map(drop)
    };
    fair.turn(choose).await.unwrap();
    let gift = priced(fair, 50).await;
    let kernel::Error::Invalid(fields) = opened(fair, draft(fair, gift)).await.unwrap_err() else {
        panic!("half of it would be kept after a day")
    };
    let wrong: Vec<_> = fields.of("back_days").map(|one| one.code).collect();
    assert_eq!(wrong, ["law_withdrawal"]);
    for (after, back_days) in [(After::Back, 0), (After::Half, 14)] {
        let mut draft = draft(fair, gift);
        (draft.terms.after, draft.terms.back_days) = (after, back_days);
        opened(fair, draft).await.unwrap();
    }
}
