import { expect, test } from 'vitest';
import { testKernel } from '../../../../test/harness.ts';
import { sql } from '../../../kernel/db/index.ts';
import { casesModule } from '../../cases/index.ts';
import { peopleModule } from '../../people/index.ts';
import { liaisonModule } from '../liaison.module.ts';

// The cities of three modules are filled here, one after the other.
test('the demo has 26 members with contacts in 13 departments, and requests in every state', {
  timeout: 120_000,
}, async () => {
  const k = await testKernel();
  await peopleModule.demo?.(k);
  await casesModule.demo?.(k);
  await liaisonModule.demo?.(k);
  const { rows: contacts } = await sql<{ members: number; departments: number }>`
    select count(*) as members, count(distinct department_id) as departments from liaison.named_contact
    where until is null`.execute(k.db);
  expect(contacts[0]).toEqual({ members: 26, departments: 13 });
  const { rows } = await sql<{
    state: string;
    n: number;
  }>`select state, count(*) as n from liaison.matter group by state
    order by state`.execute(k.db);
  expect(Object.fromEntries(rows.map(({ state, n }) => [state, n]))).toMatchObject({ closed: 5, answered: 1 });
  const { rows: cases } = await sql<{ state: string }>`select c.state from liaison.matter m
    join cases.case c on c.id = m.case_id order by 1`.execute(k.db);
  expect(cases.map(({ state }) => state)).toEqual(['reviewed', 'submitted']);
  const { rows: agreements } = await sql<{
    state: string;
    n: number;
  }>`select state, count(*) as n from liaison.agreement
    group by state`.execute(k.db);
  expect(Object.fromEntries(agreements.map(({ state, n }) => [state, n]))).toEqual({ in_force: 2, sent: 1 });
  const { rows: decisions } = await sql<{ state: string }>`select state from liaison.decision order by 1`.execute(k.db);
  expect(decisions.map(({ state }) => state)).toEqual(['done', 'open', 'open']);
  const { rows: items } = await sql<{ state: string }>`select state from liaison.exchange_item order by 1`.execute(
    k.db,
  );
  expect(items.map(({ state }) => state)).toEqual(['open', 'open', 'taken']);
  const { rows: reports } = await sql<{
    state: string;
    n: number;
  }>`select state, count(*) as n from liaison.feedback_report
    group by state`.execute(k.db);
  expect(Object.fromEntries(reports.map(({ state, n }) => [state, n]))).toEqual({ draft: 10, sent: 3 });
  await liaisonModule.demo?.(k);
});
