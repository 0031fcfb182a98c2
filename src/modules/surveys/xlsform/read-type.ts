import type { QuestionType } from '../questionnaire.rules.ts';

/** What a cell of the column `type` means. */
export type RowType =
  | {
      is: 'question';
      type: QuestionType;
      list?: string;
      orOther?: boolean;
      whole?: boolean;
      accept?: 'image' | 'any';
      notice?: string;
    }
  | { is: 'begin' | 'end'; what: 'group' | 'repeat' }
  /** what other tools record about the device, or lists of their own: left out */
  | { is: 'ignored' }
  | { is: 'unsupported' | 'unknown' };

const simple: Readonly<Record<string, RowType>> = {
  text: { is: 'question', type: 'text' },
  string: { is: 'question', type: 'text' },
  integer: { is: 'question', type: 'number', whole: true },
  int: { is: 'question', type: 'number', whole: true },
  decimal: { is: 'question', type: 'number', whole: false },
  range: { is: 'question', type: 'scale' },
  date: { is: 'question', type: 'date' },
  note: { is: 'question', type: 'note' },
  calculate: { is: 'question', type: 'calculate' },
  calculation: { is: 'question', type: 'calculate' },
  hidden: { is: 'ignored' },
  geopoint: { is: 'question', type: 'place' },
  location: { is: 'question', type: 'place' },
  gps: { is: 'question', type: 'place' },
  image: { is: 'question', type: 'file', accept: 'image' },
  photo: { is: 'question', type: 'file', accept: 'image' },
  file: { is: 'question', type: 'file', accept: 'any' },
  audio: { is: 'question', type: 'file', accept: 'any', notice: 'taken_as_file' },
  video: { is: 'question', type: 'file', accept: 'any', notice: 'taken_as_file' },
  time: { is: 'question', type: 'text', notice: 'taken_as_text' },
  barcode: { is: 'question', type: 'text', notice: 'taken_as_text' },
  datetime: { is: 'question', type: 'date', notice: 'taken_as_date' },
  begin_group: { is: 'begin', what: 'group' },
  begin_repeat: { is: 'begin', what: 'repeat' },
  begin_loop: { is: 'begin', what: 'repeat' },
  end_group: { is: 'end', what: 'group' },
  end_repeat: { is: 'end', what: 'repeat' },
  end_loop: { is: 'end', what: 'repeat' },
};

const ignored = new Set(
  (
    'start end today deviceid device_id subscriberid simserial sim_serial phonenumber phone_number username user_name email audit ' +
    'start_geopoint background_audio background_geopoint instance_name csv_external xml_external uuid'
  ).split(' '),
);
const unsupported = new Set(['geotrace', 'geoshape', 'line', 'polygon', 'acknowledge', 'trigger', 'osm', 'entity']);

/** `select_one`, as older files say it: `select one from LIST`, `add select one prompt using LIST`, `select all that apply from LIST`. */
const lists: readonly [RegExp, QuestionType][] = [
  [/^(?:add )?select(?:_| )?one(?: prompt)?(?: from| using)? (\S+)$/, 'one'],
  [/^select1 (\S+)$/, 'one'],
  [/^(?:add )?select(?:_| )?(?:multiple|many)(?: prompt)?(?: from| using)? (\S+)$/, 'several'],
  [/^select all that apply(?: from| using)? (\S+)$/, 'several'],
  [/^rank(?:ing)?(?: from| using)? (\S+)$/, 'ranking'],
];

/** Reads a cell of the column `type`, whatever its case and blanks. */
export function readType(text: string): RowType {
  const plain = text.normalize('NFKC').trim().replace(/\s+/g, ' ');
  const lower = plain.toLowerCase();
  const key = lower.replace(/[ -]/g, '_');
  const known = Object.hasOwn(simple, key) ? simple[key] : undefined;
  if (known) return known;
  if (ignored.has(key)) return { is: 'ignored' };
  if (unsupported.has(key) || /^select_?(one|multiple)_(from_file|external)/.test(key)) return { is: 'unsupported' };
  const orOther = /^(.*\S) (or_other|or specify other|or other)$/.exec(lower);
  const body = orOther ? plain.slice(0, (orOther[1] ?? '').length) : plain;
  for (const [pattern, type] of lists) {
    if (!pattern.test(body.toLowerCase())) continue;
    // Names of lists keep their case.
    const list = body.split(' ').at(-1) ?? '';
    return { is: 'question', type, list, orOther: orOther !== null };
  }
  return { is: 'unknown' };
}
