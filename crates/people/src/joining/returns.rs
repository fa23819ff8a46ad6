//! A device says whose it is and shows it: at the counter, or with a code that came by message.
//!
//! A code of six characters lives ten minutes and serves once. Whether anybody is known by what was
//! typed is told to the cashier only; the device sees the same page either way.

use ::store::{Read, Tx};
use kernel::{Error, MemberId, Result, SessionId, StaffId, text::same_secret};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use web::sessions;

use super::{
    Refusal,
    letters::{self, LIVES, Wording},
    opened::Purpose,
    store::{self, Proof},
};
use crate::members::{self, Email, Member, model, proof};

pub const CODE_LEN: usize = 6;
/// Wrong codes before a sent one is spent.
pub const TRIES: i64 = 5;

/// Of a code as typed, or as scanned with its `R-`.
fn hash(code: &str) -> Vec<u8> {
    let text = code.trim();
    let text = text.strip_prefix("R-").or_else(|| text.strip_prefix("r-")).unwrap_or(text);
    Sha256::digest(model::code(text).as_bytes()).to_vec()
}

/// A device at the door: its cookie and the code it shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Begun {
    /// Of the new session; `None` if the device had one.
    pub token: Option<String>,
    pub code: String,
}

/// Finds whom somebody means by phone, e-mail or card code. Erased people are nobody.
pub async fn recognize(
    db: &mut impl Read,
    org: kernel::OrgId,
    typed: &str,
    country: &str,
) -> Result<Option<Member>> {
    let found = if typed.contains(['@', '\u{ff20}']) {
        match Email::read(typed) {
            Some(email) => members::by_email(db, org, &email).await?,
            None => None,
        }
    } else if let Ok(phone) = members::E164::read(typed, country) {
        members::by_phone(db, org, &phone).await?
    } else {
        members::by_code(db, org, typed).await?
    };
    Ok(found.filter(|member| member.erased_at.is_none()))
}

/// Begins: the device gets an unproven session, for a member or for nobody, and a code to show.
pub async fn begin(tx: &mut Tx, member: Option<&Member>, device: &str) -> Result<Begun> {
    // For nobody the session points at nothing: it can never show anything.
    let subject = member.map_or(MemberId::from_uuid(uuid_nil()), |member| member.id);
    let opening = sessions::Opening::member(subject, device);
    let token = sessions::open(tx, opening).await?;
    let now = tx.now();
    let session = sessions::find(tx, sessions::Kind::Member, &token, now)
        .await?
        .ok_or_else(|| Error::broken("a session that was just opened is gone"))?;
    let code = show(tx, session.id, member.map(|member| member.id)).await?;
    Ok(Begun { token: Some(token), code })
}

const fn uuid_nil() -> uuid::Uuid {
    uuid::Uuid::nil()
}

/// A fresh code for a device to show at the counter; its older ones are gone.
pub async fn show(tx: &mut Tx, session: SessionId, member: Option<MemberId>) -> Result<String> {
    store::sweep_proofs(tx, session).await?;
    let code = tx.world().chance.code(CODE_LEN);
    let proof = Proof {
        id: tx.world().uuid(),
        way: proof::Way::Counter.word().to_owned(),
        code_hash: hash(&code),
        session,
        member,
        tries: 0,
        expires_at: tx.now().plus(LIVES),
    };
    store::add_proof(tx, &proof).await?;
    Ok(code)
}

/// A fresh code for a letter that was ordered, good as long as the order is.
pub(super) async fn draw(tx: &mut Tx, way: proof::Way, ordered: &Proof) -> Result<String> {
    let code = tx.world().chance.code(CODE_LEN);
    let proof = Proof {
        id: tx.world().uuid(),
        way: way.word().to_owned(),
        code_hash: hash(&code),
        ..ordered.clone()
    };
    store::add_proof(tx, &proof).await?;
    Ok(code)
}

/// Orders a code for what is known of the member; by e-mail with a link beside it. The device is told
/// the same whether or not there was anywhere to send it.
pub async fn send(
    tx: &mut Tx,
    way: proof::Way,
    session: SessionId,
    member: Option<&Member>,
    wording: &Wording,
) -> Result<()> {
    let Some(member) = member else { return Ok(()) };
    letters::order(tx, (way, Purpose::Return), (session, member), wording).await.map(drop)
}

/// Whom a code at the counter stands for; the cashier looks at the person before saying yes.
pub async fn look(
    db: &mut impl Read,
    org: kernel::OrgId,
    code: &str,
    now: kernel::Time,
) -> Result<Option<Member>> {
    let proofs = store::proofs_of_code(db, org, &hash(code), now).await?;
    let [proof] = proofs.as_slice() else { return Err(Refusal::CodeUnknown.into()) };
    match proof.member {
        Some(member) => members::find(db, org, member).await,
        None => Ok(None),
    }
}

/// What the counter proved.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Proven {
    pub member: MemberId,
    pub session: SessionId,
}

/// The person with this code on their phone stands at the counter and is who they say: their device
/// is proven, and their number with it. Two devices with the same code are refused, each draws anew.
pub async fn prove(tx: &mut Tx, code: &str, staff: StaffId) -> Result<Proven> {
    let (org, now) = (tx.org(), tx.now());
    let proofs = store::proofs_of_code(tx, org, &hash(code), now).await?;
    let [proof] = proofs.as_slice() else { return Err(Refusal::CodeUnknown.into()) };
    let member = proof.member.ok_or(Refusal::NobodyKnown)?;
    if !store::use_proof(tx, proof.id).await? {
        return Err(Refusal::CodeUnknown.into());
    }
    sessions::prove(tx, proof.session).await?;
    members::actions::prove(tx, member, "counter").await?;
    web::trail::note(tx, "members.proven", member, &(), &staff).await?;
    Ok(Proven { member, session: proof.session })
}

/// The device's owner typed the code that came by message.
pub async fn answer(tx: &mut Tx, session: SessionId, typed: &str) -> Result<Option<MemberId>> {
    let (org, now) = (tx.org(), tx.now());
    let wanted = hash(typed);
    for proof in store::proofs_of_session(tx, org, session, now).await? {
        let way: Option<proof::Way> = proof.way.parse().ok();
        let by_message = way.is_some_and(|way| way.action().is_some());
        if !by_message || proof.tries >= TRIES {
            continue;
        }
        if same_secret(&proof.code_hash, &wanted)
            && let Some(member) = proof.member
            && store::use_proof(tx, proof.id).await?
        {
            // The link that came with the code is over with it.
            store::spend_letters(tx, session).await?;
            sessions::prove(tx, session).await?;
            members::actions::prove(tx, member, &proof.way).await?;
            return Ok(Some(member));
        }
        // A wrong guess counts even though nothing else happens: hence no refusal, which would
        // undo it.
        store::try_proof(tx, proof.id).await?;
    }
    Ok(None)
}
