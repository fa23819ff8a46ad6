//! The rows of vouchers and redemptions.

use std::collections::BTreeSet;

use kernel::{
    Error, GiftId, MemberId, OrgId, Page, PageRequest, PurchaseId, RedemptionId, Result, Time,
    VoucherId,
};
use store::{Read, Row, Tx, args, equal, sql};
use uuid::Uuid;

use super::model::{Redemption, State, Voucher, Way};
use crate::bills::Cut;

pub(super) const COLUMNS: &str = "id, code, gift, member, source, state, cost, price, issued_at, \
    expires_at, ended_at, store, group_id, series, link, staff, posting";

pub(super) fn read(row: &Row) -> Result<Voucher> {
    Ok(Voucher {
        id: row.get("id")?,
        code: row.get("code")?,
        gift: row.get("gift")?,
        member: row.get("member")?,
        source: row.get("source")?,
        state: row.word("state")?,
        cost: row.get("cost")?,
        price: row.get("price")?,
        issued_at: row.get("issued_at")?,
        expires_at: row.get("expires_at")?,
        ended_at: row.get("ended_at")?,
        way: Way {
            store: row.get("store")?,
            group: row.get("group_id")?,
            series: row.get("series")?,
            link: row.get("link")?,
            staff: row.get("staff")?,
        },
        posting: row.get("posting")?,
    })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: VoucherId) -> Result<Voucher> {
    let sql = format!("SELECT {COLUMNS} FROM voucher WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("voucher"))
}

/// By its whole code, in any way of writing. The index finds it; the comparison that decides takes
/// equally long whatever differs.
pub async fn by_code(db: &mut impl Read, org: OrgId, typed: &str) -> Result<Option<Voucher>> {
    let Some(code) = crate::codes::read(typed) else { return Ok(None) };
    let sql = format!("SELECT {COLUMNS} FROM voucher WHERE org = $1 AND code = $2");
    let found = db.row(&sql, args![org, &code]).await?.as_ref().map(read).transpose()?;
    Ok(found.filter(|voucher| kernel::text::same_secret(voucher.code.as_bytes(), code.as_bytes())))
}

/// A member's vouchers, the latest first, at most a hundred.
pub async fn of_member(db: &mut impl Read, org: OrgId, member: MemberId) -> Result<Vec<Voucher>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM voucher WHERE org = $1 AND member = $2 ORDER BY id DESC LIMIT 100"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

/// Which vouchers a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which {
    pub member: Option<MemberId>,
    pub gift: Option<GiftId>,
    pub state: Option<State>,
}

/// The latest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    which: Which,
    page: &PageRequest,
) -> Result<Page<Voucher>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let mut values = args![org, before, limit + 1];
    let member = equal("member", which.member, &mut values);
    let gift = equal("gift", which.gift, &mut values);
    let state = equal("state", which.state.map(State::word), &mut values);
    let sql = format!(
        "SELECT {COLUMNS} FROM voucher WHERE org = $1 AND id < $2
         AND {member} AND {gift} AND {state} ORDER BY id DESC LIMIT $3"
    );
    let rows = db.rows(&sql, values).await?;
    let vouchers: Result<Vec<_>> = rows.iter().map(read).collect();
    Ok(Page::cut(vouchers?, limit, |voucher| voucher.id.uuid()))
}

pub(super) async fn insert(tx: &mut Tx, vouchers: &[Voucher]) -> Result<()> {
    let org = tx.org();
    let row = |voucher: &Voucher| {
        args![
            org,
            voucher.id,
            &voucher.code,
            voucher.gift,
            voucher.member,
            &voucher.source,
            voucher.state.word(),
            voucher.cost,
            voucher.price,
            voucher.issued_at,
            voucher.expires_at,
            voucher.way.store,
            voucher.way.group,
            voucher.way.series,
            voucher.way.link,
            voucher.way.staff,
            voucher.posting,
        ]
    };
    let columns = [
        "org",
        "id",
        "code",
        "gift",
        "member",
        "source",
        "state",
        "cost",
        "price",
        "issued_at",
        "expires_at",
        "store",
        "group_id",
        "series",
        "link",
        "staff",
        "posting",
    ];
    tx.insert("voucher", &columns, vouchers.iter().map(row).collect(), "").await
}

