//! When each text is due, until when it is worth something, and what an operator made of it.

use std::{collections::BTreeMap, time::Duration};

use jiff::{civil::Date, tz::TimeZone};
use kernel::{FieldError, Fields, Lang, Time, text};
use people::playbooks::TEXT_MAX;
use serde::{Deserialize, Serialize};
use value::words::Words;

use crate::activities::Plan;

/// Something to tell, in the order in which it is told.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = RunMoment)]
pub enum Moment {
    /// The evening before.
    Teaser,
    Opening,
    /// Some hours before the closing.
    LastCall,
    /// Once it is known who won.
    Winners,
    /// The day after.
    Thanks,
}
kernel::words!(Moment {
    Teaser "teaser", Opening "opening", LastCall "last_call", Winners "winners", Thanks "thanks",
});

impl Moment {
    /// Whether it is made of what happened.
    pub const fn is_after(self) -> bool {
        matches!(self, Self::Winners | Self::Thanks)
    }
    /// As which kind of post it stands in a host's day.
    pub const fn post(self) -> (&'static str, Sells) {
        match self {
            Self::Teaser | Self::Opening | Self::LastCall => ("offer", Sells::Yes),
            Self::Winners => ("story", Sells::No),
            Self::Thanks => ("thanks", Sells::No),
        }
    }
}

/// Whether a post counts among those that sell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sells {
    Yes,
    No,
}

/// When a text is due, and from when on it is worth nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub due_at: Time,
    pub expires_at: Time,
}

/// What a run follows: hours that were announced, and what the clock has seen since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    pub opens_at: Time,
    pub closes_at: Time,
    /// When its end is to be known.
    pub ends_at: Time,
    /// Since when people know of it; nothing while it is a draft.
    pub told_at: Option<Time>,
    /// When its end became known, sooner or later than planned.
    pub known_at: Option<Time>,
}

/// Nobody is woken by a shop.
const MORNING: i8 = 8;
const NIGHT: i8 = 22;
const EVENING: i8 = 18;

const fn hours(n: u64) -> Duration {
    Duration::from_secs(n * 3600)
}

fn at(day: Date, hour: i8, zone: &TimeZone) -> Time {
    let local = day.at(hour, 0, 0, 0);
    zone.to_ambiguous_zoned(local)
        .compatible()
        .map_or_else(|_| Time::start_of(day, zone), |zoned| Time::from(zoned.timestamp()))
}

/// The same instant, or the next morning when people sleep.
fn awake(time: Time, zone: &TimeZone) -> Time {
    let local = time.zoned(zone);
    let today = local.date();
    if local.hour() < MORNING {
        at(today, MORNING, zone)
    } else if local.hour() >= NIGHT {
        at(today.tomorrow().unwrap_or(today), MORNING, zone)
    } else {
        time
    }
}

impl Course {
    /// When a moment is, unless an operator moved it; nothing where it has no room.
    pub fn window(&self, moment: Moment, zone: &TimeZone) -> Option<Window> {
        let window = match moment {
            Moment::Teaser => self.teaser(zone)?,
            Moment::Opening => {
                let due_at = awake(self.opens_at, zone);
                let expires_at = due_at.plus(hours(3)).min(self.closes_at);
                Window { due_at, expires_at }
            }
            Moment::LastCall => self.last_call(zone)?,
            Moment::Winners => {
                let due_at = awake(self.known_at.unwrap_or(self.ends_at), zone);
                Window { due_at, expires_at: due_at.plus(hours(24)) }
            }
            Moment::Thanks => {
                let day = self.known_at.unwrap_or(self.ends_at).date(zone);
                let due_at = at(day.tomorrow().unwrap_or(day), MORNING + 2, zone);
                Window { due_at, expires_at: due_at.plus(hours(10)) }
            }
        };
        (window.due_at < window.expires_at).then_some(window)
    }

    /// The evening before; announced later than that, in the last hours before it opens.
    fn teaser(&self, zone: &TimeZone) -> Option<Window> {
        let day = self.opens_at.date(zone);
        let evening = at(day.yesterday().unwrap_or(day), EVENING, zone);
        let until = evening.plus(hours(4));
        if self.told_at.is_none_or(|told| told < until) {
            return Some(Window { due_at: evening, expires_at: until });
        }
        let due_at = self.opens_at.minus(hours(3)).max(at(day, MORNING, zone));
        (due_at < self.opens_at && self.told_at.is_some_and(|told| told < self.opens_at))
            .then_some(Window { due_at, expires_at: self.opens_at })
    }

