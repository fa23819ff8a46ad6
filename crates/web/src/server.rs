//! The whole router out of slices: pages, API with its document, assets, health.

use std::time::Duration;

use axum::{
    Json, Router,
    body::Body,
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

/// The house as a router, and the API's document.
pub fn build(app: App, slices: Vec<Slice>, document: OpenApi) -> (Router, OpenApi) {
    build_between(app, slices, document, |router| router)
}

/// The same with something around the fence.
pub fn build_between(
    app: App,
    slices: Vec<Slice>,
    document: OpenApi,
    between: impl FnOnce(Router<App>) -> Router<App>,
) -> (Router, OpenApi) {
    let mut routes = Routes::new();
    let mut api = OpenApiRouter::with_openapi(document);
    for slice in slices {
        routes = routes.merge(slice.routes);
        api = api.merge(slice.api);
    }
    let (api, mut document) = api.split_for_parts();
    document::complete(&mut document);
    let served = document.clone();
    let router = Router::new()
        .merge(routes.into_router())
        .merge(api)
        .route("/api/v1/openapi.json", get(async move || Json(served.clone())))
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
    let router = between(router)
        .layer(middleware::from_fn_with_state(app.clone(), metrics::count))
        .with_state(app);
    (router, document)
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
