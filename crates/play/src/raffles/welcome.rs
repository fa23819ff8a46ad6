//! The wheel right after joining: on the newcomer's own phone, and on the counter's page of somebody who
//! has none.

use ::store::Reader;
use kernel::{Lang, MemberId, MembershipId, Result};
use maud::{Markup, html};
use people::memberships;
use web::{
    App, Shop, Viewer,
    kit::{
        Form, icons,
        parts::{Button, card},
    },
    t,
};

use super::{
    accounts,
    asked::{self, Shown, Step},
    model::{Raffle, Style},
    view,
};
use crate::activities::{self, Phase};

/// The welcome draw of which somebody has a ticket that they can play now.
async fn ready(
    db: &mut Reader,
    shop: &Shop,
    (member, now): (MemberId, kernel::Time),
) -> Result<Option<Shown>> {
    let told: Vec<Raffle> = activities::told(db, shop.org).await?;
    let on = |raffle: &Raffle| raffle.terms.is_welcome() && raffle.phase(now) == Phase::On;
    for raffle in told.into_iter().filter(on) {
        let mine = asked::mine(db, shop, &raffle, (member, now)).await?;
        let shown = asked::shown(db, shop.org, raffle).await?;
        if matches!(mine.step(&shown), Step::Enter(_)) {
            return Ok(Some(shown));
        }
    }
    Ok(None)
}

/// Whether somebody has a ticket of a draw that they did not play.
pub(super) async fn holds(
    app: &App,
    shop: &Shop,
    (raffle, member): (&Raffle, MemberId),
) -> Result<bool> {
    let held = accounts::held(raffle.id, member)?;
    let mut db = app.db().read().await?;
    Ok(ledger::balance_of(&mut db, shop.org, &held.key).await? > 0)
}

/// "Spin once: 7 of 10 plays win something."
fn invitation(lang: Lang, shown: &Shown) -> Markup {
    let terms = &shown.raffle.terms;
    html! {
        p.lead { (view::odds(lang, terms.style, shown.odds(shown.tickets()))) }
        (view::prizes_left(lang, shown, shown.tickets()))
    }
}

pub(super) fn verb(lang: Lang, style: Style) -> String {
    match style {
        Style::Scratch => t!(lang, "raffles-scratch"),
        Style::Egg => t!(lang, "raffles-egg"),
        Style::Wheel | Style::Scheduled => t!(lang, "raffles-spin"),
    }
}

/// The page right after joining.
pub async fn joined(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let mut db = app.db().read().await?;
    let stay = memberships::require(&mut db, shop.org, MembershipId::from_uuid(subject)).await?;
    let Some(shown) = ready(&mut db, shop, (stay.member, app.now())).await? else {
        return Ok(None);
    };
    drop(db);
    let raffle = &shown.raffle;
    let page = shop.href(&format!("/raffles/{}", raffle.id));
    let style = raffle.terms.style;
    let form = Form::new(lang);
    let inside = html! {
        div class={ "raffle-toy " (style.word()) } aria-hidden="true" { i {} i {} i {} }
        (form.post(&format!("{page}/claims"), &app.world().chance.code(20), html! {
            (form.hidden("buy", "0"))
            (Button::primary(verb(lang, style)).big())
        }))
        (invitation(lang, &shown))
        p { a.quiet-link href=(page) { (icons::INFO) (t!(lang, "raffles-welcome-how")) } }
    };
    let title = t!(lang, "raffles-welcome-title", draw = raffle.plan.name.say(lang));
    Ok(Some(card(&title, "", inside)))
}

/// The counter's page of whoever stands there: one tap plays their ticket, and what they win lies on the
/// same page, to be handed over.
pub async fn desk(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let (lang, member) = (viewer.lang, MemberId::from_uuid(subject));
    let mut db = app.db().read().await?;
    let Some(shown) = ready(&mut db, &viewer.shop, (member, app.now())).await? else {
        return Ok(None);
    };
    let whom = people::members::require(&mut db, viewer.shop.org, member).await?;
    drop(db);
    let form = Form::new(lang);
    let inside = html! {
        (form.post("/counter/raffles", &app.world().chance.code(20), html! {
            (form.hidden("member", &member.to_string()))
            (form.hidden("raffle", &shown.raffle.id.to_string()))
            (Button::primary(t!(lang, "raffles-counter-play", name = whom.short_name())).icon(icons::GIFT).big())
        }))
        (invitation(lang, &shown))
    };
    Ok(Some(card(shown.raffle.plan.name.say(lang), "", inside)))
}
