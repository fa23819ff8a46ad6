//! Who stands where, as CSV, streamed page by page.

use std::sync::Arc;

use kernel::{
    Error, OrgId, PageRequest, Permission as _, ProgramId, Result,
    permission::{ExportMembers, ViewPoints},
    scope::Remit,
};
use people::members;
use web::{App, Reply, Staff, csv};

use super::{
    console::named,
    model::{Stands, Which},
    store,
};

/// Which of them, and what ranks are called, from none upwards.
pub struct Asked {
    pub program: ProgramId,
    pub which: Which,
    pub names: Vec<String>,
}

pub fn download(app: App, staff: &Staff<ViewPoints>, asked: Asked) -> Reply {
    if !staff.role.may(ExportMembers::NAME) {
        return Err(Error::Forbidden(ExportMembers::NAME).into());
    }
    let (org, remit) = (staff.shop.org, staff.remit().clone());
    let head = ["member", "name", "rank", "tier", "counts", "since", "until"].map(str::to_owned);
    let asked = Arc::new(asked);
    Ok(csv::download("tiers.csv", &members::csv_line(head), move |cursor| {
        let (app, remit, asked) = (app.clone(), remit.clone(), Arc::clone(&asked));
        async move { lines(&app, (org, &remit), &asked, cursor).await }
    }))
}

async fn lines(
    app: &App,
    (org, remit): (OrgId, &Remit),
    asked: &Asked,
    cursor: Option<String>,
) -> Result<csv::Lines> {
    let mut db = app.db().read().await?;
    let page = PageRequest { limit: Some("200".to_owned()), cursor };
    let found = store::list(&mut db, org, (asked.program, &asked.which), &page).await?;
    let named = named(&mut db, (org, remit), found.items).await?;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    let line = |(one, name): (Stands, String)| {
        let tier = asked.names.get(one.rank).cloned().unwrap_or_default();
        let (member, rank, score) = (one.whose.member, one.rank, one.score);
        let numbers = [member.to_string(), name, rank.to_string(), tier, score.to_string()];
        members::csv_line(numbers.into_iter().chain([day(one.since), day(one.until)]))
    };
    Ok((named.into_iter().map(line).collect(), found.next_cursor))
}
