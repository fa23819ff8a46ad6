//! The five kinds of activities, as programs and phones ask for them.

use kernel::Time;
use serde_json::{Value as Json, json};

use crate::program::{Program, cny};

pub struct Kind {
    /// With which its refusals begin.
    pub slice: &'static str,
    /// Where programs find it.
    pub at: &'static str,
    /// Where phones find it, and the form with which one takes part there.
    pub page: &'static str,
    pub form: (&'static str, &'static str),
    /// An id of it that nobody has.
    pub nobody: &'static str,
    /// What is told to whoever has their share.
    pub enough: &'static str,
    /// What calls it off, where that is not what closing does.
    pub call_off: Option<&'static str>,
}

pub const KINDS: [Kind; 5] = [
    Kind {
        slice: "flash_sales",
        at: "flash-sales",
        page: "play",
        form: ("claims", ""),
        nobody: "fls_01J8ZQ4T5V6W7X8Y9ZABCDEFGH",
        enough: "limit_reached",
        call_off: None,
    },
    Kind {
        slice: "red_packets",
        at: "packets",
        page: "packets",
        form: ("claims", ""),
        nobody: "pkt_01J8ZQ4T5V6W7X8Y9ZABCDEFGH",
        enough: "already_taken",
        call_off: None,
    },
    Kind {
        slice: "raffles",
        at: "raffles",
        page: "raffles",
        form: ("claims", "&buy=0"),
        nobody: "raf_01J8ZQ4T5V6W7X8Y9ZABCDEFGH",
        enough: "limit_reached",
        call_off: Some("cancellation"),
    },
    Kind {
        slice: "group_buys",
        at: "group-buys",
        page: "group-buys",
        form: ("teams", ""),
        nobody: "gbu_01J8ZQ4T5V6W7X8Y9ZABCDEFGH",
        enough: "limit_reached",
        call_off: None,
    },
    Kind {
        slice: "presales",
        at: "presales",
        page: "presales",
        form: ("reservations", "&window=1"),
        nobody: "psl_01J8ZQ4T5V6W7X8Y9ZABCDEFGH",
        enough: "limit_reached",
        call_off: Some("calling-off"),
    },
];

/// Open from the first of the two until the second.
pub type Hours = (Time, Time);

impl Kind {
    pub fn code(&self, word: &str) -> String {
        format!("{}.{word}", self.slice)
    }
    /// What a program sends to let a member take part.
    pub fn claim(&self, member: &str) -> Json {
        if self.slice == "presales" {
            return json!({ "member": member, "window": 1 });
        }
        json!({ "member": member })
    }
    /// What plans one; it takes four pieces of what costs a member nothing before the till.
    pub fn plan(&self, gift: &str, (opens_at, closes_at): Hours) -> Json {
        let own = match self.slice {
            "flash_sales" => json!({ "gift": gift, "pieces": 4 }),
            "red_packets" => json!({ "gives": { "kind": "vouchers", "gift": gift }, "shares": 4 }),
            "raffles" => json!({ "prizes": [{ "gift": gift, "quantity": 4 }] }),
            "group_buys" => json!({ "gift": gift, "seats": 4, "most": 4,
                "tiers": [{ "people": 2, "price": cny(800) }] }),
            _ => json!({ "gift": gift, "pieces": 4, "price": cny(800),
                "ready_at": closes_at.plus_days(1).to_string(),
                "windows": [{ "from": closes_at.plus_days(1).to_string(),
                              "until": closes_at.plus_days(2).to_string(), "capacity": 4 }] }),
        };
        let mut plan = json!({ "name": { "en": "Mangoes" }, "opens_at": opens_at.to_string(),
            "closes_at": closes_at.to_string() });
        if self.slice != "red_packets" {
            plan["limits"] = json!({ "per_member": 1 });
        }
        for (name, value) in own.as_object().unwrap() {
            plan[name] = value.clone();
        }
        plan
    }
    /// A gift of which five lie on the shelf; with a price where one is needed.
    pub async fn gift(&self, program: &Program) -> String {
        let mut gift = json!({ "kind": "lead", "name": { "en": "Mango" }, "cost": cny(300),
            "stock": 5, "per_member": 0 });
        if matches!(self.slice, "group_buys" | "presales") {
            gift["terms"] = json!({ "benefit": { "kind": "price", "each": 900 },
                "conditions": { "goods": { "products": ["Mango"] } } });
        }
        program.makes("gifts", gift).await
    }
}
