//! What others read of points.

use ::store::Tx;
use kernel::{PurchaseId, Result};
use web::shops;

use super::{
    engine::{Kind, Payment, What},
    store,
};
use crate::words::Words;

/// What a purchase did to its buyer's points in one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What they are called.
    pub unit: Words,
    pub earned: i64,
    /// Points that paid, and what they were worth in minor units.
    pub paid: i64,
    pub worth: i64,
}

/// By program, in the order of the programs.
pub async fn done_by(tx: &mut Tx, purchase: PurchaseId) -> Result<Vec<Done>> {
    let (org, now) = (tx.org(), tx.now());
    let entries = store::entries_of(tx, org, purchase).await?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let zone = shops::require(tx, org).await?.zone;
    let mut all = Vec::new();
    for known in store::programs(tx, org, &zone).await? {
        let mut done = Done { unit: known.terms(now)?.unit.clone(), earned: 0, paid: 0, worth: 0 };
        for (_, entry) in entries.iter().filter(|(program, _)| *program == known.program.id) {
            if entry.kind == Kind::Earned {
                done.earned += entry.points;
            }
            if let Some(What::Spent(payment @ Payment::Purchase(sale))) = &entry.what {
                let points = payment.points();
                done.paid += points;
                done.worth += sale.offered.map_or(0, |(_, worth)| worth.of(points));
            }
        }
        if done.earned != 0 || done.paid != 0 {
            all.push(done);
        }
    }
    Ok(all)
}
