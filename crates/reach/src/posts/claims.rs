//! What people do soon after they opened a post.

use kernel::{GroupId, LinkId, MemberId, Result};
use store::{EventRow, Future, Tx};

use super::{model::EFFECT_FOR, store as rows};
use crate::events::PostClaimed;

/// Facts that count as an effect. Some are told by rooms that this one does not know: their words
/// are enough, since all of them name a member.
pub const KINDS: &[&str] =
    &["memberships.joined", "vouchers.redeemed", "purchases.recorded", "visits.recorded"];

/// Credits the post that the person opened last, once per post and person.
pub fn notice<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        let id = |name: &str| event.data.get(name).and_then(|value| value.as_str());
        let Some(member) = id("member").and_then(|text| text.parse::<MemberId>().ok()) else {
            return Ok(());
        };
        // They may have been merged between the event and now.
        let found = people::members::find(tx, tx.org(), member).await?;
        let member = found.map_or(member, |one| one.id);
        // History that comes in with a file is nobody's answer to this morning's post.
        if id("source") == Some("import") {
            return Ok(());
        }
        let (org, since) = (tx.org(), event.at.minus(EFFECT_FOR));
        let mut opened = rows::opened_by(tx, org, member, since).await?;
        if opened.is_none() && event.kind == "memberships.joined" {
            opened = came_by(tx, event, since).await?;
        }
        let Some((post, group)) = opened else { return Ok(()) };
        if rows::claim(tx, post, member).await? {
            tx.emit_as(event.actor, &PostClaimed { post, group, member, by: event.kind.clone() })?;
        }
        Ok(())
    })
}

/// Somebody new was not known when they opened the post; the link they joined by says that it was
/// one of ours.
async fn came_by(
    tx: &mut Tx,
    event: &EventRow,
    since: kernel::Time,
) -> Result<Option<(kernel::PostId, GroupId)>> {
    let id = |name: &str| event.data.get(name).and_then(|value| value.as_str());
    let link = id("link").and_then(|text| text.parse::<LinkId>().ok());
    let group = id("group").and_then(|text| text.parse::<GroupId>().ok());
    let (Some(link), Some(group)) = (link, group) else { return Ok(None) };
    let org = tx.org();
    if !rows::is_way(tx, org, link).await? {
        return Ok(None);
    }
    rows::opened_in(tx, org, group, since).await
}
