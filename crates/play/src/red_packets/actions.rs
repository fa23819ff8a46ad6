//! What a packet's life is made of: an amount in a pool, of money, points or pieces of a gift, and its split, which
//! is sealed.

use ::store::Tx;
use kernel::{Error, FieldError, Fields, RedPacketId, Result, kinds};
use ledger::Posting;
use value::{
    gifts::{self, Gift},
    laws::{Chance, WayIn},
    points, wallets,
};
use web::{Shop, shops};

use super::{
    LOOK,
    accounts::Purse,
    grabs, jobs,
    model::{Forecast, Gives, RedPacket, Refusal, Split, Terms, planned},
    sealing, store,
};
use crate::{
    activities::{
        self, Life, laws,
        life::{self, Lives},
        plans, shelf,
    },
    events::{RedPacketChanged, RedPacketClosed, RedPacketOpened, RedPacketScheduled},
};

pub use life::{Opened, archive, begin, change, check, close, create, end, open, schedule};

/// What a shopkeeper says about a packet.
pub type Draft = activities::Draft<kinds::RedPacket>;

impl Lives for kinds::RedPacket {
    const LOOK: &'static str = LOOK;
    /// Of vouchers, what each is for.
    type Named = Option<Gift>;

    fn wrong_state() -> Error {
        Refusal::WrongState.into()
    }

    fn checked(draft: Draft, fields: &mut Fields) -> Draft {
        let (mut plan, terms) = (planned(draft.plan), draft.terms.settled());
        plan.check(fields);
        terms.check(fields);
        Draft { plan, terms }
    }

    async fn named(
        tx: &mut Tx,
        shop: &Shop,
        draft: &Draft,
        fields: &mut Fields,
    ) -> Result<Option<Gift>> {
        plans::named(tx, shop, &draft.plan, fields).await?;
        match draft.terms.gives {
            Gives::Money => Ok(None),
            Gives::Points { program } => {
                match points::require(tx, tx.org(), &shop.zone, program).await {
                    Err(error) if error.code() != "not_found" => return Err(error),
                    Err(_) => fields.push(FieldError::new("program", "choice_invalid")),
                    Ok(_) => {}
                }
                Ok(None)
            }
            Gives::Vouchers { gift } => shelf::named(tx, gift, ("gift", fields)).await,
        }
    }

    async fn hold(
        tx: &mut Tx,
        shop: &Shop,
        (id, draft, gift): (RedPacketId, &Draft, &Option<Gift>),
        fields: &mut Fields,
    ) -> Result<()> {
        // What is not there was named already.
        if fields.of("program").next().is_none() {
            can_be_given(tx, shop, (&draft.terms, gift.as_ref()), fields).await?;
        }
        within_budget(tx, (id, draft), gift.as_ref(), fields).await?;
        laws::hold(tx, shop, chance(draft), (|_| "total", fields)).await
    }

    /// The split is committed to; the rest only becomes better.
    async fn promised(
        tx: &mut Tx,
        shop: &Shop,
        (was, draft): (&RedPacket, &Draft),
        fields: &mut Fields,
    ) -> Result<()> {
        draft.plan.harm(&was.plan, fields);
        draft.terms.harm(&was.terms, fields);
        let gift = Self::named(tx, shop, draft, fields).await?;
        within_budget(tx, (was.id, draft), gift.as_ref(), fields).await
    }

    /// What is in it goes into the pool, and the split is made and committed to.
    async fn announce(
        tx: &mut Tx,
        shop: &Shop,
        (packet, _): (&RedPacket, &Option<Gift>),
    ) -> Result<()> {
        fill(tx, shop, packet).await?;
        let commitment = sealing::seal(tx, packet).await?;
        tx.emit(&RedPacketScheduled {
            packet: packet.id,
            total: packet.terms.total,
            shares: packet.terms.shares,
            opens_at: packet.plan.opens_at,
            closes_at: packet.plan.closes_at,
            commitment,
        })
    }

    async fn opened(tx: &mut Tx, packet: &RedPacket, opened: Opened) -> Result<()> {
        let left = left(tx, packet).await?;
        tx.emit(&RedPacketOpened { packet: packet.id, left, early: opened == Opened::Early })
    }

    async fn changed(tx: &mut Tx, (_, packet): (&RedPacket, &RedPacket)) -> Result<()> {
        let left = left(tx, packet).await?;
        tx.emit(&RedPacketChanged { packet: packet.id, left })
    }

