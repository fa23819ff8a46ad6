//! What a slot is, and the rules of a week.

use jiff::{civil::Date, tz::TimeZone};
use kernel::{FieldError, Fields, Lang, PictureId, SeriesId, SlotId, Time, text};
use people::playbooks::{self, At, Day, POSTS_A_DAY, SlotKind, TEXT_MAX, TITLE_MAX, Text};

kernel::refusals! { programmes:
    /// The series has slots: adopting would put a second week beside them.
    Adopted "adopted" 409,
    /// The slot has ended.
    Ended "ended" 409,
}

/// How long a text may wait before it is worth nothing: ten minutes to a day.
pub const EXPIRES: std::ops::RangeInclusive<i64> = 10..=1440;
/// Texts of one slot, taken in turn.
pub const TEXTS_MAX: usize = 12;
pub const KINDS: [SlotKind; 8] = [
    SlotKind::Notice,
    SlotKind::Tip,
    SlotKind::Offer,
    SlotKind::Question,
    SlotKind::Programme,
    SlotKind::Gathering,
    SlotKind::Story,
    SlotKind::Thanks,
];

/// The kind of this word.
pub fn kind(word: &str) -> Option<SlotKind> {
    KINDS.into_iter().find(|kind| kind.word() == word)
}

/// Days of a week as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days(u8);

impl Days {
    pub const fn from_bits(bits: i64) -> Self {
        Self((bits & 127).to_le_bytes()[0])
    }
    pub const fn bits(self) -> i64 {
        self.0 as i64
    }
    pub const fn has(self, day: Day) -> bool {
        self.0 & (1 << day as u8) != 0
    }
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
    pub fn iter(self) -> impl Iterator<Item = Day> {
        Day::ALL.into_iter().filter(move |day| self.has(*day))
    }
}
impl FromIterator<Day> for Days {
    fn from_iter<I: IntoIterator<Item = Day>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |bits, day| bits | (1 << day as u8)))
    }
}

/// A day as it stands in forms: `mon`.
pub const fn day_word(day: Day) -> &'static str {
    match day {
        Day::Mon => "mon",
        Day::Tue => "tue",
        Day::Wed => "wed",
        Day::Thu => "thu",
        Day::Fri => "fri",
        Day::Sat => "sat",
        Day::Sun => "sun",
    }
}

/// One post of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub id: SlotId,
    pub series: SeriesId,
    /// As in the playbook it came from, or made up.
    pub key: String,
    pub days: Days,
    pub at: At,
    pub kind: SlotKind,
    pub selling: bool,
    /// Unsent after so long it is worth nothing any more.
    pub expires_minutes: i64,
    pub title: Text,
    /// Taken in turn, one a week.
    pub texts: Vec<Text>,
    /// What the picture should show.
    pub hint: Text,
    /// For the host alone.
    pub tip: Text,
    /// The picture that goes with it, when the shop gave one.
    pub picture: Option<PictureId>,
    pub ended_at: Option<Time>,
}

impl Slot {
    /// When it is due on a day at a place, and until when it is worth something. A time that the
    /// clocks skip is due as much later as they skip.
    pub fn window(&self, day: Date, zone: &TimeZone) -> (Time, Time) {
        let (hour, minute) = (self.at.hour.cast_signed(), self.at.minute.cast_signed());
        let due = zone
            .to_ambiguous_zoned(day.at(hour, minute, 0, 0))
            .compatible()
            .map_or_else(|_| Time::start_of(day, zone), |zoned| Time::from(zoned.timestamp()));
        let lasts = std::time::Duration::from_secs(self.expires_minutes.max(0).unsigned_abs() * 60);
        (due, due.plus(lasts))
    }
    /// The text of the week, for a group that opened on that day.
    pub fn text_on(&self, opened_on: Date, day: Date) -> Option<&Text> {
        playbooks::turn(opened_on, day, self.texts.len()).and_then(|turn| self.texts.get(turn))
    }
}

/// The words in a language; where nobody wrote them in it, in the one they were written in.
pub fn said(text: &Text, lang: Lang) -> &str {
    let all = [text.in_(lang), &text.en, &text.zh, &text.es];
    all.into_iter().find(|words| !words.is_empty()).unwrap_or_default()
}

/// A slot as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSlot {
    pub key: String,
    pub days: Days,
    pub at: At,
    pub kind: SlotKind,
    pub selling: bool,
    pub expires_minutes: i64,
    pub title: Text,
    pub texts: Vec<Text>,
    pub hint: Text,
    pub tip: Text,
    pub picture: Option<PictureId>,
}

