//! A new password by a link that somebody of the shop made.

use axum::extract::{Path, State};
use kernel::{Error, Fields, Scope};
use maud::{Markup, html};
use web::{
    App, Ask, Input, Reply, Routes, Toast,
    kit::{
        Form, layout,
        parts::{Button, Head},
    },
    rates::Door,
    reply::{self, see_with},
    t,
};

use crate::staff::{
    entry, model,
    model::Refusal,
    secrets,
    tokens::{self, Purpose, Token},
};

pub fn routes() -> Routes {
    Routes::new().get("/password/{token}", page).post("/password/{token}", submit)
}

async fn waiting(app: &App, ask: &Ask, token: &str) -> kernel::Result<Token> {
    app.rates().take(Door::Code, &format!("password {}", ask.network()), app.now())?;
    let found = tokens::find(&mut app.db().read().await?, Purpose::Reset, token, app.now()).await?;
    found.ok_or_else(|| Refusal::LinkGone.into())
}

async fn page(State(app): State<App>, ask: Ask, Path(token): Path<String>) -> Reply {
    waiting(&app, &ask, &token).await?;
    reply::page(view(&app, &ask, &token, &Form::new(ask.lang())))
}

fn view(app: &App, ask: &Ask, token: &str, form: &Form) -> Markup {
    let lang = ask.lang();
    let fields = html! {
        (form.password("password", t!(lang, "staff-password-new")).hint(t!(lang, "staff-password-hint"))
            .autocomplete("new-password").autofocus())
        div.actions { (Button::primary(t!(lang, "staff-password-set"))) }
    };
    let once = app.world().chance.code(20);
    layout::plain(
        &ask.frame().titled(t!(lang, "staff-password-title")),
        html! {
            (Head::new(t!(lang, "staff-password-title")).note(t!(lang, "staff-password-lead")))
            (form.post(&format!("/password/{token}"), &once, fields))
        },
    )
}

async fn submit(
    State(app): State<App>,
    ask: Ask,
    Path(token): Path<String>,
    input: Input,
) -> Reply {
    let found = waiting(&app, &ask, &token).await?;
    let mut fields = Fields::default();
    model::check_password(&mut fields, "password", input.text("password"));
    if let Err(Error::Invalid(fields)) = fields.check(()) {
        return reply::wrong(view(&app, &ask, &token, &input.again(ask.lang(), fields)));
    }
    let hash = secrets::hash(app.world(), input.text("password")).await?;
    app.db()
        .write(&Scope::system(found.org), async |tx| entry::reset(tx, &token, &hash).await)
        .await?;
    // The second step, where there is one, still stands: so no session is opened here.
    Ok(see_with("/console/sign-in", &Toast::good("staff-password-was-set")))
}