    /// What is left is the shop's again, and the split can be shown. What was taken stays theirs.
    async fn end(tx: &mut Tx, packet: &mut RedPacket) -> Result<()> {
        let org = tx.org();
        let currency = shops::require(tx, org).await?.currency;
        let purse = Purse { packet: packet.id, gives: packet.terms.gives, currency };
        let pool = purse.pool()?;
        let returned = ledger::balance(tx, &pool.key).await?.balance;
        if returned > 0 {
            let posting = Posting::new(tx.id(), "red_packets.returned", &packet.id);
            ledger::post(tx, posting.transfer(pool, purse.source()?, returned)).await?;
        }
        let taken = grabs::taken(tx, packet.id).await?;
        let luckiest = match packet.terms.split {
            Split::Equal => None,
            Split::Random => luckiest(&store::split(tx, org, packet.id).await?, taken),
        };
        store::set_over(tx, packet.id, (luckiest, returned)).await?;
        life::over(tx, packet, Life::Settled).await?;
        tx.emit(&RedPacketClosed { packet: packet.id, taken, returned })
    }

    async fn plan_next(tx: &mut Tx, packet: &mut RedPacket) -> Result<()> {
        jobs::plan_next(tx, packet).await
    }
}

/// A packet, as far as a law asks: whether chance says who gets how much of money.
pub(super) fn chance(draft: &Draft) -> Option<Chance> {
    let Draft { plan, terms } = draft;
    if terms.split == Split::Equal || terms.gives != Gives::Money {
        return None;
    }
    // What one person can get at most is what is left when all others get the least.
    let others = terms.least.saturating_mul(terms.shares.saturating_sub(1));
    let way_in = if plan.cost.is_some() { WayIn::Paid } else { WayIn::Free };
    Some(Chance { top: terms.total.saturating_sub(others), total: terms.total, way_in })
}

/// The shop gives such things now, and has as many.
async fn can_be_given(
    tx: &mut Tx,
    shop: &Shop,
    (terms, gift): (&Terms, Option<&Gift>),
    fields: &mut Fields,
) -> Result<()> {
    let org = tx.org();
    match (terms.gives, gift) {
        (Gives::Money, _) => {
            if wallets::plan(tx, org).await?.state == gifts::State::Closed {
                fields.push(FieldError::new("gives", "packet_wallet_closed"));
            }
            Ok(())
        }
        (Gives::Points { program }, _) => {
            if !points::require(tx, org, &shop.zone, program).await?.is_open() {
                fields.push(FieldError::new("program", "packet_program_closed"));
            }
            Ok(())
        }
        (Gives::Vouchers { .. }, Some(gift)) => {
            shelf::lies(tx, (gift, terms.shares), ["gift", "shares"], fields).await
        }
        (Gives::Vouchers { .. }, None) => Ok(()),
    }
}

/// The worst case, with what was handed out elsewhere, stays within what may be spent.
async fn within_budget(
    tx: &mut Tx,
    (id, draft): (RedPacketId, &Draft),
    gift: Option<&Gift>,
    fields: &mut Fields,
) -> Result<()> {
    if draft.plan.budget.is_none() {
        return Ok(());
    }
    let elsewhere = store::handed_out(tx, tx.org(), id).await?;
    let cost = Forecast::of(&draft.terms, gift).cost.unwrap_or(0);
    draft.plan.affords(cost.saturating_add(elsewhere), fields);
    Ok(())
}

/// All of it into the pool.
async fn fill(tx: &mut Tx, shop: &Shop, packet: &RedPacket) -> Result<()> {
    let Terms { gives, total, .. } = packet.terms;
    let purse = Purse { packet: packet.id, gives, currency: shop.currency };
    let posting = Posting::new(tx.id(), "red_packets.filled", &packet.id);
    let source = purse.source()?;
    let posting = posting.transfer(source.clone(), purse.pool()?, total);
    ledger::post(tx, posting).await.map(drop).map_err(|error| {
        if ledger::error_at(&error, &source.key) {
            FieldError::new("shares", "stock_none").into()
        } else {
            error
        }
    })
}

/// The place of the largest share of those that were taken: of several the first.
fn luckiest(shares: &[i64], taken: i64) -> Option<i64> {
    let mut best: Option<(i64, i64)> = None;
    for (place, share) in (0..taken).zip(shares) {
        if best.is_none_or(|(_, most)| *share > most) {
            best = Some((place, *share));
        }
    }
    best.map(|(place, _)| place)
}

/// Shares that nobody has at this instant of this command.
pub(super) async fn left(tx: &mut Tx, packet: &RedPacket) -> Result<i64> {
    Ok(packet.terms.shares.saturating_sub(grabs::taken(tx, packet.id).await?))
}
