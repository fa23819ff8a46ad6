//! Planning, announcing, opening and closing a sale.

use ::store::{NewJob, Tx};
use kernel::{FieldError, Fields, FlashSaleId, Result};
use ledger::{Account, Posting};
use value::gifts::{self, Gift};
use web::{Shop, trail};

use super::{
    LOOK, accounts, jobs,
    model::{FlashSale, Forecast, Refusal, Terms},
    store,
};
use crate::{
    activities::{
        self, Life, Plan,
        model::reason,
        plans::{self, Noted},
        reading::note_playing,
    },
    events::{FlashSaleChanged, FlashSaleClosed, FlashSaleOpened, FlashSaleScheduled},
};

/// The trail's word for a change.
const CHANGED: &str = "flash_sales.changed";

/// What a shopkeeper says about a sale.
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
pub async fn create(tx: &mut Tx, shop: &Shop, draft: Draft) -> Result<FlashSaleId> {
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    named(tx, shop, &draft, &mut fields).await?;
    let draft = fields.check(draft)?;
    let sale = FlashSale {
        id: tx.id(),
        plan: draft.plan,
        terms: draft.terms,
        life: Life::Draft,
        due_at: None,
        created_at: tx.now(),
    };
    activities::insert(tx, &sale).await?;
    trail::note(tx, "flash_sales.created", sale.id, &(), &Noted::of(&sale)).await?;
    Ok(sale.id)
}

/// What the draft names is this shop's. The gift, if it is.
async fn named(
    tx: &mut Tx,
    shop: &Shop,
    draft: &Draft,
    fields: &mut Fields,
) -> Result<Option<Gift>> {
    let org = tx.org();
    let gift = gifts::find(tx, org, draft.terms.gift).await?;
    match &gift {
        None => fields.push(FieldError::new("gift", "choice_invalid")),
        Some(gift) if gift.terms.uses > 1 => fields.push(FieldError::new("gift", "gift_is_card")),
        Some(_) => {}
    }
    plans::named(tx, shop, &draft.plan, fields).await?;
    Ok(gift)
}

/// Changes a sale. A draft is changed freely; what was announced only becomes better, and with a reason.
pub async fn change(
    tx: &mut Tx,
    shop: &Shop,
    id: FlashSaleId,
    (draft, why): (Draft, &str),
) -> Result<()> {
    let was = activities::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    match was.life {
        Life::Draft | Life::Checked => {
            named(tx, shop, &draft, &mut fields).await?;
            let draft = fields.check(draft)?;
            let sale = FlashSale {
                plan: draft.plan,
                terms: draft.terms,
                life: Life::Draft,
                ..was.clone()
            };
            plans::keep(tx, CHANGED, (&was, &sale), None).await
        }
        Life::Scheduled | Life::Open => {
            draft.plan.harm(&was.plan, &mut fields);
            draft.terms.harm(&was.terms, &mut fields);
            let gift = named(tx, shop, &draft, &mut fields).await?;
            if let Some(gift) = &gift {
                within_budget(&draft, gift, &mut fields);
            }
            let draft = fields.check(draft)?;
            let why = reason(why)?;
            let more = draft.terms.pieces - was.terms.pieces;
            let mut sale = FlashSale { plan: draft.plan, terms: draft.terms, ..was.clone() };
            if more > 0 {
                fill(tx, &sale, more).await?;
            }
            plans::keep(tx, CHANGED, (&was, &sale), Some(&why)).await?;
            super::waiting::offer(tx, &sale).await?;
            jobs::plan_next(tx, &mut sale).await?;
            let left = left(tx, &sale).await?;
            tx.emit(&FlashSaleChanged { sale: id, left })
        }
        _ => Err(Refusal::WrongState.into()),
    }
}

/// Looks a draft through: what would stop it from being announced is named, field by field.
pub async fn check(tx: &mut Tx, shop: &Shop, id: FlashSaleId) -> Result<()> {
    let was = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let sale = FlashSale { life: Life::Checked, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &sale), None).await
}

async fn ready(tx: &mut Tx, shop: &Shop, sale: &FlashSale) -> Result<()> {
    let mut fields = Fields::default();
    let draft = Draft { plan: sale.plan.clone(), terms: sale.terms.clone() };
    let gift = named(tx, shop, &draft, &mut fields).await?;
    if sale.plan.closes_at <= tx.now() {
        fields.push(FieldError::new("closes_at", "time_past"));
    }
    if let Some(gift) = &gift {
        if gift.state == gifts::State::Closed {
            fields.push(FieldError::new("gift", "gift_closed"));
        }
        let stock = ledger::balance(tx, &gifts::accounts::stock(gift.id)?.key).await?.balance;
        if stock < sale.terms.pieces {
            fields.push(FieldError::new("pieces", "stock_short").with("left", stock));
        }
        within_budget(&draft, gift, &mut fields);
    }
    fields.check(())
}

/// The worst case stays within what may be spent.
fn within_budget(draft: &Draft, gift: &Gift, fields: &mut Fields) {
    let cost = Forecast::of(&draft.plan, &draft.terms, gift).cost;
    if draft.plan.budget.is_some_and(|budget| cost > budget) {
        fields.push(FieldError::new("budget", "budget_short"));
    }
}

