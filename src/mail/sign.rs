//! provisional
pub fn sign(bytes: Vec<u8>, _s: &crate::domain::workspace::Secrets, _d: &str) -> Vec<u8> {
    bytes
}
