//! Orders from the phone: what people want, by what way, and what becomes of it.

use std::time::Duration;

use commerce::{
    baskets::actions::{Wanted as Picked, add},
    fulfilments::{Door, Wanted, Way},
    orders::{
        actions::{Hands, cancel, hand_over, leave, order_basket, pay, prepare},
        journey::{fail, set_out},
    },
    outlets::{self, slots},
};
use kernel::{Actor, Error, MemberId, OrderId, OutletId, ProductId, Result, Time};
use value::purchases::Source;

use crate::{
    crowd::Person,
    dice::Dice,
    engine::{Engine, refusals_aside},
};

/// Different goods of an order, and pieces of one, with how often.
const LINES: [f64; 4] = [2.0, 4.0, 3.0, 1.0];
const PIECES: [f64; 3] = [7.0, 2.0, 1.0];
/// Collected in the store, at the point, brought to the door.
const WAYS: [f64; 3] = [6.0, 2.5, 1.5];

const DOORS: [&str; 5] = [
    "Harbour Road 12, 4-301",
    "Garden Street 27, second stair",
    "Old Wharf 9, first floor",
    "Lime Court 5, door B",
    "Ferry Lane 18",
];

/// What is done with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Pay,
    Pack,
    SetOut,
    RingInVain,
    HandOver,
    CallOff,
    /// By its own member.
    Leave,
}

#[derive(Debug, Clone, Copy)]
pub struct Due {
    pub at: Time,
    deed: Deed,
    order: OrderId,
    member: MemberId,
    /// The place of its store.
    store: usize,
}

/// When an order was placed: minutes after the midnight before.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    pub midnight: Time,
    pub minute: u64,
}

/// Where an order goes, and from when to when.
#[derive(Debug, Clone, Copy)]
enum Course {
    Store,
    Point(Time, Time),
    Door(Time),
}

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

impl Course {
    /// What becomes of the order, and when. What nothing becomes of runs out by itself.
    fn deeds(self, dice: &Dice, placed: Placed) -> Vec<(Time, Deed)> {
        let mut deeds = Vec::new();
        let at = placed.midnight.plus(minutes(placed.minute));
        // Whoever paid comes for it.
        let mut stays_away = 0.16;
        if dice.happens(0.25) {
            deeds.push((at.plus(minutes(15)), Deed::Pay));
            stays_away = 0.0;
        } else if dice.happens(0.05) {
            return vec![(at.plus(minutes(40)), Deed::Leave)];
        }
        let some = |most: usize| minutes(dice.below(most) as u64);
        match self {
            Self::Store => deeds.extend(in_store(dice, placed, stays_away)),
            Self::Point(begins, ends) => {
                deeds.push((begins.minus(hours(4)).plus(some(120)), Deed::Pack));
                deeds.push(if dice.happens(stays_away) {
                    (ends.plus(hours(64)), Deed::CallOff)
                } else if dice.happens(0.08) {
                    (ends.plus(hours(16)).plus(some(120)), Deed::HandOver)
                } else {
                    (begins.plus(some(110)), Deed::HandOver)
                });
            }
            Self::Door(begins) => {
                deeds.push((begins.minus(hours(4)).plus(some(120)), Deed::Pack));
                deeds.push((begins, Deed::SetOut));
                let mut brought = begins;
                if dice.happens(0.15) {
                    deeds.push((begins.plus(minutes(50)), Deed::RingInVain));
                    brought = begins.plus(hours(24));
                    deeds.push((brought, Deed::SetOut));
                }
                deeds.push((brought.plus(minutes(10)).plus(some(100)), Deed::HandOver));
            }
        }
        deeds
    }
}

/// Packed within two hours, or the next morning; most come for it within two days.
fn in_store(dice: &Dice, placed: Placed, stays_away: f64) -> Vec<(Time, Deed)> {
    const DAY: u64 = 24 * 60;
    let at = |minute| placed.midnight.plus(minutes(minute));
    let soon = placed.minute + 45 + dice.below(75) as u64;
    let packed = if soon < 20 * 60 { soon } else { DAY + 8 * 60 + dice.below(90) as u64 };
    if dice.happens(stays_away) {
        // Nobody may have got round to packing it, either.
        let packed = dice.happens(0.4).then_some(packed);
        let called_off = (at(4 * DAY + 11 * 60), Deed::CallOff);
        return packed
            .into_iter()
            .flat_map(|minute| [(at(minute), Deed::Pack), called_off])
            .collect();
    }
    let evening = 17 * 60 + dice.below(220) as u64;
    let day = dice.weighted(&[3.0, 5.0, 2.0]) as u64;
    let comes = (day * DAY + evening).max(packed + 30);
    vec![(at(packed), Deed::Pack), (at(comes), Deed::HandOver)]
}

