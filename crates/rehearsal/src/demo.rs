//! The demo: ninety days of a market hall's regulars.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use jiff::tz::TimeZone;
use kernel::{MemberId, Result, TestClock, Time, TodoId};
use people::members;
use serde::{Deserialize, Serialize};
use store::Db;
use value::{vouchers, wallets};

use crate::{
    catalogue,
    chain::{self, Chain},
    crowd::Person,
    dice::Dice,
    engine::Engine,
    hosting, lists,
    orders::{self, Placed},
    packets, presales,
    raffles::Raffles,
    sales::Sales,
    together,
};

/// How long the history is.
pub const DAYS: i64 = 90;
/// Newcomers a day, on average: some hundreds of members in the end.
const NEWCOMERS: f64 = 6.5;
/// Orders a day, on average, once there are people to order.
const ORDERS: f64 = 3.4;
/// When people order, by the hour from eight: on the way to work, and in the evening.
const ORDER_HOURS: [f64; 13] = [3.0, 2.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0];
/// People among whom somebody is found to look after the point.
const NEIGHBOURS: usize = 60;
/// People of whom it is looked up whether they are one to look at.
const ASKED: usize = 20;

/// What was made, and how to look at it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Demo {
    pub slug: String,
    pub owner: String,
    pub operator: String,
    pub host: String,
    pub password: String,
    pub pin: String,
    /// A join link that works.
    pub link: String,
    pub members: usize,
    /// Whoever has a bit of everything.
    #[serde(default)]
    pub regular: Option<Regular>,
}

/// A member to look at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Regular {
    pub name: String,
    /// Of their card.
    pub code: String,
}

impl Demo {
    /// What the person who started the demo is told.
    pub fn lines(&self, base: &str) -> Vec<String> {
        let Self { slug, owner, operator, host, password, pin, link, members, regular } = self;
        let mut lines = vec![
            String::new(),
            format!("  {members} members, {DAYS} days of history, made by simulated people."),
            String::new(),
            format!("  console   {base}/console        {owner} (owner), {operator} (operator),"),
            format!("                                  {host} (host); password: {password}"),
            format!(
                "  counter   {base}/counter        pair it in the console under Counters; PIN {pin}"
            ),
            format!("  a phone   {base}/{slug}/j/{link}   joins as a new member"),
        ];
        if let Some(Regular { name, code }) = regular {
            lines.push(format!(
                "  a regular {base}/{slug}/return     {name}: type {code}; the counter says yes"
            ));
        }
        lines.push(String::new());
        lines
    }
}

/// What is to be lived.
#[derive(Debug)]
pub struct History<'h> {
    pub today: Time,
    /// How many days before today it begins; at most [`DAYS`] are worth waiting for.
    pub days: i64,
    pub seed: u64,
    /// Where the links in posts lead.
    pub base_url: &'h str,
}

/// Makes the chain and lives its days until today.
pub async fn make(
    db: &Db,
    clock: &Arc<TestClock>,
    history: &History<'_>,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Demo> {
    let &History { today, days, seed, base_url } = history;
    let (dice, trade) = (Dice::new(seed), Dice::new(seed.wrapping_add(TRADE)));
    let zone = TimeZone::get("Asia/Shanghai").map_err(kernel::Error::broken)?;
    let first = Time::start_of(today.plus_days(-days).date(&zone), &zone);
    clock.set(at(first, 7, 0));
    let chain = chain::build(db).await?;
    db.settle().await?;
    let device = db.world().id();
    let engine = Engine {
        db,
        chain: &chain,
        clock,
        dice: &dice,
        trade: &trade,
        zone: &zone,
        device,
        base_url,
    };
    let mut town = Town::default();
    for day in 0..=days {
        progress(day.unsigned_abs(), days.unsigned_abs());
        let morning = Time::start_of(first.plus_days(day).plus(HALF_DAY).date(&zone), &zone);
        clock.set(at(morning, 6, 0).min(today));
        // At six the program has made the hosts' to-dos of the day.
        db.settle().await?;
        let day = morning.date(&zone).to_string();
        let posts = engine.programme(&day, morning).await?;
        town.live(&engine, &posts, (morning, today)).await?;
        db.settle().await?;
    }
    town.sales.today(&engine, &town.crowd).await?;
    packets::today(&engine, &town.crowd).await?;
    town.raffles.today(&engine, &town.crowd).await?;
    if let Some(series) = chain.series.last() {
        Raffles::welcome(&engine, *series).await?;
    }
    together::today(&engine, &town.crowd).await?;
    lists::today(&engine).await?;
    presales::today(&engine, &town.crowd).await?;
    db.settle().await?;
    let link = chain.link(chain.series.len() - 1, 0, "till").map(|link| link.code.clone());
    Ok(Demo {
        slug: chain::SLUG.into(),
        owner: chain::OWNER.into(),
        operator: chain::OPERATOR.into(),
        host: chain::HOST.into(),
        password: chain::PASSWORD.into(),
        pin: chain::PIN.into(),
        link: link.unwrap_or_default(),
        members: town.crowd.iter().filter(|person| person.member.is_some()).count(),
        regular: town.regular(&engine).await?,
    })
}

