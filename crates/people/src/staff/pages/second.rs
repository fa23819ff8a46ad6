//! The second step of signing in: the code of an authenticator, or a recovery code.

use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use kernel::{FieldError, Fields, Scope};
use maud::{Markup, html};
use web::{
    App, Ask, Input, Reply, Routes, Toast, ask,
    kit::{
        Form, layout,
        parts::{Button, Head},
    },
    rates::Door,
    reply::{self, add_cookie, see_with},
    t,
};

use super::{
    enter,
    sign_in::{Next, step_cookie},
};
use crate::staff::{
    entry::{self, Second},
    tokens::{self, Purpose, Token},
};

pub fn routes() -> Routes {
    Routes::new().get("/console/sign-in/code", page).post("/console/sign-in/code", submit)
}

async fn waiting(app: &App, headers: &HeaderMap) -> kernel::Result<Option<(String, Token)>> {
    let Some(token) = ask::cookie(headers, "regulars_step").filter(|t| t.len() == 32) else {
        return Ok(None);
    };
    let found = tokens::find(&mut app.db().read().await?, Purpose::Step, token, app.now()).await?;
    Ok(found.map(|found| (token.to_owned(), found)))
}

fn over(app: &App) -> Response {
    let mut response = see_with("/console/sign-in", &Toast::warn("staff-step-over"));
    add_cookie(&mut response, &step_cookie(app, ""));
    response
}

async fn page(
    State(app): State<App>,
    ask: Ask,
    Query(query): Query<Next>,
    headers: HeaderMap,
) -> Reply {
    if waiting(&app, &headers).await?.is_none() {
        return Ok(over(&app));
    }
    let form = Form::new(ask.lang()).or_default("next", &query.next);
    reply::page(view(&app, &ask, &form))
}

fn view(app: &App, ask: &Ask, form: &Form) -> Markup {
    let lang = ask.lang();
    let fields = html! {
        (form.hidden("next", form.value("next")))
        (form.text("code", t!(lang, "staff-code")).hint(t!(lang, "staff-code-hint"))
            .autocomplete("one-time-code").max(24).large().autofocus())
        div.actions { (Button::primary(t!(lang, "staff-sign-in"))) }
    };
    let once = app.world().chance.code(20);
    layout::plain(
        &ask.frame().titled(t!(lang, "staff-code-title")),
        html! {
            (Head::new(t!(lang, "staff-code-title")).note(t!(lang, "staff-code-lead")))
            (form.post("/console/sign-in/code", &once, fields))
        },
    )
}

async fn submit(State(app): State<App>, ask: Ask, headers: HeaderMap, input: Input) -> Reply {
    app.rates().take(Door::SignIn, &format!("code {}", ask.network()), app.now())?;
    let Some((token, step)) = waiting(&app, &headers).await? else { return Ok(over(&app)) };
    app.rates().take(Door::SignIn, &format!("code {}", step.staff), app.now())?;
    let scope = Scope::system(step.org);
    let typed = input.text("code");
    let outcome = app
        .db()
        .write(&scope, async |tx| entry::second_step(tx, &token, typed, &ask.device).await)
        .await?
        .value;
    match outcome {
        Second::In(session) => {
            let mut response = enter(&app, &session, input.text("next"));
            add_cookie(&mut response, &step_cookie(&app, ""));
            Ok(response)
        }
        Second::Over => Ok(over(&app)),
        Second::Wrong => {
            let mut fields = Fields::default();
            fields.push(FieldError::new("code", "code_wrong"));
            let next = [("next", input.text("next"))];
            reply::wrong(view(&app, &ask, &Form::again(ask.lang(), next, fields)))
        }
    }
}
