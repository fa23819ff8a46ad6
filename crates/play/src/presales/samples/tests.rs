//! What samples do, on both engines.

use std::time::Duration;

use kernel::{Error, MemberId, PresaleId};
use people::members;
use value::vouchers;

use super::{
    Samples, Tasters,
    model::Fate,
    store,
    support::{cups, fetch, planned, take, tasting},
};
use crate::{
    activities::{Cost, Life},
    group_buys::support::{give_points, points_of, priced, program, shelf, top_up},
    on_each,
    presales::{
        Refusal, actions,
        support::{cancel, figures, opened, read_presale, reserve},
    },
    testing::Fair,
};

/// What somebody does to the samples of a pre-sale that was announced, and to those of a draft.
type Change = fn(&mut Option<Samples>);
type Spoil<'a> = &'a dyn Fn(&mut Samples);

async fn people<const N: usize>(fair: &Fair) -> [MemberId; N] {
    let mut all = Vec::new();
    for n in 0..N {
        let member = fair.member(&format!("Person {n}")).await;
        top_up(fair, member, 2_000).await;
        all.push(member);
    }
    all.try_into().unwrap()
}

/// What became of all that a member ever took: of one who has none, nothing.
async fn last(fair: &Fair, presale: PresaleId, member: MemberId) -> Option<Fate> {
    let mut db = fair.ground.db.read().await.unwrap();
    let page = kernel::PageRequest::default();
    let all = store::list(&mut db, fair.org, presale, &page).await.unwrap().items;
    all.iter().find(|one| one.member == member).map(|one| one.fate)
}

/// In the pool, at the counter, in somebody's hands, and who of them then reserved.
async fn stands(fair: &Fair, presale: PresaleId) -> (i64, i64, i64, i64) {
    let now = figures(fair, presale).await;
    (now.samples_left, now.samples_held, now.tried, now.tried_then_reserved)
}

async fn pass(fair: &Fair, hours: u64) {
    fair.pass(hours * 60);
    fair.settle().await;
}

