//! The shop's list of its members and the page of one.

use axum::{
    extract::{Path, Query, State},
    response::IntoResponse as _,
};
use kernel::{
    Error, GroupId, MemberId, PageRequest, Permission as _, Result, StoreId, Time,
    permission::{EraseMembers, ExportMembers, ManageLinks, ManageMembers, ViewMembers},
};
use serde::Deserialize;
use store::Reader;
use web::{
    App, Input, Nav, Place, Reply, Routes, Staff, Toast,
    kit::{
        List, Stage, icons, layout,
        parts::{Empty, Head},
    },
    pieces,
    reply::{self, see_other, see_with},
    t,
};

use super::{
    Member, Search, Sort, actions, csv, edit, everything, list as lists, model, store as rows, view,
};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/members", index)
        .get("/console/members/new", edit::blank)
        .post("/console/members", edit::create)
        .get("/console/members/{member}", show)
        .get("/console/members/{member}/details", edit::filled)
        .post("/console/members/{member}/details", edit::change)
        .get("/console/members/{member}/erasure", leaving)
        .post("/console/members/{member}/erasure", erase)
        .get("/console/members/{member}/data", data)
}

pub fn nav() -> Vec<Nav> {
    vec![Nav {
        stage: Stage::People,
        order: 10,
        href: "/console/members",
        permission: ViewMembers::NAME,
        label: |lang| t!(lang, "members-title"),
    }]
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub store: String,
    #[serde(default)]
    pub group: String,
    #[serde(default)]
    pub tag: String,
    #[serde(default)]
    pub since: String,
    #[serde(default)]
    pub sort: String,
    #[serde(default)]
    pub csv: String,
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Asked {
    pub fn search(&self, staff: &Staff<ViewMembers>) -> Search {
        let since = self.since.trim().parse::<jiff::civil::Date>().ok();
        let tag = kernel::text::line(&self.tag).to_lowercase();
        Search {
            words: self.q.chars().take(200).collect(),
            store: self.store.parse::<StoreId>().ok(),
            group: self.group.parse::<GroupId>().ok(),
            tag: (!tag.is_empty()).then_some(tag),
            since: since.map(|date| Time::start_of(date, &staff.shop.zone)),
            sort: Sort::of(&self.sort),
            country: staff.shop.country.clone(),
            ..Search::default()
        }
        .seen_by(staff.remit())
    }
    fn list(&self, staff: &Staff<ViewMembers>) -> List {
        let pairs = [
            ("q", &self.q),
            ("store", &self.store),
            ("group", &self.group),
            ("tag", &self.tag),
            ("since", &self.since),
            ("sort", &self.sort),
        ];
        List::new(staff.lang(), "/console/members").query(
            pairs.into_iter().filter(|(_, value)| !value.is_empty()).map(|(k, v)| (k, v.as_str())),
        )
    }
}

async fn index(
    State(app): State<App>,
    staff: Staff<ViewMembers>,
    Query(asked): Query<Asked>,
) -> Reply {
    let search = asked.search(&staff);
    if !asked.csv.is_empty() {
        if !staff.role.may(ExportMembers::NAME) {
            return Err(Error::Forbidden(ExportMembers::NAME).into());
        }
        return csv::download(app, staff, search);
    }
    let mut db = app.db().read().await?;
    let org = staff.scope.org();
    let page = lists::list(&mut db, org, &search, &asked.page).await?;
    let known = view::Known::load(&mut db, org).await?;
    let list = asked.list(&staff).next(page.next_cursor.clone());
    let all = lists::count(&mut db, org, 10_000).await?;
    let group = match asked.group.parse() {
        Ok(id) => crate::groups::find(&mut db, org, id).await?.map(|group| group.name),
        Err(_) => None,
    };
    reply::page(view::index(
        &staff,
        &view::Index { list: &list, members: &page.items, known: &known, group, all },
    ))
}

/// The member, if this person of staff may see them.
pub(super) async fn visible<P>(db: &mut Reader, staff: &Staff<P>, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    let org = staff.scope.org();
    let member = rows::require(db, org, id).await?;
    if !lists::visible(db, org, staff.remit(), &member).await? {
        return Err(Error::NotFound("member"));
    }
    Ok(member)
}

async fn show(State(app): State<App>, staff: Staff<ViewMembers>, Path(id): Path<String>) -> Reply {
    let (member, stays, consents, known) = {
        let mut db = app.db().read().await?;
        let org = staff.scope.org();
        let member = visible(&mut db, &staff, &id).await?;
        let stays = crate::memberships::of_member(&mut db, org, member.id).await?;
        let consents = rows::consents(&mut db, org, member.id).await?;
        (member, stays, consents, view::Known::load(&mut db, org).await?)
    };
    let viewer = staff.viewer().about(member.id);
    let drawn = pieces::draw(&app, Place::MemberPage, &viewer).await?;
    reply::page(view::show(&staff, &view::Shown { member, stays, consents, known, drawn }))
}

/// The question before a member is erased, with what is lost.
async fn leaving(
    State(app): State<App>,
    staff: Staff<EraseMembers>,
    Path(id): Path<String>,
) -> Reply {
    let member = visible(&mut app.db().read().await?, &staff, &id).await?;
    if member.erased_at.is_some() {
        return Ok(see_other(&href(member.id)));
    }
    let lost = pieces::draw(&app, Place::Leaving, &staff.viewer().about(member.id)).await?;
    reply::page(view::leaving(&staff, &member, &lost))
}

async fn erase(
    State(app): State<App>,
    staff: Staff<EraseMembers>,
    Path(id): Path<String>,
    input: Input,
) -> Reply {
    let member = visible(&mut app.db().read().await?, &staff, &id).await?.id;
    let key = input.once_in(staff.session.id, "members.erase")?;
    app.db().write_once(&staff.scope, &key, async |tx| actions::erase(tx, member).await).await?;
    Ok(see_with(&format!("/console/members/{member}"), &Toast::good("members-erased-done")))
}

/// One person's data as a file.
async fn data(
    State(app): State<App>,
    staff: Staff<ManageMembers>,
    Path(id): Path<String>,
) -> Reply {
    let member = visible(&mut app.db().read().await?, &staff, &id).await?;
    let name = format!("member-{}.json", member.code);
    everything::download(&app, staff.scope.org(), member, &name)
}

/// A download.
pub(crate) fn file(name: &str, kind: &'static str, body: Vec<u8>) -> Reply {
    use axum::http::header;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok((
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)],
        body,
    )
        .into_response())
}

/// The head of a page below the list.
pub(super) fn head<P>(staff: &Staff<P>, title: &str) -> Head {
    Head::new(title).back("/console/members", &t!(staff.lang(), "members-title"))
}

/// The head of a page about one member.
pub(super) fn head_of(member: &Member, title: &str) -> Head {
    Head::new(title).back(&href(member.id), &member.name)
}

/// A page in the console's frame.
pub(super) fn framed<P>(staff: &Staff<P>, title: &str, main: maud::Markup) -> maud::Markup {
    layout::console(&staff.frame(title), main)
}

/// The words of an empty list, with the step towards a full one for whoever may take it.
pub(super) fn nobody<P>(staff: &Staff<P>) -> Empty {
    let lang = staff.lang();
    Empty::new(icons::PEOPLE, t!(lang, "members-none"), t!(lang, "members-none-why"))
        .action_for::<ManageLinks>(staff.role, "/console/links/new", t!(lang, "members-none-do"))
}

/// For the search box of other rooms.
pub fn href(id: MemberId) -> String {
    format!("/console/members/{id}")
}

/// What stands behind a name in a list: the code as one reads it out.
pub(super) fn code(member: &Member) -> String {
    model::spaced(&member.code)
}
