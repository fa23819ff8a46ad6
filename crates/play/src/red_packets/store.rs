//! The rows of splits, of what people got, and of what was handed out elsewhere.

use fair::Secret;
use kernel::{
    Error, HandoutId, MemberId, OrgId, Page, PageRequest, RedPacketId, RedShareId, Result,
    VoucherId,
};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Handout, Sealed, Share};

/// Shares in one row of a split.
pub(super) const PART: usize = 500;

pub(super) async fn insert_sealed(
    tx: &mut Tx,
    packet: RedPacketId,
    (sealed, shares): (&Sealed, &[u64]),
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("INSERT INTO red_packet (org, id, commitment, secret) VALUES ($1, $2, $3, $4)"),
        args![org, packet, &sealed.commitment, sealed.secret.as_bytes().to_vec()],
    )
    .await?;
    for (part, shares) in (0_i64..).zip(shares.chunks(PART)) {
        let shares = serde_json::to_string(shares).map_err(Error::broken)?;
        tx.run(
            sql!(
                "INSERT INTO red_split (org, packet, part, shares_secret) VALUES ($1, $2, $3, $4)"
            ),
            args![org, packet, part, shares],
        )
        .await?;
    }
    Ok(())
}

/// How an announced packet was sealed.
pub(super) async fn sealed(
    db: &mut impl Read,
    org: OrgId,
    packet: RedPacketId,
) -> Result<Option<Sealed>> {
    let sql = sql!(
        "SELECT commitment, secret, luckiest, returned FROM red_packet WHERE org = $1 AND id = $2"
    );
    let Some(row) = db.row(sql, args![org, packet]).await? else { return Ok(None) };
    let secret: Vec<u8> = row.get("secret")?;
    let secret: [u8; 32] =
        secret.try_into().map_err(|_| Error::broken("a secret of another length"))?;
    Ok(Some(Sealed {
        commitment: row.get("commitment")?,
        secret: Secret::from_bytes(secret),
        luckiest: row.get("luckiest")?,
        returned: row.get("returned")?,
    }))
}

/// How large the share at a place is; none when there are not so many.
pub(super) async fn share_at(
    db: &mut impl Read,
    org: OrgId,
    (packet, place): (RedPacketId, i64),
) -> Result<Option<i64>> {
    let each = i64::try_from(PART).map_err(Error::broken)?;
    let row = db
        .row(
            sql!(
                "SELECT shares_secret FROM red_split WHERE org = $1 AND packet = $2 AND part = $3"
            ),
            args![org, packet, place / each],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let shares: Vec<i64> = row.json("shares_secret")?;
    let at = usize::try_from(place % each).map_err(Error::broken)?;
    Ok(shares.get(at).copied())
}

/// The whole split, in its order.
pub(super) async fn split(db: &mut impl Read, org: OrgId, packet: RedPacketId) -> Result<Vec<i64>> {
    let sql =
        sql!("SELECT shares_secret FROM red_split WHERE org = $1 AND packet = $2 ORDER BY part");
    let mut all = Vec::new();
    for row in &db.rows(sql, args![org, packet]).await? {
        let some: Vec<i64> = row.json("shares_secret")?;
        all.extend(some);
    }
    Ok(all)
}

/// It is over: who was luckiest, and what went back.
pub(super) async fn set_over(
    tx: &mut Tx,
    packet: RedPacketId,
    (luckiest, returned): (Option<i64>, i64),
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE red_packet SET luckiest = $3, returned = $4 WHERE org = $1 AND id = $2"),
        args![org, packet, luckiest, returned],
    )
    .await
    .map(drop)
}

const SHARE: &str = "id, packet, place, member, amount, voucher, at, store, staff";

fn read_share(row: &Row) -> Result<Share> {
    Ok(Share {
        id: row.get("id")?,
        packet: row.get("packet")?,
        place: row.get("place")?,
        member: row.get("member")?,
        amount: row.get("amount")?,
        voucher: row.get("voucher")?,
        at: row.get("at")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
    })
}

