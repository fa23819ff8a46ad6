//! Who gets the largest share: our split, and the popular one that favours the late.

use kernel::Chance;

use crate::{Label, Share, Terms};

/// How many packets, of how many shares and units.
#[derive(Debug, Clone, Copy)]
pub struct Packets {
    pub packets: u64,
    pub shares: u64,
    pub total: u64,
}

/// How often each place had the largest share; of equal ones the first counts.
#[derive(Debug, Clone)]
pub struct Luck(pub Vec<u64>);

/// Splits that many packets and counts.
pub fn luckiest(
    of: Packets,
    chance: &dyn Chance,
    split: impl Fn(&Terms, &dyn Chance) -> Vec<u64>,
) -> Luck {
    let mut counts = vec![0; usize::try_from(of.shares).unwrap_or(0)];
    let Ok(packet) = Label::new("pkt_luck") else { return Luck(counts) };
    let terms = Terms { kind: Share::Random, least: 1, packet, shares: of.shares, total: of.total };
    for _ in 0..of.packets {
        let shares = split(&terms, chance);
        let most = shares.iter().max();
        let at = shares.iter().position(|share| Some(share) == most);
        if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    Luck(counts)
}

/// The popular method: each share is uniform from one unit to twice the average of what is left,
/// less one; the last takes the rest. All have the same mean, and the late ones a wider spread.
pub fn double_average(total: u64, shares: u64, chance: &dyn Chance) -> Vec<u64> {
    let mut left = total;
    let mut split = Vec::new();
    for waiting in (2..=shares).rev() {
        let most = (2 * left / waiting).saturating_sub(1).max(1);
        let share = 1 + chance.below(most);
        split.push(share);
        left -= share;
    }
    split.push(left);
    split
}

impl Luck {
    /// Against "every place alike", with one degree of freedom less than there are places.
    pub fn chi_square(&self) -> f64 {
        let expected = self.0.iter().sum::<u64>() as f64 / self.0.len() as f64;
        self.0.iter().map(|seen| (*seen as f64 - expected).powi(2) / expected).sum()
    }
    /// How many times as often the last place is luckiest as a middle one.
    pub fn last_to_middle(&self) -> f64 {
        let middle = self.0.get(self.0.len() / 2 - 5..self.0.len() / 2 + 5).unwrap_or(&self.0);
        let average = middle.iter().sum::<u64>() as f64 / middle.len() as f64;
        self.0.last().map_or(0.0, |last| *last as f64) / average
    }
}
