//! Why a draw or a split cannot be made so.

use std::fmt;

/// What was asked for is outside the rules or the [`limits`](crate::limits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A label has other characters than `A-Z a-z 0-9 _ -`, none, or more than 64.
    LabelUnfit,
    /// A title is empty, longer than 200 bytes, or has control characters.
    TitleUnfit,
    /// The private key is none.
    KeyUnfit,
    /// A draw without a prize.
    NoPrizes,
    /// A prize without a piece, or too many pieces or kinds.
    PrizesUnfit,
    /// An entrant may win 1 to 1,000 times; once with RFC 3797.
    WinsUnfit,
    /// The time of closing is out of range.
    TimeUnfit,
    /// The method needs a secret, or must have none, or another one was committed to.
    SecretUnfit,
    /// The public input is not one that the method takes.
    SourceUnfit,
    /// The beacon's round is made before the draw closes: somebody could know it.
    SourceTooEarly,
    /// An entry has 1 to 1,000,000 tickets; one with RFC 3797.
    TicketsUnfit,
    /// More entries than the limit.
    TooManyEntries,
    /// Exclusions are not in the order of their entrants, or one is there twice.
    ExclusionsUnfit,
    /// The public input is not from the named source, or shows a nonce that nobody committed to.
    InputUnfit,
    /// The reroll names a pick that is not there or does not stand any more.
    RerollUnfit,
    /// A packet without shares.
    NoShares,
    /// More than 10,000 shares.
    TooManyShares,
    /// More than 10¹² units, or none.
    AmountUnfit,
    /// More shares than units.
    MoreSharesThanUnits,
    /// The smallest share times the shares is more than there is, or it is zero.
    LeastUnfit,
}

impl Refusal {
    pub const fn code(self) -> &'static str {
        match self {
            Self::LabelUnfit => "label_unfit",
            Self::TitleUnfit => "title_unfit",
            Self::KeyUnfit => "key_unfit",
            Self::NoPrizes => "no_prizes",
            Self::PrizesUnfit => "prizes_unfit",
            Self::WinsUnfit => "wins_unfit",
            Self::TimeUnfit => "time_unfit",
            Self::SecretUnfit => "secret_unfit",
            Self::SourceUnfit => "source_unfit",
            Self::SourceTooEarly => "source_too_early",
            Self::TicketsUnfit => "tickets_unfit",
            Self::TooManyEntries => "too_many_entries",
            Self::ExclusionsUnfit => "exclusions_unfit",
            Self::InputUnfit => "input_unfit",
            Self::RerollUnfit => "reroll_unfit",
            Self::NoShares => "no_shares",
            Self::TooManyShares => "too_many_shares",
            Self::AmountUnfit => "amount_unfit",
            Self::MoreSharesThanUnits => "more_shares_than_units",
            Self::LeastUnfit => "least_unfit",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl std::error::Error for Refusal {}
