//! The rows of cards and stamps.

use std::collections::HashMap;

use kernel::{Error, MemberId, OrgId, Result, StaffId, StampCardId, Time};
use store::{Read, Row, Tx, args, sql};

use super::model::{Stamp, StampCard};

const COLUMNS: &str = "id, series, name, needs, each, least, gift, state, created_at";

fn read(row: &Row) -> Result<StampCard> {
    Ok(StampCard {
        id: row.get("id")?,
        series: row.get("series")?,
        name: row.json("name")?,
        needs: row.get("needs")?,
        each: row.word("each")?,
        least: row.get("least")?,
        gift: row.get("gift")?,
        state: row.word("state")?,
        created_at: row.get("created_at")?,
    })
}

/// All cards, the newest first: one per series, a handful.
pub async fn list(db: &mut impl Read, org: OrgId) -> Result<Vec<StampCard>> {
    let sql = format!("SELECT {COLUMNS} FROM stamp_card WHERE org = $1 ORDER BY id DESC LIMIT 500");
    db.rows(&sql, args![org]).await?.iter().map(read).collect()
}

pub async fn require(db: &mut impl Read, org: OrgId, id: StampCardId) -> Result<StampCard> {
    let sql = format!("SELECT {COLUMNS} FROM stamp_card WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("stamp_card"))
}

pub(super) async fn insert(tx: &mut Tx, card: &StampCard) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO stamp_card (org, id, series, name, needs, each, least, gift, state,
               created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        args![
            org,
            card.id,
            card.series,
            serde_json::to_string(&card.name).map_err(Error::broken)?,
            card.needs,
            card.each.word(),
            card.least,
            card.gift,
            card.state.word(),
            card.created_at,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn update(tx: &mut Tx, card: &StampCard) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE stamp_card SET name = $3, needs = $4, each = $5, least = $6, gift = $7,
               state = $8
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            card.id,
            serde_json::to_string(&card.name).map_err(Error::broken)?,
            card.needs,
            card.each.word(),
            card.least,
            card.gift,
            card.state.word(),
        ],
    )
    .await
    .map(drop)
}

fn read_stamp(row: &Row) -> Result<Stamp> {
    Ok(Stamp {
        card: row.get("card")?,
        member: row.get("member")?,
        mark: row.get("mark")?,
        at: row.get("at")?,
        store: row.get("store")?,
        times: row.get("times")?,
        undone: row.get("undone")?,
        posting: row.get("posting")?,
        fill: row.get("fill")?,
        voucher: row.get("voucher")?,
        posted_for: row.get("posted_for")?,
    })
}

const STAMP: &str = "card, member, mark, at, store, times, undone, posting, fill, voucher, \
    posted_for";

pub async fn stamp(
    db: &mut impl Read,
    org: OrgId,
    card: StampCardId,
    member: MemberId,
    mark: &str,
) -> Result<Option<Stamp>> {
    let sql = format!(
        "SELECT {STAMP} FROM stamp WHERE org = $1 AND card = $2 AND member = $3 AND mark = $4"
    );
    db.row(&sql, args![org, card, member, mark]).await?.as_ref().map(read_stamp).transpose()
}

/// When a member's last stamps of a card were earned, the latest first.
pub async fn dates(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
    card: StampCardId,
    count: i64,
) -> Result<Vec<Time>> {
    let rows = db
        .rows(
            sql!(
                "SELECT at FROM stamp
                 WHERE org = $1 AND member = $2 AND card = $3 AND undone = FALSE
                 ORDER BY at DESC LIMIT $4"
            ),
            args![org, member, card, count],
        )
        .await?;
    rows.iter().map(|row| row.get("at")).collect()
}

/// Writes a stamp, anew or again after it was undone.
pub(super) async fn put(tx: &mut Tx, stamp: &Stamp, staff: Option<StaffId>) -> Result<()> {
    put_all(tx, std::slice::from_ref(stamp), staff).await
}

