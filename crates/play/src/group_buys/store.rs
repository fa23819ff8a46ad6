//! The rows of teams and of places in them.

use std::collections::HashMap;

use kernel::{
    BuyTeamId, Error, GroupBuyId, MemberId, OrgId, Page, PageRequest, Result, Time, VoucherId,
};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Fate, Figures, Seat, Stand, Team};

const TEAM: &str = "id, buy, code, state, people, price, started_at, until, ended_at";
const SEAT: &str = "id, team, buy, member, state, points, deposit, day, at, voucher, until, ended_at, \
    store, staff";

fn read_team(row: &Row) -> Result<Team> {
    Ok(Team {
        id: row.get("id")?,
        buy: row.get("buy")?,
        code: row.get("code")?,
        stand: row.word("state")?,
        people: row.get::<i64>("people")?.try_into().map_err(Error::broken)?,
        price: row.get("price")?,
        started_at: row.get("started_at")?,
        until: row.get("until")?,
        ended_at: row.get("ended_at")?,
    })
}

fn read_seat(row: &Row) -> Result<Seat> {
    Ok(Seat {
        id: row.get("id")?,
        team: row.get("team")?,
        buy: row.get("buy")?,
        member: row.get("member")?,
        fate: row.word("state")?,
        points: row.get("points")?,
        deposit: row.get("deposit")?,
        day: row.get("day")?,
        at: row.get("at")?,
        voucher: row.get("voucher")?,
        until: row.get("until")?,
        ended_at: row.get("ended_at")?,
        store: row.get("store")?,
        staff: row.get("staff")?,
    })
}

pub(super) async fn insert_team(tx: &mut Tx, team: &Team) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO buy_team (org, id, buy, code, state, people, started_at, until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![
            org,
            team.id,
            team.buy,
            &team.code,
            team.stand.word(),
            i64::from(team.people),
            team.started_at,
            team.until,
        ],
    )
    .await
    .map(drop)
}

pub(super) async fn update_team(tx: &mut Tx, team: &Team) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE buy_team SET state = $3, people = $4, price = $5, ended_at = $6
             WHERE org = $1 AND id = $2"
        ),
        args![org, team.id, team.stand.word(), i64::from(team.people), team.price, team.ended_at],
    )
    .await
    .map(drop)
}

/// What is open is decided now.
pub(super) async fn end_teams(tx: &mut Tx, buy: GroupBuyId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE buy_team SET until = $3
             WHERE org = $1 AND buy = $2 AND state = 'open' AND until > $3"
        ),
        args![org, buy, now],
    )
    .await
    .map(drop)
}

pub async fn team(db: &mut impl Read, org: OrgId, id: BuyTeamId) -> Result<Team> {
    let sql = format!("SELECT {TEAM} FROM buy_team WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read_team).transpose()?.ok_or(Error::NotFound("team"))
}

/// By its invitation.
pub async fn by_code(db: &mut impl Read, org: OrgId, code: &str) -> Result<Option<Team>> {
    let sql = format!("SELECT {TEAM} FROM buy_team WHERE org = $1 AND code = $2");
    db.row(&sql, args![org, code]).await?.as_ref().map(read_team).transpose()
}

/// Of a group buy, of one state or all, the latest first.
pub async fn teams(
    db: &mut impl Read,
    org: OrgId,
    (buy, stand): (GroupBuyId, Option<Stand>),
    page: &PageRequest,
) -> Result<Page<Team>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {TEAM} FROM buy_team WHERE org = $1 AND buy = $2 AND id < $3
           AND (CAST($4 AS TEXT) IS NULL OR state = $4)
         ORDER BY id DESC LIMIT $5"
    );
    let values = args![org, buy, before, stand.map(Stand::word), limit + 1];
    let rows = db.rows(&sql, values).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_team).collect();
    Ok(Page::cut(found?, limit, |team| team.id.uuid()))
}

/// What one may step into, the soonest decided first.
pub(super) async fn open_teams(
    db: &mut impl Read,
    org: OrgId,
    (buy, now): (GroupBuyId, Time),
    limit: i64,
) -> Result<Vec<Team>> {
    let sql = format!(
        "SELECT {TEAM} FROM buy_team WHERE org = $1 AND buy = $2 AND state = 'open' AND until > $3
         ORDER BY until, id LIMIT $4"
    );
    db.rows(&sql, args![org, buy, now, limit]).await?.iter().map(read_team).collect()
}

