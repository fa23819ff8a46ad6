//! Everything that can happen to a group buy, through the real actions, in any order, and an auditor who
//! keeps books of their own.
//!
//! `TEAM_SEEDS=1000..2000 cargo test -p play --lib group_buys::simulation` runs other seeds.

use std::collections::BTreeMap;

use ::store::{Engine, testing::engines};
use kernel::{BuyTeamId, Chance, GiftId, GroupBuyId, MemberId, ProgramId, SeededChance, Time};
use people::members;
use value::vouchers;

use super::{
    Refusal, actions, asked,
    model::{Fate, GroupBuy, Stand},
    store,
    support::{
        draft, figures, give_points, join, leave, opened, points_of, priced, program, read_buy,
        shelf, start, top_up, wallet,
    },
};
use crate::{
    activities::{Cost, Life},
    testing::Fair,
};

const NAMES: [&str; 8] = ["Ana", "Bo", "Chen", "Dai", "Eva", "Finn", "Gao", "Hugo"];
const PIECES: i64 = 11;
const SEATS: i64 = 10;
const EACH: u32 = 2;
const POINTS: i64 = 7;
const DEPOSIT: i64 = 130;
/// What everybody begins with.
const PURSE: (i64, i64) = (50, 3_000);

/// A team by the auditor's books.
#[derive(Debug, Clone)]
struct Team {
    people: Vec<usize>,
    until: Time,
    /// Decided: the price of one, or none of a team that failed or that everybody left.
    decided: Option<Option<i64>>,
}

struct Books {
    teams: BTreeMap<BuyTeamId, Team>,
    /// Whoever was erased, and which record became whose.
    gone: Vec<usize>,
    became: BTreeMap<usize, usize>,
    closed: bool,
}

struct Scene<'a> {
    fair: &'a Fair,
    members: &'a [MemberId],
    buy: GroupBuyId,
    gift: GiftId,
    program: ProgramId,
}

