//! The contract that is checked in is the one that is served.

use std::path::Path;

#[test]
fn the_checked_in_contract_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/openapi.json");
    let checked_in = std::fs::read_to_string(path).expect("assets/openapi.json is checked in");
    let served = postroom::server::http::openapi::document();
    assert!(checked_in == served, "assets/openapi.json is not what is served: run make openapi");
}

#[test]
fn the_contract_names_nobody_but_us() {
    let document: serde_json::Value = serde_json::from_str(&postroom::server::http::openapi::document()).expect("JSON");
    assert_eq!(document["info"]["title"], "Postroom");
    assert_eq!(document["info"]["license"]["name"], "Apache-2.0");
    assert_eq!(document["info"]["contact"]["name"], "Postroom");
}
