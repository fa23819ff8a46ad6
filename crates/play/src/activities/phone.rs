//! What a member's phone says of every kind alike.

use axum::response::IntoResponse as _;
use kernel::{Error, Lang, OrgId, Result};
use maud::{Markup, html};
use value::{
    bills::Whom,
    prices::{self, Offers},
};
use web::{
    App, Guest, Reply,
    kit::{
        Tab, icons, layout,
        parts::{Button, Empty},
        words,
    },
    reply, t, wanted,
    who::Member,
};

use super::model::Plan;

/// For whom it is, as a sentence; empty when it is for all.
pub async fn only(app: &App, (lang, org): (Lang, OrgId), plan: &Plan) -> Result<String> {
    if plan.whom == Whom::Members {
        return Ok(String::new());
    }
    let offers = prices::offers(&mut app.db().read().await?, org, None).await?;
    Ok(only_of(lang, plan, &offers))
}

/// The same, when it is known what the shop calls those whom it can be for.
pub fn only_of(lang: Lang, plan: &Plan, offers: &Offers) -> String {
    match &plan.whom {
        Whom::Members => String::new(),
        whom => {
            let whom = prices::whom_said(lang, whom, offers);
            t!(lang, "activities-how-only", whom = whom)
        }
    }
}

/// It is for members: the way to become one, which ends on this page.
pub fn join_first(guest: &Guest, page: &str) -> Markup {
    let lang = guest.lang();
    let way = wanted::by_way_of(&guest.shop, page);
    html! {
        p.note { (t!(lang, "activities-join-why")) }
        (Button::primary(t!(lang, "activities-join")).href(way).big())
    }
}

/// A refusal on a page of its own, with the way back.
pub fn refused(member: &Member, back: &str, error: &Error) -> Reply {
    let lang = member.lang();
    let title = t!(lang, "activities-no");
    let page = Empty::new(icons::PLAY, title.clone(), words::error(lang, error))
        .action(back.to_owned(), t!(lang, "activities-back"))
        .as_page();
    let mut frame = member.frame(title);
    frame.playing = true;
    let page = reply::wrong(layout::phone(&frame, Tab::Play, page))?;
    Ok(page.into_response())
}
