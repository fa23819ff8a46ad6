//! What a poster asks for, as plain data, and the fingerprint that tells a repeat from a conflict.

use std::{borrow::Cow, fmt::Display};

use kernel::{Error, PostingId, ReservationId, Result, Time};
use sha2::{Digest, Sha256};

use crate::{
    Refusal,
    account::{Account, AccountKey, LONGEST_KEY, is_plain},
    entry::Ends,
};

/// The most transfers of one posting.
pub const MOST_TRANSFERS: usize = 64;
/// The largest amount of one transfer and the furthest a balance may be from zero: ten trillion
/// in a currency with cents. Nine thousand such accounts still sum up within 64 bits.
pub const LARGEST_BALANCE: i64 = 1_000_000_000_000_000;
const LONGEST_REASON: usize = 60;

/// The first half of a SHA-256 over what was asked for. Floors are left out: the same claim after
/// a changed limit is still the same claim.
pub type Fingerprint = [u8; 16];

/// Transfers that all happen or none, one after the other: a later one may spend what an earlier
/// one brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Made and kept by whoever asks, before asking. The same id with the same content has one
    /// effect however often it is asked for.
    pub id: PostingId,
    pub transfers: Vec<Transfer>,
    /// A word of ours: `gifts.given`.
    pub reason: Cow<'static, str>,
    /// What it is about: an id in text. Never personal data.
    pub subject: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub from: Account,
    pub to: Account,
    /// Above zero, in the unit's smallest part.
    pub amount: i64,
    /// In a unit with lots, when the issuing side gives: the end of the new lot (none: it stays).
    pub expires_at: Option<Time>,
    /// In a unit with lots, when a holder gives: the one lot that it comes out of, even if it ended;
    /// none for the soonest end first.
    pub lot: Option<Ends>,
}

impl Transfer {
    pub const fn new(from: Account, to: Account, amount: i64) -> Self {
        Self { from, to, amount, expires_at: None, lot: None }
    }
    #[must_use]
    pub const fn expiring(mut self, at: Option<Time>) -> Self {
        self.expires_at = at;
        self
    }
    /// Out of the lot with this end (none: the one that stays), whatever ends sooner. For putting a
    /// history right; whoever spends takes the soonest.
    #[must_use]
    pub fn out_of(mut self, ends: Option<Time>) -> Self {
        self.lot = Some(Ends::at(ends));
        self
    }

    fn check(&self) -> Result<()> {
        let (from, to) = (&self.from, &self.to);
        if !(1..=LARGEST_BALANCE).contains(&self.amount) {
            return Err(Refusal::Amount.with("amount", self.amount).into());
        }
        if from.unit != to.unit {
            return Err(Refusal::UnitMismatch.with("account", to.key.as_str()).into());
        }
        if from.key == to.key {
            return Err(Refusal::SameAccount.with("account", to.key.as_str()).into());
        }
        if !from.unit.has_lots() {
            return match self.expires_at {
                None => Ok(()),
                Some(_) => Err(Error::broken(format!("{} has no lots to expire", from.unit))),
            };
        }
        if self.lot.is_some() && from.floor.is_none() {
            return Err(Error::broken("the issuing side has no lots to name"));
        }
        if [from, to].iter().any(|side| side.floor.is_some_and(|floor| floor < 0)) {
            return Err(Error::broken(format!("a holder of {} cannot owe it", from.unit)));
        }
        if self.expires_at.is_some() && (from.floor.is_some() || to.floor.is_none()) {
            return Err(Error::broken("an expiry is set when the issuing side gives to a holder"));
        }
        Ok(())
    }
}

