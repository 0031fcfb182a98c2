import { fail } from '../../../kernel/errors/index.ts';
import { limits } from './limits.ts';
import { cleanText, type SourceText } from './source-text.ts';

/**
 * Typed or pasted text: every line is a paragraph.
 * @throws AppError consultations.documents.too_many
 */
export function readPlainText(text: string): SourceText {
  const lines = cleanText(text.replace(/\r\n?/g, '\n'))
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length > limits.blocks) fail('consultations.documents.too_many', { limit: limits.blocks });
  return {
    blocks: lines.map((line) => ({ is: 'paragraph', runs: [{ text: line, marks: [] }] })),
    notes: [],
    leftOut: {},
  };
}

/** Whether somebody wrote Markdown: a heading with signs, a table, a list with stars, bold text. */
export function looksLikeMarkdown(text: string): boolean {
  return /^#{1,6}\s+\S|^\s*\|(?:[^|\n]*\|)+\s*\n\s*\|[\s:|-]+\|\s*$|^\s*[*-]\s+\S|\*\*[^\s*][^*\n]*\*\*/mu.test(text);
}
