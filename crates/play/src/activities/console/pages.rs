//! Its list, its page, and what the page follows.

use std::time::Duration;

use ::store::{EventRow, Reader};
use axum::extract::{Path, RawQuery, State};
use kernel::{PageRequest, Result, permission::ViewActivities};
use web::{
    App, Reply, Staff,
    kit::{List, layout},
    live, reply,
};

use super::{Asked, Desk, id, load, pairs, title};
use crate::activities::{self, Activity, Life};

pub async fn list<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    RawQuery(query): RawQuery,
) -> Reply {
    let org = staff.shop.org;
    let mut db = app.db().read().await?;
    let (asked, found) = listed::<K>(&mut db, &staff, query.as_deref()).await?;
    let mut all = Vec::new();
    for activity in found {
        all.push(K::row(&mut db, org, activity).await?);
    }
    drop(db);
    let main = K::list(&staff, &asked, &all, app.now());
    reply::page(layout::console(&staff.frame(title::<K>(staff.lang())), main))
}

/// A page of the list, as it was asked for: of one state or all, and by a part of the name.
async fn listed<D: Desk>(
    db: &mut Reader,
    staff: &Staff<impl Sized>,
    query: Option<&str>,
) -> Result<(List, Vec<Activity<D>>)> {
    let lang = staff.lang();
    let asked = List::new(lang, D::PATH).query(pairs(query));
    let cursor = Some(asked.get("cursor").to_owned());
    let page = PageRequest { limit: Some("50".to_owned()), cursor };
    let life: Option<Life> = asked.get("state").parse().ok();
    let found = activities::list::<D>(db, staff.shop.org, life, &page).await?;
    let wanted = asked.filter().to_lowercase();
    let mut all = found.items;
    all.retain(|one| one.plan.name.say(lang).to_lowercase().contains(&wanted));
    Ok((asked.next(found.next_cursor), all))
}

pub async fn show<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let activity = load::<K>(&app, staff.shop.org, &text).await?;
    let asked = Asked { query: query.as_deref(), wrong: None };
    reply::page(K::one(&app, &staff, activity, asked).await?)
}

pub async fn figures<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
) -> Reply {
    let mut db = app.db().read().await?;
    let activity = activities::require::<K>(&mut db, staff.shop.org, id(&text)?).await?;
    reply::page(K::figures(&mut db, &staff, activity).await?)
}

/// Tells an open page that something of it happened, at most once a second.
pub async fn follow<K: Desk>(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(text): Path<String>,
) -> Reply {
    let org = staff.shop.org;
    let id = load::<K>(&app, org, &text).await?.id.to_string();
    let touches = move |event: &EventRow| {
        let kind = event.kind.strip_prefix(K::SLICE);
        kind.is_some_and(|rest| rest.starts_with('.'))
            && event.data.get(K::SUBJECT).is_some_and(|it| *it == *id)
    };
    let pick = move |events: &[EventRow]| events.iter().any(&touches).then(String::new);
    Ok(live::follow_calmly(&app, org, Duration::from_secs(1), pick))
}