impl Books {
    /// Whose record it is by now.
    fn who(&self, mut who: usize) -> usize {
        while let Some(into) = self.became.get(&who) {
            who = *into;
        }
        who
    }
    /// Places in teams that are open or made.
    fn held(&self) -> impl Iterator<Item = usize> {
        let counts = self.teams.values().filter(|team| team.decided != Some(None));
        counts.flat_map(|team| team.people.iter().copied())
    }
    fn had(&self, who: usize) -> u32 {
        self.held().filter(|one| *one == who).count().try_into().unwrap()
    }
    /// What the clock decides.
    fn pass(&mut self, now: Time, buy: &GroupBuy) {
        let terms = &buy.terms;
        for team in self.teams.values_mut().filter(|team| team.decided.is_none()) {
            let people = u32::try_from(team.people.len()).unwrap();
            if people == 0 {
                team.decided = Some(None);
            } else if people == terms.most || team.until <= now {
                team.decided = Some(terms.price(people));
            }
        }
    }
    fn leave(&mut self, team: BuyTeamId, who: usize) {
        self.teams.get_mut(&team).unwrap().people.retain(|one| *one != who);
    }
    /// Out of every team that is open.
    fn leave_all(&mut self, who: usize) {
        for team in self.teams.values_mut().filter(|team| team.decided.is_none()) {
            team.people.retain(|one| *one != who);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_are_conserved_refunds_are_exact_and_teams_are_decided_by_their_people() {
    // Other seeds are tried by hand; the program of tests is built with them.
    let range = option_env!("TEAM_SEEDS").and_then(|range| range.split_once(".."));
    for engine in engines() {
        // A world of its own for each seed: on PostgreSQL that is a schema, and fewer do.
        let most = if matches!(engine, Engine::Sqlite) { 20 } else { 4 };
        let (from, to) =
            range.map_or((0, most), |(from, to)| (from.parse().unwrap(), to.parse().unwrap()));
        for seed in from..to {
            let fair = Fair::open(engine).await;
            run(&fair, seed).await;
            fair.audited().await;
        }
    }
}

async fn run(fair: &Fair, seed: u64) {
    let dice: &dyn Chance = &SeededChance::new(seed);
    let (mut members, program) = (Vec::new(), program(fair).await);
    for name in NAMES {
        let member = fair.member(name).await;
        give_points(fair, program, (member, PURSE.0)).await;
        top_up(fair, member, PURSE.1).await;
        members.push(member);
    }
    let gift = priced(fair, PIECES).await;
    let mut draft = draft(fair, gift);
    (draft.terms.seats, draft.terms.most, draft.terms.deposit) = (SEATS, 5, Some(DEPOSIT));
    draft.plan.cost = Some(Cost { program, points: POINTS });
    draft.plan.limits.per_member = EACH;
    let buy = opened(fair, draft).await.unwrap();
    let scene = Scene { fair, members: &members, buy, gift, program };
    let mut books =
        Books { teams: BTreeMap::new(), gone: Vec::new(), became: BTreeMap::new(), closed: false };
    for step in 0..60 {
        let at = format!("seed {seed}, step {step}");
        one(&scene, dice, &mut books, &at).await;
        let now = fair.now();
        let is = read_buy(fair, buy).await;
        books.closed |= now >= is.plan.closes_at;
        books.pass(now, &is);
        fair.settle().await;
        look(&scene, &books, &at).await;
    }
    finish(&scene, &mut books, seed).await;
}

fn pick(dice: &dyn Chance, of: usize) -> usize {
    usize::try_from(dice.below(of as u64)).unwrap()
}

/// One thing that happens.
async fn one(scene: &Scene<'_>, dice: &dyn Chance, books: &mut Books, at: &str) {
    let who = pick(dice, NAMES.len());
    let teams: Vec<BuyTeamId> = books.teams.keys().copied().collect();
    let team = (!teams.is_empty()).then(|| teams[pick(dice, teams.len())]);
    match (dice.below(20), team) {
        (0..=2, _) => start_one(scene, who, books, at).await,
        (3..=11, Some(team)) => join_one(scene, (team, who), books, at).await,
        (12 | 13, Some(team)) => leave_one(scene, (team, who), books, at).await,
        (14, _) => erase_one(scene, who, books).await,
        (15, _) => merge_one(scene, (who, pick(dice, NAMES.len())), books).await,
        (16, _) if dice.below(12) == 0 && !books.closed => {
            let run = scene.fair.turn(async |tx| actions::close(tx, scene.buy, "rain").await);
            run.await.unwrap();
            books.closed = true;
            let now = scene.fair.now();
            books.teams.values_mut().for_each(|team| team.until = team.until.min(now));
        }
        // Late jobs change nothing of what anybody may do.
        (17 | 18, _) => scene.fair.pass(dice.below(40)),
        _ => scene.fair.settle().await,
    }
}

/// What nobody with this record may do whatever the team.
fn refused(books: &Books, who: usize) -> Option<Refusal> {
    if books.gone.contains(&who) {
        return Some(Refusal::Erased);
    }
    books.closed.then_some(Refusal::Closed)
}

/// What is refused when there is no reason but the limits.
fn limits(books: &Books, who: usize) -> Option<Refusal> {
    if books.had(who) >= EACH {
        return Some(Refusal::LimitReached);
    }
    let held = i64::try_from(books.held().count()).unwrap();
    (held >= SEATS).then_some(Refusal::SoldOut)
}

async fn start_one(scene: &Scene<'_>, who: usize, books: &mut Books, at: &str) {
    let (record, who) = (who, books.who(who));
    let now = scene.fair.now();
    let closes_at = read_buy(scene.fair, scene.buy).await.plan.closes_at;
    let closed = books.closed || now >= closes_at;
    let done = start(scene.fair, scene.buy, scene.members[record]).await;
    let expected = if closed {
        Some(Refusal::Closed)
    } else {
        refused(books, who).or_else(|| limits(books, who))
    };
    match (done, expected) {
        (Ok(seated), None) => {
            let team = Team { people: vec![who], until: seated.team.until, decided: None };
            books.teams.insert(seated.team.id, team);
        }
        (Err(error), Some(code)) => assert!(error.is(code), "{at}: {error} and not {code:?}"),
        (done, expected) => panic!("{at}: {done:?}, {expected:?} was expected"),
    }
}

async fn join_one(scene: &Scene<'_>, (team, who): (BuyTeamId, usize), books: &mut Books, at: &str) {
    let (record, who) = (who, books.who(who));
    let (now, buy) = (scene.fair.now(), read_buy(scene.fair, scene.buy).await);
    let is = books.teams.get(&team).unwrap().clone();
    let open = is.decided.is_none() && now < is.until;
    let expected = if books.gone.contains(&who) {
        Some(Refusal::Erased)
    } else if is.decided.is_none() && is.people.contains(&who) {
        Some(Refusal::AlreadyIn)
    } else if is.people.len() >= buy.terms.most as usize {
        Some(Refusal::TeamFull)
    } else if books.closed || now >= buy.plan.closes_at {
        Some(Refusal::Closed)
    } else if !open {
        Some(Refusal::TeamOver)
    } else {
        limits(books, who)
    };
    match (join(scene.fair, team, scene.members[record]).await, expected) {
        (Ok(_), None) => books.teams.get_mut(&team).unwrap().people.push(who),
        (Err(error), Some(code)) => assert!(error.is(code), "{at}: {error} and not {code:?}"),
        (done, expected) => panic!("{at}: {done:?}, {expected:?} was expected"),
    }
}

async fn leave_one(
    scene: &Scene<'_>,
    (team, who): (BuyTeamId, usize),
    books: &mut Books,
    at: &str,
) {
    let (record, who) = (who, books.who(who));
    let is = books.teams.get(&team).unwrap().clone();
    let may = is.decided.is_none() && scene.fair.now() < is.until && is.people.contains(&who);
    let done = leave(scene.fair, team, scene.members[record]).await;
    assert_eq!(done.is_ok(), may, "{at}: {done:?}");
    if may {
        books.leave(team, who);
    }
}

async fn erase_one(scene: &Scene<'_>, who: usize, books: &mut Books) {
    let who = books.who(who);
    if books.gone.contains(&who) || books.gone.len() > 1 {
        return;
    }
    let member = scene.members[who];
    scene.fair.turn(async |tx| members::actions::erase(tx, member).await).await.unwrap();
    books.gone.push(who);
    books.leave_all(who);
}

async fn merge_one(scene: &Scene<'_>, (into, from): (usize, usize), books: &mut Books) {
    let (into, from) = (books.who(into), books.who(from));
    let erased = [into, from].iter().any(|who| books.gone.contains(who));
    if into == from || erased || books.became.len() > 1 {
        return;
    }
    let (wins, lang) = (members::merging::Wins::default(), kernel::Lang::En);
    let [into_id, from_id] = [into, from].map(|who| scene.members[who]);
    let ask = members::merging::Ask { into: into_id, from: from_id, wins, lang };
    let run = scene.fair.turn(async |tx| members::merging::merge(tx, ask).await.map(drop));
    run.await.unwrap();
    books.became.insert(from, into);
    for team in books.teams.values_mut() {
        let both = team.people.contains(&into) && team.people.contains(&from);
        if both && team.decided.is_none() {
            team.people.retain(|one| *one != from);
        }
        team.people.iter_mut().filter(|one| **one == from).for_each(|one| *one = into);
    }
}

/// The rows, the ledger and the auditor say the same.
async fn look(scene: &Scene<'_>, books: &Books, at: &str) {
    let (fair, buy) = (scene.fair, read_buy(scene.fair, scene.buy).await);
    let now = figures(fair, scene.buy).await;
    let held = i64::try_from(books.held().count()).unwrap();
    let lies = now.left + shelf(fair, scene.gift).await;
    assert_eq!(lies + held, PIECES, "{at}: conserved");
    let mut db = fair.ground.db.read().await.unwrap();
    for (id, team) in &books.teams {
        let is = store::team(&mut db, fair.org, *id).await.unwrap();
        let people = u32::try_from(team.people.len()).unwrap();
        assert_eq!(is.people, people, "{at}: {is:?} {team:?}");
        assert!(people <= buy.terms.most, "{at}: {is:?}");
        let stand = match team.decided {
            None => Stand::Open,
            Some(Some(_)) => Stand::Made,
            Some(None) if people == 0 => Stand::Left,
            Some(None) => Stand::Failed,
        };
        assert_eq!((is.stand, is.price), (stand, team.decided.flatten()), "{at}: {team:?}");
        let together = asked::together(&mut db, fair.org, is).await.unwrap();
        for person in &together.people {
            let seat = &person.seat;
            let expected = match stand {
                Stand::Open => Fate::Seated,
                Stand::Made => Fate::Held,
                Stand::Failed | Stand::Left => Fate::Refunded,
            };
            assert_eq!(seat.fate, expected, "{at}: {seat:?}");
            if let Some(voucher) = seat.voucher {
                let voucher = vouchers::require(&mut db, fair.org, voucher).await.unwrap();
                let price = team.decided.flatten().map(|price| price - DEPOSIT);
                assert_eq!((voucher.price, voucher.member), (price, seat.member), "{at}");
            }
        }
        assert_eq!(together.people.len(), team.people.len(), "{at}: {together:?}");
    }
    drop(db);
    purses(scene, books, at).await;
}

/// Everybody has what they began with but for what their places cost.
async fn purses(scene: &Scene<'_>, books: &Books, at: &str) {
    for who in (0..NAMES.len()).filter(|who| books.who(*who) == *who) {
        if books.gone.contains(&who) {
            continue;
        }
        let records = (0..NAMES.len()).filter(|one| books.who(*one) == who).count();
        let (records, places) = (i64::try_from(records).unwrap(), i64::from(books.had(who)));
        let points = points_of(scene.fair, scene.program, scene.members[who]).await;
        assert_eq!(points, PURSE.0 * records - POINTS * places, "{at}: points of {who}");
        let (principal, bonus) = wallet(scene.fair, scene.members[who]).await;
        let began = (PURSE.1 + PURSE.1 / 10) * records;
        assert_eq!(principal + bonus, began - DEPOSIT * places, "{at}: money of {who}");
    }
}

/// The end: nobody came for anything, so everything lies on the shelf and everybody has theirs.
async fn finish(scene: &Scene<'_>, books: &mut Books, seed: u64) {
    // What is decided late can be collected for its days from then on.
    for _ in 0..2 {
        scene.fair.pass(3 * 24 * 60);
        scene.fair.settle().await;
    }
    assert_eq!(read_buy(scene.fair, scene.buy).await.life, Life::Settled, "seed {seed}");
    assert_eq!(shelf(scene.fair, scene.gift).await, PIECES, "seed {seed}");
    books.teams.clear();
    purses(scene, books, &format!("seed {seed}, the end")).await;
}
