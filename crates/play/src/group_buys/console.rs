//! `/console/group-buys`: what the desk shows of a group buy and its teams.

use ::store::Reader;
use axum::extract::{Path, State};
use kernel::{Lang, OrgId, PageRequest, Result, Time, kinds, permission::ViewActivities};
use maud::Markup;
use people::members;
use value::prices;
use web::{
    App, Reply, Routes, Staff,
    kit::{
        format,
        icons::{self, Icon},
        layout,
        tables::{Column, Row},
    },
    t,
};

use super::{
    actions::Draft,
    asked::{self, Shown},
    console_view as view, csv,
    form::Made,
    model::{Figures, GroupBuy, Stand},
    store as rows,
};
use crate::{
    activities::{
        console::{self as desk, Asked, Desk},
        run::console as run,
    },
    suggested,
};

pub fn routes(routes: Routes) -> Routes {
    routes.merge(desk::routes::<kinds::GroupBuy>().get("/{id}/places.csv", download))
}

impl Desk for kinds::GroupBuy {
    const PATH: &'static str = "/console/group-buys";
    const SUGGESTED: Option<suggested::Kind> = Some(suggested::Kind::GroupBuy);
    const ICON: Icon = icons::PEOPLE;
    type Line = (Shown, Figures);

    async fn line(db: &mut Reader, org: OrgId, buy: GroupBuy) -> Result<(Shown, Figures)> {
        let shown = asked::shown(db, org, buy).await?;
        let figures = asked::figures(db, org, &shown).await?;
        Ok((shown, figures))
    }

    fn columns(lang: Lang) -> Vec<Column> {
        vec![
            Column::new("closes", t!(lang, "activities-closes")),
            Column::new("open", t!(lang, "group_buys-teams-open")).number(),
            Column::new("made", t!(lang, "group_buys-teams-made")).number(),
            Column::new("failed", t!(lang, "group_buys-teams-failed")).number(),
            Column::new("collected", t!(lang, "group_buys-figure-collected")).number(),
        ]
    }

    fn cells(staff: &Staff<ViewActivities>, row: Row, (shown, figures): &(Shown, Figures)) -> Row {
        let (lang, buy) = (staff.lang(), &shown.buy);
        row.cell(format::date_time(lang, buy.plan.closes_at, &staff.shop.zone))
            .cell(format::number(lang, figures.teams_open))
            .cell(format::number(lang, figures.teams_made))
            .cell(format::number(lang, figures.teams_failed))
            .cell(format::number(lang, figures.collected))
    }

    async fn one<P: Send + Sync>(
        app: &App,
        staff: &Staff<P>,
        buy: GroupBuy,
        asked: Asked<'_>,
    ) -> Result<Markup> {
        let (lang, org, wrong) = (staff.lang(), staff.shop.org, asked.wrong);
        let mut db = app.db().read().await?;
        let (shown, figures) = Self::line(&mut db, org, buy).await?;
        let buy = &shown.buy;
        let teams = teams(&mut db, staff, buy).await?;
        let offers = prices::offers(&mut db, org, None).await?;
        drop(db);
        let whom = prices::whom_said(lang, &buy.plan.whom, &offers);
        let run = run::part(app, staff, buy).await?;
        let of = view::Of { shown: &shown, figures, whom, now: app.now(), wrong, run };
        let main = view::one(staff, &of, &teams);
        Ok(layout::console(&staff.frame(buy.plan.name.say(lang)), main))
    }

    async fn figures(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        buy: GroupBuy,
    ) -> Result<Markup> {
        let (_, figures) = Self::line(db, staff.shop.org, buy).await?;
        Ok(view::figures(staff.lang(), figures))
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
            suggested::Draft::GroupBuy(draft) => Some(draft),
            _ => None,
        }
    }
}

/// The latest teams, those that are open before the others, with the names that the asker may see.
async fn teams(
    db: &mut Reader,
    staff: &Staff<impl Sized>,
    buy: &GroupBuy,
) -> Result<Vec<view::Listed>> {
    let org = staff.shop.org;
    let page = PageRequest { limit: Some("20".to_owned()), cursor: None };
    let mut all = Vec::new();
    for stand in [Stand::Open, Stand::Made, Stand::Failed, Stand::Left] {
        for team in rows::teams(db, org, (buy.id, Some(stand)), &page).await?.items {
            let seats = rows::seats(db, org, team.id).await?;
            let ids: Vec<_> = seats.iter().map(|seat| seat.member).collect();
            let names = members::names_for(db, staff, &ids).await?;
            all.push(view::Listed { team, seats, names });
        }
    }
    Ok(all)
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let buy: GroupBuy = desk::load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, buy.id))
}
