//! Making a day's to-dos, doing them, and taking "done" back.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{GroupId, OrgId, Result, SeriesId, SlotId, StaffId, TodoId};
use people::{
    groups::{self, Group, Place},
    series::{self, Series},
    staff, stores,
};
use store::{Read, Tx};
use web::{Shop, shops, trail};

use super::{
    model::{self, Planned, Refusal, State, Todo, plan},
    store::{self as rows, Standing},
};
use crate::{
    events::{TodoDone, TodoReopened},
    feed,
    posts::{self, Post},
    programmes::{self, Names, Slot},
    runs::{self, Dated},
};

/// Whose to-dos are made.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    All,
    Series(SeriesId),
    Group(SeriesId, GroupId),
}

/// Makes what the present day still brings; running it again makes nothing twice. How many it made.
pub async fn generate(tx: &mut Tx, of: Of) -> Result<usize> {
    let org = tx.org();
    let shop = shops::require(tx, org).await?;
    let day = tx.now().date(&shop.zone);
    let dated = runs::of_day(tx, org, &model::day_text(day)).await?;
    let mut by_series: HashMap<SeriesId, Vec<Slot>> = HashMap::new();
    match of {
        Of::All => {
            let weekday = people::playbooks::Day::of(day.weekday());
            for slot in programmes::of_day(tx, org, weekday).await? {
                by_series.entry(slot.series).or_default().push(slot);
            }
            if !dated.is_empty() {
                for series in series::list(tx, org).await? {
                    by_series.entry(series.id).or_default();
                }
            }
        }
        Of::Series(id) | Of::Group(id, _) => {
            by_series.insert(id, programmes::of_series(tx, org, id).await?);
        }
    }
    let mut order: Vec<_> = by_series.into_iter().collect();
    order.sort_by_key(|(series, _)| *series);
    let names = Known::load(tx, org).await?;
    let mut made = 0;
    let something = |slots: &Vec<Slot>| !(slots.is_empty() && dated.is_empty());
    for (id, slots) in order.into_iter().filter(|(_, slots)| something(slots)) {
        let Some(series) = series::find(tx, org, id).await? else { continue };
        let mut all = groups::of_series(tx, org, id).await?;
        all.retain(people::groups::Group::is_open);
        if let Of::Group(_, only) = of {
            all.retain(|group| group.id == only);
        }
        let plan =
            Plan { shop: &shop, day, series: &series, slots: &slots, dated: &dated, names: &names };
        made += for_groups(tx, &plan, &all).await?;
    }
    Ok(made)
}

/// Everybody's and every store's name: what texts are filled with.
struct Known {
    staff: HashMap<StaffId, String>,
    stores: HashMap<kernel::StoreId, String>,
}

impl Known {
    async fn load(db: &mut impl Read, org: OrgId) -> Result<Self> {
        let staff = staff::names(db, org).await?;
        let stores = stores::all(db, org).await?;
        Ok(Self { staff, stores: stores.into_iter().map(|s| (s.id, s.name)).collect() })
    }
    fn of<'n>(&'n self, shop: &'n Shop, series: &'n Series, group: &'n Group) -> Names<'n> {
        let host = group.host.and_then(|id| self.staff.get(&id)).unwrap_or(&series.plan.persona);
        let store = group.store.and_then(|id| self.stores.get(&id)).map_or("", String::as_str);
        Names { brand: &shop.name, store, group: &group.name, host }
    }
}

struct Plan<'p> {
    shop: &'p Shop,
    day: Date,
    series: &'p Series,
    slots: &'p [Slot],
    dated: &'p [Dated],
    names: &'p Known,
}

async fn for_groups(tx: &mut Tx, whole: &Plan<'_>, all: &[Group]) -> Result<usize> {
    let (org, now) = (tx.org(), tx.now());
    let day = model::day_text(whole.day);
    let taken = rows::taken(tx, org, whole.series.id, &day).await?;
    let ids: Vec<SlotId> = whole.dated.iter().map(|one| one.id).collect();
    let out = runs::went_out(tx, org, (&ids, &day)).await?;
    let (mut new_posts, mut todos) = (Vec::new(), Vec::new());
    for group in all {
        let has = taken.get(&group.id).map_or(&[][..], Vec::as_slice);
        let for_it = |one: &&Dated| one.whom.has(group) && !out.contains(&(group.id, one.id));
        let dated: Vec<&Dated> = whole.dated.iter().filter(for_it).collect();
        for planned in plan((whole.slots, &dated), has, (whole.day, &whole.shop.zone), now) {
            let brought = dated.iter().find(|one| one.id == planned.slot);
            let slot = match brought {
                Some(one) => Some(one.as_slot(whole.series.id, &whole.shop.zone)),
                None => whole.slots.iter().find(|slot| slot.id == planned.slot).cloned(),
            };
            let Some(slot) = slot else { continue };
            let Some(post) = post(tx, whole, group, &slot) else { continue };
            todos.push(todo(tx.id(), &post, planned));
            new_posts.push(post);
        }
    }
    if todos.is_empty() {
        return Ok(0);
    }
    posts::actions::make_way(tx, whole.series.id, &whole.series.name).await?;
    posts::actions::add(tx, new_posts).await?;
    rows::insert(tx, &todos).await?;
    Ok(todos.len())
}

