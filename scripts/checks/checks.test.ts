import { describe, expect, it } from 'vitest';
import { chineseIn } from './chinese.ts';
import { blockedIn } from './content-security.ts';
import { compareKeys } from './message-keys.ts';
import { longFunctions } from './sizes.ts';
import { foreignTables, sqlIn } from './sql-place.ts';
import { parse } from './syntax.ts';

const page = (text: string) => parse('src/modules/cases/page.tsx', text);
const lines = (n: number) => 'step();\n'.repeat(n);

describe('sizes', () => {
  it.each([
    ['function', `function f() {\n${lines(69)}}`, 'src/a.ts:1 f has 71 lines'],
    ['arrow function', `const f = () => {\n${lines(69)}};`, 'src/a.ts:1 f has 71 lines'],
    ['component', `const F = () => (\n<p>\n${'<b />\n'.repeat(67)}</p>\n);`, 'src/a.tsx:1 F has 71 lines'],
    ['method', `class A {\n m() {\n${lines(69)}}\n}`, 'src/a.ts:2 m has 71 lines'],
  ])('finds a %s of 71 lines', (_kind, text, problem) => {
    expect(longFunctions(parse(problem.split(':')[0]!, text))).toEqual([problem]);
  });

  it('lets 70 lines pass, comments before them not counted', () => {
    expect(longFunctions(parse('src/a.ts', `${'// why\n'.repeat(9)}function f() {\n${lines(68)}}`))).toEqual([]);
  });

  it('lets a group of tests be long, but not a test', () => {
    const test = `it('works', () => {\n${lines(70)}});`;
    const group = `describe.each([1])('a', () => {\n${test}\n});`;
    expect(longFunctions(parse('src/a.test.ts', group))).toEqual(['src/a.test.ts:2 a function has 72 lines']);
  });
});

describe('csp', () => {
  it.each([
    ['a style attribute', '<p style="color: red" />', 'src/modules/cases/page.tsx:1 style= is blocked; use a class'],
    ['a handler', '<p onClick={f} />', "src/modules/cases/page.tsx:1 onClick does nothing on a server's page"],
    [
      'styled HTML in a text',
      'const a = `<p style="x">${b}`;',
      "src/modules/cases/page.tsx:1 style= in HTML without a line '// inline style: reason'",
    ],
    [
      'an inline handler in a text',
      `const a = '<img onerror="x">';`,
      'src/modules/cases/page.tsx:1 an inline handler is blocked',
    ],
    ['a script address', `<a href="javascript:x">a</a>`, 'src/modules/cases/page.tsx:1 a javascript: address'],
  ])('finds %s', (_what, text, problem) => {
    expect(blockedIn(page(text))).toEqual([problem]);
  });

  it('asks for the reason of raw HTML', () => {
    const raw = '<p dangerouslySetInnerHTML={{ __html: a }} />';
    expect(blockedIn(page(raw))).toHaveLength(1);
    expect(blockedIn(page(`// raw html: sanitised above\n${raw}`))).toEqual([]);
    expect(blockedIn(page(`// raw html:\n${raw}`))).toHaveLength(1);
  });
});

describe('sql', () => {
  const everything =
    "import { sql } from '../../kernel/db/index.ts';\nsql`select 1`;\ndb.selectFrom('a');\nq('delete from a');";

  it('is found outside the queries', () => {
    expect(sqlIn(page(everything)).map((problem) => problem.replace(/^\S+ /, ''))).toEqual([
      'imports sql',
      'sql``',
      'selectFrom',
      'SQL in a text',
    ]);
  });

  it('may stand in queries and in the kernel', () => {
    expect(sqlIn(parse('src/modules/cases/case.queries.ts', everything))).toEqual([]);
    expect(sqlIn(parse('src/kernel/audit/audit.ts', everything))).toEqual([]);
  });
});

describe('tables of another module', () => {
  const reading = (file: string) =>
    foreignTables(
      parse(
        file,
        "db.selectFrom('people.account as a').leftJoin('cases.case', 'a', 'b');\nsql`select ${x} from people.account`;\nemit('people.left');",
      ),
      ['people', 'cases'],
    ).map((problem) => problem.replace(/^\S+:/, ''));

  it('are found in queries', () => {
    expect(reading('src/modules/cases/case.queries.ts')).toEqual([
      '1 reads people.account of another module',
      '2 reads people.account of another module',
    ]);
    expect(reading('src/modules/people/people.queries.ts')).toEqual(['1 reads cases.case of another module']);
  });

  it('may be read by tests', () => {
    expect(reading('src/modules/cases/case.test.ts')).toEqual([]);
  });
});

describe('chinese', () => {
  it.each(["const a = '写信';", 'const a = `${b}写信`;', '<p>写信</p>', 'const a = /写信/;'])(
    'is found in %s',
    (text) => {
      expect(chineseIn(page(text))).toHaveLength(1);
    },
  );

  it('may stand in comments and in files that say why', () => {
    expect(chineseIn(page('// 事项目录\nconst a = 1;'))).toEqual([]);
    expect(chineseIn(page("// chinese: numerals are recognised here\nconst a = '三';"))).toEqual([]);
  });
});

describe('messages', () => {
  const known = new Map([
    ['cases.title', 'zh-CN.json'],
    ['cases.kind.help', 'zh-CN.json'],
    ['errors.cases.not_yours', 'zh-CN.json'],
  ]);
  const using = (text: string) => compareKeys(known, [page(text)]);
  const all = "t('cases.title'); t(`cases.kind.${kind}`); fail('cases.not_yours');";

  it('are content when every key is said and there', () => {
    expect(using(all)).toEqual([]);
  });

  it('find a key that is not there, in every branch of an expression', () => {
    expect(using(`${all} c.t(a ? 'cases.title' : 'cases.none'); fail('cases.gone');`)).toEqual([
      'src/modules/cases/page.tsx:1 there is no message cases.none',
      'src/modules/cases/page.tsx:1 there is no message errors.cases.gone',
    ]);
  });

  it('find a beginning that no key has, and a key that nobody says', () => {
    expect(using("t(`cases.state.${state}`); fail('cases.not_yours');")).toEqual([
      'src/modules/cases/page.tsx:1 no message begins with cases.state.',
      'zh-CN.json: cases.title is not used',
      'zh-CN.json: cases.kind.help is not used',
    ]);
  });

  it('are looked for where the language is chosen on the spot', () => {
    expect(using(`${all} k.i18n.t('en')('cases.gone', { n });`)).toEqual([
      'src/modules/cases/page.tsx:1 there is no message cases.gone',
    ]);
  });

  it('believe what a line declares', () => {
    expect(using("// keys: cases.kind.*, errors.*\nt('cases.title');")).toEqual([]);
  });
});
