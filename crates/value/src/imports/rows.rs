//! From a line to a purchase: what it says, checked, with the id that a second run gives it again.

use std::collections::{HashMap, HashSet};

use jiff::{
    civil::{Date, DateTime},
    tz::TimeZone,
};
use kernel::{Currency, Money, OrgId, PurchaseId, StoreId, Time, ids::Id, text};
use people::stores::Store;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use web::Shop;

use super::{
    columns::Columns,
    lines::{Line, Reject},
};
use crate::purchases::model::{LONGEST_REFERENCE, MOST_ITEMS};

/// A good row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Of the first such row of the file, until [`Numbers`] knows which it is.
    pub id: PurchaseId,
    pub line: u64,
    /// How long its line was.
    pub bytes: u64,
    pub customer: String,
    pub name: Option<String>,
    pub store: StoreId,
    pub at: Time,
    pub day: String,
    pub items: i64,
    pub amount: i64,
    pub reference: Option<String>,
}

impl Row {
    /// What its id is derived from, beside its number among its likes.
    fn content(&self, org: OrgId) -> String {
        let Self { store, customer, at, items, amount, .. } = self;
        match &self.reference {
            Some(reference) => format!("{org}\n{store}\n{reference}"),
            None => format!("{org}\n{store}\n{customer}\n{at}\n{items}\n{amount}"),
        }
    }
    fn id(&self, org: OrgId, nth: u32) -> PurchaseId {
        derived(&format!("{}\n{nth}", self.content(org)))
    }
}

/// Tells rows of the same content apart, where those of one customer and instant come together.
#[derive(Debug)]
pub struct Numbers {
    org: OrgId,
    of: Option<(String, Time)>,
    seen: HashMap<PurchaseId, u32>,
}

impl Numbers {
    pub fn new(org: OrgId) -> Self {
        Self { org, of: None, seen: HashMap::new() }
    }
    pub fn number(&mut self, row: &mut Row) {
        if self.of.as_ref().is_none_or(|(who, at)| *who != row.customer || *at != row.at) {
            self.of = Some((row.customer.clone(), row.at));
            self.seen.clear();
        }
        let nth = self.seen.entry(row.id).and_modify(|nth| *nth += 1).or_insert(0);
        if *nth > 0 {
            row.id = row.id(self.org, *nth);
        }
    }
}

/// Reads lines of one file.
pub struct Reader {
    columns: Columns,
    org: OrgId,
    currency: Currency,
    zone: TimeZone,
    stores: Vec<Store>,
    fallback: Option<StoreId>,
    now: Time,
    /// The references that came before.
    seen: HashSet<PurchaseId>,
}

const LONGEST_CUSTOMER: usize = 80;

impl Reader {
    pub fn new(
        columns: Columns,
        shop: &Shop,
        stores: Vec<Store>,
        fallback: Option<StoreId>,
        now: Time,
    ) -> Self {
        let fallback = fallback.or(match stores.as_slice() {
            [only] => Some(only.id),
            _ => None,
        });
        Self {
            columns,
            org: shop.org,
            currency: shop.currency,
            zone: shop.zone.clone(),
            stores,
            fallback,
            now,
            seen: HashSet::new(),
        }
    }

    pub fn read(&mut self, line: &Line) -> Result<Row, Reject> {
        let cell = |at: usize| line.cells.get(at).map_or("", String::as_str);
        let optional = |at: Option<usize>| at.map(cell).filter(|text| !text.is_empty());
        let wrong = |reason| line.reject(reason);
        let Columns { customer, date, amount, .. } = self.columns;
        if line.cells.len() <= customer.max(date).max(amount) {
            // Another delimiter than the heading's, or a line that was cut off.
            return Err(wrong("columns_missing"));
        }
        let customer = text::line(cell(self.columns.customer));
        match text::count(&customer) {
            0 => return Err(wrong("customer_missing")),
            1..=LONGEST_CUSTOMER => {}
            _ => return Err(wrong("customer_too_long")),
        }
        let (at, day) = moment(cell(self.columns.date), &self.zone, self.now)
            .ok_or_else(|| wrong("date_wrong"))?;
        let amount = Money::parse(cell(self.columns.amount), self.currency)
            .map_err(|error| wrong(error.code()))?
            .amount;
        let items = optional(self.columns.items).map_or(Some(1), |text| text.parse().ok());
        let items = items.filter(|items| (0..=MOST_ITEMS).contains(items));
        let items = items.ok_or_else(|| wrong("items_wrong"))?;
        let reference = optional(self.columns.reference).map(text::line);
        if reference.as_ref().is_some_and(|text| text::count(text) > LONGEST_REFERENCE) {
            return Err(wrong("reference_too_long"));
        }
        let store = match optional(self.columns.store) {
            Some(named) => self.store(named).ok_or_else(|| wrong("store_unknown"))?,
            None => self.fallback.ok_or_else(|| wrong("store_missing"))?,
        };
        let name = optional(self.columns.name).map(text::line);
        let name = name.map(|name| name.chars().take(text::NAME_MAX).collect());
        let mut row = Row {
            id: PurchaseId::from_uuid(uuid::Uuid::nil()),
            line: line.number,
            bytes: line.bytes,
            customer,
            name,
            store,
            at,
            day,
            items,
            amount,
            reference,
        };
        row.id = row.id(self.org, 0);
        if row.reference.is_some() && !self.seen.insert(row.id) {
            return Err(wrong("reference_twice"));
        }
        Ok(row)
    }

    fn store(&self, named: &str) -> Option<StoreId> {
        let same = |text: &str| text.to_lowercase() == named.to_lowercase();
        let found = self
            .stores
            .iter()
            .find(|store| same(&store.code) || same(&store.name) || same(&store.id.to_string()));
        found.map(|store| store.id)
    }
}

/// `1997-01-18`, `1997-01-18 17:20`, `1997/1/18`, or an instant. A day without a time is its noon,
/// so that no change of clocks moves it to another day.
fn moment(text: &str, zone: &TimeZone, now: Time) -> Option<(Time, String)> {
    let plain = text.trim().replace('/', "-");
    let local = plain.parse::<DateTime>().ok().map(|moment| (moment, plain.len() > 10));
    let at = if let Some(at) = Time::parse(&plain) {
        at
    } else {
        let moment = match local {
            Some((moment, true)) => moment,
            Some((moment, false)) => moment.date().at(12, 0, 0, 0),
            None => loose(&plain)?.at(12, 0, 0, 0),
        };
        Time::from(zone.to_ambiguous_zoned(moment).compatible().ok()?.timestamp())
    };
    let sound = at.micros() > 0 && at < now.plus_days(2);
    sound.then(|| (at, at.date(zone).to_string()))
}

/// `1997-1-8`, and `19970108`.
fn loose(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let (year, month, day) = match *parts.as_slice() {
        [year, month, day] if year.len() == 4 => (year, month, day),
        [whole] if whole.len() == 8 => (whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// An id that the same content has again.
fn derived<K: kernel::ids::Kind>(content: &str) -> Id<K> {
    let whole: [u8; 32] = Sha256::digest(content.as_bytes()).into();
    let mut half = [0; 16];
    half.copy_from_slice(whole.split_at(16).0);
    Id::from_uuid(uuid::Builder::from_custom_bytes(half).into_uuid())
}
