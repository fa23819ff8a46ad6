//! Where the data lies and how much may wait.

use std::{path::PathBuf, time::Duration};

#[derive(Debug, Clone)]
pub enum Place {
    /// A `SQLite` file. Its folder holds the lock.
    File(PathBuf),
    /// A `PostgreSQL` URL.
    Postgres(String),
}

#[derive(Debug, Clone)]
pub struct Config {
    pub place: Place,
    pub limits: Limits,
    /// Wait for the disk at every commit. Off only for throw-away data: tests and rehearsals.
    pub durable: bool,
}

impl Config {
    pub const fn new(place: Place) -> Self {
        Self { place, limits: Limits::DEFAULT, durable: true }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Commands of one org that may wait; beyond it callers get 503.
    pub queue_per_org: usize,
    /// Commands that may wait in all.
    pub queue_in_all: usize,
    /// How long a command may wait: one that waited longer is refused unserved, because whoever asked
    /// has asked again or gone.
    pub wait_for: Duration,
    /// Where so many of an org wait, nobody is let in who would wait longer than that, or while the
    /// first of them has waited for this long: a burst is served, a queue does not stay, and who is
    /// sent away knows at once.
    pub crowd: usize,
    pub crowd_for: Duration,
    /// Commands that share one commit at most.
    pub batch: usize,
    /// How long a commit may be held open to take in more commands.
    pub batch_for: Duration,
    /// How long a turn may go without a statement before it is cut out.
    pub idle_for: Duration,
    /// How long a turn may last in all.
    pub turn_for: Duration,
    /// Connections for reading.
    pub readers: u32,
    /// Writer connections on `PostgreSQL`; an org stays on one of them. `SQLite` has one.
    pub lanes: usize,
    /// Orgs that a lane keeps in memory between commits; beyond it only those of the last commit stay
    /// and the others are loaded again when they are asked for.
    pub orgs: usize,
    /// Posts of a commit for which tables are written at once.
    pub few: usize,
    /// How far tables may follow behind what was decided by posts: in entries, and in time. A
    /// twentieth of that time without other work is enough to write them.
    pub behind: usize,
    pub behind_for: Duration,
    /// How long a `PostgreSQL` lease holds without being renewed.
    pub lease_for: Duration,
}

impl Limits {
    pub const DEFAULT: Self = Self {
        queue_per_org: 4096,
        queue_in_all: 16_384,
        wait_for: Duration::from_secs(15),
        crowd: 256,
        crowd_for: Duration::from_secs(5),
        batch: 256,
        batch_for: Duration::from_millis(20),
        idle_for: Duration::from_millis(250),
        turn_for: Duration::from_secs(2),
        readers: 8,
        lanes: 4,
        orgs: 64,
        few: 16,
        behind: 8192,
        behind_for: Duration::from_millis(100),
        lease_for: Duration::from_secs(6),
    };
}
