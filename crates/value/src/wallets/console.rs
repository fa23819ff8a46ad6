//! `/console/wallets`: the plan, the money held, the people who hold it.

use axum::extract::{Query, State};
use kernel::{
    Error, MemberId, Permission as _, Result,
    permission::{ExportMembers, ManageWallets, ViewWallets},
};
use people::members;
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{Form, layout},
    reply, t,
};

use super::{
    accounts, actions, csv, form, laws, refunds,
    store::{self as rows},
    view::{self, Overview},
};

/// Holders on the page; the file has all of them.
const SHOWN: i64 = 20;
/// Days of the history on the page.
const DAYS: i64 = 31;

pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/console/wallets", index)
        .get("/console/wallets/plan", edit)
        .post("/console/wallets/plan", change);
    refunds::routes(routes)
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    csv: String,
}

async fn index(
    State(app): State<App>,
    staff: Staff<ViewWallets>,
    Query(asked): Query<Asked>,
) -> Reply {
    if !asked.csv.is_empty() {
        if !staff.role.may(ExportMembers::NAME) {
            return Err(Error::Forbidden(ExportMembers::NAME).into());
        }
        return csv::download(app, &staff);
    }
    let overview = overview(&app, &staff).await?;
    let main = view::index(&staff, &overview);
    reply::page(layout::console(&staff.frame(t!(staff.lang(), "wallets-title")), main))
}

async fn overview(app: &App, staff: &Staff<ViewWallets>) -> Result<Overview> {
    let (org, mut db) = (staff.shop.org, app.db().read().await?);
    let mut holders = Vec::new();
    for wallet in rows::largest(&mut db, org, SHOWN).await? {
        let member = members::require(&mut db, org, wallet.member).await?;
        if members::visible(&mut db, org, staff.remit(), &member).await? {
            holders.push((member, wallet));
        }
    }
    Ok(Overview {
        plan: rows::plan(&mut db, org).await?,
        held: accounts::held(&mut db, org, staff.shop.currency).await?,
        count: rows::holders(&mut db, org).await?,
        holders,
        days: rows::days(&mut db, org, DAYS).await?,
    })
}

async fn edit(State(app): State<App>, staff: Staff<ManageWallets>) -> Reply {
    let mut db = app.db().read().await?;
    let plan = rows::plan(&mut db, staff.shop.org).await?;
    let law = laws::of(&crate::laws::held(&mut db, &staff.shop).await?);
    let form = form::filled(staff.lang(), &staff.shop, &form::suggested(plan, law.as_ref()));
    reply::page(view::editing(&staff, &form, law.as_ref()))
}

async fn change(State(app): State<App>, staff: Staff<ManageWallets>, input: Input) -> Reply {
    let law = laws::of(&crate::laws::held(&mut app.db().read().await?, &staff.shop).await?);
    let law = law.as_ref();
    let once = input.once_in(staff.session.id, "wallets.plan")?;
    let kept = match form::read(&input, &staff.shop) {
        Ok(plan) => {
            let lawful = input.text("limits") == "law";
            let plan = if lawful { plan.made_lawful(law) } else { plan };
            app.db()
                .write_once(&staff.scope, &once, async |tx| actions::keep(tx, plan).await)
                .await
                .map(drop)
        }
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Ok(reply::see_with("/console/wallets", &Toast::good("wallets-kept"))),
        Err(error) => reply::or_form(error, |fields| {
            view::editing(&staff, &input.again(staff.lang(), fields), law)
        }),
    }
}

/// The member, if this person of staff may see them.
pub(super) async fn visible<P>(app: &App, staff: &Staff<P>, id: &str) -> Result<members::Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    let (mut db, org) = (app.db().read().await?, staff.shop.org);
    let member = members::require(&mut db, org, id).await?;
    if members::visible(&mut db, org, staff.remit(), &member).await? {
        Ok(member)
    } else {
        Err(Error::NotFound("member"))
    }
}

/// An empty form of the language.
pub(super) fn blank<P>(staff: &Staff<P>) -> Form {
    Form::new(staff.lang())
}
