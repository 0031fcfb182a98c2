import { formatDate } from '../../../ui/date-time.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Rows } from '../../../ui/lists.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import type { FoundLetter } from '../intake/earlier-letters.queries.ts';

/** What the search of the desk found, by a telephone number or by words. */
export function FindPage({ q, letters, byPhone }: { q: string; letters: readonly FoundLetter[]; byPhone: boolean }) {
  const ui = useUi();
  const { t } = ui;
  return (
    <>
      <Heading
        title={t('cases.dispatch.found', { n: letters.length })}
        lead={t(byPhone ? 'cases.dispatch.found_by_phone' : 'cases.dispatch.found_by_words', { q })}
      />
      {letters.length === 0 ? (
        <EmptyState title={t('cases.dispatch.found_nothing')} />
      ) : (
        <Rows
          entries={letters.map((letter) => ({
            href: `/dispatch/${letter.number}`,
            title: letter.title,
            facts: [letter.number, t(`cases.state.${letter.state}`), formatDate(letter.submittedAt, ui, 'date')],
          }))}
        />
      )}
    </>
  );
}
