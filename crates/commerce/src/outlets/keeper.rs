//! `/{org}/points/{id}`: for the neighbour who looks after a point: what is to come today, and handing
//! over by the code on the other's phone.

use axum::extract::{Path, Query, State};
use kernel::{Error, FieldError, Fields, MemberId, OutletId, Result};
use maud::{Markup, html};
use serde::Deserialize;
use value::{codes, purchases::Source};
use web::{
    App, Input, Member, Reply, Routes, Toast, Viewer,
    kit::{
        Form, Tab, format, icons, layout,
        parts::{Button, Empty, Head, Item, card, rows},
    },
    reply, t,
};

use super::{
    model::Outlet,
    sheet::{Parcel, parcels},
    slots::times,
    store,
};
use crate::{
    fulfilments,
    orders::{self, Payment, State as OrderState, actions::Hands},
};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/{org}/points/{id}", show).post("/{org}/points/{id}/handovers", hand_over)
}

/// On the first page of whoever looks after a point.
pub async fn home(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let member = MemberId::from_uuid(subject);
    let kept = store::of_keeper(&mut app.db().read().await?, shop.org, member).await?;
    let item = |outlet: &Outlet| {
        Item::new(t!(lang, "outlets-keep", name = outlet.name.as_str()))
            .start(icons::PIN)
            .note(t!(lang, "outlets-keep-why"))
            .href(shop.href(&format!("/points/{}", outlet.id)))
    };
    Ok((!kept.is_empty()).then(|| card("", "", rows(kept.iter().map(item)))))
}

/// The point, for its own keeper; to anybody else it is not there.
async fn mine(app: &App, member: &Member, id: &str) -> Result<Outlet> {
    let id: OutletId = id.parse().map_err(|_| Error::NotFound("outlet"))?;
    let outlet = store::require(&mut app.db().read().await?, member.shop.org, id).await?;
    let keeps = outlet.keeper == Some(member.id);
    if keeps { Ok(outlet) } else { Err(Error::NotFound("outlet")) }
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    code: String,
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Reply {
    let outlet = mine(&app, &member, &id).await?;
    let form = Form::filled(member.lang(), [("code", asked.code.clone())]);
    reply::page(page(&app, &member, &outlet, (&form, &asked.code)).await?)
}

async fn page(
    app: &App,
    member: &Member,
    outlet: &Outlet,
    (form, code): (&Form, &str),
) -> Result<Markup> {
    let (lang, shop) = (member.lang(), &member.shop);
    let today = app.now().date(&shop.zone);
    let mut db = app.db().read().await?;
    let all = parcels(&mut db, shop.org, outlet, today, app.now()).await?;
    drop(db);
    let read = codes::read(code);
    let chosen = all.iter().find(|parcel| Some(&parcel.order.code) == read.as_ref());
    let here = shop.href(&format!("/points/{}", outlet.id));
    let item = |parcel: &Parcel| {
        Item::new(format!("{} · {}", first_name(&parcel.name), tail(&parcel.order.code)))
            .start(icons::PACKAGE)
            .note(times(parcel.way.from, parcel.way.until))
            .aside(orders::chip(lang, parcel.state))
    };
    let main = html! {
        (Head::new(outlet.name.clone()).back(&shop.href(""), &shop.name)
            .note(t!(lang, "outlets-keep-lead", day = format::date_with_weekday(lang, today))))
        @if let Some(parcel) = chosen { (giving(member, outlet, parcel)) }
        @else {
            (card("", "", html! {
                form.stack method="get" action=(here) {
                    (form.text("code", t!(lang, "outlets-keep-code")).max(20).hint(t!(lang, "outlets-keep-code-hint")))
                    @if !code.trim().is_empty() { p.field-error { (t!(lang, "outlets-keep-unknown")) } }
                    (Button::primary(t!(lang, "outlets-keep-look")).big())
                }
            }))
        }
        @if all.is_empty() {
            (Empty::new(icons::PACKAGE, t!(lang, "outlets-nothing"), t!(lang, "outlets-keep-nothing-why")))
        } @else { (card(&t!(lang, "outlets-keep-today"), "", rows(all.iter().map(item)))) }
    };
    Ok(layout::phone(&member.frame(outlet.name.clone()), Tab::Home, main))
}

/// Whoever looks after a point needs to call somebody, and no more.
fn first_name(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    first.chars().take(20).collect()
}

/// The end of a code: enough to find the bag, too little to be handed it.
fn tail(code: &str) -> String {
    let skip = code.chars().count().saturating_sub(3);
    format!("…{}", code.chars().skip(skip).collect::<String>())
}

fn giving(member: &Member, outlet: &Outlet, parcel: &Parcel) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let money = format::money(lang, shop.money(parcel.order.amount));
    let give = match parcel.order.payment {
        Payment::Owed => t!(lang, "orders-counter-take", amount = money),
        Payment::Paid | Payment::Refunded => t!(lang, "orders-counter-give"),
    };
    let form = Form::new(lang);
    let goods = parcel.goods(lang).into_iter().map(Item::new);
    let title = format!("{} · {}", first_name(&parcel.name), codes::shown(&parcel.order.code));
    card(
        &title,
        orders::chip(lang, parcel.state),
        html! {
            (rows(goods))
            @if parcel.state.after(orders::Event::HandOver).is_some() && parcel.state != OrderState::Missed {
                (form.post(&shop.href(&format!("/points/{}/handovers", outlet.id)), &member.once(), html! {
                    (form.hidden("code", &parcel.order.code))
                    (Button::primary(give).big())
                }))
            }
        },
    )
}

async fn hand_over(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let outlet = mine(&app, &member, &id).await?;
    let once = input.once_in(member.session.id, "outlets.hand_over")?;
    let code = codes::read(input.text("code")).unwrap_or_default();
    let run = async |tx: &mut ::store::Tx| {
        let org = tx.org();
        let unknown = || FieldError::new("code", "order_code");
        let order = orders::by_code(tx, org, &code).await?.ok_or_else(unknown)?;
        let way = fulfilments::find(tx, org, order.id).await?;
        if way.is_none_or(|way| way.outlet != outlet.id) {
            return Err(unknown().into());
        }
        let by = Hands { store: order.store, staff: None, source: Source::Counter };
        orders::actions::hand_over(tx, order.id, by).await
    };
    let here = member.shop.href(&format!("/points/{}", outlet.id));
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(_) => Ok(reply::see_with(&here, &Toast::good("outlets-handed-over"))),
        Err(Error::Invalid(fields)) => {
            let fields: Fields = fields;
            let form = input.again(member.lang(), fields);
            reply::wrong(page(&app, &member, &outlet, (&form, "")).await?)
        }
        Err(error) => Err(error.into()),
    }
}
