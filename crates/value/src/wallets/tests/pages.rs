//! Stored value as people meet it: at the counter, in the console, on the phone.

use super::{Plan, State, has, opened, plan, small};
use crate::{testing::House, wallets::fold::Forfeits};

/// The value of a hidden field of a page.
fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let mark = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&mark).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap()
}

fn holds(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part:?} is not in {page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cashier_tops_up_sees_the_bonus_before_and_takes_it_back() {
    let house = House::open().await;
    let ana = house.member("Ana").await;
    let desk = format!("/counter?q={}", ana.card());
    assert!(!house.get(&desk).await.body.contains("/counter/top-ups"), "nothing to top up");
    opened(&house.market, plan()).await;
    let way = format!("/counter/top-ups?member={}", ana.code);
    holds(&house.get(&desk).await.body, &[&way]);
    let asked = house.get(&way).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    let amount = format!("{way}&amp;amount=100.00");
    holds(&asked.body, &["How much is paid in", &amount, "paid out whenever you ask"]);
    assert!(!house.get(&desk).await.body.contains("Pay from wallet"), "there is nothing in it");

    let shown = house.get(&format!("{way}&amount=100")).await;
    holds(&shown.body, &["100.00 taken", "10.00", "110.00", "paid out whenever you ask"]);
    assert_eq!(hidden(&shown.body, "bonus"), "1000");
    let form = format!("once=t1&member={}&amount=100.00&bonus=1000", ana.code);
    let done = house.post("/counter/top-ups", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = house.post("/counter/top-ups", &form).await;
    assert_eq!(again.location, done.location, "a double tap is one top-up");
    assert_eq!(has(&house.market, ana.id).await, (10_000, 1_000));
    let at = done.location.unwrap();
    let verdict = house.get(&at).await;
    holds(&verdict.body, &["verdict good", "Topped up", "110.00", "/undoing"]);
    let back = house.post(&format!("{at}/undoing"), "once=u1").await;
    assert_eq!(back.location.as_deref(), Some(at.as_str()), "{}", back.body);
    let undone = house.get(&at).await;
    holds(&undone.body, &["verdict warn", "Undone"]);
    assert!(!undone.body.contains("/undoing"));
    let twice = house.post(&format!("{at}/undoing"), "once=u2").await;
    assert_eq!(twice.status, 409);
    assert_eq!(has(&house.market, ana.id).await, (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_at_the_counter_is_named_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let ana = house.member("Ana").await;
    opened(&house.market, plan()).await;
    let way = format!("/counter/top-ups?member={}", ana.code);
    for (typed, said) in [("abc", "abc"), ("1", "From 10.00 to 2000.00"), ("-5", "below zero")] {
        let page = house.get(&format!("{way}&amount={typed}")).await;
        assert_eq!(page.status, 422, "{typed}: {}", page.body);
        holds(&page.body, &[said, &format!("value=\"{typed}\"")]);
    }
    let over = house.get(&format!("{way}&amount=900")).await;
    assert_eq!(over.status, 409);
    holds(&over.body, &["1000.00"]);
    assert_eq!(house.get("/counter/top-ups?member=AAAAAAAA").await.status, 404);
    assert_eq!(house.get("/counter/top-ups/top_nonsense").await.status, 404);
    let post = async |form: &str| house.post("/counter/top-ups", form).await.status;
    let form = format!("once=a&member={}&amount=100&bonus=999", ana.code);
    assert_eq!(post(&form).await, 409, "another bonus was shown");
    assert_eq!(post(&format!("once=b&member={}&amount=1e9", ana.code)).await, 422);
    assert_eq!(post(&format!("member={}&amount=100", ana.code)).await, 400, "no mark");
    assert_eq!(post("once=c&member=&amount=100").await, 404);
    assert_eq!(has(&house.market, ana.id).await, (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_is_paid_from_the_wallet_when_it_is_ticked_and_given_back_when_undone() {
    let house = House::open().await;
    let ana = house.member("Ana").await;
    opened(&house.market, plan()).await;
    super::filled(&house.market, ana.id, 1_200).await.unwrap();
    let desk = house.get(&format!("/counter?q={}", ana.card())).await;
    let (_, offer) = desk.body.split_once("name=\"wallet\"").expect("the line is there");
    let (tick, rest) = offer.split_once('>').unwrap();
    assert!(!tick.contains("checked"), "never ticked by itself: {tick}");
    holds(rest, &["Pay from wallet", "has ", "12.00"]);
    let plain = format!("once=p0&member={}&amount=5", ana.id);
    assert_eq!(house.post("/counter/operations", &plain).await.status, 303);
    assert_eq!(has(&house.market, ana.id).await, (1_200, 0), "not ticked, not taken");
    let none = format!("once=p1&member={}&wallet=on&amount=", ana.id);
    let asked = house.post("/counter/operations", &none).await;
    assert_eq!(asked.status, 422);
    let (_, offer) = asked.body.split_once("name=\"wallet\"").unwrap();
    assert!(offer.split_once('>').unwrap().0.contains("checked"), "the tick is kept");

    let paid = format!("once=p2&member={}&wallet=on&amount=38.50", ana.id);
    let done = house.post("/counter/operations", &paid).await;
    let at = done.location.expect("recorded");
    holds(&house.get(&at).await.body, &["38.50 (12.00 from the wallet, 26.50 to collect)"]);
    assert_eq!(has(&house.market, ana.id).await, (0, 0));
    let id = at.rsplit('/').next().unwrap();
    let undone = house.post("/counter/undos", &format!("once=u&operation={id}")).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(has(&house.market, ana.id).await, (1_200, 0));
    let whole = format!("once=p3&member={}&wallet=on&amount=7", ana.id);
    let at = house.post("/counter/operations", &whole).await.location.unwrap();
    holds(&house.get(&at).await.body, &["7.00 (all from the wallet, nothing to collect)"]);
    let visit = format!("once=p4&member={}&wallet=on&amount=5&only=visit", ana.id);
    assert_eq!(house.post("/counter/operations", &visit).await.status, 303);
    assert_eq!(has(&house.market, ana.id).await, (500, 0), "just a visit pays nothing");
}

const FORM: &str = "state=open&from_0=100&gives_0=10&from_1=300&gives_1=20%25&least=10&most=2000\
    &spending=bonus_first&forfeits=proportion&refund_days=";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_makes_a_plan_and_the_law_is_one_tap_away() {
    let house = House::open().await;
    holds(&house.get("/console/wallets").await.body, &["Nobody has left money", "Make a plan"]);
    let blank = house.get("/console/wallets/plan").await;
    assert_eq!(blank.status, 200, "{}", blank.body);
    // It begins within the law, with where it stands beside it.
    holds(&blank.body, &["value=\"5000.00\"", "value=\"1000.00\"", "第十八条", "第十四条"]);
    let over = format!("once=a&{FORM}&cap_named=9000&cap_unnamed=");
    let wrong = house.post("/console/wallets/plan", &over).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    holds(
        &wrong.body,
        &["allows at most 5000.00", "第十八条", "value=\"9000\"", "Save within the law", "20%"],
    );
    let lawful = house
        .post("/console/wallets/plan", &format!("{over}&limits=law").replace("once=a", "once=b"))
        .await;
    assert_eq!(lawful.status, 303, "{}", lawful.body);
    let page = house.get("/console/wallets").await;
    // What a top-up of 100, 300 and 500 gives.
    holds(&page.body, &["110.00", "360.00", "600.00", "open", "Payments take the bonus first"]);
    let form = house.get("/console/wallets/plan").await;
    holds(
        &form.body,
        &["value=\"5000.00\"", "value=\"10.00\"", "value=\"20%\"", "name=\"from_3\""],
    );
    for (field, said) in [
        ("least=10&most=2000", "least=0&most=2000"),
        ("least=10&most=2000", "least=10&most=9"),
        ("gives_0=10", "gives_0=ten"),
        ("gives_0=10", "gives_0="),
        ("from_0=100", "from_0=-1"),
        ("refund_days=", "refund_days=6"),
        ("refund_days=", "refund_days=x"),
        ("spending=bonus_first", "spending=none"),
        ("state=open", "state=ajar"),
    ] {
        let form = FORM.replace(field, said);
        let form = format!("once={said}&{form}&cap_named=5000&cap_unnamed=1000");
        let wrong = house.post("/console/wallets/plan", &form).await;
        assert_eq!(wrong.status, 422, "{said}: {}", wrong.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_shows_who_holds_what_and_pays_out_after_saying_what_goes() {
    let house = House::open().await;
    let (ana, ben) = (house.member("Ana").await, house.member("Ben").await);
    opened(&house.market, plan()).await;
    super::filled(&house.market, ana.id, 20_000).await.unwrap();
    let page = house.get("/console/wallets").await;
    let person = format!("/console/members/{}", ana.id);
    holds(&page.body, &[&person, "200.00", "10.00 of it bonus", "Day by day", "210.00"]);
    assert!(!page.body.contains(&ben.id.to_string()));
    let csv = house.get("/console/wallets?csv=1").await;
    holds(
        &csv.body,
        &["member,code,name,principal,bonus,changed", &format!("{},Ana,200.00,10.00,", ana.code)],
    );

    let way = format!("/console/wallets/{}/refunds", ana.id);
    holds(&house.get(&person).await.body, &[&way, "Paid in", "+¥200.00"]);
    assert!(!house.get(&format!("/console/members/{}", ben.id)).await.body.contains("/refunds"));
    holds(&house.get(&way).await.body, &["At most", "200.00"]);
    let shown = house.get(&format!("{way}?amount=100")).await;
    holds(&shown.body, &["Pay ¥100.00 out", "Bonus that goes", "5.00", "105.00"]);
    assert_eq!(hidden(&shown.body, "bonus"), "500");
    for (typed, status) in [("201", 422), ("0", 422), ("x", 422)] {
        let wrong = house.get(&format!("{way}?amount={typed}")).await;
        assert_eq!(wrong.status, status, "{typed}");
        holds(&wrong.body, &[&format!("value=\"{typed}\"")]);
    }
    // The rule changed since it was shown.
    opened(&house.market, Plan { forfeits: Forfeits::Whole, ..plan() }).await;
    let stale = house.post(&way, "once=a&amount=100.00&bonus=500").await;
    assert_eq!(stale.status, 422, "{}", stale.body);
    holds(&stale.body, &["another now than what was shown"]);
    let form = "once=b&amount=100.00&bonus=1000";
    let paid = house.post(&way, form).await;
    assert_eq!(paid.location.as_deref(), Some(person.as_str()), "{}", paid.body);
    assert_eq!(house.post(&way, form).await.status, 303, "sent twice");
    assert_eq!(has(&house.market, ana.id).await, (10_000, 0));
    holds(&house.get(&person).await.body, &["Paid out to you", "−¥100.00"]);
    let nobody = format!("/console/wallets/{}/refunds", house.market.member());
    assert_eq!(house.get(&nobody).await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_reads_what_is_theirs_and_the_rules_before_paying_in() {
    let house = House::open().await;
    let ana = house.member("Ana").await;
    let wallet = async || house.phone(ana.id, "/fresh/wallet").await.body;
    assert!(!wallet().await.contains("Your money here"), "the shop keeps none");
    opened(&house.market, Plan { refund_days: Some(30), ..plan() }).await;
    holds(&wallet().await, &["Your money here", "on request for 30 days", "+ ¥60.00"]);
    let top = super::filled(&house.market, ana.id, 10_000).await.unwrap();
    let (purchase, _) = super::bought(&house.market, ana.id, 2_000).await;
    holds(&wallet().await, &["¥90.00", "¥0.00"]);
    house.market.turn(async |tx| crate::wallets::settle(tx, purchase, 500).await).await.unwrap();
    let statement = house.phone(ana.id, "/fresh/wallet/statement").await;
    let told = [
        ("Back from a purchase", "+¥10.00"),
        ("Back from a purchase, as bonus", "+¥5.00"),
        ("Paid for a purchase", "−¥10.00"),
        ("Paid for a purchase, with bonus", "−¥10.00"),
        ("You paid in", "+¥100.00"),
        ("Bonus for paying in", "+¥10.00"),
    ];
    for (said, amount) in told {
        let (_, rest) = statement.body.split_once(&format!("{said}<")).expect(said);
        let line = rest.split("</li>").next().unwrap();
        assert!(line.contains(amount), "{said}: {line}");
    }
    assert!(!statement.body.contains(&top.id.to_string()));
    opened(&house.market, Plan { state: State::Closed, ..plan() }).await;
    let closed = wallet().await;
    holds(&closed, &["Your money here"]);
    assert!(!closed.contains("+ ¥60.00"), "nothing to pay in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_stored_value_open_in_three_languages() {
    let house = House::open().await;
    let ana = house.member("Ana").await;
    let page = async |path: &str| {
        for lang in ["en", "zh-CN", "es"] {
            let mark = if path.contains('?') { '&' } else { '?' };
            let page = house.get(&format!("{path}{mark}lang={lang}")).await;
            assert_eq!(page.status, 200, "{path} {lang} {}", page.body);
            assert_eq!(page.body.matches("<h1").count(), 1, "{path} {lang}");
            for raw in [">wallets-", ">refusal-", ">field-", "\"wallets-"] {
                assert!(!page.body.contains(raw), "{path} {lang} says {raw}");
            }
            assert!(page.body.len() < 50_000, "{path} is {} bytes", page.body.len());
        }
    };
    page("/console/wallets").await;
    opened(&house.market, small()).await;
    super::filled(&house.market, ana.id, 1_000).await.unwrap();
    page("/console/wallets").await;
    page("/console/wallets/plan").await;
    page(&format!("/console/wallets/{}/refunds", ana.id)).await;
    page(&format!("/console/wallets/{}/refunds?amount=2", ana.id)).await;
    page(&format!("/console/members/{}", ana.id)).await;
    page(&format!("/counter/top-ups?member={}", ana.code)).await;
    page(&format!("/counter/top-ups?member={}&amount=20", ana.code)).await;
    page(&format!("/counter?q={}", ana.card())).await;
    for lang in ["en", "zh-CN", "es"] {
        let phone = house.phone(ana.id, &format!("/fresh/wallet?lang={lang}")).await;
        assert!(phone.status == 200 && !phone.body.contains(">wallets-"), "{}", phone.body);
    }
}
