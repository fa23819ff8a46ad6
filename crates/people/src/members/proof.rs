//! Ways to show that a device belongs to a member: at the counter always, by message where the shop
//! has connected one. A page offers only ways that work.
//!
//! A room that can send offers itself as an action: `proofs.email` or `proofs.sms`, called with
//! an [`Order`] inside the turn that wants a letter; it enqueues the order there, and has the letter
//! drawn when it is about to leave.

use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use store::{Registry, Tx};

use super::Member;
use crate::joining::letters::Order;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// Has an order carried out by its way, inside this turn. `false` where this way is not connected.
pub async fn send(tx: &mut Tx, order: &Order) -> Result<bool> {
    let Some(action) = order.way.action().filter(|action| tx.can_act(action)) else {
        return Ok(false);
    };
    tx.act(action, serde_json::to_value(order).map_err(Error::broken)?).await?;
    Ok(true)
}
