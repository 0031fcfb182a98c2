import ts from 'typescript';
import { checkMessages } from '../../src/kernel/i18n/check-messages.ts';
import { collectMessages } from '../messages.ts';
import type { Check } from './check.ts';
import { ROOT } from './project.ts';
import { isTest, place, sources, visit } from './syntax.ts';

/** `t(key)`, `ctx.t(key)` and `i18n.t(locale)(key)`. */
const T = /(^|\.)t(\([^()]*\))?$/;
const LANGUAGES = ['zh-CN', 'zh-TW', 'en'];

type Use = { key: string; where: string };
/** What sources refer to: keys said in full, and beginnings of keys that are put together while running. */
type Uses = { keys: Use[]; prefixes: Use[]; words: Set<string> };

/**
 * Every key that is said exists, every key that exists is said. Keys put together while running are known by their
 * beginning (`cases.kind.` in a template) or by a line `// keys: cases.kind.*`.
 */
export const messageKeys: Check = {
  name: 'messages',
  claim: 'every message exists in every language with the same arguments, and every one is used',
  run() {
    const { tables, problems, origins } = collectMessages(ROOT);
    const program = sources('src').filter(({ fileName }) => !isTest(fileName));
    const known = new Map(Object.keys(tables['zh-CN']).map((key) => [key, origins.get(`zh-CN ${key}`) ?? '']));
    return [...problems, ...checkMessages(tables), ...compareKeys(known, program)];
  },
};

/** @param known every key with the file that declares it */
export function compareKeys(known: ReadonlyMap<string, string>, program: ts.SourceFile[]): string[] {
  const uses = collectUses(program);
  const missing = uses.keys.filter(({ key }) => !known.has(key));
  const empty = uses.prefixes.filter(({ key }) => ![...known.keys()].some((each) => each.startsWith(key)));
  const unused = [...known].filter(([key]) => !isUsed(key, uses));
  return [
    ...missing.map(({ key, where }) => `${where} there is no message ${key}`),
    ...empty.map(({ key, where }) => `${where} no message begins with ${key}`),
    ...unused.map(([key, file]) => `${file}: ${key} is not used`),
  ];
}

function isUsed(key: string, { words, prefixes }: Uses): boolean {
  // An error's code is raised without the prefix under which its words are kept.
  if (words.has(key) || words.has(key.replace(/^errors\./, ''))) return true;
  return prefixes.some((prefix) => key.startsWith(prefix.key));
}

function collectUses(program: ts.SourceFile[]): Uses {
  const uses: Uses = { keys: [], prefixes: [], words: new Set() };
  for (const source of program) {
    collectDeclared(source, uses);
    visit(source, (node) => collectFrom(node, source, uses));
  }
  return uses;
}

function collectDeclared(source: ts.SourceFile, { prefixes }: Uses): void {
  for (const [line, text] of source.text.split('\n').entries()) {
    const list = /\/\/ keys: (.+)$/.exec(text)?.[1] ?? '';
    const patterns = list.split(/[,\s]+/).filter((each) => each.endsWith('*'));
    for (const key of patterns) prefixes.push({ key: key.slice(0, -1), where: `${source.fileName}:${line + 1}` });
  }
}

function collectFrom(node: ts.Node, source: ts.SourceFile, uses: Uses): void {
  if (ts.isStringLiteralLike(node)) uses.words.add(node.text);
  if (ts.isTemplateExpression(node) && isDotted(node.head.text) && isArgumentOfT(node)) {
    uses.prefixes.push({ key: node.head.text, where: place(source, node) });
  }
  if (!ts.isCallExpression(node)) return;
  const callee = node.expression.getText(source);
  const isT = T.test(callee);
  const prefix = isT ? '' : /^fail$/.test(callee) ? 'errors.' : undefined;
  if (prefix === undefined || node.arguments[0] === undefined) return;
  for (const text of literalsOf(node.arguments[0])) {
    if (LANGUAGES.includes(text.text)) continue;
    uses.keys.push({ key: prefix + text.text, where: place(source, text) });
  }
}

/** The literals that an expression can come to: `'a'`, `x ? 'a' : 'b'`, `x ?? 'a'`. */
function literalsOf(node: ts.Expression): ts.StringLiteralLike[] {
  if (ts.isStringLiteralLike(node)) return [node];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (ts.isBinaryExpression(node)) return literalsOf(node.right);
  return [];
}

function isDotted(head: string): boolean {
  return /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*[._]/.test(head);
}

function isArgumentOfT(node: ts.Node): boolean {
  for (let parent = node.parent; !ts.isStatement(parent); parent = parent.parent) {
    if (ts.isCallExpression(parent)) return T.test(parent.expression.getText());
  }
  return false;
}
