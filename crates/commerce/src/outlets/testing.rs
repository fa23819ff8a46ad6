//! A point and a zone for tests.

use super::{Details, Kind, Window};
use crate::testing::Grocer;

/// Mondays from five to seven for two orders, and Saturdays at ten for one.
pub fn point(grocer: &Grocer) -> Details {
    let window = |day, from, until, room| Window { day, from, until, room };
    Details {
        address: "Garden Street 3".into(),
        windows: vec![window(0, 1020, 1140, 2), window(5, 600, 720, 1)],
        ..Details::new(Kind::Point, "Mei's door", grocer.riverside)
    }
}

pub fn zone(grocer: &Grocer) -> Details {
    Details {
        areas: vec!["2000".into(), "Riverside".into()],
        fee: 800,
        free_from: Some(10_000),
        ..Details { kind: Kind::Zone, name: "Riverside".into(), ..point(grocer) }
    }
}
