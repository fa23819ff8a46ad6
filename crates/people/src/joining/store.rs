//! All SQL of applications and proofs.

use kernel::{
    ApplicationId, Error, MemberId, OrgId, Page, PageRequest, Result, SessionId, StaffId,
};
use store::{Read, Row, Tx, args, sql};
use uuid::Uuid;

use super::model::{Application, State};

const COLUMNS: &str = "id, member, grp, series, store, link, source, staff, threshold, question, \
    answer, state, made_at, due_at, decided_at, decided_by, gift";

fn read(row: &Row) -> Result<Application> {
    Ok(Application {
        id: row.get("id")?,
        member: row.get("member")?,
        group: row.get("grp")?,
        series: row.get("series")?,
        store: row.get("store")?,
        link: row.get("link")?,
        source: row.get("source")?,
        staff: row.get("staff")?,
        threshold: row.get("threshold")?,
        question: row.get("question")?,
        answer: row.get("answer")?,
        state: row.word("state")?,
        made_at: row.get("made_at")?,
        due_at: row.get("due_at")?,
        decided_at: row.get("decided_at")?,
        decided_by: row.get("decided_by")?,
        gift: row.get("gift")?,
    })
}

pub async fn insert(tx: &mut Tx, wish: &Application) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "INSERT INTO application (org, id, member, grp, series, store, link, source, staff,
               threshold, question, answer, state, made_at, due_at, decided_at, decided_by, gift)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
               $18)"
        ),
        args![
            org,
            wish.id,
            wish.member,
            wish.group,
            wish.series,
            wish.store,
            wish.link,
            &wish.source,
            wish.staff,
            &wish.threshold,
            &wish.question,
            &wish.answer,
            wish.state.word(),
            wish.made_at,
            wish.due_at,
            wish.decided_at,
            wish.decided_by,
            wish.gift,
        ],
    )
    .await
    .map(drop)
}

pub async fn require(db: &mut impl Read, org: OrgId, id: ApplicationId) -> Result<Application> {
    let sql = format!("SELECT {COLUMNS} FROM application WHERE org = $1 AND id = $2");
    let row = db.row(&sql, args![org, id]).await?;
    row.as_ref().map(read).transpose()?.ok_or(Error::NotFound("application"))
}

/// Everything a member ever asked for, newest first.
pub async fn of_member(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<Application>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM application WHERE org = $1 AND member = $2
         ORDER BY id DESC LIMIT 100"
    );
    db.rows(&sql, args![org, member]).await?.iter().map(read).collect()
}

/// In one state, oldest first: who waits longest is first in line.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    state: State,
    page: &PageRequest,
) -> Result<Page<Application>> {
    let limit = page.limit()?;
    let after: Uuid = page.after()?.unwrap_or(Uuid::nil());
    let sql = format!(
        "SELECT {COLUMNS} FROM application WHERE org = $1 AND state = $2 AND id > $3
         ORDER BY id LIMIT $4"
    );
    let rows = db.rows(&sql, args![org, state.word(), after, limit + 1]).await?;
    let all: Result<Vec<Application>> = rows.iter().map(read).collect();
    Ok(Page::cut(all?, limit, |wish| wish.id.uuid()))
}

/// How many wait, for the rail and for Today.
pub async fn waiting(db: &mut impl Read, org: OrgId) -> Result<i64> {
    let row = db
        .row(
            sql!(
                "SELECT COUNT(*) AS wishes FROM application
                 WHERE org = $1 AND state = 'waiting'"
            ),
            args![org],
        )
        .await?;
    row.map_or(Ok(0), |row| row.get("wishes"))
}

/// Decides a waiting application; `false` when it was decided before.
pub async fn decide(
    tx: &mut Tx,
    id: ApplicationId,
    state: State,
    by: Option<StaffId>,
) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE application SET state = $3, decided_at = $4, decided_by = $5
             WHERE org = $1 AND id = $2 AND state = 'waiting'"
        ),
        args![org, id, state.word(), now, by],
    )
    .await
    .map(|rows| rows > 0)
}

