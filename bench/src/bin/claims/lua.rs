//! The other way that people take: Redis with one script per claim, behind the same HTTP server. All
//! requests share one connection, on which the client sends whatever waits in one go.

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
use redis::{Client, Script, aio::MultiplexedConnection};

use crate::ours::Asked;

const STOCK: u64 = 1_000_000_000_000;
/// The same work as ours: idempotent, a piece from the pool, one off the allowance, and the price.
const CLAIM: &str = "
    if redis.call('EXISTS', KEYS[1]) == 1 then return 1 end
    if tonumber(redis.call('GET', 'pool')) < 1 then return 0 end
    local taken = tonumber(redis.call('HGET', KEYS[2], 'taken') or '0')
    if taken >= 1000000000 then return 0 end
    redis.call('DECR', 'pool')
    redis.call('HINCRBY', KEYS[2], 'taken', 1)
    redis.call('HINCRBY', KEYS[2], 'bag', 1)
    redis.call('HINCRBY', KEYS[2], 'purse', -100)
    redis.call('INCRBY', 'takings', 100)
    redis.call('SET', KEYS[1], '1', 'EX', 86400)
    return 1";

pub struct Lua {
    connection: MultiplexedConnection,
    script: Script,
    claimed: AtomicU64,
}

impl Lua {
    pub async fn open(url: &str) -> anyhow::Result<Arc<Self>> {
        let mut connection = Client::open(url)?.get_multiplexed_async_connection().await?;
        redis::cmd("SET").arg("pool").arg(STOCK).exec_async(&mut connection).await?;
        Ok(Arc::new(Self { connection, script: Script::new(CLAIM), claimed: AtomicU64::new(0) }))
    }

    async fn claim(&self, asked: Asked) -> redis::RedisResult<bool> {
        let mut connection = self.connection.clone();
        let mut call = self.script.key(asked.id.to_string());
        let done: bool = call.key(asked.member.to_string()).invoke_async(&mut connection).await?;
        self.claimed.fetch_add(u64::from(done), Ordering::Relaxed);
        Ok(done)
    }

    pub fn routes(self: &Arc<Self>) -> Router {
        Router::new().route("/lua", post(claim)).with_state(self.clone())
    }

    /// Every claim that was answered is out of the pool, once.
    pub async fn check(&self) -> anyhow::Result<()> {
        let mut connection = self.connection.clone();
        let left: u64 = redis::cmd("GET").arg("pool").query_async(&mut connection).await?;
        let claimed = self.claimed.load(Ordering::Relaxed);
        anyhow::ensure!(left == STOCK - claimed, "Redis: {claimed} claims, {left} left");
        Ok(())
    }
}

async fn claim(State(lua): State<Arc<Lua>>, Json(asked): Json<Asked>) -> Response {
    match lua.claim(asked).await {
        Ok(true) => (StatusCode::CREATED, Json(asked)).into_response(),
        Ok(false) => StatusCode::CONFLICT.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
