use kernel::{Chance, GiftId, MemberId, ProgramId, SeededChance, VoucherId};

use super::{State, actions::*, model::Way, store, taking::*};
use crate::{
    bills::{self, Benefit, Reason, Terms, Together},
    counter, gifts, on_each,
    points::{self, Whose},
    purchases::{self, Line, NewPurchase, Prices, Purchase, Source},
    returns::{self, NewReturn, Wanted},
    testing::Market,
};

fn line(product: &str, quantity: i64, amount: i64) -> Line {
    Line { product: Some(product.into()), category: None, quantity, amount }
}

fn new(market: &Market, member: MemberId, lines: Vec<Line>, vouchers: &[VoucherId]) -> NewPurchase {
    NewPurchase {
        member: Some(member),
        store: market.store,
        staff: None,
        amount: lines.iter().map(|line| line.amount).sum(),
        items: 1,
        at: None,
        reference: None,
        source: Source::Api,
        lines,
        points: None,
        vouchers: vouchers.to_vec(),
        prices: Prices::AsTold,
    }
}

async fn gift(market: &Market, benefit: Benefit, change: impl FnOnce(&mut Terms)) -> GiftId {
    let mut terms = Terms::of(benefit);
    change(&mut terms);
    let put = |details: &mut gifts::Details| (details.terms, details.per_member) = (terms, 0);
    market.gift(100, put).await
}

async fn given(market: &Market, gift: GiftId, member: MemberId) -> VoucherId {
    let way = Way::default();
    let asked = Give { gift, member, source: "hand", way };
    market.turn(async |tx| give(tx, asked).await).await.unwrap().id
}

async fn bought(
    market: &Market,
    member: MemberId,
    lines: Vec<Line>,
    vouchers: &[VoucherId],
) -> kernel::Result<Purchase> {
    let new = new(market, member, lines, vouchers);
    market.turn(async |tx| purchases::record(tx, new).await).await
}

async fn back(market: &Market, purchase: &Purchase, pieces: &[(usize, i64)]) -> returns::Returned {
    let new = NewReturn {
        purchase: purchase.id,
        store: market.store,
        staff: None,
        wanted: Wanted { pieces: pieces.to_vec(), amount: None },
        reason: String::new(),
    };
    market.turn(async |tx| returns::take(tx, new).await).await.unwrap()
}

async fn state(market: &Market, voucher: VoucherId) -> State {
    let mut db = market.ground.db.read().await.unwrap();
    store::require(&mut db, market.org, voucher).await.unwrap().state
}

async fn left(market: &Market, voucher: VoucherId, gift: GiftId) -> i64 {
    let mut db = market.ground.db.read().await.unwrap();
    let gift = gifts::require(&mut db, market.org, gift).await.unwrap();
    super::uses_left(&mut db, market.org, (voucher, &gift)).await.unwrap()
}

async fn audited(market: &Market) {
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{report:?}");
}

const TEN: Benefit = Benefit::Amount { off: 1000 };

