//! Samples on the console's page of a pre-sale, and every one of them as a file.

use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{PageRequest, PresaleId, permission::ViewActivities};
use maud::{Markup, html};
use value::bills::sentences::Tongue;
use web::{
    App, Reply, Routes, Shop, Staff, csv,
    kit::{
        format, icons,
        parts::{card, facts},
    },
    t,
};

use super::{
    asked::Offer,
    card,
    model::{Sample, Tasters},
    store,
};
use crate::presales::{asked::Shown, console::load, console_view::PATH};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/console/presales/{id}/samples.csv", download)
}

/// What can be tried; nothing where nothing can.
pub fn part(staff: &Staff<impl Sized>, shown: &Shown) -> Markup {
    let Some(offer) = &shown.offer else { return html! {} };
    let lang = staff.lang();
    let at = format!("{PATH}/{}/samples.csv", shown.presale.id);
    let aside = html! {
        @if shown.presale.life.is_told() {
            a.quiet-link href=(at) { (icons::DOWNLOAD) (t!(lang, "activities-csv")) }
        }
    };
    card(&t!(lang, "presales-samples"), aside, what(staff, offer))
}

fn what(staff: &Staff<impl Sized>, offer: &Offer) -> Markup {
    let (lang, shop, samples) = (staff.lang(), &staff.shop, &offer.samples);
    let text = |text: String| html! { (text) };
    let name =
        html! { a href={ "/console/gifts/" (offer.gift.id) } { (offer.gift.name.say(lang)) } };
    let whom = match samples.whom {
        Tasters::Everybody => t!(lang, "presales-samples-everybody"),
        Tasters::Reserved => t!(lang, "presales-samples-reserved"),
    };
    let hours = format::span(lang, u64::from(samples.hold_hours) * 3600);
    let tongue = Tongue { lang, shop };
    facts([
        (t!(lang, "presales-samples-gift"), name),
        (t!(lang, "presales-pieces"), text(format::number(lang, samples.pieces))),
        (t!(lang, "presales-samples-whom"), text(whom)),
        (t!(lang, "presales-samples-hours"), text(hours)),
        (t!(lang, "presales-samples-said"), text(card::sentence(tongue, offer))),
    ])
}

const HEADINGS: &str = "sample,at,member,voucher,state,points,until,ended_at,store\r\n";

/// Whose is an id: names stay in the list of members.
async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    Ok(file(&app, &staff.shop, shown.presale.id))
}

fn file(app: &App, shop: &Shop, presale: PresaleId) -> Response {
    let (app, org) = (app.clone(), shop.org);
    csv::download("samples.csv", HEADINGS, move |cursor| {
        let app = app.clone();
        async move {
            let page = PageRequest { limit: Some("200".to_owned()), cursor };
            let found = store::list(&mut app.db().read().await?, org, presale, &page).await?;
            Ok((found.items.iter().map(line).collect(), found.next_cursor))
        }
    })
}

fn line(one: &Sample) -> String {
    let cells = [
        one.id.to_string(),
        one.at.to_string(),
        one.member.to_string(),
        one.voucher.to_string(),
        one.fate.to_string(),
        one.points.to_string(),
        one.until.to_string(),
        one.ended_at.map_or_else(String::new, |at| at.to_string()),
        one.store.map_or_else(String::new, |id| id.to_string()),
    ];
    // Ids, words of ours and numbers: nothing has to be quoted.
    format!("{}\r\n", cells.join(","))
}
