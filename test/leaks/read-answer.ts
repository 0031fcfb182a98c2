import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';

/**
 * All that somebody can read in an answer, in lower case and without white space: archives and workbooks unpacked, PDF read
 * as text.
 */
export function wordsIn(bytes: Buffer): string {
  return plainText(bytes).toLowerCase().replace(/\s+/g, '');
}

function plainText(bytes: Buffer): string {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04')
    return Object.entries(unzipSync(bytes))
      .map(([name, content]) => `${name} ${plainText(Buffer.from(content))}`)
      .join(' ');
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return textOfPdf(bytes);
  return strFromU8(bytes);
}

function textOfPdf(bytes: Buffer): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tongxin-leaks-'));
  try {
    const file = path.join(folder, 'a.pdf');
    writeFileSync(file, bytes);
    return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
