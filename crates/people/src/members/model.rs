//! What a member is, and the rules that need nothing but what they are given.

use std::str::FromStr;

use kernel::{
    FieldError, Fields, GroupId, Lang, MemberId, StaffId, StoreId, Time, refusals, scope::Remit,
    text,
};
use serde::{Deserialize, Serialize};

use super::{E164, Email};

refusals! { members:
    /// Somebody else of this shop has this number.
    PhoneTaken "phone_taken" 409,
    Erased "erased" 410,
    /// Nobody can be merged with themselves.
    SameMember "same_member" 422,
    /// The two are one already.
    MergedAlready "merged_already" 409,
    /// One of the two is the record of whoever asks.
    OwnRecord "own_record" 409,
    /// So many records were merged into this one as may be; `max` says how many.
    TooManyMerged "too_many_merged" 409,
}

/// The most tags of one member, and the longest of them.
pub const TAGS_MAX: usize = 20;
pub const TAG_MAX: usize = 24;
/// Characters of a card's code.
pub const CODE_LEN: usize = 8;
/// What stands where the name was once somebody was erased.
pub const ERASED: &str = "erased";

/// The wording that people agree to; it changes when the words do.
pub const WORDING: &str = "2026-01";

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    pub id: MemberId,
    /// Eight characters, unique in the org: printed on the card, `M-` in front in the QR code.
    pub code: String,
    pub name: String,
    pub phone: Option<E164>,
    /// When it was shown that the number is theirs; `None` for a typed one.
    pub phone_proven_at: Option<Time>,
    pub email: Option<Email>,
    pub email_proven_at: Option<Time>,
    pub birthday: Option<Birthday>,
    pub lang: Option<Lang>,
    pub tags: Vec<String>,
    pub notes: String,
    /// The store where they are at home.
    pub store: Option<StoreId>,
    /// How they became known: `till`, `counter`, `import`, …
    pub source: String,
    /// Who of the shop knows them.
    pub contact: Option<StaffId>,
    pub created_at: Time,
    pub changed_at: Time,
    pub erased_at: Option<Time>,
}

impl Member {
    /// How they are addressed: the first word, or the whole name where names are not split.
    pub fn short_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }
    /// The code as read aloud: `K7QP·4M2X`.
    pub fn code_spaced(&self) -> String {
        spaced(&self.code)
    }
    /// What the card's QR code holds.
    pub fn card(&self) -> String {
        format!("M-{}", self.code)
    }
}

/// A code in two halves, as one reads it out.
pub fn spaced(code: &str) -> String {
    let half = code.len() / 2;
    match (code.get(..half), code.get(half..)) {
        (Some(a), Some(b)) if half >= 3 => format!("{a}·{b}"),
        _ => code.to_owned(),
    }
}

/// A typed or scanned code without what people add to it: case, dashes, `M-`, and the letters that
/// look like digits.
pub fn code(raw: &str) -> String {
    let text: String = raw.trim().to_uppercase();
    let text = text.strip_prefix("M-").unwrap_or(&text);
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            c => c,
        })
        .take(32)
        .collect()
}

/// Month and day; nobody has to say how old they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birthday {
    pub month: i8,
    pub day: i8,
    pub year: Option<i16>,
}

impl Birthday {
    /// 29 February is a birthday; 30 February is none. A year says more: 29 February 2001 is none.
    pub fn new(month: i64, day: i64, year: Option<i64>) -> Option<Self> {
        // A leap year stands in where none was said.
        let of = i16::try_from(year.unwrap_or(2000)).ok()?;
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(of, month, day).ok()?;
        let year = year.and_then(|year| i16::try_from(year).ok());
        if year.is_some_and(|year| !(1900..=2199).contains(&year)) {
            return None;
        }
        Some(Self { month, day, year })
    }
    /// The fields `_month`, `_day` and `_year` of a form; all blank is no birthday.
    pub fn typed(
        fields: &mut Fields,
        name: &'static str,
        [month, day, year]: [&str; 3],
    ) -> Option<Self> {
        let [month, day, year] = [month, day, year].map(str::trim);
        if month.is_empty() && day.is_empty() && year.is_empty() {
            return None;
        }
        let whole = |text: &str| text.parse::<i64>().ok();
        let year = if year.is_empty() { Some(None) } else { whole(year).map(Some) };
        let birthday = match (whole(month), whole(day), year) {
            (Some(month), Some(day), Some(year)) => Self::new(month, day, year),
            _ => None,
        };
        if birthday.is_none() {
            fields.push(FieldError::new(name, "birthday_invalid"));
        }
        birthday
    }
    /// Reads `1984-05-17`, `05-17`, `5/17`, `17.5.1984`, `1984年5月17日`.
    pub fn parse(raw: &str) -> Option<Self> {
        let numbers: Vec<i64> = raw
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .take(4)
            .map(|part| part.parse().unwrap_or(-1))
            .collect();
        match *numbers.as_slice() {
            [month, day] => Self::new(month, day, None),
            [year, month, day] if year > 31 => Self::new(month, day, Some(year)),
            [day, month, year] if year > 31 => {
                Self::new(month, day, Some(year)).filter(|_| raw.contains('.') || day > 12)
            }
            _ => None,
        }
    }
    /// On which day of a year it is kept: 29 February on the 28th of other years.
    pub fn in_year(self, year: i16) -> Option<jiff::civil::Date> {
        jiff::civil::Date::new(year, self.month, self.day)
            .or_else(|_| jiff::civil::Date::new(year, self.month, self.day - 1))
            .ok()
    }
}

