//! A pre-sale as pages and programs ask for it: with what it gives, how much is left, and how it stands.

use ::store::Read;
use kernel::{MemberId, OrgId, PageRequest, PresaleId, Result, Time};
use people::stores;
use value::{
    gifts::{self, Gift},
    points,
    words::Words,
};
use web::Shop;

use super::{
    accounts,
    model::{Fate, Figures, Presale, Rate, Reservation, Window},
    samples::asked::{self as samples, Offer},
    store,
};
use crate::activities::{self, reading::is_for};

/// A window, how many more can come in it, and where it is; empty when any store will do.
#[derive(Debug, Clone)]
pub struct Place {
    pub number: i64,
    pub window: Window,
    pub room: i64,
    pub store: String,
}

impl Place {
    /// Whether somebody can still choose it.
    pub fn is_free(&self, now: Time) -> bool {
        self.room > 0 && now < self.window.until
    }
}

/// A pre-sale and what it gives.
#[derive(Debug, Clone)]
pub struct Shown {
    pub presale: Presale,
    pub gift: Gift,
    /// Pieces that nobody reserved, at the price that is not early.
    pub left: i64,
    pub early_left: i64,
    pub places: Vec<Place>,
    /// What the points that it costs are called.
    pub unit: Words,
    /// What can be tried of it.
    pub offer: Option<Offer>,
}

impl Shown {
    /// What one is for whoever reserves now.
    pub fn price(&self) -> i64 {
        let rate = if self.early_left > 0 { Rate::Early } else { Rate::Regular };
        self.presale.terms.price_of(rate)
    }
    /// Of both prices.
    pub const fn all_left(&self) -> i64 {
        self.left.saturating_add(self.early_left)
    }
    pub fn place(&self, number: i64) -> Option<&Place> {
        self.places.iter().find(|place| place.number == number)
    }
}

pub async fn shown(db: &mut impl Read, org: OrgId, presale: Presale) -> Result<Shown> {
    let (id, gift) = (presale.id, gifts::require(db, org, presale.terms.gift).await?);
    let mut left = [0, 0];
    for (slot, rate) in left.iter_mut().zip([Rate::Early, Rate::Regular]) {
        let pool = accounts::pool(id, rate, gift.id)?;
        *slot = ledger::balance_of(db, org, &pool.key).await?;
    }
    let [early_left, left] = left;
    let unit = match presale.plan.cost {
        Some(cost) => points::unit_of(db, org, cost.program).await?,
        None => Words::default(),
    };
    let places = places(db, org, &presale).await?;
    let offer = samples::offer(db, org, &presale).await?;
    Ok(Shown { presale, gift, left, early_left, places, unit, offer })
}

async fn places(db: &mut impl Read, org: OrgId, presale: &Presale) -> Result<Vec<Place>> {
    let stores = stores::all(db, org).await?;
    let mut all = Vec::new();
    for (number, window) in (0_i64..).zip(presale.terms.windows.iter().copied()) {
        let room = accounts::room(presale.id, number, window.capacity)?;
        let taken = -ledger::balance_of(db, org, &room.key).await?;
        let store = stores.iter().find(|store| Some(store.id) == window.store);
        let store = store.map_or_else(String::new, |store| store.name.clone());
        all.push(Place { number, window, room: window.capacity - taken, store });
    }
    Ok(all)
}

pub async fn require(db: &mut impl Read, org: OrgId, id: PresaleId) -> Result<Shown> {
    let presale = activities::require(db, org, id).await?;
    shown(db, org, presale).await
}

/// How it stands: rows for what became of reservations, the ledger for what is left and what is owed.
pub async fn figures(db: &mut impl Read, org: OrgId, shown: &Shown) -> Result<Figures> {
    let id = shown.presale.id;
    let of = store::counted(db, org, id).await?;
    let many = |fate: Fate| of.get(&fate).map_or(0, |sum| sum.many);
    let mut money = [0, 0, 0];
    let accounts = [accounts::ahead(id)?, accounts::kept(id)?, accounts::owed(id)?];
    for (slot, account) in money.iter_mut().zip(accounts) {
        *slot = ledger::balance_of(db, org, &account.key).await?;
    }
    let [deposits_ahead, deposits_kept, deposits_owed] = money;
    let tried = samples::counted(db, org, &shown.presale).await?;
    let lie = shown.offer.as_ref().map_or(0, |offer| offer.left);
    let figures = Figures {
        left: shown.left,
        early_left: shown.early_left,
        reserved: many(Fate::Reserved),
        held: many(Fate::Held),
        collected: many(Fate::Collected),
        lapsed: many(Fate::Lapsed),
        withdrawn: many(Fate::Withdrawn),
        cancelled: many(Fate::Cancelled),
        refunded: many(Fate::Refunded) + many(Fate::Due),
        deposits_ahead,
        deposits_kept,
        deposits_owed,
        ..Figures::default()
    };
    Ok(figures.tried(lie, tried))
}

/// How a member stands to a pre-sale.
#[derive(Debug)]
pub struct Mine {
    pub is_for_me: bool,
    /// Their reservations, the latest first.
    pub all: Vec<Reservation>,
    /// How many more they may have.
    pub more: i64,
}

pub async fn mine(
    db: &mut impl Read,
    shop: &Shop,
    presale: &Presale,
    (member, now): (MemberId, Time),
) -> Result<Mine> {
    let org = shop.org;
    let whose = activities::accounts::Whose { activity: presale.id, member };
    let had = activities::accounts::allowance(whose, 0)?;
    let had = -ledger::balance_of(db, org, &had.key).await?;
    Ok(Mine {
        is_for_me: is_for(db, shop, &presale.plan.whom, (member, now)).await?,
        all: store::of_member(db, org, (member, Some(presale.id))).await?,
        more: i64::from(presale.plan.limits.per_member) - had,
    })
}

/// What a member waits for, and cash that is owed to them, of all pre-sales.
pub async fn waiting(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<(Reservation, Presale)>> {
    let mut all = Vec::new();
    for one in store::waiting_of(db, org, member).await? {
        let presale = activities::require(db, org, one.presale).await?;
        all.push((one, presale));
    }
    Ok(all)
}

/// Those who come in a window: at most a thousand, who reserved first before the others.
pub async fn coming(
    db: &mut impl Read,
    org: OrgId,
    (presale, window): (PresaleId, i64),
) -> Result<Vec<Reservation>> {
    let (mut all, mut cursor) = (Vec::new(), None);
    for _ in 0..5 {
        let page = PageRequest { limit: Some("200".to_owned()), cursor };
        let found = store::in_window(db, org, (presale, window), &page).await?;
        all.extend(found.items);
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(all)
}
