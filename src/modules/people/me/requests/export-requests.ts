import type { Db } from '../../../../kernel/db/index.ts';
import type { Column } from '../../../../kernel/export/index.ts';
import type { T } from '../../../../kernel/i18n/index.ts';
import type { DataRequest } from './data-request.ts';
import { requestsAfter } from './requests.queries.ts';

/** What the office can show of its answers: kinds and dates, nobody's name and nobody's words. */
export function exportColumns(t: T): Column<DataRequest>[] {
  return [
    { key: 'number', header: t('people.requests.number_of'), value: ({ number }) => number, width: 8 },
    { key: 'kind', header: t('people.requests.what'), value: ({ kind }) => t(`people.requests.kind.${kind}`) },
    { key: 'received', header: t('people.requests.received'), value: ({ receivedAt }) => receivedAt, width: 20 },
    { key: 'due', header: t('people.requests.due'), value: ({ dueAt }) => dueAt, width: 20 },
    { key: 'state', header: t('people.requests.where'), value: ({ state }) => t(`people.requests.state.${state}`) },
    {
      key: 'outcome',
      header: t('people.requests.outcome_of'),
      value: ({ outcome }) => outcome && t(`people.requests.outcome.${outcome}`),
    },
    { key: 'answered', header: t('people.requests.answered_at'), value: ({ answeredAt }) => answeredAt, width: 20 },
    {
      key: 'in_time',
      header: t('people.requests.in_time'),
      value: ({ answeredAt, dueAt }) =>
        answeredAt && t(answeredAt <= dueAt ? 'people.requests.yes' : 'people.requests.no'),
    },
  ];
}

export async function* everyRequest(db: Db): AsyncGenerator<DataRequest> {
  for (let number = 0; ; ) {
    const rows = await requestsAfter(db, number, 500);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    number = last.number;
  }
}
