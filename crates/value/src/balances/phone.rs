//! `/{org}/wallet/statement`: every line of what a member had, in words.

use std::{collections::HashMap, future::ready};

use ::store::Read;
use axum::extract::{Query, State};
use jiff::civil::Date;
use kernel::{GiftId, Id, Lang, OrgId, PageRequest, ProgramId, Result, StampCardId, ids::Kind};
use ledger::{AccountKey, StatementLine};
use maud::{Markup, html};
use web::{
    App, Piece, Place, Reply, Routes, Shop, Viewer,
    kit::{
        Tab, format, icons, layout,
        parts::{self, Button, Empty, Head, Item, rows},
    },
    reply, t,
    who::Member,
};

use super::{Own, proofs};
use crate::{gifts, points, stamp_cards, wallets};

pub fn routes() -> Routes {
    proofs::routes(Routes::new().get("/{org}/wallet/statement", statement))
}

/// The way there, at the foot of the wallet.
pub fn pieces() -> Vec<Piece> {
    vec![Piece {
        place: Place::Wallet,
        order: 90,
        draw: |_, viewer| Box::pin(ready(Ok(way(viewer)))),
    }]
}

fn way(viewer: &Viewer) -> Option<Markup> {
    let (lang, href) = (viewer.lang, viewer.shop.href("/wallet/statement"));
    viewer.subject.map(|_| html! { p { (Button::link(href, t!(lang, "balances-statement"))) } })
}

async fn statement(
    State(app): State<App>,
    member: Member,
    Query(page): Query<PageRequest>,
) -> Reply {
    let (lang, shop) = (member.lang(), &member.shop);
    let mut db = app.db().read().await?;
    let own = Own::of(&mut db, shop.org, member.id).await?;
    let found = ledger::statement_under(&mut db, shop.org, own.each(), &page).await?;
    let names = names(&mut db, shop.org, &found.items, lang).await?;
    drop(db);
    let today = app.now().date(&shop.zone);
    let mut days: Vec<(_, Vec<Item>)> = Vec::new();
    for line in &found.items {
        let day = line.at.date(&shop.zone);
        let name = names.get(&line.account).map_or("", String::as_str);
        let item = Item::new(said(lang, line, name))
            .start(format::time(line.at, &shop.zone))
            .aside(html! { span.num { (amount(lang, shop, line, name)) } });
        match days.last_mut() {
            Some((last, items)) if *last == day => items.push(item),
            _ => days.push((day, vec![item])),
        }
    }
    let title = t!(lang, "balances-statement");
    let older =
        found.next_cursor.map(|cursor| shop.href(&format!("/wallet/statement?cursor={cursor}")));
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/wallet"), &t!(lang, "tab-wallet")).note(t!(lang, "balances-statement-why")))
        @if days.is_empty() {
            (Empty::new(icons::TICKET, t!(lang, "balances-none"), t!(lang, "balances-none-why")))
        }
        @for (day, items) in days { (parts::card(&heading(lang, day, today), "", rows(items))) }
        @if let Some(older) = older { p { (Button::link(older, t!(lang, "balances-older"))) } }
        p { a.quiet-link href=(shop.href("/wallet/proof")) { (t!(lang, "balances-proof-way")) } }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Wallet, main))
}

pub(super) fn heading(lang: Lang, day: Date, today: Date) -> String {
    if day.year() == today.year() {
        format::date_with_weekday(lang, day)
    } else {
        format::date_with_year(lang, day)
    }
}

/// What an account of the member's counts: `gifts/mbr_…/gft_…` is of that gift.
fn of<K: Kind>(key: &AccountKey) -> Option<Id<K>> {
    key.as_str().rsplit('/').next().and_then(|id| id.parse().ok())
}

fn is_stamps(line: &StatementLine) -> bool {
    of::<kernel::kinds::StampCard>(&line.account).is_some()
}

fn is_points(line: &StatementLine) -> bool {
    of::<kernel::kinds::Program>(&line.account).is_some()
}

/// What the gifts and cards of these lines are called, and what points are.
pub(super) async fn names(
    db: &mut impl Read,
    org: OrgId,
    lines: &[StatementLine],
    lang: Lang,
) -> Result<HashMap<AccountKey, String>> {
    let mut names = HashMap::new();
    for line in lines {
        if names.contains_key(&line.account) {
            continue;
        }
        let gift: Option<GiftId> = of(&line.account);
        let card: Option<StampCardId> = of(&line.account);
        let program: Option<ProgramId> = of(&line.account);
        let name = match (gift, card, program) {
            (Some(gift), ..) => gifts::require(db, org, gift).await?.details.name,
            (_, Some(card), _) => stamp_cards::require(db, org, card).await?.name,
            (.., Some(program)) => points::unit_of(db, org, program).await?,
            _ => continue,
        };
        names.insert(line.account.clone(), name.say(lang).to_owned());
    }
    Ok(names)
}

/// What happened, as one would tell it.
pub(super) fn said(lang: Lang, line: &StatementLine, name: &str) -> String {
    let back = line.amount > 0;
    if let Some(part) = wallets::part_of(&line.account) {
        return wallets::line_said(lang, &line.reason, part);
    }
    if is_points(line) {
        return points::line_said(lang, line);
    }
    match line.reason.as_str() {
        "gifts.given" => t!(lang, "balances-given", name = name),
        "vouchers.redeemed" => t!(lang, "balances-redeemed", name = name),
        "vouchers.redemption_undone" => t!(lang, "balances-redemption-undone", name = name),
        "vouchers.withdrawn" => t!(lang, "balances-withdrawn", name = name),
        "vouchers.expired" => t!(lang, "balances-expired", name = name),
        "vouchers.carried" | "stamp_cards.carried" => t!(lang, "balances-carried", name = name),
        "stamp_cards.stamped" => t!(lang, "balances-stamped", name = name),
        "stamp_cards.filled" => t!(lang, "balances-filled", name = name),
        "stamp_cards.stamp_withdrawn" if back => t!(lang, "balances-unfilled", name = name),
        "stamp_cards.stamp_withdrawn" => t!(lang, "balances-unstamped", name = name),
        _ => name.to_owned(),
    }
}

/// `+2 stamps`, `−1 ticket`, `+¥100.00`, `+36 beans`.
pub(super) fn amount(lang: Lang, shop: &Shop, line: &StatementLine, name: &str) -> String {
    if wallets::part_of(&line.account).is_some() {
        return format::signed_money(lang, shop.money(line.amount));
    }
    if is_points(line) {
        return format!("{} {name}", format::signed(lang, line.amount));
    }
    let count = line.amount.abs();
    let unit = if is_stamps(line) {
        t!(lang, "balances-stamps", count = count)
    } else {
        t!(lang, "balances-tickets", count = count)
    };
    format!("{} {unit}", format::signed(lang, line.amount))
}
