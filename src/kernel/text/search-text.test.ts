import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { normaliseText, searchTokens, toTsQueryText, toTsVectorText } from './index.ts';

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client({ ...inject('database'), database: 'postgres' });
  await client.connect();
});
afterAll(() => client.end());

async function finds(text: string, query: string, match: 'all' | 'any' = 'all'): Promise<boolean> {
  const asked = toTsQueryText(query, match);
  if (asked === null) return false;
  const sql = "select to_tsvector('simple', $1) @@ to_tsquery('simple', $2) as hit";
  return (await client.query(sql, [toTsVectorText(text), asked])).rows[0].hit;
}

describe('normaliseText', () => {
  test('makes width, case, script and control characters one', () => {
    expect(normaliseText('Ａ３樓\u0000軟體\u200bＷiFi')).toBe('a3楼 软件 wifi');
  });
});

describe('searchTokens', () => {
  test('gives pairs of characters, longer words and runs of letters and digits', () => {
    expect(searchTokens('水')).toEqual(['水']);
    expect(searchTokens('110kV变电站')).toEqual(['110kv', '变电', '电站', '站', '变电站']);
  });

  test('reads a bounded part', () => {
    const started = performance.now();
    expect(searchTokens('停水了'.repeat(400_000)).length).toBeLessThan(40_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('in PostgreSQL', () => {
  const text = '云麓小区3号楼的電梯又壞了，物业公司（WeiBao-2）一直不修';

  test.each(['电梯', '電梯', '麓小', '小区', '物业', '３号', 'weib', '修', '云麓小区 电梯', '云麓小区的电梯坏了'])(
    'finds %s',
    async (query) => {
      expect(await finds(text, query)).toBe(true);
    },
  );

  test.each(['停电', '电 停', '云麓小区 停水', '5号', '。！'])('does not find %s', async (query) => {
    expect(await finds(text, query)).toBe(false);
  });

  test('any finds what holds one of the words', async () => {
    expect(await finds(text, '电梯停水', 'any')).toBe(true);
    expect(await finds(text, '电梯 停水')).toBe(false);
  });

  test('marks of the query language are separators and never syntax', async () => {
    for (const query of [
      "' & ! | <-> :*",
      "电梯' | '停电",
      '\\',
      "\\'",
      ':A',
      '(((',
      '电梯:*',
      '!电梯',
      '\u0000电梯',
    ]) {
      const asked = toTsQueryText(query);
      if (asked !== null) await client.query("select to_tsquery('simple', $1)", [asked]);
    }
    expect(await finds(text, '!电梯')).toBe(true);
    expect(toTsQueryText(" '&|!()<->:* \\ ")).toBeNull();
  });

  test('a megabyte fits', async () => {
    const large = Array.from({ length: 250_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join(
      '',
    );
    expect(await finds(`${text}${large}`, '电梯')).toBe(true);
    expect((toTsQueryText(large) ?? '').length).toBeLessThan(2_000);
    await finds(text, large);
  });

  test('whatever is stored and asked, nothing breaks, and a text is found by its own pairs', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(..."水电梯楼吗3a'\\&|!():*<-> \u0000臺"), maxLength: 30 }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (stored, asked) => {
        await finds(stored, asked);
        await finds(stored, asked, 'any');
        for (const run of normaliseText(stored).match(/\p{Script=Han}{2,4}/gu) ?? []) {
          expect(await finds(stored, run)).toBe(true);
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
