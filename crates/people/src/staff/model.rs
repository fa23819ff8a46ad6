//! People of the shop, what they may be given, and what they may type.

use kernel::{Error, FieldError, Fields, Result, Role, StaffId, Time, scope::Remit, text};
use serde::Serialize;

use super::secrets::Hash;
use crate::groups::Homes;

/// The shortest password: length is what counts, so nothing else is asked of it.
pub const PASSWORD_MIN: usize = 10;
/// The longest: more is no better, and hashing a book would be work for nothing.
pub const PASSWORD_MAX: usize = 200;
/// How long an invitation can be accepted.
pub const INVITED_FOR_DAYS: i64 = 7;
/// How many people of staff a brand can have.
pub const STAFF_MAX: i64 = 20_000;

kernel::refusals! {
    staff:
    /// The brand would be without an owner.
    LastOwner "last_owner" 409,
    /// A role or remit above one's own, or somebody who stands above.
    AboveOwn "above_own" 403,
    /// The invitation is used, withdrawn or too old.
    InvitationGone "invitation_gone" 410,
    /// The link for a new password is used or too old.
    LinkGone "link_gone" 410,
    /// The code of the second step was wrong.
    WrongCode "wrong_code" 409,
    /// The e-mail address or the password was wrong.
    WrongPassword "wrong_password" 409,
    TooMany "too_many" 409,
}

/// Somebody of the shop. Secrets are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: StaffId,
    pub name: String,
    /// Signs in with it; people who only stand at a counter need none.
    pub email: Option<String>,
    pub role: Role,
    pub remit: Remit,
    pub has_password: bool,
    pub has_pin: bool,
    pub has_totp: bool,
    pub created_at: Time,
    pub signed_in_at: Option<Time>,
    pub disabled_at: Option<Time>,
}

