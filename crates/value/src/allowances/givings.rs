//! `/console/allowances/givings`: who gave what to whom.

use std::collections::{BTreeSet, HashMap, HashSet};

use axum::extract::{RawQuery, State};
use kernel::{GiftId, MemberId, PageRequest, StaffId, permission::ManageGifts};
use maud::{Markup, html};
use people::{members, staff};
use web::{
    App, Reply, Routes, Staff,
    kit::{
        List, Tone, format, icons, layout,
        parts::{Empty, Head, chip},
        tables::{Column, Row, Table},
    },
    reply, t,
};

use super::{
    console::pairs,
    csv,
    model::Giving,
    store::{self as rows, Which},
};
use crate::gifts;

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/allowances/givings", list)
}

struct Names {
    staff: HashMap<StaffId, String>,
    members: HashMap<MemberId, String>,
    /// Whom of them whoever looks may see.
    known: HashSet<MemberId>,
    gifts: HashMap<GiftId, String>,
}

async fn list(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let asked = List::new(lang, "/console/allowances/givings").query(pairs(query.as_deref()));
    let file = asked.get("csv") == "1";
    let limit = Some(if file { "200" } else { "50" }.to_owned());
    let mut page = PageRequest { limit, cursor: Some(asked.get("cursor").to_owned()) };
    let which = Which {
        allowance: asked.get("allowance").parse().ok(),
        staff: asked.get("staff").parse().ok(),
        member: asked.get("member").parse().ok(),
        within: staff.remit().stores(),
    };
    let mut db = app.db().read().await?;
    let (mut found, mut next) = (Vec::new(), None);
    loop {
        let some = rows::givings(&mut db, org, &which, &page).await?;
        found.extend(some.items);
        match some.next_cursor {
            Some(more) if file => page.cursor = Some(more),
            more => {
                next = more.or(next);
                break;
            }
        }
    }
    let people = staff::names(&mut db, org).await?;
    if file {
        return Ok(csv::answer(&staff.shop, &found, &people));
    }
    let ids: Vec<MemberId> = found.iter().map(|one| one.member).collect();
    let known = members::names_for(&mut db, &staff, &ids).await?.into_keys().collect();
    let members = members::names(&mut db, org, &ids).await?;
    let mut gifts = HashMap::new();
    for id in found.iter().map(|one| one.gift).collect::<BTreeSet<GiftId>>() {
        let gift = gifts::require(&mut db, org, id).await?;
        gifts.insert(id, gift.details.name.say(lang).to_owned());
    }
    drop(db);
    let names = Names { staff: people, members, known, gifts };
    let main = page_of(&staff, &asked.next(next), &found, &names);
    reply::page(layout::console(&staff.frame(t!(lang, "allowances-givings")), main))
}

fn page_of(staff: &Staff<ManageGifts>, list: &List, found: &[Giving], names: &Names) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let lines = found.iter().map(|one| {
        let member = names.members.get(&one.member).map_or("", String::as_str);
        let member = html! {
            @if names.known.contains(&one.member) { a href={ "/console/members/" (one.member) } { (member) } }
            @else { (member) }
        };
        let row = Row::new()
            .cell(format::date_time(lang, one.at, &shop.zone))
            .cell(names.staff.get(&one.staff).map_or("", String::as_str))
            .cell(member)
            .cell(names.gifts.get(&one.gift).map_or("", String::as_str))
            .cell(html! {
                @if one.undone_at.is_some() { (chip(Tone::Plain, &t!(lang, "allowances-undone"))) }
                @else { (one.reason) }
            })
            .cell(format::amount(lang, shop.money(one.cost)));
        if one.undone_at.is_some() { row.faint() } else { row }
    });
    let empty = Empty::new(
        icons::GIFT,
        t!(lang, "allowances-no-givings"),
        t!(lang, "allowances-no-givings-why"),
    );
    let table = Table::new(list, t!(lang, "allowances-givings"))
        .columns([
            Column::new("at", t!(lang, "allowances-at")),
            Column::new("staff", t!(lang, "allowances-who")),
            Column::new("member", t!(lang, "allowances-whom")),
            Column::new("gift", t!(lang, "allowances-gift")),
            Column::new("reason", t!(lang, "allowances-reason")),
            Column::new("cost", t!(lang, "allowances-cost", currency = shop.currency.code()))
                .number(),
        ])
        .rows(lines)
        .csv(list.href("csv", "1"))
        .empty(empty);
    html! {
        (Head::new(t!(lang, "allowances-givings")).back("/console/allowances", &t!(lang, "allowances-title"))
            .note(t!(lang, "allowances-givings-lead")))
        (table)
    }
}