pub(super) async fn insert_share(tx: &mut Tx, share: &Share) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO red_share (org, id, packet, place, member, amount, voucher, at, store, staff)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            org,
            share.id,
            share.packet,
            share.place,
            share.member,
            share.amount,
            share.voucher,
            share.at,
            share.store,
            share.staff,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn share(db: &mut impl Read, org: OrgId, id: RedShareId) -> Result<Option<Share>> {
    let sql = format!("SELECT {SHARE} FROM red_share WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read_share).transpose()
}

/// Of a packet, in the order in which they were taken.
pub async fn shares(
    db: &mut impl Read,
    org: OrgId,
    packet: RedPacketId,
    page: &PageRequest,
) -> Result<Page<Share>> {
    let limit = page.limit()?;
    let after: i64 = page.after()?.unwrap_or(-1);
    let sql = format!(
        "SELECT {SHARE} FROM red_share WHERE org = $1 AND packet = $2 AND place > $3
         ORDER BY place LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, packet, after, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_share).collect();
    Ok(Page::cut(found?, limit, |share| share.place))
}

/// The last that were taken, the latest first.
pub(super) async fn latest(
    db: &mut impl Read,
    org: OrgId,
    packet: RedPacketId,
    count: i64,
) -> Result<Vec<Share>> {
    let sql = format!(
        "SELECT {SHARE} FROM red_share WHERE org = $1 AND packet = $2 ORDER BY place DESC LIMIT $3"
    );
    db.rows(&sql, args![org, packet, count]).await?.iter().map(read_share).collect()
}

pub(super) async fn at_place(
    db: &mut impl Read,
    org: OrgId,
    (packet, place): (RedPacketId, i64),
) -> Result<Option<Share>> {
    let sql =
        format!("SELECT {SHARE} FROM red_share WHERE org = $1 AND packet = $2 AND place = $3");
    db.row(&sql, args![org, packet, place]).await?.as_ref().map(read_share).transpose()
}

/// What a member got of a packet, the first first; two after two records became one.
pub(super) async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    (packet, member): (RedPacketId, MemberId),
) -> Result<Vec<Share>> {
    let sql = format!(
        "SELECT {SHARE} FROM red_share WHERE org = $1 AND member = $3 AND packet = $2
         ORDER BY place LIMIT 20"
    );
    db.rows(&sql, args![org, packet, member]).await?.iter().map(read_share).collect()
}

pub(super) async fn by_voucher(
    db: &mut impl Read,
    org: OrgId,
    voucher: VoucherId,
) -> Result<Option<Share>> {
    let sql = format!("SELECT {SHARE} FROM red_share WHERE org = $1 AND voucher = $2");
    db.row(&sql, args![org, voucher]).await?.as_ref().map(read_share).transpose()
}

/// The packets of which somebody ever got a share.
pub(super) async fn packets_of(tx: &mut Tx, member: MemberId) -> Result<Vec<RedPacketId>> {
    let org = tx.org();
    let sql = sql!("SELECT DISTINCT packet FROM red_share WHERE org = $1 AND member = $2");
    let rows = tx.rows(sql, args![org, member]).await?;
    rows.iter().map(|row| row.get("packet")).collect()
}

pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE red_share SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}

const HANDOUT: &str = "id, packet, channel, amount, people, handed_on, staff, note, created_at, \
    withdrawn_at";

fn read_handout(row: &Row) -> Result<Handout> {
    Ok(Handout {
        id: row.get("id")?,
        packet: row.get("packet")?,
        channel: row.get("channel")?,
        amount: row.get("amount")?,
        people: row.get("people")?,
        handed_on: row.get("handed_on")?,
        staff: row.get("staff")?,
        note: row.get("note")?,
        created_at: row.get("created_at")?,
        withdrawn_at: row.get("withdrawn_at")?,
    })
}

pub(super) async fn insert_handout(tx: &mut Tx, handout: &Handout) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO red_handout (org, id, packet, channel, amount, people, handed_on, staff,
               note, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            org,
            handout.id,
            handout.packet,
            &handout.channel,
            handout.amount,
            handout.people,
            &handout.handed_on,
            handout.staff,
            &handout.note,
            handout.created_at,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn handout(
    db: &mut impl Read,
    org: OrgId,
    id: HandoutId,
) -> Result<Option<Handout>> {
    let sql = format!("SELECT {HANDOUT} FROM red_handout WHERE org = $1 AND id = $2");
    db.row(&sql, args![org, id]).await?.as_ref().map(read_handout).transpose()
}

pub(super) async fn strike(tx: &mut Tx, id: HandoutId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE red_handout SET withdrawn_at = $3 WHERE org = $1 AND id = $2"),
        args![org, id, now],
    )
    .await
    .map(drop)
}

/// Of a packet, the latest first.
pub async fn handouts(
    db: &mut impl Read,
    org: OrgId,
    packet: RedPacketId,
    page: &PageRequest,
) -> Result<Page<Handout>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {HANDOUT} FROM red_handout WHERE org = $1 AND packet = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, packet, before, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_handout).collect();
    Ok(Page::cut(found?, limit, |one| one.id.uuid()))
}

/// What was handed out elsewhere on a packet's budget, in minor units.
pub(super) async fn handed_out(db: &mut impl Read, org: OrgId, packet: RedPacketId) -> Result<i64> {
    let sql = sql!(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS amount FROM red_handout
         WHERE org = $1 AND packet = $2 AND withdrawn_at IS NULL"
    );
    db.row(sql, args![org, packet]).await?.map_or(Ok(0), |row| row.get("amount"))
}