/// What one agrees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// That the shop keeps who they are, to run the membership.
    Membership,
    /// That the shop writes to them.
    Messages,
}

impl ConsentKind {
    pub const ALL: [Self; 2] = [Self::Membership, Self::Messages];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Membership => "membership",
            Self::Messages => "messages",
        }
    }
}
impl FromStr for ConsentKind {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    Given,
    Withdrawn,
    /// Came with a file: nobody has asked this person yet.
    NotAsked,
}

impl ConsentState {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
            Self::NotAsked => "not_asked",
        }
    }
}
impl FromStr for ConsentState {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Given, Self::Withdrawn, Self::NotAsked]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or(())
    }
}

/// One row of the history of what was agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Consent {
    pub kind: ConsentKind,
    pub state: ConsentState,
    pub at: Time,
    pub wording: String,
    /// Where: `join`, `me`, `counter`, `console`, `import`, `api`.
    pub place: String,
}

/// What is known of a member before they are one. Checked by [`NewMember::checked`].
#[derive(Debug, Clone, Default)]
pub struct NewMember {
    pub name: String,
    pub phone: Option<E164>,
    pub email: Option<Email>,
    pub birthday: Option<Birthday>,
    pub lang: Option<Lang>,
    pub tags: Vec<String>,
    pub notes: String,
    pub store: Option<StoreId>,
    pub source: String,
    pub contact: Option<StaffId>,
    /// What they agreed to, with where.
    pub consents: Vec<(ConsentKind, ConsentState)>,
    pub place: &'static str,
    /// The number was shown to be theirs: typed by staff in front of the person.
    pub phone_proven: Option<Time>,
}

/// The fields of one member as somebody typed them; the same names in forms and the API.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'t> {
    pub name: &'t str,
    pub phone: &'t str,
    /// Of the number; the org's if blank.
    pub country: &'t str,
    pub email: &'t str,
    pub birthday: [&'t str; 3],
    pub lang: &'t str,
    pub tags: &'t str,
    pub notes: &'t str,
}

impl NewMember {
    /// What was typed, cleaned; what was wrong goes to `fields`.
    pub fn read(fields: &mut Fields, typed: Typed<'_>) -> Self {
        let name = text::require(fields, "name", typed.name, text::NAME_MAX);
        let phone = read_phone(fields, typed.phone, typed.country);
        let email = match typed.email.trim() {
            "" => None,
            raw => {
                let email = Email::read(raw);
                if email.is_none() {
                    fields.push(Email::wrong("email"));
                }
                email
            }
        };
        let birthday = Birthday::typed(fields, "birthday", typed.birthday);
        let lang = typed.lang.parse().ok();
        let tags = tags(fields, typed.tags);
        let notes = text::body(fields, "notes", typed.notes, text::TEXT_MAX);
        Self { name, phone, email, birthday, lang, tags, notes, ..Self::default() }
    }
    #[must_use]
    pub fn from(mut self, source: &str) -> Self {
        source.clone_into(&mut self.source);
        self
    }
    #[must_use]
    pub fn agreed(mut self, place: &'static str, consents: &[(ConsentKind, ConsentState)]) -> Self {
        self.place = place;
        self.consents = consents.to_vec();
        self
    }
}

