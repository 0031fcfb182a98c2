import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin } from '../logins/join/account-join.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { declarePersonalData } from './personal-data.ts';
import { dataRequestTables } from './processing.ts';
import { remindOfRequests } from './requests/remind.ts';
import {
  countRequests,
  eraseRequests,
  moveRequests,
  readsOfRequests,
  requestsOf,
} from './requests/requests.queries.ts';
import { tellOfRequests } from './requests/tell.ts';

/** Requests about one's own data: what is held of them, who is told, reminders. */
export function wireData(k: Kernel): void {
  declareProcessing(k, dataRequestTables);
  declarePersonalData(k, {
    module: 'people.data_requests',
    held: 'people.requests.held',
    kept: 'people.requests.kept',
    values: { kind: 'people.requests.kind', state: 'people.requests.state', outcome: 'people.requests.outcome' },
    count: countRequests,
    export: async (db, accountId) =>
      (await requestsOf(db, accountId)).map(({ id: _id, accountId: _account, answeredBy: _by, ...request }) => request),
    erase: eraseRequests,
    looks: async (db, accountId, limit) =>
      (await readsOfRequests(db, accountId, limit)).map((read) => ({ ...read, what: 'people.requests.look' })),
  });
  declareAccountJoin(k, {
    module: 'people.data_requests',
    tables: ['people.data_request', 'people.data_request_answer'],
    move: moveRequests,
  });
  tellOfRequests(k);
  k.jobs.define(
    'people.data_request_reminders',
    { cron: '35 8 * * *', tz: k.config.TIME_ZONE, retryLimit: 2 },
    async () => {
      await remindOfRequests(k);
    },
  );
}