on_each! {
    async fn a_voucher_takes_off_what_it_says_and_comes_back_with_the_last_of_the_goods(market) {
        let ana = market.member();
        let ten = gift(&market, TEN, |terms| terms.conditions.least = 3000).await;
        let voucher = given(&market, ten, ana).await;
        let few = bought(&market, ana, vec![line("tea", 1, 1800)], &[voucher]).await.unwrap_err();
        assert_eq!(few, kernel::Error::Refused(bills::Refusal::NotApplicable.with("why", "too_little").with("short", "12.00")));
        let alone = Redeem { voucher, store: Some(market.store), staff: None };
        let refused = market.turn(async |tx| redeem(tx, alone).await).await.unwrap_err();
        assert!(refused.is(bills::Refusal::NeedsPurchase));

        let lines = || vec![line("tea", 2, 1800), line("pot", 1, 4000)];
        let sold = bought(&market, ana, lines(), &[voucher]).await.unwrap();
        assert_eq!((sold.amount, sold.taken_off), (4800, 1000));
        assert_eq!(state(&market, voucher).await, State::Redeemed);
        let mut db = market.ground.db.read().await.unwrap();
        let paid = purchases::lines(&mut db, market.org, sold.id).await.unwrap();
        // 10.00 of 18.00 and 40.00: 3.10 and 6.90.
        assert_eq!(paid.iter().map(|line| line.amount).collect::<Vec<_>>(), [1490, 3310]);
        drop(db);
        let twice = bought(&market, ana, lines(), &[voucher]).await.unwrap_err();
        assert_eq!(twice, kernel::Error::Refused(bills::Refusal::NotApplicable.with("why", "over").with("short", "")));

        assert_eq!(back(&market, &sold, &[(1, 1)]).await.money, 745);
        assert_eq!(back(&market, &sold, &[(2, 1)]).await.money, 3310);
        assert_eq!(state(&market, voucher).await, State::Redeemed, "a tea is kept");
        assert_eq!(back(&market, &sold, &[(1, 1)]).await.money, 745);
        assert_eq!(state(&market, voucher).await, State::Issued);
        let again = bought(&market, ana, lines(), &[voucher]).await.unwrap();
        assert_eq!(again.taken_off, 1000);
        audited(&market).await;
    }
}

on_each! {
    async fn a_card_is_used_so_often_and_a_use_comes_back_even_when_it_was_used_up_since(market) {
        let mei = market.member();
        let tenth = Benefit::Percent { percent: 10, most: None };
        let card = gift(&market, tenth, |terms| terms.uses = 2).await;
        let voucher = given(&market, card, mei).await;
        let pot = || vec![line("pot", 1, 4000)];
        let first = bought(&market, mei, pot(), &[voucher]).await.unwrap();
        assert_eq!((state(&market, voucher).await, left(&market, voucher, card).await), (State::Issued, 1));
        bought(&market, mei, pot(), &[voucher]).await.unwrap();
        assert_eq!((state(&market, voucher).await, left(&market, voucher, card).await), (State::Redeemed, 0));
        bought(&market, mei, pot(), &[voucher]).await.unwrap_err();
        back(&market, &first, &[(1, 1)]).await;
        assert_eq!((state(&market, voucher).await, left(&market, voucher, card).await), (State::Issued, 1));
        let third = bought(&market, mei, pot(), &[voucher]).await.unwrap();
        assert_eq!(third.amount, 3600);
        market.turn(async |tx| purchases::withdraw(tx, third.id).await).await.unwrap();
        assert_eq!((state(&market, voucher).await, left(&market, voucher, card).await), (State::Issued, 1));
        // What was promised to her stays.
        let mut details = { let mut db = market.ground.db.read().await.unwrap(); gifts::require(&mut db, market.org, card).await.unwrap().details };
        details.terms.uses = 1;
        let refused = market.turn(async |tx| gifts::change(tx, card, details).await).await.unwrap_err();
        assert!(refused.is(gifts::Refusal::TermsGiven));
        audited(&market).await;
    }
}

on_each! {
    async fn a_day_has_so_many_and_an_end_is_an_end(market) {
        let tens = gift(&market, TEN, |terms| {
            terms.per_day = Some(2);
            terms.per_store = Some(1);
        }).await;
        let (ana, bo, cai) = (market.member(), market.member(), market.member());
        let mut vouchers = Vec::new();
        for who in [ana, bo, cai] { vouchers.push(given(&market, tens, who).await); }
        let other = market.ground.world.id();
        let at = |who, store, voucher: VoucherId| NewPurchase { store, ..new(&market, who, vec![line("pot", 1, 4000)], &[voucher]) };
        let sell = async |new: NewPurchase| market.turn(async |tx| purchases::record(tx, new).await).await;
        let first = sell(at(ana, market.store, vouchers[0])).await.unwrap();
        let limit = sell(at(bo, market.store, vouchers[1])).await.unwrap_err();
        assert!(limit.is(super::Refusal::DaysLimit), "{limit:?}");
        sell(at(bo, other, vouchers[1])).await.unwrap();
        let limit = sell(at(cai, market.ground.world.id(), vouchers[2])).await.unwrap_err();
        assert!(limit.is(super::Refusal::DaysLimit), "two a day in all stores");
        // A mistake gives its place back.
        market.turn(async |tx| purchases::withdraw(tx, first.id).await).await.unwrap();
        let sold = sell(at(cai, market.store, vouchers[2])).await.unwrap();
        // When its time is over it does not come back.
        market.ground.clock.advance(std::time::Duration::from_secs(30 * 24 * 3600));
        back(&market, &sold, &[(1, 1)]).await;
        assert_eq!(state(&market, vouchers[2]).await, State::Redeemed);
        assert_eq!(state(&market, vouchers[0]).await, State::Issued);
        let late = sell(at(ana, market.store, vouchers[0])).await.unwrap_err();
        assert_eq!(late, kernel::Error::Refused(bills::Refusal::NotApplicable.with("why", "over").with("short", "")));
        audited(&market).await;
    }
}

