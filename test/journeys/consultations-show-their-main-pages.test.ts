import { beforeAll, it } from 'vitest';
import { type City, openCity, type VisitOptions } from './city.ts';
import { look as lookAt } from './main-pages.ts';

const draft = '/consultations/hebin-budao-2026';
const answered = '/consultations/diandongche-chongdian-2026';
const call = '/ideas/gei-shizhang-shao-ju-hua';
const map = '/maps/yeshi-kai-dao-jidian';
const survey = '/surveys/gongjiao-chuxing-2026';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, consultations: true });
});
const look = (person: string | null, place: string, options: VisitOptions, name?: string) =>
  lookAt(city, person, place, options, name);

it.each(['phone', 'desktop'] as const)('what everybody sees of what the city asks, on a %s', async (size) => {
  await look(null, '/consultations', { size }, 'consultations');
  await look(null, '/consultations', { size, locale: 'en' });
  await look(null, draft, { size }, 'consultation');
  await look(null, draft, { size, elder: true });
  await look(null, `${draft}/text`, { size }, 'draft');
  await look(null, `${draft}/opinions`, { size }, 'opinions');
  await look(null, `${draft}/hearings`, { size, locale: 'en' });
  await look(null, `${answered}/result`, { size }, 'result');
  await look(null, `${answered}/compare?from=1&to=2`, { size }, 'compare');
  await look(null, call, { size }, 'ideas');
  await look(null, `${call}/1`, { size }, 'idea');
  await look(null, map, { size, locale: 'en' });
  await look(null, `${map}/results`, { size }, 'map');
  await look(null, '/maps/gongyuan-wu-quan/report', { size });
  await look(null, '/surveys', { size });
  await look(null, survey, { size }, 'survey');
  await look(null, `${survey}/results`, { size });
  await look(null, '/surveys/shequ-shitang-2026/results', { size }, 'survey-results');
});

it('what conveners and moderators see at their desks', async () => {
  const size = 'desktop';
  await look('muyang', '/convene', { size }, 'convene');
  await look('muyang', '/convene/new', { size, locale: 'en' });
  await look('muyang', '/convene/hebin-budao-2026', { size });
  await look('muyang', '/convene/hebin-budao-2026/details', { size });
  await look('muyang', '/convene/hebin-budao-2026/hearings', { size });
  await look('muyang', '/convene/hebin-budao-2026/annexes', { size, locale: 'en' });
  await look('muyang', '/convene/hebin-budao-2026/record', { size });
  await look('muyang', '/convene/hebin-budao-2026/opinions', { size }, 'opinions-desk');
  await look('muyang', '/convene/hebin-budao-2026/cancel', { size });
  await look('chengli', '/convene/gei-shizhang-shao-ju-hua/ideas', { size });
  await look('tongan', '/questionnaires', { size });
  await look('tongan', '/questionnaires/gongjiao-chuxing-2026/results', { size }, 'survey-desk');
  await look('tongan', '/questionnaires/gongjiao-chuxing-2026/results?by=way%3Dbus', { size, locale: 'en' });
  await look('tongan', '/questionnaires/gongjiao-chuxing-2026/results/cross?a=way&b=content', { size });
  await look('tongan', '/questionnaires/gongjiao-chuxing-2026/results/texts/wish', { size });
  await look('ningyuan', '/contributions/moderation', { size });
  await look('muyang', '/convene/hebin-budao-2026', { size: 'phone' });
});
