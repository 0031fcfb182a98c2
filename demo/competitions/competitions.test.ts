import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Competition, competitionBySlug } from '../../src/modules/competitions/competition.queries.ts';
import { formats } from '../../src/modules/competitions/competitions.rules.ts';
import { seedCompetitions } from '../../src/modules/competitions/demo/competitions.demo.ts';
import type { DemoCompetition } from '../../src/modules/competitions/demo/stage-play.ts';
import { seedPeople } from '../../src/modules/people/people.demo.ts';
import { type TestKernel, testKernel } from '../../test/harness.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const given = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as DemoCompetition);

describe('the demo competitions', () => {
  it('are of every format, one of them twice', () => {
    const wanted = formats.filter((format) => format !== 'blank');
    expect(new Set(given.map(({ template }) => template))).toEqual(new Set(wanted));
  });

  it('have entries that are whole, by people who have no other part in them', () => {
    for (const { slug, entries, jury = [], chair, screener, observer } of given) {
      const busy = [...jury, chair, screener, observer];
      for (const { account, title, byLine, summary, body } of entries) {
        expect(busy, slug).not.toContain(account);
        for (const text of [title, byLine, summary, body]) expect(text, `${slug} ${title}`).not.toBe('');
      }
      expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
    }
  });
});

describe('played', () => {
  let k: TestKernel;
  const found = async (slug: string) => (await competitionBySlug(k.db, slug)) as Competition;
  beforeAll(async () => {
    k = await testKernel();
    await seedPeople(k);
    await seedCompetitions(k);
  }, 120_000);

  it('stand where they should: drafts, waiting, voting, on stage, announced and final', async () => {
    const states = await Promise.all(given.map(async ({ slug, now }) => [now, (await found(slug)).state]));
    for (const [now, state] of states) expect(state, now).toBe(now === 'final' ? 'final' : 'open');
    const { rows } = await k.pool.query('select distinct state from competitions.entry order by 1');
    expect(rows.map(({ state }) => state)).toEqual(['accepted', 'draft', 'mend', 'submitted']);
  });

  it('once: a second start changes nothing', async () => {
    const count = async () => (await k.pool.query('select count(*)::int as n from competitions.step')).rows[0].n;
    const before = await count();
    await seedCompetitions(k);
    expect(await count()).toBe(before);
  });
});

describe('on whatever day the demo is first started', () => {
  it.each(['2026-11-22T03:00:00Z', '2026-10-03T13:00:00Z', '2027-02-07T01:00:00Z'])(
    'is played: %s',
    async (day) => {
      const k = await testKernel();
      k.clock.set(new Date(day));
      await seedPeople(k);
      await seedCompetitions(k);
      for (const { slug } of given) expect(await competitionBySlug(k.db, slug), slug).toBeDefined();
      const { rows } = await k.pool.query(
        "select count(*)::int as n from competitions.pitch_slot where state = 'pitching'",
      );
      expect(rows[0].n).toBe(1);
    },
    120_000,
  );
});
