import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers, Definition } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import { madeDefinition } from '../surveys.factory.ts';
import { checkAnswers } from './check-answer.ts';
import { evaluate, readExpression } from './expression.ts';
import { readPattern } from './pattern.ts';
import type { Value } from './values.ts';
import { walk } from './walk.ts';

const moment = { today: '2026-11-19', now: '2026-11-19T10:00' };

function worth(source: string, values: Record<string, Value> = {}, self: Value = ''): Value {
  const read = readExpression(source);
  if (!('expression' in read)) throw new Error(`${source}: ${JSON.stringify(read.problem)}`);
  return evaluate(read.expression, { self, moment, value: (name) => values[name] ?? '' });
}
const wrong = (source: string) => {
  const read = readExpression(source);
  return 'problem' in read ? read.problem : null;
};

describe('expressions', () => {
  it.each<[string, Value]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 mod 4', 3],
    ['7 div 2', 3.5],
    ['-2 + 3', 1],
    ['10 - 2 - 3', 5],
    ["'a' = 'a' and not('b' = 'c')", true],
    ['true() or false() and false()', true],
    ["selected('a b c', 'b')", true],
    ["selected('ab c', 'b')", false],
    ["selected-at('a b c', 1)", 'b'],
    ["count-selected('a b c')", 3],
    ["count-selected('')", 0],
    ["string-length('您好')", 2],
    ["if(2 > 1, 'yes', 'no')", 'yes'],
    ["coalesce('', 'x')", 'x'],
    ['round(2.345, 2)', 2.35],
    ['int(-2.7)', -2],
    ["contains('abc', 'b')", true],
    ["starts-with('abc', 'ab')", true],
    ['today()', '2026-11-19'],
    ["date('2026-12-01') > today()", true],
    ["today() - date('2026-11-12')", 7],
    ['date(today() + 1)', '2026-11-20'],
    ["format-date('2026-11-19', '%Y/%m')", '2026/11'],
    ["regex('13800138000', '^1[0-9]{10}$')", true],
    ["number('') > 18", false],
    // As a Chinese keyboard or a word processor writes it.
    ['“a” ＝ ‘a’', true],
    ['（1＋2）≥ 3', true],
    ['1 AND 1', true],
    ['substr("abcdef", 1, 3)', 'bc'],
    ['min(3, 1, 2) + max(3, 1, 2)', 4],
  ])('%s', (source, value) => {
    expect(worth(source)).toEqual(value);
  });

  it('sees answers by name and its own as a dot', () => {
    expect(worth("${way} = 'bus'", { way: 'bus' })).toBe(true);
    expect(worth('. >= 18 and . < ${most}', { most: 100 }, 20)).toBe(true);
    // Nothing answered is no number: neither small nor large.
    expect(worth('${age} < 18 or ${age} >= 18')).toBe(false);
  });

  it.each<[string, string, number]>([
    ['', 'unfinished', 0],
    ['1 +', 'unfinished', 3],
    ['1 + )', 'unexpected', 4],
    ["'abc", 'quote', 0],
    ['${a b}', 'reference', 0],
    ['../age > 1', 'path', 0],
    ['/data/age', 'path', 0],
    ['pulldata("x")', 'unknown_function', 0],
    ['1 + if(1)', 'arguments', 4],
    ["regex(., '(a')", 'pattern', 0],
    ["regex(., '(?=a)')", 'pattern', 0],
    ['age > 1', 'unexpected', 0],
    ['1 1', 'unexpected', 2],
    [`${'('.repeat(100)}1${')'.repeat(100)}`, 'too_deep', 60],
    ['1'.repeat(2001), 'too_long', 2000],
  ])('says what is wrong: case %#', (source, key, at) => {
    expect(wrong(source)).toMatchObject({ key: `surveys.expression.${key}`, at });
  });

  it('reads whatever is thrown at it without throwing, and works out what it could read', () => {
    const piece = fc.constantFrom(
      ...[
        '${a}',
        '.',
        ' and ',
        ' or ',
        '=',
        '!=',
        '<',
        '(',
        ')',
        ',',
        "'x'",
        '1',
        '-',
        '*',
        ' div ',
        'not(',
        'if(',
        'selected(',
      ],
      ...['today()', 'regex(', '"a+"', 'round(', '’', '＝', '\u0000', '${', '}', 'date(', 'concat(', '…'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const read = readExpression(pieces.join(''));
        if ('expression' in read)
          expect(['string', 'number', 'boolean']).toContain(
            typeof evaluate(read.expression, { self: 'x', moment, value: () => '3' }),
          );
        else expect(read.problem.key).toMatch(/^surveys\.expression\./);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('patterns', () => {
  it.each<[string, string, boolean]>([
    ['a+b', 'aaab', true],
    ['a+b', 'xaab', false],
    ['[^0-9]+', 'abc', true],
    ['[\\u4e00-\\u9fa5]{2,4}', '程师傅', true],
    ['\\p{Han}+', '程', true],
    ['(ab|cd)*', 'abcdab', true],
    ['(?:x?){3}y', 'xxy', true],
    ['\\d{3}-\\d{4}', '010-1234', true],
    ['.*', '', true],
    ['^$', 'a', false],
    ['[]a]+', 'a]', true],
    ['[a-]+', 'a-', true],
    ['(?i)abc', 'aBC', true],
  ])('%s on %s', (pattern, text, does) => {
    expect(readPattern(pattern)?.test(text)).toBe(does);
  });

  it('agrees with the browser’s own on patterns that both know', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '(a|b)',
      '(ab)?',
      '\\d',
      'a*',
      'b+',
      'a{1,2}',
      '(a|ab)(c|bcd)',
      '$',
      '^',
    );
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 6 }), fc.stringMatching(/^[abcd1]{0,8}$/), (atoms, text) => {
        const source = atoms.join('');
        expect(readPattern(source)?.test(text)).toBe(new RegExp(`^(?:${source})$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for patterns that stop others', () => {
    const started = performance.now();
    for (const source of ['(a+)+b', '(a|a)*b', '(a*)*b', '(.*a){20}', '((a{0,20}){0,20})b'])
      readPattern(source)?.test('a'.repeat(1500));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(readPattern('(((a{200}){200}){200})')).toBeNull();
    expect(readPattern('a'.repeat(2000))).toBeNull();
  });
});

const answered: Answers = {
  way: 'bus',
  lines: ['l1', 'l2'],
  minutes: 40,
  content: 4,
  stops: { light: 'good' },
  first: ['often', 'fast'],
  last: '2026-11-18',
  wish: '早班车早一点',
};

describe('what is asked', () => {
  it('drops the answers of what is not asked any more, and works out hidden ones', () => {
    const walked = walk(madeDefinition, answered, moment);
    expect(walked.answers).toEqual({ ...answered, hours: 1.3 });
    const other = walk(madeDefinition, { ...answered, way: 'bike', way_other: 'x', strange: 'y' }, moment);
    expect(other.questions.has('lines')).toBe(false);
    expect(Object.keys(other.answers).sort()).toEqual([
      'content',
      'first',
      'hours',
      'last',
      'minutes',
      'stops',
      'way',
      'wish',
    ]);
    expect(walk(madeDefinition, { way: 'other', way_other: '坐船' }, moment).answers).toEqual({
      way: 'other',
      way_other: '坐船',
    });
  });

  const chain = (length: number): Definition =>
    definitionSchema.parse({
      languages: ['zh-CN'],
      sections: [
        {
          id: 's',
          questions: Array.from({ length }, (_, n) => ({
            type: 'text',
            name: `q${n}`,
            relevant: n === 0 ? '' : `\${q${n - 1}} = 'yes'`,
          })),
        },
      ],
    });

  it('goes down a chain of conditions: what hangs on a question that is not asked is not asked', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('yes', 'no', ''), { minLength: 12, maxLength: 12 }), (values) => {
        const walked = walk(chain(12), Object.fromEntries(values.map((value, n) => [`q${n}`, value])), moment);
        const stop = values.findIndex((value) => value !== 'yes');
        const asked = stop === -1 ? 12 : stop + 1;
        expect([...walked.questions]).toEqual(Array.from({ length: asked }, (_, n) => `q${n}`));
      }),
    );
  });

  it('gives the same however often it is gone through', () => {
    const once = walk(madeDefinition, answered, moment);
    expect(walk(madeDefinition, once.answers, moment).answers).toEqual(once.answers);
  });
});

describe('answers', () => {
  const problemOf = (name: string, answer: unknown, more: Answers = {}) =>
    checkAnswers(madeDefinition, { ...answered, ...more, [name]: answer as never }, moment).problems.get(name)?.key ??
    null;

  it.each<[string, unknown, string | null]>([
    ['way', '', 'required'],
    ['way', 'plane', 'choice'],
    ['way', ['bus'], 'choice'],
    ['lines', ['l1', 'l2', 'l3'], 'most_choices'],
    ['lines', ['l1', 'none'], 'exclusive'],
    ['lines', ['none'], null],
    ['lines', ['l1', 'l1'], 'kind'],
    ['lines', 'l1', 'kind'],
    ['minutes', 0, 'range'],
    ['minutes', 2.5, 'whole'],
    ['minutes', '40', 'number'],
    ['minutes', Number.NaN, 'number'],
    ['content', 6, 'range'],
    ['content', 2.5, 'choice'],
    ['stops', { light: 'good', roof: 'bad' }, 'choice'],
    ['stops', { light: 'fine' }, 'choice'],
    ['stops', ['good'], 'kind'],
    ['first', ['fast', 'fast'], 'kind'],
    ['first', ['fast', 'slow'], 'choice'],
    ['last', '2026-02-30', 'date'],
    ['last', '19/11/2026', 'date'],
    ['wish', 'x'.repeat(1001), 'too_long'],
    ['wish', { toString: 'x' }, 'kind'],
  ])('%s: %j', (name, answer, key) => {
    expect(problemOf(name, answer)).toBe(key && `surveys.problem.${key}`);
  });

  it('takes nothing else than what was asked, whatever is sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (given) => {
        const sent = JSON.parse(JSON.stringify({ ...given, way: 'bus' })) as Answers;
        const { answers } = checkAnswers(madeDefinition, sent, moment);
        expect(Object.keys(answers).every((name) => name === 'way' || name in given)).toBe(true);
      }),
    );
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(definitionSchema.safeParse({ languages: ['en'], sections: [{ id: name }] }).success).toBe(false);
  });
});
