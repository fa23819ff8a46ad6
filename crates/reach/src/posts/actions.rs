//! Making posts, and counting who opened them.

use kernel::{OrgId, PostId, Result, SeriesId};
use people::events::MemberErased;
use people::links::{self, Link, NewLink};
use store::{EventRow, Future, Read, Tx};

pub use super::store::Opening;
use super::{
    model::{CODE_LEN, Post},
    store as rows,
};
use crate::events::PostOpened;

/// Keeps new posts, each with a code of its own.
pub async fn add(tx: &mut Tx, mut posts: Vec<Post>) -> Result<()> {
    let mut codes = std::collections::HashSet::new();
    for post in &mut posts {
        post.code = tx.world().chance.code(CODE_LEN);
        while !codes.insert(post.code.clone()) {
            post.code = tx.world().chance.code(CODE_LEN);
        }
    }
    loop {
        let all: Vec<String> = posts.iter().map(|post| post.code.clone()).collect();
        let used = rows::used(tx, tx.org(), &all).await?;
        if used.is_empty() {
            break;
        }
        for post in posts.iter_mut().filter(|post| used.contains(&post.code)) {
            while !codes.insert(post.code.clone()) {
                post.code = tx.world().chance.code(CODE_LEN);
            }
        }
    }
    rows::insert(tx, &posts).await
}

/// Takes back posts that nobody was sent.
pub(crate) async fn take_back(tx: &mut Tx, ids: &[PostId]) -> Result<()> {
    rows::remove(tx, ids).await
}

/// Counts a device at a post, once per day.
pub async fn open(tx: &mut Tx, post: &Post, opening: &Opening) -> Result<()> {
    if rows::open(tx, post, opening).await? {
        tx.emit(&PostOpened { post: post.id, group: post.group, member: opening.member })?;
    }
    Ok(())
}

/// The link by which somebody who read a post of this series joins it.
pub async fn way(db: &mut impl Read, org: OrgId, series: SeriesId) -> Result<Option<Link>> {
    match rows::way(db, org, series).await? {
        Some(link) => links::find(db, org, link).await,
        None => Ok(None),
    }
}

/// As [`way`], made when the series has none yet.
pub async fn make_way(tx: &mut Tx, series: SeriesId, name: &str) -> Result<()> {
    let org = tx.org();
    if rows::way(tx, org, series).await?.is_none() {
        let new = NewLink { name: name.to_owned(), ..NewLink::plain(series, "web") };
        let link = links::actions::create(tx, new).await?;
        rows::set_way(tx, series, link.id).await?;
    }
    Ok(())
}

/// Two members are one: what either opened and did is theirs.
pub async fn merge(tx: &mut Tx, merging: people::members::merging::Merging) -> Result<()> {
    rows::hand_over(tx, merging.from, merging.into).await
}

/// Somebody was erased: what they opened is counted, and nobody's.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<MemberErased>() {
            Some(gone) => rows::forget(tx, gone.member).await,
            None => Ok(()),
        }
    })
}
