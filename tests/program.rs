//! A program with a key to the API of a shop of its own. What it sends has a mark each, so that sending
//! it again is the same request.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use hyper_util::rt::TokioIo;
use kernel::{OrgId, TestClock, permission};
use regulars::house::House;
use serde_json::Value as Json;
use store::Engine;
use tower::ServiceExt as _;

use crate::{matrix::people, nodes::rig::Chain};

#[derive(Clone)]
pub struct Program {
    pub house: Arc<House>,
    pub org: OrgId,
    way: Way,
    key: String,
    sent: Arc<AtomicU64>,
    #[expect(dead_code, reason = "held: the folder goes with the program")]
    folder: Option<Arc<tempfile::TempDir>>,
}

/// How its requests arrive.
#[derive(Clone)]
enum Way {
    Here(Router),
    /// At one node after the other.
    Nodes(Vec<SocketAddr>),
}

impl Program {
    /// In a shop that has nothing but an owner.
    pub async fn on(engine: Engine) -> Self {
        Self::by_clock(engine).await.0
    }

    /// The same, with the clock that it goes by.
    pub async fn by_clock(engine: Engine) -> (Self, Arc<TestClock>) {
        let (house, clock, folder) = people::house_on(engine).await;
        let org = people::brand(&house, "riverside").await;
        let key = people::key(&house, org, &permission::scopes()).await;
        let router = house.router();
        let (house, folder) = (Arc::new(house), Some(Arc::new(folder)));
        (Self { house, org, way: Way::Here(router), key, sent: Arc::default(), folder }, clock)
    }

    /// With the key of the first brand of several nodes.
    pub fn across(chain: &Chain) -> Self {
        let brand = chain.brands.first().unwrap();
        Self {
            house: Arc::new(chain.house.clone()),
            org: brand.org,
            way: Way::Nodes(chain.addresses.clone()),
            key: brand.key.clone(),
            sent: Arc::default(),
            folder: None,
        }
    }

    /// With a brand of its own in the same house.
    pub async fn next_door(&self, slug: &str) -> Self {
        let org = people::brand(&self.house, slug).await;
        let key = people::key(&self.house, org, &permission::scopes()).await;
        Self { org, key, sent: Arc::default(), ..self.clone() }
    }

    pub fn key(&self) -> &str {
        &self.key
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
        let body = body.map_or_else(String::new, |body| body.to_string());
        let request = || {
            Request::builder()
                .method(method)
                .uri(format!("/api/v1/{path}"))
                .header(header::HOST, "club.example")
                .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
                .header(header::CONTENT_TYPE, "application/json")
                .header("idempotency-key", mark)
                .body(Body::from(body.clone()))
                .unwrap()
        };
        let (status, text) = match &self.way {
            Way::Here(router) => {
                let answer = router.clone().oneshot(request()).await.unwrap();
                let status = answer.status().as_u16();
                let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
                (status, String::from_utf8_lossy(&bytes).into_owned())
            }
            Way::Nodes(addresses) => self.insist(addresses, request).await,
        };
        (status, serde_json::from_str(&text).unwrap_or(Json::String(text)))
    }

    /// At the next node each time; one that is busy is asked again, as it says.
    async fn insist(
        &self,
        addresses: &[SocketAddr],
        request: impl Fn() -> Request<Body>,
    ) -> (u16, String) {
        for _ in 0..200 {
            let next = usize::try_from(self.sent.fetch_add(1, Ordering::Relaxed)).unwrap();
            let answer = over_http(addresses[next % addresses.len()], request()).await;
            if answer.0 != 503 {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("busy for ever");
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
        let Way::Here(router) = &self.way else { panic!("phones are tried with one node") };
        let answer = router.clone().oneshot(request).await.unwrap();
        let leads = answer.headers().get(header::LOCATION);
        let leads = leads.map_or("", |leads| leads.to_str().unwrap()).to_owned();
        (answer.status().as_u16(), leads)
    }
}

/// One request on a connection of its own.
async fn over_http(address: SocketAddr, request: Request<Body>) -> (u16, String) {
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    let answered = async {
        let answer = sender.send_request(request).await.unwrap();
        let status = answer.status().as_u16();
        let bytes = to_bytes(Body::new(answer.into_body()), 1 << 20).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    };
    tokio::pin!(connection, answered);
    tokio::select! {
        answer = &mut answered => answer,
        // What came may be read though the connection has ended.
        _ = &mut connection => answered.await,
    }
}

pub fn id(thing: &Json) -> String {
    thing["id"].as_str().unwrap().to_owned()
}

pub fn cny(amount: i64) -> Json {
    serde_json::json!({ "amount": amount, "currency": "CNY" })
}
