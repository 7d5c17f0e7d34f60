//! The outside world of the tests: the real binary, mail servers, a browser that speaks HTTP.

pub mod http;
pub mod https;
pub mod server;
pub mod sink;
pub mod smtp;
pub mod visitor;
pub mod websocket;
