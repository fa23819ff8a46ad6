//! Which facts a figure sums, as it stands in the address of a page.

use jiff::civil::Date;
use kernel::{
    Error, FieldError, GiftId, GroupId, LinkId, Result, Scope, StaffId, StoreId, scope::Remit,
};
use serde::Deserialize;
use store::{Value, any_of};

use crate::facts::model::Day;

/// The longest stretch of days one page looks at.
pub const DAYS_MAX: i64 = 1100;

/// As asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub to: Option<String>,
    #[serde(default)]
    pub days: Option<String>,
    #[serde(default)]
    pub store: Option<String>,
    #[serde(default)]
    pub group: Option<String>,
    #[serde(default)]
    pub link: Option<String>,
    #[serde(default)]
    pub staff: Option<String>,
    #[serde(default)]
    pub gift: Option<String>,
    #[serde(default)]
    pub source: Option<String>,
}

/// As understood.
#[derive(Debug, Clone)]
pub struct Filter {
    pub from: Day,
    /// Inclusive.
    pub to: Day,
    pub stores: Option<Vec<StoreId>>,
    /// All that somebody whose remit is groups sees, whatever else is asked.
    pub groups: Option<Vec<GroupId>>,
    pub group: Option<GroupId>,
    pub link: Option<LinkId>,
    pub staff: Option<StaffId>,
    pub gift: Option<GiftId>,
    pub source: Option<String>,
}

fn id<T: std::str::FromStr>(text: Option<&String>, field: &'static str) -> Result<Option<T>> {
    text.filter(|text| !text.is_empty())
        .map(|text| text.parse().map_err(|_| FieldError::new(field, "choice_invalid").into()))
        .transpose()
}

fn day(text: Option<&String>, field: &'static str) -> Result<Option<Day>> {
    text.filter(|text| !text.is_empty())
        .map(|text| {
            let date: Date =
                text.parse().map_err(|_| Error::from(FieldError::new(field, "date_invalid")))?;
            Ok(Day::from_date(date))
        })
        .transpose()
}

impl Asked {
    /// Cut to what the asker may see; thirty days up to today unless said otherwise.
    pub fn understand(&self, scope: &Scope, today: Day) -> Result<Filter> {
        let days = match self.days.as_deref().filter(|text| !text.is_empty()) {
            None => 30,
            Some(text) => {
                text.parse().ok().filter(|days| (1..=DAYS_MAX).contains(days)).ok_or_else(|| {
                    Error::from(
                        FieldError::new("days", "number_range")
                            .with("min", 1)
                            .with("max", DAYS_MAX),
                    )
                })?
            }
        };
        let to = day(self.to.as_ref(), "to")?.unwrap_or(today);
        let from = day(self.from.as_ref(), "from")?.unwrap_or(to.plus(1 - days));
        if from > to || to.0 - from.0 >= DAYS_MAX {
            return Err(FieldError::new("from", "date_invalid").into());
        }
        let asked: Option<StoreId> = id(self.store.as_ref(), "store")?;
        let stores = match (asked, scope.remit()) {
            (Some(store), remit) if remit.covers_store(Some(store)) => Some(vec![store]),
            (Some(_), _) => return Err(Error::NotFound("store")),
            (None, Remit::Stores(stores)) => Some(stores.clone()),
            (None, _) => None,
        };
        let groups = match scope.remit() {
            Remit::Groups(groups) => Some(groups.clone()),
            _ => None,
        };
        Ok(Filter {
            from,
            to,
            stores,
            groups,
            group: id(self.group.as_ref(), "group")?,
            link: id(self.link.as_ref(), "link")?,
            staff: id(self.staff.as_ref(), "staff")?,
            gift: id(self.gift.as_ref(), "gift")?,
            source: self.source.clone().filter(|source| !source.is_empty()),
        })
    }

