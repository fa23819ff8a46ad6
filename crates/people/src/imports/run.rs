//! Bringing members in: chunk by chunk, each in a turn of its own, so that the shop goes on working.
//! Every row finds whom it means first; hence a rerun changes nothing and a killed import goes on
//! where it was by being started again.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::BufRead,
};

use kernel::{Error, Fields, Result, Scope, StoreId};
use serde::{Deserialize, Serialize};
use store::{Db, Pace, Read, Tx};
use web::{kit::words, shops};

use super::{
    mapping::{Field, Mapping},
    rows::{Row, Rows},
};
use crate::members::{
    self, Birthday, ConsentKind, ConsentState, Member, NewMember, actions, model::Typed,
};

/// Rows per turn.
const CHUNK: usize = 100;

/// Whether anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Mode {
    #[default]
    Write,
    /// Tells what would happen.
    Try,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Options {
    pub mode: Mode,
    /// Home store of those who are added.
    pub store: Option<StoreId>,
    /// Of the reasons of refused rows.
    pub lang: kernel::Lang,
}

/// What happened so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub rows: u64,
    pub added: u64,
    /// Known before; something that was blank was filled in.
    pub updated: u64,
    /// Known before, nothing new.
    pub same: u64,
    pub rejected: u64,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    pub line: u64,
    pub reason: String,
    pub row: String,
}

/// What an import tells while it runs: after every chunk, with the rows that it refused.
#[derive(Debug)]
pub struct Step<'s> {
    pub summary: &'s Summary,
    pub rejects: &'s [Reject],
}

enum Done {
    Added,
    Updated,
    Same,
}

/// One row, read.
#[derive(Clone)]
struct Entry {
    line: u64,
    new: NewMember,
    code: Option<String>,
}

