//! The API's part: a program is told which field, by its path, and what is wrong with it.

use axum::http::header;

use super::{
    ground::{Asker, Ground, on_each_engine},
    sent::Sent,
};

const JSON: &str = "application/json";

/// What is sent to `POST /api/v1/stores`, the status and code of the answer, and the field it names.
const BODIES: [(&str, &str, u16, &str, &str); 10] = [
    ("text/plain", "{}", 400, "body.not_json", ""),
    (JSON, "", 400, "body.not_json", ""),
    (JSON, "{\"name\": \"Ana\"", 400, "body.not_json", ""),
    (JSON, "{\"name\": \"Ana\"} {}", 400, "body.not_json", ""),
    (JSON, "{\"name\": 7}", 422, "invalid", "name"),
    (JSON, "{\"name\": null}", 422, "invalid", "name"),
    (JSON, "{\"name\": \" \\u202e\\u0000 \"}", 422, "invalid", "name"),
    (JSON, "{\"name\": \"Ana\", \"address\": \"a\\u0000b\"}", 422, "invalid", "address"),
    (JSON, "{\"name\": \"Ana\", \"lat\": \"north\"}", 422, "invalid", "lat"),
    (JSON, "{\"name\": \"Ana\", \"lat\": 91, \"lon\": 0}", 422, "invalid", "lat"),
];

async fn problem(ground: &Ground, sent: Sent) -> (u16, serde_json::Value) {
    let heard = ground.hold(sent.by(ground.shows(Asker::Key).await)).await;
    (heard.status, serde_json::from_str(&heard.text).unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_which_field_and_why_in_its_language() {
    on_each_engine(async |ground| {
        let large = format!("{{\"name\": \"{}\"}}", "a".repeat(10 << 20));
        let bodies = BODIES.into_iter().chain([(JSON, large.as_str(), 400, "body.too_large", "")]);
        for (kind, body, status, code, field) in bodies {
            let sent = Sent::post("/api/v1/stores", (kind.to_owned(), body.as_bytes().to_vec()));
            let (got, problem) = problem(ground, sent).await;
            let named = problem["errors"][0]["field"].as_str().unwrap_or_default();
            let said = (got, problem["code"].as_str().unwrap_or_default(), named);
            assert_eq!(said, (status, code, field), "{body:.60}");
        }
        let mut told = Vec::new();
        for at in 0..3 {
            let sent = Sent::get("/api/v1/members?limit=999999999").lang(at);
            let (status, problem) = problem(ground, sent).await;
            assert_eq!((status, problem["errors"][0]["field"].as_str()), (422, Some("limit")));
            told.push(problem["errors"][0]["detail"].as_str().unwrap().to_owned());
        }
        told.dedup();
        assert_eq!(told.len(), 3, "{told:?}");
        for (path, status, field) in [
            ("/api/v1/members?limit=2&q=a%00b", 422, Some("q")),
            ("/api/v1/trail?what=%00", 422, Some("what")),
            ("/api/v1/members/%00", 404, None),
        ] {
            let (got, problem) = problem(ground, Sent::get(path)).await;
            assert_eq!((got, problem["errors"][0]["field"].as_str()), (status, field), "{path}");
        }
        for cursor in ["zz", "5b5d", "31"] {
            let sent = Sent::get(format!("/api/v1/members?cursor={cursor}"));
            let (status, problem) = problem(ground, sent).await;
            assert_eq!((status, problem["errors"][0]["field"].as_str()), (422, Some("cursor")));
        }
        for key in ["", "Bearer", "Bearer rgl_x", &format!("Bearer rgl_{}", "é".repeat(20))] {
            let shown = Some((header::AUTHORIZATION, key.to_owned()));
            let heard = ground.hold(Sent::get("/api/v1/members").by(shown)).await;
            assert_eq!(heard.status, 401, "{key}");
        }
    })
    .await;
}
