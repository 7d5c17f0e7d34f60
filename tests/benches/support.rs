//! The outside world, as the tests know it.

#[path = "../support/http.rs"]
pub mod http;
#[path = "../support/server.rs"]
pub mod server;
#[path = "../support/sink.rs"]
pub mod sink;
#[path = "../support/smtp.rs"]
pub mod smtp;
#[path = "../support/visitor.rs"]
pub mod visitor;
#[path = "../support/websocket.rs"]
pub mod websocket;
