//! `/console/tiers`: the ladders, one of them with its people, changing it and taking it away.

use ::store::{Read, Reader};
use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, Lang, OrgId, PageRequest, ProgramId, Result,
    permission::{ManagePoints, ViewPoints},
    scope::Remit,
};
use maud::Markup;
use people::members::{self, Search};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{Form, List, layout},
    reply, t,
};

use super::{
    actions, csv,
    engine::Ladder,
    filled,
    form::Offers,
    model::{Stands, Which},
    preview::preview,
    sentences::gifts_of,
    store as rows, typed, view,
};
use crate::{
    gifts,
    points::{self, Known},
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/tiers", list)
        .get("/console/tiers/{program}", show)
        .get("/console/tiers/{program}/ladder", edit)
        .post("/console/tiers/{program}/ladder", change)
        .post("/console/tiers/{program}/removal", remove)
}

async fn list(State(app): State<App>, staff: Staff<ViewPoints>) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut db = app.db().read().await?;
    let programs = points::programs(&mut db, shop.org, &shop.zone).await?;
    let mut lines = Vec::with_capacity(programs.len());
    for known in &programs {
        let counts = rows::counts(&mut db, shop.org, known.program.id).await?;
        let unit = &known.terms(now)?.unit;
        let ladder = known.contract.ladder(now);
        let say = ladder.map(|ladder| view::saying((lang, shop), unit, ladder));
        lines.push(view::Line { known, say, counts });
    }
    let main = view::list(&staff, &lines);
    reply::page(layout::console(&staff.frame(t!(lang, "tiers-title")), main))
}

async fn known<P>(db: &mut impl Read, staff: &Staff<P>, id: &str) -> Result<Known> {
    let id: ProgramId = id.parse().map_err(|_| Error::NotFound("program"))?;
    points::require(db, staff.shop.org, &staff.shop.zone, id).await
}

async fn show(
    State(app): State<App>,
    staff: Staff<ViewPoints>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Reply {
    let (lang, shop, now) = (staff.lang(), &staff.shop, app.now());
    let mut db = app.db().read().await?;
    let known = known(&mut db, &staff, &id).await?;
    let Some(ladder) = known.contract.ladder(now) else {
        return Err(Error::NotFound("ladder").into());
    };
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).into_owned().take(50);
    let list = List::new(lang, view::href(&known)).query(asked);
    let which = which(&mut db, &staff, &list).await?;
    let unit = &known.terms(now)?.unit;
    let say = view::saying((lang, shop), unit, ladder);
    let program = known.program.id;
    if list.get("csv") == "1" {
        drop(db);
        let names = (0..=ladder.tiers.len()).map(|rank| say.name(rank)).collect();
        return csv::download(app, &staff, csv::Asked { program, which, names });
    }
    let page =
        PageRequest { limit: Some("50".to_owned()), cursor: Some(list.get("cursor").to_owned()) };
    let found = rows::list(&mut db, shop.org, (program, &which), &page).await?;
    let people = named(&mut db, (shop.org, staff.remit()), found.items).await?;
    let counts = rows::counts(&mut db, shop.org, program).await?;
    let gifts = gifts_of(&mut db, shop.org, lang, ladder).await?;
    drop(db);
    let list = list.next(found.next_cursor);
    let main = view::one(&staff, &view::Shown { known: &known, say, gifts, counts, people, list });
    reply::page(layout::console(&staff.frame(t!(lang, "tiers-title")), main))
}

/// People whom the words of a search mean, of those whom this person of staff may see.
const MOST_FOUND: &str = "100";

async fn which(db: &mut Reader, staff: &Staff<ViewPoints>, list: &List) -> Result<Which> {
    let words: String = list.filter().chars().take(200).collect();
    let rank = list.get("rank").parse().ok().filter(|rank| *rank <= super::engine::MOST_TIERS);
    if words.trim().is_empty() {
        return Ok(Which { rank, members: None });
    }
    let country = staff.shop.country.clone();
    let search = Search { words, country, ..Search::default() }.seen_by(staff.remit());
    let page = PageRequest { limit: Some(MOST_FOUND.to_owned()), cursor: None };
    let found = members::list(db, staff.shop.org, &search, &page).await?.items;
    Ok(Which { rank, members: Some(found.iter().map(|member| member.id).collect()) })
}

