//! stub
type A<'a> = &'a web::App;
type V<'a> = &'a web::Viewer;
pub async fn tickets(_: A<'_>, _: V<'_>) -> kernel::Result<Option<maud::Markup>> {
    Ok(None)
}
pub async fn wallet(_: A<'_>, _: V<'_>) -> kernel::Result<Option<maud::Markup>> {
    Ok(None)
}
pub async fn joined(_: A<'_>, _: V<'_>) -> kernel::Result<Option<maud::Markup>> {
    Ok(None)
}
pub async fn member(_: A<'_>, _: V<'_>) -> kernel::Result<Option<maud::Markup>> {
    Ok(None)
}
