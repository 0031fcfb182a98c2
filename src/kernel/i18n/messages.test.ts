import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkMessages } from './check-messages.ts';
import { loadMessages } from './load-messages.ts';

const dir = mkdtempSync(join(tmpdir(), 'messages-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('tables made by the build', () => {
  it('are read for every language, and a missing one is named', () => {
    writeFileSync(join(dir, 'zh-CN.json'), '{"ui.write":"写信"}');
    writeFileSync(join(dir, 'zh-TW.json'), '{"ui.write":"寫信"}');
    expect(() => loadMessages(dir)).toThrow('en.json');
    writeFileSync(join(dir, 'en.json'), '{"ui.write":"Write"}');
    expect(loadMessages(dir)).toEqual({
      'zh-CN': { 'ui.write': '写信' },
      'zh-TW': { 'ui.write': '寫信' },
      en: { 'ui.write': 'Write' },
    });
  });
});

describe('the check of messages', () => {
  const plural = '{n, plural, other {# {thing} by {who}}}';

  it('finds nothing where all is well', () => {
    const table = { a: 'text', b: `{x} ${plural}`, c: '{kind, select, help {求助} other {其他}}' };
    const other = { a: 'Text', b: `${plural} {x, number}`, c: '{kind, select, help {help} other {other}}' };
    expect(checkMessages({ 'zh-CN': table, 'zh-TW': table, en: other })).toEqual([]);
  });

  it('finds what is missing, empty, unreadable, different or a date', () => {
    const good = { a: 'text', b: plural, c: '{x}', d: 'text' };
    const problems = checkMessages({
      'zh-CN': { ...good, e: 'only here' },
      'zh-TW': { ...good, a: ' ', d: '{at, date}' },
      en: { ...good, b: '{n, plural, other {#', c: '{y}' },
    });
    expect(problems.map((problem) => problem.replace(/(b in en:).*/, '$1 …'))).toEqual([
      'a is empty in zh-TW',
      'b in en: …',
      'c takes (y) in en but (x) in zh-CN',
      'd in zh-TW: {at} formats a date by itself',
      'e is missing in zh-TW',
      'e is missing in en',
    ]);
  });

  it('finds nothing wrong with the messages of the platform', () => {
    expect(checkMessages(loadMessages(join(import.meta.dirname, '../../../dist/messages')))).toEqual([]);
  });
});
