//! Pages of samples, and what they do.

use kernel::{Lang, PresaleId};
use serde_json::json;

use super::support::{cups, fetch, take, tasting};
use crate::{
    group_buys::support::{priced, top_up},
    presales::support::{read_presale, reserve},
    testing::House,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_takes_one_on_the_phone_and_reads_what_came_of_it() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    top_up(fair, bo, 2_000).await;
    let (phone, other) = (house.phone(ana).await, house.phone(bo).await);
    let (presale, _) = tasting(fair, |_| ()).await;
    let path = format!("/fresh/presales/{presale}");
    for lang in Lang::ALL {
        let said = house.get(&phone, &format!("{path}?lang={}", lang.tag())).await;
        assert_eq!((said.status, said.body.matches("<h1").count()), (200, 1));
        assert!(!said.body.contains(">presales-"), "{lang:?}: {}", said.body);
        assert!(said.body.contains("A cup to try"), "{lang:?}: {}", said.body);
    }
    let guest = house.get("", &path).await;
    assert!(guest.body.contains("Try it first") && !guest.body.contains("Take one"));
    let page = house.get(&phone, &path).await;
    assert!(
        page.body.contains("Take one · free") && !page.body.contains("tried it"),
        "{}",
        page.body
    );
    let to = format!("{path}/samples");
    let done = house.post(&phone, &to, "").await;
    assert!(done.status == 303 && done.location.starts_with("/fresh/tickets/"), "{done:?}");
    let twice = house.post(&phone, &to, "").await;
    assert!(twice.status == 422 && twice.body.contains("tries it once"), "{}", twice.body);
    let code = done.location.rsplit('/').next().unwrap();
    let shown = value::codes::shown(code);
    assert!(house.get(&phone, &path).await.body.contains(&shown), "its ticket is on the page");
    let theirs = take(fair, presale, bo).await.unwrap().sample;
    fetch(fair, theirs.voucher).await;
    let had = house.get(&other, &path).await;
    assert!(
        had.body.contains("You have tried it.") && had.body.contains("nobody of them"),
        "{}",
        had.body
    );
    fair.pass(1);
    reserve(fair, presale, (bo, 0)).await.unwrap();
    let had = house.get(&other, &path).await;
    assert!(had.body.contains("You have tried it. If it is not for you"), "{}", had.body);
    let came = house.get(&phone, &path).await;
    assert!(
        came.body.contains("One person tried it; one of them reserved after that"),
        "{}",
        came.body
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_plans_them_and_the_counter_gives_them() {
    let house = House::open().await;
    let (fair, staff) = (&house.fair, house.staff.as_str());
    let ana = fair.member("Ana").await;
    let (gift, cup) = (priced(fair, 50).await, cups(fair, 10).await);
    for lang in Lang::ALL {
        let form = house.get(staff, &format!("/console/presales/new?lang={}", lang.tag())).await;
        assert!(!form.body.contains(">presales-"), "{}", form.body);
        assert!(form.body.contains("name=\"sample_gift\""));
    }
    let typed = |more: &str| {
        format!("{}{more}", crate::presales::page_tests::typed(gift, 10, "&after=back"))
    };
    let samples = |gift: &str, hours: &str| {
        format!(
            "&sample_gift={gift}&sample_pieces=4&sample_whom=everybody&sample_from=2026-03-02T10:00\
                 &sample_until=2026-03-03T10:00&sample_hours={hours}"
        )
    };
    let bad = house.post(staff, "/console/presales", &typed(&samples("xx", "24"))).await;
    assert!(bad.status == 422 && bad.body.contains("choose one from the list"), "{}", bad.body);
    let bad =
        house.post(staff, "/console/presales", &typed(&samples(&cup.to_string(), "400"))).await;
    assert!(bad.status == 422 && bad.body.contains("from 1 to 336"), "{}", bad.body);
    let good =
        house.post(staff, "/console/presales", &typed(&samples(&cup.to_string(), "24"))).await;
    assert_eq!(good.status, 303, "{}", good.body);
    let planned = good.location.split('?').next().unwrap().rsplit('/').next().unwrap();
    let planned = read_presale(fair, planned.parse().unwrap()).await.terms.samples.unwrap();
    assert_eq!((planned.gift, planned.pieces, planned.hold_hours), (cup, 4, 24));
    let (presale, _) = tasting(fair, |_| ()).await;
    let path = format!("/console/presales/{presale}");
    for lang in Lang::ALL {
        for page in ["", "/details"] {
            let said = house.get(staff, &format!("{path}{page}?lang={}", lang.tag())).await;
            assert_eq!(said.status, 200);
            assert!(!said.body.contains(">presales-"), "{page}: {}", said.body);
        }
    }
    let way = format!("/counter/presales?member={ana}");
    let counter = house.get(staff, &way).await;
    assert!(counter.body.contains("Let Ana try it · free"), "{}", counter.body);
    let form = format!("member={ana}&presale={presale}");
    let given = house.post(staff, "/counter/presales/samples", &form).await;
    assert!(given.status == 303 && given.location.starts_with("/counter?q="), "{given:?}");
    assert!(house.get(staff, &way).await.body.contains(&given.location), "the way to hand it over");
    let again = house.post(staff, "/counter/presales/samples", &form).await;
    assert!(again.status == 409 && again.body.contains("tries it once"), "{}", again.body);
    let file = house.get(staff, &format!("{path}/samples.csv")).await;
    let lines: Vec<&str> = file.body.lines().collect();
    assert!(lines.len() == 2 && lines[1].contains(",held,"), "{}", file.body);
    assert!(house.get(staff, &path).await.body.contains("1 to be fetched, 2 left"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_plan_them_take_them_and_are_told_why_not() {
    let house = House::open().await;
    let fair = &house.fair;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let key = house.key().await;
    let (gift, cup) = (priced(fair, 50).await, cups(fair, 10).await);
    let at = |days: i64| fair.now().plus_days(days).to_string();
    let cny = |minor: i64| json!({ "amount": minor, "currency": "CNY" });
    let plan = |samples: serde_json::Value| {
        json!({ "name": { "en": "Mangoes" }, "gift": gift.to_string(), "pieces": 5, "price": cny(5_000),
            "opens_at": at(0), "closes_at": at(2), "ready_at": at(3), "limits": { "per_member": 1 },
            "windows": [{ "from": at(3), "until": at(4), "capacity": 5 }], "samples": samples })
    };
    let tries = |hours: i64| json!({ "gift": cup.to_string(), "pieces": 1, "from": at(0), "until": at(1), "hold_hours": hours });
    let (status, wrong) = house.send((&key, "bad"), "presales", &plan(tries(0))).await;
    assert_eq!((status, wrong["code"].as_str()), (422, Some("invalid")), "{wrong}");
    let (status, made) = house.send((&key, "made"), "presales", &plan(tries(2))).await;
    assert_eq!((status, &made["samples"]["whom"]), (201, &json!("everybody")), "{made}");
    let presale: PresaleId = made["id"].as_str().unwrap().parse().unwrap();
    let (to, by) = (
        format!("presales/{presale}/samples"),
        |member: kernel::MemberId| json!({ "member": member.to_string() }),
    );
    let code = |answer: &serde_json::Value| answer["code"].as_str().unwrap_or_default().to_owned();
    let (status, early) = house.send((&key, "draft"), &to, &by(ana)).await;
    assert_eq!((status, code(&early).as_str()), (409, "presales.no_samples"), "{early}");
    house.send((&key, "open"), &format!("presales/{presale}/opening"), &json!({})).await;
    let first = house.send((&key, "one"), &to, &by(ana)).await;
    assert_eq!((first.0, &first.1["left"], &first.1["state"]), (201, &json!(0), &json!("held")));
    assert_eq!(house.send((&key, "one"), &to, &by(ana)).await, first, "one key, one effect");
    for (mark, member, is) in
        [("two", ana, "presales.sample_taken"), ("three", bo, "presales.samples_gone")]
    {
        let (status, answer) = house.send((&key, mark), &to, &by(member)).await;
        assert_eq!((status, code(&answer).as_str()), (409, is), "{answer}");
    }
    let (status, list) = house.read(&key, &to).await;
    assert_eq!((status, &list["items"][0]["id"]), (200, &first.1["id"]), "{list}");
    let (_, whole) = house.read(&key, &format!("presales/{presale}")).await;
    assert_eq!((&whole["samples_left"], &whole["figures"]["samples_held"]), (&json!(0), &json!(1)));
    assert!(read_presale(fair, presale).await.terms.samples.is_some());
}
