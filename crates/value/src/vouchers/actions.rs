//! Giving, redeeming, undoing, withdrawing.

use ::store::Tx;
use kernel::{
    GiftId, MemberId, PurchaseId, RedemptionId, Result, Scope, StaffId, StoreId, Time, VoucherId,
};
use ledger::{Account, Move, Posting, Reversal, Transfer};
use web::shops;

use super::{
    merging::Elsewhere,
    model::{self, Redemption, State, Voucher, Way},
    store, uses,
};
use crate::{
    bills, codes,
    events::{GiftGiven, RedemptionUndone, VoucherExpired, VoucherRedeemed, VoucherWithdrawn},
    gifts::{self, Gift, accounts},
    points, swaps,
};

/// A gift for a member, and by what way it comes.
#[derive(Debug, Clone)]
pub struct Give {
    pub gift: GiftId,
    pub member: MemberId,
    /// `join`, `stamps`, `hand`, `api`.
    pub source: &'static str,
    pub way: Way,
}

/// Gives a member a voucher, or refuses with `gifts.sold_out`, `gifts.already_had`, `gifts.closed`.
pub async fn give(tx: &mut Tx, give: Give) -> Result<Voucher> {
    let gift = gifts::require(tx, tx.org(), give.gift).await?;
    give_of(tx, &gift, give).await
}

/// As [`give`], when the gift is at hand.
pub(crate) async fn give_of(tx: &mut Tx, gift: &Gift, give: Give) -> Result<Voucher> {
    let stock = accounts::stock(gift.id)?;
    give_from(tx, gift, (give, stock)).await
}

/// As [`give_of`], with a piece that lies elsewhere than on the shelf.
pub(crate) async fn give_from(
    tx: &mut Tx,
    gift: &Gift,
    (give, stock): (Give, Account),
) -> Result<Voucher> {
    if gift.state == gifts::State::Closed {
        return Err(gifts::Refusal::Closed.into());
    }
    let shop = shops::require(tx, tx.org()).await?;
    let until = model::expires_at(tx.now(), gift.valid_days, &shop.zone);
    let voucher = issued(tx, gift, (&give, until, None));
    let allowance = accounts::allowance(give.member, gift.id, gift.per_member)?;
    ledger::post(tx, transfers(gift, &voucher, stock.clone())?).await.map_err(|error| {
        if ledger::error_at(&error, &stock.key) {
            gifts::Refusal::SoldOut.into()
        } else if ledger::error_at(&error, &allowance.key) {
            gifts::Refusal::AlreadyHad.into()
        } else {
            error
        }
    })?;
    store::insert(tx, std::slice::from_ref(&voucher)).await?;
    tell(tx, gift, &voucher)?;
    Ok(voucher)
}

/// How a voucher says that an activity gave it, which also looks after its end.
pub const ACTIVITY: &str = "activity";

/// A piece of an activity's pool.
#[derive(Debug)]
pub struct Held {
    pub member: MemberId,
    pub way: Way,
    /// Where the piece lies.
    pub pool: Account,
    /// [`ACTIVITY`] when the activity looks after its end, which is then said here.
    pub source: &'static str,
    /// From this instant on it is too late to collect it.
    pub until: Option<Time>,
    /// What one is at the till, where it is another price than the gift's.
    pub price: Option<i64>,
    /// What else moves in the same posting: what the activity's own limits are made of.
    pub beside: Vec<Transfer>,
}

/// Gives a piece out of an activity's pool, whose limits are in `beside`; the gift's own limit per member
/// counts it and does not refuse it. The ledger's refusal is the activity's to put into words.
pub async fn give_held(tx: &mut Tx, gift: &Gift, held: Held) -> Result<Voucher> {
    let voucher = lying(tx, gift, &held);
    ledger::post(tx, out_of_pool(gift, &voucher, held)?).await?;
    store::insert(tx, std::slice::from_ref(&voucher)).await?;
    tell(tx, gift, &voucher)?;
    Ok(voucher)
}

/// As [`give_held`], for many who share a turn, each in the name of who asked: what the ledger refuses one
/// leaves the others theirs.
pub async fn give_held_each(
    tx: &mut Tx,
    gift: &Gift,
    all: Vec<(&Scope, Held)>,
) -> Result<Vec<Result<Voucher>>> {
    let (mut vouchers, mut moves) = (Vec::new(), Vec::new());
    for (scope, held) in all {
        tx.speak_for(scope);
        let voucher = lying(tx, gift, &held);
        moves.push(Move::Post(out_of_pool(gift, &voucher, held)?));
        vouchers.push((scope, voucher));
    }
    let posted = ledger::decide_each(tx, &moves).await?;
    let mut given = Vec::new();
    for ((scope, voucher), posted) in vouchers.into_iter().zip(posted) {
        if posted.is_ok() {
            tx.speak_for(scope);
            tell(tx, gift, &voucher)?;
        }
        given.push(posted.map(|_| voucher));
    }
    store::insert(tx, &given.iter().flatten().cloned().collect::<Vec<_>>()).await?;
    Ok(given)
}

