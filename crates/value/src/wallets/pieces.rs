//! The wallet on the phone, and on the console's page of one member.

use kernel::{
    MemberId, PageRequest, Permission as _, Result,
    permission::{RefundWallets, ViewWallets},
};
use ledger::StatementLine;
use maud::{Markup, html};
use web::{
    App, Viewer,
    kit::{
        format,
        parts::{Button, Figure, Item, card, rows},
    },
    t,
};

use super::{
    accounts::part_of,
    store,
    words::{line_said, rules},
};
use crate::gifts::State;

/// `/{org}/wallet`: what is there, what a top-up brings, and what becomes of it. Nothing where there
/// is nothing and none could be left.
pub async fn phone(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, shop, member) = (viewer.lang, &viewer.shop, MemberId::from_uuid(subject));
    let mut db = app.db().read().await?;
    let plan = store::plan(&mut db, shop.org).await?;
    let wallet = store::wallet(&mut db, shop.org, member).await?;
    drop(db);
    if wallet.acts == 0 && plan.state == State::Closed {
        return Ok(None);
    }
    let money = |amount| format::money(lang, shop.money(amount));
    let brings = plan.bonuses.iter().take(5).map(|bonus| {
        Item::new(t!(lang, "wallets-pays", amount = money(bonus.from))).aside(t!(
            lang,
            "wallets-plus",
            bonus = money(plan.bonus_of(bonus.from))
        ))
    });
    let inside = html! {
        div.figures {
            (Figure::new(t!(lang, "wallets-principal"), money(wallet.balance.principal)).note(t!(lang, "wallets-principal-note")))
            (Figure::new(t!(lang, "wallets-bonus"), money(wallet.balance.bonus)).note(t!(lang, "wallets-bonus-note")))
        }
        @if plan.state == State::Open {
            @if plan.bonuses.is_empty() {
                p { (t!(lang, "wallets-where-plain")) }
            } @else {
                p { (t!(lang, "wallets-where")) }
                (rows(brings))
            }
        }
        p.hint { (rules(lang, &plan)) }
    };
    Ok(Some(card(&t!(lang, "wallets-yours"), "", inside)))
}

/// The console's page of one member: balance, last lines, and the way to pay out.
pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    if !viewer.may(ViewWallets::NAME) {
        return Ok(None);
    }
    let (lang, shop, member) = (viewer.lang, &viewer.shop, MemberId::from_uuid(subject));
    let mut db = app.db().read().await?;
    let wallet = store::wallet(&mut db, shop.org, member).await?;
    if wallet.acts == 0 {
        return Ok(None);
    }
    let page = PageRequest { limit: Some("8".to_owned()), cursor: None };
    let under = [format!("wallet/{member}/")];
    let lines = ledger::statement_under(&mut db, shop.org, &under, &page).await?.items;
    drop(db);
    let money = |amount| format::money(lang, shop.money(amount));
    let line = |line: &StatementLine| {
        let said = part_of(&line.account).map(|part| line_said(lang, &line.reason, part));
        Item::new(said.unwrap_or_default())
            .note(format::relative_day(lang, line.at, app.now(), &shop.zone))
            .aside(html! { span.num { (format::signed_money(lang, shop.money(line.amount))) } })
    };
    let aside = html! {
        @if viewer.may(RefundWallets::NAME) && wallet.balance.principal > 0 {
            (Button::link(format!("/console/wallets/{member}/refunds"), t!(lang, "wallets-refund")))
        }
    };
    let inside = html! {
        div.figures {
            (Figure::new(t!(lang, "wallets-principal"), money(wallet.balance.principal)))
            (Figure::new(t!(lang, "wallets-bonus"), money(wallet.balance.bonus)))
        }
        (rows(lines.iter().map(line)))
    };
    Ok(Some(card(&t!(lang, "wallets-nav"), aside, inside)))
}
