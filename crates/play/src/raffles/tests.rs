//! What a raffle does, on both engines.

use std::time::Duration;

use fair::{Verified, verify};
use kernel::{Error, MemberId, PageRequest, RaffleId, Result, StaffId};
use people::{
    members::{
        self,
        merging::{Ask, Wins},
    },
    staff::{self, NewPerson},
};
use value::{
    allowances,
    bills::Whom,
    purchases::{self, NewPurchase},
    vouchers,
    words::Words,
};

use super::{
    actions::{self, Draft},
    drawing,
    entering::{self, Entered, Entering, Giving},
    model::{
        Fate, Figures, Odds, Out, Pick, Prize, Raffle, Refusal, Source, Style, Terms, Unclaimed,
    },
    sealed::Sealed,
    store, store_picks,
};
use crate::{
    activities::{self, Cost, Life, Limits, Plan},
    on_each,
    testing::{Fair, points_for},
};

pub const HOUR: Duration = Duration::from_secs(3600);

impl Fair {
    pub fn raffle_draft(&self, pieces: i64) -> Draft {
        let plan = Plan {
            name: Words { en: "Autumn raffle".into(), ..Words::default() },
            whom: Whom::Members,
            opens_at: self.now(),
            closes_at: self.now().plus(HOUR * 2),
            cost: None,
            limits: Limits { per_member: 5, per_day: None },
            budget: None,
        };
        let terms = Terms {
            style: Style::Scheduled,
            prizes: vec![Prize { gift: self.beans, quantity: pieces }],
            free: 1,
            per_purchase: None,
            joining: 0,
            wins: 1,
            least_entrants: 1,
            source: Source::Nonces,
            wait_minutes: 10,
            collect_days: 7,
            unclaimed: Unclaimed::Shelf,
            plays: 0,
        };
        Draft { plan, terms }
    }
    /// An open raffle of so many prizes.
    pub async fn raffle(&self, pieces: i64, with: impl FnOnce(&mut Draft)) -> RaffleId {
        let mut draft = self.raffle_draft(pieces);
        with(&mut draft);
        self.turn(async |tx| {
            let id = actions::create(tx, &self.shop, draft).await?;
            actions::open(tx, &self.shop, id).await?;
            Ok(id)
        })
        .await
        .unwrap()
    }
    pub async fn enter(&self, raffle: RaffleId, member: MemberId) -> Result<Entered> {
        self.entering(Entering::new(raffle, member)).await
    }
    pub async fn entering(&self, entering: Entering) -> Result<Entered> {
        self.turn(async |tx| entering::enter(tx, &self.shop, entering).await).await
    }
    async fn grant(&self, raffle: RaffleId, member: MemberId, tickets: i64) -> Result<()> {
        let giving = Giving { raffle, member, tickets, purchase: None, store: None, staff: None };
        self.turn(async |tx| entering::give(tx, &self.shop, giving).await).await
    }
    pub async fn read_raffle(&self, id: RaffleId) -> Raffle {
        let mut db = self.ground.db.read().await.unwrap();
        activities::require(&mut db, self.org, id).await.unwrap()
    }
    pub async fn sealed(&self, id: RaffleId) -> Sealed {
        let mut db = self.ground.db.read().await.unwrap();
        store::sealed(&mut db, self.org, id).await.unwrap().unwrap()
    }
    pub async fn proof(&self, id: RaffleId) -> String {
        let mut db = self.ground.db.read().await.unwrap();
        store::proof(&mut db, self.org, id).await.unwrap().expect("a proof")
    }
    pub async fn picks(&self, id: RaffleId) -> Vec<Pick> {
        let mut db = self.ground.db.read().await.unwrap();
        let page = PageRequest { limit: Some("200".into()), cursor: None };
        store_picks::picks(&mut db, self.org, id, &page).await.unwrap().items
    }
    pub async fn counted(&self, id: RaffleId) -> Figures {
        let mut db = self.ground.db.read().await.unwrap();
        store_picks::counted(&mut db, self.org, id).await.unwrap()
    }
    /// It closes at its hour, waits, and is drawn.
    pub async fn draw_at_its_hour(&self, id: RaffleId) {
        self.ground.clock.advance(HOUR * 2);
        self.settle().await;
        assert_eq!(self.read_raffle(id).await.life, Life::Closed);
        self.pass(10);
        self.settle().await;
    }
    async fn employ(&self, member: MemberId) -> StaffId {
        self.turn(async |tx| {
            let person = NewPerson::new("Luo", kernel::Role::Cashier);
            let id = staff::actions::add(tx, person).await?;
            allowances::set_own(tx, id, Some(member)).await?;
            Ok(id)
        })
        .await
        .unwrap()
    }
}

