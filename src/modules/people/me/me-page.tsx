import type { ComponentChildren } from 'preact';
import { Heading, Trail } from '../../../ui/layout.tsx';
import { useUi } from '../../../ui/page-context.ts';

/** The frame of a person's own pages: where it stands, its title, its parts. */
export function MePage(p: {
  title: string;
  lead?: ComponentChildren;
  end?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { t } = useUi();
  return (
    <>
      <Trail items={[{ label: t('people.me.title'), href: '/me' }, { label: p.title }]} />
      <Heading title={p.title} lead={p.lead} end={p.end} />
      <div class="mine">{p.children}</div>
    </>
  );
}
