//! What is told of merging one by one: what stays, what is given back where, and what it is refused for.

use std::time::Duration;

use ::store::Tx;
use kernel::{GiftId, Lang, MemberId, PurchaseId, Result, VoucherId};
use people::members::{
    self, Birthday, Member, NewMember,
    merging::{self, Ask, Line, Wins},
};

use super::histories::add;
use crate::{
    birthdays, gifts,
    kept::{self, NewKept},
    on_each,
    points::{
        self, Whose,
        actions::{Adjust, Send, adjust, send},
        tests::{basket, open, terms},
    },
    purchases::{self, Source},
    returns::{self, NewReturn, Wanted},
    stamp_cards::{self, Each, actions::At, model::Mark},
    testing::{Market, card},
    visits::{self, NewVisit},
    vouchers::{self, Give, Redeem, State, actions::undo, model::Way},
    wallets::{
        self, Pay,
        actions::{NewTopUp, top_up, undo_top_up},
        tests::{opened, plan},
    },
};

async fn two(market: &Market) -> (MemberId, MemberId) {
    let run = async |tx: &mut Tx| Ok((add(tx, "Ana Ruiz").await?, add(tx, "Anna Ruiz").await?));
    market.turn(run).await.unwrap()
}

async fn merge(market: &Market, into: MemberId, from: MemberId) -> Result<Vec<Line>> {
    let ask = Ask { into, from, wins: Wins::default(), lang: Lang::En };
    market.turn(async |tx| merging::merge(tx, ask).await.map(|done| done.lines)).await
}

async fn given(market: &Market, gift: GiftId, member: MemberId) -> Result<VoucherId> {
    let asked = Give { gift, member, source: "hand", way: Way::default() };
    market.turn(async |tx| vouchers::give(tx, asked).await.map(|voucher| voucher.id)).await
}

async fn audited(market: &Market) {
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{report:?}");
}

async fn voucher(market: &Market, id: VoucherId) -> vouchers::Voucher {
    vouchers::require(&mut market.ground.db.read().await.unwrap(), market.org, id).await.unwrap()
}

on_each! {
    async fn both_keep_the_gift_that_one_person_may_have_once(market) {
        let gift = market.gift(5, |_| ()).await;
        let (ana, anna) = two(&market).await;
        let (hers, other) =
            (given(&market, gift, ana).await.unwrap(), given(&market, gift, anna).await.unwrap());
        let lines = merge(&market, ana, anna).await.unwrap();
        assert!(lines.iter().any(|line| line.into == "1" && line.from == "1" && line.after == "2"), "{lines:?}");
        assert_eq!(voucher(&market, other).await.member, ana);
        assert!(given(&market, gift, ana).await.unwrap_err().is(gifts::Refusal::AlreadyHad));
        // What was posted to the other's accounts is taken back from the one's.
        for id in [other, hers] {
            market.turn(async |tx| vouchers::withdraw(tx, id).await).await.unwrap();
        }
        assert_eq!(market.left(gift).await, 5);
        given(&market, gift, ana).await.unwrap();
        assert!(given(&market, gift, ana).await.unwrap_err().is(gifts::Refusal::AlreadyHad));
        audited(&market).await;
    }
}

on_each! {
    async fn a_gift_that_was_collected_before_can_be_taken_back_after(market) {
        let gift = market.gift(5, |_| ()).await;
        let (ana, anna) = two(&market).await;
        let id = given(&market, gift, anna).await.unwrap();
        let at = Redeem { voucher: id, store: Some(market.store), staff: None };
        let redeemed = market.turn(async |tx| vouchers::redeem(tx, at).await).await.unwrap();
        merge(&market, ana, anna).await.unwrap();
        market.turn(async |tx| undo(tx, redeemed.id).await).await.unwrap();
        assert_eq!(voucher(&market, id).await.state, State::Issued);
        market.turn(async |tx| vouchers::redeem(tx, at).await).await.unwrap();
        assert_eq!(voucher(&market, id).await.state, State::Redeemed);
        audited(&market).await;
    }
}

async fn stamped(market: &Market, card: kernel::StampCardId, member: MemberId, day: &str) {
    let at = At { member, store: Some(market.store), staff: None };
    let run = async |tx: &mut Tx| {
        let card = stamp_cards::require(tx, tx.org(), card).await?;
        stamp_cards::stamp(tx, &card, &Mark::Day(day.to_owned()), at).await
    };
    market.turn(run).await.unwrap();
}

async fn stamps(market: &Market, card: kernel::StampCardId, member: MemberId) -> i64 {
    let key = stamp_cards::held_key(member, card).unwrap();
    ledger::balance_of(&mut market.ground.db.read().await.unwrap(), market.org, &key).await.unwrap()
}

