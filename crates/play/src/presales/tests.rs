//! What a pre-sale does, on both engines.

use kernel::{Error, MemberId, PresaleReservationId};
use people::members;
use value::{
    purchases::{self, Line, NewPurchase, Prices, Source},
    vouchers,
};

use super::{
    Refusal, actions,
    model::{After, Fate, Paid, Rate},
    reservations::{self, PayingBack, Reserving},
    store,
    support::{
        cancel, draft, figures, move_to, opened, presale, read_one, read_presale, read_shown,
        reserve, reserve_as,
    },
};
use crate::{
    activities::{Cost, Life},
    group_buys::support::{give_points, points_of, priced, program, shelf, top_up, wallet},
    on_each,
    testing::Fair,
};

async fn people<const N: usize>(fair: &Fair) -> [MemberId; N] {
    let mut all = Vec::new();
    for n in 0..N {
        let member = fair.member(&format!("Person {n}")).await;
        top_up(fair, member, 2_000).await;
        all.push(member);
    }
    all.try_into().unwrap()
}

/// What their latest ticket is.
async fn ticket(fair: &Fair, member: MemberId) -> vouchers::Voucher {
    let mut db = fair.ground.db.read().await.unwrap();
    vouchers::of_member(&mut db, fair.org, member).await.unwrap().first().unwrap().clone()
}

/// A bag at the till, with the ticket: what is paid for it.
async fn collect(fair: &Fair, member: MemberId) -> i64 {
    let voucher = ticket(fair, member).await.id;
    let line = Line { product: Some("Beans".into()), category: None, quantity: 1, amount: 6_000 };
    let new = NewPurchase {
        member: Some(member),
        store: fair.store,
        staff: None,
        amount: 6_000,
        items: 1,
        at: None,
        reference: None,
        source: Source::Api,
        lines: vec![line],
        points: None,
        vouchers: vec![voucher],
        prices: Prices::AsTold,
    };
    fair.turn(async |tx| purchases::record(tx, new).await).await.unwrap().amount
}

async fn fate(fair: &Fair, id: PresaleReservationId) -> (Fate, i64) {
    let one = read_one(fair, id).await;
    (one.fate, one.back)
}

/// Makes a draft into one that cannot be.
type Spoil = fn(&mut actions::Draft, &Fair);

