//! P11: what the shared commit brings. Turns of five statements, 256 at once, through the store's
//! own writer on a real database that waits for the disk; on the other side the same writer with
//! `Limits::batch` of one, so that it commits after each.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use bench::{Fsync, Stopwatch, median, rounded, say};
use clap::Parser;
use kernel::{Scope, SeededChance, TestClock, Time, World};
use serde_json::{Value, json};
use store::{Config, Db, Limits, MIGRATIONS, Migration, Place, Read as _, Registry, args};
use tokio::task::JoinSet;

/// Shared commit against a commit for each turn.
#[derive(Parser)]
struct Args {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// How long to measure on each engine, in seconds
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Where the database file lies while it runs
    #[arg(long, default_value = ".")]
    folder: PathBuf,
    /// Also measure on this `PostgreSQL` database, which gets tables; give an empty one
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

const AT_ONCE: u64 = 256;
const ALTERNATIONS: u64 = 5;
const STOCK: i64 = i64::MAX / 2;

/// What one person takes: a piece of a stock, a seat, a line in the book.
const TABLES: Migration = Migration {
    name: "9000_bench",
    sql: "CREATE TABLE bench_stock (org UUID NOT NULL PRIMARY KEY, left_over BIGINT NOT NULL);
          CREATE TABLE bench_person (org UUID NOT NULL, number BIGINT NOT NULL,
            name TEXT NOT NULL, PRIMARY KEY (org, number));
          CREATE TABLE bench_claim (org UUID NOT NULL, number BIGINT NOT NULL,
            at BIGINT NOT NULL, PRIMARY KEY (org, number));",
};

/// One side: the writer with its limits, and the org that it writes.
struct Side {
    db: Db,
    scope: Scope,
    next: Arc<AtomicU64>,
}

/// What a side did in one alternation.
struct Round {
    per_second: f64,
    /// How many turns shared a commit.
    per_commit: f64,
    commit_ms: f64,
}

impl Side {
    async fn open(place: Place, batch: usize, seed: u64) -> anyhow::Result<Self> {
        let limits = Limits { batch, ..Limits::DEFAULT };
        let config = Config { place, limits, durable: true };
        // The clock stands still: only keys and jobs look at it, and there are none here.
        let clock = TestClock::at(Time::from_micros(1_772_413_200_000_000));
        let world = World::new(Arc::new(clock), Arc::new(SeededChance::new(seed)));
        let migrations: Vec<_> = MIGRATIONS.iter().copied().chain([TABLES]).collect();
        let db = Db::open(&config, &migrations, Registry::default(), world.clone()).await?;
        let scope = Scope::system(world.id());
        db.write(&scope, async |tx| {
            let org = tx.org();
            tx.run("INSERT INTO bench_stock (org, left_over) VALUES ($1, $2)", args![org, STOCK])
                .await
        })
        .await?;
        Ok(Self { db, scope, next: Arc::default() })
    }

    /// As many as fit into the time, always 256 of them waiting.
    async fn round(&self, lasts: Duration) -> anyhow::Result<Round> {
        let (before, watch) = (self.db.figures(), Stopwatch::new());
        let mut callers = JoinSet::new();
        for _ in 0..AT_ONCE {
            let (db, scope, next) = (self.db.clone(), self.scope.clone(), self.next.clone());
            callers.spawn(async move {
                while watch.elapsed() < lasts {
                    let number = next.fetch_add(1, Ordering::Relaxed).cast_signed();
                    turn(&db, &scope, number).await?;
                }
                Ok::<_, kernel::Error>(())
            });
        }
        while let Some(ended) = callers.join_next().await {
            ended.context("a caller")?.context("a turn")?;
        }
        let (after, took) = (self.db.figures(), watch.elapsed().as_secs_f64());
        anyhow::ensure!(after.lost == before.lost, "a shared commit was lost");
        let commands = (after.commands - before.commands) as f64;
        let commits = (after.batches - before.batches) as f64;
        Ok(Round {
            per_second: commands / took,
            per_commit: commands / commits,
            commit_ms: (after.commit_seconds - before.commit_seconds) * 1000.0 / commits,
        })
    }

