import { xlsxSheets } from '../../../kernel/export/index.ts';
import { placeOf } from './file-problems.ts';
import { readXlsform } from './read-xlsform.ts';

export const zone = 'Asia/Shanghai';
/** For tests: reads it as the pages do. */
export const read = (bytes: Uint8Array) =>
  readXlsform(Buffer.from(bytes), { zone, otherLabel: (locale) => (locale === 'en' ? 'Other' : '其他') });

export type Cells = readonly (string | number)[];
/** For tests: a workbook of these cells. */
export const file = (survey: readonly Cells[], choices: readonly Cells[] = [], settings: readonly Cells[] = []) =>
  xlsxSheets(
    [
      { name: 'survey', widths: [], rows: survey },
      ...(choices.length > 0 ? [{ name: 'choices', widths: [], rows: choices }] : []),
      ...(settings.length > 0 ? [{ name: 'settings', widths: [], rows: settings }] : []),
    ],
    zone,
  );
export const errorsOf = async (bytes: Uint8Array) =>
  (await read(bytes)).errors.map((error) => `${placeOf(error)} ${error.key.replace('surveys.', '')}`);