on_each! {
    async fn the_dry_run_changes_nothing_and_says_of_each_why(market) {
        let ana = market.member();
        let ten = gift(&market, TEN, |_| ()).await;
        let half = gift(&market, Benefit::Percent { percent: 50, most: None }, |terms| terms.stacking.together = Together::Alone).await;
        let bag = gift(&market, Benefit::Thing, |terms| terms.conditions.least = 9000).await;
        let mut mine = Vec::new();
        for gift in [ten, half, bag] { mine.push(given(&market, gift, ana).await); }
        let events = market.events().await.len();
        let shop = market.turn(async |tx| web::shops::require(tx, tx.org()).await).await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let basket = Basket { member: ana, store: market.store, at: market.ground.world.now(), lines: vec![line("pot", 1, 4000)], prices: Prices::AsTold };
        let worked = work_out(&mut db, &shop, basket.clone(), Which::Best(&[])).await.unwrap();
        let told: Vec<_> = worked.told().into_iter().map(|(voucher, _, why)| (voucher.id, why.clone())).collect();
        assert_eq!(told, [
            (mine[1], Reason::Applies { off: 2000 }),
            (mine[2], Reason::TooLittle { least: 9000, short: 5000 }),
            (mine[0], Reason::NotWith { other: mine[1].uuid() }),
        ]);
        let asked = work_out(&mut db, &shop, basket, Which::Best(&[mine[0]])).await.unwrap();
        assert_eq!(asked.bill.off, 1000);
        drop(db);
        assert_eq!(market.events().await.len(), events);
    }
}

on_each! {
    async fn at_the_counter_it_goes_with_the_purchase_and_an_undo_gives_it_back(market) {
        let ana = { let new = people::members::NewMember { name: "Ana".into(), ..Default::default() }.from("counter").agreed("counter", &[]);
            market.turn(async |tx| people::members::actions::add(tx, new).await).await.unwrap() };
        let ten = gift(&market, TEN, |_| ()).await;
        let bag = gift(&market, Benefit::Thing, |terms| terms.conditions.least = 3000).await;
        let eggs = market.gift(5, |_| ()).await;
        let mut vouchers = Vec::new();
        for gift in [ten, bag, eggs] { vouchers.push(given(&market, gift, ana).await); }
        let submit = |amount| counter::Submit {
            member: ana, store: market.store, staff: market.ground.world.id(), device: kernel::Id::from_uuid(uuid::Uuid::nil()),
            vouchers: vouchers.clone(), cards: Vec::new(), amount, lines: Vec::new(), points: None, from_wallet: false,
            kept: None,
        };
        let none = market.turn(async |tx| counter::perform(tx, submit(None)).await).await.unwrap_err();
        assert_eq!(none.to_string(), "invalid (amount: required)");
        let done = market.turn(async |tx| counter::perform(tx, submit(Some(5800))).await).await.unwrap();
        for voucher in &vouchers { assert_eq!(state(&market, *voucher).await, State::Redeemed); }
        let undone = market.turn(async |tx| counter::undo(tx, done, market.store).await).await.unwrap();
        assert_eq!((undone.done.amount, undone.done.taken_off), (Some(4800), 1000));
        for voucher in &vouchers { assert_eq!(state(&market, *voucher).await, State::Issued); }
        audited(&market).await;
    }
}