on_each! {
    async fn stamps_lie_on_one_card_and_a_full_one_becomes_its_gift(market) {
        let gift = market.gift(5, |details| details.per_member = 0).await;
        let made = card(gift, 4, Each::Visit);
        let made = market.turn(async |tx| stamp_cards::create(tx, made).await).await.unwrap();
        let (ana, anna) = two(&market).await;
        for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
            stamped(&market, made, ana, day).await;
        }
        // One of these days is a day of Ana's: it counts once.
        for day in ["2026-03-04", "2026-03-05", "2026-03-06"] {
            stamped(&market, made, anna, day).await;
        }
        merge(&market, ana, anna).await.unwrap();
        assert_eq!((stamps(&market, made, ana).await, stamps(&market, made, anna).await), (1, 0));
        assert_eq!(market.left(gift).await, 4, "the gift of the full card");
        // The day that filled it was the other's; taking it back takes the gift back.
        let day = "2026-03-06";
        market.turn(async |tx| stamp_cards::unstamp(tx, made, ana, day).await).await.unwrap();
        assert_eq!((stamps(&market, made, ana).await, market.left(gift).await), (4, 5));
        for day in ["2026-03-02", "2026-03-05"] {
            market.turn(async |tx| stamp_cards::unstamp(tx, made, ana, day).await).await.unwrap();
        }
        assert_eq!((stamps(&market, made, ana).await, stamps(&market, made, anna).await), (2, 0));
        stamped(&market, made, ana, "2026-03-05").await;
        assert_eq!(stamps(&market, made, ana).await, 3, "it may be earned again");
        audited(&market).await;
    }
}

async fn filled(market: &Market, member: MemberId, amount: i64) -> kernel::TopUpId {
    let new = NewTopUp { member, amount, shown: None, store: None, staff: None };
    let act = market.turn(async |tx| top_up(tx, new).await).await.unwrap();
    kernel::Id::from_uuid(act.id)
}

async fn paid(market: &Market, member: MemberId, amount: i64) -> PurchaseId {
    let new = basket(market, member, &[("tea", 1, amount)]);
    let run = async |tx: &mut Tx| {
        let purchase = purchases::record(tx, new).await?.id;
        wallets::pay(tx, Pay { purchase, member, most: amount }).await?;
        Ok(purchase)
    };
    market.turn(run).await.unwrap()
}

async fn money(market: &Market, member: MemberId) -> (i64, i64) {
    let split = market.turn(async |tx| wallets::balance(tx, member).await).await.unwrap();
    (split.principal, split.bonus)
}

async fn brought_back(market: &Market, purchase: PurchaseId) {
    let wanted = Wanted { pieces: vec![(1, 1)], amount: None };
    let (store, reason) = (market.store, String::new());
    let new = NewReturn { purchase, store, staff: None, wanted, reason };
    market.turn(async |tx| returns::take(tx, new).await).await.unwrap();
}

on_each! {
    async fn two_purses_are_poured_together_as_they_are(market) {
        opened(&market, plan()).await;
        let (ana, anna) = two(&market).await;
        filled(&market, ana, 10_000).await;
        let last = filled(&market, anna, 30_000).await;
        let hers = paid(&market, ana, 4_000).await;
        let others = paid(&market, anna, 9_000).await;
        let before = (money(&market, ana).await, money(&market, anna).await);
        merge(&market, ana, anna).await.unwrap();
        let sum = (before.0.0 + before.1.0, before.0.1 + before.1.1);
        assert_eq!((money(&market, ana).await, money(&market, anna).await), (sum, (0, 0)));
        let together = paid(&market, ana, 20_000).await;
        // Whatever comes back, in whatever order: as if it had not been paid, out of its own purse.
        for purchase in [others, together, hers] {
            brought_back(&market, purchase).await;
        }
        assert_eq!(money(&market, ana).await, (40_000, 7_000));
        market.turn(async |tx| undo_top_up(tx, last, None).await).await.unwrap();
        assert_eq!(money(&market, ana).await, (10_000, 1_000));
        audited(&market).await;
    }
}

