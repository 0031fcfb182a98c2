import { readFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { acceptOf, type Kind } from './media-kinds.ts';

const images = new Set(['image/jpeg', 'image/png', 'image/webp']);

const documents: Record<string, string> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
};

/** For `accept` of a file input. HEIC is not decoded here: phones make a JPEG of it when only these are named. */
export const acceptFiles = acceptOf(['image', 'document']);

/** Its first bytes say what it claims to be: of sound and film that is not yet enough, see `checkMedia`. */
export async function mimeOf(file: string): Promise<string | undefined> {
  return (await fileTypeFromFile(file).catch(() => undefined))?.mime;
}

/** undefined: nothing that is taken */
export async function recognise(file: string): Promise<Kind | undefined> {
  const found = await fileTypeFromFile(file).catch(() => undefined);
  if (!found) return undefined;
  if (images.has(found.mime)) return { of: 'image', mediaType: found.mime, extension: found.ext };
  const extension = documents[found.mime];
  if (extension) return { of: 'document', mediaType: found.mime, extension };
  return found.ext === 'cfb' ? oldOffice(await readFile(file)) : undefined;
}

const streams: [string, Kind][] = [
  ['WordDocument', { of: 'document', mediaType: 'application/msword', extension: 'doc' }],
  ['Workbook', { of: 'document', mediaType: 'application/vnd.ms-excel', extension: 'xls' }],
  ['PowerPoint Document', { of: 'document', mediaType: 'application/vnd.ms-powerpoint', extension: 'ppt' }],
];

/** Office files before 2007, still common in offices, are told apart by their directory; those with macros are not taken. */
function oldOffice(bytes: Buffer): Kind | undefined {
  const has = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'));
  if (has('_VBA_PROJECT')) return undefined;
  return streams.find(([name]) => has(name))?.[1];
}
