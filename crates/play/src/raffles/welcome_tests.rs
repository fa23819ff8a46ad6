//! A ticket on joining: one to each newcomer, whatever else they do, and the wheel that it is for.

use kernel::{
    Chance, Lang, MemberId, MembershipId, RaffleId, Result, SeededChance, SeriesId, StaffId,
};
use people::{
    joining::{self, Join, Joined, Outcome, To, Who},
    members::{
        self, NewMember,
        merging::{Ask, Wins},
    },
    memberships,
    series::{self, NewSeries},
    staff::{self, NewPerson},
};
use value::allowances;

use super::{
    accounts, actions,
    entering::{self, Giving},
    model::{Odds, Prize, Refusal, Source, Style},
};
use crate::{
    activities::Cost,
    on_each,
    testing::{Fair, House},
};

impl Fair {
    /// An open welcome draw: two in three plays win.
    async fn welcome_draw(&self, plays: i64) -> RaffleId {
        self.raffle(1, |draft| {
            draft.plan.closes_at = draft.plan.opens_at.plus_days(90);
            draft.plan.limits.per_member = 1;
            let terms = &mut draft.terms;
            (terms.style, terms.free, terms.joining) = (Style::Wheel, 0, 1);
            (terms.plays, terms.source) = (plays, Source::Nonces);
            terms.prizes = vec![Prize { gift: self.beans, quantity: plays * 2 / 3 }];
        })
        .await
    }
    async fn produce(&self) -> SeriesId {
        let new = NewSeries::plain("Produce", Lang::En);
        self.turn(async |tx| series::actions::open(tx, new).await).await.unwrap()
    }
    async fn joins(&self, who: Who, series: SeriesId) -> Result<Joined> {
        let join = Join::new(who, To::Series(series));
        self.turn(async |tx| joining::join(tx, join).await).await
    }
    async fn comes(&self, name: &str, series: SeriesId) -> Joined {
        self.joins(stranger(name), series).await.unwrap()
    }
    async fn leaves(&self, stay: MembershipId) {
        let why = memberships::Why::Own;
        self.turn(async |tx| memberships::actions::leave(tx, stay, why).await).await.unwrap();
    }
    async fn become_one(&self, into: MemberId, from: MemberId) {
        let ask = Ask { into, from, wins: Wins::default(), lang: Lang::En };
        self.turn(async |tx| members::merging::merge(tx, ask).await.map(drop)).await.unwrap();
    }
    async fn tickets_held(&self, raffle: RaffleId, member: MemberId) -> i64 {
        let mut db = self.ground.db.read().await.unwrap();
        let held = accounts::held(raffle, member).unwrap();
        ledger::balance_of(&mut db, self.org, &held.key).await.unwrap()
    }
    /// Tickets that were given and not taken back.
    async fn tickets_out(&self, raffle: RaffleId) -> i64 {
        let mut db = self.ground.db.read().await.unwrap();
        let given = accounts::given(raffle).unwrap();
        -ledger::balance_of(&mut db, self.org, &given.key).await.unwrap()
    }
}

fn stranger(name: &str) -> Who {
    let new = NewMember { name: name.into(), ..NewMember::default() };
    Who::Typed(new.from("counter").agreed("join", &[]))
}

/// What the auditor knows of a person.
#[derive(Debug, Clone, Copy)]
struct Person {
    member: MemberId,
    /// The step of their first stay, if they ever had one.
    first: Option<u32>,
    ticket: Ticket,
    stay: Option<MembershipId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ticket {
    None,
    Held,
    Played,
}

/// Two people turn out to be one.
fn one_of(into: Person, from: Person) -> Person {
    let both = [into, from];
    let first = both.iter().filter_map(|one| one.first).min();
    let ticket = if both.iter().any(|one| one.ticket == Ticket::Played) {
        Ticket::Played
    } else if both.iter().any(|one| one.ticket == Ticket::Held && one.first == first) {
        Ticket::Held
    } else {
        Ticket::None
    };
    Person { first, ticket, stay: into.stay.or(from.stay), ..into }
}

struct Story<'f> {
    fair: &'f Fair,
    series: SeriesId,
    raffle: Option<RaffleId>,
    people: Vec<Person>,
    played: i64,
    plays: i64,
}

