//! The baskets' rows.

use kernel::{MemberId, OrgId, ProductId, Result, VoucherId};
use store::{Read, Tx, args, sql};

use super::model::{Basket, Chosen};
use crate::products::{self, State};

/// What a member has in it. What is not for sale any more is left out.
pub async fn load(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Basket> {
    let rows = db
        .rows(
            sql!(
                "SELECT product, quantity FROM basket_line WHERE org = $1 AND member = $2
                 ORDER BY product"
            ),
            args![org, member],
        )
        .await?;
    let mut basket = Basket::default();
    for row in &rows {
        let product = products::require(db, org, row.get("product")?).await?;
        if product.state == State::Open {
            basket.lines.push(Chosen { product, quantity: row.get("quantity")? });
        }
    }
    Ok(basket)
}

pub(super) async fn set(
    tx: &mut Tx,
    member: MemberId,
    product: ProductId,
    quantity: i64,
) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO basket_line (org, member, product, quantity, changed_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (org, member, product)
             DO UPDATE SET quantity = excluded.quantity, changed_at = excluded.changed_at"
        ),
        args![org, member, product, quantity, now],
    )
    .await
    .map(drop)
}

pub(super) async fn remove(tx: &mut Tx, member: MemberId, product: ProductId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("DELETE FROM basket_line WHERE org = $1 AND member = $2 AND product = $3"),
        args![org, member, product],
    )
    .await
    .map(drop)
}

pub(super) async fn clear(tx: &mut Tx, member: MemberId) -> Result<()> {
    let org = tx.org();
    for table in ["basket_line", "basket_left_out"] {
        let sql = format!("DELETE FROM {table} WHERE org = $1 AND member = $2");
        tx.run(&sql, args![org, member]).await?;
    }
    Ok(())
}

/// What a member keeps for another time.
pub(super) async fn left_out(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<VoucherId>> {
    let sql = sql!(
        "SELECT voucher FROM basket_left_out WHERE org = $1 AND member = $2 ORDER BY voucher LIMIT 200"
    );
    db.rows(sql, args![org, member]).await?.iter().map(|row| row.get("voucher")).collect()
}

pub(super) async fn leave_out(tx: &mut Tx, member: MemberId, voucher: VoucherId) -> Result<()> {
    let org = tx.org();
    let sql = sql!(
        "INSERT INTO basket_left_out (org, member, voucher) VALUES ($1, $2, $3)
         ON CONFLICT (org, member, voucher) DO NOTHING"
    );
    tx.run(sql, args![org, member, voucher]).await.map(drop)
}

pub(super) async fn put_in(tx: &mut Tx, member: MemberId, voucher: VoucherId) -> Result<()> {
    let org = tx.org();
    let sql = sql!("DELETE FROM basket_left_out WHERE org = $1 AND member = $2 AND voucher = $3");
    tx.run(sql, args![org, member, voucher]).await.map(drop)
}

/// What lies in one basket is put into the other, as much of each as may be.
pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO basket_line (org, member, product, quantity, changed_at)
             SELECT org, CAST($3 AS UUID), product, quantity, $4 FROM basket_line
             WHERE org = $1 AND member = $2
             ON CONFLICT (org, member, product) DO UPDATE SET changed_at = excluded.changed_at,
               quantity = CASE WHEN basket_line.quantity + excluded.quantity > $5 THEN $5
                          ELSE basket_line.quantity + excluded.quantity END"
        ),
        args![org, from, into, now, products::MOST_OF_ONE],
    )
    .await?;
    tx.run(
        sql!(
            "INSERT INTO basket_left_out (org, member, voucher)
             SELECT org, CAST($3 AS UUID), voucher FROM basket_left_out
             WHERE org = $1 AND member = $2
             ON CONFLICT (org, member, voucher) DO NOTHING"
        ),
        args![org, from, into],
    )
    .await?;
    clear(tx, from).await
}
