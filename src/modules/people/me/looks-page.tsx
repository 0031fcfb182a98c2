import { Heading, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { LooksTable } from './data-page.tsx';
import type { Look } from './personal-data.ts';

/** Every look of the staff at one's data, page by page. */
export function LooksPage({ looks, page, more }: { looks: readonly Look[]; page: number; more: boolean }) {
  const { t } = useUi();
  const href = (to: number) => `/me/data/looks?page=${to}`;
  return (
    <>
      <Trail
        items={[
          { label: t('people.me.title'), href: '/me' },
          { label: t('people.data.title'), href: '/me/data' },
          { label: t('people.data.looks') },
        ]}
      />
      <Heading title={t('people.data.looks')} lead={t('people.data.looks_note')} />
      <LooksTable looks={looks} />
      <KeysetPager previousHref={page > 1 ? href(page - 1) : undefined} nextHref={more ? href(page + 1) : undefined} />
    </>
  );
}
