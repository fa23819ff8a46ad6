//! Groups as a member's page and a group's page show them.

use ::store::Read;
use futures::future::BoxFuture;
use kernel::{GroupId, Lang, MemberId, OrgId, Permission as _, Result, permission::ViewMembers};
use maud::{Markup, html};
use std::collections::HashMap;
use web::{
    App, Piece, Place, Viewer,
    kit::{
        Tone, format,
        parts::{self, Item, avatar, chip, rows},
    },
    t,
};

use super::{Membership, Why, store as stays};
use crate::{
    groups::{self, Group},
    members,
};

pub fn pieces() -> Vec<Piece> {
    vec![
        Piece { place: Place::MemberPage, order: 20, draw: of_member },
        Piece { place: Place::GroupPage, order: 40, draw: of_group },
        Piece { place: Place::Home, order: 60, draw: home },
    ]
}

/// The groups of some stays, by id.
pub async fn groups_of(
    db: &mut impl Read,
    org: OrgId,
    stays: &[Membership],
) -> Result<HashMap<GroupId, Group>> {
    let mut known = HashMap::new();
    for stay in stays.iter().take(50) {
        if !known.contains_key(&stay.group)
            && let Some(group) = groups::find(db, org, stay.group).await?
        {
            known.insert(stay.group, group);
        }
    }
    Ok(known)
}

fn of_member<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let Some(member) = viewer.subject.map(MemberId::from_uuid) else { return Ok(None) };
        let (lang, org) = (viewer.lang, viewer.shop.org);
        let mut db = app.db().read().await?;
        let all = stays::of_member(&mut db, org, member).await?;
        let groups = groups_of(&mut db, org, &all).await?;
        let inside = if all.is_empty() {
            html! { p.nothing { (t!(lang, "memberships-none")) } }
        } else {
            rows(all.iter().take(50).map(|stay| item(viewer, stay, groups.get(&stay.group))))
        };
        Ok(Some(parts::card(&t!(lang, "memberships-title"), html! {}, inside)))
    })
}

fn item(viewer: &Viewer, stay: &Membership, group: Option<&Group>) -> Item {
    let (lang, zone) = (viewer.lang, &viewer.shop.zone);
    let name = group.map_or_else(|| t!(lang, "memberships-gone"), |group| group.name.clone());
    let from = format::date_with_year(lang, stay.joined_at.date(zone));
    let note = match stay.left_at {
        None => t!(lang, "memberships-since", date = from),
        Some(at) => {
            let until = format::date_with_year(lang, at.date(zone));
            t!(lang, "memberships-from-until", from = from, until = until)
        }
    };
    let source = members::source(lang, &stay.source);
    let item = Item::new(name).note(html! { (note) " · " (source) }).aside(standing(lang, stay));
    match group {
        Some(group) => item.href(group.href()),
        None => item,
    }
}

fn standing(lang: Lang, stay: &Membership) -> Markup {
    match stay.left_why {
        None if stay.is_open() => chip(Tone::Good, &t!(lang, "memberships-in")),
        Some(Why::Moved) => chip(Tone::Plain, &t!(lang, "memberships-moved")),
        Some(Why::Shop) => chip(Tone::Warn, &t!(lang, "memberships-shop")),
        _ => chip(Tone::Plain, &t!(lang, "memberships-left")),
    }
}

/// Who is in a group, the newest, for those who may know members; the whole list is the member list with this group as filter.
fn of_group<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let group = viewer.subject.filter(|_| viewer.may(ViewMembers::NAME));
        let Some(group) = group.map(GroupId::from_uuid) else { return Ok(None) };
        let (lang, org) = (viewer.lang, viewer.shop.org);
        let mut db = app.db().read().await?;
        let page = kernel::PageRequest { limit: Some("10".to_owned()), cursor: None };
        let newest = stays::of_group(&mut db, org, group, &page).await?;
        let ids: Vec<MemberId> = newest.items.iter().map(|stay| stay.member).collect();
        let names = members::names(&mut db, org, &ids).await?;
        let known = members::names_within(&mut db, org, viewer.remit(), &ids).await?;
        let inside = if newest.items.is_empty() {
            html! { p.nothing { (t!(lang, "memberships-nobody")) } }
        } else {
            rows(newest.items.iter().map(|stay| {
                let name = names.get(&stay.member).cloned().unwrap_or_default();
                let who = Item::new(name.clone()).start(avatar(&name));
                let who = match known.get(&stay.member) {
                    Some(_) => who.href(format!("/console/members/{}", stay.member)),
                    None => who,
                };
                who.note(format::relative_day(lang, stay.joined_at, app.now(), &viewer.shop.zone))
                    .aside(members::source(lang, &stay.source))
            }))
        };
        let all = html! {
            a href={ "/console/members?group=" (group) } { (t!(lang, "memberships-all")) }
        };
        Ok(Some(parts::card(&t!(lang, "memberships-members"), all, inside)))
    })
}

/// A member's groups on their home.
fn home<'a>(app: &'a App, viewer: &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let Some(member) = viewer.subject.map(MemberId::from_uuid) else { return Ok(None) };
        let org = viewer.shop.org;
        let mut db = app.db().read().await?;
        let open = stays::open_of_member(&mut db, org, member).await?;
        if open.is_empty() {
            return Ok(None);
        }
        let groups = groups_of(&mut db, org, &open).await?;
        Ok(Some(parts::card(
            "",
            html! {},
            rows(open.iter().filter_map(|stay| {
                groups.get(&stay.group).map(|group| phone_item(viewer, group, stay))
            })),
        )))
    })
}

/// A group as its members see it in a list.
pub fn phone_item(viewer: &Viewer, group: &Group, stay: &Membership) -> Item {
    let (lang, zone) = (viewer.lang, &viewer.shop.zone);
    let since = format::date(lang, stay.joined_at.date(zone));
    Item::new(group.name.clone())
        .start(avatar(&group.name))
        .href(viewer.shop.href(&format!("/groups/{}", group.id)))
        .note(t!(lang, "memberships-since", date = since))
}
