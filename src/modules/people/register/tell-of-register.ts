import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Notification } from '../../../kernel/notify/index.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import type { Role } from '../actor.ts';
import { accountsWithRole } from '../staff-lookup.ts';

// keys: people.notify.*

type Telling = {
  /** kind for the person whom it is about, `people.<kind>` */
  person?: string;
  /** kind for the staff who have the next step, `people.<kind>`, and their role */
  staff?: { kind: string; role: Role };
};

/** Who hears of what happens in the register. */
const tellings: Record<string, Telling> = {
  'people.application_submitted': {
    person: 'application_submitted',
    staff: { kind: 'work_to_check', role: 'secretary' },
  },
  'people.application_returned': { person: 'application_returned' },
  'people.application_checked': {
    person: 'application_checked',
    staff: { kind: 'work_to_decide', role: 'committee' },
  },
  'people.application_approved': { person: 'application_approved' },
  'people.application_declined': { person: 'application_declined' },
  'people.application_withdrawn': { person: 'application_withdrawn' },
  'people.renewal_asked': { staff: { kind: 'work_renewal', role: 'committee' } },
  'people.member_renewed': { person: 'member_renewed' },
  'people.renewal_declined': { person: 'renewal_declined' },
  'people.suspension_proposed': {
    person: 'suspension_proposed',
    staff: { kind: 'work_hearing', role: 'committee' },
  },
  'people.member_suspended': { person: 'member_suspended' },
  'people.suspension_dismissed': { person: 'suspension_dismissed' },
  'people.member_restored': { person: 'member_restored' },
  'people.member_left': { person: 'member_left' },
};

/** A procedure of one's own: nobody can turn off hearing of it. */
const mandatory = new Set(['suspension_proposed', 'member_suspended', 'application_returned', 'application_declined']);

async function tell(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const telling = tellings[event.type];
  const { accountId, number, reason } = event.payload;
  if (!telling || typeof accountId !== 'string' || reason === 'erased') return;
  const dedupe = `event:${event.id}`;
  const notifications: Notification[] = [];
  const person = reason === 'term_over' ? 'term_over' : telling.person;
  if (person)
    notifications.push({
      to: { accountId },
      kind: `people.${person}`,
      link: '/me/membership',
      urgent: person === 'suspension_proposed',
      dedupe,
    });
  if (telling.staff) {
    const link = typeof number === 'string' ? `/secretariat/applications/${number}` : staffLists[telling.staff.kind];
    // Nobody is called to decide on themself, nor to what they just did.
    const staff = (await accountsWithRole({ db: tx }, telling.staff.role, 'any')).filter(
      (id) => id !== accountId && id !== event.actorId,
    );
    for (const id of staff)
      notifications.push({
        to: { accountId: id },
        kind: `people.${telling.staff.kind}`,
        params: { number: typeof number === 'string' ? number : '' },
        link: link ?? '/secretariat',
        dedupe,
      });
  }
  await k.notify.send(tx, event.at, ...notifications);
}

const staffLists: Record<string, string> = {
  work_renewal: '/secretariat?list=renewals',
  work_hearing: '/secretariat?list=hearings',
};

/** Declares what members and the secretariat are told, and tells them. */
export function wireRegisterNotices(k: Kernel): void {
  const all = Object.values(tellings);
  const persons = [...new Set(all.flatMap(({ person }) => person ?? [])), 'term_ending', 'term_over'];
  const work = [...new Set(all.flatMap(({ staff }) => staff?.kind ?? []))];
  k.notify.declareKinds([
    ...persons.map((kind) => ({ kind: `people.${kind}`, group: 'people.register', mandatory: mandatory.has(kind) })),
    ...work.map((kind) => ({ kind: `people.${kind}`, group: 'people.secretariat' })),
  ]);
  k.outbox.subscribe({
    name: 'people.register_notices',
    types: Object.keys(tellings),
    handle: (tx, event) => tell(k, tx, event),
  });
}
