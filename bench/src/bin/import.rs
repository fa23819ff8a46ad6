//! P6: a till's file of purchases, with members, points, tiers, stamps and events as of each purchase's
//! day, through the real import; on the other side `sqlite3 .import` of the same rows into one table.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Write as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use anyhow::{Context as _, ensure};
use bench::{Stopwatch, rounded, say};
use clap::Parser;
use kernel::{Chance, Lang, Scope, SeededChance, TestClock, Time, World};
use serde_json::{Value, json};
use store::{Config, Db, Limits, Migration, Place, Read as _, Registry, Tx, args};
use value::{
    bills::{self, Benefit},
    gifts::{self, Details, Kind, State, actions::NewGift},
    imports::{self, Mapping, Options, Reject, Summary, Watch},
    points::{
        self,
        engine::{Earn, Expiry, Of, Returns, Rounding, Rule, Terms, Worth},
    },
    stamp_cards::{self, Each, StampCard},
    tiers::{
        self,
        engine::{By, Falls, Ladder, Lasts, Period, Privileges, Starts, Tier},
    },
    words::Words,
};
use web::{Shop, shops};

/// The import against sqlite3's own.
#[derive(Parser)]
struct Args {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Rows of the file
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// Where the files lie while it runs
    #[arg(long, default_value = ".")]
    folder: PathBuf,
}

/// Each customer buys about twenty times in two years.
const PER_CUSTOMER: u64 = 20;
const START: i64 = 1_709_251_200_000_000;
const DAYS: u64 = 730;

/// The same rows in the order of their days, as a till writes them.
fn write_rows(path: &Path, rows: u64) -> anyhow::Result<()> {
    let seeded = SeededChance::new(6);
    let chance: &dyn Chance = &seeded;
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "customer,date,items,amount")?;
    let customers = (rows / PER_CUSTOMER).max(1);
    for row in 0..rows {
        let customer = chance.below(customers);
        let seconds = i64::try_from(row * DAYS * 86_400 / rows)?;
        let at = Time::from_micros(START + seconds * 1_000_000);
        let (items, amount) = (1 + chance.below(5), 100 + chance.below(20_000));
        writeln!(file, "C{customer},{at},{items},{}.{:02}", amount / 100, amount % 100)?;
    }
    Ok(file.flush()?)
}

fn terms() -> Terms {
    Terms {
        unit: Words::one(Lang::En, "points"),
        rules: vec![Rule {
            earn: Earn::Amount { points: 1, per: 100, of: Of::default() },
            rounding: Rounding::Down,
            when: None,
        }],
        boosts: Vec::new(),
        limits: points::engine::Limits::default(),
        pending_days: 0,
        expiry: Expiry::Calendar { month: 12, day: 28, years: 1 },
        returns: Returns::WithinBalance,
        worth: Some(Worth { points: 100, amount: 100, most_percent: 50 }),
        notice_days: 0,
    }
}

/// Silver for two hundred yuan in two years, gold for six hundred; gold earns half as many again.
fn ladder() -> Ladder {
    let tier = |name, yuan: i64, factor| Tier {
        id: None,
        name: Words::one(Lang::En, name),
        from: yuan * 100,
        privileges: Privileges { factor, ..Privileges::default() },
    };
    Ladder {
        tiers: vec![tier("Silver", 200, 12_500), tier("Gold", 600, 15_000)],
        by: By::Spend,
        period: Period::Year,
        starts: Starts::Now,
        lasts: Lasts::NextPeriod,
        grace_days: 0,
        falls: Falls::OneStep,
        notice_days: 30,
    }
}

