//! What is on today, as members see it on their first page, in their group and at a post.

use futures::future::BoxFuture;
use kernel::{
    Lang, MemberId, Permission as _, Result, SeriesId, Time, permission::ManageProgrammes,
};
use maud::{Markup, html};
use people::{
    groups::{self, Group},
    memberships,
    playbooks::SlotKind,
    series,
};
use store::Read;
use web::{
    App, Piece, Place, Shop, Viewer,
    kit::{
        Tone, format,
        icons::{self, Icon},
        parts::{self, Button, Item, chip},
    },
    t,
};

use super::{
    model::{Slot, balance, said},
    store as rows,
};
use crate::{
    runs::{self, Dated},
    todos::{Planned, day_text, plan},
};

/// What a group does today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    pub group: String,
    pub entries: Vec<Entry>,
}

/// One of at most three things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `18:00`
    pub at: String,
    pub title: String,
    pub kind: SlotKind,
    pub standing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Past,
    Now,
    Ahead,
}

impl Standing {
    pub fn of((due, ends): (Time, Time), now: Time) -> Self {
        match (due <= now, ends > now) {
            (true, true) => Self::Now,
            (true, false) => Self::Past,
            _ => Self::Ahead,
        }
    }
}

/// A sign for each kind of post.
pub const fn icon(kind: SlotKind) -> Icon {
    match kind {
        SlotKind::Notice => icons::BELL,
        SlotKind::Tip => icons::IDEA,
        SlotKind::Offer => icons::TAG,
        SlotKind::Question => icons::HELP,
        SlotKind::Programme => icons::DICE,
        SlotKind::Gathering => icons::PARTY,
        SlotKind::Story => icons::IMAGE,
        SlotKind::Thanks => icons::HEART,
    }
}

/// Today's programme of a group; `None` on a day without one.
pub async fn today_of(
    db: &mut impl Read,
    shop: &Shop,
    group: &Group,
    now: Time,
) -> Result<Option<Today>> {
    if !group.is_open() {
        return Ok(None);
    }
    let slots = rows::of_series(db, shop.org, group.series).await?;
    let lang = series::require(db, shop.org, group.series).await?.lang;
    let mut dated = runs::of_day(db, shop.org, &day_text(now.date(&shop.zone))).await?;
    dated.retain(|one| one.whom.has(group));
    let entries = entries((&slots, &dated), shop, now, lang);
    Ok((!entries.is_empty()).then(|| Today { group: group.name.clone(), entries }))
}

/// What a day brings from its midnight on: dated texts and the weekly slots beside them.
fn entries((slots, dated): (&[Slot], &[Dated]), shop: &Shop, now: Time, lang: Lang) -> Vec<Entry> {
    let today = now.date(&shop.zone);
    let brought: Vec<&Dated> = dated.iter().collect();
    let midnight = Time::start_of(today, &shop.zone);
    let entry = |planned: &Planned| {
        let slot = slots.iter().find(|slot| slot.id == planned.slot);
        let dated = dated.iter().find(|one| one.id == planned.slot);
        let (title, kind) = match (slot, dated) {
            (Some(slot), _) => (&slot.title, slot.kind),
            (None, Some(one)) => (&one.said.title, one.kind),
            (None, None) => return None,
        };
        Some(Entry {
            at: format::time(planned.due_at, &shop.zone),
            title: said(title, lang).to_owned(),
            kind,
            standing: Standing::of((planned.due_at, planned.expires_at), now),
        })
    };
    plan((slots, &brought), &[], (today, &shop.zone), midnight).iter().filter_map(entry).collect()
}

/// The card of a day.
pub fn today_card(lang: Lang, today: &Today) -> Markup {
    let item = |entry: &Entry| {
        let item = Item::new(entry.title.as_str()).start(html! { span.num { (entry.at) } });
        match entry.standing {
            Standing::Now => item.aside(chip(Tone::Good, &t!(lang, "programmes-now"))),
            Standing::Past => item.aside(html! { small.hint { (t!(lang, "programmes-past")) } }),
            Standing::Ahead => item.aside(icon(entry.kind)),
        }
    };
    let title = t!(lang, "programmes-today");
    parts::card(&title, today.group.as_str(), parts::rows(today.entries.iter().map(item)))
}

pub fn pieces() -> Vec<Piece> {
    vec![
        Piece { place: Place::Home, order: 30, draw: home },
        Piece { place: Place::SeriesPage, order: 20, draw: of_series },
    ]
}

/// What is on today in the groups of a member; a programme that several share is shown once.
fn home<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let Some(member) = viewer.subject.map(MemberId::from_uuid) else { return Ok(None) };
        let mut db = app.db().read().await?;
        let stays = memberships::open_of_member(&mut db, viewer.shop.org, member).await?;
        let mut seen: Vec<SeriesId> = Vec::new();
        let mut cards = Vec::new();
        for stay in stays.iter().rev().take(5) {
            if seen.contains(&stay.series) {
                continue;
            }
            seen.push(stay.series);
            let group = groups::require(&mut db, viewer.shop.org, stay.group).await?;
            if let Some(today) = today_of(&mut db, &viewer.shop, &group, app.now()).await? {
                cards.push(today_card(viewer.lang, &today));
            }
        }
        Ok((!cards.is_empty()).then(|| html! { @for card in &cards { (card) } }))
    })
}

/// How much a week of the series says, and the way to it.
fn of_series<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let lang = viewer.lang;
        let Some(id) = viewer.subject.map(SeriesId::from_uuid) else { return Ok(None) };
        let mut db = app.db().read().await?;
        let slots = rows::of_series(&mut db, viewer.shop.org, id).await?;
        let href = format!("/console/programmes/{id}");
        let (useful, selling) = balance(&slots);
        let text = if slots.is_empty() {
            t!(lang, "programmes-none-why")
        } else {
            t!(lang, "programmes-balance", useful = useful, selling = selling)
        };
        let inside = html! {
            p { (text) }
            @if viewer.role.is_some_and(|role| role.may(ManageProgrammes::NAME)) {
                div.actions { (Button::link(href, t!(lang, "programmes-open"))) }
            }
        };
        Ok(Some(parts::card(&t!(lang, "programmes-title"), "", inside)))
    })
}
