// chinese: recognises and writes numbers and titles of Chinese texts
import { fail } from '../../../../kernel/errors/index.ts';
import { limits } from '../limits.ts';
import {
  cleanText,
  countLeftOut,
  plainOf,
  type Run,
  type SourceBlock,
  type SourceParagraph,
  type SourceText,
} from '../source-text.ts';
import type { BlockKind, Draft, DraftBlock, ImportReport } from './block.ts';
import { checkNumbers } from './check-numbers.ts';
import { readNumber } from './chinese-number.ts';
import { followsOn, type Label, readLabel } from './labels.ts';
import { linesOf, runsFrom, runsHtml, tidyRuns } from './runs.ts';
import { tableHtml, tableText } from './table.ts';

/** One paragraph with its label read, before it has a place. */
export type Read = { runs: Run[]; text: string; label: Label | undefined; level: number | undefined };
type Placed = { kind: BlockKind; rank: number };

const shortest = 40;
const ends = /[。；;.!！?？，,：:]$/u;
/** 附件, Annex: what follows lies outside of chapters and articles. */
const appendix =
  /^(?:附\s*(?:件|录|表|则|图)|Annex|ANNEX|Appendix|APPENDIX|Schedule|SCHEDULE)(?:\s*[一二三四五六七八九十\dA-Z]{1,3})?\s*(?:$|[:：.．—]|\s)/u;

/**
 * Recognises chapters, sections, articles, paragraphs and items by their numbers, typed or automatic; headings where there are
 * none. The first short line, or what is styled as a title, becomes the text's title.
 * @throws AppError consultations.documents.empty, .too_many
 */
export function recogniseStructure(source: SourceText, readAs: ImportReport['readAs']): Draft {
  const leftOut = { ...source.leftOut };
  const parts = withoutContents(source.blocks.flatMap(splitAtLabels), (count) => {
    countLeftOut(leftOut, 'contents', count);
  });
  const { title, rest } = takeTitle(parts);
  if (rest.length === 0) fail('consultations.documents.empty');
  const builder = new Builder(source.notes, modeOf(rest));
  for (const part of rest) builder.add(part);
  const { blocks, labels } = builder;
  const counts: ImportReport['counts'] = {};
  for (const { kind } of blocks) counts[kind] = (counts[kind] ?? 0) + 1;
  const { warnings, moreWarnings } = checkNumbers(blocks, labels);
  return { title, blocks, report: { counts, notes: source.notes.length, leftOut, warnings, moreWarnings, readAs } };
}

type Part = Read | Extract<SourceBlock, { is: 'table' }>;

const isTable = (part: Part): part is Extract<SourceBlock, { is: 'table' }> => 'is' in part;

/** Lines that were only broken, each with a number of its own, are paragraphs. */
function splitAtLabels(block: SourceBlock): (Part & { role?: SourceParagraph['role'] })[] {
  if (block.is === 'table') return [block];
  const { number, level, role } = block;
  const groups: Run[][] = [];
  for (const line of linesOf(block.runs)) {
    const last = groups.at(-1);
    if (last === undefined || readLabel(plainOf(line))) groups.push(line);
    else last.push({ text: '\n', marks: [] }, ...line);
  }
  return groups.flatMap((group, i) => {
    const prefix: Run[] = i === 0 && number !== undefined ? [{ text: `${number} `, marks: [] }] : [];
    const runs = tidyRuns([...prefix, ...group]);
    const text = plainOf(runs);
    if (text === '' && runs.length === 0) return [];
    const label = readLabel(text) ?? (prefix.length > 0 ? automatic(number ?? '') : undefined);
    return [{ runs, text, label, level, role }];
  });
}

/** Whatever form a number has that Word gave by itself. */
function automatic(number: string): Label {
  const length = cleanText(number).length + 1;
  return { kind: 'item', text: number, number: readNumber(number), added: null, rank: 7, length, sure: true };
}

const contentsTitle = /^(?:目\s*录|目\s*次|Contents|CONTENTS|Table of Contents)$/u;
const pageNumber = /(?:[.…·\s\t　]{2,}|\s)\d{1,4}$/u;

