import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { staffNames } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
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
    .filter(([name, value]) => !/Id$|Ids$|^id$/.test(name) && value !== '' && value !== null && value !== undefined)
    .map(([name, value]) => {
      const key = `competitions.organise.detail.${name}`;
      return `${k.i18n.has(key) ? t(key) : name}: ${valueWords(k, t, name, value)}`;
    })
    .join('; ');
}

const codes: Readonly<Record<string, string>> = {
  duty: 'competitions.duty',
  way: 'competitions.organise.people.way_is',
  template: 'competitions.format',
  fields: 'competitions.organise.field',
};

function valueWords(k: Pick<Kernel, 'i18n'>, t: Words['t'], name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => valueWords(k, t, name, one)).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  const key = `${codes[name]}.${value}`;
  return codes[name] && k.i18n.has(key) ? t(key) : String(value);
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
        stage && (stage.title || t(`competitions.stage.${stage.kind}`)),
        row.entryNumber !== null && t('competitions.organise.record.entry', { number: row.entryNumber }),
      ]
        .filter(Boolean)
        .join(' · '),
      details: detailWords(k, words, row.details),
    };
  });
}
