import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossValidateRoutingFile, evalRouting, evalRoutingFiles } from './evaluate-routing.ts';
import { groupNearDuplicates } from './near-duplicates.ts';
import { madeUpMessages } from './routing.factory.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routing-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const jsonl = (rows: { text: string; label: string }[]) =>
  rows.map(({ text, label }) => JSON.stringify({ text, category: label, id: 1 })).join('\n');

describe('evalRouting', () => {
  it('counts accuracy, F1 and support as defined', () => {
    // The label 不存在 cannot be suggested, so the figures are known whatever the model learned.
    const train = Array.from({ length: 10 }, () => ({ text: '水压太低', label: '供水' }));
    const test = [
      { text: '水压太低', label: '供水' },
      { text: '水压太低', label: ' 供水 ' },
      { text: '水压太低', label: '供水' },
      { text: '水压太低', label: '不存在' },
    ];
    const found = evalRouting(train, test);
    expect(found.accuracy).toBe(0.75);
    expect(found.top3_accuracy).toBe(0.75);
    expect(found.per_label).toEqual({
      不存在: { precision: 0, recall: 0, f1: 0, support: 1 },
      供水: { precision: 0.75, recall: 1, f1: 6 / 7, support: 3 },
    });
    expect(found.macro_f1).toBeCloseTo(3 / 7, 12);
    expect(found.calibration_error).toBeCloseTo(11 / 12 - 0.75, 12);
    expect(found).toMatchObject({ train_rows: 10, test_rows: 4 });
    expect(found.model_bytes).toBeGreaterThan(0);
  });

  it('refuses an empty test', () => {
    expect(() => evalRouting(madeUpMessages(8), [])).toThrow(/no test message/);
  });
});

describe('evalRoutingFiles', () => {
  it('reads both files, a byte order mark, blank lines, CRLF and other fields', async () => {
    const train = await file('train.jsonl', `\ufeff${jsonl(madeUpMessages(80)).replaceAll('\n', '\r\n\r\n')}\r\n`);
    const test = await file('test.jsonl', jsonl(madeUpMessages(40, 9)));
    const found = await evalRoutingFiles(train, test);
    expect(found).toMatchObject({ train_rows: 80, test_rows: 40 });
    expect(found.accuracy).toBeGreaterThan(0.9);
    expect(Object.keys(found)).toEqual(
      expect.arrayContaining(['accuracy', 'macro_f1', 'ms_per_message', 'train_seconds', 'peak_mb', 'per_label']),
    );
  });

  const good = '{"text":"水压太低","category":"供水"}\n';
  const bad: [string, string | Uint8Array, RegExp][] = [
    ['a line that is not JSON', `${good}\n{"text":`, /bad\.jsonl, line 3: is not JSON/],
    ['a line that is no object', `${good}7`, /bad\.jsonl, line 2: is not an object/],
    ['a row without text', `${good}{"category":"供水"}`, /line 2: "text" must be a string/],
    ['a row with a number for its category', '{"text":"水","category":7}', /line 1: "category" must be/],
    [
      'a row with a blank category',
      '{"text":"水","category":" "}',
      /line 1: "category" must be a string that is not bl/,
    ],
    ['text that is not UTF-8', Uint8Array.from([...Buffer.from(good), 0x22, 0xc4, 0xe3, 0x22]), /line 2: is not UTF-8/],
    ['an endless line', 'x'.repeat(9_000_000), /line 1: is longer than/],
    ['a file without rows', '\n\n', /bad\.jsonl: the file holds no labelled message/],
  ];
  for (const [name, content, message] of bad) {
    it(`names file and line for ${name}`, async () => {
      const path = await file('bad.jsonl', content);
      await expect(evalRoutingFiles(path, path)).rejects.toThrow(message);
    });
  }

  it('says which file cannot be read', async () => {
    const train = await file('train.jsonl', good);
    await expect(evalRoutingFiles(train, join(folder, 'none.jsonl'))).rejects.toThrow(
      /none\.jsonl: cannot be read \(ENOENT\)/,
    );
    await expect(evalRoutingFiles(folder, train)).rejects.toThrow(/cannot be read \(EISDIR\)/);
  });
});

describe('crossValidateRoutingFile', () => {
  it('judges every row once, by models that have not seen it', async () => {
    // The texts of a pair are alike and their labels are not: seeing the other one of the pair misleads.
    const pairs = Array.from({ length: 12 }, (_, i) => {
      const text = String.fromCodePoint(...Array.from({ length: 12 }, (__, at) => 0x4e00 + i * 40 + at));
      return [
        { text, label: '甲' },
        { text: `${text}。`, label: '乙' },
      ];
    });
    const path = await file('rows.jsonl', jsonl(pairs.flat()));
    const apart = await crossValidateRoutingFile(path, { folds: 24 });
    expect(apart).toMatchObject({ folds: 24, grouped: false, test_rows: 24 });
    expect(apart.accuracy).toBeLessThan(0.25);
    const together = await crossValidateRoutingFile(path, { folds: 4, grouped: true });
    expect(together).toMatchObject({ folds: 4, grouped: true, test_rows: 24 });
    expect(together.accuracy).toBeCloseTo(0.5, 5);
  });

  it('refuses more folds than rows', async () => {
    const path = await file('few.jsonl', jsonl(madeUpMessages(4)));
    await expect(crossValidateRoutingFile(path)).rejects.toThrow(/4 rows cannot be dealt to 5 folds/);
  });
});

describe('groupNearDuplicates', () => {
  it('groups copies, extended copies and chains of them, and nothing else', () => {
    const first = '八路公交的末班车总是提前开走，等了四十分钟还没来';
    const longer = `${first}，希望能派人来看看，谢谢`;
    expect(
      groupNearDuplicates([first, '阅览室周末一开门就坐满', longer, `再问一次：${longer}`, '', '']).map((g) =>
        g.sort(),
      ),
    ).toEqual([[0, 2, 3], [1], [4], [5]]);
  });
});
