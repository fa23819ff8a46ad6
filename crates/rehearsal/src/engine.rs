//! What a simulated person does, done by the real actions.

use std::sync::Arc;

use kernel::{DeviceId, Error, MemberId, ProgramId, Result, TestClock};
use people::{
    joining::{self, Admit, Claim, Join, To, Who},
    members::{E164, NewMember},
    memberships::{self, Why},
};
use store::Db;
use value::{
    counter::{self, Submit},
    points, stamp_cards, vouchers,
};

use crate::{chain::Chain, crowd::Person, dice::Dice};

pub struct Engine<'e> {
    pub db: &'e Db,
    pub chain: &'e Chain,
    pub clock: &'e Arc<TestClock>,
    pub dice: &'e Dice,
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
        self.talk(person).await
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
        let at = person.store.min(self.chain.stores.len().saturating_sub(1));
        let (Some(store), Some(staff)) = (self.chain.stores.get(at), self.chain.cashiers.get(at))
        else {
            return Ok(());
        };
        let vouchers =
            if self.dice.happens(0.85) { self.waiting(member).await? } else { Vec::new() };
        let amount = self.dice.happens(0.8).then(|| person.spends(self.dice));
        let cards = stamp_cards::list(&mut self.db.read().await?, self.chain.scope.org()).await?;
        let submit = Submit {
            member,
            store: *store,
            staff: *staff,
            device: self.device,
            vouchers,
            cards: cards.iter().map(|card| card.id).collect(),
            amount,
            lines: Vec::new(),
            points: self.offer(member).await?,
            from_wallet: false,
            kept: None,
        };
        let done = self
            .db
            .write(&self.chain.scope, async |tx| counter::perform(tx, submit.clone()).await)
            .await;
        match done {
            // A ticket of another store, or one that ran out: the person keeps it and goes on.
            Err(Error::Refused(_)) | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whoever has collected enough lets the points pay.
    async fn offer(&self, member: MemberId) -> Result<Option<ProgramId>> {
        const ENOUGH: i64 = 500;
        let org = self.chain.scope.org();
        let mut db = self.db.read().await?;
        let shop = web::shops::require(&mut db, org).await?;
        let now = self.db.world().now();
        let all = points::holdings(&mut db, &shop, now, member).await?;
        let most = all.iter().map(|one| (one.standing.balance(), one.known.program.id)).max();
        let enough = most.filter(|(have, _)| *have >= ENOUGH);
        Ok(enough.map(|(_, program)| program))
    }

    /// Tickets that can be collected.
    async fn waiting(&self, member: MemberId) -> Result<Vec<kernel::VoucherId>> {
        let mut db = self.db.read().await?;
        let all = vouchers::of_member(&mut db, self.chain.scope.org(), member).await?;
        Ok(all
            .iter()
            .filter(|voucher| voucher.state == vouchers::State::Issued)
            .map(|voucher| voucher.id)
            .collect())
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
