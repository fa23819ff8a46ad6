//! What is done with members.

use ::store::Tx;
use kernel::{MemberId, Result, StoreId};
use serde::Serialize;
use web::{sessions, trail};

use super::{
    ConsentKind, ConsentState, Member, NewMember, Refusal,
    model::{CODE_LEN, TAGS_MAX},
    store,
};
use crate::{events, memberships};

/// Adds somebody. Their number may be nobody else's: callers that mean "find or add" look first.
pub async fn add(tx: &mut Tx, new: NewMember) -> Result<MemberId> {
    add_as(tx, new, None).await.map(|(id, _)| id)
}

/// As [`add`], credited to somebody of the shop; also returns the card's code.
pub async fn add_as(
    tx: &mut Tx,
    new: NewMember,
    credit: Option<kernel::StaffId>,
) -> Result<(MemberId, String)> {
    let id = tx.id();
    let mut code = tx.world().chance.code(CODE_LEN);
    while !store::insert(tx, id, &code, &new).await.map_err(taken)? {
        code = tx.world().chance.code(CODE_LEN);
    }
    store::add_tags(tx, id, &new.tags).await?;
    store::add_consents(tx, id, new.place, &new.consents).await?;
    let staff = credit.or_else(|| tx.actor().staff());
    tx.emit(&events::MemberAdded { member: id, store: new.store, source: new.source, staff })?;
    Ok((id, code))
}

/// The index on phones is the last to say no.
fn taken(error: kernel::Error) -> kernel::Error {
    if error.code() == ::store::TAKEN { Refusal::PhoneTaken.into() } else { error }
}

/// What the trail keeps of a change: which fields, not what stood in them, because a trail outlives
/// the person.
#[derive(Serialize)]
struct Changed<'c> {
    fields: Vec<&'c str>,
}

/// Writes the member as given; what must not change (code, source, times) stays.
pub async fn change(tx: &mut Tx, wanted: Member) -> Result<Member> {
    let org = tx.org();
    let before = store::require(tx, org, wanted.id).await?;
    if before.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    let mut after = Member {
        code: before.code.clone(),
        source: before.source.clone(),
        created_at: before.created_at,
        phone_proven_at: before.phone_proven_at,
        email_proven_at: before.email_proven_at,
        ..wanted
    };
    if after.phone != before.phone {
        after.phone_proven_at = None;
        if let Some(phone) = &after.phone
            && store::by_phone(tx, org, phone).await?.is_some()
        {
            return Err(Refusal::PhoneTaken.into());
        }
    }
    if after.email != before.email {
        after.email_proven_at = None;
    }
    store::update(tx, &after).await.map_err(taken)?;
    if after.tags != before.tags {
        store::drop_tags(tx, after.id).await?;
        store::add_tags(tx, after.id, &after.tags).await?;
    }
    let fields = differences(&before, &after);
    if !fields.is_empty() {
        trail::note(tx, "members.changed", after.id, &(), &Changed { fields }).await?;
    }
    Ok(after)
}

fn differences(before: &Member, after: &Member) -> Vec<&'static str> {
    [
        ("name", before.name != after.name),
        ("phone", before.phone != after.phone),
        ("email", before.email != after.email),
        ("birthday", before.birthday != after.birthday),
        ("lang", before.lang != after.lang),
        ("tags", before.tags != after.tags),
        ("notes", before.notes != after.notes),
        ("store", before.store != after.store),
        ("contact", before.contact != after.contact),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

/// Adds tags that a link or a campaign gives; those beyond the limit are left out.
pub async fn tag(tx: &mut Tx, member: &Member, tags: &[String]) -> Result<()> {
    let mut all = member.tags.clone();
    for tag in tags {
        if !all.contains(tag) && all.len() < TAGS_MAX {
            all.push(tag.clone());
        }
    }
    if all == member.tags {
        return Ok(());
    }
    let fresh: Vec<String> = all.iter().filter(|t| !member.tags.contains(t)).cloned().collect();
    store::update(tx, &Member { tags: all, ..member.clone() }).await?;
    store::add_tags(tx, member.id, &fresh).await
}

/// Notes what somebody agreed to or took back.
pub async fn agree(
    tx: &mut Tx,
    id: MemberId,
    place: &'static str,
    consents: &[(ConsentKind, ConsentState)],
) -> Result<()> {
    store::add_consents(tx, id, place, consents).await
}

/// The device in front of the cashier belongs to this person, and so does the number.
pub async fn prove(tx: &mut Tx, id: MemberId, by: &str) -> Result<()> {
    let now = tx.now();
    // A code that came by e-mail says nothing about the number.
    if by != "email" {
        store::prove_phone(tx, id, now).await?;
    }
    tx.emit(&events::MemberProven { member: id, by: by.to_owned() })
}

/// A message to this address reached its owner. An address that was changed meanwhile stays unproven.
pub async fn confirm_email(tx: &mut Tx, member: &Member) -> Result<()> {
    let Some(email) = &member.email else { return Ok(()) };
    let now = tx.now();
    store::prove_email(tx, member.id, email, now).await?;
    tx.emit(&events::MemberProven { member: member.id, by: "email".to_owned() })
}

/// Takes away who it was: name, number, address, birthday, notes, tags, answers, sessions. Seats are
/// given back. What remains are ids in books and events.
pub async fn erase(tx: &mut Tx, id: MemberId) -> Result<()> {
    let org = tx.org();
    let member = store::require(tx, org, id).await?;
    if member.erased_at.is_some() {
        return Ok(());
    }
    let id = member.id;
    memberships::actions::leave_all(tx, id, memberships::Why::Erased).await?;
    crate::joining::actions::withdraw_all(tx, id).await?;
    store::erase(tx, id).await?;
    sessions::close_others(tx, sessions::Kind::Member, id.uuid(), None).await?;
    trail::note(tx, "members.erased", id, &(), &()).await?;
    tx.emit(&events::MemberErased { member: id })
}

/// Gives the members of somebody who leaves to somebody else, or to nobody.
pub async fn hand_over(
    tx: &mut Tx,
    from: kernel::StaffId,
    to: Option<kernel::StaffId>,
) -> Result<u64> {
    store::hand_over(tx, from, to).await
}

/// Sets the home store if there is none yet.
pub async fn settle_in(tx: &mut Tx, member: &Member, home: Option<StoreId>) -> Result<()> {
    if member.store.is_some() || home.is_none() {
        return Ok(());
    }
    store::update(tx, &Member { store: home, ..member.clone() }).await
}
