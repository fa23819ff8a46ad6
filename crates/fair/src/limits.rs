//! How large anything may be. All verifiers hold the same limits, so that a file is refused by all
//! or by none.

/// A proof file, in bytes.
pub const PROOF_BYTES: usize = 64 << 20;
/// A receipt file, in bytes.
pub const RECEIPT_BYTES: usize = 64 << 10;
/// Entries of a draw, and exclusions.
pub const ENTRIES: usize = 200_000;
/// Entries of a draw by RFC 3797, whose counter has 16 bits.
pub const RFC_ENTRIES: usize = 65_535;
/// Tickets of one entry.
pub const TICKETS: u64 = 1_000_000;
/// Kinds of prizes of a draw.
pub const PRIZES: usize = 1_000;
/// Pieces of all prizes together.
pub const PIECES: u64 = 100_000;
/// Prizes that were drawn again.
pub const REROLLS: usize = 10_000;
/// Wins of one entrant in a draw.
pub const WINS: u64 = 1_000;
/// Public sources of a draw, and values of one of them.
pub const SOURCES: usize = 16;
/// Bytes of one value of a public source.
pub const VALUE_BYTES: usize = 64;
/// Seconds since 1970, and rounds of a beacon.
pub const TIME: u64 = 1_000_000_000_000;
/// Bytes of a label.
pub const LABEL_BYTES: usize = 64;
/// Bytes of a title.
pub const TITLE_BYTES: usize = 200;
/// Shares of a packet.
pub const SHARES: u64 = 10_000;
/// Smallest units of a packet.
pub const AMOUNT: u64 = 1_000_000_000_000;
