//! A shop with a door: where it is and when it is open.

use jiff::civil::Weekday;
use kernel::{Error, FieldError, Fields, Result, StoreId, Time, text};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How many stores a brand can have, closed ones included.
pub const STORES_MAX: usize = 2000;

kernel::refusals! {
    stores:
    TooMany "too_many" 409,
    /// A closed store is opened again before anything else.
    Closed "closed" 409,
}

/// One opening: from a minute of the day until another. Until the same minute or an earlier one
/// means past midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    pub from: u16,
    pub until: u16,
}

/// `09:30` as minutes since midnight; `24:00` is allowed as an end.
pub fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once([':', '：', '.', 'h'])?;
    let (hour, minute): (u16, u16) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    let all = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && all <= 24 * 60).then_some(all)
}

/// Minutes as `09:30`.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words<'w> {
    from: std::borrow::Cow<'w, str>,
    until: std::borrow::Cow<'w, str>,
}

impl Serialize for Opening {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Words { from: clock(self.from).into(), until: clock(self.until).into() }
            .serialize(serializer)
    }
}
impl<'de> Deserialize<'de> for Opening {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Words::deserialize(deserializer)?;
        match (minutes(&words.from), minutes(&words.until)) {
            (Some(from), Some(until)) if from < 24 * 60 => Ok(Self { from, until }),
            _ => Err(de::Error::custom("expected times such as 09:30")),
        }
    }
}

/// When a store is open: a list of openings for each weekday, at its own clock. An empty day is
/// closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hours {
    pub mon: Vec<Opening>,
    pub tue: Vec<Opening>,
    pub wed: Vec<Opening>,
    pub thu: Vec<Opening>,
    pub fri: Vec<Opening>,
    pub sat: Vec<Opening>,
    pub sun: Vec<Opening>,
}

/// The names of the days in forms and JSON, from Monday.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Hours {
    /// Every day the same.
    pub fn daily(from: u16, until: u16) -> Self {
        let day = vec![Opening { from, until }];
        let [mon, tue, wed, thu, fri, sat, sun] = std::array::from_fn(|_| day.clone());
        Self { mon, tue, wed, thu, fri, sat, sun }
    }
    pub const fn days(&self) -> [&Vec<Opening>; 7] {
        [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun]
    }
    pub const fn days_mut(&mut self) -> [&mut Vec<Opening>; 7] {
        [
            &mut self.mon,
            &mut self.tue,
            &mut self.wed,
            &mut self.thu,
            &mut self.fri,
            &mut self.sat,
            &mut self.sun,
        ]
    }
    pub fn is_empty(&self) -> bool {
        self.days().iter().all(|day| day.is_empty())
    }
    fn day(&self, weekday: Weekday) -> &[Opening] {
        let at = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0);
        self.days().get(at).map_or(&[], |day| day.as_slice())
    }
    /// Whether the store is open at a weekday and minute of its own clock.
    pub fn open_at(&self, weekday: Weekday, minute: u16) -> bool {
        let today = self.day(weekday).iter().any(|opening| {
            minute >= opening.from && (opening.until <= opening.from || minute < opening.until)
        });
        let last_night = self
            .day(weekday.previous())
            .iter()
            .any(|opening| opening.until <= opening.from && minute < opening.until);
        today || last_night
    }
    /// Openings of a day may not meet.
    pub fn check(&self, fields: &mut Fields) {
        for (day, name) in self.days().into_iter().zip(DAYS) {
            let mut sorted = day.clone();
            sorted.sort_by_key(|opening| opening.from);
            let meet = sorted.windows(2).any(|two| match two {
                [first, second] => first.until <= first.from || first.until > second.from,
                _ => false,
            });
            if meet || day.len() > 4 {
                fields.push(FieldError::new(format!("hours.{name}"), "hours_meet"));
            }
        }
    }
}

/// A store, open or closed for good.
#[derive(Debug, Clone, PartialEq)]
pub struct Store {
    pub id: StoreId,
    /// Short, unique in the brand: what files from tills name it by.
    pub code: String,
    pub name: String,
    pub address: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub hours: Hours,
    pub created_at: Time,
    /// Closed for good since; what happened in it stays.
    pub closed_at: Option<Time>,
}

impl Store {
    pub fn href(&self) -> String {
        format!("/console/stores/{}", self.id)
    }
    pub const fn works(&self) -> bool {
        self.closed_at.is_none()
    }
}

/// What a store is made of. An empty code is chosen for you.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct NewStore {
    pub name: String,
    pub address: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub hours: Hours,
    pub code: Option<String>,
}

impl NewStore {
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), hours: Hours::daily(9 * 60, 21 * 60), ..Self::default() }
    }
    /// Cleaned and checked; every field that is wrong is named.
    pub fn check(self) -> Result<Self> {
        let mut fields = Fields::default();
        let name = text::require(&mut fields, "name", &self.name, text::NAME_MAX);
        let address = text::body(&mut fields, "address", &self.address, 300);
        let code = self.code.as_deref().map(code).filter(|code| !code.is_empty());
        if let Some(code) = &code
            && (code.len() > 12 || !is_code(code))
        {
            fields.push(FieldError::new("code", "store_code"));
        }
        place(&mut fields, self.lat, self.lon);
        self.hours.check(&mut fields);
        fields.check(Self { name, address, code, ..self })
    }
}

/// Whether these are characters of a code.
pub(super) fn is_code(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn code(raw: &str) -> String {
    text::line(raw).to_uppercase()
}

fn place(fields: &mut Fields, lat: Option<f64>, lon: Option<f64>) {
    if lat.is_some() != lon.is_some() {
        fields.push(FieldError::new(if lat.is_none() { "lat" } else { "lon" }, "place_half"));
    }
    for (name, value, most) in [("lat", lat, 90), ("lon", lon, 180)] {
        if value.is_some_and(|value| !value.is_finite() || value.abs() > f64::from(most)) {
            fields.push(FieldError::new(name, "place_range").with("max", i64::from(most)));
        }
    }
}

pub(super) fn code_taken() -> Error {
    FieldError::new("code", "taken").into()
}
