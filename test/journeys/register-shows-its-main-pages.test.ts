import { beforeAll, it } from 'vitest';
import { type City, openCity, type VisitOptions } from './city.ts';
import { look as lookAt } from './main-pages.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, liaison: true });
});

const look = (person: string | null, place: string, options: VisitOptions, name?: string) =>
  lookAt(city, person, place, options, name);

it.each(['phone', 'desktop'] as const)(
  'what everybody sees of members, organisations and teams, on a %s',
  async (size) => {
    await look(null, '/members', { size }, 'members');
    await look(null, '/members', { size, locale: 'en' });
    await look(null, '/members', { size, elder: true });
    await look(null, '/members/m2024-0001', { size });
    await look(null, '/members/statistics', { size });
    await look(null, '/join', { size });
    await look(null, '/nominate', { size });
    await look(null, '/organisations', { size, locale: 'en' });
    await look(null, '/teams', { size });
    await look(null, '/appointments', { size });
    await look(null, '/appointments', { size, locale: 'zh-TW' });
  },
);

it('what a member sees on a phone', async () => {
  const size = 'phone';
  await look('caiyun', '/me', { size });
  await look('caiyun', '/me/membership', { size });
  await look('caiyun', '/me/contact', { size }, 'contact');
  await look('caiyun', '/me/contact', { size, elder: true });
  await look('caiyun', '/me/contact', { size, locale: 'en' });
  await look('caiyun', '/me/data', { size }, 'data');
  await look('caiyun', '/me/organisations', { size });
  await look('yanqiu', '/me/teams', { size });
  await look('huojin', '/me/appointments', { size });
  await look('huojin', '/me/record', { size });
  await look('caiyun', '/me/logins', { size });
});

it('what staff work with', async () => {
  await look('secretary', '/secretariat', {}, 'secretariat');
  await look('secretary', '/secretariat/members', {});
  await look('secretary2', '/secretariat/rounds', {});
  await look('secretary2', '/secretariat/organisations', { locale: 'en' });
  await look('committee1', '/secretariat?list=decide', {});
  await look('shangyu', '/liaison', {}, 'liaison');
  await look('liaison', '/liaison/contacts', {});
  await look('liaison', '/liaison/matters', { locale: 'en' });
  await look('liaison', '/liaison/agreements', {});
  await look('liaison', '/liaison/meetings', {});
  await look('liaison', '/liaison/feedback', {});
  await look('weilai', '/admin/processing', {});
  await look('weilai', '/admin/data-requests', {});
});
