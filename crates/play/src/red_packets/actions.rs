//! Planning, announcing, opening and ending a packet.

use ::store::{NewJob, Tx};
use kernel::{FieldError, Fields, RedPacketId, Result};
use ledger::Posting;
use value::{
    gifts::{self, Gift},
    laws::{Chance, WayIn},
    points, wallets,
};
use web::{Shop, shops, trail};

use super::{
    LOOK,
    accounts::Purse,
    grabs, jobs,
    model::{Forecast, Gives, RedPacket, Refusal, Split, Terms, planned},
    sealing, store,
};
use crate::{
    activities::{
        self, Life, Plan, laws,
        model::reason,
        plans::{self, Noted},
        reading::note_playing,
    },
    events::{RedPacketChanged, RedPacketClosed, RedPacketOpened, RedPacketScheduled},
};

/// The trail's word for a change.
const CHANGED: &str = "red_packets.changed";

/// What a shopkeeper says about a packet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub plan: Plan,
    pub terms: Terms,
}

impl Draft {
    /// Cleans the words and names every field that is out of bounds.
    fn checked(self, fields: &mut Fields) -> Self {
        let (mut plan, terms) = (planned(self.plan), self.terms.settled());
        plan.check(fields);
        terms.check(fields);
        Self { plan, terms }
    }
}

/// Writes a draft.
pub async fn create(tx: &mut Tx, shop: &Shop, draft: Draft) -> Result<RedPacketId> {
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    named(tx, shop, &draft, &mut fields).await?;
    let draft = fields.check(draft)?;
    let packet = RedPacket {
        id: tx.id(),
        plan: draft.plan,
        terms: draft.terms,
        life: Life::Draft,
        due_at: None,
        created_at: tx.now(),
    };
    activities::insert(tx, &packet).await?;
    trail::note(tx, "red_packets.created", packet.id, &(), &Noted::of(&packet)).await?;
    Ok(packet.id)
}

/// What the draft names is this shop's. The gift, if there is one.
async fn named(
    tx: &mut Tx,
    shop: &Shop,
    draft: &Draft,
    fields: &mut Fields,
) -> Result<Option<Gift>> {
    plans::named(tx, shop, &draft.plan, fields).await?;
    let org = tx.org();
    match draft.terms.gives {
        Gives::Money => Ok(None),
        Gives::Points { program } => match points::require(tx, org, &shop.zone, program).await {
            Err(error) if error.code() != "not_found" => Err(error),
            Err(_) => {
                fields.push(FieldError::new("program", "choice_invalid"));
                Ok(None)
            }
            Ok(_) => Ok(None),
        },
        Gives::Vouchers { gift } => {
            let gift = gifts::find(tx, org, gift).await?;
            match &gift {
                None => fields.push(FieldError::new("gift", "choice_invalid")),
                Some(gift) if gift.terms.uses > 1 => {
                    fields.push(FieldError::new("gift", "gift_is_card"));
                }
                Some(_) => {}
            }
            Ok(gift)
        }
    }
}

/// Changes a packet. A draft is changed freely; of what was announced the split is committed to, the rest
/// only becomes better, and with a reason.
pub async fn change(
    tx: &mut Tx,
    shop: &Shop,
    id: RedPacketId,
    (draft, why): (Draft, &str),
) -> Result<()> {
    let was = activities::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    let told = match was.life {
        Life::Draft | Life::Checked => false,
        Life::Scheduled | Life::Open => true,
        _ => return Err(Refusal::WrongState.into()),
    };
    if told {
        draft.plan.harm(&was.plan, &mut fields);
        draft.terms.harm(&was.terms, &mut fields);
    }
    let gift = named(tx, shop, &draft, &mut fields).await?;
    if told {
        within_budget(tx, (id, &draft), gift.as_ref(), &mut fields).await?;
    }
    let draft = fields.check(draft)?;
    let life = if told { was.life } else { Life::Draft };
    let mut packet = RedPacket { plan: draft.plan, terms: draft.terms, life, ..was.clone() };
    if !told {
        return plans::keep(tx, CHANGED, (&was, &packet), None).await;
    }
    let why = reason(why)?;
    plans::keep(tx, CHANGED, (&was, &packet), Some(&why)).await?;
    jobs::plan_next(tx, &mut packet).await?;
    let left = left(tx, &packet).await?;
    tx.emit(&RedPacketChanged { packet: id, left })
}

/// Looks a draft through: what would stop it from being announced is named, field by field.
pub async fn check(tx: &mut Tx, shop: &Shop, id: RedPacketId) -> Result<()> {
    let was = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let packet = RedPacket { life: Life::Checked, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &packet), None).await
}

async fn ready(tx: &mut Tx, shop: &Shop, packet: &RedPacket) -> Result<()> {
    let mut fields = Fields::default();
    let draft = Draft { plan: packet.plan.clone(), terms: packet.terms.clone() };
    let gift = named(tx, shop, &draft, &mut fields).await?;
    if packet.plan.closes_at <= tx.now() {
        fields.push(FieldError::new("closes_at", "time_past"));
    }
    // What is not there was named already.
    if fields.of("program").next().is_none() {
        can_be_given(tx, shop, (&draft.terms, gift.as_ref()), &mut fields).await?;
    }
    within_budget(tx, (packet.id, &draft), gift.as_ref(), &mut fields).await?;
    laws::hold(tx, shop, chance(&draft), (|_| "total", &mut fields)).await?;
    fields.check(())
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
    let closed = match (terms.gives, gift) {
        (Gives::Money, _) => {
            let is_closed = wallets::plan(tx, org).await?.state == gifts::State::Closed;
            is_closed.then_some(("gives", "packet_wallet_closed"))
        }
        (Gives::Points { program }, _) => {
            let is_open = points::require(tx, org, &shop.zone, program).await?.is_open();
            (!is_open).then_some(("program", "packet_program_closed"))
        }
        (Gives::Vouchers { .. }, gift) => {
            let is_closed = gift.is_some_and(|gift| gift.state == gifts::State::Closed);
            is_closed.then_some(("gift", "gift_closed"))
        }
    };
    if let Some((field, code)) = closed {
        fields.push(FieldError::new(field, code));
    }
    if let Some(gift) = gift {
        let shelf = gifts::accounts::stock(gift.id)?.key;
        let stock = ledger::balance(tx, &shelf).await?.balance;
        if stock < terms.shares {
            fields.push(FieldError::new("shares", "stock_short").with("left", stock));
        }
    }
    Ok(())
}

