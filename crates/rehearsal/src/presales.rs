//! The pre-sale that is on when the demo is looked at: the cherries are there in a week, the boxes at the early
//! price are nearly gone, and some have paid their deposit at the counter.

use std::time::Duration;

use jiff::tz::TimeZone;
use kernel::{Lang, PresaleId, Result, StoreId, Time};
use people::stores;
use play::{
    activities::{Limits, Plan},
    presales::{
        self, Reserving, Terms,
        actions::Draft,
        model::{After, Early, Paid, Window},
        samples::{self, Samples, Taking, Tasters},
    },
};
use value::{
    bills::{self, Benefit, Whom},
    gifts::{self, actions::NewGift},
    words::Words,
};
use web::shops;

use crate::{crowd::Person, engine::Engine, sales::here};

/// What the orchard brings.
const BOXES: i64 = 80;
/// What the shop has of them: some are for whoever comes without.
const STOCK: i64 = 100;
const EARLY: i64 = 20;
/// To try.
const CUPS: i64 = 30;
/// And what the shop has of it.
const CUPBOARD: i64 = 60;
/// How many have reserved, and how many try it before they do.
const RESERVED: usize = 17;
const TRY: usize = 5;
const HOUR: Duration = Duration::from_secs(3600);

/// Opens it and lets people reserve: every third pays in cash.
pub async fn today(engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
    let (presale, store) = open(engine).await?;
    for member in here(crowd).into_iter().rev().skip(13 + RESERVED).take(TRY) {
        tries(engine, presale, Taking::of(member)).await?;
    }
    for (n, member) in here(crowd).into_iter().rev().skip(13).take(RESERVED).enumerate() {
        let window = i64::from(n % 5 > 2);
        let asked = Reserving { paid: Paid::Cash, ..Reserving::of(member, window) };
        let asked = Reserving { store: Some(store), ..asked };
        reserve(engine, presale, asked).await?;
    }
    Ok(())
}

/// The next day at this hour of the shop.
fn morning(day: Time, hour: u64, zone: &TimeZone) -> Time {
    Time::start_of(day.date(zone), zone).plus(HOUR * u32::try_from(hour).unwrap_or_default())
}

async fn open(engine: &Engine<'_>) -> Result<(PresaleId, StoreId)> {
    let scope = engine.acting_as(None);
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        let new = NewGift { details: cherries(), stock: STOCK, playbook_key: None };
        let gift = gifts::create(tx, new).await?;
        let stores = stores::list(tx, tx.org()).await?;
        let store = stores.first().ok_or(kernel::Error::NotFound("store"))?.id;
        let (now, zone) = (tx.now(), shop.zone.clone());
        let day = |days: i64| now.plus_days(days);
        let mut name = Words::one(Lang::En, "The first cherries");
        *name.slot(Lang::Zh) = "头茬樱桃".into();
        *name.slot(Lang::Es) = "Las primeras cerezas".into();
        let plan = Plan {
            name,
            whom: Whom::Members,
            opens_at: now,
            closes_at: morning(day(5), 18, &zone),
            cost: None,
            limits: Limits { per_member: 2, per_day: None },
            budget: None,
        };
        let window = |days: i64, (from, until), store| Window {
            from: morning(day(days), from, &zone),
            until: morning(day(days), until, &zone),
            store,
            capacity: BOXES,
        };
        let terms = Terms {
            gift,
            pieces: BOXES,
            price: 3990,
            early: Some(Early { pieces: EARLY, price: 3290 }),
            deposit: 600,
            cancel_by: morning(day(5), 18, &zone),
            back_days: 0,
            after: After::Half,
            ready_at: morning(day(7), 8, &zone),
            windows: vec![window(7, (9, 20), Some(store)), window(8, (9, 13), None)],
            samples: Some(cups(tx, (now, morning(day(5), 18, &zone))).await?),
            called_off: None,
        };
        let id = presales::create(tx, &shop, Draft { plan, terms }).await?;
        presales::open(tx, &shop, id).await?;
        Ok((id, store))
    };
    Ok(engine.db.write(&scope, run).await?.value)
}

/// A cup from further south to try at the counter, as long as one can reserve.
async fn cups(tx: &mut store::Tx, (from, until): (Time, Time)) -> Result<Samples> {
    let mut name = Words::one(Lang::En, "A cup of cherries to try");
    *name.slot(Lang::Zh) = "一小杯樱桃试吃".into();
    *name.slot(Lang::Es) = "Un vasito de cerezas para probar".into();
    let details = gifts::Details {
        name,
        cost: 90,
        perceived: 200,
        terms: bills::Terms::of(Benefit::Thing),
        ..cherries()
    };
    let gift = gifts::create(tx, NewGift { details, stock: CUPBOARD, playbook_key: None }).await?;
    let (pieces, whom, cost) = (CUPS, Tasters::Everybody, None);
    Ok(Samples { gift, pieces, whom, cost, from, until, hold_hours: 24 })
}

/// A box of cherries at its price alone.
fn cherries() -> gifts::Details {
    let mut name = Words::one(Lang::En, "Box of cherries");
    *name.slot(Lang::Zh) = "一箱樱桃".into();
    *name.slot(Lang::Es) = "Caja de cerezas".into();
    let mut terms = bills::Terms::of(Benefit::Price { each: 3990 });
    terms.conditions.goods.products = vec!["Box of cherries".into()];
    gifts::Details {
        kind: gifts::Kind::Reward,
        name,
        packing: Words::default(),
        cost: 1900,
        perceived: 3990,
        per_member: 0,
        valid_days: Some(3),
        stores: Vec::new(),
        returns: true,
        series: None,
        terms,
    }
}

async fn reserve(engine: &Engine<'_>, presale: PresaleId, asked: Reserving) -> Result<()> {
    let scope = engine.acting(kernel::Actor::Member(asked.member));
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        presales::reserve(tx, &shop, presale, asked).await
    };
    match engine.db.write(&scope, run).await {
        Ok(_) | Err(kernel::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn tries(engine: &Engine<'_>, presale: PresaleId, taking: Taking) -> Result<()> {
    let scope = engine.acting(kernel::Actor::Member(taking.member));
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        samples::take(tx, &shop, presale, taking).await
    };
    match engine.db.write(&scope, run).await {
        Ok(_) | Err(kernel::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
