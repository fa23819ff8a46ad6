//! Orders: what is taken off them is taken at once, given back when they come to nothing, and a part of
//! their purchase when they are handed over.

use kernel::{PurchaseId, VoucherId};

use super::{
    Play,
    books::{Fate, Held},
    sales::{FROM, OFF},
};
use crate::{
    points::engine::Line,
    purchases::{self, NewPurchase, Ordered, Prices, Source},
    vouchers::taking::{self, At, Basket},
};

fn told(line: &Line) -> purchases::Line {
    purchases::Line {
        product: None,
        category: line.category.clone(),
        quantity: line.quantity,
        amount: line.amount,
    }
}

impl Play<'_> {
    pub async fn order(&mut self) {
        let (member, now, lines) = (self.somebody(), self.now(), self.some_lines());
        let ticket = if self.pick(3) == 0 { None } else { self.a_coupon(member) };
        let total: i64 = lines.iter().map(|line| line.amount).sum();
        let usable = ticket.is_none_or(|at| self.books.tickets[at].waits(now) && total >= FROM);
        let vouchers: Vec<VoucherId> =
            ticket.map(|at| self.books.tickets[at].id).into_iter().collect();
        let store = self.market.store;
        let goods = lines.iter().map(told).collect();
        let basket = Basket { member, store, at: now, lines: goods, prices: Prices::Apply };
        let run = async |tx: &mut ::store::Tx| {
            let shop = web::shops::require(tx, tx.org()).await?;
            let bill: PurchaseId = tx.id();
            let worked = taking::exactly(tx, &shop, basket, &vouchers).await?;
            taking::take(tx, &worked, At { purchase: bill, store, staff: None }).await?;
            Ok((bill, worked.bill))
        };
        let done = self.market.turn(run).await;
        assert_eq!(done.is_ok(), usable, "{done:?}");
        let Ok((id, bill)) = done else { return };
        let cut: Vec<i64> = (0..lines.len()).map(|at| bill.off_line(at)).collect();
        assert_eq!(cut.iter().sum::<i64>(), ticket.map_or(0, |_| OFF));
        let paid = |(line, cut): (Line, &i64)| Line { amount: line.amount - cut, ..line };
        let lines = lines.into_iter().zip(&cut).map(paid).collect();
        let ticket = vouchers.first().copied();
        if let Some(voucher) = ticket {
            self.fate(voucher, Fate::Collected);
        }
        self.books.held.push(Held { bill: id, member, lines, cut, ticket });
    }

    pub async fn hand_over(&mut self) {
        let Some(at) = self.one_of(self.books.held.len()) else { return };
        let (held, now) = (self.books.held.swap_remove(at), self.now());
        let mut sold = self.books.ring_up((held.member, now), now, held.lines);
        let prices = Prices::Ordered(Ordered { purchase: held.bill, off: held.cut.iter().sum() });
        let new = NewPurchase {
            member: Some(held.member),
            store: self.market.store,
            staff: None,
            amount: sold.kept(),
            items: 0,
            at: Some(now),
            reference: None,
            source: Source::Api,
            lines: sold.lines.iter().map(told).collect(),
            points: None,
            vouchers: Vec::new(),
            prices,
        };
        let run = async |tx: &mut ::store::Tx| purchases::record(tx, new).await;
        let purchase = self.market.turn(run).await.unwrap();
        assert_eq!(purchase.id, held.bill);
        (sold.id, sold.cut, sold.ticket) = (held.bill, held.cut, held.ticket);
        self.books.sold.push(sold);
    }

    pub async fn call_off(&mut self) {
        let Some(at) = self.one_of(self.books.held.len()) else { return };
        let held = self.books.held.swap_remove(at);
        let run = async |tx: &mut ::store::Tx| taking::give_back(tx, held.bill).await;
        self.market.turn(run).await.unwrap();
        if let Some(voucher) = held.ticket {
            self.fate(voucher, Fate::Waits);
        }
    }
}