impl Story<'_> {
    fn out(&self) -> i64 {
        let held = self.people.iter().filter(|one| one.ticket == Ticket::Held).count();
        self.played + i64::try_from(held).unwrap()
    }
    async fn step(&mut self, at: u32, dice: impl Fn(u64) -> u64) {
        let who = usize::try_from(dice(u64::try_from(self.people.len().max(1)).unwrap())).unwrap();
        let whom = self.people.get(who).copied();
        match (dice(6), whom) {
            (0 | 1, _) | (_, None) => {
                let joined = self.fair.comes("Ana", self.series).await;
                let (member, stay) = (joined.member, None);
                self.people.push(Person { member, first: None, ticket: Ticket::None, stay });
                self.seated(self.people.len() - 1, &joined, at);
            }
            (2, Some(one)) => {
                let back = self.fair.joins(Who::Known(one.member), self.series).await.unwrap();
                self.seated(who, &back, at);
            }
            (3, Some(one)) => {
                if let Some(stay) = one.stay {
                    self.fair.leaves(stay).await;
                    self.people[who].stay = None;
                }
            }
            (4, Some(one)) => self.play(who, one).await,
            (_, Some(one)) => {
                let other = (who + 1) % self.people.len();
                if other != who {
                    let from = self.people[other];
                    self.fair.become_one(one.member, from.member).await;
                    self.people[who] = one_of(one, from);
                    self.people.remove(other);
                }
            }
        }
    }
    fn seated(&mut self, who: usize, joined: &Joined, at: u32) {
        if joined.outcome != Outcome::In {
            return;
        }
        let gives = self.raffle.is_some() && self.out() < self.plays;
        let one = &mut self.people[who];
        one.stay = joined.membership;
        if one.first.is_none() {
            one.first = Some(at);
            one.ticket = if gives { Ticket::Held } else { Ticket::None };
        }
    }
    async fn play(&mut self, who: usize, one: Person) {
        let Some(raffle) = self.raffle else { return };
        let played = self.fair.enter(raffle, one.member).await;
        assert_eq!(played.is_ok(), one.ticket == Ticket::Held, "{one:?} {played:?}");
        if played.is_ok() {
            self.people[who].ticket = Ticket::Played;
            self.played += 1;
        }
    }
    async fn audit(&self) {
        let Some(raffle) = self.raffle else { return };
        assert_eq!(self.fair.tickets_out(raffle).await, self.out());
        assert!(self.out() <= self.plays, "a ticket that was given can be played");
        for one in &self.people {
            let held = i64::from(one.ticket == Ticket::Held);
            assert_eq!(self.fair.tickets_held(raffle, one.member).await, held, "{one:?}");
        }
    }
}

on_each! {
    async fn nobody_has_two_welcome_tickets_in_whatever_order_they_join_leave_and_merge(fair) {
        let mut played = 0;
        for seed in 0..6 {
            let chance = SeededChance::new(seed);
            let dice = |below: u64| (&chance as &dyn Chance).below(below);
            let (series, plays) = (fair.produce().await, 6);
            let mut story =
                Story { fair: &fair, series, raffle: None, people: Vec::new(), played: 0, plays };
            for at in 0..40 {
                // Some were here before the draw was.
                if at == 4 {
                    story.raffle = Some(fair.welcome_draw(plays).await);
                }
                fair.pass(1);
                story.step(at, dice).await;
                story.audit().await;
            }
            let raffle = story.raffle.unwrap();
            played += story.played;
            fair.turn(async |tx| actions::close(tx, raffle, "a new one").await.map(drop)).await.unwrap();
        }
        assert!(played > 5, "hardly anybody played");
        fair.settle().await;
        fair.audited().await;
    }

    async fn a_join_goes_on_whatever_the_draw_says(fair) {
        let series = fair.produce().await;
        let early = fair.comes("Bo", series).await;
        let draw = fair.welcome_draw(3).await;
        for name in ["Chen", "Dai", "Eva"] {
            let joined = fair.comes(name, series).await;
            assert_eq!(fair.tickets_held(draw, joined.member).await, 1, "{name}");
        }
        let late = fair.comes("Fu", series).await;
        assert_eq!((late.outcome, fair.tickets_held(draw, late.member).await), (Outcome::In, 0));
        assert!(fair.enter(draw, late.member).await.unwrap_err().is(Refusal::NoTicket));
        assert_eq!(fair.tickets_held(draw, early.member).await, 0, "they were here before");
        let hand = Giving { raffle: draw, member: early.member, tickets: 1, purchase: None,
            store: None, staff: None };
        let hand = fair.turn(async |tx| entering::give(tx, &fair.shop, hand).await).await;
        assert!(hand.unwrap_err().is(Refusal::OnJoining));
        fair.turn(async |tx| actions::close(tx, draw, "enough").await.map(drop)).await.unwrap();
        assert_eq!(fair.comes("Gu", series).await.outcome, Outcome::In);
        fair.settle().await;
        fair.audited().await;
    }

    async fn who_works_here_and_whoever_it_is_not_for_have_none(fair) {
        let (series, other) = (fair.produce().await, fair.produce().await);
        let only = value::bills::Whom::Series { series: vec![series] };
        let draw = fair.raffle(2, |draft| {
            draft.plan.whom = only;
            (draft.terms.style, draft.terms.plays) = (Style::Egg, 3);
            (draft.terms.free, draft.terms.joining) = (0, 1);
        }).await;
        let luo = fair.member("Luo").await;
        let works = async |tx: &mut ::store::Tx| -> Result<StaffId> {
            let id = staff::actions::add(tx, NewPerson::new("Luo", kernel::Role::Cashier)).await?;
            allowances::set_own(tx, id, Some(luo)).await?;
            Ok(id)
        };
        fair.turn(works).await.unwrap();
        assert_eq!(fair.joins(Who::Known(luo), series).await.unwrap().outcome, Outcome::In);
        assert_eq!(fair.tickets_held(draw, luo).await, 0);
        let elsewhere = fair.comes("Ana", other).await;
        assert_eq!(fair.tickets_held(draw, elsewhere.member).await, 0);
        let here = fair.comes("Bo", series).await;
        assert_eq!(fair.tickets_held(draw, here.member).await, 1);
    }

    async fn what_is_no_welcome_draw_is_named(fair) {
        type Spoil = fn(&mut actions::Draft, kernel::ProgramId);
        let program = crate::testing::points_for(&fair, fair.member("Ana").await, 1).await;
        let wrong: [(Spoil, &str); 5] = [
            (|d, _| d.terms.style = Style::Scheduled, "style"),
            (|d, _| d.terms.free = 1, "free"),
            (|d, _| d.terms.per_purchase = Some(100), "per_purchase"),
            (|d, _| d.terms.joining = 2, "joining"),
            (|d, program| d.plan.cost = Some(Cost { program, points: 5 }), "points"),
        ];
        for (spoil, field) in wrong {
            let mut draft = fair.raffle_draft(2);
            (draft.terms.style, draft.terms.plays) = (Style::Scratch, 3);
            (draft.terms.free, draft.terms.joining) = (0, 1);
            spoil(&mut draft, program);
            let made = fair.turn(async |tx| actions::create(tx, &fair.shop, draft).await).await;
            let Err(kernel::Error::Invalid(fields)) = made else { panic!("{field}: {made:?}") };
            assert_eq!(fields.iter().map(|one| one.field.as_ref()).collect::<Vec<_>>(), [field]);
        }
    }
}

