//! What the comparisons share: a stopwatch, medians, the disk's own speed, and where figures go.
//!
//! A comparison alternates its two sides in one run and prints their ratio with every rate that it
//! came from, because an absolute time says more about the machine than about the program.

use std::{fs::File, io::Write as _, path::Path, time::Duration};

use serde_json::{Value, json};

/// Real time since it was made: what a bench is for.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a bench measures the time that really passed")]
    #[expect(clippy::new_without_default, reason = "a stopwatch starts when it is made")]
    pub fn new() -> Self {
        Self(std::time::Instant::now())
    }
    /// As if it had been made so long before.
    #[must_use]
    pub fn earlier(self, by: Duration) -> Self {
        Self(self.0.checked_sub(by).unwrap_or(self.0))
    }
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// The value below which this share of them lies; zero when there are none.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list, from a share between zero and one"
    )]
    let place = (last as f64 * share).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// Rounded, so that nobody takes noise for precision.
pub fn rounded(value: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    (value * scale).round() / scale
}

/// How long the disk takes to make one page durable.
#[derive(Debug, Clone, Copy)]
pub struct Fsync {
    pub p50_ms: f64,
    pub p99_ms: f64,
}

impl Fsync {
    /// Appends a page of `SQLite`'s size and waits for the disk, a few hundred times, in the folder.
    pub fn measure(folder: &Path) -> anyhow::Result<Self> {
        let mut file: File = tempfile::tempfile_in(folder)?;
        let mut times = Vec::new();
        for _ in 0..400 {
            let watch = Stopwatch::new();
            file.write_all(&[7; 4096])?;
            file.sync_data()?;
            times.push(watch.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(Self { p50_ms: quantile(&times, 0.5), p99_ms: quantile(&times, 0.99) })
    }
    pub fn json(self) -> Value {
        json!({ "p50_ms": rounded(self.p50_ms, 3), "p99_ms": rounded(self.p99_ms, 3) })
    }
}

/// Prints the result of a bench, the one thing that goes to standard output.
#[expect(clippy::print_stdout, reason = "the result of a command")]
pub fn say(text: impl std::fmt::Display) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let rows: [(&[f64], f64, f64); 5] = [
            (&[], 0.5, 0.0),
            (&[4.0], 0.99, 4.0),
            (&[9.0, 1.0, 5.0], 0.5, 5.0),
            (&[9.0, 1.0, 5.0], 0.0, 1.0),
            (&[9.0, 1.0, 5.0], 1.0, 9.0),
        ];
        for (values, share, expected) in rows {
            assert!(
                (quantile(values, share) - expected).abs() < f64::EPSILON,
                "{values:?} {share}"
            );
        }
    }
}
