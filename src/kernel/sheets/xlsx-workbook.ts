import { fail } from '../errors/index.ts';
import type { Merge } from './table.ts';
import type { XlsxPackage } from './xlsx-package.ts';
import { readXml, type XmlHandlers } from './xml.ts';

/** How a number is shown: as itself, as a date, or as a time of day or a length of time. */
export type NumberKind = 'number' | 'date' | 'time';

export type Workbook = {
  sheets: { name: string; part: string; hidden: boolean }[];
  from1904: boolean;
  /** Texts by the number that cells give. */
  texts: string[];
  /** By the style number of a cell. */
  styles: NumberKind[];
};

/** Reads everything but the sheets. Throws `sheets.broken`, or `sheets.not_a_table` for another kind of package. */
export async function readWorkbook(file: XlsxPackage): Promise<Workbook> {
  const root = await readRelations(file, '');
  const main = root.find(({ type }) => type === 'officeDocument')?.target;
  if (main === undefined) return fail('sheets.not_a_table');
  const relations = await readRelations(file, main);
  const targets = new Map(relations.map(({ id, target }) => [id, target]));
  const partOf = (wanted: string) => relations.find(({ type }) => type === wanted)?.target;
  const [texts, styles] = [partOf('sharedStrings'), partOf('styles')];
  return {
    ...(await readSheets(file, main, targets)),
    texts: texts !== undefined && file.has(texts) ? await readTexts(file, texts) : [],
    styles: styles !== undefined && file.has(styles) ? await readStyles(file, styles) : [],
  };
}

async function readPart(file: XlsxPackage, part: string, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(file.stream(part, { inMemory: true }), handlers));
}

type Relation = { id: string; type: string; target: string };

async function readRelations(file: XlsxPackage, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const relations: Relation[] = [];
  if (!file.has(name)) return relations;
  await readPart(file, name, {
    open(tag, { Id = '', Type = '', Target = '', TargetMode }) {
      if (tag !== 'Relationship' || TargetMode === 'External') return;
      // Resolved like an address: `worksheets/sheet1.xml`, `/xl/worksheets/sheet1.xml`, `../x.xml`.
      const target = URL.parse(Target, `zip:///${folder}`)?.pathname.slice(1) ?? '';
      relations.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: decodeURIComponent(target) });
    },
  });
  return relations;
}

async function readSheets(file: XlsxPackage, part: string, targets: Map<string, string>) {
  const sheets: Workbook['sheets'] = [];
  let from1904 = false;
  await readPart(file, part, {
    open(tag, attributes) {
      if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (tag !== 'sheet') return;
      const id = Object.entries(attributes).find(([name]) => name === 'id' || name.endsWith(':id'))?.[1] ?? '';
      const target = targets.get(id) ?? '';
      // Charts have sheets of their own, which hold no rows.
      if (!target.includes('worksheets')) return;
      sheets.push({ name: attributes.name ?? '', part: target, hidden: (attributes.state ?? 'visible') !== 'visible' });
    },
  });
  return { sheets, from1904 };
}

async function readTexts(file: XlsxPackage, part: string): Promise<string[]> {
  const texts: string[] = [];
  const reader = textReader();
  await readPart(file, part, {
    open: reader.open,
    text: reader.text,
    close(tag) {
      reader.close(tag);
      if (tag === 'si') texts.push(reader.take());
    },
  });
  return texts;
}

/** Gathers the runs of a rich text, leaving out how it is pronounced (`rPh`). */
export function textReader() {
  let text = '';
  let inText = false;
  let phonetic = false;
  return {
    open(tag: string) {
      if (tag === 't') inText = true;
      if (tag === 'rPh') phonetic = true;
    },
    text(part: string) {
      if (inText && !phonetic) text += part;
    },
    close(tag: string) {
      if (tag === 't') inText = false;
      if (tag === 'rPh') phonetic = false;
    },
    take(): string {
      const taken = unescapeText(text);
      text = '';
      return taken;
    },
  };
}

/** Characters that XML cannot hold are written `_x000D_`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

async function readStyles(file: XlsxPackage, part: string): Promise<NumberKind[]> {
  const formats = new Map<number, string>();
  const styles: NumberKind[] = [];
  let inCells = false;
  await readPart(file, part, {
    open(tag, { numFmtId = '0', formatCode = '' }) {
      if (tag === 'numFmt') formats.set(Number(numFmtId), formatCode);
      if (tag === 'cellXfs') inCells = true;
      if (tag === 'xf' && inCells) styles.push(numberKind(Number(numFmtId), formats.get(Number(numFmtId))));
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** Formats that a file names by number only: dates, dates of Chinese, Japanese and Korean editions, times. */
function builtIn(id: number): NumberKind {
  if ([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].includes(id)) return 'date';
  if ([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].includes(id)) return 'time';
  return 'number';
}

/** What a format code makes of a number. Letters in quotation marks, after a backslash or in brackets are no date. */
export function numberKind(id: number, code?: string): NumberKind {
  if (code === undefined) return builtIn(id);
  const first = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')[0]!;
  if (/general/i.test(first)) return 'number';
  if (/[yd]/i.test(first)) return 'date';
  if (/[hs]/i.test(first)) return 'time';
  return /m/i.test(first) ? 'date' : 'number';
}

const TAIL_BYTES = 64;
const MERGES = '<mergeCell';
/** Merged cells stand behind the rows. More of them than this is no table for people. */
const MERGES_LIMIT_BYTES = 16 * 1024 * 1024;

/** The merged cells of a sheet, found without parsing its rows. */
export async function readMerges(file: XlsxPackage, part: string): Promise<Merge[]> {
  let tail = '';
  let found = '';
  for await (const chunk of file.stream(part, { inMemory: false })) {
    const text = chunk.toString('latin1');
    if (found !== '') found += text;
    else {
      const at = (tail + text).indexOf(MERGES);
      if (at >= 0) found = (tail + text).slice(at);
      tail = text.slice(-TAIL_BYTES);
    }
    if (found.length > MERGES_LIMIT_BYTES || found.includes('</mergeCells')) break;
  }
  return [...found.matchAll(/<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)].map((match) => ({
    left: columnIndex(match[1]!),
    top: Number(match[2]),
    right: columnIndex(match[3]!),
    bottom: Number(match[4]),
  }));
}

/** 0 for `A`. */
export function columnIndex(name: string): number {
  let index = 0;
  for (const letter of name) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
