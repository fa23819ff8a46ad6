//! `/console/presales/{id}/windows/{window}`: who comes in a window, on paper, for whoever hands the goods
//! over.

use axum::extract::{Path, State};
use kernel::{Error, permission::ViewActivities};
use maud::{Markup, html};
use people::members;
use value::bills::sentences::Tongue;
use web::{
    App, Reply, Staff,
    kit::{format, layout},
    reply, t,
};

use super::{
    asked::{self, Place, Shown},
    console::load,
    model::{Fate, Reservation},
    view,
};

pub(super) async fn show(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path((id, window)): Path<(String, String)>,
) -> Reply {
    let shown = load(&app, staff.shop.org, &id).await?;
    let number: i64 = window.parse().map_err(|_| Error::NotFound("window"))?;
    let place = shown.place(number - 1).ok_or(Error::NotFound("window"))?;
    let mut db = app.db().read().await?;
    let about = (shown.presale.id, place.number);
    let all = asked::coming(&mut db, staff.shop.org, about).await?;
    let ids: Vec<_> = all.iter().map(|one| one.member).collect();
    let names = members::names_for(&mut db, &staff, &ids).await?;
    drop(db);
    let line = |one: &Reservation| {
        let name = names.get(&one.member).cloned();
        (name.unwrap_or_else(|| one.member.to_string()), one.clone())
    };
    let mut lines: Vec<_> = all.iter().map(line).collect();
    lines.sort_by_key(|(name, _)| name.to_lowercase());
    let main = sheet(&staff, (&shown, place), &lines);
    let title = t!(staff.lang(), "presales-pick-list");
    reply::page(layout::print(&staff.frame(title), main))
}

fn sheet(
    staff: &Staff<impl Sized>,
    (shown, place): (&Shown, &Place),
    lines: &[(String, Reservation)],
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let tongue = Tongue { lang, shop };
    let box_of = |one: &Reservation| if one.fate == Fate::Collected { "☑" } else { "☐" };
    html! {
        div.picking {
            p { (shop.name) }
            h1 { (shown.presale.plan.name.say(lang)) }
            h2 { (view::place(tongue, place)) }
            p { (t!(lang, "presales-pick-count", pieces = lines.len())) " · " (shown.gift.name.say(lang)) }
            table {
                thead { tr {
                    td {}
                    th { (t!(lang, "presales-pick-name")) }
                    th { (t!(lang, "presales-rest-word")) }
                    th { (t!(lang, "presales-pick-since")) }
                } }
                tbody {
                    @for (name, one) in lines {
                        tr {
                            td { (box_of(one)) }
                            td { b { (name) } }
                            td { (view::money(tongue, one.rest())) }
                            td { (format::date_time(lang, one.at, &shop.zone)) }
                        }
                    }
                }
            }
        }
    }
}
