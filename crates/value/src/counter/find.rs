//! Whom the field means, and what they have.

use ::store::Read;
use jiff::civil::Date;
use kernel::{MemberId, OrgId, PageRequest, PurchaseId, Result, StaffId, StoreId, Time, VoucherId};
use people::{
    joining::returns,
    members::{
        self, Member, Search,
        merging::{self, Reason},
    },
    memberships,
};
use web::Shop;

use super::model::{Typed, typed};
use crate::{
    allowances,
    gifts::{self, Gift},
    plans,
    points::{
        self, Program,
        engine::{Terms, Worth},
    },
    prices::{self, PriceList, PriceRule},
    prints,
    purchases::{self, Purchase},
    stamp_cards::{self, StampCard, held_key},
    tiers,
    visits::{Custom, custom, day_of},
    vouchers::{self, State, Voucher},
    wallets::{self, Split},
    words::Words,
};

/// The most people that a name shows.
pub const SEVERAL: u32 = 5;

/// What was found.
#[derive(Debug)]
pub enum Found {
    Nothing,
    Nobody,
    /// One person; the ticket that was scanned, if it was one.
    One(Box<Member>, Option<VoucherId>),
    Several(Vec<Member>),
    /// The slip of a purchase.
    Bought(PurchaseId),
    /// A returning member's phone shows this code. Nobody: the number that was typed is not known.
    Returning(String, Option<Box<Member>>),
}

pub async fn find(db: &mut impl Read, shop: &Shop, raw: &str, now: Time) -> Result<Found> {
    let org = shop.org;
    match typed(raw) {
        Typed::Nothing => Ok(Found::Nothing),
        Typed::Ticket(code) => match vouchers::by_code(db, org, &code).await? {
            Some(voucher) => {
                let member = members::find(db, org, voucher.member).await?;
                Ok(member.map_or(Found::Nobody, |m| Found::One(Box::new(m), Some(voucher.id))))
            }
            None => match purchases::by_receipt(db, org, &code).await? {
                Some(purchase) => Ok(Found::Bought(purchase.id)),
                None => Ok(Found::Nobody),
            },
        },
        Typed::Return(code) => match returns::look(db, org, &code, now).await {
            Ok(member) => Ok(Found::Returning(code, member.map(Box::new))),
            Err(kernel::Error::Refused(_)) => words(db, shop, raw).await,
            Err(error) => Err(error),
        },
        Typed::Words(text) => words(db, shop, &text).await,
    }
}

async fn words(db: &mut impl Read, shop: &Shop, text: &str) -> Result<Found> {
    if let Some(member) = returns::recognize(db, shop.org, text, &shop.country).await? {
        return Ok(Found::One(Box::new(member), None));
    }
    let search =
        Search { words: text.to_owned(), country: shop.country.clone(), ..Search::default() };
    let page = PageRequest { limit: Some(SEVERAL.to_string()), cursor: None };
    let mut found = members::list(db, shop.org, &search, &page).await?.items;
    Ok(match found.len() {
        0 => Found::Nobody,
        1 => found.pop().map_or(Found::Nobody, |one| Found::One(Box::new(one), None)),
        _ => Found::Several(found),
    })
}

/// A ticket of a person, and whether it can be collected here and now.
#[derive(Debug)]
pub struct Ticket {
    pub voucher: Voucher,
    pub gift: Gift,
    pub refused: Option<kernel::Refused>,
}

/// A stamp card of a person.
#[derive(Debug)]
pub struct Card {
    pub card: StampCard,
    pub have: i64,
    /// Today's visit was stamped.
    pub stamped: bool,
}

/// Everything that a cashier needs of one person.
#[derive(Debug)]
pub struct Desk {
    pub member: Member,
    pub custom: Custom,
    /// The local day, for "last here on Thursday".
    pub today: Date,
    pub tickets: Vec<Ticket>,
    pub cards: Vec<Card>,
    pub points: Vec<Purse>,
    /// What the tiers that they hold are called.
    pub tiers: Vec<Words>,
    /// The latest purchases of which something may come back.
    pub bought: Vec<Purchase>,
    /// What is in the wallet, and whether the shop takes top-ups.
    pub wallet: Split,
    pub top_ups: gifts::State,
    /// The member prices that work for them here and now.
    pub prices: Vec<PriceRule>,
    /// Whether the cashier may give from an allowance.
    pub allowances: bool,
    /// Whether paid memberships are sold.
    pub plans: gifts::State,
    /// The last day of their paid membership, when it is near.
    pub plan_ends: Option<Date>,
    /// Whether the shop ever printed codes.
    pub prints: bool,
    /// Whether somebody else is probably the same person.
    pub twice: bool,
}

