import { formatNumber } from '../../../ui/date-time.tsx';
import { Facts, Figures } from '../../../ui/facts.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { formatRate } from '../../../ui/rings.tsx';
import { counted, type ResultFigures } from './result.rules.ts';

/** Received, adopted, partly, not adopted, each with its denominator; what is not counted, and why. */
export function FiguresPart({ figures }: { figures: ResultFigures }) {
  const { t, locale } = useUi();
  const n = (value: number) => formatNumber(value, locale);
  const all = counted(figures);
  const left = figures.received - all;
  // keys: consultations.result.figure.*
  const figure = (what: 'adopted' | 'partly' | 'notAdopted') => ({
    label: t(`consultations.result.figure.${what}`),
    value: n(figures[what]),
    note: t('consultations.result.share', {
      share: formatRate(figures[what], all, locale),
      n: n(figures[what]),
      counted: n(all),
    }),
  });
  return (
    <>
      <Figures
        items={[
          { label: t('consultations.result.figure.received'), value: n(figures.received) },
          ...(['adopted', 'partly', 'notAdopted'] as const).map(figure),
        ]}
      />
      <p>{t('consultations.result.counted_of', { counted: n(all), received: n(figures.received), left: n(left) })}</p>
      {left > 0 && (
        <Facts
          items={(['offTopic', 'enquiry', 'withdrawn', 'hidden', 'undecided'] as const).map(
            (what) =>
              figures[what] > 0 && {
                label: t(`consultations.result.figure.${what}`),
                value: t('consultations.result.pieces', { n: figures[what] }),
              },
          )}
        />
      )}
      {figures.answers > 0 && <p>{t('consultations.result.answers', { n: figures.answers })}</p>}
    </>
  );
}
