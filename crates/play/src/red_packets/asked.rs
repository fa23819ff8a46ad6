//! A packet as pages and programs ask for it: what is in it, how it stands, and what somebody got.

use ::store::Read;
use kernel::{MemberId, OrgId, RedPacketId, RedShareId, Result, Time};
use value::{
    allowances,
    gifts::{self, Gift},
    points,
    words::Words,
};
use web::Shop;

use super::{
    accounts::Purse,
    model::{Figures, Gives, RedPacket, Sealed, Share, Split},
    store,
};
use crate::activities::{self, Phase, accounts::claimed, reading::is_for};

/// A packet, and what is in it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub packet: RedPacket,
    /// Of vouchers, what each is for.
    pub gift: Option<Gift>,
    /// What its points are called.
    pub unit: Words,
    /// Shares that were taken.
    pub taken: i64,
}

impl Shown {
    /// Shares that can still be taken while it is on.
    pub const fn left(&self) -> i64 {
        let left = self.packet.terms.shares.saturating_sub(self.taken);
        if left > 0 { left } else { 0 }
    }
    /// How it stands for those who want to open it: all taken is over.
    pub fn phase(&self, now: Time) -> Phase {
        match self.packet.phase(now) {
            Phase::On if self.left() == 0 => Phase::After,
            phase => phase,
        }
    }
}

pub async fn shown(db: &mut impl Read, org: OrgId, packet: RedPacket) -> Result<Shown> {
    let (gift, unit) = match packet.terms.gives {
        Gives::Money => (None, Words::default()),
        Gives::Points { program } => (None, points::unit_of(db, org, program).await?),
        Gives::Vouchers { gift } => (Some(gifts::require(db, org, gift).await?), Words::default()),
    };
    let taken = ledger::balance_of(db, org, &claimed(packet.id)?.key).await?;
    Ok(Shown { packet, gift, unit, taken })
}

pub async fn require(db: &mut impl Read, org: OrgId, id: RedPacketId) -> Result<Shown> {
    let packet = activities::require(db, org, id).await?;
    shown(db, org, packet).await
}

/// How it stands, by the ledger and by what was kept at its end.
pub async fn figures(db: &mut impl Read, shop: &Shop, shown: &Shown) -> Result<Figures> {
    let Shown { packet, taken, .. } = shown;
    let purse = Purse { packet: packet.id, gives: packet.terms.gives, currency: shop.currency };
    let left = ledger::balance_of(db, shop.org, &purse.pool()?.key).await?;
    let given = match packet.terms.gives {
        Gives::Vouchers { .. } => *taken,
        _ => ledger::balance_of(db, shop.org, &purse.opened()?.key).await?,
    };
    let sealed = store::sealed(db, shop.org, packet.id).await?;
    Ok(Figures {
        taken: *taken,
        shares_left: if sealed.as_ref().is_some_and(|one| one.returned.is_some()) {
            0
        } else {
            shown.left()
        },
        left,
        given,
        returned: sealed.and_then(|sealed| sealed.returned).unwrap_or(0),
    })
}

/// How a member stands to a packet.
#[derive(Debug)]
pub struct Mine {
    pub is_for_me: bool,
    pub works_here: bool,
    /// What they got; two after two records became one.
    pub shares: Vec<Share>,
}

pub async fn mine(
    db: &mut impl Read,
    shop: &Shop,
    packet: &RedPacket,
    (member, now): (MemberId, Time),
) -> Result<Mine> {
    let org = shop.org;
    Ok(Mine {
        is_for_me: is_for(db, shop, &packet.plan.whom, (member, now)).await?,
        works_here: allowances::is_own(db, org, member).await?,
        shares: store::of_member(db, org, (packet.id, member)).await?,
    })
}

/// What a member got, with its packet; nothing when it is another's.
pub async fn got(
    db: &mut impl Read,
    org: OrgId,
    (id, member): (RedShareId, MemberId),
) -> Result<Option<(Shown, Share)>> {
    let found = store::share(db, org, id).await?.filter(|share| share.member == member);
    match found {
        Some(share) => Ok(Some((require(db, org, share.packet).await?, share))),
        None => Ok(None),
    }
}

/// Who had most of a random packet that is over.
pub async fn luckiest(
    db: &mut impl Read,
    org: OrgId,
    (packet, sealed): (&RedPacket, Option<&Sealed>),
) -> Result<Option<Share>> {
    let place = sealed.and_then(|sealed| sealed.luckiest);
    match (packet.terms.split, place) {
        (Split::Random, Some(place)) => store::at_place(db, org, (packet.id, place)).await,
        _ => Ok(None),
    }
}

/// How it was sealed; nothing of a draft.
pub async fn sealed(db: &mut impl Read, org: OrgId, id: RedPacketId) -> Result<Option<Sealed>> {
    store::sealed(db, org, id).await
}