pub(super) async fn set_state(
    tx: &mut Tx,
    id: VoucherId,
    state: State,
    ended_at: Option<Time>,
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE voucher SET state = $3, ended_at = $4 WHERE org = $1 AND id = $2"),
        args![org, id, state.word(), ended_at],
    )
    .await
    .map(drop)
}

/// What is over and not collected, the oldest first.
pub(super) async fn overdue(
    db: &mut impl Read,
    org: OrgId,
    now: Time,
    limit: u32,
) -> Result<Vec<Voucher>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM voucher
         WHERE org = $1 AND state = 'issued' AND expires_at <= $2 AND source <> 'activity'
         ORDER BY expires_at LIMIT $3"
    );
    db.rows(&sql, args![org, now, limit]).await?.iter().map(read).collect()
}

/// What will be over before an instant and was not told of, the soonest first.
pub(super) async fn ending(
    db: &mut impl Read,
    org: OrgId,
    before: Time,
    limit: u32,
) -> Result<Vec<Voucher>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM voucher
         WHERE org = $1 AND state = 'issued' AND expires_at <= $2 AND ending_told = FALSE
           AND source <> 'activity'
         ORDER BY expires_at LIMIT $3"
    );
    db.rows(&sql, args![org, before, limit]).await?.iter().map(read).collect()
}

pub(super) async fn mark_told(tx: &mut Tx, id: VoucherId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("UPDATE voucher SET ending_told = TRUE WHERE org = $1 AND id = $2"), args![org, id])
        .await
        .map(drop)
}

fn read_redemption(row: &Row) -> Result<Redemption> {
    Ok(Redemption {
        id: row.get("id")?,
        voucher: row.get("voucher")?,
        gift: row.get("gift")?,
        member: row.get("member")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
        at: row.get("at")?,
        cost: row.get("cost")?,
        posting: row.get("posting")?,
        undone_at: row.get("undone_at")?,
        purchase: row.get("purchase")?,
        use_number: row.get("use_number")?,
    })
}

const REDEMPTION: &str = "id, voucher, gift, member, store, staff, at, cost, posting, undone_at, \
    purchase, use_number";

pub async fn redemption(db: &mut impl Read, org: OrgId, id: RedemptionId) -> Result<Redemption> {
    let sql = format!("SELECT {REDEMPTION} FROM redemption WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read_redemption).transpose()?.ok_or(Error::NotFound("redemption"))
}

/// The latest first.
pub async fn redemptions(
    db: &mut impl Read,
    org: OrgId,
    page: &PageRequest,
) -> Result<Page<Redemption>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {REDEMPTION} FROM redemption WHERE org = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
    );
    let rows = db.rows(&sql, args![org, before, limit + 1]).await?;
    let redemptions: Result<Vec<_>> = rows.iter().map(read_redemption).collect();
    Ok(Page::cut(redemptions?, limit, |redemption| redemption.id.uuid()))
}

pub(super) async fn insert_redemption(tx: &mut Tx, redemption: &Redemption) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO redemption (org, id, voucher, gift, member, store, staff, at, cost,
               posting, undone_at, purchase, use_number)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11, $12)"
        ),
        args![
            org,
            redemption.id,
            redemption.voucher,
            redemption.gift,
            redemption.member,
            redemption.store,
            redemption.staff,
            redemption.at,
            redemption.cost,
            redemption.posting,
            redemption.purchase,
            redemption.use_number,
        ],
    )
    .await
    .map(drop)
}

/// What stands of a purchase, and of a voucher.
pub(super) async fn standing(
    db: &mut impl Read,
    org: OrgId,
    of: Standing,
) -> Result<Vec<Redemption>> {
    let (column, id) = match of {
        Standing::Purchase(id) => ("purchase", id.uuid()),
        Standing::Voucher(id) => ("voucher", id.uuid()),
    };
    let sql = format!(
        "SELECT {REDEMPTION} FROM redemption
         WHERE org = $1 AND {column} = $2 AND undone_at IS NULL ORDER BY use_number, id"
    );
    db.rows(&sql, args![org, id]).await?.iter().map(read_redemption).collect()
}

