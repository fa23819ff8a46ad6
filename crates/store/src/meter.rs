//! What the writer has done, in numbers, for whoever watches the program. Never whose.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

/// Upper bounds of the classes of commit times, in seconds; the last class has none.
pub const COMMIT_SECONDS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0];

/// The writer's figures at one moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Commands that wait for their turn.
    pub waiting: usize,
    /// Shared commits that became durable.
    pub batches: u64,
    /// Commands that were in them, refused ones included.
    pub commands: u64,
    /// Shared transactions that were lost; nobody in them was told success.
    pub lost: u64,
    /// How many commits took no longer than each of [`COMMIT_SECONDS`], and longer; not cumulative.
    pub commits: [u64; COMMIT_SECONDS.len() + 1],
    /// How long all commits took together.
    pub commit_seconds: f64,
}

/// Counts while the writer works.
#[derive(Debug, Default)]
pub struct Meter {
    pub(crate) waiting: Arc<AtomicUsize>,
    commands: AtomicU64,
    lost: AtomicU64,
    commits: [AtomicU64; COMMIT_SECONDS.len() + 1],
    commit_micros: AtomicU64,
}

impl Meter {
    pub(crate) fn committed(&self, commands: usize, took: Duration) {
        let class = COMMIT_SECONDS.iter().position(|bound| took.as_secs_f64() <= *bound);
        if let Some(count) = self.commits.get(class.unwrap_or(COMMIT_SECONDS.len())) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.commands.fetch_add(commands as u64, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.commit_micros.fetch_add(micros, Ordering::Relaxed);
    }
    pub(crate) fn lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }
    pub(crate) fn figures(&self) -> Figures {
        let commits = self.commits.each_ref().map(|count| count.load(Ordering::Relaxed));
        let micros = self.commit_micros.load(Ordering::Relaxed);
        Figures {
            waiting: self.waiting.load(Ordering::Relaxed),
            batches: commits.iter().sum(),
            commands: self.commands.load(Ordering::Relaxed),
            lost: self.lost.load(Ordering::Relaxed),
            commits,
            commit_seconds: Duration::from_micros(micros).as_secs_f64(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_counted_in_the_class_of_its_time() {
        let meter = Meter::default();
        meter.committed(3, Duration::from_micros(1000));
        meter.committed(1, Duration::from_micros(1001));
        meter.committed(1, Duration::from_secs(60));
        meter.lost();
        let figures = meter.figures();
        assert_eq!(figures.commits, [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!((figures.batches, figures.commands, figures.lost), (3, 5, 1));
    }
}