impl NewSlot {
    pub fn of(slot: &playbooks::Slot) -> Self {
        Self {
            key: slot.key.clone(),
            days: slot.days.iter().copied().collect(),
            at: slot.at,
            kind: slot.kind,
            selling: slot.selling,
            expires_minutes: slot.expires_minutes,
            title: slot.title.clone(),
            texts: slot.texts.clone(),
            hint: slot.picture.clone().unwrap_or_default(),
            tip: slot.tip.clone().unwrap_or_default(),
            picture: None,
        }
    }
    /// Cleaned, with every wrong field named. `lang` is the language of the series: in it a title
    /// and a first text are needed, in the others they are welcome. `others` are the slots that the
    /// series has besides this one.
    #[must_use]
    pub fn checked(mut self, fields: &mut Fields, lang: Lang, others: &[Slot]) -> Self {
        if self.days.is_empty() {
            fields.push(FieldError::new("days", "days_none"));
        }
        for day in self.days.iter().filter(|day| on(others, *day) >= POSTS_A_DAY) {
            let wrong = FieldError::new("days", "day_full");
            fields.push(wrong.with("max", POSTS_A_DAY as i64).with("day", day_word(day)));
        }
        if !EXPIRES.contains(&self.expires_minutes) {
            let wrong = FieldError::new("expires_minutes", "number_range");
            fields.push(wrong.with("min", *EXPIRES.start()).with("max", *EXPIRES.end()));
        }
        self.title = words(fields, "title", &self.title, TITLE_MAX);
        self.hint = words(fields, "hint", &self.hint, TEXT_MAX);
        self.tip = words(fields, "tip", &self.tip, TEXT_MAX);
        fields.at_most("texts", self.texts.len(), TEXTS_MAX);
        let texts = std::mem::take(&mut self.texts);
        let cleaned = texts.iter().enumerate();
        self.texts = cleaned
            .map(|(at, text)| words(fields, &format!("text_{at}"), text, TEXT_MAX))
            .filter(|text| !said(text, lang).is_empty())
            .collect();
        if self.title.in_(lang).is_empty() {
            fields.push(FieldError::new(format!("title_{}", short(lang)), "required"));
        }
        if self.texts.first().is_none_or(|text| text.in_(lang).is_empty()) {
            fields.push(FieldError::new(format!("text_0_{}", short(lang)), "required"));
        }
        self
    }
}

/// How many of the slots are on a day.
pub fn on(slots: &[Slot], day: Day) -> usize {
    slots.iter().filter(|slot| slot.ended_at.is_none() && slot.days.has(day)).count()
}

/// The language as it stands in the names of fields.
pub const fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
        Lang::Es => "es",
    }
}

fn words(fields: &mut Fields, name: &str, raw: &Text, max: usize) -> Text {
    let mut one = |lang: Lang| {
        let clean = text::lines(raw.in_(lang));
        if text::count(&clean) > max {
            let wrong = FieldError::new(format!("{name}_{}", short(lang)), "too_long");
            fields.push(wrong.with("max", i64::try_from(max).unwrap_or(i64::MAX)));
        }
        clean
    };
    Text { en: one(Lang::En), zh: one(Lang::Zh), es: one(Lang::Es) }
}

/// Useful and selling posts of a week.
pub fn balance(slots: &[Slot]) -> (usize, usize) {
    let posts = |selling: bool| {
        slots.iter().filter(|s| s.selling == selling).map(|s| s.days.iter().count()).sum()
    };
    (posts(false), posts(true))
}

/// What stands for the names in a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'n> {
    pub brand: &'n str,
    pub store: &'n str,
    pub group: &'n str,
    pub host: &'n str,
}

/// The text with its names filled in. `{link}` stays: it is filled where the address is known. A
/// name is never read for places again, so a shop called `{host}` stays that.
pub fn fill(text: &str, names: &Names<'_>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (place, behind) = after.split_once('}').unwrap_or(("", after));
        let store = if names.store.is_empty() { names.brand } else { names.store };
        let host = if names.host.is_empty() { names.brand } else { names.host };
        match place {
            "brand" => out.push_str(names.brand),
            "store" => out.push_str(store),
            "group" => out.push_str(names.group),
            "host" => out.push_str(host),
            _ => {
                out.push('{');
                rest = after;
                continue;
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}
