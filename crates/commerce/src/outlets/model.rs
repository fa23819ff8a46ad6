//! What an outlet is, and what may be said about one.

use kernel::{
    FieldError, Fields, GroupId, MemberId, OutletId, Result, StoreId, Time, money::LARGEST_AMOUNT,
    text,
};
use serde::{Deserialize, Serialize};

kernel::refusals! { outlets:
    /// It takes no orders any more.
    Closed "closed" 409,
    /// The slot has no room left; another may.
    Full "full" 409,
    /// The slot is over, past its cut-off, or never was.
    NotOffered "not_offered" 409,
    /// Nobody brings anything to this postal code or area.
    Outside "outside" 409,
}

pub const NAME_MAX: usize = 80;
pub const ADDRESS_MAX: usize = 300;
pub const WORDS_MAX: usize = 500;
/// Windows of one week.
pub const MOST_WINDOWS: usize = 28;
/// Orders of one slot.
pub const MOST_ROOM: i64 = 10_000;
/// A week.
pub const LONGEST_CUTOFF: i64 = 168;
pub const MOST_GROUPS: usize = 50;
pub const MOST_AREAS: usize = 200;
pub const AREA_MAX: usize = 40;

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = OutletKind)]
pub enum Kind {
    /// People come to it.
    #[default]
    Point,
    /// Somebody goes to their doors.
    Zone,
}
kernel::words!(Kind { Point "point", Zone "zone" });

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OutletState)]
pub enum State {
    Open,
    Closed,
}
kernel::words!(State { Open "open", Closed "closed" });

/// What becomes of what nobody collected at a point.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = OutletMissed)]
pub enum Missed {
    /// It waits in the store that packed it.
    #[default]
    Kept,
    /// It is called off: the goods go back to the shelf, what was paid goes back.
    Returned,
}
kernel::words!(Missed { Kept "kept", Returned "returned" });

/// When orders are handed over, every week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// 0 is Monday.
    pub day: u8,
    /// Minutes of the day, at the shop's clock.
    pub from: u16,
    pub until: u16,
    /// Orders that it has room for.
    pub room: i64,
}

/// What a shopkeeper says about an outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Details {
    pub kind: Kind,
    pub name: String,
    /// Whose shelves its orders come from.
    pub store: StoreId,
    /// Of a point.
    pub address: String,
    /// How to find it, what to bring.
    pub words: String,
    pub windows: Vec<Window>,
    /// Hours before a window begins until which one can order for it.
    pub cutoff_hours: i64,
    /// Whose point it is; none: everybody's.
    pub groups: Vec<GroupId>,
    /// The neighbour who looks after a point.
    pub keeper: Option<MemberId>,
    pub missed: Missed,
    /// Beginnings of postal codes, or names of areas, of a zone.
    pub areas: Vec<String>,
    /// Of a delivery, in minor units.
    pub fee: i64,
    /// From this amount of goods on a delivery is free.
    pub free_from: Option<i64>,
}

impl Details {
    pub fn new(kind: Kind, name: &str, store: StoreId) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            store,
            address: String::new(),
            words: String::new(),
            windows: Vec::new(),
            cutoff_hours: 12,
            groups: Vec::new(),
            keeper: None,
            missed: Missed::Kept,
            areas: Vec::new(),
            fee: 0,
            free_from: None,
        }
    }
    /// Cleans the words, names every field that is out of bounds, and forgets what its kind has not.
    pub fn checked(mut self) -> Result<Self> {
        let mut fields = Fields::default();
        self.name = text::require(&mut fields, "name", &self.name, NAME_MAX);
        self.address = text::body(&mut fields, "address", &self.address, ADDRESS_MAX);
        self.words = text::body(&mut fields, "words", &self.words, WORDS_MAX);
        if !(0..=LONGEST_CUTOFF).contains(&self.cutoff_hours) {
            let wrong = FieldError::new("cutoff_hours", "number_range");
            fields.push(wrong.with("min", 0).with("max", LONGEST_CUTOFF));
        }
        check_windows(&mut fields, &mut self.windows);
        fields.at_most("groups", self.groups.len(), MOST_GROUPS);
        fields.at_most("areas", self.areas.len(), MOST_AREAS);
        match self.kind {
            Kind::Point => {
                if self.address.is_empty() {
                    fields.push(FieldError::new("address", "required"));
                }
                (self.areas, self.fee, self.free_from) = (Vec::new(), 0, None);
            }
            Kind::Zone => {
                (self.address, self.groups, self.keeper) = (String::new(), Vec::new(), None);
                self.missed = Missed::Kept;
                check_areas(&mut fields, &mut self.areas);
            }
        }
        self.groups.sort_unstable();
        self.groups.dedup();
        for (name, amount) in [("fee", Some(self.fee)), ("free_from", self.free_from)] {
            match amount {
                Some(..0) => fields.push(FieldError::new(name, "amount_negative")),
                Some(LARGEST_AMOUNT..) => fields.push(FieldError::new(name, "amount_too_large")),
                _ => {}
            }
        }
        fields.check(self)
    }
    /// What a delivery costs somebody who orders so much.
    pub const fn fee_of(&self, goods: i64, privileged: Free) -> i64 {
        let enough = match self.free_from {
            Some(least) => goods >= least,
            None => false,
        };
        if enough || matches!(privileged, Free::ByTier) { 0 } else { self.fee }
    }
    /// How much of a postal code or area's name one of its areas covers; none: it lies outside.
    pub fn covers(&self, typed: &str) -> Option<usize> {
        let typed = folded(typed);
        let covers = |area: &String| {
            let area = folded(area);
            typed.starts_with(&area).then_some(area.chars().count())
        };
        self.areas.iter().filter_map(covers).max()
    }
}

/// Whether a tier of the member brings things home for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Free {
    No,
    ByTier,
}

/// As postal codes and names are compared: letters and digits, in small letters.
pub fn folded(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn check_windows(fields: &mut Fields, windows: &mut [Window]) {
    windows.sort_by_key(|window| (window.day, window.from));
    if windows.is_empty() {
        fields.push(FieldError::new("windows", "required"));
    }
    fields.at_most("windows", windows.len(), MOST_WINDOWS);
    for (at, window) in windows.iter().enumerate() {
        let name = || format!("windows.{}", at + 1);
        if window.day > 6 || window.from >= window.until || window.until > 24 * 60 {
            fields.push(FieldError::new(name(), "window_times"));
        }
        if !(1..=MOST_ROOM).contains(&window.room) {
            let wrong = FieldError::new(name(), "number_range");
            fields.push(wrong.with("min", 1).with("max", MOST_ROOM));
        }
    }
    let meet = windows.windows(2).any(|two| match two {
        [first, second] => first.day == second.day && first.until > second.from,
        _ => false,
    });
    if meet {
        fields.push(FieldError::new("windows", "windows_meet"));
    }
}

fn check_areas(fields: &mut Fields, areas: &mut Vec<String>) {
    for area in areas.iter_mut() {
        *area = text::line(area);
    }
    areas.retain(|area| !folded(area).is_empty());
    areas.sort();
    areas.dedup();
    if areas.is_empty() {
        fields.push(FieldError::new("areas", "required"));
    }
    if areas.iter().any(|area| text::count(area) > AREA_MAX) {
        fields.push(FieldError::new("areas", "too_long").with("max", AREA_MAX as i64));
    }
}

/// An outlet as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    pub id: OutletId,
    pub details: Details,
    pub state: State,
    pub created_at: Time,
}

impl std::ops::Deref for Outlet {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.details
    }
}