on_each! {
    async fn everybody_tries_it_once_and_no_more_than_there_are(fair) {
        let all: [MemberId; 4] = people(&fair).await;
        let (presale, cup) = tasting(&fair, |_| ()).await;
        assert_eq!(shelf(&fair, cup).await, 7);
        let first = take(&fair, presale, all[0]).await.unwrap();
        assert_eq!((first.left, first.sample.until), (2, fair.now().plus(Duration::from_hours(24))));
        let twice = take(&fair, presale, all[0]).await.unwrap_err();
        assert!(twice.is(Refusal::SampleTaken), "{twice}");
        for member in &all[1..3] {
            take(&fair, presale, *member).await.unwrap();
        }
        let gone = take(&fair, presale, all[3]).await.unwrap_err();
        assert!(gone.is(Refusal::SamplesGone), "{gone}");
        let twice = take(&fair, presale, all[0]).await.unwrap_err();
        assert!(twice.is(Refusal::SampleTaken), "who has theirs is told so first: {twice}");
        assert_eq!(stands(&fair, presale).await, (0, 3, 0, 0));
        fetch(&fair, first.sample.voucher).await;
        assert_eq!(stands(&fair, presale).await, (0, 2, 1, 0));
        let had = take(&fair, presale, all[0]).await.unwrap_err();
        assert!(had.is(Refusal::SampleTaken), "{had}");
        fair.audited().await;
    }

    async fn what_nobody_fetches_in_time_is_there_for_others(fair) {
        let [ana, bo] = people(&fair).await;
        let (presale, _) = tasting(&fair, |samples| samples.pieces = 1).await;
        take(&fair, presale, ana).await.unwrap();
        pass(&fair, 23).await;
        assert!(take(&fair, presale, bo).await.unwrap_err().is(Refusal::SamplesGone));
        pass(&fair, 1).await;
        assert_eq!(last(&fair, presale, ana).await, Some(Fate::Lapsed));
        let theirs = take(&fair, presale, bo).await.unwrap().sample;
        // The shop takes it back; then it is Ana's, who may have another.
        fair.turn(async |tx| vouchers::withdraw(tx, theirs.voucher).await).await.unwrap();
        fair.settle().await;
        assert_eq!(last(&fair, presale, bo).await, Some(Fate::Withdrawn));
        take(&fair, presale, ana).await.unwrap();
        assert_eq!(stands(&fair, presale).await, (0, 1, 0, 0));
        fair.audited().await;
    }

    async fn what_is_left_goes_back_to_the_shelf_when_they_are_over(fair) {
        let ends = ["their hour", "closed early", "called off"];
        for end in ends {
            let [ana, bo] = people(&fair).await;
            let (presale, cup) = tasting(&fair, |_| ()).await;
            let kept = take(&fair, presale, ana).await.unwrap().sample;
            take(&fair, presale, bo).await.unwrap();
            fetch(&fair, kept.voucher).await;
            match end {
                "their hour" => pass(&fair, 48).await,
                "closed early" => fair.turn(async |tx| actions::close(tx, presale, "rain").await.map(drop)).await.unwrap(),
                _ => fair.turn(async |tx| actions::call_off(tx, presale, "rain").await.map(drop)).await.unwrap(),
            }
            // Bo's waits until its hour, and goes to the shelf, too.
            let waits = i64::from(end != "their hour");
            assert_eq!(stands(&fair, presale).await, (0, waits, 1, 0), "{end}");
            assert_eq!(shelf(&fair, cup).await, 9 - waits, "{end}");
            assert!(take(&fair, presale, bo).await.unwrap_err().is(Refusal::SamplesOver), "{end}");
            pass(&fair, 24 * 7).await;
            assert_eq!((shelf(&fair, cup).await, read_presale(&fair, presale).await.life), (9, Life::Settled), "{end}");
        }
        fair.audited().await;
    }

    async fn the_clock_begins_and_ends_them_whenever_the_job_runs(fair) {
        let [ana, bo] = people(&fair).await;
        let (presale, _) = tasting(&fair, |samples| {
            samples.from = samples.from.plus(Duration::from_hours(2));
            samples.until = samples.from.plus(Duration::from_hours(2));
        }).await;
        let early = take(&fair, presale, ana).await.unwrap_err();
        assert!(early.is(Refusal::SamplesNotYet), "{early}");
        fair.pass(120);
        take(&fair, presale, ana).await.unwrap();
        fair.pass(120);
        assert!(take(&fair, presale, bo).await.unwrap_err().is(Refusal::SamplesOver));
        let without = crate::presales::support::presale(&fair, |_| ()).await;
        assert!(take(&fair, without, bo).await.unwrap_err().is(Refusal::NoSamples));
    }

    async fn before_it_opens_members_can_try_what_they_were_told_of(fair) {
        let [ana] = people(&fair).await;
        let mut draft = planned(&fair, (priced(&fair, 50).await, cups(&fair, 10).await), |_| ());
        draft.plan.opens_at = fair.now().plus(Duration::from_hours(4));
        let id = fair.turn(async |tx| actions::create(tx, &fair.shop, draft).await).await.unwrap();
        assert!(take(&fair, id, ana).await.unwrap_err().is(Refusal::NoSamples), "a draft is nobody's");
        fair.turn(async |tx| actions::schedule(tx, &fair.shop, id).await.map(drop)).await.unwrap();
        take(&fair, id, ana).await.unwrap();
        assert!(reserve(&fair, id, (ana, 0)).await.unwrap_err().is(Refusal::NotOpen));
    }

    async fn those_who_reserved_try_it_before_they_pay_the_rest(fair) {
        let [ana, bo, chen] = people(&fair).await;
        let (presale, cup) = tasting(&fair, |samples| {
            samples.whom = Tasters::Reserved;
            samples.until = samples.from.plus(Duration::from_hours(72));
        }).await;
        assert!(take(&fair, presale, ana).await.unwrap_err().is(Refusal::ReserveFirst));
        let mine = reserve(&fair, presale, (ana, 0)).await.unwrap().reservation.id;
        reserve(&fair, presale, (bo, 0)).await.unwrap();
        let theirs = reserve(&fair, presale, (chen, 0)).await.unwrap().reservation.id;
        cancel(&fair, theirs, chen).await.unwrap();
        assert!(take(&fair, presale, chen).await.unwrap_err().is(Refusal::ReserveFirst), "no more");
        // It is closed by now, and the goods are not there yet.
        pass(&fair, 50).await;
        let sample = take(&fair, presale, ana).await.unwrap().sample;
        fetch(&fair, sample.voucher).await;
        // Who does not like it has back what the rule says, and nothing new.
        assert_eq!(cancel(&fair, mine, ana).await.unwrap().back, 400);
        assert_eq!(stands(&fair, presale).await, (2, 0, 1, 0), "they reserved first");
        pass(&fair, 24).await;
        assert_eq!((stands(&fair, presale).await.0, shelf(&fair, cup).await), (0, 9));
        assert!(take(&fair, presale, bo).await.unwrap_err().is(Refusal::SamplesOver));
        fair.audited().await;
    }

    async fn only_who_had_it_before_they_first_reserved_is_counted(fair) {
        let [before, after, never, unfetched, undone] = people(&fair).await;
        let (presale, _) = tasting(&fair, |samples| samples.pieces = 5).await;
        reserve(&fair, presale, (after, 0)).await.unwrap();
        for member in [before, after, never, undone] {
            let sample = take(&fair, presale, member).await.unwrap().sample;
            fair.pass(1);
            let redemption = fetch(&fair, sample.voucher).await;
            if member == undone {
                fair.turn(async |tx| vouchers::undo(tx, redemption).await).await.unwrap();
                fair.settle().await;
            }
        }
        take(&fair, presale, unfetched).await.unwrap();
        fair.pass(1);
        for member in [before, unfetched, undone] {
            reserve(&fair, presale, (member, 1)).await.unwrap();
        }
        assert_eq!(stands(&fair, presale).await, (0, 2, 3, 1));
    }

    async fn points_are_paid_and_come_back_when_nobody_fetches_it(fair) {
        let [ana, bo] = people(&fair).await;
        let program = program(&fair).await;
        give_points(&fair, program, (ana, 20)).await;
        let (presale, _) =
            tasting(&fair, |samples| samples.cost = Some(Cost { program, points: 15 })).await;
        let poor = take(&fair, presale, bo).await.unwrap_err();
        assert!(poor.is(Refusal::TooFewPoints), "{poor}");
        assert_eq!(stands(&fair, presale).await.0, 3, "nothing has happened");
        take(&fair, presale, ana).await.unwrap();
        assert_eq!(points_of(&fair, program, ana).await, 5);
        pass(&fair, 24).await;
        assert_eq!(points_of(&fair, program, ana).await, 20);
        fair.audited().await;
    }

    async fn two_records_of_one_person_try_it_once_together(fair) {
        let [ana, anna, bo] = people(&fair).await;
        let (presale, cup) = tasting(&fair, |_| ()).await;
        let mine = take(&fair, presale, ana).await.unwrap().sample;
        let (wins, lang) = (members::merging::Wins::default(), kernel::Lang::En);
        let merge = async |into, from| {
            let ask = members::merging::Ask { into, from, wins, lang };
            fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
        };
        merge(anna, ana).await;
        for record in [ana, anna] {
            assert!(take(&fair, presale, record).await.unwrap_err().is(Refusal::SampleTaken));
        }
        // Both of two records had one: nothing is taken away.
        take(&fair, presale, bo).await.unwrap();
        merge(anna, bo).await;
        fetch(&fair, mine.voucher).await;
        pass(&fair, 24).await;
        let again = take(&fair, presale, anna).await.unwrap_err();
        assert!(again.is(Refusal::SampleTaken), "one came back, one was had: {again}");
        assert_eq!(stands(&fair, presale).await, (2, 0, 1, 0));
        pass(&fair, 24).await;
        assert_eq!(shelf(&fair, cup).await, 9);
        fair.audited().await;
    }

    async fn who_was_erased_takes_none(fair) {
        let [ana] = people(&fair).await;
        let (presale, cup) = tasting(&fair, |_| ()).await;
        take(&fair, presale, ana).await.unwrap();
        fair.turn(async |tx| members::actions::erase(tx, ana).await).await.unwrap();
        fair.settle().await;
        assert!(take(&fair, presale, ana).await.unwrap_err().is(Refusal::Erased));
        pass(&fair, 24 * 3).await;
        assert_eq!(shelf(&fair, cup).await, 10, "it went back");
        fair.audited().await;
    }

    async fn what_was_announced_of_them_only_becomes_better(fair) {
        let (presale, cup) = tasting(&fair, |samples| samples.whom = Tasters::Reserved).await;
        let change = async |with: Change| {
            let is = read_presale(&fair, presale).await;
            let mut draft = actions::Draft { plan: is.plan, terms: is.terms };
            with(&mut draft.terms.samples);
            fair.turn(async |tx| actions::change(tx, &fair.shop, presale, (draft, "why")).await).await
        };
        let worse: [(&str, Change); 6] = [
            ("sample_gift", |all| *all = None),
            ("sample_pieces", |all| all.as_mut().unwrap().pieces = 2),
            ("sample_from", |all| { let one = all.as_mut().unwrap(); one.from = one.from.plus_days(1); }),
            ("sample_until", |all| { let one = all.as_mut().unwrap(); one.until = one.until.minus(Duration::from_secs(60)); }),
            ("sample_hours", |all| all.as_mut().unwrap().hold_hours = 1),
            ("sample_pieces", |all| all.as_mut().unwrap().pieces = 11),
        ];
        for (field, with) in worse {
            let Error::Invalid(fields) = change(with).await.unwrap_err() else { panic!("{field}") };
            assert!(fields.of(field).next().is_some(), "{field}: {fields:?}");
        }
        change(|all| {
            let one = all.as_mut().unwrap();
            (one.pieces, one.whom, one.hold_hours) = (5, Tasters::Everybody, 48);
        }).await.unwrap();
        assert_eq!((stands(&fair, presale).await.0, shelf(&fair, cup).await), (5, 5));
        // A pre-sale that is on can begin to give some.
        let without = crate::presales::support::presale(&fair, |_| ()).await;
        let is = read_presale(&fair, without).await;
        let mut terms = is.terms;
        terms.samples = Some(super::support::three(&fair, cup));
        let draft = actions::Draft { plan: is.plan, terms };
        fair.turn(async |tx| actions::change(tx, &fair.shop, without, (draft, "taste")).await).await.unwrap();
        assert_eq!(stands(&fair, without).await.0, 3);
        fair.audited().await;
    }

    async fn what_cannot_be_tried_is_named_before_it_is_announced(fair) {
        let (gift, cup) = (priced(&fair, 50).await, cups(&fair, 10).await);
        let stranger = fair.ground.world.id();
        let program = Cost { program: fair.ground.world.id(), points: 5 };
        let priced = gift;
        let cases: [(&str, Spoil<'_>, &str); 10] = [
            ("more than there are", &|s| s.pieces = 11, "sample_pieces"),
            ("none", &|s| s.pieces = 0, "sample_pieces"),
            ("a gift with a price", &|s| s.gift = priced, "sample_gift"),
            ("a gift of nobody's", &|s| s.gift = stranger, "sample_gift"),
            ("it ends before it begins", &|s| s.until = s.from, "sample_until"),
            ("later than one can reserve", &|s| s.until = s.until.plus_days(1), "sample_until"),
            ("those who reserved, after the goods", &|s| {
                (s.whom, s.until) = (Tasters::Reserved, s.until.plus_days(2));
            }, "sample_until"),
            ("waits for no hour", &|s| s.hold_hours = 0, "sample_hours"),
            ("waits for a month", &|s| s.hold_hours = 720, "sample_hours"),
            ("points of nobody's", &|s| s.cost = Some(program), "sample_program"),
        ];
        for (case, spoil, field) in cases {
            let draft = planned(&fair, (gift, cup), spoil);
            let Error::Invalid(fields) = opened(&fair, draft).await.unwrap_err() else {
                panic!("{case}")
            };
            assert!(fields.of(field).next().is_some(), "{case}: {fields:?}");
        }
        // What is given away is in what it may cost: ten at 44.00 in all, and three cups.
        let mut draft = planned(&fair, (gift, cup), |_| ());
        (draft.terms.price, draft.terms.early, draft.terms.deposit) = (600, None, 0);
        draft.plan.budget = Some(599);
        let Error::Invalid(fields) = opened(&fair, draft).await.unwrap_err() else { panic!() };
        assert!(fields.of("budget").next().is_some(), "{fields:?}");
    }
}