/// Into the middle of a day, so that a day of 23 hours still counts as the next.
const HALF_DAY: std::time::Duration = std::time::Duration::from_secs(12 * 3600);
/// Between the dice for who comes and those for what they trade.
const TRADE: u64 = 1 << 32;

fn at(morning: Time, hour: u64, minute: u64) -> Time {
    morning.plus(std::time::Duration::from_secs(hour * 3600 + minute * 60))
}

/// What a day is made of.
enum Happens {
    /// A host brings a post to its group.
    Post(TodoId),
    /// Somebody of the crowd is in the shop.
    Visit(usize),
    /// Somebody orders from their phone.
    Order(usize),
    /// What was due with an order.
    Tend(orders::Due),
    /// The van of Monday.
    Delivery,
    /// Those who are missed get a voucher.
    Miss,
    /// Those who come often get another.
    Thank,
    /// A flash sale opens, and is over in a minute.
    Rush,
    /// What was taken of it is collected.
    Collect,
    /// What nobody collected is offered to those who wait.
    Offer,
    /// A raffle opens, for three hours.
    Raffle,
}

/// What happens, minute by minute, and in one minute in the order in which it was planned.
#[derive(Default)]
struct Plan {
    events: BTreeMap<(u64, usize), Happens>,
    planned: usize,
}

impl Plan {
    fn add(&mut self, minute: u64, happens: Happens) {
        self.events.insert((minute, self.planned), happens);
        self.planned += 1;
    }
}

/// The people, and what is to be done with their orders.
#[derive(Default)]
struct Town {
    crowd: Vec<Person>,
    due: Vec<orders::Due>,
    sales: Sales,
    raffles: Raffles,
}

impl Town {
    /// One day from opening to closing: who comes does so minute by minute, in order.
    async fn live(
        &mut self,
        engine: &Engine<'_>,
        posts: &[hosting::Due],
        (morning, until): (Time, Time),
    ) -> Result<()> {
        let (mut plan, parting) = self.plan(engine, posts, morning);
        while let Some(((minute, _), happens)) = plan.events.pop_first() {
            let now = at(morning, 0, minute);
            if now >= until {
                break;
            }
            engine.clock.set(now);
            match happens {
                Happens::Post(todo) => engine.host(todo).await?,
                Happens::Visit(index) => {
                    if let Some(person) = self.crowd.get_mut(index) {
                        engine.meet(person).await?;
                    }
                }
                Happens::Order(index) => {
                    let Some(person) = self.crowd.get(index) else { continue };
                    self.due
                        .extend(engine.order(person, Placed { midnight: morning, minute }).await?);
                    self.fetch(&mut plan, morning);
                }
                Happens::Tend(due) => engine.tend(due).await?,
                Happens::Delivery => {
                    let Chain { scope, goods, stores, .. } = engine.chain;
                    catalogue::deliver(engine.db, (scope, goods), stores).await?;
                    if let Some(keeper) = self.neighbour() {
                        engine.look_after_point(keeper).await?;
                    }
                }
                Happens::Miss => engine.miss(&self.crowd).await?,
                Happens::Thank => engine.thank(&self.crowd).await?,
                Happens::Rush => {
                    self.sales.friday(engine, &self.crowd).await?;
                    packets::friday(engine, &self.crowd).await?;
                }
                Happens::Collect => self.sales.collect(engine).await?,
                Happens::Offer => engine.db.settle().await?,
                Happens::Raffle => self.raffles.saturday(engine, &self.crowd).await?,
            }
        }
        let evening = at(morning, 21, 30);
        if evening < until {
            engine.clock.set(evening);
            for person in parting.into_iter().filter_map(|index| self.crowd.get(index)) {
                engine.part(person).await?;
            }
        }
        Ok(())
    }

    /// Who and what comes on this day, and who leaves for good in the evening.
    fn plan(
        &mut self,
        engine: &Engine<'_>,
        posts: &[hosting::Due],
        morning: Time,
    ) -> (Plan, Vec<usize>) {
        let dice = engine.dice;
        let weekday =
            usize::try_from((morning.micros() / 86_400_000_000 + 4).rem_euclid(7)).unwrap_or(0);
        let (mut plan, mut parting) = (Plan::default(), Vec::new());
        for (minute, todo) in posts {
            plan.add(*minute, Happens::Post(*todo));
        }
        for (index, person) in self.crowd.iter_mut().enumerate() {
            let was_here = !person.gone;
            if person.comes(dice, weekday) {
                plan.add(minute(dice), Happens::Visit(index));
            } else if was_here && person.gone && dice.happens(0.15) {
                parting.push(index);
            }
        }
        self.trade(engine, morning, &mut plan);
        let Chain { stores, series, .. } = engine.chain;
        for _ in 0..dice.count(NEWCOMERS) {
            self.crowd.push(Person::new(dice, self.crowd.len(), stores.len(), series.len()));
            plan.add(minute(dice), Happens::Visit(self.crowd.len() - 1));
        }
        (plan, parting)
    }