/// What is to be decided, the oldest first.
pub(super) async fn due_teams(
    db: &mut impl Read,
    org: OrgId,
    (buy, now): (GroupBuyId, Time),
    limit: u32,
) -> Result<Vec<Team>> {
    let sql = format!(
        "SELECT {TEAM} FROM buy_team WHERE org = $1 AND buy = $2 AND state = 'open' AND until <= $3
         ORDER BY until LIMIT $4"
    );
    db.rows(&sql, args![org, buy, now, limit]).await?.iter().map(read_team).collect()
}

pub(super) async fn insert_seat(tx: &mut Tx, seat: &Seat) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO buy_seat (org, id, team, buy, member, state, points, deposit, day, at, store,
               staff)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        args![
            org,
            seat.id,
            seat.team,
            seat.buy,
            seat.member,
            seat.fate.word(),
            seat.points,
            seat.deposit,
            &seat.day,
            seat.at,
            seat.store,
            seat.staff,
        ],
    )
    .await
    .map(drop)
}

/// What became of a place, and its ticket.
pub(super) async fn update_seat(tx: &mut Tx, seat: &Seat) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE buy_seat SET state = $3, voucher = $4, until = $5, ended_at = $6
             WHERE org = $1 AND id = $2"
        ),
        args![org, seat.id, seat.fate.word(), seat.voucher, seat.until, seat.ended_at],
    )
    .await
    .map(drop)
}

pub(super) async fn by_voucher(
    db: &mut impl Read,
    org: OrgId,
    voucher: VoucherId,
) -> Result<Option<Seat>> {
    let sql = format!("SELECT {SEAT} FROM buy_seat WHERE org = $1 AND voucher = $2");
    db.row(&sql, args![org, voucher]).await?.as_ref().map(read_seat).transpose()
}

/// Everybody's place in a team, who came first before the others.
pub async fn seats(db: &mut impl Read, org: OrgId, team: BuyTeamId) -> Result<Vec<Seat>> {
    let sql =
        format!("SELECT {SEAT} FROM buy_seat WHERE org = $1 AND team = $2 ORDER BY id LIMIT 1000");
    db.rows(&sql, args![org, team]).await?.iter().map(read_seat).collect()
}

/// Of a group buy, the latest first.
pub async fn all_seats(
    db: &mut impl Read,
    org: OrgId,
    buy: GroupBuyId,
    page: &PageRequest,
) -> Result<Page<Seat>> {
    let limit = page.limit()?;
    let before: Uuid = page.after()?.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {SEAT} FROM buy_seat WHERE org = $1 AND buy = $2 AND id < $3
         ORDER BY id DESC LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, buy, before, limit + 1]).await?;
    let found: Result<Vec<_>> = rows.iter().map(read_seat).collect();
    Ok(Page::cut(found?, limit, |seat| seat.id.uuid()))
}

/// A member's place in a team that is not decided.
pub(super) async fn seated(
    db: &mut impl Read,
    org: OrgId,
    (team, member): (BuyTeamId, MemberId),
) -> Result<Option<Seat>> {
    let sql = format!(
        "SELECT {SEAT} FROM buy_seat
         WHERE org = $1 AND team = $2 AND member = $3 AND state = 'seated'"
    );
    db.row(&sql, args![org, team, member]).await?.as_ref().map(read_seat).transpose()
}

/// A member's places, the latest first, at most twenty: of one group buy, or of all.
pub(super) async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    (member, buy): (MemberId, Option<GroupBuyId>),
) -> Result<Vec<Seat>> {
    let sql = format!(
        "SELECT {SEAT} FROM buy_seat
         WHERE org = $1 AND member = $2 AND (CAST($3 AS UUID) IS NULL OR buy = $3)
         ORDER BY id DESC LIMIT 20"
    );
    db.rows(&sql, args![org, member, buy]).await?.iter().map(read_seat).collect()
}

