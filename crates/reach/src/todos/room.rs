//! A run that changes within a day: what it brought is made anew, and weekly posts make room for it.

use std::collections::{HashMap, HashSet};

use kernel::{GroupId, PostId, Result, SlotId, TodoId};
use people::playbooks::POSTS_A_DAY;
use store::Tx;
use uuid::Uuid;
use web::shops;

use super::{
    actions::{self, Of},
    hosts::open_groups,
    model::{self, Todo},
    store as rows,
};
use crate::{
    posts::{self, Post},
    runs::{self, Dated},
};

/// After the run of an activity changed. Its texts that nobody sent are made anew; what was taken out is
/// nobody's to-do any more, even if somebody opened its link. Whatever else waits stays as it is, but for the
/// weekly posts that give way.
pub async fn refresh(tx: &mut Tx, activity: Uuid) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let zone = shops::require(tx, org).await?.zone;
    let day = model::day_text(now.date(&zone));
    let own = runs::of_activity(tx, org, activity).await?;
    let mut todos = rows::of_day(tx, org, &day).await?;
    let waiting: Vec<&Todo> = todos.iter().filter(|todo| todo.is_waiting()).collect();
    let ids: Vec<PostId> = waiting.iter().map(|todo| todo.post).collect();
    let posts: HashMap<PostId, Post> =
        posts::of_ids(tx, org, &ids).await?.into_iter().map(|post| (post.id, post)).collect();
    let unopened = |todo: &Todo| posts.get(&todo.post).is_some_and(|post| post.opened == 0);
    let anew = |todo: &Todo| {
        let brought = own.iter().find(|one| one.id == todo.slot);
        brought.is_some_and(|one| unopened(todo) || one.ended_at.is_some())
    };
    let mut gone: HashSet<TodoId> =
        waiting.iter().filter(|todo| anew(todo)).map(|todo| todo.id).collect();
    let dated = runs::of_day(tx, org, &day).await?;
    if gone.is_empty() && dated.iter().all(|one| one.activity != activity) {
        return Ok(());
    }
    let groups = open_groups(tx, org).await?;
    let slots: Vec<SlotId> = dated.iter().map(|one| one.id).collect();
    let out = runs::went_out(tx, org, (&slots, &day)).await?;
    todos.retain(|todo| !gone.contains(&todo.id));
    let mut by_group: HashMap<GroupId, Vec<&Todo>> = HashMap::new();
    for todo in &todos {
        by_group.entry(todo.group).or_default().push(todo);
    }
    for (id, has) in &by_group {
        let Some(group) = groups.get(id) else { continue };
        let comes = |one: &&Dated| {
            one.whom.has(group)
                && one.expires_at > now
                && !out.contains(&(*id, one.id))
                && has.iter().all(|todo| todo.slot != one.id)
        };
        let over = (has.len() + dated.iter().filter(comes).count()).saturating_sub(POSTS_A_DAY);
        let weekly = |todo: &&&Todo| {
            todo.is_waiting() && todo.due_at > now && unopened(todo) && !slots.contains(&todo.slot)
        };
        let mut weekly: Vec<&Todo> = has.iter().filter(weekly).copied().collect();
        weekly.sort_by_key(|todo| {
            let sells = posts.get(&todo.post).is_some_and(|post| post.selling);
            (!sells, std::cmp::Reverse(todo.due_at))
        });
        gone.extend(weekly.iter().take(over).map(|todo| todo.id));
    }
    take_out(tx, (&ids_of(&gone), &posts), &day).await?;
    actions::generate(tx, Of::All).await.map(drop)
}

fn ids_of(gone: &HashSet<TodoId>) -> Vec<TodoId> {
    let mut ids: Vec<TodoId> = gone.iter().copied().collect();
    ids.sort_unstable();
    ids
}

/// Takes to-dos out of the day, and the posts of those whose link nobody opened.
async fn take_out(
    tx: &mut Tx,
    (gone, posts): (&[TodoId], &HashMap<PostId, Post>),
    day: &str,
) -> Result<()> {
    let org = tx.org();
    let todos = rows::of_day(tx, org, day).await?;
    let ours = todos.iter().filter(|todo| gone.binary_search(&todo.id).is_ok());
    let unsent: Vec<PostId> = ours
        .filter(|todo| posts.get(&todo.post).is_some_and(|post| post.opened == 0))
        .map(|todo| todo.post)
        .collect();
    rows::remove(tx, gone).await?;
    posts::actions::take_back(tx, &unsent).await
}
