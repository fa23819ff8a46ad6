//! Bringing a run, taking it out, and asking what would give way to it.

use std::collections::BTreeMap;

use kernel::{Error, Result};
use people::{groups, playbooks::Day, series};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::{Future, NewJob, Tx};
use uuid::Uuid;
use web::shops;

use super::{
    model::{Dated, GivesWay, MOST, Run, Whom, gives_way},
    store as rows,
};
use crate::{programmes, todos};

/// Puts a changed run into the day of the hosts. Apart from what changed it, because there may be many groups.
pub const JOB: &str = "runs.day";

pub fn run(tx: &mut Tx, data: Json) -> Future<'_> {
    Box::pin(async move {
        let of: Activity = told(data)?;
        todos::room::refresh(tx, of.activity).await
    })
}

fn told<T: for<'de> Deserialize<'de>>(data: Json) -> Result<T> {
    serde_json::from_value(data).map_err(Error::broken)
}

/// The action `runs.bring`: how many texts are still to come.
pub fn bring_by_name(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move {
        let run = told(data)?;
        Ok(json!({ "posts": bring(tx, run).await? }))
    })
}

/// Takes the place of what this activity brought before and what has not gone out.
pub async fn bring(tx: &mut Tx, run: Run) -> Result<usize> {
    let (org, now) = (tx.org(), tx.now());
    let was = rows::of_activity(tx, org, run.activity).await?;
    let is = dated(tx, &run, &was).await?;
    let mut changed = false;
    for one in &is {
        if !was.contains(one) {
            rows::keep(tx, one).await?;
            changed = true;
        }
    }
    let gone = was.into_iter().filter(|was| was.ended_at.is_none());
    for gone in gone.filter(|was| is.iter().all(|is| is.id != was.id)) {
        rows::keep(tx, &Dated { ended_at: Some(now), ..gone }).await?;
        changed = true;
    }
    if changed {
        let data = json!({ "activity": run.activity });
        tx.enqueue(NewJob::at(JOB, run.activity.to_string(), now, &data)?);
    }
    Ok(is.len())
}

/// A run as rows: each moment keeps the id that it has.
async fn dated(tx: &mut Tx, run: &Run, was: &[Dated]) -> Result<Vec<Dated>> {
    let zone = shops::require(tx, tx.org()).await?.zone;
    let mut all: Vec<Dated> = Vec::new();
    for new in run.posts.iter().take(MOST) {
        if new.expires_at <= new.due_at || all.iter().any(|one| one.moment == new.moment) {
            continue;
        }
        let kind = programmes::kind(&new.kind)
            .ok_or_else(|| Error::broken(format!("a dated post of kind {}", new.kind)))?;
        let before = was.iter().find(|one| one.moment == new.moment);
        all.push(Dated {
            id: before.map_or_else(|| tx.id(), |one| one.id),
            activity: run.activity,
            moment: new.moment.clone(),
            day: todos::day_text(new.due_at.date(&zone)),
            due_at: new.due_at,
            expires_at: new.expires_at,
            kind,
            selling: new.selling,
            said: new.said.clone(),
            page: run.page.clone(),
            whom: run.whom.clone(),
            ended_at: None,
        });
    }
    Ok(all)
}

#[derive(Deserialize)]
struct Activity {
    activity: Uuid,
}

/// The action `runs.withdraw`: nothing of it goes out any more.
pub fn withdraw_by_name(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move {
        let wanted: Activity = told(data)?;
        withdraw(tx, wanted.activity).await?;
        Ok(json!({}))
    })
}

pub async fn withdraw(tx: &mut Tx, activity: Uuid) -> Result<()> {
    let none = Run { activity, page: String::new(), whom: Whom::default(), posts: Vec::new() };
    bring(tx, none).await.map(drop)
}

/// The action `runs.weigh`: which weekly slots would give way to a run, and in how many groups it would be.
pub fn weigh_by_name(tx: &mut Tx, data: Json) -> Future<'_, Json> {
    Box::pin(async move {
        let run: Run = told(data)?;
        let (groups, gives_way) = weigh(tx, &run).await?;
        Ok(json!({ "groups": groups, "gives_way": gives_way }))
    })
}

async fn weigh(tx: &mut Tx, run: &Run) -> Result<(usize, Vec<GivesWay>)> {
    let org = tx.org();
    let zone = shops::require(tx, org).await?.zone;
    let was = rows::of_activity(tx, org, run.activity).await?;
    let mut days: BTreeMap<String, Vec<Dated>> = BTreeMap::new();
    for one in dated(tx, run, &was).await? {
        days.entry(one.day.clone()).or_default().push(one);
    }
    let (mut of_run, mut all) = (0, Vec::new());
    for series in series::list(tx, org).await? {
        let mut groups = groups::of_series(tx, org, series.id).await?;
        groups.retain(|group| group.is_open() && run.whom.has(group));
        of_run += groups.len();
        if groups.is_empty() {
            continue;
        }
        let slots = programmes::of_series(tx, org, series.id).await?;
        for (text, new) in &days {
            let Ok(day) = text.parse::<jiff::civil::Date>() else { continue };
            let mut others = rows::of_day(tx, org, text).await?;
            others.retain(|one| one.activity != run.activity);
            let weekday = Day::of(day.weekday());
            if slots.iter().any(|slot| slot.days.has(weekday)) {
                all.extend(gives_way((&slots, &groups), (&others, new), (day, &zone)));
            }
        }
    }
    Ok((of_run, all))
}
