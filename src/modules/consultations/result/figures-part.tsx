import { formatNumber } from '../../../ui/date-time.tsx';
import { Facts, Figures } from '../../../ui/facts.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Rates } from '../../../ui/rings.tsx';
import { counted, type ResultFigures } from './result.rules.ts';

/** Received, adopted, partly, not adopted, each with its denominator; what is not counted, and why. */
export function FiguresPart({ figures }: { figures: ResultFigures }) {
  const { t, locale } = useUi();
  const n = (value: number) => formatNumber(value, locale);
  const all = counted(figures);
  const left = figures.received - all;
  const rate = (what: 'adopted' | 'partly' | 'notAdopted') => ({
    // keys: consultations.result.figure.*
    label: t(`consultations.result.figure.${what}`),
    numerator: figures[what],
    denominator: all,
    numeratorLabel: t(`consultations.result.figure.${what}`),
    denominatorLabel: t('consultations.result.figure.counted'),
  });
  return (
    <>
      <Figures
        items={[
          { label: t('consultations.result.figure.received'), value: n(figures.received) },
          { label: t('consultations.result.figure.adopted'), value: n(figures.adopted) },
          { label: t('consultations.result.figure.partly'), value: n(figures.partly) },
          { label: t('consultations.result.figure.notAdopted'), value: n(figures.notAdopted) },
        ]}
      />
      {all > 0 && <Rates figures={[rate('adopted'), rate('partly'), rate('notAdopted')]} />}
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
