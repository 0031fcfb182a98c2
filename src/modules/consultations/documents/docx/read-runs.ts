import { safeHref } from '../../../../ui/text.tsx';
import { countLeftOut, type LeftOut, type Mark, type Run } from '../source-text.ts';
import type { Styles } from './styles.ts';
import { childOf, type Element, switchOf, valOf } from './xml.ts';

/** What is known while a document is read. */
export type Reading = {
  styles: Styles;
  /** targets of links by their ids */
  links: ReadonlyMap<string, string>;
  leftOut: LeftOut;
  /** footnote or endnote by its id → its place in the text's notes */
  noteOf(kind: 'footnote' | 'endnote', id: string): number | undefined;
  /** paragraphs of text boxes, which stand behind the paragraph they are fixed to */
  boxes: Element[];
  /** inside of a field whose instruction is being read, not its result */
  field: number;
};

const passed = new Set([
  'ins',
  'moveTo',
  'smartTag',
  'sdt',
  'sdtContent',
  'fldSimple',
  'customXml',
  'bdo',
  'dir',
  'rubyBase',
]);

/** The text of a paragraph with what looks are kept. */
export function readRuns(reading: Reading, paragraph: Element): Run[] {
  const runs: Run[] = [];
  for (const child of paragraph.children) readPart(reading, child, undefined, runs);
  return joined(runs);
}

function readPart(reading: Reading, element: Element, href: string | undefined, runs: Run[]): void {
  const { name } = element;
  if (name === 'r') readRun(reading, element, href, runs);
  else if (name === 'hyperlink') {
    const target = linkOf(reading, element);
    for (const child of element.children) readPart(reading, child, target ?? href, runs);
  } else if (passed.has(name)) for (const child of element.children) readPart(reading, child, href, runs);
  else if (name === 'del' || name === 'moveFrom') countLeftOut(reading.leftOut, 'changes');
  else if (name === 'oMath' || name === 'oMathPara') {
    countLeftOut(reading.leftOut, 'formulas');
    runs.push({ text: mathText(element), marks: [] });
  } else if (name === 'AlternateContent') readAlternate(reading, element);
}

/** Only addresses of the web and of mail; a file of somebody's computer or a script is plain text here. */
function linkOf({ links, leftOut }: Reading, element: Element): string | undefined {
  const target = links.get(element.attributes.id ?? '');
  if (target === undefined) return undefined;
  const href = webAddress(target);
  if (href === undefined) countLeftOut(leftOut, 'links');
  return href;
}

/** An address that may stand in a public text: of the web, of mail, a telephone number. */
export function webAddress(target: string): string | undefined {
  const href = safeHref(target.slice(0, 2000));
  return href !== undefined && /^(https?:|mailto:|tel:)/i.test(href) ? href : undefined;
}

function readRun(reading: Reading, run: Element, href: string | undefined, runs: Run[]): void {
  const properties = childOf(run, 'rPr');
  const marks = marksOf(reading, properties);
  const hidden = switchOf(properties, 'vanish') ?? reading.styles.look(valOf(properties, 'rStyle'), 'hidden');
  const add = (text: string) => {
    if (reading.field > 0 || text === '') return;
    if (hidden) countLeftOut(reading.leftOut, 'hidden');
    else runs.push({ text, marks, ...(href ? { href } : {}) });
  };
  for (const child of run.children) {
    const simple = textOf(child);
    if (simple !== undefined) add(simple);
    else if (child.name === 'fldChar') readField(reading, child.attributes.fldCharType);
    else if (child.name === 'footnoteReference' || child.name === 'endnoteReference') {
      const note = reading.noteOf(
        child.name === 'footnoteReference' ? 'footnote' : 'endnote',
        child.attributes.id ?? '',
      );
      if (note !== undefined) runs.push({ text: '', marks: [], note });
    } else if (child.name === 'ruby') {
      for (const base of childOf(child, 'rubyBase')?.children ?? []) readPart(reading, base, href, runs);
    } else readObject(reading, child);
  }
}

function textOf({ name, text, attributes }: Element): string | undefined {
  if (name === 't') return text;
  if (name === 'tab' || name === 'ptab') return ' ';
  if (name === 'br' || name === 'cr')
    return attributes.type === undefined || attributes.type === 'textWrapping' ? '\n' : '';
  if (name === 'noBreakHyphen') return '-';
  if (name === 'sym') {
    const code = Number.parseInt(attributes.char ?? '', 16);
    // Signs of symbol fonts lie in the private area and are nothing without their font.
    return code > 0 && code < 0xe000 ? String.fromCodePoint(code) : '';
  }
  return undefined;
}

function readField(reading: Reading, type: string | undefined): void {
  if (type === 'begin') reading.field += 1;
  else if (type === 'separate') reading.field = Math.max(0, reading.field - 1);
  // A field without a result ends while its instruction is still being read.
  else if (type === 'end' && reading.field > 0) reading.field -= 1;
}

function readObject(reading: Reading, element: Element): void {
  const { name } = element;
  if (name === 'AlternateContent') readAlternate(reading, element);
  else if (name === 'drawing' || name === 'pict') {
    const before = reading.boxes.length;
    findBoxes(element, reading.boxes);
    if (reading.boxes.length === before) countLeftOut(reading.leftOut, 'pictures');
  } else if (name === 'object') countLeftOut(reading.leftOut, 'embedded');
  else if (name === 'commentReference') countLeftOut(reading.leftOut, 'comments');
}

/** The same in several forms, for old and new programs: the first that is understood is enough. */
function readAlternate(reading: Reading, element: Element): void {
  const choice = childOf(element, 'Choice') ?? childOf(element, 'Fallback');
  for (const child of choice?.children ?? []) readObject(reading, child);
}

function findBoxes(element: Element, boxes: Element[]): void {
  for (const child of element.children) {
    if (child.name === 'txbxContent') boxes.push(...child.children);
    else if (child.name !== 'Fallback') findBoxes(child, boxes);
  }
}

function mathText(element: Element): string {
  return element.name === 't' ? element.text : element.children.map(mathText).join('');
}

function marksOf({ styles }: Reading, properties: Element | undefined): Mark[] {
  const style = valOf(properties, 'rStyle');
  const marks: Mark[] = [];
  if (switchOf(properties, 'b') ?? styles.look(style, 'strong')) marks.push('strong');
  if (switchOf(properties, 'i') ?? styles.look(style, 'em')) marks.push('em');
  if (switchOf(properties, 'u')) marks.push('u');
  if (switchOf(properties, 'strike') || switchOf(properties, 'dstrike')) marks.push('s');
  const place = valOf(properties, 'vertAlign');
  if (place === 'superscript') marks.push('sup');
  if (place === 'subscript') marks.push('sub');
  return marks;
}

/** Word cuts a sentence into many runs of one look. */
export function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const same =
      last !== undefined &&
      last.note === undefined &&
      run.note === undefined &&
      last.href === run.href &&
      last.marks.join() === run.marks.join();
    if (same) last.text += run.text;
    else result.push({ ...run });
  }
  return result;
}
