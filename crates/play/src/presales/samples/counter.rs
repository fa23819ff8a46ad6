//! `/counter/presales/samples`: a cashier gives somebody a sample who has no phone with them.

use ::store::Tx;
use axum::extract::State;
use kernel::{Error, PresaleId, Result, Time};
use maud::{Markup, html};
use people::members::{self, Member};
use value::{
    bills::sentences::Tongue,
    counter::till::{self, Till},
};
use web::{
    App, Input, Reply, Routes,
    kit::{
        Form, icons,
        parts::{Button, card},
    },
    reply, t,
};

use super::{
    actions::{self, Taking},
    asked::{self, Offer},
    card,
    model::{Tasters, Tasting},
};
use crate::presales::{
    Presale,
    asked::{Mine as Reserver, mine},
};

pub fn routes(routes: Routes) -> Routes {
    routes.post("/counter/presales/samples", take)
}

/// Whether samples of it are given at this instant.
pub fn is_on(presale: &Presale, now: Time) -> bool {
    presale.terms.samples.is_some_and(|samples| samples.phase(presale, now) == Tasting::On)
}

/// A card for each pre-sale of which whoever stands there can try something.
pub async fn part(
    app: &App,
    (till, member): (&Till, &Member),
    presales: impl Iterator<Item = &Presale>,
) -> Result<Markup> {
    let (org, now) = (till.shop.org, app.now());
    let mut db = app.db().read().await?;
    let mut cards = Vec::new();
    for presale in presales.filter(|presale| is_on(presale, now)) {
        let Some(offer) = asked::offer(&mut db, org, presale).await? else { continue };
        let own = asked::mine(&mut db, org, (member.id, presale, now)).await?;
        let reserver = mine(&mut db, &till.shop, presale, (member.id, now)).await?;
        cards.push(one((till, member), (presale, &offer), (own.as_ref(), &reserver)));
    }
    Ok(html! { @for card in &cards { (card) } })
}

fn one(
    (till, member): (&Till, &Member),
    (presale, offer): (&Presale, &Offer),
    (own, reserver): (Option<&asked::Mine>, &Reserver),
) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let none = |why: String| html! { p.counter-none { (why) } };
    let waits = reserver.all.iter().any(|one| one.fate.waits());
    let doing = match own {
        Some(asked::Mine { code: Some(code), .. }) => html! {
            (Button::plain(t!(lang, "presales-samples-hand-over")).href(format!("/counter?q={code}")).icon(icons::TICKET).big())
        },
        Some(_) => none(t!(lang, "presales-samples-they-had")),
        None if !reserver.is_for_me => none(t!(lang, "presales-not-for-them")),
        None if offer.samples.whom == Tasters::Reserved && !waits => {
            none(t!(lang, "presales-samples-they-reserve-first"))
        }
        None if offer.left <= 0 => none(t!(lang, "presales-samples-none-left")),
        None => giving((till, member), (presale, offer)),
    };
    let left = t!(lang, "presales-left", left = offer.left);
    let inside = html! {
        p.note { (offer.gift.name.say(lang)) " · " (card::sentence(tongue, offer)) }
        (doing)
    };
    let title = t!(lang, "presales-samples-of", name = presale.plan.name.say(lang));
    card(&title, html! { span.note { (left) } }, inside)
}

fn giving((till, member): (&Till, &Member), (presale, offer): (&Presale, &Offer)) -> Markup {
    let lang = till.lang();
    let costs = card::costs(lang, offer);
    let label = t!(lang, "presales-samples-give", name = member.short_name(), costs = costs);
    let form = Form::new(lang).prefixed("sample");
    form.post(
        "/counter/presales/samples",
        &till.once(),
        html! {
            (form.hidden("member", &member.id.to_string()))
            (form.hidden("presale", &presale.id.to_string()))
            (Button::plain(label).icon(icons::GIFT).big())
        },
    )
}

async fn take(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = input.text("member").parse().map_err(|_| Error::NotFound("member"))?;
    let member = members::require(&mut app.db().read().await?, till.shop.org, member).await?;
    let presale: PresaleId =
        input.text("presale").parse().map_err(|_| Error::NotFound("activity"))?;
    let once = input.once_in(till.session.id, &format!("presales.samples/{presale}"))?;
    let who = Taking { member: member.id, store: Some(till.store), staff: Some(till.staff) };
    let run = async |tx: &mut Tx| {
        actions::take(tx, &till.shop, presale, who).await.map(|taken| taken.code)
    };
    match app.db().write_once(&till.scope, &once, run).await {
        // The ticket that was just taken is what they came for.
        Ok(written) => {
            let code: String = written.value.answer;
            Ok(reply::see_other(&format!("/counter?q={code}")))
        }
        Err(error) => {
            let back = format!("/counter/presales?member={}", member.id);
            Ok(till::refused(&app, &till, error, &back).await?)
        }
    }
}