/// A bag of coffee after ten purchases, for as many as come.
async fn stamps(tx: &mut Tx) -> kernel::Result<()> {
    let details = Details {
        kind: Kind::Stamp,
        name: Words::one(Lang::En, "A bag of coffee"),
        packing: Words::default(),
        cost: 900,
        perceived: 1_800,
        per_member: 0,
        valid_days: Some(60),
        stores: Vec::new(),
        returns: true,
        series: None,
        terms: bills::Terms::of(Benefit::Thing),
    };
    let stock = 1_000_000;
    let gift = gifts::create(tx, NewGift { details, stock, playbook_key: None }).await?;
    let card = StampCard {
        id: tx.id(),
        series: None,
        name: Words::one(Lang::En, "Ten coffees, one on us"),
        needs: 10,
        each: Each::Purchase,
        least: 500,
        gift,
        state: State::Open,
        created_at: tx.now(),
    };
    stamp_cards::create(tx, card).await.map(drop)
}

/// How much memory the process holds, or held at most (`VmHWM`), in megabytes.
fn memory(which: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(which)).unwrap_or_default();
    let kilobytes = line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok());
    rounded(kilobytes.unwrap_or_default() / 1024.0, 1)
}

/// Looks on: how many rows are in, how long that took, and what memory it takes, ten times.
struct Onlooker {
    every: i64,
    watch: Stopwatch,
    passed: Vec<Value>,
    rejects: u64,
}

impl Watch for Onlooker {
    fn moved(&mut self, summary: &Summary) -> ControlFlow<()> {
        if summary.rows >= self.every * (self.passed.len() as i64 + 1) {
            let seconds = rounded(self.watch.elapsed().as_secs_f64(), 1);
            let memory = memory("VmRSS:");
            self.passed
                .push(json!({ "rows": summary.rows, "seconds": seconds, "memory_mb": memory }));
        }
        ControlFlow::Continue(())
    }
    fn rejected(&mut self, _: Reject) {
        self.rejects += 1;
    }
}

