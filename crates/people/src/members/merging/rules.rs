//! What stays of two people's details, without asking anything but the two.

use kernel::text;

use super::model::{Side, Wins};
use crate::members::{
    Consent, ConsentKind, ConsentState, Member,
    model::{TAGS_MAX, name_key},
};

use super::model::Reason;

/// The chosen side where it has something; else the one that has something, the survivor's first.
fn pick<T: Clone>(chosen: Option<Side>, into: Option<&T>, from: Option<&T>) -> Option<T> {
    match chosen {
        Some(Side::From) => from.or(into).cloned(),
        Some(Side::Into) | None => into.or(from).cloned(),
    }
}

/// What is proven comes before what is typed, unless somebody chose.
fn proven<T: Clone, P: Copy>(
    chosen: Option<Side>,
    into: (Option<&T>, Option<P>),
    from: (Option<&T>, Option<P>),
) -> (Option<T>, Option<P>) {
    let better = into.1.is_none() && from.1.is_some();
    let side = chosen.or(better.then_some(Side::From));
    let both = |(value, at): (Option<&T>, Option<P>)| value.map(|value| (value.clone(), at));
    pick(side, both(into).as_ref(), both(from).as_ref())
        .map_or((None, None), |(value, at)| (Some(value), at))
}

/// The one person that the two are.
pub fn together(into: &Member, from: &Member, wins: Wins) -> Member {
    let name = if wins.name == Some(Side::From) { &from.name } else { &into.name };
    let (phone, phone_proven_at) = proven(
        wins.phone,
        (into.phone.as_ref(), into.phone_proven_at),
        (from.phone.as_ref(), from.phone_proven_at),
    );
    let (email, mut email_proven_at) = proven(
        wins.email,
        (into.email.as_ref(), into.email_proven_at),
        (from.email.as_ref(), from.email_proven_at),
    );
    if into.email == from.email {
        email_proven_at = into.email_proven_at.or(from.email_proven_at);
    }
    let mut tags = into.tags.clone();
    tags.extend(from.tags.iter().filter(|tag| !into.tags.contains(tag)).cloned());
    tags.truncate(TAGS_MAX);
    Member {
        name: name.clone(),
        phone,
        phone_proven_at,
        email,
        email_proven_at,
        birthday: pick(wins.birthday, into.birthday.as_ref(), from.birthday.as_ref()),
        lang: pick(wins.lang, into.lang.as_ref(), from.lang.as_ref()),
        store: pick(wins.store, into.store.as_ref(), from.store.as_ref()),
        contact: into.contact.or(from.contact),
        tags,
        notes: notes(&into.notes, &from.notes),
        created_at: into.created_at.min(from.created_at),
        ..into.clone()
    }
}

/// Both notes, one below the other, as far as there is room.
fn notes(into: &str, from: &str) -> String {
    let both: Vec<&str> =
        [into, from].into_iter().filter(|notes| !notes.trim().is_empty()).collect();
    both.join("\n").chars().take(text::TEXT_MAX).collect()
}

/// What holds of a kind afterwards: what they said themselves last if that is later than the other's
/// word; else no is stronger than yes. None when nobody was asked.
pub fn agreed(kind: ConsentKind, into: &[Consent], from: &[Consent]) -> Option<ConsentState> {
    let last = |all: &[Consent]| {
        let said = |one: &&Consent| one.kind == kind && one.state != ConsentState::NotAsked;
        all.iter().filter(said).max_by_key(|one| one.at).cloned()
    };
    match (last(into), last(from)) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.state),
        (Some(one), Some(other)) => {
            let (earlier, later) = if one.at <= other.at { (one, other) } else { (other, one) };
            let own = matches!(later.place.as_str(), "me" | "join") && later.at > earlier.at;
            if own || later.state == earlier.state {
                Some(later.state)
            } else {
                Some(ConsentState::Withdrawn)
            }
        }
    }
}

/// So many last digits are the same in numbers that differ by their country only.
pub const SAME_DIGITS: usize = 8;

/// Why the two may be one person.
pub fn reasons(one: &Member, other: &Member) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if one.email.as_ref().map(super::super::Email::key).is_some_and(|key| {
        other.email.as_ref().map(super::super::Email::key).is_some_and(|other| other == key)
    }) {
        reasons.push(Reason::Email);
    }
    let end = |member: &Member| {
        let back = member.phone.as_ref()?.backwards();
        (back.len() > SAME_DIGITS).then(|| back.chars().take(SAME_DIGITS).collect::<String>())
    };
    if end(one).is_some_and(|digits| end(other).is_some_and(|other| other == digits)) {
        reasons.push(Reason::Phone);
    }
    let key = name_key(&one.name);
    if !key.is_empty() && key == name_key(&other.name) {
        let day = |member: &Member| member.birthday.map(|born| (born.month, born.day));
        let same = day(one).is_some_and(|born| day(other) == Some(born));
        reasons.push(if same { Reason::Birthday } else { Reason::Name });
    }
    reasons
}
