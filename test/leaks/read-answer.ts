import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';

/**
 * All that somebody can read in an answer, in lower case and without white space: archives and workbooks unpacked, PDF read
 * as text.
 */
export async function wordsIn(bytes: Buffer): Promise<string> {
  return (await plainText(bytes)).toLowerCase().replace(/\s+/g, '');
}

async function plainText(bytes: Buffer): Promise<string> {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') {
    const files = Object.entries(unzipSync(bytes));
    const texts = await Promise.all(files.map(async ([name, file]) => `${name} ${await plainText(Buffer.from(file))}`));
    return texts.join(' ');
  }
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return textOfPdf(bytes);
  return strFromU8(bytes);
}

async function textOfPdf(bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tongxin-leaks-'));
  try {
    const file = path.join(folder, 'a.pdf');
    await writeFile(file, bytes);
    return (await promisify(execFile)('pdftotext', [file, '-'])).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
