import { expect, test } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { sql } from '../../../kernel/db/index.ts';
import { peopleModule } from '../people.module.ts';

test('fills the register of the demo city through the verbs that people use', { timeout: 120_000 }, async () => {
  const k = await testKernel();
  await peopleModule.demo?.(k);
  const count = async (what: ReturnType<typeof sql>) => {
    const { rows } = await sql<{
      n: number;
      state: string;
    }>`select count(*) as n, state from (${what}) as x group by state
      order by state`.execute(k.db);
    return Object.fromEntries(rows.map(({ n, state }) => [state, n]));
  };
  expect(await count(sql`select state from people.membership`)).toEqual({ active: 56 });
  expect(await count(sql`select state from people.application`)).toEqual({
    approved: 56,
    checked: 2,
    declined: 1,
    returned: 1,
    submitted: 2,
  });
  expect(await count(sql`select 'shown' as state from people.directory_entry`)).toEqual({ shown: 53 });
  expect(
    await count(
      sql`select case when verified_at is null then 'open' else 'verified' end as state from people.organisation`,
    ),
  ).toEqual({ open: 1, verified: 11 });
  expect(await count(sql`select state from people.organisation_person where part = 'liaison_officer'`)).toEqual({
    held: 10,
  });
  expect(await count(sql`select state from people.nomination`)).toEqual({ ended: 1, open: 3 });
  expect(await count(sql`select state from people.team`)).toEqual({ active: 4 });
  expect(await count(sql`select state from people.team_hours`)).toEqual({ claimed: 2, confirmed: 15 });
  expect(await count(sql`select state from people.appointment`)).toEqual({ held: 5 });
  expect(await count(sql`select state from people.appointment_piece`)).toEqual({ published: 3, sent: 2 });
  const requests = sql`select case when a.request_id is null then 'open' else 'answered' end as state
    from people.data_request r left join people.data_request_answer a on a.request_id = r.id`;
  expect(await count(requests)).toEqual({ answered: 1, open: 1 });
  await peopleModule.demo?.(k);
  expect(await count(sql`select state from people.membership`)).toEqual({ active: 56 });
});
