//! Merging, and looking ahead at it.

use ::store::{Db, Tx};
use kernel::{Error, MemberId, Result, Scope};
use serde::Serialize;
use web::{sessions, t, trail};

use super::{
    model::{Ask, Line, MOST, Merged, Merging},
    rules::{agreed, together},
    store,
};
use crate::{
    events, joining,
    members::{ConsentKind, Member, Refusal, store as rows},
    memberships, staff,
};

/// Rooms that have something of a member, in the order in which they are asked.
pub const ROOMS: [&str; 4] = ["value", "commerce", "play", "reach"];

/// What merging would do, by doing it and taking it back.
pub async fn look_ahead(db: &Db, scope: &Scope, ask: Ask) -> Result<Merged> {
    let mut found = None;
    let looked = db
        .write(scope, async |tx| {
            found = Some(merge(tx, ask).await?);
            Err::<(), _>(Error::Malformed("members.looked_ahead"))
        })
        .await;
    match (found, looked) {
        (Some(found), _) => Ok(found),
        (None, Err(error)) => Err(error),
        (None, Ok(_)) => Err(Error::broken("nobody looked")),
    }
}

/// Makes one record of two. The ids may be those of records that were merged before: then it is about
/// what they became.
pub async fn merge(tx: &mut Tx, ask: Ask) -> Result<Merged> {
    let (into, from) = both(tx, ask).await?;
    let merging = Merging { into: into.id, from: from.id, lang: ask.lang };
    let mut lines = vec![groups(tx, merging).await?];
    for room in ROOMS {
        let action = format!("merge.{room}");
        if tx.can_act(&action) {
            let said =
                tx.act(&action, serde_json::to_value(merging).map_err(Error::broken)?).await?;
            lines.extend(serde_json::from_value::<Vec<Line>>(said).map_err(Error::broken)?);
        }
    }
    consents(tx, merging).await?;
    store::hand_over(tx, from.id, into.id).await?;
    sessions::hand_over(tx, sessions::Kind::Member, from.id.uuid(), into.id.uuid()).await?;
    store::retire(tx, from.id, into.id).await?;
    let one = together(&into, &from, ask.wins);
    rows::drop_tags(tx, from.id).await?;
    rows::drop_tags(tx, into.id).await?;
    rows::update(tx, &one).await?;
    rows::add_tags(tx, one.id, &one.tags).await?;
    store::known_since(tx, &one).await?;
    let noted = Noted { merged: from.id, took: took(&into, &one) };
    trail::note(tx, "members.merged", into.id, &(), &noted).await?;
    tx.emit(&events::MemberMerged { member: into.id, merged: from.id })?;
    Ok(Merged { into: into.id, from: from.id, lines })
}

/// The two as they are, if they may become one.
async fn both(tx: &mut Tx, ask: Ask) -> Result<(Member, Member)> {
    let org = tx.org();
    if ask.into == ask.from {
        return Err(Refusal::SameMember.into());
    }
    let into = rows::require(tx, org, ask.into).await?;
    let from = rows::require(tx, org, ask.from).await?;
    if into.id == from.id {
        return Err(Refusal::MergedAlready.into());
    }
    if into.erased_at.is_some() || from.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    if let Some(id) = tx.actor().staff()
        && let Some(email) = staff::find(tx, org, id).await?.and_then(|person| person.email)
    {
        let own = |member: &Member| {
            let key = member.email.as_ref().map(crate::members::Email::key);
            key.is_some_and(|key| key == email.to_lowercase())
        };
        if own(&into) || own(&from) {
            return Err(Refusal::OwnRecord.into());
        }
    }
    let names = store::names_of(tx, org, into.id).await?.len()
        + store::names_of(tx, org, from.id).await?.len();
    if names > MOST + 1 {
        return Err(Refusal::TooManyMerged.with("max", MOST as i64).into());
    }
    Ok((into, from))
}

/// Whoever is in a group twice gives one seat back; whoever waits twice waits once.
async fn groups(tx: &mut Tx, merging: Merging) -> Result<Line> {
    let Merging { into, from, lang } = merging;
    let org = tx.org();
    let here = memberships::open_of_member(tx, org, into).await?;
    let there = memberships::open_of_member(tx, org, from).await?;
    let mut doubles = 0;
    for stay in &there {
        if here.iter().any(|other| other.group == stay.group) {
            memberships::actions::leave(tx, stay.id, memberships::Why::Merged).await?;
            doubles += 1;
        }
    }
    joining::actions::withdraw_doubles(tx, from, into).await?;
    let count = |count: usize| t!(lang, "merging-groups-count", count = count);
    let after = here.len() + there.len() - doubles;
    let line = Line::new(
        t!(lang, "merging-groups"),
        [count(here.len()), count(there.len()), count(after)],
    );
    Ok(if doubles > 0 {
        line.noted(t!(lang, "merging-groups-double", count = doubles))
    } else {
        line
    })
}

/// Says what holds of what the two agreed to.
async fn consents(tx: &mut Tx, merging: Merging) -> Result<()> {
    let org = tx.org();
    let into = rows::consents(tx, org, merging.into).await?;
    let from = rows::consents(tx, org, merging.from).await?;
    if from.is_empty() {
        return Ok(());
    }
    let held = ConsentKind::ALL
        .into_iter()
        .filter_map(|kind| agreed(kind, &into, &from).map(|state| (kind, state)))
        .collect::<Vec<_>>();
    rows::add_consents(tx, merging.into, "merging", &held).await
}

/// What the trail keeps: which record, and which fields are the other's.
#[derive(Serialize)]
struct Noted {
    merged: MemberId,
    took: Vec<&'static str>,
}

fn took(into: &Member, one: &Member) -> Vec<&'static str> {
    [
        ("name", into.name != one.name),
        ("phone", into.phone != one.phone),
        ("email", into.email != one.email),
        ("birthday", into.birthday != one.birthday),
        ("lang", into.lang != one.lang),
        ("store", into.store != one.store),
        ("tags", into.tags != one.tags),
        ("notes", into.notes != one.notes),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