impl Person {
    pub const fn works(&self) -> bool {
        self.disabled_at.is_none()
    }
    pub fn href(&self) -> String {
        format!("/console/staff/{}", self.id)
    }
    /// What the trail keeps: what can be changed, no secrets.
    pub(crate) fn noted(&self) -> Noted<'_> {
        Noted {
            name: &self.name,
            email: self.email.as_deref(),
            role: self.role,
            remit: &self.remit,
            pin: self.has_pin,
            disabled: !self.works(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Noted<'p> {
    name: &'p str,
    email: Option<&'p str>,
    role: Role,
    remit: &'p Remit,
    pin: bool,
    disabled: bool,
}

/// Somebody to be added. Secrets come hashed, because hashing takes longer than a turn should.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub name: String,
    pub email: Option<String>,
    pub role: Role,
    pub remit: Remit,
    pub password: Option<Hash>,
    pub pin: Option<Hash>,
}

impl NewPerson {
    pub fn new(name: impl Into<String>, role: Role) -> Self {
        Self {
            name: name.into(),
            email: None,
            role,
            remit: Remit::Everything,
            password: None,
            pin: None,
        }
    }
}

/// How high a role stands. Those with the same number may give each other's roles.
const fn rank(role: Role) -> u8 {
    match role {
        Role::Owner => 0,
        Role::Operator => 1,
        Role::AreaLead => 2,
        Role::Manager => 3,
        Role::Assistant
        | Role::Cashier
        | Role::Host
        | Role::Moderator
        | Role::OpinionLeader
        | Role::Agent => 4,
    }
}

/// Whether `giver` may make somebody `role`, or change somebody who is it.
pub const fn may_give(giver: Role, role: Role) -> bool {
    rank(role) >= rank(giver)
}

/// Whether nobody gets more of the shop than the giver has. `homes` says where the given groups are;
/// a group that is not in it is nobody's to give but for those who have everything.
pub fn may_give_remit(giver: &Remit, given: &Remit, homes: &Homes) -> bool {
    match (giver, given) {
        (Remit::Everything, _) => true,
        // Even a remit of no store sees what is of the whole org, which a remit of groups does not.
        (_, Remit::Everything) | (Remit::Groups(_), Remit::Stores(_)) => false,
        (Remit::Stores(_), Remit::Stores(stores)) => {
            stores.iter().all(|store| giver.spans_store(Some(*store)))
        }
        (_, Remit::Groups(groups)) => groups
            .iter()
            .all(|group| homes.get(group).is_some_and(|store| giver.covers_group(*group, *store))),
    }
}

/// Who changes something about staff.
#[derive(Debug, Clone)]
pub enum By {
    /// The program: setting up, the command line, rehearsals.
    System,
    Person {
        id: StaffId,
        role: Role,
        remit: Remit,
    },
}

impl By {
    /// Refuses unless this person may make somebody that, or change somebody who is it.
    pub fn check(&self, role: Role, remit: &Remit, homes: &Homes) -> Result<()> {
        match self {
            Self::System => Ok(()),
            Self::Person { role: own, remit: own_remit, .. } => {
                if may_give(*own, role) && may_give_remit(own_remit, remit, homes) {
                    Ok(())
                } else {
                    Err(Refusal::AboveOwn.into())
                }
            }
        }
    }
    pub const fn id(&self) -> Option<StaffId> {
        match self {
            Self::System => None,
            Self::Person { id, .. } => Some(*id),
        }
    }
}

/// An e-mail address as it is kept: trimmed, in lower case, plausible.
pub fn email(fields: &mut Fields, field: &'static str, raw: &str) -> String {
    let email = text::line(raw).to_lowercase();
    if email.is_empty() {
        fields.push(FieldError::new(field, "required"));
    } else if !plausible(&email) {
        fields.push(FieldError::new(field, "email_invalid"));
    }
    email
}

fn plausible(email: &str) -> bool {
    let Some((name, domain)) = email.rsplit_once('@') else { return false };
    let clean = |c: char| !c.is_whitespace() && !c.is_control() && !"()<>[],;:\\\"@".contains(c);
    let labels = || domain.split('.');
    email.len() <= 254
        && !name.is_empty()
        && name.len() <= 64
        && name.chars().all(clean)
        && labels().count() >= 2
        && labels().all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

/// A password that may be taken: nothing is asked but its length. Spaces at its ends are part of it.
pub fn check_password(fields: &mut Fields, field: &'static str, raw: &str) {
    let length = text::count(raw);
    if raw.is_empty() {
        fields.push(FieldError::new(field, "required"));
    } else if length < PASSWORD_MIN {
        fields.push(FieldError::new(field, "password_short").with("min", PASSWORD_MIN as i64));
    } else if length > PASSWORD_MAX || raw.len() > PASSWORD_MAX * 8 {
        fields.push(FieldError::new(field, "too_long").with("max", PASSWORD_MAX as i64));
    } else if raw.chars().all(|c| raw.starts_with(c)) {
        fields.push(FieldError::new(field, "password_plain"));
    }
}

/// A PIN: four to six digits (full-width ones too) that are neither all the same nor a run.
pub fn pin(fields: &mut Fields, field: &'static str, raw: &str) -> String {
    let digits = digits(raw);
    if !(4..=6).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        fields.push(FieldError::new(field, "pin_shape"));
    } else if plain(&digits) {
        fields.push(FieldError::new(field, "pin_plain"));
    }
    digits
}

/// What was typed on a keypad or with a Chinese keyboard, as plain digits.
pub fn digits(raw: &str) -> String {
    raw.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
            other => other,
        })
        .collect()
}

fn plain(digits: &str) -> bool {
    let steps: Vec<i16> = digits
        .bytes()
        .zip(digits.bytes().skip(1))
        .map(|(a, b)| i16::from(b) - i16::from(a))
        .collect();
    [0, 1, -1].iter().any(|step| steps.iter().all(|s| s == step))
}

/// A name and an address, checked together.
pub(crate) fn check_new(person: &NewPerson) -> Result<NewPerson> {
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", &person.name, text::NAME_MAX);
    let email = person.email.as_deref().map(|raw| email(&mut fields, "email", raw));
    fields.check(NewPerson { name, email, ..person.clone() })
}

/// The address is used by somebody, in this brand or in another.
pub(crate) fn taken() -> Error {
    FieldError::new("email", "taken").into()
}
