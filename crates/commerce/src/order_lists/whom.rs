//! Who is meant by a name on a list.

use std::collections::{BTreeMap, HashMap};

use ::store::Read;
use kernel::{FieldError, GroupId, MemberId, OrgId, PageRequest, Result, scope::Remit};
use people::{members, memberships};

use super::reading::key;

/// Pages of 200 people of a group whose names are known; a chat has no more.
const PAGES: usize = 10;

/// The people of a group, by their names as they are compared.
#[derive(Debug, Clone, Default)]
pub struct Called {
    by_name: BTreeMap<String, Vec<MemberId>>,
    names: HashMap<MemberId, String>,
}

impl Called {
    /// Everybody who is in the group now.
    pub async fn of(db: &mut impl Read, org: OrgId, group: Option<GroupId>) -> Result<Self> {
        let mut called = Self::default();
        let Some(group) = group else { return Ok(called) };
        let mut page = PageRequest { limit: Some("200".to_owned()), cursor: None };
        for _ in 0..PAGES {
            let stays = memberships::of_group(db, org, group, &page).await?;
            let ids: Vec<MemberId> = stays.items.iter().map(|stay| stay.member).collect();
            called.names.extend(members::names(db, org, &ids).await?);
            match stays.next_cursor {
                Some(next) => page.cursor = Some(next),
                None => break,
            }
        }
        for (id, name) in &called.names {
            called.by_name.entry(key(name)).or_default().push(*id);
        }
        Ok(called)
    }

    /// The one person of the group who is called exactly so.
    pub fn exactly(&self, name: &str) -> Option<MemberId> {
        match self.by_name.get(&key(name)).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        }
    }

    pub fn name(&self, member: MemberId) -> Option<&str> {
        self.names.get(&member).map(String::as_str)
    }

    pub fn names(&self) -> Vec<String> {
        self.names.values().cloned().collect()
    }
}

/// Whom somebody of the shop means by a card's code, a phone number, or the name of somebody in the group;
/// nobody whom they may not see.
pub async fn whom(
    db: &mut impl Read,
    (org, country, remit): (OrgId, &str, &Remit),
    typed: &str,
    called: &Called,
) -> Result<Option<MemberId>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(member) = called.exactly(typed) {
        return Ok(Some(member));
    }
    let mut found = match members::E164::read(typed, country) {
        Ok(phone) => members::by_phone(db, org, &phone).await?,
        Err(_) => None,
    };
    if found.is_none() {
        found = members::by_code(db, org, typed).await?;
    }
    let wrong = || FieldError::new("who", "order_list_who").into();
    let found = found.filter(|member| member.erased_at.is_none()).ok_or_else(wrong)?;
    let visible = !seen(db, (org, remit), &[found.id]).await?.is_empty();
    if visible { Ok(Some(found.id)) } else { Err(wrong()) }
}

/// Those of some members whom a remit shows.
pub async fn seen(
    db: &mut impl Read,
    (org, remit): (OrgId, &Remit),
    ids: &[MemberId],
) -> Result<HashMap<MemberId, String>> {
    members::names_within(db, org, remit, ids).await
}
