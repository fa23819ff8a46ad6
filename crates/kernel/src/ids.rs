//! Typed identifiers: sixteen bytes of `UUIDv7` in storage, `prefix_` and 26 characters of Crockford
//! base32 outside. One list of kinds, so that no two share a prefix.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// What an id names. Implemented by the kinds listed at the end of this file only.
pub trait Kind: 'static + Send + Sync {
    const PREFIX: &'static str;
}

pub struct Id<K: Kind>(Uuid, PhantomData<fn() -> K>);

impl<K: Kind> Id<K> {
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }
    pub const fn uuid(self) -> Uuid {
        self.0
    }
    /// The 26 characters without the prefix: for places where the kind is already said.
    pub fn bare(self) -> String {
        encode(self.0)
    }
}

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kind> Copy for Id<K> {}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K: Kind> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, encode(self.0))
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no id of this kind. Pages and the API answer it like a thing that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id of this kind")
    }
}
impl std::error::Error for NotAnId {}

impl<K: Kind> FromStr for Id<K> {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let digits =
            text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_')).ok_or(NotAnId)?;
        decode(digits).map(Self::from_uuid).ok_or(NotAnId)
    }
}
impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom(format!("expected {}_…", K::PREFIX)))
    }
}

/// Crockford's alphabet: no I, L, O, U, so that a code read aloud or from paper is not misread.
pub const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many digits an id has.
const DIGITS: usize = 26;

fn encode(uuid: Uuid) -> String {
    let value = uuid.as_u128();
    let digits = (0..DIGITS)
        .rev()
        .filter_map(|place| CROCKFORD.get(((value >> (place * 5)) & 31) as usize))
        .map(|&byte| char::from(byte));
    let mut text = String::with_capacity(DIGITS);
    text.extend(digits);
    text
}

fn decode(text: &str) -> Option<Uuid> {
    if text.len() != DIGITS {
        return None;
    }
    let mut value: u128 = 0;
    for (place, byte) in text.bytes().enumerate() {
        let digit = CROCKFORD.iter().position(|&c| c == byte.to_ascii_uppercase())? as u128;
        if place == 0 && digit > 7 {
            return None;
        }
        value = (value << 5) | digit;
    }
    Some(Uuid::from_u128(value))
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $id:ident $prefix:literal;)*) => {
        pub mod kinds {
            $($(#[$doc])* #[derive(Debug)] pub enum $kind {}
            impl super::Kind for $kind { const PREFIX: &'static str = $prefix; })*
            /// Every prefix in use, for the test that no two are equal.
            pub const PREFIXES: &[&str] = &[$($prefix),*];
        }
        $(pub type $id = Id<kinds::$kind>;)*
    };
}

kinds! {
    Org OrgId "org";
    Store StoreId "sto";
    Staff StaffId "stf";
    Invitation InvitationId "inv";
    Session SessionId "ses";
    Device DeviceId "dev";
    ApiKey ApiKeyId "key";
    Trail TrailId "trl";
    Series SeriesId "ser";
    Group GroupId "grp";
    Member MemberId "mbr";
    Membership MembershipId "mbs";
    Application ApplicationId "app";
    Link LinkId "lnk";
    Import ImportId "imp";
    Gift GiftId "gft";
    Voucher VoucherId "vou";
    Redemption RedemptionId "red";
    Print PrintId "prn";
    Purchase PurchaseId "pur";
    Visit VisitId "vis";
    StampCard StampCardId "stc";
    PriceRule PriceRuleId "prc";
    Allowance AllowanceId "alw";
    Giving GivingId "giv";
    Plan PlanId "pln";
    PlanTerm PlanTermId "plt";
    Operation OperationId "opr";
    Program ProgramId "prg";
    Entry EntryId "ent";
    Return ReturnId "ret";
    Tier TierId "tir";
    TopUp TopUpId "top";
    Refund RefundId "rfd";
    Product ProductId "prd";
    Order OrderId "ord";
    Payment PaymentId "pay";
    PayBack PayBackId "pbk";
    /// A drop point, or a zone of doors.
    Outlet OutletId "out";
    Message MessageId "msg";
    Slot SlotId "slt";
    Todo TodoId "tdo";
    Post PostId "pst";
    Picture PictureId "pic";
    Posting PostingId "psg";
    Reservation ReservationId "rsv";
    Lot LotId "lot";
    Job JobId "job";
    Delivery DeliveryId "dlv";
    Fact FactId "fct";
    KeptOperation KeptId "kop";
    FlashSale FlashSaleId "fls";
    /// What somebody took of a flash sale.
    FlashClaim FlashClaimId "fcl";
    /// A place on a flash sale's waiting list.
    FlashPlace FlashPlaceId "fpl";
    RedPacket RedPacketId "pkt";
    /// The share of a red packet that somebody got.
    RedShare RedShareId "shr";
    /// Red packets that were handed out on another platform.
    Handout HandoutId "hnd";
    Raffle RaffleId "raf";
    /// Tickets that somebody put into a raffle at one time.
    RaffleEntry RaffleEntryId "rfe";
    /// A ticket of a raffle that came out.
    RafflePick RafflePickId "rfp";
    /// Tickets that somebody was given for a raffle.
    RaffleGrant RaffleGrantId "rfg";
    GroupBuy GroupBuyId "gbu";
    /// People who buy together.
    BuyTeam BuyTeamId "gbt";
    /// A member's place in such a team.
    BuySeat BuySeatId "gbs";
    /// A list that people write in a chat.
    OrderList OrderListId "orl";
    Presale PresaleId "psl";
    /// What a member reserved in a pre-sale.
    PresaleReservation PresaleReservationId "psr";
    /// What a member tries of a pre-sale before they pay for it.
    PresaleSample PresaleSampleId "pss";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_wrote() {
        let id = MemberId::from_uuid(Uuid::from_u128(0x0192_ABCD_0000_7000_8000_0123_4567_89AB));
        assert_eq!(id.to_string().parse::<MemberId>(), Ok(id));
        assert_eq!(id.to_string().to_lowercase().parse(), Ok(id));
        assert_eq!(id.to_string().len(), 30);
    }

    #[test]
    fn an_id_of_another_kind_or_shape_is_refused() {
        let id = MemberId::from_uuid(Uuid::from_u128(7)).to_string();
        for bad in [
            id.replace("mbr", "grp"),
            id.replace('_', ""),
            format!("{id}0"),
            "mbr_".into(),
            "mbr_ZZZZZZZZZZZZZZZZZZZZZZZZZZ".into(),
            "mbr_UUUUUUUUUUUUUUUUUUUUUUUUUU".into(),
        ] {
            assert_eq!(bad.parse::<MemberId>(), Err(NotAnId), "{bad}");
        }
    }

    #[test]
    fn no_two_kinds_share_a_prefix() {
        let mut seen = std::collections::HashSet::new();
        assert!(kinds::PREFIXES.iter().all(|prefix| seen.insert(prefix)));
    }
}
