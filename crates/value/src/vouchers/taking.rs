//! Vouchers and member prices with a purchase: the case for a bill, taking what it says, and giving it back.

use ::store::{Read, Tx};
use kernel::{Error, MemberId, OrgId, PurchaseId, Result, StaffId, StoreId, Time, VoucherId};
use web::Shop;

use super::{
    actions::{self, Redeem, redeem_with, take_back},
    model::{State, Voucher},
    store::{self, Standing},
};
use crate::{
    bills::{
        Bill, Candidate, Case, Choice, Counts, Cut, Hours, Reason, Refusal, Whom, bill, policy,
    },
    gifts::{self, Gift},
    prices::{self, PriceRule},
    purchases::{Line, Prices},
    words::Words,
};

/// A purchase that is under way.
#[derive(Debug, Clone)]
pub struct Basket {
    pub member: MemberId,
    pub store: StoreId,
    pub at: Time,
    /// One without a name when only the amount is known.
    pub lines: Vec<Line>,
    pub prices: Prices,
}

/// What of a member's may be taken.
#[derive(Debug, Clone, Copy)]
pub enum Which<'v> {
    /// These and no others.
    Only(&'v [VoucherId]),
    /// Whatever is best; these come first.
    Best(&'v [VoucherId]),
    /// Whatever is best without these.
    But(&'v [VoucherId]),
}

/// A bill with what its candidates are.
#[derive(Debug, Clone)]
pub struct Worked {
    pub bill: Bill,
    pub vouchers: Vec<(Voucher, Gift)>,
    pub prices: Vec<PriceRule>,
}

impl Worked {
    /// Each voucher with its reason, those that are taken first, then those that are nearest.
    pub fn told(&self) -> Vec<(&Voucher, &Gift, &Reason)> {
        let told = self.vouchers.iter().filter_map(|(voucher, gift)| {
            self.bill.reason(voucher.id.uuid()).map(|reason| (voucher, gift, reason))
        });
        let mut told: Vec<_> = told.collect();
        told.sort_by_key(|(voucher, _, reason)| {
            (!reason.taken(), !matches!(reason, Reason::TooLittle { .. }), voucher.id)
        });
        told
    }
    /// Each member price with its reason, those that are taken first.
    pub fn told_prices(&self) -> Vec<(&PriceRule, &Reason)> {
        let told = self.prices.iter();
        let told = told.filter_map(|rule| Some((rule, self.bill.reason(rule.id.uuid())?)));
        let mut told: Vec<(&PriceRule, &Reason)> = told.collect();
        told.sort_by_key(|(rule, reason)| (!reason.taken(), rule.id));
        told
    }
    pub fn name(&self, id: uuid::Uuid, lang: kernel::Lang) -> &str {
        let voucher = self.vouchers.iter().find(|(voucher, _)| voucher.id.uuid() == id);
        let rule = self.prices.iter().find(|rule| rule.id.uuid() == id);
        let name = voucher.map(|(_, gift)| &gift.name).or(rule.map(|rule| &rule.name));
        name.map_or("", |name| name.say(lang))
    }
}

/// The gift of a voucher, with the price that was agreed on for it. One of the same gift is asked for once,
/// unless it has a price of its own, which says nothing about the others.
pub(super) async fn gift_of(
    db: &mut impl Read,
    org: OrgId,
    (voucher, known): (&Voucher, &[(Voucher, Gift)]),
) -> Result<Gift> {
    let mut known = known.iter().filter(|(one, _)| one.price.is_none());
    let gift = match known.find(|(_, gift)| gift.id == voucher.gift) {
        Some((_, gift)) => gift.clone(),
        None => gifts::require(db, org, voucher.gift).await?,
    };
    Ok(voucher.priced(gift))
}

/// Works out what a purchase comes to. Nothing is changed.
pub async fn work_out(
    db: &mut impl Read,
    shop: &Shop,
    basket: Basket,
    which: Which<'_>,
) -> Result<Worked> {
    let org = shop.org;
    let (asked, only, but): (_, _, &[VoucherId]) = match which {
        Which::Only(ids) => (ids, true, &[]),
        Which::Best(ids) => (ids, false, &[]),
        Which::But(ids) => (&[], false, ids),
    };
    let mut vouchers: Vec<(Voucher, Gift)> = Vec::new();
    let mut mine = store::of_member(db, org, basket.member).await?;
    mine.retain(|one| one.state == State::Issued || asked.contains(&one.id));
    mine.retain(|one| !but.contains(&one.id));
    for id in asked {
        if !mine.iter().any(|one| one.id == *id) {
            return Err(Error::NotFound("voucher"));
        }
    }
    for voucher in mine.into_iter().filter(|one| !only || asked.contains(&one.id)) {
        let gift = gift_of(db, org, (&voucher, &vouchers)).await?;
        if gift.terms.needs_purchase() {
            vouchers.push((voucher, gift));
        } else if asked.contains(&voucher.id) {
            // A thing that is handed over by itself takes nothing off a purchase.
            let refused = Refusal::NotApplicable.with("why", "thing");
            return Err(refused.with("short", "").into());
        }
    }
    let prices = match basket.prices {
        Prices::Apply => prices::open(db, org).await?,
        Prices::AsTold | Prices::Ordered(_) => Vec::new(),
    };
    let buyer = prices::buyer(db, shop, (basket.member, basket.at), &prices).await?;
    let candidate = |(voucher, gift): &(Voucher, Gift)| Candidate {
        id: voucher.id.uuid(),
        template: gift.id.uuid(),
        terms: gift.terms.clone(),
        stores: gift.stores.clone(),
        whom: Whom::default(),
        hours: Hours::default(),
        ends_at: match voucher.state {
            State::Issued => voucher.expires_at,
            _ => Some(Time::from_micros(0)),
        },
        choice: if asked.contains(&voucher.id) { Choice::Asked } else { Choice::May },
        counts: Counts::Voucher,
    };
    let local = basket.at.zoned(&shop.zone);
    let standing = prices.iter().map(PriceRule::candidate);
    let case = Case {
        lines: basket.lines,
        buyer,
        store: basket.store,
        day: local.date(),
        clock: local.time(),
        now: basket.at,
        policy: policy(db, org).await?,
        candidates: vouchers.iter().map(candidate).chain(standing).collect(),
    };
    Ok(Worked { bill: bill(&case), vouchers, prices })
}

/// As [`work_out`] with exactly these vouchers, or refuses with the first reason why one is not taken.
pub async fn exactly(
    db: &mut impl Read,
    shop: &Shop,
    basket: Basket,
    ids: &[VoucherId],
) -> Result<Worked> {
    let worked = work_out(db, shop, basket, Which::Only(ids)).await?;
    let asked = |id: uuid::Uuid| ids.iter().any(|voucher| voucher.uuid() == id);
    let mut verdicts = worked.bill.verdicts.iter().filter(|one| asked(one.candidate));
    match verdicts.find(|one| !one.reason.taken()) {
        None => Ok(worked),
        Some(refused) => {
            let short = match refused.reason {
                Reason::TooLittle { short, .. } => shop.money(short).plain(),
                _ => String::new(),
            };
            let why = refused.reason.word();
            Err(Refusal::NotApplicable.with("why", why).with("short", short).into())
        }
    }
}

/// Where and by whom a purchase was made.
#[derive(Debug, Clone, Copy)]
pub struct At {
    pub purchase: PurchaseId,
    pub store: StoreId,
    pub staff: Option<StaffId>,
}

/// Uses the vouchers that the bill takes, and notes what member prices took off.
pub async fn take(tx: &mut Tx, worked: &Worked, at: At) -> Result<()> {
    let bill = &worked.bill;
    let is_voucher = |cut: &&Cut| !worked.prices.iter().any(|rule| rule.id.uuid() == cut.candidate);
    let cuts: Vec<Cut> = bill.cuts.iter().filter(is_voucher).copied().collect();
    store::insert_cuts(tx, at.purchase, &cuts).await?;
    prices::take(tx, at.purchase, (bill, &worked.prices)).await?;
    for (voucher, _, reason) in worked.told().into_iter().filter(|(.., reason)| reason.taken()) {
        let voucher = voucher.id;
        let off = if let Reason::Applies { off } = reason { *off } else { 0 };
        let redeem = Redeem { voucher, store: Some(at.store), staff: at.staff };
        redeem_with(tx, redeem, Some(actions::With { purchase: at.purchase, off })).await?;
    }
    Ok(())
}

/// A voucher that was used with a purchase.
#[derive(Debug, Clone)]
pub struct With {
    pub voucher: VoucherId,
    pub name: Words,
    /// What it took off; a thing that is handed over beside the goods takes nothing off.
    pub off: i64,
}

/// The vouchers that are used with a purchase, or with an order that will be one.
pub async fn with(db: &mut impl Read, org: OrgId, purchase: PurchaseId) -> Result<Vec<With>> {
    let cuts = store::cuts(db, org, purchase).await?;
    let mut all = Vec::new();
    for used in store::standing(db, org, Standing::Purchase(purchase)).await? {
        let mine = cuts.iter().filter(|cut| cut.candidate == used.voucher.uuid());
        let off = mine.map(|cut| cut.off).sum();
        let name = gifts::require(db, org, used.gift).await?.name.clone();
        all.push(With { voucher: used.voucher, name, off });
    }
    Ok(all)
}

/// The purchase was a mistake: everything that was used with it is as before.
pub async fn give_back(tx: &mut Tx, purchase: PurchaseId) -> Result<()> {
    for used in store::standing(tx, tx.org(), Standing::Purchase(purchase)).await? {
        take_back(tx, used).await?;
    }
    prices::withdraw(tx, purchase).await?;
    store::delete_cuts(tx, purchase).await
}

/// Goods came back; `gone` says of each line, from 0, whether nothing of it is kept. A voucher whose
/// lines have all come back is the member's again, unless its time is over; a thing that was
/// handed over beside the purchase stays handed over. How many came back.
pub async fn come_back(tx: &mut Tx, purchase: PurchaseId, gone: &[bool]) -> Result<usize> {
    let (org, now) = (tx.org(), tx.now());
    let cuts = store::cuts(tx, org, purchase).await?;
    let mut back = 0;
    for used in store::standing(tx, org, Standing::Purchase(purchase)).await? {
        let mut lines =
            cuts.iter().filter(|cut| cut.candidate == used.voucher.uuid()).map(|cut| cut.line);
        let first = lines.next();
        let all = first.into_iter().chain(lines).all(|line| gone.get(line) == Some(&true));
        if first.is_none() || !all {
            continue;
        }
        let voucher = store::require(tx, org, used.voucher).await?;
        if voucher.expires_at.is_none_or(|end| end > now) {
            take_back(tx, used).await?;
            back += 1;
        }
    }
    Ok(back)
}
