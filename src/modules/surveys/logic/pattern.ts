/**
 * Patterns of `regex()`, matched in time linear in the text whatever the pattern (Thompson's construction, simulated state by
 * state): a pattern from a file must not be able to stop a server or somebody's phone. Whole-text matches, as XLSForm has
 * them. No back references, look-around or word boundaries.
 */

export type Pattern = { test(text: string): boolean };

const mostStates = 600;
const mostRepeats = 200;
/** A text longer than this matches nothing. */
export const longestMatched = 2000;

type Test = (character: string) => boolean;
type State =
  | { op: 'character'; test: Test; next: number }
  | { op: 'split'; first: number; second: number }
  | { op: 'start' | 'end'; next: number }
  | { op: 'match' };

type Part =
  | { is: 'character'; test: Test }
  | { is: 'start' | 'end' }
  | { is: 'row'; of: Part[] }
  | { is: 'either'; of: Part[] }
  | { is: 'repeat'; of: Part; least: number; most: number };

class PatternError extends Error {}

/** @returns null where it cannot be read or would be too large */
export function readPattern(source: string): Pattern | null {
  try {
    const ignoreCase = source.startsWith('(?i)');
    const states = compile(new Reader([...(ignoreCase ? source.slice(4) : source)], ignoreCase).whole());
    return { test: (text) => matches(states, [...text]) };
  } catch (error) {
    if (error instanceof PatternError) return null;
    throw error;
  }
}

const isDigit: Test = (c) => c >= '0' && c <= '9';
const isWord: Test = (c) => /^[A-Za-z0-9_]$/.test(c);
const isSpace: Test = (c) => /^\s$/.test(c);
const not =
  (test: Test): Test =>
  (c) =>
    !test(c);
const classes: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

class Reader {
  private at = 0;
  private depth = 0;
  private readonly source: readonly string[];
  private readonly ignoreCase: boolean;

  constructor(source: readonly string[], ignoreCase: boolean) {
    this.source = source;
    this.ignoreCase = ignoreCase;
  }

  whole(): Part {
    const part = this.either();
    if (this.at < this.source.length) throw new PatternError();
    return part;
  }

  private peek(): string | undefined {
    return this.source[this.at];
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  private either(): Part {
    if (++this.depth > 30) throw new PatternError();
    const of = [this.row()];
    while (this.take('|')) of.push(this.row());
    this.depth -= 1;
    return of.length === 1 ? (of[0] as Part) : { is: 'either', of };
  }

  private row(): Part {
    const of: Part[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek())
      of.push(this.repeated());
    return { is: 'row', of };
  }

  private repeated(): Part {
    let part = this.atom();
    for (let next = this.peek(); next === '*' || next === '+' || next === '?' || next === '{'; next = this.peek()) {
      this.at += 1;
      const [least, most] =
        next === '{' ? this.counts() : next === '*' ? [0, Infinity] : next === '+' ? [1, Infinity] : [0, 1];
      part = { is: 'repeat', of: part, least, most };
      // Greedy or not makes no difference to whether the whole text matches.
      this.take('?');
    }
    return part;
  }

  private counts(): [number, number] {
    const least = this.figure();
    const most = this.take(',') ? (this.peek() === '}' ? Infinity : this.figure()) : least;
    if (!this.take('}') || most < least) throw new PatternError();
    return [least, most];
  }

  private figure(): number {
    let digits = '';
    for (let next = this.peek(); next !== undefined && isDigit(next); next = this.peek()) {
      digits += next;
      this.at += 1;
    }
    const value = Number(digits);
    if (digits === '' || value > mostRepeats) throw new PatternError();
    return value;
  }

  private atom(): Part {
    const character = this.source[this.at++];
    switch (character) {
      case '(': {
        if (this.take('?') && !this.take(':')) throw new PatternError();
        const part = this.either();
        if (!this.take(')')) throw new PatternError();
        return part;
      }
      case '[':
        return { is: 'character', test: this.cased(this.set()) };
      case '.':
        return { is: 'character', test: (c) => c !== '\n' };
      case '^':
        return { is: 'start' };
      case '$':
        return { is: 'end' };
      case '\\':
        return { is: 'character', test: this.cased(this.escaped()) };
      case undefined:
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternError();
      default:
        return { is: 'character', test: this.cased((c) => c === character) };
    }
  }

  private cased(test: Test): Test {
    return this.ignoreCase ? (c) => test(c) || test(c.toLowerCase()) || test(c.toUpperCase()) : test;
  }

  /** What stands behind a backslash. */
  private escaped(): Test {
    const character = this.source[this.at++];
    if (character === undefined) throw new PatternError();
    const known = classes[character];
    if (known) return known;
    if (character === 'p' || character === 'P') return this.property(character === 'P');
    const literal = this.literal(character);
    return (c) => c === literal;
  }

  private literal(character: string): string {
    if (character === 'u' || character === 'x') {
      const length = character === 'u' ? 4 : 2;
      const digits = this.source.slice(this.at, this.at + length).join('');
      if (!new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digits)) throw new PatternError();
      this.at += length;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const control = escapes[character];
    if (control) return control;
    // Other letters and figures mean something that is not offered: \b, \1.
    if (/^[A-Za-z0-9]$/.test(character)) throw new PatternError();
    return character;
  }

  private property(negated: boolean): Test {
    const end = this.source.indexOf('}', this.at);
    const body = this.source.slice(this.at, end + 1).join('');
    if (end < 0 || !/^\{[A-Za-z_=]{1,40}\}$/.test(body)) throw new PatternError();
    this.at = end + 1;
    const script = /^\{(Han|Hangul|Latin|Hiragana|Katakana|Cyrillic|Arabic|Greek|Tibetan)\}$/.test(body);
    try {
      const one = new RegExp(`^\\p${script ? body.replace('{', '{Script=') : body}$`, 'u');
      return (c) => one.test(c) !== negated;
    } catch {
      throw new PatternError();
    }
  }

  private set(): Test {
    const negated = this.take('^');
    const tests: Test[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.peek() === undefined) throw new PatternError();
      tests.push(this.member());
    }
    this.at += 1;
    return (c) => tests.some((test) => test(c)) !== negated;
  }

