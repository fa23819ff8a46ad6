//! Figures as CSV: what is on the page, without its limits.

use std::collections::HashMap;

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::{PageRequest, Result, permission::ViewFigures};
use uuid::Uuid;
use web::{App, Shop, Staff};

use super::{Filter, model::Line, store, view};
use crate::facts::model::{By, Fact, Kind};

/// Facts in one file at most; a longer stretch is asked for in parts.
const ROWS_MAX: usize = 100_000;

/// A cell (RFC 4180) that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t']) && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

pub fn answer(name: &str, text: &str) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    // The mark tells spreadsheets that it is UTF-8.
    let body = format!("\u{feff}{text}");
    (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        body,
    )
        .into_response()
}

pub fn breakdown(shop: &Shop, by: By, lines: &[Line], names: &HashMap<String, String>) -> String {
    let mut out = format!("{by}");
    for kind in Kind::ALL {
        out.push_str(&format!(",{kind}"));
    }
    out.push_str(",purchase_amount,redemption_cost\n");
    for line in lines {
        let name = names.get(&line.key).map_or(line.key.as_str(), String::as_str);
        out.push_str(&cell(name));
        for kind in Kind::ALL {
            out.push_str(&format!(",{}", line.sums.of(kind).count));
        }
        let money = |kind| shop.money(line.sums.of(kind).amount).plain();
        out.push_str(&format!(",{},{}\n", money(Kind::Purchase), money(Kind::Redemption)));
    }
    out
}

pub async fn facts(
    app: &App,
    staff: &Staff<ViewFigures>,
    kind: Kind,
    filter: &Filter,
) -> Result<String> {
    let mut out = String::from("at,kind,member,store,group,source,link,staff,gift,amount,count\n");
    let mut page = PageRequest { limit: Some("200".into()), cursor: None };
    let mut rows = 0;
    loop {
        let mut reader = app.db().read().await?;
        let part = store::facts(&mut reader, staff.shop.org, kind, filter, &page).await?;
        drop(reader);
        let names = view::fact_names(app, staff, &part.items).await?;
        for fact in &part.items {
            out.push_str(&line(&staff.shop, fact, &names));
            rows += 1;
        }
        if part.next_cursor.is_none() || rows >= ROWS_MAX {
            return Ok(out);
        }
        page.cursor = part.next_cursor;
    }
}

fn line(shop: &Shop, fact: &Fact, names: &HashMap<Uuid, String>) -> String {
    let name = |id: Option<Uuid>| {
        id.map(|id| names.get(&id).map_or_else(|| id.to_string(), |name| cell(name)))
            .unwrap_or_default()
    };
    let origin = &fact.origin;
    let cells = [
        fact.at.to_string(),
        fact.kind.to_string(),
        fact.member.map(|member| member.to_string()).unwrap_or_default(),
        name(origin.store.map(kernel::Id::uuid)),
        name(origin.group.map(kernel::Id::uuid)),
        cell(&origin.source),
        name(origin.link.map(kernel::Id::uuid)),
        name(origin.staff.map(kernel::Id::uuid)),
        name(origin.gift.map(kernel::Id::uuid)),
        shop.money(fact.amount).plain(),
        fact.pieces.to_string(),
    ];
    format!("{}\n", cells.join(","))
}
