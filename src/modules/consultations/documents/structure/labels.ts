// chinese: recognises and writes numbers and titles of Chinese texts
import { readNumber, readRoman } from './chinese-number.ts';

/** What a number in front of a paragraph says it is. `part` is 编 or 篇, above chapters. */
export type LabelKind = 'part' | 'chapter' | 'section' | 'article' | 'item';

export type Label = {
  kind: LabelKind;
  /** as shown: 第三条, （一）, 1. */
  text: string;
  /** null where it is no number: a bullet */
  number: number | null;
  /** the second number of 第三条之一 */
  added: number | null;
  /** of items: how deep items of this form usually are; those of one form stand side by side */
  rank: number;
  /** characters of the paragraph that it takes */
  length: number;
  /** whether blank, stop or end follows, so that it can hardly be a mention of another article */
  sure: boolean;
};

const digits = '[零〇一二三四五六七八九十百千两0-9０-９]';
const spaced = `(?:${digits}\\s*){1,9}`;
const chinese = new RegExp(`^第\\s*(${spaced})([编篇卷章节条])(?:\\s*之\\s*(${digits}{1,3}))?`, 'u');
const english = /^(Part|PART|Title|TITLE|Chapter|CHAPTER|Section|SECTION|Article|ARTICLE|§)\s*(\d{1,4}|[IVXLC]{1,8})\b/;

const kinds: Record<string, LabelKind> = {
  编: 'part',
  篇: 'part',
  卷: 'part',
  章: 'chapter',
  节: 'section',
  条: 'article',
  part: 'part',
  title: 'part',
  chapter: 'chapter',
  section: 'section',
  article: 'article',
  '§': 'section',
};

/** Ranks of items, as Chinese offices nest them: 一、（一）1.（1）①. */
const items: readonly { form: RegExp; rank: number; read?: (text: string) => number | null }[] = [
  { form: /^([一二三四五六七八九十百]{1,5})\s*[、．.]/u, rank: 1 },
  { form: /^[（(]\s*([一二三四五六七八九十百]{1,5})\s*[）)]/u, rank: 2 },
  { form: /^([0-9０-９]{1,3})\s*(?:[、．]|\.(?![0-9０-９]))/u, rank: 3 },
  { form: /^[（(]\s*([0-9０-９]{1,3})\s*[）)]/u, rank: 4 },
  { form: /^([0-9０-９]{1,3})\s*[）)]/u, rank: 4 },
  { form: /^([①-⑳])/u, rank: 5, read: (text) => (text.codePointAt(0) ?? 0) - 0x245f },
  { form: /^([⑴-⒇])/u, rank: 4, read: (text) => (text.codePointAt(0) ?? 0) - 0x2473 },
  { form: /^([⒈-⒛])/u, rank: 3, read: (text) => (text.codePointAt(0) ?? 0) - 0x2487 },
  { form: /^[（(]\s*([a-z])\s*[）)]/u, rank: 6, read: (text) => text.charCodeAt(0) - 96 },
  { form: /^([a-zA-Z])\s*(?:[）)]|\.(?=\s))/u, rank: 6, read: (text) => text.toLowerCase().charCodeAt(0) - 96 },
  { form: /^([甲乙丙丁戊己庚辛壬癸])、/u, rank: 6, read: (text) => '甲乙丙丁戊己庚辛壬癸'.indexOf(text) + 1 },
  { form: /^[•●○■◆▪·–—*-](?=\s)/u, rank: 8, read: () => null },
];
const decimals =
  /^(\d{1,3}(?:\.\d{1,3}){1,4})\.?(?![\s　]*[万亿千百元米吨年月日时分秒倍个公平人次度%])(?=[\s　]|\p{Script=Han})/u;

const trimmedStart = (text: string): number => text.length - text.trimStart().length;

