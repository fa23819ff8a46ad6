//! Everything that can happen to a sale, through the real actions, in any order, and an auditor who keeps
//! books of their own.
//!
//! `FLASH_SEEDS=1000..2000 cargo test -p play --lib simulation` runs other seeds.

use ::store::{Engine, testing::engines};
use kernel::{Chance, MemberId, SeededChance, Time, VoucherId};
use value::vouchers;

use super::{
    actions, asked,
    model::{Refusal, Turn},
    store, waiting,
};
use crate::{activities::Life, testing::Fair};

const NAMES: [&str; 6] = ["Ana", "Bo", "Chen", "Dai", "Eva", "Finn"];
const PIECES: i64 = 4;
const EACH: u32 = 2;

/// What a member holds, by the auditor's books.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ticket {
    member: usize,
    voucher: VoucherId,
    until: Time,
    collected: bool,
}

struct Auditor {
    tickets: Vec<Ticket>,
    /// In the order in which they stepped in.
    list: Vec<usize>,
    pieces: i64,
}

impl Auditor {
    /// Pieces that are neither held nor collected.
    fn free(&self) -> i64 {
        self.pieces - self.tickets.len() as i64
    }
    fn had(&self, member: usize) -> u32 {
        let theirs = self.tickets.iter().filter(|ticket| ticket.member == member);
        theirs.count().try_into().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_oversold_lost_or_taken_out_of_turn() {
    // Other seeds are tried by hand; the program of tests is built with them.
    let range = option_env!("FLASH_SEEDS").and_then(|range| range.split_once(".."));
    for engine in engines() {
        // A world of its own for each seed: on PostgreSQL that is a schema, and fewer do.
        let most = if matches!(engine, Engine::Sqlite) { 20 } else { 4 };
        let (from, to) =
            range.map_or((0, most), |(from, to)| (from.parse().unwrap(), to.parse().unwrap()));
        for seed in from..to {
            let fair = Fair::open(engine).await;
            let mut members = Vec::new();
            for name in NAMES {
                members.push(fair.member(name).await);
            }
            run(&fair, &members, seed).await;
            fair.audited().await;
        }
    }
}

async fn run(fair: &Fair, members: &[MemberId], seed: u64) {
    let dice: &dyn Chance = &SeededChance::new(seed);
    let shelf = fair.shelf().await;
    let sale = fair.sale(PIECES, |draft| draft.plan.limits.per_member = EACH).await;
    let closes_at = fair.read_sale(sale).await.plan.closes_at;
    let mut books = Auditor { tickets: Vec::new(), list: Vec::new(), pieces: PIECES };
    for step in 0..60 {
        let who = usize::try_from(dice.below(NAMES.len() as u64)).unwrap();
        let (member, at) = (members[who], format!("seed {seed}, step {step}"));
        let now = fair.now();
        match dice.below(10) {
            0..=3 => claim(fair, (sale, closes_at), (who, member), &mut books, &at).await,
            4 | 5 => {
                let run = fair.turn(async |tx| waiting::wait(tx, &fair.shop, sale, member).await);
                match run.await {
                    Ok(before) => {
                        assert!(now < closes_at, "{at}");
                        if !books.list.contains(&who) {
                            books.list.push(who);
                        }
                        assert!(before < books.list.len() as i64, "{at}");
                    }
                    Err(error) if error.is(Refusal::StillSome) => {
                        assert!(books.free() > 0, "{at}: nothing is left");
                    }
                    Err(error) if error.is(Refusal::LimitReached) => {
                        assert_eq!(books.had(who), EACH, "{at}");
                    }
                    Err(error) => assert!(now >= closes_at, "{at}: {error}"),
                }
            }
            6 => {
                fair.turn(async |tx| waiting::leave(tx, sale, member).await).await.unwrap();
            }
            7 => {
                if let Some(ticket) = books.tickets.iter_mut().find(|one| one.member == who) {
                    let voucher = ticket.voucher;
                    let redeem = vouchers::Redeem { voucher, store: None, staff: None };
                    let done = fair.turn(async |tx| vouchers::redeem(tx, redeem).await).await;
                    let may = !ticket.collected && now < ticket.until;
                    assert_eq!(done.is_ok(), may, "{at}: {done:?}");
                    ticket.collected |= done.is_ok();
                }
            }
            8 => fair.pass(dice.below(15)),
            _ => fair.settle().await,
        }
        // What was not collected in time is over once somebody looks; by the clock it is over at once.
        fair.settle().await;
        let now = fair.now();
        books.tickets.retain(|ticket| ticket.collected || ticket.until > now);
        look(fair, sale, (&mut books, members), &at).await;
        if step == 30 && dice.below(2) == 0 && fair.read_sale(sale).await.life == Life::Open {
            more(fair, sale).await;
            books.pieces += 1;
        }
    }
    // The end of the day: everything that is not in somebody's hands lies on the shelf.
    fair.pass(24 * 60);
    fair.settle().await;
    let collected = books.tickets.iter().filter(|ticket| ticket.collected).count() as i64;
    assert_eq!(fair.read_sale(sale).await.life, Life::Settled, "seed {seed}");
    assert_eq!(fair.shelf().await, shelf - collected, "seed {seed}");
}

async fn claim(
    fair: &Fair,
    (sale, closes_at): (kernel::FlashSaleId, Time),
    (who, member): (usize, MemberId),
    books: &mut Auditor,
    at: &str,
) {
    let now = fair.now();
    let mut db = fair.ground.db.read().await.unwrap();
    let place = store::place_of(&mut db, fair.org, sale, member).await.unwrap();
    let waiting = store::places(&mut db, fair.org, (sale, Turn::Waiting), 1).await.unwrap();
    drop(db);
    let offered = place.is_some_and(|place| place.turn == Turn::Offered);
    match fair.claim(sale, member).await {
        Ok(taken) => {
            assert!(now < closes_at, "{at}: closed");
            assert!(books.free() > 0, "{at}: oversold");
            assert!(books.had(who) < EACH, "{at}: more than one may have");
            // Whoever was offered one has it aside; of what is left beside that, nobody comes first.
            assert!(offered || waiting.is_empty(), "{at}: out of turn");
            books.list.retain(|one| *one != who || !offered);
            let (voucher, until) = (taken.voucher, taken.until);
            books.tickets.push(Ticket { member: who, voucher, until, collected: false });
        }
        Err(error) if error.is(Refusal::LimitReached) => {
            assert_eq!(books.had(who), EACH, "{at}");
        }
        Err(error) if error.is(Refusal::SoldOut) => {
            assert!(
                !offered && (books.free() == 0 || !books.list.is_empty()),
                "{at}: some is left"
            );
        }
        Err(error) => assert!(now >= closes_at, "{at}: {error}"),
    }
}

/// The rows, the ledger and the auditor say the same, and offers went out in the order of the list.
async fn look(
    fair: &Fair,
    sale: kernel::FlashSaleId,
    (books, members): (&mut Auditor, &[MemberId]),
    at: &str,
) {
    let mut db = fair.ground.db.read().await.unwrap();
    let shown = asked::require(&mut db, fair.org, sale).await.unwrap();
    let figures = asked::figures(&mut db, fair.org, &shown).await.unwrap();
    let mut stand = Vec::new();
    for turn in [Turn::Offered, Turn::Waiting] {
        for place in store::places(&mut db, fair.org, (sale, turn), 100).await.unwrap() {
            let who = members.iter().position(|member| *member == place.member).unwrap();
            stand.push((place.id, turn, who));
        }
    }
    stand.sort_by_key(|(id, ..)| *id);
    let order: Vec<usize> = stand.iter().map(|(.., who)| *who).collect();
    books.list.retain(|who| order.contains(who));
    assert_eq!(books.list, order, "{at}: the list");
    let first_waiting = stand.iter().position(|(_, turn, _)| *turn == Turn::Waiting);
    let last_offered = stand.iter().rposition(|(_, turn, _)| *turn == Turn::Offered);
    if let (Some(waiting), Some(offered)) = (first_waiting, last_offered) {
        assert!(offered < waiting, "{at}: offered out of turn");
    }
    let collected = books.tickets.iter().filter(|ticket| ticket.collected).count() as i64;
    let held = books.tickets.len() as i64 - collected;
    assert_eq!((figures.held, figures.collected), (held, collected), "{at}");
    if shown.sale.life == Life::Open {
        assert_eq!(figures.left + figures.offered, books.free(), "{at}: conserved");
        assert!(figures.left == 0 || figures.waiting == 0, "{at}: some is left while people wait");
    }
}

/// Somebody brings one piece more.
async fn more(fair: &Fair, sale: kernel::FlashSaleId) {
    let is = fair.read_sale(sale).await;
    let mut draft = actions::Draft { plan: is.plan, terms: is.terms };
    draft.terms.pieces += 1;
    let run =
        fair.turn(async |tx| actions::change(tx, &fair.shop, sale, (draft, "one more")).await);
    run.await.unwrap();
}
