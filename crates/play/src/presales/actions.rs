//! What a pre-sale's life is made of: a ticket with a price, pieces at two prices in pools of their own, windows
//! to pick them up, and deposits that have to be lawful. It can be called off.

use ::store::Tx;
use kernel::{Error, FieldError, Fields, PresaleId, Result, kinds};
use people::stores;
use value::{gifts::Gift, laws::Check};
use web::Shop;

use super::{
    LOOK, accounts, jobs,
    model::{Forecast, Presale, Rate, Refusal, Terms, Window},
    samples::pools as samples,
    store,
};
use crate::{
    activities::{
        self, Life, laws,
        life::{self, Lives},
        model::reason,
        plans,
        shelf::{self, Aside},
    },
    events::{PresaleCalledOff, PresaleChanged, PresaleClosed, PresaleOpened, PresaleScheduled},
};

pub use life::{
    Opened, archive, begin, change, check, close, create, end, look_at, open, schedule,
};

/// What a shopkeeper says about a pre-sale.
pub type Draft = activities::Draft<kinds::Presale>;

/// What it gives, and what can be tried of it, as far as they are there.
#[derive(Debug)]
pub struct Gifts {
    gift: Option<Gift>,
    sample: Option<Gift>,
}

impl Lives for kinds::Presale {
    const LOOK: &'static str = LOOK;
    type Named = Gifts;

    fn wrong_state() -> Error {
        Refusal::WrongState.into()
    }

    fn checked(mut draft: Draft, fields: &mut Fields) -> Draft {
        draft.plan.check(fields);
        draft.terms.check(&draft.plan, fields);
        // What can still be changed was not called off.
        draft.terms.called_off = None;
        draft
    }

    async fn named(tx: &mut Tx, shop: &Shop, draft: &Draft, fields: &mut Fields) -> Result<Gifts> {
        let gift = shelf::ticket(tx, draft.terms.gift, ("gift", fields)).await?;
        let open = stores::list(tx, tx.org()).await?;
        let known =
            |window: &Window| window.store.is_none_or(|id| open.iter().any(|store| store.id == id));
        if !draft.terms.windows.iter().all(known) {
            fields.push(FieldError::new("windows", "window_store"));
        }
        plans::named(tx, shop, &draft.plan, fields).await?;
        let sample = samples::named(tx, shop, (&draft.terms, fields)).await?;
        Ok(Gifts { gift, sample })
    }

    async fn hold(
        tx: &mut Tx,
        shop: &Shop,
        (_, draft, named): (PresaleId, &Draft, &Gifts),
        fields: &mut Fields,
    ) -> Result<()> {
        if let Some(gift) = &named.gift {
            shelf::lies(tx, (gift, draft.terms.pieces), ["gift", "pieces"], fields).await?;
        }
        samples::ready(tx, &draft.terms, (named.sample.as_ref(), fields)).await?;
        within_budget(draft, named, fields);
        lawful(tx, shop, &draft.terms, fields).await
    }

    async fn promised(
        tx: &mut Tx,
        shop: &Shop,
        (was, draft): (&Presale, &Draft),
        fields: &mut Fields,
    ) -> Result<()> {
        draft.plan.harm(&was.plan, fields);
        draft.terms.harm(&was.terms, fields);
        let named = Self::named(tx, shop, draft, fields).await?;
        within_budget(draft, &named, fields);
        lawful(tx, shop, &draft.terms, fields).await
    }

    /// The pieces go from the shelf into the pools.
    async fn announce(tx: &mut Tx, _: &Shop, (presale, _): (&Presale, &Gifts)) -> Result<()> {
        let terms = &presale.terms;
        fill(tx, presale, [terms.early_pieces(), terms.regular()]).await?;
        samples::fill(tx, presale, None).await?;
        tx.emit(&PresaleScheduled {
            presale: presale.id,
            gift: terms.gift,
            pieces: terms.pieces,
            opens_at: presale.plan.opens_at,
            closes_at: presale.plan.closes_at,
            ready_at: terms.ready_at,
        })
    }

    async fn opened(tx: &mut Tx, presale: &Presale, opened: Opened) -> Result<()> {
        let Left { regular: left, early } = left(tx, presale).await?;
        let ahead = opened == Opened::Early;
        tx.emit(&PresaleOpened { presale: presale.id, left, early, ahead })
    }

    /// Who reserved already pays the lower price and has the longer window, too.
    async fn changed(tx: &mut Tx, (was, is): (&Presale, &Presale)) -> Result<()> {
        let (before, now) = (&was.terms, &is.terms);
        let early = now.early_pieces() - before.early_pieces();
        fill(tx, is, [early, now.regular() - before.regular()]).await?;
        samples::fill(tx, is, before.samples.as_ref()).await?;
        better(tx, was, is).await?;
        let Left { regular: left, early } = left(tx, is).await?;
        tx.emit(&PresaleChanged { presale: is.id, left, early })
    }

    /// What nobody reserved lies on the shelf again; what was reserved stays good.
    async fn end(tx: &mut Tx, presale: &mut Presale) -> Result<()> {
        let (id, gift) = (presale.id, presale.terms.gift);
        let [early, regular] = pools(presale)?;
        let returned = shelf::clear(tx, id, [(gift, early), (gift, regular)]).await?;
        life::over(tx, presale, Life::Closed).await?;
        tx.emit(&PresaleClosed { presale: id, returned })
    }

    async fn plan_next(tx: &mut Tx, presale: &mut Presale) -> Result<()> {
        jobs::plan_next(tx, presale).await
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

async fn lawful(tx: &mut Tx, shop: &Shop, terms: &Terms, fields: &mut Fields) -> Result<()> {
    let field = |check| if check == Check::WithdrawalDays { "back_days" } else { "after" };
    laws::hold_prepaid(tx, shop, terms.prepaid(), (field, fields)).await
}

/// What the shop pays beyond what it takes stays within what may be spent.
fn within_budget(draft: &Draft, named: &Gifts, fields: &mut Fields) {
    let Gifts { gift: Some(gift), sample } = named else { return };
    let forecast = Forecast::of(&draft.plan, &draft.terms, (gift, sample.as_ref()));
    draft.plan.affords(forecast.worst(), fields);
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
    plans::note(tx, "called_off", (&was, &presale), Some(&why)).await?;
    tx.emit(&PresaleCalledOff { presale: id })?;
    jobs::plan_next(tx, &mut presale).await?;
    Ok(presale)
}

/// The early pieces, and the others.
fn pools(presale: &Presale) -> Result<[ledger::Account; 2]> {
    let pool = |rate| accounts::pool(presale.id, rate, presale.terms.gift);
    Ok([pool(Rate::Early)?, pool(Rate::Regular)?])
}

/// Pieces from the gift's shelf into the pools.
async fn fill(tx: &mut Tx, presale: &Presale, pieces: [i64; 2]) -> Result<()> {
    let gift = presale.terms.gift;
    let aside = pools(presale)?.into_iter().zip(pieces);
    let aside = aside.map(|(pool, pieces)| Aside { gift, pool, pieces });
    shelf::fill(tx, (presale.id, "pieces"), aside).await
}

/// Pieces that nobody reserved, of both prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub early: i64,
    pub regular: i64,
}

/// What is in the pools at this instant of this command.
pub(super) async fn left(tx: &mut Tx, presale: &Presale) -> Result<Left> {
    let [early, regular] = pools(presale)?;
    Ok(Left {
        early: ledger::balance(tx, &early.key).await?.balance,
        regular: ledger::balance(tx, &regular.key).await?.balance,
    })
}
