//! The rows of prices.

use kernel::{GiftId, OrgId, ProgramId, Result};
use store::{Read, Tx, args, sql};

/// What a gift costs in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    pub program: ProgramId,
    pub gift: GiftId,
    pub points: i64,
}

/// Prices of one program or of all, the cheapest first; at most two hundred.
pub async fn prices(
    db: &mut impl Read,
    org: OrgId,
    program: Option<ProgramId>,
) -> Result<Vec<Price>> {
    let rows = db
        .rows(
            sql!(
                "SELECT program, gift, points FROM points_price
                 WHERE org = $1 AND (CAST($2 AS UUID) IS NULL OR program = $2)
                 ORDER BY points, gift LIMIT 200"
            ),
            args![org, program],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Price {
                program: row.get("program")?,
                gift: row.get("gift")?,
                points: row.get("points")?,
            })
        })
        .collect()
}

pub(super) async fn put(tx: &mut Tx, price: Price) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO points_price (org, program, gift, points, created_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (org, program, gift) DO UPDATE SET points = excluded.points"
        ),
        args![org, price.program, price.gift, price.points, now],
    )
    .await
    .map(drop)
}

pub(super) async fn delete(tx: &mut Tx, program: ProgramId, gift: GiftId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("DELETE FROM points_price WHERE org = $1 AND program = $2 AND gift = $3"),
        args![org, program, gift],
    )
    .await
    .map(drop)
}
