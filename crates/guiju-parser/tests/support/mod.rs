//! Random policy text: every construct, both spellings, any layout.

pub mod generate;
pub mod render;
