//! Members for programs.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::{
    Error, Fields, GroupId, Lang, MemberId, Page, PageRequest, Result, StaffId, StoreId, Time,
    permission::{EraseMembers, ManageMembers, ViewMembers, WelcomeMembers},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{
    App, Body, Key, Reply,
    reply::{self, json},
};

use super::{
    Birthday, ConsentKind, ConsentState, Member, NewMember, Search, Sort, actions, list,
    model::Typed, store as rows,
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(index, create))
        .routes(routes!(show, change, erase))
        .routes(routes!(memberships))
}

/// A customer of the org.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct Out {
    #[schema(example = "mbr_01J8ZQ4T5V6W7X8Y9ZABCDEFGH")]
    id: String,
    /// On the card, eight characters.
    code: String,
    name: String,
    /// E.164.
    phone: Option<String>,
    phone_proven_at: Option<String>,
    email: Option<String>,
    birthday: Option<BirthdayOut>,
    lang: Option<String>,
    tags: Vec<String>,
    notes: String,
    store: Option<String>,
    source: String,
    contact: Option<String>,
    created_at: String,
    erased_at: Option<String>,
    /// Set when the id that was asked for was merged: everything here is of the member that it became.
    merged_into: Option<String>,
}

impl Out {
    /// What an id leads to.
    fn asked_as(id: MemberId, member: Member) -> Self {
        let merged_into = (member.id != id).then(|| member.id.to_string());
        Self { merged_into, ..Self::from(member) }
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Birthday)]
pub struct BirthdayOut {
    #[schema(minimum = 1, maximum = 12)]
    month: i64,
    #[schema(minimum = 1, maximum = 31)]
    day: i64,
    #[schema(minimum = 1900, maximum = 2199)]
    year: Option<i64>,
}

impl From<Member> for Out {
    fn from(member: Member) -> Self {
        let text = |time: Option<Time>| time.map(|time| time.to_string());
        Self {
            id: member.id.to_string(),
            code: member.code,
            name: member.name,
            phone: member.phone.map(|phone| phone.to_string()),
            phone_proven_at: text(member.phone_proven_at),
            email: member.email.map(|email| email.to_string()),
            birthday: member.birthday.map(|b| BirthdayOut {
                month: b.month.into(),
                day: b.day.into(),
                year: b.year.map(i64::from),
            }),
            lang: member.lang.map(|lang| lang.tag().to_owned()),
            tags: member.tags,
            notes: member.notes,
            store: member.store.map(|id| id.to_string()),
            source: member.source,
            contact: member.contact.map(|id| id.to_string()),
            created_at: member.created_at.to_string(),
            erased_at: text(member.erased_at),
            merged_into: None,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Members)]
pub struct Listed {
    items: Vec<Out>,
    next_cursor: Option<String>,
}

/// Who becomes known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMember)]
pub struct New {
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Of the org's country, or with `+`.
    phone: Option<String>,
    email: Option<String>,
    birthday: Option<BirthdayOut>,
    lang: Option<Lang2>,
    #[serde(default)]
    #[schema(max_items = 20)]
    tags: Vec<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    notes: String,
    store: Option<String>,
    contact: Option<String>,
    /// Whether they agreed that the shop keeps their data, and to messages; left out: not asked.
    #[serde(default)]
    consents: Vec<ConsentIn>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = Language)]
