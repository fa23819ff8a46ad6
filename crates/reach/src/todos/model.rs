//! What a to-do is, and which of them a day brings.

use std::str::FromStr;

use jiff::{civil::Date, tz::TimeZone};
use kernel::{GroupId, MessageId, PostId, SeriesId, SlotId, StaffId, Time, TodoId};
use people::playbooks::POSTS_A_DAY;

use crate::{programmes::Slot, runs::Dated};

kernel::refusals! { todos:
    /// Its time is over: sending it now would be noise.
    TooLate "too_late" 409,
    /// The group lives elsewhere: a person brings it there.
    NotHere "not_here" 409,
    /// It stands in the feed, and longer than one can take back what one wrote.
    StandsInFeed "stands_in_feed" 409,
    /// Somebody has done it already.
    Done "done" 409,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    /// Somebody says so.
    Done,
    /// It stands in our feed.
    Posted,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Done, Self::Posted];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Posted => "posted",
        }
    }
}
impl FromStr for State {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.word() == word).ok_or(())
    }
}

/// A text to bring to one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    pub id: TodoId,
    pub group: GroupId,
    pub slot: SlotId,
    /// The local day, `2026-03-02`.
    pub day: String,
    pub post: PostId,
    pub series: SeriesId,
    pub due_at: Time,
    pub expires_at: Time,
    pub state: State,
    pub done_at: Option<Time>,
    pub done_by: Option<StaffId>,
    /// Where it stands in our feed.
    pub message: Option<MessageId>,
}

impl Todo {
    pub fn is_waiting(&self) -> bool {
        self.state == State::Waiting
    }
    /// Whether a person sees it: done, or still worth doing.
    pub fn shows(&self, now: Time) -> bool {
        !self.is_waiting() || self.expires_at > now
    }
    /// Whether it can be done now and should be.
    pub fn is_on(&self, now: Time) -> bool {
        self.due_at <= now && self.expires_at > now
    }
}

/// The local day as it is kept.
pub fn day_text(day: Date) -> String {
    day.to_string()
}

/// What tells most of a day's to-dos: what is on, else what comes next, else what is over.
pub fn telling(todos: &[Todo], now: Time) -> Vec<&Todo> {
    let those = |is: fn(&Todo, Time) -> bool| -> Vec<&Todo> {
        todos.iter().filter(|todo| is(todo, now)).collect()
    };
    [those(Todo::is_on), those(|todo, now| todo.due_at > now), todos.iter().collect()]
        .into_iter()
        .find(|those| !those.is_empty())
        .unwrap_or_default()
}

/// What a group still gets on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    pub slot: SlotId,
    pub due_at: Time,
    pub expires_at: Time,
}

/// What a group still gets on a day: in the order of the times, none twice, none too late, and never more
/// than three together with what it has (`taken`) already. Dated texts come first; of the weekly slots what
/// sells gives way before what is useful, and the later before the earlier.
pub fn plan(
    (slots, dated): (&[Slot], &[&Dated]),
    taken: &[SlotId],
    (day, zone): (Date, &TimeZone),
    now: Time,
) -> Vec<Planned> {
    let weekday = people::playbooks::Day::of(day.weekday());
    let text = day_text(day);
    let fits = |planned: &Planned| planned.expires_at > now && !taken.contains(&planned.slot);
    let mut room = POSTS_A_DAY.saturating_sub(taken.len());
    let brought = dated.iter().filter(|one| one.ended_at.is_none() && one.day == text);
    let mut all: Vec<Planned> = brought
        .map(|one| Planned { slot: one.id, due_at: one.due_at, expires_at: one.expires_at })
        .filter(fits)
        .collect();
    in_order(&mut all, room);
    room -= all.len();
    let weekly =
        |slot: &&Slot| slot.ended_at.is_none() && slot.days.has(weekday) && !slot.texts.is_empty();
    let planned = |slot: &Slot| {
        let (due_at, expires_at) = slot.window(day, zone);
        (slot.selling, Planned { slot: slot.id, due_at, expires_at })
    };
    let (mut sells, mut useful) = (Vec::new(), Vec::new());
    for (selling, planned) in slots.iter().filter(weekly).map(planned) {
        if fits(&planned) {
            if selling && !all.is_empty() { sells.push(planned) } else { useful.push(planned) }
        }
    }
    in_order(&mut useful, room);
    in_order(&mut sells, room - useful.len());
    all.extend(useful.into_iter().chain(sells));
    in_order(&mut all, POSTS_A_DAY);
    all
}

/// By their times, none twice, and so many at most.
fn in_order(all: &mut Vec<Planned>, most: usize) {
    all.sort_by_key(|planned| (planned.due_at, planned.slot));
    all.dedup_by_key(|planned| planned.slot);
    all.truncate(most);
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn today_tells_what_is_on_else_what_comes_else_what_is_over() {
        let uuid = |n: u128| uuid::Uuid::from_u128(n);
        let todo = |n: u128, due: i64, ends: i64| Todo {
            id: TodoId::from_uuid(uuid(n)),
            group: GroupId::from_uuid(uuid(1)),
            slot: SlotId::from_uuid(uuid(n)),
            day: "2026-03-02".into(),
            post: PostId::from_uuid(uuid(n)),
            series: SeriesId::from_uuid(uuid(1)),
            due_at: Time::from_micros(due),
            expires_at: Time::from_micros(ends),
            state: State::Waiting,
            done_at: None,
            done_by: None,
            message: None,
        };
        let day = [todo(1, 10, 20), todo(2, 15, 30), todo(3, 40, 50)];
        for (now, told) in [
            (5, vec![1, 2, 3]),
            (17, vec![1, 2]),
            (25, vec![2]),
            (35, vec![3]),
            (60, vec![1, 2, 3]),
        ] {
            let those = telling(&day, Time::from_micros(now));
            let ids: Vec<_> = those.iter().map(|todo| todo.id.uuid().as_u128()).collect();
            assert_eq!(ids, told, "at {now}");
        }
        assert!(telling(&[], Time::from_micros(5)).is_empty());
    }
}
