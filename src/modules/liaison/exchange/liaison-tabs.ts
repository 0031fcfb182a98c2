import type { PageContext } from '../../../ui/page-context.ts';
import type { TabEntry } from '../../../ui/tabs.tsx';
import { type Actor, hasRole } from '../../people/index.ts';

/** The parts of the liaison work that this person may open. */
export function liaisonTabs(ctx: PageContext, actor: Actor): TabEntry[] {
  const works = (['liaison_officer', 'leader', 'auditor'] as const).some((role) => hasRole(actor, role));
  const tab = (href: string, label: string): TabEntry => ({
    href,
    label: ctx.t(label),
    current: ctx.path === href || ctx.path.startsWith(`${href}/`) || ctx.path.startsWith(`${href}?`),
  });
  return [
    { href: '/liaison', label: ctx.t('liaison.exchange.tab.contacts'), current: /^\/liaison(\?|$)/.test(ctx.path) },
    tab('/liaison/matters', 'liaison.matters.title'),
    tab('/liaison/entries', 'liaison.entries.register'),
    tab('/liaison/contacts', 'liaison.contacts.who'),
    ...(works
      ? [
          tab('/liaison/organisations', 'liaison.exchange.tab.organisations'),
          tab('/liaison/agreements', 'liaison.exchange.tab.agreements'),
        ]
      : []),
    tab('/liaison/meetings', 'liaison.exchange.tab.meetings'),
    ...(works ? [tab('/liaison/feedback', 'liaison.exchange.tab.feedback')] : []),
  ];
}
