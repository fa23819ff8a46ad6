//! A program with a key to the API of a shop of its own. What it sends has a mark each, so that sending
//! it again is the same request.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use kernel::{OrgId, permission};
use regulars::house::House;
use serde_json::Value as Json;
use store::Engine;
use tower::ServiceExt as _;

use crate::matrix::people;

#[derive(Clone)]
pub struct Program {
    pub house: Arc<House>,
    pub org: OrgId,
    router: Router,
    key: String,
    sent: Arc<AtomicU64>,
    #[expect(dead_code, reason = "held: the folder goes with the program")]
    folder: Arc<tempfile::TempDir>,
}

impl Program {
    /// In a shop that has nothing but an owner.
    pub async fn on(engine: Engine) -> Self {
        let (house, _, folder) = people::house_on(engine).await;
        let org = people::brand(&house, "riverside").await;
        let key = people::key(&house, org, &permission::scopes()).await;
        let (router, _) = house.router();
        let (house, folder) = (Arc::new(house), Arc::new(folder));
        Self { house, org, router, key, sent: Arc::default(), folder }
    }

    pub fn mark(&self) -> String {
        format!("till-{}", self.sent.fetch_add(1, Ordering::Relaxed))
    }

    pub async fn send(&self, method: &str, path: &str, body: Option<Json>) -> (u16, Json) {
        self.send_marked(method, path, body, &self.mark()).await
    }

    pub async fn send_marked(
        &self,
        method: &str,
        path: &str,
        body: Option<Json>,
        mark: &str,
    ) -> (u16, Json) {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1/{path}"))
            .header(header::HOST, "club.example")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", mark)
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        (status, serde_json::from_str(&text).unwrap_or(Json::String(text)))
    }

    /// What must be answered with this status.
    pub async fn does(&self, asked: (&str, &str), body: Json, status: u16) -> Json {
        let (got, answer) = self.send(asked.0, asked.1, Some(body)).await;
        assert_eq!(got, status, "{asked:?}: {answer}");
        answer
    }

    /// Makes something; its id.
    pub async fn makes(&self, path: &str, body: Json) -> String {
        id(&self.does(("POST", path), body, 201).await)
    }

    pub async fn reads(&self, path: &str) -> Json {
        let (got, answer) = self.send("GET", path, None).await;
        assert_eq!(got, 200, "GET {path}: {answer}");
        answer
    }

    /// A form that a member of the shop sends from their phone; the status and where it leads.
    pub async fn phone(&self, cookie: &str, path: &str, form: &str) -> (u16, String) {
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header(header::HOST, "club.example")
            .header(header::ORIGIN, "https://club.example")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let leads = answer.headers().get(header::LOCATION);
        let leads = leads.map_or("", |leads| leads.to_str().unwrap()).to_owned();
        (answer.status().as_u16(), leads)
    }
}

pub fn id(thing: &Json) -> String {
    thing["id"].as_str().unwrap().to_owned()
}

pub fn cny(amount: i64) -> Json {
    serde_json::json!({ "amount": amount, "currency": "CNY" })
}
