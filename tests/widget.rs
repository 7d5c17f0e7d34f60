//! The chat on web sites: what a page of others is given, and with which headers.

use serde_json::json;

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

#[test]
fn only_the_sites_of_a_chat_may_hold_its_panel() {
    let folder = Folder::set_up();
    let server = folder.serve(1);
    let http = server.http(&folder.token());
    let inbox = http.json("/api/inboxes")[0]["id"].as_str().expect("an inbox").to_owned();
    let body = json!({ "inbox_id": inbox, "name": "Shop", "allowed_origins": ["https://shop.example", "https://*.shop.example"] });
    let channel = http.post("/api/channels", &body).json();
    let path = format!("/chat/panel/{}", channel["public_key"].as_str().expect("a key"));

    let anonymous = server.anonymous();
    let answer = anonymous.get(&path);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let head = answer.head.to_lowercase();
    assert!(head.contains("frame-ancestors 'self' https://shop.example https://*.shop.example\r\n"), "{head}");
    for line in [
        "default-src 'none'",
        "cross-origin-resource-policy: cross-origin",
        "cross-origin-embedder-policy: require-corp",
    ] {
        assert!(head.contains(line), "no `{line}`: {head}");
    }
    for line in ["x-frame-options", "set-cookie"] {
        assert!(!head.contains(line), "`{line}`: {head}");
    }

    assert_eq!(anonymous.get("/chat/panel/nobodys").status, 404);
    let id = channel["id"].as_str().expect("an id");
    let off = http.send("PATCH", &format!("/api/channels/{id}"), Some(&json!({ "is_active": false })), &[]);
    assert_eq!(off.status, 200, "{}", off.text());
    assert_eq!(anonymous.get(&path).status, 404, "a chat that is off has no panel");
}
