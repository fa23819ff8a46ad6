//! A member's tier on the phone: what they hold, how far it is to the next, and the ladder as a whole.

use axum::extract::{Path, State};
use kernel::{Error, MemberId, ProgramId, Result};
use maud::{Markup, html};
use web::{
    App, Reply, Routes, Viewer,
    kit::{
        Tab, Tone, format, layout,
        parts::{Head, Item, bar, card as boxed, chip, rows},
    },
    reply, t,
    who::Member,
};

use super::{
    reading::{Holding, holdings},
    sentences::{Gifts, Saying, gifts_of},
};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/{org}/wallet/tiers/{program}", show)
}

/// The member's tier, in the wallet.
pub async fn card(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let mut db = app.db().read().await?;
    let all = holdings(&mut db, shop, app.now(), MemberId::from_uuid(subject)).await?;
    drop(db);
    if all.is_empty() {
        return Ok(None);
    }
    Ok(Some(html! {
        @for holding in &all {
            @let href = shop.href(&format!("/wallet/tiers/{}", holding.program));
            (boxed(&t!(lang, "tiers-yours"), html! { a href=(href) { (t!(lang, "tiers-all")) } },
                stands(&Saying::of(lang, shop, holding), holding)))
        }
    }))
}

/// The tier, the bar, and the sentences that say what to do.
pub fn stands(say: &Saying<'_>, holding: &Holding) -> Markup {
    let outlook = &holding.outlook;
    html! {
        p.purse-balance { span.num { (say.name(outlook.rank)) } }
        @if let Some((done, label)) = progress(say, holding) { (bar(done, Tone::Accent, &label)) }
        @for (at, one) in say.projection(outlook).iter().enumerate() {
            @if at == 0 { p { (one) } } @else { p.hint { (one) } }
        }
    }
}

/// How far it is to the next tier, or to staying in the highest.
fn progress(say: &Saying<'_>, holding: &Holding) -> Option<(f64, String)> {
    let outlook = &holding.outlook;
    let rank = outlook.next.map_or(outlook.rank, |next| next.rank);
    if outlook.next.is_none() && outlook.stay.is_none() {
        return None;
    }
    let goal = holding.ladder.tier(rank)?.from;
    let (have, of) = (say.amount(outlook.score), say.amount(goal));
    let label = t!(say.lang, "tiers-progress", have = have, goal = of, tier = say.name(rank));
    Some((outlook.score as f64 / goal as f64, label))
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, program)): Path<(String, String)>,
) -> Reply {
    let (lang, shop) = (member.lang(), &member.shop);
    let id: ProgramId = program.parse().map_err(|_| Error::NotFound("program"))?;
    let mut db = app.db().read().await?;
    let all = holdings(&mut db, shop, app.now(), member.id).await?;
    let holding = all.iter().find(|one| one.program == id).ok_or(Error::NotFound("program"))?;
    let gifts = gifts_of(&mut db, shop.org, lang, &holding.ladder).await?;
    drop(db);
    let say = Saying::of(lang, shop, holding);
    let title = t!(lang, "tiers-yours");
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/wallet"), &t!(lang, "tab-wallet")))
        (boxed("", "", stands(&say, holding)))
        (boxed(&t!(lang, "tiers-ladder"), "", html! {
            (steps(&say, &gifts, holding.outlook.rank))
            p.hint { (say.ladder()) }
            @for rule in say.rules() { p.hint { (rule) } }
        }))
        @if !holding.moves.is_empty() {
            (boxed(&t!(lang, "tiers-history"), "", history(&say, holding)))
        }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Wallet, main))
}

/// All tiers, the highest first: what each takes, and what it brings.
fn steps(say: &Saying<'_>, gifts: &Gifts, mine: usize) -> Markup {
    let ranks = (1..=say.ladder.tiers.len()).rev();
    rows(ranks.filter_map(|rank| {
        let tier = say.ladder.tier(rank)?;
        let brings = say.privileges(tier.privileges, gifts);
        let mut note = vec![t!(say.lang, "tiers-from", amount = say.amount(tier.from))];
        note.extend(brings);
        let item = Item::new(say.name(rank)).note(note.join(" · "));
        let here = chip(Tone::Accent, &t!(say.lang, "tiers-here"));
        Some(if rank == mine { item.aside(here) } else { item })
    }))
}

/// Every move, the latest first.
pub fn history(say: &Saying<'_>, holding: &Holding) -> Markup {
    rows(
        holding.moves.iter().map(|step| {
            Item::new(say.moved(*step)).note(format::date_with_year(say.lang, step.day))
        }),
    )
}
