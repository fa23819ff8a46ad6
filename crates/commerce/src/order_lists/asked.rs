//! A paste as a host looks at it: what was read, whom the names mean, and what it would change.

use std::collections::BTreeMap;

use ::store::Read;
use kernel::{Error, FieldError, Fields, MemberId, OrgId, Result, scope::Remit};
use web::{Input, Shop};

use super::{
    actions::Confirmation,
    difference::{Difference, difference},
    model::{self, Entry, OrderList, Wanted, parts},
    reading::{Reading, key},
    store,
    whom::{Called, whom},
};

/// Who reads: which shop, and what part of it they see.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    pub org: OrgId,
    pub country: &'a str,
    pub remit: &'a Remit,
}

impl<'a> Reader<'a> {
    pub fn new(shop: &'a Shop, remit: &'a Remit) -> Self {
        Self { org: shop.org, country: &shop.country, remit }
    }
}

/// A paste with all that its page shows.
pub struct Paste {
    pub text: String,
    pub reading: Reading,
    pub difference: Difference,
    /// By line: whom the host meant, as it was typed or proposed.
    pub who: BTreeMap<usize, String>,
    /// Which line of the text a name stands in.
    pub lines: BTreeMap<String, usize>,
    /// Names that nobody could be found for, by field.
    pub wrong: Fields,
}

impl Paste {
    /// What a host confirms who looked at the list as it was then.
    pub fn told(&self, seen: Option<i64>) -> Confirmation {
        let Difference { added, changed, withdrawn, .. } = &self.difference;
        let wanted = added.iter().chain(changed.iter().map(|change| &change.now));
        Confirmation {
            seen,
            wanted: wanted.cloned().collect(),
            off: withdrawn.iter().map(|entry| entry.name.clone()).collect(),
        }
    }
    /// Where a name stands in the text.
    pub fn line_of(&self, name: &str) -> Option<usize> {
        self.lines.get(&key(name)).copied()
    }
}

/// The text with the lines that a host mended in place.
fn mended(input: &Input) -> String {
    let text = input.text("text");
    let line = |(at, line): (usize, &str)| match input.optional(&format!("fix.{at}")) {
        Some(fixed) => fixed.replace(['\n', '\r'], " "),
        None => line.to_owned(),
    };
    text.lines().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads what was sent. Nothing of it is kept.
pub async fn paste(
    db: &mut impl Read,
    reader: Reader<'_>,
    (list, input): (&OrderList, &Input),
) -> Result<Paste> {
    let text = mended(input);
    model::pasted(&text)?;
    let called = Called::of(db, reader.org, list.group).await?;
    let entries = store::entries(db, reader.org, list.id).await?;
    let reading = model::read(list, &text, (&called.names(), &entries));
    let (mut who, mut wrong) = (BTreeMap::new(), Fields::default());
    let (mut wanted, mut lines) = (Vec::new(), BTreeMap::new());
    for one in &reading.ordered {
        let field = format!("who.{}", one.at);
        let before = entries.iter().find(|entry| entry.line == key(&one.name));
        let member = match input.optional(&field) {
            Some(typed) => {
                who.insert(one.at, typed.to_owned());
                match whom(db, (reader.org, reader.country, reader.remit), typed, &called).await {
                    Ok(member) => member,
                    Err(Error::Invalid(_)) => {
                        wrong.push(FieldError::new(field, "order_list_who"));
                        None
                    }
                    Err(error) => return Err(error),
                }
            }
            None => proposed(before, &one.name, &called),
        };
        if let Some(name) = member.and_then(|member| called.name(member)) {
            who.entry(one.at).or_insert_with(|| name.to_owned());
        }
        lines.insert(key(&one.name), one.at);
        wanted.push(Wanted {
            number: one.number,
            name: one.name.clone(),
            member,
            parts: parts(list, &one.parts),
            note: one.note.clone(),
        });
    }
    let mut off: Vec<String> = reading.withdrawn.iter().map(|one| one.name.clone()).collect();
    off.extend(input.all("off").map(str::to_owned));
    let difference = difference(&wanted, &off, &entries);
    Ok(Paste { text, reading, difference, who, lines, wrong })
}

/// Whom a name means before a host says: whoever ordered under it before, else the one person of the group
/// who is called exactly so.
pub fn proposed(before: Option<&Entry>, name: &str, called: &Called) -> Option<MemberId> {
    match before {
        Some(entry) => entry.member,
        None => called.exactly(name),
    }
}
