//! All SQL of members.

use std::collections::{HashMap, HashSet};

use kernel::{Error, MemberId, OrgId, Result, StaffId, Time};
use store::{Read, Row, Tx, Value, args, sql};

use super::{
    Birthday, Consent, ConsentKind, ConsentState, E164, Email, Member,
    model::{ERASED, NewMember, last_key, name_key},
};

pub use super::list::list;

pub(crate) const COLUMNS: &str = "id, code, name, phone, phone_proven_at, email, email_proven_at, \
    birth_month, birth_day, birth_year, lang, tags, notes, store, source, contact, created_at, \
    changed_at, erased_at";

pub(super) fn read(row: &Row) -> Result<Member> {
    let month: Option<i64> = row.get("birth_month")?;
    let day: Option<i64> = row.get("birth_day")?;
    let year: Option<i64> = row.get("birth_year")?;
    let lang: Option<String> = row.get("lang")?;
    Ok(Member {
        id: row.get("id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        phone: row.get::<Option<String>>("phone")?.map(E164::kept),
        phone_proven_at: row.get("phone_proven_at")?,
        email: row.get::<Option<String>>("email")?.map(Email::kept),
        email_proven_at: row.get("email_proven_at")?,
        birthday: month.zip(day).and_then(|(month, day)| Birthday::new(month, day, year)),
        lang: lang.and_then(|tag| tag.parse().ok()),
        tags: row.json("tags")?,
        notes: row.get("notes")?,
        store: row.get("store")?,
        source: row.get("source")?,
        contact: row.get("contact")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        erased_at: row.get("erased_at")?,
    })
}

async fn one(db: &mut impl Read, by: &str, org: OrgId, value: Value) -> Result<Option<Member>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM member WHERE org = $1 AND id =
           (SELECT COALESCE(merged_into, id) FROM member WHERE org = $1 AND {by} = $2)"
    );
    db.row(&sql, vec![org.into(), value]).await?.as_ref().map(read).transpose()
}

/// The member, erased ones too. An id, code or number of a record that was merged finds the one that
/// lives on.
pub async fn find(db: &mut impl Read, org: OrgId, id: MemberId) -> Result<Option<Member>> {
    one(db, "id", org, id.into()).await
}

/// Whom a filter means: a record that was merged means the one that it became.
pub async fn meant(
    db: &mut impl Read,
    org: OrgId,
    id: Option<MemberId>,
) -> Result<Option<MemberId>> {
    let Some(id) = id else { return Ok(None) };
    Ok(Some(find(db, org, id).await?.map_or(id, |member| member.id)))
}

pub async fn require(db: &mut impl Read, org: OrgId, id: MemberId) -> Result<Member> {
    find(db, org, id).await?.ok_or(Error::NotFound("member"))
}

/// Which of these records stand for themselves: neither erased nor merged into another.
pub async fn standing_among(tx: &mut Tx, ids: &[MemberId]) -> Result<HashSet<MemberId>> {
    let sql =
        "SELECT id FROM member WHERE merged_into IS NULL AND erased_at IS NULL AND org = $1 AND id";
    let ids = ids.iter().map(|id| Value::from(*id)).collect();
    tx.among(sql, ids).await?.iter().map(|row| row.get("id")).collect()
}

pub async fn by_phone(db: &mut impl Read, org: OrgId, phone: &E164) -> Result<Option<Member>> {
    one(db, "phone", org, phone.as_str().into()).await
}

/// By the card's code, as typed or scanned.
pub async fn by_code(db: &mut impl Read, org: OrgId, code: &str) -> Result<Option<Member>> {
    one(db, "code", org, super::model::code(code).into()).await
}

/// Any member with this address, for imports and for lost sessions at the counter.
pub async fn by_email(db: &mut impl Read, org: OrgId, email: &Email) -> Result<Option<Member>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM member WHERE org = $1 AND email_key = $2 ORDER BY id LIMIT 1"
    );
    db.row(&sql, args![org, email.key()]).await?.as_ref().map(read).transpose()
}