/// What an activity gives is a voucher that ends when it says so, at its price.
fn lying(tx: &Tx, gift: &Gift, held: &Held) -> Voucher {
    let Held { member, source, way, .. } = *held;
    issued(tx, gift, (&Give { gift: gift.id, member, source, way }, held.until, held.price))
}

fn out_of_pool(gift: &Gift, voucher: &Voucher, held: Held) -> Result<Posting> {
    let mut asked = Posting::new(voucher.posting, "gifts.given", &voucher.id);
    // What the member may have is asked first: who has theirs is not told that it is sold out.
    asked.transfers = held.beside;
    Ok(asked
        .transfer(accounts::allowance(held.member, gift.id, 0)?, accounts::claimed(gift.id)?, 1)
        .transfer(held.pool, accounts::held(held.member, gift.id)?, 1))
}

/// As [`give`], many of one gift: all of them, or a refusal and none.
pub(crate) async fn give_all(tx: &mut Tx, gift: &Gift, gives: &[Give]) -> Result<Vec<Voucher>> {
    if gift.state == gifts::State::Closed {
        return Err(gifts::Refusal::Closed.into());
    }
    let shop = shops::require(tx, tx.org()).await?;
    let until = model::expires_at(tx.now(), gift.valid_days, &shop.zone);
    let vouchers: Vec<Voucher> =
        gives.iter().map(|give| issued(tx, gift, (give, until, None))).collect();
    let postings: Result<Vec<Posting>> = vouchers
        .iter()
        .map(|voucher| transfers(gift, voucher, accounts::stock(gift.id)?))
        .collect();
    ledger::post_all(tx, postings?).await?;
    store::insert(tx, &vouchers).await?;
    vouchers.iter().try_for_each(|voucher| tell(tx, gift, voucher))?;
    Ok(vouchers)
}

/// The voucher that comes of giving: until when it is good, and what one is at the till, where that is another
/// price than the gift's.
fn issued(
    tx: &Tx,
    gift: &Gift,
    (give, expires_at, price): (&Give, Option<Time>, Option<i64>),
) -> Voucher {
    Voucher {
        id: tx.id(),
        code: codes::new(&*tx.world().chance),
        gift: gift.id,
        member: give.member,
        source: give.source.to_owned(),
        state: State::Issued,
        cost: gift.cost,
        price,
        issued_at: tx.now(),
        expires_at,
        ended_at: None,
        way: Way { staff: give.way.staff.or(tx.actor().staff()), ..give.way },
        posting: tx.id(),
    }
}

fn transfers(gift: &Gift, voucher: &Voucher, stock: Account) -> Result<Posting> {
    let allowance = accounts::allowance(voucher.member, gift.id, gift.per_member)?;
    Ok(Posting::new(voucher.posting, "gifts.given", &voucher.id)
        .transfer(allowance, accounts::claimed(gift.id)?, 1)
        .transfer(stock, accounts::held(voucher.member, gift.id)?, 1))
}

fn tell(tx: &mut Tx, gift: &Gift, voucher: &Voucher) -> Result<()> {
    let way = voucher.way;
    tx.emit(&GiftGiven {
        gift: gift.id,
        voucher: voucher.id,
        member: voucher.member,
        kind: gift.kind.to_string(),
        source: voucher.source.clone(),
        cost: gift.cost,
        store: way.store,
        group: way.group,
        series: way.series,
        link: way.link,
        staff: way.staff,
    })
}

/// Where and by whom a voucher is handed over.
#[derive(Debug, Clone, Copy)]
pub struct Redeem {
    pub voucher: VoucherId,
    pub store: Option<StoreId>,
    pub staff: Option<StaffId>,
}

/// Redeems a voucher, at most once however often and from wherever it is asked.
pub async fn redeem(tx: &mut Tx, redeem: Redeem) -> Result<Redemption> {
    redeem_with(tx, redeem, None).await
}

/// A purchase that a voucher is used with, and what it takes off it.
#[derive(Debug, Clone, Copy)]
pub struct With {
    pub purchase: PurchaseId,
    pub off: i64,
}

/// As [`redeem`], with a purchase or without.
pub(super) async fn redeem_with(
    tx: &mut Tx,
    redeem: Redeem,
    with: Option<With>,
) -> Result<Redemption> {
    let voucher = store::require(tx, tx.org(), redeem.voucher).await?;
    let gift = gifts::require(tx, tx.org(), voucher.gift).await?;
    model::may_redeem(&voucher, &gift, redeem.store, tx.now())?;
    if with.is_none() && gift.terms.needs_purchase() {
        return Err(bills::Refusal::NeedsPurchase.into());
    }
    let used = uses::Used::of(tx, &voucher, &gift).await?;
    let (id, posting): (RedemptionId, _) = (tx.id(), tx.id());
    used.post(tx, posting, redeem.store).await?;
    // What a discount costs the shop is what it took off.
    let cost =
        with.filter(|_| !gift.terms.benefit.is_thing()).map_or(voucher.cost, |with| with.off);
    let redemption = Redemption {
        id,
        voucher: voucher.id,
        gift: voucher.gift,
        member: voucher.member,
        store: redeem.store,
        staff: redeem.staff,
        at: tx.now(),
        cost,
        posting,
        undone_at: None,
        purchase: with.map(|with| with.purchase),
        use_number: used.number,
    };
    if used.is_last() {
        store::set_state(tx, voucher.id, State::Redeemed, Some(tx.now())).await?;
    }
    store::insert_redemption(tx, &redemption).await?;
    tx.emit(&VoucherRedeemed {
        redemption: id,
        voucher: voucher.id,
        gift: voucher.gift,
        member: voucher.member,
        cost,
        store: redeem.store,
        staff: redeem.staff,
        group: voucher.way.group,
        series: voucher.way.series,
        link: voucher.way.link,
    })?;
    Ok(redemption)
}

