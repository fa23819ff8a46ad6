//! Letters with a code or a link in them: asked for in one turn, drawn in another just before they
//! leave.
//!
//! What waits to be sent is an [`Order`], which opens nothing: neither a job that waits, nor one that
//! failed for good, nor a backup of either holds a code, a link or an address. Each attempt to send
//! draws anew, and all that one order drew are good until the first is used, because a server may have
//! taken a message whose receipt was lost.

use std::time::Duration;

use ::store::Tx;
use kernel::{Lang, Result, SessionId, Time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    opened::{self, Purpose},
    returns,
    store::{self, Proof},
};
use crate::members::{
    self, Member,
    proof::{self, Way},
};

/// How long what is in a letter is good, from when it was asked for.
pub const LIVES: Duration = Duration::from_secs(600);

/// The way of the row that stands for an order. No code has its hash, so it opens nothing.
const ORDERED: &str = "ordered";

/// A letter to be drawn and sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    /// Of the row that says whether it still counts.
    id: Uuid,
    pub way: Way,
    purpose: Purpose,
    lang: Lang,
    /// The shop's absolute address, to which a link's path is added.
    base: String,
    /// Then what it would bring opens nothing any more.
    pub until: Time,
}

/// How a letter is worded, and where its link leads.
#[derive(Debug)]
pub struct Wording {
    pub lang: Lang,
    /// The shop's absolute address.
    pub base: String,
}

/// What is sent: a code to type where it was asked for, a link to open, or both.
pub struct Letter {
    pub to: String,
    pub lang: Lang,
    pub code: Option<String>,
    pub link: Option<String>,
}

/// Where a letter for this purpose would go.
fn address(member: &Member, way: Way, purpose: Purpose) -> Option<String> {
    match purpose {
        Purpose::Return => way.address(member),
        // It is sent to be proven.
        Purpose::Confirm => member.email.as_ref().map(ToString::to_string),
    }
}

/// Orders a letter, inside this turn; `false` where there is nowhere to send it, or no way. An older
/// letter of this device is over when a newer one is on its way.
pub async fn order(
    tx: &mut Tx,
    (way, purpose): (Way, Purpose),
    (session, member): (SessionId, &Member),
    wording: &Wording,
) -> Result<bool> {
    if !way.action().is_some_and(|action| tx.can_act(action)) {
        return Ok(false);
    }
    if address(member, way, purpose).is_none() {
        return Ok(false);
    }
    store::spend_letters(tx, session).await?;
    let (id, until) = (tx.world().uuid(), tx.now().plus(LIVES));
    let ordered = Proof {
        id,
        way: ORDERED.to_owned(),
        code_hash: Vec::new(),
        session,
        member: Some(member.id),
        tries: 0,
        expires_at: until,
    };
    store::add_proof(tx, &ordered).await?;
    let (lang, base) = (wording.lang, wording.base.clone());
    proof::send(tx, &Order { id, way, purpose, lang, base, until }).await
}

/// Draws what an order is for; nothing when it does not count any more: it is late, a newer one took
/// its place, what it brought was used, or the member is gone.
pub async fn draw(tx: &mut Tx, order: &Order) -> Result<Option<Letter>> {
    let (org, now) = (tx.org(), tx.now());
    let Some(ordered) = store::living_proof(tx, org, order.id, now).await? else { return Ok(None) };
    let Some(id) = ordered.member else { return Ok(None) };
    let member = members::find(tx, org, id).await?.filter(|member| member.erased_at.is_none());
    let Some(to) = member.and_then(|member| address(&member, order.way, order.purpose)) else {
        return Ok(None);
    };
    let code = match order.purpose {
        Purpose::Return => Some(returns::draw(tx, order.way, &ordered).await?),
        Purpose::Confirm => None,
    };
    let link = match order.way {
        Way::Email => {
            let path = opened::make(tx, order.purpose, &ordered, (id, &to)).await?;
            Some(format!("{}{path}", order.base))
        }
        Way::Sms | Way::Counter => None,
    };
    Ok(Some(Letter { to, lang: order.lang, code, link }))
}
