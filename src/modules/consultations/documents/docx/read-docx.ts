import { fail } from '../../../../kernel/errors/index.ts';
import { limits } from '../limits.ts';
import { countLeftOut, type LeftOut, plainOf, type Run, type SourceBlock, type SourceText } from '../source-text.ts';
import { readLabel } from '../structure/labels.ts';
import { Numbering } from './numbering.ts';
import { DocxPackage } from './package.ts';
import { type Reading, readRuns } from './read-runs.ts';
import { readTable } from './read-table.ts';
import { listOf, Styles } from './styles.ts';
import { childOf, childrenOf, type Element, readXml, valOf } from './xml.ts';

/**
 * The text of a Word file as it would be read with all changes accepted: paragraphs with what automatic numbering puts in front,
 * tables, footnotes. Nothing outside of the file is looked at, no macro and no template.
 * @throws AppError consultations.documents.not_a_docx, .broken, .too_large, .too_many, .encrypted, .empty
 */
export async function readDocx(bytes: Buffer): Promise<SourceText> {
  const file = await DocxPackage.open(bytes);
  try {
    return await readText(file);
  } finally {
    file.close();
  }
}

const folderOf = (part: string): string => part.slice(0, part.lastIndexOf('/') + 1);

/** An address within the file as the name of a part. */
function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps: string[] = folder.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

type Relation = { id: string; type: string; target: string; outside: boolean };

async function relationsOf(file: DocxPackage, part: string): Promise<Relation[]> {
  const folder = folderOf(part);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  if (!file.has(name)) return [];
  const root = await readXml(file.stream(name));
  return childrenOf(root, 'Relationship').map(({ attributes }) => ({
    id: attributes.Id ?? '',
    type: (attributes.Type ?? '').slice((attributes.Type ?? '').lastIndexOf('/') + 1),
    target: attributes.Target ?? '',
    outside: attributes.TargetMode === 'External',
  }));
}

async function readText(file: DocxPackage): Promise<SourceText> {
  const main = (await relationsOf(file, '')).find(({ type, outside }) => type === 'officeDocument' && !outside);
  const part = main ? resolve('', main.target) : 'word/document.xml';
  if (!file.has(part)) fail('consultations.documents.not_a_docx', { found: foundIn(file) });
  const relations = await relationsOf(file, part);
  const read = async (type: string): Promise<Element | undefined> => {
    const found = relations.find((each) => each.type === type && !each.outside);
    const name = found && resolve(folderOf(part), found.target);
    return name !== undefined && file.has(name) ? readXml(file.stream(name)) : undefined;
  };
  const leftOut: LeftOut = {};
  const notes = new Notes(await read('footnotes'), await read('endnotes'));
  const reading: Reading = {
    styles: new Styles(await read('styles')),
    links: new Map(
      relations.filter(({ type, outside }) => type === 'hyperlink' && outside).map(({ id, target }) => [id, target]),
    ),
    leftOut,
    noteOf: (kind, id) => notes.number(kind, id),
    boxes: [],
    field: 0,
  };
  const collected = new Collected(reading, new Numbering(await read('numbering')));
  await readXml(file.stream(part), 'body', (element) => collected.add(element));
  if (file.names().some((name) => name.endsWith('vbaproject.bin'))) countLeftOut(leftOut, 'macros');
  const outside = relations.filter((each) => each.outside && each.type !== 'hyperlink').length;
  if (outside > 0) countLeftOut(leftOut, 'outside', outside);
  return { blocks: collected.blocks, notes: notes.read(reading), leftOut };
}

/** What a file is that is packed like a DOCX and is none. */
function foundIn(file: DocxPackage): string {
  if (file.has('xl/workbook.xml')) return 'sheet';
  if (file.has('ppt/presentation.xml')) return 'slides';
  return file.has('content.xml') && file.has('mimetype') ? 'odt' : 'archive';
}

/** Footnotes and endnotes in the order in which the text refers to them. */
class Notes {
  readonly #sources: Record<'footnote' | 'endnote', Map<string, Element>>;
  readonly #numbers = new Map<string, number>();
  readonly #order: Element[] = [];

