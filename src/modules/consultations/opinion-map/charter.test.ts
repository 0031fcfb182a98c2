import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { settle, type TestKernel, testApp, testKernel } from '../../../../test/harness.ts';
import { mapRoutes } from '../../../../test/leaks/of-opinion-map.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import { makeAccount, sessionCookie } from '../../people/people.factory.ts';
import { computeMap } from './compute/compute-map.ts';
import { answerMap } from './desk/answer-map.ts';
import { forgetMaps, mapFacts, type OpenMap } from './open-map.ts';
import { makeMap, voteInCamps } from './opinion-map.factory.ts';
import { castVote, participantOfAccount } from './voting/cast-vote.ts';
import { joinVoter, letVoterGo, votesOfAccount } from './voting/voter-data.ts';

type Account = Awaited<ReturnType<typeof makeAccount>> & { accountId: string };

let k: TestKernel;
let app: App;
let map: OpenMap;
let convener: Awaited<ReturnType<typeof makeMap>>['convener'];
let voter: Account;
let pseudonym: string;

const voteAs = async (account: Account, on: OpenMap, statement: number, vote: number) => {
  const participant = participantOfAccount(on, account.accountId);
  if (participant) await castVote(k, { map: on, participant, statement, vote });
};

beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
  ({ map, convener } = await makeMap(k, { statements: 12, from: -9, to: 3 }));
  voter = (await makeAccount(k)) as Account;
  pseudonym = participantOfAccount(map, voter.accountId)?.value as string;
  await voteInCamps(k, map, [30, 20]);
  // Like the second camp.
  for (const { number } of map.statements) await voteAs(voter, map, number, number > 4 && number < 9 ? -1 : 1);
  await computeMap(k, map.id);
});

const tables = ['map', 'participant', 'vote', 'map_state', 'statement', 'statement_translation', 'map_answer'];

