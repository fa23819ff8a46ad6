use std::time::Duration;

use futures::future::join_all;
use jiff::civil::date;
use kernel::{AllowanceId, Error, GiftId, Lang, MemberId, Result, Role, StaffId};
use people::{
    members::{
        self,
        merging::{self, Ask, Wins},
    },
    staff,
};
use serde_json::json;

use super::{
    actions::{Hand, change, create, set_own, set_state},
    model::{Budget, Details, Period},
    *,
};
use crate::{
    gifts::State,
    on_each,
    testing::{House, Market},
    vouchers::{self, Redeem},
};

const THREE: Budget = Budget::Pieces { pieces: 3 };

fn details(budget: Budget, period: Period) -> Details {
    let name = "Treats at the till".into();
    Details { name, gifts: Vec::new(), budget, period, staff: Vec::new() }
}

async fn allowance(market: &Market, details: Details) -> AllowanceId {
    market.turn(async |tx| create(tx, details).await).await.unwrap()
}

async fn employee(market: &Market, name: &str) -> StaffId {
    let mut new = staff::NewPerson::new(name, Role::Cashier);
    new.email = Some(format!("{}@fresh.example", name.to_lowercase()));
    market.turn(async |tx| staff::actions::add(tx, new).await).await.unwrap()
}

async fn customer(market: &Market, name: &str) -> MemberId {
    let new = members::NewMember { name: name.into(), ..Default::default() };
    let new = new.from("counter").agreed("counter", &[]);
    market.turn(async |tx| members::actions::add(tx, new).await).await.unwrap()
}

async fn eggs(market: &Market, stock: i64) -> GiftId {
    market.gift(stock, |details| (details.per_member, details.cost) = (0, 300)).await
}

/// What the tests give over and over.
#[derive(Clone, Copy)]
struct Tap {
    allowance: AllowanceId,
    gift: GiftId,
    member: MemberId,
    staff: StaffId,
}

impl Tap {
    fn to(self, hand: Hand) -> NewGiving {
        let Self { allowance, gift, member, staff } = self;
        NewGiving {
            allowance,
            gift,
            member,
            staff,
            store: None,
            hand,
            reason: "a long wait".into(),
        }
    }
    async fn give(self, market: &Market) -> Result<Giving> {
        market.turn(async |tx| give(tx, self.to(Hand::Ticket)).await).await
    }
    async fn left(self, market: &Market) -> i64 {
        let mut db = market.ground.db.read().await.unwrap();
        let one = store::require(&mut db, market.org, self.allowance).await.unwrap();
        let zone = jiff::tz::TimeZone::get("Asia/Shanghai").unwrap();
        let period = one.period.first(market.ground.world.now().date(&zone));
        reading::left(&mut db, market.org, (&one, self.staff, period)).await.unwrap()
    }
}

async fn tap(market: &Market, details: Details) -> Tap {
    Tap {
        allowance: allowance(market, details).await,
        gift: eggs(market, 1000).await,
        member: customer(market, "Chen Mei").await,
        staff: employee(market, "Luo").await,
    }
}

async fn audited(market: &Market) {
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{report:?}");
}

#[test]
fn a_period_begins_on_its_monday_or_on_the_first() {
    let table = [
        (Period::Week, date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9)),
        (Period::Week, date(2026, 3, 8), date(2026, 3, 2), date(2026, 3, 9)),
        (Period::Week, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 4)),
        (Period::Month, date(2026, 1, 31), date(2026, 1, 1), date(2026, 2, 1)),
        (Period::Month, date(2028, 2, 29), date(2028, 2, 1), date(2028, 3, 1)),
        (Period::Month, date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
    ];
    for (period, day, first, next) in table {
        assert_eq!((period.first(day), period.next(day)), (first, next), "{period} {day}");
    }
}

