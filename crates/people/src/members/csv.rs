//! The list of members as CSV, streamed page by page, with the filters of the page.

use jiff::tz::TimeZone;
use kernel::{OrgId, PageRequest, Result, Time};
use web::{App, Reply, Staff, csv};

use super::{Member, Search, list};

/// A cell that a spreadsheet shows and does not run: text that begins like a formula gets an
/// apostrophe in front (OWASP, CSV injection), quotes are doubled.
pub fn cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number =
        text.strip_prefix('+').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let text = if risky && !number { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r', ';']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// One line.
pub fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|text| cell(&text)).collect();
    format!("{}\r\n", cells.join(","))
}

const HEAD: [&str; 13] = [
    "id", "code", "name", "phone", "email", "birthday", "language", "tags", "store", "source",
    "contact", "joined", "notes",
];

fn row(member: &Member, zone: &TimeZone) -> String {
    let birthday = member.birthday.map(|b| match b.year {
        Some(year) => format!("{year:04}-{:02}-{:02}", b.month, b.day),
        None => format!("{:02}-{:02}", b.month, b.day),
    });
    let day = |at: Time| at.date(zone).to_string();
    line([
        member.id.to_string(),
        member.code.clone(),
        member.name.clone(),
        member.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        member.email.as_ref().map(ToString::to_string).unwrap_or_default(),
        birthday.unwrap_or_default(),
        member.lang.map(|lang| lang.tag().to_owned()).unwrap_or_default(),
        member.tags.join(", "),
        member.store.map(|id| id.to_string()).unwrap_or_default(),
        member.source.clone(),
        member.contact.map(|id| id.to_string()).unwrap_or_default(),
        day(member.created_at),
        member.notes.clone(),
    ])
}

async fn chunk(
    app: &App,
    org: OrgId,
    search: &Search,
    cursor: Option<String>,
    zone: &TimeZone,
) -> Result<csv::Lines> {
    let request = PageRequest { limit: Some("200".to_owned()), cursor };
    let page = list::list(&mut app.db().read().await?, org, search, &request).await?;
    let text = page.items.iter().map(|member| row(member, zone)).collect();
    Ok((text, page.next_cursor))
}

/// The whole list; memory stays small however long it is.
pub fn download<P>(app: App, staff: Staff<P>, search: Search) -> Reply
where
    P: Send + Sync + 'static,
{
    let (org, zone) = (staff.scope.org(), staff.shop.zone.clone());
    let head = line(HEAD.map(str::to_owned));
    Ok(csv::download("members.csv", &head, move |cursor| {
        let (app, search, zone) = (app.clone(), search.clone(), zone.clone());
        async move { chunk(&app, org, &search, cursor, &zone).await }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_a_formula_is_text_and_a_phone_number_stays_one() {
        for (text, kept) in [
            ("=1+1", "'=1+1"),
            ("+8613800138000", "+8613800138000"),
            ("@home", "'@home"),
            ("Ana, \"La\"", "\"Ana, \"\"La\"\"\""),
            ("陈美", "陈美"),
        ] {
            assert_eq!(cell(text), kept);
        }
    }
}
