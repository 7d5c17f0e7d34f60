//! Lines that were broken for sending, joined again (RFC 3676).

/// Joins flowed lines. `deletes_space` is the parameter DelSp.
pub(super) fn unflow(text: &str, deletes_space: DelSp) -> String {
    let mut joined = String::with_capacity(text.len());
    // How deep the paragraph that goes on is quoted.
    let mut open_depth: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = &line[depth..];
        let content = content.strip_prefix(' ').unwrap_or(content);
        // RFC 3676, 4.3: the mark of a signature is never flowed.
        let is_signature = content == "-- ";
        if open_depth != Some(depth) || is_signature {
            if open_depth.is_some() {
                joined.push('\n');
            }
            joined.extend(std::iter::repeat_n('>', depth));
            if depth > 0 && !content.is_empty() {
                joined.push(' ');
            }
        }
        let goes_on = content.ends_with(' ') && !is_signature;
        match deletes_space {
            DelSp::Yes if goes_on => joined.push_str(&content[..content.len() - 1]),
            DelSp::Yes | DelSp::No => joined.push_str(content),
        }
        open_depth = goes_on.then_some(depth);
        if !goes_on {
            joined.push('\n');
        }
    }
    joined
}

/// Whether the blank at the end of a flowed line is part of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DelSp {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flowed_lines_become_paragraphs() {
        assert_eq!(unflow("one \ntwo\nthree\n", DelSp::No), "one two\nthree\n");
        assert_eq!(unflow("ab \ncd\n", DelSp::Yes), "abcd\n");
        assert_eq!(unflow("> a \n> b\nc\n", DelSp::No), "> a b\nc\n");
        assert_eq!(unflow("x\n-- \nname\n", DelSp::No), "x\n-- \nname\n");
        assert_eq!(unflow(" From here\n", DelSp::No), "From here\n");
    }
}