/// One for every 1.00 that was paid.
async fn beans(market: &Market) -> ProgramId {
    let terms = crate::points::tests::terms();
    let name = crate::words::Words::one(kernel::Lang::En, "Beans");
    market.turn(async |tx| points::create(tx, name, terms).await).await.unwrap()
}

on_each! {
    async fn in_whatever_order_goods_come_back_the_end_is_what_was_kept(market) {
        let program = beans(&market).await;
        let tens = gift(&market, TEN, |terms| terms.conditions.goods.products = vec!["tea".into(), "pot".into()]).await;
        let card = gift(&market, Benefit::Percent { percent: 15, most: Some(900) }, |terms| terms.uses = 3).await;
        for seed in 0..20 {
            let dice = SeededChance::new(seed);
            let below = |n: u64| { let dice: &(dyn Chance + 'static) = &dice; i64::try_from(dice.below(n)).unwrap() };
            let lines: Vec<Line> = ["tea", "cake", "pot"].iter().map(|name| line(name, 1 + below(4), 1 + below(6000))).collect();
            let mut parts: Vec<(usize, i64)> = Vec::new();
            for (at, line) in lines.iter().enumerate() {
                let back = if below(2) == 0 { line.quantity } else { below(u64::try_from(line.quantity).unwrap() + 1) };
                parts.extend((0..back).map(|_| (at + 1, 1)));
            }
            let mut ends = Vec::new();
            for forwards in [true, false] {
                let ana = market.member();
                let vouchers = [given(&market, tens, ana).await, given(&market, card, ana).await];
                let sold = bought(&market, ana, lines.clone(), &vouchers).await.unwrap();
                let mut order = parts.clone();
                if !forwards { order.reverse(); }
                let mut money = 0;
                for part in order { money += back(&market, &sold, &[part]).await.money; }
                let mut db = market.ground.db.read().await.unwrap();
                let stood = points::standings(&mut db, market.org, ana).await.unwrap();
                let points = stood.get(&Whose { program, member: ana }).map_or(0, |known| known.standing.balance());
                let cuts = store::cuts(&mut db, market.org, sold.id).await.unwrap();
                drop(db);
                let states = [state(&market, vouchers[0]).await, state(&market, vouchers[1]).await];
                // Counted from what was kept alone.
                let all_back = |voucher: VoucherId| cuts.iter().filter(|cut| cut.candidate == voucher.uuid()).all(|cut| {
                    parts.iter().filter(|(line, _)| *line == cut.line + 1).count() == usize::try_from(lines[cut.line].quantity).unwrap()
                });
                let kept: i64 = lines.iter().enumerate().map(|(at, line)| {
                    let off: i64 = cuts.iter().filter(|cut| cut.line == at).map(|cut| cut.off).sum();
                    let gone = i64::try_from(parts.iter().filter(|(of, _)| *of == at + 1).count()).unwrap();
                    (line.amount - off) - (line.amount - off) * gone / line.quantity
                }).sum();
                let tens_back = if all_back(vouchers[0]) { State::Issued } else { State::Redeemed };
                assert_eq!((states[0], states[1]), (tens_back, State::Issued), "seed {seed}");
                let uses = left(&market, vouchers[1], card).await;
                assert_eq!(uses, if all_back(vouchers[1]) { 3 } else { 2 }, "seed {seed}");
                assert_eq!(money, sold.amount - kept, "seed {seed}: {lines:?} {parts:?}");
                assert_eq!(points, kept / 100, "seed {seed}: what was paid earned");
                ends.push((money, points, states, uses));
            }
            assert_eq!(ends.first(), ends.last(), "seed {seed}: {lines:?} {parts:?}");
            let kept = ends[0].1;
            assert!(kept >= 0, "seed {seed}");
        }
        audited(&market).await;
    }
}
