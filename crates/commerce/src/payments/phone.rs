//! `/{org}/shop/payments/{id}`: where to pay, and what is known of it. The page is the one that providers
//! send people back to; coming back proves nothing, so it says only what is known, and asks again by
//! itself.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
};
use kernel::{Error, OrderId, PaymentId, Result, payment::COUNTER};
use maud::{Markup, html};
use web::{
    App, Input, Member, Reply, Routes, Toast,
    kit::{
        Tab, Tone, format, layout,
        parts::{Button, Head, sign},
        qr,
    },
    reply, t,
};

use super::{
    actions::{self, NewPayment},
    model::{Payment, Standing, Sums, Where},
    store, view,
};
use crate::orders;

/// How often the page looks again while something is awaited.
const LOOK_AGAIN: HeaderValue = HeaderValue::from_static("4");

pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/{org}/shop/orders/{id}/payments", begin)
        .get("/{org}/shop/payments/{id}", show)
        .post("/{org}/shop/payments/{id}/cancellation", leave)
}

async fn begin(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let order: OrderId = id.parse().map_err(|_| Error::NotFound("order"))?;
    let found = orders::require(&mut app.db().read().await?, member.shop.org, order).await?;
    if found.member != Some(member.id) {
        return Err(Error::NotFound("order").into());
    }
    let back = member.shop.href(&format!("/shop/orders/{order}"));
    let way = input.text("way").to_owned();
    if way == COUNTER {
        return Ok(reply::see_other(&back));
    }
    let once = input.once_in(member.session.id, "payments.begin")?;
    let new = NewPayment { order, way, base_url: app.url("") };
    let run = async |tx: &mut ::store::Tx| actions::begin(tx, new.clone()).await;
    match app.db().write_once(&member.scope(), &once, run).await {
        Ok(done) => {
            let to = member.shop.href(&format!("/shop/payments/{}", done.value.answer));
            Ok(reply::see_other(&to))
        }
        // The order went on meanwhile; its page says where it stands.
        Err(error) if error.is(super::Refusal::NotOwed) => {
            Ok(reply::see_with(&back, &Toast::warn("payments-not-owed")))
        }
        Err(Error::Invalid(_)) => Ok(reply::see_with(&back, &Toast::warn("payments-not-there"))),
        Err(error) => Err(error.into()),
    }
}

/// One's own payment; anybody else's is not there.
async fn mine(app: &App, member: &Member, id: &str) -> Result<(Payment, Sums)> {
    let id: PaymentId = id.parse().map_err(|_| Error::NotFound("payment"))?;
    let mut db = app.db().read().await?;
    let payment = store::require(&mut db, member.shop.org, id).await?;
    if payment.member != member.id {
        return Err(Error::NotFound("payment"));
    }
    let sums = Sums::of(&store::backs(&mut db, member.shop.org, id).await?);
    Ok((payment, sums))
}

async fn show(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let (payment, sums) = mine(&app, &member, &id).await?;
    let (lang, shop) = (member.lang(), &member.shop);
    let standing = payment.standing(sums, app.now());
    let order = shop.href(&format!("/shop/orders/{}", payment.order));
    let money = format::money(lang, shop.money(payment.amount));
    let title = t!(lang, "payments-phone-title", amount = money);
    let main = html! {
        (Head::new(title.clone()).back(&order, &t!(lang, "orders-counter-title"))
            .note(view::way(lang, &payment.way)))
        (told(&member, &payment, standing)?)
        (Button::link(&order, t!(lang, "payments-to-order")))
        @if matches!(standing, Standing::Starting | Standing::Waiting) {
            form method="post" action=(shop.href(&format!("/shop/payments/{}/cancellation", payment.id))) {
                input type="hidden" name="once" value=(member.once());
                (Button::quiet(t!(lang, "payments-leave")))
            }
            p.note { (t!(lang, "payments-leave-why")) }
        }
    };
    let mut answer = reply::page(layout::phone(&member.frame(title), Tab::Home, main))?;
    let awaited = matches!(standing, Standing::Starting | Standing::Waiting | Standing::Unknown);
    if awaited {
        answer.headers_mut().insert(header::REFRESH, LOOK_AGAIN);
    }
    Ok(answer)
}

fn told(member: &Member, payment: &Payment, standing: Standing) -> Result<Markup> {
    let (lang, shop) = (member.lang(), &member.shop);
    let (tone, text) = match standing {
        Standing::Waiting => {
            let until = format::time(payment.expires_at, &shop.zone);
            return Ok(html! {
                (place(member, payment)?)
                p.note role="status" { (t!(lang, "payments-waits", time = until)) }
            });
        }
        Standing::Starting => (Tone::Accent, t!(lang, "payments-says-starting")),
        Standing::Unknown => (Tone::Warn, t!(lang, "payments-says-unknown")),
        Standing::Paid if payment.taken => (Tone::Good, t!(lang, "payments-says-paid")),
        Standing::Paid | Standing::GoingBack => (Tone::Warn, t!(lang, "payments-says-going_back")),
        Standing::GivenBack => (Tone::Plain, t!(lang, "payments-says-given_back")),
        Standing::Closed => (Tone::Plain, t!(lang, "payments-says-closed")),
        Standing::Failed => (Tone::Warn, t!(lang, "payments-says-failed")),
        Standing::Odd => (Tone::Warn, t!(lang, "payments-says-odd")),
    };
    Ok(html! {
        section.pay-said role="status" {
            (sign(tone))
            h2 { (view::standing(lang, standing)) }
            p { (text) }
        }
    })
}

/// Where the payer goes: a page of the provider's, or a code that their app reads.
fn place(member: &Member, payment: &Payment) -> Result<Markup> {
    let lang = member.lang();
    Ok(match &payment.place {
        Some(Where::Page(url)) => html! {
            (Button::primary(t!(lang, "payments-go")).href(url).big())
            p.note { (t!(lang, "payments-go-why")) }
        },
        Some(Where::Code(text)) => html! {
            div.order-pass {
                (qr::svg(text, &t!(lang, "payments-scan"))?)
                p { (t!(lang, "payments-scan-why")) }
            }
        },
        None => html! {},
    })
}

async fn leave(
    State(app): State<App>,
    member: Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let (payment, _) = mine(&app, &member, &id).await?;
    let once = input.once_in(member.session.id, "payments.leave")?;
    let run = async |tx: &mut ::store::Tx| actions::leave(tx, payment.id).await;
    app.db().write_once(&member.scope(), &once, run).await?;
    let to = member.shop.href(&format!("/shop/orders/{}", payment.order));
    Ok(reply::see_with(&to, &Toast::good("payments-stopped")))
}
