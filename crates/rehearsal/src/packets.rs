//! Red packets: one on a Friday evening, opened by whoever is quick, and one that is on when the demo is looked at.

use std::time::Duration;

use kernel::{Lang, MemberId, RedPacketId, Result};
use play::{
    activities::Plan,
    red_packets::{
        self, Gives, Grabbing, Split, Terms,
        actions::Draft,
        elsewhere,
        model::{NewHandout, ONE_EACH},
    },
};
use value::{bills::Whom, words::Words};
use web::shops;

use crate::{crowd::Person, engine::Engine, sales::here};

/// What is in one, in minor units, and for how many.
const TOTAL: i64 = 8_800;
const SHARES: i64 = 20;
/// Nobody gets less.
const LEAST: i64 = 50;
/// People who open a Friday's, and the one of today.
const FRIDAY: usize = 16;
const TODAY: usize = 9;

/// Some are quick; what the others do not open goes back two hours later.
pub async fn friday(engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
    let packet = open(engine).await?;
    let people = here(crowd);
    for member in people.into_iter().rev().take(FRIDAY) {
        grab(engine, packet, member).await?;
    }
    Ok(())
}

/// The one that is on, and what was handed out in the chat of another platform this morning.
pub async fn today(engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
    let packet = open(engine).await?;
    for member in here(crowd).into_iter().skip(1).take(TODAY) {
        grab(engine, packet, member).await?;
    }
    let zone = engine.zone.clone();
    let run = async |tx: &mut store::Tx| {
        let new = NewHandout {
            channel: "Neighbours' chat".into(),
            amount: 2_000,
            people: 10,
            handed_on: tx.now().date(&zone).to_string(),
            note: String::new(),
        };
        elsewhere::record(tx, packet, new).await.map(drop)
    };
    engine.db.write(&engine.acting_as(None), run).await.map(drop)
}

async fn open(engine: &Engine<'_>) -> Result<RedPacketId> {
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        let now = tx.now();
        let mut name = Words::one(Lang::En, "A little luck");
        *name.slot(Lang::Zh) = "小小好运".into();
        *name.slot(Lang::Es) = "Un poco de suerte".into();
        let plan = Plan {
            name,
            whom: Whom::Members,
            opens_at: now,
            closes_at: now.plus(Duration::from_hours(2)),
            cost: None,
            limits: ONE_EACH,
            budget: Some(12_000),
        };
        let terms = Terms {
            gives: Gives::Money,
            total: TOTAL,
            shares: SHARES,
            split: Split::Random,
            least: LEAST,
        };
        let id = red_packets::create(tx, &shop, Draft { plan, terms }).await?;
        red_packets::open(tx, &shop, id).await?;
        Ok(id)
    };
    Ok(engine.db.write(&engine.acting_as(None), run).await?.value)
}

async fn grab(engine: &Engine<'_>, packet: RedPacketId, member: MemberId) -> Result<()> {
    let scope = engine.acting(kernel::Actor::Member(member));
    let grabbing = Grabbing { packet, member, store: None, staff: None };
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        red_packets::grab(tx, &shop, grabbing).await
    };
    match engine.db.write(&scope, run).await {
        // Who works there, and whose wallet is full, has none.
        Ok(_) | Err(kernel::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
