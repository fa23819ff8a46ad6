//! Me: who I am here, what I agreed to, which devices know me, my data, and the way out.

use axum::extract::{Path, State};
use kernel::{Error, Fields, MembershipId, Result, SessionId};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Toast, fence,
    kit::{
        Form, Tab, Tone, format, icons, layout,
        parts::{self, Button, Confirm, Head, Item, chip, rows},
    },
    pieces::{self, Place},
    reply::{self, add_cookie, see_other, see_with},
    sessions::{self, Kind, Session},
    t, who,
};

use super::{
    Consent, ConsentKind, ConsentState, Member, NewMember, actions, confirm, edit, everything,
    store as rows_of,
};
use crate::{
    groups::Group,
    memberships::{self, Membership, Why},
};

/// Everything the page shows.
struct Mine {
    person: Member,
    consents: Vec<Consent>,
    sessions: Vec<Session>,
    stays: Vec<(Membership, Group)>,
}

async fn load(app: &App, member: &who::Member) -> Result<Mine> {
    let mut db = app.db().read().await?;
    let org = member.shop.org;
    let person = rows_of::require(&mut db, org, member.id).await?;
    let consents = rows_of::consents(&mut db, org, member.id).await?;
    let uuid = member.id.uuid();
    let sessions = sessions::list(&mut db, org, Kind::Member, uuid, app.now()).await?;
    let open = memberships::open_of_member(&mut db, org, member.id).await?;
    let known = memberships::groups_of(&mut db, org, &open).await?;
    let stays = open
        .into_iter()
        .filter_map(|stay| known.get(&stay.group).cloned().map(|group| (stay, group)))
        .collect();
    Ok(Mine { person, consents, sessions, stays })
}

pub async fn show(State(app): State<App>, member: who::Member) -> Reply {
    let mine = load(&app, &member).await?;
    let form = Form::filled(member.lang(), edit::values(&mine.person));
    reply::page(page(&app, &member, &mine, &form))
}

fn page(app: &App, member: &who::Member, mine: &Mine, form: &Form) -> Markup {
    let lang = member.lang();
    let title = mine.person.name.clone();
    let main = html! {
        (Head::new(title.clone()).over(html! { code { (mine.person.code_spaced()) } })
            .aside(Button::link(member.shop.href("/card"), t!(lang, "members-my-card")).icon(icons::QR)))
        (profile(member, form))
        (confirm::card(app, member, &mine.person))
        (consents(member, mine))
        (groups(member, mine))
        (devices(app, member, mine))
        (data(member))
    };
    layout::phone(&member.frame(title), Tab::Me, main)
}

fn profile(member: &who::Member, form: &Form) -> Markup {
    let lang = member.lang();
    let fields = html! {
        (form.text("name", t!(lang, "members-name")).max(120).autocomplete("name"))
        (form.phone("phone", t!(lang, "members-phone"), &member.shop.country).optional())
        (form.email("email", t!(lang, "members-email")).optional())
        (form.birthday("birthday", t!(lang, "members-birthday")).optional().hint(t!(lang, "members-birthday-hint")))
        (form.select("lang", t!(lang, "members-lang"), edit::languages(lang)).optional())
        (Button::primary(t!(lang, "save")))
    };
    parts::card(
        &t!(lang, "members-about-me"),
        html! {},
        form.post(&member.shop.href("/me"), &member.once(), fields),
    )
}

pub async fn change(State(app): State<App>, member: who::Member, input: Input) -> Reply {
    match write(&app, &member, &input).await {
        Ok(()) => Ok(see_with(&member.shop.href("/me"), &Toast::good("members-changed"))),
        Err(error) => {
            // Whose a number is, is nobody's to learn by trying: it reads as not accepted.
            let error = if error.is(super::Refusal::PhoneTaken) {
                kernel::FieldError::new("phone", "phone_ask_counter").into()
            } else {
                error
            };
            let mine = load(&app, &member).await?;
            reply::or_form(error, |fields| {
                page(&app, &member, &mine, &input.again(member.lang(), fields))
            })
        }
    }
}

