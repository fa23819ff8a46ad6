//! Planning, announcing, opening, closing and calling off a pre-sale.

use ::store::{NewJob, Tx};
use kernel::{FieldError, Fields, PresaleId, Result, Time};
use ledger::Posting;
use people::stores;
use value::{
    bills::Benefit,
    gifts::{self, Gift},
    laws::Check,
};
use web::{Shop, trail};

use super::{
    LOOK, accounts, jobs,
    model::{Forecast, Presale, Rate, Refusal, Terms},
    samples::pools as samples,
    store,
};
use crate::{
    activities::{
        self, Life, Plan, laws,
        model::reason,
        plans::{self, Noted},
        reading::note_playing,
    },
    events::{PresaleCalledOff, PresaleChanged, PresaleClosed, PresaleOpened, PresaleScheduled},
};

/// The trail's word for a change.
const CHANGED: &str = "presales.changed";

/// What a shopkeeper says about a pre-sale.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub plan: Plan,
    pub terms: Terms,
}

impl Draft {
    /// Cleans the words and names every field that is out of bounds.
    fn checked(mut self, fields: &mut Fields) -> Self {
        self.plan.check(fields);
        self.terms.check(&self.plan, fields);
        self
    }
}

/// Writes a draft.
pub async fn create(tx: &mut Tx, shop: &Shop, draft: Draft) -> Result<PresaleId> {
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    named(tx, shop, &draft, &mut fields).await?;
    let Draft { plan, terms } = fields.check(draft)?;
    let terms = Terms { called_off: None, ..terms };
    let (life, created_at) = (Life::Draft, tx.now());
    let presale = Presale { id: tx.id(), plan, terms, life, due_at: None, created_at };
    activities::insert(tx, &presale).await?;
    trail::note(tx, "presales.created", presale.id, &(), &Noted::of(&presale)).await?;
    Ok(presale.id)
}

/// What it gives, and what can be tried of it, as far as they are there.
struct Gifts {
    gift: Option<Gift>,
    sample: Option<Gift>,
}

/// What the draft names is this shop's. The gifts, if they are.
async fn named(tx: &mut Tx, shop: &Shop, draft: &Draft, fields: &mut Fields) -> Result<Gifts> {
    let org = tx.org();
    let gift = gifts::find(tx, org, draft.terms.gift).await?;
    match &gift {
        None => fields.push(FieldError::new("gift", "choice_invalid")),
        Some(gift) if gift.terms.uses > 1 => fields.push(FieldError::new("gift", "gift_is_card")),
        Some(gift) if !matches!(gift.terms.benefit, Benefit::Price { .. }) => {
            fields.push(FieldError::new("gift", "gift_has_no_price"));
        }
        Some(_) => {}
    }
    let open = stores::list(tx, org).await?;
    let known = |window: &super::model::Window| {
        window.store.is_none_or(|id| open.iter().any(|store| store.id == id))
    };
    if !draft.terms.windows.iter().all(known) {
        fields.push(FieldError::new("windows", "window_store"));
    }
    plans::named(tx, shop, &draft.plan, fields).await?;
    let sample = samples::named(tx, shop, (&draft.terms, fields)).await?;
    Ok(Gifts { gift, sample })
}

/// Changes a pre-sale. A draft is changed freely; what was announced only becomes better, and with a
/// reason. Who reserved already pays the lower price and has the longer window, too.
pub async fn change(
    tx: &mut Tx,
    shop: &Shop,
    id: PresaleId,
    (draft, why): (Draft, &str),
) -> Result<()> {
    let was: Presale = activities::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let draft = draft.checked(&mut fields);
    match was.life {
        Life::Draft | Life::Checked => {
            named(tx, shop, &draft, &mut fields).await?;
            let Draft { plan, terms } = fields.check(draft)?;
            let presale = Presale { plan, terms, life: Life::Draft, ..was.clone() };
            plans::keep(tx, CHANGED, (&was, &presale), None).await
        }
        Life::Scheduled | Life::Open => {
            draft.plan.harm(&was.plan, &mut fields);
            draft.terms.harm(&was.terms, &mut fields);
            let gifts = named(tx, shop, &draft, &mut fields).await?;
            within_budget(&draft, &gifts, &mut fields);
            lawful(tx, shop, &draft.terms, &mut fields).await?;
            let Draft { plan, terms } = fields.check(draft)?;
            let why = reason(why)?;
            let mut presale = Presale { plan, terms, ..was.clone() };
            let now = &presale.terms;
            let more = [
                (Rate::Early, now.early_pieces() - was.terms.early_pieces()),
                (Rate::Regular, now.regular() - was.terms.regular()),
            ];
            fill(tx, &presale, more).await?;
            samples::fill(tx, &presale, was.terms.samples.as_ref()).await?;
            better(tx, &was, &presale).await?;
            plans::keep(tx, CHANGED, (&was, &presale), Some(&why)).await?;
            jobs::plan_next(tx, &mut presale).await?;
            let Left { regular: left, early } = left(tx, &presale).await?;
            tx.emit(&PresaleChanged { presale: id, left, early })
        }
        _ => Err(Refusal::WrongState.into()),
    }
}

