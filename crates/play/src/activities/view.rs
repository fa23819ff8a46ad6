//! What members see of every kind alike.

use axum::response::IntoResponse as _;
use kernel::{Error, Lang, OrgId, Result};
use maud::{Markup, html};
use value::{bills::Whom, gifts::Gift, prices};
use web::{
    App, Reply, Shop,
    kit::{Tab, icons, layout, parts::Empty, words},
    reply, t,
    who::Member,
};

use super::model::Plan;

/// A gift's picture, or the first letter of its name on the shop's colour.
pub fn picture(lang: Lang, shop: &Shop, gift: &Gift) -> Markup {
    html! {
        span.goods-picture {
            @match gift.picture {
                Some(id) => {
                    img src={ (shop.href("/gift-pictures/")) (id) } alt="" width="320" height="240";
                }
                None => { span aria-hidden="true" { (gift.name.say(lang).chars().next().unwrap_or('·')) } }
            }
        }
    }
}

/// For whom it is, as a sentence; empty when it is for all.
pub async fn only(app: &App, (lang, org): (Lang, OrgId), plan: &Plan) -> Result<String> {
    if plan.whom == Whom::Members {
        return Ok(String::new());
    }
    let offers = prices::offers(&mut app.db().read().await?, org, None).await?;
    let whom = prices::whom_said(lang, &plan.whom, &offers);
    Ok(t!(lang, "activities-how-only", whom = whom))
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