/// The uses of a voucher that stand.
pub(crate) async fn uses(
    db: &mut impl Read,
    org: OrgId,
    voucher: VoucherId,
) -> Result<Vec<RedemptionId>> {
    let standing = standing(db, org, Standing::Voucher(voucher)).await?;
    Ok(standing.iter().map(|one| one.id).collect())
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Standing {
    Purchase(PurchaseId),
    Voucher(VoucherId),
}

pub(super) async fn mark_undone(tx: &mut Tx, id: RedemptionId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE redemption SET undone_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, now],
    )
    .await
    .map(drop)
}

/// What each voucher took off each line of a purchase.
pub(super) async fn insert_cuts(tx: &mut Tx, purchase: PurchaseId, cuts: &[Cut]) -> Result<()> {
    let org = tx.org();
    let rows = cuts.iter().map(|cut| {
        let line = i64::try_from(cut.line).unwrap_or(0) + 1;
        args![org, purchase, line, cut.candidate, cut.off]
    });
    let columns = ["org", "purchase", "line", "voucher", "taken_off"];
    tx.insert("purchase_cut", &columns, rows.collect(), "").await
}

pub async fn cuts(db: &mut impl Read, org: OrgId, purchase: PurchaseId) -> Result<Vec<Cut>> {
    let rows = db
        .rows(
            sql!(
                "SELECT line, voucher, taken_off FROM purchase_cut
                 WHERE org = $1 AND purchase = $2 ORDER BY line, voucher"
            ),
            args![org, purchase],
        )
        .await?;
    let read = |row: &Row| {
        let line = usize::try_from(row.get::<i64>("line")? - 1).unwrap_or(0);
        Ok(Cut { line, candidate: row.get("voucher")?, off: row.get("taken_off")? })
    };
    rows.iter().map(read).collect()
}

pub(super) async fn delete_cuts(tx: &mut Tx, purchase: PurchaseId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM purchase_cut WHERE org = $1 AND purchase = $2"), args![org, purchase])
        .await
        .map(drop)
}

/// Whose accounts the posting of a voucher or of a redemption names; none for its member's own.
pub(super) async fn posted_for(
    tx: &mut Tx,
    table: &'static str,
    id: Uuid,
) -> Result<Option<MemberId>> {
    let org = tx.org();
    let sql = format!("SELECT posted_for FROM {table} WHERE org = $1 AND id = $2");
    tx.row(&sql, args![org, id]).await?.map_or(Ok(None), |row| row.get("posted_for"))
}

/// Which gifts somebody ever had.
pub(super) async fn gifts_of(tx: &mut Tx, member: MemberId) -> Result<Vec<GiftId>> {
    let org = tx.org();
    let sql = sql!("SELECT gift FROM voucher WHERE org = $1 AND member = $2");
    let rows = tx.rows(sql, args![org, member]).await?;
    let gifts: Result<BTreeSet<GiftId>> = rows.iter().map(|row| row.get("gift")).collect();
    Ok(gifts?.into_iter().collect())
}

/// How many can still be redeemed.
pub(super) async fn count_open(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let (org, now) = (tx.org(), tx.now());
    let sql = sql!(
        "SELECT COUNT(*) AS open FROM voucher WHERE org = $1 AND member = $2 AND state = 'issued'
         AND (expires_at IS NULL OR expires_at > $3)"
    );
    tx.row(sql, args![org, member, now]).await?.map_or(Ok(0), |row| row.get("open"))
}

pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    for table in ["voucher", "redemption"] {
        let sql = format!(
            "UPDATE {table} SET posted_for = COALESCE(posted_for, member), member = $3
             WHERE org = $1 AND member = $2"
        );
        tx.run(&sql, args![org, from, into]).await?;
    }
    Ok(())
}
