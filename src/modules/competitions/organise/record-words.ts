import { isId } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { staffNames } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
import { stageName } from '../stage-name.ts';
import type { StepRow } from './record.queries.ts';

// keys: competitions.organise.act.*, competitions.organise.as.*, competitions.duty.*, competitions.stage.*
// keys: competitions.organise.detail.*

/** A step in words. */
export type StepWords = {
  at: Date;
  act: string;
  /** name; empty where there is none to be shown */
  who: string;
  /** in which part: 组织者, 评委, 参赛者 */
  as: string;
  /** stage and entry */
  about: string;
  details: string;
};

type Words = Pick<PageContext, 't' | 'locale'>;

/** An act in words; one that nobody has put into words yet as it is called in the record. */
export function actWords(k: Pick<Kernel, 'i18n'>, { t }: Pick<Words, 't'>, act: string): string {
  const key = `competitions.organise.act.${act}`;
  return k.i18n.has(key) ? t(key) : act;
}

const isDuty = (as: StepRow['byAs']) => as !== 'entrant' && as !== 'public' && as !== 'system';

/** Ids lead nowhere for whoever reads; everything else that was written down is said. */
function detailWords(k: Pick<Kernel, 'i18n'>, { t }: Words, details: Record<string, unknown>): string {
  return Object.entries(details)
    .filter(([name, value]) => !/Ids?$|^id$/.test(name) && value !== '' && value !== null && value !== undefined)
    .filter(([, value]) => !Array.isArray(value) || value.length > 0)
    .filter(([, value]) => typeof value !== 'string' || !isId(value))
    .map(([name, value]) => {
      const key = `competitions.organise.detail.${name}`;
      return t('competitions.organise.record.pair', {
        name: k.i18n.has(key) ? t(key) : name,
        value: valueWords(k, t, name, value),
      });
    })
    .join(t('competitions.organise.record.semicolon'));
}

/** Where values that are codes have words: beginnings of message keys. */
const codes: Readonly<Record<string, readonly string[]>> = {
  duty: ['competitions.duty'],
  way: ['competitions.organise.people.way_is', 'competitions.way'],
  template: ['competitions.format'],
  fields: ['competitions.organise.field'],
  state: ['competitions.entry_state'],
  from: ['competitions.entry_state'],
};

function valueWords(k: Pick<Kernel, 'i18n'>, t: Words['t'], name: string, value: unknown): string {
  if (Array.isArray(value))
    return value.map((one) => valueWords(k, t, name, one)).join(t('competitions.organise.record.comma'));
  // keys: competitions.organise.is.*
  if (typeof value === 'boolean') return t(`competitions.organise.is.${value ? 'yes' : 'no'}`);
  if (typeof value === 'object') return JSON.stringify(value);
  const key = codes[name]?.map((prefix) => `${prefix}.${value}`).find((each) => k.i18n.has(each));
  return key ? t(key) : String(value);
}

/**
 * Steps as whoever may read the record sees them: staff by their names, jurors, chair and observers as they agreed to be
 * shown, entrants and the public by none.
 */
export async function stepWords(
  k: Kernel,
  words: Words,
  competition: Competition,
  rows: readonly StepRow[],
): Promise<StepWords[]> {
  const { t } = words;
  const names = await staffNames(
    k,
    rows.filter(({ byAs }) => isDuty(byAs)).flatMap(({ byId }) => byId ?? []),
  );
  return rows.map((row) => {
    const stage = competition.stages.find(({ id }) => id === row.stageId);
    const named = row.shownAs ?? (row.byId ? names.get(row.byId) : undefined);
    return {
      at: row.at,
      act: actWords(k, words, row.act),
      who: isDuty(row.byAs) ? (named ?? '') : '',
      as: isDuty(row.byAs) ? t(`competitions.duty.${row.byAs}`) : t(`competitions.organise.as.${row.byAs}`),
      about: [
        stage && stageName(t, stage),
        row.entryNumber !== null && t('competitions.organise.record.entry', { number: row.entryNumber }),
      ]
        .filter(Boolean)
        .join(' · '),
      details: detailWords(k, words, row.details),
    };
  });
}
