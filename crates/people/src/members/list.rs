//! Finding members: each way of searching has its index, so that half a million are quick.

use std::collections::{HashMap, HashSet};

use kernel::{
    GroupId, MemberId, OrgId, Page, PageRequest, Permission as _, Result, StoreId,
    permission::ViewMembers, scope::Remit,
};
use store::{Read, Value, any_of, args};
use uuid::Uuid;
use web::Staff;

use super::{
    Member, Search, Sort,
    model::{Words, after_prefix},
    store::{COLUMNS, marks, names, read},
};

/// A statement that grows by conditions, each with its values.
struct Where {
    sql: String,
    args: Vec<Value>,
}

impl Where {
    fn new(org: OrgId) -> Self {
        Self {
            sql: "org = $1 AND erased_at IS NULL AND merged_into IS NULL".to_owned(),
            args: vec![org.into()],
        }
    }
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.args.push(value.into());
        format!("${}", self.args.len())
    }
    fn and(&mut self, condition: &str) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
    }
    fn prefix(&mut self, column: &str, from: &str) -> String {
        let (low, high) = (self.value(from), self.value(after_prefix(from)));
        format!("({column} >= {low} AND {column} < {high})")
    }

    fn words(&mut self, words: &Words) {
        match words {
            Words::Nothing => {}
            Words::Code(code) => {
                let code = self.value(code);
                self.and(&format!("code = {code}"));
            }
            Words::Email(email) => {
                let range = self.prefix("email_key", email);
                self.and(&range);
            }
            Words::Phone { whole: Some(phone), .. } => {
                let phone = self.value(phone);
                self.and(&format!("phone = {phone}"));
            }
            Words::Phone { whole: None, digits } => {
                let back: String = digits.chars().rev().collect();
                let tail = self.prefix("phone_back", &back);
                let head = self.prefix("phone", &format!("+{digits}"));
                self.and(&format!("({tail} OR {head})"));
            }
            Words::Name(key) => {
                let (first, last) = (self.prefix("name_key", key), self.prefix("last_key", key));
                self.and(&format!("({first} OR {last})"));
            }
        }
    }

    fn filters(&mut self, search: &Search) {
        if let Some(store) = search.store {
            let store = self.value(store);
            self.and(&format!("store = {store}"));
        }
        if let Some(group) = search.group {
            self.groups(&[group]);
        }
        if let Some(tag) = &search.tag {
            let tag = self.value(tag);
            self.and(&format!(
                "id IN (SELECT member FROM member_tag WHERE org = $1 AND tag = {tag})"
            ));
        }
        if let Some(since) = search.since {
            // An id begins with the millisecond in which it was made: the range of the primary
            // key does what an index on the instant would.
            let millis = u128::try_from(since.micros() / 1000).unwrap_or(0);
            let from = self.value(Uuid::from_u128(millis << 80));
            self.and(&format!("id >= {from}"));
        }
        if let Some(stores) = &search.within {
            self.within(stores);
        }
    }

    /// Somebody who works for some stores sees their members, and those of no store.
    fn within(&mut self, stores: &[StoreId]) {
        let at = self.args.len() + 1;
        self.args.extend(stores.iter().map(|store| Value::from(*store)));
        let list = marks(at, stores.len());
        let condition = if stores.is_empty() {
            "store IS NULL".to_owned()
        } else {
            format!("(store IS NULL OR store IN ({list}))")
        };
        self.and(&condition);
    }

    fn groups(&mut self, groups: &[GroupId]) {
        let at = self.args.len() + 1;
        self.args.extend(groups.iter().map(|group| Value::from(*group)));
        let list = if groups.is_empty() { "NULL".to_owned() } else { marks(at, groups.len()) };
        self.and(&format!(
            "id IN (SELECT member FROM membership
               WHERE org = $1 AND left_at IS NULL AND grp IN ({list}))"
        ));
    }

    fn after(&mut self, sort: Sort, after: Option<(String, Uuid)>) {
        let Some((key, id)) = after else { return };
        let id = self.value(id);
        let condition = match sort {
            Sort::Newest => format!("id < {id}"),
            Sort::Oldest => format!("id > {id}"),
            Sort::Name | Sort::NameDown => {
                let mark = if sort == Sort::Name { '>' } else { '<' };
                let key = self.value(key);
                format!("(name_key {mark} {key} OR (name_key = {key} AND id {mark} {id}))")
            }
        };
        self.and(&condition);
    }
}

const fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "id DESC",
        Sort::Oldest => "id",
        Sort::Name => "name_key, id",
        Sort::NameDown => "name_key DESC, id DESC",
    }
}

/// A page of members, erased ones left out.
pub async fn list(
    db: &mut impl Read,
    org: OrgId,
    search: &Search,
    page: &PageRequest,
) -> Result<Page<Member>> {
    let limit = page.limit()?;
    let mut condition = Where::new(org);
    condition.words(&search.meaning());
    condition.filters(search);
    if let Some(groups) = &search.within_groups {
        condition.groups(groups);
    }
    condition.after(search.sort, page.after::<(String, Uuid)>()?);
    let sql = format!(
        "SELECT {COLUMNS} FROM member WHERE {} ORDER BY {} LIMIT {}",
        condition.sql,
        order(search.sort),
        limit + 1
    );
    let rows: Result<Vec<Member>> = db.rows(&sql, condition.args).await?.iter().map(read).collect();
    Ok(Page::cut(rows?, limit, |member| (super::model::name_key(&member.name), member.id.uuid())))
}

/// How many members the org has, erased ones left out; counting stops at `most`.
pub async fn count(db: &mut impl Read, org: OrgId, most: u32) -> Result<i64> {
    let sql = format!(
        "SELECT COUNT(*) AS members FROM
           (SELECT 1 FROM member
            WHERE org = $1 AND erased_at IS NULL AND merged_into IS NULL LIMIT {most}) AS counted"
    );
    db.row(&sql, vec![org.into()]).await?.map_or(Ok(0), |row| row.get("members"))
}

/// Whether this person of staff may see the member: by its store, or by its groups.
pub async fn visible(
    db: &mut impl Read,
    org: OrgId,
    remit: &Remit,
    member: &Member,
) -> Result<bool> {
    match remit {
        Remit::Everything => Ok(true),
        Remit::Stores(_) => Ok(remit.covers_store(member.store)),
        Remit::Groups(groups) => Ok(!of_groups(db, org, groups, &[member.id]).await?.is_empty()),
    }
}

/// What they are called whom this person of staff may see: nobody else's page may be led to. What
/// happened at one's own store may still say whose it was.
pub async fn names_for<P>(
    db: &mut impl Read,
    staff: &Staff<P>,
    ids: &[MemberId],
) -> Result<HashMap<MemberId, String>> {
    if !staff.role.may(ViewMembers::NAME) {
        return Ok(HashMap::new());
    }
    names_within(db, staff.shop.org, staff.remit(), ids).await
}

/// The names of those whom the remit shows.
pub async fn names_within(
    db: &mut impl Read,
    org: OrgId,
    remit: &Remit,
    ids: &[MemberId],
) -> Result<HashMap<MemberId, String>> {
    let mut named = names(db, org, ids).await?;
    let mut seen = HashSet::with_capacity(ids.len());
    for ids in ids.chunks(200) {
        match remit {
            Remit::Everything => return Ok(named),
            Remit::Stores(_) => seen.extend(in_stores(db, org, remit, ids).await?),
            Remit::Groups(groups) => seen.extend(of_groups(db, org, groups, ids).await?),
        }
    }
    named.retain(|id, _| seen.contains(id));
    Ok(named)
}

async fn in_stores(
    db: &mut impl Read,
    org: OrgId,
    remit: &Remit,
    ids: &[MemberId],
) -> Result<Vec<MemberId>> {
    let mut args = args![org];
    let people = any_of("id", ids.iter().copied(), &mut args);
    let sql = format!("SELECT id, store FROM member WHERE org = $1 AND {people}");
    let mut seen = Vec::with_capacity(ids.len());
    for row in db.rows(&sql, args).await? {
        if remit.covers_store(row.get("store")?) {
            seen.push(row.get("id")?);
        }
    }
    Ok(seen)
}

async fn of_groups(
    db: &mut impl Read,
    org: OrgId,
    groups: &[GroupId],
    ids: &[MemberId],
) -> Result<Vec<MemberId>> {
    let mut args = args![org];
    let people = any_of("member", ids.iter().copied(), &mut args);
    let places = any_of("grp", groups.iter().copied(), &mut args);
    let sql =
        format!("SELECT DISTINCT member FROM membership WHERE org = $1 AND {people} AND {places}");
    db.rows(&sql, args).await?.iter().map(|row| row.get("member")).collect()
}