/// Imports people. The reader stands before the line of headings; `mapping` fits it.
pub async fn members<R: BufRead>(
    db: &Db,
    scope: &Scope,
    mut rows: Rows<R>,
    (mapping, options): (&Mapping, &Options),
    progress: &mut (dyn FnMut(Step<'_>) + Send),
) -> Result<Summary> {
    mapping.check()?;
    let country = shops::require(&mut db.read().await?, scope.org()).await?.country;
    let mut summary = Summary::default();
    let (mut seen, mut pace) = (HashSet::new(), Pace::new(CHUNK));
    loop {
        let (mut entries, mut rejects, mut end) = (Vec::new(), Vec::new(), false);
        while entries.len() < CHUNK && rejects.len() < CHUNK {
            let Some(row) = rows.next_row().map_err(Error::broken)? else {
                end = true;
                break;
            };
            summary.rows += 1;
            match entry(row, mapping, (&country, options)) {
                Ok(entry) => entries.push(entry),
                Err(reject) => rejects.push(reject),
            }
        }
        let done = match options.mode {
            Mode::Write => write(db, scope, &entries, (&mut rejects, &mut pace), options).await?,
            Mode::Try => attempt(db, scope, entries, &mut seen).await?,
        };
        for one in done {
            match one {
                Done::Added => summary.added += 1,
                Done::Updated => summary.updated += 1,
                Done::Same => summary.same += 1,
            }
        }
        summary.rejected += rejects.len() as u64;
        progress(Step { summary: &summary, rejects: &rejects });
        if end {
            return Ok(summary);
        }
    }
}

fn entry(
    row: Row,
    mapping: &Mapping,
    (country, options): (&str, &Options),
) -> Result<Entry, Reject> {
    let (line, cells) = match row {
        Row::Good { line, cells } => (line, cells),
        Row::Bad { line, reason, start } => {
            return Err(Reject { line, reason: reason.word().to_owned(), row: start });
        }
    };
    let cell = |field| mapping.cell(&cells, field);
    let mut fields = Fields::default();
    let typed = Typed {
        name: cell(Field::Name),
        phone: cell(Field::Phone),
        country,
        email: cell(Field::Email),
        lang: cell(Field::Lang),
        tags: cell(Field::Tags),
        notes: cell(Field::Notes),
        ..Typed::default()
    };
    let mut new = NewMember::read(&mut fields, typed);
    let birthday = cell(Field::Birthday);
    new.birthday = Birthday::parse(birthday);
    if !birthday.is_empty() && new.birthday.is_none() {
        fields.push(kernel::FieldError::new("birthday", "birthday_invalid"));
    }
    new.store = options.store;
    let asked =
        [ConsentKind::Membership, ConsentKind::Messages].map(|k| (k, ConsentState::NotAsked));
    let new = new.from("import").agreed("import", &asked);
    let code = Some(members::model::code(cell(Field::Code))).filter(|code| !code.is_empty());
    match fields.check(()) {
        Ok(()) => Ok(Entry { line, new, code }),
        Err(error) => Err(Reject { line, reason: reason(&error, options), row: short(&cells) }),
    }
}

fn short(cells: &[String]) -> String {
    cells.join(",").chars().take(500).collect()
}

/// What is wrong, with the field's name, in the reader's language.
fn reason(error: &Error, options: &Options) -> String {
    match error {
        Error::Invalid(fields) => fields
            .iter()
            .map(|one| format!("{}: {}", one.field, words::field_error(options.lang, one)))
            .collect::<Vec<_>>()
            .join(" "),
        other => words::error(options.lang, other),
    }
}

/// Whom a row means: by number, by address, by card, or by the name where there is nothing else.
async fn meant(db: &mut impl Read, org: kernel::OrgId, entry: &Entry) -> Result<Option<Member>> {
    if let Some(phone) = &entry.new.phone
        && let Some(member) = members::by_phone(db, org, phone).await?
    {
        return Ok(Some(member));
    }
    if let Some(email) = &entry.new.email
        && let Some(member) = members::by_email(db, org, email).await?
        && (entry.new.phone.is_none() || member.phone.is_none())
    {
        return Ok(Some(member));
    }
    if let Some(code) = &entry.code
        && code.len() == members::model::CODE_LEN
        && let Some(member) = members::by_code(db, org, code).await?
    {
        return Ok(Some(member));
    }
    if entry.new.phone.is_some() || entry.new.email.is_some() {
        return Ok(None);
    }
    members::bare_named(db, org, &entry.new.name).await
}

async fn write(
    db: &Db,
    scope: &Scope,
    mut entries: &[Entry],
    (rejects, pace): (&mut Vec<Reject>, &mut Pace),
    options: &Options,
) -> Result<Vec<Done>> {
    let mut all = Vec::with_capacity(entries.len());
    while !entries.is_empty() {
        let (turn, rest) = entries.split_at(entries.len().min(pace.rows()));
        let some = turn.to_vec();
        match db.write(scope, async |tx: &mut Tx| turn_of(tx, some, options).await).await {
            Ok(wrote) => {
                let (done, refused) = wrote.value;
                all.extend(done);
                rejects.extend(refused);
                entries = rest;
                pace.kept();
            }
            Err(error) => tokio::time::sleep(pace.busy(error)?).await,
        }
    }
    Ok(all)
}

async fn turn_of(
    tx: &mut Tx,
    entries: Vec<Entry>,
    options: &Options,
) -> Result<(Vec<Done>, Vec<Reject>)> {
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for entry in entries {
        let (line, name) = (entry.line, entry.new.name.clone());
        match bring(tx, entry).await {
            Ok(one) => done.push(one),
            Err(error @ (Error::Refused(_) | Error::Invalid(_))) => {
                refused.push(Reject { line, reason: reason(&error, options), row: name });
            }
            Err(error) => return Err(error),
        }
    }
    Ok((done, refused))
}

async fn bring(tx: &mut Tx, entry: Entry) -> Result<Done> {
    let org = tx.org();
    let Some(before) = meant(tx, org, &entry).await? else {
        actions::add(tx, entry.new).await?;
        return Ok(Done::Added);
    };
    let after = completed(&before, entry.new);
    if after == before {
        return Ok(Done::Same);
    }
    actions::change(tx, after).await?;
    Ok(Done::Updated)
}

/// What is known stays; what was blank is filled in. A file knows no better than the person.
fn completed(before: &Member, new: NewMember) -> Member {
    let mut after = before.clone();
    after.phone = after.phone.or(new.phone);
    after.email = after.email.or(new.email);
    after.birthday = after.birthday.or(new.birthday);
    after.lang = after.lang.or(new.lang);
    after.store = after.store.or(new.store);
    if after.notes.is_empty() {
        after.notes = new.notes;
    }
    for tag in new.tags {
        if !after.tags.contains(&tag) && after.tags.len() < members::model::TAGS_MAX {
            after.tags.push(tag);
        }
    }
    after
}

/// What would happen; people of earlier rows of the file are remembered by eight bytes each.
async fn attempt(
    db: &Db,
    scope: &Scope,
    entries: Vec<Entry>,
    seen: &mut HashSet<u64>,
) -> Result<Vec<Done>> {
    let mut reader = db.read().await?;
    let mut done = Vec::new();
    for entry in entries {
        let known = meant(&mut reader, scope.org(), &entry).await?;
        let mut hash = DefaultHasher::new();
        match (&entry.new.phone, &entry.new.email) {
            (Some(phone), _) => phone.hash(&mut hash),
            (None, Some(email)) => email.key().hash(&mut hash),
            (None, None) => members::model::name_key(&entry.new.name).hash(&mut hash),
        }
        let first = seen.insert(hash.finish());
        done.push(match known {
            Some(before) if completed(&before, entry.new) == before => Done::Same,
            Some(_) => Done::Updated,
            None if first => Done::Added,
            None => Done::Same,
        });
    }
    Ok(done)
}
