import type { Kernel } from '../../../../kernel/kernel.ts';
import { accountsWithRole } from '../../staff-lookup.ts';
import { requestById } from './requests.queries.ts';

/** Tells the administrators of a new request, and whoever asked of the answer. */
export function tellOfRequests(k: Kernel): void {
  // keys: people.notify.*
  k.notify.declareKinds([
    { kind: 'people.data_request_answered', group: 'people.account', mandatory: true },
    // The law sets the deadline: an administrator cannot turn these off.
    { kind: 'people.data_request_new', group: 'people.account', mandatory: true },
    { kind: 'people.data_request_due', group: 'people.account', mandatory: true },
  ]);
  k.outbox.subscribe({
    name: 'people.data_requests',
    types: ['people.data_request_received', 'people.data_request_answered'],
    handle: async (tx, event) => {
      const request = await requestById(tx, event.subject);
      if (!request) return;
      const about = { params: { number: request.number }, dedupe: `${event.type}:${request.id}` };
      if (event.type === 'people.data_request_answered') {
        await k.notify.send(tx, event.at, {
          ...about,
          to: { accountId: request.accountId },
          kind: 'people.data_request_answered',
          link: '/me/data#requests',
        });
        return;
      }
      for (const accountId of await accountsWithRole({ db: tx }, 'administrator', null))
        await k.notify.send(tx, event.at, {
          ...about,
          to: { accountId },
          kind: 'people.data_request_new',
          link: `/admin/data-requests/${request.number}`,
        });
    },
  });
}
