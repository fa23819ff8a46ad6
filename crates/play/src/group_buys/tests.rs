//! What a group buy does, on both engines.

use kernel::{BuyTeamId, GroupBuyId, MemberId};
use people::members;
use value::vouchers;

use super::{
    Refusal, actions,
    model::{Fate, Stand},
    store,
    support::{
        buy, draft, figures, give_points, join, leave, opened, points_of, priced, program,
        read_buy, read_team, shelf, start, top_up, wallet,
    },
};
use crate::{
    activities::{Cost, Life},
    on_each,
    testing::Fair,
};

async fn people<const N: usize>(fair: &Fair) -> [MemberId; N] {
    let mut all = Vec::new();
    for n in 0..N {
        all.push(fair.member(&format!("Person {n}")).await);
    }
    all.try_into().unwrap()
}

/// A member's places with what became of them, the latest first.
async fn fates(fair: &Fair, buy: GroupBuyId, member: MemberId) -> Vec<Fate> {
    let mut db = fair.ground.db.read().await.unwrap();
    let seats = store::of_member(&mut db, fair.org, (member, Some(buy))).await.unwrap();
    seats.iter().map(|seat| seat.fate).collect()
}

/// What their latest ticket is at the till.
async fn ticket(fair: &Fair, member: MemberId) -> vouchers::Voucher {
    let mut db = fair.ground.db.read().await.unwrap();
    vouchers::of_member(&mut db, fair.org, member).await.unwrap().first().unwrap().clone()
}

async fn team_of(fair: &Fair, buy: GroupBuyId, members: &[MemberId]) -> BuyTeamId {
    let (first, others) = members.split_first().unwrap();
    let team = start(fair, buy, *first).await.unwrap().team.id;
    for member in others {
        join(fair, team, *member).await.unwrap();
    }
    team
}

/// Makes a draft into one that cannot be.
type Spoil = fn(&mut actions::Draft, &Fair);

