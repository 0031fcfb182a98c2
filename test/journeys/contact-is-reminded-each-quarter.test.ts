import { beforeAll, expect, it } from 'vitest';
import { remindLiaison } from '../../src/modules/liaison/reminders/remind.ts';
import { type City, expectSound, openCity } from './city.ts';

let city: City;
beforeAll(async () => {
  city = await openCity({ letters: false, liaison: true });
});

it('a contact hears of members whom nobody contacted this quarter, once, and sees them on the desk', async () => {
  // A Monday morning near the end of the year, before office hours.
  city.k.clock.set(new Date('2026-12-21T00:30:00Z'));
  const first = await remindLiaison(city.k);
  expect(first.quarter).toBeGreaterThan(0);
  await city.settle();
  expect((await remindLiaison(city.k)).quarter).toBe(0);

  const contact = await city.visit('wenlv');
  await contact.goto(`${city.url}/me/notifications`);
  await expectSound(contact);
  expect((await contact.locator('main').textContent()) ?? '').toContain('本季');
  await contact.goto(`${city.url}/liaison`);
  expect((await contact.locator('main').textContent()) ?? '').toContain('本季未联系');
  await expectSound(contact);

  const office = await city.visit('liaison', { size: 'phone', locale: 'en' });
  await office.goto(`${city.url}/liaison/contacts`);
  await expectSound(office);
});
