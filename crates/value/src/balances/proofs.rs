//! `/{org}/wallet/proof`: the statement once more, and the member's own browser works out whether
//! each line stands in the shop's books. `/{org}/wallet/proof.json`: the same to take away.

use std::collections::HashMap;

use ::store::Read;
use axum::{
    extract::{Query, State},
    http::{HeaderValue, header},
};
use jiff::civil::Date;
use kernel::{Cursor, Lang, OrgId, PageRequest, Result};
use ledger::{AccountKey, Proof, Proven, Seal, StatementLine};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use web::{
    App, Reply, Routes, Shop,
    kit::{
        Tab, format, icons, layout, links,
        parts::{self, Button, Empty, Head, Item, Tone, rows},
    },
    reply, t,
    who::Member,
};

use super::{
    Own,
    phone::{amount, heading, names, said},
};
use crate::books::{Note, Typed, in_fours};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/{org}/wallet/proof", page).get("/{org}/wallet/proof.json", file)
}

/// Without being asked, the browser walks no further than one answer of the chain.
const WALKED_UNASKED: i64 = ledger::MOST_LINKS;

#[derive(Debug, Deserialize)]
struct Asked {
    limit: Option<String>,
    cursor: Option<String>,
    /// What was noted of the books before, to be found on the way.
    #[serde(default)]
    row: String,
    #[serde(default)]
    hash: String,
}

impl Asked {
    fn note(&self) -> Result<Option<Note>> {
        let typed = Typed { row: &self.row, hash: &self.hash };
        (!self.row.is_empty()).then(|| Note::read(typed)).transpose()
    }
    fn page(&self) -> PageRequest {
        PageRequest { limit: self.limit.clone(), cursor: self.cursor.clone() }
    }
    /// The file with what stands on this page: what is posted meanwhile must not push out its end.
    fn file(&self, shop: &Shop, found: &[Proven]) -> String {
        let before = found.first().map(|Proven { proof, .. }| (proof.row, proof.place + 1));
        let cursor = before.map_or(String::new(), |before| Cursor::write(&before));
        let limit = self.limit.as_deref().unwrap_or("");
        let query = [("limit", limit), ("cursor", cursor.as_str())];
        links::with_query(&shop.href("/wallet/proof.json"), query)
    }
}

/// Proofs to take away; the format is told in docs/ledger.md.
#[derive(Debug, Serialize)]
struct File {
    regulars: u32,
    org: OrgId,
    shop: String,
    head: Option<Seal>,
    items: Vec<Proof>,
    next_cursor: Option<String>,
}

async fn file(State(app): State<App>, member: Member, Query(page): Query<PageRequest>) -> Reply {
    let shop = &member.shop;
    let mut db = app.db().read().await?;
    let own = Own::of(&mut db, shop.org, member.id).await?;
    let found = ledger::proofs_under(&mut db, shop.org, own.each(), &page).await?;
    let head = ledger::head(&mut db, shop.org).await?;
    let found = found.map(|proven| proven.proof);
    let mut response = reply::json(&File {
        regulars: 1,
        org: shop.org,
        shop: shop.name.clone(),
        head,
        items: found.items,
        next_cursor: found.next_cursor,
    })?;
    let name = HeaderValue::from_static("attachment; filename=\"proof.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

async fn page(State(app): State<App>, member: Member, Query(asked): Query<Asked>) -> Reply {
    let (lang, shop) = (member.lang(), &member.shop);
    let note = asked.note()?;
    let mut db = app.db().read().await?;
    let own = Own::of(&mut db, shop.org, member.id).await?;
    let found = ledger::proofs_under(&mut db, shop.org, own.each(), &asked.page()).await?;
    let head = ledger::head(&mut db, shop.org).await?;
    let days = days(&mut db, lang, shop, &found.items).await?;
    drop(db);
    let today = app.now().date(&shop.zone);
    let older = found.next_cursor.map(|cursor| {
        let query = [("cursor", cursor.as_str()), ("row", &asked.row), ("hash", &asked.hash)];
        links::with_query(&shop.href("/wallet/proof"), query)
    });
    let title = t!(lang, "balances-proof");
    let file = asked.file(shop, &found.items);
    let lines = found.items.iter().map(|proven| proven.lines.len()).sum::<usize>();
    let inside = html! {
        @if days.is_empty() {
            (Empty::new(icons::TICKET, t!(lang, "balances-none"), t!(lang, "balances-none-why")))
        }
        @for (day, items) in days { (parts::card(&heading(lang, day, today), "", rows(items))) }
        @if let Some(older) = older { p { (Button::link(older, t!(lang, "balances-older"))) } }
    };
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/wallet/statement"), &t!(lang, "balances-statement")).note(t!(lang, "balances-proof-why")))
        div.stack {
            (check(lang, shop, &Checked { file: &file, note, lines }, &inside))
            @if let Some(head) = &head { (books(lang, shop, head, &file)) }
            (meaning(lang))
        }
    };
    let frame = member.frame(title).with(("books.css", "books.js"));
    reply::page(layout::phone(&frame, Tab::Wallet, main))
}

struct Checked<'a> {
    file: &'a str,
    note: Option<Note>,
    lines: usize,
}

