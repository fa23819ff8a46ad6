//! Sessions on our own table: of staff, of members' devices, of paired counter devices. A token is
//! 256 random bits in a cookie; the table keeps its hash.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{
    DeviceId, Error, MemberId, OrgId, Result, Role, SessionId, StaffId, StoreId, Time, kinds,
    scope::Remit,
};
use sha2::{Digest as _, Sha256};
use store::{Copy, Read, Row, Tx, args, copies, sql};
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Staff,
    Member,
    Counter,
}

impl Kind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Member => "member",
            Self::Counter => "counter",
        }
    }
    /// The cookie's name. Each kind has its own, so that a cashier can be a member too.
    pub const fn cookie(self) -> &'static str {
        match self {
            Self::Staff => "regulars_staff",
            Self::Member => "regulars_member",
            Self::Counter => "regulars_counter",
        }
    }
    /// How long it lives without being used.
    pub const fn lasts(self) -> Duration {
        match self {
            Self::Staff => Duration::from_secs(14 * 86_400),
            // Phones come back after a long summer.
            Self::Member | Self::Counter => Duration::from_secs(400 * 86_400),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Session {
    pub org: OrgId,
    pub id: SessionId,
    /// The staff, member or device, by kind.
    pub subject: Uuid,
    pub name: String,
    pub role: Option<Role>,
    pub remit: Remit,
    /// For members: whether this device has been shown to belong to the person.
    pub proven: bool,
    /// For counters: where the device stands, and whose PIN is active.
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
    /// What the person would recognize: "Chrome, Android".
    pub device: String,
    pub created_at: Time,
    pub seen_at: Time,
}

impl Session {
    pub const fn member(&self) -> MemberId {
        MemberId::from_uuid(self.subject)
    }
    pub const fn staff_id(&self) -> StaffId {
        StaffId::from_uuid(self.subject)
    }
    pub const fn device_id(&self) -> DeviceId {
        DeviceId::from_uuid(self.subject)
    }
    fn read(row: &Row) -> Result<Self> {
        let role: Option<String> = row.get("role")?;
        Ok(Self {
            org: row.get("org")?,
            id: row.get("id")?,
            subject: row.get("subject")?,
            name: row.get("name")?,
            role: role.and_then(|role| role.parse().ok()),
            remit: row.json("remit")?,
            proven: row.get("proven")?,
            store: row.get("store")?,
            staff: row.get("staff")?,
            device: row.get("device")?,
            created_at: row.get("created_at")?,
            seen_at: row.get("seen_at")?,
        })
    }
}

/// What a new session is for.
#[derive(Debug)]
pub struct Opening {
    pub kind: Kind,
    pub subject: Uuid,
    pub name: String,
    pub role: Option<Role>,
    pub remit: Remit,
    pub proven: bool,
    pub store: Option<StoreId>,
    pub device: String,
}

impl Opening {
    /// A device that says it is the member's, and has not shown it.
    pub fn member(member: MemberId, device: &str) -> Self {
        Self {
            kind: Kind::Member,
            subject: member.uuid(),
            name: String::new(),
            role: None,
            remit: Remit::Everything,
            proven: false,
            store: None,
            device: device.to_owned(),
        }
    }
    /// The device has been shown to be the member's.
    #[must_use]
    pub fn proven(self) -> Self {
        Self { proven: true, ..self }
    }
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

const COLUMNS: &str =
    "org, id, subject, name, role, remit, proven, store, staff, device, created_at, seen_at";

/// Opens a session; the token goes into the cookie and is never seen again.
pub async fn open(tx: &mut Tx, opening: Opening) -> Result<String> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id::<kernel::kinds::Session>());
    let token: String =
        tx.world().chance.bytes::<32>().iter().map(|byte| format!("{byte:02x}")).collect();
    tx.run(
        sql!(
            "INSERT INTO session (org, id, kind, token_hash, subject, name, role, remit, proven,
               store, staff, device, created_at, seen_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, $11, $12, $12, $13)"
        ),
        args![
            org,
            id,
            opening.kind.word(),
            hash(&token),
            opening.subject,
            opening.name,
            opening.role.map(Role::name),
            serde_json::to_string(&opening.remit).map_err(Error::broken)?,
            opening.proven,
            opening.store,
            opening.device.chars().take(80).collect::<String>(),
            now,
            now.plus(opening.kind.lasts()),
        ],
    )
    .await?;
    Ok(token)
}

/// The session of a token, if it lives.
pub async fn find(
    db: &mut impl Read,
    kind: Kind,
    token: &str,
    now: Time,
) -> Result<Option<Session>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session WHERE token_hash = $1 AND kind = $2 AND expires_at > $3"
    );
    db.row(&sql, args![hash(token), kind.word(), now])
        .await?
        .as_ref()
        .map(Session::read)
        .transpose()
}

