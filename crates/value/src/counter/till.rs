//! What every page of the counter stands in: the store, the person, the bottom line.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use kernel::{Lang, Permission, Result, permission::WorkCounter};
use maud::{Markup, html};
use people::{members, stores};
use web::{
    App, Counter, Shop,
    kit::{
        Frame, Stands, Tone, Who, format, icons, layout,
        parts::{Button, Verdict, wedge},
        words,
    },
    t,
};

use super::{
    model::{Done, Operation},
    store, top_ups,
};
use crate::{
    kept::passes::{self, Pass},
    visits::{custom, day_of},
};

pub type Till = Counter<WorkCounter>;

/// The frame with the store's name and who works there.
pub async fn frame<P: Permission>(app: &App, till: &Counter<P>, title: String) -> Result<Frame> {
    let lang = till.lang();
    let mut frame = till.frame(title);
    let mut db = app.db().read().await?;
    let store = stores::find(&mut db, till.shop.org, till.store).await?;
    frame.place = store.map_or_else(String::new, |store| store.name);
    let pass = Pass { staff: till.staff, since: app.now() };
    let here = (till.shop.org, till.session.id);
    let until = pass.until();
    let pass = passes::issue(&mut db, here, pass).await?;
    drop(db);
    frame.stands = Some(Stands::Cashier { pass, until });
    frame.who = Some(Who {
        name: till.session.name.clone(),
        role: words::say(lang, &format!("role-{}", till.role.name().replace('_', "-")), vec![]),
        account_href: "/counter/pin".to_owned(),
        sign_out_href: "/counter/pin".to_owned(),
        once: till.once(),
    });
    Ok(frame)
}

/// The one field, with what was typed, and the camera.
pub fn field(lang: Lang, typed: &str) -> Markup {
    html! {
        div.counter-field {
            (wedge("/counter", &t!(lang, "counter-field"), typed))
            (web::kit::live::scan("/counter/photos", "q", &t!(lang, "counter-scan")))
        }
    }
}

/// The last operation with its undoing, and what the day brought.
pub async fn foot(app: &App, till: &Till) -> Result<Markup> {
    let (lang, shop) = (till.lang(), &till.shop);
    let mut db = app.db().read().await?;
    let last = store::last(&mut db, shop.org, till.session.device_id()).await?;
    let name = match &last {
        Some(last) => {
            let names = members::names(&mut db, shop.org, &[last.member]).await?;
            names.get(&last.member).cloned().unwrap_or_default()
        }
        None => String::new(),
    };
    let today = custom::day(&mut db, shop.org, till.store, &day_of(app.now(), &shop.zone)).await?;
    let amount = format::money(lang, shop.money(today.amount));
    Ok(html! {
        footer.counter-foot {
            @match &last {
                Some(last) if last.undone_at.is_none() => {
                    span {
                        (t!(lang, "counter-last", name = name, what = said(lang, shop, &last.done)))
                        @if last.may_undo(app.now()).is_ok() {
                            " · "
                            form.inline method="post" action="/counter/undos" {
                                input type="hidden" name="once" value=(till.once());
                                input type="hidden" name="operation" value=(last.id);
                                button.linkish type="submit" { (icons::UNDO) (t!(lang, "counter-undo")) }
                            }
                        }
                    }
                }
                Some(_) => { span { (t!(lang, "counter-last-undone", name = name)) } }
                None => { span { (t!(lang, "counter-first")) } }
            }
            span.num { (t!(lang, "counter-today", people = today.people, amount = amount)) }
        }
    })
}

/// What an operation did, in a few words: "Half a dozen eggs, stamp 7 of 10, 38.50".
pub fn said(lang: Lang, shop: &Shop, done: &Done) -> String {
    let mut parts: Vec<String> =
        done.handed.iter().map(|handed| handed.name.say(lang).to_owned()).collect();
    parts.extend(done.used.iter().map(|name| name.say(lang).to_owned()));
    for stamp in &done.stamps {
        parts.push(match stamp.voucher {
            Some(_) => t!(lang, "counter-card-filled"),
            None if stamp.waits => t!(lang, "counter-card-waits"),
            None => t!(lang, "counter-stamp", have = stamp.have, of = stamp.needs),
        });
    }
    if let Some(amount) = done.amount {
        parts.push(match done.wallet {
            Some(paid) => top_ups::paid_said(lang, shop, (amount, paid.total())),
            None => format::amount(lang, shop.money(amount)),
        });
    }
    if done.taken_off > 0 {
        let off = format::amount(lang, shop.money(done.taken_off));
        parts.push(t!(lang, "counter-taken-off", off = off));
    }
    for points in &done.points {
        let unit = points.unit.say(lang);
        if points.paid > 0 {
            let worth = format::amount(lang, shop.money(points.worth));
            parts.push(t!(
                lang,
                "counter-points-paid",
                points = points.paid,
                unit = unit,
                worth = worth
            ));
        }
        if points.earned > 0 {
            parts.push(t!(lang, "counter-points-earned", points = points.earned, unit = unit));
        }
    }
    if parts.is_empty() {
        parts.push(t!(lang, "counter-visit"));
    }
    format::list(lang, &parts)
}

/// The whole screen in one colour with a word. Scanners type into the field behind it, so that the
/// next customer needs no tap.
pub fn verdict(frame: &Frame, verdict: Verdict, next: &str) -> Markup {
    let lang = frame.lang;
    let button = Button::plain(t!(lang, "counter-next")).href(next).big();
    layout::counter(
        frame,
        html! { (wedge("/counter", &t!(lang, "counter-field"), "")) (verdict.then(button)) },
    )
}

/// A refusal as the counter shows it: red, with the reason, and the way back to the person.
pub async fn refused<P: Permission>(
    app: &App,
    till: &Counter<P>,
    error: kernel::Error,
    back: &str,
) -> Result<Response> {
    if !matches!(error, kernel::Error::Refused(_)) {
        return Err(error);
    }
    let lang = till.lang();
    let frame = frame(app, till, t!(lang, "counter-no")).await?;
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::CONFLICT);
    let said = Verdict::new(Tone::Bad, t!(lang, "counter-no"), words::error(lang, &error));
    Ok((status, verdict(&frame, said, back)).into_response())
}

/// The address of somebody's page.
pub fn desk_of(card: &str) -> String {
    format!("/counter?q=M-{card}")
}

/// The name that a page greets with, for operations of people who may be erased by now.
pub async fn name_of(app: &App, operation: &Operation, shop: &Shop) -> Result<(String, String)> {
    let member = members::find(&mut app.db().read().await?, shop.org, operation.member).await?;
    Ok(member.map_or_else(Default::default, |member| (member.name, member.code)))
}
