//! What somebody wants who joins, and what became of it.

use std::str::FromStr;

use kernel::{
    ApplicationId, GiftId, GroupId, LinkId, MemberId, MembershipId, SeriesId, StaffId, StoreId,
    Time, refusals,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{links::Link, members::NewMember, series::SecondGroup};

refusals! { joining:
    /// A link that lets nobody in any more.
    LinkClosed "link_closed" 410,
    LinkExpired "link_expired" 410,
    /// Already in another group of the series: `name`.
    SecondGroup "second_group" 409,
    /// Somebody decided before.
    Decided "decided" 409,
    /// No living code like this.
    CodeUnknown "code_unknown" 409,
    /// Nobody of the shop is known by what was typed.
    NobodyKnown "nobody_known" 409,
    /// Too many wrong codes: a new one is needed.
    CodeSpent "code_spent" 409,
}

/// The longest answer to a question.
pub const ANSWER_MAX: usize = 500;
/// The longest receipt code.
pub const RECEIPT_MAX: usize = 40;

/// Who joins.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "one at a time, never in a list")]
pub enum Who {
    /// Somebody whom we know: a proven device, a person at the counter.
    Known(MemberId),
    /// Somebody who says who they are; their number finds them if we know it.
    Typed(NewMember),
}

/// How far what was typed is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Claim {
    /// On a device we do not know: a number of somebody else must show nothing.
    #[default]
    Typed,
    /// By somebody of the shop or a program of theirs.
    Vouched,
}

/// Where they want in.
#[derive(Debug, Clone)]
pub enum To {
    Link(Box<Link>),
    Series(SeriesId),
    Group(GroupId),
}

/// Whether the series' threshold is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Admit {
    #[default]
    AsRuled,
    /// Staff stands in front of the person, or the program knows.
    AtOnce,
}

/// A wish to join.
#[derive(Debug, Clone)]
pub struct Join {
    pub who: Who,
    pub claim: Claim,
    pub to: To,
    /// The store they stand in or chose.
    pub store: Option<StoreId>,
    /// Degrees of latitude and longitude, if their phone says.
    pub near: Option<(f64, f64)>,
    /// Where they came from, if it is not the link's word: `counter`.
    pub source: Option<String>,
    /// Whose credit it is, if it is not the link's.
    pub staff: Option<StaffId>,
    pub admit: Admit,
    /// To the series' question.
    pub answer: String,
    /// Of a purchase.
    pub receipt: String,
}

impl Join {
    pub fn new(who: Who, to: To) -> Self {
        Self {
            who,
            claim: Claim::Typed,
            to,
            store: None,
            near: None,
            source: None,
            staff: None,
            admit: Admit::AsRuled,
            answer: String::new(),
            receipt: String::new(),
        }
    }
    /// By somebody of the shop, at once and to their credit.
    #[must_use]
    pub fn at_counter(mut self, store: Option<StoreId>, staff: Option<StaffId>) -> Self {
        self.claim = Claim::Vouched;
        self.admit = Admit::AtOnce;
        self.source = Some("counter".to_owned());
        self.store = store;
        self.staff = staff;
        self
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = JoinOutcome)]
pub enum Outcome {
    /// In, from now on.
    In,
    /// Was in before.
    Already,
    /// Waits to be let in.
    Waiting,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Joined {
    pub member: MemberId,
    /// `None` while they wait.
    pub membership: Option<MembershipId>,
    pub application: Option<ApplicationId>,
    pub group: GroupId,
    pub series: SeriesId,
    pub outcome: Outcome,
    /// Whether the person was not known before.
    pub new: bool,
    /// Whether this may be shown: false for a known number on a strange device.
    pub proven: bool,
    /// What `gifts.lead` answered; null when nothing was asked for.
    pub gift: Json,
}

/// What an open stay in the same series means for a wish to join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// The same place: nothing to do.
    Same,
    Refuse,
    Move,
}

/// The rule about a second group: `wanted` group or store differ from where one is, or do not.
pub fn second(
    policy: SecondGroup,
    (group, store): (GroupId, Option<StoreId>),
    wanted_group: Option<GroupId>,
    wanted_store: Option<StoreId>,
) -> Second {
    let elsewhere = match wanted_group {
        Some(wanted) => wanted != group,
        None => wanted_store.is_some() && wanted_store != store,
    };
    match (elsewhere, policy) {
        (false, _) => Second::Same,
        (true, SecondGroup::Refuse) => Second::Refuse,
        (true, SecondGroup::Move) => Second::Move,
    }
}

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ApplicationState)]
pub enum State {
    Waiting,
    Admitted,
    Refused,
    Withdrawn,
}

impl State {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Admitted => "admitted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}
impl FromStr for State {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Waiting, Self::Admitted, Self::Refused, Self::Withdrawn]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or(())
    }
}

/// Somebody at the door, with what they answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Application {
    pub id: ApplicationId,
    pub member: MemberId,
    /// Where they would sit; a full one is changed when they are let in.
    pub group: GroupId,
    pub series: SeriesId,
    pub store: Option<StoreId>,
    pub link: Option<LinkId>,
    pub source: String,
    pub staff: Option<StaffId>,
    /// `question`, `purchase` or `approval`.
    pub threshold: String,
    pub question: String,
    pub answer: String,
    pub state: State,
    pub made_at: Time,
    /// When it decides itself.
    pub due_at: Option<Time>,
    pub decided_at: Option<Time>,
    pub decided_by: Option<StaffId>,
    #[serde(skip)]
    pub gift: Option<GiftId>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use SecondGroup as P;

    #[test]
    fn a_second_group_of_a_series_is_the_same_one_refused_or_a_move() {
        let group = |n: u128| GroupId::from_uuid(Uuid::from_u128(n));
        let store = |n: u128| Some(StoreId::from_uuid(Uuid::from_u128(n)));
        for (policy, wanted_group, wanted_store, outcome) in [
            (P::Refuse, None, None, Second::Same),
            (P::Refuse, None, store(1), Second::Same),
            (P::Refuse, Some(group(1)), store(2), Second::Same),
            (P::Refuse, None, store(2), Second::Refuse),
            (P::Refuse, Some(group(2)), None, Second::Refuse),
            (P::Move, None, None, Second::Same),
            (P::Move, None, store(2), Second::Move),
            (P::Move, Some(group(2)), store(1), Second::Move),
        ] {
            assert_eq!(second(policy, (group(1), store(1)), wanted_group, wanted_store), outcome);
        }
    }
}
