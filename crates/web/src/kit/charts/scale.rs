//! From values to places.

/// Round numbers from below the lowest to above the highest value, at most four of them.
pub(super) fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = (high - low).max(f64::EPSILON);
    let raw = span / 3.0;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|nice| nice * power)
        .find(|step| *step >= raw)
        .unwrap_or(raw);
    let mut at = (low / step).floor() * step;
    let mut ticks = vec![at];
    while at < high && ticks.len() < 6 {
        at += step;
        ticks.push(at);
    }
    ticks
}

/// Values to pixels from the top.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    pub low: f64,
    pub high: f64,
    pub top: f64,
    pub height: f64,
}

impl Scale {
    /// Counts begin at zero unless they all lie close together far away from it.
    pub fn of(values: &[f64], top: f64, height: f64) -> (Self, Vec<f64>) {
        let sound = || values.iter().copied().filter(|value| value.is_finite());
        let (low, high) = (sound().fold(f64::MAX, f64::min), sound().fold(f64::MIN, f64::max));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let low = if low >= 0.0 && low < high * 0.8 { 0.0 } else { low };
        let high = if high <= low { low + 1.0 } else { high };
        let ticks = ticks(low, high);
        let ends = (ticks.first().copied().unwrap_or(low), ticks.last().copied().unwrap_or(high));
        (Self { low: ends.0, high: ends.1, top, height }, ticks)
    }
    pub fn y(self, value: f64) -> f64 {
        let value = if value.is_finite() { value } else { self.low };
        self.top + self.height * (1.0 - (value - self.low) / (self.high - self.low))
    }
}

/// The part of the way that a point lies along the axis, in percent.
pub(super) fn x(at: usize, of: usize) -> f64 {
    if of < 2 {
        return 50.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a chart has few points")]
    let part = at as f64 / (of - 1) as f64;
    part * 100.0
}

/// A smooth path through the points that never swings past them (Fritsch and Carlson, "Monotone
/// Piecewise Cubic Interpolation", 1980).
pub(super) fn smooth(points: &[(f64, f64)]) -> String {
    use std::fmt::Write as _;
    let slopes: Vec<f64> = points
        .windows(2)
        .map(|two| match two {
            [(x0, y0), (x1, y1)] if x1 > x0 => (y1 - y0) / (x1 - x0),
            _ => 0.0,
        })
        .collect();
    let tangent = |at: usize| -> f64 {
        let before = at.checked_sub(1).and_then(|i| slopes.get(i)).copied();
        match (before, slopes.get(at).copied()) {
            (Some(a), Some(b)) if a * b > 0.0 => 2.0 * a * b / (a + b),
            (Some(one), None) | (None, Some(one)) => one,
            _ => 0.0,
        }
    };
    let mut path = String::new();
    let mut last: Option<(f64, f64)> = None;
    for (at, (x, y)) in points.iter().copied().enumerate() {
        match last {
            None => {
                let _ = write!(path, "M{x:.2} {y:.1}");
            }
            Some((x0, y0)) => {
                let third = (x - x0) / 3.0;
                let (y1, y2) = (y0 + tangent(at - 1) * third, y - tangent(at) * third);
                let _ = write!(
                    path,
                    "C{:.2} {y1:.1} {:.2} {y2:.1} {x:.2} {y:.1}",
                    x0 + third,
                    x - third
                );
            }
        }
        last = Some((x, y));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_values() {
        assert_eq!(ticks(0.0, 96.0), [0.0, 50.0, 100.0]);
        assert_eq!(ticks(0.0, 7.0), [0.0, 2.5, 5.0, 7.5]);
        for (values, low) in [(vec![3.0, 96.0], 0.0), (vec![980.0, 1000.0], 980.0), (vec![], 0.0)] {
            let (scale, _) = Scale::of(&values, 0.0, 100.0);
            assert!((scale.low - low).abs() < 1e-9 && scale.high > scale.low, "{values:?}");
            for value in values {
                assert!((0.0..=100.0).contains(&scale.y(value)), "{value}");
            }
        }
        let (scale, _) = Scale::of(&[f64::NAN, f64::INFINITY], 0.0, 100.0);
        assert!(scale.y(f64::NAN).is_finite());
    }

    #[test]
    fn a_path_goes_through_its_points() {
        assert_eq!(smooth(&[(0.0, 10.0), (50.0, 5.0)]), "M0.00 10.0C16.67 8.3 33.33 6.7 50.00 5.0");
        assert_eq!(smooth(&[]), "");
    }
}