/// A code that a device shows or waits for, or a letter that was ordered for it.
#[derive(Debug, Clone)]
pub struct Proof {
    pub id: Uuid,
    pub way: String,
    pub code_hash: Vec<u8>,
    pub session: SessionId,
    pub member: Option<MemberId>,
    pub tries: i64,
    pub expires_at: kernel::Time,
}

fn read_proof(row: &Row) -> Result<Proof> {
    Ok(Proof {
        id: row.get("id")?,
        way: row.get("way")?,
        code_hash: row.get("code_hash")?,
        session: row.get("session")?,
        member: row.get("member")?,
        tries: row.get("tries")?,
        expires_at: row.get("expires_at")?,
    })
}

pub async fn add_proof(tx: &mut Tx, proof: &Proof) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "INSERT INTO proof (org, id, way, code_hash, session, member, made_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        args![
            org,
            proof.id,
            &proof.way,
            proof.code_hash.clone(),
            proof.session,
            proof.member,
            now,
            proof.expires_at
        ],
    )
    .await
    .map(drop)
}

/// The living proofs of a code; two devices may have drawn the same.
pub async fn proofs_of_code(
    db: &mut impl Read,
    org: OrgId,
    hash: &[u8],
    now: kernel::Time,
) -> Result<Vec<Proof>> {
    let rows = db
        .rows(
            sql!(
                "SELECT id, way, code_hash, session, member, tries, expires_at FROM proof
                 WHERE org = $1 AND code_hash = $2 AND way = 'counter' AND used_at IS NULL
                   AND expires_at > $3 LIMIT 2"
            ),
            args![org, hash, now],
        )
        .await?;
    rows.iter().map(read_proof).collect()
}

/// The living proofs of a device, newest first.
pub async fn proofs_of_session(
    db: &mut impl Read,
    org: OrgId,
    session: SessionId,
    now: kernel::Time,
) -> Result<Vec<Proof>> {
    let rows = db
        .rows(
            sql!(
                "SELECT id, way, code_hash, session, member, tries, expires_at FROM proof
                 WHERE org = $1 AND session = $2 AND used_at IS NULL AND expires_at > $3
                 ORDER BY id DESC LIMIT 20"
            ),
            args![org, session, now],
        )
        .await?;
    rows.iter().map(read_proof).collect()
}

/// One that is neither used nor late.
pub async fn living_proof(
    db: &mut impl Read,
    org: OrgId,
    id: Uuid,
    now: kernel::Time,
) -> Result<Option<Proof>> {
    let row = db
        .row(
            sql!(
                "SELECT id, way, code_hash, session, member, tries, expires_at FROM proof
                 WHERE org = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3"
            ),
            args![org, id, now],
        )
        .await?;
    row.as_ref().map(read_proof).transpose()
}

/// The codes and links that were sent to this device's owner are over.
pub async fn spend_letters(tx: &mut Tx, session: SessionId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE proof SET used_at = $3
             WHERE org = $1 AND session = $2 AND way <> 'counter' AND used_at IS NULL"
        ),
        args![org, session, now],
    )
    .await
    .map(drop)
}

pub async fn use_proof(tx: &mut Tx, id: Uuid) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE proof SET used_at = $3 WHERE org = $1 AND id = $2 AND used_at IS NULL"),
        args![org, id, now],
    )
    .await
    .map(|rows| rows > 0)
}

pub async fn try_proof(tx: &mut Tx, id: Uuid) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("UPDATE proof SET tries = tries + 1 WHERE org = $1 AND id = $2"), args![org, id])
        .await
        .map(drop)
}

/// What lies about for more than a day is of no use to anybody.
pub async fn sweep_proofs(tx: &mut Tx, session: SessionId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("DELETE FROM proof WHERE org = $1 AND (session = $2 OR expires_at < $3)"),
        args![org, session, now.plus_days(-1)],
    )
    .await
    .map(drop)
}
