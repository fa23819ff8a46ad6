//! Tables that follow behind what posts decided: written before a turn may look at them, when nobody
//! waits, and when too much is behind.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use kernel::{Error, OrgId, Result};

use super::{
    commit,
    lane::{Closed, Lane, Seat, lose},
    state::{BatchLost, State},
};

/// Whose tables are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    All,
    TooFar,
}

pub fn any(seat: &Seat) -> bool {
    seat.as_ref().is_some_and(|state| state.orgs.values().any(|org| org.behind() > 0))
}

/// In the turn's own transaction, before its savepoint.
pub async fn before_turn(state: &mut State, org: OrgId) -> Result<(), BatchLost> {
    let State { conn, orgs, .. } = state;
    match orgs.get_mut(&org) {
        Some(known) if known.behind() > 0 => known.catch_up(org, conn).await.map_err(|_| BatchLost),
        _ => Ok(()),
    }
}

impl Lane {
    /// In a transaction of its own.
    pub(super) async fn follow(&self, seat: &mut Seat, whose: Behind) {
        let orgs = seat.as_ref().map_or_else(Vec::new, |state| self.behind(state, whose));
        if orgs.is_empty() {
            return;
        }
        self.begin(seat).await;
        let Some(state) = seat else { return };
        let done = AssertUnwindSafe(self.write_tables(state, orgs)).catch_unwind().await;
        if let Err(error) = done.unwrap_or_else(|_| Err(Error::broken("tables panicked"))) {
            // Memory goes; whoever loads the org again finishes it first.
            tracing::warn!(%error, "tables stay behind");
            lose(seat, Vec::new()).await;
            if let Some(state) = seat {
                state.orgs.retain(|_, org| org.behind() == 0);
            }
        }
    }

    fn behind(&self, state: &State, whose: Behind) -> Vec<OrgId> {
        let too_far = |org: &super::state::OrgState| {
            org.behind() >= self.limits.behind
                || org.behind_since.is_some_and(|since| since.elapsed() >= self.limits.behind_for)
        };
        let orgs = state.orgs.iter().filter(|(_, org)| org.behind() > 0);
        orgs.filter(|(_, org)| whose == Behind::All || too_far(org)).map(|(id, _)| *id).collect()
    }

    async fn write_tables(&self, state: &mut State, orgs: Vec<OrgId>) -> Result<()> {
        for id in orgs {
            match self.enter(state, id).await {
                Ok(()) => {}
                // Whoever writes it now has finished it.
                Err(Closed::Org(Error::NotOwner)) => continue,
                Err(Closed::Org(error) | Closed::Batch(error)) => return Err(error),
            }
            let State { conn, orgs, .. } = &mut *state;
            if let Some(org) = orgs.get_mut(&id) {
                org.catch_up(id, conn).await?;
            }
        }
        commit::commit(state, self.around.world.now(), self.limits.few).await.map(drop)
    }
}
