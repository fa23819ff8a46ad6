//! Planning, announcing, opening and closing a group buy.

use ::store::{NewJob, Tx};
use kernel::{FieldError, Fields, GroupBuyId, Result, Time};
use ledger::Posting;
use value::{
    bills::Benefit,
    gifts::{self, Gift},
};
use web::{Shop, trail};

use super::{
    LOOK, accounts, jobs,
    model::{Forecast, GroupBuy, Refusal, Terms},
    store,
};
use crate::{
    activities::{
        self, Life, Plan,
        model::reason,
        plans::{self, Noted},
        reading::note_playing,
    },
    events::{GroupBuyChanged, GroupBuyClosed, GroupBuyOpened, GroupBuyScheduled},
};

/// The trail's word for a change.
const CHANGED: &str = "group_buys.changed";

/// What a shopkeeper says about a group buy.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub plan: Plan,
    pub terms: Terms,
}

impl Draft {
    /// Cleans the words and names every field that is out of bounds.
    fn checked(mut self, fields: &mut Fields) -> Self {
        self.plan.check(fields);
        self.terms.check(fields);
        self
    }
}

/// Writes a draft.
pub async fn create(tx: &mut Tx, shop: &Shop, draft: Draft) -> Result<GroupBuyId> {
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    named(tx, shop, &draft, &mut fields).await?;
    let Draft { plan, terms } = fields.check(draft)?;
    let (life, created_at) = (Life::Draft, tx.now());
    let buy = GroupBuy { id: tx.id(), plan, terms, life, due_at: None, created_at };
    activities::insert(tx, &buy).await?;
    trail::note(tx, "group_buys.created", buy.id, &(), &Noted::of(&buy)).await?;
    Ok(buy.id)
}

/// What the draft names is this shop's. The gift, if it is.
async fn named(
    tx: &mut Tx,
    shop: &Shop,
    draft: &Draft,
    fields: &mut Fields,
) -> Result<Option<Gift>> {
    let gift = gifts::find(tx, tx.org(), draft.terms.gift).await?;
    match &gift {
        None => fields.push(FieldError::new("gift", "choice_invalid")),
        Some(gift) if gift.terms.uses > 1 => fields.push(FieldError::new("gift", "gift_is_card")),
        Some(gift) if !matches!(gift.terms.benefit, Benefit::Price { .. }) => {
            fields.push(FieldError::new("gift", "gift_has_no_price"));
        }
        Some(_) => {}
    }
    plans::named(tx, shop, &draft.plan, fields).await?;
    Ok(gift)
}

/// Changes a group buy. A draft is changed freely; what was announced only becomes better, and with a
/// reason. A tier that becomes better holds for open teams too.
pub async fn change(
    tx: &mut Tx,
    shop: &Shop,
    id: GroupBuyId,
    (draft, why): (Draft, &str),
) -> Result<()> {
    let was: GroupBuy = activities::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    match was.life {
        Life::Draft | Life::Checked => {
            named(tx, shop, &draft, &mut fields).await?;
            let Draft { plan, terms } = fields.check(draft)?;
            let buy = GroupBuy { plan, terms, life: Life::Draft, ..was.clone() };
            plans::keep(tx, CHANGED, (&was, &buy), None).await
        }
        Life::Scheduled | Life::Open => {
            draft.plan.harm(&was.plan, &mut fields);
            draft.terms.harm(&was.terms, &mut fields);
            let gift = named(tx, shop, &draft, &mut fields).await?;
            if let Some(gift) = &gift {
                within_budget(&draft, gift, &mut fields);
            }
            let Draft { plan, terms } = fields.check(draft)?;
            let why = reason(why)?;
            let more = terms.seats - was.terms.seats;
            let mut buy = GroupBuy { plan, terms, ..was.clone() };
            if more > 0 {
                fill(tx, &buy, more).await?;
            }
            plans::keep(tx, CHANGED, (&was, &buy), Some(&why)).await?;
            jobs::plan_next(tx, &mut buy).await?;
            let left = left(tx, &buy).await?;
            tx.emit(&GroupBuyChanged { buy: id, left })
        }
        _ => Err(Refusal::WrongState.into()),
    }
}

/// Looks a draft through: what would stop it from being announced is named, field by field.
pub async fn check(tx: &mut Tx, shop: &Shop, id: GroupBuyId) -> Result<()> {
    let was: GroupBuy = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let buy = GroupBuy { life: Life::Checked, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &buy), None).await
}

async fn ready(tx: &mut Tx, shop: &Shop, buy: &GroupBuy) -> Result<()> {
    let mut fields = Fields::default();
    let draft = Draft { plan: buy.plan.clone(), terms: buy.terms.clone() };
    let gift = named(tx, shop, &draft, &mut fields).await?;
    if buy.plan.closes_at <= tx.now() {
        fields.push(FieldError::new("closes_at", "time_past"));
    }
    if let Some(gift) = &gift {
        if gift.state == gifts::State::Closed {
            fields.push(FieldError::new("gift", "gift_closed"));
        }
        let stock = ledger::balance(tx, &gifts::accounts::stock(gift.id)?.key).await?.balance;
        if stock < buy.terms.seats {
            fields.push(FieldError::new("seats", "stock_short").with("left", stock));
        }
        within_budget(&draft, gift, &mut fields);
    }
    fields.check(())
}

/// What the shop pays at the lowest price, beyond what it takes, stays within what may be spent.
fn within_budget(draft: &Draft, gift: &Gift, fields: &mut Fields) {
    let worst = Forecast::of(&draft.plan, &draft.terms, gift).worst();
    if draft.plan.budget.is_some_and(|budget| worst > budget) {
        fields.push(FieldError::new("budget", "budget_short"));
    }
}