/** Words right behind 第三条 that show the sentence to be about it: a paragraph begins so, no article does. */
const mention = /^(?:[、，,和或至及到与的所中里内项款第以前后外之是起止]|规定|按照|同时|明确)/u;
const mentionAfterBlank = /^(?:规定的|所称|所列|第[一二三四五六七八九十]+[款项])/u;
/** 第三节课, 第二章程, 第一条件 are words. */
const words = /^[课程件款约例目]/u;

/** The label at the beginning of a paragraph; undefined where there is none. */
export function readLabel(text: string): Label | undefined {
  const skip = trimmedStart(text);
  const body = text.slice(skip);
  const found = readChinese(body) ?? readEnglish(body) ?? readDecimals(body) ?? readItem(body);
  return found && { ...found, length: found.length + skip };
}

function readChinese(body: string): Label | undefined {
  const match = chinese.exec(body);
  if (!match) return undefined;
  const [whole, written = '', unit = '', addedText] = match;
  const number = readNumber(written);
  if (number === null) return undefined;
  const rest = body.slice(whole.length);
  const blank = /^[\s　:：.．]/u.test(rest);
  const after = blank ? (/^[\s　:：.．、]+/u.exec(rest)?.[0] ?? '') : '';
  if (blank ? mentionAfterBlank.test(rest.slice(after.length)) : mention.test(rest) || words.test(rest))
    return undefined;
  const added = addedText === undefined ? null : readNumber(addedText);
  const plain = written.replace(/\s+/g, '').normalize('NFKC');
  const suffix = addedText === undefined ? '' : `之${addedText.normalize('NFKC')}`;
  return {
    kind: kinds[unit] ?? 'item',
    text: `第${plain}${unit}${suffix}`,
    number,
    added,
    rank: 0,
    length: whole.length + after.length,
    sure: blank || rest === '',
  };
}

function readEnglish(body: string): Label | undefined {
  const match = english.exec(body);
  if (!match) return undefined;
  const [whole, word = '', written = ''] = match;
  const number = readNumber(written) ?? readRoman(written);
  if (number === null) return undefined;
  const rest = body.slice(whole.length);
  // "Section 3 of this Act applies": a sentence about it.
  if (/^(?:\s+[a-z]|,|\s*\(|\.\d)/.test(rest)) return undefined;
  const after = /^[\s:.\-–—]*/u.exec(rest)?.[0] ?? '';
  return {
    kind: kinds[word.toLowerCase()] ?? 'item',
    text: word === '§' ? `§ ${written}` : `${word.charAt(0)}${word.slice(1).toLowerCase()} ${written}`,
    number,
    added: null,
    rank: 0,
    length: whole.length + after.length,
    sure: after !== '' || rest === '',
  };
}

function readDecimals(body: string): Label | undefined {
  const match = decimals.exec(body);
  const written = match?.[1];
  if (!match || written === undefined) return undefined;
  const steps = written.split('.');
  const after = /^[\s　]*/u.exec(body.slice(match[0].length))?.[0] ?? '';
  return {
    kind: 'item',
    text: written,
    number: Number(steps.at(-1)),
    added: null,
    rank: 3 + steps.length / 10,
    length: match[0].length + after.length,
    sure: true,
  };
}

function readItem(body: string): Label | undefined {
  for (const { form, rank, read } of items) {
    const match = form.exec(body);
    if (!match) continue;
    const number = (read ?? readNumber)(match[1] ?? '');
    if (number === null && !read) continue;
    const after = /^[\s　]*/u.exec(body.slice(match[0].length))?.[0] ?? '';
    return {
      kind: 'item',
      text: rank === 8 ? '•' : match[0].replace(/\s+/g, '').normalize('NFC'),
      number,
      added: null,
      rank,
      length: match[0].length + after.length,
      sure: true,
    };
  }
  return undefined;
}

/** The label that follows on this one, in its own way of writing. */
export function followsOn(label: Label, former: Pick<Label, 'number' | 'added'>): boolean {
  if (label.number === null || former.number === null) return true;
  if (label.added !== null)
    return label.number === former.number && label.added === (former.added === null ? 1 : former.added + 1);
  return label.number === former.number + 1;
}
