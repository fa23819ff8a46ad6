//! Slot and door of an order.

use jiff::civil::Date;
use kernel::{FieldError, Fields, MemberId, OrderId, OutletId, Result, StoreId, Time, text};
use people::members::{self, E164};
use serde::Serialize;

use crate::outlets::Kind;

pub const NAME_MAX: usize = 80;
pub const POSTCODE_MAX: usize = 40;
pub const ADDRESS_MAX: usize = 300;
pub const NOTE_MAX: usize = 200;

/// Where somebody rings: as little as it takes to find it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Door {
    pub name: String,
    /// To call when nobody opens.
    pub phone: String,
    /// A postal code, or the name of the area.
    pub postcode: String,
    pub address: String,
    pub note: String,
}

impl Door {
    /// Cleans the words and names every field that is out of bounds.
    pub fn checked(self, country: &str) -> Result<Self> {
        let mut fields = Fields::default();
        let name = text::require(&mut fields, "name", &self.name, NAME_MAX);
        let phone = members::model::read_phone(&mut fields, &self.phone, country);
        if self.phone.trim().is_empty() {
            fields.push(FieldError::new("phone", "required"));
        }
        let postcode = text::require(&mut fields, "postcode", &self.postcode, POSTCODE_MAX);
        let address = text::body(&mut fields, "address", &self.address, ADDRESS_MAX);
        if address.is_empty() {
            fields.push(FieldError::new("address", "required"));
        }
        let note = text::body(&mut fields, "note", &self.note, NOTE_MAX);
        let phone =
            phone.as_ref().map_or_else(String::new, |phone: &E164| phone.as_str().to_owned());
        fields.check(Self { name, phone, postcode, address, note })
    }
}

/// A slot of an outlet, and a door where it is a zone.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub outlet: OutletId,
    pub day: Date,
    /// The minute at which the slot begins.
    pub from: u16,
    pub door: Option<Door>,
}

/// How somebody wants an order.
#[derive(Debug, Clone)]
pub enum Way {
    /// They collect it in this store.
    Store(StoreId),
    Outlet(Wanted),
}

/// An order's slot, and its door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fulfilment {
    pub order: OrderId,
    pub member: MemberId,
    pub outlet: OutletId,
    pub kind: Kind,
    pub day: Date,
    pub from: u16,
    pub until: u16,
    pub ends_at: Time,
    /// Whether it has its room in the slot.
    pub holds: bool,
    /// In minor units, part of the order's amount.
    pub fee: i64,
    /// How often somebody rang in vain.
    pub attempts: i64,
    /// Of a zone, until it is wiped.
    pub door: Option<Door>,
}
