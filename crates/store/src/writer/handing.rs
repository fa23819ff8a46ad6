//! Orgs on their way to the node that they prefer, between two commits.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use kernel::{OrgId, Result};
use uuid::Uuid;

use super::state::State;
use crate::{lease, nodes::Roster};

/// Orgs that one lane lets go of in one go: each costs whoever takes it the loading of its memory.
const AT_ONCE: usize = 64;

/// Takes the org's lease. What another node is to have is handed over with the next beat.
pub async fn take(state: &mut State, org: OrgId, node: Uuid, around: Around<'_>) -> Result<i64> {
    let Around { roster, lasts } = around;
    let grace = roster.grace(org, lasts);
    let epoch = lease::take(&mut state.conn, org, node, lease::Terms { lasts, grace }).await?;
    if !grace.is_zero() {
        roster.stir();
    }
    Ok(epoch)
}

pub struct Around<'a> {
    pub roster: &'a Roster,
    pub lasts: Duration,
}

/// Lets go of orgs that prefer another node. No transaction is open, so nothing is lost with memory:
/// tables that are behind are finished by whoever loads the org next. What of the roster was dealt with
/// is noted in `handed`.
pub async fn hand_over(
    state: &mut State,
    node: Uuid,
    roster: &Roster,
    handed: &AtomicU64,
) -> Result<()> {
    let stirred = roster.stirred();
    if handed.load(Ordering::SeqCst) == stirred {
        return Ok(());
    }
    let held = lease::held(&mut state.conn, node).await?;
    let wanted: Vec<_> = held.into_iter().filter(|org| roster.preferred(*org).is_some()).collect();
    let mut gone = 0;
    for org in wanted.iter().filter(|org| roster.goes(**org)).take(AT_ONCE) {
        state.orgs.remove(org);
        lease::let_go(&mut state.conn, *org, node).await?;
        gone += 1;
    }
    // The others with the next beat.
    if gone == wanted.len() {
        handed.store(stirred, Ordering::SeqCst);
    }
    Ok(())
}
