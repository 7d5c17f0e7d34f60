//! What of a style attribute is kept: a list of properties, and values that can fetch or hide nothing.

/// CSS properties that letters need.
const PROPERTIES: [&str; 35] = [
    "color",
    "background-color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "text-align",
    "text-decoration",
    "line-height",
    "vertical-align",
    "width",
    "height",
    "max-width",
    "padding",
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "margin",
    "margin-top",
    "margin-right",
    "margin-bottom",
    "margin-left",
    "border",
    "border-top",
    "border-right",
    "border-bottom",
    "border-left",
    "border-color",
    "border-style",
    "border-width",
    "border-radius",
    "border-collapse",
    "border-spacing",
    "white-space",
];
/// The only functions a value may call. Anything else, such as `url()`, `image-set()`, `var()` and
/// `expression()`, can fetch from elsewhere or run.
const FUNCTIONS: [&str; 4] = ["rgb", "rgba", "hsl", "hsla"];

/// The declarations that may stay, written anew; none if nothing stays.
pub(super) fn clean(style: &str) -> Option<String> {
    let mut kept = String::new();
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim().to_ascii_lowercase();
        // `!important` could beat the frame's own rules.
        let value = value.split('!').next().unwrap_or("").trim();
        if PROPERTIES.contains(&property.as_str()) && value_is_harmless(&property, value) {
            if !kept.is_empty() {
                kept.push(';');
            }
            kept.push_str(&property);
            kept.push(':');
            kept.push_str(value);
        }
    }
    (!kept.is_empty()).then_some(kept)
}

fn value_is_harmless(property: &str, value: &str) -> bool {
    let characters_are_known = value.chars().all(|character| {
        character.is_alphanumeric()
            || matches!(character, ' ' | '#' | '%' | '.' | ',' | '(' | ')' | '\'' | '"' | '+' | '-' | '_' | '/')
    });
    let quotes_are_paired = ['\'', '"'].iter().all(|quote| value.matches(*quote).count() % 2 == 0);
    // A negative margin can lay a letter's words over others.
    let stays_in_place = !property.starts_with("margin") || !value.contains('-');
    !value.is_empty() && characters_are_known && quotes_are_paired && stays_in_place && calls_are_known(value)
}

fn calls_are_known(value: &str) -> bool {
    value.match_indices('(').all(|(at, _)| {
        let before = &value[..at];
        let name_begin = before.rfind(|c: char| !c.is_alphanumeric() && c != '-').map_or(0, |found| found + 1);
        FUNCTIONS.iter().any(|known| before[name_begin..].eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_keep_their_looks() {
        for (given, kept) in [
            ("color: red; FONT-SIZE:12px", "color:red;font-size:12px"),
            ("background-color:rgb(1, 2, 3)", "background-color:rgb(1, 2, 3)"),
            ("font-family:'Segoe UI', \"Müller\"", "font-family:'Segoe UI', \"Müller\""),
            ("margin:0 auto; width:600px !important", "margin:0 auto;width:600px"),
        ] {
            assert_eq!(clean(given).as_deref(), Some(kept));
        }
    }

    #[test]
    fn nothing_is_fetched_hidden_or_moved() {
        for refused in [
            "position:fixed",
            "background:url(http://x)",
            "font-family:'x',url(http://x)",
            "color:image-set('x' 1x)",
            "color:var(--x)",
            "width:expression(alert(1))",
            "color:\\72 ed",
            "margin:-9px",
            "color:/* */red",
            "font-family:'a;color:red",
            "display:none",
            "color:attr(x)",
            "width:env(x)",
            "color:ur l(x)",
            "color",
        ] {
            let kept = clean(refused).unwrap_or_default();
            assert!(
                !kept.contains('(') && !kept.contains("font-family") && !kept.contains("margin"),
                "{refused}: {kept}"
            );
        }
        assert_eq!(clean("color:/* */red"), None);
    }
}
