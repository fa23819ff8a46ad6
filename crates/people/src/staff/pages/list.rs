//! Everybody who works in the shop, and who was invited.

use axum::extract::{Path, Query, State};
use kernel::Permission as _;
use kernel::{
    Fields, InvitationId, Lang, Page, PageRequest, Role,
    permission::{ManageStaff, ViewStaff},
};
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        Form, List, Tone, format, icons, layout, live,
        parts::{self, Button, Confirm, Empty, Head, Item, chip},
        tables::{Column, Row, Table},
    },
    reply::{self, see_with},
    t,
};

use crate::staff::{
    actions::{self, Invitation},
    asked, invitations,
    model::{Person, Refusal},
    store::{self as rows, Filter},
    view,
};
use crate::stores;

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/staff", page)
        .get("/console/staff/invitations/new", invite_page)
        .post("/console/staff/invitations", invite)
        .post("/console/staff/invitations/{id}/withdrawal", withdraw)
}

#[derive(Deserialize, Default, Clone)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    gone: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    cursor: String,
}

async fn page(
    State(app): State<App>,
    staff: Staff<ViewStaff>,
    Query(asked): Query<Asked>,
) -> Reply {
    let filter = Filter {
        words: asked.q.clone(),
        role: asked.role.parse().ok(),
        gone: !asked.gone.is_empty(),
        sort: asked.sort.clone(),
    };
    let request = PageRequest { limit: None, cursor: Some(asked.cursor.clone()) };
    let mut db = app.db().read().await?;
    let people = rows::list(&mut db, staff.shop.org, &filter, &request).await?;
    let open = invitations::open(&mut db, staff.shop.org, app.now()).await?;
    let names = stores::all(&mut db, staff.shop.org).await?;
    let names = names.into_iter().map(|store| (store.id, store.name)).collect();
    drop(db);
    let lang = staff.lang();
    let list = List::new(lang, "/console/staff")
        .query([("q", asked.q), ("role", asked.role), ("gone", asked.gone), ("sort", asked.sort)])
        .next(people.next_cursor.clone());
    let manages = staff.role.may(ManageStaff::NAME);
    let body = html! {
        (Head::new(t!(lang, "staff-title")).note(t!(lang, "staff-lead")).aside(html! {
            @if manages {
                (Button::primary(t!(lang, "staff-invite")).href("/console/staff/invitations/new").icon(icons::USER_PLUS))
            }
        }))
        (table(&app, &staff, &list, &people, &names))
        @if manages && !open.is_empty() { (waiting(&app, &staff, &open)) }
    };
    reply::page(layout::console(&staff.frame(t!(lang, "staff-title")), body))
}

fn table(
    app: &App,
    staff: &Staff<ViewStaff>,
    list: &List,
    people: &Page<Person>,
    stores: &std::collections::HashMap<kernel::StoreId, String>,
) -> Markup {
    let lang = staff.lang();
    let rows = people.items.iter().map(|person| {
        let seen = person.signed_in_at.map_or_else(String::new, |at| {
            format::relative_day(lang, at, app.now(), &staff.shop.zone)
        });
        let row = Row::new()
            .href(person.href())
            .cell(html! { (parts::avatar(&person.name)) " " (person.name) })
            .cell(view::role_name(lang, person.role))
            .cell(view::remit_words(lang, &person.remit, stores))
            .cell(html! {
                @if person.has_pin { (chip(Tone::Plain, &t!(lang, "staff-has-pin"))) " " }
                @if person.has_totp { (chip(Tone::Good, &t!(lang, "staff-has-second"))) }
            })
            .cell(seen);
        if person.works() { row } else { row.faint() }
    });
    let gone = list.get("gone");
    let tools = html! {
        @if gone.is_empty() {
            a.quiet-link href=(list.href("gone", "1")) { (t!(lang, "staff-show-gone")) }
        } @else {
            a.quiet-link href=(list.href("gone", "")) { (t!(lang, "staff-show-here")) }
        }
    };
    html! {
        (Table::new(list, t!(lang, "staff-title"))
            .columns([
                Column::new("name", t!(lang, "staff-name")).sort(),
                Column::new("role", t!(lang, "staff-role")).sort(),
                Column::new("remit", t!(lang, "staff-remit")),
                Column::new("ways", t!(lang, "staff-ways")),
                Column::new("seen", t!(lang, "staff-seen")).sort(),
            ])
            .rows(rows)
            .filter()
            .tools(tools)
            .empty(Empty::new(icons::PEOPLE, t!(lang, "staff-nobody"), t!(lang, "staff-nobody-why"))))
    }
}