on_each! {
    async fn the_first_pieces_are_cheaper_and_no_more_than_they(fair) {
        let all: [MemberId; 5] = people(&fair).await;
        let presale = presale(&fair, |draft| draft.terms.pieces = 4).await;
        for (n, member) in all.iter().enumerate() {
            let done = reserve(&fair, presale, (*member, 0)).await;
            let expected = if n < 3 { (Rate::Early, 4_000) } else { (Rate::Regular, 5_000) };
            match done {
                Ok(done) => {
                    let one = done.reservation;
                    assert_eq!((one.rate, one.price), expected);
                }
                Err(error) => assert!(n == 4 && error.is(Refusal::SoldOut), "{n}: {error}"),
            }
        }
        let again = reserve(&fair, presale, (all[0], 0)).await;
        assert!(again.unwrap_err().is(Refusal::LimitReached), "who has theirs is told so first");
        assert_eq!(wallet(&fair, all[4]).await, (2_000, 200), "nothing happened");
        // An early piece that comes back is early for whoever is next.
        let mine = store_first(&fair, presale, all[0]).await;
        cancel(&fair, mine, all[0]).await.unwrap();
        assert_eq!(read_shown(&fair, presale).await.price(), 4_000);
        let next = reserve(&fair, presale, (all[4], 0)).await.unwrap();
        assert_eq!((next.reservation.rate, next.left, next.early_left), (Rate::Early, 0, 0));
        fair.audited().await;
    }

    async fn a_window_takes_so_many_and_another_can_be_chosen_while_there_is_room(fair) {
        let all: [MemberId; 4] = people(&fair).await;
        let presale = presale(&fair, |draft| {
            draft.terms.windows[0].capacity = 2;
            draft.terms.windows[1].capacity = 8;
        }).await;
        let ana = reserve(&fair, presale, (all[0], 0)).await.unwrap().reservation.id;
        reserve(&fair, presale, (all[1], 0)).await.unwrap();
        let full = reserve(&fair, presale, (all[2], 0)).await.unwrap_err();
        assert!(full.is(Refusal::WindowFull), "{full}");
        let chen = reserve(&fair, presale, (all[2], 1)).await.unwrap().reservation.id;
        assert!(move_to(&fair, (chen, all[2]), 0).await.unwrap_err().is(Refusal::WindowFull));
        assert_eq!(reserve(&fair, presale, (all[3], 2)).await.unwrap_err().code(), "invalid");
        let other = move_to(&fair, (chen, all[0]), 0).await.unwrap_err();
        assert!(matches!(other, Error::NotFound(_)), "another's: {other}");
        move_to(&fair, (ana, all[0]), 1).await.unwrap();
        let moved = move_to(&fair, (chen, all[2]), 0).await.unwrap();
        assert_eq!((moved.window, moved.until), (0, read_presale(&fair, presale).await.terms.windows[0].until));
        let rooms: Vec<i64> = read_shown(&fair, presale).await.places.iter().map(|one| one.room).collect();
        assert_eq!(rooms, [0, 7]);
        // When the goods are there, another window is another ticket.
        fair.pass(73 * 60);
        fair.settle().await;
        let before = ticket(&fair, all[2]).await;
        move_to(&fair, (chen, all[2]), 1).await.unwrap();
        let after = ticket(&fair, all[2]).await;
        assert_eq!((before.expires_at < after.expires_at, after.state), (true, vouchers::State::Issued));
        fair.pass(24 * 60);
        assert!(move_to(&fair, (chen, all[2]), 0).await.unwrap_err().is(Refusal::WindowOver));
        fair.audited().await;
    }

    async fn a_deposit_is_part_of_the_price(fair) {
        let [ana] = people(&fair).await;
        let bo = fair.member("Bo").await;
        let presale = presale(&fair, |_| ()).await;
        assert!(reserve(&fair, presale, (bo, 0)).await.unwrap_err().is(Refusal::TooLittleMoney));
        let one = reserve(&fair, presale, (ana, 0)).await.unwrap().reservation.id;
        assert_eq!(wallet(&fair, ana).await, (1_400, 0), "the bonus of 2.00 goes first");
        assert_eq!(figures(&fair, presale).await.deposits_ahead, 800);
        fair.pass(72 * 60);
        assert_eq!(fate(&fair, one).await, (Fate::Reserved, 0));
        fair.settle().await;
        let held = ticket(&fair, ana).await;
        assert_eq!((held.price, held.expires_at), (Some(3_200), Some(read_one(&fair, one).await.until)));
        assert_eq!(collect(&fair, ana).await, 3_200, "40.00 less 8.00");
        fair.settle().await;
        assert_eq!(fate(&fair, one).await, (Fate::Collected, 0));
        let now = figures(&fair, presale).await;
        assert_eq!((now.deposits_ahead, now.deposits_kept, now.collected), (0, 0, 1));
        assert!(cancel(&fair, one, ana).await.unwrap_err().is(Refusal::TooLateToCancel));
        assert_eq!(read_presale(&fair, presale).await.life, Life::Settled);
        fair.audited().await;
    }

    async fn what_comes_back_is_said_by_the_rule_and_the_clock(fair) {
        // Rule, days to think it over, hours until stepping back, what comes back of 8.01.
        let rows = [
            (After::Kept, 0, 0, 801), (After::Kept, 0, 23, 801), (After::Kept, 0, 24, 0),
            (After::Half, 0, 24, 401), (After::Back, 0, 24, 801), (After::Kept, 2, 47, 801),
            (After::Kept, 2, 49, 0), (After::Half, 4, 80, 801), (After::Half, 0, 80, 401),
        ];
        for (at, (after, back_days, hours, back)) in rows.into_iter().enumerate() {
            let [ana] = people(&fair).await;
            let presale = presale(&fair, |draft| {
                draft.terms.deposit = 801;
                (draft.terms.after, draft.terms.back_days) = (after, back_days);
                // Dear enough that the law lets a shop keep it.
                (draft.terms.price, draft.terms.early) = (50_000, None);
            }).await;
            let one = reserve(&fair, presale, (ana, 1)).await.unwrap().reservation.id;
            fair.pass(hours * 60);
            fair.settle().await;
            let done = cancel(&fair, one, ana).await.unwrap();
            assert_eq!((done.fate, done.back), (Fate::Cancelled, back), "row {at}");
            let (principal, bonus) = wallet(&fair, ana).await;
            assert_eq!(principal + bonus, 2_200 - 801 + back, "row {at}");
            let now = figures(&fair, presale).await;
            assert_eq!((now.deposits_ahead, now.deposits_kept, now.deposits_owed), (0, 801 - back, 0));
            assert!(cancel(&fair, one, ana).await.unwrap_err().is(Refusal::TooLateToCancel), "once");
        }
        fair.audited().await;
    }

    async fn who_does_not_come_has_back_what_the_rule_says(fair) {
        let [ana, bo] = people(&fair).await;
        let gift = priced(&fair, 50).await;
        let presale = opened(&fair, draft(&fair, gift)).await.unwrap();
        let mine = reserve(&fair, presale, (ana, 0)).await.unwrap().reservation.id;
        let theirs = reserve(&fair, presale, (bo, 1)).await.unwrap().reservation.id;
        assert_eq!(shelf(&fair, gift).await, 40);
        for _ in 0..4 {
            fair.pass(24 * 60);
            fair.settle().await;
        }
        assert_eq!(fate(&fair, mine).await, (Fate::Lapsed, 400));
        assert_eq!(fate(&fair, theirs).await, (Fate::Held, 0));
        fair.pass(24 * 60);
        fair.settle().await;
        assert_eq!(fate(&fair, theirs).await, (Fate::Lapsed, 400));
        assert_eq!((read_presale(&fair, presale).await.life, shelf(&fair, gift).await), (Life::Settled, 50));
        fair.turn(async |tx| actions::archive(tx, presale).await).await.unwrap();
        fair.audited().await;
    }

    async fn whom_the_shop_leaves_without_has_everything_back(fair) {
        let [ana, bo, chen, dai] = people(&fair).await;
        let program = program(&fair).await;
        for member in [ana, bo, chen, dai] {
            give_points(&fair, program, (member, 20)).await;
        }
        let gift = priced(&fair, 50).await;
        let mut draft = draft(&fair, gift);
        // The most that the law lets a shop keep.
        draft.terms.after = After::Kept;
        draft.plan.cost = Some(Cost { program, points: 20 });
        let presale = opened(&fair, draft).await.unwrap();
        let mut ones = Vec::new();
        for member in [ana, bo, chen, dai] {
            ones.push(reserve(&fair, presale, (member, 0)).await.unwrap().reservation.id);
        }
        fair.pass(30 * 60);
        cancel(&fair, ones[3], dai).await.unwrap();
        fair.pass(42 * 60);
        fair.settle().await;
        collect(&fair, ana).await;
        let off = async |why: &str| fair.turn(async |tx| actions::call_off(tx, presale, why).await).await;
        assert_eq!(off(" ").await.unwrap_err().code(), "invalid", "no reason");
        off("the ship is late").await.unwrap();
        assert!(off("again").await.unwrap_err().is(Refusal::WrongState));
        assert!(reserve(&fair, presale, (ana, 0)).await.unwrap_err().is(Refusal::Closed));
        fair.settle().await;
        assert_eq!(fate(&fair, ones[0]).await, (Fate::Collected, 0), "what is had is had");
        for (one, member) in [(ones[1], bo), (ones[2], chen)] {
            assert_eq!(fate(&fair, one).await, (Fate::Refunded, 800));
            assert_eq!(wallet(&fair, member).await, (2_000, 200));
            assert_eq!(points_of(&fair, program, member).await, 20);
        }
        assert_eq!(fate(&fair, ones[3]).await, (Fate::Cancelled, 0), "that was over");
        assert_eq!((read_presale(&fair, presale).await.life, shelf(&fair, gift).await), (Life::Settled, 49));
        fair.audited().await;
    }

    async fn cash_is_taken_and_paid_back_at_the_counter(fair) {
        let [ana, bo] = people(&fair).await;
        let presale = presale(&fair, |_| ()).await;
        let cash = |member| Reserving {
            paid: Paid::Cash, store: Some(fair.store), ..Reserving::of(member, 0)
        };
        let one = reserve_as(&fair, presale, cash(ana)).await.unwrap().reservation;
        assert_eq!((one.paid, one.store, wallet(&fair, ana).await), (Paid::Cash, Some(fair.store), (2_000, 200)));
        let paying = PayingBack { reservation: one.id, store: Some(fair.store), staff: None };
        let pay = async || fair.turn(async |tx| reservations::pay_back(tx, paying).await).await;
        assert!(pay().await.unwrap_err().is(Refusal::NothingOwed), "they wait for their piece");
        cancel(&fair, one.id, ana).await.unwrap();
        assert_eq!((figures(&fair, presale).await.deposits_owed, wallet(&fair, ana).await), (800, (2_000, 200)));
        let paid = pay().await.unwrap();
        assert_eq!(paid.paid_back.map(|paid| paid.store), Some(Some(fair.store)));
        assert!(pay().await.unwrap_err().is(Refusal::NothingOwed), "once");
        let late = reserve_as(&fair, presale, cash(bo)).await.unwrap().reservation.id;
        fair.pass(30 * 60);
        assert_eq!(cancel(&fair, late, bo).await.unwrap().owed(), 400);
        let now = figures(&fair, presale).await;
        assert_eq!((now.deposits_ahead, now.deposits_owed, now.deposits_kept), (0, 400, 400));
        fair.audited().await;
    }

    async fn the_clock_opens_and_closes_whenever_the_job_runs(fair) {
        let [ana, bo] = people(&fair).await;
        let gift = priced(&fair, 50).await;
        let mut draft = draft(&fair, gift);
        draft.plan.opens_at = fair.now().plus(std::time::Duration::from_secs(3600));
        let run = async |tx: &mut ::store::Tx| {
            let id = actions::create(tx, &fair.shop, draft).await?;
            actions::schedule(tx, &fair.shop, id).await.map(|presale| presale.id)
        };
        let presale = fair.turn(run).await.unwrap();
        fair.pass(59);
        assert!(reserve(&fair, presale, (ana, 0)).await.unwrap_err().is(Refusal::NotOpen));
        fair.pass(1);
        reserve(&fair, presale, (ana, 0)).await.unwrap();
        fair.pass(47 * 60);
        assert!(reserve(&fair, presale, (bo, 0)).await.unwrap_err().is(Refusal::Closed));
        fair.settle().await;
        assert_eq!((read_presale(&fair, presale).await.life, shelf(&fair, gift).await), (Life::Closed, 49));
    }

    async fn closing_early_keeps_what_was_reserved(fair) {
        let [ana] = people(&fair).await;
        let presale = presale(&fair, |_| ()).await;
        let one = reserve(&fair, presale, (ana, 0)).await.unwrap().reservation.id;
        fair.turn(async |tx| actions::close(tx, presale, "the field is sold").await).await.unwrap();
        fair.pass(72 * 60);
        fair.settle().await;
        assert_eq!(fate(&fair, one).await, (Fate::Held, 0));
        let voucher = ticket(&fair, ana).await.id;
        fair.turn(async |tx| vouchers::withdraw(tx, voucher).await).await.unwrap();
        fair.settle().await;
        assert_eq!(fate(&fair, one).await, (Fate::Withdrawn, 800), "the shop took it back");
        assert_eq!(read_presale(&fair, presale).await.life, Life::Settled);
    }

    async fn what_was_announced_only_becomes_better(fair) {
        let [ana, bo] = people(&fair).await;
        let presale = presale(&fair, |_| ()).await;
        let one = reserve(&fair, presale, (ana, 0)).await.unwrap().reservation;
        let change = async |with: fn(&mut actions::Draft), why: &str| {
            let is = read_presale(&fair, presale).await;
            let mut draft = actions::Draft { plan: is.plan, terms: is.terms };
            with(&mut draft);
            fair.turn(async |tx| actions::change(tx, &fair.shop, presale, (draft, why)).await).await
        };
        let worse: [fn(&mut actions::Draft); 8] = [
            |d| d.terms.price += 1,
            |d| d.terms.deposit += 1,
            |d| d.terms.after = After::Kept,
            |d| d.terms.cancel_by = d.plan.opens_at,
            |d| d.terms.windows.truncate(1),
            |d| d.terms.windows[0].capacity += -1,
            |d| d.terms.pieces -= 1,
            |d| d.terms.early = None,
        ];
        for (at, with) in worse.into_iter().enumerate() {
            let refused = change(with, "no").await;
            assert_eq!(refused.unwrap_err().code(), "invalid", "{at}");
        }
        change(|d| {
            d.terms.early.as_mut().unwrap().price = 3_500;
            (d.terms.pieces, d.terms.windows[0].until) = (12, d.terms.windows[0].until.plus_days(1));
        }, "a good harvest").await.unwrap();
        let better = read_one(&fair, one.id).await;
        assert_eq!((better.price, better.until), (3_500, one.until.plus_days(1)), "for Ana, too");
        assert_eq!(reserve(&fair, presale, (bo, 0)).await.unwrap().left, 9);
    }

    async fn two_records_of_one_person_count_together(fair) {
        let [ana, anna] = people(&fair).await;
        let presale = presale(&fair, |_| ()).await;
        let mine = reserve(&fair, presale, (ana, 0)).await.unwrap().reservation.id;
        let other = reserve(&fair, presale, (anna, 0)).await.unwrap().reservation.id;
        let (wins, lang) = (members::merging::Wins::default(), kernel::Lang::En);
        let ask = members::merging::Ask { into: ana, from: anna, wins, lang };
        fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
        assert!(reserve(&fair, presale, (anna, 0)).await.unwrap_err().is(Refusal::LimitReached));
        // The old card leads to what is theirs.
        cancel(&fair, other, anna).await.unwrap();
        cancel(&fair, mine, ana).await.unwrap();
        assert_eq!(wallet(&fair, ana).await, (4_000, 400));
        reserve(&fair, presale, (ana, 0)).await.unwrap();
        fair.audited().await;
    }

    async fn who_is_erased_leaves_their_piece_to_others(fair) {
        let [ana] = people(&fair).await;
        let presale = presale(&fair, |_| ()).await;
        let one = reserve(&fair, presale, (ana, 0)).await.unwrap().reservation.id;
        fair.turn(async |tx| members::actions::erase(tx, ana).await).await.unwrap();
        fair.settle().await;
        assert_eq!(fate(&fair, one).await, (Fate::Cancelled, 800));
        assert!(reserve(&fair, presale, (ana, 0)).await.unwrap_err().is(Refusal::Erased));
        assert_eq!(read_shown(&fair, presale).await.early_left, 3);
        fair.audited().await;
    }

    async fn what_cannot_be_is_named_before_it_is_announced(fair) {
        let gift = priced(&fair, 10).await;
        let cases: [(&str, Spoil, &str); 20] = [
            ("more than there are", |d, _| d.terms.pieces = 11, "pieces"),
            ("none", |d, _| d.terms.pieces = 0, "pieces"),
            ("a gift without a price", |d, f| d.terms.gift = f.beans, "gift"),
            ("a gift of nobody's", |d, f| d.terms.gift = f.ground.world.id(), "gift"),
            ("for nothing", |d, _| d.terms.price = 0, "price"),
            ("a deposit above the lowest price", |d, _| d.terms.deposit = 4_001, "deposit"),
            ("early and dearer", |d, _| d.terms.early.as_mut().unwrap().price = 5_000, "early_price"),
            ("more early ones than pieces", |d, _| d.terms.early.as_mut().unwrap().pieces = 11, "early_pieces"),
            ("there before it closes", |d, _| d.terms.ready_at = d.plan.opens_at, "ready_at"),
            ("there next year", |d, _| d.terms.ready_at = d.terms.ready_at.plus_days(400), "ready_at"),
            ("time to think when all is over", |d, _| d.terms.cancel_by = d.terms.ready_at.plus_days(1), "cancel_by"),
            ("no window", |d, _| d.terms.windows.clear(), "windows"),
            ("thirteen windows", |d, _| d.terms.windows = vec![d.terms.windows[0]; 13], "windows"),
            ("a window before the goods", |d, _| d.terms.windows[0].from = d.plan.closes_at, "windows"),
            ("a window that ends before", |d, _| d.terms.windows[0].until = d.terms.windows[0].from, "windows"),
            ("windows for fewer", |d, _| d.terms.windows.truncate(1), "windows"),
            ("a store of nobody's", |d, f| d.terms.windows[0].store = Some(f.ground.world.id()), "windows"),
            ("at a loss that was not planned", |d, _| {
                (d.terms.price, d.terms.deposit, d.terms.early) = (500, 100, None);
                d.plan.budget = Some(999);
            }, "budget"),
            ("a fifth and a cent kept", |d, _| d.terms.deposit = 1_602, "after"),
            ("over already", |d, f| {
                d.plan.opens_at = f.now().minus(std::time::Duration::from_secs(7200));
                d.plan.closes_at = f.now();
            }, "closes_at"),
        ];
        for (case, spoil, field) in cases {
            let mut draft = draft(&fair, gift);
            spoil(&mut draft, &fair);
            let Error::Invalid(fields) = opened(&fair, draft).await.unwrap_err() else {
                panic!("{case}")
            };
            assert!(fields.iter().any(|error| error.field == field), "{case}: {fields:?}");
        }
        let mut draft = draft(&fair, gift);
        draft.terms.deposit = 1_600;
        opened(&fair, draft).await.unwrap();
    }
}

async fn store_first(
    fair: &Fair,
    presale: kernel::PresaleId,
    member: MemberId,
) -> PresaleReservationId {
    let mut db = fair.ground.db.read().await.unwrap();
    store::of_member(&mut db, fair.org, (member, Some(presale))).await.unwrap()[0].id
}
