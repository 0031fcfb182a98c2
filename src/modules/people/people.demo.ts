import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inTransaction, type Tx } from '../../kernel/db/index.ts';
import type { LocalisedText } from '../../kernel/i18n/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { citySettings } from '../../kernel/settings/index.ts';
import { defaultYears, seedYears } from '../../kernel/time/index.ts';
import type { Actor, Role } from './actor.ts';
import { recordConsent } from './me/consent.queries.ts';
import {
  actorsByEmail,
  anyAccount,
  demoAddresses,
  insertAccount,
  insertDepartment,
  insertDistrict,
  insertGrant,
} from './people.queries.ts';
import { insertSecondFactor } from './second-factor/second-factor.queries.ts';
import { newSecret, sealSecret } from './second-factor/totp.ts';
import { noticeWording } from './sign-in/welcome.ts';

type DemoCity = {
  name: LocalisedText;
  platformName: LocalisedText;
  brand: LocalisedText;
  hotline: string;
  sponsor: LocalisedText;
  operator: LocalisedText;
  address: LocalisedText;
  hours: LocalisedText;
  districts: { code: string; name: LocalisedText; center: [number, number]; streets: string[] }[];
  words: string[];
};
type DemoDepartment = {
  code: string;
  name: LocalisedText;
  short: LocalisedText;
  parent: string | null;
  kind: string;
  phone: string;
  district?: string;
};
type DemoPerson = {
  key: string;
  name: string;
  displayName: string;
  email: string;
  phone: string;
  roles: { role: Role; department: string | null }[];
  persona?: string;
};

/** Reads one of the demo's files. */
export async function demoFile<T>(k: Kernel, name: string): Promise<T> {
  return JSON.parse(await readFile(path.join(k.root, 'demo', name), 'utf8')) as T;
}

/** Staff and residents, and the members of the register. */
async function demoPeople(k: Kernel): Promise<DemoPerson[]> {
  const members = await demoFile<Omit<DemoPerson, 'roles'>[]>(k, 'register/members.json');
  return [...(await demoFile<DemoPerson[]>(k, 'people.json')), ...members.map((member) => ({ ...member, roles: [] }))];
}

/**
 * Fills districts, departments, people and the city's own words; once, on a database without any account.
 * @returns whether it did
 */
export async function seedPeople(k: Kernel): Promise<boolean> {
  const at = k.clock.now();
  if (await anyAccount(k.db)) return false;
  const city = await demoFile<DemoCity>(k, 'city.json');
  const departments = await demoFile<DemoDepartment[]>(k, 'departments.json');
  const people = await demoPeople(k);
  const texts = await demoFile<Record<string, unknown>>(k, 'settings.json');
  await inTransaction(k.db, async (tx) => {
    await seedYears(tx, defaultYears, at);
    const districtIds = new Map<string, string>();
    for (const [sort, district] of city.districts.entries()) {
      const [lon, lat] = district.center;
      districtIds.set(district.code, await insertDistrict(tx, { ...district, lon, lat, sort }));
    }
    const departmentIds = await seedDepartments(tx, departments, districtIds);
    for (const person of people) await seedPerson(k, tx, person, departmentIds, at);
    const { districts: _districts, words, ...names } = city;
    const { kinds: _kinds, ...pages } = texts;
    const settings = {
      ...names,
      placeWords: words,
      texts: pages as Record<string, { 'zh-CN': string; en: string }>,
      ready: true,
    };
    await k.settings.set(tx, citySettings, settings, at, null);
  });
  k.calendar.forget();
  return true;
}

async function seedDepartments(
  tx: Tx,
  departments: DemoDepartment[],
  districtIds: Map<string, string>,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const [sort, department] of departments.entries()) {
    const id = await insertDepartment(tx, {
      code: department.code,
      parentId: department.parent ? (ids.get(department.parent) ?? null) : null,
      name: department.name,
      shortName: department.short,
      kind: department.kind,
      phone: department.phone,
      districtId: department.district ? (districtIds.get(department.district) ?? null) : null,
      sort,
    });
    ids.set(department.code, id);
  }
  return ids;
}

async function seedPerson(
  k: Kernel,
  tx: Tx,
  person: DemoPerson,
  departmentIds: Map<string, string>,
  at: Date,
): Promise<void> {
  const accountId = await insertAccount(tx, {
    name: person.name,
    displayName: person.displayName,
    email: person.email,
    phone: `+86${person.phone}`,
  });
  for (const { role, department } of person.roles) {
    await insertGrant(tx, {
      accountId,
      role,
      departmentId: department ? (departmentIds.get(department) ?? null) : null,
      by: null,
      at,
    });
  }
  // Set up already, its code shown on /demo/messages: whoever tries the demo has no app for it.
  if (person.roles.length > 0) await insertSecondFactor(tx, accountId, sealSecret(k, accountId, newSecret()), at);
  else await recordConsent(tx, { accountId, purpose: 'people.account', wording: noticeWording, at });
}

/** The demo's people worth signing in as, for the words at start. Empty without demo data. */
export async function demoAccounts(k: Kernel): Promise<{ email: string; words: string }[]> {
  if (!existsSync(path.join(k.root, 'demo/people.json'))) return [];
  const there = await demoAddresses(k.db);
  if (there.size === 0) return [];
  const people = await demoPeople(k);
  const shown = [
    'xu',
    'zhou',
    'guchuan',
    'luogang',
    'shaodong',
    'peiwen',
    'yanshu',
    'weilai',
    'secretary',
    'committee1',
    'liaison',
    'caiyun',
  ];
  return people
    .filter((person) => shown.includes(person.key) && there.has(person.email))
    .map((person) => ({ email: person.email, words: [person.displayName, person.persona].filter(Boolean).join('，') }));
}

/** The demo's people by key, as actors who passed the second factor; for the demo of other modules. */
export async function demoActors(k: Kernel): Promise<Map<string, Actor>> {
  const people = await demoPeople(k);
  const byEmail = await actorsByEmail(
    k.db,
    people.map((person) => person.email),
  );
  return new Map(
    people.flatMap((person) => (byEmail.get(person.email) ? [[person.key, byEmail.get(person.email) as Actor]] : [])),
  );
}
