//! The program; everything is in the library, where the tests of the whole house see it too.

fn main() -> std::process::ExitCode {
    regulars::main()
}
