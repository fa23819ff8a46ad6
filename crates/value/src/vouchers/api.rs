//! stub
pub fn routes() -> utoipa_axum::router::OpenApiRouter<web::App> {
    Default::default()
}