/// As [`put`]: each mark of a member once.
pub(super) async fn put_all(tx: &mut Tx, stamps: &[Stamp], staff: Option<StaffId>) -> Result<()> {
    let org = tx.org();
    let row = |stamp: &Stamp| {
        args![
            org,
            stamp.card,
            stamp.member,
            &stamp.mark,
            stamp.at,
            stamp.store,
            staff,
            stamp.times,
            stamp.undone,
            stamp.posting,
            stamp.fill,
            stamp.voucher,
            stamp.posted_for,
        ]
    };
    let columns = [
        "org",
        "card",
        "member",
        "mark",
        "at",
        "store",
        "staff",
        "times",
        "undone",
        "posting",
        "fill",
        "voucher",
        "posted_for",
    ];
    let again = "ON CONFLICT (org, card, member, mark) DO UPDATE SET at = excluded.at,
        store = excluded.store, staff = excluded.staff, times = excluded.times,
        undone = excluded.undone, posting = excluded.posting, fill = excluded.fill,
        voucher = excluded.voucher, posted_for = excluded.posted_for";
    tx.insert("stamp", &columns, stamps.iter().map(row).collect(), again).await
}

/// By member and mark: how often it was stamped on this card, and whether that was undone.
pub(super) type Stamped = HashMap<(MemberId, String), (i64, bool)>;

/// Which of these marks were stamped before.
pub(super) async fn stamped(
    tx: &mut Tx,
    card: StampCardId,
    marks: &[(MemberId, String)],
) -> Result<Stamped> {
    let mut found = Stamped::new();
    let org = tx.org();
    for some in marks.chunks(50) {
        let row = |n: usize| format!("(${}, ${})", 2 * n + 3, 2 * n + 4);
        let wanted = (0..some.len()).map(row).collect::<Vec<_>>().join(",");
        let sql = format!(
            "SELECT member, mark, times, undone FROM stamp
             WHERE org = $1 AND card = $2 AND (member, mark) IN (VALUES {wanted})"
        );
        let mut values = args![org, card];
        for (member, mark) in some {
            values.extend(args![*member, mark]);
        }
        for row in tx.rows(&sql, values).await? {
            let key = (row.get("member")?, row.get("mark")?);
            found.insert(key, (row.get("times")?, row.get("undone")?));
        }
    }
    Ok(found)
}

/// How a card goes: people with at least one stamp, stamps ever given, cards filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub people: i64,
    pub stamps: i64,
    pub filled: i64,
}

pub async fn progress(db: &mut impl Read, org: OrgId, card: StampCardId) -> Result<Progress> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(DISTINCT member) AS people, COUNT(*) AS stamps, COUNT(fill) AS filled
                 FROM stamp WHERE org = $1 AND card = $2 AND undone = FALSE"
            ),
            args![org, card],
        )
        .await?;
    row.map_or_else(
        || Ok(Progress::default()),
        |row| {
            Ok(Progress {
                people: row.get("people")?,
                stamps: row.get("stamps")?,
                filled: row.get("filled")?,
            })
        },
    )
}

/// All stamps of a member's card, the latest first.
pub(super) async fn stamps(tx: &mut Tx, card: StampCardId, member: MemberId) -> Result<Vec<Stamp>> {
    let org = tx.org();
    let sql = format!(
        "SELECT {STAMP} FROM stamp WHERE org = $1 AND card = $2 AND member = $3
         ORDER BY at DESC, mark DESC"
    );
    tx.rows(&sql, args![org, card, member]).await?.iter().map(read_stamp).collect()
}

/// One row goes: another says the same.
pub(super) async fn delete(tx: &mut Tx, stamp: &Stamp) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("DELETE FROM stamp WHERE org = $1 AND card = $2 AND member = $3 AND mark = $4"),
        args![org, stamp.card, stamp.member, &stamp.mark],
    )
    .await
    .map(drop)
}

/// How often a mark was stamped, of both records together: the next stamp has a posting of its own.
pub(super) async fn count_times(tx: &mut Tx, stamp: &Stamp, times: i64) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE stamp SET times = $5
             WHERE org = $1 AND card = $2 AND member = $3 AND mark = $4"
        ),
        args![org, stamp.card, stamp.member, &stamp.mark, times],
    )
    .await
    .map(drop)
}

pub(super) async fn hand_over(
    tx: &mut Tx,
    card: StampCardId,
    (from, into): (MemberId, MemberId),
) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE stamp SET posted_for = COALESCE(posted_for, member), member = $4
             WHERE org = $1 AND card = $2 AND member = $3"
        ),
        args![org, card, from, into],
    )
    .await
    .map(drop)
}
