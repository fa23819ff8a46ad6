//! A stay in a group.

use std::str::FromStr;

use kernel::{GroupId, LinkId, MemberId, MembershipId, SeriesId, StaffId, StoreId, Time, refusals};
use serde::{Deserialize, Serialize};

refusals! { memberships:
    /// The stay has ended already.
    Ended "ended" 409,
}

/// Why a stay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The member left.
    Own,
    /// Somebody of the shop took them out.
    Shop,
    /// Into another group of the same series.
    Moved,
    /// The person was erased.
    Erased,
    /// They were in it twice, and two records became one.
    Merged,
}

impl Why {
    pub const ALL: [Self; 5] = [Self::Own, Self::Shop, Self::Moved, Self::Erased, Self::Merged];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Shop => "shop",
            Self::Moved => "moved",
            Self::Erased => "erased",
            Self::Merged => "merged",
        }
    }
}
impl FromStr for Why {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|why| why.word() == word).ok_or(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    pub id: MembershipId,
    pub member: MemberId,
    pub group: GroupId,
    pub series: SeriesId,
    pub store: Option<StoreId>,
    /// The link they came by.
    pub link: Option<LinkId>,
    /// Word of where they came from: `till`, `counter`, `import`, …
    pub source: String,
    /// Whose link or counter it was.
    pub staff: Option<StaffId>,
    pub joined_at: Time,
    pub left_at: Option<Time>,
    pub left_why: Option<Why>,
}

impl Membership {
    pub const fn is_open(&self) -> bool {
        self.left_at.is_none()
    }
}