  private member(): Test {
    const from = this.edge();
    if (typeof from !== 'string') return from;
    if (this.peek() !== '-' || this.source[this.at + 1] === ']' || this.source[this.at + 1] === undefined)
      return (c) => c === from;
    this.at += 1;
    const to = this.edge();
    if (typeof to !== 'string' || (to.codePointAt(0) ?? 0) < (from.codePointAt(0) ?? 0)) throw new PatternError();
    const [least, most] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    return (c) => (c.codePointAt(0) ?? 0) >= least && (c.codePointAt(0) ?? 0) <= most;
  }

  private edge(): string | Test {
    const character = this.source[this.at++];
    if (character === undefined) throw new PatternError();
    if (character !== '\\') return character;
    const next = this.source[this.at++];
    if (next === undefined) throw new PatternError();
    if (classes[next]) return classes[next];
    return next === 'p' || next === 'P' ? this.property(next === 'P') : this.literal(next);
  }
}

function compile(whole: Part): State[] {
  const states: State[] = [];
  const add = (state: State): number => {
    if (states.length >= mostStates) throw new PatternError();
    return states.push(state) - 1;
  };
  /** Writes a part in front of what comes after it, and says where it begins. */
  const write = (part: Part, next: number): number => {
    switch (part.is) {
      case 'character':
        return add({ op: 'character', test: part.test, next });
      case 'start':
      case 'end':
        return add({ op: part.is, next });
      case 'row':
        return part.of.reduceRight((after, each) => write(each, after), next);
      case 'either':
        return part.of
          .map((each) => write(each, next))
          .reduceRight((second, first) => add({ op: 'split', first, second }));
      case 'repeat': {
        let begin = next;
        if (part.most === Infinity) {
          const loop = add({ op: 'split', first: next, second: next });
          states[loop] = { op: 'split', first: write(part.of, loop), second: next };
          begin = loop;
        } else {
          for (let n = part.least; n < part.most; n++)
            begin = add({ op: 'split', first: write(part.of, begin), second: next });
        }
        for (let n = 0; n < part.least; n++) begin = write(part.of, begin);
        return begin;
      }
    }
  };
  const end = add({ op: 'match' });
  const begin = write(whole, end);
  // The simulation starts at the last one.
  add({ op: 'split', first: begin, second: begin });
  return states;
}

function matches(states: readonly State[], text: readonly string[]): boolean {
  if (text.length > longestMatched) return false;
  let now = reach(states, [states.length - 1], 0, text.length);
  for (const [at, character] of text.entries()) {
    const next: number[] = [];
    for (const index of now) {
      const state = states[index];
      if (state?.op === 'character' && state.test(character)) next.push(state.next);
    }
    if (next.length === 0) return false;
    now = reach(states, next, at + 1, text.length);
  }
  return now.some((index) => states[index]?.op === 'match');
}

/** All states that can be reached without taking a character. */
function reach(states: readonly State[], from: readonly number[], at: number, length: number): number[] {
  const seen = new Set<number>();
  const open = [...from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const state = states[index];
    if (state?.op === 'split') open.push(state.first, state.second);
    else if ((state?.op === 'start' && at === 0) || (state?.op === 'end' && at === length)) open.push(state.next);
  }
  return [...seen];
}
