//! What a verifier must refuse, and that it refuses nothing else.

mod chance;
mod logs;
mod making;
mod packets;
mod rfc3797;
mod specification;
mod tampering;
