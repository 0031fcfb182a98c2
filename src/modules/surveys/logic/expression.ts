import { bounds } from '../questionnaire.rules.ts';
import { functions, type Moment } from './functions.ts';
import { type Pattern, readPattern } from './pattern.ts';
import { type Token, tokensOf } from './tokens.ts';
import { equal, toBoolean, toNumber, toText, type Value } from './values.ts';

type Node =
  | { is: 'value'; value: Value }
  | { is: 'name'; name: string }
  | { is: 'self' }
  | { is: 'negative'; of: Node }
  | { is: 'binary'; operator: string; left: Node; right: Node }
  | { is: 'call'; name: string; args: Node[]; pattern: Pattern | null };

/** What is wrong with an expression: a message key `surveys.expression.*`, and where, in characters from 0. */
export type ExpressionProblem = { key: string; at: number; params?: Record<string, string | number> };

export type Expression = {
  root: Node;
  /** what it refers to, in order, with where each stands */
  names: readonly { name: string; at: number }[];
  /** whether `.` stands in it */
  usesSelf: boolean;
};

/** What names stand for while an expression is worked out. */
export type Scope = { value(name: string): Value; self: Value; moment: Moment };

const mostDepth = 60;

class Refused extends Error {
  readonly problem: ExpressionProblem;
  constructor(problem: ExpressionProblem) {
    super(problem.key);
    this.problem = problem;
  }
}

/** Reads XLSForm's expression language. Never throws. */
export function readExpression(source: string): { expression: Expression } | { problem: ExpressionProblem } {
  if (source.length > bounds.expression)
    return {
      problem: { key: 'surveys.expression.too_long', at: bounds.expression, params: { most: bounds.expression } },
    };
  const tokens = tokensOf(source);
  if ('problem' in tokens) return tokens;
  try {
    const parser = new Parser(tokens.tokens, source.length);
    return { expression: { root: parser.whole(), names: parser.names, usesSelf: parser.usesSelf } };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    throw error;
  }
}

/** From weak to strong. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['=', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', 'div', 'mod'],
];

class Parser {
  readonly names: { name: string; at: number }[] = [];
  usesSelf = false;
  private index = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly length: number;

  constructor(tokens: readonly Token[], length: number) {
    this.tokens = tokens;
    this.length = length;
  }

  whole(): Node {
    const node = this.level(0);
    const rest = this.tokens[this.index];
    if (rest) throw unexpected(rest);
    return node;
  }

  private next(): Token {
    const token = this.tokens[this.index++];
    if (!token) throw new Refused({ key: 'surveys.expression.unfinished', at: this.length });
    return token;
  }

  private takes(is: Token['is'], text?: string): boolean {
    const token = this.tokens[this.index];
    if (token?.is !== is || (text !== undefined && token.text !== text)) return false;
    this.index += 1;
    return true;
  }

  private level(at: number): Node {
    const operators = levels[at];
    if (!operators) return this.unary();
    let left = this.level(at + 1);
    for (let token = this.tokens[this.index]; token?.is === 'operator'; token = this.tokens[this.index]) {
      const { text } = token;
      if (!operators.includes(text)) break;
      this.index += 1;
      left = { is: 'binary', operator: text, left, right: this.level(at + 1) };
    }
    return left;
  }

  private unary(): Node {
    const token = this.tokens[this.index];
    if (++this.depth > mostDepth)
      throw new Refused({ key: 'surveys.expression.too_deep', at: token?.at ?? this.length });
    const node: Node = this.takes('operator', '-') ? { is: 'negative', of: this.unary() } : this.primary();
    this.depth -= 1;
    return node;
  }

  private primary(): Node {
    const token = this.next();
    switch (token.is) {
      case 'text':
        return { is: 'value', value: token.text };
      case 'number':
        return { is: 'value', value: Number(token.text) };
      case 'reference':
        this.names.push({ name: token.text, at: token.at });
        return { is: 'name', name: token.text };
      case 'self':
        this.usesSelf = true;
        return { is: 'self' };
      case 'word':
        return this.call(token);
      default: {
        if (token.text !== '(') throw unexpected(token);
        const node = this.level(0);
        const end = this.next();
        if (end.text !== ')') throw unexpected(end);
        return node;
      }
    }
  }

  private call(token: Token): Node {
    const name = token.text;
    if (!this.takes('mark', '(')) throw unexpected(token);
    const known = own[name] ?? functions[name];
    if (!known) throw new Refused({ key: 'surveys.expression.unknown_function', at: token.at, params: { name } });
    const args: Node[] = [];
    if (!this.takes('mark', ')'))
      for (let more = true; more; ) {
        args.push(this.level(0));
        const end = this.next();
        if (end.text !== ',' && end.text !== ')') throw unexpected(end);
        more = end.text === ',';
      }
    if (args.length < known.least || args.length > known.most)
      throw new Refused({
        key: 'surveys.expression.arguments',
        at: token.at,
        params: { name, least: known.least, most: known.most, found: args.length },
      });
    return { is: 'call', name, args, pattern: name === 'regex' ? this.pattern(args[1], token.at) : null };
  }

  /** Patterns are written out, so that whether they can be read is known before anybody answers. */
  private pattern(node: Node | undefined, at: number): Pattern {
    const source = node?.is === 'value' ? toText(node.value) : null;
    const pattern = source === null ? null : readPattern(source);
    return pattern ?? refuse({ key: 'surveys.expression.pattern', at });
  }
}

