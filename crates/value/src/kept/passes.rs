//! Who stood at the counter when it kept something.
//!
//! While a cashier's PIN is active, the counter's pages carry a pass: who, since when, sealed with a key
//! that never leaves us and dies with the pairing. The device keeps the pass and shows it with every
//! operation, also when somebody else stands there by then or the counter has locked itself. Without a
//! pass nothing is taken: a tablet that lies there locked gives nobody anything.

use std::time::Duration;

use ::store::Read;
use kernel::{OrgId, Result, SessionId, StaffId, Time, text::same_secret};
use web::sessions;

/// How long a counter may go on without a network before somebody has to enter a PIN again.
pub const PASS_FOR: Duration = Duration::from_secs(7 * 86_400);

/// A cashier at a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pass {
    pub staff: StaffId,
    pub since: Time,
}

impl Pass {
    fn words(self) -> String {
        format!("{}.{}", self.staff, self.since.micros())
    }
    /// The last instant of a tap that it stands for.
    pub fn until(self) -> Time {
        self.since.plus(PASS_FOR)
    }
}

/// What the device keeps.
pub async fn issue(db: &mut impl Read, at: (OrgId, SessionId), pass: Pass) -> Result<String> {
    let words = pass.words();
    let seal = sessions::seal(db, at.0, at.1, &words).await?;
    Ok(format!("{words}.{seal}"))
}

/// The pass behind what a device shows, if it is one of this counter.
pub async fn read(db: &mut impl Read, at: (OrgId, SessionId), shown: &str) -> Result<Option<Pass>> {
    let mut parts = shown.split('.');
    let (Some(staff), Some(since), Some(seal)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(staff), Ok(since)) = (staff.parse(), since.parse()) else { return Ok(None) };
    let pass = Pass { staff, since: Time::from_micros(since) };
    let ours = sessions::seal(db, at.0, at.1, &pass.words()).await?;
    Ok(same_secret(ours.as_bytes(), seal.as_bytes()).then_some(pass))
}
