//! What can be wrong with a proof: one code for each, the same in every verifier.

use std::fmt;

/// Why a proof, or a receipt with it, proves nothing. The first that is found is told, in the order
/// of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    TooLarge,
    Malformed,
    UnknownVersion,
    OpeningChanged,
    ClosingChanged,
    ResultChanged,
    SecretChanged,
    PrizesChanged,
    SourceChanged,
    RulesBroken,
    InputTooEarly,
    EntrantDropped,
    EntrantAdded,
    EntrantDuplicated,
    EntrantsReordered,
    EntrantChanged,
    ExclusionsChanged,
    InputChanged,
    SeedChanged,
    WinnerChanged,
    RerollChanged,
    ReceiptMalformed,
    ReceiptInvalid,
    ReceiptOtherKey,
    ReceiptOtherDraw,
    ReceiptOtherOpening,
    LeftOut,
    LogRewritten,
    SplitChanged,
    ShareChanged,
}

impl Fault {
    pub const ALL: [Self; 30] = [
        Self::TooLarge,
        Self::Malformed,
        Self::UnknownVersion,
        Self::OpeningChanged,
        Self::ClosingChanged,
        Self::ResultChanged,
        Self::SecretChanged,
        Self::PrizesChanged,
        Self::SourceChanged,
        Self::RulesBroken,
        Self::InputTooEarly,
        Self::EntrantDropped,
        Self::EntrantAdded,
        Self::EntrantDuplicated,
        Self::EntrantsReordered,
        Self::EntrantChanged,
        Self::ExclusionsChanged,
        Self::InputChanged,
        Self::SeedChanged,
        Self::WinnerChanged,
        Self::RerollChanged,
        Self::ReceiptMalformed,
        Self::ReceiptInvalid,
        Self::ReceiptOtherKey,
        Self::ReceiptOtherDraw,
        Self::ReceiptOtherOpening,
        Self::LeftOut,
        Self::LogRewritten,
        Self::SplitChanged,
        Self::ShareChanged,
    ];

    /// The name that programs compare.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::Malformed => "malformed",
            Self::UnknownVersion => "unknown_version",
            Self::OpeningChanged => "opening_changed",
            Self::ClosingChanged => "closing_changed",
            Self::ResultChanged => "result_changed",
            Self::SecretChanged => "secret_changed",
            Self::PrizesChanged => "prizes_changed",
            Self::SourceChanged => "source_changed",
            Self::RulesBroken => "rules_broken",
            Self::InputTooEarly => "input_too_early",
            Self::EntrantDropped => "entrant_dropped",
            Self::EntrantAdded => "entrant_added",
            Self::EntrantDuplicated => "entrant_duplicated",
            Self::EntrantsReordered => "entrants_reordered",
            Self::EntrantChanged => "entrant_changed",
            Self::ExclusionsChanged => "exclusions_changed",
            Self::InputChanged => "input_changed",
            Self::SeedChanged => "seed_changed",
            Self::WinnerChanged => "winner_changed",
            Self::RerollChanged => "reroll_changed",
            Self::ReceiptMalformed => "receipt_malformed",
            Self::ReceiptInvalid => "receipt_invalid",
            Self::ReceiptOtherKey => "receipt_other_key",
            Self::ReceiptOtherDraw => "receipt_other_draw",
            Self::ReceiptOtherOpening => "receipt_other_opening",
            Self::LeftOut => "left_out",
            Self::LogRewritten => "log_rewritten",
            Self::SplitChanged => "split_changed",
            Self::ShareChanged => "share_changed",
        }
    }
    /// What it means, for a person.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::TooLarge => "the file is larger than any proof can be",
            Self::Malformed => {
                "the file is no canonical JSON of a proof, or a part of it is out of its limits"
            }
            Self::UnknownVersion => "the file is of a version that this verifier does not know",
            Self::OpeningChanged => {
                "the opening is not what the shop signed, or the closing belongs to another one"
            }
            Self::ClosingChanged => {
                "the closing is not what the shop signed, or contradicts itself"
            }
            Self::ResultChanged => {
                "the result is not what the shop signed, or belongs to another closing"
            }
            Self::SecretChanged => {
                "the secret is not the one that was committed to before anybody entered"
            }
            Self::PrizesChanged => "the prize table is not the one of the opening",
            Self::SourceChanged => "the public input is not the one that was named in the opening",
            Self::RulesBroken => "the draw does not keep the rules of its own method",
            Self::InputTooEarly => "the public input was known before the draw closed",
            Self::EntrantDropped => "entries are missing that the closing counted",
            Self::EntrantAdded => "there are entries that the closing did not count",
            Self::EntrantDuplicated => "an entry is there twice",
            Self::EntrantsReordered => "the entries are those of the closing, in another order",
            Self::EntrantChanged => "an entry is not what it was at the closing",
            Self::ExclusionsChanged => "who is excluded is not what the closing says",
            Self::InputChanged => {
                "the public input is not the one that the result was made with, or not what was promised"
            }
            Self::SeedChanged => {
                "the seed does not follow from the secret, the closing and the public input"
            }
            Self::WinnerChanged => "the winners are not those that the numbers choose",
            Self::RerollChanged => {
                "what was drawn again is not what the result says, or nothing explains it"
            }
            Self::ReceiptMalformed => "the receipt is no canonical JSON of a receipt",
            Self::ReceiptInvalid => {
                "the receipt is not what a shop signed, or its path does not lead to its root"
            }
            Self::ReceiptOtherKey => {
                "the receipt is signed with another key than the draw: compare both with the key that the shop publishes"
            }
            Self::ReceiptOtherDraw => "the receipt is of another draw",
            Self::ReceiptOtherOpening => {
                "the shop signed another opening when you entered: prizes, rules or the secret's commitment were changed since"
            }
            Self::LeftOut => "the shop signed that this entry is in the draw, and it is not",
            Self::LogRewritten => {
                "the shop signed another order or other entries before this one: the log was rewritten"
            }
            Self::SplitChanged => {
                "the split is not the one that was committed to before the first share was taken"
            }
            Self::ShareChanged => "the shares are not those that follow from the split",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl std::error::Error for Fault {}
