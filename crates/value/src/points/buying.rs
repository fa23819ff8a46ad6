//! What a purchase does to its buyer's points.

use ::store::Tx;
use kernel::{Error, MemberId, PurchaseId, Result, StaffId, StoreId, Time};
use web::{Shop, shops};

use super::{
    Whose,
    actions::{Spend, earn, spend},
    book::Book,
    engine::{Line, Payment, Sale, What},
    model::{Act, Origin, Refusal},
};
use crate::purchases::{self, Offer, Purchase};

/// Goods that a member bought.
#[derive(Debug, Clone)]
pub struct Buy {
    pub member: MemberId,
    pub purchase: PurchaseId,
    pub store: StoreId,
    pub staff: Option<StaffId>,
    pub source: &'static str,
    pub at: Time,
    pub amount: i64,
    pub items: i64,
    /// Empty when only the amount is known.
    pub lines: Vec<Line>,
    pub offer: Option<Offer>,
    /// The member's purchases before this one.
    pub before: i64,
}

impl Buy {
    pub fn of(purchase: &Purchase, member: MemberId, before: i64) -> Self {
        Self {
            member,
            purchase: purchase.id,
            store: purchase.store,
            staff: purchase.staff,
            source: purchase.source.word(),
            at: purchase.at,
            amount: purchase.amount,
            items: purchase.items,
            lines: Vec::new(),
            offer: None,
            before,
        }
    }
    #[must_use]
    pub fn made_of(self, lines: Vec<purchases::Line>, offer: Option<Offer>) -> Self {
        let line = |line: purchases::Line| Line {
            product: line.product,
            category: line.category,
            quantity: line.quantity,
            amount: line.amount,
            gone: Vec::new(),
        };
        Self { lines: lines.into_iter().map(line).collect(), offer, ..self }
    }

    fn sale(&self, shop: &Shop) -> Sale {
        let whole = || Line { quantity: self.items, amount: self.amount, ..Line::default() };
        Sale {
            store: self.store,
            source: self.source.to_owned(),
            hour: self.at.zoned(&shop.zone).hour(),
            minor: 10i64.pow(shop.currency.digits()),
            bought_before: false,
            lines: if self.lines.is_empty() { vec![whole()] } else { self.lines.clone() },
            offered: None,
            tiers: Vec::new(),
        }
    }
    fn origin(&self) -> Origin {
        Origin {
            purchase: Some(self.purchase),
            store: Some(self.store),
            staff: self.staff,
            ..Origin::default()
        }
    }
}

/// Notes a purchase: what was offered towards it is spent, then it earns.
pub async fn buy(tx: &mut Tx, buy: &Buy) -> Result<()> {
    let mut book = Book::open(tx, &[buy.member]).await?;
    if book.programs.is_empty() {
        return if buy.offer.is_some() { Err(Error::NotFound("program")) } else { Ok(()) };
    }
    let shop = shops::require(tx, tx.org()).await?;
    note_purchase(&mut book, tx, &shop, buy)?;
    book.close(tx).await
}

/// The same on a page that is open: for many at once.
pub fn note_purchase(book: &mut Book, tx: &mut Tx, shop: &Shop, buy: &Buy) -> Result<()> {
    let mut sale = buy.sale(shop);
    sale.tiers = book.paid_tiers(buy.member, buy.at.date(&shop.zone));
    if let Some(Offer { program, points }) = buy.offer.filter(|offer| offer.points > 0) {
        let known = book.programs.iter().find(|known| known.program.id == program);
        let terms = known.ok_or(Error::NotFound("program"))?.terms(tx.now())?;
        sale.offered = Some((points, terms.worth.ok_or(Refusal::NoWorth)?));
        let (member, origin) = (buy.member, buy.origin());
        let payment = Payment::Purchase(sale.clone());
        spend(book, tx, Spend { program, member, payment, origin })?;
    }
    let member = buy.member;
    let standings = book.programs.iter().filter_map(|known| {
        book.standing(Whose { program: known.program.id, member }, buy.at).ok()
    });
    // What was bought before the program began is in no standing.
    let seen = standings.map(|standing| standing.purchases).max().unwrap_or(0);
    sale.bought_before = seen < buy.before;
    let act = Act { member, at: buy.at, what: What::Bought(sale), origin: buy.origin() };
    earn(book, tx, &act).map(drop)
}
