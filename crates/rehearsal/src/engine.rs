//! What a simulated person does, done by the real actions.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::{
    Actor, DeviceId, Error, MemberId, ProgramId, Result, Scope, StaffId, StampCardId, StoreId,
    TestClock, scope::Remit,
};
use people::{
    joining::{self, Admit, Claim, Join, To, Who},
    members::{E164, NewMember},
    memberships::{self, Why},
};
use store::Db;
use value::{
    counter::{self, Submit, find},
    vouchers::{self, Voucher},
};

use crate::{chain::Chain, crowd::Person, dealings::Laid, dice::Dice};

pub struct Engine<'e> {
    pub db: &'e Db,
    pub chain: &'e Chain,
    pub clock: &'e Arc<TestClock>,
    pub dice: &'e Dice,
    /// For what people trade, so that who comes when does not hang on it.
    pub trade: &'e Dice,
    pub zone: &'e TimeZone,
    /// The counter's device, the same in every store.
    pub device: DeviceId,
    /// Where the links of posts lead.
    pub base_url: &'e str,
}

impl Engine<'_> {
    /// Somebody is in the shop: newcomers join, then everybody does what they came for.
    pub async fn meet(&self, person: &mut Person) -> Result<()> {
        if person.member.is_none() {
            self.join(person).await?;
            // Most newcomers join on the way out and collect their gift the next time.
            if self.dice.happens(0.6) {
                return Ok(());
            }
        }
        self.shop(person).await?;
        self.deal(person).await?;
        self.talk(person).await
    }

    /// For whom somebody acts in this chain.
    pub fn acting(&self, by: Actor) -> Scope {
        Scope::proven(self.chain.scope.org(), by, Remit::Everything)
    }
    /// As somebody of the staff; without anybody, the program itself.
    pub fn acting_as(&self, staff: Option<StaffId>) -> Scope {
        self.acting(staff.map_or(Actor::System, Actor::Staff))
    }
    /// The counter of a store, and who stands behind it.
    pub fn behind(&self, store: usize) -> Option<(StoreId, StaffId)> {
        let at = store.min(self.chain.stores.len().saturating_sub(1));
        Some((*self.chain.stores.get(at)?, *self.chain.staff.cashiers.get(at)?))
    }

    async fn join(&self, person: &mut Person) -> Result<()> {
        let new = NewMember {
            name: person.name.clone(),
            phone: E164::read(&person.phone, "CN").ok(),
            ..NewMember::default()
        }
        .from(person.source);
        let store = self.chain.stores.get(person.store).copied();
        let series =
            self.chain.series.get(person.series).copied().ok_or(Error::NotFound("series"))?;
        let link = self.chain.link(person.series, person.store, person.source);
        let to = match link {
            Some(link) => To::Link(Box::new(link.clone())),
            None => To::Series(series),
        };
        let at_counter = person.source == "counter";
        let join = Join {
            store,
            claim: if at_counter { Claim::Vouched } else { Claim::Typed },
            admit: if at_counter { Admit::AtOnce } else { Admit::AsRuled },
            source: at_counter.then(|| "counter".to_owned()),
            ..Join::new(Who::Typed(new), to)
        };
        let joined =
            self.db.write(&self.chain.scope, async |tx| joining::join(tx, join.clone()).await);
        let joined = joined.await?.value;
        (person.member, person.group) = (Some(joined.member), Some(joined.group));
        Ok(())
    }

    /// At the counter: collects what waits, gets today's stamp, mostly buys.
    async fn shop(&self, person: &Person) -> Result<()> {
        let Some(member) = person.member else { return Ok(()) };
        let Some((store, staff)) = self.behind(person.store) else { return Ok(()) };
        let waiting =
            if self.dice.happens(0.85) { self.waiting(member).await? } else { Vec::new() };
        let amount = self.dice.happens(0.8).then(|| person.spends(self.dice));
        let Laid { amount, lines, vouchers } = self.laid((member, store), amount, &waiting).await?;
        let cards = self.cards(member).await?;
        let submit = Submit {
            member,
            store,
            staff,
            device: self.device,
            vouchers,
            cards,
            amount,
            lines,
            points: self.offer(member).await?,
            from_wallet: person.dealings.purse,
            kept: None,
        };
        let done = self
            .db
            .write(&self.chain.scope, async |tx| counter::perform(tx, submit.clone()).await)
            .await;
        // A ticket of another store, or one that ran out: the person keeps it and goes on.
        refusals_aside(done)
    }

    /// Whoever has collected enough lets the points pay.
    async fn offer(&self, member: MemberId) -> Result<Option<ProgramId>> {
        const ENOUGH: i64 = 500;
        let enough = self.points_of(member).await? >= ENOUGH;
        Ok(enough.then_some(self.chain.promises.program))
    }

    /// The stamp cards that the counter shows for somebody: those of their own groups.
    async fn cards(&self, member: MemberId) -> Result<Vec<StampCardId>> {
        let mut db = self.db.read().await?;
        let shop = web::shops::require(&mut db, self.chain.scope.org()).await?;
        let cards = find::open_cards(&mut db, &shop, member).await?;
        Ok(cards.into_iter().map(|card| card.id).collect())
    }

    /// Tickets that can be collected or used.
    async fn waiting(&self, member: MemberId) -> Result<Vec<Voucher>> {
        let mut db = self.db.read().await?;
        let mut all = vouchers::of_member(&mut db, self.chain.scope.org(), member).await?;
        all.retain(|voucher| voucher.state == vouchers::State::Issued);
        Ok(all)
    }

    /// Some of those who lost interest say so and leave the group; most just stay silent.
    pub async fn part(&self, person: &Person) -> Result<()> {
        let Some(member) = person.member else { return Ok(()) };
        self.db
            .write(&self.chain.scope, async |tx| {
                memberships::actions::leave_all(tx, member, Why::Own).await
            })
            .await
            .map(drop)
    }
}

/// What the shop's rules refuse (a feed that only the shop writes, somebody who has left) is life.
pub fn refusals_aside<T>(done: Result<T>) -> Result<()> {
    match done {
        Ok(_) | Err(Error::Refused(_) | Error::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
