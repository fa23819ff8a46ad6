//! What a batch is.

use kernel::{FieldError, Fields, GiftId, PrintId, Result, StaffId, Time, text};

kernel::refusals! { prints:
    /// No slip has this code.
    Unknown "unknown" 409,
    /// Somebody entered it before.
    AlreadyTaken "already_taken" 409,
    /// The shop took the slips back.
    Voided "voided" 409,
    /// The sheet was thrown away when the batch was sealed.
    Sealed "sealed" 409,
    /// The codes are still being written.
    StillMaking "still_making" 409,
}

/// Codes of one batch.
pub const MOST_CODES: i64 = 100_000;
pub const LONGEST_NOTE: usize = 120;

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PrintState)]
pub enum State {
    /// The job is writing codes.
    Making,
    Ready,
    Void,
}
kernel::words!(State { Making "making", Ready "ready", Void "void" });

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    pub id: PrintId,
    pub gift: GiftId,
    /// Codes that it will have, and that are written.
    pub pieces: i64,
    pub made: i64,
    /// What it is for, for the shop's own eyes.
    pub note: String,
    pub state: State,
    /// None: it was sealed.
    pub secret: Option<Vec<u8>>,
    pub staff: Option<StaffId>,
    pub created_at: Time,
}

impl Batch {
    /// Whether the sheet can be had.
    pub fn sheet(&self) -> Result<&[u8], Refusal> {
        match (self.state, &self.secret) {
            (State::Making, _) => Err(Refusal::StillMaking),
            (_, None) => Err(Refusal::Sealed),
            (_, Some(secret)) => Ok(secret),
        }
    }
}

/// What became of a batch's codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Entered by somebody.
    pub taken: i64,
    /// Used, of those.
    pub used: i64,
}

/// The number of codes and the note, in bounds.
pub fn checked(pieces: i64, note: &str) -> Result<(i64, String)> {
    let mut fields = Fields::default();
    if !(1..=MOST_CODES).contains(&pieces) {
        let wrong = FieldError::new("pieces", "number_range");
        fields.push(wrong.with("min", 1).with("max", MOST_CODES));
    }
    let note = text::optional(&mut fields, "note", Some(note), LONGEST_NOTE);
    fields.check((pieces, note.unwrap_or_default()))
}
