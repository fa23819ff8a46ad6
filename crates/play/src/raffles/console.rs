//! `/console/raffles`: what the desk shows of a raffle, its draw, and its winners on paper.

use ::store::{Reader, Tx};
use axum::extract::{Path, State};
use kernel::{
    Error, FieldError, Lang, OrgId, PageRequest, Result, Time, kinds,
    permission::{ManageActivities, ViewActivities},
};
use maud::Markup;
use people::members;
use value::prices;
use web::{
    App, Input, Reply, Routes, Staff,
    kit::{
        format,
        icons::{self, Icon},
        layout,
        tables::{Column, Row},
    },
    reply, t,
};

use super::{
    actions::{self, Draft},
    asked::{self, Shown},
    console_view as view, csv, drawing,
    entering::{self, Giving},
    form::Made,
    model::{Figures, Raffle, Why as Reason},
    sheet, store_picks,
};
use crate::{
    activities::{
        console::{self as desk, Asked, Desk},
        form::Why,
        laws,
        run::console as run,
    },
    suggested,
};

pub fn routes(routes: Routes) -> Routes {
    let own = desk::routes::<kinds::Raffle>()
        .get("/{id}/winners.csv", download)
        .get("/{id}/winners", print)
        .post("/{id}/draw", draw)
        .post("/{id}/rerolls", reroll)
        .post("/{id}/tickets", give)
        .post("/{id}/cancellation", call_off);
    routes.merge(own)
}

impl Desk for kinds::Raffle {
    const PATH: &'static str = "/console/raffles";
    const SUGGESTED: Option<suggested::Kind> = Some(suggested::Kind::Raffle);
    const ICON: Icon = icons::PLAY;
    type Line = (Shown, Figures);

    async fn line(db: &mut Reader, org: OrgId, raffle: Raffle) -> Result<(Shown, Figures)> {
        let shown = asked::shown(db, org, raffle).await?;
        let figures = asked::figures(db, org, &shown).await?;
        Ok((shown, figures))
    }

    fn columns(lang: Lang) -> Vec<Column> {
        vec![
            Column::new("closes", t!(lang, "activities-closes")),
            Column::new("prizes", t!(lang, "raffles-prizes")).number(),
            Column::new("entrants", t!(lang, "raffles-entrants")).number(),
            Column::new("tickets", t!(lang, "raffles-tickets")).number(),
            Column::new("collected", t!(lang, "raffles-collected")).number(),
        ]
    }

    fn cells(staff: &Staff<ViewActivities>, row: Row, (shown, figures): &(Shown, Figures)) -> Row {
        let (lang, raffle) = (staff.lang(), &shown.raffle);
        row.cell(format::date_time(lang, raffle.plan.closes_at, &staff.shop.zone))
            .cell(format::number(lang, raffle.terms.pieces()))
            .cell(format::number(lang, figures.entrants))
            .cell(format::number(lang, figures.tickets))
            .cell(format::number(lang, figures.collected))
    }

    fn standing(lang: Lang, (_, (shown, _)): (&Raffle, &(Shown, Figures)), now: Time) -> Markup {
        view::stands(lang, shown, now)
    }

    async fn one<P: Send + Sync>(
        app: &App,
        staff: &Staff<P>,
        raffle: Raffle,
        asked: Asked<'_>,
    ) -> Result<Markup> {
        let (lang, org, wrong) = (staff.lang(), staff.shop.org, asked.wrong);
        let mut db = app.db().read().await?;
        let (shown, figures) = Self::line(&mut db, org, raffle).await?;
        let raffle = &shown.raffle;
        let page = PageRequest { limit: Some("50".to_owned()), cursor: None };
        let picks = store_picks::picks(&mut db, org, raffle.id, &page).await?.items;
        let offers = prices::offers(&mut db, org, None).await?;
        let ids: Vec<_> = picks.iter().map(|pick| pick.member).collect();
        let names = members::names_for(&mut db, staff, &ids).await?;
        drop(db);
        let whom = prices::whom_said(lang, &raffle.plan.whom, &offers);
        let run = run::part(app, staff, raffle).await?;
        let of = view::Of { shown: &shown, figures, whom, now: app.now(), wrong, run };
        let main = view::one(staff, &of, (&picks, &names));
        Ok(layout::console(&staff.frame(raffle.plan.name.say(lang)), main))
    }

    async fn figures(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        raffle: Raffle,
    ) -> Result<Markup> {
        let (_, figures) = Self::line(db, staff.shop.org, raffle).await?;
        Ok(view::figures(staff.lang(), figures))
    }

    async fn preview(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        (made, draft): (&Made, Draft),
        now: Time,
    ) -> Result<Option<Markup>> {
        let chance = actions::chance(&draft, |id| made.gift(id));
        let law = laws::said(db, (&staff.shop, staff.lang()), Some(chance)).await?;
        Ok(Some(view::preview(staff, made, (draft, &law), now)))
    }

    /// What was announced is signed.
    fn expected(lang: Lang, why: Why) -> String {
        match why {
            Why::Asked => t!(lang, "raffles-edit-told"),
            Why::Free => why.said(lang),
        }
    }

    fn suggested(draft: suggested::Draft) -> Option<Draft> {
        match draft {
            suggested::Draft::Raffle(draft) => Some(draft),
            _ => None,
        }
    }
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let raffle: Raffle = desk::load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, raffle.id))
}

/// The list for the wall: names are shortened there, whoever prints it.
async fn print(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let id = desk::id(&id)?;
    let shown = asked::require(&mut app.db().read().await?, staff.shop.org, id).await?;
    reply::page(sheet::winners(&app, &staff, &shown).await?)
}

async fn draw(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let beacon = input.optional("beacon");
    let run = async |tx: &mut Tx, id| drawing::draw(tx, id, beacon).await.map(drop);
    desk::step((&app, &staff), (&id, "draw"), &input, run).await
}

async fn reroll(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let pick = input.text("pick").parse().map_err(|_| Error::NotFound("raffle_pick"))?;
    let why: Reason = input.text("why").parse().map_err(|()| Error::NotFound("raffle_pick"))?;
    let run = async |tx: &mut Tx, id| drawing::reroll(tx, id, (pick, why)).await.map(drop);
    desk::step((&app, &staff), (&id, "reroll"), &input, run).await
}

/// Tickets for somebody, found by their card or phone number.
async fn give(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let who = input.text("who").trim();
    let code = who.to_uppercase().trim_start_matches("M-").replace(['·', ' '], "");
    let mut db = app.db().read().await?;
    let found = match members::E164::read(who, &staff.shop.country) {
        Ok(phone) => members::by_phone(&mut db, staff.shop.org, &phone).await?,
        Err(_) => members::by_code(&mut db, staff.shop.org, &code).await?,
    };
    drop(db);
    let member = found.map(|member| member.id);
    let tickets = input.text("tickets").parse().unwrap_or(0);
    let run = async |tx: &mut Tx, raffle| {
        let member = member.ok_or_else(|| FieldError::new("who", "member_code"))?;
        let giving = Giving { raffle, member, tickets, purchase: None, store: None, staff: None };
        entering::give(tx, &staff.shop, giving).await
    };
    desk::step((&app, &staff), (&id, "give"), &input, run).await
}

async fn call_off(
    State(app): State<App>,
    staff: Staff<ManageActivities>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let why = input.text("reason");
    let run = async |tx: &mut Tx, id| actions::call_off(tx, id, why).await.map(drop);
    desk::step((&app, &staff), (&id, "off"), &input, run).await
}
