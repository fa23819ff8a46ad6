//! A member shows that an address is theirs, so that they may come back by it.

use axum::extract::State;
use kernel::{FieldError, Result};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Toast,
    kit::{
        Form, Tone, icons,
        parts::{self, Button, Item, chip, rows},
    },
    rates::Door as Rate,
    reply::see_with,
    t, who,
};

use super::{
    Member,
    proof::{self, Way},
    store,
};
use crate::joining::{
    Purpose,
    letters::{self, Wording},
};

/// Whether the address may bring them back; how to make it so, or what works instead.
pub fn card(app: &App, member: &who::Member, person: &Member) -> Markup {
    let lang = member.lang();
    let Some(email) = &person.email else { return html! {} };
    let proven = person.email_proven_at.is_some();
    let sends = proof::sending(app.db().registry()).contains(&Way::Email);
    let (tone, state) = if proven {
        (Tone::Good, "members-email-proven")
    } else {
        (Tone::Plain, "members-email-unproven")
    };
    let why = match (proven, sends) {
        (true, true) => "members-email-proven-why",
        (false, true) => "members-email-unproven-why",
        (_, false) => "members-email-silent-why",
    };
    let item = Item::new(email.to_string()).aside(chip(tone, &t!(lang, state)));
    let inside = html! {
        (rows([item]))
        p { (t!(lang, why)) }
        @if sends && !proven {
            (Form::new(lang).post(&member.shop.href("/me/email"), &member.once(),
                Button::plain(t!(lang, "members-email-prove")).icon(icons::EXTERNAL)))
        }
    };
    parts::card(&t!(lang, "members-email"), html! {}, inside)
}

pub async fn send(State(app): State<App>, member: who::Member, input: Input) -> Reply {
    app.rates().take(Rate::Code, &member.device_key(), app.now())?;
    app.rates().take(Rate::Code, &member.ask.network(), app.now())?;
    app.rates().take(Rate::Send, &member.id.to_string(), app.now())?;
    write(&app, &member, &input).await?;
    Ok(see_with(&member.shop.href("/me"), &Toast::good("members-email-sent")))
}

async fn write(app: &App, member: &who::Member, input: &Input) -> Result<()> {
    let key = input.once_in(member.session.id, "me.email")?;
    let (id, session) = (member.id, member.session.id);
    let wording = Wording { lang: member.lang(), base: app.url(&member.shop.href("")) };
    app.db()
        .write_once(&member.scope(), &key, async |tx| {
            let org = tx.org();
            let person = store::require(tx, org, id).await?;
            if person.email.is_none() {
                return Err(FieldError::new("email", "required").into());
            }
            let what = (Way::Email, Purpose::Confirm);
            if letters::order(tx, what, (session, &person), &wording).await? {
                return Ok(());
            }
            Err(FieldError::new("email", "mail_silent").into())
        })
        .await
        .map(drop)
}
