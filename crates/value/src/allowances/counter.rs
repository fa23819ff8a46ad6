//! `/counter/givings`: "give this person one, now", and taking it back.

use axum::extract::{Path, Query, State};
use kernel::{AllowanceId, Error, GiftId, GivingId, MemberId, Result};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use web::{
    App, Input, Reply, Routes,
    kit::{
        Form, Tone, format, icons, layout,
        parts::{Button, Empty, Head, Verdict, card},
    },
    reply, t,
};

use super::{
    actions::{Hand, NewGiving, give, undo},
    model::REASON_MAX,
    reading::{Mine, mine},
    store,
    view::measured,
};
use crate::{
    counter::till::{self, Till, desk_of},
    gifts::{self, Gift},
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/counter/givings", show)
        .post("/counter/givings", record)
        .get("/counter/givings/{id}", done)
        .post("/counter/givings/{id}/undoing", take_back)
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

async fn show(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let member = whom(&app, &till, &asked.member).await?;
    reply::page(page(&app, &till, &Form::new(till.lang()), &member).await?)
}

async fn page(app: &App, till: &Till, form: &Form, member: &Member) -> Result<Markup> {
    let lang = till.lang();
    let mut db = app.db().read().await?;
    let mine = mine(&mut db, &till.shop, (till.staff, till.store), app.now()).await?;
    drop(db);
    let title = t!(lang, "allowances-give");
    let frame = till::frame(app, till, title.clone()).await?;
    let main = html! {
        (Head::new(title).back(&desk_of(&member.code), &member.name).note(t!(lang, "allowances-give-lead", name = member.short_name())))
        @if mine.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "allowances-give-none"), t!(lang, "allowances-give-none-why")))
        }
        @for one in &mine { (allowed(till, form, member, one)) }
    };
    Ok(layout::counter(&frame, main))
}

/// One allowance: what is left, and a button for each gift.
fn allowed(till: &Till, form: &Form, member: &Member, mine: &Mine) -> Markup {
    let (lang, shop) = (till.lang(), &till.shop);
    let one = &mine.allowance;
    let left = t!(
        lang,
        "allowances-left-until",
        left = measured(lang, shop, one.budget, mine.left),
        day = format::date(lang, one.period.next(mine.period))
    );
    let can = |gift: &&Gift| one.budget.of(gift) <= mine.left;
    html! {
        (card(&one.name, html! { span.note { (left) } }, html! {
            @if mine.gifts.is_empty() { p.counter-none { (t!(lang, "allowances-no-gift")) } }
            @else if !mine.gifts.iter().any(|gift| can(&gift)) { p.counter-none { (t!(lang, "allowances-used-up")) } }
            @else {
                once-form data-busy=(t!(lang, "form-busy")) {
                    form.stack method="post" action="/counter/givings" novalidate {
                        (form.summary())
                        (form.once(&till.once()))
                        (form.hidden("member", &member.id.to_string()))
                        (form.hidden("allowance", &one.id.to_string()))
                        (form.text("reason", t!(lang, "allowances-reason")).max(REASON_MAX).optional())
                        (form.checkbox("later", t!(lang, "allowances-later")))
                        div.stack {
                            @for gift in mine.gifts.iter().filter(can) { (Button::plain(gift.name.say(lang)).value("gift", gift.id.to_string()).icon(icons::GIFT).big()) }
                        }
                    }
                }
            }
        }))
    }
}

fn read(till: &Till, input: &Input, member: &Member) -> Result<NewGiving> {
    let allowance: AllowanceId =
        input.text("allowance").parse().map_err(|_| Error::NotFound("allowance"))?;
    let gift: GiftId = input.text("gift").parse().map_err(|_| Error::NotFound("gift"))?;
    Ok(NewGiving {
        allowance,
        gift,
        member: member.id,
        staff: till.staff,
        store: Some(till.store),
        hand: if input.ticked("later") { Hand::Ticket } else { Hand::Over },
        reason: input.text("reason").to_owned(),
    })
}

async fn record(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let new = read(&till, &input, &member)?;
    let once = input.once_in(till.session.id, "counter.givings")?;
    let given = app
        .db()
        .write_once(&till.scope, &once, async |tx| give(tx, new).await.map(|giving| giving.id))
        .await;
    match given {
        Ok(written) => {
            let id: GivingId = written.value.answer;
            Ok(reply::see_other(&format!("/counter/givings/{id}")))
        }
        Err(Error::Invalid(fields)) => {
            let form = input.again(till.lang(), fields);
            reply::wrong(page(&app, &till, &form, &member).await?)
                .map(axum::response::IntoResponse::into_response)
        }
        Err(error) => Ok(till::refused(&app, &till, error, &desk_of(&member.code)).await?),
    }
}

async fn done(State(app): State<App>, till: Till, Path(id): Path<String>) -> Reply {
    let lang = till.lang();
    let id: GivingId = id.parse().map_err(|_| Error::NotFound("giving"))?;
    let mut db = app.db().read().await?;
    let giving = store::giving(&mut db, till.shop.org, id).await?;
    if giving.staff != till.staff && giving.store != Some(till.store) {
        return Err(Error::NotFound("giving").into());
    }
    let gift = gifts::require(&mut db, till.shop.org, giving.gift).await?;
    let member = members::find(&mut db, till.shop.org, giving.member).await?;
    drop(db);
    let (name, code) = member.map_or_else(Default::default, |one| (one.name, one.code));
    let gift = gift.name.say(lang).to_owned();
    let (tone, word, text) = match (giving.undone_at, giving.redemption) {
        (Some(_), _) => (
            Tone::Warn,
            t!(lang, "counter-undone"),
            t!(lang, "allowances-did-undo", gift = gift, name = name),
        ),
        (None, Some(_)) => (
            Tone::Good,
            t!(lang, "counter-given"),
            t!(lang, "allowances-did-give", gift = gift, name = name),
        ),
        (None, None) => (
            Tone::Good,
            t!(lang, "allowances-ticket"),
            t!(lang, "allowances-did-ticket", gift = gift, name = name),
        ),
    };
    let frame = till::frame(&app, &till, word.clone()).await?;
    let next = if code.is_empty() { "/counter".to_owned() } else { desk_of(&code) };
    let inside = html! {
        div.stack {
            (Button::plain(t!(lang, "counter-next")).href(next).big())
            @if giving.may_undo(app.now()).is_ok() {
                form method="post" action={ "/counter/givings/" (giving.id) "/undoing" } {
                    input type="hidden" name="once" value=(till.once());
                    (Button::plain(t!(lang, "counter-undo")).icon(icons::UNDO))
                }
            }
        }
    };
    reply::page(layout::counter(&frame, Verdict::new(tone, word, text).then(inside)))
}

async fn take_back(
    State(app): State<App>,
    till: Till,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let id: GivingId = id.parse().map_err(|_| Error::NotFound("giving"))?;
    let once = input.once_in(till.session.id, "counter.givings.undoing")?;
    let (staff, at) = (till.staff, till.store);
    let undone = app
        .db()
        .write_once(&till.scope, &once, async |tx| {
            let org = tx.org();
            let giving = store::giving(tx, org, id).await?;
            if giving.staff != staff && giving.store != Some(at) {
                return Err(Error::NotFound("giving"));
            }
            undo(tx, id).await.map(drop)
        })
        .await;
    match undone {
        Ok(_) => Ok(reply::see_other(&format!("/counter/givings/{id}"))),
        Err(error) => Ok(till::refused(&app, &till, error, "/counter").await?),
    }
}