pub enum Lang2 {
    #[serde(rename = "en")]
    En,
    #[serde(rename = "zh-CN")]
    Zh,
    #[serde(rename = "es")]
    Es,
}
impl From<Lang2> for Lang {
    fn from(lang: Lang2) -> Self {
        match lang {
            Lang2::En => Self::En,
            Lang2::Zh => Self::Zh,
            Lang2::Es => Self::Es,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConsent)]
pub struct ConsentIn {
    #[schema(value_type = String, example = "messages")]
    kind: ConsentKind,
    #[schema(value_type = String, example = "given")]
    state: ConsentState,
}

/// What changes; what is left out stays, null takes it away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = MemberChange)]
pub struct Change {
    #[schema(min_length = 1, max_length = 120)]
    name: Option<String>,
    #[serde(deserialize_with = "said")]
    phone: Option<Option<String>>,
    #[serde(deserialize_with = "said")]
    email: Option<Option<String>>,
    #[serde(deserialize_with = "said")]
    birthday: Option<Option<BirthdayOut>>,
    #[serde(deserialize_with = "said")]
    lang: Option<Option<Lang2>>,
    #[schema(max_items = 20)]
    tags: Option<Vec<String>>,
    notes: Option<String>,
    #[serde(deserialize_with = "said")]
    store: Option<Option<String>>,
    #[serde(deserialize_with = "said")]
    contact: Option<Option<String>>,
}

/// Tells null from nothing.
fn said<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> std::result::Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

fn birthday(fields: &mut Fields, typed: Option<&BirthdayOut>) -> Option<Birthday> {
    let typed = typed?;
    let read = Birthday::new(typed.month, typed.day, typed.year);
    if read.is_none() {
        fields.push(kernel::FieldError::new("birthday", "birthday_invalid"));
    }
    read
}

/// An id in a body; a foreign or missing one names its field.
fn id<K: kernel::ids::Kind>(
    fields: &mut Fields,
    field: &'static str,
    text: Option<&str>,
) -> Option<kernel::Id<K>> {
    let text = text?;
    let id = text.parse().ok();
    if id.is_none() {
        fields.push(kernel::FieldError::new(field, "choice_invalid"));
    }
    id
}

/// Stores and people that are named must be this org's.
async fn check(
    tx: &mut ::store::Tx,
    store: Option<StoreId>,
    contact: Option<StaffId>,
) -> Result<()> {
    let org = tx.org();
    if let Some(store) = store
        && crate::stores::find(tx, org, store).await?.is_none()
    {
        return Err(kernel::FieldError::new("store", "choice_invalid").into());
    }
    if let Some(contact) = contact
        && crate::staff::find(tx, org, contact).await?.is_none()
    {
        return Err(kernel::FieldError::new("contact", "choice_invalid").into());
    }
    Ok(())
}

#[derive(Debug, Deserialize)]
struct Asked {
    q: Option<String>,
    store: Option<String>,
    group: Option<String>,
    tag: Option<String>,
    sort: Option<String>,
    #[serde(flatten)]
    page: PageRequest,
}

/// Members, newest first.
#[utoipa::path(get, path = "/api/v1/members", tag = "members", security(("key" = [])),
    params(
        ("q" = Option<String>, Query, description = "The beginning of a name, phone, e-mail, or a card code"),
        ("store" = Option<String>, Query, description = "Home store"),
        ("group" = Option<String>, Query, description = "In this group now"),
        ("tag" = Option<String>, Query),
        ("sort" = Option<String>, Query, description = "`-since` (default), `since`, `name`, `-name`"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Listed)))]
async fn index(State(app): State<App>, key: Key<ViewMembers>, Query(asked): Query<Asked>) -> Reply {
    let mut fields = Fields::default();
    let search = Search {
        words: asked.q.unwrap_or_default(),
        store: id(&mut fields, "store", asked.store.as_deref()),
        group: id::<kernel::kinds::Group>(&mut fields, "group", asked.group.as_deref())
            .map(|group: GroupId| group),
        tag: asked.tag,
        sort: Sort::of(asked.sort.as_deref().unwrap_or_default()),
        country: key.shop.country.clone(),
        ..Search::default()
    };
    fields.check(())?;
    let mut db = app.db().read().await?;
    let page: Page<Member> = list::list(&mut db, key.scope.org(), &search, &asked.page).await?;
    let page = page.map(Out::from);
    json(&Listed { items: page.items, next_cursor: page.next_cursor })
}

/// Adds a member.
#[utoipa::path(post, path = "/api/v1/members", tag = "members", security(("key" = [])),
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = New,
    responses((status = 201, body = Out, headers(("Regulars-Position" = i64)))))]
async fn create(State(app): State<App>, key: Key<WelcomeMembers>, body: Body<New>) -> Reply {
    let new = read(&body.value, &key.shop.country)?;
    let once = body.once(&key.key.id, "members")?;
    let add = async |tx: &mut ::store::Tx| -> Result<MemberId> {
        check(tx, new.store, new.contact).await?;
        actions::add(tx, new).await
    };
    let made = app.write(&key.scope, once, add).await?;
    let member = rows::require(&mut app.db().read().await?, key.scope.org(), made.value).await?;
    let written = ::store::Written { value: Out::from(member), position: made.position };
    reply::written(StatusCode::CREATED, &written)
}

fn read(value: &New, country: &str) -> Result<NewMember> {
    let mut fields = Fields::default();
    let typed = Typed {
        name: &value.name,
        phone: value.phone.as_deref().unwrap_or_default(),
        country,
        email: value.email.as_deref().unwrap_or_default(),
        notes: &value.notes,
        ..Typed::default()
    };
    let mut new = NewMember::read(&mut fields, typed);
    new.birthday = birthday(&mut fields, value.birthday.as_ref());
    new.lang = value.lang.map(Lang::from);
    new.tags = super::model::listed(&mut fields, &value.tags);
    new.store = id(&mut fields, "store", value.store.as_deref());
    new.contact = id(&mut fields, "contact", value.contact.as_deref());
    let consents: Vec<_> = value.consents.iter().map(|c| (c.kind, c.state)).collect();
    fields.check(new.from("api").agreed("api", &consents))
}

