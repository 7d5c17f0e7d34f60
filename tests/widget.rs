//! The chat on web sites: what a page of others is given, and with which headers.

use super::support::server::Folder;

#[test]
fn any_site_may_load_the_script_and_nothing_is_kept_by_it() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let anonymous = server.anonymous();
    for path in ["/widget.js", "/widget-hubspot.js"] {
        let answer = anonymous.get(path);
        assert_eq!(answer.status, 200, "{path}");
        let head = answer.head.to_lowercase();
        for line in [
            "cross-origin-resource-policy: cross-origin",
            "cache-control: public, max-age=600",
            "x-content-type-options: nosniff",
            "content-type: text/javascript",
        ] {
            assert!(head.contains(line), "{path} lacks `{line}`: {head}");
        }
        assert!(!head.contains("set-cookie"), "{path}: {head}");

        let tag = answer.head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag");
        let again = anonymous.send("GET", path, None, &[("If-None-Match", tag)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
}
