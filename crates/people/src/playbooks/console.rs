//! The chooser, and one page per playbook.

use web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
