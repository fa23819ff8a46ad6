//! `/console/plans/members/{member}`: what would be paid back, by the rule that stood, and doing it.

use axum::extract::{Path, State};
use kernel::{Error, MemberId, Result, permission::RefundWallets};
use maud::{Markup, html};
use people::members::{self, Member};
use web::{
    App, Input, Reply, Routes, Staff, Toast,
    kit::{
        format, layout,
        parts::{Confirm, Head, Item, card, rows},
    },
    reply, t,
};

use super::{
    actions::{quote, refund},
    model::Term,
    sentences, store,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/console/plans/members/{member}", ask)
        .post("/console/plans/members/{member}/refunds", pay_out)
}

/// The member, if they are of whoever asks.
async fn visible(app: &App, staff: &Staff<RefundWallets>, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    let mut db = app.db().read().await?;
    let member = members::require(&mut db, staff.shop.org, id).await?;
    if members::visible(&mut db, staff.shop.org, staff.remit(), &member).await? {
        Ok(member)
    } else {
        Err(Error::NotFound("member"))
    }
}

async fn ask(State(app): State<App>, staff: Staff<RefundWallets>, Path(id): Path<String>) -> Reply {
    let member = visible(&app, &staff, &id).await?;
    let terms = store::of_member(&mut app.db().read().await?, staff.shop.org, member.id).await?;
    let quoted = quote(&terms, app.now().date(&staff.shop.zone));
    let main = page(&staff, &member, (&terms, &quoted));
    reply::page(layout::console(&staff.frame(t!(staff.lang(), "plans-refund")), main))
}

fn page(
    staff: &Staff<RefundWallets>,
    member: &Member,
    (terms, quoted): (&[Term], &[(Term, i64)]),
) -> Markup {
    let (lang, shop) = (staff.lang(), &staff.shop);
    let money = |amount| format::money(lang, shop.money(amount));
    let whole: i64 = quoted.iter().map(|(_, amount)| *amount).sum();
    let item = |(term, amount): &(Term, i64)| {
        let day = |day| format::date_with_year(lang, day);
        Item::new(term.rule.name.say(lang))
            .note(t!(lang, "plans-from-to", first = day(term.first), last = day(term.last)))
            .aside(money(*amount))
    };
    let at = format!("/console/plans/members/{}/refunds", member.id);
    html! {
        (Head::new(t!(lang, "plans-refund")).back(&format!("/console/members/{}", member.id), &member.name)
            .note(t!(lang, "plans-refund-sum", amount = money(whole))))
        @if let Some(term) = terms.first() { p.note { (sentences::back(lang, &term.rule)) } }
        @if quoted.is_empty() { p { (t!(lang, "refusal-plans-nothing_back")) } }
        @else {
            (card("", "", html! {
                (rows(quoted.iter().map(item)))
                (Confirm::new(lang, t!(lang, "plans-refund-do", amount = money(whole)), t!(lang, "plans-refund-title"))
                    .loses(t!(lang, "plans-refund-loses")).post(at, staff.once()))
            }))
        }
    }
}

async fn pay_out(
    State(app): State<App>,
    staff: Staff<RefundWallets>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let member = visible(&app, &staff, &id).await?.id;
    let once = input.once_in(staff.session.id, "plans.refund")?;
    let paid =
        app.db().write_once(&staff.scope, &once, async |tx| refund(tx, member).await).await?;
    let lang = staff.lang();
    let amount = format::money(lang, staff.shop.money(paid.value.answer));
    let toast = Toast::good("plans-refund-done").with("amount", amount);
    Ok(reply::see_with(&format!("/console/members/{member}"), &toast))
}
