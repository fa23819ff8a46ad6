//! A ticket for whoever joins. It is given inside the command of joining, so that the page right after it can
//! show the wheel; and taken back when two records turn out to be one person who had been here before.
//!
//! A newcomer is somebody without an earlier stay in any group. Of a welcome draw no more tickets are given
//! than there are plays: a ticket that somebody has can be played.

use ::store::Tx;
use kernel::{Error, MemberId, RaffleId, Result, StoreId, Time};
use ledger::Posting;
use people::memberships;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use value::bills::Whom;
use web::shops;

use super::{accounts, entering, model::Raffle, store_picks};
use crate::{
    activities::{self, Phase},
    events::RaffleTicketsGiven,
};

/// How a ticket says where it came from.
pub const SOURCE: &str = "joining";

/// What joining tells: who came in, and whether nobody knew them a moment ago.
#[derive(Debug, Deserialize)]
struct Joined {
    member: MemberId,
    #[serde(default)]
    store: Option<StoreId>,
    #[serde(default)]
    new: bool,
}

/// `raffles.welcome` `{ member, store?, new? }`: a ticket of the welcome draw that is on. A join never fails for
/// want of one: it is told `{ given: false, reason }` with `none`, `known`, `not_eligible` or `full`.
pub async fn welcome(tx: &mut Tx, data: Json) -> Result<Json> {
    let joined: Joined = serde_json::from_value(data).map_err(Error::broken)?;
    let (org, now) = (tx.org(), tx.now());
    let told: Vec<Raffle> = activities::told(tx, org).await?;
    let on = |raffle: &Raffle| raffle.terms.is_welcome() && raffle.phase(now) == Phase::On;
    let draws: Vec<Raffle> = told.into_iter().filter(on).collect();
    if draws.is_empty() {
        return Ok(nothing("none"));
    }
    if !joined.new && memberships::of_member(tx, org, joined.member).await?.len() > 1 {
        return Ok(nothing("known"));
    }
    let mut reason = "none";
    for raffle in draws {
        match offer(tx, &raffle, &joined).await? {
            Offer::Given => return Ok(json!({ "given": true, "raffle": raffle.id })),
            Offer::Not(why) => reason = why,
        }
    }
    Ok(nothing(reason))
}

fn nothing(reason: &str) -> Json {
    json!({ "given": false, "raffle": null, "reason": reason })
}

enum Offer {
    Given,
    Not(&'static str),
}

/// Gives the ticket, if the draw is for them and a play is left for it.
async fn offer(tx: &mut Tx, raffle: &Raffle, joined: &Joined) -> Result<Offer> {
    let Some(member) = whom(tx, raffle, joined).await? else {
        return Ok(Offer::Not("not_eligible"));
    };
    let given = accounts::given(raffle.id)?;
    let out = -ledger::balance(tx, &given.key).await?.balance;
    let tickets = i64::from(raffle.terms.joining);
    if out + tickets > raffle.terms.plays {
        return Ok(Offer::Not("full"));
    }
    let (id, store, staff) = (raffle.id, joined.store, tx.actor().staff());
    let grant = store_picks::Grant {
        id: tx.id(),
        raffle: id,
        member,
        tickets,
        source: SOURCE,
        purchase: None,
        store,
        staff,
    };
    store_picks::insert_grant(tx, &grant).await?;
    let posting = Posting::new(tx.id(), "raffles.tickets_given", &grant.id);
    ledger::post(tx, posting.transfer(given, accounts::held(id, member)?, tickets)).await?;
    let (source, purchase) = (SOURCE.to_owned(), None);
    tx.emit(&RaffleTicketsGiven { raffle: id, member, tickets, source, purchase, store, staff })?;
    Ok(Offer::Given)
}

/// The member, if the draw is for them. Of a record that this very command made nothing has to be asked: it is
/// nobody's who works here, and in a draw for all members it is meant.
async fn whom(tx: &mut Tx, raffle: &Raffle, joined: &Joined) -> Result<Option<MemberId>> {
    if joined.new && raffle.plan.whom == Whom::Members {
        return Ok(Some(joined.member));
    }
    let shop = shops::require(tx, tx.org()).await?;
    match entering::eligible(tx, &shop, raffle, joined.member).await {
        Ok(member) => Ok(Some(member)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A welcome ticket of one of two records that become one.
struct Welcomed {
    grant: kernel::RaffleGrantId,
    raffle: RaffleId,
    member: MemberId,
    at: Time,
    /// Whether it was not played yet.
    held: bool,
}

/// Two records become one person: of their welcome tickets one is left, and none if one was played or if the
/// person had been here before the first was given.
pub(super) async fn merge(tx: &mut Tx, (from, into): (MemberId, MemberId)) -> Result<()> {
    let org = tx.org();
    let (mut welcomed, mut first) = (Vec::new(), None);
    for member in [from, into] {
        for (grant, raffle, at) in store_picks::joined(tx, member).await? {
            let held = ledger::balance(tx, &accounts::held(raffle, member)?.key).await?.balance > 0;
            welcomed.push(Welcomed { grant, raffle, member, at, held });
        }
    }
    if welcomed.is_empty() {
        return Ok(());
    }
    for member in [from, into] {
        let stays = memberships::of_member(tx, org, member).await?;
        let begun = stays.iter().map(|stay| stay.joined_at).min();
        first = [first, begun].into_iter().flatten().min();
    }
    welcomed.sort_by_key(|one| (one.at, one.grant));
    let played = welcomed.iter().any(|one| !one.held);
    let stands = |one: &Welcomed| !played && first.is_none_or(|first| one.at <= first);
    let keeps = welcomed.first().filter(|one| stands(one)).map(|one| one.grant);
    for one in welcomed.iter().filter(|one| one.held && Some(one.grant) != keeps) {
        let posting = Posting::new(tx.id(), "raffles.ticket_taken", &one.grant);
        let held = accounts::held(one.raffle, one.member)?;
        ledger::post(tx, posting.transfer(held, accounts::given(one.raffle)?, 1)).await?;
        store_picks::undo_grant(tx, one.grant).await?;
    }
    Ok(())
}
