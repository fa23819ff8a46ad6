//! Pages, and what they do.

use kernel::{GroupBuyId, Lang};
use serde_json::json;
use web::kit::links;

use super::{
    model::{Doors, Fate, Stand},
    store,
    support::{buy, priced, read_team, shelf, start},
};
use crate::testing::{Answer, House};

/// One title, no key in place of its words.
fn sound(page: &Answer, what: &str) {
    assert_eq!(page.status, 200, "{what}: {}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1, "{what}");
    assert!(!page.body.contains(">group_buys-"), "{what}: {}", page.body);
    assert!(page.body.len() < 60_000, "{what}: {} bytes", page.body.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_joins_for_it_is_brought_back_to_it() {
    let house = House::open().await;
    let buy = buy(&house.fair, |_| ()).await;
    let path = format!("/fresh/group-buys/{buy}");
    let stranger = house.get("", &path).await;
    let way = format!("/fresh/wanted?to={}", links::encode(&path));
    assert!(stranger.body.contains(&format!("href=\"{way}\"")), "{}", stranger.body);
    let on_the_way = house.get("", &way).await;
    assert_eq!((on_the_way.status, on_the_way.location.as_str()), (303, "/fresh"));
    assert!(on_the_way.cookies.contains(&format!("wanted={path}; Path=/fresh;")));
    assert!(
        !house.get(&format!("wanted={path}"), "/fresh").await.body.contains("what you came for")
    );
    // A member by now.
    let mei = house.fair.member("Mei").await;
    let phone = house.phone(mei).await;
    let came_for = |what: &str| format!("{phone}; wanted={what}");
    let home = house.get(&came_for(&path), "/fresh").await;
    assert!(home.body.contains("Go on to what you came for"), "{}", home.body);
    let gone_on = house.get(&came_for(&path), "/fresh/wanted").await;
    assert_eq!((gone_on.status, gone_on.location.as_str()), (303, path.as_str()));
    assert!(gone_on.cookies.contains("wanted=; Path=/fresh; Max-Age=0"), "once");
    assert_eq!(house.get(&phone, &way).await.location, path, "who is in already goes at once");
    // Nobody is led anywhere but to a page of this shop.
    let long = format!("/fresh/{}", "a".repeat(300));
    let elsewhere = [
        "//evil.example",
        "https://evil.example",
        "/freshest/x",
        "/fresh/../console",
        "/fresh//evil.example",
        "/fresh/wanted",
        "/fresh/a,b",
        "/fresh",
        &long,
    ];
    for to in elsewhere {
        let refused = house.get("", &format!("/fresh/wanted?to={}", links::encode(to))).await;
        assert_eq!((refused.status, refused.cookies.contains("wanted=")), (404, false), "{to}");
        let kept = house.get(&came_for(to), "/fresh/wanted").await;
        assert_eq!((kept.status, kept.location.as_str()), (303, "/fresh"), "{to}");
        assert!(!house.get(&came_for(to), "/fresh").await.body.contains("what you came for"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_starts_a_team_and_a_friend_comes_by_the_link() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo, chen) =
        (fair.member("Ana García").await, fair.member("Bo").await, fair.member("Chen").await);
    let phones = [house.phone(ana).await, house.phone(bo).await, house.phone(chen).await];
    let buy = buy(fair, |_| ()).await;
    let path = format!("/fresh/group-buys/{buy}");
    for lang in Lang::ALL {
        for page in ["/fresh".to_owned(), "/fresh/play".to_owned(), path.clone()] {
            let said = house.get(&phones[0], &format!("{page}?lang={}", lang.tag())).await;
            sound(&said, &format!("{page} {lang:?}"));
            assert!(said.body.contains(&path), "{page}: the way there");
        }
    }
    let guest = house.get("", &path).await;
    assert!(guest.body.contains("Become a member") && !guest.body.contains("Start a team"));
    let page = house.get(&phones[0], &path).await;
    assert!(page.body.contains("¥9.90") && page.body.contains("¥7.90"), "{}", page.body);
    let started = house.post(&phones[0], &format!("{path}/teams"), "").await;
    assert_eq!(started.status, 303, "{}", started.body);
    let invitation = started.location.clone();
    assert!(invitation.starts_with("/fresh/together/"), "{invitation}");
    let mine = house.get(&phones[0], &invitation).await;
    assert!(mine.body.contains("http://shop.test/fresh/together/"), "the link to share");
    assert!(
        mine.body.contains("Leave the team") && mine.body.contains("2 more people are missing")
    );
    // A stranger with the link reads who invites, and nothing of the rest of the name.
    for lang in Lang::ALL {
        let said = house.get("", &format!("{invitation}?lang={}", lang.tag())).await;
        sound(&said, "the invitation");
        assert!(said.body.contains("Ana G.") && !said.body.contains("García"), "{}", said.body);
        let place = format!("{invitation}/now?lang={}", lang.tag());
        assert!(!house.get("", &place).await.body.contains(">group_buys-"));
    }
    let invited = house.get(&phones[1], &invitation).await;
    assert!(invited.body.contains("Ana G. invites you"), "{}", invited.body);
    assert!(invited.body.contains("Join this team") && !invited.body.contains("to share"));
    let listed = house.get(&phones[1], &path).await;
    assert!(listed.body.contains("Ana G.’s team"), "{}", listed.body);
    for phone in &phones[1..] {
        let joined = house.post(phone, &format!("{invitation}/seats"), "").await;
        assert_eq!((joined.status, joined.location.as_str()), (303, invitation.as_str()));
    }
    let again = house.post(&phones[1], &format!("{invitation}/seats"), "").await;
    assert!(again.status == 422 && again.body.contains("in this team already"), "{}", again.body);
    let enough = house.get("", &format!("{invitation}/now?lang=en")).await;
    assert!(enough.body.contains("2 more, and it is ¥7.90"), "{}", enough.body);
    let left = house.get("", &format!("{path}/left")).await;
    assert!(left.body.contains("17"), "{}", left.body);
    let out = house.post(&phones[2], &format!("{invitation}/seats/leaving"), "").await;
    assert_eq!(out.status, 303);
    let home = house.get(&phones[1], "/fresh").await;
    assert!(home.body.contains("Your teams"), "{}", home.body);
    house.post(&phones[2], &format!("{invitation}/seats"), "").await;
    fair.pass(120);
    let between = house.get(&phones[1], &invitation).await;
    assert!(between.body.contains("Its time is over"), "no promise before it is decided");
    fair.settle().await;
    let made = house.get(&phones[1], &invitation).await;
    assert!(made.body.contains("3 people, ¥9.90 each: it is made"), "{}", made.body);
    assert!(made.body.contains("/fresh/tickets/"), "{}", made.body);
    let code = made.body.split("/fresh/tickets/").nth(1).unwrap().split('"').next().unwrap();
    let ticket = house.get("", &format!("/fresh/tickets/{code}?lang=en")).await;
    assert!(ticket.body.contains("One piece of Beans for ¥9.90"), "{}", ticket.body);
    let nobody = house.get("", "/fresh/together/nosuchone").await;
    assert_eq!(nobody.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_that_fails_says_so_and_an_invited_one_is_not_listed() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let phones = [house.phone(ana).await, house.phone(bo).await];
    let buy = buy(fair, |draft| draft.terms.doors = Doors::Invited).await;
    let seated = start(fair, buy, ana).await.unwrap();
    let (path, code) = (format!("/fresh/group-buys/{buy}"), seated.team.code);
    let page = house.get(&phones[1], &path).await;
    assert!(!page.body.contains(&code), "not listed: {}", page.body);
    fair.pass(120);
    fair.settle().await;
    let failed = house.get(&phones[0], &format!("/fresh/together/{code}")).await;
    assert!(failed.body.contains("1 of 3 came"), "{}", failed.body);
    assert!(failed.body.contains("You have everything back"), "{}", failed.body);
    assert!(house.get(&phones[0], &path).await.body.contains("Start a team"), "try again");
    fair.pass(6 * 60);
    fair.settle().await;
    let over = house.get(&phones[0], &path).await;
    assert!(over.body.contains("It is closed"), "{}", over.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_buy_is_planned_announced_changed_and_closed_in_the_console() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let empty = house.get(staff, "/console/group-buys").await;
    assert!(empty.body.contains("No group buy yet"), "{}", empty.body);
    let unpriced = house.get(staff, "/console/group-buys/new").await;
    assert!(unpriced.body.contains("no gift with a price"), "{}", unpriced.body);
    let gift = priced(fair, 50).await;
    let typed = |seats: i64, more: &str| {
        format!(
            "name_en=Beans+together&gift={gift}&seats={seats}&people_0=3&price_0=9.90&people_1=5\
             &price_1=5.00&most=6&team_hours=24&collect_days=7&doors=listed&deposit=&per_member=1\
             &per_day=&whom=members&opens_at=2026-03-02T10%3A00&closes_at=2026-03-04T10%3A00{more}"
        )
    };
    let asked = format!("/console/group-buys/preview?{}", typed(20, ""));
    let preview = house.get(staff, &asked).await;
    sound(&preview, "the preview");
    // Twenty for 6.00 each cost 120.00; at 5.00 each the shop pays 20.00.
    assert!(preview.body.contains("¥120.00") && preview.body.contains("20.00"), "{}", preview.body);
    let bad = house.post(staff, "/console/group-buys", &typed(0, "&points=x&budget=y")).await;
    assert_eq!(bad.status, 422);
    assert!(bad.body.contains("value=\"Beans together\""), "nothing typed is lost");
    let made = house.post(staff, "/console/group-buys", &typed(20, "&budget=19.99")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location.split('?').next().unwrap().to_owned();
    let id: GroupBuyId = path.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(house.get("", &format!("/fresh/group-buys/{id}")).await.status, 404, "a draft");
    let stopped = house.post(staff, &format!("{path}/schedule"), "").await;
    assert!(stopped.status == 422 && stopped.body.contains("cost more"), "{}", stopped.body);
    assert_eq!(house.post(staff, &path, &typed(20, "&budget=20")).await.status, 303);
    assert_eq!(house.post(staff, &format!("{path}/checking"), "").await.status, 303);
    assert_eq!(house.post(staff, &format!("{path}/opening"), "").await.status, 303);
    let fewer = house.post(staff, &path, &typed(19, "&budget=20&reason=too+many")).await;
    assert!(fewer.status == 422 && fewer.body.contains("only become better"), "{}", fewer.body);
    let ana = fair.member("Ana").await;
    let team = start(fair, id, ana).await.unwrap().team.id;
    for lang in Lang::ALL {
        for page in [&path, &format!("{path}/details"), &"/console/group-buys".to_owned()] {
            let said = house.get(staff, &format!("{page}?lang={}", lang.tag())).await;
            assert_eq!((said.status, said.body.matches("<h1").count()), (200, 1), "{page}");
            assert!(!said.body.contains(">group_buys-"), "{page}: {}", said.body);
        }
    }
    let page = house.get(staff, &format!("{path}?lang=en")).await;
    assert!(page.body.contains("2 more people are missing"), "{}", page.body);
    let file = house.get(staff, &format!("{path}/places.csv")).await;
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains(&ana.to_string()), "{}", file.body);
    assert_eq!(house.post(staff, &format!("{path}/closing"), "reason=").await.status, 422);
    assert_eq!(house.post(staff, &format!("{path}/closing"), "reason=rain").await.status, 303);
    fair.settle().await;
    assert_eq!(read_team(fair, team).await.stand, Stand::Failed);
    assert_eq!(house.post(staff, &format!("{path}/archiving"), "").await.status, 303);
    assert_eq!(shelf(fair, gift).await, 50);
    fair.audited().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_counter_takes_places_for_whoever_has_no_phone() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let buy = buy(fair, |_| ()).await;
    let way = |member| format!("/counter/group-buys?member={member}");
    for lang in Lang::ALL {
        let page = format!("{}&lang={}", way(ana), lang.tag());
        sound(&house.get(staff, &page).await, "the counter's page");
    }
    let form = format!("member={ana}&buy={buy}");
    let started = house.post(staff, "/counter/group-buys", &form).await;
    assert_eq!((started.status, started.location), (303, way(ana)));
    let again = house.post(staff, "/counter/group-buys", &form).await;
    assert!(again.status == 409 && again.body.contains("no more places"), "{}", again.body);
    let mut db = fair.ground.db.read().await.unwrap();
    let seat = store::of_member(&mut db, fair.org, (ana, Some(buy))).await.unwrap().remove(0);
    let team = store::team(&mut db, fair.org, seat.team).await.unwrap();
    drop(db);
    assert_eq!((seat.store, seat.fate), (Some(fair.store), Fate::Seated));
    assert!(seat.staff.is_some(), "who asked for it is known");
    let listed = house.get(staff, &way(bo)).await;
    assert!(listed.body.contains("Ana’s team"), "{}", listed.body);
    // The invitation is scanned whole.
    let code =
        format!("member={bo}&code=http%3A%2F%2Fshop.test%2Ffresh%2Ftogether%2F{}", team.code);
    let joined = house.post(staff, "/counter/group-buys/seats", &code).await;
    assert_eq!(joined.status, 303, "{}", joined.body);
    let wrong = format!("member={bo}&code=nosuchone");
    assert_eq!(house.post(staff, "/counter/group-buys/seats", &wrong).await.status, 404);
    let theirs = house.get(staff, &way(bo)).await;
    assert!(theirs.body.contains("One more person is missing"), "{}", theirs.body);
}

/// What a program must not get, row by row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_program_may_not_have_is_told_with_its_code() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let key = house.key().await;
    let open = buy(fair, |_| ()).await;
    let other = buy(fair, |_| ()).await;
    let over = buy(fair, |_| ()).await;
    fair.turn(async |tx| super::close(tx, over, "rain").await).await.unwrap();
    let team = start(fair, other, bo).await.unwrap().team.id;
    let nobody: GroupBuyId = fair.ground.world.id();
    let stranger: kernel::MemberId = fair.ground.world.id();
    let by = |member: kernel::MemberId| json!({ "member": member.to_string() });
    for (what, path, body, status, code) in [
        (
            "after the closing",
            format!("group-buys/{over}/teams"),
            by(ana),
            409,
            "group_buys.closed",
        ),
        ("one of nobody's", format!("group-buys/{nobody}/teams"), by(ana), 404, "not_found"),
        ("a stranger", format!("group-buys/{open}/teams"), by(stranger), 404, "not_found"),
        ("no team", "group-buy-teams/soon/seats".into(), by(ana), 404, "not_found"),
        (
            "already in",
            format!("group-buy-teams/{team}/seats"),
            by(bo),
            409,
            "group_buys.already_in",
        ),
        (
            "a team of another",
            format!("group-buys/{open}/claims"),
            json!({ "member": ana.to_string(), "team": team.to_string() }),
            422,
            "invalid",
        ),
        ("nobody", format!("group-buys/{open}/teams"), json!({}), 422, "invalid"),
        (
            "more than was asked",
            format!("group-buys/{open}/teams"),
            json!({ "member": "x", "seats": 9 }),
            422,
            "invalid",
        ),
    ] {
        let (told, answer) = house.send((&key, &what.replace(' ', "-")), &path, &body).await;
        assert_eq!((told, answer["code"].as_str().unwrap()), (status, code), "{what}: {answer}");
    }
    // One key, one effect: the same again is the same answer, another member under it is refused.
    let path = format!("group-buys/{open}/claims");
    let first = house.send((&key, "one"), &path, &by(ana)).await;
    assert_eq!((first.0, &first.1["left"]), (201, &json!(19)), "{}", first.1);
    assert_eq!(house.send((&key, "one"), &path, &by(ana)).await, first);
    let (status, answer) = house.send((&key, "one"), &path, &by(bo)).await;
    assert_eq!((status, answer["code"].as_str().unwrap()), (422, "idempotency.mismatch"));
    let mine = first.1["team"]["id"].as_str().unwrap();
    let joined = house.send((&key, "two"), &format!("group-buy-teams/{mine}/seats"), &by(bo)).await;
    assert_eq!((joined.0, &joined.1["team"]["people"]), (201, &json!(2)), "{}", joined.1);
    let (status, answer) = house.send((&key, "three"), &path, &by(bo)).await;
    assert_eq!((status, answer["code"].as_str().unwrap()), (409, "group_buys.limit_reached"));
}
