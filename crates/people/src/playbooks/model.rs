//! The playbook format, typed. Strict: a field that nobody knows is an error, so that a typing
//! mistake in a shared file is seen when it is read and not when a gift is missing.

use kernel::{Currency, Lang};
use serde::{Deserialize, Serialize};

use super::games::{Game, WelcomeDraw};

/// The version of the format this program reads.
pub const FORMAT: u32 = 1;

/// The same words in the three languages, each written natively.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = PlaybookText)]
pub struct Text {
    pub en: String,
    pub zh: String,
    pub es: String,
}

impl Text {
    pub fn in_(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
            Lang::Es => &self.es,
        }
    }
}

/// A kind of shop's whole plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    pub format: u32,
    /// Lower-case words joined by hyphens: `fresh-food`.
    pub id: String,
    pub version: String,
    /// A word such as `fresh_food`; our own six have a name in the console.
    pub trade: String,
    pub demand: Demand,
    pub purpose: Purpose,
    pub capacity: i64,
    pub second_group: SecondGroup,
    pub name: Text,
    pub summary: Text,
    pub positioning: Text,
    pub promise: Text,
    pub persona: Persona,
    pub tone: Tone,
    pub naming: Naming,
    pub threshold: Threshold,
    pub rules: Vec<Rule>,
    pub gifts: Vec<Gift>,
    pub stamp_card: StampCard,
    pub slots: Vec<Slot>,
    pub cold_start: ColdStart,
    /// Activities that suit.
    #[serde(default)]
    pub games: Vec<Game>,
    /// A small draw for whoever joins.
    #[serde(default)]
    pub welcome_draw: Option<WelcomeDraw>,
}

impl Playbook {
    pub fn gift(&self, key: &str) -> Option<&Gift> {
        self.gifts.iter().find(|gift| gift.key == key)
    }
    pub fn game(&self, key: &str) -> Option<&Game> {
        self.games.iter().find(|game| game.key == key)
    }
    pub fn slot(&self, key: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.key == key)
    }
    /// The slots of one weekday in the order of their times.
    pub fn on(&self, day: Day) -> Vec<&Slot> {
        let mut slots: Vec<_> = self.slots.iter().filter(|s| s.days.contains(&day)).collect();
        slots.sort_by_key(|slot| slot.at);
        slots
    }
    /// Useful and selling posts of one week.
    pub fn balance(&self) -> (usize, usize) {
        let posts = |selling| {
            self.slots.iter().filter(|s| s.selling == selling).map(|s| s.days.len()).sum()
        };
        (posts(false), posts(true))
    }
}

/// How often people need what the shop sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    Frequent,
    Occasional,
    Niche,
}

/// What the community is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Sharing,
    Sales,
    Empowerment,
}

/// What happens to somebody who joins a second group of the same series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondGroup {
    /// They stay where they are and are told so.
    Refuse,
    /// They change groups; their place in the first one is free again.
    Move,
}

impl SecondGroup {
    pub const ALL: [Self; 2] = [Self::Refuse, Self::Move];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Move => "move",
        }
    }
}
impl std::str::FromStr for SecondGroup {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.word() == word).ok_or(())
    }
}

/// Who speaks, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    pub name: Text,
    pub who: Text,
    pub needs: Vec<Text>,
    pub pains: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tone {
    pub voice: Text,
    pub say: Vec<Text>,
    pub avoid: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    pub pattern: Pattern,
    pub template: Text,
    pub category: Text,
    /// What `{goal}` stands for: a shared aim with an end.
    #[serde(default)]
    pub goal: Option<Text>,
}

/// What the name of a group is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    Persona,
    Store,
    Goal,
    Mixed,
}

/// What one does before being in: see `series::Threshold` for what a series makes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    pub kind: ThresholdKind,
    #[serde(default)]
    pub question: Option<Text>,
    #[serde(default)]
    pub decides_after_hours: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdKind {
    None,
    Question,
    Purchase,
    Approval,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub key: String,
    pub text: Text,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    pub key: String,
    pub kind: GiftKind,
    pub name: Text,
    pub packing: Text,
    pub cost: Prices,
    pub perceived: Prices,
    pub stock: i64,
    pub per_member: i64,
    pub valid_days: i64,
}

/// Come in, stay lively, bring a friend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiftKind {
    Lead,
    Raffle,
    Reward,
}

