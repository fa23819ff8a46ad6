//! A copy of the shop on a clock that is moved by hand.

use serde_json::json;

use super::rig::{Answer, Folder, Server};

fn add(server: &Server, key: &str, name: &str) -> Answer {
    let bearer = format!("Bearer {key}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
        ("Idempotency-Key", name),
    ];
    server.ask("POST", "/api/v1/members", &headers, &json!({ "name": name }).to_string())
}

#[test]
fn a_rehearsal_goes_ahead_in_time_and_leaves_the_shop_as_it_is() {
    let folder = Folder::set_up();
    let key = folder.run(&["api-key", "create", "--name", "till", "--json"]).fine().json();
    let key = key["key"].as_str().unwrap();

    let mut rehearsal = folder.rehearse();
    let first = add(&rehearsal, key, "Ana").json()["created_at"].as_str().unwrap().to_owned();
    let then = rehearsal.types("+40d").unwrap();
    let then = then.strip_prefix("it is ").unwrap().to_owned();
    let later = add(&rehearsal, key, "Bea").json()["created_at"].as_str().unwrap().to_owned();
    assert!(first < then && then <= later, "{first} {then} {later}");
    let days = |text: &str| kernel::Time::parse(text).unwrap().micros() / 86_400_000_000;
    assert_eq!(days(&later) - days(&first), 40);

    let refused = rehearsal.types("yesterday").unwrap_err();
    assert!(refused.contains("+3d, +2h, +15m"), "{refused}");
    assert!(rehearsal.types("2020-01-01").unwrap_err().contains("not ahead"));
    assert_eq!(rehearsal.end(), Some(0));

    // The shop knows nobody, and a second rehearsal begins as the shop is.
    let server = folder.serve(&[]);
    folder.run(&["rehearse", "--listen", "127.0.0.1:0"]).failed("a server runs on this data");
    assert_eq!(add(&server, key, "Cai").status, 201);
    assert_eq!(server.end(), Some(0));
    let again = folder.rehearse();
    let bearer = format!("Bearer {key}");
    let list = again.ask("GET", "/api/v1/members", &[("Authorization", &bearer)], "").json();
    let names: Vec<_> = list["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, [&json!("Cai")]);
}
