//! What somebody may give now, and who has how much left.

use ::store::Read;
use jiff::civil::Date;
use kernel::{AllowanceId, OrgId, PageRequest, Result, StaffId, StoreId, Time};
use people::staff::{self, Filter, Person};
use web::Shop;

use super::{accounts, model::Allowance, store};
use crate::gifts::{self, Gift, State};

/// An allowance of one employee, now.
#[derive(Debug)]
pub struct Mine {
    pub allowance: Allowance,
    /// The first day of the period.
    pub period: Date,
    pub left: i64,
    /// What can be given: gifts that are open, and handed over in this store.
    pub gifts: Vec<Gift>,
}

/// Whether an employee may give from any.
pub async fn any(db: &mut impl Read, org: OrgId, staff: StaffId) -> Result<bool> {
    Ok(store::open(db, org).await?.iter().any(|one| one.is_for(staff)))
}

/// What an employee may give now; what is used up is there too, with nothing left.
pub async fn mine(
    db: &mut impl Read,
    shop: &Shop,
    (staff, at): (StaffId, StoreId),
    now: Time,
) -> Result<Vec<Mine>> {
    let mut all = Vec::new();
    let mut every: Option<Vec<Gift>> = None;
    for allowance in store::open(db, shop.org).await? {
        if !allowance.is_for(staff) {
            continue;
        }
        if every.is_none() {
            let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
            let mut open = gifts::list(db, shop.org, Some(State::Open), &page).await?.items;
            open.retain(|gift| gift.valid_at(Some(at)));
            every = Some(open);
        }
        let open = every.iter().flatten().filter(|gift| allowance.has(gift.id)).cloned().collect();
        let period = allowance.period.first(now.date(&shop.zone));
        let left = left(db, shop.org, (&allowance, staff, period)).await?;
        all.push(Mine { allowance, period, left, gifts: open });
    }
    Ok(all)
}

/// What is left of one employee's part.
pub async fn left(
    db: &mut impl Read,
    org: OrgId,
    (allowance, staff, period): (&Allowance, StaffId, Date),
) -> Result<i64> {
    let account = accounts::part(allowance, (staff, period))?;
    let balance = ledger::balance_of(db, org, &account.key).await?;
    Ok((allowance.budget.limit() + balance).max(0))
}

/// One employee's part of an allowance.
#[derive(Debug)]
pub struct Share {
    pub person: Person,
    pub left: i64,
    /// Gifts given in the period.
    pub pieces: i64,
}

/// The employees whom an open allowance is for, at most two hundred, by name.
pub async fn shares(
    db: &mut impl Read,
    shop: &Shop,
    (allowance, now): (&Allowance, Time),
) -> Result<(Date, Vec<Share>)> {
    let period = allowance.period.first(now.date(&shop.zone));
    let pieces = store::counts(db, shop.org, (allowance.id, period)).await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let mut people = staff::list(db, shop.org, &Filter::default(), &page).await?.items;
    let works = |person: &Person| {
        person.role.may(<kernel::permission::WorkCounter as kernel::Permission>::NAME)
    };
    people.retain(|person| {
        if allowance.staff.is_empty() {
            works(person)
        } else {
            allowance.staff.contains(&person.id)
        }
    });
    let mut shares = Vec::new();
    for person in people {
        let left = left(db, shop.org, (allowance, person.id, period)).await?;
        let pieces = pieces.get(&person.id).copied().unwrap_or(0);
        shares.push(Share { person, left, pieces });
    }
    Ok((period, shares))
}

/// For lists: how many were given from it in this period.
pub async fn given(
    db: &mut impl Read,
    org: OrgId,
    (allowance, period): (AllowanceId, Date),
) -> Result<i64> {
    Ok(store::counts(db, org, (allowance, period)).await?.values().sum())
}
