import { Fold } from '../../../../ui/dialog.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { heading, saysCount } from './export-page.tsx';
import type { HeldPart } from './held-parts.ts';
import { HeldView } from './held-view.tsx';
import { readable, type Words } from './readable.ts';

/** entries of a list that a page shows; all of them are in the download */
const mostShown = 10;

/** What is held, a fold a part, in words. */
export function HeldFolds({ parts, words }: { parts: readonly HeldPart[]; words: Words }) {
  const { t } = useUi();
  const shown = parts.filter(({ count }) => count !== 0);
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
      <Nothing parts={parts.filter(({ count }) => count === 0)} />
    </div>
  );
}

/** What the city could hold of somebody and does not. */
function Nothing({ parts }: { parts: readonly HeldPart[] }) {
  const { t } = useUi();
  const titles = parts.filter((part) => !saysCount(t, part)).map(({ title }) => t(title, { count: 0 }));
  const sentences = parts.filter((part) => saysCount(t, part)).map(({ title }) => t(title, { count: 0 }));
  if (titles.length > 0) sentences.unshift(t('people.held.none', { parts: titles.join(t('people.held.comma')) }));
  if (sentences.length === 0) return null;
  return <p class="quiet">{sentences.join(' · ')}</p>;
}