    /// The same question again, as a query string with some parts replaced.
    pub fn query(&self, but: &[(&str, &str)]) -> String {
        let own = [
            ("from", &self.from),
            ("to", &self.to),
            ("days", &self.days),
            ("store", &self.store),
            ("group", &self.group),
            ("link", &self.link),
            ("staff", &self.staff),
            ("gift", &self.gift),
            ("source", &self.source),
        ];
        let kept = own
            .iter()
            .filter(|(name, _)| !but.iter().any(|(other, _)| other == name))
            .filter_map(|(name, value)| value.as_deref().map(|value| (*name, value)));
        let all: Vec<(&str, &str)> =
            kept.chain(but.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
        web::kit::links::with_query("", all)
    }
}

impl Filter {
    /// The days just before, as many: what a figure is compared with.
    #[must_use]
    pub fn before(&self) -> Self {
        let length = self.to.0 - self.from.0 + 1;
        Self { from: self.from.plus(-length), to: self.from.plus(-1), ..self.clone() }
    }

    /// Conditions on the dimensions, to follow others; `args` grows with them.
    pub(super) fn dimensions(&self, args: &mut Vec<Value>) -> String {
        let mut sql = String::new();
        let mut add = |column: &str, value: Option<Value>| {
            if let Some(value) = value {
                args.push(value);
                sql.push_str(&format!(" AND {column} = ${}", args.len()));
            }
        };
        add("grp", self.group.map(Value::from));
        add("link", self.link.map(Value::from));
        add("staff", self.staff.map(Value::from));
        add("gift", self.gift.map(Value::from));
        add("source", self.source.clone().map(Value::from));
        // A remit of nothing sees nothing.
        if let Some(stores) = &self.stores {
            sql.push_str(" AND ");
            sql.push_str(&any_of("store", stores.iter().copied(), args));
        }
        if let Some(groups) = &self.groups {
            sql.push_str(" AND ");
            sql.push_str(&any_of("grp", groups.iter().copied(), args));
        }
        sql
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Actor, OrgId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_manager_of_one_store_cannot_ask_for_another() {
        let (own, other) =
            (StoreId::from_uuid(Uuid::from_u128(1)), StoreId::from_uuid(Uuid::from_u128(2)));
        let org = OrgId::from_uuid(Uuid::from_u128(3));
        let scope = Scope::proven(org, Actor::Visitor, Remit::Stores(vec![own]));
        let ask = |store: Option<StoreId>| Asked {
            store: store.map(|store| store.to_string()),
            ..Asked::default()
        };
        let day = Day(20_000);
        assert_eq!(ask(None).understand(&scope, day).unwrap().stores, Some(vec![own]));
        assert_eq!(ask(Some(own)).understand(&scope, day).unwrap().stores, Some(vec![own]));
        assert_eq!(ask(Some(other)).understand(&scope, day).unwrap_err(), Error::NotFound("store"));
    }

    #[test]
    fn whoever_has_groups_sees_the_figures_of_their_groups_alone() {
        let group = |n| GroupId::from_uuid(Uuid::from_u128(n));
        let org = OrgId::from_uuid(Uuid::from_u128(3));
        for (own, condition) in [
            (vec![], " AND 1 = 0"),
            (vec![group(1)], " AND grp IN ($1)"),
            (vec![group(1), group(2)], " AND grp IN ($1, $2)"),
        ] {
            let held = own.len();
            let scope = Scope::proven(org, Actor::Visitor, Remit::Groups(own));
            let mut args = Vec::new();
            let seen = Asked::default().understand(&scope, Day(20_000)).unwrap();
            assert_eq!(seen.dimensions(&mut args), condition);
            assert_eq!(args.len(), held);
            assert_eq!(seen.before().groups, seen.groups);
        }
    }

    #[test]
    fn days_that_make_no_sense_name_their_field() {
        let scope = Scope::system(OrgId::from_uuid(Uuid::from_u128(3)));
        for (asked, field) in [
            (Asked { from: Some("yesterday".into()), ..Asked::default() }, "from"),
            (Asked { to: Some("2026-13-01".into()), ..Asked::default() }, "to"),
            (Asked { days: Some("0".into()), ..Asked::default() }, "days"),
            (Asked { days: Some("99999".into()), ..Asked::default() }, "days"),
            (Asked { gift: Some("mbr_1".into()), ..Asked::default() }, "gift"),
        ] {
            let Err(Error::Invalid(fields)) = asked.understand(&scope, Day(20_000)) else {
                panic!("{asked:?} was understood")
            };
            assert_eq!(fields.first().unwrap().field, field);
        }
    }
}
