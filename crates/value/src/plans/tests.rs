use std::time::Duration;

use ::store::Tx;
use jiff::{civil::date, tz::TimeZone};
use kernel::{Chance, Error, Lang, MemberId, PlanId, Result, SeededChance, TierId, Time};
use people::members::{
    self,
    merging::{self, Ask, Wins},
};
use serde_json::json;

use super::{
    actions::{NewTerm, buy, change, create, refund, set_state, undo},
    engine::State as Stands,
    model::{Back, Details, Every},
    naive::Book,
    *,
};
use crate::{
    gifts::{self, State},
    on_each,
    points::{self, Whose},
    purchases::{self, NewPurchase, Prices, Source},
    testing::{House, Market},
    tiers::{self, engine::tests::ladder},
    words::Words,
};

fn words(text: &str) -> Words {
    Words { en: text.into(), ..Words::default() }
}

fn details(every: Every, back: Back) -> Details {
    Details {
        name: words("Club"),
        price: 12_000,
        every,
        tier: None,
        early: true,
        free_delivery: false,
        gift: None,
        grace_days: 5,
        notice_days: 3,
        back,
    }
}

async fn plan(market: &Market, details: Details) -> PlanId {
    market.turn(async |tx| create(tx, details).await).await.unwrap()
}

/// The club for a month, to be used by the tests of others.
pub async fn club(market: &Market) -> PlanId {
    plan(market, details(Every::Month, Back::Nothing)).await
}
pub async fn pay(market: &Market, plan: PlanId, member: MemberId) {
    bought(market, plan, member).await.unwrap();
}

async fn customer(market: &Market, name: &str) -> MemberId {
    let new = members::NewMember { name: name.into(), ..Default::default() };
    let new = new.from("counter").agreed("counter", &[]);
    market.turn(async |tx| members::actions::add(tx, new).await).await.unwrap()
}

async fn bought(market: &Market, plan: PlanId, member: MemberId) -> Result<Term> {
    let new = NewTerm { plan, member, shown: None, store: Some(market.store), staff: None };
    market.turn(async |tx| buy(tx, new).await).await
}

fn shop_zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

async fn now(market: &Market, member: MemberId) -> Held {
    let mut db = market.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, market.org).await.unwrap();
    held(&mut db, &shop, (member, market.ground.world.now())).await.unwrap()
}

async fn unearned(market: &Market, member: MemberId) -> i64 {
    let key = accounts::unearned(member, "CNY".parse().unwrap()).unwrap().key;
    let mut db = market.ground.db.read().await.unwrap();
    ledger::balance_of(&mut db, market.org, &key).await.unwrap()
}

async fn days_pass(market: &Market, days: u64) {
    market.ground.clock.advance(Duration::from_secs(days * 24 * 3600));
    market.ground.db.settle().await.unwrap();
}

async fn told(market: &Market, kind: &str) -> usize {
    market.events().await.into_iter().filter(|one| one == kind).count()
}

async fn audited(market: &Market) {
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{report:?}");
}

#[test]
fn a_period_follows_the_other_without_a_gap_and_keeps_its_day() {
    let table = [
        (Every::Month, date(2026, 1, 31), 0, date(2026, 1, 31), date(2026, 2, 27)),
        (Every::Month, date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 3, 30)),
        (Every::Month, date(2026, 1, 31), 2, date(2026, 3, 31), date(2026, 4, 29)),
        (Every::Quarter, date(2026, 3, 2), 0, date(2026, 3, 2), date(2026, 6, 1)),
        (Every::Year, date(2028, 2, 29), 0, date(2028, 2, 29), date(2029, 2, 27)),
        (Every::Year, date(2028, 2, 29), 4, date(2032, 2, 29), date(2033, 2, 27)),
    ];
    for (every, anchor, number, first, last) in table {
        let rule = details(every, Back::Days);
        assert_eq!(engine::span(&rule, anchor, number), (first, last), "{every} {anchor} {number}");
    }
}

