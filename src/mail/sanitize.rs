//! provisional
#[derive(Clone, Copy)]
pub enum RemoteImages {
    Blocked,
    Shown,
}
pub struct CleanedHtml {
    pub html: String,
    pub had_remote_images: bool,
}
pub fn clean_received(html: &str, _r: RemoteImages, _i: &dyn Fn(&str) -> Option<String>) -> CleanedHtml {
    CleanedHtml { html: ammonia::clean(html), had_remote_images: false }
}
pub fn clean_written(html: &str) -> String {
    ammonia::clean(html)
}
pub fn text_of_html(html: &str) -> String {
    html2text::from_read(html.as_bytes(), 100).unwrap_or_default()
}
pub fn html_of_text(text: &str) -> String {
    ammonia::clean_text(text).replace('\n', "<br>")
}