    /// A quarter of its length before the end, at least half an hour and at most three; before the night, when
    /// it ends in it. What is open for less than two hours has none.
    fn last_call(&self, zone: &TimeZone) -> Option<Window> {
        let lasts = self.closes_at.since(self.opens_at);
        if lasts < hours(2) {
            return None;
        }
        let before = (lasts / 4).clamp(hours(1) / 2, hours(3));
        let due_at = self.closes_at.minus(before);
        let local = due_at.zoned(zone);
        let due_at = if local.hour() < MORNING {
            let day = local.date();
            at(day.yesterday().unwrap_or(day), EVENING + 2, zone)
        } else if local.hour() >= NIGHT {
            at(local.date(), EVENING + 2, zone)
        } else {
            due_at
        };
        let opened = awake(self.opens_at, zone).plus(hours(1));
        (due_at >= opened).then_some(Window { due_at, expires_at: self.closes_at })
    }

    /// From when on a moved text would not be true any more.
    pub const fn bound(&self, moment: Moment) -> Option<Time> {
        match moment {
            Moment::Teaser => Some(self.opens_at),
            Moment::Opening | Moment::LastCall => Some(self.closes_at),
            Moment::Winners | Moment::Thanks => None,
        }
    }
}

/// What an operator made of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Changed {
    /// Instead of the hour that follows from the activity.
    pub at: Option<Time>,
    /// Instead of the text that is made of it; a language without one has the text that is made.
    pub text: Words,
    pub left_out: bool,
}

impl Changed {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What is kept of a run: what an operator changed, and what the clock saw.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    pub off: bool,
    pub moments: BTreeMap<Moment, Changed>,
    pub told_at: Option<Time>,
    pub known_at: Option<Time>,
}

impl Kept {
    pub fn of(&self, moment: Moment) -> Changed {
        self.moments.get(&moment).cloned().unwrap_or_default()
    }

    pub const fn course(&self, plan: &Plan, ends_at: Time) -> Course {
        Course {
            opens_at: plan.opens_at,
            closes_at: plan.closes_at,
            ends_at,
            told_at: self.told_at,
            known_at: self.known_at,
        }
    }

    /// Cleaned, with every field named that is out of bounds: a text that is too long, an hour at which the
    /// text would not be true any more.
    #[must_use]
    pub fn checked(mut self, course: &Course, fields: &mut Fields) -> Self {
        for (moment, changed) in &mut self.moments {
            for lang in Lang::ALL {
                let slot = changed.text.slot(lang);
                *slot = text::lines(slot);
                if text::count(slot) > TEXT_MAX {
                    let most = i64::try_from(TEXT_MAX).unwrap_or(i64::MAX);
                    let field = format!("text_{}_{}", moment.word(), short(lang));
                    fields.push(FieldError::new(field, "too_long").with("max", most));
                }
            }
            let late = |at: Time| course.bound(*moment).is_some_and(|bound| at >= bound);
            if changed.at.is_some_and(late) {
                fields.push(FieldError::new(format!("at_{}", moment.word()), "moment_too_late"));
            }
        }
        self.moments.retain(|_, changed| !changed.is_nothing());
        self
    }

    /// When a moment is: as it was moved, else as it follows. What was moved is worth as long as before.
    pub fn window(&self, course: &Course, moment: Moment, zone: &TimeZone) -> Option<Window> {
        let own = course.window(moment, zone);
        let Some(due_at) = self.of(moment).at else { return own };
        let lasts = own.map_or(hours(3), |own| own.expires_at.since(own.due_at));
        let expires_at = due_at.plus(lasts);
        let expires_at = course.bound(moment).map_or(expires_at, |bound| expires_at.min(bound));
        (due_at < expires_at).then_some(Window { due_at, expires_at })
    }
}

/// The language as it stands in the names of fields.
pub const fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
        Lang::Es => "es",
    }
}

/// One text of a run as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub moment: Moment,
    pub window: Window,
    pub title: Words,
    /// Empty while it is made of what has not happened yet.
    pub text: Words,
    /// Whether an operator moved or rewrote it.
    pub changed: bool,
    pub left_out: bool,
}

impl Line {
    /// Whether it can go out.
    pub fn goes_out(&self) -> bool {
        !self.left_out && !self.text.is_empty()
    }
}

/// The whole run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub off: bool,
    pub lines: Vec<Line>,
}

impl Run {
    /// What is brought to the groups. What was to come when it ended comes no more, and what is made of the
    /// end comes with it.
    pub fn going_out(&self, known_at: Option<Time>) -> impl Iterator<Item = &Line> {
        let in_time = move |line: &&Line| match known_at {
            Some(known) => line.moment.is_after() || line.window.due_at < known,
            None => !line.moment.is_after(),
        };
        self.lines.iter().filter(|line| !self.off && line.goes_out()).filter(in_time)
    }
}
