//! Draws and packets in numbers that no test has time for. Three verifiers in three languages are asked
//! about made-up draws, whole and tampered with, until one of them says something else. And it is
//! counted which share of a packet is the largest: with our split, and with the popular one.

#[path = "../../../tests/draws/verifiers.rs"]
mod verifiers;

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, ensure};
use bench::{Stopwatch, rounded, say};
use clap::Parser;
use fair::{
    Secret,
    testing::{
        Case, case,
        luck::{Luck, Packets, double_average, luckiest},
    },
};
use kernel::SeededChance;
use serde_json::{Value, json};

use self::verifiers::{Verifier, disagreement};

/// Three verifiers against each other, and the luck of red packets.
#[derive(Parser)]
struct Args {
    /// How many draws all three verifiers are asked about
    #[arg(long, default_value_t = 100_000)]
    draws: u64,
    /// How many packets of 50 shares are split each way
    #[arg(long, default_value_t = 1_000_000)]
    packets: u64,
    /// Where all chance comes from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// So many that the answers fit into a pipe while nobody reads.
const AT_ONCE: u64 = 200;

/// The 0.1 % point of chi-square with 49 degrees of freedom: what is fair is above it once in a
/// thousand runs.
const CRITICAL: f64 = 85.35;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let told = agreement(&args)?;
    let lucky = luck(&args)?;
    if args.json {
        say(json!({ "agreement": told, "luck": lucky }));
    } else {
        say(format!("agreement: {told:#}"));
        say(format!("luck: {lucky:#}"));
    }
    Ok(())
}

fn agreement(args: &Args) -> anyhow::Result<Value> {
    let watch = Stopwatch::new();
    let chance = SeededChance::new(args.seed);
    let mut others = Verifier::others(Path::new("."))?;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut left = args.draws;
    while left > 0 {
        let some = left.min(AT_ONCE);
        left -= some;
        let cases: Vec<Case> = (0..some)
            .map(|_| case(&chance))
            .collect::<Result<_, _>>()
            .context("a draw that cannot be made up")?;
        if let Some(told) = disagreement(&mut others, &cases)? {
            anyhow::bail!("seed {}: {told}", args.seed);
        }
        for case in &cases {
            *counts.entry(case.expected).or_default() += 1;
        }
    }
    Ok(json!({
        "seed": args.seed,
        "draws": args.draws,
        "disagreements": 0,
        "seconds": rounded(watch.elapsed().as_secs_f64(), 1),
        "said": counts,
    }))
}

fn luck(args: &Args) -> anyhow::Result<Value> {
    let of = Packets { packets: args.packets, shares: 50, total: 10_000 };
    let ours = luckiest(of, &SeededChance::new(args.seed), |terms, chance| {
        terms.split(&Secret::made(chance)).unwrap_or_default()
    });
    let theirs = luckiest(of, &SeededChance::new(args.seed), |terms, chance| {
        double_average(terms.total, terms.shares, chance)
    });
    let told = |luck: &Luck| {
        json!({
            "chi_square": rounded(luck.chi_square(), 1),
            "first": luck.0.first(),
            "middle": luck.0.get(25),
            "last": luck.0.last(),
            "last_to_middle": rounded(luck.last_to_middle(), 3),
        })
    };
    ensure!(ours.chi_square() < CRITICAL, "our split is not flat: {}", told(&ours));
    Ok(json!({
        "packets": of.packets, "shares": of.shares, "total": of.total,
        "chi_square_of_0.1_percent": CRITICAL,
        "uniform_composition": told(&ours), "double_average": told(&theirs),
    }))
}
