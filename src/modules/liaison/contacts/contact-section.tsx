import type { VNode } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import { DateTime } from '../../../ui/date-time.tsx';
import { Section } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { type Actor, departmentBook, membersByAccount } from '../../people/index.ts';
import { mayReadContacts, mayReadMember } from '../liaison.policy.ts';
import { namedHistory } from './load-member.ts';

/** Whose member somebody is, on the secretariat's page of them; null for whoever may not know it. */
export async function contactSection(
  k: Kernel,
  actor: Actor,
  memberId: string,
  { t, locale }: PageContext,
): Promise<VNode | null> {
  const contact = (await namedHistory(k, memberId)).find(({ until }) => until === null);
  if (!contact || !mayReadContacts(actor, contact.departmentId)) return null;
  const [departments, [member]] = await Promise.all([departmentBook(k), membersByAccount(k.db, [memberId])]);
  const facts = { memberId, contactId: contact.contactId, departmentId: contact.departmentId };
  const words = `${contact.name} ${departments.name(contact.departmentId, locale)}`;
  return (
    <Section id="named-contact" title={t('liaison.contacts.contact')}>
      <p>
        {member && mayReadMember(actor, facts) ? <a href={`/liaison/members/${member.number}`}>{words}</a> : words}{' '}
        <span class="quiet">
          <DateTime value={contact.since} form="date" />
        </span>
      </p>
    </Section>
  );
}
