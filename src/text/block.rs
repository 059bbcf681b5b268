//! Blocks of a page: headline, byline, photo credit, turns of a dialogue, paragraphs.

use super::{Token, TokenKind};
use crate::lexicon::{BUNDLED, Table, keys};
use once_cell::sync::Lazy;
use std::collections::HashSet;
use std::ops::Range;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The first line, without a full stop, above others.
    Headline,
    /// Who or what a picture or text is from: «Фото: kabar.kg».
    Credit,
    /// A paragraph that begins with a dash: somebody's turn in a dialogue.
    Turn,
    /// Anything else.
    Paragraph,
}

/// A paragraph or line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its tokens.
    pub tokens: Range<usize>,
}

static CREDIT_WORDS: Lazy<HashSet<String>> = Lazy::new(|| {
    (0..BUNDLED.rows(Table::Words))
        .map(|row| BUNDLED.row(Table::Words, row))
        .filter(|e| e.cell("class") == "credit")
        .map(|e| keys::fold(e.cell("name")))
        .collect()
});

/// Makes the tables and patterns of this module, which is else done when they are first needed.
pub(crate) fn prepare() {
    Lazy::force(&CREDIT_WORDS);
}

/// A headline is not longer than this many tokens; longer lines are paragraphs whose stop was forgotten.
const HEADLINE_TOKENS: usize = 30;

/// The blocks of a text, which tile its tokens.
pub fn blocks(source: &str, tokens: &[Token]) -> Vec<Block> {
    let mut starts: Vec<usize> = (0..tokens.len()).filter(|i| tokens[*i].breaks_before > 0).collect();
    if starts.first() != Some(&0) && !tokens.is_empty() {
        starts.insert(0, 0);
    }
    let mut out = Vec::with_capacity(starts.len());
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(tokens.len());
        let word = |i: usize| &source[tokens[i].start..tokens[i].end];
        let last = word(end - 1);
        let kind = if word(*start).chars().next().is_some_and(|c| "—–―-".contains(c)) && end - start > 1 && tokens[start + 1].space_before {
            BlockKind::Turn
        } else if end - start > 2 && word(start + 1) == ":" && end - start < HEADLINE_TOKENS && CREDIT_WORDS.contains(&keys::fold(word(*start))) {
            BlockKind::Credit
        } else if n == 0
            && starts.len() > 1
            && end - start <= HEADLINE_TOKENS
            && tokens[end - 1].kind != TokenKind::Abbreviation
            && !matches!(last, "." | "…" | ":" | ";" | ",")
        {
            BlockKind::Headline
        } else {
            BlockKind::Paragraph
        };
        out.push(Block { kind, tokens: *start..end });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;

    #[test]
    fn headline_paragraph_turn_and_credit() {
        let text = Text::new("В Оше открыт мост\n\nМост открыли утром.\n— Мы рады, — сказал мэр.\nФото: kabar.kg");
        let kinds: Vec<BlockKind> = text.blocks.iter().map(|b| b.kind).collect();
        assert_eq!(kinds, [BlockKind::Headline, BlockKind::Paragraph, BlockKind::Turn, BlockKind::Credit]);
    }
}
