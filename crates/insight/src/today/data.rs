//! The figures of Today.

use std::collections::HashMap;

use kernel::{Result, permission::UseConsole};
use uuid::Uuid;
use web::{App, Staff, names};

use crate::{
    facts::model::{By, Day, Kind},
    figures::{
        self, Filter, People,
        model::{Funnel, Line, Sums, fill, running},
    },
};

/// A source's joins day by day, as a running total.
#[derive(Debug)]
pub(super) struct Flow {
    pub source: String,
    pub totals: Vec<i64>,
}

#[derive(Debug)]
pub(super) struct Figures {
    pub filter: Filter,
    pub sums: Sums,
    pub before: Sums,
    pub people: People,
    pub funnel: Funnel,
    pub flows: Vec<Flow>,
    /// Joins of the days before by the first of the flows, as a running total: like with like.
    pub flow_before: Vec<i64>,
    pub gifts: Vec<Line>,
    pub gift_names: HashMap<Uuid, String>,
}

/// Lines in the chart; more would be a tangle.
const FLOWS: usize = 4;
const GIFTS: usize = 6;

impl Figures {
    pub async fn read(app: &App, staff: &Staff<UseConsole>, filter: Filter) -> Result<Self> {
        let org = staff.shop.org;
        let mut db = app.db().read().await?;
        let sums = figures::sums(&mut db, org, &filter).await?;
        let before = figures::sums(&mut db, org, &filter.before()).await?;
        let people = figures::people(&mut db, org, &filter).await?;
        let sources = figures::breakdown(&mut db, org, By::Source, &filter).await?;
        let joined = |line: &&Line| line.sums.of(Kind::Join).count > 0;
        let mut flows = Vec::new();
        for line in sources.iter().filter(joined).take(FLOWS) {
            let own = Filter { source: Some(line.key.clone()), ..filter.clone() };
            let days = figures::by_day(&mut db, org, Kind::Join, &own).await?;
            flows.push(Flow { source: line.key.clone(), totals: totals(&filter, &days) });
        }
        let first = flows.first().map(|flow| flow.source.clone());
        let earlier = Filter { source: first.or_else(|| filter.source.clone()), ..filter.before() };
        let days = figures::by_day(&mut db, org, Kind::Join, &earlier).await?;
        let flow_before = totals(&earlier, &days);
        let mut gifts = figures::breakdown(&mut db, org, By::Gift, &filter).await?;
        gifts.retain(|line| line.key != Uuid::nil().to_string());
        gifts.sort_by_key(|line| -line.sums.of(Kind::Redemption).amount);
        gifts.truncate(GIFTS);
        drop(db);
        let ids: Vec<Uuid> = gifts.iter().filter_map(|line| line.key.parse().ok()).collect();
        let gift_names = names::find(app, "gft", org, staff.lang(), &ids).await?;
        let funnel = Funnel::of(&sums);
        Ok(Self { filter, sums, before, people, funnel, flows, flow_before, gifts, gift_names })
    }

    pub const fn empty(&self) -> bool {
        self.people.all == 0
    }
}

fn totals(filter: &Filter, days: &HashMap<Day, i64>) -> Vec<i64> {
    running(&fill(filter.from, filter.to, days))
}
