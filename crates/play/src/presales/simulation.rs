//! Everything that can happen to a pre-sale, through the real actions, in any order, and an auditor who keeps
//! books of their own.
//!
//! `PRESALE_SEEDS=1000..2000 cargo test -p play --lib presales::simulation` runs other seeds.

use std::collections::BTreeMap;

use ::store::{Engine, testing::engines};
use kernel::{
    Chance, GiftId, MemberId, PresaleId, PresaleReservationId, SeededChance, Time, VoucherId,
};
use people::members;
use value::vouchers;

use super::{
    Refusal, actions,
    model::{Fate, Paid, Presale, Rate},
    reservations::{self, PayingBack, Reserving},
    samples::{
        Samples,
        model::Sample,
        support::{cups, take, three},
    },
    support::{
        cancel, draft, figures, move_to, opened, read_one, read_presale, read_shown, reserve_as,
    },
};
use crate::{
    activities::Life,
    group_buys::support::{priced, shelf, top_up, wallet},
    testing::Fair,
};

const NAMES: [&str; 8] = ["Ana", "Bo", "Chen", "Dai", "Eva", "Finn", "Gao", "Hugo"];
const PIECES: i64 = 9;
const STOCK: i64 = 11;
const EACH: usize = 2;
/// An odd number: half of it is a cent more.
const DEPOSIT: i64 = 131;
const PURSE: i64 = 3_000;
const ROOM: [i64; 2] = [4, 6];
/// To try, of what lies on the shelf.
const CUPS: i64 = 3;
const CUPBOARD: i64 = 5;

/// A reservation by the auditor's books.
#[derive(Debug, Clone)]
struct One {
    who: usize,
    window: usize,
    rate: Rate,
    paid: Paid,
    at: Time,
    until: Time,
    /// Over: what came back, and whether it was fetched in cash.
    over: Option<(i64, bool)>,
}

/// A sample by the auditor's books.
#[derive(Debug, Clone)]
struct Cup {
    who: usize,
    voucher: VoucherId,
    until: Time,
    had_at: Option<Time>,
    over: bool,
}

impl Cup {
    fn waits(&self) -> bool {
        !self.over && self.had_at.is_none()
    }
}

#[derive(Default)]
struct Books {
    all: BTreeMap<PresaleReservationId, One>,
    cups: Vec<Cup>,
    gone: Vec<usize>,
    became: BTreeMap<usize, usize>,
    called_off: bool,
    closed: bool,
}

struct Scene<'a> {
    fair: &'a Fair,
    members: &'a [MemberId],
    presale: PresaleId,
    gift: GiftId,
    cup: GiftId,
    dice: &'a SeededChance,
}

impl Scene<'_> {
    fn below(&self, n: usize) -> usize {
        let dice: &dyn Chance = self.dice;
        usize::try_from(dice.below(n as u64)).unwrap()
    }
}

