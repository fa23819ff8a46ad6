//! What groups put on pages of others: warnings on Today, the groups of a store, of a person.

use futures::future::BoxFuture;
use kernel::{
    Permission as _, Result, StaffId, StoreId,
    permission::{HostGroups, ViewGroups},
};
use maud::{Markup, html};
use web::{
    App, Piece, Place, Viewer,
    kit::parts::{self, Item, card},
    t,
};

use super::{
    model::{Group, Narrow, Order, State},
    outside, view,
};

pub fn all() -> Vec<Piece> {
    vec![
        Piece { place: Place::TodayWaits, order: 20, draw: waits },
        Piece { place: Place::StorePage, order: 20, draw: at_store },
        Piece { place: Place::StaffPage, order: 20, draw: hosted },
    ]
}

fn may(viewer: &Viewer, permission: &str) -> bool {
    viewer.role.is_some_and(|role| role.may(permission))
}

/// Outside groups whose code ends or that are nearly full.
fn waits<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        if !may(viewer, HostGroups::NAME) {
            return Ok(None);
        }
        let (lang, now) = (viewer.lang, app.now());
        let groups = outside::warnings(&mut app.db().read().await?, viewer.shop.org, now).await?;
        let mine: Vec<_> = groups
            .into_iter()
            .filter(|group| viewer.remit().covers_group(group.id, group.store))
            .collect();
        if mine.is_empty() {
            return Ok(None);
        }
        let items = mine.iter().take(8).filter_map(|group| {
            let first = outside::warnings_of(group, now).into_iter().next()?;
            let item = Item::new(group.name.as_str()).href(group.href());
            let item = item.note(view::warning(lang, first, now));
            Some(item.start(parts::sign(view::warning_tone(first))))
        });
        let more = mine.len().saturating_sub(8);
        Ok(Some(card(
            &t!(lang, "groups-waits"),
            html! {},
            html! {
                (parts::rows(items))
                @if more > 0 { p { a href="/console/groups?place=outside" { (t!(lang, "series-and-more", count = more)) } } }
            },
        )))
    })
}

fn lines(lang: kernel::Lang, groups: &[Group]) -> Markup {
    parts::rows(groups.iter().map(|group| {
        let words = t!(lang, "groups-fill", members = group.count(), seats = group.capacity);
        let bar = parts::bar(group.fullness(), view::fill_tone(group), &words);
        Item::new(group.name.as_str()).href(group.href()).note(words).under(bar)
    }))
}

fn at_store<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let Some(store) = viewer.subject.filter(|_| may(viewer, ViewGroups::NAME)) else {
            return Ok(None);
        };
        let store = StoreId::from_uuid(store);
        let narrow = Narrow {
            store: Some(Some(store)),
            state: Some(State::Open),
            ..super::within(viewer.remit())
        };
        let mut db = app.db().read().await?;
        let page = super::rows(&mut db, viewer.shop.org, &narrow, Order::default(), (None, 10));
        let page = page.await?;
        if page.items.is_empty() {
            return Ok(None);
        }
        let lang = viewer.lang;
        let aside = html! { a.quiet-link href={ "/console/groups?store=" (store) } { (t!(lang, "groups-show-all")) } };
        Ok(Some(card(&t!(lang, "groups-title"), aside, lines(lang, &page.items))))
    })
}

fn hosted<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let Some(person) = viewer.subject.filter(|_| may(viewer, ViewGroups::NAME)) else {
            return Ok(None);
        };
        let person = StaffId::from_uuid(person);
        let mut db = app.db().read().await?;
        let mut groups = super::of_host(&mut db, viewer.shop.org, person).await?;
        groups.retain(|group| viewer.remit().covers_group(group.id, group.store));
        if groups.is_empty() {
            return Ok(None);
        }
        let lang = viewer.lang;
        Ok(Some(card(&t!(lang, "groups-hosted"), html! {}, lines(lang, &groups))))
    })
}