    /// Every turn that was answered is there, once.
    async fn check(&self) -> anyhow::Result<()> {
        let sql = "SELECT COUNT(*) AS claims, (SELECT left_over FROM bench_stock WHERE org = $1)
                   AS left_over FROM bench_claim WHERE org = $1";
        let row = self.db.read().await?.row(sql, args![self.scope.org()]).await?;
        let row = row.context("a count")?;
        let (claims, left): (i64, i64) = (row.get("claims")?, row.get("left_over")?);
        let answered = self.next.load(Ordering::Relaxed).cast_signed();
        anyhow::ensure!(claims == answered, "{answered} answered, {claims} in the table");
        anyhow::ensure!(left == STOCK - answered, "the stock does not balance");
        Ok(())
    }
}

/// The five statements.
async fn turn(db: &Db, scope: &Scope, number: i64) -> kernel::Result<()> {
    let done = db.write(scope, async |tx| {
        let (org, now) = (tx.org(), tx.now());
        let sql = "SELECT left_over FROM bench_stock WHERE org = $1";
        tx.row(sql, args![org]).await?.ok_or(kernel::Error::BUSY)?.get::<i64>("left_over")?;
        let sql = "UPDATE bench_stock SET left_over = left_over - 1
                   WHERE org = $1 AND left_over > 0";
        tx.run(sql, args![org]).await?;
        let sql = "INSERT INTO bench_person (org, number, name) VALUES ($1, $2, $3)";
        tx.run(sql, args![org, number, format!("Person {number}")]).await?;
        let sql = "INSERT INTO bench_claim (org, number, at) VALUES ($1, $2, $3)";
        tx.run(sql, args![org, number, now]).await?;
        let sql = "SELECT name FROM bench_person WHERE org = $1 AND number = $2";
        tx.row(sql, args![org, number]).await?.ok_or(kernel::Error::BUSY)?.get::<String>("name")
    });
    done.await.map(drop)
}

/// Both sides on one engine, in turns.
async fn compare(
    shared: Side,
    each: Side,
    durability: &str,
    seconds: u64,
) -> anyhow::Result<Value> {
    let lasts = Duration::from_secs_f64(seconds as f64 / (2 * ALTERNATIONS) as f64);
    let (mut ratios, mut rounds) = (Vec::new(), Vec::new());
    for _ in 0..ALTERNATIONS {
        let one = shared.round(lasts).await?;
        let other = each.round(lasts).await?;
        ratios.push(one.per_second / other.per_second);
        rounds.push(json!({
            "shared_per_second": one.per_second.round(),
            "shared_turns_per_commit": rounded(one.per_commit, 1),
            "shared_commit_ms": rounded(one.commit_ms, 3),
            "each_per_second": other.per_second.round(),
            "each_turns_per_commit": rounded(other.per_commit, 1),
            "each_commit_ms": rounded(other.commit_ms, 3),
            "ratio": rounded(one.per_second / other.per_second, 2),
        }));
    }
    for side in [shared, each] {
        side.check().await?;
        side.db.close().await;
    }
    Ok(json!({
        "ratio": rounded(median(&ratios), 2),
        "durability_of_both_sides": durability,
        "at_once": AT_ONCE,
        "statements_per_turn": 5,
        "alternations": rounds,
    }))
}

async fn on_sqlite(args: &Args) -> anyhow::Result<Value> {
    let folder = tempfile::tempdir_in(&args.folder).context("the folder of the SQLite file")?;
    let place = |name: &str| Place::File(folder.path().join(name));
    let before = Fsync::measure(folder.path())?;
    let shared = Side::open(place("shared.db"), Limits::DEFAULT.batch, 1).await?;
    let each = Side::open(place("each.db"), 1, 2).await?;
    let durability = "SQLite, write-ahead log, synchronous=FULL: on disk before the answer";
    let mut result = compare(shared, each, durability, args.seconds).await?;
    let after = Fsync::measure(folder.path())?;
    if let Some(result) = result.as_object_mut() {
        result.insert("fsync_before".into(), before.json());
        result.insert("fsync_after".into(), after.json());
    }
    Ok(result)
}

async fn on_postgres(url: &str, args: &Args) -> anyhow::Result<Value> {
    let place = || Place::Postgres(url.to_owned());
    // Each run has orgs of its own, by the process that made them.
    let seed = u64::from(std::process::id()) << 32;
    let shared = Side::open(place(), Limits::DEFAULT.batch, seed | 1).await?;
    let each = Side::open(place(), 1, seed | 2).await?;
    let durability = "PostgreSQL, synchronous_commit=on, and what the server's fsync is set to";
    compare(shared, each, durability, args.seconds).await
}

fn table(name: &str, result: &Value) {
    say(format!("{name}: shared commit ÷ a commit for each turn = {}", result["ratio"]));
    say(format!("  both sides: {}", result["durability_of_both_sides"].as_str().unwrap_or("")));
    for round in result["alternations"].as_array().into_iter().flatten() {
        say(format!(
            "  shared {}/s ({} turns per commit, {} ms each)   alone {}/s ({} ms each)   ratio {}",
            round["shared_per_second"],
            round["shared_turns_per_commit"],
            round["shared_commit_ms"],
            round["each_per_second"],
            round["each_commit_ms"],
            round["ratio"],
        ));
    }
    for when in ["before", "after"] {
        let fsync = &result[format!("fsync_{when}")];
        if fsync.is_object() {
            say(format!("  fsync {when}: p50 {} ms, p99 {} ms", fsync["p50_ms"], fsync["p99_ms"]));
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let sqlite = on_sqlite(&args).await?;
    let postgres = match &args.database {
        Some(url) => Some(on_postgres(url, &args).await?),
        None => None,
    };
    if args.json {
        let ratio = sqlite.get("ratio");
        say(json!({ "P11": ratio, "sqlite": sqlite, "postgres": postgres }));
        return Ok(());
    }
    table("P11, SQLite", &sqlite);
    if let Some(postgres) = postgres {
        table("PostgreSQL", &postgres);
    }
    Ok(())
}
