//! Adding a member by hand, and changing one.

use axum::extract::{Path, State};
use kernel::{
    Fields, Lang, Result, StaffId, StoreId,
    permission::{ManageMembers, WelcomeMembers},
};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Staff, Toast,
    kit::{Form, parts::Button},
    reply::{self, see_with},
    t,
};

use super::{
    ConsentKind, ConsentState, Member, NewMember, Refusal, actions, console,
    model::{Typed, WORDING},
    view,
};

/// What a form holds about a person; the same in the console and at joining.
pub fn typed<'i>(input: &'i Input, country: &'i str) -> Typed<'i> {
    Typed {
        name: input.text("name"),
        phone: input.text("phone"),
        country: input.optional("phone_country").filter(|c| !c.is_empty()).unwrap_or(country),
        email: input.text("email"),
        birthday: [
            input.text("birthday_month"),
            input.text("birthday_day"),
            input.text("birthday_year"),
        ],
        lang: input.text("lang"),
        tags: input.text("tags"),
        notes: input.text("notes"),
    }
}

fn read(input: &Input, country: &str) -> Result<NewMember> {
    let mut fields = Fields::default();
    let new = NewMember::read(&mut fields, typed(input, country));
    let mut new = fields.check(new)?;
    new.store = input.text("store").parse::<StoreId>().ok();
    new.contact = input.text("contact").parse::<StaffId>().ok();
    Ok(new)
}

pub async fn blank(State(app): State<App>, staff: Staff<WelcomeMembers>) -> Reply {
    let known = view::Known::load(&mut app.db().read().await?, staff.scope.org()).await?;
    reply::page(page(&staff, &Form::new(staff.lang()), &known, None))
}

pub async fn create(State(app): State<App>, staff: Staff<WelcomeMembers>, input: Input) -> Reply {
    let made = add(&app, &staff, &input).await;
    match made {
        Ok(id) => Ok(see_with(&console::href(id), &Toast::good("members-added"))),
        Err(error) => again(&app, &staff, &input, error, None).await,
    }
}

async fn add(app: &App, staff: &Staff<WelcomeMembers>, input: &Input) -> Result<kernel::MemberId> {
    let new = read(input, &staff.shop.country)?.from("console");
    let agreed = |kind: ConsentKind| {
        let state =
            if input.ticked(kind.word()) { ConsentState::Given } else { ConsentState::NotAsked };
        (kind, state)
    };
    let new = new.agreed("console", &ConsentKind::ALL.map(agreed));
    let key = input.once_in(staff.session.id, "members.add")?;
    let done = app
        .db()
        .write_once(&staff.scope, &key, async |tx| {
            taken(tx, &new).await?;
            let id = actions::add(tx, new).await?;
            web::trail::note(tx, "members.added", id, &(), &WORDING).await?;
            Ok(id)
        })
        .await?;
    Ok(done.value.answer)
}

/// A number that somebody has already is said beside its field.
async fn taken(tx: &mut ::store::Tx, new: &NewMember) -> Result<()> {
    let Some(phone) = &new.phone else { return Ok(()) };
    let org = tx.org();
    match super::by_phone(tx, org, phone).await? {
        Some(_) => Err(kernel::FieldError::new("phone", "phone_taken").into()),
        None => Ok(()),
    }
}

pub async fn filled(
    State(app): State<App>,
    staff: Staff<ManageMembers>,
    Path(id): Path<String>,
) -> Reply {
    let mut db = app.db().read().await?;
    let member = console::visible(&mut db, &staff, &id).await?;
    let known = view::Known::load(&mut db, staff.scope.org()).await?;
    let form = Form::filled(staff.lang(), values(&member));
    reply::page(page(&staff, &form, &known, Some(&member)))
}

pub async fn change(
    State(app): State<App>,
    staff: Staff<ManageMembers>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let member = console::visible(&mut app.db().read().await?, &staff, &id).await?;
    match write(&app, &staff, &input, &member).await {
        Ok(()) => Ok(see_with(&console::href(member.id), &Toast::good("members-changed"))),
        Err(error) => again(&app, &staff, &input, error, Some(&member)).await,
    }
}

