//! Posts: plain data, decided from memory, thousands per commit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures::FutureExt as _;
use kernel::{Error, OrgId, Result};
use tokio::sync::oneshot;

use super::{
    lane::{Lane, Waiter},
    queue::Command,
    state::{BatchLost, State},
};
use crate::hot::{PostAnswer, PostBody};

/// Posts of one org that are decided together.
pub const AT_ONCE: usize = 4096;

type Hand = oneshot::Sender<Result<PostAnswer>>;

impl Lane {
    pub(super) async fn posts(
        &self,
        state: &mut State,
        org: OrgId,
        first: (PostBody, Hand),
        more: Vec<Command>,
        waiters: &mut Vec<Waiter>,
    ) -> Result<(), BatchLost> {
        let (mut bodies, mut hands) = (vec![first.0], vec![first.1]);
        for command in more.into_iter().filter(|command| !command.is_orphan()) {
            if let Command::Post { body, hand } = command {
                bodies.push(body);
                hands.push(hand);
            }
        }
        if state.org(org)?.hots.is_empty() {
            for hand in hands {
                drop(hand.send(Err(Error::broken("no room decides posts"))));
            }
            return Ok(());
        }
        let mut unprepared = prepare(state, org, &bodies).await?.into_iter().peekable();
        let now = self.around.world.now();
        let org = state.org(org)?;
        let hot = org.hots.first_mut().ok_or(BatchLost)?;
        for (place, (body, hand)) in bodies.iter().zip(hands).enumerate() {
            if let Some((_, error)) = unprepared.next_if(|(other, _)| *other == place) {
                waiters.push(Waiter::Post { hand, answer: Err(error) });
                continue;
            }
            let mark = hot.mark();
            let answer = catch_unwind(AssertUnwindSafe(|| hot.decide(now, body)));
            org.suspect |= answer.is_err();
            let answer = answer.unwrap_or_else(|_| Err(Error::broken("a post panicked")));
            if answer.is_err() {
                hot.undo_to(mark);
            } else {
                org.pending.posts += 1;
            }
            waiters.push(Waiter::Post { hand, answer });
        }
        Ok(())
    }
}

/// Loads what the posts need; those that cannot be prepared, by their place and in order. One that
/// always fails is found by halving, so that it takes nobody with it.
async fn prepare(
    state: &mut State,
    org: OrgId,
    posts: &[PostBody],
) -> Result<Vec<(usize, Error)>, BatchLost> {
    let mut failed = Vec::new();
    let mut work = vec![(0, posts)];
    while let Some((place, posts)) = work.pop() {
        state.open_command().await?;
        let State { conn, orgs, .. } = state;
        let hot = orgs.get_mut(&org).and_then(|org| org.hots.first_mut()).ok_or(BatchLost)?;
        let done = AssertUnwindSafe(hot.prepare(org, conn, posts)).catch_unwind().await;
        let done = done.unwrap_or_else(|_| Err(Error::broken("a post panicked")));
        let Err(error) = done else { continue };
        state.undo_command().await?;
        let (left, right) = posts.split_at(posts.len() / 2);
        if left.is_empty() {
            failed.push((place, error));
        } else {
            work.push((place + left.len(), right));
            work.push((place, left));
        }
    }
    Ok(failed)
}
