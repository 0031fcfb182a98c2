import { StateMark, type StateTone } from '../../../ui/marks.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import type { PageDraft } from '../../../ui/send-page.tsx';
import { type Ground, type Outcome, verdictOf } from './desk.rules.ts';
import { type DeskQuery, queryText, shows } from './desk-query.ts';
import type { DeskView } from './load-desk.ts';

const tones: Readonly<Record<Outcome, StateTone>> = { adopted: 'ok', partly: 'ok', not_adopted: 'no', noted: 'wait' };

// keys: consultations.desk.verdict.*
export function VerdictMark({ outcome, ground }: { outcome: Outcome | null; ground: Ground | null }) {
  const { t } = useUi();
  if (outcome === null) return <StateMark tone="open">{t('consultations.desk.undecided')}</StateMark>;
  return (
    <StateMark tone={tones[outcome]}>{t(`consultations.desk.verdict.${verdictOf({ outcome, ground })}`)}</StateMark>
  );
}

export const deskPath = (slug: string): string => `/convene/${slug}/opinions`;

/** The staff's bar of every page of the desk: what is open, mine, decided; how far it is. */
export function deskFrame(
  ctx: PageContext,
  { consultation, progress, query }: Pick<DeskView, 'consultation' | 'progress'> & { query: Partial<DeskQuery> },
): Pick<PageDraft, 'staff' | 'robots'> {
  const { t } = ctx;
  const base = deskPath(consultation.slug);
  const counts = { open: progress.all - progress.decided, decided: progress.decided, all: progress.all };
  return {
    robots: 'noindex',
    staff: {
      role: [consultation.title],
      search: {
        action: base,
        placeholder: t('consultations.desk.find_placeholder'),
        label: t('consultations.desk.find'),
        value: query.q ?? '',
      },
      // keys: consultations.desk.show.*
      queues: shows.map((show) => ({
        href: `${base}${queryText({ ...query, show, outcome: undefined })}`,
        label: t(`consultations.desk.show.${show}`),
        ...(show !== 'mine' && { count: counts[show] }),
        current: query.show === show,
      })),
      pace: t('consultations.desk.pace', { decided: progress.decided, all: progress.all }),
    },
  };
}
