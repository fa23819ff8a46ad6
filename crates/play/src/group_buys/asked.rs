//! A group buy as pages and programs ask for it: with what it gives, and how it and its teams stand.

use ::store::Read;
use kernel::{BuyTeamId, Error, GroupBuyId, MemberId, OrgId, Result, Time};
use people::members;
use value::{
    gifts::{self, Gift},
    points,
    words::Words,
};
use web::Shop;

use super::{
    accounts,
    model::{Fate, Figures, GroupBuy, Seat, Stand, Team, public_name},
    store,
};
use crate::activities::{self, reading::is_for};

/// A group buy and what it gives.
#[derive(Debug, Clone)]
pub struct Shown {
    pub buy: GroupBuy,
    pub gift: Gift,
    /// Places that nobody has.
    pub left: i64,
    /// What the points that it costs are called.
    pub unit: Words,
}

pub async fn shown(db: &mut impl Read, org: OrgId, buy: GroupBuy) -> Result<Shown> {
    let gift = gifts::require(db, org, buy.terms.gift).await?;
    let pool = accounts::pool(buy.id, gift.id)?;
    let left = ledger::balance_of(db, org, &pool.key).await?;
    let unit = match buy.plan.cost {
        Some(cost) => points::unit_of(db, org, cost.program).await?,
        None => Words::default(),
    };
    Ok(Shown { buy, gift, left, unit })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: GroupBuyId) -> Result<Shown> {
    let buy = activities::require(db, org, id).await?;
    shown(db, org, buy).await
}

/// How it stands: rows for what became of teams and places, the ledger for what is left.
pub async fn figures(db: &mut impl Read, org: OrgId, shown: &Shown) -> Result<Figures> {
    Ok(Figures { left: shown.left, ..store::counted(db, org, shown.buy.id).await? })
}

/// One person of a team, as others see them.
#[derive(Debug, Clone)]
pub struct Person {
    /// First name and initial.
    pub name: String,
    pub seat: Seat,
}

/// A team with its people, who came first before the others.
#[derive(Debug, Clone)]
pub struct Together {
    pub team: Team,
    pub people: Vec<Person>,
}

impl Together {
    /// Whoever has been in it longest.
    pub fn leader(&self) -> Option<&Person> {
        self.people.first()
    }
}

/// A team's people: those who are in it, or were when it was decided.
pub async fn together(db: &mut impl Read, org: OrgId, team: Team) -> Result<Together> {
    let mut people = Vec::new();
    for seat in store::seats(db, org, team.id).await? {
        if seat.fate != Fate::Left {
            let name = public_name(&members::require(db, org, seat.member).await?.name);
            people.push(Person { name, seat });
        }
    }
    Ok(Together { team, people })
}

/// By its invitation.
pub async fn invited(db: &mut impl Read, org: OrgId, code: &str) -> Result<Team> {
    let code = code.trim().to_lowercase();
    store::by_code(db, org, &code).await?.ok_or(Error::NotFound("team"))
}

/// The teams of a group buy that one may step into.
pub async fn open_teams(
    db: &mut impl Read,
    org: OrgId,
    (buy, now): (&GroupBuy, Time),
    limit: i64,
) -> Result<Vec<Together>> {
    let mut all = Vec::new();
    for team in store::open_teams(db, org, (buy.id, now), limit).await? {
        if team.people < buy.terms.most {
            all.push(together(db, org, team).await?);
        }
    }
    Ok(all)
}

/// How a member stands to a group buy.
#[derive(Debug)]
pub struct Mine {
    pub is_for_me: bool,
    /// Their places with their teams, the latest first.
    pub places: Vec<(Seat, Team)>,
    /// How many more they may have.
    pub more: i64,
}

impl Mine {
    /// Their place in a team, unless they stepped out.
    pub fn in_team(&self, team: BuyTeamId) -> Option<&Seat> {
        let mut mine = self.places.iter().map(|(seat, _)| seat);
        mine.find(|seat| seat.team == team && seat.fate != Fate::Left)
    }
}

pub async fn mine(
    db: &mut impl Read,
    shop: &Shop,
    buy: &GroupBuy,
    (member, now): (MemberId, Time),
) -> Result<Mine> {
    let org = shop.org;
    let mut places = Vec::new();
    for seat in store::of_member(db, org, (member, Some(buy.id))).await? {
        let team = store::team(db, org, seat.team).await?;
        places.push((seat, team));
    }
    let whose = activities::accounts::Whose { activity: buy.id, member };
    let had = activities::accounts::allowance(whose, 0)?;
    let had = -ledger::balance_of(db, org, &had.key).await?;
    Ok(Mine {
        is_for_me: is_for(db, shop, &buy.plan.whom, (member, now)).await?,
        places,
        more: i64::from(buy.plan.limits.per_member) - had,
    })
}

/// A member's places in teams that are not decided, of all group buys.
pub async fn waiting(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<(Seat, Team)>> {
    let mut all = Vec::new();
    for seat in store::open_of_member(db, org, member).await? {
        let team = store::team(db, org, seat.team).await?;
        if team.stand == Stand::Open {
            all.push((seat, team));
        }
    }
    Ok(all)
}
