//! Links that came by e-mail: back in on the device that opens it, or an address shown to be one's
//! own.
//!
//! A link is a long secret for one address. It connects only the device that opens it, never the one
//! that asked: else whoever types a stranger's address would be let in by the stranger's click. It
//! asks for a tap, because programs that check mail open every link.

use ::store::{Read, Tx};
use kernel::{MemberId, OrgId, Result, Time, text::same_secret};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use web::sessions;

use super::{
    returns::TRIES,
    store::{self, Proof},
};
use crate::members::{self, Email, Member};

/// Of the secret: 160 bits.
const SECRET_LEN: usize = 32;
/// An id without its dashes.
const ID_LEN: usize = 32;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Back in.
    Return,
    /// The address is this member's.
    Confirm,
}

impl Purpose {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Return => "link",
            Self::Confirm => "confirm",
        }
    }
}
impl std::str::FromStr for Purpose {
    type Err = ();
    fn from_str(word: &str) -> std::result::Result<Self, ()> {
        [Self::Return, Self::Confirm].into_iter().find(|one| one.word() == word).ok_or(())
    }
}

/// Only this secret for this purpose and address: who changes their address makes its links worthless.
fn hash(purpose: Purpose, secret: &str, address: &str) -> Vec<u8> {
    let address = Email::kept(address.to_owned()).key();
    Sha256::digest(format!("{}\n{secret}\n{address}", purpose.word())).to_vec()
}

/// A new link's path behind the shop's address, for a letter that was ordered.
pub(super) async fn make(
    tx: &mut Tx,
    purpose: Purpose,
    ordered: &Proof,
    (member, address): (MemberId, &str),
) -> Result<String> {
    let secret = tx.world().chance.code(SECRET_LEN);
    let proof = Proof {
        id: tx.world().uuid(),
        way: purpose.word().to_owned(),
        code_hash: hash(purpose, &secret, address),
        member: Some(member),
        ..ordered.clone()
    };
    store::add_proof(tx, &proof).await?;
    Ok(format!("/return/links/{}{secret}", proof.id.simple()))
}

/// A living link, whoever holds it.
#[derive(Debug)]
pub struct Link {
    pub purpose: Purpose,
    pub member: Member,
    proof: Proof,
}

/// What a key from a link's path opens; nothing once it is used, late, or its address is another.
pub async fn look(db: &mut impl Read, org: OrgId, key: &str, now: Time) -> Result<Option<Link>> {
    let Some((id, secret)) = key.split_at_checked(ID_LEN) else { return Ok(None) };
    let Ok(id) = Uuid::try_parse(id) else { return Ok(None) };
    let Some(proof) = store::living_proof(db, org, id, now).await? else { return Ok(None) };
    let (Ok(purpose), Some(member)) = (proof.way.parse::<Purpose>(), proof.member) else {
        return Ok(None);
    };
    let Some(member) = members::find(db, org, member).await? else { return Ok(None) };
    let Some(email) = member.email.as_ref().filter(|_| member.erased_at.is_none()) else {
        return Ok(None);
    };
    let right = same_secret(&proof.code_hash, &hash(purpose, secret, email.as_str()));
    Ok((right && proof.tries < TRIES).then_some(Link { purpose, member, proof }))
}

/// What a tap on the page behind a link did.
#[derive(Debug)]
pub enum Done {
    /// The opener's session.
    Back(String),
    Confirmed,
}

/// Uses a link; nothing if it is over.
pub async fn open(tx: &mut Tx, key: &str, device: &str) -> Result<Option<Done>> {
    let (org, now) = (tx.org(), tx.now());
    let Some(link) = look(tx, org, key, now).await? else { return Ok(None) };
    if !store::use_proof(tx, link.proof.id).await? {
        return Ok(None);
    }
    let member = link.member.id;
    match link.purpose {
        Purpose::Confirm => {
            members::actions::confirm_email(tx, &link.member).await?;
            Ok(Some(Done::Confirmed))
        }
        Purpose::Return => {
            // The code that came with the link is over with it.
            store::spend_letters(tx, link.proof.session).await?;
            members::actions::prove(tx, member, "email").await?;
            let opening = sessions::Opening::member(member, device).proven();
            sessions::open(tx, opening).await.map(Done::Back).map(Some)
        }
    }
}
