//! Lines broken at a fixed width: breaks that end nothing, whatever stands at them.
//!
//! Decided for the whole text, then for every break. A line that was broken for its width had no room for the word that begins the
//! next one; a headline, an item of a list or a line of a table had.

use super::Token;

/// Lines of wrapped text are at least and at most this long, in code points: mail breaks at 72, terminals at 80, some editors at 120.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=140;
/// From so many single line breaks on the text itself shows what they are.
const LINES: usize = 3;

/// Takes away the line breaks that only keep a text within its width.
pub fn join(source: &str, tokens: &mut [Token]) {
    let breaks: Vec<usize> = (1..tokens.len()).filter(|i| tokens[*i].breaks_before == 1).collect();
    if breaks.len() < LINES {
        return;
    }
    let soft = if goes_on_small(source, tokens, &breaks) { breaks } else { without_room(tokens, breaks) };
    soft.into_iter().for_each(|i| tokens[i].breaks_before = 0);
}

/// A third of the lines going on in lower case: headlines and lists never reach it.
fn goes_on_small(source: &str, tokens: &[Token], breaks: &[usize]) -> bool {
    let word = |i: usize| &source[tokens[i].start..tokens[i].end];
    let open = breaks.iter().filter(|i| {
        let last = word(**i - 1).chars().next_back();
        word(**i).starts_with(char::is_lowercase) && last.is_some_and(|c| c.is_alphanumeric() || c == ',')
    });
    open.count() * 3 >= breaks.len()
}

/// The breaks before which the next word had no room, when those are nearly all of a text of even width.
fn without_room(tokens: &[Token], breaks: Vec<usize>) -> Vec<usize> {
    // The width of every line, and of the widest.
    let mut widths = vec![0; tokens.len()];
    let (mut from, mut widest) = (0, 0);
    for i in 0..tokens.len() {
        if tokens[i].breaks_before > 0 {
            from = tokens[i].char_start;
        }
        widths[i] = tokens[i].char_end - from;
        widest = widest.max(widths[i]);
    }
    if !WIDTHS.contains(&widest) {
        return Vec::new();
    }
    // The first word of a line, with the marks that cannot be parted from it.
    let word = |i: usize| {
        let end = (i + 1..tokens.len()).find(|n| tokens[*n].space_before).unwrap_or(tokens.len());
        tokens[end - 1].char_end - tokens[i].char_start
    };
    let all = breaks.len();
    let soft: Vec<usize> = breaks.into_iter().filter(|i| widths[*i - 1] + 1 + word(*i) > widest).collect();
    if soft.len() * 5 >= all * 4 { soft } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::text::{BlockKind, Text};

    #[test]
    fn names_over_a_line_end_stay_whole() {
        let source = "Посла Узбекистана принял президент Касым-Жомарт\n\
                      Токаев, затем министр иностранных дел Мурат\n\
                      Нуртлеу, премьер Олжас Бектенов и глава партии\n\
                      Аманат Ерлан Кошанов. В Астане также побывали\n\
                      Министр обороны Турции Яшар Гюлер и его сын.";
        let text = Text::new(source);
        let sentences: Vec<&str> = text.sentences.iter().map(|r| text.span(r)).collect();
        assert_eq!(sentences.len(), 2);
        assert!(sentences[0].contains("Касым-Жомарт\nТокаев"));
        assert_eq!(text.blocks.len(), 1);
        assert_eq!(text.blocks[0].kind, BlockKind::Paragraph);
    }

    #[test]
    fn items_of_a_list_stay_apart() {
        let source = "В совет вошли четверо представителей города:\nАсан Усенов\nМария Петрова\nИван Сидоров\nЖаныл Бекова";
        assert_eq!(Text::new(source).sentences.len(), 5);
    }

    #[test]
    fn long_paragraphs_are_no_lines() {
        let paragraph = "Мост открыт сегодня утром после ремонта, который шёл два года. ".repeat(4);
        let source = format!("Мост открыт\n{paragraph}\n{paragraph}\n{paragraph}");
        assert_eq!(Text::new(&source).sentences.len(), 13);
    }
}
