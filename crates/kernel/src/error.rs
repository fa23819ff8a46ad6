//! One error for the whole house. Slices refuse with their own small enum (see [`refusals!`]),
//! whose codes are derived from names and so cannot clash; the front shows each once as HTML and
//! once as problem+json, in the reader's language.

use std::{borrow::Cow, fmt};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a message needs to know: `("max", 120)`. Never personal data, never what broke inside.
pub type Args = Vec<(&'static str, Arg)>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    Number(i64),
    Text(String),
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Missing and foreign look the same (404). The noun is for the page: "member", "group".
    NotFound(&'static str),
    /// Nobody is signed in (401).
    Unauthenticated,
    /// Signed in, but not for this (403). Holds the permission that was missing.
    Forbidden(&'static str),
    /// The request cannot be read at all (400).
    Malformed(&'static str),
    /// It can be read and fields are wrong (422); each is named.
    Invalid(Fields),
    /// A rule says no (409 unless its slice says otherwise).
    Refused(Refused),
    /// The same idempotency key with other content (422 `idempotency.mismatch`).
    KeyMismatch,
    /// Too much at once from one place (429).
    TooMany { retry_after_s: u32 },
    /// Queues are full or storage is away (503). Repeating with the same key is safe.
    Busy { retry_after_s: u32 },
    /// This node does not own the org (503): says so plainly.
    NotOwner,
    /// Something broke (500). The text is logged once with the id that the person sees.
    Broken(String),
}

impl Error {
    pub const BUSY: Self = Self::Busy { retry_after_s: 1 };
    /// Too many wait already: nobody else is let in for a while.
    pub const CROWDED: Self = Self::Busy { retry_after_s: 5 };

    pub fn broken(what: impl fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound(_) => 404,
            Self::Unauthenticated => 401,
            Self::Forbidden(_) => 403,
            Self::Malformed(_) => 400,
            Self::Invalid(_) | Self::KeyMismatch => 422,
            Self::Refused(refused) => refused.status,
            Self::TooMany { .. } => 429,
            Self::Busy { .. } | Self::NotOwner => 503,
            Self::Broken(_) => 500,
        }
    }
    /// The stable code that programs match on.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden(_) => "forbidden",
            Self::Malformed(code) => code,
            Self::Invalid(_) => "invalid",
            Self::Refused(refused) => refused.code,
            Self::KeyMismatch => "idempotency.mismatch",
            Self::TooMany { .. } => "too_many",
            Self::Busy { .. } => "busy",
            Self::NotOwner => "not_owner",
            Self::Broken(_) => "broken",
        }
    }
    /// Whether this is that refusal: `error.is(&joining::Refusal::Full)`.
    pub fn is(&self, refusal: impl Into<Refused>) -> bool {
        matches!(self, Self::Refused(refused) if refused.code == refusal.into().code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(fields) => {
                let list: Vec<_> =
                    fields.iter().map(|e| format!("{}: {}", e.field, e.code)).collect();
                write!(f, "invalid ({})", list.join(", "))
            }
            Self::NotFound(noun) => write!(f, "no such {noun}"),
            Self::Forbidden(permission) => write!(f, "not permitted: {permission}"),
            Self::Broken(what) => write!(f, "broken: {what}"),
            other => f.write_str(other.code()),
        }
    }
}
impl std::error::Error for Error {}

/// One wrong field: which, a code for its message (`field-too_long` in the locales) and arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: Cow<'static, str>,
    pub code: &'static str,
    pub args: Args,
}

impl FieldError {
    pub fn new(field: impl Into<Cow<'static, str>>, code: &'static str) -> Self {
        Self { field: field.into(), code, args: Args::new() }
    }
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}
impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Invalid(Fields(vec![error]))
    }
}

/// The wrong fields of one input, collected so that a person sees all of them at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }
    /// A list holds at most `max`. Counted as it was given: what cleaning would leave out was sent.
    pub fn at_most(&mut self, field: impl Into<Cow<'static, str>>, count: usize, max: usize) {
        if count > max {
            let max = i64::try_from(max).unwrap_or(i64::MAX);
            self.push(FieldError::new(field, "too_many").with("max", max));
        }
    }
    /// `Ok(value)` if nothing was wrong.
    pub fn check<T>(self, value: T) -> Result<T> {
        if self.0.is_empty() { Ok(value) } else { Err(Error::Invalid(self)) }
    }
    pub fn of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a FieldError> {
        self.0.iter().filter(move |error| error.field == field)
    }
}
impl std::ops::Deref for Fields {
    type Target = [FieldError];
    fn deref(&self) -> &[FieldError] {
        &self.0
    }
}

/// A rule's no: its code (`joining.full`), HTTP status and what the message needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub code: &'static str,
    pub status: u16,
    pub args: Args,
}

impl Refused {
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}
impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Declares a slice's refusals. `refusals! { joining: Full "full" 409, Closed "closed" 410 }` makes
/// `enum Refusal` with `code()` `joining.full`, conversions into [`Error`], and `Refusal::ALL` for
/// the snapshot and the locales sweep (message key `refusal-joining-full`).
#[macro_export]
macro_rules! refusals {
    ($slice:ident: $($(#[$doc:meta])* $name:ident $word:literal $status:literal),* $(,)?) => {
        /// Why this slice says no.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Refusal { $($(#[$doc])* $name),* }
        impl Refusal {
            /// Every code with its HTTP status.
            pub const ALL: &'static [(&'static str, u16)] =
                &[$((concat!(stringify!($slice), ".", $word), $status)),*];
            #[must_use]
            pub fn with(self, name: &'static str, value: impl Into<$crate::error::Arg>) -> $crate::error::Refused {
                $crate::error::Refused::from(self).with(name, value)
            }
        }
        impl From<Refusal> for $crate::error::Refused {
            fn from(refusal: Refusal) -> Self {
                match refusal {
                    $(Refusal::$name => Self {
                        code: concat!(stringify!($slice), ".", $word),
                        status: $status,
                        args: Vec::new(),
                    }),*
                }
            }
        }
        impl From<Refusal> for $crate::error::Error {
            fn from(refusal: Refusal) -> Self { Self::Refused(refusal.into()) }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    refusals! { bakery: SoldOut "sold_out" 409, Closed "closed" 410 }

    #[test]
    fn refusals_carry_their_slice_in_the_code() {
        let error: Error = Refusal::Closed.with("until", "07:00").into();
        assert_eq!((error.code(), error.status()), ("bakery.closed", 410));
        assert!(error.is(Refusal::Closed) && !error.is(Refusal::SoldOut));
        assert_eq!(Refusal::ALL.len(), 2);
    }
}
