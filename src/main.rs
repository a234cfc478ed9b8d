//! The `tongqu` program.
fn main() {}
