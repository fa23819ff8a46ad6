//! What everybody can have of an activity that was announced: its card for a chat, and how it works, to print.

use axum::extract::{Path, Query, State};
use kernel::{Error, Lang, Result};
use maud::{Markup, html};
use serde::Deserialize;
use value::bills::sentences::Tongue;
use web::{
    App, Guest, Reply, Shop,
    kit::{layout, parts, qr},
    reply, t,
};

use super::{
    Runs,
    card::{Paper, Picture},
};
use crate::activities::{self, Activity, console::id};

/// The paper's language; who asks for it keeps theirs.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    paper: String,
}

impl Asked {
    pub fn lang(&self, other: Lang) -> Lang {
        self.paper.parse().unwrap_or(other)
    }
}

/// An activity with what is true of it.
pub async fn load<R: Runs>(app: &App, shop: &Shop, text: &str) -> Result<(Activity<R>, R::Facts)> {
    let mut db = app.db().read().await?;
    let activity = activities::require(&mut db, shop.org, id::<R>(text)?).await?;
    let facts = R::facts(&mut db, shop, activity.clone()).await?;
    Ok((activity, facts))
}

async fn announced<R: Runs>(app: &App, shop: &Shop, text: &str) -> Result<(Activity<R>, R::Facts)> {
    let found = load::<R>(app, shop, text).await?;
    if found.0.life.is_told() { Ok(found) } else { Err(Error::NotFound("activity")) }
}

pub async fn card<R: Runs>(
    State(app): State<App>,
    guest: Guest,
    Path((_, text)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Reply {
    let (activity, facts) = announced::<R>(&app, &guest.shop, &text).await?;
    let lang = asked.lang(guest.shop.lang);
    let paper = Paper::of((&app, &guest.shop, lang), &activity, &facts);
    Ok(paper.answer(Picture::Card, &activity.id.to_string()).await?)
}

/// One sheet beside the till: three steps, and everything that holds.
pub async fn how<R: Runs>(
    State(app): State<App>,
    guest: Guest,
    Path((_, text)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Reply {
    let (activity, facts) = announced::<R>(&app, &guest.shop, &text).await?;
    let lang = asked.lang(guest.lang());
    let paper = Paper::of((&app, &guest.shop, lang), &activity, &facts);
    let rules = R::rules(Tongue { lang, shop: &guest.shop }, &facts);
    let mut frame = guest.frame(t!(lang, "activities-how"));
    frame.lang = lang;
    reply::page(layout::print(&frame, sheet(lang, &paper, rules)?))
}

fn sheet(lang: Lang, paper: &Paper, rules: Vec<super::Rule>) -> Result<Markup> {
    Ok(html! {
        article.how-sheet {
            (parts::awning())
            p.over { (paper.shop) " · " (t!(lang, "activities-how")) }
            h1 { (paper.name) }
            p.lead { (paper.what) }
            p { (paper.when) }
            div.how-sheet-middle {
                ol.how-steps { @for step in &paper.steps { li { (step) } } }
                div.how-code { (qr::svg(&paper.url, &paper.url)?) }
            }
            dl.how-rules {
                @for rule in rules { div { dt { (rule.title) } dd { (rule.text) } } }
            }
        }
    })
}