#[test]
fn what_no_allowance_can_be_is_named() {
    type Change = fn(&mut Details);
    let table: [(Change, Option<(&str, &str)>); 7] = [
        (|_| (), None),
        (|details| details.name = " ".into(), Some(("name", "required"))),
        (|details| details.name = "x".repeat(200), Some(("name", "too_long"))),
        (|details| details.budget = Budget::Pieces { pieces: 0 }, Some(("pieces", "number_range"))),
        (
            |details| details.budget = Budget::Pieces { pieces: 10_001 },
            Some(("pieces", "number_range")),
        ),
        (|details| details.budget = Budget::Worth { amount: -1 }, Some(("amount", "number_range"))),
        (
            |details| details.budget = Budget::Worth { amount: i64::MAX },
            Some(("amount", "number_range")),
        ),
    ];
    for (at, (change, wrong)) in table.into_iter().enumerate() {
        let mut one = details(THREE, Period::Week);
        change(&mut one);
        let named = match one.checked() {
            Ok(_) => None,
            Err(Error::Invalid(fields)) => {
                fields.iter().next().map(|one| (one.field.to_string(), one.code.to_string()))
            }
            Err(other) => panic!("{other:?}"),
        };
        let wrong = wrong.map(|(field, code)| (field.to_owned(), code.to_owned()));
        assert_eq!(named, wrong, "row {at}");
    }
}

on_each! {
    async fn an_allowance_is_used_up_and_there_again_in_the_next_period(market) {
        let tap = tap(&market, details(THREE, Period::Week)).await;
        for left in [2, 1, 0] {
            tap.give(&market).await.unwrap();
            assert_eq!(tap.left(&market).await, left);
        }
        let refused = tap.give(&market).await.unwrap_err();
        assert_eq!(refused, Error::Refused(Refusal::UsedUp.with("left", 0)));
        assert_eq!(market.left(tap.gift).await, 997, "nothing else has happened");
        let other = Tap { staff: employee(&market, "Wang").await, ..tap };
        other.give(&market).await.unwrap();
        assert_eq!((tap.left(&market).await, other.left(&market).await), (0, 2));
        market.ground.clock.advance(Duration::from_secs(7 * 24 * 3600));
        assert_eq!(tap.left(&market).await, 3, "nobody refilled it");
        tap.give(&market).await.unwrap();
        market.turn(async |tx| {
            change(tx, tap.allowance, details(Budget::Pieces { pieces: 1 }, Period::Week)).await
        }).await.unwrap();
        assert!(tap.give(&market).await.unwrap_err().is(Refusal::UsedUp), "a smaller limit holds at once");
        audited(&market).await;
    }
}

on_each! {
    async fn a_budget_of_worth_takes_what_a_gift_costs(market) {
        let tap = tap(&market, details(Budget::Worth { amount: 700 }, Period::Month)).await;
        tap.give(&market).await.unwrap();
        tap.give(&market).await.unwrap();
        assert_eq!(tap.left(&market).await, 100);
        let refused = tap.give(&market).await.unwrap_err();
        assert_eq!(refused, Error::Refused(Refusal::UsedUp.with("left", 100)));
        let pieces = details(THREE, Period::Month);
        let other = market.turn(async |tx| change(tx, tap.allowance, pieces).await).await.unwrap_err();
        assert!(other.is(Refusal::OtherMeasure));
    }
}

on_each! {
    async fn whoever_may_not_is_refused_and_nothing_has_happened(market) {
        let luo = employee(&market, "Luo").await;
        let only = Details { staff: vec![luo], gifts: vec![eggs(&market, 5).await], ..details(THREE, Period::Week) };
        let gift = only.gifts[0];
        let allowance = allowance(&market, only).await;
        let member = customer(&market, "Chen Mei").await;
        let tap = Tap { allowance, gift, member, staff: luo };
        let stranger = Tap { staff: employee(&market, "Wang").await, ..tap };
        assert!(stranger.give(&market).await.unwrap_err().is(Refusal::NotYours));
        let other = Tap { gift: eggs(&market, 5).await, ..tap };
        assert!(other.give(&market).await.unwrap_err().is(Refusal::OtherGift));
        let nobody = Tap { member: market.ground.world.id(), ..tap };
        assert_eq!(nobody.give(&market).await.unwrap_err().code(), "not_found");

        market.turn(async |tx| set_own(tx, luo, Some(member)).await).await.unwrap();
        assert!(tap.give(&market).await.unwrap_err().is(Refusal::Yourself));
        market.turn(async |tx| set_own(tx, luo, None).await).await.unwrap();
        let mine = members::NewMember {
            name: "Luo".into(), email: members::Email::read("LUO@fresh.example"), ..Default::default()
        };
        let mine = mine.from("counter").agreed("counter", &[]);
        let mine = market.turn(async |tx| members::actions::add(tx, mine).await).await.unwrap();
        let same = Tap { member: mine, ..tap };
        assert!(same.give(&market).await.unwrap_err().is(Refusal::Yourself), "the same address");

        market.turn(async |tx| set_state(tx, allowance, State::Closed).await).await.unwrap();
        assert!(tap.give(&market).await.unwrap_err().is(Refusal::NotYours));
        assert_eq!((tap.left(&market).await, market.left(gift).await), (3, 5));
        let strange = Details { gifts: vec![market.ground.world.id()], ..details(THREE, Period::Week) };
        let wrong = market.turn(async |tx| create(tx, strange).await).await.unwrap_err();
        assert!(matches!(wrong, Error::Invalid(_)));
    }
}

