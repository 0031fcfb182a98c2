import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { collectMessages } from './messages.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tongxin-messages-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function give(file: string, content: unknown): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

it('makes traditional Chinese with the words of Taiwan, and lets a folder override it', () => {
  give('src/ui/messages/zh-CN.json', { 'ui.mail': '软件和{n, plural, other {# 条信息}}', 'ui.write': '写信' });
  give('src/ui/messages/en.json', { 'ui.mail': 'Software and {n, plural, other {# messages}}', 'ui.write': 'Write' });
  give('src/ui/messages/zh-TW.json', { 'ui.write': '我要寫信' });
  const { tables, problems } = collectMessages(root);
  expect(problems).toEqual([]);
  expect(tables['zh-TW']).toEqual({ 'ui.mail': '軟體和{n, plural, other {# 條資訊}}', 'ui.write': '我要寫信' });
});

it('names every key that two folders declare, and every file that cannot be read', () => {
  give('src/a/messages/en.json', { 'a.title': 'A', 'a.deep': { er: 'x' } });
  give('src/b/messages/en.json', { 'a.title': 'B' });
  give('src/c/messages/fr.json', {});
  give('src/d/messages/en.json', '{');
  give('src/e/messages/zh-TW.json', { 'e.gone': '無' });
  const { problems } = collectMessages(root);
  expect(problems).toEqual([
    'src/a/messages/en.json: a.deep is not a text; keys are flat',
    'src/b/messages/en.json: a.title is already in src/a/messages/en.json',
    'src/c/messages/fr.json: no such language; use zh-CN, en or zh-TW',
    expect.stringMatching(/^src\/d\/messages\/en\.json: .*JSON/),
    'src/e/messages/zh-TW.json: e.gone is not in zh-CN',
  ]);
});
