//! `/counter/flash-sales`: a cashier takes one for the person who stands there, without a phone.

use axum::extract::{Query, State};
use kernel::{Error, FlashSaleId, MemberId, Result, Time};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use value::{
    bills::sentences::Tongue,
    counter::till::{self, Till, desk_of},
};
use web::{
    App, Input, Reply, Routes, Viewer,
    kit::{
        Form, format, icons, layout,
        parts::{Button, Empty, Head, card},
    },
    reply, t,
};

use super::{
    asked::{self, Mine, Shown, Step},
    claims::{self, Claiming},
    view,
};
use crate::activities::{self, Phase};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/counter/flash-sales", show).post("/counter/flash-sales", take)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    member: String,
}

async fn whom(app: &App, till: &Till, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    members::require(&mut app.db().read().await?, till.shop.org, id).await
}

/// The way there, on the page of whoever stands there; nothing when nothing is on.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let mut db = app.db().read().await?;
    let now = app.now();
    let told: Vec<super::FlashSale> = activities::told(&mut db, viewer.shop.org).await?;
    let on = told.iter().any(|sale| sale.phase(now) == Phase::On);
    let member = MemberId::from_uuid(subject);
    let to = format!("/counter/flash-sales?member={member}");
    let link =
        || html! { (Button::link(to, t!(viewer.lang, "flash_sales-way")).icon(icons::PLAY)) };
    Ok(on.then(link))
}

async fn show(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let member = whom(&app, &till, &asked.member).await?;
    let (lang, org, now) = (till.lang(), till.shop.org, app.now());
    let mut db = app.db().read().await?;
    let mut on = Vec::new();
    for sale in activities::told(&mut db, org).await? {
        let sale: super::FlashSale = sale;
        if sale.phase(now) == Phase::On {
            let mine = asked::mine(&mut db, &till.shop, &sale, (member.id, now)).await?;
            on.push((asked::shown(&mut db, org, sale).await?, mine));
        }
    }
    drop(db);
    let title = t!(lang, "flash_sales-way");
    let frame = till::frame(&app, &till, title.clone()).await?;
    let lead = t!(lang, "flash_sales-counter-lead", name = member.short_name());
    let main = html! {
        (Head::new(title).back(&desk_of(&member.code), &member.name).note(lead))
        @if on.is_empty() {
            (Empty::new(icons::PLAY, t!(lang, "activities-nothing-on"), t!(lang, "activities-nothing-on-why")))
        }
        @for (shown, theirs) in &on { (one(&till, &member, (shown, theirs), now)) }
    };
    reply::page(layout::counter(&frame, main))
}

fn none(why: String) -> Markup {
    html! { p.counter-none { (why) } }
}

fn one(till: &Till, member: &Member, (shown, theirs): (&Shown, &Mine), now: Time) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let left = t!(lang, "flash_sales-left", left = shown.left);
    let hold = format::span(lang, u64::from(shown.sale.terms.hold_minutes) * 60);
    let form = Form::new(lang);
    let inside = html! {
        p.note { (shown.gift.name.say(lang)) " · " (view::costs(tongue, shown)) " · " (t!(lang, "flash_sales-held-for", hold = hold)) }
        @match theirs.step(shown, now) {
            Step::NotForThem => { (none(t!(lang, "flash_sales-not-for-them"))) }
            Step::Full => { (none(t!(lang, "flash_sales-they-have-theirs"))) }
            Step::Waits(_) => { (none(t!(lang, "flash_sales-they-wait"))) }
            Step::Late => { (none(t!(lang, "flash_sales-none-left"))) }
            Step::Offered(_) | Step::Take => {
                (form.post("/counter/flash-sales", &till.once(), html! {
                    (form.hidden("member", &member.id.to_string()))
                    (form.hidden("sale", &shown.sale.id.to_string()))
                    (Button::plain(t!(lang, "flash_sales-take-for-them", name = member.short_name())).icon(icons::GIFT).big())
                }))
            }
        }
    };
    card(shown.sale.plan.name.say(lang), html! { span.note { (left) } }, inside)
}

async fn take(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let sale: FlashSaleId = input.text("sale").parse().map_err(|_| Error::NotFound("activity"))?;
    let once = input.once_in(till.session.id, "flash_sales.counter")?;
    let claiming =
        Claiming { sale, member: member.id, store: Some(till.store), staff: Some(till.staff) };
    let run = async |tx: &mut ::store::Tx| {
        claims::claim(tx, &till.shop, claiming).await.map(|taken| taken.code)
    };
    match app.db().write_once(&till.scope, &once, run).await {
        // The ticket that was just taken is what they came for.
        Ok(written) => {
            let code: String = written.value.answer;
            Ok(reply::see_other(&format!("/counter?q={code}")))
        }
        Err(error) => Ok(till::refused(&app, &till, error, &desk_of(&member.code)).await?),
    }
}
