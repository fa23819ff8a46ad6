//! `/console/presales`: what the desk shows of a pre-sale, its windows and its reservations.

use std::collections::HashMap;

use ::store::{Reader, Tx};
use axum::extract::{Path, State};
use kernel::{
    Error, Lang, MemberId, OrgId, PageRequest, Result, Time, kinds,
    permission::{ManageActivities, ViewActivities},
};
use maud::Markup;
use people::members;
use value::{bills::terms_form::Typed, prices};
use web::{
    App, Input, Reply, Routes, Shop, Staff,
    kit::{
        Form, format,
        icons::{self, Icon},
        layout,
        tables::{Column, Row},
    },
    t,
};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    console_one as one, console_picking as picking, console_view as view, csv,
    form::{self, Made},
    model::{After, Figures, Presale, Reservation, Terms},
    store as rows,
};
use crate::{
    activities::{
        console::{self as desk, Asked, BACK, Desk},
        form::{self as plan, Planned, Why},
        laws,
        run::console as run,
    },
    suggested,
};

pub fn routes(routes: Routes) -> Routes {
    let own = desk::routes::<kinds::Presale>()
        .get("/{id}/reservations.csv", download)
        .get("/{id}/windows/{window}", picking::show)
        .post("/{id}/calling-off", call_off);
    routes.merge(own)
}

impl Desk for kinds::Presale {
    const PATH: &'static str = "/console/presales";
    const ICON: Icon = icons::CLOCK;
    const SUGGESTED: Option<suggested::Kind> = Some(suggested::Kind::Presale);
    type Line = (Shown, Figures);

    async fn line(db: &mut Reader, org: OrgId, presale: Presale) -> Result<(Shown, Figures)> {
        let shown = asked::shown(db, org, presale).await?;
        let figures = asked::figures(db, org, &shown).await?;
        Ok((shown, figures))
    }

    fn columns(lang: Lang) -> Vec<Column> {
        vec![
            Column::new("closes", t!(lang, "activities-closes")),
            Column::new("ready", t!(lang, "presales-ready")),
            Column::new("reserved", t!(lang, "presales-figure-waiting")).number(),
            Column::new("left", t!(lang, "presales-figure-left")).number(),
            Column::new("collected", t!(lang, "presales-figure-collected")).number(),
        ]
    }

    fn cells(staff: &Staff<ViewActivities>, row: Row, (shown, figures): &(Shown, Figures)) -> Row {
        let (lang, zone) = (staff.lang(), &staff.shop.zone);
        let Presale { plan, terms, .. } = &shown.presale;
        row.cell(format::date_time(lang, plan.closes_at, zone))
            .cell(format::date_time(lang, terms.ready_at, zone))
            .cell(format::number(lang, figures.reserved + figures.held))
            .cell(format::number(lang, figures.left + figures.early_left))
            .cell(format::number(lang, figures.collected))
    }

    async fn one<P: Send + Sync>(
        app: &App,
        staff: &Staff<P>,
        presale: Presale,
        asked: Asked<'_>,
    ) -> Result<Markup> {
        let (lang, org, now) = (staff.lang(), staff.shop.org, app.now());
        let pairs = desk::pairs(asked.query);
        let who = pairs.iter().find(|(name, _)| name == "who");
        let who = who.map(|(_, typed)| typed.trim()).unwrap_or_default();
        let mut db = app.db().read().await?;
        let (shown, figures) = Self::line(&mut db, org, presale).await?;
        let presale = &shown.presale;
        let (all, names) = reservations(&mut db, staff, (presale, who)).await?;
        let offers = prices::offers(&mut db, org, None).await?;
        let law = if presale.life.is_told() {
            maud::html! {}
        } else {
            let prepaid = presale.terms.prepaid();
            laws::said_prepaid(&mut db, (&staff.shop, lang), prepaid).await?
        };
        drop(db);
        let whom = prices::whom_said(lang, &presale.plan.whom, &offers);
        let run = run::part(app, staff, presale).await?;
        let wrong = asked.wrong;
        let of = one::Of { shown: &shown, figures, whom, law, run, now, wrong };
        let listed = one::Listed { all: &all, names: &names, who };
        let main = one::one(staff, &of, &listed);
        Ok(layout::console(&staff.frame(presale.plan.name.say(lang)), main))
    }

