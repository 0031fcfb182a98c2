import { Fold } from '../../../../ui/dialog.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { heading } from './export-page.tsx';
import type { HeldPart } from './held-parts.ts';
import { HeldView } from './held-view.tsx';
import { readable, type Words } from './readable.ts';

/** entries of a list that a page shows; all of them are in the download */
const mostShown = 10;

/** What is held, a fold a part, in words. */
export function HeldFolds({ parts, words }: { parts: readonly HeldPart[]; words: Words }) {
  const { t } = useUi();
  const shown = parts.filter(({ count }) => count !== 0);
  const none = parts.filter(({ count }) => count === 0);
  return (
    <div class="folds">
      {shown.map((part) => {
        const value = readable(part, words, mostShown);
        return (
          <Fold summary={heading(t, part)}>
            {value ? (
              <HeldView value={value} rest={(n) => t('people.held.rest', { n })} />
            ) : (
              <p class="quiet">{t('people.held.nothing')}</p>
            )}
          </Fold>
        );
      })}
      {none.length > 0 && (
        <p class="quiet">
          {t('people.held.none', {
            parts: none.map((part) => t(part.title, { count: 0 })).join(t('people.held.comma')),
          })}
        </p>
      )}
    </div>
  );
}
