//! A turn: one command has the connection, until it says a word or is cut out.

use std::sync::{Arc, atomic::Ordering};

use kernel::{Result, Scope};
use tokio::{sync::oneshot, time::Instant};

use super::{
    desk::Desk,
    lane::{Lane, Seat, Waiter},
    state::BatchLost,
    tx::{Grant, Tx, Verdict},
};
use crate::planted::{self, Fault};

impl Lane {
    pub(super) async fn turn(
        &self,
        seat: &mut Seat,
        scope: Scope,
        hand: oneshot::Sender<Result<Tx>>,
    ) -> Result<Waiter, BatchLost> {
        let org = scope.org();
        let state = seat.as_mut().ok_or(BatchLost)?;
        state.open_command().await?;
        let marks: Vec<usize> = state.org(org)?.hots.iter_mut().map(|hot| hot.mark()).collect();

        let desk = Arc::new(Desk::new(seat.take().ok_or(BatchLost)?));
        let (verdict, spoken) = oneshot::channel();
        let (receipt_hand, receipt) = oneshot::channel();
        let tx = Tx::new(Grant {
            desk: desk.clone(),
            registry: self.around.registry.clone(),
            world: self.around.world.clone(),
            scope,
            verdict,
            receipt,
        });
        let verdict = match hand.send(Ok(tx)) {
            Ok(()) => self.listen(&desk, spoken).await,
            // The caller has gone before its turn came.
            Err(_) => Verdict::Undo,
        };
        if desk.pulse().running {
            self.stop();
        }
        *seat = desk.take_back().await;
        self.stop.store(false, Ordering::SeqCst);

        let state = seat.as_mut().ok_or(BatchLost)?;
        let kept = match verdict {
            Verdict::Keep(pending) if desk.spoiled().is_none() => {
                let all = &mut state.org(org)?.pending;
                all.add(pending);
                all.turns += 1;
                true
            }
            _ => {
                state.undo_command().await?;
                let marks = planted::unless(Fault::UndoForgotten, marks);
                for (hot, mark) in state.org(org)?.hots.iter_mut().zip(marks) {
                    hot.undo_to(mark);
                }
                false
            }
        };
        Ok(Waiter::Turn { org, kept, hand: receipt_hand })
    }

    /// Waits for the command's word, as long as it works and not too long in all. A command that
    /// does nothing is noticed after one idle limit at the earliest and two at the latest.
    async fn listen(&self, desk: &Desk, mut spoken: oneshot::Receiver<Verdict>) -> Verdict {
        let begun = Instant::now();
        let mut seen = desk.pulse();
        loop {
            let word = tokio::time::timeout(self.limits.idle_for, &mut spoken).await;
            if let Ok(verdict) = word {
                return verdict.unwrap_or(Verdict::Undo);
            }
            let pulse = desk.pulse();
            let dawdles = pulse.steps == seen.steps && !pulse.running;
            if dawdles || begun.elapsed() >= self.limits.turn_for {
                tracing::warn!(dawdles, "a command was cut out of its turn");
                return Verdict::Undo;
            }
            seen = pulse;
        }
    }
}
