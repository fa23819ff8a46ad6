//! The tests that see the whole house; docs/testing.md tells how they are laid out.

#[cfg(test)]
mod tidy;
