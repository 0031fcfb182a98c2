import { fail } from '../../../kernel/errors/index.ts';
import './documents.errors.ts';
import { readDocx } from './docx/read-docx.ts';
import { limits } from './limits.ts';
import { readMarkdown } from './read-markdown.ts';
import { looksLikeMarkdown, readPlainText } from './read-text.ts';
import type { Draft } from './structure/block.ts';
import { recogniseStructure } from './structure/recognise.ts';

/** What is read: a file as it came, or what was typed. */
export type DraftSource = { bytes: Uint8Array; name: string } | { text: string };

const starts = (bytes: Buffer, ...signs: number[]): boolean => signs.every((sign, i) => bytes[i] === sign);

/**
 * Reads a draft from a DOCX, a Markdown or text file, or typed text. What a file is, its bytes say.
 * @throws AppError consultations.documents.*
 */
export async function readDraft(source: DraftSource): Promise<Draft> {
  if ('text' in source) return readTyped(source.text);
  const bytes = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
  if (bytes.length > limits.file_bytes)
    fail('consultations.documents.too_large', { limit_mb: limits.file_bytes / 1_000_000 });
  if (bytes.length === 0) fail('consultations.documents.empty');
  if (starts(bytes, 0x50, 0x4b)) return recogniseStructure(await readDocx(bytes), 'docx');
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    // A locked DOCX lies inside of a file of the old kind.
    fail(
      bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
        ? 'consultations.documents.encrypted'
        : 'consultations.documents.old_doc',
    );
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') fail('consultations.documents.not_a_docx', { found: 'pdf' });
  if (bytes.subarray(0, 5).toString('latin1') === '{\\rtf')
    fail('consultations.documents.not_a_docx', { found: 'rtf' });
  const text = textIn(bytes);
  if (text === undefined || !/\.(md|markdown|txt|text)$/i.test(source.name))
    fail('consultations.documents.not_a_docx', { found: 'other' });
  return /\.(md|markdown)$/i.test(source.name) ? readAsMarkdown(text) : readTyped(text);
}

/** UTF-8, or GB 18030 as older programs write it; undefined where it is no text. */
function textIn(bytes: Buffer): string | undefined {
  if (bytes.includes(0) && !starts(bytes, 0xff, 0xfe)) return undefined;
  for (const encoding of starts(bytes, 0xff, 0xfe) ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // It is the next one, or none.
    }
  }
  return undefined;
}

function readTyped(text: string): Draft {
  if (looksLikeMarkdown(text)) return readAsMarkdown(text);
  return recogniseStructure(readPlainText(bounded(text)), 'text');
}

function readAsMarkdown(text: string): Draft {
  return recogniseStructure(readMarkdown(bounded(text)), 'markdown');
}

function bounded(text: string): string {
  if (text.length > limits.text_characters)
    fail('consultations.documents.too_large', { limit_mb: limits.text_characters / 1_000_000 });
  return text;
}
