//! `/counter/codes`: a cashier enters a slip's code for the person who stands there.

use axum::extract::State;
use kernel::{Error, Lang, MemberId};
use maud::{Markup, html};
use people::members;
use web::{
    App, Input, Reply, Routes,
    kit::{Form, icons, parts::Button},
    rates::Door,
    reply, t,
};

use super::actions::{Take, take};
use crate::counter::till::{self, Till, desk_of};

pub fn routes(routes: Routes) -> Routes {
    routes.post("/counter/codes", enter)
}

/// The field on a person's page.
pub fn entry(lang: Lang, once: &str, member: MemberId) -> Markup {
    let form = Form::new(lang).prefixed("slip");
    html! {
        details.more.fold {
            summary { (icons::RIGHT) (t!(lang, "prints-counter")) }
            (form.post("/counter/codes", once, html! {
                (form.hidden("member", &member.to_string()))
                (form.text("code", t!(lang, "prints-code")).max(60))
                (Button::plain(t!(lang, "prints-enter")))
            }))
        }
    }
}

async fn enter(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member: MemberId = input.text("member").parse().map_err(|_| Error::NotFound("member"))?;
    let once = input.once_in(till.session.id, "prints.take")?;
    let member = members::require(&mut app.db().read().await?, till.shop.org, member).await?;
    app.rates().take(Door::Code, &till.session.id.to_string(), app.now())?;
    let asked =
        Take { code: input.text("code").to_owned(), member: member.id, store: Some(till.store) };
    let done = app
        .db()
        .write_once(&till.scope, &once, async |tx| take(tx, asked).await.map(|it| it.id))
        .await;
    let back = desk_of(&member.code);
    match done {
        Ok(_) => Ok(reply::see_other(&back)),
        Err(error) => Ok(till::refused(&app, &till, error, &back).await?),
    }
}
