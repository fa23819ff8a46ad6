//! What was measured, as JSON, as a table for `docs/benchmarks.md` and as a drawing.

use std::fmt::Write as _;

use bench::{Fsync, median, rounded};
use serde_json::{Value, json};

use crate::load::Seen;

/// Everything that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Nothing,
    Sqlite,
    Flash,
    WithoutHttp,
    Postgres,
    Plain,
    Redis,
    Half,
}

impl Side {
    const ALL: [Self; 8] = [
        Self::Nothing,
        Self::Sqlite,
        Self::Flash,
        Self::WithoutHttp,
        Self::Postgres,
        Self::Plain,
        Self::Redis,
        Self::Half,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Sqlite => "sqlite",
            Self::Flash => "flash_sale",
            Self::WithoutHttp => "sqlite_without_http",
            Self::Postgres => "postgres",
            Self::Plain => "postgres_plain",
            Self::Redis => "redis",
            Self::Half => "sqlite_at_half_the_rate",
        }
    }
    const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "a route that does nothing",
            Self::Sqlite => "regulars on SQLite",
            Self::Flash => "a flash sale of it, whole",
            Self::WithoutHttp => "regulars on SQLite, no HTTP, 2,048 at once",
            Self::Postgres => "regulars on PostgreSQL, one node",
            Self::Plain => "PostgreSQL, a transaction per claim, 64 connections, no HTTP",
            Self::Redis => "Redis, a Lua script per claim",
            Self::Half => "regulars on SQLite at half of its last rate",
        }
    }
    /// What is safe before the answer.
    const fn durability(self) -> &'static str {
        match self {
            Self::Nothing => "nothing to keep",
            Self::Sqlite | Self::Flash | Self::WithoutHttp | Self::Half => {
                "write-ahead log, synchronous=FULL"
            }
            Self::Postgres | Self::Plain => "fsync=on, synchronous_commit=on",
            Self::Redis => "appendonly, appendfsync=always",
        }
    }
}

#[derive(Debug, Default)]
pub struct Report {
    rounds: Vec<(Side, Seen)>,
    pub fsync: Vec<Fsync>,
}

impl Report {
    pub fn add(&mut self, side: Side, seen: Seen) {
        self.rounds.push((side, seen));
    }

    fn of(&self, side: Side) -> impl Iterator<Item = &Seen> {
        self.rounds.iter().filter(move |(one, _)| *one == side).map(|(_, seen)| seen)
    }

    pub fn rates(&self, side: Side) -> Vec<f64> {
        self.of(side).map(|seen| seen.per_second).collect()
    }

    /// The median of one side's rates, divided round by round by those of the other.
    fn ratio(&self, one: Side, other: Side) -> Option<f64> {
        let (ones, others) = (self.rates(one), self.rates(other));
        let ratios: Vec<f64> = ones.iter().zip(&others).map(|(a, b)| a / b).collect();
        (!ratios.is_empty()).then(|| rounded(median(&ratios), 3))
    }

    /// p99 of a claim at half of the rate of the last round ÷ the disk's own p99.
    fn latency_ratio(&self) -> Option<f64> {
        let ours: Vec<f64> = self.of(Side::Half).map(Seen::p99_ms).collect();
        let disk: Vec<f64> = self.fsync.iter().map(|fsync| fsync.p99_ms).collect();
        (!ours.is_empty()).then(|| rounded(median(&ours) / median(&disk), 2))
    }

    fn goals(&self) -> [(&'static str, &'static str, Option<f64>); 6] {
        [
            ("P1", "≥ 0.5", self.ratio(Side::Sqlite, Side::Nothing)),
            ("P2", "≥ 40", self.ratio(Side::Postgres, Side::Plain)),
            ("P3", "≥ 3", self.ratio(Side::Sqlite, Side::Redis)),
            ("P4", "≤ 3", self.latency_ratio()),
            ("P12", "≥ 5", self.ratio(Side::WithoutHttp, Side::Sqlite)),
            ("flash_sale", "≥ 0.5", self.ratio(Side::Flash, Side::Sqlite)),
        ]
    }

    pub fn json(&self) -> Value {
        let mut sides = serde_json::Map::new();
        for side in Side::ALL {
            let rounds: Vec<Value> = self
                .of(side)
                .map(|seen| {
                    json!({
                        "per_second": seen.per_second.round(),
                        "p50_ms": rounded(seen.p50_ms(), 3),
                        "p99_ms": rounded(seen.p99_ms(), 3),
                        "refused": seen.refused,
                    })
                })
                .collect();
            if !rounds.is_empty() {
                let said = json!({ "durability": side.durability(), "rounds": rounds });
                sides.insert(side.key().to_owned(), said);
            }
        }
        let fsync: Vec<Value> = self.fsync.iter().map(|fsync| fsync.json()).collect();
        let goals =
            self.goals().into_iter().map(|(name, _, value)| (name.to_owned(), json!(value)));
        let mut all: serde_json::Map<String, Value> = goals.collect();
        all.insert("fsync".to_owned(), Value::Array(fsync));
        all.insert("sides".to_owned(), Value::Object(sides));
        Value::Object(all)
    }