/// What became better holds for those who reserved before.
async fn better(tx: &mut Tx, was: &Presale, is: &Presale) -> Result<()> {
    for rate in [Rate::Early, Rate::Regular] {
        let price = is.terms.price_of(rate);
        if price < was.terms.price_of(rate) {
            store::cheaper(tx, is.id, (rate, price)).await?;
        }
    }
    let windows = was.terms.windows.iter().zip(&is.terms.windows);
    for (number, (before, now)) in (0_i64..).zip(windows) {
        if now.until != before.until {
            store::extend(tx, is.id, (number, now.until)).await?;
        }
    }
    Ok(())
}

/// Looks a draft through: what would stop it from being announced is named, field by field.
pub async fn check(tx: &mut Tx, shop: &Shop, id: PresaleId) -> Result<()> {
    let was: Presale = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let presale = Presale { life: Life::Checked, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &presale), None).await
}

async fn ready(tx: &mut Tx, shop: &Shop, presale: &Presale) -> Result<()> {
    let mut fields = Fields::default();
    let draft = Draft { plan: presale.plan.clone(), terms: presale.terms.clone() };
    let named = named(tx, shop, &draft, &mut fields).await?;
    if presale.plan.closes_at <= tx.now() {
        fields.push(FieldError::new("closes_at", "time_past"));
    }
    if let Some(gift) = &named.gift {
        if gift.state == gifts::State::Closed {
            fields.push(FieldError::new("gift", "gift_closed"));
        }
        let stock = ledger::balance(tx, &gifts::accounts::stock(gift.id)?.key).await?.balance;
        if stock < presale.terms.pieces {
            fields.push(FieldError::new("pieces", "stock_short").with("left", stock));
        }
    }
    samples::ready(tx, &draft.terms, (named.sample.as_ref(), &mut fields)).await?;
    within_budget(&draft, &named, &mut fields);
    lawful(tx, shop, &draft.terms, &mut fields).await?;
    fields.check(())
}

async fn lawful(tx: &mut Tx, shop: &Shop, terms: &Terms, fields: &mut Fields) -> Result<()> {
    let field = |check| if check == Check::WithdrawalDays { "back_days" } else { "after" };
    laws::hold_prepaid(tx, shop, terms.prepaid(), (field, fields)).await
}

/// What the shop pays beyond what it takes stays within what may be spent.
fn within_budget(draft: &Draft, named: &Gifts, fields: &mut Fields) {
    let Gifts { gift: Some(gift), sample } = named else { return };
    let worst = Forecast::of(&draft.plan, &draft.terms, (gift, sample.as_ref())).worst();
    if draft.plan.budget.is_some_and(|budget| worst > budget) {
        fields.push(FieldError::new("budget", "budget_short"));
    }
}

/// Announces it: the pieces go from the shelf into the pools, and members see when it opens.
pub async fn schedule(tx: &mut Tx, shop: &Shop, id: PresaleId) -> Result<Presale> {
    let was: Presale = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked) {
        return Err(Refusal::WrongState.into());
    }
    ready(tx, shop, &was).await?;
    let mut presale = Presale { life: Life::Scheduled, ..was.clone() };
    let (early, regular) = (presale.terms.early_pieces(), presale.terms.regular());
    fill(tx, &presale, [(Rate::Early, early), (Rate::Regular, regular)]).await?;
    samples::fill(tx, &presale, None).await?;
    plans::keep(tx, CHANGED, (&was, &presale), None).await?;
    note_playing(tx).await?;
    tx.emit(&PresaleScheduled {
        presale: id,
        gift: presale.terms.gift,
        pieces: presale.terms.pieces,
        opens_at: presale.plan.opens_at,
        closes_at: presale.plan.closes_at,
        ready_at: presale.terms.ready_at,
    })?;
    jobs::plan_next(tx, &mut presale).await?;
    Ok(presale)
}

/// Opens it now, whatever its hour was.
pub async fn open(tx: &mut Tx, shop: &Shop, id: PresaleId) -> Result<Presale> {
    let was: Presale = activities::require(tx, tx.org(), id).await?;
    let was = match was.life {
        Life::Draft | Life::Checked => schedule(tx, shop, id).await?,
        Life::Scheduled if was.plan.closes_at > tx.now() => was,
        _ => return Err(Refusal::WrongState.into()),
    };
    let mut presale = was.clone();
    presale.plan.opens_at = presale.plan.opens_at.min(tx.now());
    let ahead = was.plan.opens_at > tx.now();
    begin(tx, &mut presale, if ahead { Opened::Early } else { Opened::OnTime }).await?;
    trail::note(tx, "presales.opened", id, &Noted::of(&was), &Noted::of(&presale)).await?;
    jobs::plan_next(tx, &mut presale).await?;
    Ok(presale)
}

/// Whether it opened at the hour that people were told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    OnTime,
    Early,
}

/// From now on it is open.
pub(super) async fn begin(tx: &mut Tx, presale: &mut Presale, opened: Opened) -> Result<()> {
    presale.life = Life::Open;
    activities::update(tx, presale).await?;
    let Left { regular: left, early } = left(tx, presale).await?;
    let ahead = opened == Opened::Early;
    tx.emit(&PresaleOpened { presale: presale.id, left, early, ahead })
}

