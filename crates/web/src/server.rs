//! The whole router out of slices: pages, API with its document, assets, health.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use kernel::Error;
use tower_http::{catch_panic::CatchPanicLayer, timeout::TimeoutBody};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    app::App,
    document, fence,
    kit::assets,
    metrics,
    reply::Fail,
    slice::{Routes, Slice},
};

/// A form without uploads, or a JSON body.
const BODY_MAX: usize = 512 << 10;

/// How long the next piece of a body may take to come.
const PIECE_FOR: Duration = Duration::from_secs(30);

/// The house as a router.
pub fn build(app: App, slices: Vec<Slice>, describe: fn() -> OpenApi) -> Router {
    build_between(app, slices, describe, |router| router)
}

/// The same with something around the fence.
pub fn build_between(
    app: App,
    slices: Vec<Slice>,
    describe: fn() -> OpenApi,
    between: impl FnOnce(Router<App>) -> Router<App>,
) -> Router {
    let (mut routes, mut api) = (Routes::new(), Router::new());
    for slice in slices {
        routes = routes.merge(slice.routes);
        // What describes them is forty megabytes of small things, and goes again at once.
        api = api.merge(Router::from((slice.api)()));
    }
    let described = Arc::new(OnceLock::new());
    let router = Router::new()
        .merge(routes.into_router())
        .merge(api)
        .route("/api/v1/openapi.json", get(async move || description(described, describe).await))
        .route("/assets/{*file}", get(asset))
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::page))
        .fallback(async || Fail(Error::NotFound("page")))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn(hasten))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Fail(Error::broken("a handler panicked")).into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), fence::fence));
    between(router)
        .layer(middleware::from_fn_with_state(app.clone(), metrics::count))
        .with_state(app)
}

/// The API's document, with what slices say of their routes in its frame.
pub fn document(slices: &[Slice], frame: OpenApi) -> OpenApi {
    let mut api = OpenApiRouter::<App>::with_openapi(frame);
    for slice in slices {
        api = api.merge((slice.api)());
    }
    let mut document = api.into_openapi();
    document::complete(&mut document);
    document
}

/// The document as text, which is written when somebody asks for it first.
async fn description(
    described: Arc<OnceLock<serde_json::Result<Bytes>>>,
    describe: fn() -> OpenApi,
) -> Result<Response, Fail> {
    let text = tokio::task::spawn_blocking(move || {
        let text = described.get_or_init(|| serde_json::to_vec(&describe()).map(Bytes::from));
        text.as_ref().cloned().map_err(Error::broken)
    });
    let text = text.await.map_err(Error::broken)??;
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// Styles, scripts, pictures; the brand's colour is a stylesheet too, because pages carry no inline
/// style.
async fn asset(Path(file): Path<String>) -> Result<Response, Fail> {
    let asset = assets::find(&file).ok_or(Error::NotFound("page"))?;
    let kind = HeaderValue::from_static(asset.content_type);
    let cache = HeaderValue::from_static(asset.cache);
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)], asset.body).into_response())
}

/// A body that stops in the middle is given up, and its connection with it.
async fn hasten(request: Request, next: Next) -> Response {
    next.run(request.map(|body| Body::new(TimeoutBody::new(PIECE_FOR, body)))).await
}

async fn ready(State(app): State<App>) -> Response {
    match app.db().read().await {
        Ok(_) => "ready\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "storage is away\n").into_response(),
    }
}