on_each! {
    async fn what_is_undone_within_ten_minutes_is_left_again(market) {
        let tap = tap(&market, details(THREE, Period::Week)).await;
        let over = market.turn(async |tx| give(tx, tap.to(Hand::Over)).await).await.unwrap();
        assert!(over.redemption.is_some());
        let ticket = tap.give(&market).await.unwrap();
        for giving in [&over, &ticket] {
            market.turn(async |tx| undo(tx, giving.id).await).await.unwrap();
        }
        assert_eq!((tap.left(&market).await, market.left(tap.gift).await), (3, 1000));
        let twice = market.turn(async |tx| undo(tx, over.id).await).await.unwrap_err();
        assert!(twice.is(Refusal::AlreadyUndone));

        let collected = tap.give(&market).await.unwrap();
        let redeem = Redeem { voucher: collected.voucher, store: None, staff: None };
        market.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        let gone = market.turn(async |tx| undo(tx, collected.id).await).await.unwrap_err();
        assert!(gone.is(Refusal::Collected));

        let late = tap.give(&market).await.unwrap();
        market.ground.clock.advance(Duration::from_secs(601));
        let late = market.turn(async |tx| undo(tx, late.id).await).await.unwrap_err();
        assert!(late.is(Refusal::TooLate));
        assert_eq!(tap.left(&market).await, 1);
        let told: Vec<_> = market.events().await.into_iter().filter(|kind| kind.starts_with("allowances.")).collect();
        let given = "allowances.given";
        assert_eq!(told, [given, given, "allowances.undone", "allowances.undone", given, given]);
        audited(&market).await;
    }
}

on_each! {
    async fn however_many_tap_at_once_no_allowance_is_passed(market) {
        let one = tap(&market, details(Budget::Pieces { pieces: 7 }, Period::Week)).await;
        let taps = (0..40).map(|_| one.give(&market));
        let done = join_all(taps).await;
        let given: Vec<_> = done.iter().filter_map(|one| one.as_ref().ok()).collect();
        assert_eq!((given.len(), one.left(&market).await), (7, 0));
        assert!(done.iter().filter_map(|one| one.as_ref().err()).all(|error| error.is(Refusal::UsedUp)));
        assert_eq!(market.left(one.gift).await, 993);
        let undone = join_all(given.iter().flat_map(|giving| {
            [giving.id, giving.id].map(|id| market.turn(async move |tx| undo(tx, id).await))
        })).await;
        assert_eq!(undone.iter().filter(|one| one.is_ok()).count(), 7, "each once");
        assert_eq!(one.left(&market).await, 7);
        audited(&market).await;
    }
}

on_each! {
    async fn why_it_was_given_goes_with_the_member(market) {
        let tap = tap(&market, details(THREE, Period::Week)).await;
        let giving = tap.give(&market).await.unwrap();
        market.turn(async |tx| members::actions::erase(tx, tap.member).await).await.unwrap();
        market.ground.db.settle().await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        assert_eq!(store::giving(&mut db, market.org, giving.id).await.unwrap().reason, "");
    }
}

