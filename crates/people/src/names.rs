//! What this wing's things are called, and how Ctrl-K finds them, for pages of rooms that show ids.

use std::collections::HashMap;

use kernel::{
    GroupId, Id, LinkId, MemberId, OrgId, PageRequest, Permission as _, Result,
    permission::{ViewGroups, ViewMembers},
};
use store::Reader;
use uuid::Uuid;
use web::{
    App, Slice, Viewer,
    find::{Finder, Found},
    names::Namer,
    t,
};

use crate::{groups, links, members, staff, stores};

pub fn slice() -> Slice {
    Slice {
        namers: vec![
            Namer { prefix: "sto", look: |db, org, _, _| Box::pin(of_stores(db, org)) },
            Namer { prefix: "stf", look: |db, org, _, _| Box::pin(of_staff(db, org)) },
            Namer { prefix: "grp", look: |db, org, _, ids| Box::pin(of_groups(db, org, ids)) },
            Namer { prefix: "lnk", look: |db, org, _, ids| Box::pin(of_links(db, org, ids)) },
            Namer { prefix: "mbr", look: |db, org, _, ids| Box::pin(of_members(db, org, ids)) },
        ],
        finders: vec![
            Finder {
                permission: ViewMembers::NAME,
                look: |app, viewer, query| Box::pin(find_members(app, viewer, query)),
            },
            Finder {
                permission: ViewGroups::NAME,
                look: |app, viewer, query| Box::pin(find_groups(app, viewer, query)),
            },
        ],
        ..Slice::named("names")
    }
}

type Names = HashMap<Uuid, String>;

async fn of_stores(db: &mut Reader, org: OrgId) -> Result<Names> {
    let all = stores::all(db, org).await?;
    Ok(all.into_iter().map(|store| (store.id.uuid(), store.name)).collect())
}

async fn of_staff(db: &mut Reader, org: OrgId) -> Result<Names> {
    let all = staff::names(db, org).await?;
    Ok(all.into_iter().map(|(id, name)| (id.uuid(), name)).collect())
}

async fn of_groups(db: &mut Reader, org: OrgId, ids: &[Uuid]) -> Result<Names> {
    let mut names = Names::new();
    for id in ids {
        if let Some(group) = groups::find(db, org, GroupId::from_uuid(*id)).await? {
            names.insert(*id, group.name);
        }
    }
    Ok(names)
}

async fn of_links(db: &mut Reader, org: OrgId, ids: &[Uuid]) -> Result<Names> {
    let mut names = Names::new();
    for id in ids {
        if let Some(link) = links::find(db, org, LinkId::from_uuid(*id)).await? {
            let name = if link.name.is_empty() { link.code } else { link.name };
            names.insert(*id, name);
        }
    }
    Ok(names)
}

async fn of_members(db: &mut Reader, org: OrgId, ids: &[Uuid]) -> Result<Names> {
    let ids: Vec<MemberId> = ids.iter().map(|id| Id::from_uuid(*id)).collect();
    let names = members::names(db, org, &ids).await?;
    Ok(names.into_iter().map(|(id, name)| (id.uuid(), name)).collect())
}

async fn find_members(app: &App, viewer: &Viewer, query: &str) -> Result<Vec<Found>> {
    let search = members::Search {
        words: query.to_owned(),
        country: viewer.shop.country.clone(),
        ..members::Search::default()
    }
    .seen_by(viewer.remit());
    let first = PageRequest { limit: Some("6".into()), cursor: None };
    let mut db = app.db().read().await?;
    let page = members::list(&mut db, viewer.shop.org, &search, &first).await?;
    let note = t!(viewer.lang, "members-one");
    let found = page.items.into_iter().map(|member| Found {
        href: format!("/console/members/{}", member.id),
        label: member.name,
        note: note.clone(),
    });
    Ok(found.collect())
}

async fn find_groups(app: &App, viewer: &Viewer, query: &str) -> Result<Vec<Found>> {
    let mut narrow = groups::Narrow { words: query.to_owned(), ..groups::Narrow::default() };
    match viewer.remit() {
        kernel::scope::Remit::Everything => {}
        kernel::scope::Remit::Stores(stores) => narrow.stores = Some(stores.clone()),
        kernel::scope::Remit::Groups(only) => narrow.only = Some(only.clone()),
    }
    let first = PageRequest { limit: Some("6".into()), cursor: None };
    let mut db = app.db().read().await?;
    let page =
        groups::list(&mut db, viewer.shop.org, &narrow, groups::Order::default(), &first).await?;
    let note = t!(viewer.lang, "groups-one");
    let found = page.items.into_iter().map(|group| Found {
        href: format!("/console/groups/{}", group.id),
        label: group.name,
        note: note.clone(),
    });
    Ok(found.collect())
}
