//! The contract: the document of every operation and shape.

use utoipa::OpenApi;

use super::routes::Document;

/// The OpenAPI document as JSON, ending with a line feed.
pub fn document() -> String {
    let json = Document::openapi().to_pretty_json().expect("the document is plain JSON");
    json + "\n"
}
