//! `/console/flash-sales`: what the desk shows of a sale.

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
    model::{Figures, FlashSale},
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
    routes.merge(desk::routes::<kinds::FlashSale>().get("/{id}/claims.csv", download))
}

impl Desk for kinds::FlashSale {
    const PATH: &'static str = "/console/flash-sales";
    const SUGGESTED: Option<suggested::Kind> = Some(suggested::Kind::FlashSale);
    const ICON: Icon = icons::PLAY;
    type Line = (Shown, Figures);

    async fn line(db: &mut Reader, org: OrgId, sale: FlashSale) -> Result<(Shown, Figures)> {
        let shown = asked::shown(db, org, sale).await?;
        let figures = asked::figures(db, org, &shown).await?;
        Ok((shown, figures))
    }

    fn columns(lang: Lang) -> Vec<Column> {
        vec![
            Column::new("opens", t!(lang, "activities-opens")),
            Column::new("pieces", t!(lang, "flash_sales-pieces")).number(),
            Column::new("claimed", t!(lang, "flash_sales-claimed")).number(),
            Column::new("collected", t!(lang, "flash_sales-collected")).number(),
        ]
    }

    fn cells(staff: &Staff<ViewActivities>, row: Row, (shown, figures): &(Shown, Figures)) -> Row {
        let (lang, sale) = (staff.lang(), &shown.sale);
        row.cell(format::date_time(lang, sale.plan.opens_at, &staff.shop.zone))
            .cell(format::number(lang, sale.terms.pieces))
            .cell(format::number(lang, figures.claimed()))
            .cell(format::number(lang, figures.collected))
    }

    async fn one<P: Send + Sync>(
        app: &App,
        staff: &Staff<P>,
        sale: FlashSale,
        asked: Asked<'_>,
    ) -> Result<Markup> {
        let (lang, org, wrong) = (staff.lang(), staff.shop.org, asked.wrong);
        let mut db = app.db().read().await?;
        let (shown, figures) = Self::line(&mut db, org, sale).await?;
        let sale = &shown.sale;
        let page = PageRequest { limit: Some("20".to_owned()), cursor: None };
        let claims = rows::claims(&mut db, org, sale.id, &page).await?.items;
        let offers = prices::offers(&mut db, org, None).await?;
        let ids: Vec<_> = claims.iter().map(|claim| claim.member).collect();
        let names = members::names_for(&mut db, staff, &ids).await?;
        drop(db);
        let whom = prices::whom_said(lang, &sale.plan.whom, &offers);
        let run = run::part(app, staff, sale).await?;
        let of = view::Of { shown: &shown, figures, whom, now: app.now(), wrong, run };
        let main = view::one(staff, &of, (&claims, &names));
        Ok(layout::console(&staff.frame(sale.plan.name.say(lang)), main))
    }

    async fn figures(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        sale: FlashSale,
    ) -> Result<Markup> {
        let (_, figures) = Self::line(db, staff.shop.org, sale).await?;
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
            suggested::Draft::FlashSale(draft) => Some(draft),
            _ => None,
        }
    }
}

async fn download(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let sale: FlashSale = desk::load(&app, staff.shop.org, &id).await?;
    Ok(csv::download(&app, &staff.shop, sale.id))
}
