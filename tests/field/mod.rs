//! Cases from the field, replayed through HTTP against the real program, and held against its books:
//! small in every run, in full size with `REGULARS_FIELD=full`. docs/testing.md tells how.

mod flash;
mod packets;
mod raffle;
mod rig;
mod teams;

use store::testing::engines;

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
};

#[expect(clippy::disallowed_methods, reason = "the full size is asked for by the environment")]
fn scale() -> Scale {
    let full = std::env::var("REGULARS_FIELD").is_ok_and(|size| size == "full");
    if full { FULL } else { SMALL }
}

/// On each engine, in a shop of its own; afterwards the books are proven.
async fn on_each(replay: impl AsyncFn(&rig::Field, Scale)) {
    for engine in engines() {
        let field = rig::Field::open(engine).await;
        replay(&field, scale()).await;
        field.reconcile();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flash_sale_that_many_more_want_than_there_is() {
    on_each(flash::replay).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_raffle_of_many_is_proven_by_three_verifiers() {
    on_each(raffle::replay).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn red_packets_in_many_groups_come_to_what_was_put_in() {
    on_each(packets::replay).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_buy_whose_every_second_team_fails_gives_back_what_was_paid() {
    on_each(teams::replay).await;
}
