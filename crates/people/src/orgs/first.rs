//! The first start: the one-time link that makes the brand, and the front page of an installation.

use axum::extract::{Path, State};
use kernel::{Error, Lang, Scope, permission::UseConsole, text};
use maud::{Markup, html};
use web::{
    App, Ask, Input, Reply, Routes, Staff,
    kit::{
        Form, icons, layout,
        parts::{self, Button, Empty, Head, Item, Step, steps},
    },
    rates::Door,
    reply::{self, see_other},
    shops, t,
};

use super::{
    actions,
    choices::{countries, currencies, languages, zones},
    model::SetUp,
    places,
};
use crate::{staff, stores};

pub fn routes() -> Routes {
    Routes::new()
        .get("/", front)
        .get("/setup/{token}", page)
        .post("/setup/{token}", submit)
        .get("/console/start", start)
}

/// Where somebody lands who typed the bare address.
async fn front(State(app): State<App>, ask: Ask) -> Reply {
    let all = shops::all(&mut app.db().read().await?).await?;
    if let [only] = all.as_slice() {
        return Ok(see_other(&only.href("")));
    }
    let lang = ask.lang();
    let body = if all.is_empty() {
        let empty = Empty::new(icons::STORE, t!(lang, "orgs-none"), t!(lang, "orgs-none-how"));
        html! { (empty.as_page()) }
    } else {
        let items = all.iter().take(200).map(|shop| {
            Item::new(shop.name.clone()).start(parts::avatar(&shop.name)).href(shop.href(""))
        });
        html! {
            (Head::new(t!(lang, "orgs-front")).note(t!(lang, "orgs-front-lead")))
            (parts::card("", html! {}, parts::rows(items)))
            p.centred { (Button::link("/console", t!(lang, "orgs-to-console"))) }
        }
    };
    reply::page(layout::plain(&ask.frame().titled("regulars"), body))
}

async fn page(State(app): State<App>, ask: Ask, Path(token): Path<String>) -> Reply {
    app.rates().take(Door::Code, &format!("setup {}", ask.network()), app.now())?;
    actions::link(app.db(), &token).await?;
    reply::page(view(&app, &ask, &token, &Form::new(ask.lang())))
}

fn view(app: &App, ask: &Ask, token: &str, form: &Form) -> Markup {
    let lang = ask.lang();
    let likely = places::likely(lang);
    let form = form
        .clone()
        .or_default("country", likely.code)
        .or_default("currency", likely.currency)
        .or_default("time_zone", likely.zones.first().copied().unwrap_or("UTC"))
        .or_default("lang", lang.tag());
    let fields = html! {
        (form.text("name", t!(lang, "orgs-name")).hint(t!(lang, "orgs-name-hint")).autocomplete("organization").max(text::NAME_MAX).autofocus())
        (form.text("owner_name", t!(lang, "orgs-owner-name")).autocomplete("name").max(text::NAME_MAX))
        (form.email("email", t!(lang, "staff-email")).hint(t!(lang, "orgs-email-hint")))
        (form.password("password", t!(lang, "staff-password-choose")).hint(t!(lang, "staff-password-hint")).autocomplete("new-password"))
        details.unfold open[!form.errors().is_empty()] {
            summary { (t!(lang, "orgs-place", country = likely.name, currency = likely.currency)) }
            div.unfolded {
                (form.select("country", t!(lang, "orgs-country"), countries(form.value("country"))))
                (form.select("currency", t!(lang, "orgs-currency"), currencies(form.value("currency"))).hint(t!(lang, "orgs-currency-hint")))
                (form.select("time_zone", t!(lang, "orgs-zone"), zones(form.value("time_zone"))))
                (form.select("lang", t!(lang, "orgs-lang"), languages()))
                (form.text("slug", t!(lang, "orgs-slug")).hint(t!(lang, "orgs-slug-hint")).max(40).optional())
            }
        }
        div.actions { (Button::primary(t!(lang, "orgs-set-up"))) }
    };
    let once = app.world().chance.code(20);
    layout::plain(
        &ask.frame().titled(t!(lang, "orgs-welcome")),
        html! {
            (Head::new(t!(lang, "orgs-welcome")).note(t!(lang, "orgs-welcome-lead")))
            (form.post(&format!("/setup/{token}"), &once, fields))
        },
    )
}

async fn submit(
    State(app): State<App>,
    ask: Ask,
    Path(token): Path<String>,
    input: Input,
) -> Reply {
    app.rates().take(Door::Code, &format!("setup {}", ask.network()), app.now())?;
    let lang = input.text("lang").parse::<Lang>().unwrap_or_else(|()| ask.lang());
    let set_up = SetUp {
        name: input.text("name").to_owned(),
        slug: input.optional("slug").map(str::to_owned),
        currency: input.text("currency").to_owned(),
        time_zone: input.text("time_zone").to_owned(),
        country: input.text("country").to_owned(),
        lang,
        accent: None,
        owner_name: input.text("owner_name").to_owned(),
        email: input.text("email").to_owned(),
        password: input.text("password").to_owned(),
    };
    match actions::set_up_by_link(app.db(), &token, set_up).await {
        Ok((org, owner)) => {
            let scope = Scope::system(org);
            let session = app
                .db()
                .write(&scope, async |tx| staff::entry::sign_in(tx, owner, &ask.device).await)
                .await?;
            Ok(staff::enter(&app, &session.value, "/console/start"))
        }
        Err(Error::Invalid(fields)) => {
            reply::wrong(view(&app, &ask, &token, &input.again(ask.lang(), fields)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The first three steps of a new brand.
async fn start(State(app): State<App>, staff: Staff<UseConsole>) -> Reply {
    let lang = staff.lang();
    let has_store = !stores::list(&mut app.db().read().await?, staff.shop.org).await?.is_empty();
    let now = usize::from(has_store);
    let step = |label: String, href: &str| Step { label, href: Some(href.to_owned()) };
    let all = [
        step(t!(lang, "orgs-step-store"), "/console/stores"),
        step(t!(lang, "orgs-step-playbook"), "/console/playbooks"),
        step(t!(lang, "orgs-step-poster"), "/console/links"),
    ];
    let mark = |number: &str| html! { span.avatar.g0 aria-hidden="true" { (number) } };
    let items = [
        Item::new(t!(lang, "orgs-step-store"))
            .start(mark("1"))
            .note(t!(lang, "orgs-step-store-why"))
            .href("/console/stores/new"),
        Item::new(t!(lang, "orgs-step-playbook"))
            .start(mark("2"))
            .note(t!(lang, "orgs-step-playbook-why"))
            .href("/console/playbooks"),
        Item::new(t!(lang, "orgs-step-poster"))
            .start(mark("3"))
            .note(t!(lang, "orgs-step-poster-why"))
            .href("/console/links"),
    ];
    let (href, label) = if has_store {
        ("/console/playbooks", t!(lang, "orgs-step-playbook"))
    } else {
        ("/console/stores/new", t!(lang, "orgs-step-store"))
    };
    reply::page(layout::console(
        &staff.frame(t!(lang, "orgs-start")),
        html! {
            (Head::new(t!(lang, "orgs-start-title", name = staff.session.name.as_str())).note(t!(lang, "orgs-start-lead")))
            (steps(lang, &all, now))
            (parts::card("", html! {}, parts::rows(items)))
            (Button::primary(label).href(href))
        },
    ))
}