/// The element that checks, with all that it may have to say. What it says without scripts stands
/// there from the start.
fn check(lang: Lang, shop: &Shop, checked: &Checked<'_>, inside: &Markup) -> Markup {
    let (row, size) = ("{row}", "{size}");
    let note = checked.note.as_ref();
    html! {
        book-check.stack
            data-org=(shop.org)
            data-src=(checked.file)
            data-rows=(shop.href("/books/rows"))
            data-most=(WALKED_UNASKED)
            data-row=[note.map(|note| note.row)]
            data-hash=[note.map(|note| note.hash.as_str())]
            data-checking=(t!(lang, "balances-proof-checking"))
            data-fits=(t!(lang, "balances-proof-fits", lines = checked.lines))
            data-noted=(t!(lang, "balances-proof-noted", lines = checked.lines, row = row))
            data-far=(t!(lang, "balances-proof-far", lines = checked.lines, rows = "{rows}", size = size))
            data-wrong=(t!(lang, "balances-proof-wrong"))
            data-broken=(t!(lang, "balances-proof-broken", row = row))
            data-lost=(t!(lang, "balances-proof-lost", row = row))
            data-unsure=(t!(lang, "balances-proof-unsure"))
            data-insecure=(t!(lang, "balances-proof-insecure"))
            data-walk=(t!(lang, "balances-proof-walk"))
            data-forget=(t!(lang, "balances-proof-forget"))
            data-right=(t!(lang, "balances-proof-right"))
            data-off=(t!(lang, "balances-proof-off")) {
            section.card.sealed {
                p.verdict.plain role="status" {
                    @for tone in [Tone::Plain, Tone::Good, Tone::Warn, Tone::Bad] { (parts::sign(tone)) }
                    b { (t!(lang, "balances-proof-by-hand")) }
                }
                button.button.plain type="button" hidden {}
            }
            (inside)
        }
    }
}

/// The member's lines by day, each with the place where its verdict will stand.
async fn days(
    db: &mut impl Read,
    lang: Lang,
    shop: &Shop,
    found: &[Proven],
) -> Result<Vec<(Date, Vec<Item>)>> {
    let lines: Vec<StatementLine> = found.iter().flat_map(|one| one.lines.clone()).collect();
    let names: HashMap<AccountKey, String> = names(db, shop.org, &lines, lang).await?;
    let mut days: Vec<(Date, Vec<Item>)> = Vec::new();
    for (proof, line) in
        found.iter().flat_map(|one| one.lines.iter().map(|line| (&one.proof, line)))
    {
        let name = names.get(&line.account).map_or("", String::as_str);
        let item = Item::new(said(lang, line, name))
            .start(format::time(line.at, &shop.zone))
            .note(mark(lang, proof, line))
            .aside(html! { span.num { (amount(lang, shop, line, name)) } });
        let day = line.at.date(&shop.zone);
        match days.last_mut() {
            Some((last, items)) if *last == day => items.push(item),
            _ => days.push((day, vec![item])),
        }
    }
    Ok(days)
}

fn mark(lang: Lang, proof: &Proof, line: &StatementLine) -> Markup {
    html! {
        (t!(lang, "balances-proof-row", row = proof.row)) " "
        span.chip.plain hidden data-posting=(line.posting) data-account=(line.account) data-amount=(line.amount) {}
    }
}

/// The head that the check leads to, and the ways to note and to keep it.
fn books(lang: Lang, shop: &Shop, head: &Seal, file: &str) -> Markup {
    let begin = head.hash.get(..16).unwrap_or(&head.hash);
    parts::card(
        &t!(lang, "balances-proof-head"),
        "",
        html! {
            div.sealed {
            p { (t!(lang, "balances-proof-head-why")) }
            (parts::facts([
                (t!(lang, "books-row"), html! { span.num { (format::number(lang, head.row)) } }),
                (t!(lang, "books-at"), html! { (format::date_time(lang, head.at, &shop.zone)) }),
                (t!(lang, "books-hash"), html! { code.hash { b { (in_fours(begin)) } } }),
            ]))
            div.actions {
                (Button::link(shop.href("/books"), t!(lang, "balances-proof-books")))
                a.quiet-link href=(file) download="proof.json" {
                    (icons::DOWNLOAD) (t!(lang, "balances-proof-file"))
                }
            }
            }
        },
    )
}

fn meaning(lang: Lang) -> Markup {
    html! {
        details.unfold {
            summary.quiet-link { (icons::HELP) (t!(lang, "balances-proof-meaning")) }
            div.unfolded {
                p { (t!(lang, "balances-proof-meaning-yes")) }
                p { (t!(lang, "balances-proof-meaning-not")) }
                p { (t!(lang, "balances-proof-meaning-hand")) }
            }
        }
    }
}
