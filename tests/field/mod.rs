//! Cases from the field, replayed through HTTP against the real program, and held against its books:
//! small in every run, in full size with `REGULARS_FIELD=full`. docs/testing.md tells how.

mod flash;
mod rig;

use store::testing::engines;

/// How large the cases are.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Who wants something of a flash sale, and how much there is.
    pub people: usize,
    pub pieces: usize,
}

const SMALL: Scale = Scale { people: 300, pieces: 40 };
const FULL: Scale = Scale { people: 60_000, pieces: 3_000 };

#[expect(clippy::disallowed_methods, reason = "the full size is asked for by the environment")]
fn scale() -> Scale {
    let full = std::env::var("REGULARS_FIELD").is_ok_and(|size| size == "full");
    if full { FULL } else { SMALL }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flash_sale_that_many_more_want_than_there_is() {
    for engine in engines() {
        let field = rig::Field::open(engine).await;
        flash::replay(&field, scale()).await;
        field.reconcile();
    }
}
