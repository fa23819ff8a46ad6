//! What the store's form holds, read and written.

use kernel::{FieldError, Fields};
use web::Input;

use super::model::{DAYS, Hours, NewStore, Opening, Store, clock, minutes};

/// Openings of one day that the form has room for: a shop that closes over lunch has two.
pub const SLOTS: usize = 2;

/// The store as typed. What cannot be read is noted in `fields`.
pub fn typed(input: &Input, fields: &mut Fields) -> NewStore {
    NewStore {
        name: input.text("name").to_owned(),
        address: input.text("address").to_owned(),
        lat: degrees(input, fields, "lat"),
        lon: degrees(input, fields, "lon"),
        hours: hours(input, fields),
        code: input.optional("code").map(str::to_owned),
    }
}

fn degrees(input: &Input, fields: &mut Fields, name: &'static str) -> Option<f64> {
    // The button "here" fills fields of its own names' last place; what was typed comes first.
    let typed = input.all(name).map(str::trim).filter(|value| !value.is_empty()).last()?;
    let value = typed.replace(',', ".").replace('\u{2212}', "-").parse::<f64>();
    match value {
        Ok(value) if value.is_finite() => Some(value),
        _ => {
            fields.push(FieldError::new(name, "place_number"));
            None
        }
    }
}

fn hours(input: &Input, fields: &mut Fields) -> Hours {
    let mut hours = Hours::default();
    for (day, name) in hours.days_mut().into_iter().zip(DAYS) {
        for slot in 1..=SLOTS {
            let from_name = format!("{name}_from{slot}");
            let until_name = format!("{name}_until{slot}");
            let (from, until) = (input.text(&from_name).trim(), input.text(&until_name).trim());
            match (minutes(from), minutes(until)) {
                (Some(from), Some(until)) if from < 24 * 60 => day.push(Opening { from, until }),
                _ if from.is_empty() && until.is_empty() => {}
                (None, _) => fields.push(FieldError::new(from_name, "time_invalid")),
                _ => fields.push(FieldError::new(until_name, "time_invalid")),
            }
        }
    }
    hours
}

/// The form's values of a store.
pub fn values(store: &Store) -> Vec<(String, String)> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let mut values = vec![
        ("name".to_owned(), store.name.clone()),
        ("address".to_owned(), store.address.clone()),
        ("lat".to_owned(), number(store.lat)),
        ("lon".to_owned(), number(store.lon)),
        ("code".to_owned(), store.code.clone()),
    ];
    values.extend(hour_values(&store.hours));
    values
}

/// The form's values of hours.
pub fn hour_values(hours: &Hours) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (day, name) in hours.days().into_iter().zip(DAYS) {
        for (at, opening) in day.iter().enumerate() {
            values.push((format!("{name}_from{}", at + 1), clock(opening.from)));
            // A time field knows no 24:00; the same minute past midnight is 00:00.
            values.push((format!("{name}_until{}", at + 1), clock(opening.until % (24 * 60))));
        }
    }
    values
}