/// A member's places in teams that are not decided.
pub(super) async fn open_of_member(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Seat>> {
    let sql = format!(
        "SELECT {SEAT} FROM buy_seat WHERE org = $1 AND member = $2 AND state = 'seated'
         ORDER BY id LIMIT 1000"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read_seat).collect()
}

/// The group buys that somebody ever took part in.
pub(super) async fn buys_of(tx: &mut Tx, member: MemberId) -> Result<Vec<GroupBuyId>> {
    let org = tx.org();
    let sql = sql!("SELECT DISTINCT buy FROM buy_seat WHERE org = $1 AND member = $2");
    tx.rows(sql, args![org, member]).await?.iter().map(|row| row.get("buy")).collect()
}

/// Everybody's place in a team that was decided waits for its ticket or its refund.
pub(super) async fn mark_due(tx: &mut Tx, team: BuyTeamId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE buy_seat SET state = 'due' WHERE org = $1 AND team = $2 AND state = 'seated'"),
        args![org, team],
    )
    .await
    .map(drop)
}

/// Places that wait for their ticket or their refund.
pub(super) async fn due(
    db: &mut impl Read,
    org: OrgId,
    buy: GroupBuyId,
    limit: u32,
) -> Result<Vec<Seat>> {
    let sql = format!(
        "SELECT {SEAT} FROM buy_seat WHERE org = $1 AND buy = $2 AND state = 'due' LIMIT $3"
    );
    db.rows(&sql, args![org, buy, limit]).await?.iter().map(read_seat).collect()
}

/// What was not collected before an instant, the soonest first.
pub(super) async fn overdue(
    db: &mut impl Read,
    org: OrgId,
    (buy, now): (GroupBuyId, Time),
    limit: u32,
) -> Result<Vec<Seat>> {
    let sql = format!(
        "SELECT {SEAT} FROM buy_seat
         WHERE org = $1 AND buy = $2 AND state = 'held' AND until <= $3 ORDER BY until LIMIT $4"
    );
    db.rows(&sql, args![org, buy, now, limit]).await?.iter().map(read_seat).collect()
}

/// The soonest end of a team or of a ticket.
pub(super) async fn soonest(
    db: &mut impl Read,
    org: OrgId,
    buy: GroupBuyId,
) -> Result<Option<Time>> {
    let sql = sql!(
        "SELECT MIN(until) AS until FROM (
           SELECT MIN(until) AS until FROM buy_team WHERE org = $1 AND buy = $2 AND state = 'open'
           UNION ALL
           SELECT MIN(until) AS until FROM buy_seat
             WHERE org = $1 AND buy = $2 AND state = 'held') AS ends"
    );
    db.row(sql, args![org, buy]).await?.map_or(Ok(None), |row| row.get("until"))
}

/// How often each stand and fate is there.
pub(super) async fn counted(db: &mut impl Read, org: OrgId, buy: GroupBuyId) -> Result<Figures> {
    let sql = sql!(
        "SELECT 'team' AS sort, state, COUNT(*) AS n FROM buy_team
           WHERE org = $1 AND buy = $2 GROUP BY state
         UNION ALL
         SELECT 'seat' AS sort, state, COUNT(*) AS n FROM buy_seat
           WHERE org = $1 AND buy = $2 GROUP BY state"
    );
    let mut of = HashMap::new();
    for row in &db.rows(sql, args![org, buy]).await? {
        let key = (row.get::<String>("sort")?, row.get::<String>("state")?);
        of.insert(key, row.get::<i64>("n")?);
    }
    let n = |sort: &str, word: &str| {
        of.get(&(sort.to_owned(), word.to_owned())).copied().unwrap_or_default()
    };
    let (team, seat) =
        (|stand: Stand| n("team", stand.word()), |fate: Fate| n("seat", fate.word()));
    Ok(Figures {
        left: 0,
        teams_open: team(Stand::Open),
        teams_made: team(Stand::Made),
        teams_failed: team(Stand::Failed),
        teams_left: team(Stand::Left),
        seated: seat(Fate::Seated) + seat(Fate::Due),
        held: seat(Fate::Held),
        collected: seat(Fate::Collected),
        lapsed: seat(Fate::Lapsed),
        withdrawn: seat(Fate::Withdrawn),
        refunded: seat(Fate::Refunded),
        stepped_out: seat(Fate::Left),
    })
}

pub(super) async fn hand_over(tx: &mut Tx, from: MemberId, into: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE buy_seat SET member = $3 WHERE org = $1 AND member = $2"),
        args![org, from, into],
    )
    .await
    .map(drop)
}