/// Takes a redemption back within ten minutes: the voucher is as it was before.
pub async fn undo(tx: &mut Tx, id: RedemptionId) -> Result<Redemption> {
    let redemption = store::redemption(tx, tx.org(), id).await?;
    model::may_undo(&redemption, tx.now())?;
    take_back(tx, redemption).await
}

/// The voucher, or a card's use, is as if it had not been redeemed.
pub(super) async fn take_back(tx: &mut Tx, redemption: Redemption) -> Result<Redemption> {
    uses::give_back(tx, &redemption).await?;
    let id = redemption.id;
    let reversal = Reversal {
        id: tx.id(),
        of: redemption.posting,
        reason: "vouchers.redemption_undone".into(),
        subject: redemption.voucher.to_string(),
    };
    ledger::reverse(tx, reversal).await?;
    let about = (redemption.gift, redemption.member);
    if let Some(elsewhere) = Elsewhere::of(tx, ("redemption", id.uuid()), about).await?
        && gifts::require(tx, tx.org(), redemption.gift).await?.terms.uses == 1
    {
        elsewhere.fetch(tx).await?;
    }
    store::mark_undone(tx, id).await?;
    let undone_at = Some(tx.now());
    tx.emit(&RedemptionUndone {
        redemption: id,
        voucher: redemption.voucher,
        gift: redemption.gift,
        member: redemption.member,
        cost: redemption.cost,
        store: redemption.store,
        staff: tx.actor().staff(),
    })?;
    Ok(Redemption { undone_at, ..redemption })
}

/// Takes an uncollected voucher away from a member; the piece is on the shelf again and the member
/// may have another.
pub async fn withdraw(tx: &mut Tx, id: VoucherId) -> Result<Voucher> {
    let voucher = store::require(tx, tx.org(), id).await?;
    match voucher.state {
        State::Issued => {}
        State::Redeemed => return Err(model::Refusal::AlreadyRedeemed.with("minutes", 0).into()),
        State::Expired => return Err(model::Refusal::Expired.into()),
        State::Withdrawn => return Err(model::Refusal::Withdrawn.into()),
    }
    turn_round(tx, &voucher, "vouchers.withdrawn").await?;
    if [swaps::SOURCE, ACTIVITY].contains(&voucher.source.as_str()) {
        points::unspend(tx, voucher.member, &id.to_string()).await?;
    }
    let now = tx.now();
    store::set_state(tx, id, State::Withdrawn, Some(now)).await?;
    tx.emit(&VoucherWithdrawn { voucher: id, gift: voucher.gift, member: voucher.member })?;
    Ok(Voucher { state: State::Withdrawn, ended_at: Some(now), ..voucher })
}

/// Ends a voucher of an activity that nobody collected in time: the piece lies in the pool that it came
/// from. `false` when it was collected or is over already. What was paid for it is the activity's matter.
pub async fn lapse(tx: &mut Tx, id: VoucherId) -> Result<bool> {
    let voucher = store::require(tx, tx.org(), id).await?;
    if voucher.state != State::Issued {
        return Ok(false);
    }
    turn_round(tx, &voucher, "vouchers.expired").await?;
    let now = tx.now();
    store::set_state(tx, id, State::Expired, Some(now)).await?;
    let (gift, member) = (voucher.gift, voucher.member);
    tx.emit(&VoucherExpired { voucher: id, gift, member, returned: true })?;
    Ok(true)
}

/// The posting that gave it, turned round, wherever the member's accounts are by now.
async fn turn_round(tx: &mut Tx, voucher: &Voucher, reason: &'static str) -> Result<()> {
    let id = voucher.id;
    let reversal = Reversal {
        id: tx.id(),
        of: voucher.posting,
        reason: reason.into(),
        subject: id.to_string(),
    };
    let about = (voucher.gift, voucher.member);
    let elsewhere = Elsewhere::of(tx, ("voucher", id.uuid()), about).await?;
    if let Some(elsewhere) = elsewhere {
        elsewhere.lend(tx).await?;
    }
    ledger::reverse(tx, reversal).await?;
    if let Some(elsewhere) = elsewhere {
        elsewhere.fetch_claim(tx).await?;
    }
    Ok(())
}
