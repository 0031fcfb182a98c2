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
  return (
    <div class="folds">
      {parts.map((part) => {
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
    </div>
  );
}