/// `$3, $4, …` for a list of ids that begins at `from`.
pub(crate) fn marks(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// The names of some members, at most a page of them.
pub async fn names(
    db: &mut impl Read,
    org: OrgId,
    ids: &[MemberId],
) -> Result<HashMap<MemberId, String>> {
    let mut names = HashMap::new();
    for ids in ids.chunks(200) {
        let sql = format!(
            "SELECT m.id, COALESCE(i.name, m.name) AS name FROM member m
             LEFT JOIN member i ON i.org = m.org AND i.id = m.merged_into
             WHERE m.org = $1 AND m.id IN ({})",
            marks(2, ids.len())
        );
        let mut args = args![org];
        args.extend(ids.iter().map(|id| Value::from(*id)));
        for row in db.rows(&sql, args).await? {
            names.insert(row.get("id")?, row.get("name")?);
        }
    }
    Ok(names)
}

/// Members whose birthday is one of these (month, day), behind a member and so many at most; erased ones
/// have none.
pub async fn born_on(
    db: &mut impl Read,
    org: OrgId,
    days: &[(i8, i8)],
    (after, most): (Option<MemberId>, u32),
) -> Result<Vec<Member>> {
    if days.is_empty() {
        return Ok(Vec::new());
    }
    let mut args = args![org, after.map_or_else(uuid::Uuid::nil, kernel::Id::uuid), most];
    let mut any = Vec::with_capacity(days.len());
    for (month, day) in days {
        any.push(format!(
            "(birth_month = ${} AND birth_day = ${})",
            args.len() + 1,
            args.len() + 2
        ));
        args.extend([i64::from(*month).into(), i64::from(*day).into()]);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM member WHERE org = $1 AND id > $2 AND ({}) ORDER BY id LIMIT $3",
        any.join(" OR ")
    );
    db.rows(&sql, args).await?.iter().map(read).collect()
}

/// Adds the member; `false` when the card's code is somebody else's already.
pub async fn insert(tx: &mut Tx, id: MemberId, code: &str, new: &NewMember) -> Result<bool> {
    let (org, now) = (tx.org(), tx.now());
    let key = name_key(&new.name);
    let birth = new.birthday;
    let rows = tx
        .run(
            sql!(
                "INSERT INTO member (org, id, code, name, name_key, last_key, phone, phone_back,
                   phone_proven_at, email, email_key, birth_month, birth_day, birth_year, lang,
                   tags, notes, store, source, contact, created_at, changed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                   $17, $18, $19, $20, $21, $21)
                 ON CONFLICT (org, code) DO NOTHING"
            ),
            args![
                org,
                id,
                code,
                &new.name,
                &key,
                last_key(&key),
                new.phone.as_ref().map(E164::as_str),
                new.phone.as_ref().map(E164::backwards),
                new.phone_proven,
                new.email.as_ref().map(Email::as_str),
                new.email.as_ref().map(Email::key),
                birth.map(|b| i64::from(b.month)),
                birth.map(|b| i64::from(b.day)),
                birth.and_then(|b| b.year).map(i64::from),
                new.lang.map(kernel::Lang::tag),
                json(&new.tags)?,
                &new.notes,
                new.store,
                &new.source,
                new.contact,
                now,
            ],
        )
        .await?;
    Ok(rows > 0)
}

fn json(tags: &[String]) -> Result<String> {
    serde_json::to_string(tags).map_err(Error::broken)
}

/// Writes everything that can change; the caller read it in the same turn.
pub async fn update(tx: &mut Tx, member: &Member) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let key = name_key(&member.name);
    let birth = member.birthday;
    tx.run(
        sql!(
            "UPDATE member SET name = $3, name_key = $4, last_key = $5, phone = $6,
               phone_back = $7, phone_proven_at = $8, email = $9, email_key = $10,
               email_proven_at = $11, birth_month = $12, birth_day = $13, birth_year = $14,
               lang = $15, tags = $16, notes = $17, store = $18, contact = $19, changed_at = $20
             WHERE org = $1 AND id = $2"
        ),
        args![
            org,
            member.id,
            &member.name,
            &key,
            last_key(&key),
            member.phone.as_ref().map(E164::as_str),
            member.phone.as_ref().map(E164::backwards),
            member.phone_proven_at,
            member.email.as_ref().map(Email::as_str),
            member.email.as_ref().map(Email::key),
            member.email_proven_at,
            birth.map(|b| i64::from(b.month)),
            birth.map(|b| i64::from(b.day)),
            birth.and_then(|b| b.year).map(i64::from),
            member.lang.map(kernel::Lang::tag),
            json(&member.tags)?,
            &member.notes,
            member.store,
            member.contact,
            now,
        ],
    )
    .await
    .map(drop)
}

/// Adds rows for tags; those that are there stay.
pub async fn add_tags(tx: &mut Tx, id: MemberId, tags: &[String]) -> Result<()> {
    if tags.is_empty() {
        return Ok(());
    }
    let org = tx.org();
    let rows = tags.iter().map(|tag| args![org, tag, id]).collect();
    tx.insert("member_tag", &["org", "tag", "member"], rows, "ON CONFLICT DO NOTHING").await
}