/// Announces it: the pieces go from the shelf into the pool, and members see when it opens.
pub async fn schedule(tx: &mut Tx, shop: &Shop, id: FlashSaleId) -> Result<FlashSale> {
    let was: FlashSale = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let mut sale = FlashSale { life: Life::Scheduled, ..was.clone() };
    fill(tx, &sale, sale.terms.pieces).await?;
    plans::keep(tx, CHANGED, (&was, &sale), None).await?;
    note_playing(tx).await?;
    tx.emit(&FlashSaleScheduled {
        sale: id,
        gift: sale.terms.gift,
        pieces: sale.terms.pieces,
        opens_at: sale.plan.opens_at,
        closes_at: sale.plan.closes_at,
    })?;
    jobs::plan_next(tx, &mut sale).await?;
    Ok(sale)
}

/// Opens it now, whatever its hour was.
pub async fn open(tx: &mut Tx, shop: &Shop, id: FlashSaleId) -> Result<FlashSale> {
    let was: FlashSale = activities::require(tx, tx.org(), id).await?;
    let was = match was.life {
        Life::Draft | Life::Checked => schedule(tx, shop, id).await?,
        Life::Scheduled if was.plan.closes_at > tx.now() => was,
        _ => return Err(Refusal::WrongState.into()),
    };
    let mut sale = was.clone();
    sale.plan.opens_at = sale.plan.opens_at.min(tx.now());
    let early = was.plan.opens_at > tx.now();
    begin(tx, &mut sale, if early { Opened::Early } else { Opened::OnTime }).await?;
    trail::note(tx, "flash_sales.opened", id, &Noted::of(&was), &Noted::of(&sale)).await?;
    jobs::plan_next(tx, &mut sale).await?;
    Ok(sale)
}

/// Whether it opened at the hour that people were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    OnTime,
    Early,
}

/// From now on it is open.
pub(super) async fn begin(tx: &mut Tx, sale: &mut FlashSale, opened: Opened) -> Result<()> {
    sale.life = Life::Open;
    activities::update(tx, sale).await?;
    let left = left(tx, sale).await?;
    tx.emit(&FlashSaleOpened { sale: sale.id, left, early: opened == Opened::Early })
}

/// Closes it before its time, with the reason. What was taken stays good.
pub async fn close(tx: &mut Tx, id: FlashSaleId, why: &str) -> Result<FlashSale> {
    let why = reason(why)?;
    let was: FlashSale = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Scheduled | Life::Open) {
        return Err(Refusal::WrongState.into());
    }
    let mut sale = was.clone();
    end(tx, &mut sale).await?;
    let noted = Noted::of(&sale).because(&why);
    trail::note(tx, "flash_sales.closed", id, &Noted::of(&was), &noted).await?;
    jobs::plan_next(tx, &mut sale).await?;
    Ok(sale)
}

/// From now on it is closed: nobody waits any more, and what is left lies on the shelf again.
pub(super) async fn end(tx: &mut Tx, sale: &mut FlashSale) -> Result<()> {
    store::end_waiting(tx, sale.id).await?;
    let returned = clear(tx, sale).await?;
    sale.life = Life::Closed;
    activities::update(tx, sale).await?;
    note_playing(tx).await?;
    tx.emit(&FlashSaleClosed { sale: sale.id, returned })
}

/// Out of the way. What was never announced goes there too.
pub async fn archive(tx: &mut Tx, id: FlashSaleId) -> Result<()> {
    let was: FlashSale = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked | Life::Settled) {
        return Err(Refusal::WrongState.into());
    }
    let sale = FlashSale { life: Life::Archived, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &sale), None).await
}

/// Pieces from the gift's shelf into the pool.
async fn fill(tx: &mut Tx, sale: &FlashSale, pieces: i64) -> Result<()> {
    let gift = sale.terms.gift;
    let stock = gifts::accounts::stock(gift)?;
    let posting = Posting::new(tx.id(), "flash_sales.filled", &sale.id).transfer(
        stock.clone(),
        accounts::pool(sale.id, gift)?,
        pieces,
    );
    ledger::post(tx, posting).await.map(drop).map_err(|error| {
        if ledger::error_at(&error, &stock.key) {
            FieldError::new("pieces", "stock_none").into()
        } else {
            error
        }
    })
}

/// What is left in the pool and aside goes back to the shelf; how many pieces it were.
pub(super) async fn clear(tx: &mut Tx, sale: &FlashSale) -> Result<i64> {
    let gift = sale.terms.gift;
    let mut posting = Posting::new(tx.id(), "flash_sales.cleared", &sale.id);
    let mut pieces = 0;
    for from in [accounts::pool(sale.id, gift)?, accounts::offers(sale.id, gift)?] {
        let there = balance(tx, &from).await?;
        if there > 0 {
            posting = posting.transfer(from, gifts::accounts::stock(gift)?, there);
            pieces += there;
        }
    }
    if pieces > 0 {
        ledger::post(tx, posting).await?;
    }
    Ok(pieces)
}

async fn balance(tx: &mut Tx, account: &Account) -> Result<i64> {
    Ok(ledger::balance(tx, &account.key).await?.balance)
}

/// What is in the pool at this instant of this command.
pub async fn left(tx: &mut Tx, sale: &FlashSale) -> Result<i64> {
    balance(tx, &accounts::pool(sale.id, sale.terms.gift)?).await
}

/// The next look at a sale.
pub(super) fn look_at(sale: FlashSaleId, at: kernel::Time) -> Result<NewJob> {
    NewJob::at(LOOK, sale.to_string(), at, &sale)
}
