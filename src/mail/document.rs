//! provisional
use super::sanitize::*;
pub fn document(
    b: &crate::domain::entry::Body,
    r: RemoteImages,
    i: &dyn Fn(&str) -> Option<String>,
    _l: &str,
) -> CleanedHtml {
    match &b.html {
        Some(h) => clean_received(h, r, i),
        None => CleanedHtml { html: html_of_text(&b.text), had_remote_images: false },
    }
}
