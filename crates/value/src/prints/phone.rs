//! `/{org}/codes`: a member enters the code of a printed slip.

use axum::extract::State;
use kernel::{Error, FieldError, Result, VoucherId};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Viewer,
    kit::{
        Form, Tab, layout,
        parts::{Button, Head},
        words,
    },
    rates::Door,
    reply, t,
    who::Member,
};

use super::{
    actions::{Take, take},
    store,
};
use crate::vouchers;

pub fn routes(routes: Routes) -> Routes {
    routes.get("/{org}/codes", ask).post("/{org}/codes", enter)
}

/// The way there, in the wallet.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if viewer.subject.is_none() || !store::any(&mut app.db().read().await?, viewer.shop.org).await?
    {
        return Ok(None);
    }
    let (lang, href) = (viewer.lang, viewer.shop.href("/codes"));
    Ok(Some(html! { p { (Button::plain(t!(lang, "prints-phone-way")).href(href)) } }))
}

fn page(member: &Member, form: &Form) -> Markup {
    let (lang, shop) = (member.lang(), &member.shop);
    let title = t!(lang, "prints-phone-title");
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/wallet"), &t!(lang, "tab-wallet")).note(t!(lang, "prints-phone-lead")))
        (form.post(&shop.href("/codes"), &member.once(), html! {
            (form.text("code", t!(lang, "prints-code")).hint(t!(lang, "prints-code-hint")).max(60).large())
            (Button::primary(t!(lang, "prints-enter")).big())
        }))
    };
    layout::phone(&member.frame(title), Tab::Wallet, main)
}

async fn ask(member: Member) -> Reply {
    reply::page(page(&member, &Form::new(member.lang())))
}

/// Every try is counted: a code has 65 bits, and nobody has time for many.
async fn enter(State(app): State<App>, member: Member, input: Input) -> Reply {
    let once = input.once_in(member.session.id, "prints.take")?;
    app.rates().take(Door::Code, &member.id.to_string(), app.now())?;
    let asked = Take { code: input.text("code").to_owned(), member: member.id, store: None };
    let done = app
        .db()
        .write_once(&member.scope(), &once, async |tx| take(tx, asked).await.map(|it| it.id))
        .await;
    match done {
        Ok(written) => {
            let id: VoucherId = written.value.answer;
            let org = member.shop.org;
            let voucher = vouchers::require(&mut app.db().read().await?, org, id).await?;
            Ok(reply::see_other(&member.shop.href(&format!("/tickets/{}", voucher.code))))
        }
        Err(error @ Error::Refused(_)) => {
            let said = words::error(member.lang(), &error);
            let wrong = FieldError::new("code", "said").with("text", said);
            reply::or_form(wrong.into(), |fields| {
                page(&member, &input.again(member.lang(), fields))
            })
        }
        Err(error) => Err(error.into()),
    }
}
