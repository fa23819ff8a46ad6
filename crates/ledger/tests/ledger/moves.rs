//! What the simulated people ask for: few accounts, small amounts, repeats, conflicts, everything
//! that can be refused.

use std::collections::BTreeMap;

use kernel::{Chance, MemberId, PostingId, ReservationId};
use ledger::{Account, AccountKey, Move, Posting, Reversal, Take, Transfer};

use crate::world::Wares;

/// Chance as its own methods want it.
type Dice = dyn Chance + 'static;

pub struct People {
    members: Vec<MemberId>,
    /// When the doors opened, in microseconds.
    opened: i64,
    /// What was asked for, to ask again.
    asked: Vec<Move>,
    ids: Vec<PostingId>,
    reserved: Vec<PostingId>,
    /// What was asked for under a key.
    keys: BTreeMap<u64, Vec<Move>>,
}

impl People {
    pub fn new(shop: &Wares) -> Self {
        let members = (0..3).map(|_| shop.member()).collect();
        let opened = shop.world.now().micros();
        Self {
            members,
            opened,
            asked: Vec::new(),
            ids: Vec::new(),
            reserved: Vec::new(),
            keys: BTreeMap::new(),
        }
    }

    /// What was asked for may be asked for again.
    pub fn note(&mut self, asked: &[Move]) {
        self.asked.extend_from_slice(asked);
    }

    pub fn keyed(&self, key: u64) -> Option<Vec<Move>> {
        self.keys.get(&key).cloned()
    }
    pub fn note_key(&mut self, key: u64, moves: &[Move]) {
        self.keys.insert(key, moves.to_vec());
    }

    /// What was accepted is what people come back to.
    pub fn learn(&mut self, accepted: &[Move]) {
        for asked in accepted {
            self.ids.extend(asked.id());
            if let Move::Reserve(posting, _) = asked {
                self.reserved.push(posting.id);
            }
        }
    }

    /// The shelves are filled before the doors open.
    pub fn opening(&self, shop: &Wares) -> Vec<Move> {
        let mut posting = Posting::new(shop.id(), "simulation.opened", &shop.gift).transfer(
            shop.supply(),
            shop.stock(),
            40,
        );
        for (member, days) in self.members.iter().zip([20, 40, 60]) {
            let ends = shop.world.now().micros() + days;
            let gift = Transfer::new(shop.supply(), shop.gifts_of(*member), 20);
            let stamps = Transfer::new(shop.stamps(), shop.stamps_of(*member), 20);
            posting =
                posting.with(gift).with(stamps.expiring(Some(kernel::Time::from_micros(ends))));
        }
        vec![Move::Post(posting)]
    }

    pub fn think(&self, shop: &Wares, chance: &Dice) -> Move {
        let (reason, subject) = ("simulation.asked".into(), shop.gift.to_string());
        match chance.below(20) {
            0 | 1 => match pick(chance, &self.asked) {
                Some(again) => again.clone(),
                None => Move::Post(self.posting(shop, chance, false)),
            },
            2 => {
                // Another content under an id that may be known.
                let mut posting = self.posting(shop, chance, false);
                posting.id = pick(chance, &self.ids).copied().unwrap_or(posting.id);
                Move::Post(posting)
            }
            3..=5 => {
                let until = shop.world.now().micros() + i64::try_from(chance.below(40)).unwrap();
                let posting = self.posting(shop, chance, true);
                Move::Reserve(posting, kernel::Time::from_micros(until))
            }
            6..=8 => Move::Take(Take {
                id: shop.id(),
                reservation: self.reservation(shop, chance),
                amounts: (chance.below(2) == 0)
                    .then(|| (0..=chance.below(2)).map(|_| amount(chance) - 1).collect()),
                reason,
                subject,
            }),
            9 => Move::Release(self.reservation(shop, chance)),
            10..=12 => {
                let of = pick(chance, &self.ids).copied().unwrap_or_else(|| shop.id());
                Move::Reverse(Reversal { id: shop.id(), of, reason, subject })
            }
            _ => Move::Post(self.posting(shop, chance, false)),
        }
    }

    fn reservation(&self, shop: &Wares, chance: &Dice) -> ReservationId {
        let id = pick(chance, &self.reserved).copied().unwrap_or_else(|| shop.id());
        ReservationId::from_uuid(id.uuid())
    }

    fn posting(&self, shop: &Wares, chance: &Dice, reserves: bool) -> Posting {
        let mut posting = Posting::new(shop.id(), "simulation.asked", &shop.gift);
        for _ in 0..=chance.below(2) {
            posting.transfers.push(self.transfer(shop, chance, reserves));
        }
        posting
    }

    fn transfer(&self, shop: &Wares, chance: &Dice, reserves: bool) -> Transfer {
        let one: u64 = chance.below(3);
        let member = |n: u64| self.members[usize::try_from(n % 3).unwrap()];
        let (ana, bo) = (member(one), member(one + 1 + chance.below(2)));
        match chance.below(10) {
            0 | 1 => Transfer::new(shop.supply(), shop.stock(), amount(chance)),
            2 => Transfer::new(shop.stock(), shop.gifts_of(ana), amount(chance)),
            3 => Transfer::new(shop.gifts_of(ana), shop.gifts_of(bo), amount(chance)),
            4 => Transfer::new(shop.gifts_of(ana), shop.supply(), amount(chance)),
            5 => {
                // Limits change while people claim.
                let limit = 2 + u32::try_from(chance.below(5)).unwrap();
                let key: AccountKey = shop.allowance(ana).key;
                let unit = shop.claimed().unit;
                Transfer::new(Account::limited(key, unit, limit), shop.claimed(), 1)
            }
            6 | 7 if !reserves => {
                let at = shop.world.now().micros() + i64::try_from(chance.below(60)).unwrap();
                let at = (chance.below(4) > 0).then(|| kernel::Time::from_micros(at));
                Transfer::new(shop.stamps(), shop.stamps_of(ana), amount(chance)).expiring(at)
            }
            8 => {
                let given = Transfer::new(shop.stamps_of(ana), shop.stamps_of(bo), amount(chance));
                // Now and then out of one of the lots of the opening.
                let ends = [20, 40, 60].get(usize::try_from(chance.below(9)).unwrap());
                match ends.filter(|_| !reserves) {
                    Some(days) => {
                        let ends = self.opened + days;
                        given.out_of(Some(kernel::Time::from_micros(ends)))
                    }
                    None => given,
                }
            }
            _ => Transfer::new(shop.stamps_of(ana), shop.stamps(), amount(chance)),
        }
    }
}

fn amount(chance: &Dice) -> i64 {
    i64::try_from(chance.below(8)).unwrap() + 1
}

fn pick<'l, T>(chance: &Dice, list: &'l [T]) -> Option<&'l T> {
    list.get(usize::try_from(chance.below(list.len() as u64)).unwrap())
}
