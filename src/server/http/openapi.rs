//! The contract: the document of every operation and shape.

use utoipa::OpenApi;
use utoipa::openapi::PathItem;

use super::routes::Document;

/// The OpenAPI document as JSON, ending with a line feed.
pub fn document() -> String {
    let mut document = Document::openapi();
    for (path, item) in &mut document.paths.paths {
        name_operations(path, item);
    }
    let json = document.to_pretty_json().expect("the document is plain JSON");
    json + "\n"
}

/// Names each operation by method and path: OpenAPI 3.1, 4.8.10.1 wants the names to be unique, and handlers of
/// different subjects share theirs.
fn name_operations(path: &str, item: &mut PathItem) {
    let methods = [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("patch", &mut item.patch),
        ("delete", &mut item.delete),
    ];
    for (method, operation) in methods {
        if let Some(operation) = operation {
            let words = path.split(['/', '{', '}']).filter(|word| !word.is_empty());
            operation.operation_id = Some(words.fold(method.to_owned(), |name, word| name + "_" + word));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::document;

    #[test]
    fn no_two_operations_share_a_name() {
        let document = document();
        let names: Vec<_> = document.lines().filter(|line| line.trim_start().starts_with("\"operationId\"")).collect();
        assert!(!names.is_empty());
        assert_eq!(names.len(), names.iter().collect::<HashSet<_>>().len());
    }
}