on_each! {
    async fn every_name_of_a_person_leads_to_the_one_that_lives_on(market) {
        let program = open(&market, terms()).await;
        let (ana, anna) = two(&market).await;
        let third = market.turn(async |tx| add(tx, "A. Ruiz").await).await.unwrap();
        let card = async |id| {
            let mut db = market.ground.db.read().await.unwrap();
            members::require(&mut db, market.org, id).await.unwrap()
        };
        let old: Member = card(third).await;
        for (member, points) in [(ana, 1), (anna, 10), (third, 100)] {
            let reason = "hello".to_owned();
            let new = Adjust { program, member, points, reason };
            market.turn(async |tx| adjust(tx, new).await).await.unwrap();
        }
        // Points that one record sent the other did not go anywhere.
        let sent = Send { program, from: third, to: anna, points: 40 };
        market.turn(async |tx| send(tx, sent).await).await.unwrap();
        merge(&market, anna, third).await.unwrap();
        merge(&market, ana, anna).await.unwrap();
        for id in [ana, anna, third] {
            assert_eq!(card(id).await.id, ana);
        }
        let mut db = market.ground.db.read().await.unwrap();
        let scanned = members::by_code(&mut db, market.org, &old.card()).await.unwrap().unwrap();
        assert_eq!(scanned.id, ana);
        drop(db);
        let has = market.turn(async |tx| points::spendable(tx, Whose { program, member: ana }).await);
        assert_eq!(has.await.unwrap(), 111);
        for (into, from) in [(ana, third), (third, ana), (anna, ana), (third, anna)] {
            let refused = merge(&market, into, from).await.unwrap_err();
            assert!(refused.is(members::Refusal::MergedAlready), "{refused}");
        }
        assert!(merge(&market, ana, ana).await.unwrap_err().is(members::Refusal::SameMember));
        audited(&market).await;
    }
}

on_each! {
    async fn what_a_device_kept_of_the_old_id_is_of_the_one(market) {
        let (ana, anna) = two(&market).await;
        let told = NewKept {
            id: kept::model::fresh(&kernel::SeededChance::new(7)),
            store: market.store,
            staff: None,
            device: None,
            who: anna.to_string(),
            amount: Some(1250),
            at: market.ground.world.now(),
            cards: None,
            source: Source::Counter,
        };
        let before = market.turn(async |tx| kept::take(tx, told.clone()).await).await.unwrap();
        merge(&market, ana, anna).await.unwrap();
        let again = market.turn(async |tx| kept::take(tx, told.clone()).await).await.unwrap();
        assert_eq!((before.before, again.before, again.kept.member), (false, true, Some(ana)));
        let later = NewKept { id: kept::model::fresh(&kernel::SeededChance::new(8)), ..told };
        let later = market.turn(async |tx| kept::take(tx, later).await).await.unwrap();
        assert_eq!(later.kept.member, Some(ana));
    }
}

on_each! {
    async fn a_day_in_one_store_is_one_visit_and_a_birthday_one_gift(market) {
        let gift = market.gift(9, |details| details.per_member = 0).await;
        let birthday = Birthday::new(3, 2, None);
        let born = async |tx: &mut Tx, name: &str| {
            let new = NewMember { name: name.into(), birthday, ..NewMember::default() };
            members::actions::add(tx, new.from("counter").agreed("counter", &[])).await
        };
        let run = async |tx: &mut Tx| Ok((born(tx, "Ana").await?, born(tx, "Ana").await?));
        let (ana, anna) = market.turn(run).await.unwrap();
        for member in [ana, anna] {
            let new = NewVisit { member, store: market.store, staff: None, at: None };
            market.turn(async |tx| visits::record(tx, new).await).await.unwrap();
            market.ground.clock.advance(Duration::from_secs(60));
        }
        let plan = birthdays::Plan { gift: Some(gift), ..birthdays::Plan::default() };
        market.turn(async |tx| birthdays::keep(tx, plan).await).await.unwrap();
        market.ground.db.settle().await.unwrap();
        let left = market.left(gift).await;
        merge(&market, ana, anna).await.unwrap();
        market.ground.db.settle().await.unwrap();
        market.ground.clock.advance(Duration::from_secs(3 * 3600));
        market.ground.db.settle().await.unwrap();
        assert_eq!((left, market.left(gift).await), (7, 7));
        let mut db = market.ground.db.read().await.unwrap();
        let custom = visits::custom::find(&mut db, market.org, ana).await.unwrap();
        assert_eq!(custom.visits, 1);
        drop(db);
        audited(&market).await;
    }
}

on_each! {
    async fn looking_ahead_says_it_and_changes_nothing(market) {
        let gift = market.gift(5, |_| ()).await;
        let (ana, anna) = two(&market).await;
        given(&market, gift, anna).await.unwrap();
        let ask = Ask { into: ana, from: anna, wins: Wins::default(), lang: Lang::En };
        let before = market.events().await;
        let db = &market.ground.db;
        let ahead = merging::actions::look_ahead(db, &market.scope(), ask).await.unwrap();
        assert_eq!(market.events().await, before);
        let found = members::require(&mut db.read().await.unwrap(), market.org, anna).await.unwrap();
        assert_eq!(found.id, anna);
        assert_eq!(merge(&market, ana, anna).await.unwrap(), ahead.lines);
    }
}
