//! `/console/red-packets`: what the desk shows of a packet, who opened it, and what was handed out elsewhere.

use ::store::Reader;
use axum::extract::{Path, State};
use kernel::{Fields, Lang, OrgId, PageRequest, Result, Time, kinds, permission::ViewActivities};
use maud::Markup;
use people::{members, staff as employees};
use value::{bills::sentences::Tongue, prices};
use web::{
    App, Reply, Routes, Staff,
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
    console_view as view, csv,
    form::Made,
    model::RedPacket,
    store as rows,
    view::amount,
};
use crate::{
    activities::{
        Phase,
        console::{self as desk, Asked, Desk},
        laws,
        run::console as run,
    },
    suggested,
};

pub fn routes(routes: Routes) -> Routes {
    let own = desk::routes::<kinds::RedPacket>()
        .get("/{id}/shares.csv", shares)
        .get("/{id}/handouts.csv", handouts);
    routes.merge(own)
}

impl Desk for kinds::RedPacket {
    const PATH: &'static str = "/console/red-packets";
    const SUGGESTED: Option<suggested::Kind> = Some(suggested::Kind::RedPacket);
    const ICON: Icon = icons::GIFT;
    type Line = Shown;

    async fn line(db: &mut Reader, org: OrgId, packet: RedPacket) -> Result<Shown> {
        asked::shown(db, org, packet).await
    }

    fn columns(lang: Lang) -> Vec<Column> {
        vec![
            Column::new("opens", t!(lang, "activities-opens")),
            Column::new("total", t!(lang, "red_packets-content")).number(),
            Column::new("shares", t!(lang, "red_packets-shares")).number(),
            Column::new("taken", t!(lang, "red_packets-taken")).number(),
        ]
    }

    fn cells(staff: &Staff<ViewActivities>, row: Row, shown: &Shown) -> Row {
        let (lang, shop, packet) = (staff.lang(), &staff.shop, &shown.packet);
        row.cell(format::date_time(lang, packet.plan.opens_at, &shop.zone))
            .cell(amount(Tongue { lang, shop }, shown, packet.terms.total))
            .cell(format::number(lang, packet.terms.shares))
            .cell(format::number(lang, shown.taken))
    }

    /// All taken is over.
    fn is_on((_, shown): (&RedPacket, &Shown), now: Time) -> bool {
        shown.phase(now) == Phase::On
    }

    async fn one<P: Send + Sync>(
        app: &App,
        staff: &Staff<P>,
        packet: RedPacket,
        asked: Asked<'_>,
    ) -> Result<Markup> {
        let shown = asked::shown(&mut app.db().read().await?, staff.shop.org, packet).await?;
        let fresh = view::handout_form(staff.lang(), &staff.shop, app.now());
        whole(app, staff, &shown, (asked.wrong, &fresh)).await
    }

    async fn figures(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        packet: RedPacket,
    ) -> Result<Markup> {
        let shown = asked::shown(db, staff.shop.org, packet).await?;
        let figures = asked::figures(db, &staff.shop, &shown).await?;
        Ok(view::figures(staff, &shown, figures))
    }

    async fn preview(
        db: &mut Reader,
        staff: &Staff<ViewActivities>,
        (made, draft): (&Made, Draft),
        now: Time,
    ) -> Result<Option<Markup>> {
        let law = laws::said(db, (&staff.shop, staff.lang()), actions::chance(&draft)).await?;
        Ok(Some(view::preview(staff, made, (draft, &law), now)))
    }

    fn suggested(draft: suggested::Draft) -> Option<Draft> {
        match draft {
            suggested::Draft::RedPacket(draft) => Some(draft),
            _ => None,
        }
    }
}

/// A packet's page; with what stands in the way of its next step, and what was typed of a handout.
pub(super) async fn whole(
    app: &App,
    staff: &Staff<impl Sized>,
    shown: &Shown,
    (wrong, form): (Option<&Fields>, &Form),
) -> Result<Markup> {
    let (org, id) = (staff.shop.org, shown.packet.id);
    let mut db = app.db().read().await?;
    let figures = asked::figures(&mut db, &staff.shop, shown).await?;
    let shares = rows::latest(&mut db, org, id, 20).await?;
    let sealed = asked::sealed(&mut db, org, id).await?;
    let luckiest = asked::luckiest(&mut db, org, (&shown.packet, sealed.as_ref())).await?;
    let offers = prices::offers(&mut db, org, None).await?;
    let ids: Vec<_> = shares.iter().chain(&luckiest).map(|share| share.member).collect();
    let names = members::names_for(&mut db, staff, &ids).await?;
    let page = PageRequest { limit: Some("50".to_owned()), cursor: None };
    let handouts = rows::handouts(&mut db, org, id, &page).await?.items;
    let elsewhere = rows::handed_out(&mut db, org, id).await?;
    let people = employees::names(&mut db, org).await?;
    drop(db);
    let of = view::Of {
        run: run::part(app, staff, &shown.packet).await?,
        shown,
        figures,
        whom: prices::whom_said(staff.lang(), &shown.packet.plan.whom, &offers),
        now: app.now(),
        wrong,
        sealed: sealed.as_ref(),
        luckiest: luckiest.as_ref(),
        elsewhere,
    };
    let noted = view::Noted { handouts: &handouts, people: &people, form };
    let main = view::one(staff, &of, ((&shares, &names), &noted));
    Ok(layout::console(&staff.frame(shown.packet.plan.name.say(staff.lang())), main))
}

pub(super) async fn load(app: &App, org: OrgId, text: &str) -> Result<Shown> {
    asked::require(&mut app.db().read().await?, org, desk::id(text)?).await
}

async fn shares(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let packet: RedPacket = desk::load(&app, staff.shop.org, &id).await?;
    Ok(csv::shares(&app, &staff.shop, packet.id))
}

async fn handouts(
    State(app): State<App>,
    staff: Staff<ViewActivities>,
    Path(id): Path<String>,
) -> Reply {
    let packet: RedPacket = desk::load(&app, staff.shop.org, &id).await?;
    Ok(csv::handouts(&app, &staff.shop, packet.id))
}
