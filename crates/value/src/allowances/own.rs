//! On the page of somebody of the staff: which member they are, so that nobody gives to themselves.

use axum::extract::{Path, State};
use kernel::{
    Error, FieldError, MemberId, Permission as _, Result, StaffId, permission::ManageStaff,
};
use maud::{Markup, html};
use people::members;
use web::{
    App, Input, Reply, Routes, Staff, Toast, Viewer,
    kit::{
        Form, layout,
        parts::{Button, Head, card},
    },
    reply, t,
};

use super::{actions::set_own, store};

pub fn routes(routes: Routes) -> Routes {
    routes.post("/console/staff/{id}/member", keep)
}

fn form_of(form: &Form, staff: StaffId, once: &str, known: Option<&str>) -> Markup {
    let lang = form.lang;
    let at = format!("/console/staff/{staff}/member");
    html! {
        @if let Some(name) = known { p { (t!(lang, "allowances-own-is", name = name)) } }
        (form.post(&at, once, html! {
            (form.text("code", t!(lang, "allowances-own-code")).max(20).hint(t!(lang, "allowances-own-hint")).optional())
            div.actions { (Button::plain(t!(lang, "save"))) }
        }))
    }
}

pub async fn piece(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.may(ManageStaff::NAME)) else {
        return Ok(None);
    };
    let (lang, org, staff) = (viewer.lang, viewer.shop.org, StaffId::from_uuid(subject));
    let mut db = app.db().read().await?;
    let member = match store::own(&mut db, org, staff).await? {
        Some(member) => members::find(&mut db, org, member).await?,
        None => None,
    };
    drop(db);
    let code = member.as_ref().map_or_else(String::new, members::Member::card);
    let form = Form::filled(lang, [("code", code)]).prefixed("own");
    let name = member.as_ref().map(|member| member.name.as_str());
    let once = app.world().chance.code(20);
    let inside = form_of(&form, staff, &once, name);
    Ok(Some(card(&t!(lang, "allowances-own"), "", inside)))
}

async fn keep(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id: StaffId = id.parse().map_err(|_| Error::NotFound("staff"))?;
    let once = input.once_in(staff.session.id, "allowances.own")?;
    let typed = input.text("code").trim().to_uppercase();
    let code = typed.trim_start_matches("M-").replace(['·', ' '], "");
    let mut db = app.db().read().await?;
    people::staff::require(&mut db, staff.shop.org, id).await?;
    let member: Option<MemberId> = match code.as_str() {
        "" => None,
        code => members::by_code(&mut db, staff.shop.org, code).await?.map(|member| member.id),
    };
    drop(db);
    if member.is_none() && !code.is_empty() {
        let wrong = Error::from(FieldError::new("code", "member_code"));
        return reply::or_form(wrong, |fields| {
            let form = input.again(staff.lang(), fields).prefixed("own");
            let title = t!(staff.lang(), "allowances-own");
            let main = html! {
                (Head::new(title.clone()).back(&format!("/console/staff/{id}"), &t!(staff.lang(), "allowances-own-back")))
                (form_of(&form, id, &staff.once(), None))
            };
            layout::console(&staff.frame(title), main)
        });
    }
    app.db().write_once(&staff.scope, &once, async |tx| set_own(tx, id, member).await).await?;
    let to = format!("/console/staff/{id}");
    Ok(reply::see_with(&to, &Toast::good("allowances-own-kept")))
}