    /// What of the day hangs on other dice than who comes.
    fn trade(&mut self, engine: &Engine<'_>, morning: Time, plan: &mut Plan) {
        use jiff::civil::Weekday;
        let dice = engine.trade;
        match morning.date(engine.zone).weekday() {
            Weekday::Monday => {
                plan.add(6 * 60 + 40, Happens::Delivery);
                plan.add(10 * 60 + 15, Happens::Miss);
            }
            Weekday::Friday => {
                plan.add(9 * 60 + 30, Happens::Thank);
                plan.add(17 * 60, Happens::Rush);
                plan.add(18 * 60 + 10, Happens::Collect);
                // First what was collected is heard of, then what was not goes back.
                plan.add(18 * 60 + 31, Happens::Offer);
                plan.add(18 * 60 + 33, Happens::Offer);
            }
            Weekday::Saturday => {
                plan.add(11 * 60, Happens::Raffle);
                // It closes, is drawn, and its winners hold their vouchers.
                plan.add(14 * 60 + 1, Happens::Offer);
                plan.add(14 * 60 + 12, Happens::Offer);
            }
            _ => {}
        }
        let fresh = engine.chain.series.len().saturating_sub(1);
        let orders =
            |person: &Person| person.member.is_some() && !person.gone && person.series == fresh;
        let who = self.crowd.iter().enumerate().filter(|(_, person)| orders(person));
        let who: Vec<usize> = who.map(|(index, _)| index).collect();
        for _ in 0..dice.count(ORDERS) {
            if let Some(index) = dice.pick(&who) {
                let hour = 8 + dice.weighted(&ORDER_HOURS);
                plan.add((hour * 60 + dice.below(60)) as u64, Happens::Order(*index));
            }
        }
        self.fetch(plan, morning);
    }

    /// Puts what is due on this day into its plan.
    fn fetch(&mut self, plan: &mut Plan, morning: Time) {
        let tomorrow = at(morning, 24, 0);
        let all = std::mem::take(&mut self.due).into_iter();
        let (today, later): (Vec<_>, Vec<_>) = all.partition(|due| due.at < tomorrow);
        self.due = later;
        for due in today {
            plan.add(due.at.since(morning).as_secs() / 60, Happens::Tend(due));
        }
    }

    /// Who comes most, once there are enough to know.
    fn neighbour(&self) -> Option<MemberId> {
        let enough = self.crowd.len() >= NEIGHBOURS;
        let known = self.crowd.iter().filter(|person| enough && !person.gone);
        known.max_by_key(|person| person.dealings.visits)?.member
    }

    /// Of those who still come, somebody who has most of what there is to have, with money and tickets
    /// left.
    async fn regular(&self, engine: &Engine<'_>) -> Result<Option<Regular>> {
        let now = engine.db.world().now();
        let today = now.date(engine.zone);
        let has = |person: &&Person| {
            let of = person.dealings;
            let plus = of.plus.is_some_and(|last| last >= today);
            Reverse((u8::from(plus) + u8::from(of.purse) + u8::from(of.bag), of.visits))
        };
        let mut here: Vec<&Person> = self.crowd.iter().filter(|person| !person.gone).collect();
        here.sort_by_key(has);
        let ids: Vec<MemberId> = here.iter().filter_map(|person| person.member).collect();
        let (mut db, org) = (engine.db.read().await?, engine.chain.scope.org());
        let mut chosen = ids.first().copied();
        for id in ids.into_iter().take(ASKED) {
            let money = wallets::wallet(&mut db, org, id).await?.balance.total() > 0;
            let tickets = vouchers::of_member(&mut db, org, id).await?;
            if money && tickets.iter().any(|one| one.state_at(now) == vouchers::State::Issued) {
                chosen = Some(id);
                break;
            }
        }
        let Some(id) = chosen else { return Ok(None) };
        let member = members::require(&mut db, org, id).await?;
        Ok(Some(Regular { name: member.name.clone(), code: member.code_spaced() }))
    }
}

/// A minute of the opening hours; noon and the way home are busiest.
fn minute(dice: &Dice) -> u64 {
    let hour =
        8 + dice.weighted(&[2.0, 3.0, 4.0, 4.0, 5.0, 3.0, 2.0, 2.0, 3.0, 5.0, 6.0, 4.0, 2.0]);
    (hour * 60 + dice.below(60)) as u64
}
