//! What an order list is, and what may be said about one.

use kernel::{
    FieldError, Fields, GroupId, Lang, MemberId, OrderId, OrderListId, ProductId, Result, StoreId,
    Time, scope::Remit, text,
};
use serde::{Deserialize, Serialize};

use super::{
    reading::{self, Known},
    words::{Goods, Vocabulary, letters},
};
use crate::products::Part;

kernel::refusals! { order_lists:
    /// Nothing is ordered from it any more.
    Closed "closed" 409,
    /// Somebody else has taken orders from it since it was read: it is read again.
    MovedOn "moved_on" 409,
    /// It holds as many orders as one list can.
    Full "full" 409,
}

/// Different goods of one list.
pub const MOST_GOODS: usize = 50;
/// Words by which one of the goods is known, and units it is sold by.
pub const MOST_WORDS: usize = 12;
pub const WORD_MAX: usize = 40;
pub const PLACE_MAX: usize = 200;
/// Lines of one paste, and orders of one list.
pub const MOST_ENTRIES: usize = 500;
/// The largest paste, in bytes.
pub const PASTE_MAX: usize = 64 << 10;
/// Orders that one command makes or calls off: a turn is short, and what is left takes another.
pub const AT_ONCE: usize = 60;
/// How far ahead goods may be held for a list.
pub const LONGEST_DAYS: i64 = 45;
/// Days after the collection, when names are forgotten.
pub const WIPED_AFTER_DAYS: i64 = 14;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderListState)]
pub enum State {
    Open,
    Closed,
}
kernel::words!(State { Open "open", Closed "closed" });

/// A product with the words that people of the chat use for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub product: ProductId,
    /// The first is the one that we write.
    pub names: Vec<String>,
    /// What it is sold by; empty: by the piece.
    pub units: Vec<String>,
}

/// What somebody says who opens a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Details {
    pub name: String,
    /// From whose shelves the orders come.
    pub store: StoreId,
    /// Whose chat it is; none: of the whole store.
    pub group: Option<GroupId>,
    /// What the chat speaks.
    pub lang: Lang,
    /// Where it is collected; empty: in the store.
    pub place: String,
    /// Until when people write.
    pub closes_at: Time,
    /// When it is collected.
    pub ready_at: Time,
    pub until_at: Time,
    pub goods: Vec<Offer>,
}

impl Details {
    /// Cleans the words and names every field that is out of bounds.
    pub fn checked(mut self, now: Time) -> Result<Self> {
        let mut fields = Fields::default();
        self.check(now, &mut fields);
        fields.check(self)
    }

    /// Names every field that cannot be as it is.
    pub fn check(&mut self, now: Time, fields: &mut Fields) {
        self.name = text::require(fields, "name", &self.name, text::NAME_MAX);
        let place = text::optional(fields, "place", Some(&self.place), PLACE_MAX);
        self.place = place.unwrap_or_default();
        if self.ready_at < self.closes_at {
            fields.push(FieldError::new("ready_at", "order_list_times"));
        }
        if self.until_at <= self.ready_at {
            fields.push(FieldError::new("until_at", "order_list_times"));
        }
        if self.until_at > now.plus_days(LONGEST_DAYS) {
            fields.push(FieldError::new("until_at", "order_list_far").with("days", LONGEST_DAYS));
        }
        if self.goods.is_empty() {
            fields.push(FieldError::new("goods", "required"));
        }
        fields.at_most("goods", self.goods.len(), MOST_GOODS);
        for offer in &mut self.goods {
            offer.names = words(fields, &offer.names);
            offer.units = words(fields, &offer.units);
            if offer.names.is_empty() {
                fields.push(FieldError::new("goods", "required"));
            }
        }
        self.each_word_reads(fields);
    }

