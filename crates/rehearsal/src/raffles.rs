//! The raffle of a Saturday: a basket of the season and a few jars, drawn in the shop; and the one that is on
//! when the demo is looked at, beside a card to scratch and the draw for whoever joins.

use std::time::Duration;

use kernel::{GiftId, Lang, MemberId, RaffleId, Result, SeriesId};
use play::{
    activities::{Limits, Plan},
    raffles::{
        self, Entering, Giving, Terms,
        actions::Draft,
        model::{Prize, Source, Style, Unclaimed},
    },
    suggested,
};
use value::{
    bills::{self, Benefit, Whom},
    gifts::{self, actions::NewGift},
    words::Words,
};
use web::shops;

use crate::{crowd::Person, engine::Engine};

const HOUR: Duration = Duration::from_secs(3600);
/// People of one raffle.
const ENTRANTS: usize = 24;
/// Who brought a friend has one more ticket.
const FRIENDS: usize = 5;

/// Where the prizes come from.
#[derive(Default)]
pub struct Raffles {
    prizes: Option<(GiftId, GiftId)>,
}

impl Raffles {
    /// Saturday at noon: it opens, fills, closes and is drawn within the afternoon.
    pub async fn saturday(&mut self, engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
        let name = words("Saturday basket", "周六果篮", "La cesta del sábado");
        let raffle = self.open(engine, (name, Style::Scheduled, HOUR * 3)).await?;
        fill(engine, raffle, crowd).await
    }

    /// Those that are on.
    pub async fn today(&mut self, engine: &Engine<'_>, crowd: &[Person]) -> Result<()> {
        let name = words("Harvest raffle", "丰收抽奖", "El sorteo de la cosecha");
        let raffle = self.open(engine, (name, Style::Scheduled, HOUR * 48)).await?;
        fill(engine, raffle, crowd).await?;
        let name = words("Scratch and win", "刮刮乐", "Rasca y gana");
        let cards = self.open(engine, (name, Style::Scratch, HOUR * 48)).await?;
        for member in here(crowd).into_iter().take(9) {
            enter(engine, cards, member).await?;
        }
        Ok(())
    }

    /// The draw for whoever joins, as the series' playbook suggests it.
    pub async fn welcome(engine: &Engine<'_>, series: SeriesId) -> Result<()> {
        let run = async |tx: &mut store::Tx| {
            let shop = shops::require(tx, tx.org()).await?;
            let about = (series, tx.now());
            let found = suggested::of(tx, &shop, about).await?;
            let draw = found.into_iter().find(|one| one.key == suggested::WELCOME);
            if let Some(suggested::Draft::Raffle(draft)) = draw.and_then(|one| one.draft) {
                let id = raffles::create(tx, &shop, draft).await?;
                raffles::open(tx, &shop, id).await?;
            }
            Ok(())
        };
        engine.db.write(&engine.acting_as(None), run).await.map(drop)
    }

    async fn open(
        &mut self,
        engine: &Engine<'_>,
        (name, style, hours): (Words, Style, Duration),
    ) -> Result<RaffleId> {
        let known = self.prizes;
        let scope = engine.acting_as(None);
        let run = async |tx: &mut store::Tx| {
            let shop = shops::require(tx, tx.org()).await?;
            let (basket, jar) = match known {
                Some(both) => both,
                None => (
                    gifts::create(tx, stocked(basket())).await?,
                    gifts::create(tx, stocked(jar())).await?,
                ),
            };
            let now = tx.now();
            let plan = Plan {
                name,
                whom: Whom::Members,
                opens_at: now,
                closes_at: now.plus(hours),
                cost: None,
                limits: Limits { per_member: 5, per_day: None },
                budget: None,
            };
            let prizes = [(basket, 1), (jar, 6)];
            let prizes = prizes.map(|(gift, quantity)| Prize { gift, quantity }).into();
            let terms = Terms {
                style,
                prizes,
                free: 1,
                per_purchase: Some(5000),
                joining: 0,
                wins: 1,
                least_entrants: 1,
                source: Source::Nonces,
                wait_minutes: 10,
                collect_days: 6,
                unclaimed: Unclaimed::Shelf,
                plays: if style.is_instant() { 60 } else { 0 },
            };
            let id = raffles::create(tx, &shop, Draft { plan, terms }).await?;
            raffles::open(tx, &shop, id).await?;
            Ok((id, (basket, jar)))
        };
        let (raffle, both) = engine.db.write(&scope, run).await?.value;
        self.prizes = Some(both);
        Ok(raffle)
    }
}

/// Who is a member and still comes.
fn here(crowd: &[Person]) -> Vec<MemberId> {
    crowd.iter().filter(|person| !person.gone).filter_map(|person| person.member).collect()
}

async fn fill(engine: &Engine<'_>, raffle: RaffleId, crowd: &[Person]) -> Result<()> {
    let people = here(crowd);
    for member in people.iter().rev().take(FRIENDS) {
        give(engine, raffle, *member).await?;
    }
    for member in people.into_iter().rev().take(ENTRANTS) {
        enter(engine, raffle, member).await?;
    }
    Ok(())
}

async fn give(engine: &Engine<'_>, raffle: RaffleId, member: MemberId) -> Result<()> {
    let giving = Giving { raffle, member, tickets: 1, purchase: None, store: None, staff: None };
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        raffles::give(tx, &shop, giving).await
    };
    passed(engine.db.write(&engine.acting_as(None), run).await.map(drop))
}

async fn enter(engine: &Engine<'_>, raffle: RaffleId, member: MemberId) -> Result<()> {
    let run = async |tx: &mut store::Tx| {
        let shop = shops::require(tx, tx.org()).await?;
        raffles::enter(tx, &shop, Entering::new(raffle, member)).await.map(drop)
    };
    let scope = engine.acting(kernel::Actor::Member(member));
    passed(engine.db.write(&scope, run).await.map(drop))
}

/// A no is part of the day.
fn passed(done: Result<()>) -> Result<()> {
    match done {
        Ok(()) | Err(kernel::Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn words(en: &str, zh: &str, es: &str) -> Words {
    let mut words = Words::one(Lang::En, en);
    *words.slot(Lang::Zh) = zh.into();
    *words.slot(Lang::Es) = es.into();
    words
}

fn stocked(details: gifts::Details) -> NewGift {
    NewGift { details, stock: 200, playbook_key: None }
}

fn basket() -> gifts::Details {
    let name = words("Basket of the season", "应季果篮", "Cesta de temporada");
    prize(name, (6500, 12_000))
}

fn jar() -> gifts::Details {
    prize(words("Jar of plum jam", "一罐李子酱", "Tarro de mermelada de ciruela"), (900, 2200))
}

fn prize(name: Words, (cost, perceived): (i64, i64)) -> gifts::Details {
    gifts::Details {
        kind: gifts::Kind::Raffle,
        name,
        packing: Words::default(),
        cost,
        perceived,
        per_member: 0,
        valid_days: Some(7),
        stores: Vec::new(),
        returns: true,
        series: None,
        terms: bills::Terms::of(Benefit::Thing),
    }
}
