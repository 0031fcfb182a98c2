import { readFileSync } from 'node:fs';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { testApp, testKernel } from '../../../../test/harness.ts';
import { inTransaction } from '../../../kernel/db/index.ts';
import { makeCompetition, makeCompetitionEntry } from '../competitions.factory.ts';
import { insertStandings } from '../field.queries.ts';
import { finalResult } from '../results/final-result.ts';
import { insertNotice } from '../results/notice.queries.ts';
import { insertMadeCount, insertMadeHead } from './public.factory.queries.ts';

const k = await testKernel();
const app = await testApp(k);
const get = async (url: string) => {
  const answer = await app.inject(url);
  return { status: answer.statusCode, text: answer.body.replaceAll('<wbr/>', '') };
};
const running = [
  { kind: 'entry' as const, from: -30, to: -10 },
  { kind: 'ballot' as const, from: -3, to: 6.5, settings: { weight: 30, most: 10, per: 'day' } },
  { kind: 'jury' as const, from: 7, to: 12, settings: { weight: 70 } },
  { kind: 'results' as const, from: 25, to: 26 },
];

describe('the wall of a hall', () => {
  it('says how many voted as of the last head, and never for whom while it is secret', async () => {
    const { competition } = await makeCompetition(k, { slug: 'wall', stages: running });
    const ballot = competition.stages[1];
    if (!ballot) throw new Error('no ballot');
    for (let n = 0; n < 3; n += 1) await makeCompetitionEntry(k, competition);
    const where = { competitionId: competition.id, stageId: ballot.id };
    await insertMadeHead(k.db, { ...where, ballots: 5000, replaced: 100, at: new Date('2026-11-18T16:00:00Z') });
    await insertMadeCount(k.db, { ...where, number: 1, votes: 4321 });
    const { text } = await get('/competitions/wall/screen');
    expect(text).toContain('4,900');
    for (const hidden of ['4321', '4,321', '<header class="mast"', 'class="colophon"'])
      expect(text).not.toContain(hidden);
    expect((await app.inject('/competitions/wall/screen?refresh=1')).headers.refresh).toBe('30');
    for (const path of ['', '/entries', '/entries/1', '/card.png'])
      expect((await get(`/competitions/wall${path}`)).text).not.toMatch(/4,?321/);
  });

  it('shows places once they are announced, in an award alone', async () => {
    for (const mode of ['award', 'showcase'] as const) {
      const { competition } = await makeCompetition(k, {
        slug: `podium-${mode}`,
        mode,
        stages: [
          { kind: 'entry', from: -40, to: -30 },
          { kind: 'jury', from: -30, to: -20, settings: { weight: 100 }, closed: true },
          { kind: 'announcement', from: -1, to: 9 },
          { kind: 'results', from: 10, to: 11, settings: { levels: [{ name: '一等奖', places: 1 }] } },
        ],
      });
      const first = await makeCompetitionEntry(k, competition, { title: '第一件' });
      const second = await makeCompetitionEntry(k, competition, { title: '第二件' });
      const stageId = competition.stages[1]?.id ?? '';
      await inTransaction(k.db, (tx) =>
        insertStandings(tx, { competitionId: competition.id, stageId }, [
          { entryId: second.id, score: 90, votes: null, rank: 1, advances: true },
          { entryId: first.id, score: 80, votes: null, rank: 2, advances: true },
        ]),
      );
      expect((await get(`/competitions/podium-${mode}/screen`)).text).not.toContain('一等奖');
      const result = await finalResult(k.db, competition);
      await inTransaction(k.db, (tx) =>
        insertNotice(tx, {
          ...{ competitionId: competition.id, words: '', at: k.clock.now(), by: null, result },
          endsAt: new Date(k.clock.now().getTime() + 86_400_000),
        }),
      );
      k.cache.clear();
      const { text } = await get(`/competitions/podium-${mode}/screen`);
      expect(text.includes('一等奖')).toBe(mode === 'award');
      expect(text.includes('第二件')).toBe(mode === 'award');
      expect(text).not.toContain('第一件');
    }
  });
});

it('is valid HTML', async () => {
  const rules = JSON.parse(readFileSync(new URL('../../../../.htmlvalidate.json', import.meta.url), 'utf8'));
  const validate = new HtmlValidate(rules);
  for (const slug of ['wall', 'podium-award', 'podium-showcase']) {
    const report = await validate.validateString((await app.inject(`/competitions/${slug}/screen`)).body);
    expect(report.results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
  }
});