on_each! {
    async fn a_team_is_decided_at_its_deadline_by_the_people_in_it(fair) {
        let [ana, bo, chen, dai, eva] = people(&fair).await;
        let buy = buy(&fair, |draft| draft.terms.seats = 10).await;
        let seated = start(&fair, buy, ana).await.unwrap();
        let team = seated.team.id;
        assert_eq!((seated.team.people, seated.left), (1, 9));
        assert!(join(&fair, team, ana).await.unwrap_err().is(Refusal::AlreadyIn));
        assert!(start(&fair, buy, ana).await.unwrap_err().is(Refusal::LimitReached));
        join(&fair, team, bo).await.unwrap();
        join(&fair, team, chen).await.unwrap();
        join(&fair, team, dai).await.unwrap();
        fair.pass(119);
        fair.settle().await;
        assert_eq!(read_team(&fair, team).await.stand, Stand::Open, "a better tier is still possible");
        fair.pass(1);
        // By the clock, before any job ran.
        assert!(join(&fair, team, eva).await.unwrap_err().is(Refusal::TeamOver));
        assert!(leave(&fair, team, ana).await.unwrap_err().is(Refusal::TeamOver));
        fair.settle().await;
        let made = read_team(&fair, team).await;
        assert_eq!((made.stand, made.people, made.price), (Stand::Made, 4, Some(990)));
        for member in [ana, bo, chen, dai] {
            let voucher = ticket(&fair, member).await;
            assert_eq!((voucher.price, voucher.state), (Some(990), vouchers::State::Issued));
            assert_eq!(voucher.expires_at, Some(fair.now().plus_days(2)));
        }
        let now = figures(&fair, buy).await;
        assert_eq!((now.left, now.held, now.teams_made), (6, 4, 1));
        fair.audited().await;
    }

    async fn a_full_team_is_decided_at_once(fair) {
        let all: [MemberId; 7] = people(&fair).await;
        let buy = buy(&fair, |_| ()).await;
        let team = team_of(&fair, buy, &all[..6]).await;
        let made = read_team(&fair, team).await;
        assert_eq!((made.stand, made.people, made.price), (Stand::Made, 6, Some(790)));
        assert!(join(&fair, team, all[6]).await.unwrap_err().is(Refusal::TeamFull));
        fair.settle().await;
        for member in &all[..6] {
            assert_eq!(ticket(&fair, *member).await.price, Some(790));
        }
        fair.audited().await;
    }

    async fn too_few_people_have_everything_back(fair) {
        let [ana, bo] = people(&fair).await;
        let program = program(&fair).await;
        for member in [ana, bo] {
            give_points(&fair, program, (member, 30)).await;
            top_up(&fair, member, 1_000).await;
        }
        let gift = priced(&fair, 50).await;
        let mut draft = draft(&fair, gift);
        draft.plan.cost = Some(Cost { program, points: 20 });
        draft.terms.deposit = Some(150);
        let buy = opened(&fair, draft).await.unwrap();
        let team = team_of(&fair, buy, &[ana, bo]).await;
        assert_eq!((points_of(&fair, program, ana).await, wallet(&fair, ana).await), (10, (950, 0)));
        fair.pass(120);
        fair.settle().await;
        let failed = read_team(&fair, team).await;
        assert_eq!((failed.stand, failed.people, failed.price), (Stand::Failed, 2, None));
        for member in [ana, bo] {
            assert_eq!(points_of(&fair, program, member).await, 30);
            assert_eq!(wallet(&fair, member).await, (1_000, 100));
            assert_eq!(fates(&fair, buy, member).await, [Fate::Refunded]);
        }
        // Nothing was used up: another try is possible.
        start(&fair, buy, ana).await.unwrap();
        assert_eq!((figures(&fair, buy).await.left, shelf(&fair, gift).await), (19, 30));
        fair.audited().await;
    }

    async fn a_deposit_is_part_of_the_price(fair) {
        let all: [MemberId; 3] = people(&fair).await;
        let buy = buy(&fair, |draft| draft.terms.deposit = Some(300)).await;
        assert!(start(&fair, buy, all[0]).await.unwrap_err().is(Refusal::TooLittleMoney));
        assert_eq!(figures(&fair, buy).await.left, 20, "nothing happened");
        for member in all {
            top_up(&fair, member, 1_000).await;
        }
        team_of(&fair, buy, &all).await;
        fair.pass(120);
        fair.settle().await;
        assert_eq!(ticket(&fair, all[0]).await.price, Some(690), "9.90 less 3.00");
        assert_eq!(wallet(&fair, all[0]).await, (800, 0), "the bonus of 1.00 goes first");
        // Nobody comes: the deposit goes back with everything else.
        fair.pass(2 * 24 * 60);
        fair.settle().await;
        assert_eq!(fates(&fair, buy, all[0]).await, [Fate::Lapsed]);
        assert_eq!(wallet(&fair, all[0]).await, (1_000, 100));
        assert_eq!(read_buy(&fair, buy).await.life, Life::Settled);
        fair.audited().await;
    }

    async fn points_are_asked_for_at_the_door(fair) {
        let [ana] = people(&fair).await;
        let program = program(&fair).await;
        give_points(&fair, program, (ana, 19)).await;
        let cost = Some(Cost { program, points: 20 });
        let buy = buy(&fair, |draft| draft.plan.cost = cost).await;
        assert!(start(&fair, buy, ana).await.unwrap_err().is(Refusal::TooFewPoints));
        give_points(&fair, program, (ana, 1)).await;
        let team = start(&fair, buy, ana).await.unwrap().team.id;
        assert_eq!(points_of(&fair, program, ana).await, 0);
        leave(&fair, team, ana).await.unwrap();
        assert_eq!(points_of(&fair, program, ana).await, 20);
    }

    async fn whoever_leaves_has_it_back_and_the_next_one_leads(fair) {
        let [ana, bo, chen] = people(&fair).await;
        let buy = buy(&fair, |_| ()).await;
        let team = team_of(&fair, buy, &[ana, bo]).await;
        assert!(leave(&fair, team, chen).await.unwrap_err().is(Refusal::NotIn));
        assert_eq!(leave(&fair, team, ana).await.unwrap().people, 1);
        let mut db = fair.ground.db.read().await.unwrap();
        let is = store::team(&mut db, fair.org, team).await.unwrap();
        let together = super::asked::together(&mut db, fair.org, is).await.unwrap();
        drop(db);
        assert_eq!(together.leader().unwrap().seat.member, bo);
        // Ana may come back, behind Bo.
        join(&fair, team, ana).await.unwrap();
        assert_eq!(fates(&fair, buy, ana).await, [Fate::Seated, Fate::Left]);
        for member in [ana, bo] {
            leave(&fair, team, member).await.unwrap();
        }
        assert_eq!(read_team(&fair, team).await.stand, Stand::Left);
        assert!(join(&fair, team, chen).await.unwrap_err().is(Refusal::TeamOver));
        assert_eq!(figures(&fair, buy).await.left, 20);
        fair.audited().await;
    }

    async fn there_are_no_more_places_than_pieces(fair) {
        let all: [MemberId; 5] = people(&fair).await;
        let buy = buy(&fair, |draft| draft.terms.seats = 3).await;
        let team = team_of(&fair, buy, &all[..2]).await;
        start(&fair, buy, all[2]).await.unwrap();
        assert!(join(&fair, team, all[3]).await.unwrap_err().is(Refusal::SoldOut));
        leave(&fair, team, all[0]).await.unwrap();
        join(&fair, team, all[3]).await.unwrap();
        assert!(start(&fair, buy, all[4]).await.unwrap_err().is(Refusal::SoldOut));
    }

    async fn closing_early_decides_every_team_by_who_is_there(fair) {
        let all: [MemberId; 5] = people(&fair).await;
        let gift = priced(&fair, 50).await;
        let buy = opened(&fair, draft(&fair, gift)).await.unwrap();
        let enough = team_of(&fair, buy, &all[..3]).await;
        let few = team_of(&fair, buy, &all[3..]).await;
        let close = async |why: &str| fair.turn(async |tx| actions::close(tx, buy, why).await).await;
        assert_eq!(close(" ").await.unwrap_err().code(), "invalid", "no reason");
        close("the roaster broke").await.unwrap();
        assert!(start(&fair, buy, all[0]).await.unwrap_err().is(Refusal::Closed));
        assert!(leave(&fair, enough, all[0]).await.unwrap_err().is(Refusal::TeamOver));
        fair.settle().await;
        assert_eq!(read_team(&fair, enough).await.stand, Stand::Made);
        assert_eq!(read_team(&fair, few).await.stand, Stand::Failed);
        assert_eq!(shelf(&fair, gift).await, 47, "three are on their way to people");
        assert_eq!(read_buy(&fair, buy).await.life, Life::Closed);
        for member in &all[..3] {
            let voucher = ticket(&fair, *member).await.id;
            fair.turn(async |tx| vouchers::withdraw(tx, voucher).await).await.unwrap();
        }
        fair.settle().await;
        assert_eq!((read_buy(&fair, buy).await.life, shelf(&fair, gift).await), (Life::Settled, 50));
        fair.turn(async |tx| actions::archive(tx, buy).await).await.unwrap();
        fair.audited().await;
    }

    async fn a_team_ends_with_its_group_buy(fair) {
        let [ana] = people(&fair).await;
        let buy = buy(&fair, |draft| draft.terms.team_hours = 48).await;
        let until = start(&fair, buy, ana).await.unwrap().team.until;
        assert_eq!(until, read_buy(&fair, buy).await.plan.closes_at);
        fair.pass(6 * 60);
        fair.settle().await;
        assert_eq!(fates(&fair, buy, ana).await, [Fate::Refunded]);
        assert_eq!(read_buy(&fair, buy).await.life, Life::Settled);
    }

    async fn two_records_of_one_person_are_one_in_a_team(fair) {
        let [ana, anna, bo, chen] = people(&fair).await;
        let buy = buy(&fair, |draft| draft.plan.limits.per_member = 2).await;
        let team = team_of(&fair, buy, &[bo, ana, anna]).await;
        let other = start(&fair, buy, anna).await.unwrap().team.id;
        let (wins, lang) = (members::merging::Wins::default(), kernel::Lang::En);
        let ask = members::merging::Ask { into: ana, from: anna, wins, lang };
        fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
        assert_eq!(read_team(&fair, team).await.people, 2, "one person, one place");
        assert!(join(&fair, team, anna).await.unwrap_err().is(Refusal::AlreadyIn), "the old card");
        assert!(start(&fair, buy, ana).await.unwrap_err().is(Refusal::LimitReached));
        leave(&fair, other, anna).await.unwrap();
        start(&fair, buy, ana).await.unwrap();
        join(&fair, team, chen).await.unwrap();
        fair.pass(120);
        fair.settle().await;
        let made = read_team(&fair, team).await;
        assert_eq!((made.stand, made.people), (Stand::Made, 3));
        let now = figures(&fair, buy).await;
        assert_eq!((now.held, now.refunded, now.left), (3, 1, 17));
        fair.audited().await;
    }

    async fn who_is_erased_is_not_counted(fair) {
        let [ana, bo, chen] = people(&fair).await;
        let buy = buy(&fair, |_| ()).await;
        let team = team_of(&fair, buy, &[ana, bo, chen]).await;
        fair.pass(119);
        fair.settle().await;
        fair.turn(async |tx| members::actions::erase(tx, ana).await).await.unwrap();
        fair.pass(1);
        fair.settle().await;
        let failed = read_team(&fair, team).await;
        assert_eq!((failed.stand, failed.people), (Stand::Failed, 2));
        assert!(start(&fair, buy, ana).await.unwrap_err().is(Refusal::Erased));
        assert_eq!(figures(&fair, buy).await.left, 20);
        fair.audited().await;
    }

    async fn a_collection_that_is_taken_back_waits_for_its_end_again(fair) {
        let all: [MemberId; 3] = people(&fair).await;
        let gift = priced(&fair, 20).await;
        let buy = opened(&fair, draft(&fair, gift)).await.unwrap();
        team_of(&fair, buy, &all).await;
        fair.pass(120);
        fair.settle().await;
        let voucher = ticket(&fair, all[0]).await;
        // A ticket with a price is taken with a purchase; the counter without goods refuses it.
        let redeem = vouchers::Redeem { voucher: voucher.id, store: None, staff: None };
        let refused = fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await;
        assert_eq!(refused.unwrap_err().code(), "bills.needs_purchase");
        fair.pass(2 * 24 * 60);
        fair.settle().await;
        assert_eq!(fates(&fair, buy, all[0]).await, [Fate::Lapsed]);
        assert_eq!((read_buy(&fair, buy).await.life, shelf(&fair, gift).await), (Life::Settled, 20));
    }

    async fn what_was_announced_only_becomes_better(fair) {
        let [ana, bo] = people(&fair).await;
        let buy = buy(&fair, |draft| draft.terms.seats = 3).await;
        let team = team_of(&fair, buy, &[ana, bo]).await;
        let change = async |with: fn(&mut actions::Draft), why: &str| {
            let is = read_buy(&fair, buy).await;
            let mut draft = actions::Draft { plan: is.plan, terms: is.terms };
            with(&mut draft);
            fair.turn(async |tx| actions::change(tx, &fair.shop, buy, (draft, why)).await).await
        };
        assert_eq!(change(|d| d.terms.tiers[0].each = 991, "no").await.unwrap_err().code(), "invalid");
        assert_eq!(change(|d| d.terms.seats = 5, "").await.unwrap_err().code(), "invalid");
        change(|d| (d.terms.tiers[0].people, d.terms.seats) = (2, 5), "come on in").await.unwrap();
        assert_eq!(figures(&fair, buy).await.left, 3);
        // Two are enough now, for teams that were started before too.
        fair.pass(120);
        fair.settle().await;
        assert_eq!(read_team(&fair, team).await.stand, Stand::Made);
        fair.audited().await;
    }

    async fn what_cannot_be_is_named_before_it_is_announced(fair) {
        let gift = priced(&fair, 10).await;
        let cases: [(&str, Spoil, &str); 6] = [
            ("more than there are", |d, _| d.terms.seats = 11, "seats"),
            ("a gift without a price", |d, f| d.terms.gift = f.beans, "gift"),
            ("a gift of nobody's", |d, f| d.terms.gift = f.ground.world.id(), "gift"),
            ("at a loss that was not planned", |d, _| {
                (d.terms.tiers[1].each, d.plan.budget) = (500, Some(999));
            }, "budget"),
            ("over already", |d, f| {
                d.plan.opens_at = f.now().minus(std::time::Duration::from_secs(7200));
                d.plan.closes_at = f.now();
            }, "closes_at"),
            ("points of nobody's", |d, f| {
                d.plan.cost = Some(Cost { program: f.ground.world.id(), points: 1 });
            }, "program"),
        ];
        for (case, spoil, field) in cases {
            let mut draft = draft(&fair, gift);
            draft.terms.seats = 10;
            spoil(&mut draft, &fair);
            let kernel::Error::Invalid(fields) = opened(&fair, draft).await.unwrap_err() else {
                panic!("{case}")
            };
            assert!(fields.iter().any(|error| error.field == field), "{case}: {fields:?}");
        }
        let mut draft = draft(&fair, gift);
        (draft.terms.seats, draft.terms.tiers[1].each, draft.plan.budget) = (10, 500, Some(1_000));
        opened(&fair, draft).await.unwrap();
    }

    async fn two_hundred_teams_reconcile_to_the_cent(fair) {
        const TEAMS: usize = 200;
        let (gift, program) = (priced(&fair, 1_000).await, program(&fair).await);
        let regulars: [MemberId; 3] = people(&fair).await;
        for member in regulars {
            give_points(&fair, program, (member, 10_000)).await;
            top_up(&fair, member, 90_000).await;
        }
        let mut draft = draft(&fair, gift);
        (draft.terms.seats, draft.terms.deposit) = (1_000, Some(107));
        draft.plan.cost = Some(Cost { program, points: 7 });
        draft.plan.limits.per_member = 1_000;
        let buy = opened(&fair, draft).await.unwrap();
        // Every second team stays one short.
        let people = |n: usize| if n.is_multiple_of(2) { 3 } else { 2 };
        for n in 0..TEAMS {
            team_of(&fair, buy, &regulars[..people(n)]).await;
        }
        fair.pass(120);
        fair.settle().await;
        let now = figures(&fair, buy).await;
        assert_eq!((now.teams_made, now.teams_failed, now.teams_open), (100, 100, 0));
        assert_eq!((now.held, now.refunded, now.seated, now.left), (300, 200, 0, 700));
        for member in regulars {
            assert_eq!(points_of(&fair, program, member).await, 10_000 - 100 * 7);
            let (principal, bonus) = wallet(&fair, member).await;
            assert_eq!(principal + bonus, 99_000 - 100 * 107);
        }
        // Nobody comes for anything: as if it had never been.
        fair.pass(2 * 24 * 60);
        fair.settle().await;
        let now = figures(&fair, buy).await;
        assert_eq!((now.lapsed, now.refunded, now.left), (300, 200, 0));
        assert_eq!(shelf(&fair, gift).await, 1_000);
        for member in regulars {
            assert_eq!(points_of(&fair, program, member).await, 10_000);
            assert_eq!(wallet(&fair, member).await, (90_000, 9_000));
        }
        assert_eq!(read_buy(&fair, buy).await.life, Life::Settled);
        fair.audited().await;
    }
}
