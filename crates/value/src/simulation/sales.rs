//! Buying, bringing back, and purchases that were a mistake.

use std::time::Duration;

use kernel::VoucherId;

use super::{
    COUPON, Play,
    books::{Coins, Fate, LEAST, Sold, WORTH},
};
use crate::{
    points::{
        self,
        engine::{Gone, Line, naive},
    },
    purchases::{self, NewPurchase, Offer, Prices, Source},
    returns::{self, NewReturn, Wanted},
    stamp_cards::{self, actions::At, model::Mark},
    wallets::{self, Pay, Split},
};

/// What the coupon takes off, and from what on.
pub const OFF: i64 = 500;
pub const FROM: i64 = 2_000;

/// What the shop said of a purchase.
struct Rung {
    purchase: purchases::Purchase,
    lines: Vec<purchases::Line>,
    stamped: bool,
    paid: Split,
}

impl Play<'_> {
    pub fn some_lines(&self) -> Vec<Line> {
        let line = |_| Line {
            category: Some(if self.pick(2) == 0 { "tea" } else { "bread" }.to_owned()),
            quantity: 1 + self.pick(3),
            amount: self.pick(40) * 110,
            ..Line::default()
        };
        (0..=self.pick(2)).map(line).collect()
    }

    pub async fn buy(&mut self) {
        let (member, now, lines) = (self.somebody(), self.now(), self.some_lines());
        let late = self.pick(4) == 0;
        let at = if late { now.minus(Duration::from_secs(86_400 * 3 + 11)) } else { now };
        let offered = (!late && self.pick(2) == 0).then(|| self.pick(50)).filter(|it| *it > 0);
        let ticket = if late || self.pick(2) == 0 { None } else { self.a_coupon(member) };
        let total: i64 = lines.iter().map(|line| line.amount).sum();
        let usable = ticket.is_none_or(|at| self.books.tickets[at].waits(now) && total >= FROM);
        let off = ticket.map_or(0, |_| OFF);
        let (points, money) =
            offered.map_or((0, 0), |points| naive::paid_by_points((points, WORTH), total - off));
        let short = points > self.books.points(member, now);
        let from_purse = (self.pick(2) == 0).then_some(total - off - money);
        let voucher = ticket.map(|at| self.books.tickets[at].id);
        let mut sold = self.books.ring_up((member, at), now, lines);
        sold.offered = offered.filter(|_| points > 0);
        sold.ticket = voucher;
        let rung = self.ring_up(&sold, at, (total, offered, from_purse)).await;
        match rung {
            Ok(rung) => {
                assert!(usable, "used what could not be used");
                assert!(!short, "paid with what was not there");
                self.rung_up(sold, rung, from_purse);
            }
            Err(error) if !usable => {
                assert!(error.code() == "bills.not_applicable", "{error:?}");
            }
            Err(error) => assert!(short && error.is(points::Refusal::NotEnough), "{error:?}"),
        }
    }

    /// A coupon of hers, whatever became of it.
    pub fn a_coupon(&self, member: kernel::MemberId) -> Option<usize> {
        let tickets = self.books.tickets.iter().enumerate();
        let mine = tickets.filter(|(_, it)| it.gift == COUPON && it.member == member);
        let mine: Vec<usize> = mine.map(|(at, _)| at).collect();
        self.one_of(mine.len()).map(|at| mine[at])
    }

    /// What the counter does with a purchase.
    async fn ring_up(
        &self,
        sold: &Sold,
        at: kernel::Time,
        (amount, offered, from_purse): (i64, Option<i64>, Option<i64>),
    ) -> kernel::Result<Rung> {
        let line = |line: &Line| purchases::Line {
            product: None,
            category: line.category.clone(),
            quantity: line.quantity,
            amount: line.amount,
        };
        let (member, store, card) = (sold.member, self.market.store, self.card);
        let new = NewPurchase {
            member: Some(member),
            store,
            staff: None,
            amount,
            items: 0,
            at: Some(at),
            reference: None,
            source: Source::Api,
            lines: sold.lines.iter().map(line).collect(),
            points: offered.map(|points| Offer { program: self.program, points }),
            vouchers: sold.ticket.into_iter().collect(),
            prices: Prices::AsTold,
        };
        let run = async |tx: &mut ::store::Tx| {
            let org = tx.org();
            let purchase = purchases::record(tx, new).await?;
            let paid = match from_purse {
                Some(most) => wallets::pay(tx, Pay { purchase: purchase.id, member, most }).await?,
                None => wallets::Paid::default(),
            };
            let card = stamp_cards::require(tx, org, card).await?;
            let mark = Mark::Purchase(purchase.id, purchase.amount);
            let at = At { member, store: Some(store), staff: None };
            let stamped = stamp_cards::stamp(tx, &card, &mark, at).await?.is_some();
            let lines = purchases::lines(tx, org, purchase.id).await?;
            let paid = Split { principal: paid.principal, bonus: paid.bonus };
            Ok(Rung { purchase, lines, stamped, paid })
        };
        self.market.turn(run).await
    }

    /// Writes down what was sold, after looking at what the shop made of it.
    fn rung_up(&mut self, mut sold: Sold, rung: Rung, from_purse: Option<i64>) {
        let off = sold.ticket.map_or(0, |_| OFF);
        let total: i64 = sold.lines.iter().map(|line| line.amount).sum();
        assert_eq!(rung.purchase.amount, total - off);
        for (at, line) in rung.lines.iter().enumerate() {
            let cut = sold.lines[at].amount - line.amount;
            let share = sold.lines[at].amount * off / total.max(1);
            assert!((share..=share + 1).contains(&cut), "{cut} of {share}");
            (sold.cut[at], sold.lines[at].amount) = (cut, line.amount);
        }
        assert_eq!(sold.cut.iter().sum::<i64>(), off);
        sold.id = rung.purchase.id;
        sold.stamped = sold.kept() >= LEAST;
        assert_eq!(rung.stamped, sold.stamped);
        if let Some(most) = from_purse {
            let before = self.books.purse(sold.member).unwrap();
            let amount = most.min(before.total());
            let paid = Coins::Paid { purchase: sold.id, amount };
            self.books.moved(sold.member, paid);
            let after = self.books.purse(sold.member).unwrap();
            assert_eq!(rung.paid, before.minus(after));
        }
        if let Some(voucher) = sold.ticket {
            self.fate(voucher, Fate::Collected);
        }
        self.books.sold.push(sold);
    }

    pub fn fate(&mut self, of: VoucherId, fate: Fate) {
        let ticket = self.books.tickets.iter_mut().find(|ticket| ticket.id == of);
        ticket.unwrap().fate = fate;
    }

    pub async fn bring_back(&mut self) {
        let Some(of) = self.one_of(self.books.sold.len()) else { return };
        let (sold, now) = (self.books.sold[of].clone(), self.now());
        let at = self.one_of(sold.lines.len()).unwrap();
        let pieces = 1 + self.pick(3);
        let wanted = Wanted { pieces: vec![(at + 1, pieces)], amount: None };
        let new = NewReturn {
            purchase: sold.id,
            store: self.market.store,
            staff: None,
            wanted,
            reason: String::new(),
        };
        let taken = self.market.turn(async |tx| returns::take(tx, new).await).await;
        let (line, gone) = (&sold.lines[at], sold.gone(at));
        let fits = gone + pieces <= line.quantity;
        assert_eq!(taken.is_ok(), fits, "{taken:?}");
        let Ok(taken) = taken else { return };
        let share = |n: i64| line.amount * n / line.quantity;
        let amount = share(gone + pieces) - share(gone);
        self.books.sold[of].lines[at].gone.push(Gone { at: now, quantity: pieces, amount });
        let after = self.books.sold[of].clone();
        let (points, by_points) = (sold.by_points(), after.by_points());
        let purse = self.books.paid_from_purse(sold.id);
        self.books.settle(sold.id, (after.kept() - by_points.1).max(0));
        let back = purse - self.books.paid_from_purse(sold.id);
        let money = amount - (points.1 - by_points.1) - back;
        let told = (taken.amount, taken.money, taken.points, taken.wallet);
        assert_eq!(told, (amount, money, points.0 - by_points.0, back));
        let kept = after.kept();
        self.books.sold[of].stamped = sold.stamped && kept > 0 && kept >= LEAST;
        self.coupon_comes_back(of);
    }

    /// A coupon is hers again once all that it made cheaper has come back, unless its time is over.
    fn coupon_comes_back(&mut self, of: usize) {
        let (sold, now) = (&self.books.sold[of], self.now());
        let Some(voucher) = sold.ticket else { return };
        let all_gone = sold
            .lines
            .iter()
            .zip(&sold.cut)
            .enumerate()
            .all(|(at, (line, cut))| *cut == 0 || sold.gone(at) == line.quantity);
        let ends = self.books.tickets.iter().find(|it| it.id == voucher).unwrap().ends;
        if all_gone && now < ends {
            self.books.sold[of].ticket = None;
            self.fate(voucher, Fate::Waits);
        }
    }

    /// Typed by mistake: allowed while nothing of it came back.
    pub async fn withdraw(&mut self) {
        let Some(sold) = self.books.sold.last().cloned() else { return };
        let (id, card) = (sold.id, self.card);
        let done = self.market.turn(async |tx| {
            stamp_cards::unstamp(tx, card, sold.member, &id.to_string()).await?;
            wallets::settle(tx, id, 0).await?;
            purchases::withdraw(tx, id).await
        });
        let done = done.await;
        if sold.returned() > 0 {
            assert!(done.unwrap_err().is(purchases::Refusal::Returned));
            return;
        }
        done.unwrap();
        self.books.sold.pop();
        self.books.settle(id, 0);
        if let Some(voucher) = sold.ticket {
            self.fate(voucher, Fate::Waits);
        }
    }
}
