//! svodka
pub mod arbitrate;
pub mod lexicon;
pub mod recognize;
pub mod sheet;
pub mod text;