/// One member.
#[utoipa::path(get, path = "/api/v1/members/{member}", tag = "members", security(("key" = [])),
    params(("member" = String, Path)),
    responses((status = 200, body = Out)))]
async fn show(State(app): State<App>, key: Key<ViewMembers>, Path(member): Path<String>) -> Reply {
    let id: MemberId = member.parse().map_err(|_| Error::NotFound("member"))?;
    let member = rows::require(&mut app.db().read().await?, key.scope.org(), id).await?;
    json(&Out::asked_as(id, member))
}

/// Changes a member.
#[utoipa::path(patch, path = "/api/v1/members/{member}", tag = "members", security(("key" = [])),
    params(("member" = String, Path)), request_body = Change,
    responses((status = 200, body = Out, headers(("Regulars-Position" = i64)))))]
async fn change(
    State(app): State<App>,
    key: Key<ManageMembers>,
    Path(member): Path<String>,
    body: Body<Change>,
) -> Reply {
    let id: MemberId = member.parse().map_err(|_| Error::NotFound("member"))?;
    let country = key.shop.country.clone();
    let done = app
        .db()
        .write(&key.scope, async |tx| {
            let org = tx.org();
            let before = rows::require(tx, org, id).await?;
            let wanted = apply(before, body.value, &country)?;
            check(tx, wanted.store, wanted.contact).await?;
            actions::change(tx, wanted).await
        })
        .await?;
    let written = ::store::Written { value: Out::from(done.value), position: done.position };
    reply::written(StatusCode::OK, &written)
}

fn apply(mut member: Member, change: Change, country: &str) -> Result<Member> {
    let mut fields = Fields::default();
    if let Some(name) = change.name {
        member.name = kernel::text::require(&mut fields, "name", &name, kernel::text::NAME_MAX);
    }
    if let Some(phone) = change.phone {
        let phone = phone.unwrap_or_default();
        member.phone = super::model::read_phone(&mut fields, &phone, country);
    }
    if let Some(email) = change.email {
        member.email = email.as_deref().and_then(super::Email::read);
        if email.is_some() && member.email.is_none() {
            fields.push(super::Email::wrong("email"));
        }
    }
    if let Some(said) = change.birthday {
        member.birthday = birthday(&mut fields, said.as_ref());
    }
    if let Some(lang) = change.lang {
        member.lang = lang.map(Lang::from);
    }
    if let Some(tags) = change.tags {
        member.tags = super::model::listed(&mut fields, &tags);
    }
    if let Some(notes) = change.notes {
        member.notes = kernel::text::body(&mut fields, "notes", &notes, kernel::text::TEXT_MAX);
    }
    if let Some(store) = change.store {
        member.store = id(&mut fields, "store", store.as_deref());
    }
    if let Some(contact) = change.contact {
        member.contact = id(&mut fields, "contact", contact.as_deref());
    }
    fields.check(member)
}

/// Erases a member: personal data goes, books and events stay whole. What they hold is lost to them:
/// read their balances, pay money in the wallet back and hand over open orders before.
#[utoipa::path(delete, path = "/api/v1/members/{member}", tag = "members", security(("key" = [])),
    params(("member" = String, Path)),
    responses((status = 204, headers(("Regulars-Position" = i64)))))]
async fn erase(
    State(app): State<App>,
    key: Key<EraseMembers>,
    Path(member): Path<String>,
) -> Reply {
    let id: MemberId = member.parse().map_err(|_| Error::NotFound("member"))?;
    let done = app.db().write(&key.scope, async |tx| actions::erase(tx, id).await).await?;
    let mut response = axum::response::IntoResponse::into_response(StatusCode::NO_CONTENT);
    reply::place(&mut response, done.position);
    Ok(response)
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MemberMemberships)]
pub struct Stays {
    items: Vec<crate::memberships::Out>,
    next_cursor: Option<String>,
}

/// The groups a member is and was in, newest first.
#[utoipa::path(get, path = "/api/v1/members/{member}/memberships", tag = "members",
    security(("key" = [])), params(("member" = String, Path)),
    responses((status = 200, body = Stays)))]
async fn memberships(
    State(app): State<App>,
    key: Key<ViewMembers>,
    Path(member): Path<String>,
) -> Reply {
    let id: MemberId = member.parse().map_err(|_| Error::NotFound("member"))?;
    let mut db = app.db().read().await?;
    let org = key.scope.org();
    let id = rows::require(&mut db, org, id).await?.id;
    let stays = crate::memberships::of_member(&mut db, org, id).await?;
    let items = stays.into_iter().map(crate::memberships::Out::from).collect();
    json(&Stays { items, next_cursor: None })
}
