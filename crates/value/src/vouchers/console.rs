//! `/console/vouchers`: what was promised and not collected yet, by gift, day by day, and one by one.

use std::collections::HashMap;

use ::store::Reader;
use axum::extract::{RawQuery, State};
use kernel::{
    Error, GiftId, MemberId, PageRequest, Permission as _, Result,
    permission::{ExportMembers, ViewGifts},
    scope::Remit,
};
use people::members;
use web::{
    App, Reply, Routes, Staff, csv,
    kit::{List, layout},
    reply, t,
};

use super::{
    Voucher,
    outstanding::{self, Sum},
    view::{self, Overview, Promise},
};
use crate::gifts;

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/vouchers", index)
}

/// Days of the history.
const DAYS: i64 = 31;
/// Vouchers on the page.
const SHOWN: &str = "50";

fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().take(10).collect()
}

async fn index(
    State(app): State<App>,
    staff: Staff<ViewGifts>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let asked = List::new(lang, "/console/vouchers").query(pairs(query.as_deref()));
    let gift = match asked.get("gift") {
        "" => None,
        id => Some(id.parse::<GiftId>().map_err(|_| Error::NotFound("gift"))?),
    };
    if asked.get("csv") == "1" {
        return download(app, &staff, gift);
    }
    let (now, mut db) = (app.now(), app.db().read().await?);
    let mut gifts = Vec::new();
    for (id, sum) in outstanding::sums(&mut db, org, now).await? {
        gifts.push((gifts::require(&mut db, org, id).await?, sum));
    }
    let gift = match gift {
        Some(id) => Some(gifts::require(&mut db, org, id).await?),
        None => None,
    };
    let all = gifts.iter().map(|(_, sum)| *sum).fold(Sum::default(), Sum::plus);
    let days = if gift.is_none() {
        let today = now.date(&staff.shop.zone);
        let when = (today, &staff.shop.zone);
        outstanding::days(&mut db, org, when, (DAYS, all.vouchers)).await?
    } else {
        Vec::new()
    };
    let page =
        PageRequest { limit: Some(SHOWN.to_owned()), cursor: Some(asked.get("cursor").to_owned()) };
    let which = (gift.as_ref().map(|gift| gift.id), now);
    let found = outstanding::list(&mut db, org, which, &page).await?;
    let names = members::names_for(&mut db, &staff, &whose(&found.items)).await?;
    let name = |voucher: Voucher| Promise { name: names.get(&voucher.member).cloned(), voucher };
    let asked = asked.next(found.next_cursor);
    let promises = found.items.into_iter().map(name).collect();
    let overview = Overview { gift, all, gifts, days, promises };
    drop(db);
    let main = view::index(&staff, &asked, &overview);
    reply::page(layout::console(&staff.frame(t!(lang, "vouchers-title")), main))
}

/// All that is outstanding as CSV; without the codes, because whoever has a code can collect.
fn download(app: App, staff: &Staff<ViewGifts>, gift: Option<GiftId>) -> Reply {
    if !staff.role.may(ExportMembers::NAME) {
        return Err(Error::Forbidden(ExportMembers::NAME).into());
    }
    let (shop, remit) = (staff.shop.clone(), staff.remit().clone());
    let head = ["voucher", "gift", "name", "member", "source", "cost", "given", "ends"];
    let head = members::csv_line(head.map(str::to_owned));
    let now = app.now();
    Ok(csv::download("vouchers.csv", &head, move |cursor| {
        let (app, shop, remit) = (app.clone(), shop.clone(), remit.clone());
        async move {
            let page = PageRequest { limit: Some("200".to_owned()), cursor };
            let mut db = app.db().read().await?;
            let found = outstanding::list(&mut db, shop.org, (gift, now), &page).await?;
            let lines = lines(&mut db, (&shop, &remit), found.items).await?;
            Ok((lines, found.next_cursor))
        }
    }))
}

fn whose(vouchers: &[Voucher]) -> Vec<MemberId> {
    vouchers.iter().map(|voucher| voucher.member).collect()
}

async fn lines(
    db: &mut Reader,
    (shop, remit): (&web::Shop, &Remit),
    vouchers: Vec<Voucher>,
) -> Result<String> {
    let seen = members::names_within(db, shop.org, remit, &whose(&vouchers)).await?;
    let mut named: HashMap<GiftId, String> = HashMap::new();
    let mut text = String::new();
    for voucher in vouchers.into_iter().filter(|one| seen.contains_key(&one.member)) {
        let name = match named.get(&voucher.gift) {
            Some(name) => name.clone(),
            None => {
                let gift = gifts::require(db, shop.org, voucher.gift).await?;
                let name = gift.name.say(shop.lang).to_owned();
                named.insert(gift.id, name.clone());
                name
            }
        };
        text.push_str(&members::csv_line([
            voucher.id.to_string(),
            voucher.gift.to_string(),
            name,
            voucher.member.to_string(),
            voucher.source,
            shop.money(voucher.cost).plain(),
            voucher.issued_at.to_string(),
            voucher.expires_at.map_or_else(String::new, |end| end.to_string()),
        ]));
    }
    Ok(text)
}