/// A seal over some words with a key of this session that nobody outside has: what carries it came
/// from us, for this session, and for as long as it lives.
pub async fn seal(db: &mut impl Read, org: OrgId, id: SessionId, words: &str) -> Result<String> {
    let row = db
        .row(sql!("SELECT token_hash FROM session WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    let key: Vec<u8> = row.ok_or(Error::Unauthenticated)?.get("token_hash")?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Error::broken)?;
    mac.update(words.as_bytes());
    Ok(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Notes that it was used; callers do so once an hour at most.
pub async fn touch(tx: &mut Tx, id: SessionId, kind: Kind) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(
        sql!("UPDATE session SET seen_at = $3, expires_at = $4 WHERE org = $1 AND id = $2"),
        args![org, id, now, now.plus(kind.lasts())],
    )
    .await
    .map(drop)
}

/// The living sessions of one subject, newest first.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    kind: Kind,
    subject: Uuid,
    now: Time,
) -> Result<Vec<Session>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM session WHERE org = $1 AND kind = $2 AND subject = $3
         AND expires_at > $4 ORDER BY seen_at DESC, id LIMIT 100"
    );
    db.rows(&sql, args![org, kind.word(), subject, now]).await?.iter().map(Session::read).collect()
}

/// How many people are signed in, of all orgs, by kind of door.
pub async fn count(db: &mut impl Read, now: Time) -> Result<Vec<(String, i64)>> {
    let rows = db
        .rows(
            sql!(
                "SELECT kind, COUNT(*) AS sessions FROM session
                 WHERE expires_at > $1 GROUP BY kind ORDER BY kind"
            ),
            args![now],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("kind")?, row.get("sessions")?))).collect()
}

pub async fn close(tx: &mut Tx, id: SessionId) -> Result<bool> {
    let org = tx.org();
    tx.run(sql!("DELETE FROM session WHERE org = $1 AND id = $2"), args![org, id])
        .await
        .map(|rows| rows > 0)
}

/// Signs a subject out everywhere, but for the session that asks.
pub async fn close_others(
    tx: &mut Tx,
    kind: Kind,
    subject: Uuid,
    but: Option<SessionId>,
) -> Result<u64> {
    let org = tx.org();
    let but = but.map_or(Uuid::nil(), kernel::Id::uuid);
    tx.run(
        sql!("DELETE FROM session WHERE org = $1 AND kind = $2 AND subject = $3 AND id <> $4"),
        args![org, kind.word(), subject, but],
    )
    .await
}

/// What a subject is signed in to is another's from now on.
pub async fn hand_over(tx: &mut Tx, kind: Kind, from: Uuid, to: Uuid) -> Result<u64> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE session SET subject = $4 WHERE org = $1 AND kind = $2 AND subject = $3"),
        args![org, kind.word(), from, to],
    )
    .await
}

/// A person's role, remit or name changed: what their sessions may do changes with it, at once.
pub async fn refit(
    tx: &mut Tx,
    staff: StaffId,
    name: &str,
    role: Role,
    remit: &Remit,
) -> Result<()> {
    let org = tx.org();
    let remit = serde_json::to_string(remit).map_err(Error::broken)?;
    tx.run(
        sql!(
            "UPDATE session SET name = $3, role = $4, remit = $5
             WHERE org = $1 AND kind = 'staff' AND subject = $2"
        ),
        args![org, staff, name, role.name(), &remit],
    )
    .await?;
    // On counters the PIN has to be entered again.
    tx.run(
        sql!("UPDATE session SET staff = NULL WHERE org = $1 AND kind = 'counter' AND staff = $2"),
        args![org, staff],
    )
    .await
    .map(drop)
}

/// Whose PIN is active on a counter device; `None` locks it.
pub async fn take_counter(
    tx: &mut Tx,
    id: SessionId,
    staff: Option<(StaffId, &str, Role, &Remit)>,
) -> Result<()> {
    let org = tx.org();
    let (staff, name, role, remit) = match staff {
        Some((staff, name, role, remit)) => (Some(staff), name, Some(role.name()), remit.clone()),
        None => (None, "", None, Remit::Everything),
    };
    let remit = serde_json::to_string(&remit).map_err(Error::broken)?;
    tx.run(
        sql!(
            "UPDATE session SET staff = $3, name = $4, role = $5, remit = $6
             WHERE org = $1 AND id = $2 AND kind = 'counter'"
        ),
        args![org, id, staff, name, role, remit],
    )
    .await
    .map(drop)
}

/// The device has been shown to belong to the member.
pub async fn prove(tx: &mut Tx, id: SessionId) -> Result<()> {
    let org = tx.org();
    tx.run(
        sql!("UPDATE session SET proven = TRUE WHERE org = $1 AND id = $2 AND kind = 'member'"),
        args![org, id],
    )
    .await
    .map(drop)
}

/// Ends what nobody used for long.
pub async fn sweep(tx: &mut Tx) -> Result<u64> {
    let (org, now) = (tx.org(), tx.now());
    tx.run(sql!("DELETE FROM session WHERE org = $1 AND expires_at <= $2"), args![org, now]).await
}

/// What of a member's devices is in their copy of everything.
pub const COPIES: &[Copy] = &[Copy::of(
    "people.sessions",
    "session",
    &[
        copies::id::<kinds::Session>("id"),
        copies::plain("name"),
        copies::truth("proven"),
        copies::id::<kinds::Store>("store"),
        copies::plain("device"),
        copies::time("created_at"),
        copies::time("seen_at"),
        copies::time("expires_at"),
    ],
)
.whose("kind = 'member' AND subject = $2")];
