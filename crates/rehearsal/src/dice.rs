//! Chance for a simulation: one seeded source, and the few distributions people need.

use kernel::{Chance, SeededChance};

#[derive(Debug)]
pub struct Dice(SeededChance);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SeededChance::new(seed))
    }
    fn source(&self) -> &(dyn Chance + 'static) {
        &self.0
    }
    /// Uniform in `0..bound`.
    pub fn below(&self, bound: usize) -> usize {
        usize::try_from(self.source().below(bound as u64)).unwrap_or(0)
    }
    /// Uniform in `[0, 1)`.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    pub fn unit(&self) -> f64 {
        (self.source().below(1 << 53)) as f64 / (1u64 << 53) as f64
    }
    pub fn happens(&self, probability: f64) -> bool {
        self.unit() < probability
    }
    pub fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
    /// One of the weights' places, in proportion.
    pub fn weighted(&self, weights: &[f64]) -> usize {
        let mut rest = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            rest -= weight;
            if rest < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }
    /// Log-normal around a median: what people spend. Box and Muller's method.
    pub fn around(&self, median: f64, spread: f64) -> f64 {
        let (u, v) = (self.unit().max(1e-12), self.unit());
        let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
        median * (spread * normal).exp()
    }
    /// Gamma with shape below or around one, by sums of exponentials: how differently people come.
    pub fn habit(&self, mean: f64) -> f64 {
        -self.unit().max(1e-12).ln() * mean
    }
    /// Poisson by Knuth's product; fine for the small means of a day.
    pub fn count(&self, mean: f64) -> usize {
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0;
        while product > limit && count < 10_000 {
            count += 1;
            product *= self.unit();
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_rolls_the_same() {
        let (a, b) = (Dice::new(7), Dice::new(7));
        for _ in 0..100 {
            assert_eq!(a.below(1000), b.below(1000));
        }
    }

    #[test]
    fn a_days_count_has_its_mean() {
        let dice = Dice::new(3);
        let total: usize = (0..4000).map(|_| dice.count(2.5)).sum();
        let mean = total as f64 / 4000.0;
        assert!((2.3..2.7).contains(&mean), "{mean}");
    }

    #[test]
    fn weights_are_kept() {
        let dice = Dice::new(5);
        let mut seen = [0; 3];
        (0..6000).for_each(|_| seen[dice.weighted(&[3.0, 2.0, 1.0])] += 1);
        assert!(seen[0] > seen[1] && seen[1] > seen[2] && seen[2] > 700, "{seen:?}");
    }
}
