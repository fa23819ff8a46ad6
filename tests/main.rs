//! The tests that see the whole house; docs/testing.md tells how they are laid out.

#[cfg(test)]
mod across;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod copies;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod draws;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod field;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod nodes;
#[cfg(test)]
mod program;
#[cfg(test)]
mod programs;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod turns;
#[cfg(test)]
mod walks;
#[cfg(test)]
mod wire;
