//! A member's tier on the console's page about them; what tiers are called, for pages that show ids.

use std::collections::HashMap;

use kernel::{Lang, MemberId, OrgId, Permission as _, Result, permission::ViewPoints};
use maud::{Markup, html};
use uuid::Uuid;
use web::{
    App, Viewer,
    kit::{
        format, icons,
        parts::{Figure, card},
    },
    t,
};

use super::{
    phone::history,
    reading::{Holding, holdings},
    sentences::Saying,
    store,
};

/// Rank, since when, until when, why, and how it came to that.
pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    if !viewer.may(ViewPoints::NAME) {
        return Ok(None);
    }
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let mut db = app.db().read().await?;
    let all = holdings(&mut db, shop, app.now(), MemberId::from_uuid(subject)).await?;
    drop(db);
    let begun = |one: &&Holding| one.outlook.score > 0 || !one.moves.is_empty();
    let shown: Vec<&Holding> = all.iter().filter(begun).collect();
    if shown.is_empty() {
        return Ok(None);
    }
    Ok(Some(html! {
        @for holding in shown {
            @let href = format!("/console/tiers/{}", holding.program);
            (card(&t!(lang, "tiers-one"), html! { a href=(href) { (t!(lang, "tiers-ladder")) } },
                drawn(&Saying::of(lang, shop, holding), holding)))
        }
    }))
}

fn drawn(say: &Saying<'_>, holding: &Holding) -> Markup {
    let (lang, outlook) = (say.lang, &holding.outlook);
    let day = |day| format::date_with_year(lang, day);
    let mut tier = Figure::new(t!(lang, "tiers-one"), say.name(outlook.rank));
    if let Some(since) = outlook.since {
        tier = tier.note(t!(lang, "tiers-since", day = day(since)));
    }
    html! {
        div.figures {
            (tier)
            (Figure::new(t!(lang, "tiers-counts"), say.amount(outlook.score)))
        }
        @for one in say.projection(outlook) { p { (one) } }
        @if !holding.moves.is_empty() {
            details.more.fold {
                summary { (icons::RIGHT) (t!(lang, "tiers-history")) }
                (history(say, holding))
            }
        }
    }
}

/// What tiers are called.
pub async fn names(
    db: &mut ::store::Reader,
    (org, lang): (OrgId, Lang),
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let all = store::ladders(db, org).await?;
    let ladders = all.into_values().flatten().filter_map(|(_, ladder)| ladder);
    let tiers = ladders.flat_map(|ladder| ladder.tiers);
    let name = |tier: super::engine::Tier| {
        let id = tier.id?.uuid();
        ids.contains(&id).then(|| (id, tier.name.say(lang).to_owned()))
    };
    Ok(tiers.filter_map(name).collect())
}
