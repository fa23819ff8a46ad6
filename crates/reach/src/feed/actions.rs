//! Saying something in a group, taking it out, greeting who comes in.

use kernel::{Actor, Error, Fields, GroupId, MemberId, MessageId, Result, SeriesId, text};
use people::{
    events::MemberErased,
    groups::{self, Group, Place},
    memberships, series,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::{EventRow, Future, Read, Tx};
use uuid::Uuid;
use web::trail;

use super::{
    model::{
        Author, Card, Message, NewMessage, OWN_FOR, REASON_MAX, Refusal, Rule, TOGETHER_FOR,
        WELCOME_MAX,
    },
    store as rows,
};
use crate::{
    events::{MessagePosted, MessageRemoved},
    pictures,
    posts::Post,
};

/// The author that an actor writes as; keys and the program itself write as the assistant.
pub const fn author(actor: Actor) -> Author {
    match actor {
        Actor::Staff(id) | Actor::Counter(_, id) => Author::Staff(id),
        Actor::Member(id) => Author::Member(id),
        Actor::Key(_) | Actor::Visitor | Actor::System => Author::Assistant,
    }
}

/// The group, if this actor may read its feed: a member of it, somebody of the shop whose remit
/// covers it, a program. Anybody else is told that there is no such group.
pub async fn readable(db: &mut impl Read, scope: &kernel::Scope, id: GroupId) -> Result<Group> {
    let group = groups::require(db, scope.org(), id).await?;
    let may = match scope.actor() {
        Actor::Member(member) => memberships::current(db, scope.org(), member, id).await?.is_some(),
        Actor::Visitor => false,
        _ => scope.remit().covers_group(id, group.store),
    };
    if may { Ok(group) } else { Err(Error::NotFound("group")) }
}

/// Says something in a group that lives here.
pub async fn post(tx: &mut Tx, id: GroupId, new: NewMessage) -> Result<MessageId> {
    let scope = tx.scope().clone();
    let group = readable(tx, &scope, id).await?;
    if group.place != Place::Here {
        return Err(Refusal::NotHere.into());
    }
    if !group.is_open() {
        return Err(Refusal::Closed.into());
    }
    if matches!(tx.actor(), Actor::Member(_))
        && !rows::rule(tx, scope.org(), group.series).await?.members_write
    {
        return Err(Refusal::ReadOnly.into());
    }
    let mut fields = Fields::default();
    let new = new.checked(&mut fields);
    fields.check(())?;
    let picture = match new.picture {
        Some(bytes) => Some(pictures::keep(tx, bytes).await?),
        None => None,
    };
    let message = Message {
        id: tx.id(),
        group: id,
        at: tx.now(),
        author: author(tx.actor()),
        text: new.text,
        card: new.card,
        picture,
        post: None,
        removed: None,
    };
    add(tx, &message).await
}

async fn add(tx: &mut Tx, message: &Message) -> Result<MessageId> {
    rows::insert(tx, message).await?;
    tx.emit(&MessagePosted {
        message: message.id,
        group: message.group,
        author: message.author.word().to_owned(),
        member: message.author.member(),
        staff: message.author.staff(),
        post: message.post,
    })?;
    Ok(message.id)
}

/// Brings a post of the programme into the feed of its group.
pub async fn bring(tx: &mut Tx, group: &Group, post: &Post, link: &str) -> Result<MessageId> {
    if !group.is_open() {
        return Err(Refusal::Closed.into());
    }
    let message = Message {
        id: tx.id(),
        group: group.id,
        at: tx.now(),
        author: author(tx.actor()),
        text: post.words(link),
        card: None,
        picture: post.picture,
        post: Some(post.id),
        removed: None,
    };
    add(tx, &message).await
}

#[derive(Deserialize)]
struct Welcome {
    group: GroupId,
    member: MemberId,
}

/// The action `feed.welcome`, which joining calls in its own turn.
pub fn welcome_by_name(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move {
        let wanted: Welcome = serde_json::from_value(data).map_err(Error::broken)?;
        let message = welcome(tx, wanted.group, wanted.member).await?;
        Ok(json!({ "message": message }))
    })
}

