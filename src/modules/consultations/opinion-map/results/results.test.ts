import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestKernel, testApp, testKernel } from '../../../../../test/harness.ts';
import type { App } from '../../../../kernel/http/index.ts';
import { computeMap } from '../compute/compute-map.ts';
import { computedMap } from '../compute/map-state.queries.ts';
import { answerMap } from '../desk/answer-map.ts';
import { evaluateMap } from '../eval/evaluate-map.ts';
import { readConversation } from '../eval/read-conversation.ts';
import { MapKeeper } from '../math/opinion-map.ts';
import { forgetMaps, type OpenMap, openMap } from '../open-map.ts';
import { makeMap, voteInCamps } from '../opinion-map.factory.ts';

let k: TestKernel;
let app: App;
const folder = mkdtempSync(path.join(tmpdir(), 'tongxin-map-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  k = await testKernel();
  app = await testApp(k);
});

const get = async (url: string) => {
  forgetMaps(k);
  k.cache.clear();
  return app.inject({ url, headers: { accept: 'text/html' } });
};

/** A map with two camps; it ended yesterday if so wished. */
async function campsOf(camps: [number, number], { ended = false, settings = {} } = {}): Promise<OpenMap> {
  const { map } = await makeMap(k, { statements: 12, from: -9, to: 3, settings });
  await voteInCamps(k, map, camps);
  if (ended)
    await k.pool.query('update consultations.consultation set ends_on = starts_on + 1 where id = $1', [map.id]);
  await computeMap(k, map.id);
  return map;
}

/** Unpacks what everybody can download. */
async function download({ slug }: OpenMap): Promise<string> {
  const answer = await get(`/maps/${slug}/data/map.zip`);
  expect(answer.statusCode).toBe(200);
  const place = path.join(folder, slug);
  mkdirSync(place);
  for (const [name, bytes] of Object.entries(unzipSync(answer.rawPayload)))
    writeFileSync(path.join(place, path.basename(name)), bytes);
  return place;
}

describe('the page of results', () => {
  it('says first what everybody agrees on, with its numbers, then what divides, then the groups', async () => {
    const map = await campsOf([30, 20]);
    const { body, statusCode, headers } = await get(`/maps/${map.slug}/results`);
    expect([statusCode, headers['cache-control']]).toEqual([200, expect.stringContaining('public')]);
    const at = ['everybody', 'dividing', 'groups', 'group-A', 'group-B', 'how'].map((id) => body.indexOf(`id="${id}"`));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
    expect(body).toContain('50 人表态：50 人同意（100%），0 人不同意（0%），0 人跳过');
    expect(body).toContain('30 人中 30 人同意（100%）');
    expect(body).toContain('20 人，占分了组的 50 人的 40%');
    expect(body).toContain('class="hull g0"');
    expect(body).not.toMatch(/ style=/);
    const report = await get(`/maps/${map.slug}/report`);
    expect(report.statusCode).toBe(200);
    for (const { text } of map.statements) expect(report.body).toContain(text);
  });

  it('says nothing of groups before enough took part, and why', async () => {
    const map = await campsOf([15, 14]);
    const { body } = await get(`/maps/${map.slug}/results`);
    expect(body).toContain('参加的人还不够多');
    expect(body).toContain('现在有 29 人');
    expect(body).not.toMatch(/[AB] 组|polygon|大家都同意的/);
    expect((await get(`/maps/${map.slug}/statements`)).body).not.toContain('人表态');
    for (const file of ['map.json', 'votes.csv', 'comments.csv', 'groups.csv', 'map.zip'])
      expect((await get(`/maps/${map.slug}/data/${file}`)).statusCode).toBe(404);
  });

  it('does not describe a group of a few', async () => {
    const map = await campsOf([40, 12], { settings: { smallestGroup: 13 } });
    const { body } = await get(`/maps/${map.slug}/results`);
    expect(body).toContain('另有 1 组不到 13 人，不单独说明。');
    expect(body).not.toContain('B 组');
    const json = (await get(`/maps/${map.slug}/data/map.json`)).json();
    expect(json.groups).toHaveLength(1);
    expect(json.small_groups).toEqual({ people: 12, groups: 1 });
    expect((await get(`/maps/${map.slug}/data/groups.csv`)).body).not.toMatch(/,B,/);
  });

  it('leaves out what is hidden, its words in no file', async () => {
    const map = await campsOf([30, 20], { ended: true });
    await k.pool.query("update consultations.contribution set state = 'hidden', text = 'SECRET WORDS' where id = $1", [
      map.byNumber.get(1)?.contributionId,
    ]);
    await computeMap(k, map.id);
    for (const page of ['results', 'report', 'statements', 'data/comments.csv', 'data/map.json', 'data/groups.csv'])
      expect((await get(`/maps/${map.slug}/${page}`)).body).not.toContain('SECRET WORDS');
    expect((await get(`/maps/${map.slug}/data/groups.csv`)).body).not.toMatch(/^1,/m);
    expect((await get(`/maps/${map.slug}/data/comments.csv`)).body).toMatch(/^1,,50,0,-1,\r$/m);
  });
});

