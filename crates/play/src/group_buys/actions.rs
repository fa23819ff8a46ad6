//! What a group buy's life is made of: a ticket with a price, places in a pool, and teams that are decided.

use ::store::Tx;
use kernel::{Error, Fields, GroupBuyId, Result, kinds};
use value::gifts::Gift;
use web::Shop;

use super::{
    LOOK, accounts, jobs,
    model::{Forecast, GroupBuy, Refusal},
    store,
};
use crate::{
    activities::{
        self, Life,
        life::{self, Lives},
        plans,
        shelf::{self, Aside},
    },
    events::{GroupBuyChanged, GroupBuyClosed, GroupBuyOpened, GroupBuyScheduled},
};

pub use life::{Opened, archive, begin, change, check, close, create, end, open, schedule};

/// What a shopkeeper says about a group buy.
pub type Draft = activities::Draft<kinds::GroupBuy>;

impl Lives for kinds::GroupBuy {
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
        let gift = shelf::ticket(tx, draft.terms.gift, ("gift", fields)).await?;
        plans::named(tx, shop, &draft.plan, fields).await?;
        Ok(gift)
    }

    async fn hold(
        tx: &mut Tx,
        _: &Shop,
        (_, draft, gift): (GroupBuyId, &Draft, &Option<Gift>),
        fields: &mut Fields,
    ) -> Result<()> {
        if let Some(gift) = gift {
            shelf::lies(tx, (gift, draft.terms.seats), ["gift", "seats"], fields).await?;
            within_budget(draft, gift, fields);
        }
        Ok(())
    }

    /// A tier that becomes better holds for open teams too.
    async fn promised(
        tx: &mut Tx,
        shop: &Shop,
        (was, draft): (&GroupBuy, &Draft),
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
    async fn announce(tx: &mut Tx, _: &Shop, (buy, _): (&GroupBuy, &Option<Gift>)) -> Result<()> {
        fill(tx, buy, buy.terms.seats).await?;
        tx.emit(&GroupBuyScheduled {
            buy: buy.id,
            gift: buy.terms.gift,
            seats: buy.terms.seats,
            opens_at: buy.plan.opens_at,
            closes_at: buy.plan.closes_at,
        })
    }

    async fn opened(tx: &mut Tx, buy: &GroupBuy, opened: Opened) -> Result<()> {
        let left = left(tx, buy).await?;
        tx.emit(&GroupBuyOpened { buy: buy.id, left, early: opened == Opened::Early })
    }

    async fn changed(tx: &mut Tx, (was, buy): (&GroupBuy, &GroupBuy)) -> Result<()> {
        fill(tx, buy, buy.terms.seats - was.terms.seats).await?;
        let left = left(tx, buy).await?;
        tx.emit(&GroupBuyChanged { buy: buy.id, left })
    }

    /// Every open team is decided as at its deadline: those with enough people have their tickets, the others
    /// have everything back. What nobody has a place for lies on the shelf again.
    async fn end(tx: &mut Tx, buy: &mut GroupBuy) -> Result<()> {
        store::end_teams(tx, buy.id).await?;
        let gift = buy.terms.gift;
        let pool = accounts::pool(buy.id, gift)?;
        let returned = shelf::clear(tx, buy.id, [(gift, pool)]).await?;
        life::over(tx, buy, Life::Closed).await?;
        tx.emit(&GroupBuyClosed { buy: buy.id, returned })
    }

    async fn plan_next(tx: &mut Tx, buy: &mut GroupBuy) -> Result<()> {
        jobs::plan_next(tx, buy).await
    }
}

/// What the shop pays at the lowest price, beyond what it takes, stays within what may be spent.
fn within_budget(draft: &Draft, gift: &Gift, fields: &mut Fields) {
    draft.plan.affords(Forecast::of(&draft.plan, &draft.terms, gift).worst(), fields);
}

/// Pieces from the gift's shelf into the pool.
async fn fill(tx: &mut Tx, buy: &GroupBuy, pieces: i64) -> Result<()> {
    let gift = buy.terms.gift;
    let pool = accounts::pool(buy.id, gift)?;
    shelf::fill(tx, (buy.id, "seats"), [Aside { gift, pool, pieces }]).await
}

/// What is in the pool at this instant of this command.
pub(super) async fn left(tx: &mut Tx, buy: &GroupBuy) -> Result<i64> {
    let pool = accounts::pool(buy.id, buy.terms.gift)?;
    Ok(ledger::balance(tx, &pool.key).await?.balance)
}
