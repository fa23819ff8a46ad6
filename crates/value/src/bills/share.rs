//! Sharing an amount out by weights, down to the last coin: the largest remainder (Hamilton's
//! method). What adds up to the whole before adds up to the whole after.

/// Parts of `amount` in proportion to `weights`. Every part is rounded down; the coins that are left
/// go one each to the largest remainders, and of equal ones to the earlier. No part is larger than its
/// weight as long as the amount is not larger than their sum. Nothing is shared out over no weight.
pub fn share(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if whole <= 0 || amount <= 0 {
        return vec![0; weights.len()];
    }
    let parts = weights.iter().map(|weight| i128::from(amount) * i128::from(*weight));
    let parts: Vec<(i128, i128)> = parts.map(|part| (part / whole, part % whole)).collect();
    let given: i128 = parts.iter().map(|(floor, _)| floor).sum();
    let coins = usize::try_from(i128::from(amount) - given).unwrap_or(0);
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| (parts.get(*at).map(|(_, rest)| -rest), *at));
    let lucky = order.get(..coins).unwrap_or(&order);
    let mut shares: Vec<i64> =
        parts.iter().map(|(floor, _)| i64::try_from(*floor).unwrap_or(i64::MAX)).collect();
    for at in lucky {
        if let Some(share) = shares.get_mut(*at) {
            *share += 1;
        }
    }
    shares
}