impl Engine<'_> {
    /// Somebody orders from their phone; what will be done with it, and when.
    pub async fn order(&self, person: &Person, placed: Placed) -> Result<Vec<Due>> {
        let Some(member) = person.member else { return Ok(Vec::new()) };
        let (way, course, store) = self.way(person).await?;
        let scope = self.acting(Actor::Member(member));
        let wanted = self.wanted();
        let ordered = self.db.write(&scope, async |tx| {
            for (product, quantity) in &wanted {
                let (product, quantity) = (*product, *quantity);
                add(tx, Picked { member, product, quantity }).await?;
            }
            order_basket(tx, member, way.clone(), None).await
        });
        let order = match ordered.await {
            Ok(written) => written.value,
            // The shelf is empty, or the slot full: they leave it at that.
            Err(Error::Refused(_) | Error::Invalid(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let deeds = course.deeds(self.trade, placed);
        let due = |(at, deed)| Due { at, deed, order, member, store };
        Ok(deeds.into_iter().map(due).collect())
    }

    /// What somebody puts into the basket.
    fn wanted(&self) -> Vec<(ProductId, i64)> {
        let mut wanted: Vec<(ProductId, i64)> = Vec::new();
        for _ in 0..=self.trade.weighted(&LINES) {
            let Some(good) = self.trade.pick(&self.chain.goods) else { continue };
            if wanted.iter().all(|(known, _)| *known != good.id) {
                let pieces = i64::try_from(self.trade.weighted(&PIECES)).unwrap_or(0);
                wanted.push((good.id, 1 + pieces));
            }
        }
        wanted
    }

    /// By what way somebody wants it, and the place of the store that it comes from.
    async fn way(&self, person: &Person) -> Result<(Way, Course, usize)> {
        let chain = self.chain;
        let at = person.store.min(chain.stores.len().saturating_sub(1));
        let store = *chain.stores.get(at).ok_or(Error::NotFound("store"))?;
        let here = (Way::Store(store), Course::Store, at);
        match self.trade.weighted(&WAYS) {
            1 => Ok(self.slot(chain.outlets.point, None).await?.unwrap_or(here)),
            2 if !person.phone.is_empty() => {
                let address = self.trade.pick(&DOORS).copied().unwrap_or_default();
                let door = Door {
                    name: person.name.clone(),
                    phone: person.phone.clone(),
                    postcode: "200002".into(),
                    address: address.into(),
                    note: String::new(),
                };
                Ok(self.slot(chain.outlets.zone, Some(door)).await?.unwrap_or(here))
            }
            _ => Ok(here),
        }
    }

    /// One of the next two slots of an outlet.
    async fn slot(
        &self,
        outlet: OutletId,
        door: Option<Door>,
    ) -> Result<Option<(Way, Course, usize)>> {
        let mut db = self.db.read().await?;
        let known = outlets::require(&mut db, self.chain.scope.org(), outlet).await?;
        let offered = slots::offered(&known, self.db.world().now(), self.zone);
        let Some(slot) = offered.get(self.trade.below(2)) else { return Ok(None) };
        let begins = slot.begins(self.zone);
        let course = match door {
            Some(_) => Course::Door(begins),
            None => Course::Point(begins, slot.ends(self.zone)),
        };
        let wanted = Wanted { outlet, day: slot.day, from: slot.from, door };
        Ok(Some((Way::Outlet(wanted), course, 0)))
    }

    /// Does with an order what was due; where it stands otherwise by now, nothing.
    pub async fn tend(&self, due: Due) -> Result<()> {
        let Some((store, staff)) = self.behind(due.store) else { return Ok(()) };
        let by = match due.deed {
            Deed::Leave => Actor::Member(due.member),
            _ => Actor::Staff(staff),
        };
        let scope = self.acting(by);
        let hands = Hands { store, staff: Some(staff), source: Source::Counter };
        let id = due.order;
        let done = self.db.write(&scope, async |tx| match due.deed {
            Deed::Pay => pay(tx, id).await,
            Deed::Pack => prepare(tx, id).await,
            Deed::SetOut => set_out(tx, id).await,
            Deed::RingInVain => fail(tx, id, "Nobody opened").await,
            Deed::HandOver => hand_over(tx, id, hands).await.map(drop),
            Deed::CallOff => cancel(tx, id, "Nobody came for it").await,
            Deed::Leave => leave(tx, id).await,
        });
        refusals_aside(done.await)
    }

    /// A regular looks after the point from now on.
    pub async fn look_after_point(&self, keeper: MemberId) -> Result<()> {
        let point = self.chain.outlets.point;
        let kept = self.db.write(&self.chain.scope, async |tx| {
            let mut details = outlets::require(tx, tx.org(), point).await?.details;
            if details.keeper.is_none() {
                details.keeper = Some(keeper);
                outlets::actions::change(tx, point, details).await?;
            }
            Ok(())
        });
        kept.await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_with_an_order_comes_in_its_order() {
        let dice = Dice::new(4);
        let midnight = Time::parse("2026-03-02T16:00:00Z").unwrap();
        let slot = midnight.plus(hours(48));
        for minute in (8 * 60..21 * 60).step_by(7) {
            let placed = Placed { midnight, minute };
            let slots = [Course::Point(slot, slot.plus(hours(2))), Course::Door(slot)];
            for course in [[Course::Store].as_slice(), &slots].concat() {
                let deeds = course.deeds(&dice, placed);
                let times: Vec<Time> = deeds.iter().map(|(at, _)| *at).collect();
                assert!(times.is_sorted(), "{deeds:?}");
                assert!(times.iter().all(|at| *at > midnight.plus(minutes(minute))));
                let packs = deeds.iter().any(|(_, deed)| *deed == Deed::Pack);
                let ends = deeds
                    .iter()
                    .any(|(_, deed)| matches!(deed, Deed::HandOver | Deed::CallOff | Deed::Leave));
                assert!(ends || !packs, "packed and never heard of again: {deeds:?}");
            }
        }
    }
}
