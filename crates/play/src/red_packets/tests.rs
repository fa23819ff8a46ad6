//! What a packet does, on both engines.

use std::process::Command;

use ::store::testing;
use fair::Verified;
use kernel::{Error, Fields};
use people::{members, staff};
use value::{allowances, bills::Whom, vouchers, wallets};

use super::{
    Grabbing, actions,
    actions::Draft,
    model::{Gives, Refusal, Split, Terms},
};
use crate::{activities::Life, on_each, testing::Fair};

fn terms() -> Terms {
    Terms { gives: Gives::Money, total: 1000, shares: 10, split: Split::Random, least: 50 }
}

type Spoiled = (&'static str, fn(&mut Terms), &'static [(&'static str, &'static str)]);

#[test]
fn terms_within_their_bounds_are_taken_and_others_are_named() {
    let cases: [Spoiled; 15] = [
        ("as they are", |_| (), &[]),
        ("no shares", |t| t.shares = 0, &[("shares", "number_range")]),
        ("shares below zero", |t| t.shares = -3, &[("shares", "number_range")]),
        (
            "too many shares",
            |t| (t.shares, t.total, t.least) = (10_001, 99_999, 1),
            &[("shares", "number_range")],
        ),
        ("as many shares as may be", |t| (t.shares, t.total, t.least) = (10_000, 10_000, 1), &[]),
        (
            "more shares than cents",
            |t| (t.total, t.least) = (9, 1),
            &[("shares", "packet_more_shares")],
        ),
        ("as many as cents", |t| (t.total, t.least) = (10, 1), &[]),
        ("nothing in it", |t| t.total = 0, &[("total", "packet_empty")]),
        ("a debt", |t| t.total = -1000, &[("total", "packet_empty")]),
        ("far too much", |t| t.total = i64::MAX, &[("total", "amount_too_large")]),
        ("a smallest share of nothing", |t| t.least = 0, &[("least", "packet_least_none")]),
        ("a smallest share that fits to the cent", |t| t.least = 100, &[]),
        ("a smallest share too large", |t| t.least = 101, &[("least", "packet_least")]),
        (
            "everything at once",
            |t| (t.shares, t.total) = (0, 0),
            &[("shares", "number_range"), ("total", "packet_empty")],
        ),
        (
            "the largest numbers",
            |t| (t.shares, t.total, t.least) = (i64::MAX, i64::MAX, i64::MAX),
            &[("shares", "number_range"), ("total", "amount_too_large")],
        ),
    ];
    for (case, change, expected) in cases {
        let (mut terms, mut fields) = (terms(), Fields::default());
        change(&mut terms);
        terms.check(&mut fields);
        let named: Vec<_> = fields.iter().map(|one| (one.field.as_ref(), one.code)).collect();
        assert_eq!(named, expected, "{case}");
        if expected.is_empty() {
            // What is taken can be split.
            let id = kernel::Id::from_uuid(uuid::Uuid::nil());
            assert!(terms.fair(id).unwrap().check().is_ok(), "{case}");
        }
    }
}

#[test]
fn the_worst_case_is_what_a_split_can_come_to() {
    for (split, least, smallest, largest) in
        [(Split::Random, 50, 50, 550), (Split::Random, 1, 1, 991), (Split::Equal, 1, 100, 100)]
    {
        let terms = Terms { split, least, ..terms() };
        assert_eq!((terms.smallest(), terms.largest()), (smallest, largest), "{split}");
    }
    let odd = Terms { total: 1003, split: Split::Equal, ..terms() };
    assert_eq!((odd.smallest(), odd.largest()), (100, 101));
}

