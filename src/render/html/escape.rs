//! How a stranger's text enters a page: as text, whatever it holds.

use html_escape::encode_double_quoted_attribute_to_string;

/// Adds `text` as character data or as the value of a double-quoted attribute. Signs that steer a terminal or turn the direction of writing are
/// shown by their number, so that no name reads as another.
pub fn push(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(steers) {
        encode_double_quoted_attribute_to_string(&rest[..at], out);
        let c = rest[at..].chars().next().expect("found above");
        out.push_str(&format!("⟦U+{:04X}⟧", c as u32));
        rest = &rest[at + c.len_utf8()..];
    }
    encode_double_quoted_attribute_to_string(rest, out);
}

/// The same as a string of its own.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// Control signs apart from line ends and tabs, and those of the bidirectional algorithm (UAX #9): overrides, embeddings and isolates.
fn steers(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_controls_and_direction_are_shown_not_obeyed() {
        assert_eq!(escaped("<script>\"a\" & b"), "&lt;script&gt;&quot;a&quot; &amp; b");
        assert_eq!(escaped("Иван\u{202e}в\u{1b}[31m\0"), "Иван⟦U+202E⟧в⟦U+001B⟧[31m⟦U+0000⟧");
    }
}