    /// In Markdown, as `docs/benchmarks.md` has it.
    pub fn table(&self) -> String {
        let mut text = String::from(
            "| | per second, five rounds | median | p50, ms | p99, ms | safe before the answer |\n\
             |---|---|---|---|---|---|\n",
        );
        for (side, seen) in self.medians() {
            let rates: Vec<String> = self.rates(side).into_iter().map(thousands).collect();
            // Writing into a String cannot fail.
            let _ = writeln!(
                text,
                "| {} | {} | **{}** | {} | {} | {} |",
                side.name(),
                rates.join(" · "),
                thousands(seen.per_second),
                rounded(seen.p50_ms, 2),
                rounded(seen.p99_ms, 2),
                side.durability(),
            );
        }
        let of = |pick: fn(&Fsync) -> f64| {
            rounded(median(&self.fsync.iter().map(pick).collect::<Vec<_>>()), 3)
        };
        let (p50, p99) = (of(|fsync| fsync.p50_ms), of(|fsync| fsync.p99_ms));
        let _ = writeln!(text, "\nfsync alone: p50 {p50} ms, p99 {p99} ms\n");
        for (name, goal, value) in self.goals() {
            if let Some(value) = value {
                let _ = writeln!(text, "- {name} = {value} (goal {goal})");
            }
        }
        text
    }

    /// The rates as bars.
    pub fn svg(&self) -> String {
        const ROW: usize = 34;
        let medians: Vec<_> =
            self.medians().into_iter().filter(|(side, _)| *side != Side::Half).collect();
        let most = medians.iter().map(|(_, seen)| seen.per_second).fold(1.0, f64::max);
        let height = medians.len() * ROW + 16;
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 900 {height}\" \
             font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\">\n\
             <title>Claims per second, medians of five rounds</title>\n\
             <rect width=\"900\" height=\"{height}\" fill=\"#fbf8f3\"/>\n"
        );
        for (at, (side, seen)) in medians.iter().enumerate() {
            let y = at * ROW + 12;
            let width = (seen.per_second / most * 360.0).max(1.0).round();
            let fill = match side {
                Side::Sqlite | Side::Flash | Side::WithoutHttp | Side::Postgres => "#b4532a",
                _ => "#b9b0a2",
            };
            let _ = writeln!(
                text,
                "<text x=\"416\" y=\"{}\" text-anchor=\"end\" fill=\"#2d2620\">{}</text>\
                 <rect x=\"428\" y=\"{y}\" width=\"{width}\" height=\"20\" rx=\"3\" fill=\"{fill}\"/>\
                 <text x=\"{}\" y=\"{}\" fill=\"#2d2620\">{}</text>",
                y + 15,
                side.name(),
                436.0 + width,
                y + 15,
                thousands(seen.per_second),
            );
        }
        text.push_str("</svg>\n");
        text
    }

    /// Each side that was measured, with the medians of its rounds.
    fn medians(&self) -> Vec<(Side, Medians)> {
        let of = |side: Side, pick: fn(&Seen) -> f64| {
            median(&self.of(side).map(pick).collect::<Vec<_>>())
        };
        let medians = |side: Side| Medians {
            per_second: of(side, |seen| seen.per_second),
            p50_ms: of(side, Seen::p50_ms),
            p99_ms: of(side, Seen::p99_ms),
        };
        let measured = Side::ALL.into_iter().filter(|side| self.of(*side).next().is_some());
        measured.map(|side| (side, medians(side))).collect()
    }
}

struct Medians {
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// `12,345`.
fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.max(0.0));
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(per_second: f64) -> Seen {
        Seen { per_second, took_ms: vec![1.0], refused: 0 }
    }

    #[test]
    fn a_ratio_is_the_median_of_the_rounds_and_not_of_the_rates() {
        let mut report = Report::default();
        for (ours, nothing) in [(10.0, 100.0), (50.0, 100.0), (60.0, 80.0)] {
            report.add(Side::Sqlite, seen(ours));
            report.add(Side::Nothing, seen(nothing));
        }
        assert_eq!(report.ratio(Side::Sqlite, Side::Nothing), Some(0.5));
        assert_eq!(report.ratio(Side::Postgres, Side::Plain), None);
        assert_eq!(report.json()["P1"], json!(0.5));
        assert_eq!(report.json()["P2"], Value::Null);
    }

    #[test]
    fn thousands_are_set_apart() {
        let rows = [(0.0, "0"), (999.4, "999"), (1000.0, "1,000"), (1_234_567.0, "1,234,567")];
        for (value, expected) in rows {
            assert_eq!(thousands(value), expected);
        }
    }
}