/// The worst case, with what was handed out elsewhere, stays within what may be spent.
async fn within_budget(
    tx: &mut Tx,
    (id, draft): (RedPacketId, &Draft),
    gift: Option<&Gift>,
    fields: &mut Fields,
) -> Result<()> {
    let Some(budget) = draft.plan.budget else { return Ok(()) };
    let elsewhere = store::handed_out(tx, tx.org(), id).await?;
    let cost = Forecast::of(&draft.terms, gift).cost.unwrap_or(0);
    if cost.saturating_add(elsewhere) > budget {
        fields.push(FieldError::new("budget", "budget_short"));
    }
    Ok(())
}

/// Announces it: what is in it goes into the pool, the split is made and committed to, and members see
/// when it opens.
pub async fn schedule(tx: &mut Tx, shop: &Shop, id: RedPacketId) -> Result<RedPacket> {
    let was: RedPacket = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let mut packet = RedPacket { life: Life::Scheduled, ..was.clone() };
    fill(tx, shop, &packet).await?;
    let commitment = sealing::seal(tx, &packet).await?;
    plans::keep(tx, CHANGED, (&was, &packet), None).await?;
    note_playing(tx).await?;
    tx.emit(&RedPacketScheduled {
        packet: id,
        total: packet.terms.total,
        shares: packet.terms.shares,
        opens_at: packet.plan.opens_at,
        closes_at: packet.plan.closes_at,
        commitment,
    })?;
    jobs::plan_next(tx, &mut packet).await?;
    Ok(packet)
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

/// Opens it now, whatever its hour was.
pub async fn open(tx: &mut Tx, shop: &Shop, id: RedPacketId) -> Result<RedPacket> {
    let was: RedPacket = activities::require(tx, tx.org(), id).await?;
    let was = match was.life {
        Life::Draft | Life::Checked => schedule(tx, shop, id).await?,
        Life::Scheduled if was.plan.closes_at > tx.now() => was,
        _ => return Err(Refusal::WrongState.into()),
    };
    let mut packet = was.clone();
    packet.plan.opens_at = packet.plan.opens_at.min(tx.now());
    let early = was.plan.opens_at > tx.now();
    begin(tx, &mut packet, if early { Opened::Early } else { Opened::OnTime }).await?;
    trail::note(tx, "red_packets.opened", id, &Noted::of(&was), &Noted::of(&packet)).await?;
    jobs::plan_next(tx, &mut packet).await?;
    Ok(packet)
}

/// Whether it opened at the hour that people were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    OnTime,
    Early,
}

/// From now on it is open.
pub(super) async fn begin(tx: &mut Tx, packet: &mut RedPacket, opened: Opened) -> Result<()> {
    packet.life = Life::Open;
    activities::update(tx, packet).await?;
    let left = left(tx, packet).await?;
    tx.emit(&RedPacketOpened { packet: packet.id, left, early: opened == Opened::Early })
}

/// Ends it before its time, with the reason. What was taken stays theirs.
pub async fn close(tx: &mut Tx, id: RedPacketId, why: &str) -> Result<RedPacket> {
    let why = reason(why)?;
    let was: RedPacket = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Scheduled | Life::Open) {
        return Err(Refusal::WrongState.into());
    }
    let mut packet = was.clone();
    end(tx, &mut packet).await?;
    let noted = Noted::of(&packet).because(&why);
    trail::note(tx, "red_packets.closed", id, &Noted::of(&was), &noted).await?;
    jobs::plan_next(tx, &mut packet).await?;
    Ok(packet)
}

/// From now on it is over: what is left is the shop's again, and the split can be shown.
pub(super) async fn end(tx: &mut Tx, packet: &mut RedPacket) -> Result<()> {
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
    packet.life = Life::Settled;
    activities::update(tx, packet).await?;
    note_playing(tx).await?;
    tx.emit(&RedPacketClosed { packet: packet.id, taken, returned })
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

/// Out of the way. What was never announced goes there too.
pub async fn archive(tx: &mut Tx, id: RedPacketId) -> Result<()> {
    let was: RedPacket = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked | Life::Settled) {
        return Err(Refusal::WrongState.into());
    }
    let packet = RedPacket { life: Life::Archived, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &packet), None).await
}

/// Shares that nobody has at this instant of this command.
pub(super) async fn left(tx: &mut Tx, packet: &RedPacket) -> Result<i64> {
    Ok(packet.terms.shares.saturating_sub(grabs::taken(tx, packet.id).await?))
}

/// The next look at a packet.
pub(super) fn look_at(packet: RedPacketId, at: kernel::Time) -> Result<NewJob> {
    NewJob::at(LOOK, packet.to_string(), at, &packet)
}
