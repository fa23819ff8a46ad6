//! Two people who are one are counted once: what either reached first is theirs, and what both reached is
//! taken back once, on the day on which that was found out.

use kernel::Result;
use people::events::MemberMerged;
use store::{EventRow, Tx};

use super::{
    model::{Day, Fact, Kind},
    store::{self as rows, Person},
};

pub(super) async fn take(
    tx: &mut Tx,
    (event, day): (&EventRow, Day),
    merged: &MemberMerged,
) -> Result<()> {
    let into = rows::person(tx, event.org, merged.member).await?;
    let Some(from) = rows::person(tx, event.org, merged.merged).await? else { return Ok(()) };
    let Some(into) = into else {
        // Nothing was told of the one yet: all there is was told of the other.
        rows::hand_over(tx, merged.merged, merged.member).await?;
        return rows::keep(tx, &Person { member: merged.member, ..from }).await;
    };
    let (first, second) = if into.known <= from.known { (&into, &from) } else { (&from, &into) };
    let mut facts = Vec::new();
    let stages = [
        (Kind::Known, Some(into.known), Some(from.known)),
        (Kind::TookPart, into.took_part, from.took_part),
        (Kind::Received, into.received, from.received),
        (Kind::FirstPurchase, into.bought, from.bought),
        (Kind::Again, into.again, from.again),
    ];
    for (kind, mine, theirs) in stages {
        let (Some(mine), Some(theirs)) = (mine, theirs) else { continue };
        // The one that was reached later would not have been.
        let later = if mine <= theirs { &from } else { &into };
        let amount = match kind {
            Kind::FirstPurchase => -rows::amount_of(tx, later.member, kind).await?,
            _ => 0,
        };
        facts.push(fact(event, day, (kind, later, merged), (amount, -1)));
    }
    let both = into.bought.zip(from.bought);
    let mut again = earlier(into.again, from.again);
    if let (Some((mine, theirs)), None) = (both, again) {
        again = Some(mine.max(theirs));
        facts.push(fact(event, day, (Kind::Again, second, merged), (0, 1)));
    }
    rows::hand_over(tx, merged.merged, merged.member).await?;
    rows::add(tx, &facts).await?;
    let one = Person {
        member: merged.member,
        origin: first.origin.clone(),
        known: into.known.min(from.known),
        joined: earlier(into.joined, from.joined),
        took_part: earlier(into.took_part, from.took_part),
        received: earlier(into.received, from.received),
        bought: earlier(into.bought, from.bought),
        again,
        last_seen: into.last_seen.max(from.last_seen),
        purchases: into.purchases + from.purchases,
        spent: into.spent.saturating_add(from.spent),
    };
    rows::keep(tx, &one).await
}

fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn fact(
    event: &EventRow,
    day: Day,
    (kind, of, merged): (Kind, &Person, &MemberMerged),
    (amount, pieces): (i64, i64),
) -> Fact {
    Fact {
        number: event.number,
        kind,
        at: event.at,
        day,
        member: Some(merged.member),
        origin: of.origin.clone(),
        amount,
        pieces,
    }
}