/// A typed phone number; blank is none.
pub fn read_phone(fields: &mut Fields, raw: &str, country: &str) -> Option<E164> {
    if raw.trim().is_empty() {
        return None;
    }
    match E164::read(raw, country) {
        Ok(phone) => Some(phone),
        Err(wrong) => {
            fields.push(wrong.field("phone"));
            None
        }
    }
}

/// Tags given as a list.
pub fn listed(fields: &mut Fields, given: &[String]) -> Vec<String> {
    if given.len() > TAGS_MAX {
        fields.at_most("tags", given.len(), TAGS_MAX);
        return Vec::new();
    }
    tags(fields, &given.join(","))
}

/// Tags as typed, with commas between (those of Chinese and Arabic too); without repeats.
pub fn tags(fields: &mut Fields, raw: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in
        raw.chars().take(4000).collect::<String>().split([',', '，', '、', ';', '；', '،', '\n'])
    {
        let tag = text::line(tag).to_lowercase();
        if tag.is_empty() || tags.contains(&tag) {
            continue;
        }
        if text::count(&tag) > TAG_MAX {
            fields.push(FieldError::new("tags", "tag_too_long").with("max", TAG_MAX as i64));
            return tags;
        }
        tags.push(tag);
    }
    if tags.len() > TAGS_MAX {
        fields.push(FieldError::new("tags", "tags_too_many").with("max", TAGS_MAX as i64));
        tags.truncate(TAGS_MAX);
    }
    tags
}

/// A name as it is looked for: composed, folded, without what is not letter or digit.
pub fn name_key(name: &str) -> String {
    let folded = text::line(name).to_lowercase();
    let kept: String =
        folded.chars().map(|c| if c.is_alphanumeric() { plain_letter(c) } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// From the last word on, for finding `Ruiz` in `Ana Ruiz`; the whole key when it is one word.
pub fn last_key(key: &str) -> String {
    key.rsplit_once(' ').map_or(key, |(_, last)| last).to_owned()
}

/// Letters with the marks that people leave out when they type in a hurry.
const fn plain_letter(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        c => c,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest first.
    #[default]
    Newest,
    Oldest,
    Name,
    NameDown,
}

impl Sort {
    /// `?sort=name`, `-name`, `since`, `-since`.
    pub fn of(word: &str) -> Self {
        match word {
            "name" => Self::Name,
            "-name" => Self::NameDown,
            "since" => Self::Oldest,
            _ => Self::Newest,
        }
    }
}

/// What a list of members was asked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Name, phone, last digits, code or e-mail: the beginning of one of them.
    pub words: String,
    pub store: Option<StoreId>,
    pub group: Option<GroupId>,
    pub tag: Option<String>,
    pub since: Option<Time>,
    pub sort: Sort,
    /// Stores that the asker works for; `None` is all.
    pub within: Option<Vec<StoreId>>,
    /// Groups that the asker works for; `None` is all.
    pub within_groups: Option<Vec<GroupId>>,
    /// For numbers without a prefix.
    pub country: String,
}

/// What the words of a search mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    Nothing,
    Code(String),
    Email(String),
    Phone { whole: Option<String>, digits: String },
    Name(String),
}

impl Search {
    /// Only what somebody with this remit may see.
    #[must_use]
    pub fn seen_by(mut self, remit: &Remit) -> Self {
        match remit {
            Remit::Everything => {}
            Remit::Stores(stores) => self.within = Some(stores.clone()),
            Remit::Groups(groups) => self.within_groups = Some(groups.clone()),
        }
        self
    }
    pub fn meaning(&self) -> Words {
        let words = text::line(&self.words);
        if words.is_empty() {
            return Words::Nothing;
        }
        if words.contains('@') {
            return Words::Email(words.to_lowercase());
        }
        let digits: String = words.chars().filter(char::is_ascii_digit).collect();
        let only = words.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
        if only && digits.len() >= 3 {
            let whole = E164::read(&words, &self.country).ok().map(|phone| phone.to_string());
            return Words::Phone { whole, digits };
        }
        let code = code(&words);
        if code.len() == CODE_LEN
            && words.is_ascii()
            && (words.starts_with("M-") || words.starts_with("m-") || !digits.is_empty())
        {
            return Words::Code(code);
        }
        Words::Name(name_key(&words))
    }
}

/// The end of the range of texts that begin with `from`.
pub fn after_prefix(from: &str) -> String {
    format!("{from}\u{10ffff}")
}
