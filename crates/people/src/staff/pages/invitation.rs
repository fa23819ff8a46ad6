//! What somebody sees who was invited to work here.

use axum::extract::{Path, State};
use kernel::{Error, Fields, Scope, text};
use maud::{Markup, html};
use web::{
    App, Ask, Input, Reply, Routes, Shop,
    kit::{
        Form, layout,
        parts::{Button, Head},
    },
    rates::Door,
    reply, shops, t,
};

use super::enter;
use crate::staff::{
    actions::{self, Invitation},
    entry, invitations, model,
    model::Refusal,
    secrets, view,
};

pub fn routes() -> Routes {
    Routes::new().get("/invitation/{token}", page).post("/invitation/{token}", submit)
}

async fn waiting(app: &App, ask: &Ask, token: &str) -> kernel::Result<(Shop, Invitation)> {
    app.rates().take(Door::Code, &format!("invitation {}", ask.network()), app.now())?;
    let mut db = app.db().read().await?;
    let found = invitations::look(&mut db, token, app.now()).await?;
    let invitation = found.ok_or(Refusal::InvitationGone)?;
    let shop = shops::require(&mut db, invitation.org).await?;
    Ok((shop, invitation))
}

async fn page(State(app): State<App>, ask: Ask, Path(token): Path<String>) -> Reply {
    let (shop, invitation) = waiting(&app, &ask, &token).await?;
    let form = Form::new(ask.lang_in(&shop));
    reply::page(draw(&app, &ask, &shop, &invitation, &token, &form))
}

fn draw(
    app: &App,
    ask: &Ask,
    shop: &Shop,
    invitation: &Invitation,
    token: &str,
    form: &Form,
) -> Markup {
    let lang = ask.lang_in(shop);
    let role = view::role_name(lang, invitation.role);
    let fields = html! {
        (form.text("name", t!(lang, "staff-your-name")).autocomplete("name").max(text::NAME_MAX).autofocus())
        (form.password("password", t!(lang, "staff-password-choose")).hint(t!(lang, "staff-password-hint"))
            .autocomplete("new-password"))
        div.actions { (Button::primary(t!(lang, "staff-accept"))) }
    };
    let once = app.world().chance.code(20);
    let title = t!(lang, "staff-invited-title", shop = shop.name.as_str());
    layout::plain(
        &ask.frame_in(shop).titled(title.as_str()),
        html! {
            (Head::new(title).note(t!(lang, "staff-invited-lead", role = role, email = invitation.email.as_str())))
            (form.post(&format!("/invitation/{token}"), &once, fields))
        },
    )
}

async fn submit(
    State(app): State<App>,
    ask: Ask,
    Path(token): Path<String>,
    input: Input,
) -> Reply {
    let (shop, invitation) = waiting(&app, &ask, &token).await?;
    let lang = ask.lang_in(&shop);
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", input.text("name"), text::NAME_MAX);
    model::check_password(&mut fields, "password", input.text("password"));
    if let Err(Error::Invalid(fields)) = fields.check(()) {
        let form = input.again(lang, fields);
        return reply::wrong(draw(&app, &ask, &shop, &invitation, &token, &form));
    }
    let hash = secrets::hash(app.world(), input.text("password")).await?;
    let scope = Scope::system(shop.org);
    let written = app
        .db()
        .write(&scope, async |tx| {
            let person = actions::accept(tx, &token, &name, hash).await?;
            entry::sign_in(tx, person.id, &ask.device).await
        })
        .await?;
    Ok(enter(&app, &written.value, "/console"))
}
