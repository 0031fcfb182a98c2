import type { ExpressionProblem } from './expression.ts';

export type Token = {
  is: 'text' | 'number' | 'reference' | 'self' | 'word' | 'operator' | 'mark';
  text: string;
  /** characters from the beginning */
  at: number;
};

const quotes: Readonly<Record<string, string>> = { "'": "'", '"': '"', '‘': '‘’', '’': '‘’', '“': '“”', '”': '“”' };
const wordOperators = new Set(['and', 'or', 'div', 'mod']);
/** As a Chinese keyboard or a word processor writes them. */
const spelt: Readonly<Record<string, string>> = {
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '==': '=',
  '<>': '!=',
  '×': '*',
  '－': '-',
  '–': '-',
  '−': '-',
};

/** Marks of full width as their plain ones. */
const plain = (character: string): string =>
  /[\uff01-\uff5e]/.test(character) ? character.normalize('NFKC') : character;

/** Divides an expression into what it is made of. */
export function tokensOf(source: string): { tokens: Token[] } | { problem: ExpressionProblem } {
  const tokens: Token[] = [];
  for (let at = 0; at < source.length; ) {
    const found = tokenAt(source, at);
    if ('key' in found) return { problem: found };
    if (found.token) tokens.push(found.token);
    at = found.end;
  }
  return tokens.length > 0 ? { tokens } : { problem: { key: 'surveys.expression.unfinished', at: 0 } };
}

type Found = { token: Token | null; end: number };

function tokenAt(source: string, at: number): Found | ExpressionProblem {
  const rest = source.slice(at);
  const space = /^[\s\u200b\ufeff]+/.exec(rest);
  if (space) return { token: null, end: at + space[0].length };
  const first = source[at] as string;
  if (quotes[first]) return quoted(source, at, quotes[first]);
  const reference = /^\$[{｛]\s*([^{}｛｝]*?)\s*[}｝]/.exec(rest);
  if (reference) {
    const name = reference[1] ?? '';
    if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name))
      return { key: 'surveys.expression.reference', at, params: { found: name.slice(0, 40) } };
    return { token: { is: 'reference', text: name, at }, end: at + reference[0].length };
  }
  const figure = /^(\d+(\.\d+)?|\.\d+)/.exec(rest);
  if (figure) return { token: { is: 'number', text: figure[0], at }, end: at + figure[0].length };
  if (/^(\/|\.\.|\.\/)/.test(rest)) return { key: 'surveys.expression.path', at };
  if (first === '.') return { token: { is: 'self', text: '.', at }, end: at + 1 };
  const word = /^[A-Za-z_][A-Za-z0-9_-]*(:[A-Za-z][A-Za-z0-9_-]*)?/.exec(rest)?.[0];
  if (word) {
    const isOperator = wordOperators.has(word.toLowerCase());
    return {
      token: isOperator ? { is: 'operator', text: word.toLowerCase(), at } : { is: 'word', text: word, at },
      end: at + word.length,
    };
  }
  return mark(source, at);
}

function quoted(source: string, at: number, closing: string): Found | ExpressionProblem {
  for (let end = at + 1; end < source.length; end++)
    if (closing.includes(source[end] as string))
      return { token: { is: 'text', text: source.slice(at + 1, end), at }, end: end + 1 };
  return { key: 'surveys.expression.quote', at };
}

function mark(source: string, at: number): Found | ExpressionProblem {
  const one = plain(source[at] as string);
  const two = one + plain(source[at + 1] ?? '');
  const long = two === '<=' || two === '>=' || two === '!=' || two === '==' || two === '<>';
  const written = long ? two : one;
  const text = spelt[written] ?? written;
  const end = at + (long ? 2 : 1);
  if (/^([=<>+*-]|<=|>=|!=)$/.test(text)) return { token: { is: 'operator', text, at }, end };
  if (/^[(),]$/.test(text)) return { token: { is: 'mark', text, at }, end };
  return { key: 'surveys.expression.unexpected', at, params: { found: written } };
}
