//! Pages, and what they do.

use kernel::{Lang, MemberId, RedPacketId};
use serde_json::json;

use super::{
    actions,
    model::{Gives, Split},
};
use crate::testing::{Answer, House};

/// One title, no key in place of its words.
fn sound(page: &Answer, what: &str) {
    assert_eq!(page.status, 200, "{what}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{what}");
    assert!(!page.body.contains(">red_packets-"), "{what}: {}", page.body);
    assert!(page.body.len() < 50_000, "{what}: {} bytes", page.body.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_opens_it_on_the_phone_and_sees_what_others_got() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo, chen) =
        (fair.member("Ana Lima").await, fair.member("王芳").await, fair.member("Chen").await);
    let phones = [house.phone(ana).await, house.phone(bo).await, house.phone(chen).await];
    let packet = fair.money((1000, 2)).await;
    let split = fair.split(packet).await;
    let path = format!("/fresh/packets/{packet}");
    for lang in Lang::ALL {
        for page in ["/fresh".to_owned(), "/fresh/play".to_owned(), path.clone()] {
            let said = house.get(&phones[0], &format!("{page}?lang={}", lang.tag())).await;
            sound(&said, &format!("{page} {lang:?}"));
            assert!(said.body.contains(&path) || page == path, "{page}: the way there");
        }
    }
    let shut = house.get(&phones[0], &format!("{path}?lang=en")).await;
    assert!(shut.body.contains("packet-seal") && shut.body.contains("count-down"));
    let mut db = fair.ground.db.read().await.unwrap();
    let sealed = super::asked::sealed(&mut db, fair.org, packet).await.unwrap().unwrap();
    drop(db);
    assert!(shut.body.contains(&sealed.commitment), "published before anybody opened it");
    let guest = house.get("", &path).await;
    assert!(guest.body.contains("Become a member") && !guest.body.contains("<form"));
    assert_eq!(house.get("", &format!("{path}/proof")).await.status, 409);

    let mark = fair.ground.world.chance.code(20);
    let once = format!("once={mark}");
    let opened = house.post_marked(&phones[0], &format!("{path}/claims"), &once).await;
    assert_eq!((opened.status, opened.location.as_str()), (303, &*format!("{path}?opened=1")));
    let twice = house.post_marked(&phones[0], &format!("{path}/claims"), &once).await;
    assert_eq!((twice.status, &twice.location), (303, &opened.location), "a double tap");
    let again = house.post(&phones[0], &format!("{path}/claims"), "").await;
    assert!(again.status == 422 && again.body.contains("this person has theirs"), "{}", again.body);
    let mine = house.get(&phones[0], &opened.location).await;
    sound(&mine, "the slip");
    let got = format!("¥{}.{:02}", split[0] / 100, split[0] % 100);
    assert!(mine.body.contains(&got) && mine.body.contains("just"), "{got}: {}", mine.body);
    assert!(mine.body.contains(">You<"), "{}", mine.body);
    assert!(house.get(&phones[0], "/fresh/wallet").await.body.contains(&got));

    // Others are told an initial, and no name.
    let others = house.get(&phones[1], &path).await;
    assert!(others.body.contains(">A.<") && !others.body.contains("Lima"), "{}", others.body);
    let left = house.get("", &format!("{path}/left")).await;
    assert!(left.body.contains('1'), "{}", left.body);
    assert_eq!(house.post(&phones[1], &format!("{path}/claims"), "").await.status, 303);
    let late = house.post(&phones[2], &format!("{path}/claims"), "").await;
    assert!(late.status == 422 && late.body.contains("All shares are taken"), "{}", late.body);
    fair.settle().await;
    let over = house.get(&phones[2], &path).await;
    assert!(over.body.contains("luckiest") && over.body.contains("/proof"), "{}", over.body);
    let proof = house.get("", &format!("{path}/proof")).await;
    assert_eq!(proof.status, 200);
    assert!(fair::verify(proof.body.as_bytes(), None).is_ok(), "to the byte");
    assert!(!house.get(&phones[2], "/fresh").await.body.contains(&path), "nothing is on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_it_is_not_for_is_not_shown_it_and_cannot_open_it() {
    let house = House::open().await;
    let fair = &house.fair;
    fair.with_wallets().await;
    let ana = fair.member("Ana").await;
    let phone = house.phone(ana).await;
    let packet = fair.money((100, 2)).await;
    // As if it had been for a tier that she does not hold.
    let run = async |tx: &mut ::store::Tx| {
        let mut is: super::RedPacket = crate::activities::require(tx, tx.org(), packet).await?;
        is.plan.whom = value::bills::Whom::Tiers { tiers: vec![tx.id()] };
        crate::activities::update(tx, &is).await
    };
    fair.turn(run).await.unwrap();
    let path = format!("/fresh/packets/{packet}");
    assert!(!house.get(&phone, "/fresh").await.body.contains(&path));
    let page = house.get(&phone, &path).await;
    assert!(page.body.contains("for other members") && !page.body.contains("/claims"));
    let no = house.post(&phone, &format!("{path}/claims"), "").await;
    assert_eq!(no.status, 422);
}

/// As the form sends it; another value for one field.
fn typed(gives: &str, (field, other): (&str, &str)) -> String {
    let fields = [
        ("name_en", "Good luck"),
        ("gives", gives),
        ("total", "88.80"),
        ("shares", "20"),
        ("split", "random"),
        ("least", "1"),
        ("whom", "members"),
        ("opens_at", "2026-03-02T10:00"),
        ("closes_at", "2026-03-02T12:00"),
        ("budget", ""),
        ("reason", ""),
    ];
    let said = |(name, value): (&str, &str)| {
        let value = if name == field { other } else { value };
        format!("{name}={}", value.replace(' ', "+").replace(':', "%3A"))
    };
    fields.map(said).join("&")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_packet_is_planned_announced_and_ended_in_the_console() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let empty = house.get(staff, "/console/red-packets").await;
    assert!(empty.body.contains("No red packet yet"), "{}", empty.body);
    let (as_it_is, beans) = (("", ""), fair.beans.to_string());
    let form = house.get(staff, "/console/red-packets/new").await;
    sound(&form, "the form");
    let query = typed("money", as_it_is);
    let preview = house.get(staff, &format!("/console/red-packets/preview?{query}")).await;
    sound(&preview, "the preview");
    assert!(preview.body.contains("¥88.80") && preview.body.contains("¥69.80"), "{}", preview.body);
    let vouchers = typed(&beans, ("total", ""));
    let preview = house.get(staff, &format!("/console/red-packets/preview?{vouchers}")).await;
    assert!(preview.body.contains("Bag of beans") && preview.body.contains("¥400.00"));
    let bad = house.post(staff, "/console/red-packets", &typed("money", ("shares", "0"))).await;
    assert!(bad.status == 422 && bad.body.contains("value=\"Good luck\""), "nothing is lost");
    let made = house.post(staff, "/console/red-packets", &typed("money", as_it_is)).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location.split('?').next().unwrap().to_owned();
    let id: RedPacketId = path.rsplit('/').next().unwrap().parse().unwrap();
    let is = fair.read_packet(id).await;
    assert_eq!((is.terms.total, is.terms.least, is.terms.split), (8880, 100, Split::Random));
    assert_eq!(house.get("", &format!("/fresh/packets/{id}")).await.status, 404, "a draft");
    let stopped = house.post(staff, &format!("{path}/schedule"), "").await;
    assert!(stopped.status == 422 && stopped.body.contains("wallet is closed"), "{}", stopped.body);
    fair.with_wallets().await;
    assert_eq!(house.post(staff, &format!("{path}/checking"), "").await.status, 303);
    assert_eq!(house.post(staff, &format!("{path}/schedule"), "").await.status, 303);
    let other = house.post(staff, &path, &typed("money", ("total", "90"))).await;
    assert!(other.status == 422 && other.body.contains("was published"), "{}", other.body);
    let silent = house.post(staff, &path, &typed("money", ("name_en", "Luck"))).await;
    assert_eq!(silent.status, 422, "no reason");
    let said = typed("money", ("reason", "a better name"));
    assert_eq!(house.post(staff, &path, &said).await.status, 303);
    fair.pass(120);
    let ana = fair.member("Ana").await;
    fair.grab(id, ana).await.unwrap();
    fair.settle().await;
    for lang in Lang::ALL {
        for page in [path.clone(), "/console/red-packets".into(), format!("{path}/figures")] {
            let said = house.get(staff, &format!("{page}?lang={}", lang.tag())).await;
            assert!(said.status == 200 && !said.body.contains(">red_packets-"), "{page}");
        }
    }
    let close = house.post(staff, &format!("{path}/closing"), "reason=The+rain").await;
    assert_eq!(close.status, 303, "{}", close.body);
    let over = house.get(staff, &format!("{path}?lang=en")).await;
    sound(&over, "the packet's page");
    assert!(over.body.contains("1 of 20 shares were opened"), "{}", over.body);
    let csv = house.get(staff, &format!("{path}/shares.csv")).await;
    assert!(csv.body.contains(&ana.to_string()), "{}", csv.body);
    assert_eq!(house.post(staff, &format!("{path}/archiving"), "").await.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_handed_out_elsewhere_counts_in_the_budget_and_is_nobodys() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    fair.with_wallets().await;
    let mut draft = fair.packed(Gives::Money, (1000, 5));
    draft.plan.budget = Some(1500);
    let shop = fair.shop.clone();
    let packet = fair.turn(async |tx| actions::create(tx, &shop, draft).await).await.unwrap();
    let path = format!("/console/red-packets/{packet}");
    let note = |amount: &str, people: &str, day: &str| {
        format!("channel=WeChat,+group+3&amount={amount}&people={people}&handed_on={day}&note=")
    };
    let to = format!("{path}/handouts");
    for (case, form) in [
        ("no amount", note("", "3", "2026-03-01")),
        ("nothing", note("0", "3", "2026-03-01")),
        ("words", note("much", "3", "2026-03-01")),
        ("nobody", note("5", "0", "2026-03-01")),
        ("no day", note("5", "3", "2026-02-30")),
        ("tomorrow", note("5", "3", "2026-03-04")),
        ("nowhere", note("5", "3", "2026-03-01").replace("WeChat,+group+3", "")),
    ] {
        let said = house.post(staff, &to, &form).await;
        assert_eq!(said.status, 422, "{case}");
    }
    assert_eq!(house.post(staff, &to, &note("5.01", "3", "2026-03-01")).await.status, 303);
    let page = house.get(staff, &format!("{path}?lang=en")).await;
    sound(&page, "a draft with a note");
    assert!(
        page.body.contains("WeChat, group 3") && page.body.contains("Over the budget by ¥0.01")
    );
    let stopped = house.post(staff, &format!("{path}/opening"), "").await;
    assert!(stopped.status == 422 && stopped.body.contains("cost more"), "{}", stopped.body);
    let csv = house.get(staff, &format!("{path}/handouts.csv")).await;
    assert!(csv.body.contains("\"WeChat, group 3\",5.01,3"), "{}", csv.body);
    let strike = page.body.split("/handouts/").nth(1).unwrap().split('/').next().unwrap();
    let struck = house.post(staff, &format!("{to}/{strike}/striking"), "").await;
    assert_eq!(struck.status, 303, "{}", struck.body);
    assert_eq!(house.post(staff, &format!("{path}/opening"), "").await.status, 303);
    fair.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_counter_opens_it_for_whoever_has_no_phone() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let ana = fair.member("Ana").await;
    let mut db = fair.ground.db.read().await.unwrap();
    let code = people::members::require(&mut db, fair.org, ana).await.unwrap().code;
    drop(db);
    let desk = format!("/counter?q=M-{code}");
    assert!(!house.get(staff, &desk).await.body.contains("/counter/red-packets"));
    let packet = fair.money((300, 2)).await;
    let way = format!("/counter/red-packets?member={ana}");
    assert!(house.get(staff, &desk).await.body.contains(&way));
    for lang in Lang::ALL {
        sound(&house.get(staff, &format!("{way}&lang={}", lang.tag())).await, "the counter's page");
    }
    let form = format!("member={ana}&packet={packet}");
    let opened = house.post(staff, "/counter/red-packets", &form).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let theirs = house.get(staff, &opened.location).await;
    sound(&theirs, "what she got");
    let amount = fair.shares(packet).await[0].amount;
    let said = format!("Ana got ¥{}.{:02}", amount / 100, amount % 100);
    assert!(theirs.body.contains(&said), "{said}: {}", theirs.body);
    assert!(house.get(staff, &desk).await.body.contains("Theirs: ¥"), "the scan says it too");
    let again = house.post(staff, "/counter/red-packets", &form).await;
    assert!(again.status == 409 && again.body.contains("One share each"), "{}", again.body);
    assert_eq!(fair.shares(packet).await[0].store, Some(fair.store));
}

/// What a program must not get, row by row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_program_may_not_have_is_told_with_its_code() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let key = house.key().await;
    let open = fair.money((500, 2)).await;
    let over = fair.money((500, 2)).await;
    fair.turn(async |tx| actions::close(tx, over, "rain").await).await.unwrap();
    let (nobody, stranger): (RedPacketId, MemberId) =
        (fair.ground.world.id(), fair.ground.world.id());
    let to = |packet: RedPacketId| format!("packets/{packet}/claims");
    let by = |member: MemberId| json!({ "member": member.to_string() });
    let day = |n| fair.now().plus_days(n).to_string();
    let new = |total: i64, shares: i64, least: i64| {
        json!({ "name": { "en": "Luck" }, "gives": { "kind": "money" }, "total": total,
            "shares": shares, "least": least, "opens_at": day(1), "closes_at": day(2) })
    };
    let all: String = "packets".into();
    for (what, path, body, status, code) in [
        ("after the end", to(over), by(ana), 409, "red_packets.closed"),
        ("a packet of nobody's", to(nobody), by(ana), 404, "not_found"),
        ("no id", "packets/soon/claims".into(), by(ana), 404, "not_found"),
        ("a stranger", to(open), by(stranger), 404, "not_found"),
        ("nobody", to(open), json!({}), 422, "invalid"),
        ("more than was asked", to(open), json!({ "member": "x", "amount": 9 }), 422, "invalid"),
        ("no shares", all.clone(), new(100, 0, 1), 422, "invalid"),
        ("more shares than cents", all.clone(), new(9, 10, 1), 422, "invalid"),
        ("below the smallest share", all.clone(), new(100, 10, 11), 422, "invalid"),
        ("ten thousand and one", all.clone(), new(100_000, 10_001, 1), 422, "invalid"),
        ("nothing in it", all.clone(), new(0, 1, 1), 422, "invalid"),
        (
            "twice opened",
            format!("packets/{open}/opening"),
            json!({}),
            409,
            "red_packets.wrong_state",
        ),
        ("no reason", format!("packets/{open}/closing"), json!({ "reason": " " }), 422, "invalid"),
    ] {
        let (told, answer) = house.send((&key, &what.replace(' ', "-")), &path, &body).await;
        assert_eq!((told, answer["code"].as_str().unwrap()), (status, code), "{what}: {answer}");
    }
    // One key, one effect: the same again is the same answer.
    let first = house.send((&key, "one"), &to(open), &by(ana)).await;
    assert_eq!(first.0, 201, "{}", first.1);
    assert_eq!(house.send((&key, "one"), &to(open), &by(ana)).await, first);
    let (status, answer) = house.send((&key, "two"), &to(open), &by(ana)).await;
    assert_eq!((status, answer["code"].as_str().unwrap()), (409, "red_packets.already_taken"));
    assert_eq!(house.send((&key, "three"), &to(open), &by(bo)).await.0, 201);
    let (status, answer) = house.send((&key, "four"), &all, &new(100, 10, 10)).await;
    assert_eq!((status, &answer["left"], &answer["commitment"]), (201, &json!(10), &json!(null)));
}