describe('what is kept', () => {
  it('no table of the map has a column with an account, and none can be reached from a vote', async () => {
    const { rows } = await k.pool.query<{ table: string; to: string }>(
      `select c.conrelid::regclass::text as table, c.confrelid::regclass::text as to from pg_constraint c
       where c.contype = 'f' and c.conrelid::regclass::text = any($1)`,
      [tables.map((table) => `consultations.${table}`)],
    );
    expect(rows.filter(({ table }) => /\.(map|participant|vote|map_state)$/.test(table))).toEqual([]);
    expect(rows.filter(({ to }) => to.startsWith('people.'))).toEqual([]);
    const columns = await k.pool.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'consultations' and table_name = any($1)`,
      [tables],
    );
    expect(
      columns.rows
        .filter(({ name }) => /account|_by|address|email|phone|session|_ip|at$/.test(name))
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      // When the map as a whole was closed or computed; nothing says when somebody voted.
      'map.closed_at',
      'map_state.computed_at',
    ]);
  });

  it('nothing in the whole database joins the account to its pseudonym or to a group', async () => {
    const names = await k.pool.query<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of names.rows) {
      const { rows } = await k.pool.query(`select 1 from ${name} t where t::text like '%' || $1 || '%' limit 1`, [
        pseudonym,
      ]);
      if (rows.length > 0) found.push(name);
    }
    expect(found).toEqual(['consultations.participant']);
    const { rows } = await k.pool.query<{ result: Record<string, unknown> }>(
      'select result from consultations.map_state',
    );
    const longest = (value: unknown): number =>
      Array.isArray(value)
        ? Math.max(value.length, ...value.map(longest), 0)
        : value && typeof value === 'object'
          ? Math.max(0, ...Object.values(value).map(longest))
          : 0;
    // No list has an entry for each participant: at most one for each statement.
    expect(longest(rows[0]?.result)).toBeLessThanOrEqual(12);
  });
});

describe('what is shown', () => {
  const concrete = (path: string) =>
    path.replace(':slug', map.slug).replace(':number', '1').replace(':file', 'map.zip');

  it('to nobody in which group somebody is, nor what they voted; to themselves only what they voted', async () => {
    const stranger = await makeAccount(k);
    const auditor = await makeAccount(k, { roles: [{ role: 'auditor', departmentId: null }] });
    const leader = await makeAccount(k, { roles: [{ role: 'leader', departmentId: null }] });
    const readers = new Map<string, string>([['nobody', '']]);
    for (const [name, account] of Object.entries({ voter, stranger, convener, auditor, leader }))
      readers.set(name, await sessionCookie(k, account));
    for (const [reader, cookie] of readers)
      for (const path of [...mapRoutes, '/me/data', '/consultations']) {
        const answer = await app.inject({ url: concrete(path), headers: { accept: 'text/html', cookie } });
        const words =
          answer.headers['content-type'] === 'application/zip'
            ? Object.values(unzipSync(answer.rawPayload))
                .map((bytes) => Buffer.from(bytes).toString())
                .join('\n')
            : answer.body;
        const where = `${reader} at ${path}`;
        expect(answer.statusCode, where).toBeLessThan(500);
        expect(words, where).not.toContain(voter.accountId);
        expect(words, where).not.toContain(pseudonym);
        expect(words, where).not.toMatch(/您(在|属于|是) ?[A-E] ?组|you are in group|your group is/i);
        // Groups are spoken of on the pages of results and nowhere else.
        if (!/results|report|:file/.test(path)) expect(words, where).not.toMatch(/[AB] 组/);
      }
  });

  it('the same result to whoever took part as to whoever did not', async () => {
    const own = await app.inject({
      url: `/maps/${map.slug}/results`,
      headers: { cookie: await sessionCookie(k, voter) },
    });
    const others = await app.inject({ url: `/maps/${map.slug}/results` });
    expect(own.body).toBe(others.body);
  });
});

describe('whose votes they are', () => {
  it('two accounts of one person become one participant', async () => {
    const { map: other } = await makeMap(k, { statements: 3 });
    const [from, to] = (await Promise.all([makeAccount(k), makeAccount(k)])) as [Account, Account];
    await voteAs(from, other, 1, 1);
    await voteAs(from, other, 2, 1);
    await voteAs(to, other, 2, -1);
    await inTransaction(k.db, (tx) => joinVoter(k, tx, from.accountId, to.accountId));
    expect(await votesOfAccount(k, k.db, from.accountId)).toEqual([]);
    const [mine] = await votesOfAccount(k, k.db, to.accountId);
    expect(mine?.votes.map(({ vote }) => vote)).toEqual(['agree', 'disagree']);
  });

  it('of an account that is closed nobody finds them again, and they still count', async () => {
    const { map: other } = await makeMap(k, { statements: 3 });
    const gone = (await makeAccount(k)) as Account;
    await voteAs(gone, other, 1, 1);
    await inTransaction(k.db, (tx) => letVoterGo(k, tx, gone.accountId));
    expect(await votesOfAccount(k, k.db, gone.accountId)).toEqual([]);
    await computeMap(k, other.id);
    const { rows } = await k.pool.query(
      "select result->'votes' as votes from consultations.map_state where consultation_id = $1",
      [other.id],
    );
    expect(rows).toEqual([{ votes: 1 }]);
  });

  it('once the map is answered, not even they themselves', async () => {
    expect(await votesOfAccount(k, k.db, voter.accountId)).toHaveLength(1);
    await k.pool.query('update consultations.consultation set ends_on = starts_on + 1 where id = $1', [map.id]);
    await answerMap(k, convener, map.id, { text: '我们将按大家都同意的修改办法。' });
    await computeMap(k, map.id);
    await settle(k);
    forgetMaps(k);
    expect(await votesOfAccount(k, k.db, voter.accountId)).toEqual([]);
    expect(participantOfAccount(await mapFacts(k, map.consultation), voter.accountId)).toBeNull();
    const { rows } = await k.pool.query('select keeper from consultations.map_state where consultation_id = $1', [
      map.id,
    ]);
    expect(rows).toEqual([{ keeper: null }]);
    const page = await app.inject({
      url: `/maps/${map.slug}/votes`,
      headers: { cookie: await sessionCookie(k, voter), accept: 'text/html' },
    });
    expect(page.body).toContain('这里没有您表过的态');
  });
});
