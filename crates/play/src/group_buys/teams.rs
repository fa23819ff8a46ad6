//! Starting a team, stepping into one, and stepping out.

use ::store::Tx;
use kernel::{
    BuySeatId, BuyTeamId, Error, GroupBuyId, MemberId, Result, StaffId, StoreId, Time, kinds,
};
use ledger::Posting;
use people::members;
use value::{
    points::{self, Book, Origin, Spend, engine::Payment},
    visits::day_of,
    wallets,
};
use web::Shop;

use super::{
    accounts, actions, jobs,
    model::{Fate, GroupBuy, Refusal, Seat, Stand, Team},
    outcome, store,
};
use crate::{
    activities::{
        self, Cost, Phase,
        accounts::{Whose, allowance, daily, within},
        reading::is_for,
    },
    events::{GroupBuyJoined, GroupBuyStepped},
};

/// Letters of an invitation's code.
const CODE: usize = 8;

/// Who wants a place. At a counter, store and staff say who asked for them.
#[derive(Debug, Clone, Copy)]
pub struct Joining {
    pub member: MemberId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

impl Joining {
    /// By the member's own hand.
    pub const fn of(member: MemberId) -> Self {
        Self { member, store: None, staff: None }
    }
}

/// What they have now.
#[derive(Debug, Clone)]
pub struct Seated {
    pub seat: BuySeatId,
    pub team: Team,
    /// Places of all teams, after it.
    pub left: i64,
}

/// Whether one may take part at this instant; who waits for the opening is told when it is.
fn is_on(buy: &GroupBuy, now: Time) -> Result<()> {
    match buy.phase(now) {
        Phase::On => Ok(()),
        Phase::Hidden => Err(Refusal::NotOpen.into()),
        Phase::Before => {
            let opens_at = buy.plan.opens_at.timestamp().to_string();
            Err(Refusal::NotOpen.with("opens_at", opens_at).into())
        }
        Phase::After => Err(Refusal::Closed.into()),
    }
}

/// The living member, if the group buy is for them.
async fn eligible(tx: &mut Tx, shop: &Shop, buy: &GroupBuy, member: MemberId) -> Result<MemberId> {
    let member = members::require(tx, tx.org(), member).await?;
    if member.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    let now = tx.now();
    if !is_for(tx, shop, &buy.plan.whom, (member.id, now)).await? {
        return Err(Refusal::NotEligible.into());
    }
    Ok(member.id)
}

/// Starts a team with its first member, or refuses with one of [`Refusal`] and nothing has happened.
pub async fn start(tx: &mut Tx, shop: &Shop, buy: GroupBuyId, who: Joining) -> Result<Seated> {
    let (org, now) = (tx.org(), tx.now());
    let buy: GroupBuy = activities::require(tx, org, buy).await?;
    is_on(&buy, now)?;
    let who = Joining { member: eligible(tx, shop, &buy, who.member).await?, ..who };
    let team = Team {
        id: tx.id(),
        buy: buy.id,
        code: fresh_code(tx).await?,
        stand: Stand::Open,
        people: 0,
        price: None,
        started_at: now,
        until: buy.terms.team_until(now, &buy.plan),
        ended_at: None,
    };
    store::insert_team(tx, &team).await?;
    sit(tx, shop, (buy, team), who).await
}

async fn fresh_code(tx: &mut Tx) -> Result<String> {
    for _ in 0..10 {
        let code = tx.world().chance.code(CODE).to_lowercase();
        if store::by_code(tx, tx.org(), &code).await?.is_none() {
            return Ok(code);
        }
    }
    Err(Error::broken("no code is free"))
}

/// Steps into a team, or refuses with one of [`Refusal`] and nothing has happened.
pub async fn join(tx: &mut Tx, shop: &Shop, team: BuyTeamId, who: Joining) -> Result<Seated> {
    let (org, now) = (tx.org(), tx.now());
    let team = store::team(tx, org, team).await?;
    let buy: GroupBuy = activities::require(tx, org, team.buy).await?;
    let who = Joining { member: eligible(tx, shop, &buy, who.member).await?, ..who };
    if store::seated(tx, org, (team.id, who.member)).await?.is_some() {
        return Err(Refusal::AlreadyIn.into());
    }
    // Who comes too late to a full team is told that it was full, not that it is decided.
    if team.people >= buy.terms.most {
        return Err(Refusal::TeamFull.into());
    }
    is_on(&buy, now)?;
    if !team.is_on(now) {
        return Err(Refusal::TeamOver.into());
    }
    sit(tx, shop, (buy, team), who).await
}

/// Takes a place: the member's limits, the team's room and the pool in one posting, then what it costs.
async fn sit(
    tx: &mut Tx,
    shop: &Shop,
    (mut buy, mut team): (GroupBuy, Team),
    who: Joining,
) -> Result<Seated> {
    let (now, gift) = (tx.now(), buy.terms.gift);
    let day = day_of(now, &shop.zone);
    let whose = Whose { activity: buy.id, member: who.member };
    let seat = Seat {
        id: tx.id(),
        team: team.id,
        buy: buy.id,
        member: who.member,
        fate: Fate::Seated,
        points: buy.plan.cost.map_or(0, |cost| cost.points),
        deposit: buy.terms.deposit.unwrap_or(0),
        day,
        at: now,
        voucher: None,
        until: None,
        ended_at: None,
        store: who.store,
        staff: who.staff.or(tx.actor().staff()),
    };
    let (room, pool) = (accounts::room(team.id, buy.terms.most)?, accounts::pool(buy.id, gift)?);
    let mut posting = Posting::new(tx.id(), "group_buys.joined", &seat.id);
    posting.transfers = within(whose, buy.plan.limits, &seat.day)?;
    let posting = posting.transfer(room.clone(), accounts::seated(team.id)?, 1).transfer(
        pool.clone(),
        accounts::reserved(team.id, gift)?,
        1,
    );
    ledger::post(tx, posting)
        .await
        .map_err(|error| said(error, (whose, &seat.day), (&room.key, &pool.key)))?;
    pay(tx, &buy, &seat).await?;
    store::insert_seat(tx, &seat).await?;
    team.people = team.people.saturating_add(1);
    store::update_team(tx, &team).await?;
    let left = actions::left(tx, &buy).await?;
    tx.emit(&GroupBuyJoined {
        buy: buy.id,
        team: team.id,
        seat: seat.id,
        member: seat.member,
        people: team.people,
        points: seat.points,
        deposit: seat.deposit,
        store: seat.store,
        staff: seat.staff,
        left,
    })?;
    if team.people >= buy.terms.most {
        outcome::decide(tx, &buy, &mut team).await?;
        jobs::look_by(tx, &mut buy, now).await?;
    } else {
        jobs::look_by(tx, &mut buy, team.until).await?;
    }
    Ok(Seated { seat: seat.id, team, left })
}

/// What a place costs: points of the member's history, and a deposit out of their wallet.
async fn pay(tx: &mut Tx, buy: &GroupBuy, seat: &Seat) -> Result<()> {
    if let Some(cost) = buy.plan.cost {
        spend(tx, cost, seat).await?;
    }
    if seat.deposit == 0 {
        return Ok(());
    }
    let deposit = wallets::Deposit {
        member: seat.member,
        id: seat.id.uuid(),
        subject: seat.id.to_string(),
        amount: seat.deposit,
        store: seat.store,
        staff: seat.staff,
    };
    match wallets::deposit(tx, deposit).await {
        Ok(_) => Ok(()),
        Err(error) if error.is(wallets::Refusal::NotEnough) => {
            Err(Refusal::TooLittleMoney.with("need", seat.deposit).into())
        }
        Err(error) => Err(error),
    }
}

async fn spend(tx: &mut Tx, cost: Cost, seat: &Seat) -> Result<()> {
    let mut book = Book::open(tx, &[seat.member]).await?;
    let have = points::Whose { program: cost.program, member: seat.member };
    let have = book.standing(have, tx.now())?.balance();
    let origin = Origin { subject: Some(seat.id.to_string()), ..Origin::default() };
    let payment = Payment::Fixed { points: cost.points };
    let spend = Spend { program: cost.program, member: seat.member, payment, origin };
    match points::spend(&mut book, tx, spend) {
        Ok(_) => book.close(tx).await,
        Err(error) if error.is(points::Refusal::NotEnough) => {
            Err(Refusal::TooFewPoints.with("have", have).with("need", cost.points).into())
        }
        Err(error) => Err(error),
    }
}

/// A floor of the ledger in this room's words.
fn said(
    error: Error,
    (whose, day): (Whose<kinds::GroupBuy>, &str),
    (room, pool): (&ledger::AccountKey, &ledger::AccountKey),
) -> Error {
    let at = |account: Result<ledger::Account>| {
        account.is_ok_and(|account| ledger::error_at(&error, &account.key))
    };
    if at(allowance(whose, 0)) {
        Refusal::LimitReached.into()
    } else if at(daily(whose, day, 0)) {
        Refusal::DayLimitReached.into()
    } else if ledger::error_at(&error, room) {
        Refusal::TeamFull.into()
    } else if ledger::error_at(&error, pool) {
        Refusal::SoldOut.into()
    } else {
        error
    }
}

/// Steps out of a team that is not decided, and has everything back. Whoever came next leads it then; a
/// team that nobody is in is over.
pub async fn leave(tx: &mut Tx, team: BuyTeamId, member: MemberId) -> Result<Team> {
    let (org, now) = (tx.org(), tx.now());
    let mut team = store::team(tx, org, team).await?;
    let mut buy: GroupBuy = activities::require(tx, org, team.buy).await?;
    let member = members::require(tx, org, member).await?.id;
    let Some(seat) = store::seated(tx, org, (team.id, member)).await? else {
        return Err(Refusal::NotIn.into());
    };
    if !team.is_on(now) {
        return Err(Refusal::TeamOver.into());
    }
    step_out(tx, &buy, (&mut team, seat)).await?;
    jobs::plan_next(tx, &mut buy).await?;
    Ok(team)
}

pub(super) async fn step_out(
    tx: &mut Tx,
    buy: &GroupBuy,
    (team, seat): (&mut Team, Seat),
) -> Result<()> {
    let (id, member) = (seat.id, seat.member);
    outcome::give_back(tx, buy, (seat, Fate::Left)).await?;
    team.people = team.people.saturating_sub(1);
    if team.people == 0 {
        (team.stand, team.ended_at) = (Stand::Left, Some(tx.now()));
    }
    store::update_team(tx, team).await?;
    let left = actions::left(tx, buy).await?;
    let (buy, team, people) = (buy.id, team.id, team.people);
    tx.emit(&GroupBuyStepped { buy, team, seat: id, member, people, left })
}