impl GiftKind {
    pub const ALL: [Self; 3] = [Self::Lead, Self::Raffle, Self::Reward];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Raffle => "raffle",
            Self::Reward => "reward",
        }
    }
}

/// Minor units in the three currencies the files are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "UPPERCASE")]
pub struct Prices {
    pub cny: i64,
    pub eur: i64,
    pub usd: i64,
}

impl Prices {
    /// `None` for a currency the file says nothing about: a price is not converted behind the
    /// shop's back.
    pub fn amount(&self, currency: Currency) -> Option<i64> {
        match currency.code() {
            "CNY" => Some(self.cny),
            "EUR" => Some(self.eur),
            "USD" => Some(self.usd),
            _ => None,
        }
    }
    pub const fn all(&self) -> [(&'static str, i64); 3] {
        [("CNY", self.cny), ("EUR", self.eur), ("USD", self.usd)]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StampCard {
    pub stamps: i64,
    /// Key of the gift for a full card.
    pub gift: String,
    pub title: Text,
    pub each: Each,
}

/// What earns a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    Purchase,
    Visit,
}

/// One post of the weekly programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    pub key: String,
    pub days: Vec<Day>,
    pub at: At,
    pub kind: SlotKind,
    pub selling: bool,
    /// Unsent after so long it is worth nothing any more.
    pub expires_minutes: i64,
    pub title: Text,
    /// Taken in turn, one a week.
    pub texts: Vec<Text>,
    #[serde(default)]
    pub picture: Option<Text>,
    #[serde(default)]
    pub tip: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    Notice,
    Tip,
    Offer,
    Question,
    Programme,
    Gathering,
    Story,
    Thanks,
}

impl SlotKind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Tip => "tip",
            Self::Offer => "offer",
            Self::Question => "question",
            Self::Programme => "programme",
            Self::Gathering => "gathering",
            Self::Story => "story",
            Self::Thanks => "thanks",
        }
    }
}

/// A day of the week.
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
#[schema(as = Weekday)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    pub const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];
    pub const fn weekday(self) -> jiff::civil::Weekday {
        use jiff::civil::Weekday;
        match self {
            Self::Mon => Weekday::Monday,
            Self::Tue => Weekday::Tuesday,
            Self::Wed => Weekday::Wednesday,
            Self::Thu => Weekday::Thursday,
            Self::Fri => Weekday::Friday,
            Self::Sat => Weekday::Saturday,
            Self::Sun => Weekday::Sunday,
        }
    }
    pub fn of(weekday: jiff::civil::Weekday) -> Self {
        Self::ALL.into_iter().find(|day| day.weekday() == weekday).unwrap_or(Self::Mon)
    }
}

/// A time of day, as a clock on the wall shows it: `07:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct At {
    pub hour: u8,
    pub minute: u8,
}

impl At {
    pub const fn minutes(self) -> i64 {
        self.hour as i64 * 60 + self.minute as i64
    }
}
impl TryFrom<String> for At {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = "expected a time such as 07:30";
        let two = |part: &str| (part.len() == 2).then(|| part.parse::<u8>().ok()).flatten();
        let (hour, minute) = text.split_once(':').ok_or(wrong)?;
        match (two(hour), two(minute)) {
            (Some(hour @ 0..=23), Some(minute @ 0..=59)) => Ok(Self { hour, minute }),
            _ => Err(wrong),
        }
    }
}
impl From<At> for String {
    fn from(at: At) -> Self {
        at.to_string()
    }
}
impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// How the first thirty come in, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColdStart {
    pub regulars_to_invite: i64,
    pub summary: Text,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Days from the opening: -10 is ten days before it.
    pub day: i64,
    pub title: Text,
    pub text: Text,
}

/// Which of a slot's texts a week takes: the whole weeks since the group opened, in turn, so that
/// nothing repeats before all were told. `None` when there are no texts.
pub fn turn(opened_on: jiff::civil::Date, on: jiff::civil::Date, texts: usize) -> Option<usize> {
    let texts = i64::try_from(texts).ok().filter(|n| *n > 0)?;
    let days = opened_on.until(on).map_or(0, |span| i64::from(span.get_days()));
    usize::try_from(days.div_euclid(7).rem_euclid(texts)).ok()
}