async fn write(app: &App, member: &who::Member, input: &Input) -> Result<()> {
    app.rates().take(web::rates::Door::Code, &member.device_key(), app.now())?;
    let mut fields = Fields::default();
    let new = NewMember::read(&mut fields, edit::typed(input, &member.shop.country));
    let new = fields.check(new)?;
    let key = input.once_in(member.session.id, "me")?;
    let id = member.id;
    app.db()
        .write_once(&member.scope(), &key, async |tx| {
            let org = tx.org();
            let before = rows_of::require(tx, org, id).await?;
            let wanted = Member {
                name: new.name,
                phone: new.phone,
                email: new.email,
                birthday: new.birthday,
                lang: new.lang,
                ..before
            };
            actions::change(tx, wanted).await.map(|member| member.id)
        })
        .await
        .map(drop)
}

/// What holds now: the newest row of a kind.
fn holds(consents: &[Consent], kind: ConsentKind) -> bool {
    consents
        .iter()
        .rev()
        .find(|consent| consent.kind == kind)
        .is_some_and(|consent| consent.state == ConsentState::Given)
}

fn consents(member: &who::Member, mine: &Mine) -> Markup {
    let lang = member.lang();
    let form = Form::new(lang);
    let given = holds(&mine.consents, ConsentKind::Messages);
    let (key, state) =
        if given { ("members-stop", "withdrawn") } else { ("members-start", "given") };
    let says =
        if given { t!(lang, "members-messages-on") } else { t!(lang, "members-messages-off") };
    let inside = html! {
        p { (says) }
        (form.post(&member.shop.href("/me/consents"), &member.once(), html! {
            (form.hidden("kind", ConsentKind::Messages.word()))
            (form.hidden("state", state))
            (Button::plain(t!(lang, key)))
        }))
    };
    parts::card(&t!(lang, "members-consent-messages"), html! {}, inside)
}

pub async fn consent(State(app): State<App>, member: who::Member, input: Input) -> Reply {
    let mut fields = Fields::default();
    let kind = input.choice::<ConsentKind>(&mut fields, "kind");
    let state = input.choice::<ConsentState>(&mut fields, "state");
    let (kind, state) =
        fields.check(kind.zip(state))?.ok_or(Error::Malformed("form.unreadable"))?;
    let key = input.once_in(member.session.id, "me.consents")?;
    let id = member.id;
    app.db()
        .write_once(&member.scope(), &key, async |tx| {
            actions::agree(tx, id, "me", &[(kind, state)]).await
        })
        .await?;
    Ok(see_with(&member.shop.href("/me"), &Toast::good("members-noted")))
}

fn groups(member: &who::Member, mine: &Mine) -> Markup {
    let lang = member.lang();
    html! {
        @if !mine.stays.is_empty() {
            (parts::card(&t!(lang, "members-my-groups"), html! {}, html! {
                @for (stay, group) in &mine.stays {
                    (rows([Item::new(group.name.clone())]))
                    (Confirm::new(lang, t!(lang, "members-leave"), t!(lang, "members-leave-title", group = group.name.as_str()))
                        .loses(t!(lang, "members-leave-loses"))
                        .post(member.shop.href(&format!("/me/memberships/{}/end", stay.id)), member.once()))
                }
            }))
        }
    }
}

pub async fn leave(
    State(app): State<App>,
    member: who::Member,
    Path((_, id)): Path<(String, String)>,
    input: Input,
) -> Reply {
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound("membership"))?;
    let stay = memberships::require(&mut app.db().read().await?, member.shop.org, id).await?;
    if stay.member != member.id {
        return Err(Error::NotFound("membership").into());
    }
    let key = input.once_in(member.session.id, "me.leave")?;
    app.db()
        .write_once(&member.scope(), &key, async |tx| {
            memberships::actions::leave(tx, id, Why::Own).await.map(|stay| stay.id)
        })
        .await?;
    Ok(see_with(&member.shop.href("/me"), &Toast::good("members-left")))
}

