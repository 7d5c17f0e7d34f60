//! What is checked in as the contract is what the program serves.

use std::fs;
use std::path::Path;

#[test]
fn the_contract_that_is_checked_in_is_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/openapi.json");
    let checked_in = fs::read_to_string(path).expect("the contract is checked in");
    let printed = postroom::server::http::openapi::document();
    assert!(checked_in == printed, "assets/openapi.json is not what the program serves: run `make openapi`");
}

#[test]
fn the_contract_speaks_of_postroom_alone() {
    let document: serde_json::Value = serde_json::from_str(&postroom::server::http::openapi::document()).expect("JSON");
    assert_eq!(document["info"]["title"], "Postroom");
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(document["info"]["license"]["identifier"], "Apache-2.0");
    assert!(document["info"]["contact"]["email"].is_null());
}