function refuse(problem: ExpressionProblem): never {
  throw new Refused(problem);
}

const unexpected = ({ text, at }: Token): Refused =>
  new Refused({ key: 'surveys.expression.unexpected', at, params: { found: text } });

/** Functions that do not work out all their arguments. */
const own: Readonly<Record<string, { least: number; most: number }>> = {
  if: { least: 3, most: 3 },
  coalesce: { least: 2, most: 10 },
  once: { least: 1, most: 1 },
  regex: { least: 2, most: 2 },
};

/** The value of an expression. Never throws; what cannot be worked out is nothing. */
export function evaluate(expression: Expression, scope: Scope): Value {
  return work(expression.root, scope);
}

/** Whether a condition holds. */
export function holds(expression: Expression, scope: Scope): boolean {
  return toBoolean(work(expression.root, scope));
}

function work(node: Node, scope: Scope): Value {
  switch (node.is) {
    case 'value':
      return node.value;
    case 'name':
      return scope.value(node.name);
    case 'self':
      return scope.self;
    case 'negative':
      return -toNumber(work(node.of, scope));
    case 'binary':
      return binary(node.operator, node.left, node.right, scope);
    case 'call':
      return call(node, scope);
  }
}

function binary(operator: string, a: Node, b: Node, scope: Scope): Value {
  const left = work(a, scope);
  if (operator === 'and') return toBoolean(left) && toBoolean(work(b, scope));
  if (operator === 'or') return toBoolean(left) || toBoolean(work(b, scope));
  const right = work(b, scope);
  if (operator === '=') return equal(left, right);
  if (operator === '!=') return !equal(left, right);
  const [x, y] = [toNumber(left), toNumber(right)];
  switch (operator) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case 'div':
      return x / y;
    default:
      return x % y;
  }
}

function call({ name, args, pattern }: Extract<Node, { is: 'call' }>, scope: Scope): Value {
  const at = (index: number): Value => {
    const node = args[index];
    return node ? work(node, scope) : '';
  };
  switch (name) {
    case 'if':
      return toBoolean(at(0)) ? at(1) : at(2);
    case 'coalesce': {
      for (let index = 0; index < args.length; index++) {
        const value = at(index);
        if (toText(value) !== '') return value;
      }
      return '';
    }
    case 'once':
      return toText(scope.self) === '' ? at(0) : scope.self;
    case 'regex':
      return pattern?.test(toText(at(0))) ?? false;
    default:
      return (
        functions[name]?.run(
          args.map((_, index) => at(index)),
          scope.moment,
        ) ?? ''
      );
  }
}
