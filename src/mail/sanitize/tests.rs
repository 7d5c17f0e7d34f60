//! Hostile HTML and what is left of it.

use super::*;

fn cleaned(html: &str) -> String {
    clean_received(html, RemoteImages::Blocked, &|_| None).html
}

#[test]
fn the_allow_list_has_no_room_for_scripts() {
    let dangerous = [
        "svg",
        "math",
        "style",
        "title",
        "textarea",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "plaintext",
        "noscript",
        "script",
        "annotation-xml",
        "object",
        "embed",
        "form",
        "input",
        "base",
        "meta",
        "link",
        "template",
    ];
    assert!(dangerous.iter().all(|tag| !TAGS.contains(tag)));
}

#[test]
fn what_can_run_is_taken_away() {
    for html in [
        "<script>alert(1)</script>x",
        "<a href='javascript:alert(1)'>x</a>",
        "<img src=x onerror=alert(1)>x",
        "<svg><animate onbegin=alert(1)></svg>x",
        "<a href=' java\tscript:alert(1)'>x</a>",
        "<iframe src=//e></iframe>x",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>x",
        "<p style='background:url(//e)'>x",
        "<a href='//evil.example'>x</a>",
        "<form action=//e><input name=a>x</form>",
        "<base href=//e>x",
        "<meta http-equiv=refresh content='0;url=//e'>x",
        "<div id=a class=b name=c>x</div>",
    ] {
        let safe = cleaned(html);
        for word in ["alert", "javascript", "//e", "onerror", "id=", "class=", "name=", "url("] {
            assert!(!safe.contains(word), "{html} became {safe}");
        }
        assert!(safe.contains('x'), "{html} became {safe}");
    }
}

#[test]
fn links_open_elsewhere_and_tell_nothing() {
    let safe = cleaned("<a href='https://a.example/?b=c&amp;d' target=_top>x</a>");
    assert!(safe.contains(r#"href="https://a.example/?b=c&amp;d""#), "{safe}");
    assert!(safe.contains(r#"target="_blank""#) && safe.contains(r#"rel="noopener noreferrer nofollow""#), "{safe}");
}

#[test]
fn images_elsewhere_wait_until_they_are_asked_for() {
    let html = r#"<img src="https://t.example/p.gif" alt="logo">"#;
    let blocked = clean_received(html, RemoteImages::Blocked, &|_| None);
    assert_eq!((blocked.html.as_str(), blocked.had_remote_images), (r#"<img alt="logo">"#, true));
    let shown = clean_received(html, RemoteImages::Shown, &|_| None);
    assert_eq!((shown.html.as_str(), shown.had_remote_images), (html, true));
    assert!(!clean_received("<p>x", RemoteImages::Blocked, &|_| None).had_remote_images);
}

#[test]
fn images_of_the_mail_are_found_by_their_content_id() {
    let image = |id: &str| (id == "a@b").then(|| "/api/x?signed".to_owned());
    for html in ["<img src='cid:a@b'>", "<img src=CID:a%40b>", "<IMG SRC=\" cid:a@b \">"] {
        assert_eq!(clean_received(html, RemoteImages::Blocked, &image).html, r#"<img src="/api/x?signed">"#, "{html}");
    }
    assert_eq!(clean_received("<img src=cid:other>", RemoteImages::Blocked, &image).html, "<img>");
}

#[test]
fn written_html_shows_uploads_and_parts_only() {
    let upload = r#"<img src="/api/uploads/0192f0c1-2d3e-7abc-8def-0123456789ab/content">"#;
    assert_eq!(clean_written(upload), upload);
    assert_eq!(clean_written(r#"<img src="cid:a@b">"#), r#"<img src="cid:a@b">"#);
    for other in ["/api/uploads/../content", "https://e.example/x.png", "/api/logout", "data:image/svg+xml;base64,aa"] {
        assert_eq!(clean_written(&format!("<img src=\"{other}\">")), "<img>");
    }
}

#[test]
fn html_that_would_kill_a_parser_becomes_text() {
    let nested = "<div>".repeat(50_000) + "deep";
    let bold: String = (0..2_000).map(|at| format!("<b id={at}>")).collect::<String>() + "bold";
    let misnested: String = (0..2_000).map(|at| format!("<b id={at}><div></b>")).collect::<String>() + "wild";
    let cloned = (0..32).map(|at| format!("<b id={at}>")).collect::<String>() + &"<p>x".repeat(200_000);
    let attributes = format!("<p {}>many", (0..100_000).map(|at| format!("a{at}=1 ")).collect::<String>());
    let tables = "<div><table></div></table>".repeat(10_000) + "tables";
    let cells: String = (0..2_000).map(|at| format!("<b id={at}><table></b></table>")).collect::<String>() + "cells";
    let comments = "<div><!--</div>-->".repeat(10_000) + "comments";
    for (html, word) in [
        (nested, "deep"),
        (bold, "bold"),
        (misnested, "wild"),
        (cloned, "x"),
        (attributes, "many"),
        (tables, "tables"),
        (comments, "comments"),
        (cells, "cells"),
    ] {
        assert!(!is_harmless(&html), "{word}");
        assert!(cleaned(&html).contains(word));
    }
}

#[test]
fn real_newsletters_are_no_danger() {
    let row = "<tr><td><p>one<p><font color=red><b>two</b></font><br><img src=x><ul><li>three<li>four</ul></td>";
    assert!(is_harmless(&format!("<html><body><table>{}</table>", row.repeat(500))));
}

#[test]
fn html_reads_as_text() {
    for (html, text) in [
        ("<p>Hello &amp; bye</p><p>Second</p>", "Hello & bye\n\nSecond"),
        ("<div>one</div><div>two<br>three</div>", "one\ntwo\nthree"),
        ("x<blockquote>said<blockquote>before</blockquote></blockquote>", "x\n\n> said\n\n>> before"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<a href='https://a.example/x'>here</a>", "here <https://a.example/x>"),
        ("<a href='https://a.example/'>a.example</a>", "a.example"),
        ("<head><title>no</title></head><style>p{}</style>yes<script>no</script>", "yes"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a\n   b", "a b"),
    ] {
        assert_eq!(text_of_html(html), text, "{html}");
    }
}

#[test]
fn text_becomes_html_that_says_the_same() {
    assert_eq!(html_of_text("a < b\nc & 'd'"), "a &lt; b<br>c &amp; &#39;d&#39;");
}

#[test]
fn a_mention_stays_in_what_agents_write_and_nowhere_else() {
    let mention = r#"<span data-mention="agent-01a20d9a-fc88-73f6-aeb6-09d2365ab03a">@Ida</span>"#;
    assert_eq!(clean_written(mention), mention);
    assert_eq!(clean_written(r#"<span data-mention="agent-x">@Ida</span>"#), "<span>@Ida</span>");
    assert_eq!(clean_written(r#"<span data-token="contact.name">Zoe</span>"#), "<span>Zoe</span>");
    let received = clean_received(mention, RemoteImages::Blocked, &|_| None);
    assert_eq!(received.html, "<span>@Ida</span>");
}