on_each! {
    async fn what_somebody_was_given_is_in_their_copy_and_goes_with_a_merged_record(market) {
        let tap = tap(&market, details(THREE, Period::Week)).await;
        let giving = tap.give(&market).await.unwrap();
        let other = customer(&market, "Chen Mei").await;
        market.turn(async |tx| set_own(tx, tap.staff, Some(tap.member)).await).await.unwrap();
        let ask = Ask { into: other, from: tap.member, wins: Wins::default(), lang: Lang::En };
        market.turn(async |tx| merging::merge(tx, ask).await).await.unwrap();
        for known in [tap.member, other] {
            let same = Tap { member: known, ..tap };
            assert!(same.give(&market).await.unwrap_err().is(Refusal::Yourself));
        }
        let mut db = market.ground.db.read().await.unwrap();
        let record = members::require(&mut db, market.org, other).await.unwrap();
        drop(db);
        let copy = members::everything::Everything::of(&market.ground.db, market.org, record);
        let copy = copy.read().await.unwrap();
        assert_eq!(copy["value"]["givings"][0]["reason"], "a long wait");
        market.turn(async |tx| undo(tx, giving.id).await).await.unwrap();
        assert_eq!((tap.left(&market).await, market.left(tap.gift).await), (3, 1000));
        audited(&market).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cashier_gives_one_and_the_manager_sees_who_gave_what_to_whom() {
    let house = House::open().await;
    let market = &house.market;
    let mei = house.member("Chen Mei").await;
    let gift = eggs(market, 10).await;
    let empty = house.get("/console/allowances").await;
    assert!(empty.body.contains("No allowances yet"), "{}", empty.body);
    let form = "name=Treats&budget=pieces&period=week";
    let wrong = house.post("/console/allowances", &format!("once=a&{form}&pieces=many")).await;
    assert!(wrong.status == 422 && wrong.body.contains("many"), "{}", wrong.body);
    let made =
        house.post("/console/allowances", &format!("once=b&{form}&pieces=2&gifts={gift}")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let at = made.location.unwrap();
    let id = at.rsplit('/').next().unwrap().to_owned();
    let desk = house.get(&format!("/counter?q=M-{}", mei.code)).await;
    let way = format!("/counter/givings?member={}", mei.id);
    assert!(desk.body.contains(&way), "{}", desk.body);
    let page = house.get(&way).await;
    assert!(
        page.body.contains("Half a dozen eggs") && page.body.contains("2 gifts"),
        "{}",
        page.body
    );
    let tap = format!("member={}&allowance={id}&gift={gift}&reason=rain", mei.id);
    let given = house.post("/counter/givings", &format!("once=c&{tap}")).await;
    assert_eq!(given.status, 303, "{}", given.body);
    let again = house.post("/counter/givings", &format!("once=c&{tap}")).await;
    assert_eq!(given.location, again.location, "a double tap is one");
    let done = given.location.unwrap();
    assert!(house.get(&done).await.body.contains("Chen Mei"));
    let list = house.get("/console/allowances/givings").await;
    assert!(list.body.contains("Chen Mei") && list.body.contains("rain"), "{}", list.body);
    let file = house.get("/console/allowances/givings?csv=1").await;
    assert!(
        file.body.lines().count() == 2 && file.body.contains(&gift.to_string()),
        "{}",
        file.body
    );
    let undone = house.post(&format!("{done}/undoing"), "once=d").await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    let all = house.program("/api/v1/givings").await;
    let all: serde_json::Value = serde_json::from_str(&all.body).unwrap();
    assert_ne!(all["items"][0]["undone_at"], json!(null));
    for lang in ["en", "zh-CN", "es"] {
        let paths = [
            "/console/allowances",
            "/console/allowances/new",
            &at,
            &format!("{at}/details"),
            "/console/allowances/givings",
            &way,
            &done,
        ];
        for path in paths {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = house.get(&format!("{path}{joint}lang={lang}")).await;
            assert_eq!((page.status, page.body.matches("<h1").count()), (200, 1), "{path}");
            assert!(!page.body.contains(">allowances-"), "{}", page.body);
        }
    }
}
