import { useUi } from '../../../ui/page-context.ts';

const shown = 10;

/** Beside a changed paragraph: which opinions changed it (因意见 12、37 号修改). Nothing where none did. */
export function BecauseOf({ slug, numbers }: { slug: string; numbers: readonly number[] | undefined }) {
  const { t } = useUi();
  if (!numbers || numbers.length === 0) return null;
  const some = numbers.slice(0, shown);
  const links = some.map((number, at) => (
    <>
      {at > 0 && t('consultations.result.because_and')}
      <a href={`/consultations/${slug}/opinions/${number}`}>{number}</a>
    </>
  ));
  return (
    <p class="quiet">
      {t('consultations.result.because_before')}
      {links}
      {t('consultations.result.because_after', { more: numbers.length - some.length, all: numbers.length })}
    </p>
  );
}