/// A field, and what changes it.
type Spoils = (&'static str, fn(&mut Draft));

/// Makes a draft into one that cannot be.
type Spoil = fn(&mut Draft, &Fair);

on_each! {
    async fn money_goes_from_the_pool_to_people_and_the_rest_back(fair) {
        let (ana, bo, chen) = (
            fair.member("Ana").await, fair.member("Bo").await, fair.member("Chen").await,
        );
        let packet = fair.money((1000, 3)).await;
        let is = fair.read_packet(packet).await;
        assert_eq!(fair.pool(&is).await, (1000, 0, -1000));
        let split = fair.split(packet).await;
        assert_eq!((split.len(), split.iter().sum::<i64>()), (3, 1000));
        let got = fair.grab(packet, ana).await.unwrap();
        assert_eq!((got.place, got.amount, got.left), (0, split[0], 2));
        assert!(fair.grab(packet, ana).await.unwrap_err().is(Refusal::AlreadyTaken));
        let second = fair.grab(packet, bo).await.unwrap();
        assert_eq!((second.place, second.amount), (1, split[1]));
        assert_eq!(fair.has(Gives::Money, ana).await, split[0]);
        assert_eq!(fair.pool(&is).await, (split[2], 1000 - split[2], -1000));
        fair.pass(120);
        assert!(fair.grab(packet, chen).await.unwrap_err().is(Refusal::Closed), "before the job");
        fair.settle().await;
        let (shown, figures) = fair.packet_shown(packet).await;
        assert_eq!(shown.packet.life, Life::Settled);
        assert_eq!((figures.taken, figures.left, figures.shares_left), (2, 0, 0));
        assert_eq!((figures.given, figures.returned), (1000 - split[2], split[2]));
        assert_eq!(fair.pool(&is).await, (0, 1000 - split[2], split[2] - 1000));
        assert!(fair.grab(packet, chen).await.unwrap_err().is(Refusal::Closed));
        // It is bonus: nobody is paid it out.
        let mut db = fair.ground.db.read().await.unwrap();
        let wallet = wallets::wallet(&mut db, fair.org, ana).await.unwrap();
        assert_eq!(wallet.balance, wallets::Split { principal: 0, bonus: split[0] });
        let owed = wallets::held(&mut db, fair.org, fair.shop.currency).await.unwrap();
        assert_eq!(owed.bonus, figures.given, "the shop owes what people got, and no promise");
        drop(db);
        fair.turn(async |tx| actions::archive(tx, packet).await).await.unwrap();
        fair.audited().await;
    }

    async fn points_and_vouchers_are_split_by_the_same_rule(fair) {
        let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
        let points = Gives::Points { program: fair.program().await };
        let packet = fair.packet(fair.packed(points, (7, 2))).await;
        let split = fair.split(packet).await;
        for (place, member) in [ana, bo].into_iter().enumerate() {
            assert_eq!(fair.grab(packet, member).await.unwrap().amount, split[place]);
            assert_eq!(fair.has(points, member).await, split[place]);
        }
        fair.settle().await;
        let (shown, figures) = fair.packet_shown(packet).await;
        assert_eq!((shown.packet.life, figures.given, figures.returned), (Life::Settled, 7, 0));
        let tickets = Gives::Vouchers { gift: fair.beans };
        let packet = fair.packet(fair.packed(tickets, (99, 3))).await;
        assert_eq!((fair.split(packet).await, fair.shelf().await), (vec![1, 1, 1], 47));
        let got = fair.grab(packet, ana).await.unwrap();
        assert!(fair.grab(packet, ana).await.unwrap_err().is(Refusal::AlreadyTaken));
        let taken_back = fair.grab(packet, bo).await.unwrap().voucher.unwrap();
        // One is collected at the till, one is taken back by the shop, one is nobody's.
        let redeem = vouchers::Redeem { voucher: got.voucher.unwrap(), store: None, staff: None };
        fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        fair.turn(async |tx| vouchers::withdraw(tx, taken_back).await).await.unwrap();
        fair.settle().await;
        assert_eq!(fair.shelf().await, 48, "nobody gets that one again");
        assert!(fair.grab(packet, bo).await.unwrap_err().is(Refusal::AlreadyTaken));
        fair.pass(120);
        fair.settle().await;
        assert_eq!(fair.shelf().await, 49);
        fair.audited().await;
    }

    async fn what_people_get_is_what_was_committed_to(fair) {
        let packet = fair.money((5000, 3)).await;
        let mut db = fair.ground.db.read().await.unwrap();
        let is = fair.read_packet(packet).await;
        let told = super::sealing::commitment(&mut db, fair.org, &is).await.unwrap().unwrap();
        drop(db);
        assert!(fair.split_of(packet).await.unwrap_err().is(Refusal::NotOver));
        for name in ["Ana", "Bo", "Chen"] {
            fair.grab(packet, fair.member(name).await).await.unwrap();
        }
        let dai = fair.member("Dai").await;
        assert!(fair.grab(packet, dai).await.unwrap_err().is(Refusal::Empty));
        fair.settle().await;
        assert!(fair.grab(packet, dai).await.unwrap_err().is(Refusal::Empty), "not: closed");
        let proof = fair.split_of(packet).await.unwrap();
        let Verified::Split(split) = fair::verify(proof.as_bytes(), None).unwrap() else { panic!() };
        assert_eq!(split.commitment.as_hash().to_string(), told);
        assert_eq!(split.terms.packet.as_str(), packet.to_string());
        let rows = fair.shares(packet).await;
        let had: Vec<u64> = rows.iter().map(|one| one.amount.cast_unsigned()).collect();
        assert_eq!(had, split.shares);
        let most = split.shares.iter().max().unwrap();
        let first = split.shares.iter().position(|share| share == most).unwrap();
        let mut db = fair.ground.db.read().await.unwrap();
        let sealed = super::asked::sealed(&mut db, fair.org, packet).await.unwrap();
        let about = (&fair.read_packet(packet).await, sealed.as_ref());
        let luckiest = super::asked::luckiest(&mut db, fair.org, about).await.unwrap().unwrap();
        assert_eq!(luckiest.place, first as i64);
    }

    async fn a_packet_of_which_nothing_was_taken_goes_back_whole(fair) {
        let packet = fair.money((500, 5)).await;
        fair.turn(async |tx| actions::close(tx, packet, "rain").await).await.unwrap();
        let (shown, figures) = fair.packet_shown(packet).await;
        assert_eq!((figures.returned, figures.given), (500, 0));
        assert_eq!(fair.pool(&shown.packet).await, (0, 0, 0));
        assert!(fair.split_of(packet).await.is_ok());
        let again = fair.turn(async |tx| actions::close(tx, packet, "rain").await).await;
        assert!(again.unwrap_err().is(Refusal::WrongState));
        fair.audited().await;
    }

    async fn before_the_hour_nobody_has_any_and_is_told_when(fair) {
        fair.with_wallets().await;
        let ana = fair.member("Ana").await;
        let mut draft = fair.packed(Gives::Money, (100, 2));
        draft.plan.opens_at = fair.now().plus_days(1);
        draft.plan.closes_at = fair.now().plus_days(2);
        let shop = fair.shop.clone();
        let packet = fair.turn(async |tx| {
            let id = actions::create(tx, &shop, draft).await?;
            actions::check(tx, &shop, id).await?;
            Ok(id)
        }).await.unwrap();
        assert!(fair.grab(packet, ana).await.unwrap_err().is(Refusal::NotOpen));
        fair.turn(async |tx| actions::schedule(tx, &shop, packet).await).await.unwrap();
        let Error::Refused(refused) = fair.grab(packet, ana).await.unwrap_err() else { panic!() };
        assert!(refused.args.iter().any(|(name, _)| *name == "opens_at"), "{refused:?}");
        fair.pass(24 * 60);
        fair.grab(packet, ana).await.expect("by the clock, whether or not the job ran");
        fair.settle().await;
        assert_eq!(fair.read_packet(packet).await.life, Life::Open);
    }

    async fn it_is_for_those_whom_it_is_for_and_for_nobody_who_works_here(fair) {
        fair.with_wallets().await;
        let (ana, bo, mei) = (
            fair.member("Ana").await, fair.member("Bo").await, fair.member("Mei").await,
        );
        let shop = fair.shop.clone();
        let tier = fair.ground.world.id();
        let packet = fair.money((100, 5)).await;
        fair.turn(async |tx| {
            let owner = staff::names(tx, tx.org()).await?.into_keys().next();
            allowances::set_own(tx, owner.unwrap(), Some(mei)).await
        }).await.unwrap();
        assert!(fair.grab(packet, mei).await.unwrap_err().is(Refusal::Staff));
        fair.turn(async |tx| members::actions::erase(tx, bo).await).await.unwrap();
        assert!(fair.grab(packet, bo).await.unwrap_err().is(Refusal::Erased));
        fair.grab(packet, ana).await.unwrap();
        let run = fair.turn(async |tx| {
            let mut draft = fair.packed(Gives::Money, (100, 5));
            draft.plan.whom = Whom::Tiers { tiers: vec![tier] };
            actions::create(tx, &shop, draft).await
        });
        assert_eq!(run.await.unwrap_err().code(), "invalid", "a tier of nobody's");
    }

    async fn a_wallet_holds_no_more_than_it_may(fair) {
        let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
        // In China a wallet of somebody unknown holds a thousand yuan.
        fair.with_wallets().await;
        let draft = |total, shares| {
            let mut draft = fair.packed(Gives::Money, (total, shares));
            draft.terms.split = Split::Equal;
            draft
        };
        let full = fair.packet(draft(200_000, 2)).await;
        fair.grab(full, ana).await.unwrap();
        let more = fair.packet(draft(2, 2)).await;
        let Error::Refused(refused) = fair.grab(more, ana).await.unwrap_err() else { panic!() };
        assert_eq!(refused.code, "red_packets.wallet_full");
        assert!(refused.args.iter().any(|(name, _)| *name == "room"), "{refused:?}");
        fair.grab(more, bo).await.expect("the place is the next one's");
        assert_eq!(fair.shares(more).await[0].place, 0);
        fair.audited().await;
    }

    async fn what_cannot_be_announced_is_named_field_by_field(fair) {
        let shop = fair.shop.clone();
        fair.with_wallets().await;
        let program = fair.program().await;
        let cases: [(&str, Spoil, &str); 8] = [
            ("over before it begins", |d, f| d.plan.closes_at = f.now(), "closes_at"),
            ("points of nobody's", |d, f| {
                d.terms.gives = Gives::Points { program: f.ground.world.id() };
            }, "program"),
            ("a gift of nobody's", |d, f| {
                d.terms.gives = Gives::Vouchers { gift: f.ground.world.id() };
            }, "gift"),
            ("more than lie on the shelf", |d, f| {
                (d.terms.gives, d.terms.shares) = (Gives::Vouchers { gift: f.beans }, 51);
            }, "shares"),
            ("over the budget", |d, _| d.plan.budget = Some(d.terms.total - 1), "budget"),
            ("vouchers over the budget", |d, f| {
                d.terms.gives = Gives::Vouchers { gift: f.beans };
                d.plan.budget = Some(2000 * d.terms.shares - 1);
            }, "budget"),
            ("for a group of nobody's", |d, f| {
                d.plan.whom = Whom::Groups { groups: vec![f.ground.world.id()] };
            }, "whom"),
            ("no shares", |d, _| d.terms.shares = 0, "shares"),
        ];
        for (case, change, field) in cases {
            let mut draft = fair.packed(Gives::Money, (100, 5));
            change(&mut draft, &fair);
            let run = fair.turn(async |tx| {
                let id = actions::create(tx, &shop, draft).await?;
                actions::open(tx, &shop, id).await
            });
            let Error::Invalid(fields) = run.await.unwrap_err() else { panic!("{case}") };
            assert!(fields.iter().any(|error| error.field == field), "{case}: {fields:?}");
        }
        // To the cent it may.
        let mut draft = fair.packed(Gives::Points { program }, (100, 5));
        draft.plan.budget = Some(0);
        fair.packet(draft).await;
        let mut draft = fair.packed(Gives::Money, (100, 5));
        draft.plan.budget = Some(100);
        fair.packet(draft).await;
    }

    async fn a_shop_without_wallets_hands_out_no_money(fair) {
        let shop = fair.shop.clone();
        let draft = fair.packed(Gives::Money, (100, 5));
        let run = fair.turn(async |tx| {
            let id = actions::create(tx, &shop, draft).await?;
            actions::open(tx, &shop, id).await
        });
        let Error::Invalid(fields) = run.await.unwrap_err() else { panic!() };
        assert_eq!(fields.iter().next().unwrap().code, "packet_wallet_closed");
    }

    async fn what_was_committed_to_is_not_changed(fair) {
        let packet = fair.money((1000, 4)).await;
        let is = fair.read_packet(packet).await;
        let draft = Draft { plan: is.plan, terms: is.terms };
        let shop = fair.shop.clone();
        let change = async |draft: Draft, why: &str| {
            fair.turn(async |tx| actions::change(tx, &shop, packet, (draft, why)).await).await
        };
        let spoils: [Spoils; 4] = [
            ("total", |d| d.terms.total += 1),
            ("shares", |d| d.terms.shares -= 1),
            ("split", |d| d.terms.split = Split::Equal),
            ("closes_at", |d| d.plan.closes_at = d.plan.closes_at.minus(std::time::Duration::from_secs(1))),
        ];
        for (field, spoil) in spoils {
            let mut other = draft.clone();
            spoil(&mut other);
            let Error::Invalid(fields) = change(other, "oops").await.unwrap_err() else { panic!() };
            assert!(fields.iter().any(|error| error.field == field), "{field}: {fields:?}");
        }
        let mut longer = draft.clone();
        longer.plan.closes_at = longer.plan.closes_at.plus_days(1);
        assert_eq!(change(longer.clone(), " ").await.unwrap_err().code(), "invalid", "no reason");
        change(longer, "it rains today").await.unwrap();
        fair.pass(24 * 60);
        fair.settle().await;
        assert_eq!(fair.read_packet(packet).await.life, Life::Open);
        fair.pass(120);
        fair.settle().await;
        assert_eq!(fair.read_packet(packet).await.life, Life::Settled);
    }

    async fn two_records_that_became_one_keep_both_shares_and_get_no_third(fair) {
        let (ana, anna) = (fair.member("Ana").await, fair.member("Anna").await);
        let packet = fair.money((900, 3)).await;
        let open = fair.money((900, 3)).await;
        let sum = fair.grab(packet, ana).await.unwrap().amount
            + fair.grab(packet, anna).await.unwrap().amount;
        let alone = fair.grab(open, anna).await.unwrap().amount;
        let (wins, lang) = (members::merging::Wins::default(), kernel::Lang::En);
        let ask = members::merging::Ask { into: ana, from: anna, wins, lang };
        fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
        assert_eq!(fair.has(Gives::Money, ana).await, sum + alone);
        for member in [ana, anna] {
            for packet in [packet, open] {
                assert!(fair.grab(packet, member).await.unwrap_err().is(Refusal::AlreadyTaken));
            }
        }
        assert!(fair.shares(packet).await.iter().all(|share| share.member == ana));
        fair.audited().await;
    }
}

#[test]
fn a_grab_is_a_handful_of_statements() {
    let test = ["--exact", "red_packets::tests::of_one_grab", "--ignored", "--nocapture"];
    let out = Command::new(std::env::current_exe().unwrap()).args(test).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a process of its own: run by the test above"]
async fn of_one_grab() {
    let fair = Fair::open(::store::Engine::Sqlite).await;
    fair.with_wallets().await;
    let program = fair.program().await;
    let (ana, bo) = (fair.member("Ana").await, fair.member("Bo").await);
    for (gives, most) in [
        (Gives::Money, 11),
        (Gives::Vouchers { gift: fair.beans }, 11),
        (Gives::Points { program }, 15),
    ] {
        let packet = fair.packet(fair.packed(gives, (100, 3))).await;
        fair.grab(packet, ana).await.unwrap();
        let grabbing = Grabbing { packet, member: bo, store: None, staff: None };
        let asked = fair
            .turn(async |tx| {
                testing::asked_since();
                super::grab(tx, &fair.shop, grabbing).await?;
                Ok(testing::asked_since())
            })
            .await
            .unwrap();
        println!("{}: {} statements", gives.word(), asked.len());
        assert!(asked.len() <= most, "{gives:?}: {} statements: {asked:#?}", asked.len());
        assert!(!asked.is_empty(), "nobody listened");
    }
}
