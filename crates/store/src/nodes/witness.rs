//! What the writer said to one request, for whoever may send that request to another node.

use std::cell::Cell;

use kernel::{Error, OrgId, Result};

tokio::task_local! {
    static SEEN: Cell<Witness>;
}

/// What the commands of some work came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Witness {
    acted: bool,
    elsewhere: Option<OrgId>,
}

impl Witness {
    /// The org that another node writes, if that is why nothing happened: the same work may be done
    /// there. When a command before it had an effect, or may have had one, it must not be.
    pub fn elsewhere(self) -> Option<OrgId> {
        self.elsewhere.filter(|_| !self.acted)
    }
}

/// Does the work and watches its commands. Only what is done on the same task is seen.
pub async fn watched<T>(work: impl Future<Output = T>) -> (T, Witness) {
    SEEN.scope(Cell::default(), async {
        let done = work.await;
        (done, SEEN.with(Cell::get))
    })
    .await
}

/// Whether somebody watches, who knows the way to other nodes.
pub fn is_watched() -> bool {
    SEEN.try_with(|_| ()).is_ok()
}

/// Notes what a command came to.
pub(crate) fn note<T>(org: OrgId, outcome: &Result<T>) {
    // Nobody watches jobs and command lines.
    let _ = SEEN.try_with(|seen| {
        let mut now = seen.get();
        match outcome {
            Err(Error::NotOwner) => now.elsewhere = Some(org),
            // A lost commit may be durable all the same.
            Ok(_) | Err(Error::Busy { .. } | Error::Broken(_)) => now.acted = true,
            // A refusal changed nothing.
            Err(_) => {}
        }
        seen.set(now);
    });
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn work_that_had_an_effect_is_not_sent_on() {
        let org = OrgId::from_uuid(Uuid::from_u128(1));
        let no: Result<()> = Err(Error::NotOwner);
        let refused: Result<()> = Err(Error::NotFound("gift"));
        let seen = async |outcomes: &[Result<()>]| {
            let work = async {
                for one in outcomes {
                    note(org, one);
                }
            };
            watched(work).await.1.elsewhere()
        };
        assert_eq!(seen(&[]).await, None);
        assert_eq!(seen(&[Ok(())]).await, None);
        assert_eq!(seen(&[refused.clone(), no.clone()]).await, Some(org));
        assert_eq!(seen(&[Ok(()), no.clone()]).await, None);
        assert_eq!(seen(&[Err(Error::BUSY), no]).await, None);
        note(org, &refused);
    }
}