/// A person's points of one program, as of now.
#[derive(Debug)]
pub struct Purse {
    pub program: Program,
    pub terms: Terms,
    pub balance: i64,
    pub pending: i64,
    /// What can be spent of it at the till: points, and minor units.
    pub pays: Option<(i64, i64)>,
}

/// How long goods may come back, in days; the shop may be kinder by hand.
const RETURN_FOR: i64 = 90;

async fn bought(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
    now: Time,
) -> Result<Vec<Purchase>> {
    let page = PageRequest { limit: Some("3".to_owned()), cursor: None };
    let which = purchases::Which { member: Some(member), store: None };
    let mut found = purchases::list(db, org, which, &page).await?.items;
    found.retain(|one| one.returned < one.amount && one.at.plus_days(RETURN_FOR) > now);
    Ok(found)
}

/// A person's points in every program that gives or holds any.
pub async fn purses(
    db: &mut impl Read,
    shop: &Shop,
    member: MemberId,
    now: Time,
) -> Result<Vec<Purse>> {
    let mut purses = Vec::new();
    for points::Holding { known, standing, .. } in points::holdings(db, shop, now, member).await? {
        let (balance, pending) = (standing.balance(), standing.waiting());
        let terms = known.terms(now)?.clone();
        if balance + pending == 0 && (!known.is_open() || terms.rules.is_empty()) {
            continue;
        }
        let worth = |worth: Worth| (balance, worth.of(balance));
        let pays = terms.worth.map(worth).filter(|pays| pays.1 > 0);
        purses.push(Purse { program: known.program, terms, balance, pending, pays });
    }
    Ok(purses)
}

/// Loads the desk of one person.
pub async fn desk(
    db: &mut impl Read,
    shop: &Shop,
    (at, staff): (StoreId, StaffId),
    member: Member,
    now: Time,
) -> Result<Desk> {
    let (org, id) = (shop.org, member.id);
    let custom = custom::find(db, org, id).await?;
    let mut tickets = Vec::new();
    for voucher in vouchers::of_member(db, org, id).await? {
        if voucher.state_at(now) != State::Issued {
            continue;
        }
        let gift = voucher.priced(gifts::require(db, org, voucher.gift).await?);
        let refused = vouchers::model::may_redeem(&voucher, &gift, Some(at), now).err();
        tickets.push(Ticket { voucher, gift, refused });
    }
    let day = day_of(now, &shop.zone);
    let mut cards = Vec::new();
    for card in open_cards(db, shop, id).await? {
        let have = ledger::balance_of(db, org, &held_key(id, card.id)?).await?;
        let stamped = stamp_cards::stamp_of(db, org, card.id, id, &day).await?;
        let stamped = stamped.is_some_and(|stamp| !stamp.undone);
        cards.push(Card { card, have, stamped });
    }
    let points = purses(db, shop, id, now).await?;
    let standing = tiers::holdings(db, shop, now, id).await?;
    let tiers = standing.iter().filter_map(tiers::Holding::tier).cloned().collect();
    let bought = bought(db, org, id, now).await?;
    let wallet = wallets::wallet(db, org, id).await?.balance;
    let top_ups = wallets::plan(db, org).await?.state;
    let today = now.date(&shop.zone);
    let asked = prices::Asked { member: Some(id), store: Some(at), at: now };
    let prices = PriceList::load(db, shop, asked).await?.at_work().cloned().collect();
    let allowances = allowances::any(db, org, staff).await?;
    let sold = plans::any(db, org).await?;
    let plans = if sold { gifts::State::Open } else { gifts::State::Closed };
    let plan_ends = plans::held(db, shop, (id, now)).await?.ends_soon(today);
    let prints = prints::any(db, org).await?;
    // A name alone is no reason to say so in front of the person.
    let twins = merging::twins(db, org, &member).await?;
    let twice = twins.iter().any(|twin| twin.reasons.iter().any(|why| *why != Reason::Name));
    Ok(Desk {
        member,
        custom,
        today,
        tickets,
        cards,
        points,
        tiers,
        bought,
        wallet,
        top_ups,
        prices,
        allowances,
        plans,
        plan_ends,
        prints,
        twice,
    })
}

/// The open cards of everybody, and of the series that the member is in.
pub async fn open_cards(
    db: &mut impl Read,
    shop: &Shop,
    member: MemberId,
) -> Result<Vec<StampCard>> {
    let cards = stamp_cards::list(db, shop.org).await?;
    let mut open: Vec<_> =
        cards.into_iter().filter(|card| card.state == gifts::State::Open).collect();
    if open.iter().any(|card| card.series.is_some()) {
        let stays = memberships::of_member(db, shop.org, member).await?;
        open.retain(|card| {
            card.series.is_none()
                || stays.iter().any(|stay| stay.is_open() && Some(stay.series) == card.series)
        });
    }
    Ok(open)
}
