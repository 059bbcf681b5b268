//! The shape of a text: tokens, sentences, quotations, brackets, blocks.
//!
//! In: the text of a document. Out: a [`Text`], whose tokens tile it and whose sentences, quotations and blocks are
//! ranges of tokens. Never looks up what a word means, except for the list of abbreviations.

pub mod block;
pub mod quote;
pub mod sentence;
pub mod token;
pub mod wrap;

pub use block::{Block, BlockKind};
pub use quote::Quotation;
pub use token::TokenKind;

use std::ops::Range;

/// A token that is not white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// First code point in the text.
    pub char_start: usize,
    /// Code point after the last.
    pub char_end: usize,
    /// What it is.
    pub kind: TokenKind,
    /// White space, or the text's beginning, stands before it.
    pub space_before: bool,
    /// Line breaks before it: 0, 1, or 2 for a blank line. A break that only keeps a text within its width is none.
    pub breaks_before: u8,
}

/// A text and its shape. Ranges are of token indices unless they say otherwise.
#[derive(Debug)]
pub struct Text<'t> {
    /// The document's text.
    pub source: &'t str,
    /// All tokens but white space.
    pub tokens: Vec<Token>,
    /// Sentences: ranges of tokens, which tile them.
    pub sentences: Vec<Range<usize>>,
    /// For every token the number of its sentence.
    pub sentence_of: Vec<u32>,
    /// Quotations, outer before inner, in the order of their opening marks.
    pub quotations: Vec<Quotation>,
    /// Brackets: token of the opening one, token of the closing one.
    pub brackets: Vec<(usize, usize)>,
    /// Paragraphs and other blocks, which tile the tokens.
    pub blocks: Vec<Block>,
    /// Code points in the text.
    pub characters: usize,
}

impl<'t> Text<'t> {
    /// Reads the shape of a text.
    ///
    /// ```
    /// let text = svodka::text::Text::new("Он прибыл в г. Ош. Там его ждали.");
    /// assert_eq!(text.sentences.len(), 2);
    /// ```
    pub fn new(source: &'t str) -> Text<'t> {
        let mut tokens = tokens(source);
        wrap::join(source, &mut tokens);
        let characters = source.chars().count();
        let brackets = quote::brackets(source, &tokens);
        let sentences = sentence::sentences(source, &tokens);
        let mut sentence_of = vec![0; tokens.len()];
        for (n, range) in sentences.iter().enumerate() {
            sentence_of[range.clone()].fill(n as u32);
        }
        let quotations = quote::quotations(source, &tokens);
        let blocks = block::blocks(source, &tokens);
        Text { source, tokens, sentences, sentence_of, quotations, brackets, blocks, characters }
    }

    /// The text of a token.
    pub fn word(&self, token: usize) -> &'t str {
        self.tokens.get(token).map_or("", |t| &self.source[t.start..t.end])
    }

    /// The text from the first to the last token of a range, with the white space between.
    pub fn span(&self, range: &Range<usize>) -> &'t str {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|e| self.tokens.get(e))) {
            (Some(first), Some(last)) if first.start < last.end => &self.source[first.start..last.end],
            _ => "",
        }
    }

    /// The code points that a range of tokens covers.
    pub fn chars(&self, range: &Range<usize>) -> Range<usize> {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|e| self.tokens.get(e))) {
            (Some(first), Some(last)) => first.char_start..last.char_end,
            _ => 0..0,
        }
    }
}

fn tokens(source: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(source.len() / 10);
    let (mut characters, mut space, mut breaks) = (0, true, 2u8);
    for piece in token::pieces(source) {
        let text = &source[piece.start..piece.end];
        let length = text.chars().count();
        if piece.kind == TokenKind::Space {
            space = true;
            let lines = text.matches('\n').count().max(text.matches('\r').count()) + text.matches('\u{2028}').count() + 2 * text.matches('\u{2029}').count();
            breaks = breaks.max(lines.min(2) as u8);
        } else {
            out.push(Token {
                start: piece.start,
                end: piece.end,
                char_start: characters,
                char_end: characters + length,
                kind: piece.kind,
                space_before: space,
                breaks_before: breaks,
            });
            (space, breaks) = (false, 0);
        }
        characters += length;
    }
    out
}
