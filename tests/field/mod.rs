//! Cases from the field, replayed through HTTP against the real program, and held against its books:
//! small in every run, in full size with `REGULARS_FIELD=full`. docs/testing.md tells how.
//!
//! Each is replayed in peace on both engines, with the program killed again and again on `SQLite`, and with
//! three programs on one `PostgreSQL` of which any is killed.

mod ahead;
mod flash;
mod nodes;
mod packets;
mod raffle;
mod rig;
mod teams;

use nodes::Trouble;
use store::{Engine, testing::engines};

/// How large the cases are.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Who wants something of a flash sale, and how much there is.
    pub people: usize,
    pub pieces: usize,
    /// Of a raffle.
    pub entrants: usize,
    pub winners: usize,
    /// Red packets in groups of so many takers each.
    pub groups: usize,
    pub packets: usize,
    pub shares: usize,
    pub takers: usize,
    /// Of a group buy, three people each.
    pub teams: usize,
    /// Who wants a piece of a pre-sale, of which there are three for four.
    pub ahead: usize,
    /// How often a program is killed while all want something at once.
    pub kills: usize,
}

const SMALL: Scale = Scale {
    people: 300,
    pieces: 40,
    entrants: 120,
    winners: 12,
    groups: 3,
    packets: 6,
    shares: 10,
    takers: 14,
    teams: 12,
    ahead: 100,
    kills: 2,
};
const FULL: Scale = Scale {
    people: 60_000,
    pieces: 3_000,
    entrants: 6_000,
    winners: 360,
    groups: 500,
    packets: 1_000,
    shares: 100,
    takers: 120,
    teams: 200,
    ahead: 2_000,
    kills: 6,
};

#[expect(clippy::disallowed_methods, reason = "the full size is asked for by the environment")]
fn scale() -> Scale {
    let full = std::env::var("REGULARS_FIELD").is_ok_and(|size| size == "full");
    if full { FULL } else { SMALL }
}

/// Where programs are killed, as a number that can be given: `REGULARS_FIELD_SEED=7`.
#[expect(clippy::disallowed_methods, reason = "another seed is asked for by the environment")]
fn seed() -> u64 {
    std::env::var("REGULARS_FIELD_SEED").map_or(1, |seed| seed.parse().unwrap())
}

/// On each engine, in a shop of its own; afterwards the books are proven.
async fn on_each(replay: impl AsyncFn(&rig::Field, Scale)) {
    for engine in engines() {
        on_one(engine, Trouble::None, &replay).await;
    }
}

/// One program that is killed, and three.
async fn in_trouble(replay: impl AsyncFn(&rig::Field, Scale)) {
    for engine in engines() {
        let trouble = match engine {
            Engine::Sqlite => Trouble::Killed,
            Engine::Postgres => Trouble::ThreeNodes,
        };
        on_one(engine, trouble, &replay).await;
    }
}

async fn on_one(engine: Engine, trouble: Trouble, replay: &impl AsyncFn(&rig::Field, Scale)) {
    let field = rig::Field::open(engine, (trouble, seed())).await;
    replay(&field, scale()).await;
    field.reconcile();
}

macro_rules! cases {
    ($($name:ident, $troubled:ident: $replay:path;)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            on_each($replay).await;
        }
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $troubled() {
            in_trouble($replay).await;
        }
    )*};
}

cases! {
    a_flash_sale_that_many_more_want_than_there_is, a_flash_sale_while_programs_are_killed: flash::replay;
    a_raffle_of_many_is_proven_by_three_verifiers, a_raffle_while_programs_are_killed: raffle::replay;
    red_packets_in_many_groups_come_to_what_was_put_in, red_packets_while_programs_are_killed:
        packets::replay;
    a_group_buy_whose_every_second_team_fails_gives_back_what_was_paid,
        a_group_buy_while_programs_are_killed: teams::replay;
    a_pre_sale_reserved_fetched_and_left_comes_to_the_cent, a_pre_sale_while_programs_are_killed:
        ahead::replay;
}
