import MarkdownIt, { type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { fail } from '../../../kernel/errors/index.ts';
import { webAddress } from './docx/read-runs.ts';
import { limits } from './limits.ts';
import {
  countLeftOut,
  type LeftOut,
  type Mark,
  plainOf,
  type Run,
  type SourceBlock,
  type SourceCell,
  type SourceText,
} from './source-text.ts';
import { readLabel } from './structure/labels.ts';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false, maxNesting: 40 })
  .use(cjkFriendly)
  .disable('code');
// Every address is looked at where the text is read; here none may vanish with its words.
markdown.validateLink = () => true;

const marks: Record<string, Mark> = { strong_open: 'strong', em_open: 'em', s_open: 's' };

/**
 * Markdown as a text: headings, paragraphs, lists with the numbers that were typed, tables. HTML in it is plain text.
 * @throws AppError consultations.documents.too_many
 */
export function readMarkdown(text: string): SourceText {
  const leftOut: LeftOut = {};
  const blocks: SourceBlock[] = [];
  const tokens = markdown.parse(text, {});
  const lists: { ordered: boolean; number: string | undefined }[] = [];
  let level: number | undefined;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (blocks.length > limits.blocks) fail('consultations.documents.too_many', { limit: limits.blocks });
    if (token.type === 'heading_open') level = Number(token.tag.slice(1));
    else if (token.type === 'heading_close') level = undefined;
    else if (token.type === 'ordered_list_open' || token.type === 'bullet_list_open')
      lists.push({ ordered: token.type === 'ordered_list_open', number: undefined });
    else if (token.type === 'ordered_list_close' || token.type === 'bullet_list_close') lists.pop();
    else if (token.type === 'list_item_open') {
      const list = lists.at(-1);
      if (list) list.number = list.ordered ? `${token.info}${token.markup}` : '•';
    } else if (token.type === 'table_open') {
      const end = tokens.findIndex((each, i) => i > at && each.type === 'table_close');
      blocks.push({ is: 'table', rows: readRows(tokens.slice(at, end), leftOut) });
      at = end;
    } else if (token.type === 'inline') {
      const list = lists.at(-1);
      addParagraph(blocks, readInline(token, leftOut), level, list?.number);
      if (list) list.number = undefined;
    } else if (token.type === 'fence')
      addParagraph(blocks, [{ text: token.content.trimEnd(), marks: [] }], level, undefined);
  }
  return { blocks, notes: [], leftOut };
}

function addParagraph(blocks: SourceBlock[], runs: Run[], level: number | undefined, number: string | undefined): void {
  // - （一）…: the sign of the list is nothing beside the number that was typed.
  const own = readLabel(plainOf(runs)) !== undefined;
  blocks.push({
    is: 'paragraph',
    runs,
    ...(number !== undefined && !own ? { number } : {}),
    ...(level === undefined ? {} : { level }),
  });
}

function readInline(token: Token, leftOut: LeftOut): Run[] {
  const runs: Run[] = [];
  const open: Mark[] = [];
  let href: string | undefined;
  for (const child of token.children ?? []) {
    const mark = marks[child.type];
    if (mark) open.push(mark);
    else if (/^(strong|em|s)_close$/.test(child.type)) open.pop();
    else if (child.type === 'link_open') {
      href = webAddress(String(child.attrGet('href') ?? ''));
      if (href === undefined) countLeftOut(leftOut, 'links');
    } else if (child.type === 'link_close') href = undefined;
    else if (child.type === 'image') countLeftOut(leftOut, 'pictures');
    else {
      const text = child.type === 'softbreak' || child.type === 'hardbreak' ? '\n' : child.content;
      if (text !== '') runs.push({ text, marks: [...open], ...(href ? { href } : {}) });
    }
  }
  return runs;
}

function readRows(tokens: readonly Token[], leftOut: LeftOut): SourceCell[][] {
  const rows: SourceCell[][] = [];
  let cells = 0;
  let head = false;
  for (const token of tokens) {
    if (token.type === 'tr_open') rows.push([]);
    else if (token.type === 'th_open' || token.type === 'td_open') head = token.type === 'th_open';
    else if (token.type === 'inline') {
      if (++cells > limits.cells) fail('consultations.documents.too_many', { limit: limits.cells });
      rows.at(-1)?.push({ paragraphs: [readInline(token, leftOut)], columns: 1, rows: 1, head });
    }
  }
  return rows;
}
