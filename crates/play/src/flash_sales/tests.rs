//! What a sale does, on both engines.

use std::{process::Command, time::Duration};

use ::store::testing;
use kernel::Error;
use people::members;
use value::{bills::Whom, vouchers};

use super::{
    actions::{self, archive},
    asked,
    model::{Fate, Figures, Refusal},
    store, waiting,
};
use crate::{
    activities::{Cost, Life, Limits},
    on_each,
    testing::{Fair, points_for},
};

async fn figures(fair: &Fair, sale: kernel::FlashSaleId) -> Figures {
    let mut db = fair.ground.db.read().await.unwrap();
    let shown = asked::require(&mut db, fair.org, sale).await.unwrap();
    asked::figures(&mut db, fair.org, &shown).await.unwrap()
}

/// Makes a draft into one that cannot be.
type Spoil = fn(&mut actions::Draft, &Fair);

on_each! {
    async fn pieces_go_from_the_shelf_to_the_pool_to_people_and_back(fair) {
        let (ana, bo, chen) = (
            fair.member("Ana").await, fair.member("Bo").await, fair.member("Chen").await,
        );
        let sale = fair.sale(2, |_| ()).await;
        assert_eq!(fair.shelf().await, 48);
        let taken = fair.claim(sale, ana).await.unwrap();
        assert_eq!((taken.left, taken.until), (1, fair.now().plus(Duration::from_secs(1800))));
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::LimitReached));
        fair.claim(sale, bo).await.unwrap();
        assert!(fair.claim(sale, chen).await.unwrap_err().is(Refusal::SoldOut));
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::LimitReached));
        let redeem = vouchers::Redeem { voucher: taken.voucher, store: None, staff: None };
        fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        fair.settle().await;
        let now = figures(&fair, sale).await;
        assert_eq!((now.left, now.held, now.collected), (0, 1, 1));
        // Bo does not come.
        fair.pass(30);
        fair.settle().await;
        let now = figures(&fair, sale).await;
        assert_eq!((now.left, now.held, now.collected, now.lapsed), (1, 0, 1, 1));
        fair.claim(sale, bo).await.expect("one may try again");
        fair.pass(90);
        fair.settle().await;
        let ended = fair.read_sale(sale).await;
        assert_eq!((ended.life, fair.shelf().await), (Life::Settled, 49));
        assert!(fair.claim(sale, chen).await.unwrap_err().is(Refusal::Closed));
        fair.turn(async |tx| archive(tx, sale).await).await.unwrap();
        fair.audited().await;
    }

    async fn before_the_hour_nobody_has_any_and_is_told_when(fair) {
        let ana = fair.member("Ana").await;
        let mut draft = fair.draft(1);
        draft.plan.opens_at = fair.now().plus(Duration::from_secs(3600));
        let shop = fair.shop.clone();
        let sale = fair.turn(async |tx| {
            let id = actions::create(tx, &shop, draft).await?;
            actions::check(tx, &shop, id).await?;
            Ok(id)
        }).await.unwrap();
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::NotOpen), "a draft");
        assert_eq!(fair.read_sale(sale).await.life, Life::Checked);
        fair.turn(async |tx| actions::schedule(tx, &shop, sale).await).await.unwrap();
        let Error::Refused(refused) = fair.claim(sale, ana).await.unwrap_err() else {
            panic!("no refusal")
        };
        assert_eq!(refused.code, "flash_sales.not_open");
        let opens_at = fair.read_sale(sale).await.plan.opens_at.timestamp().to_string();
        assert_eq!(refused.args, [("opens_at", kernel::error::Arg::Text(opens_at))]);
        fair.pass(59);
        fair.settle().await;
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::NotOpen));
        // On the second, though the job did not run yet.
        fair.pass(1);
        fair.claim(sale, ana).await.unwrap();
        fair.settle().await;
        assert_eq!(fair.read_sale(sale).await.life, Life::Open);
        // The clock is set back: nothing that was done is undone, and nothing more is given.
        fair.ground.clock.set(fair.now().minus(Duration::from_secs(600)));
        let bo = fair.member("Bo").await;
        assert!(fair.claim(sale, bo).await.unwrap_err().is(Refusal::NotOpen));
        // It leaps over the closing: what was not collected is over, and the shelf is whole.
        fair.pass(60 * 24);
        fair.settle().await;
        assert_eq!((fair.read_sale(sale).await.life, fair.shelf().await), (Life::Settled, 50));
        fair.audited().await;
    }

    async fn points_pay_and_come_back_with_the_piece(fair) {
        let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
        let program = points_for(&fair, ana, 30).await;
        let cost = Some(Cost { program, points: 20 });
        let sale = fair.sale(3, |draft| {
            draft.plan.cost = cost;
            draft.plan.limits.per_member = 2;
        }).await;
        let Error::Refused(refused) = fair.claim(sale, bo).await.unwrap_err() else {
            panic!("no refusal")
        };
        assert_eq!(refused.code, "flash_sales.too_few_points");
        assert_eq!(figures(&fair, sale).await.left, 3, "nothing happened");
        let taken = fair.claim(sale, ana).await.unwrap();
        assert_eq!(fair.points(program, ana).await, 10);
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::TooFewPoints));
        fair.pass(30);
        fair.settle().await;
        assert_eq!(fair.points(program, ana).await, 30, "not collected: as if never asked for");
        let again = fair.claim(sale, ana).await.unwrap();
        assert_ne!(again.code, taken.code);
        fair.turn(async |tx| vouchers::withdraw(tx, again.voucher).await).await.unwrap();
        fair.settle().await;
        assert_eq!(fair.points(program, ana).await, 30, "the shop took it back");
        let now = figures(&fair, sale).await;
        assert_eq!((now.left, now.lapsed, now.withdrawn), (3, 1, 1));
        fair.audited().await;
    }

    async fn what_comes_back_is_offered_in_the_order_of_the_list(fair) {
        let mut people = Vec::new();
        for name in ["Ana", "Bo", "Chen", "Dai"] {
            people.push(fair.member(name).await);
        }
        let [ana, bo, chen, dai] = people[..] else { panic!("four people") };
        let sale = fair.sale(1, |_| ()).await;
        let shop = fair.shop.clone();
        let wait = async |member| {
            fair.turn(async |tx| waiting::wait(tx, &shop, sale, member).await).await
        };
        assert!(wait(bo).await.unwrap_err().is(Refusal::StillSome));
        let taken = fair.claim(sale, ana).await.unwrap();
        assert!(wait(ana).await.unwrap_err().is(Refusal::LimitReached));
        assert_eq!((wait(bo).await.unwrap(), wait(chen).await.unwrap()), (0, 1));
        assert_eq!(wait(bo).await.unwrap(), 0, "once is enough");
        fair.turn(async |tx| vouchers::withdraw(tx, taken.voucher).await).await.unwrap();
        assert!(fair.claim(sale, dai).await.unwrap_err().is(Refusal::SoldOut), "others wait");
        fair.settle().await;
        let now = figures(&fair, sale).await;
        assert_eq!((now.left, now.offered, now.waiting), (0, 1, 1));
        assert!(fair.claim(sale, dai).await.unwrap_err().is(Refusal::SoldOut));
        assert!(fair.claim(sale, chen).await.unwrap_err().is(Refusal::SoldOut), "not Chen's turn");
        // Bo does not look; Chen is next, and takes it.
        fair.pass(10);
        fair.settle().await;
        fair.claim(sale, chen).await.unwrap();
        let now = figures(&fair, sale).await;
        assert_eq!((now.left, now.offered, now.held, now.waiting), (0, 0, 1, 0));
        // Who steps out leaves the piece to the next.
        wait(dai).await.unwrap();
        wait(bo).await.unwrap();
        fair.pass(30);
        fair.settle().await;
        assert_eq!(figures(&fair, sale).await.offered, 1);
        fair.turn(async |tx| waiting::leave(tx, sale, dai).await).await.unwrap();
        fair.claim(sale, bo).await.unwrap();
        fair.audited().await;
    }

    async fn an_open_sale_only_becomes_better_and_keeps_the_reason(fair) {
        let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
        let sale = fair.sale(1, |draft| draft.plan.budget = Some(4000)).await;
        let shop = fair.shop.clone();
        fair.claim(sale, ana).await.unwrap();
        fair.turn(async |tx| waiting::wait(tx, &shop, sale, bo).await).await.unwrap();
        let is = fair.read_sale(sale).await;
        let draft = actions::Draft { plan: is.plan, terms: is.terms };
        let change = async |draft: actions::Draft, why: &str| {
            fair.turn(async |tx| actions::change(tx, &shop, sale, (draft, why)).await).await
        };
        let mut worse = draft.clone();
        (worse.terms.pieces, worse.terms.hold_minutes) = (0, 5);
        let Error::Invalid(fields) = change(worse, "oops").await.unwrap_err() else { panic!() };
        let named: Vec<_> = fields.iter().map(|error| (error.field.as_ref(), error.code)).collect();
        assert!(named.contains(&("pieces", "promised")), "{named:?}");
        assert!(named.contains(&("hold_minutes", "promised")), "{named:?}");
        let mut more = draft.clone();
        more.terms.pieces = 2;
        assert_eq!(change(more.clone(), " ").await.unwrap_err().code(), "invalid", "no reason");
        let mut dear = draft.clone();
        dear.terms.pieces = 3;
        assert_eq!(change(dear, "more").await.unwrap_err().code(), "invalid", "over the budget");
        change(more, "a second delivery came").await.unwrap();
        let now = figures(&fair, sale).await;
        assert_eq!((now.left, now.offered, fair.shelf().await), (0, 1, 48), "Bo's turn");
        let mut db = fair.ground.db.read().await.unwrap();
        let page = kernel::PageRequest::default();
        let id = sale.to_string();
        let told = web::trail::list(&mut db, fair.org, Some(&id), &page).await.unwrap().items;
        let last = told.first().unwrap();
        assert_eq!(last.after.get("reason").unwrap(), "a second delivery came");
        drop(db);
        let closing = async |why: &str| {
            fair.turn(async |tx| actions::close(tx, sale, why).await).await
        };
        assert_eq!(closing("").await.unwrap_err().code(), "invalid");
        closing("the power is out").await.unwrap();
        assert!(fair.claim(sale, bo).await.unwrap_err().is(Refusal::Closed));
        assert_eq!(fair.shelf().await, 49, "Ana's piece is still hers");
        assert!(closing("again").await.unwrap_err().is(Refusal::WrongState));
        fair.pass(30);
        fair.settle().await;
        assert_eq!((fair.read_sale(sale).await.life, fair.shelf().await), (Life::Settled, 50));
        fair.audited().await;
    }

    async fn what_cannot_be_is_named_before_it_is_announced(fair) {
        let shop = fair.shop.clone();
        let cases: [(&str, Spoil, &str); 6] = [
            ("more than there are", |d, _| d.terms.pieces = 51, "pieces"),
            ("a gift of nobody's", |d, f| d.terms.gift = f.ground.world.id(), "gift"),
            ("over the budget", |d, _| d.plan.budget = Some(1), "budget"),
            ("over already", |d, f| {
                d.plan.opens_at = f.now().minus(Duration::from_secs(7200));
                d.plan.closes_at = f.now();
            }, "closes_at"),
            ("points of nobody's", |d, f| {
                d.plan.cost = Some(Cost { program: f.ground.world.id(), points: 1 });
            }, "program"),
            ("for a group of nobody's", |d, f| {
                d.plan.whom = Whom::Groups { groups: vec![f.ground.world.id()] };
            }, "whom"),
        ];
        for (case, change, field) in cases {
            let mut draft = fair.draft(2);
            change(&mut draft, &fair);
            let run = fair.turn(async |tx| {
                let id = actions::create(tx, &shop, draft).await?;
                actions::open(tx, &shop, id).await
            });
            let Error::Invalid(fields) = run.await.unwrap_err() else { panic!("{case}") };
            assert!(fields.iter().any(|error| error.field == field), "{case}: {fields:?}");
        }
        assert_eq!(fair.shelf().await, 50);
    }

    async fn two_records_of_one_person_are_one_person(fair) {
        let (ana, anna, bo) =
            (fair.member("Ana").await, fair.member("Anna").await, fair.member("Bo").await);
        let sale = fair.sale(3, |_| ()).await;
        fair.claim(sale, ana).await.unwrap();
        let theirs = fair.claim(sale, anna).await.unwrap();
        let (wins, lang) = (members::merging::Wins::default(), kernel::Lang::En);
        let ask = members::merging::Ask { into: ana, from: anna, wins, lang };
        fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::LimitReached));
        assert!(fair.claim(sale, anna).await.unwrap_err().is(Refusal::LimitReached), "the old card");
        let mut db = fair.ground.db.read().await.unwrap();
        assert_eq!(store::of_member(&mut db, fair.org, sale, ana).await.unwrap().len(), 2);
        drop(db);
        // Both go back: one may be had again, and the pool is whole.
        fair.pass(30);
        fair.settle().await;
        assert_eq!(figures(&fair, sale).await.left, 3);
        fair.claim(sale, ana).await.unwrap();
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::LimitReached));
        fair.claim(sale, bo).await.unwrap();
        let mut db = fair.ground.db.read().await.unwrap();
        let old = vouchers::require(&mut db, fair.org, theirs.voucher).await.unwrap();
        assert_eq!(old.state, vouchers::State::Expired);
        drop(db);
        fair.audited().await;
    }

    async fn who_is_erased_waits_no_more_and_takes_nothing(fair) {
        let (ana, bo, chen) = (
            fair.member("Ana").await, fair.member("Bo").await, fair.member("Chen").await,
        );
        let sale = fair.sale(1, |_| ()).await;
        let shop = fair.shop.clone();
        let taken = fair.claim(sale, ana).await.unwrap();
        for member in [bo, chen] {
            fair.turn(async |tx| waiting::wait(tx, &shop, sale, member).await).await.unwrap();
        }
        fair.turn(async |tx| members::actions::erase(tx, bo).await).await.unwrap();
        fair.turn(async |tx| vouchers::withdraw(tx, taken.voucher).await).await.unwrap();
        fair.settle().await;
        assert!(fair.claim(sale, bo).await.unwrap_err().is(Refusal::Erased));
        fair.claim(sale, chen).await.unwrap();
        fair.audited().await;
    }

    async fn a_limit_of_the_day_ends_with_the_shops_day(fair) {
        let ana = fair.member("Ana").await;
        let sale = fair.sale(9, |draft| {
            draft.plan.limits = Limits { per_member: 3, per_day: Some(1) };
            draft.plan.closes_at = draft.plan.opens_at.plus_days(3);
            draft.terms.hold_minutes = 7 * 24 * 60;
        }).await;
        fair.claim(sale, ana).await.unwrap();
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::DayLimitReached));
        // It is nine in the morning in Shanghai: fifteen hours later another day begins there.
        fair.pass(15 * 60);
        fair.claim(sale, ana).await.unwrap();
        assert!(fair.claim(sale, ana).await.unwrap_err().is(Refusal::DayLimitReached));
    }

    async fn what_is_taken_back_after_all_was_settled_ends_too(fair) {
        let ana = fair.member("Ana").await;
        let sale = fair.sale(1, |_| ()).await;
        let taken = fair.claim(sale, ana).await.unwrap();
        fair.turn(async |tx| actions::close(tx, sale, "Rain").await).await.unwrap();
        let redeem = vouchers::Redeem { voucher: taken.voucher, store: None, staff: None };
        let done = fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        fair.settle().await;
        assert_eq!(fair.read_sale(sale).await.life, Life::Settled);
        fair.turn(async |tx| vouchers::undo(tx, done.id).await).await.unwrap();
        fair.settle().await;
        fair.pass(31);
        fair.settle().await;
        let mut db = fair.ground.db.read().await.unwrap();
        let claim = store::claim(&mut db, fair.org, taken.id).await.unwrap().unwrap();
        drop(db);
        assert_eq!((claim.fate, fair.read_sale(sale).await.life), (Fate::Lapsed, Life::Settled));
        fair.audited().await;
    }

    async fn taking_back_a_collection_holds_the_piece_again(fair) {
        let ana = fair.member("Ana").await;
        let sale = fair.sale(1, |_| ()).await;
        let taken = fair.claim(sale, ana).await.unwrap();
        fair.pass(29);
        let redeem = vouchers::Redeem { voucher: taken.voucher, store: None, staff: None };
        let done = fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        fair.settle().await;
        fair.pass(5);
        fair.turn(async |tx| vouchers::undo(tx, done.id).await).await.unwrap();
        fair.settle().await;
        fair.pass(1);
        fair.settle().await;
        let mut db = fair.ground.db.read().await.unwrap();
        let claim = store::claim(&mut db, fair.org, taken.id).await.unwrap().unwrap();
        drop(db);
        assert_eq!((claim.fate, figures(&fair, sale).await.left), (Fate::Lapsed, 1));
        fair.audited().await;
    }
}

#[test]
fn a_claim_is_a_handful_of_statements() {
    let test = ["--exact", "flash_sales::tests::of_one_claim", "--ignored", "--nocapture"];
    let out = Command::new(std::env::current_exe().unwrap()).args(test).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a process of its own: run by the test above"]
async fn of_one_claim() {
    let fair = Fair::open(::store::Engine::Sqlite).await;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    let sale = fair.sale(3, |_| ()).await;
    // The first of a sale also plans when it is looked at.
    fair.claim(sale, ana).await.unwrap();
    let claiming = super::Claiming { sale, member: bo, store: None, staff: None };
    let asked = fair
        .turn(async |tx| {
            testing::asked_since();
            super::claim(tx, &fair.shop, claiming).await?;
            Ok(testing::asked_since())
        })
        .await
        .unwrap();
    assert!(asked.len() <= 8, "{} statements: {asked:#?}", asked.len());
    assert!(!asked.is_empty(), "nobody listened");
}