pub async fn drop_tags(tx: &mut Tx, id: MemberId) -> Result<()> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM member_tag WHERE org = $1 AND member = $2"), args![org, id])
        .await
        .map(drop)
}

/// Appends what somebody agreed to or took back.
pub async fn add_consents(
    tx: &mut Tx,
    id: MemberId,
    place: &str,
    consents: &[(ConsentKind, ConsentState)],
) -> Result<()> {
    if consents.is_empty() {
        return Ok(());
    }
    let (org, now) = (tx.org(), tx.now());
    let rows = consents
        .iter()
        .map(|(kind, state)| {
            let consent = tx.world().uuid();
            args![org, consent, id, kind.word(), state.word(), now, super::model::WORDING, place]
        })
        .collect();
    let columns = ["org", "id", "member", "kind", "state", "at", "wording", "place"];
    tx.insert("consent", &columns, rows, "").await
}

/// The history of consents, oldest first.
pub async fn consents(db: &mut impl Read, org: OrgId, id: MemberId) -> Result<Vec<Consent>> {
    let rows = db
        .rows(
            sql!(
                "SELECT kind, state, at, wording, place FROM consent
                 WHERE org = $1 AND member = $2 ORDER BY at, id LIMIT 500"
            ),
            args![org, id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Consent {
                kind: row.word("kind")?,
                state: row.word("state")?,
                at: row.get("at")?,
                wording: row.get("wording")?,
                place: row.get("place")?,
            })
        })
        .collect()
}

/// Whether they agree, by what they said last.
pub async fn agrees(
    db: &mut impl Read,
    org: OrgId,
    (id, kind): (MemberId, ConsentKind),
) -> Result<bool> {
    let row = db
        .row(
            sql!(
                "SELECT state FROM consent WHERE org = $1 AND member = $2 AND kind = $3
                 ORDER BY at DESC, id DESC LIMIT 1"
            ),
            args![org, id, kind.word()],
        )
        .await?;
    Ok(match row {
        Some(row) => row.word::<ConsentState>("state")? == ConsentState::Given,
        None => false,
    })
}

/// Takes away everything that says who it was. The row stays, so that the books have a holder.
pub async fn erase(tx: &mut Tx, id: MemberId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!(
            "UPDATE member SET name = $3, name_key = '', last_key = '', phone = NULL,
               phone_back = NULL, phone_proven_at = NULL, email = NULL, email_key = NULL,
               email_proven_at = NULL, birth_month = NULL, birth_day = NULL, birth_year = NULL,
               lang = NULL, tags = '[]', notes = '', contact = NULL, changed_at = $4,
               erased_at = $4
             WHERE org = $1 AND id = $2"
        ),
        args![org, id, ERASED, now],
    )
    .await?;
    drop_tags(tx, id).await?;
    tx.run(
        sql!("UPDATE application SET answer = '' WHERE org = $1 AND member = $2"),
        args![org, id],
    )
    .await?;
    tx.run(sql!("DELETE FROM proof WHERE org = $1 AND member = $2"), args![org, id]).await.map(drop)
}

/// The members whose contact leaves.
pub async fn hand_over(tx: &mut Tx, from: StaffId, to: Option<StaffId>) -> Result<u64> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE member SET contact = $3 WHERE org = $1 AND contact = $2"),
        args![org, from, to],
    )
    .await
}

/// Notes that the number has been shown to be theirs.
pub async fn prove_phone(tx: &mut Tx, id: MemberId, at: Time) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE member SET phone_proven_at = COALESCE(phone_proven_at, $3)
             WHERE org = $1 AND id = $2 AND phone IS NOT NULL"
        ),
        args![org, id, at],
    )
    .await
    .map(drop)
}

pub async fn prove_email(tx: &mut Tx, id: MemberId, email: &Email, at: Time) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!(
            "UPDATE member SET email_proven_at = COALESCE(email_proven_at, $4)
             WHERE org = $1 AND id = $2 AND email = $3"
        ),
        args![org, id, email.as_str(), at],
    )
    .await
    .map(drop)
}

/// Somebody of whom nothing but the name is known.
pub async fn bare_named(db: &mut impl Read, org: OrgId, name: &str) -> Result<Option<Member>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM member
         WHERE org = $1 AND name_key = $2 AND phone IS NULL AND email IS NULL
           AND erased_at IS NULL AND merged_into IS NULL ORDER BY id LIMIT 1"
    );
    db.row(&sql, args![org, name_key(name)]).await?.as_ref().map(read).transpose()
}
