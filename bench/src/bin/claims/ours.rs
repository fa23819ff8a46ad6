//! Our side: one unit from one hot pool as a posting of three transfers, through the store's own
//! writer. The posting's id comes from the client, so a claim that is sent twice has one effect.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::post,
};
use kernel::{MemberId, PostingId, Scope, SeededChance, TestClock, Time, World};
use ledger::{Account, AccountKey, LARGEST_BALANCE, Move, Post, Posted, Posting, Transfer, Unit};
use serde::{Deserialize, Serialize};
use store::{Config, Db, MIGRATIONS, Place, Registry};

/// How much one member may claim, and what a claim costs. Nobody reaches it in a bench: refusals
/// would be cheaper than claims.
const LIMIT: i64 = 1_000_000_000;
const PRICE: i64 = 100;

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Asked {
    pub id: PostingId,
    pub member: MemberId,
}

/// A shop with one hot pool.
pub struct Ours {
    pub db: Db,
    scope: Scope,
    pieces: Unit,
    money: Unit,
    pool: Account,
    gone: Account,
    takings: Account,
    claimed: AtomicU64,
}

impl Ours {
    pub async fn open(place: Place) -> anyhow::Result<Arc<Self>> {
        let chance = SeededChance::new(u64::from(std::process::id()));
        // The clock stands still: only what expires looks at it, and nothing does here.
        let clock = TestClock::at(Time::from_micros(1_772_413_200_000_000));
        let world = World::new(Arc::new(clock), Arc::new(chance));
        let mut registry = Registry::default();
        ledger::register(&mut registry);
        let migrations: Vec<_> = MIGRATIONS.iter().chain(ledger::MIGRATIONS).copied().collect();
        let db = Db::open(&Config::new(place), &migrations, registry, world.clone()).await?;
        let (pieces, money) = (Unit::new("piece")?, Unit::new("EUR")?);
        let ours = Self {
            db,
            scope: Scope::system(world.id()),
            pool: Account::holding(AccountKey::new("stock/sale")?, pieces.clone()),
            gone: Account::issuing(AccountKey::new("claimed/sale")?, Unit::new("claim")?),
            takings: Account::issuing(AccountKey::new("takings/sale")?, money.clone()),
            pieces,
            money,
            claimed: AtomicU64::new(0),
        };
        let source = Account::issuing(AccountKey::new("maker")?, ours.pieces.clone());
        let stock = Posting::new(world.id(), "bench.stock", &"sale");
        let stock = stock.with(Transfer::new(source, ours.pool.clone(), LARGEST_BALANCE));
        ours.post(stock).await?;
        Ok(Arc::new(ours))
    }

    async fn post(&self, posting: Posting) -> kernel::Result<Vec<Posted>> {
        self.db.post(&self.scope, Post { moves: vec![Move::Post(posting)] }).await
    }

    /// A piece from the pool, one off the member's allowance, and its price.
    pub async fn claim(&self, asked: Asked) -> kernel::Result<()> {
        let Asked { id, member } = asked;
        let of = |noun| AccountKey::of(noun, &[&member]);
        let limit = Account::limited_to(of("allowance")?, self.gone.unit.clone(), LIMIT);
        let purse = Account::limited_to(of("purse")?, self.money.clone(), LARGEST_BALANCE);
        let posting = Posting::new(id, "bench.claimed", &member)
            .transfer(self.pool.clone(), Account::holding(of("bag")?, self.pieces.clone()), 1)
            .transfer(limit, self.gone.clone(), 1)
            .transfer(purse, self.takings.clone(), PRICE);
        self.post(posting).await?;
        self.claimed.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    pub fn routes(self: &Arc<Self>) -> Router {
        Router::new().route("/claims", post(claim)).with_state(self.clone())
    }

    /// Every claim that was answered is out of the pool, once.
    pub async fn check(&self) -> anyhow::Result<()> {
        let claimed = self.claimed.load(Ordering::Relaxed).cast_signed();
        // A command in its turn sees the tables with all that was decided before it.
        let read = async |tx: &mut store::Tx| {
            ledger::balance_of(tx, self.scope.org(), &self.pool.key).await
        };
        let left = self.db.write(&self.scope, read).await?.value;
        anyhow::ensure!(left == LARGEST_BALANCE - claimed, "{claimed} claims, {left} left");
        Ok(())
    }
}

async fn claim(State(ours): State<Arc<Ours>>, Json(asked): Json<Asked>) -> Response {
    match ours.claim(asked).await {
        Ok(()) => (StatusCode::CREATED, Json(asked)).into_response(),
        Err(error) => StatusCode::from_u16(error.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
    }
}