  constructor(footnotes: Element | undefined, endnotes: Element | undefined) {
    const byId = (root: Element | undefined, name: string) =>
      new Map(childrenOf(root, name).map((each) => [each.attributes.id ?? '', each]));
    this.#sources = { footnote: byId(footnotes, 'footnote'), endnote: byId(endnotes, 'endnote') };
  }

  number(kind: 'footnote' | 'endnote', id: string): number | undefined {
    const note = this.#sources[kind].get(id);
    if (!note) return undefined;
    const key = `${kind} ${id}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#order.push(note);
    this.#numbers.set(key, this.#order.length - 1);
    return this.#order.length - 1;
  }

  read(reading: Reading): Run[][] {
    // A note has no notes of its own, and no pictures that anybody would miss.
    const inside = { ...reading, noteOf: () => undefined, field: 0 };
    return this.#order.map((note) =>
      childrenOf(note, 'p').flatMap((paragraph, i) => [
        ...(i > 0 ? [{ text: ' ', marks: [] }] : []),
        ...readRuns(inside, paragraph),
      ]),
    );
  }
}

const wrappers = new Set(['sdt', 'sdtContent', 'customXml', 'ins', 'moveTo', 'smartTag']);

class Collected {
  readonly blocks: SourceBlock[] = [];
  readonly #reading: Reading;
  readonly #numbering: Numbering;

  constructor(reading: Reading, numbering: Numbering) {
    this.#reading = reading;
    this.#numbering = numbering;
  }

  add(element: Element): void {
    const { name } = element;
    if (name === 'p') this.#addParagraph(element);
    else if (name === 'tbl') this.#push(readTable(this.#reading, element));
    else if (wrappers.has(name)) for (const child of element.children) this.add(child);
    else if (name === 'del' || name === 'moveFrom') countLeftOut(this.#reading.leftOut, 'changes');
    else if (name === 'altChunk') countLeftOut(this.#reading.leftOut, 'embedded');
  }

  #push(block: SourceBlock): void {
    if (this.blocks.length >= limits.blocks) fail('consultations.documents.too_many', { limit: limits.blocks });
    this.blocks.push(block);
  }

  #addParagraph(paragraph: Element): void {
    const reading = this.#reading;
    const properties = childOf(paragraph, 'pPr');
    const style = valOf(properties, 'pStyle');
    const runs = readRuns(reading, paragraph);
    const boxes = reading.boxes.splice(0);
    const empty = plainOf(runs).trim() === '' && !runs.some(({ note }) => note !== undefined);
    // A paragraph that was taken out is not counted; one that is only empty is, and 第五条 may stand above its text.
    const takenOut = empty && childOf(childOf(properties, 'rPr'), 'del') !== undefined;
    const number = takenOut ? undefined : this.#number(properties, style);
    if (!empty || readLabel(number ?? '')?.kind === 'article') {
      const outline = Number.parseInt(valOf(properties, 'outlineLvl') ?? '', 10);
      const level = outline >= 0 && outline < 9 ? outline + 1 : reading.styles.headingLevel(style);
      const role = reading.styles.role(style);
      this.#push({
        is: 'paragraph',
        runs,
        ...(number === undefined ? {} : { number }),
        ...(level === undefined ? {} : { level }),
        ...(role === undefined ? {} : { role }),
      });
    }
    for (const box of boxes) this.add(box);
  }

  #number(properties: Element | undefined, style: string | undefined): string | undefined {
    const own = listOf(properties);
    const styled = this.#reading.styles.list(style);
    const listId = own.listId ?? styled?.listId;
    if (listId === undefined || listId === '0') return undefined;
    const ofStyle = styled && styled.listId === listId ? this.#numbering.levelOfStyle(listId, styled.style) : undefined;
    return this.#numbering.next(listId, own.listLevel ?? styled?.listLevel ?? ofStyle ?? 0);
  }
}