it('a page that is kept for everybody is not made of what was read before something was hidden', async () => {
  const map = await campsOf([30, 20]);
  await openMap(k, map.slug);
  await k.pool.query("update consultations.contribution set state = 'hidden', text = 'SECRET' where id = $1", [
    map.byNumber.get(1)?.contributionId,
  ]);
  for (const page of ['results', 'report']) {
    const { statusCode, body } = await app.inject({ url: `/maps/${map.slug}/${page}` });
    expect(statusCode).toBe(200);
    expect(body).not.toContain(map.byNumber.get(1)?.text);
  }
});

describe('open data', () => {
  it('has votes when it is over and not before', async () => {
    const map = await campsOf([30, 20]);
    expect((await get(`/maps/${map.slug}/data/votes.csv`)).statusCode).toBe(404);
    expect((await get(`/maps/${map.slug}/data`)).body).toContain('结束后公开');
    expect((await get(`/maps/${map.slug}/data/map.json`)).statusCode).toBe(200);
    expect((await get(`/maps/${map.slug}/data/..%2Fmap`)).statusCode).toBe(404);
  });

  it('gives everybody the same map as the page shows, without a group beside anybody', async () => {
    const map = await campsOf([30, 20], { ended: true });
    const state = await computedMap(k.db, map.id);
    const place = await download(map);
    const { batch, moderatedOut } = await readConversation(place);
    const keeper = new MapKeeper();
    keeper.apply(batch);
    keeper.moderateOut(moderatedOut);
    expect(JSON.parse(JSON.stringify(keeper.compute()))).toEqual(state?.result);
    expect(await evaluateMap(place)).toMatchObject({
      ...{ participants: 50, statements: 12, votes: 600, groups: 2 },
      adjusted_rand_index: null,
    });
  });

  it('numbers participants in an order that says nothing of when they came', async () => {
    const map = await campsOf([30, 20], { ended: true });
    const { body } = await get(`/maps/${map.slug}/data/votes.csv`);
    const [head, ...rows] = body.trim().split('\r\n');
    expect(head).toBe('comment-id,voter-id,vote');
    const voters = rows.map((row) => Number(row.split(',')[1]));
    expect(new Set(voters)).toEqual(new Set(Array.from({ length: 50 }, (_, at) => at)));
    // The first thirty of the first camp came first; by number they are mixed.
    const camp = new Map(
      rows.filter((row) => row.startsWith('5,')).map((row) => row.split(',').slice(1)) as [string, string][],
    );
    const firstThirty = Array.from({ length: 30 }, (_, at) => camp.get(String(at)));
    expect(new Set(firstThirty)).toEqual(new Set(['1', '-1']));
    expect((await get(`/maps/${map.slug}/data/votes.csv`)).body).toBe(body);
  });
});

describe('the answer', () => {
  it('stands on the result, closes the map, and takes the key away', async () => {
    const { map, convener } = await makeMap(k, { statements: 12, from: -9, to: 3 });
    await voteInCamps(k, map, [30, 20]);
    const given = { text: '我们将按大家都同意的四条修改办法。', statements: { '1': '这一条写进第三条。', '2': '' } };
    await expect(answerMap(k, convener, map.id, given)).rejects.toMatchObject({ code: 'consultations.wrong_state' });
    await k.pool.query('update consultations.consultation set ends_on = starts_on + 1 where id = $1', [map.id]);
    await expect(answerMap(k, { ...convener, roles: [] }, map.id, given)).rejects.toMatchObject({
      code: 'kernel.not_allowed',
    });
    const both = await Promise.allSettled([
      answerMap(k, convener, map.id, given),
      answerMap(k, convener, map.id, given),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await computeMap(k, map.id);
    const { body } = await get(`/maps/${map.slug}/results`);
    expect(body).toContain('我们将按大家都同意的四条修改办法。');
    expect(body).toContain('这一条写进第三条。');
    const { rows } = await k.pool.query(
      'select participant_key, closed_at is not null as closed from consultations.map where consultation_id = $1',
      [map.id],
    );
    expect(rows).toEqual([{ participant_key: null, closed: true }]);
  });
});
