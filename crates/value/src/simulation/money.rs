//! Points by hand and from member to member; money that is left with the shop.

use std::time::Duration;

use kernel::Time;

use super::{Play, books::Coins};
use crate::{
    points::{
        actions::{Adjust, Send, adjust, send},
        engine::{EndsKey, Lots, What, naive},
    },
    wallets::{
        self, Split,
        actions::{NewRefund, NewTopUp},
    },
};

/// What a wallet without a name may hold.
pub const CAP: i64 = 30_000;
const UNDO_FOR: Duration = Duration::from_secs(600);

impl Play<'_> {
    pub async fn adjust(&mut self) {
        let (member, now) = (self.somebody(), self.now());
        let points = 1 + self.pick(30) * if self.pick(2) == 0 { -1 } else { 1 };
        let short = points < 0 && self.books.points(member, now) < -points;
        let (program, reason) = (self.program, "by hand".to_owned());
        let by = Adjust { program, member, points, reason };
        let done = self.market.turn(async |tx| adjust(tx, by).await.map(drop)).await;
        assert_eq!(done.is_err(), short || points == 0, "{done:?}");
        if done.is_ok() {
            self.books.note(member, now, What::Adjusted { points });
        }
    }

    pub async fn send(&mut self) {
        let (from, to, now) = (self.somebody(), self.somebody(), self.now());
        let points = 1 + self.pick(20);
        let have = self.books.told(from, now).tokens;
        let refused = from == to || i64::try_from(have.len()).unwrap() < points;
        let gift = Send { program: self.program, from, to, points };
        let done = self.market.turn(async |tx| send(tx, gift).await.map(drop)).await;
        assert_eq!(done.is_err(), refused, "{done:?}");
        if refused {
            return;
        }
        let mut lots = Lots::new();
        for end in have.iter().take(usize::try_from(points).unwrap()) {
            let ends = match *end {
                naive::NEVER => EndsKey::NEVER,
                naive::IDLE => EndsKey::IDLE,
                day => EndsKey::at(Some(Time::from_micros(day * 86_400_000_000))),
            };
            *lots.entry(ends).or_default() += 1;
        }
        let sent = self.books.note(from, now, What::Sent { points });
        let received = self.books.note(to, now, What::Received { lots });
        self.books.sent(sent, received);
    }

    pub async fn top_up(&mut self) {
        let (member, now) = (self.somebody(), self.now());
        let amount = 500 + self.pick(12) * 777;
        let bonus = if amount >= 3_000 { amount / 10 } else { 0 };
        let has = self.books.purse(member).unwrap().total();
        let fits = amount >= 1_000 && has + amount + bonus <= CAP;
        let new = NewTopUp { member, amount, shown: None, store: None, staff: None };
        let run = async |tx: &mut ::store::Tx| wallets::actions::top_up(tx, new).await;
        let done = self.market.turn(run).await;
        assert_eq!(done.is_ok(), fits, "{done:?}");
        let Ok(act) = done else { return };
        let brought = Split { principal: amount, bonus };
        assert_eq!(act.split, brought);
        let id = kernel::TopUpId::from_uuid(act.id);
        self.books.moved(member, Coins::In { id, at: now, brought, undone: false });
    }

    pub async fn undo_top_up(&mut self) {
        let (member, now) = (self.somebody(), self.now());
        let Some((id, at, undone)) = self.books.top_ups(member).last().copied() else { return };
        let run = async |tx: &mut ::store::Tx| wallets::actions::undo_top_up(tx, id, None).await;
        let done = self.market.turn(run).await;
        self.books.undo(id);
        let fits = !undone && now.since(at) <= UNDO_FOR && self.books.purse(member).is_some();
        if !undone && !fits {
            self.books.redo(id);
        }
        assert_eq!(done.is_ok(), fits, "{done:?}");
    }

    pub async fn refund(&mut self) {
        let (member, amount) = (self.somebody(), self.pick(5_000));
        let before = self.books.purse(member).unwrap();
        let fits = (1..=before.principal).contains(&amount);
        let new = NewRefund { member, amount, shown: None, store: None, staff: None };
        let run = async |tx: &mut ::store::Tx| wallets::actions::refund(tx, new).await;
        let done = self.market.turn(run).await;
        assert_eq!(done.is_ok(), fits, "{done:?}");
        if let Ok(act) = done {
            self.books.moved(member, Coins::Out { amount });
            assert_eq!(act.split, before.minus(self.books.purse(member).unwrap()));
        }
    }
}
