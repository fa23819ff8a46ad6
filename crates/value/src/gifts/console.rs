//! stub
pub fn routes(r: web::Routes) -> web::Routes {
    r
}