async fn write(
    app: &App,
    staff: &Staff<ManageMembers>,
    input: &Input,
    member: &Member,
) -> Result<()> {
    let new = read(input, &staff.shop.country)?;
    let wanted = Member {
        name: new.name,
        phone: new.phone,
        email: new.email,
        birthday: new.birthday,
        lang: new.lang,
        tags: new.tags,
        notes: new.notes,
        store: new.store,
        contact: new.contact,
        ..member.clone()
    };
    let key = input.once_in(staff.session.id, "members.change")?;
    app.db()
        .write_once(&staff.scope, &key, async |tx| {
            actions::change(tx, wanted).await.map(|member| member.id)
        })
        .await
        .map(drop)
}

async fn again<P>(
    app: &App,
    staff: &Staff<P>,
    input: &Input,
    error: kernel::Error,
    member: Option<&Member>,
) -> Reply {
    let error = if error.is(Refusal::PhoneTaken) {
        kernel::FieldError::new("phone", "phone_taken").into()
    } else {
        error
    };
    let known = view::Known::load(&mut app.db().read().await?, staff.scope.org()).await?;
    reply::or_form(error, |fields| page(staff, &input.again(staff.lang(), fields), &known, member))
}

/// What a form shows of somebody we know.
pub fn values(member: &Member) -> Vec<(&'static str, String)> {
    let mut values = vec![
        ("name", member.name.clone()),
        ("email", member.email.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("lang", member.lang.map(|lang| lang.tag().to_owned()).unwrap_or_default()),
        ("tags", member.tags.join(", ")),
        ("notes", member.notes.clone()),
        ("store", member.store.map(|id| id.to_string()).unwrap_or_default()),
        ("contact", member.contact.map(|id| id.to_string()).unwrap_or_default()),
        ("phone", member.phone.as_ref().map(super::E164::spaced).unwrap_or_default()),
    ];
    if let Some(birthday) = member.birthday {
        values.push(("birthday_month", birthday.month.to_string()));
        values.push(("birthday_day", birthday.day.to_string()));
        if let Some(year) = birthday.year {
            values.push(("birthday_year", year.to_string()));
        }
    }
    values
}

fn page<P>(staff: &Staff<P>, form: &Form, known: &view::Known, member: Option<&Member>) -> Markup {
    let lang = staff.lang();
    let title = match member {
        Some(member) => member.name.clone(),
        None => t!(lang, "members-add"),
    };
    let action = member.map_or_else(
        || "/console/members".to_owned(),
        |m| format!("/console/members/{}/details", m.id),
    );
    let fields = html! {
        (form.text("name", t!(lang, "members-name")).max(120).autocomplete("off"))
        (form.phone("phone", t!(lang, "members-phone"), &staff.shop.country).optional()
            .hint(t!(lang, "members-phone-hint")))
        (form.email("email", t!(lang, "members-email")).optional())
        (form.birthday("birthday", t!(lang, "members-birthday")).optional())
        (form.number("birthday_year", t!(lang, "members-birth-year")).optional()
            .hint(t!(lang, "members-birth-year-hint")))
        (form.select("lang", t!(lang, "members-lang"), languages(lang)).optional())
        (form.text("tags", t!(lang, "members-tags")).optional().hint(t!(lang, "members-tags-hint")))
        (form.select("store", t!(lang, "members-store"), known.store_choices(lang)).optional())
        (form.select("contact", t!(lang, "members-contact"), known.staff_choices(lang)).optional()
            .hint(t!(lang, "members-contact-hint")))
        (form.textarea("notes", t!(lang, "members-notes"), 4).max(2000).optional()
            .hint(t!(lang, "members-notes-hint")))
        @if member.is_none() {
            (form.checkbox(ConsentKind::Membership.word(), t!(lang, "members-agrees-membership"))
                .hint(t!(lang, "members-agrees-hint")))
            (form.checkbox(ConsentKind::Messages.word(), t!(lang, "members-agrees-messages")))
        }
        (Button::primary(t!(lang, "save")))
    };
    let main = html! {
        (console::head(staff, &title))
        div.narrow { (form.post(&action, &staff.once(), fields)) }
    };
    console::framed(staff, &title, main)
}

/// The three languages, and none.
pub fn languages(lang: Lang) -> Vec<web::kit::Choice> {
    let none = web::kit::Choice::new("", t!(lang, "members-lang-none"));
    std::iter::once(none)
        .chain(Lang::ALL.map(|one| web::kit::Choice::new(one.tag(), one.own_name())))
        .collect()
}