    async fn figures(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        presale: Presale,
    ) -> Result<Markup> {
        let (_, figures) = Self::line(db, staff.shop.org, presale).await?;
        Ok(one::figures(staff.lang(), &staff.shop, figures))
    }

    async fn preview(
        _: &mut Reader,
        staff: &Staff<ViewActivities>,
        (made, draft): (&Made, Draft),
        now: Time,
    ) -> Result<Option<Markup>> {
        Ok(view::preview(staff, made, draft, now))
    }

    fn suggested(draft: suggested::Draft) -> Option<Draft> {
        match draft {
            suggested::Draft::Presale(draft) => Some(draft),
            _ => None,
        }
    }
}

impl Planned for kinds::Presale {
    type Made = Made;

    async fn made(db: &mut Reader, shop: &Shop, about: (Option<&Presale>, Time)) -> Result<Made> {
        Made::load(db, shop, about).await
    }

    fn lacks(made: &Made) -> bool {
        made.gifts.is_empty()
    }

    fn fresh(lang: Lang, shop: &Shop, about: (&Made, Time)) -> Form {
        form::fresh(lang, shop, about)
    }

    fn filled(lang: Lang, shop: &Shop, presale: &Presale) -> Form {
        form::filled(lang, shop, presale)
    }

    fn fields(form: &Form, shop: &Shop, made: &Made, why: Why) -> Markup {
        form::fields(form, shop, made, why)
    }

    fn read(typed: &Typed, shop: &Shop, made: &Made) -> Result<Draft> {
        form::read(typed, shop, made)
    }

    fn as_it_was(draft: &mut Draft, was: &Presale, shop: &Shop) {
        plan::as_it_was(&mut draft.plan, &was.plan, shop);
        form::as_it_was(&mut draft.terms, &was.terms, shop);
    }

    fn placed(error: Error, shop: &Shop) -> Error {
        form::placed(error, shop)
    }

    /// A deposit that comes back.
    fn instead(terms: &mut Terms, what: &str) {
        if what == BACK {
            terms.after = After::Back;
        }
    }
}

/// Lines of one page.
const LINES: usize = 50;

/// The latest reservations, or those of whoever is called so, with the names that the asker may see.
async fn reservations(
    db: &mut Reader,
    staff: &Staff<impl Sized>,
    (presale, who): (&Presale, &str),
) -> Result<(Vec<Reservation>, HashMap<MemberId, String>)> {
    let (org, presale) = (staff.shop.org, presale.id);
    let wanted = who.to_lowercase();
    let (mut all, mut names, mut cursor) = (Vec::new(), HashMap::new(), None);
    loop {
        let page = PageRequest { limit: Some("200".to_owned()), cursor };
        let found = rows::list(db, org, (presale, None), &page).await?;
        let ids: Vec<_> = found.items.iter().map(|one| one.member).collect();
        names.extend(members::names_for(db, staff, &ids).await?);
        let is_meant = |one: &Reservation| {
            wanted.is_empty()
                || names.get(&one.member).is_some_and(|name| name.to_lowercase().contains(&wanted))
        };
        all.extend(found.items.into_iter().filter(is_meant));
        cursor = found.next_cursor;
        if cursor.is_none() || all.len() >= LINES {
            break;
        }
    }
    all.truncate(LINES);
    Ok((all, names))
}

pub(super) async fn load(app: &App, org: OrgId, text: &str) -> Result<Shown> {
    asked::require(&mut app.db().read().await?, org, desk::id(text)?).await
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let presale: Presale = desk::load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, presale.id))
}

async fn call_off(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let why = input.text("reason");
    let run = async |tx: &mut Tx, id| actions::call_off(tx, id, why).await.map(drop);
    desk::step((&app, &staff), (&id, "call-off"), &input, run).await
}
