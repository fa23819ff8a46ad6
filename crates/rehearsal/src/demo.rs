//! The demo: ninety days of a market hall's regulars.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::{Result, TestClock, Time, TodoId};
use serde::{Deserialize, Serialize};
use store::Db;

use crate::{
    chain::{self, Chain},
    crowd::Person,
    dice::Dice,
    engine::Engine,
    hosting::Due,
};

/// How long the history is.
pub const DAYS: i64 = 90;
/// Newcomers a day, on average: some hundreds of members in the end.
const NEWCOMERS: f64 = 6.5;

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
}

impl Demo {
    /// What the person who started the demo is told.
    pub fn lines(&self, base: &str) -> Vec<String> {
        let Self { slug, owner, operator, host, password, pin, link, members } = self;
        vec![
            String::new(),
            format!("  {members} members, {DAYS} days of history, made by simulated people."),
            String::new(),
            format!("  console   {base}/console        {owner} (owner), {operator} (operator),"),
            format!("                                  {host} (host); password: {password}"),
            format!(
                "  counter   {base}/counter        pair it in the console under Counters; PIN {pin}"
            ),
            format!("  a phone   {base}/{slug}/j/{link}   joins as a new member"),
            String::new(),
        ]
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
    let dice = Dice::new(seed);
    let zone = TimeZone::get("Asia/Shanghai").map_err(kernel::Error::broken)?;
    let first = Time::start_of(today.plus_days(-days).date(&zone), &zone);
    clock.set(at(first, 7, 0));
    let chain = chain::build(db).await?;
    db.settle().await?;
    let mut crowd: Vec<Person> = Vec::new();
    let device = db.world().id();
    let engine = Engine { db, chain: &chain, clock, dice: &dice, device, base_url };
    for day in 0..=days {
        progress(day.unsigned_abs(), days.unsigned_abs());
        let morning = Time::start_of(first.plus_days(day).plus(HALF_DAY).date(&zone), &zone);
        clock.set(at(morning, 6, 0).min(today));
        // At six the program has made the hosts' to-dos of the day.
        db.settle().await?;
        let day = morning.date(&zone).to_string();
        let posts = engine.programme(&day, morning).await?;
        live(&engine, &mut crowd, &posts, (morning, today)).await?;
        db.settle().await?;
    }
    let link = chain.link(chain.series.len() - 1, 0, "till").map(|link| link.code.clone());
    Ok(Demo {
        slug: chain::SLUG.into(),
        owner: chain::OWNER.into(),
        operator: chain::OPERATOR.into(),
        host: chain::HOST.into(),
        password: chain::PASSWORD.into(),
        pin: chain::PIN.into(),
        link: link.unwrap_or_default(),
        members: crowd.iter().filter(|person| person.member.is_some()).count(),
    })
}

/// Into the middle of a day, so that a day of 23 hours still counts as the next.
const HALF_DAY: std::time::Duration = std::time::Duration::from_secs(12 * 3600);

fn at(morning: Time, hour: u64, minute: u64) -> Time {
    morning.plus(std::time::Duration::from_secs(hour * 3600 + minute * 60))
}

/// What a day is made of.
enum Happens {
    /// A host brings a post to its group.
    Post(TodoId),
    /// Somebody of the crowd is in the shop.
    Visit(usize),
}

/// One day from opening to closing: who comes does so minute by minute, in order.
async fn live(
    engine: &Engine<'_>,
    crowd: &mut Vec<Person>,
    posts: &[Due],
    (morning, until): (Time, Time),
) -> Result<()> {
    let dice = engine.dice;
    let weekday =
        usize::try_from((morning.micros() / 86_400_000_000 + 4).rem_euclid(7)).unwrap_or(0);
    let mut plan: Vec<(u64, Happens)> =
        posts.iter().map(|(minute, todo)| (*minute, Happens::Post(*todo))).collect();
    let mut parting = Vec::new();
    for (index, person) in crowd.iter_mut().enumerate() {
        let was_here = !person.gone;
        if person.comes(dice, weekday) {
            plan.push((minute(dice), Happens::Visit(index)));
        } else if was_here && person.gone && dice.happens(0.15) {
            parting.push(index);
        }
    }
    let Chain { stores, series, .. } = engine.chain;
    for _ in 0..dice.count(NEWCOMERS) {
        crowd.push(Person::new(dice, crowd.len(), stores.len(), series.len()));
        plan.push((minute(dice), Happens::Visit(crowd.len() - 1)));
    }
    plan.sort_by_key(|(minute, _)| *minute);
    for (minute, happens) in plan {
        let now = at(morning, 0, minute);
        if now >= until {
            break;
        }
        engine.clock.set(now);
        match happens {
            Happens::Post(todo) => engine.host(todo).await?,
            Happens::Visit(index) => {
                if let Some(person) = crowd.get_mut(index) {
                    engine.meet(person).await?;
                }
            }
        }
    }
    let evening = at(morning, 21, 30);
    if evening < until {
        engine.clock.set(evening);
        for person in parting.into_iter().filter_map(|index| crowd.get(index)) {
            engine.part(person).await?;
        }
    }
    Ok(())
}

/// A minute of the opening hours; noon and the way home are busiest.
fn minute(dice: &Dice) -> u64 {
    let hour =
        8 + dice.weighted(&[2.0, 3.0, 4.0, 4.0, 5.0, 3.0, 2.0, 2.0, 3.0, 5.0, 6.0, 4.0, 2.0]);
    (hour * 60 + dice.below(60)) as u64
}