fn migrations() -> Vec<Migration> {
    let mut all = [store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat();
    for slice in people::slices().into_iter().chain(value::slices()) {
        all.extend(slice.migrations);
    }
    all.sort_by_key(|migration| migration.name);
    all.dedup_by_key(|migration| migration.name);
    all
}

async fn shop_in(folder: &Path) -> anyhow::Result<(Db, Scope)> {
    let mut registry = Registry::default();
    ledger::register(&mut registry);
    for slice in people::slices().into_iter().chain(value::slices()) {
        (slice.register)(&mut registry);
    }
    // The shop is there before its first customer, and the file comes when it is over.
    let begin = Time::from_micros(START).plus_days(-1);
    let clock = Arc::new(TestClock::at(begin));
    let world = World::new(clock.clone(), Arc::new(SeededChance::new(1)));
    let place = Place::File(folder.join("regulars.db"));
    let config = Config { place, limits: Limits::DEFAULT, durable: true };
    let db = Db::open(&config, &migrations(), registry, world.clone()).await?;
    let scope = Scope::system(world.id());
    let shop = Shop {
        org: scope.org(),
        slug: "bench".into(),
        name: "Bench".into(),
        currency: "CNY".parse().map_err(|()| anyhow::anyhow!("a currency"))?,
        zone: jiff::tz::TimeZone::get("Asia/Shanghai")?,
        country: "CN".into(),
        lang: Lang::En,
        accent: "1e7c3c".into(),
        playing: false,
        created_at: begin,
    };
    db.write(&scope, async |tx| {
        shops::insert(tx, &shop).await?;
        people::stores::actions::open(tx, people::stores::NewStore::named("Bench")).await?;
        let program = points::create(tx, Words::one(Lang::En, "Bench"), terms()).await?;
        tiers::keep(tx, program, ladder()).await?;
        stamps(tx).await
    })
    .await?;
    clock.set(Time::from_micros(START).plus_days(i64::try_from(DAYS)? + 1));
    Ok((db, scope))
}

/// What the purchases led to.
async fn counts(db: &Db, scope: &Scope) -> anyhow::Result<Value> {
    let sql = "SELECT
        (SELECT CAST(SUM(points) AS BIGINT) FROM points_entry WHERE org = $1 AND kind = 'earned')
          AS points,
        (SELECT COUNT(*) FROM tier_standing WHERE org = $1 AND rank > 0) AS tiers,
        (SELECT COUNT(*) FROM stamp WHERE org = $1) AS stamps,
        (SELECT COUNT(*) FROM voucher WHERE org = $1) AS vouchers";
    let row = db.read().await?.row(sql, args![scope.org()]).await?.context("the counts")?;
    let get = |name: &str| row.get::<i64>(name);
    Ok(json!({
        "points": get("points")?,
        "tiers": get("tiers")?,
        "stamps": get("stamps")?,
        "vouchers": get("vouchers")?,
    }))
}

async fn ours(folder: &Path, csv: &Path, rows: u64) -> anyhow::Result<(f64, Value)> {
    let (db, scope) = shop_in(folder).await?;
    let every = i64::try_from(rows / 10)?.max(1);
    let (before, watch) = (memory("VmRSS:"), Stopwatch::new());
    let mut onlooker = Onlooker { every, watch, passed: Vec::new(), rejects: 0 };
    let file = BufReader::new(File::open(csv)?);
    let (mapping, options) = (Mapping::default(), Options::default());
    let summary = imports::purchases(&db, &scope, file, &mapping, &options, &mut onlooker).await?;
    let took = onlooker.watch.elapsed().as_secs_f64();
    ensure!(summary.purchases == i64::try_from(rows)?, "{} of {rows} rows", summary.purchases);
    ensure!(onlooker.rejects == 0, "{} rows were refused", onlooker.rejects);
    let most = memory("VmHWM:");
    let counted = counts(&db, &scope).await?;
    let audit = Stopwatch::new();
    let report = ledger::audit(&mut db.read().await?, scope.org(), |_| ()).await?;
    ensure!(report.difference.is_none(), "the ledger does not balance: {:?}", report.difference);
    let told = json!({
        "seconds": rounded(took, 1),
        "rows_per_second": (rows as f64 / took).round(),
        "members": summary.members,
        "counted": counted,
        "events": report.events,
        "memory_before_mb": before,
        "memory_at_most_mb": most,
        "passed": onlooker.passed,
        "audit_seconds": rounded(audit.elapsed().as_secs_f64(), 1),
    });
    db.close().await;
    Ok((took, told))
}

fn theirs(folder: &Path, csv: &Path, rows: u64) -> anyhow::Result<(f64, Value)> {
    let watch = Stopwatch::new();
    let output = Command::new("sqlite3")
        .arg(folder.join("theirs.db"))
        .args([".mode csv", &format!(".import {} purchase", csv.display())])
        .arg("SELECT COUNT(*) FROM purchase")
        .output()
        .context("sqlite3 (Debian: apt-get install sqlite3)")?;
    let took = watch.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(said.trim() == rows.to_string(), "sqlite3 says {said}");
    let told = json!({
        "seconds": rounded(took, 1),
        "rows_per_second": (rows as f64 / took).round(),
    });
    Ok((took, told))
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let folder = tempfile::tempdir_in(&args.folder).context("a folder for the files")?;
    let csv = folder.path().join("rows.csv");
    write_rows(&csv, args.rows)?;
    // One table first, ours, one table again: the machine may change its mood.
    let (one, before) = theirs(folder.path(), &csv, args.rows)?;
    fs::remove_file(folder.path().join("theirs.db"))?;
    let (took, told) = ours(folder.path(), &csv, args.rows).await?;
    let (other, after) = theirs(folder.path(), &csv, args.rows)?;
    let ratio = f64::midpoint(one, other) / took;
    let result = json!({
        "P6": rounded(ratio, 4),
        "rows": args.rows,
        "ours": told,
        "sqlite3": [before, after],
        "durability": "ours: synchronous=FULL, on disk every 200 rows; sqlite3: one transaction",
    });
    say(if args.json { result.to_string() } else { serde_json::to_string_pretty(&result)? });
    Ok(())
}