#[test]
fn what_no_plan_can_be_is_named() {
    type Change = fn(&mut Details);
    let table: [(Change, Option<(&str, &str)>); 6] = [
        (|_| (), None),
        (|plan| plan.name = Words::default(), Some(("name", "required"))),
        (|plan| plan.price = 0, Some(("price", "required"))),
        (|plan| plan.price = -1, Some(("price", "amount_negative"))),
        (|plan| plan.price = i64::MAX, Some(("price", "amount_too_large"))),
        (|plan| plan.grace_days = 91, Some(("grace_days", "number_range"))),
    ];
    for (at, (change, wrong)) in table.into_iter().enumerate() {
        let mut plan = details(Every::Year, Back::Days);
        change(&mut plan);
        let named = match plan.checked() {
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
    async fn a_membership_is_bought_told_of_its_end_graced_and_lapses(market) {
        let mei = customer(&market, "Chen Mei").await;
        let club = plan(&market, details(Every::Month, Back::Days)).await;
        assert_eq!(now(&market, mei).await.state, Stands::Never);
        let term = bought(&market, club, mei).await.unwrap();
        let whole = u64::try_from(term.first.until(term.last).unwrap().get_days()).unwrap();
        assert_eq!((unearned(&market, mei).await, told(&market, "plans.ending").await), (12_000, 0));
        days_pass(&market, whole - 3).await;
        assert_eq!(told(&market, "plans.ending").await, 1);
        days_pass(&market, 3).await;
        assert_eq!((now(&market, mei).await.state, unearned(&market, mei).await), (Stands::Active, 12_000));
        days_pass(&market, 1).await;
        assert_eq!((now(&market, mei).await.state, unearned(&market, mei).await), (Stands::Grace, 0));
        let next = bought(&market, club, mei).await.unwrap();
        assert!(next.renewal && next.first == term.last.tomorrow().unwrap(), "without a gap");
        days_pass(&market, 60).await;
        assert_eq!((now(&market, mei).await.state, told(&market, "plans.lapsed").await), (Stands::Lapsed, 1));
        let again = bought(&market, club, mei).await.unwrap();
        let today = market.ground.world.now().date(&shop_zone());
        assert!(!again.renewal && again.first == today);
        audited(&market).await;
    }
}

on_each! {
    async fn sales_that_never_cease_put_off_nothing_that_is_due(market) {
        let mei = customer(&market, "Chen Mei").await;
        let club = plan(&market, details(Every::Month, Back::Days)).await;
        let term = bought(&market, club, mei).await.unwrap();
        let whole = u64::try_from(term.first.until(term.last).unwrap().get_days()).unwrap();
        days_pass(&market, whole).await;
        assert_eq!(unearned(&market, mei).await, 12_000);
        for _ in 0..52 {
            market.ground.clock.advance(Duration::from_secs(1800));
            market.ground.db.settle().await.unwrap();
            let other = customer(&market, "Luo").await;
            bought(&market, club, other).await.unwrap();
        }
        assert_eq!(unearned(&market, mei).await, 0);
    }
}

on_each! {
    async fn whoever_was_erased_is_given_nothing_and_what_they_paid_is_earned(market) {
        let mei = customer(&market, "Chen Mei").await;
        let cake = market.gift(3, |details| details.per_member = 0).await;
        let club = Details { gift: Some(cake), ..details(Every::Month, Back::Nothing) };
        let club = plan(&market, club).await;
        bought(&market, club, mei).await.unwrap();
        bought(&market, club, mei).await.unwrap();
        market.turn(async |tx| members::actions::erase(tx, mei).await).await.unwrap();
        days_pass(&market, 40).await;
        assert_eq!(unearned(&market, mei).await, 12_000, "the second period runs");
        days_pass(&market, 40).await;
        assert_eq!((unearned(&market, mei).await, told(&market, "gifts.given").await), (0, 1));
    }
}

on_each! {
    async fn what_cannot_be_bought_is_refused_and_costs_nothing(market) {
        let mei = customer(&market, "Chen Mei").await;
        let club = plan(&market, details(Every::Year, Back::Days)).await;
        let other = plan(&market, details(Every::Month, Back::Days)).await;
        let dear = NewTerm { plan: club, member: mei, shown: Some(1), store: None, staff: None };
        assert!(market.turn(async |tx| buy(tx, dear).await).await.unwrap_err().is(Refusal::OtherPrice));
        bought(&market, club, mei).await.unwrap();
        assert!(bought(&market, other, mei).await.unwrap_err().is(Refusal::OtherPlan));
        bought(&market, club, mei).await.unwrap();
        bought(&market, club, mei).await.unwrap();
        assert!(bought(&market, club, mei).await.unwrap_err().is(Refusal::Ahead));
        market.turn(async |tx| set_state(tx, other, State::Closed).await).await.unwrap();
        let luo = customer(&market, "Luo").await;
        assert!(bought(&market, other, luo).await.unwrap_err().is(Refusal::Closed));
        let nobody = market.ground.world.id();
        assert_eq!(bought(&market, club, nobody).await.unwrap_err().code(), "not_found");
        assert_eq!((unearned(&market, mei).await, unearned(&market, luo).await), (36_000, 0));
        let strange = Details { tier: Some(market.ground.world.id()), ..details(Every::Year, Back::Days) };
        let wrong = market.turn(async |tx| create(tx, strange).await).await.unwrap_err();
        assert!(matches!(wrong, Error::Invalid(_)));
    }
}

on_each! {
    async fn a_sale_is_taken_back_within_ten_minutes_with_its_gift(market) {
        let mei = customer(&market, "Chen Mei").await;
        let always = |details: &mut gifts::Details| (details.per_member, details.valid_days) = (0, None);
        let cake = market.gift(3, always).await;
        let club = Details { gift: Some(cake), ..details(Every::Month, Back::Nothing) };
        let club = plan(&market, club).await;
        let term = bought(&market, club, mei).await.unwrap();
        assert!(term.voucher.is_some() && market.left(cake).await == 2);
        market.turn(async |tx| undo(tx, term.id).await).await.unwrap();
        assert_eq!((market.left(cake).await, unearned(&market, mei).await), (3, 0));
        assert_eq!(now(&market, mei).await.state, Stands::Never);
        let twice = market.turn(async |tx| undo(tx, term.id).await).await.unwrap_err();
        assert!(twice.is(Refusal::AlreadyUndone));
        let term = bought(&market, club, mei).await.unwrap();
        let none = market.turn(async |tx| refund(tx, mei).await).await.unwrap_err();
        assert!(none.is(Refusal::NothingBack), "the rule gives nothing");
        market.ground.clock.advance(Duration::from_secs(601));
        assert!(market.turn(async |tx| undo(tx, term.id).await).await.unwrap_err().is(Refusal::TooLate));
        days_pass(&market, 32).await;
        bought(&market, club, mei).await.unwrap();
        assert_eq!(market.left(cake).await, 1, "a gift with each period");
        audited(&market).await;
    }
}

on_each! {
    async fn the_rule_for_refunds_is_the_one_that_stood_when_it_was_bought(market) {
        let mei = customer(&market, "Chen Mei").await;
        let club = plan(&market, details(Every::Month, Back::Days)).await;
        let term = bought(&market, club, mei).await.unwrap();
        market.turn(async |tx| change(tx, club, details(Every::Month, Back::Nothing)).await).await.unwrap();
        let whole = i64::from(term.first.until(term.last).unwrap().get_days()) + 1;
        days_pass(&market, 9).await;
        let paid = market.turn(async |tx| refund(tx, mei).await).await.unwrap();
        assert_eq!(paid, 12_000 * (whole - 10) / whole, "ten days are used");
        assert_eq!((now(&market, mei).await.state, unearned(&market, mei).await), (Stands::Active, 0));
        days_pass(&market, 1).await;
        assert_eq!(now(&market, mei).await.state, Stands::Lapsed, "what was paid back has no grace");
        audited(&market).await;
    }
}

/// Points that are there after somebody bought for ten yuan.
async fn buys(market: &Market, whose: Whose, at: Option<Time>) -> i64 {
    let new = NewPurchase {
        member: Some(whose.member),
        store: market.store,
        staff: None,
        amount: 1_000,
        items: 1,
        at,
        reference: None,
        source: Source::Counter,
        lines: Vec::new(),
        points: None,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    };
    let run = async |tx: &mut Tx| {
        purchases::record(tx, new).await?;
        points::spendable(tx, whose).await
    };
    market.turn(run).await.unwrap()
}

async fn brought(market: &Market, member: MemberId) -> (tiers::Privileged, Vec<TierId>) {
    let mut db = market.ground.db.read().await.unwrap();
    let shop = web::shops::require(&mut db, market.org).await.unwrap();
    let at = market.ground.world.now();
    let all = tiers::privileges(&mut db, &shop, at, member).await.unwrap();
    (all, tiers::held(&mut db, &shop, at, member).await.unwrap())
}

on_each! {
    async fn what_is_paid_for_and_what_is_earned_are_one(market) {
        let mei = customer(&market, "Chen Mei").await;
        let made = async |tx: &mut Tx| {
            let program = points::create(tx, words("Beans"), points::engine::tests::terms()).await?;
            let mut ladder = ladder();
            ladder.tiers[1].privileges.free_delivery = true;
            let ladder = tiers::keep(tx, program, ladder).await?;
            Ok((program, ladder.tiers[1].id.unwrap()))
        };
        let (program, gold) = market.turn(made).await.unwrap();
        let whose = Whose { program, member: mei };
        let before = market.ground.world.now();
        assert_eq!(buys(&market, whose, None).await, 10);
        let (none, held) = brought(&market, mei).await;
        assert!(!none.early && !none.free_delivery && held.is_empty());

        days_pass(&market, 2).await;
        let club = Details { tier: Some(gold), ..details(Every::Year, Back::Days) };
        let club = plan(&market, club).await;
        bought(&market, club, mei).await.unwrap();
        let (after, held) = brought(&market, mei).await;
        assert!(after.early && after.free_delivery, "{after:?}");
        assert_eq!((after.ranks, held), (vec![(program, 2)], vec![gold]));
        assert_eq!(buys(&market, whose, None).await, 30, "gold doubles");
        assert_eq!(buys(&market, whose, Some(before)).await, 40, "nothing was paid for then");
        market.turn(async |tx| refund(tx, mei).await).await.unwrap();
        assert_eq!(buys(&market, whose, None).await, 60, "today is paid for");
        days_pass(&market, 1).await;
        assert_eq!(buys(&market, whose, None).await, 70);
        assert!(brought(&market, mei).await.1.is_empty());
        audited(&market).await;
    }
}

on_each! {
    async fn what_two_records_paid_for_is_kept_by_the_one_that_they_become(market) {
        let (mei, mae) = (customer(&market, "Chen Mei").await, customer(&market, "Mae").await);
        let long = plan(&market, details(Every::Year, Back::Days)).await;
        let short = Details { free_delivery: true, ..details(Every::Month, Back::Days) };
        let short = plan(&market, short).await;
        bought(&market, long, mei).await.unwrap();
        let last = bought(&market, short, mae).await.unwrap();
        let ask = Ask { into: mei, from: mae, wins: Wins::default(), lang: Lang::En };
        let done = market.turn(async |tx| merging::merge(tx, ask).await).await.unwrap();
        assert!(done.lines.iter().any(|line| line.note.contains("both count")), "{:?}", done.lines);
        assert_eq!((unearned(&market, mei).await, unearned(&market, mae).await), (24_000, 0));
        let (both, _) = brought(&market, mei).await;
        assert!(both.early && both.free_delivery);
        assert!(bought(&market, short, mae).await.unwrap_err().is(Refusal::OtherPlan));
        let days = last.first.until(last.last).unwrap().get_days();
        days_pass(&market, u64::try_from(days).unwrap() + 1).await;
        assert_eq!(unearned(&market, mei).await, 12_000, "the shorter one is over");
        assert!(!brought(&market, mei).await.0.free_delivery);
        let paid = market.turn(async |tx| refund(tx, mae).await).await.unwrap();
        assert!(paid > 10_000 && unearned(&market, mei).await == 0);
        audited(&market).await;
    }
}

on_each! {
    async fn a_sale_is_taken_back_from_whose_it_is_by_now(market) {
        let (mei, mae) = (customer(&market, "Chen Mei").await, customer(&market, "Mae").await);
        let club = plan(&market, details(Every::Month, Back::Nothing)).await;
        let term = bought(&market, club, mae).await.unwrap();
        let ask = Ask { into: mei, from: mae, wins: Wins::default(), lang: Lang::En };
        market.turn(async |tx| merging::merge(tx, ask).await).await.unwrap();
        market.turn(async |tx| undo(tx, term.id).await).await.unwrap();
        assert_eq!((unearned(&market, mei).await, now(&market, mei).await.state), (0, Stands::Never));
        audited(&market).await;
    }
}

fn below(dice: &SeededChance, n: u64) -> u64 {
    let dice: &(dyn Chance + 'static) = dice;
    dice.below(n)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_order_of_buying_refunding_and_time_is_an_independent_calculation() {
    for engine in ::store::testing::engines() {
        let market = Market::open(engine).await;
        for seed in 0..12 {
            let dice = SeededChance::new(seed);
            let every = Every::ALL[usize::try_from(below(&dice, 3)).unwrap()];
            let back = Back::ALL[usize::try_from(below(&dice, 3)).unwrap()];
            let rule = details(every, back);
            let mut book = Book::new(rule.price, every, back, i64::from(rule.grace_days));
            let club = plan(&market, rule).await;
            let member = customer(&market, "Chen Mei").await;
            for step in 0..14 {
                let today = market.ground.world.now().date(&shop_zone());
                match below(&dice, 4) {
                    0 | 1 => match bought(&market, club, member).await {
                        Ok(_) => book.buy(today),
                        Err(error) => {
                            assert!(error.is(Refusal::Ahead), "seed {seed} {step}: {error:?}");
                        }
                    },
                    2 => {
                        let paid =
                            market.turn(async |tx| refund(tx, member).await).await.unwrap_or(0);
                        assert_eq!(paid, book.refund(today), "seed {seed} step {step}");
                    }
                    _ => {
                        let days = [1, 5, 20, 31, 100, 400];
                        let days = days[usize::try_from(below(&dice, 6)).unwrap()];
                        days_pass(&market, days).await;
                    }
                }
                let today = market.ground.world.now().date(&shop_zone());
                book.night(today);
                let state = now(&market, member).await.state;
                let owed = unearned(&market, member).await;
                assert_eq!(
                    (state, owed),
                    (book.state(today), book.unearned()),
                    "seed {seed} step {step} on {today}: {book:?}"
                );
            }
        }
        audited(&market).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_is_made_at_the_desk_sold_at_the_counter_and_shown_on_the_phone() {
    let house = House::open().await;
    let market = &house.market;
    let mei = house.member("Chen Mei").await;
    let empty = house.get("/console/plans").await;
    assert!(empty.body.contains("No plans yet"), "{}", empty.body);
    let form = "name_en=Club&every=month&back=days&grace_days=5&notice_days=3&early=on";
    let wrong = house.post("/console/plans", &format!("once=a&{form}&price=dear")).await;
    assert!(wrong.status == 422 && wrong.body.contains("dear"), "{}", wrong.body);
    let made = house.post("/console/plans", &format!("once=b&{form}&price=120")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let at = made.location.unwrap();
    let id = at.rsplit('/').next().unwrap().to_owned();
    let way = format!("/counter/plans?member={}", mei.code);
    let desk = house.get(&format!("/counter?q=M-{}", mei.code)).await;
    assert!(desk.body.contains(&way), "{}", desk.body);
    let offer = house.get(&way).await;
    assert!(offer.body.contains("120.00") && offer.body.contains("charged"), "{}", offer.body);
    let tap = format!("member={}&plan={id}&price=12000", mei.code);
    let sold = house.post("/counter/plans", &format!("once=c&{tap}")).await;
    let twice = house.post("/counter/plans", &format!("once=c&{tap}")).await;
    assert_eq!((sold.status, &sold.location), (303, &twice.location), "{}", sold.body);
    let done = sold.location.unwrap();
    assert_eq!(unearned(market, mei.id).await, 12_000);
    let phone = house.phone(mei.id, "/fresh/wallet").await;
    assert!(phone.body.contains("Club"), "{}", phone.body);
    let figures = house.program(&format!("/api/v1/plans/{id}/figures")).await;
    let figures: serde_json::Value = serde_json::from_str(&figures.body).unwrap();
    assert_eq!((&figures["members"], &figures["unearned"]["amount"]), (&json!(1), &json!(12_000)));
    let refunds = format!("/console/plans/members/{}", mei.id);
    for lang in ["en", "zh-CN", "es"] {
        let paths = [
            "/console/plans",
            "/console/plans/new",
            &at,
            &format!("{at}/details"),
            &way,
            &done,
            &refunds,
        ];
        for path in paths {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = house.get(&format!("{path}{joint}lang={lang}")).await;
            assert_eq!((page.status, page.body.matches("<h1").count()), (200, 1), "{path}");
            assert!(!page.body.contains(">plans-"), "{}", page.body);
        }
    }
    let paid = house.post(&format!("{refunds}/refunds"), "once=d").await;
    assert_eq!((paid.status, unearned(market, mei.id).await), (303, 0), "{}", paid.body);
    let undone = house.post(&format!("{done}/undoing"), "once=e").await;
    assert_eq!(undone.status, 409, "it was paid back before");
}
