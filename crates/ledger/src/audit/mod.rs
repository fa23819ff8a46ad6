//! Proves the ledger: reads the whole journal, checks the chain, the order of events and every
//! rule of the books, rebuilds balances, lots and reservations by plain arithmetic, and compares
//! them with the tables. Names the first difference.
//!
//! Memory is bounded: the journal is streamed, and accounts are taken in as many shares as are
//! needed, one pass over the journal for each. The org may go on writing: whenever a table is read,
//! the statement also says up to which journal row it is, and the replay is brought there first. Where
//! the tables are behind the journal, they are compared as of the row that they stand at.
//!
//! Deliberately absent: proof that nobody rewrote the journal as a whole. For that, keep a head
//! hash somewhere else; a later audit must pass through it.

mod accounts;
mod keys;
mod pages;
pub mod rebuild;
pub(crate) mod replay;
pub(crate) mod stream;
mod tables;
mod transfers;

use std::{collections::BTreeMap, fmt};

use kernel::{Error, OrgId, Result};
use serde::Serialize;
use store::{Read, args, sql};

use crate::{
    entry::{Kind, hex},
    journal::Leaf,
};
use replay::{Replay, Share, Wrong};
use stream::{JournalRow, Stream};
use tables::Tables;
use transfers::Transfers;

/// Accounts of one share, about; a share that grows beyond twice of it is split.
const SHARE: i64 = 200_000;

/// What an audit found. Sound if there is no difference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub rows: i64,
    /// The hash of the last row, in hexadecimal. Kept elsewhere, it seals everything before it.
    pub head: String,
    pub events: i64,
    pub postings: i64,
    pub transfers: i64,
    pub accounts: i64,
    pub open_lots: i64,
    pub open_reservations: i64,
    /// In order of unit.
    pub units: Vec<UnitTotal>,
    pub difference: Option<Difference>,
}

/// What is out in a unit: the sum of all balances above zero. What was issued is its negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitTotal {
    pub unit: String,
    pub outstanding: i64,
}

/// The first thing that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The journal row that says what is expected; of a balance the last row that changed it.
    pub row: i64,
    /// `balance of account stock/gft_…`, `hash of the journal row`, `event 31: data`.
    pub what: String,
    pub expected: String,
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, what, expected, found } = self;
        write!(f, "journal row {row}, {what}: expected {expected}, found {found}")
    }
}

/// How far an audit has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub row: i64,
    pub rows: i64,
    /// Passes over the journal.
    pub pass: u64,
    pub passes: u64,
}

/// Audits an org. An error means that it could not be audited, not that it is unsound.
pub async fn audit(
    read: &mut impl Read,
    org: OrgId,
    progress: impl FnMut(Progress) + Send,
) -> Result<Report> {
    let accounts = read
        .row(sql!("SELECT COUNT(*) AS accounts FROM account WHERE org = $1"), args![org])
        .await?
        .map_or(Ok(0), |row| row.get::<i64>("accounts"))?;
    let passes = u64::try_from(accounts / SHARE + 1).unwrap_or(1);
    audit_in_passes(read, org, passes, progress).await
}

