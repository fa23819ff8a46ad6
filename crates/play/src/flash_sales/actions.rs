//! What a flash sale's life is made of: a gift on the shelf, its pieces in a pool, and who waits for them.

use ::store::Tx;
use kernel::{Error, Fields, FlashSaleId, Result, kinds};
use value::gifts::Gift;
use web::Shop;

use super::{
    LOOK, accounts, jobs,
    model::{FlashSale, Forecast, Refusal},
    store, waiting,
};
use crate::{
    activities::{
        self, Life,
        life::{self, Lives},
        plans,
        shelf::{self, Aside},
    },
    events::{FlashSaleChanged, FlashSaleClosed, FlashSaleOpened, FlashSaleScheduled},
};

pub use life::{Opened, archive, begin, change, check, close, create, end, open, schedule};

/// What a shopkeeper says about a sale.
pub type Draft = activities::Draft<kinds::FlashSale>;

impl Lives for kinds::FlashSale {
    const LOOK: &'static str = LOOK;
    type Named = Option<Gift>;

    fn wrong_state() -> Error {
        Refusal::WrongState.into()
    }

    fn checked(mut draft: Draft, fields: &mut Fields) -> Draft {
        draft.plan.check(fields);
        draft.terms.check(fields);
        draft
    }

    async fn named(
        tx: &mut Tx,
        shop: &Shop,
        draft: &Draft,
        fields: &mut Fields,
    ) -> Result<Option<Gift>> {
        let gift = shelf::named(tx, draft.terms.gift, ("gift", fields)).await?;
        plans::named(tx, shop, &draft.plan, fields).await?;
        Ok(gift)
    }

    async fn hold(
        tx: &mut Tx,
        _: &Shop,
        (_, draft, gift): (FlashSaleId, &Draft, &Option<Gift>),
        fields: &mut Fields,
    ) -> Result<()> {
        if let Some(gift) = gift {
            shelf::lies(tx, (gift, draft.terms.pieces), ["gift", "pieces"], fields).await?;
            within_budget(draft, gift, fields);
        }
        Ok(())
    }

    async fn promised(
        tx: &mut Tx,
        shop: &Shop,
        (was, draft): (&FlashSale, &Draft),
        fields: &mut Fields,
    ) -> Result<()> {
        draft.plan.harm(&was.plan, fields);
        draft.terms.harm(&was.terms, fields);
        if let Some(gift) = Self::named(tx, shop, draft, fields).await? {
            within_budget(draft, &gift, fields);
        }
        Ok(())
    }

    /// The pieces go from the shelf into the pool.
    async fn announce(tx: &mut Tx, _: &Shop, (sale, _): (&FlashSale, &Option<Gift>)) -> Result<()> {
        fill(tx, sale, sale.terms.pieces).await?;
        tx.emit(&FlashSaleScheduled {
            sale: sale.id,
            gift: sale.terms.gift,
            pieces: sale.terms.pieces,
            opens_at: sale.plan.opens_at,
            closes_at: sale.plan.closes_at,
        })
    }

    async fn opened(tx: &mut Tx, sale: &FlashSale, opened: Opened) -> Result<()> {
        let left = left(tx, sale).await?;
        tx.emit(&FlashSaleOpened { sale: sale.id, left, early: opened == Opened::Early })
    }

    /// More pieces are offered to those who wait first.
    async fn changed(tx: &mut Tx, (was, sale): (&FlashSale, &FlashSale)) -> Result<()> {
        fill(tx, sale, sale.terms.pieces - was.terms.pieces).await?;
        waiting::offer(tx, sale).await?;
        let left = left(tx, sale).await?;
        tx.emit(&FlashSaleChanged { sale: sale.id, left })
    }

    /// Nobody waits any more, and what is left lies on the shelf again.
    async fn end(tx: &mut Tx, sale: &mut FlashSale) -> Result<()> {
        store::end_waiting(tx, sale.id).await?;
        let returned = clear(tx, sale).await?;
        life::over(tx, sale, Life::Closed).await?;
        tx.emit(&FlashSaleClosed { sale: sale.id, returned })
    }

    async fn plan_next(tx: &mut Tx, sale: &mut FlashSale) -> Result<()> {
        jobs::plan_next(tx, sale).await
    }
}

/// What the pieces cost the shop stays within what may be spent.
fn within_budget(draft: &Draft, gift: &Gift, fields: &mut Fields) {
    draft.plan.affords(Forecast::of(&draft.plan, &draft.terms, gift).cost, fields);
}

/// Pieces from the gift's shelf into the pool.
async fn fill(tx: &mut Tx, sale: &FlashSale, pieces: i64) -> Result<()> {
    let gift = sale.terms.gift;
    let pool = accounts::pool(sale.id, gift)?;
    shelf::fill(tx, (sale.id, "pieces"), [Aside { gift, pool, pieces }]).await
}

/// What is left in the pool and aside goes back to the shelf; how many pieces it were.
pub(super) async fn clear(tx: &mut Tx, sale: &FlashSale) -> Result<i64> {
    let gift = sale.terms.gift;
    let [pool, offers] = [accounts::pool(sale.id, gift)?, accounts::offers(sale.id, gift)?];
    shelf::clear(tx, sale.id, [(gift, pool), (gift, offers)]).await
}

/// What is in the pool at this instant of this command.
pub async fn left(tx: &mut Tx, sale: &FlashSale) -> Result<i64> {
    let pool = accounts::pool(sale.id, sale.terms.gift)?;
    Ok(ledger::balance(tx, &pool.key).await?.balance)
}
