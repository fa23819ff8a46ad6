//! Gifts that are given, swapped for points, collected, forgotten and taken away.

use std::time::Duration;

use kernel::{MemberId, Time};

use super::{
    BAG, COUPON, EGGS, PRICE, Play, SHELVES,
    books::{Fate, Ticket},
};
use crate::{
    points::engine::{Payment, What},
    swaps::{self, Swap},
    vouchers::{self, Give, Redeem, Voucher, model::Way},
};

const UNDO_FOR: Duration = Duration::from_secs(600);

impl Play<'_> {
    /// Whether there is a piece; none when that depends on what the shop has seen.
    fn in_stock(&self, gift: usize) -> Option<bool> {
        let (left, unclear) = self.books.shelf(gift, SHELVES[gift], self.now());
        if left > 0 { Some(true) } else { (left + unclear <= 0).then_some(false) }
    }

    fn ticket(&mut self, gift: usize, voucher: &Voucher) -> usize {
        self.books.tickets.push(Ticket {
            id: voucher.id,
            gift,
            member: voucher.member,
            ends: voucher.expires_at.unwrap_or(Time::from_micros(i64::MAX)),
            fate: Fate::Waits,
            collected: None,
            bought: None,
        });
        self.books.tickets.len() - 1
    }

    pub async fn give(&mut self) {
        let (member, gift) = (self.somebody(), if self.pick(2) == 0 { EGGS } else { COUPON });
        let allowed = gift != EGGS || self.books.had(EGGS, member) < 2;
        let expected = self.in_stock(gift).map(|stock| stock && allowed);
        let give = Give { gift: self.gifts[gift], member, source: "api", way: Way::default() };
        let done = self.market.turn(async |tx| vouchers::give(tx, give).await).await;
        assert!(expected.is_none_or(|expected| done.is_ok() == expected), "{done:?}");
        if let Ok(voucher) = done {
            let days = if gift == EGGS { 4 } else { 9 };
            let day = self.now().micros().div_euclid(86_400_000_000) + days + 1;
            assert_eq!(voucher.expires_at, Some(Time::from_micros(day * 86_400_000_000)));
            self.ticket(gift, &voucher);
        }
    }

    pub async fn swap(&mut self) {
        let (member, now): (MemberId, Time) = (self.somebody(), self.now());
        let enough = self.books.points(member, now) >= PRICE;
        let expected = self.in_stock(BAG).map(|stock| stock && enough);
        let swap = Swap { program: self.program, gift: self.gifts[BAG], member };
        let done = self.market.turn(async |tx| swaps::swap(tx, swap).await).await;
        assert!(expected.is_none_or(|expected| done.is_ok() == expected), "{done:?}");
        if let Ok(voucher) = done {
            assert!(enough, "swapped for points that were not there");
            let paid = What::Spent(Payment::Fixed { points: PRICE });
            let fact = self.books.note(member, now, paid);
            let at = self.ticket(BAG, &voucher);
            self.books.tickets[at].bought = Some(fact);
        }
    }

    pub async fn collect(&mut self) {
        let Some(at) = self.one_of(self.books.tickets.len()) else { return };
        let (ticket, now) = (self.books.tickets[at].clone(), self.now());
        let redeem = Redeem { voucher: ticket.id, store: Some(self.market.store), staff: None };
        let done = self.market.turn(async |tx| vouchers::redeem(tx, redeem).await).await;
        // A coupon is worth nothing without a purchase.
        assert_eq!(done.is_ok(), ticket.waits(now) && ticket.gift != COUPON, "{done:?}");
        if let Ok(redemption) = done {
            let ticket = &mut self.books.tickets[at];
            (ticket.fate, ticket.collected) = (Fate::Collected, Some((redemption.id, now)));
        }
    }

    pub async fn undo_collecting(&mut self) {
        let collected = |ticket: &Ticket| Some((ticket.id, ticket.collected?));
        let all: Vec<_> = self.books.tickets.iter().filter_map(collected).collect();
        let Some((ticket, (redemption, at))) = all.last().copied() else { return };
        let now = self.now();
        let done = self.market.turn(async |tx| vouchers::undo(tx, redemption).await).await;
        let mine = self.books.tickets.iter_mut().find(|it| it.id == ticket).unwrap();
        let fits = mine.fate == Fate::Collected && now.since(at) <= UNDO_FOR;
        assert_eq!(done.is_ok(), fits, "{done:?}");
        if fits {
            mine.fate = Fate::Waits;
        }
    }

    /// The shop takes a voucher away; points that it was bought with are back.
    pub async fn take_away(&mut self) {
        let Some(at) = self.one_of(self.books.tickets.len()) else { return };
        let (ticket, now) = (self.books.tickets[at].clone(), self.now());
        let done = self.market.turn(async |tx| vouchers::withdraw(tx, ticket.id).await).await;
        let unclear = ticket.is_unclear(now);
        assert!(unclear || done.is_ok() == (ticket.fate == Fate::Waits), "{done:?}");
        if done.is_ok() {
            self.books.tickets[at].fate = Fate::Withdrawn;
            if let Some(fact) = ticket.bought {
                self.books.forget(fact);
            }
        }
    }
}
