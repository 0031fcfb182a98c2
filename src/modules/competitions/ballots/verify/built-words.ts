import { existsSync } from 'node:fs';
import path from 'node:path';
import { createI18n, loadMessages } from '../../../../kernel/i18n/index.ts';
import type { Say } from './words.ts';

/** The words of a language as they were built, beside the program or one of its parts, without a kernel. */
export function builtWords(lang: 'en' | 'zh-CN'): Say {
  const places = ['messages', '../messages', '../../../../../dist/messages'];
  const folder = places.map((place) => path.join(import.meta.dirname, place)).find((place) => isBuilt(place));
  return createI18n({ messages: loadMessages(folder ?? ''), onProblem: 'log' }).t(lang);
}

/** Messages of all languages in one file each; sources have folders of the same name. */
const isBuilt = (folder: string) => existsSync(path.join(folder, 'zh-TW.json'));
