//! A member's paid membership on the console's page about them.

use kernel::{
    MemberId, Permission as _, Result,
    permission::{RefundWallets, ViewGifts},
};
use maud::{Markup, html};
use web::{
    App, Viewer,
    kit::{
        format,
        parts::{Button, Item, card, rows},
    },
    t,
};

use super::{engine::State, model::Term, reading::held, sentences};

pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.may(ViewGifts::NAME)) else {
        return Ok(None);
    };
    let (lang, shop, member) = (viewer.lang, &viewer.shop, MemberId::from_uuid(subject));
    let held = held(&mut app.db().read().await?, shop, (member, app.now())).await?;
    if held.state == State::Never {
        return Ok(None);
    }
    let item = |term: &Term| {
        let day = |day| format::date_with_year(lang, day);
        let span = t!(lang, "plans-from-to", first = day(term.first), last = day(term.last));
        let item = Item::new(term.rule.name.say(lang)).note(span);
        let price = format::money(lang, shop.money(term.rule.price));
        match (term.undone_at, term.refunded) {
            (Some(_), _) => item.aside(t!(lang, "plans-undone")),
            (None, 0) => item.aside(price),
            (None, back) => {
                let back = format::money(lang, shop.money(back));
                item.aside(t!(lang, "plans-paid-back", back = back, price = price))
            }
        }
    };
    let may_refund = viewer.may(RefundWallets::NAME) && held.state.holds();
    Ok(Some(card(
        &t!(lang, "plans-one"),
        "",
        html! {
            p { (sentences::stands(lang, held.state, held.until)) }
            (rows(held.terms.iter().take(6).map(item)))
            @if may_refund { (Button::link(format!("/console/plans/members/{member}"), t!(lang, "plans-refund"))) }
        },
    )))
}
