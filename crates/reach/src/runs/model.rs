//! What a dated post is, whom it is for, and which weekly slot gives way to it.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use kernel::{GroupId, SeriesId, SlotId, Time};
use people::{
    groups::Group,
    playbooks::{At, SlotKind, Text},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    programmes::{Days, Slot},
    todos::plan,
};

/// Texts of one run: more is no run.
pub const MOST: usize = 10;

/// In three languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub title: Text,
    pub text: Text,
}

/// The groups that a run is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    #[default]
    All,
    Groups(Vec<GroupId>),
    Series(Vec<SeriesId>),
}

impl Whom {
    pub fn has(&self, group: &Group) -> bool {
        match self {
            Self::All => true,
            Self::Groups(ids) => ids.contains(&group.id),
            Self::Series(ids) => ids.contains(&group.series),
        }
    }
}

/// One text on one day. It takes a place of the day as a slot does, and has an id of the same kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    pub id: SlotId,
    pub activity: Uuid,
    /// As the activity calls it: `teaser`.
    pub moment: String,
    /// The local day, `2026-03-02`.
    pub day: String,
    pub due_at: Time,
    pub expires_at: Time,
    pub kind: SlotKind,
    pub selling: bool,
    pub said: Said,
    /// The activity's page, below the brand's address.
    pub page: String,
    pub whom: Whom,
    pub ended_at: Option<Time>,
}

impl Dated {
    /// As it stands on a host's card. A dated text has no week; what only weeks have is empty.
    pub fn as_slot(&self, series: SeriesId, zone: &TimeZone) -> Slot {
        let at = self.due_at.zoned(zone).time();
        Slot {
            id: self.id,
            series,
            key: self.moment.clone(),
            days: Days::default(),
            at: At { hour: at.hour().unsigned_abs(), minute: at.minute().unsigned_abs() },
            kind: self.kind,
            selling: self.selling,
            expires_minutes: 0,
            title: self.said.title.clone(),
            texts: vec![self.said.text.clone()],
            hint: Text::default(),
            tip: Text::default(),
            picture: None,
            ended_at: self.ended_at,
        }
    }
    /// Its picture, below the brand's address.
    pub fn card(&self) -> String {
        format!("{}/card.png", self.page)
    }
}

/// A text as an activity brings it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewDated {
    pub moment: String,
    pub due_at: Time,
    pub expires_at: Time,
    /// As a slot's: `offer`, `thanks`.
    pub kind: String,
    pub selling: bool,
    pub said: Said,
}

/// A whole run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Run {
    pub activity: Uuid,
    pub page: String,
    pub whom: Whom,
    pub posts: Vec<NewDated>,
}

/// A weekly slot that has no place on a day with a run, and in how many groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivesWay {
    pub day: String,
    /// `17:00`
    pub at: String,
    pub title: Text,
    pub groups: i64,
}

/// What gives way on a day in each of these groups when `new` is added to the `others` of the day.
pub fn gives_way(
    (slots, groups): (&[Slot], &[Group]),
    (others, new): (&[Dated], &[Dated]),
    (day, zone): (Date, &TimeZone),
) -> Vec<GivesWay> {
    let midnight = Time::start_of(day, zone);
    let mut found: BTreeMap<SlotId, GivesWay> = BTreeMap::new();
    for group in groups {
        let before: Vec<&Dated> = others.iter().filter(|one| one.whom.has(group)).collect();
        let after: Vec<&Dated> =
            before.iter().copied().chain(new.iter().filter(|one| one.whom.has(group))).collect();
        let had = plan((slots, &before), &[], (day, zone), midnight);
        let has = plan((slots, &after), &[], (day, zone), midnight);
        let gone = had.iter().filter(|was| has.iter().all(|is| is.slot != was.slot));
        for slot in gone.filter_map(|gone| slots.iter().find(|slot| slot.id == gone.slot)) {
            let one = found.entry(slot.id).or_insert_with(|| GivesWay {
                day: day.to_string(),
                at: slot.at.to_string(),
                title: slot.title.clone(),
                groups: 0,
            });
            one.groups += 1;
        }
    }
    found.into_values().collect()
}