/// The assistant greets somebody. Who comes in soon after another is greeted with them, so that a
/// busy evening leaves one line and not fifty.
pub async fn welcome(tx: &mut Tx, group: GroupId, member: MemberId) -> Result<Option<MessageId>> {
    let (org, now) = (tx.org(), tx.now());
    if let Some(mut last) = rows::last(tx, org, group).await?
        && now.since(last.at) <= TOGETHER_FOR
        && last.removed.is_none()
        && let Some(Card::Welcome { members }) = &mut last.card
    {
        if !members.contains(&member) {
            members.push(member);
            rows::update_card(tx, &last).await?;
        }
        return Ok(Some(last.id));
    }
    if groups::require(tx, org, group).await?.place != Place::Here {
        return Ok(None);
    }
    let message = Message {
        id: tx.id(),
        group,
        at: now,
        author: Author::Assistant,
        text: String::new(),
        card: Some(Card::Welcome { members: vec![member] }),
        picture: None,
        post: None,
        removed: None,
    };
    add(tx, &message).await.map(Some)
}

/// Takes a message out with a reason that everybody reads. Its words stay for the shop.
pub async fn remove(tx: &mut Tx, group: GroupId, id: MessageId, reason: &str) -> Result<()> {
    let mut fields = Fields::default();
    let reason = text::require(&mut fields, "reason", reason, REASON_MAX);
    fields.check(())?;
    let scope = tx.scope().clone();
    readable(tx, &scope, group).await?;
    let message = in_group(tx, group, id).await?;
    if message.removed.is_some() {
        return Ok(());
    }
    rows::remove(tx, id, &reason).await?;
    trail::note(tx, "feed.removed", id, &Json::Null, &json!({ "reason": reason })).await?;
    tx.emit(&MessageRemoved { message: id, group, own: false })
}

/// Its author takes a message back, within ten minutes.
pub async fn take_back(tx: &mut Tx, group: GroupId, id: MessageId) -> Result<()> {
    let scope = tx.scope().clone();
    readable(tx, &scope, group).await?;
    let message = in_group(tx, group, id).await?;
    if message.author != author(tx.actor()) || message.author.id().is_none() {
        return Err(Error::NotFound("message"));
    }
    out(tx, &message).await
}

/// Takes out what a to-do had brought.
pub(crate) async fn take_out(tx: &mut Tx, id: MessageId) -> Result<()> {
    let org = tx.org();
    let message = rows::require(tx, org, id).await?;
    out(tx, &message).await
}

async fn out(tx: &mut Tx, message: &Message) -> Result<()> {
    if message.removed.is_some() {
        return Ok(());
    }
    if tx.now().since(message.at) > OWN_FOR {
        return Err(Refusal::TooLate.into());
    }
    rows::remove(tx, message.id, "").await?;
    tx.emit(&MessageRemoved { message: message.id, group: message.group, own: true })
}

async fn in_group(tx: &mut Tx, group: GroupId, id: MessageId) -> Result<Message> {
    let org = tx.org();
    let message = rows::require(tx, org, id).await?;
    if message.group == group { Ok(message) } else { Err(Error::NotFound("message")) }
}

/// Notes how far somebody has read.
pub async fn mark_read(
    tx: &mut Tx,
    group: GroupId,
    reader: Uuid,
    message: MessageId,
) -> Result<()> {
    rows::mark_read(tx, group, reader, message).await
}

/// What a series says about its feeds.
pub async fn set_rule(tx: &mut Tx, id: SeriesId, mut rule: Rule) -> Result<()> {
    let mut fields = Fields::default();
    rule.welcome = text::body(&mut fields, "welcome", &rule.welcome, WELCOME_MAX);
    fields.check(())?;
    let org = tx.org();
    series::require(tx, org, id).await?;
    let before = rows::rule(tx, org, id).await?;
    rows::set_rule(tx, id, &rule).await?;
    let noted =
        |rule: &Rule| json!({ "members_write": rule.members_write, "welcome": rule.welcome });
    trail::note(tx, "feed.rule_changed", id, &noted(&before), &noted(&rule)).await
}

/// Somebody was erased: what they wrote goes.
pub fn erased<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        match event.read::<MemberErased>() {
            Some(erased) => rows::erase(tx, erased.member).await,
            None => Ok(()),
        }
    })
}

/// `merge.reach`: what one said, read and opened is the other's. There is nothing to choose, so that no
/// lines tell of it.
pub fn merge(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move {
        let merging: people::members::merging::Merging =
            serde_json::from_value(data).map_err(Error::broken)?;
        rows::hand_over(tx, merging.from, merging.into).await?;
        crate::posts::actions::merge(tx, merging).await?;
        Ok(Json::Array(Vec::new()))
    })
}
