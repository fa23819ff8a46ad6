//! The moment of being let in: at once, by a person of the shop, or by the clock.

use ::store::{Future, Tx, jobs};
use kernel::{ApplicationId, Error, GiftId, LinkId, MemberId, MembershipId, Result, StaffId};
use serde_json::{Value as Json, json};

use super::{
    Refusal, actions,
    model::{Application, State},
    seats, store,
};
use crate::{
    events,
    groups::{self, Group, PickHint},
    links, memberships,
};

/// The timer of a waiting application.
pub const JOB: &str = "joining.decide";

/// Somebody who is let in.
pub struct Entry<'e> {
    pub member: MemberId,
    pub group: &'e Group,
    pub link: Option<LinkId>,
    pub gift: Option<GiftId>,
    pub source: &'e str,
    pub staff: Option<StaffId>,
    pub new: bool,
}

impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("member", &self.member).finish_non_exhaustive()
    }
}

/// Seat, stay, gift, a ticket, welcome, count: what being in means.
pub async fn seat(tx: &mut Tx, entry: &Entry<'_>) -> Result<(memberships::Membership, Json)> {
    seats::take(tx, entry.group.id).await?;
    let stay = actions::stay(tx, entry);
    memberships::actions::begin(tx, &stay).await?;
    let gift = lead_gift(tx, entry).await?;
    welcome_ticket(tx, entry).await?;
    if tx.can_act("feed.welcome") {
        tx.act("feed.welcome", json!({ "group": entry.group.id, "member": entry.member })).await?;
    }
    if let Some(link) = entry.link {
        links::actions::joined(tx, link).await?;
    }
    tx.emit(&events::MemberJoined {
        member: entry.member,
        membership: stay.id,
        group: stay.group,
        series: stay.series,
        store: stay.store,
        link: entry.link,
        source: entry.source.to_owned(),
        staff: entry.staff,
        new: entry.new,
    })?;
    Ok((stay, gift))
}

async fn lead_gift(tx: &mut Tx, entry: &Entry<'_>) -> Result<Json> {
    if !tx.can_act("gifts.lead") {
        return Ok(Json::Null);
    }
    let data = json!({
        "member": entry.member,
        "link": entry.link,
        "group": entry.group.id,
        "series": entry.group.series,
        "store": entry.group.store,
        "gift": entry.gift,
    });
    tx.act("gifts.lead", data).await
}

/// A ticket of the welcome draw that is on, for whoever was never in before. Nobody is kept out for want of one.
async fn welcome_ticket(tx: &mut Tx, entry: &Entry<'_>) -> Result<()> {
    if !tx.can_act("raffles.welcome") {
        return Ok(());
    }
    let data = json!({ "member": entry.member, "store": entry.group.store, "new": entry.new });
    tx.act("raffles.welcome", data).await.map(drop)
}

/// What happens to the lead gift of somebody who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GiftStep {
    Reserve,
    Release,
}

/// Holds a gift back for an application, or lets it go; a house that cannot does neither.
pub async fn gift(tx: &mut Tx, step: GiftStep, wish: &Application) -> Result<()> {
    let action = match step {
        GiftStep::Reserve => "gifts.reserve",
        GiftStep::Release => "gifts.release",
    };
    if !tx.can_act(action) {
        return Ok(());
    }
    let data = json!({
        "application": wish.id,
        "member": wish.member,
        "link": wish.link,
        "group": wish.group,
        "series": wish.series,
        "store": wish.store,
        "gift": wish.gift,
    });
    tx.act(action, data).await.map(drop)
}

/// Lets an applicant in. Their group may be full or closed by now: then it is the next one.
pub async fn admit(tx: &mut Tx, id: ApplicationId, by: Option<StaffId>) -> Result<MembershipId> {
    let org = tx.org();
    let wish = store::require(tx, org, id).await?;
    let decided = decide(tx, &wish, State::Admitted, by).await;
    decided?;
    gift(tx, GiftStep::Release, &wish).await?;
    if let Some(stay) = in_series(tx, &wish).await? {
        return Ok(stay);
    }
    let group = group_for(tx, &wish).await?;
    let entry = Entry {
        member: wish.member,
        group: &group,
        link: wish.link,
        gift: wish.gift,
        source: &wish.source,
        staff: wish.staff,
        new: false,
    };
    seat(tx, &entry).await.map(|(stay, _)| stay.id)
}

/// They came in by another door meanwhile.
async fn in_series(tx: &mut Tx, wish: &Application) -> Result<Option<MembershipId>> {
    let org = tx.org();
    let stays = memberships::open_of_member(tx, org, wish.member).await?;
    Ok(stays.into_iter().find(|stay| stay.series == wish.series).map(|stay| stay.id))
}

async fn group_for(tx: &mut Tx, wish: &Application) -> Result<Group> {
    let org = tx.org();
    let group = groups::require(tx, org, wish.group).await?;
    if group.is_open() && group.free() > 0 {
        return Ok(group);
    }
    let hint = PickHint { store: wish.store, near: None };
    seats::pick(tx, wish.series, None, hint).await
}

/// Says no. Their gift goes back on the shelf.
pub async fn refuse(tx: &mut Tx, id: ApplicationId, by: Option<StaffId>) -> Result<()> {
    let org = tx.org();
    let wish = store::require(tx, org, id).await?;
    decide(tx, &wish, State::Refused, by).await?;
    gift(tx, GiftStep::Release, &wish).await
}

pub(super) async fn withdraw(tx: &mut Tx, wish: &Application) -> Result<()> {
    decide(tx, wish, State::Withdrawn, None).await?;
    gift(tx, GiftStep::Release, wish).await
}

async fn decide(tx: &mut Tx, wish: &Application, state: State, by: Option<StaffId>) -> Result<()> {
    if !store::decide(tx, wish.id, state, by).await? {
        return Err(Refusal::Decided.into());
    }
    jobs::cancel(tx, JOB, &wish.id.to_string()).await?;
    if state == State::Withdrawn {
        return Ok(());
    }
    tx.emit(&events::ApplicationDecided {
        application: wish.id,
        member: wish.member,
        group: wish.group,
        admitted: state == State::Admitted,
        by_person: by.is_some(),
    })
}

/// Nobody decided in time: the rule does, and lets them in.
pub fn on_time(tx: &mut Tx, data: Json) -> Future<'_> {
    Box::pin(async move {
        let id: ApplicationId = data
            .get("application")
            .and_then(Json::as_str)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| Error::broken("a timer without its application"))?;
        match admit(tx, id, None).await {
            // A person was quicker.
            Err(error) if error.is(Refusal::Decided) => Ok(()),
            other => other.map(drop),
        }
    })
}