impl Posting {
    pub fn new(
        id: PostingId,
        reason: impl Into<Cow<'static, str>>,
        subject: &impl Display,
    ) -> Self {
        Self { id, transfers: Vec::new(), reason: reason.into(), subject: subject.to_string() }
    }
    #[must_use]
    pub fn with(mut self, transfer: Transfer) -> Self {
        self.transfers.push(transfer);
        self
    }
    /// `amount` from one account to another.
    #[must_use]
    pub fn transfer(self, from: Account, to: Account, amount: i64) -> Self {
        self.with(Transfer::new(from, to, amount))
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.transfers.is_empty() || self.transfers.len() > MOST_TRANSFERS {
            return Err(Refusal::TooManyTransfers.into());
        }
        check_words(&self.reason, &self.subject)?;
        self.transfers.iter().try_for_each(Transfer::check)
    }
    pub(crate) fn keys(&self) -> impl Iterator<Item = &AccountKey> {
        self.transfers.iter().flat_map(|t| [&t.from.key, &t.to.key])
    }
}

/// Takes what was reserved: the whole, or `amounts` per transfer (zero for none of it). The rest
/// is released. Takes and releases end a reservation once and for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    pub id: PostingId,
    pub reservation: ReservationId,
    pub amounts: Option<Vec<i64>>,
    pub reason: Cow<'static, str>,
    pub subject: String,
}

/// A new posting with the transfers of an earlier one turned round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    pub id: PostingId,
    pub of: PostingId,
    pub reason: Cow<'static, str>,
    pub subject: String,
}

/// Everything that the till decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Post(Posting),
    Reserve(Posting, Time),
    Take(Take),
    Release(ReservationId),
    Reverse(Reversal),
}

impl Move {
    /// The posting id that it claims, if it claims one.
    pub const fn id(&self) -> Option<PostingId> {
        match self {
            Self::Post(posting) | Self::Reserve(posting, _) => Some(posting.id),
            Self::Take(take) => Some(take.id),
            Self::Reverse(reversal) => Some(reversal.id),
            Self::Release(_) => None,
        }
    }
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let mut canon = Canon(Sha256::new());
        match self {
            Self::Post(posting) => canon.text("post").posting(posting),
            Self::Reserve(posting, until) => {
                canon.text("reserve").number(until.micros()).posting(posting)
            }
            Self::Take(take) => {
                canon.text("take").text(&take.reservation.to_string());
                match &take.amounts {
                    None => canon.text("all"),
                    Some(amounts) => {
                        let count = i64::try_from(amounts.len()).unwrap_or(i64::MAX);
                        let canon = canon.text("some").number(count);
                        amounts.iter().fold(canon, |canon, n| canon.number(*n))
                    }
                };
                canon.text(&take.reason).text(&take.subject)
            }
            Self::Release(id) => canon.text("release").text(&id.to_string()),
            Self::Reverse(reversal) => canon
                .text("reverse")
                .text(&reversal.of.to_string())
                .text(&reversal.reason)
                .text(&reversal.subject),
        };
        canon.finish()
    }
}

pub(crate) fn check_words(reason: &str, subject: &str) -> Result<()> {
    if is_plain(reason, LONGEST_REASON) && is_plain(subject, LONGEST_KEY) {
        Ok(())
    } else {
        Err(Error::broken(format!("{reason:?} about {subject:?}: not words and ids of ours")))
    }
}

/// A canonical encoding: every text with its length before it, every number in eight bytes, so
/// that no two contents run together.
struct Canon(Sha256);

impl Canon {
    fn text(&mut self, text: &str) -> &mut Self {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text.as_bytes());
        self
    }
    fn number(&mut self, number: i64) -> &mut Self {
        self.0.update(number.to_be_bytes());
        self
    }
    fn posting(&mut self, posting: &Posting) -> &mut Self {
        self.text(&posting.reason).text(&posting.subject);
        for transfer in &posting.transfers {
            self.text(transfer.from.key.as_str())
                .text(transfer.to.key.as_str())
                .text(transfer.from.unit.as_str())
                .number(transfer.amount)
                .number(transfer.expires_at.map_or(i64::MAX, Time::micros));
            if let Some(ends) = transfer.lot {
                self.text("lot").number(ends.micros());
            }
        }
        self
    }
    fn finish(self) -> Fingerprint {
        let whole: [u8; 32] = self.0.finalize().into();
        let mut half = [0; 16];
        half.copy_from_slice(whole.split_at(16).0);
        half
    }
}
