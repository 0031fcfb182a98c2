import { beforeAll, it } from 'vitest';
import { type Competition, competitionBySlug } from '../../src/modules/competitions/competition.queries.ts';
import { type City, openCity, type VisitOptions } from './city.ts';
import { look as lookAt } from './main-pages.ts';

const running = '/competitions/wangluo-shijia-2026';
const final = '/competitions/wangluo-shijia-2025';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, competitions: true });
});

const look = (person: string | null, place: string, options: VisitOptions, name?: string) =>
  lookAt(city, person, place, options, name);

const stageOf = async (slug: string, kind: string, at = -1): Promise<string> => {
  const { stages } = (await competitionBySlug(city.k.db, slug)) as Competition;
  return stages.filter((stage) => stage.kind === kind).at(at)?.id ?? '';
};

it.each(['phone', 'desktop'] as const)('what everybody sees of competitions, on a %s', async (size) => {
  await look(null, '/competitions', { size }, 'competitions');
  await look(null, running, { size }, 'competition');
  await look(null, running, { size, locale: 'en' });
  await look(null, running, { size, elder: true });
  await look(null, '/competitions/jiexiang-shouyi-zhan/entries', { size }, 'gallery');
  await look(null, `${final}/entries/1`, { size });
  await look(null, `${final}/results`, { size }, 'results');
  await look(null, '/competitions/wo-he-wo-de-jie/notice', { size, locale: 'en' });
  const ballot = await stageOf('wangluo-shijia-2025', 'ballot');
  await look(null, `${final}/ballots/${ballot}`, { size }, 'ballots');
  await look(null, `${final}/ballots/${ballot}/invalidations`, { size, locale: 'zh-TW' });
  await look(null, '/verify-tally', { size, locale: 'en' });
});

it('what a voter, an entrant and a juror see on a phone', async () => {
  const size = 'phone';
  await look('tianqi', `${running}/vote`, { size }, 'vote');
  await look('tianqi', `${running}/vote`, { size, elder: true });
  await look('panjiang', '/me/entries', { size });
  await look('miaoyin', '/me/duties', { size, locale: 'en' });
  const final = await stageOf('yunchuan-chuangye-2026', 'pitch');
  await look('lanting', `/pitch/yunchuan-chuangye-2026/${final}/sheet`, { size }, 'pitch-sheet');
  await look('guoguo', `/pitch/yunchuan-chuangye-2026/${final}/sign`, { size });
  await look(null, `/competitions/yunchuan-chuangye-2026/pitch/${final}`, { size });
});

it('what organisers, screeners and juries work with', async () => {
  await look('wenlv', '/organise', {}, 'organise');
  await look('wenlv', '/organise/wangluo-shijia-2026', {});
  await look('wenlv', '/organise/wangluo-shijia-2026', { locale: 'en' });
  await look('suhe', '/organise/yunchuan-duanpian-ji/screening', {});
  const ballot = await stageOf('wangluo-shijia-2025', 'ballot');
  await look('wenlv', `/organise/wangluo-shijia-2025/ballots/${ballot}/integrity?mark=20251`, {}, 'integrity');
  const final = await stageOf('yunchuan-chuangye-2026', 'pitch');
  await look('laodao', `/pitch/yunchuan-chuangye-2026/${final}`, {}, 'pitch');
  await look(null, `/competitions/yunchuan-chuangye-2026/pitch/${final}`, {}, 'hall');
  const jury = await stageOf('wo-he-wo-de-jie', 'jury');
  await look('cuizhu', `/jury/wo-he-wo-de-jie/${jury}`, {});
  await look('jiaoshou', '/organise/wo-he-wo-de-jie/record', { locale: 'en' });
});
