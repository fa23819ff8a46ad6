//! The group buy that is on when the demo is looked at: one team is full, one has enough people for the
//! first price, one waits for two more, and one has just been started.

use std::time::Duration;

use kernel::{GroupBuyId, Lang, MemberId, Result};
use play::{
    activities::{Limits, Plan},
    group_buys::{
        self, Joining, Terms,
        actions::Draft,
        model::{Doors, Tier},
    },
};
use value::{
    bills::{self, Benefit, Whom},
    gifts::{self, actions::NewGift},
    words::Words,
};
use web::shops;

use crate::{crowd::Person, engine::Engine, sales::here};

/// People of each team, whoever starts it first.
const TEAMS: [usize; 4] = [6, 4, 1, 2];
const PLACES: i64 = 60;
/// What the shop has of them.
const BOXES: i64 = 80;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Opens it and lets people step in.
pub async fn today(engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
    let buy = open(engine).await?;
    let mut people = here(crowd).into_iter().rev();
    for size in TEAMS {
        let Some(first) = people.next() else { return Ok(()) };
        let Some(team) = start(engine, buy, first).await? else { continue };
        for member in people.by_ref().take(size.saturating_sub(1)) {
            join(engine, team, member).await?;
        }
    }
    Ok(())
}

async fn open(engine: &Engine<'_>) -> Result<GroupBuyId> {
    let scope = engine.acting_as(None);
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        let new = NewGift { details: mangoes(), stock: BOXES, playbook_key: None };
        let gift = gifts::create(tx, new).await?;
        let now = tx.now();
        let mut name = Words::one(Lang::En, "Mangoes together");
        *name.slot(Lang::Zh) = "一起买芒果".into();
        *name.slot(Lang::Es) = "Mangos en grupo".into();
        let plan = Plan {
            name,
            whom: Whom::Members,
            opens_at: now,
            closes_at: now.plus(DAY * 2),
            cost: None,
            limits: Limits { per_member: 2, per_day: None },
            budget: None,
        };
        let terms = Terms {
            gift,
            seats: PLACES,
            tiers: vec![Tier { people: 3, each: 1990 }, Tier { people: 5, each: 1690 }],
            most: 6,
            team_hours: 24,
            collect_days: 3,
            doors: Doors::Listed,
            deposit: None,
        };
        let id = group_buys::create(tx, &shop, Draft { plan, terms }).await?;
        group_buys::open(tx, &shop, id).await?;
        Ok(id)
    };
    Ok(engine.db.write(&scope, run).await?.value)
}

/// A box of mangoes at its price alone.
fn mangoes() -> gifts::Details {
    let mut name = Words::one(Lang::En, "Box of mangoes");
    *name.slot(Lang::Zh) = "一箱芒果".into();
    *name.slot(Lang::Es) = "Caja de mangos".into();
    let mut terms = bills::Terms::of(Benefit::Price { each: 2490 });
    terms.conditions.goods.products = vec!["Box of mangoes".into()];
    gifts::Details {
        kind: gifts::Kind::Reward,
        name,
        packing: Words::default(),
        cost: 1250,
        perceived: 2490,
        per_member: 0,
        valid_days: Some(3),
        stores: Vec::new(),
        returns: true,
        series: None,
        terms,
    }
}

async fn start(
    engine: &Engine<'_>,
    buy: GroupBuyId,
    member: MemberId,
) -> Result<Option<kernel::BuyTeamId>> {
    let scope = engine.acting(kernel::Actor::Member(member));
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        group_buys::start(tx, &shop, buy, Joining::of(member)).await
    };
    match engine.db.write(&scope, run).await {
        Ok(seated) => Ok(Some(seated.value.team.id)),
        Err(kernel::Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn join(engine: &Engine<'_>, team: kernel::BuyTeamId, member: MemberId) -> Result<()> {
    let scope = engine.acting(kernel::Actor::Member(member));
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        group_buys::join(tx, &shop, team, Joining::of(member)).await
    };
    match engine.db.write(&scope, run).await {
        Ok(_) | Err(kernel::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
