import type { VNode } from 'preact';
import type { Kernel } from '../../../kernel/kernel.ts';
import { VerbLink } from '../../../ui/button.tsx';
import { Section } from '../../../ui/layout.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Actor } from '../actor.ts';
import { membersByAccount } from '../register/entry.queries.ts';
import { mayEnterTraining } from './activity.policy.ts';

/** On the secretariat's page of a member: the way to the record, which is a look of its own. */
export async function recordSection(
  k: Kernel,
  actor: Actor,
  accountId: string,
  ctx: PageContext,
): Promise<VNode | null> {
  if (!mayEnterTraining(actor)) return null;
  const [member] = await membersByAccount(k.db, [accountId]);
  if (!member) return null;
  return (
    <Section id="activity-record" title={ctx.t('people.activity.entries')} note={ctx.t('people.activity.look')}>
      <p class="more">
        <VerbLink href={`/secretariat/records?number=${member.number}`}>{ctx.t('people.activity.open')}</VerbLink>
      </p>
    </Section>
  );
}