/** A printed list of contents repeats every title: it is made anew from the text. */
function withoutContents(parts: (Part & { role?: SourceParagraph['role'] })[], tell: (count: number) => void): Part[] {
  const kept: Part[] = [];
  const seen = new Set<string>();
  let inside = false;
  let count = 0;
  for (const part of parts) {
    if (isTable(part)) {
      inside = false;
      kept.push(part);
      continue;
    }
    if (part.role === 'contents' || contentsTitle.test(part.text)) {
      inside ||= contentsTitle.test(part.text);
      count += 1;
      continue;
    }
    const key = part.label?.kind === 'item' ? undefined : part.label?.text;
    const line = key !== undefined || pageNumber.test(part.text);
    if (inside && line && part.text.length <= shortest && (key === undefined || !seen.has(titleKey(part)))) {
      if (key !== undefined) seen.add(titleKey(part));
      count += 1;
      continue;
    }
    inside = false;
    kept.push(part);
  }
  if (count > 0) tell(count);
  return kept;
}

/** Sections begin anew in every chapter: their title belongs to what they are known by. */
const titleKey = ({ text }: Read): string => text.replace(pageNumber, '').replace(/[\s.…·]+/gu, '');

type WithRole = Read & { role?: SourceParagraph['role'] };

function takeTitle(parts: Part[]): { title: string; rest: Part[] } {
  const at = parts.findIndex((part) => isTable(part) || part.label !== undefined);
  const front = at < 0 ? parts : parts.slice(0, at);
  const first = front[0];
  if (first === undefined || isTable(first)) return { title: '', rest: parts };
  const titled = (part: Part | undefined): part is WithRole =>
    part !== undefined && !isTable(part) && (part as WithRole).role === 'title';
  const isTitle = titled(first) || (first.text.length <= 60 && !/[。；;：:]$/u.test(first.text) && parts.length > 1);
  if (!isTitle) return { title: '', rest: parts };
  let title = first.text;
  let taken = 1;
  for (;;) {
    const next = front[taken];
    if (next === undefined || isTable(next)) break;
    const goesOn = titled(first) && titled(next);
    if (!goesOn && !/^[（(][^（()）]{2,20}[)）]$/u.test(next.text)) break;
    // （2026年11月1日通过） is no part of its name.
    if (/\d{4}\s*年/u.test(next.text)) break;
    title += next.text;
    taken += 1;
  }
  return { title: title.replace(/\s+/g, ' ').slice(0, 120), rest: parts.slice(taken) };
}

type Mode = { articles: boolean; sectionsAreArticles: boolean };

/** A text without 第X条 is no rule: its 一、 and （一） are chapters and sections. */
function modeOf(parts: readonly Part[]): Mode {
  const has = (kind: string) => parts.some((part) => !isTable(part) && part.label?.kind === kind);
  const english = parts.some((part) => !isTable(part) && /^(?:Section|§)/.test(part.label?.text ?? ''));
  const sectionsAreArticles = !has('article') && english;
  return { articles: has('article') || sectionsAreArticles, sectionsAreArticles };
}

class Builder {
  readonly blocks: DraftBlock[] = [];
  readonly labels = new Map<number, Label>();
  readonly #notes: readonly Run[][];
  readonly #mode: Mode;
  /** positions of what the next block may lie within, with their ranks */
  #open: { position: number; rank: number }[] = [];
  #lastArticle: Label | undefined;

  constructor(notes: readonly Run[][], mode: Mode) {
    this.#notes = notes;
    this.#mode = mode;
  }

