//! Much work in turns: as much at a time as the store has time for.

use std::time::Duration;

use kernel::{Error, Result};

/// So often in a row a single row may be refused before the store counts as away.
const PATIENCE: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// How many rows the next turn takes. A turn that took too long is undone whole; half as many rows are
/// tried then, and more again when those went well: a slow minute makes long work slower, and does not
/// end it.
///
/// ```
/// # use store::Pace;
/// let mut pace = Pace::new(500);
/// pace.busy(kernel::Error::BUSY)?;
/// assert_eq!(pace.rows(), 250);
/// pace.kept();
/// assert_eq!(pace.rows(), 313);
/// assert!(pace.busy(kernel::Error::NotFound("shop")).is_err());
/// # Ok::<(), kernel::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Pace {
    most: usize,
    rows: usize,
    refusals: u32,
}

impl Pace {
    /// At most so many rows a turn, and so many in the first.
    pub const fn new(most: usize) -> Self {
        Self { most, rows: most, refusals: 0 }
    }
    pub const fn rows(&self) -> usize {
        self.rows
    }
    /// The turn is in the books.
    pub fn kept(&mut self) {
        self.refusals = 0;
        self.rows = (self.rows + self.rows / 4 + 1).min(self.most);
    }
    /// The turn was refused. If for want of time, how long to wait before fewer rows are tried; any
    /// other error, and want of time that does not end, comes back.
    pub fn busy(&mut self, error: Error) -> Result<Duration> {
        if !matches!(error, Error::Busy { .. }) {
            return Err(error);
        }
        if self.rows > 1 {
            self.rows /= 2;
            return Ok(PAUSE);
        }
        self.refusals += 1;
        if self.refusals > PATIENCE {
            return Err(error);
        }
        Ok(PAUSE.saturating_mul(self.refusals.min(10)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_takes_few_rows_gets_few_and_one_that_is_away_is_given_up() {
        // Takes at most so many rows a turn: whatever it is, all rows go in.
        for takes in [1, 2, 3, 60, 499, 500, 1000] {
            let (mut pace, mut left, mut turns) = (Pace::new(500), 3000, 0);
            while left > 0 {
                turns += 1;
                let rows = pace.rows().min(left);
                if rows > takes {
                    pace.busy(Error::BUSY).unwrap();
                } else {
                    left -= rows;
                    pace.kept();
                }
                assert!((1..=500).contains(&pace.rows()));
            }
            assert!(turns <= 20 + 2 * 3000 / takes.min(500), "{turns} turns of {takes}");
        }
        let mut pace = Pace::new(500);
        let given_up = (1..1000).find(|_| pace.busy(Error::BUSY).is_err());
        // Eight halvings lead from 500 to a single row.
        assert_eq!((pace.rows(), given_up), (1, Some(8 + PATIENCE + 1)));
    }
}
