import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, departmentsOf } from '../../people/index.ts';
import { isOffice } from '../liaison.policy.ts';
import { offersTo } from '../matters/handing.queries.ts';
import { listMatters } from '../matters/list.queries.ts';
import { namesFor } from '../matters/load-names.ts';
import { mattersByIds } from '../matters/matter.queries.ts';
import { quarterOf } from '../reminders/quarter.ts';
import { scopeOf } from '../scope.ts';
import type { DeskView } from './liaison-desk-page.tsx';
import { contactsOf, loadMembers } from './load-contacts.ts';
import { contactDepartments } from './named-contact.queries.ts';
import { openWishes } from './wish.queries.ts';

const shownMatters = 30;

/** What the desk shows to one person. */
export async function loadDesk(k: Kernel, actor: Actor & { accountId: string }): Promise<DeskView> {
  const scope = scopeOf(actor);
  const wide = scope.all || scope.departmentIds.length > 0;
  const ownScope = { all: false, accountId: actor.accountId, departmentIds: [] };
  const led = departmentsOf(actor, 'leader', 'liaison_officer').ids;
  const places = [...new Set([...led, ...(await contactDepartments(k.db, actor.accountId))])];
  const [own, all, matters, waiting] = await Promise.all([
    loadMembers(k, ownScope),
    wide ? loadMembers(k, scope) : null,
    listMatters(k.db, scope, { state: 'open' }, null, shownMatters + 1),
    offersTo(k.db, places),
  ]);
  const offers = [];
  const offered = await mattersByIds(
    k.db,
    waiting.map(({ matterId }) => matterId),
  );
  for (const offer of waiting) {
    const matter = offered.get(offer.matterId);
    if (matter && !matter.erased) offers.push({ ...offer, matter });
  }
  return {
    quarter: quarterOf(localDate(k.clock.now(), k.config.TIME_ZONE)).name,
    own,
    scope: all,
    matters: matters.slice(0, shownMatters),
    moreMatters: matters.length > shownMatters,
    offers,
    names: await namesFor(k, matters),
    wishes: isOffice(actor) ? (await openWishes(k.db)).length : 0,
    full: contactsOf(k, all ?? []).filter(({ tooMany }) => tooMany).length,
  };
}
