import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Pre } from '../../../ui/text.tsx';
import type { NominationDetails } from '../nominations/accepted-nomination.ts';

/** Who recommended somebody, and in which words. */
export function Recommendation({ nomination }: { nomination: NominationDetails }) {
  const { t } = useUi();
  return (
    <Notice title={t('people.register.nominated_by', { who: nomination.recommender })}>
      {nomination.words && <Pre text={nomination.words} />}
    </Notice>
  );
}
