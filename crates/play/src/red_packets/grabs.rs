//! Opening a packet: who asks has the next share of the split.

use ::store::Tx;
use kernel::{MemberId, RedPacketId, RedShareId, Result, StaffId, StoreId, Time, VoucherId};
use ledger::{Account, Posting, Transfer};
use people::members::{self, Member};
use value::{
    allowances, gifts, points,
    vouchers::{self, Held, model::Way},
    wallets::{self, giving},
};
use web::Shop;

use super::{
    accounts::Purse,
    jobs,
    model::{Gives, RedPacket, Refusal, Share},
    store,
};
use crate::{
    activities::{
        self, Phase,
        accounts::{Whose, allowance, carry, claimed, within},
        reading::is_for,
    },
    events::RedPacketTaken,
};

/// How a voucher says that a red packet gave it. Its end is that of the gift.
pub const SOURCE: &str = "red_packet";

/// Somebody opens it. At a counter, store and staff say who did it for them.
#[derive(Debug, Clone, Copy)]
pub struct Grabbing {
    pub packet: RedPacketId,
    pub member: MemberId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// What they have now.
#[derive(Debug, Clone)]
pub struct Got {
    pub id: RedShareId,
    /// Minor units, points, or one piece.
    pub amount: i64,
    /// From 0.
    pub place: i64,
    pub voucher: Option<VoucherId>,
    /// Shares, after it.
    pub left: i64,
}

/// How many shares were taken at this instant of this command.
pub(super) async fn taken(tx: &mut Tx, packet: RedPacketId) -> Result<i64> {
    Ok(ledger::balance(tx, &claimed(packet)?.key).await?.balance)
}

/// Whether one may open it at this instant; who waits for the opening is told when it is.
fn is_on(packet: &RedPacket, (now, taken): (Time, i64)) -> Result<()> {
    match packet.phase(now) {
        Phase::On => Ok(()),
        Phase::Hidden => Err(Refusal::NotOpen.into()),
        Phase::Before => {
            let opens_at = packet.plan.opens_at.timestamp().to_string();
            Err(Refusal::NotOpen.with("opens_at", opens_at).into())
        }
        Phase::After if taken >= packet.terms.shares => Err(Refusal::Empty.into()),
        Phase::After => Err(Refusal::Closed.into()),
    }
}

/// The living member, if the packet is for them and they do not work here.
async fn eligible(
    tx: &mut Tx,
    shop: &Shop,
    packet: &RedPacket,
    member: MemberId,
) -> Result<Member> {
    let (org, now) = (tx.org(), tx.now());
    let member = members::require(tx, org, member).await?;
    if member.erased_at.is_some() {
        return Err(Refusal::Erased.into());
    }
    if allowances::is_own(tx, org, member.id).await? {
        return Err(Refusal::Staff.into());
    }
    if !is_for(tx, shop, &packet.plan.whom, (member.id, now)).await? {
        return Err(Refusal::NotEligible.into());
    }
    Ok(member)
}

/// Opens it for a member, or refuses with one of [`Refusal`] and nothing has happened.
pub async fn grab(tx: &mut Tx, shop: &Shop, grabbing: Grabbing) -> Result<Got> {
    let (org, now) = (tx.org(), tx.now());
    let mut packet: RedPacket = activities::require(tx, org, grabbing.packet).await?;
    let place = taken(tx, packet.id).await?;
    is_on(&packet, (now, place))?;
    let member = eligible(tx, shop, &packet, grabbing.member).await?;
    let whose = Whose { activity: packet.id, member: member.id };
    let Some(amount) = store::share_at(tx, org, (packet.id, place)).await? else {
        let may = ledger::balance(tx, &allowance(whose, 1)?.key).await?.balance;
        return Err(if may < 0 { Refusal::AlreadyTaken } else { Refusal::Empty }.into());
    };
    let id: RedShareId = tx.id();
    let share = Share {
        id,
        packet: packet.id,
        place,
        member: member.id,
        amount,
        voucher: None,
        at: now,
        store: grabbing.store,
        staff: grabbing.staff,
    };
    let voucher =
        give(tx, shop, (&packet, &member), &share).await.map_err(|error| said(error, whose))?;
    let share = Share { voucher, ..share };
    store::insert_share(tx, &share).await?;
    let left = packet.terms.shares.saturating_sub(place + 1);
    if left == 0 {
        jobs::look_by(tx, &mut packet, now).await?;
    }
    tell(tx, &share, left)?;
    Ok(Got { id, amount, place, voucher, left })
}

/// Takes the share out of the pool and gives it to the member.
async fn give(
    tx: &mut Tx,
    shop: &Shop,
    (packet, member): (&RedPacket, &Member),
    share: &Share,
) -> Result<Option<VoucherId>> {
    let Share { id, amount, store, staff, .. } = *share;
    let (gives, currency) = (packet.terms.gives, shop.currency);
    let purse = Purse { packet: packet.id, gives, currency };
    let whose = Whose { activity: packet.id, member: member.id };
    let mut beside = within(whose, packet.plan.limits, "")?;
    let (id, subject) = (id.uuid(), id.to_string());
    match gives {
        Gives::Money => {
            beside.push(Transfer::new(purse.pool()?, purse.opened()?, amount));
            let gift = giving::Gift { member, amount, id, subject, store, staff, beside };
            giving::give(tx, shop, gift).await?;
            Ok(None)
        }
        Gives::Points { program } => {
            beside.push(Transfer::new(purse.pool()?, purse.opened()?, amount));
            open(tx, &subject, beside).await?;
            let (member, points) = (member.id, amount);
            let grant = points::Grant { program, member, points, subject, store, staff };
            points::grant(tx, grant).await?;
            Ok(None)
        }
        Gives::Vouchers { gift } => {
            open(tx, &subject, beside).await?;
            let gift = gifts::require(tx, tx.org(), gift).await?;
            let ends = vouchers::model::expires_at(tx.now(), gift.valid_days, &shop.zone);
            let held = Held {
                member: member.id,
                way: Way { store, staff, ..Way::default() },
                pool: purse.pool()?,
                source: SOURCE,
                until: ends,
                price: None,
                beside: Vec::new(),
            };
            Ok(Some(vouchers::give_held(tx, &gift, held).await?.id))
        }
    }
}

async fn open(tx: &mut Tx, subject: &str, transfers: Vec<Transfer>) -> Result<()> {
    let mut posting = Posting::new(tx.id(), "red_packets.opened", &subject);
    posting.transfers = transfers;
    ledger::post(tx, posting).await.map(drop)
}

/// What others refused, in this room's words.
fn said(error: kernel::Error, whose: Whose<kernel::kinds::RedPacket>) -> kernel::Error {
    let limit: Result<Account> = allowance(whose, 1);
    if limit.is_ok_and(|limit| ledger::error_at(&error, &limit.key)) {
        return Refusal::AlreadyTaken.into();
    }
    match error {
        kernel::Error::Refused(mut refused)
            if kernel::Error::from(refused.clone()).is(wallets::Refusal::OverCap) =>
        {
            if let kernel::Error::Refused(full) = kernel::Error::from(Refusal::WalletFull) {
                let args = std::mem::take(&mut refused.args);
                refused = full;
                refused.args = args;
            }
            kernel::Error::Refused(refused)
        }
        other => other,
    }
}

fn tell(tx: &mut Tx, share: &Share, left: i64) -> Result<()> {
    tx.emit(&RedPacketTaken {
        packet: share.packet,
        share: share.id,
        member: share.member,
        amount: share.amount,
        place: share.place,
        voucher: share.voucher,
        store: share.store,
        staff: share.staff,
        left,
    })
}

/// What a member may still have of a packet, given to or owed by another record of the same person.
pub(super) async fn carry_limit(
    tx: &mut Tx,
    packet: RedPacketId,
    (from, into): (MemberId, MemberId),
) -> Result<()> {
    let of = |member| allowance(Whose { activity: packet, member }, 1);
    let posting = Posting::new(tx.id(), "red_packets.carried", &packet);
    carry(tx, posting, [(of(from)?, of(into)?)]).await
}