/// Announces it: the pieces go from the shelf into the pool, and members see when it opens.
pub async fn schedule(tx: &mut Tx, shop: &Shop, id: GroupBuyId) -> Result<GroupBuy> {
    let was: GroupBuy = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let mut buy = GroupBuy { life: Life::Scheduled, ..was.clone() };
    fill(tx, &buy, buy.terms.seats).await?;
    plans::keep(tx, CHANGED, (&was, &buy), None).await?;
    note_playing(tx).await?;
    tx.emit(&GroupBuyScheduled {
        buy: id,
        gift: buy.terms.gift,
        seats: buy.terms.seats,
        opens_at: buy.plan.opens_at,
        closes_at: buy.plan.closes_at,
    })?;
    jobs::plan_next(tx, &mut buy).await?;
    Ok(buy)
}

/// Opens it now, whatever its hour was.
pub async fn open(tx: &mut Tx, shop: &Shop, id: GroupBuyId) -> Result<GroupBuy> {
    let was: GroupBuy = activities::require(tx, tx.org(), id).await?;
    let was = match was.life {
        Life::Draft | Life::Checked => schedule(tx, shop, id).await?,
        Life::Scheduled if was.plan.closes_at > tx.now() => was,
        _ => return Err(Refusal::WrongState.into()),
    };
    let mut buy = was.clone();
    buy.plan.opens_at = buy.plan.opens_at.min(tx.now());
    let early = was.plan.opens_at > tx.now();
    begin(tx, &mut buy, if early { Opened::Early } else { Opened::OnTime }).await?;
    trail::note(tx, "group_buys.opened", id, &Noted::of(&was), &Noted::of(&buy)).await?;
    jobs::plan_next(tx, &mut buy).await?;
    Ok(buy)
}

/// Whether it opened at the hour that people were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    OnTime,
    Early,
}

/// From now on it is open.
pub(super) async fn begin(tx: &mut Tx, buy: &mut GroupBuy, opened: Opened) -> Result<()> {
    buy.life = Life::Open;
    activities::update(tx, buy).await?;
    let left = left(tx, buy).await?;
    tx.emit(&GroupBuyOpened { buy: buy.id, left, early: opened == Opened::Early })
}

/// Closes it before its time, with the reason. Every open team is decided as at its deadline: those with
/// enough people have their tickets, the others have everything back.
pub async fn close(tx: &mut Tx, id: GroupBuyId, why: &str) -> Result<GroupBuy> {
    let was: GroupBuy = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Scheduled | Life::Open) {
        return Err(Refusal::WrongState.into());
    }
    let why = reason(why)?;
    let mut buy = was.clone();
    end(tx, &mut buy).await?;
    let noted = Noted::of(&buy).because(&why);
    trail::note(tx, "group_buys.closed", id, &Noted::of(&was), &noted).await?;
    jobs::plan_next(tx, &mut buy).await?;
    Ok(buy)
}

/// From now on it is closed: no team goes on, and what nobody has a place for lies on the shelf again.
pub(super) async fn end(tx: &mut Tx, buy: &mut GroupBuy) -> Result<()> {
    store::end_teams(tx, buy.id).await?;
    let returned = clear(tx, buy).await?;
    buy.life = Life::Closed;
    activities::update(tx, buy).await?;
    note_playing(tx).await?;
    tx.emit(&GroupBuyClosed { buy: buy.id, returned })
}

/// Out of the way. What was never announced goes there too.
pub async fn archive(tx: &mut Tx, id: GroupBuyId) -> Result<()> {
    let was: GroupBuy = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked | Life::Settled) {
        return Err(Refusal::WrongState.into());
    }
    let buy = GroupBuy { life: Life::Archived, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &buy), None).await
}

/// Pieces from the gift's shelf into the pool.
async fn fill(tx: &mut Tx, buy: &GroupBuy, pieces: i64) -> Result<()> {
    let gift = buy.terms.gift;
    let (stock, pool) = (gifts::accounts::stock(gift)?, accounts::pool(buy.id, gift)?);
    let posting = Posting::new(tx.id(), "group_buys.filled", &buy.id);
    let posting = posting.transfer(stock.clone(), pool, pieces);
    ledger::post(tx, posting).await.map(drop).map_err(|error| {
        if ledger::error_at(&error, &stock.key) {
            FieldError::new("seats", "stock_none").into()
        } else {
            error
        }
    })
}

/// What is left in the pool goes back to the shelf; how many pieces it were.
async fn clear(tx: &mut Tx, buy: &GroupBuy) -> Result<i64> {
    let (gift, pieces) = (buy.terms.gift, left(tx, buy).await?);
    if pieces > 0 {
        let (pool, stock) = (accounts::pool(buy.id, gift)?, gifts::accounts::stock(gift)?);
        let posting = Posting::new(tx.id(), "group_buys.cleared", &buy.id);
        ledger::post(tx, posting.transfer(pool, stock, pieces)).await?;
    }
    Ok(pieces)
}

/// What is in the pool at this instant of this command.
pub(super) async fn left(tx: &mut Tx, buy: &GroupBuy) -> Result<i64> {
    let pool = accounts::pool(buy.id, buy.terms.gift)?;
    Ok(ledger::balance(tx, &pool.key).await?.balance)
}

/// The next look at a group buy.
pub(super) fn look_at(buy: GroupBuyId, at: Time) -> Result<NewJob> {
    NewJob::at(LOOK, buy.to_string(), at, &buy)
}
