//! Taking a group that lives elsewhere into the books, and keeping them.

use ::store::Tx;
use kernel::{FieldError, Fields, GroupId, Result, SeriesId, StaffId, StoreId, Time, text};
use serde_json::json;
use web::trail;

use super::{
    FOREVER, LIMIT,
    picture::Picture,
    store::{self, Outside},
};
use crate::{
    events::GroupCounted,
    groups::{
        self, Group, Place, Refusal, State,
        actions::{add, next_of},
        store as rows,
    },
    series::{self, in_range},
    staff,
};

/// The longest link of a join code.
const LINK_MAX: usize = 500;

/// How one comes in: a picture of the code as the app shows it, or its link.
#[derive(Debug, Clone, Default)]
pub struct NewCode {
    pub picture: Option<Picture>,
    pub link: Option<String>,
    /// When the app ends it; none if it stays.
    pub ends: Option<Time>,
}

impl NewCode {
    fn is_empty(&self) -> bool {
        self.picture.is_none() && self.link.is_none()
    }
    fn check(mut self, fields: &mut Fields, now: Time) -> Self {
        self.link = text::optional(fields, "link", self.link.as_deref(), LINK_MAX);
        if let Some(link) = &self.link
            && !(link.starts_with("https://") && link.len() > 12 && !link.contains(' '))
        {
            fields.push(FieldError::new("link", "link_invalid"));
        }
        if self.ends.is_some_and(|ends| ends <= now) {
            fields.push(FieldError::new("ends", "ends_past"));
        }
        self
    }
    fn ends(&self) -> Option<Time> {
        if self.is_empty() { None } else { Some(self.ends.unwrap_or(FOREVER)) }
    }
}

/// A chat group to take into the books.
#[derive(Debug, Clone)]
pub struct NewOutside {
    pub series: SeriesId,
    pub store: Option<StoreId>,
    /// As it is called there.
    pub name: String,
    pub app: String,
    pub owner: String,
    pub host: Option<StaffId>,
    /// How many are in it now, as the person who adopts it says.
    pub members: i64,
    /// How many that app lets in.
    pub limit: i64,
    pub code: NewCode,
}

/// Takes a group into the books. It gets the next number of its series and store.
pub async fn adopt(tx: &mut Tx, new: NewOutside) -> Result<GroupId> {
    let (org, now) = (tx.org(), tx.now());
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", &new.name, 60);
    let app = text::require(&mut fields, "app", &new.app, 40);
    let owner = text::optional(&mut fields, "owner", Some(&new.owner), 60).unwrap_or_default();
    in_range(&mut fields, "limit", new.limit, LIMIT);
    in_range(&mut fields, "members", new.members, 0..=new.limit.max(0));
    let code = new.code.check(&mut fields, now);
    fields.check(())?;
    let series = series::require(tx, org, new.series).await?;
    if series.state == State::Closed {
        return Err(series::Refusal::Closed.with("name", series.name.as_str()).into());
    }
    if let Some(host) = new.host {
        staff::require(tx, org, host).await?;
    }
    let next = next_of(tx, &series, new.store).await?;
    let group = Group {
        name,
        capacity: new.limit,
        place: Place::Outside,
        host: new.host.or(next.host),
        told: Some((new.members, now)),
        code_ends: code.ends(),
        ..next
    };
    add(tx, &group).await?;
    let secret = tx.world().chance.bytes::<32>().to_vec();
    let outside = Outside {
        app,
        owner,
        told_by: tx.actor().staff(),
        link: None,
        pictured: false,
        points: None,
        code_at: None,
        secret: secret.clone(),
    };
    store::insert(tx, group.id, &outside).await?;
    if !code.is_empty() {
        store::set_code(tx, group.id, &code, secret).await?;
    }
    store::tell(tx, group.id, new.members).await?;
    tx.emit(&GroupCounted { group: group.id, members: new.members })?;
    trail::note(tx, "groups.adopted", group.id, &(), &group.name).await?;
    Ok(group.id)
}

async fn require(tx: &mut Tx, id: GroupId) -> Result<Group> {
    let group = groups::require(tx, tx.org(), id).await?;
    match group.place {
        Place::Outside => Ok(group),
        Place::Here => Err(Refusal::NotOutside.into()),
    }
}

/// Notes how many are in the group, as the actor says.
pub async fn tell(tx: &mut Tx, id: GroupId, members: i64) -> Result<()> {
    let mut group = require(tx, id).await?;
    if !group.is_open() {
        return Err(Refusal::Closed.into());
    }
    let mut fields = Fields::default();
    in_range(&mut fields, "members", members, 0..=group.capacity);
    fields.check(())?;
    group.told = Some((members, tx.now()));
    rows::update(tx, &group).await?;
    store::tell(tx, id, members).await?;
    tx.emit(&GroupCounted { group: id, members })
}

/// Puts a new join code in the place of the old one, whose short-lived addresses end with it.
pub async fn replace_code(tx: &mut Tx, id: GroupId, code: NewCode) -> Result<()> {
    let mut group = require(tx, id).await?;
    let mut fields = Fields::default();
    let code = code.check(&mut fields, tx.now());
    if code.is_empty() && fields.is_empty() {
        fields.push(FieldError::new("picture", "code_missing"));
    }
    fields.check(())?;
    let secret = tx.world().chance.bytes::<32>().to_vec();
    store::set_code(tx, id, &code, secret).await?;
    let before = group.code_ends.filter(|ends| *ends != FOREVER);
    group.code_ends = code.ends();
    rows::update(tx, &group).await?;
    trail::note(
        tx,
        "groups.code_replaced",
        id,
        &json!({ "ends": before }),
        &json!({ "ends": code.ends }),
    )
    .await
}

/// What the shop calls the group's owner, its name and its app.
#[derive(Debug, Clone)]
pub struct Words {
    pub name: String,
    pub app: String,
    pub owner: String,
}

pub async fn rename(tx: &mut Tx, id: GroupId, words: Words) -> Result<()> {
    let mut group = require(tx, id).await?;
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", &words.name, 60);
    let app = text::require(&mut fields, "app", &words.app, 40);
    let owner = text::optional(&mut fields, "owner", Some(&words.owner), 60).unwrap_or_default();
    fields.check(())?;
    let before = std::mem::replace(&mut group.name, name);
    rows::update(tx, &group).await?;
    store::set_words(tx, id, &app, &owner).await?;
    trail::note(tx, "groups.renamed", id, &before, &group.name).await
}