fn devices(app: &App, member: &who::Member, mine: &Mine) -> Markup {
    let lang = member.lang();
    let form = Form::new(lang);
    let items = mine.sessions.iter().map(|session| {
        let here = session.id == member.session.id;
        let name = if session.device.is_empty() {
            t!(lang, "members-device")
        } else {
            session.device.clone()
        };
        let seen = format::from_now(lang, session.seen_at, app.now());
        let path = member.shop.href(&format!("/me/sessions/{}/end", session.id));
        Item::new(name).start(icons::SMARTPHONE).note(seen).aside(html! {
            @if here { (chip(Tone::Good, &t!(lang, "members-this-device"))) }
            (form.post(&path, &member.once(), Button::quiet(t!(lang, "members-sign-out"))))
        })
    });
    parts::card(&t!(lang, "members-devices"), html! {}, rows(items))
}

pub async fn end(
    State(app): State<App>,
    member: who::Member,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let id: SessionId = id.parse().map_err(|_| Error::NotFound("page"))?;
    let uuid = member.id.uuid();
    let mine =
        sessions::list(&mut app.db().read().await?, member.shop.org, Kind::Member, uuid, app.now())
            .await?;
    if !mine.iter().any(|session| session.id == id) {
        return Err(Error::NotFound("page").into());
    }
    app.db().write(&member.scope(), async |tx| sessions::close(tx, id).await).await?;
    if id == member.session.id {
        return Ok(signed_out(&app, &member));
    }
    Ok(see_with(&member.shop.href("/me"), &Toast::good("members-signed-out")))
}

fn signed_out(app: &App, member: &who::Member) -> axum::response::Response {
    let mut response = see_other(&member.shop.href(""));
    let cookie = fence::session_cookie(app, Kind::Member, &member.shop.href(""), "");
    add_cookie(&mut response, &cookie);
    response
}

fn data(member: &who::Member) -> Markup {
    let lang = member.lang();
    let inside = html! {
        div.actions {
            (Button::quiet(t!(lang, "members-my-data")).href(member.shop.href("/me/data")).icon(icons::DOWNLOAD))
            (Button::quiet(t!(lang, "members-go")).href(member.shop.href("/me/erasure")))
        }
    };
    parts::card(&t!(lang, "members-their-data"), html! {}, inside)
}

/// The question before I go, with what I lose.
pub async fn leaving(State(app): State<App>, member: who::Member) -> Reply {
    let (lang, shop) = (member.lang(), &member.shop);
    let lost = pieces::draw(&app, Place::Leaving, &member.viewer().about(member.id)).await?;
    let title = t!(lang, "members-go-title", shop = shop.name.as_str());
    let question = Confirm::new(lang, t!(lang, "members-go"), title.clone())
        .loses(t!(lang, "members-go-loses"))
        .fields(html! { @for one in lost { (one) } })
        .post(shop.href("/me/erasure"), member.once());
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/me"), &t!(lang, "tab-me")))
        (parts::card("", "", question.on_page(&shop.href("/me"))))
    };
    reply::page(layout::phone(&member.frame(title), Tab::Me, main))
}

/// My data as a file.
pub async fn data_file(State(app): State<App>, member: who::Member) -> Reply {
    app.rates().take(web::rates::Door::Code, &member.device_key(), app.now())?;
    let org = member.shop.org;
    let mine = rows_of::require(&mut app.db().read().await?, org, member.id).await?;
    everything::download(&app, org, mine, "my-data.json")
}

/// I go, and so does everything about me.
pub async fn erase(State(app): State<App>, member: who::Member, input: Input) -> Reply {
    let key = input.once_in(member.session.id, "me.erasure")?;
    let id = member.id;
    app.db().write_once(&member.scope(), &key, async |tx| actions::erase(tx, id).await).await?;
    Ok(signed_out(&app, &member))
}