  add(part: Part): void {
    if (isTable(part)) {
      const around = this.#open.findLast(({ rank }) => rank < 5);
      const notes = part.rows.flat().flatMap(({ paragraphs }) => paragraphs.flat());
      const text = tableText(part);
      if (text !== '')
        this.#push(
          'table',
          '',
          around?.position ?? null,
          text + this.#noteText(notes),
          tableHtml(part) + this.#noteHtml(notes),
        );
      return;
    }
    const label = this.#accepted(part);
    const { kind, rank } = label ? this.#placeOf(label, part) : plainPlace(part);
    const runs = label ? tidyRuns(runsFrom(part.runs, label.length)) : part.runs;
    this.#open = this.#open.filter((each) => each.rank < rank);
    const text = plainOf(runs);
    if (kind === 'paragraph' && this.#fills(text, runs)) return;
    const position = this.#push(
      kind,
      label?.text ?? '',
      this.#open.at(-1)?.position ?? null,
      text + this.#noteText(runs),
      runsHtml(runs) + this.#noteHtml(runs),
    );
    if (label) this.labels.set(position, label);
    if (kind === 'article') this.#lastArticle = label;
    this.#open.push({ position, rank });
  }

  /** What stands under 第五条 in a line of its own is its text. */
  #fills(text: string, runs: readonly Run[]): boolean {
    const last = this.blocks.at(-1);
    if (last?.kind !== 'article' || last.text !== '') return false;
    last.text = text + this.#noteText(runs);
    last.html = runsHtml(runs) + this.#noteHtml(runs);
    return true;
  }

  /** 第三条规定的 in the middle of a sentence that begins a paragraph is no article. */
  #accepted({ label, text, level }: Read): Label | undefined {
    if (!label || label.sure || level !== undefined || label.kind === 'item') return label;
    if (label.kind !== 'article') return text.length <= shortest ? label : undefined;
    const former = this.#lastArticle;
    return (former ? followsOn(label, former) : label.number === 1) ? label : undefined;
  }

  #placeOf(label: Label, { text, level }: Read): Placed {
    if (label.kind === 'part') return { kind: 'chapter', rank: 0 };
    if (label.kind === 'chapter') return { kind: 'chapter', rank: 1 };
    if (label.kind === 'section' && !this.#mode.sectionsAreArticles) return { kind: 'section', rank: 2 };
    if (label.kind !== 'item') return { kind: 'article', rank: 3 };
    const heads = level !== undefined || (text.length <= shortest && !ends.test(text));
    if (!this.#mode.articles && heads) {
      if (label.rank === 1) return { kind: 'chapter', rank: 1 };
      if (label.rank === 2) return { kind: 'section', rank: 2 };
      if (level !== undefined) return { kind: 'section', rank: Math.min(2.9, 1 + level / 10) };
    }
    // Beside sections that are no more than their title stand others with their text behind it.
    if (!this.#mode.articles && label.rank <= 2) return { kind: 'item', rank: label.rank };
    return { kind: 'item', rank: 5 + label.rank };
  }

  #push(kind: BlockKind, label: string, parent: number | null, text: string, html: string): number {
    if (this.blocks.length >= limits.blocks) fail('consultations.documents.too_many', { limit: limits.blocks });
    if (text.length > limits.block_characters)
      fail('consultations.documents.too_many', { limit: limits.block_characters });
    const depth = parent === null ? 0 : (this.blocks[parent]?.depth ?? 0) + 1;
    this.blocks.push({ kind, label, depth, parent, text, html });
    return this.blocks.length - 1;
  }

  #numbersIn(runs: readonly Run[]): number[] {
    return runs.flatMap(({ note }) => (note === undefined ? [] : [note]));
  }

  #noteText(runs: readonly Run[]): string {
    return this.#numbersIn(runs)
      .map((at) => `\n${plainOf(tidyRuns(this.#notes[at] ?? []))}`)
      .join('');
  }

  #noteHtml(runs: readonly Run[]): string {
    return this.#numbersIn(runs)
      .map((at) => `<small>[${at + 1}] ${runsHtml(tidyRuns(this.#notes[at] ?? []))}</small>`)
      .join('');
  }
}

function plainPlace({ text, level }: Read): Placed {
  if (text.length <= shortest && appendix.test(text)) return { kind: 'heading', rank: 0 };
  if (level !== undefined && text.length <= 120) return { kind: 'heading', rank: Math.min(2.5, (level - 1) * 0.5) };
  return { kind: 'paragraph', rank: 4 };
}