#[test]
fn most_plays_win_is_said_in_ten_and_never_better_than_it_is() {
    for (pieces, plays, expected) in [
        (140, 200, Odds::InTen(7)),
        (139, 200, Odds::InTen(6)),
        (1, 2, Odds::InTen(5)),
        (99, 100, Odds::InTen(9)),
        (2, 5, Odds::OneOf(3)),
        (3, 3, Odds::Everybody),
        (0, 7, Odds::Nobody),
        (0, 0, Odds::Nobody),
    ] {
        assert_eq!(Odds::of_plays(pieces, plays), expected, "{pieces} of {plays}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_reads_the_odds_spins_and_holds_the_prize() {
    let house = House::open().await;
    let fair = &house.fair;
    let series = fair.produce().await;
    let draw = fair.welcome_draw(3).await;
    let guest = house.get("", &format!("/fresh/raffles/{draw}?lang=en")).await;
    assert!(guest.body.contains("6 of 10 plays win"), "before anybody joins: {}", guest.body);
    let mut won = 0;
    for name in ["Ana", "Bo", "Chen"] {
        let joined = fair.comes(name, series).await;
        let phone = house.phone(joined.member).await;
        let welcome = format!("/fresh/welcome/{}", joined.membership.unwrap());
        for lang in Lang::ALL {
            let page = house.get(&phone, &format!("{welcome}?lang={}", lang.tag())).await;
            assert_eq!((page.status, page.body.matches("<h1").count()), (200, 1), "{}", page.body);
            assert!(page.body.contains(&format!("/fresh/raffles/{draw}/claims")), "{}", page.body);
            assert!(!page.body.contains(">raffles-"), "{lang:?} {}", page.body);
        }
        let done = house.post(&phone, &format!("/fresh/raffles/{draw}/claims"), "buy=0").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let end = house.get(&phone, &format!("{}&lang=en", done.location)).await;
        won += i64::from(end.body.contains("You won: Bag of beans"));
        let again = house.get(&phone, &welcome).await;
        assert!(!again.body.contains("/claims"), "played: {}", again.body);
    }
    assert_eq!(won, 2);
    let gone = house.get("", &format!("/fresh/raffles/{draw}?lang=en")).await;
    assert!(gone.body.contains("all of them are won"), "what ran out says so: {}", gone.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_joins_without_a_phone_is_played_for_at_the_counter() {
    let house = House::open().await;
    let fair = &house.fair;
    let series = fair.produce().await;
    let draw = fair
        .raffle(2, |draft| {
            (draft.terms.style, draft.terms.plays) = (Style::Scratch, 2);
            (draft.terms.free, draft.terms.joining) = (0, 1);
        })
        .await;
    let ana = fair.comes("Ana", series).await.member;
    let code = {
        let mut db = fair.ground.db.read().await.unwrap();
        members::require(&mut db, fair.org, ana).await.unwrap().code
    };
    let path = value::counter::till::desk_of(&code);
    let page = house.get(&house.staff, &path).await;
    assert!(page.body.contains("action=\"/counter/raffles\""), "{}", page.body);
    let form = format!("member={ana}&raffle={draw}");
    let played = house.post(&house.staff, "/counter/raffles", &form).await;
    assert_eq!((played.status, played.location.as_str()), (303, path.as_str()), "{}", played.body);
    let after = house.get(&house.staff, &path).await;
    assert!(after.body.contains("Bag of beans"), "the prize lies on the desk: {}", after.body);
    assert!(!after.body.contains("action=\"/counter/raffles\""), "once: {}", after.body);
}