fn waiting(app: &App, staff: &Staff<ViewStaff>, open: &[Invitation]) -> Markup {
    let lang = staff.lang();
    let now = app.now();
    let items = open.iter().map(|invitation| {
        let until = format::from_now(lang, invitation.expires_at, now);
        Item::new(invitation.email.clone())
            .start(icons::MAIL)
            .note(t!(
                lang,
                "staff-invitation-note",
                role = view::role_name(lang, invitation.role),
                until = until
            ))
            .aside(
                Confirm::new(lang, t!(lang, "staff-withdraw"), t!(lang, "staff-withdraw-title"))
                    .loses(t!(lang, "staff-withdraw-loses", email = invitation.email.as_str()))
                    .post(
                        format!("/console/staff/invitations/{}/withdrawal", invitation.id),
                        staff.once(),
                    ),
            )
    });
    parts::card(&t!(lang, "staff-invitations"), html! {}, parts::rows(items))
}

async fn invite_page(State(app): State<App>, staff: Staff<ManageStaff>) -> Reply {
    let parts = asked::parts(&app, &staff, &[]).await?;
    let remit = if parts.everything { "everything" } else { "stores" };
    let form = Form::filled(staff.lang(), [("role", "cashier"), ("remit", remit)]);
    reply::page(invite_view(&staff, &form, &parts))
}

fn invite_view(staff: &Staff<ManageStaff>, form: &Form, parts: &view::Parts) -> Markup {
    let lang = staff.lang();
    let fields = html! {
        (form.email("email", t!(lang, "staff-email")).hint(t!(lang, "staff-invite-email-hint")).autocomplete("off"))
        (form.radios("role", t!(lang, "staff-role"), view::role_choices(lang, staff.role)))
        (view::remit_fields(form, parts))
        div.actions { (Button::primary(t!(lang, "staff-invite-make"))) }
    };
    layout::console(
        &staff.frame(t!(lang, "staff-invite")),
        html! {
            (Head::new(t!(lang, "staff-invite")).back("/console/staff", &t!(lang, "staff-title")).note(t!(lang, "staff-invite-lead")))
            (form.post("/console/staff/invitations", &staff.once(), fields))
        },
    )
}

async fn invite(State(app): State<App>, staff: Staff<ManageStaff>, input: Input) -> Reply {
    let parts = asked::parts(&app, &staff, &asked::groups_named(&input)).await?;
    let mut fields = Fields::default();
    let role: Role = asked::role(&input, &mut fields);
    let remit = asked::remit(&input, &mut fields, &parts);
    let lang = staff.lang();
    let again = |fields| invite_view(&staff, &input.again(lang, fields), &parts);
    if let Err(error) = fields.check(()) {
        return reply::or_form(error, again);
    }
    let by = asked::by(&staff);
    let key = input.once_in(staff.session.id, "staff.invite")?;
    // The token leaves by this answer only: it is not kept with the key.
    let mut token = None;
    let written = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            let (id, made) =
                actions::invite(tx, &by, input.text("email"), role, remit.clone()).await?;
            token = Some(made);
            Ok(id)
        })
        .await;
    match (written, token) {
        (Ok(_), Some(token)) => {
            let link = app.url(&format!("/invitation/{token}"));
            reply::page(link_view(&staff, lang, &link))
        }
        (Ok(_), None) => Ok(see_with("/console/staff", &Toast::warn("staff-shown-once"))),
        (Err(error), _) => {
            let error = asked::at_field(error, Refusal::AboveOwn, "role", "above_own");
            reply::or_form(error, again)
        }
    }
}

fn link_view(staff: &Staff<ManageStaff>, lang: Lang, link: &str) -> Markup {
    layout::console(
        &staff.frame(t!(lang, "staff-invited-made")),
        html! {
            (Head::new(t!(lang, "staff-invited-made")).back("/console/staff", &t!(lang, "staff-title")).note(t!(lang, "staff-invited-made-lead")))
            (parts::card("", html! {}, html! { (live::copy(link, &t!(lang, "staff-copy"), &t!(lang, "staff-copied"))) }))
        },
    )
}

async fn withdraw(
    State(app): State<App>,
    staff: Staff<ManageStaff>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id: InvitationId = id.parse().map_err(|_| kernel::Error::NotFound("invitation"))?;
    let key = input.once_in(staff.session.id, &format!("staff.withdraw {id}"))?;
    let by = asked::by(&staff);
    app.db()
        .write_once(&staff.scope, &key, async |tx| actions::withdraw(tx, &by, id).await)
        .await?;
    Ok(see_with("/console/staff", &Toast::good("staff-withdrawn")))
}
