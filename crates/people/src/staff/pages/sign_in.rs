//! The door of the console.

use axum::{
    extract::{Query, Request, State},
    response::Response,
};
use kernel::{Error, FieldError, Fields, Result, Scope, permission::UseConsole};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    App, Ask, Input, Reply, Routes, Staff, fence,
    kit::{
        Form, layout, links,
        parts::{Button, Head},
    },
    rates::Door,
    reply::{self, add_cookie, see_other},
    sessions::{self, Kind},
    t,
};

use super::{enter, local};
use crate::staff::{
    entry::{self, Credentials},
    model::PASSWORD_MAX,
    secrets,
    tokens::{self, Purpose},
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/sign-in", page)
        .post("/console/sign-in", submit)
        .post("/console/sign-out", sign_out)
}

#[derive(Deserialize, Default)]
pub(super) struct Next {
    #[serde(default)]
    pub next: String,
}

async fn page(
    State(app): State<App>,
    ask: Ask,
    Query(query): Query<Next>,
    request: Request,
) -> Reply {
    let (mut parts, _) = request.into_parts();
    if super::known(&mut parts, &app).await.is_some() {
        return Ok(see_other(local(&query.next)));
    }
    let form = Form::new(ask.lang()).or_default("next", &query.next);
    reply::page(view(&app, &ask, &form))
}

fn view(app: &App, ask: &Ask, form: &Form) -> Markup {
    let lang = ask.lang();
    let fields = html! {
        (form.hidden("next", local(form.value("next"))))
        (form.email("email", t!(lang, "staff-email")).autocomplete("username").autofocus())
        (form.password("password", t!(lang, "staff-password")).autocomplete("current-password"))
        div.actions { (Button::primary(t!(lang, "staff-sign-in"))) }
        p.hint { (t!(lang, "staff-forgot")) }
    };
    let once = app.world().chance.code(20);
    layout::plain(
        &ask.frame().titled(t!(lang, "staff-sign-in")),
        html! {
            (Head::new(t!(lang, "staff-sign-in-title")).note(t!(lang, "staff-sign-in-lead")))
            (form.post("/console/sign-in", &once, fields))
        },
    )
}

async fn submit(State(app): State<App>, ask: Ask, input: Input) -> Reply {
    let email = kernel::text::line(input.text("email")).to_lowercase();
    let now = app.now();
    app.rates().take(Door::SignIn, &format!("address {}", ask.network()), now)?;
    app.rates().take(Door::SignIn, &format!("account {email}"), now)?;
    let Some(who) = check(&app, &email, input.text("password")).await? else {
        let mut fields = Fields::default();
        // One answer for both: it does not tell which addresses are known here.
        fields.push(FieldError::new("email", "sign_in_wrong"));
        return reply::wrong(view(&app, &ask, &input.again(ask.lang(), fields)));
    };
    let next = local(input.text("next"));
    if who.totp {
        return second_step(&app, &who, next).await;
    }
    // No once mark: the answer is a secret, and secrets are not kept beside keys. Twice is two
    // sessions of the same person, of which the browser keeps one.
    let token = app
        .db()
        .write(&Scope::system(who.org), async |tx| entry::sign_in(tx, who.id, &ask.device).await)
        .await?
        .value;
    Ok(enter(&app, &token, next))
}

/// Whose password this is. Takes as long for nobody as for somebody.
async fn check(app: &App, email: &str, password: &str) -> Result<Option<Credentials>> {
    let found = entry::credentials(&mut app.db().read().await?, email).await?;
    let hash = found.as_ref().filter(|who| who.works).and_then(|who| who.password.as_ref());
    let password = if password.len() > PASSWORD_MAX * 8 { "" } else { password };
    let same = secrets::verify(password, hash).await?;
    Ok(found.filter(|_| same))
}

async fn second_step(app: &App, who: &Credentials, next: &str) -> Reply {
    let token = app
        .db()
        .write(&Scope::system(who.org), async |tx| tokens::make(tx, who.id, Purpose::Step).await)
        .await?
        .value;
    let mut response = see_other(&links::with_query("/console/sign-in/code", [("next", next)]));
    add_cookie(&mut response, &step_cookie(app, &token));
    Ok(response)
}

/// The cookie between the two steps; empty ends it.
pub(super) fn step_cookie(app: &App, token: &str) -> String {
    let secure = if app.settings().secure() { "; Secure" } else { "" };
    let age = if token.is_empty() { 0 } else { Purpose::Step.lasts().as_secs() };
    format!(
        "regulars_step={token}; Path=/console/sign-in; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"
    )
}

async fn sign_out(
    State(app): State<App>,
    staff: Staff<UseConsole>,
) -> std::result::Result<Response, reply::Fail> {
    let written =
        app.db().write(&staff.scope, async |tx| sessions::close(tx, staff.session.id).await).await;
    match written {
        Ok(_) | Err(Error::NotFound(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let mut response = reply::see_with("/console/sign-in", &reply::Toast::good("staff-signed-out"));
    add_cookie(&mut response, &fence::session_cookie(&app, Kind::Staff, "/console", ""));
    Ok(response)
}