/// As [`audit`], with so many passes over the journal: more of them need less memory.
pub async fn audit_in_passes(
    read: &mut impl Read,
    org: OrgId,
    mut passes: u64,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Report> {
    loop {
        let mut audit = Audit::new(read, org, passes.max(1)).await?;
        match audit.run(read, &mut progress).await {
            Ok(()) => return Ok(audit.report()),
            Err(Stop::Difference(difference)) => {
                audit.report.difference = Some(difference);
                return Ok(audit.report());
            }
            Err(Stop::TooMany) => passes = passes.saturating_mul(2),
            Err(Stop::Error(error)) => return Err(error),
        }
    }
}

/// Why a run ended early.
enum Stop {
    Difference(Difference),
    /// More accounts in one share than memory should hold.
    TooMany,
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

fn differs(row: i64, wrong: Wrong) -> Stop {
    let Wrong { what, expected, found } = wrong;
    Stop::Difference(Difference { row, what, expected, found })
}

struct Audit {
    org: OrgId,
    passes: u64,
    /// The last row when it began: totals are as of here.
    rows: i64,
    report: Report,
    /// By unit: the sum of all balances, and of those above zero.
    totals: BTreeMap<String, (i128, i128)>,
    tables: Tables,
}

impl Audit {
    async fn new(read: &mut impl Read, org: OrgId, passes: u64) -> Result<Self> {
        let rows = tables::stand(read, org).await?;
        let tables = Tables::new(read, org).await?;
        let report = Report::default();
        Ok(Self { org, passes, rows, report, totals: BTreeMap::new(), tables })
    }

    async fn run<P: FnMut(Progress) + Send>(
        &mut self,
        read: &mut impl Read,
        progress: &mut P,
    ) -> Result<(), Stop> {
        for index in 0..self.passes {
            let mut pass = Pass {
                stream: Stream::new(self.org),
                replay: Replay::new(Share { index, count: self.passes }),
                transfers: Transfers::new(self.org),
            };
            let (rows, passes) = (self.rows, self.passes);
            let mut told = |row| progress(Progress { row, rows, pass: index + 1, passes });
            self.advance(read, &mut pass, rows, &mut told).await?;
            if index == 0 {
                self.report.head = hex::write(&pass.stream.head().hash);
            }
            self.add_up(&pass.replay);
            accounts::compare(self, read, &mut pass).await?;
            if index == 0 {
                accounts::compare_reservations(self, read, &mut pass).await?;
                self.ends(read, &mut pass).await?;
            }
        }
        match self.totals.iter().find(|(_, (sum, _))| *sum != 0) {
            None => Ok(()),
            Some((unit, (sum, _))) => Err(differs(
                self.rows,
                Wrong {
                    what: format!("sum of unit {unit}"),
                    expected: "0".to_owned(),
                    found: sum.to_string(),
                },
            )),
        }
    }

    /// Brings a pass up to a journal row.
    async fn advance(
        &mut self,
        read: &mut impl Read,
        pass: &mut Pass,
        to: i64,
        told: &mut (impl FnMut(i64) + Send),
    ) -> Result<(), Stop> {
        while pass.stream.head().number < to {
            let number = pass.stream.head().number + 1;
            let gone = || Wrong {
                what: "journal row".to_owned(),
                expected: number.to_string(),
                found: "none".to_owned(),
            };
            let next = pass.stream.next(read).await?.ok_or_else(|| differs(number, gone()))?;
            let row = next.map_err(|wrong| differs(number, wrong))?;
            self.take(pass, &row).map_err(|wrong| differs(number, wrong))?;
            if pass.replay.share.index == 0 {
                let (window, ordinal) = (pass.stream.window().min(to), pass.transfers.ordinal);
                let same = self.tables.compare(read, &row, window, ordinal).await?;
                same.map_err(|wrong| differs(number, wrong))?;
            }
            let before = std::mem::take(&mut pass.replay.before);
            let same = pass.transfers.compare(read, &row, &before).await?;
            same.map_err(|wrong| differs(number, wrong))?;
            if i64::try_from(pass.replay.holders.len()).unwrap_or(i64::MAX) > 2 * SHARE {
                return Err(Stop::TooMany);
            }
            if number % 64 == 0 || number == to {
                told(number);
            }
        }
        Ok(())
    }

    fn take(&mut self, pass: &mut Pass, row: &JournalRow) -> Result<(), Wrong> {
        for (leaf, read) in row.leaves() {
            let read = read.map_err(|error| Wrong {
                what: format!("line {leaf}"),
                expected: "an entry, an event or a key".to_owned(),
                found: error.to_string(),
            })?;
            let Leaf::Entry(entry) = read else { continue };
            pass.replay.apply(row.number, &entry)?;
            if pass.replay.share.index == 0 && row.number <= self.rows {
                self.report.postings += i64::from(entry.has_id() && entry.kind != Kind::Reserved);
                if entry.kind.moves() {
                    self.report.transfers += i64::try_from(entry.lines.len()).unwrap_or(0);
                }
            }
        }
        Ok(())
    }

    /// Adds a share's accounts to the totals, as of the row where the audit began.
    fn add_up(&mut self, replay: &Replay) {
        for holder in replay.holders.values() {
            let total = self.totals.entry(holder.unit.to_string()).or_default();
            total.0 += i128::from(holder.balance);
            total.1 += i128::from(holder.balance.max(0));
            self.report.accounts += 1;
            self.report.open_lots += i64::try_from(holder.lots.len()).unwrap_or(0);
        }
        if replay.share.index == 0 {
            self.report.open_reservations = i64::try_from(replay.reservations.len()).unwrap_or(0);
            self.report.events = self.tables.last_event();
            self.report.rows = self.rows;
        }
    }

    /// Nothing lies in the tables beyond the journal.
    async fn ends(&mut self, read: &mut impl Read, pass: &mut Pass) -> Result<(), Stop> {
        let ends = tables::ends(read, self.org).await?;
        self.advance(read, pass, ends.stand, &mut |_| ()).await?;
        let ordinal = pass.transfers.ordinal;
        self.tables.check_ends(&ends, ordinal).map_err(|wrong| differs(ends.stand, wrong))?;
        // What the tables have not come to is in order, too.
        let last = crate::hot::last_row(read, self.org).await?.number;
        while pass.stream.head().number < last {
            let number = pass.stream.head().number + 1;
            let Some(next) = pass.stream.next(read).await? else { break };
            next.map_err(|wrong| differs(number, wrong))?;
        }
        Ok(())
    }

    fn report(self) -> Report {
        let outstanding = |sum: i128| i64::try_from(sum).unwrap_or(i64::MAX);
        let units = self
            .totals
            .into_iter()
            .map(|(unit, (_, out))| UnitTotal { unit, outstanding: outstanding(out) })
            .collect();
        Report { units, ..self.report }
    }
}

/// One pass over the journal for one share of the accounts.
struct Pass {
    stream: Stream,
    replay: Replay,
    transfers: Transfers,
}