/// The proof proves, and so does every receipt with it.
pub fn proven(proof: &str, receipts: &[String]) -> fair::Summary {
    for receipt in receipts {
        let checked = verify(proof.as_bytes(), Some(receipt.as_bytes()));
        assert!(checked.is_ok(), "{checked:?} {receipt}");
    }
    match verify(proof.as_bytes(), None).unwrap() {
        Verified::Draw(summary) => *summary,
        Verified::Split(_) => panic!("a packet"),
    }
}

/// Makes a draft into one that cannot be.
type Spoil = fn(&mut Draft, &Fair);
type Change = fn(&mut Draft);

#[test]
fn odds_are_never_told_better_than_they_are() {
    for (pieces, tickets, expected) in [
        (1, 0, Odds::Nobody),
        (3, 2, Odds::Everybody),
        (3, 3, Odds::Everybody),
        (3, 4, Odds::OneOf(2)),
        (1, 12, Odds::OneOf(12)),
        (5, 12, Odds::OneOf(3)),
        (10_000, 20_001, Odds::OneOf(3)),
    ] {
        assert_eq!(Odds::of(pieces, tickets), expected, "{pieces} of {tickets}");
    }
}

on_each! {
    async fn tickets_go_in_winners_come_out_and_the_proof_proves_it(fair) {
        let mut people = Vec::new();
        for name in ["Ana", "Bo", "Chen", "Dai", "Eva"] {
            people.push(fair.member(name).await);
        }
        let id = fair.raffle(2, |_| ()).await;
        assert_eq!(fair.shelf().await, 48);
        let mut receipts = Vec::new();
        for member in &people {
            receipts.push(fair.enter(id, *member).await.unwrap().receipt);
        }
        assert!(fair.enter(id, people[0]).await.unwrap_err().is(Refusal::NoTicket));
        fair.grant(id, people[0], 9).await.unwrap();
        let more = fair.enter(id, people[0]).await.unwrap();
        assert_eq!(more.tickets, 4, "as many as one may, and not more");
        receipts.push(more.receipt);
        assert!(fair.enter(id, people[0]).await.unwrap_err().is(Refusal::LimitReached));
        let sealed = fair.sealed(id).await;
        assert_eq!((sealed.entries, sealed.entrants, sealed.tickets), (6, 5, 9));
        let opening = sealed.draw.opening.hash();
        fair.draw_at_its_hour(id).await;
        let summary = proven(&fair.proof(id).await, &receipts);
        assert_eq!(summary.opening, opening, "what was published before anybody entered");
        assert_eq!((summary.entrants, summary.won.len()), (5, 2));
        let picks = fair.picks(id).await;
        assert!(picks.iter().all(|pick| pick.fate == Fate::Held && pick.voucher.is_some()));
        let voucher = picks[0].voucher.unwrap();
        let redeem = vouchers::Redeem { voucher, store: None, staff: None };
        fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        fair.settle().await;
        let now = fair.counted(id).await;
        assert_eq!((now.held, now.collected), (1, 1));
        fair.pass(7 * 24 * 60);
        fair.settle().await;
        let now = fair.counted(id).await;
        assert_eq!((now.held, now.collected, now.lapsed), (0, 1, 1));
        assert_eq!((fair.read_raffle(id).await.life, fair.shelf().await), (Life::Settled, 49));
        fair.turn(async |tx| actions::archive(tx, id).await).await.unwrap();
        fair.audited().await;
    }

    async fn whoever_is_too_early_too_late_or_a_stranger_is_told_so(fair) {
        let ana = fair.member("Ana").await;
        let shop = fair.shop.clone();
        let mut draft = fair.raffle_draft(1);
        draft.plan.opens_at = fair.now().plus(HOUR);
        let id = fair.turn(async |tx| {
            let id = actions::create(tx, &shop, draft).await?;
            actions::check(tx, &shop, id).await?;
            Ok(id)
        }).await.unwrap();
        assert!(fair.enter(id, ana).await.unwrap_err().is(Refusal::NotOpen), "a draft");
        let drawn = fair.turn(async |tx| drawing::draw(tx, id, None).await).await;
        assert!(drawn.unwrap_err().is(Refusal::WrongState));
        fair.turn(async |tx| actions::schedule(tx, &shop, id).await).await.unwrap();
        let Error::Refused(refused) = fair.enter(id, ana).await.unwrap_err() else { panic!() };
        assert_eq!((refused.code, refused.args[0].0), ("raffles.not_open", "opens_at"));
        fair.pass(60);
        // On the second, though the job did not run yet; and until the last one.
        fair.enter(id, ana).await.unwrap();
        let bo = fair.member("Bo").await;
        let early = fair.turn(async |tx| drawing::draw(tx, id, None).await).await;
        assert!(early.unwrap_err().is(Refusal::WrongState), "it is open");
        fair.pass(60);
        assert!(fair.enter(id, bo).await.unwrap_err().is(Refusal::Closed), "job or not");
        assert!(fair.grant(id, bo, 1).await.unwrap_err().is(Refusal::Closed));
        let mut only = fair.raffle_draft(1);
        only.plan.whom = Whom::Tiers { tiers: vec![fair.ground.world.id()] };
        let unknown = fair.turn(async |tx| actions::create(tx, &shop, only).await).await;
        assert_eq!(unknown.unwrap_err().code(), "invalid");
        fair.settle().await;
    }

    async fn who_works_here_takes_no_part_before_and_after_they_came(fair) {
        let (ana, luo, mo) =
            (fair.member("Ana").await, fair.member("Luo").await, fair.member("Mo").await);
        fair.employ(luo).await;
        let id = fair.raffle(3, |_| ()).await;
        assert!(fair.enter(id, luo).await.unwrap_err().is(Refusal::Staff));
        assert!(fair.grant(id, luo, 1).await.unwrap_err().is(Refusal::Staff));
        fair.enter(id, ana).await.unwrap();
        let receipt = fair.enter(id, mo).await.unwrap().receipt;
        fair.employ(mo).await;
        fair.draw_at_its_hour(id).await;
        let proof = fair.proof(id).await;
        let summary = proven(&proof, std::slice::from_ref(&receipt));
        assert_eq!((summary.excluded, summary.won.len()), (1, 1), "Ana alone can win");
        let Ok(Verified::Draw(checked)) = verify(proof.as_bytes(), Some(receipt.as_bytes())) else {
            panic!()
        };
        let why = checked.receipt.unwrap().excluded.map(|why| why.to_string());
        assert_eq!(why.as_deref(), Some("staff"), "and their receipt says why");
        // Two prizes nobody could win are on the shelf again once Ana has hers.
        let voucher = fair.picks(id).await[0].voucher.unwrap();
        let redeem = vouchers::Redeem { voucher, store: None, staff: None };
        fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await.unwrap();
        fair.settle().await;
        assert_eq!((fair.read_raffle(id).await.life, fair.shelf().await), (Life::Settled, 49));
        fair.audited().await;
    }

    async fn tickets_are_given_earned_by_purchases_and_bought_with_points(fair) {
        let ana = fair.member("Ana").await;
        let program = points_for(&fair, ana, 50).await;
        let id = fair.raffle(1, |draft| {
            draft.terms.free = 0;
            draft.terms.per_purchase = Some(1000);
            draft.plan.cost = Some(Cost { program, points: 20 });
        }).await;
        assert!(fair.enter(id, ana).await.unwrap_err().is(Refusal::NoTicket));
        let buy = async |amount: i64| {
            let new = NewPurchase {
                member: Some(ana),
                store: fair.store,
                staff: None,
                amount,
                items: 1,
                at: None,
                reference: None,
                source: purchases::Source::Counter,
                lines: Vec::new(),
                points: None,
                vouchers: Vec::new(),
                prices: purchases::Prices::Apply,
            };
            let made = fair.turn(async |tx| purchases::record(tx, new).await).await.unwrap();
            fair.settle().await;
            made.id
        };
        buy(999).await;
        assert!(fair.enter(id, ana).await.unwrap_err().is(Refusal::NoTicket), "too small");
        let bought = buy(1000).await;
        fair.turn(async |tx| purchases::withdraw(tx, bought).await).await.unwrap();
        fair.settle().await;
        assert!(fair.enter(id, ana).await.unwrap_err().is(Refusal::NoTicket), "it was taken back");
        buy(5000).await;
        let entered = fair.entering(Entering { buy: 2, ..Entering::new(id, ana) }).await.unwrap();
        assert_eq!(entered.tickets, 3, "one of the purchase, two for points");
        let dear = fair.entering(Entering { buy: 1, ..Entering::new(id, ana) }).await;
        let Error::Refused(refused) = dear.unwrap_err() else { panic!() };
        assert_eq!(refused.code, "raffles.too_few_points");
        for buy in [-1, 101] {
            let wrong = fair.entering(Entering { buy, ..Entering::new(id, ana) }).await;
            assert_eq!(wrong.unwrap_err().code(), "invalid");
        }
        for tickets in [-1, 0, 101] {
            assert_eq!(fair.grant(id, ana, tickets).await.unwrap_err().code(), "invalid");
        }
        // Called off: the points are there again, and so is the prize.
        let off = async |why: &str| fair.turn(async |tx| actions::call_off(tx, id, why).await).await;
        assert_eq!(off(" ").await.unwrap_err().code(), "invalid", "no reason");
        off("the power is out").await.unwrap();
        fair.settle().await;
        assert_eq!((fair.points(program, ana).await, fair.shelf().await), (50, 50));
        assert!(off("again").await.unwrap_err().is(Refusal::WrongState));
        assert!(fair.enter(id, ana).await.unwrap_err().is(Refusal::Closed));
        fair.audited().await;
    }

    async fn a_raffle_with_too_few_people_is_called_off_at_its_hour(fair) {
        let ana = fair.member("Ana").await;
        let id = fair.raffle(2, |draft| draft.terms.least_entrants = 2).await;
        fair.enter(id, ana).await.unwrap();
        fair.ground.clock.advance(HOUR * 2);
        fair.settle().await;
        let early = fair.turn(async |tx| drawing::draw(tx, id, None).await).await;
        assert!(early.unwrap_err().is(Refusal::TooFewEntrants));
        fair.pass(10);
        fair.settle().await;
        assert_eq!((fair.read_raffle(id).await.life, fair.shelf().await), (Life::Settled, 50));
        assert!(fair.sealed(id).await.called_off_at.is_some());
        assert_eq!(fair.picks(id).await, []);
        fair.audited().await;
    }

    async fn whoever_is_erased_or_was_two_people_is_out_before_the_closing(fair) {
        let (ana, bo, twin) =
            (fair.member("Ana").await, fair.member("Bo").await, fair.member("Bo Li").await);
        let id = fair.raffle(1, |_| ()).await;
        for member in [ana, bo, twin] {
            fair.enter(id, member).await.unwrap();
        }
        fair.grant(id, twin, 2).await.unwrap();
        fair.turn(async |tx| members::actions::erase(tx, ana).await).await.unwrap();
        let ask = Ask { into: bo, from: twin, wins: Wins::default(), lang: kernel::Lang::En };
        fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
        fair.settle().await;
        let more = fair.enter(id, bo).await.expect("the tickets of the other record are his");
        assert_eq!(more.tickets, 2);
        let mut db = fair.ground.db.read().await.unwrap();
        let log = store::log(&mut db, fair.org, (id, 0), 10).await.unwrap();
        let out: Vec<_> = log.iter().map(|entry| entry.out).collect();
        assert_eq!(out[..3], [Some(Out::Withdrawn), None, Some(Out::Duplicate)]);
        drop(db);
        fair.draw_at_its_hour(id).await;
        let summary = proven(&fair.proof(id).await, &[]);
        assert_eq!((summary.entrants, summary.excluded), (3, 2));
        assert_eq!(fair.picks(id).await[0].member, bo);
        fair.settle().await;
        fair.audited().await;
    }

    async fn what_cannot_be_is_named_before_it_is_announced(fair) {
        let shop = fair.shop.clone();
        let wrong: [(&str, Spoil, &str); 8] = [
            ("no prize", |d, _| d.terms.prizes.clear(), "prizes"),
            ("none of it", |d, _| d.terms.prizes[0].quantity = 0, "quantity"),
            ("a gift of nobody's", |d, f| d.terms.prizes[0].gift = f.ground.world.id(), "prizes"),
            ("a flood of tickets", |d, _| d.terms.free = 11, "free"),
            ("nobody wins", |d, _| d.terms.wins = 0, "wins"),
            ("a year to collect", |d, _| d.terms.collect_days = 365, "collect_days"),
            ("fewer plays than prizes", |d, _| {
                (d.terms.style, d.terms.plays) = (Style::Wheel, 1);
                d.terms.prizes[0].quantity = 2;
            }, "plays"),
            ("redraws of a wheel", |d, _| {
                (d.terms.style, d.terms.plays) = (Style::Wheel, 10);
                d.terms.unclaimed = Unclaimed::Redraw;
            }, "unclaimed"),
        ];
        for (case, spoil, field) in wrong {
            let mut draft = fair.raffle_draft(1);
            spoil(&mut draft, &fair);
            let made = fair.turn(async |tx| actions::create(tx, &shop, draft).await).await;
            let Error::Invalid(fields) = made.unwrap_err() else { panic!("{case}") };
            assert_eq!(fields.iter().map(|one| one.field.to_string()).collect::<Vec<_>>(), [field], "{case}");
        }
        let late: [(&str, Change, &str); 3] = [
            ("more than there are", |d| d.terms.prizes[0].quantity = 51, "prizes"),
            ("over the budget", |d| d.plan.budget = Some(1999), "budget"),
            ("over before it began", |d| {
                d.plan.opens_at = d.plan.opens_at.minus(HOUR * 4);
                d.plan.closes_at = d.plan.closes_at.minus(HOUR * 3);
            }, "closes_at"),
        ];
        for (case, spoil, field) in late {
            let mut draft = fair.raffle_draft(1);
            spoil(&mut draft);
            let stopped = fair.turn(async |tx| {
                let id = actions::create(tx, &shop, draft).await?;
                actions::schedule(tx, &shop, id).await
            }).await;
            let Error::Invalid(fields) = stopped.unwrap_err() else { panic!("{case}") };
            assert_eq!(fields.iter().next().unwrap().field, field, "{case}");
        }
    }

    async fn what_was_signed_stays_as_it_is(fair) {
        let shop = fair.shop.clone();
        let id = fair.raffle(1, |_| ()).await;
        let is = fair.read_raffle(id).await;
        let draft = Draft { plan: is.plan, terms: is.terms };
        let change = async |draft: Draft, why: &str| {
            fair.turn(async |tx| actions::change(tx, &shop, id, (draft, why)).await).await
        };
        let mut other = draft.clone();
        other.terms.prizes[0].quantity = 2;
        other.plan.closes_at = other.plan.closes_at.plus(HOUR);
        let Error::Invalid(fields) = change(other, "more").await.unwrap_err() else { panic!() };
        let named: Vec<_> = fields.iter().map(|one| (one.field.as_ref(), one.code)).collect();
        assert_eq!(named, [("closes_at", "signed"), ("prizes", "signed")]);
        let mut name = draft;
        name.plan.name.es = "Rifa".into();
        assert_eq!(change(name.clone(), "").await.unwrap_err().code(), "invalid", "no reason");
        change(name, "its Spanish name").await.unwrap();
        fair.settle().await;
    }
}
