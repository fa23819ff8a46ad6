//! Where groups meet joining: which group, and its seats.

use kernel::{GroupId, Result, SeriesId};
use store::Tx;

use crate::groups::{self, Group, PickHint};

/// The group that somebody is to join: the fixed one, or the best one with room.
pub async fn pick(
    tx: &mut Tx,
    series: SeriesId,
    fixed: Option<GroupId>,
    hint: PickHint,
) -> Result<Group> {
    let org = tx.org();
    match fixed {
        Some(group) => groups::require(tx, org, group).await,
        None => Ok(groups::actions::pick(tx, series, hint).await?.group),
    }
}

pub async fn take(tx: &mut Tx, group: GroupId) -> Result<()> {
    groups::actions::take_seat(tx, group).await
}

pub async fn give_back(tx: &mut Tx, group: GroupId) -> Result<()> {
    groups::actions::give_back_seat(tx, group).await
}