/// Closes it before its time, with the reason. What was reserved stays good.
pub async fn close(tx: &mut Tx, id: PresaleId, why: &str) -> Result<Presale> {
    let was: Presale = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Scheduled | Life::Open) {
        return Err(Refusal::WrongState.into());
    }
    let why = reason(why)?;
    let mut presale = was.clone();
    end(tx, &mut presale).await?;
    let noted = Noted::of(&presale).because(&why);
    trail::note(tx, "presales.closed", id, &Noted::of(&was), &noted).await?;
    jobs::plan_next(tx, &mut presale).await?;
    Ok(presale)
}

/// Calls it off, with the reason, which members are told: everybody has everything back.
pub async fn call_off(tx: &mut Tx, id: PresaleId, why: &str) -> Result<Presale> {
    let was: Presale = activities::require(tx, tx.org(), id).await?;
    let told = matches!(was.life, Life::Scheduled | Life::Open | Life::Closed);
    if !told || was.terms.called_off.is_some() {
        return Err(Refusal::WrongState.into());
    }
    let why = reason(why)?;
    let mut presale = was.clone();
    presale.terms.called_off = Some(why.clone());
    if presale.life == Life::Closed {
        activities::update(tx, &presale).await?;
    } else {
        end(tx, &mut presale).await?;
    }
    store::mark_due(tx, id).await?;
    let noted = Noted::of(&presale).because(&why);
    trail::note(tx, "presales.called_off", id, &Noted::of(&was), &noted).await?;
    tx.emit(&PresaleCalledOff { presale: id })?;
    jobs::plan_next(tx, &mut presale).await?;
    Ok(presale)
}

/// From now on it is closed, and what nobody reserved lies on the shelf again.
pub(super) async fn end(tx: &mut Tx, presale: &mut Presale) -> Result<()> {
    let returned = clear(tx, presale).await?;
    presale.life = Life::Closed;
    activities::update(tx, presale).await?;
    note_playing(tx).await?;
    tx.emit(&PresaleClosed { presale: presale.id, returned })
}

/// Out of the way. What was never announced goes there too.
pub async fn archive(tx: &mut Tx, id: PresaleId) -> Result<()> {
    let was: Presale = activities::require(tx, tx.org(), id).await?;
    if !matches!(was.life, Life::Draft | Life::Checked | Life::Settled) {
        return Err(Refusal::WrongState.into());
    }
    let presale = Presale { life: Life::Archived, ..was.clone() };
    plans::keep(tx, CHANGED, (&was, &presale), None).await
}

/// Pieces from the gift's shelf into the pools.
async fn fill(tx: &mut Tx, presale: &Presale, pieces: [(Rate, i64); 2]) -> Result<()> {
    let gift = presale.terms.gift;
    let stock = gifts::accounts::stock(gift)?;
    let mut posting = Posting::new(tx.id(), "presales.filled", &presale.id);
    for (rate, pieces) in pieces {
        if pieces > 0 {
            let pool = accounts::pool(presale.id, rate, gift)?;
            posting = posting.transfer(stock.clone(), pool, pieces);
        }
    }
    if posting.transfers.is_empty() {
        return Ok(());
    }
    ledger::post(tx, posting).await.map(drop).map_err(|error| {
        if ledger::error_at(&error, &stock.key) {
            FieldError::new("pieces", "stock_none").into()
        } else {
            error
        }
    })
}

/// What is left in the pools goes back to the shelf; how many pieces it were.
async fn clear(tx: &mut Tx, presale: &Presale) -> Result<i64> {
    let (gift, left) = (presale.terms.gift, left(tx, presale).await?);
    let stock = gifts::accounts::stock(gift)?;
    let mut posting = Posting::new(tx.id(), "presales.cleared", &presale.id);
    for (rate, pieces) in [(Rate::Early, left.early), (Rate::Regular, left.regular)] {
        if pieces > 0 {
            let pool = accounts::pool(presale.id, rate, gift)?;
            posting = posting.transfer(pool, stock.clone(), pieces);
        }
    }
    if !posting.transfers.is_empty() {
        ledger::post(tx, posting).await?;
    }
    Ok(left.early + left.regular)
}

/// Pieces that nobody reserved, of both prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub early: i64,
    pub regular: i64,
}

/// What is in the pools at this instant of this command.
pub(super) async fn left(tx: &mut Tx, presale: &Presale) -> Result<Left> {
    let (id, gift) = (presale.id, presale.terms.gift);
    let [early, regular] =
        [accounts::pool(id, Rate::Early, gift)?, accounts::pool(id, Rate::Regular, gift)?];
    Ok(Left {
        early: ledger::balance(tx, &early.key).await?.balance,
        regular: ledger::balance(tx, &regular.key).await?.balance,
    })
}

/// The next look at a pre-sale.
pub(super) fn look_at(presale: PresaleId, at: Time) -> Result<NewJob> {
    NewJob::at(LOOK, presale.to_string(), at, &presale)
}