impl Books {
    /// Whose record it is by now.
    fn who(&self, mut who: usize) -> usize {
        while let Some(into) = self.became.get(&who) {
            who = *into;
        }
        who
    }
    fn waiting(&self) -> impl Iterator<Item = &One> {
        self.all.values().filter(|one| one.over.is_none())
    }
    fn of(&self, rate: Rate) -> i64 {
        i64::try_from(self.waiting().filter(|one| one.rate == rate).count()).unwrap()
    }
    fn come(&self, window: usize) -> i64 {
        i64::try_from(self.waiting().filter(|one| one.window == window).count()).unwrap()
    }
    fn had(&self, who: usize) -> usize {
        self.waiting().filter(|one| one.who == who).count()
    }
    /// What comes back now: by the hour that people were told, or half.
    fn back(&self, one: &One, presale: &Presale, now: Time) -> i64 {
        let thinks = now < presale.terms.cancel_by || now < one.at.plus_days(1);
        if self.called_off || thinks { DEPOSIT } else { DEPOSIT / 2 + 1 }
    }
    fn end(&mut self, id: PresaleReservationId, back: i64) {
        self.all.get_mut(&id).unwrap().over = Some((back, false));
    }
    /// What the clock ends.
    fn pass(&mut self, presale: &Presale, now: Time) {
        self.closed |= now >= presale.plan.closes_at;
        let over = self.all.iter().filter(|(_, one)| one.over.is_none() && one.until <= now);
        let over: Vec<_> = over.map(|(id, one)| (*id, self.back(one, presale, now))).collect();
        for (id, back) in over {
            self.end(id, back);
        }
        for cup in self.cups.iter_mut().filter(|cup| cup.waits() && cup.until <= now) {
            cup.over = true;
        }
    }
    /// Samples that are out.
    fn out(&self) -> i64 {
        i64::try_from(self.cups.iter().filter(|cup| !cup.over).count()).unwrap()
    }
    /// Who had a sample before they first reserved.
    fn then_reserved(&self) -> usize {
        let had =
            |who| self.cups.iter().filter(move |cup| cup.who == who).filter_map(|cup| cup.had_at);
        let at = |who| self.all.values().filter(move |one| one.who == who).map(|one| one.at);
        let first =
            |who| had(who).min().is_some_and(|had| at(who).min().is_some_and(|at| had < at));
        (0..NAMES.len()).filter(|who| first(*who)).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pieces_windows_and_deposits_are_conserved_and_refunds_are_exact() {
    // Other seeds are tried by hand; the program of tests is built with them.
    let range = option_env!("PRESALE_SEEDS").and_then(|range| range.split_once(".."));
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
    let dice = SeededChance::new(seed);
    let mut members = Vec::new();
    for name in NAMES {
        let member = fair.member(name).await;
        top_up(fair, member, PURSE).await;
        members.push(member);
    }
    let gift = priced(fair, STOCK).await;
    let mut draft = draft(fair, gift);
    (draft.terms.pieces, draft.terms.deposit, draft.terms.back_days) = (PIECES, DEPOSIT, 1);
    draft.plan.limits.per_member = u32::try_from(EACH).unwrap();
    for (window, room) in draft.terms.windows.iter_mut().zip(ROOM) {
        window.capacity = room;
    }
    let cup = cups(fair, CUPBOARD).await;
    draft.terms.samples = Some(Samples { pieces: CUPS, hold_hours: 6, ..three(fair, cup) });
    let presale = opened(fair, draft).await.unwrap();
    let scene = Scene { fair, members: &members, presale, gift, cup, dice: &dice };
    let mut books = Books::default();
    for step in 0..60 {
        let at = format!("seed {seed}, step {step}");
        one(&scene, &mut books, &at).await;
        books.pass(&read_presale(fair, presale).await, fair.now());
        fair.settle().await;
        look(&scene, &books, &at).await;
    }
    for _ in 0..6 {
        fair.pass(24 * 60);
        books.pass(&read_presale(fair, presale).await, fair.now());
        fair.settle().await;
    }
    look(&scene, &books, &format!("seed {seed}, the end")).await;
    assert_eq!(read_presale(fair, presale).await.life, Life::Settled, "seed {seed}");
    assert_eq!(shelf(fair, gift).await, STOCK, "seed {seed}: everything is on the shelf");
    assert_eq!(shelf(fair, cup).await, CUPBOARD - books.out(), "seed {seed}: but what was tried");
}

/// One thing that happens.
async fn one(scene: &Scene<'_>, books: &mut Books, at: &str) {
    let who = scene.below(NAMES.len());
    let ids: Vec<_> = books.all.keys().copied().collect();
    let some = (!ids.is_empty()).then(|| ids[scene.below(ids.len())]);
    match (scene.below(29), some) {
        (0..=8, _) => reserve_one(scene, who, books, at).await,
        (9..=11, Some(id)) => cancel_one(scene, id, books, at).await,
        (12..=15, Some(id)) => move_one(scene, id, books, at).await,
        (16 | 17, Some(id)) => pay_one(scene, id, books, at).await,
        (18, _) => erase_one(scene, who, books).await,
        (19, _) => merge_one(scene, (who, scene.below(NAMES.len())), books).await,
        (20, _) if scene.below(8) == 0 => end_one(scene, books).await,
        // Late jobs change nothing of what anybody may do.
        (21..=23, _) => scene.fair.pass(scene.below(360) as u64),
        (24..=26, _) => try_one(scene, who, books, at).await,
        (27 | 28, _) => fetch_one(scene, books, at).await,
        _ => scene.fair.settle().await,
    }
}

async fn reserve_one(scene: &Scene<'_>, record: usize, books: &mut Books, at: &str) {
    let (fair, who, window) = (scene.fair, books.who(record), scene.below(ROOM.len()));
    let (now, is) = (fair.now(), read_presale(fair, scene.presale).await);
    let paid = if scene.below(3) == 0 { Paid::Cash } else { Paid::Wallet };
    let early = is.terms.early_pieces() - books.of(Rate::Early);
    let regular = is.terms.regular() - books.of(Rate::Regular);
    let expected = if books.closed || now >= is.plan.closes_at {
        Some(Refusal::Closed)
    } else if books.gone.contains(&who) {
        Some(Refusal::Erased)
    } else if books.had(who) >= EACH {
        Some(Refusal::LimitReached)
    } else if early + regular <= 0 {
        Some(Refusal::SoldOut)
    } else {
        (books.come(window) >= ROOM[window]).then_some(Refusal::WindowFull)
    };
    let number = i64::try_from(window).unwrap();
    let asked = Reserving { paid, ..Reserving::of(scene.members[record], number) };
    match (reserve_as(fair, scene.presale, asked).await, expected) {
        (Ok(done), None) => {
            let is = done.reservation;
            let rate = if early > 0 { Rate::Early } else { Rate::Regular };
            assert_eq!(is.rate, rate, "{at}: the lowest price that is left");
            let one = One { who, window, rate, paid, at: now, until: is.until, over: None };
            books.all.insert(is.id, one);
        }
        (Err(error), Some(code)) => assert!(error.is(code), "{at}: {error} and not {code:?}"),
        (done, expected) => panic!("{at}: {done:?}, {expected:?} was expected"),
    }
}

async fn cancel_one(scene: &Scene<'_>, id: PresaleReservationId, books: &mut Books, at: &str) {
    let (now, one) = (scene.fair.now(), books.all[&id].clone());
    let may = one.over.is_none() && now < one.until;
    let back = books.back(&one, &read_presale(scene.fair, scene.presale).await, now);
    let done = cancel(scene.fair, id, scene.members[one.who]).await;
    match done {
        Ok(done) => {
            assert!(may && done.back == back, "{at}: {done:?}, {back} was expected");
            books.end(id, back);
            // And twice is once.
            let again = cancel(scene.fair, id, scene.members[one.who]).await;
            assert!(again.unwrap_err().is(Refusal::TooLateToCancel), "{at}");
        }
        Err(error) => assert!(!may, "{at}: {error}"),
    }
}

async fn move_one(scene: &Scene<'_>, id: PresaleReservationId, books: &mut Books, at: &str) {
    let (now, one, to) = (scene.fair.now(), books.all[&id].clone(), scene.below(ROOM.len()));
    let window = read_presale(scene.fair, scene.presale).await.terms.windows[to];
    let number = i64::try_from(to).unwrap();
    let expected = if one.over.is_some() || now >= one.until {
        Some(Refusal::TooLateToCancel)
    } else if now >= window.until {
        Some(Refusal::WindowOver)
    } else {
        (one.window != to && books.come(to) >= ROOM[to]).then_some(Refusal::WindowFull)
    };
    match (move_to(scene.fair, (id, scene.members[one.who]), number).await, expected) {
        (Ok(done), None) => {
            let one = books.all.get_mut(&id).unwrap();
            (one.window, one.until) = (to, done.until);
        }
        (Err(error), Some(code)) => assert!(error.is(code), "{at}: {error} and not {code:?}"),
        (done, expected) => panic!("{at}: {done:?}, {expected:?} was expected"),
    }
}

async fn try_one(scene: &Scene<'_>, record: usize, books: &mut Books, at: &str) {
    let (who, now) = (books.who(record), scene.fair.now());
    let expected = if books.closed {
        Some(Refusal::SamplesOver)
    } else if books.gone.contains(&who) {
        Some(Refusal::Erased)
    } else if books.cups.iter().any(|cup| cup.who == who && !cup.over) {
        Some(Refusal::SampleTaken)
    } else {
        (books.out() >= CUPS).then_some(Refusal::SamplesGone)
    };
    match (take(scene.fair, scene.presale, scene.members[record]).await, expected) {
        (Ok(done), None) => {
            let Sample { voucher, until, .. } = done.sample;
            assert!(until > now && done.left == CUPS - books.out() - 1, "{at}: {done:?}");
            books.cups.push(Cup { who, voucher, until, had_at: None, over: false });
        }
        (Err(error), Some(code)) => assert!(error.is(code), "{at}: {error} and not {code:?}"),
        (done, expected) => panic!("{at}: {done:?}, {expected:?} was expected"),
    }
}

/// A sample is handed over, if it waits.
async fn fetch_one(scene: &Scene<'_>, books: &mut Books, at: &str) {
    if books.cups.is_empty() {
        return;
    }
    let (now, n) = (scene.fair.now(), scene.below(books.cups.len()));
    let redeem = vouchers::Redeem { voucher: books.cups[n].voucher, store: None, staff: None };
    let done = scene.fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await;
    assert_eq!(done.is_ok(), books.cups[n].waits(), "{at}: {done:?}");
    if done.is_ok() {
        books.cups[n].had_at = Some(now);
    }
}

async fn pay_one(scene: &Scene<'_>, id: PresaleReservationId, books: &mut Books, at: &str) {
    let one = books.all[&id].clone();
    let owed = matches!(one.over, Some((1.., false))) && one.paid == Paid::Cash;
    let paying = PayingBack { reservation: id, store: None, staff: None };
    let done = scene.fair.turn(async |tx| reservations::pay_back(tx, paying).await).await;
    assert_eq!(done.is_ok(), owed, "{at}: {done:?}");
    if let (true, Some((back, _))) = (owed, one.over) {
        books.all.get_mut(&id).unwrap().over = Some((back, true));
    }
}

async fn erase_one(scene: &Scene<'_>, who: usize, books: &mut Books) {
    let who = books.who(who);
    if books.gone.contains(&who) || books.gone.len() > 1 {
        return;
    }
    let (member, now) = (scene.members[who], scene.fair.now());
    let is = read_presale(scene.fair, scene.presale).await;
    scene.fair.turn(async |tx| members::actions::erase(tx, member).await).await.unwrap();
    books.gone.push(who);
    if now < is.terms.ready_at {
        let theirs = books.all.iter().filter(|(_, one)| one.who == who && one.over.is_none());
        let theirs: Vec<_> = theirs.map(|(id, one)| (*id, books.back(one, &is, now))).collect();
        for (id, back) in theirs {
            books.end(id, back);
        }
    }
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
    books.all.values_mut().filter(|one| one.who == from).for_each(|one| one.who = into);
    books.cups.iter_mut().filter(|cup| cup.who == from).for_each(|cup| cup.who = into);
}

/// Closes it, or calls it off.
async fn end_one(scene: &Scene<'_>, books: &mut Books) {
    let is = read_presale(scene.fair, scene.presale).await;
    if scene.below(2) == 0 {
        let run = scene.fair.turn(async |tx| actions::close(tx, scene.presale, "rain").await);
        assert_eq!(run.await.is_ok(), is.life == Life::Open);
        books.closed = true;
        return;
    }
    let run = scene.fair.turn(async |tx| actions::call_off(tx, scene.presale, "rain").await);
    let may = is.terms.called_off.is_none() && is.life != Life::Settled;
    assert_eq!(run.await.is_ok(), may, "{:?}", is.life);
    if may {
        (books.closed, books.called_off) = (true, true);
        let waiting = books.all.iter().filter(|(_, one)| one.over.is_none());
        let waiting: Vec<_> = waiting.map(|(id, _)| *id).collect();
        for id in waiting {
            books.end(id, DEPOSIT);
        }
    }
}

/// The rows, the ledger and the auditor say the same.
async fn look(scene: &Scene<'_>, books: &Books, at: &str) {
    let (fair, now) = (scene.fair, figures(scene.fair, scene.presale).await);
    let waiting = i64::try_from(books.waiting().count()).unwrap();
    let lies = now.left + now.early_left + shelf(fair, scene.gift).await;
    assert_eq!(lies + waiting, STOCK, "{at}: pieces are conserved");
    assert_eq!(now.reserved + now.held, waiting, "{at}: {now:?}");
    for place in read_shown(fair, scene.presale).await.places {
        let window = usize::try_from(place.number).unwrap();
        assert_eq!(place.room, ROOM[window] - books.come(window), "{at}: window {window}");
        assert!(place.room >= 0, "{at}: window {window}");
    }
    let over =
        || books.all.values().filter_map(|one| one.over.map(|(back, paid)| (one, back, paid)));
    let kept: i64 = over().map(|(_, back, _)| DEPOSIT - back).sum();
    let owes =
        |(one, back, paid): (&One, i64, bool)| (one.paid == Paid::Cash && !paid).then_some(back);
    let owed: i64 = over().filter_map(owes).sum();
    let said = (now.deposits_ahead, now.deposits_kept, now.deposits_owed);
    assert_eq!(said, (DEPOSIT * waiting, kept, owed), "{at}: deposits to the cent");
    for (id, one) in &books.all {
        let is = read_one(fair, *id).await;
        assert_eq!((is.rate, is.until), (one.rate, one.until), "{at}");
        assert_eq!(is.fate.waits(), one.over.is_none(), "{at}: {is:?}");
        assert_eq!(is.back, one.over.map_or(0, |(back, _)| back), "{at}: {is:?}");
        if let (Fate::Held, Some(voucher)) = (is.fate, is.voucher) {
            let mut db = fair.ground.db.read().await.unwrap();
            let voucher = vouchers::require(&mut db, fair.org, voucher).await.unwrap();
            let says = (voucher.price, voucher.expires_at, voucher.member);
            assert_eq!(says, (Some(is.price - DEPOSIT), Some(is.until), is.member), "{at}");
        }
    }
    tried(scene, books, at).await;
    purses(scene, books, at).await;
}

/// Samples are in the pool, at the counter, in somebody's hands or on the shelf.
async fn tried(scene: &Scene<'_>, books: &Books, at: &str) {
    let (fair, now) = (scene.fair, figures(scene.fair, scene.presale).await);
    let had = books.cups.iter().filter(|cup| cup.had_at.is_some()).count();
    let waits = books.cups.iter().filter(|cup| cup.waits()).count();
    let number = |n: usize| i64::try_from(n).unwrap();
    let left = if books.closed { 0 } else { CUPS - books.out() };
    assert_eq!(now.samples_left, left, "{at}: {now:?}");
    assert_eq!((now.samples_held, now.tried), (number(waits), number(had)), "{at}");
    assert_eq!(now.tried_then_reserved, number(books.then_reserved()), "{at}");
    let lies = shelf(fair, scene.cup).await + now.samples_left;
    assert_eq!(lies + books.out(), CUPBOARD, "{at}: samples are conserved");
}

/// Everybody has what they began with but for what their wallet paid ahead and did not get back.
async fn purses(scene: &Scene<'_>, books: &Books, at: &str) {
    for who in (0..NAMES.len()).filter(|who| books.who(*who) == *who) {
        if books.gone.contains(&who) {
            continue;
        }
        let records = (0..NAMES.len()).filter(|one| books.who(*one) == who).count();
        let began = (PURSE + PURSE / 10) * i64::try_from(records).unwrap();
        let mine = books.all.values().filter(|one| one.who == who && one.paid == Paid::Wallet);
        let paid: i64 = mine.map(|one| DEPOSIT - one.over.map_or(0, |(back, _)| back)).sum();
        let (principal, bonus) = wallet(scene.fair, scene.members[who]).await;
        assert_eq!(principal + bonus, began - paid, "{at}: money of {who}");
    }
}
