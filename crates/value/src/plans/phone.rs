//! A member's paid membership on their phone, or what is offered.

use jiff::civil::Date;
use kernel::{MemberId, Result};
use maud::{Markup, html};
use web::{
    App, Viewer,
    kit::{
        Tone, format, icons,
        parts::{Item, card, chip, rows},
    },
    t,
};

use super::{
    console::names,
    engine::State,
    model::{Details, Plan},
    reading::{Held, held},
    sentences::{self, Names},
    store,
};

pub async fn draw(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (org, member) = (viewer.shop.org, MemberId::from_uuid(subject));
    let mut db = app.db().read().await?;
    let held = held(&mut db, &viewer.shop, (member, app.now())).await?;
    let today = app.now().date(&viewer.shop.zone);
    let plans = store::open(&mut db, org).await?;
    if plans.is_empty() && held.state == State::Never {
        return Ok(None);
    }
    let names = names(&mut db, org).await?;
    drop(db);
    Ok(Some(match held.rules.first() {
        Some(rule) => mine(viewer, (&held, rule, today), &names),
        None => offered(viewer, &held, &plans, &names),
    }))
}

fn mine(viewer: &Viewer, (held, rule, today): (&Held, &Details, Date), names: &Names) -> Markup {
    let lang = viewer.lang;
    let gives = held.rules.iter().flat_map(|rule| sentences::gives(lang, rule, names));
    card_of(
        rule.name.say(lang),
        html! {
            p { strong { (sentences::stands(lang, held.state, held.until)) } }
            @if held.ends_soon(today).is_some() { p { (chip(Tone::Warn, &t!(lang, "plans-ends-soon"))) } }
            (rows(gives.map(|one| Item::new(one).start(icons::CHECK))))
            p.note { (t!(lang, "plans-phone-renew", price = sentences::price(lang, &viewer.shop, rule))) }
            p.note { (sentences::back(lang, rule)) }
        },
    )
}

fn offered(viewer: &Viewer, held: &Held, plans: &[Plan], names: &Names) -> Markup {
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let item = |plan: &Plan| {
        Item::new(plan.name.say(lang))
            .note(sentences::gives(lang, plan, names).join(" · "))
            .aside(format::money(lang, shop.money(plan.price)))
    };
    card_of(
        &t!(lang, "plans-phone"),
        html! {
            @if held.state == State::Lapsed { p { (sentences::stands(lang, held.state, held.until)) } }
            (rows(plans.iter().map(item)))
            @if !plans.is_empty() { p.note { (t!(lang, "plans-phone-how")) } }
        },
    )
}

fn card_of(title: &str, inside: Markup) -> Markup {
    card(title, "", inside)
}
