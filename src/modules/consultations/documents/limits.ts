/** What a draft may be: far above what any city puts before its people, far below what would trouble the server. */
export const limits = {
  file_bytes: 20_000_000,
  /** typed, pasted or Markdown */
  text_characters: 1_000_000,
  /** parts of a DOCX */
  entries: 3000,
  /** all parts of a DOCX, unpacked */
  unpacked_bytes: 300_000_000,
  /** the part with the text, unpacked */
  part_bytes: 40_000_000,
  elements: 2_000_000,
  /** elements within elements */
  nesting: 200,
  blocks: 5000,
  /** of one block */
  block_characters: 40_000,
  cells: 4000,
  /** until reading is given up */
  reading_ms: 25_000,
};