    /// Each word means one thing, and a line that is written with it reads so.
    fn each_word_reads(&self, fields: &mut Fields) {
        let goods = self.words();
        let plain = Vocabulary::new(&[]);
        let known = Known { goods: &goods, ..Known::default() };
        let reads = |line: &str, at: usize| {
            let found = reading::read(line, known).ordered.pop().map(|one| one.parts);
            found.is_some_and(|parts| parts == [reading::Part { goods: at, quantity: 2 }])
        };
        let taken = |word: &str| {
            let signs = letters(word);
            plain.at(&signs, 0).is_some_and(|(_, end)| end == signs.len())
        };
        for (at, offer) in self.goods.iter().enumerate() {
            if self.goods.iter().take(at).any(|other| other.product == offer.product) {
                fields.push(FieldError::new("goods", "choice_invalid"));
            }
            let first = offer.names.first().map_or("", String::as_str);
            let names = offer.names.iter().map(|name| (name, format!("1. Zz, {name} x2")));
            let units = offer.units.iter().map(|unit| (unit, format!("1. Zz, 2 {unit} {first}")));
            for (word, line) in names.chain(units) {
                if taken(word) || !reads(&line, at) {
                    let wrong = FieldError::new("goods", "order_list_word");
                    fields.push(wrong.with("word", word.as_str()));
                }
            }
        }
    }

    /// The goods as the reader knows them.
    pub fn words(&self) -> Vec<Goods> {
        let words =
            |offer: &Offer| Goods { names: offer.names.clone(), units: offer.units.clone() };
        self.goods.iter().map(words).collect()
    }
}

fn words(fields: &mut Fields, given: &[String]) -> Vec<String> {
    fields.at_most("goods", given.len(), MOST_WORDS);
    let cleaned = given.iter().filter_map(|word| {
        text::optional(fields, "goods", Some(word), WORD_MAX).filter(|word| !word.is_empty())
    });
    cleaned.collect()
}

/// A list as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderList {
    pub id: OrderListId,
    pub details: Details,
    pub state: State,
    /// How often orders were taken from it.
    pub revision: i64,
    /// When the names on it were forgotten.
    pub wiped_at: Option<Time>,
    pub created_at: Time,
}

impl std::ops::Deref for OrderList {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.details
    }
}

impl OrderList {
    pub fn href(&self) -> String {
        format!("/console/order-lists/{}", self.id)
    }
    /// Whether it is of somebody's groups or stores.
    pub fn is_of(&self, remit: &Remit) -> bool {
        is_within(remit, self.group, self.store)
    }
}

/// Hosts keep lists of their own groups; everybody else those of their stores.
pub fn is_within(remit: &Remit, group: Option<GroupId>, store: StoreId) -> bool {
    match remit {
        Remit::Groups(groups) => group.is_some_and(|group| groups.contains(&group)),
        _ => remit.spans_store(Some(store)),
    }
}

/// Somebody's line that is to be an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub number: i64,
    pub name: String,
    /// Whom the host knows in it; none: it is held under the name.
    pub member: Option<MemberId>,
    pub parts: Vec<Part>,
    pub note: String,
}

/// A line that became an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name as it is compared.
    pub line: String,
    pub number: i64,
    pub name: String,
    pub note: String,
    pub member: Option<MemberId>,
    pub parts: Vec<Part>,
    pub order: OrderId,
    pub changed_at: Time,
}

/// Lines that a chat wrote, within bounds.
pub fn pasted(text: &str) -> Result<&str> {
    let mut fields = Fields::default();
    if text.trim().is_empty() {
        fields.push(FieldError::new("text", "required"));
    }
    if text.len() > PASTE_MAX {
        fields.push(FieldError::new("text", "order_list_large").with("kib", 64));
    }
    let lines = text.lines().count();
    if lines > MOST_ENTRIES {
        let most = i64::try_from(MOST_ENTRIES).unwrap_or(i64::MAX);
        let wrong = FieldError::new("text", "order_list_long").with("max", most);
        fields.push(wrong.with("lines", i64::try_from(lines).unwrap_or(i64::MAX)));
    }
    fields.check(text)
}

/// Reads what a chat wrote, knowing who was on the list before.
pub fn read(list: &Details, text: &str, (names, taken): (&[String], &[Entry])) -> reading::Reading {
    let goods = list.words();
    let before: Vec<(i64, String)> = taken.iter().map(|it| (it.number, it.name.clone())).collect();
    let mut all: Vec<String> = names.to_vec();
    all.extend(taken.iter().map(|entry| entry.name.clone()));
    reading::read(text, Known { goods: &goods, names: &all, taken: &before })
}

/// What was read, as products.
pub fn parts(list: &Details, read: &[reading::Part]) -> Vec<Part> {
    let part = |part: &reading::Part| {
        let offer = list.goods.get(part.goods)?;
        Some(Part { product: offer.product, quantity: part.quantity })
    };
    read.iter().filter_map(part).collect()
}
