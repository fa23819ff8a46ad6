//! The brand's settings.

use axum::extract::{Query, State};
use kernel::permission::ManageOrg;
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    App, Ask, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, Tone, accent, layout, live,
        parts::{self, Button, Head, chip, facts},
    },
    reply::{self, see_with},
    t,
};

use super::{
    actions::{self, Change},
    choices::{countries, languages, zones},
    model::ACCENTS,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/settings", page)
        .post("/console/settings", change)
        .get("/console/settings/preview", preview)
}

async fn page(staff: Staff<ManageOrg>) -> Reply {
    let shop = &staff.shop;
    let values = [
        ("name", shop.name.clone()),
        ("time_zone", shop.zone_name().to_owned()),
        ("country", shop.country.clone()),
        ("lang", shop.lang.tag().to_owned()),
        ("accent", format!("#{}", accent::normal(&shop.accent))),
    ];
    reply::page(view(&staff, &Form::filled(staff.lang(), values)))
}

fn view(staff: &Staff<ManageOrg>, form: &Form) -> Markup {
    let lang = staff.lang();
    let shop = &staff.shop;
    let fields = html! {
        (form.text("name", t!(lang, "orgs-name")).max(kernel::text::NAME_MAX).autocomplete("organization"))
        (form.select("country", t!(lang, "orgs-country"), countries(form.value("country"))).hint(t!(lang, "orgs-country-hint")))
        (form.select("time_zone", t!(lang, "orgs-zone"), zones(form.value("time_zone"))).hint(t!(lang, "orgs-zone-hint")))
        (form.select("lang", t!(lang, "orgs-lang"), languages()).hint(t!(lang, "orgs-lang-hint")))
        (form.text("accent", t!(lang, "orgs-accent")).hint(t!(lang, "orgs-accent-hint")).max(7).autocomplete("off"))
        div.swatches { @for hex in ACCENTS { (swatch(hex)) } }
        div.actions { (Button::primary(t!(lang, "save"))) }
    };
    let src = web::kit::links::with_query(
        "/console/settings/preview",
        [("accent", form.value("accent")), ("name", form.value("name"))],
    );
    layout::console(
        &staff.frame(t!(lang, "orgs-settings")),
        html! {
            (Head::new(t!(lang, "orgs-settings")).note(t!(lang, "orgs-settings-lead")))
            div.beside {
                div {
                    (form.post("/console/settings", &staff.once(), fields))
                    (parts::card(&t!(lang, "orgs-fixed"), html! {}, facts([
                        (t!(lang, "orgs-slug"), html! { a href=(shop.href("")) { (shop.href("")) } }),
                        (t!(lang, "orgs-currency"), html! { (shop.currency.code()) }),
                    ])))
                }
                (live::phone_preview(&src, &t!(lang, "orgs-preview")))
            }
        },
    )
}

fn swatch(hex: &str) -> Markup {
    html! {
        svg.swatch viewBox="0 0 16 16" width="28" height="28" role="img" aria-label={ "#" (hex) } {
            title { "#" (hex) }
            rect width="16" height="16" rx="4" fill={ "#" (hex) } {}
        }
    }
}

async fn change(State(app): State<App>, staff: Staff<ManageOrg>, input: Input) -> Reply {
    let change = Change {
        name: input.text("name").to_owned(),
        time_zone: input.text("time_zone").to_owned(),
        country: input.text("country").to_owned(),
        lang: input.text("lang").parse().ok(),
        accent: input.text("accent").to_owned(),
    };
    let key = input.once_in(staff.session.id, "orgs.change")?;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| actions::change(tx, &change).await.map(drop))
        .await;
    match written {
        Ok(_) => Ok(see_with("/console/settings", &Toast::good("orgs-saved"))),
        Err(error) => {
            reply::or_form(error, |fields| view(&staff, &input.again(staff.lang(), fields)))
        }
    }
}

#[derive(Deserialize, Default)]
struct Looks {
    #[serde(default)]
    accent: String,
    #[serde(default)]
    name: String,
}

/// How the brand would look: the frame of a member page in this colour.
async fn preview(staff: Staff<ManageOrg>, ask: Ask, Query(looks): Query<Looks>) -> Reply {
    let lang = staff.lang();
    let name: String = kernel::text::line(&looks.name).chars().take(120).collect();
    let mut frame = ask.frame_in(&staff.shop).titled(name.as_str());
    frame.accent = accent::normal(&looks.accent);
    frame.org = name;
    let card = parts::card(
        &t!(lang, "orgs-preview-card"),
        chip(Tone::Accent, &t!(lang, "orgs-preview-chip")),
        html! {
            p { (t!(lang, "orgs-preview-text")) " " a href="#main" { (t!(lang, "orgs-preview-link")) } }
            (Button::primary(t!(lang, "orgs-preview-button")).href("#main"))
        },
    );
    reply::page(layout::plain(&frame, html! { (Head::new(frame.org.as_str())) (card) }))
}
