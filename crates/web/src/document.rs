//! What the API's document says of every operation alike: how lists are asked for, what an idempotency
//! key is, and how it refuses. Slices describe what is theirs; this is added once, when the house is
//! built.

use kernel::page::LARGEST_LIMIT;
use store::KEY_MAX;
use utoipa::{
    PartialSchema as _, ToSchema as _,
    openapi::{
        Content, OpenApi, Ref, RefOr, Response, Schema,
        path::{Operation, Parameter, ParameterIn},
        schema::{ArrayItems, ObjectBuilder, Type},
    },
};

use crate::reply::Problem;

/// What every operation may answer.
const ALWAYS: [(&str, &str); 6] = [
    ("400", "The request could not be read, or is too large: see `code`"),
    ("401", "No key, or one that was revoked"),
    ("403", "The key lacks the scope"),
    ("422", "A field is wrong: see `errors`. Or `idempotency.mismatch`"),
    ("429", "Too many requests: see `Retry-After`"),
    ("503", "Busy: repeat after `Retry-After`, with the same `Idempotency-Key`"),
];
const ABOUT_SOMETHING: (&str, &str) = ("404", "No such thing in this brand");
/// What whatever changes something may answer besides.
const CHANGES: [(&str, &str); 2] = [
    ("409", "A rule of the shop says no: see `code`"),
    ("410", "What it is about has ended for good: see `code`"),
];

/// Completes the document.
pub fn complete(document: &mut OpenApi) {
    let schemas = &mut document.components.get_or_insert_default().schemas;
    let mut inner = Vec::new();
    Problem::schemas(&mut inner);
    schemas.extend(inner);
    schemas.insert(Problem::name().into_owned(), Problem::schema());
    schemas.values_mut().for_each(lengths);
    for (path, item) in &mut document.paths.paths {
        let reads = item.get.iter_mut().map(|operation| (operation, false));
        let writes = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        let writes = writes.into_iter().flatten().map(|operation| (operation, true));
        for (operation, writes) in reads.chain(writes) {
            if writes || path.contains('{') || is_narrowed(operation) {
                refuses(operation, &ABOUT_SOMETHING);
            }
            // A read that may be refused as well says so itself.
            let refused = operation.responses.responses.contains_key(CHANGES[0].0);
            if refused && !writes {
                refuses(operation, &CHANGES[0]);
            }
            if writes {
                for refusal in &CHANGES {
                    refuses(operation, refusal);
                }
            }
            for refusal in &ALWAYS {
                refuses(operation, refusal);
            }
            operation.parameters.iter_mut().flatten().for_each(shape);
        }
    }
}

/// Free text is cleaned and then measured as a reader counts, not in code points as a schema does; so
/// its length is said in words. Codes, which have a pattern, are measured as they stand.
fn lengths(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            object.properties.values_mut().for_each(lengths);
            let Some(most) = object.max_length.take_if(|_| object.pattern.is_none()) else {
                return;
            };
            let said = object.description.get_or_insert_default();
            let gap = if said.is_empty() { "" } else { " " };
            said.push_str(&format!("{gap}At most {most} characters as a reader counts them."));
        }
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(lengths),
        RefOr::T(Schema::OneOf(one)) => one.items.iter_mut().for_each(lengths),
        RefOr::T(Schema::AnyOf(any)) => any.items.iter_mut().for_each(lengths),
        RefOr::T(Schema::Array(list)) => {
            if let ArrayItems::RefOrSchema(items) = &mut list.items {
                lengths(items);
            }
        }
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

/// Whether a list may be asked for by something else than its page: a store that is not there.
fn is_narrowed(operation: &Operation) -> bool {
    operation.parameters.iter().flatten().any(|parameter| match parameter {
        RefOr::T(parameter) => !["limit", "cursor", "sort"].contains(&parameter.name.as_str()),
        RefOr::Ref(_) => false,
    })
}

/// Says what a status means to whoever asked.
fn refuses(operation: &mut Operation, (status, meaning): &(&str, &str)) {
    let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name(Problem::name()))));
    let mut response = Response::new(*meaning);
    response.content.insert("application/problem+json".into(), content.into());
    operation.responses.responses.insert((*status).into(), response.into());
}

fn shape(parameter: &mut RefOr<Parameter>) {
    let RefOr::T(parameter) = parameter else { return };
    let schema: Schema = match (&parameter.parameter_in, parameter.name.as_str()) {
        (ParameterIn::Query, "limit") => ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(LARGEST_LIMIT))
            .default(Some(kernel::page::DEFAULT_LIMIT.into()))
            .into(),
        (ParameterIn::Query, "cursor") => ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^([0-9a-f]{2})*$"))
            .description(Some("`next_cursor` of the page before"))
            .into(),
        (ParameterIn::Header, "Idempotency-Key") => ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(KEY_MAX))
            .pattern(Some("^[!-~]+$"))
            .description(Some("The same key with the same body has one effect for 24 hours"))
            .into(),
        _ => return,
    };
    parameter.schema = Some(schema.into());
}
