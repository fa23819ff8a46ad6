//! `/console/prices`: the list, a rule, making and changing one, opening and closing, and what a person
//! pays today.

use axum::extract::{Path, RawQuery, State};
use kernel::{
    Error, PageRequest, PriceRuleId, Result,
    permission::{ManageGifts, ViewGifts},
};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{List, layout},
    reply, t,
};

use super::{
    actions,
    asked::{Offers, offers},
    form,
    model::{PriceRule, Rule},
    store as rows, view,
};
use crate::{bills::terms_form::Typed, gifts::State as RuleState};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/prices", list)
        .get("/console/prices/new", new)
        .post("/console/prices", create)
        .get("/console/prices/preview", preview)
        .get("/console/prices/{id}", show)
        .post("/console/prices/{id}", change)
        .get("/console/prices/{id}/details", edit)
        .post("/console/prices/{id}/closing", close)
        .post("/console/prices/{id}/opening", open)
}

fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().take(300).collect()
}

async fn list(State(app): State<App>, staff: Staff<ViewGifts>, RawQuery(query): RawQuery) -> Reply {
    let (lang, org) = (staff.lang(), staff.shop.org);
    let asked = List::new(lang, "/console/prices").query(pairs(query.as_deref()));
    let cursor = Some(asked.get("cursor").to_owned());
    let page = PageRequest { limit: Some("50".to_owned()), cursor };
    let mut db = app.db().read().await?;
    let rules = rows::list(&mut db, org, None, &page).await?;
    let sums = rows::sums(&mut db, org).await?;
    let offers = offers(&mut db, org, None).await?;
    drop(db);
    let wanted = asked.filter().to_lowercase();
    let fits = |rule: &PriceRule| rule.name.say(lang).to_lowercase().contains(&wanted);
    let shown: Vec<PriceRule> = rules.items.into_iter().filter(fits).collect();
    let asked = asked.next(rules.next_cursor);
    let main = view::list(&staff, &asked, (&shown, &sums, &offers), app.now());
    reply::page(layout::console(&staff.frame(t!(lang, "prices-title")), main))
}

struct Loaded {
    rule: PriceRule,
    offers: Offers,
}

async fn load(app: &App, org: kernel::OrgId, id: &str) -> Result<Loaded> {
    let id: PriceRuleId = id.parse().map_err(|_| Error::NotFound("price_rule"))?;
    let mut db = app.db().read().await?;
    let rule = rows::require(&mut db, org, id).await?;
    let offers = offers(&mut db, org, Some(&rule)).await?;
    Ok(Loaded { rule, offers })
}

async fn show(State(app): State<App>, staff: Staff<ViewGifts>, Path(id): Path<String>) -> Reply {
    let Loaded { rule, offers } = load(&app, staff.shop.org, &id).await?;
    let mut db = app.db().read().await?;
    let sum = rows::sums(&mut db, staff.shop.org).await?.remove(&rule.id).unwrap_or_default();
    let today = view::Today::of(&mut db, &staff.shop, (&rule, app.now())).await?;
    drop(db);
    let name = rule.name.say(staff.lang()).to_owned();
    let main = view::one(&staff, &rule, (&offers, sum, &today));
    reply::page(layout::console(&staff.frame(name), main))
}

async fn new(State(app): State<App>, staff: Staff<ManageGifts>) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org, None).await?;
    reply::page(view::editing(&staff, &form::fresh(staff.lang()), &offers, None))
}

async fn edit(State(app): State<App>, staff: Staff<ManageGifts>, Path(id): Path<String>) -> Reply {
    let Loaded { rule, offers } = load(&app, staff.shop.org, &id).await?;
    let form = form::filled(staff.lang(), &staff.shop, &rule);
    reply::page(view::editing(&staff, &form, &offers, Some(&rule)))
}

fn read(input: &Input, staff: &Staff<ManageGifts>, offers: &Offers) -> Result<Rule> {
    form::sent(input, |typed| form::read(typed, &staff.shop, offers))
}

async fn create(State(app): State<App>, staff: Staff<ManageGifts>, input: Input) -> Reply {
    let offers = offers(&mut app.db().read().await?, staff.shop.org, None).await?;
    let once = input.once_in(staff.session.id, "prices.create")?;
    let made = match read(&input, &staff, &offers) {
        Ok(rule) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::create(tx, rule).await)
            .await
            .map(|written| written.value.answer),
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(reply::see_with(&at(id), &Toast::good("prices-created"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, None)
        }),
    }
}

fn at(id: PriceRuleId) -> String {
    format!("/console/prices/{id}")
}

async fn change(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let Loaded { rule, offers } = load(&app, staff.shop.org, &id).await?;
    let (id, once) = (rule.id, input.once_in(staff.session.id, "prices.change")?);
    let done = match read(&input, &staff, &offers) {
        Ok(rule) => app
            .db()
            .write_once(&staff.scope, &once, async |tx| actions::change(tx, id, rule).await)
            .await
            .map(drop),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(reply::see_with(&at(id), &Toast::good("prices-changed"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), &offers, Some(&rule))
        }),
    }
}

async fn close(
    app: State<App>,
    staff: Staff<ManageGifts>,
    id: Path<String>,
    input: Input,
) -> Reply {
    set(app, staff, id, input, RuleState::Closed).await
}

async fn open(app: State<App>, staff: Staff<ManageGifts>, id: Path<String>, input: Input) -> Reply {
    set(app, staff, id, input, RuleState::Open).await
}

async fn set(
    State(app): State<App>,
    staff: Staff<ManageGifts>,
    Path(id): Path<String>,
    input: Input,
    state: RuleState,
) -> Reply {
    let id: PriceRuleId = id.parse().map_err(|_| Error::NotFound("price_rule"))?;
    let once = input.once_in(staff.session.id, "prices.state")?;
    app.db()
        .write_once(&staff.scope, &once, async |tx| actions::set_state(tx, id, state).await)
        .await?;
    let key = if state == RuleState::Open { "prices-opened" } else { "prices-closed" };
    Ok(reply::see_with(&at(id), &Toast::good(key)))
}

/// The phone beside the form: how a member is told, and what somebody pays today.
async fn preview(
    State(app): State<App>,
    staff: Staff<ViewGifts>,
    RawQuery(query): RawQuery,
) -> Reply {
    let typed = pairs(query.as_deref());
    let all = |name: &str| -> Vec<String> {
        typed.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    };
    let text = |name: &str| all(name).into_iter().next().unwrap_or_default();
    let mut db = app.db().read().await?;
    let offers = offers(&mut db, staff.shop.org, None).await?;
    let rule = form::read(&Typed { text: &text, all: &all }, &staff.shop, &offers);
    let today = match rule {
        Ok(rule) => {
            let draft = PriceRule::draft(rule, app.now());
            let today = view::Today::of(&mut db, &staff.shop, (&draft, app.now())).await?;
            Some((draft, today))
        }
        Err(Error::Invalid(_)) => None,
        Err(other) => return Err(other.into()),
    };
    drop(db);
    reply::page(view::preview(&staff, &offers, today.as_ref()))
}