fn post(tx: &Tx, whole: &Plan<'_>, group: &Group, slot: &Slot) -> Option<Post> {
    let opened_on = group.opened_at.date(&whole.shop.zone);
    let text = slot.text_on(opened_on, whole.day)?;
    let lang = whole.series.lang;
    let names = whole.names.of(whole.shop, whole.series, group);
    Some(Post {
        id: tx.id(),
        code: String::new(),
        group: group.id,
        series: whole.series.id,
        slot: slot.id,
        day: model::day_text(whole.day),
        kind: slot.kind,
        selling: slot.selling,
        title: programmes::fill(programmes::said(&slot.title, lang), &names),
        text: programmes::fill(programmes::said(text, lang), &names),
        lang,
        picture: slot.picture,
        opened: 0,
        claims: 0,
        created_at: tx.now(),
    })
}

fn todo(id: TodoId, post: &Post, planned: Planned) -> Todo {
    Todo {
        id,
        group: post.group,
        slot: post.slot,
        day: post.day.clone(),
        post: post.id,
        series: post.series,
        due_at: planned.due_at,
        expires_at: planned.expires_at,
        state: State::Waiting,
        done_at: None,
        done_by: None,
        message: None,
    }
}

/// After the week of a series changed: what is due later today is made anew, unless somebody has
/// opened its link already, because then it was sent early.
pub async fn refresh(tx: &mut Tx, series: SeriesId) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let zone = shops::require(tx, org).await?.zone;
    let day = model::day_text(now.date(&zone));
    let mut ahead = rows::ahead(tx, org, series, (&day, now)).await?;
    let ids: Vec<_> = ahead.iter().map(|todo| todo.post).collect();
    let sent: Vec<_> = posts::of_ids(tx, org, &ids).await?;
    ahead.retain(|todo| sent.iter().any(|post| post.id == todo.post && post.opened == 0));
    rows::remove(tx, &ahead.iter().map(|todo| todo.id).collect::<Vec<_>>()).await?;
    let unsent: Vec<_> = ahead.iter().map(|todo| todo.post).collect();
    posts::actions::take_back(tx, &unsent).await?;
    generate(tx, Of::Series(series)).await.map(drop)
}

/// A to-do with its group, if the asker's remit covers it.
pub async fn seen(db: &mut impl Read, scope: &kernel::Scope, id: TodoId) -> Result<(Todo, Group)> {
    let todo = rows::require(db, scope.org(), id).await?;
    let group = groups::require(db, scope.org(), todo.group).await?;
    if scope.remit().covers_group(group.id, group.store) {
        Ok((todo, group))
    } else {
        Err(kernel::Error::NotFound("todo"))
    }
}

/// Somebody says that it was brought to its group. Twice is once.
pub async fn complete(tx: &mut Tx, id: TodoId) -> Result<()> {
    let scope = tx.scope().clone();
    let (todo, _) = seen(tx, &scope, id).await?;
    if !todo.is_waiting() {
        return Ok(());
    }
    if !todo.shows(tx.now()) {
        return Err(rows::too_late());
    }
    finish(tx, &todo, State::Done, None).await
}

/// Puts it into the feed of a group that lives here. `link` is the post's address.
pub async fn post_here(tx: &mut Tx, id: TodoId, base_url: &str) -> Result<()> {
    let scope = tx.scope().clone();
    let (todo, group) = seen(tx, &scope, id).await?;
    if group.place != Place::Here {
        return Err(Refusal::NotHere.into());
    }
    if !todo.is_waiting() {
        return Err(Refusal::Done.into());
    }
    if !todo.shows(tx.now()) {
        return Err(rows::too_late());
    }
    let org = tx.org();
    let shop = shops::require(tx, org).await?;
    let post = posts::require(tx, org, todo.post).await?;
    let link = format!("{base_url}{}", shop.href(&post.path()));
    let message = feed::actions::bring(tx, &group, &post, &link).await?;
    finish(tx, &todo, State::Posted, Some(message)).await
}

async fn finish(
    tx: &mut Tx,
    todo: &Todo,
    state: State,
    message: Option<kernel::MessageId>,
) -> Result<()> {
    let (now, staff) = (tx.now(), tx.actor().staff());
    let standing = Standing { state, done_at: Some(now), done_by: staff, message };
    rows::set(tx, todo.id, standing).await?;
    if let Some(staff) = staff {
        // Whoever brings a text has looked at their day, by whatever way they came to it.
        rows::open(tx, &todo.day, staff).await?;
    }
    trail::note(tx, "todos.done", todo.id, &"waiting", &state.word()).await?;
    tx.emit(&TodoDone {
        todo: todo.id,
        group: todo.group,
        slot: todo.slot,
        post: todo.post,
        staff,
        message,
    })
}

/// Takes "done" back: it waits again. What stands in our feed is taken out of it, as long as its
/// author could.
pub async fn reopen(tx: &mut Tx, id: TodoId) -> Result<()> {
    let scope = tx.scope().clone();
    let (todo, _) = seen(tx, &scope, id).await?;
    if todo.is_waiting() {
        return Ok(());
    }
    if let Some(message) = todo.message {
        feed::actions::take_out(tx, message).await.map_err(|error| {
            if error.is(feed::Refusal::TooLate) { Refusal::StandsInFeed.into() } else { error }
        })?;
    }
    let standing = Standing { state: State::Waiting, done_at: None, done_by: None, message: None };
    rows::set(tx, todo.id, standing).await?;
    trail::note(tx, "todos.reopened", todo.id, &todo.state.word(), &"waiting").await?;
    tx.emit(&TodoReopened { todo: todo.id, group: todo.group, post: todo.post })
}

/// Notes that somebody looked at their day.
pub async fn open_day(tx: &mut Tx, day: &str, staff: StaffId) -> Result<()> {
    rows::open(tx, day, staff).await
}