/// People by name, of those whom this person of staff may see.
pub(super) async fn named(
    db: &mut Reader,
    (org, remit): (OrgId, &Remit),
    found: Vec<Stands>,
) -> Result<Vec<(Stands, String)>> {
    let ids: Vec<_> = found.iter().map(|one| one.whose.member).collect();
    let mut names = members::names_within(db, org, remit, &ids).await?;
    let named = |one: Stands| names.remove(&one.whose.member).map(|name| (one, name));
    Ok(found.into_iter().filter_map(named).collect())
}

async fn offers(app: &App, org: OrgId) -> Result<Offers> {
    // Closed ones too: a ladder may name one, and saving must not lose it.
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let found = gifts::list(&mut app.db().read().await?, org, None, &page).await?;
    Ok(Offers { gifts: found.items })
}

/// Who would stand where under a ladder.
async fn tried(
    app: &App,
    staff: &Staff<ManagePoints>,
    (known, ladder): (&Known, &Ladder),
) -> Result<Markup> {
    let (shop, now) = (&staff.shop, app.now());
    let mut db = app.db().read().await?;
    let preview = preview(&mut db, shop, known, (ladder, now)).await?;
    let unit = &known.terms(now)?.unit;
    Ok(view::tried(&view::saying((staff.lang(), shop), unit, ladder), &preview))
}

async fn edit(State(app): State<App>, staff: Staff<ManagePoints>, Path(id): Path<String>) -> Reply {
    let known = known(&mut app.db().read().await?, &staff, &id).await?;
    let offers = offers(&app, staff.shop.org).await?;
    let ladder = known.contract.ladder(app.now()).cloned().unwrap_or_else(filled::fresh);
    let form = filled::filled(staff.lang(), &staff.shop, &ladder);
    let tried = tried(&app, &staff, (&known, &ladder)).await?;
    reply::page(view::editing(&staff, &form, (&known, &offers), &tried))
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManagePoints>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let lang: Lang = staff.lang();
    let known = known(&mut app.db().read().await?, &staff, &id).await?;
    let offers = offers(&app, staff.shop.org).await?;
    let drawn = |form: &Form, tried: &Markup| view::editing(&staff, form, (&known, &offers), tried);
    let ladder = known.contract.ladder(app.now());
    let read = typed::read(&input, &staff.shop).map(|typed| known_tiers(typed, ladder));
    if input.text("do") == "try"
        && let Ok(ladder) = &read
    {
        let tried = tried(&app, &staff, (&known, ladder)).await?;
        return reply::page(drawn(&input.again(lang, kernel::Fields::default()), &tried));
    }
    let once = input.once_in(staff.session.id, "tiers.ladder")?;
    let program = known.program.id;
    let kept = match read {
        Ok(ladder) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| {
                actions::keep(tx, program, ladder).await.map(drop)
            })
            .await
            .map(drop)
            .map_err(|error| on_the_page(error, &input, staff.shop.lang)),
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Ok(reply::see_with(&view::href(&known), &Toast::good("tiers-kept"))),
        Err(error) => {
            reply::or_form(error, |fields| drawn(&input.again(lang, fields), &view::untried(lang)))
        }
    }
}

/// A tier that somebody else took out meanwhile is a new one; so is one that comes twice.
fn known_tiers(mut typed: Ladder, now: Option<&Ladder>) -> Ladder {
    let mut seen = Vec::new();
    for tier in &mut typed.tiers {
        let known = now.is_some_and(|now| now.tiers.iter().any(|one| one.id == tier.id));
        tier.id = tier.id.filter(|id| known && !seen.contains(id));
        seen.extend(tier.id);
    }
    typed
}

/// What an action names by the tier's place stands in a row of the page.
fn on_the_page(error: Error, input: &Input, lang: Lang) -> Error {
    let Error::Invalid(fields) = error else { return error };
    let mut placed = kernel::Fields::default();
    for one in fields.iter() {
        let field = typed::placed(&one.field, &typed::rows(input), lang);
        placed.push(kernel::FieldError { field: field.into(), ..one.clone() });
    }
    Error::Invalid(placed)
}

async fn remove(
    State(app): State<App>,
    staff: Staff<ManagePoints>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let program = known(&mut app.db().read().await?, &staff, &id).await?.program.id;
    let once = input.once_in(staff.session.id, "tiers.removal")?;
    app.db().write_once(&staff.scope, &once, async |tx| actions::remove(tx, program).await).await?;
    Ok(reply::see_with("/console/tiers", &Toast::good("tiers-removed")))
}
