import { wordBreaks } from '../../../kernel/text/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { TocEntry } from '../../../ui/lists.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Book, Department } from '../../people/index.ts';
import { publicHref } from '../consultation-href.ts';
import { statusOn } from '../consultations.rules.ts';
import type { ConsultationLine } from '../convene/convene.queries.ts';
import { leftWords } from '../period-words.ts';

export type Departments = Book<Department>;

// keys: consultations.kind.*, consultations.public.deed.*

/** What the city asks as a line: what it is, what is left of it, and what one can do. */
export function askingEntry(
  ctx: PageContext,
  departments: Departments,
  row: ConsultationLine,
  today: LocalDate,
): TocEntry {
  const { t, locale } = ctx;
  const left = leftWords(ctx, row, today);
  const running = statusOn(row, today) === 'running';
  const href = publicHref(row);
  return {
    kind: t(`consultations.kind.${row.kind}`),
    title: wordBreaks(row.title),
    href,
    note: (
      <>
        {row.summary}
        {row.summary && <br />}
        {departments.name(row.departmentId, locale)}
        {row.contributions > 0 && ` · ${t('consultations.came_in', { count: row.contributions })}`}
      </>
    ),
    ...(left ? { left: left.words, soon: left.soon } : {}),
    verb: { label: t(`consultations.public.deed.${running ? row.kind : 'read'}`), href },
  };
}
