/**
 * Gathers every `src/**\/messages/{zh-CN,en,zh-TW}.json` into one flat table per language.
 * zh-TW is made from zh-CN by OpenCC (mainland to Taiwan, with phrases); a folder's zh-TW.json overrides it.
 */
import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as OpenCC from 'opencc-js';
import { writeIfChanged } from './write-if-changed.ts';

export type MessageTable = Record<string, string>;
export type Messages = {
  tables: Record<'zh-CN' | 'zh-TW' | 'en', MessageTable>;
  /** Where each key was declared: `<language> <key>` → file relative to the root. */
  origins: Map<string, string>;
  problems: string[];
};

export function collectMessages(root: string): Messages {
  const tables: Messages['tables'] = { 'zh-CN': {}, 'zh-TW': {}, en: {} };
  const overrides: MessageTable = {};
  const origins = new Map<string, string>();
  const problems: string[] = [];
  const files = globSync('src/**/messages/*.json', { cwd: root }).sort();
  for (const file of files) {
    const language = basename(file, '.json');
    const target = language === 'zh-TW' ? overrides : tables[language as 'zh-CN' | 'en'];
    if (target === undefined) {
      problems.push(`${file}: no such language; use zh-CN, en or zh-TW`);
      continue;
    }
    readInto(target, { root, file, language, origins, problems });
  }
  const convert = OpenCC.Converter({ from: 'cn', to: 'twp' });
  for (const [key, text] of Object.entries(tables['zh-CN'])) {
    tables['zh-TW'][key] = overrides[key] ?? convert(text);
  }
  for (const key of Object.keys(overrides)) {
    if (!(key in tables['zh-CN'])) problems.push(`${origins.get(`zh-TW ${key}`)}: ${key} is not in zh-CN`);
  }
  return { tables, origins, problems };
}

type Source = { root: string; file: string; language: string; origins: Map<string, string>; problems: string[] };

function readInto(target: MessageTable, { root, file, language, origins, problems }: Source): void {
  let entries: [string, unknown][];
  try {
    entries = Object.entries(JSON.parse(readFileSync(join(root, file), 'utf8')));
  } catch (error) {
    problems.push(`${file}: ${(error as Error).message}`);
    return;
  }
  for (const [key, text] of entries) {
    const id = `${language} ${key}`;
    if (typeof text !== 'string') problems.push(`${file}: ${key} is not a text; keys are flat`);
    else if (origins.has(id)) problems.push(`${file}: ${key} is already in ${origins.get(id)}`);
    else {
      origins.set(id, file);
      target[key] = text;
    }
  }
}

/** Writes `dist/messages/<language>.json` and returns what was wrong with the sources (empty when all is well). */
export function writeMessages(root: string): string[] {
  const { tables, problems } = collectMessages(root);
  for (const [language, table] of Object.entries(tables)) {
    const file = join(root, 'dist/messages', `${language}.json`);
    mkdirSync(dirname(file), { recursive: true });
    const sorted = Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeIfChanged(file, `${JSON.stringify(sorted, null, 1)}\n`);
  }
  return problems;
}
