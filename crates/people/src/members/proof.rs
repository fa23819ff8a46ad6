//! Ways to show that a device belongs to a member: at the counter always, by message where the shop
//! has connected one. A page offers only ways that work.
//!
//! A room that can send offers itself as an action: `proofs.email` or `proofs.sms`, called with
//! `{ member, to, code, lang }` inside the turn that keeps the code's hash; it enqueues its message
//! there, so that a code is never sent that was not kept.

use kernel::{Lang, Result};
use store::{Registry, Tx};

use super::Member;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The cashier types or scans the code that the phone shows.
    Counter,
    /// The phone's owner types the code that came by message.
    Email,
    Sms,
}

impl Way {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
    /// The action that sends for this way; none for the counter.
    pub const fn action(self) -> Option<&'static str> {
        match self {
            Self::Counter => None,
            Self::Email => Some("proofs.email"),
            Self::Sms => Some("proofs.sms"),
        }
    }
    /// Where a message would go: only to what was proven before or is the number itself.
    pub fn address(self, member: &Member) -> Option<String> {
        match self {
            Self::Counter => None,
            Self::Email => {
                member.email_proven_at.and(member.email.as_ref()).map(ToString::to_string)
            }
            Self::Sms => member.phone.as_ref().map(ToString::to_string),
        }
    }
}
impl std::str::FromStr for Way {
    type Err = ();
    fn from_str(word: &str) -> std::result::Result<Self, ()> {
        [Self::Counter, Self::Email, Self::Sms].into_iter().find(|way| way.word() == word).ok_or(())
    }
}

/// The sending ways that this installation has. What it answers does not depend on any member, so
/// that offering them tells nothing about one.
pub fn sending(registry: &Registry) -> Vec<Way> {
    let names = registry.action_names();
    [Way::Email, Way::Sms]
        .into_iter()
        .filter(|way| way.action().is_some_and(|action| names.contains(&action)))
        .collect()
}

/// Sends a code by this way. Nothing is sent, and nobody told, when there is no address.
pub async fn send(tx: &mut Tx, way: Way, member: &Member, code: &str, lang: Lang) -> Result<bool> {
    let (Some(action), Some(to)) = (way.action(), way.address(member)) else { return Ok(false) };
    if !tx.can_act(action) {
        return Ok(false);
    }
    let data =
        serde_json::json!({ "member": member.id, "to": to, "code": code, "lang": lang.tag() });
    tx.act(action, data).await?;
    Ok(true)
}
