import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

type Text = { 'zh-CN': string; en: string };
type Step = {
  after: number;
  act: string;
  text?: string;
  handler?: string;
  ground?: string;
  into?: string;
  department?: string;
  coHandlers?: string[];
  decision?: 'reassign' | 'refuse';
  days?: number;
  dueInDays?: number;
  cause?: 'resident' | 'promise';
  promise?: number;
  promises?: { text: string; dueInDays: number }[];
  stars?: { outcome: number; attitude: number; speed: number };
  solved?: boolean;
  withoutResult?: boolean;
};
type DemoCase = {
  key: string;
  title: string;
  body: string;
  kind: string;
  channel: string;
  category: string;
  district: string;
  street: string;
  address: string;
  lonlat: [number, number];
  author: string | { name: string; phone: string };
  submittedDaysAgo: number;
  at?: string;
  light?: 'red' | 'yellow' | 'blue';
  urgent?: boolean;
  confidential?: boolean;
  link?: { forumUrl: string; forumReply: boolean };
  followers?: string[];
  lead: string;
  coHandlers?: string[];
  story: Step[];
};
type Department = { code: string; name: Text; short: Text; parent: string | null; kind: string; phone: string };
type Leaf = { code: string; parent: string | null; name: Text; department: string | null; limit: string | null };
type Person = {
  key: string;
  email: string;
  phone: string;
  district: string;
  roles: { role: string; department: string | null }[];
};

const here = import.meta.dirname;
const read = <T>(file: string) => JSON.parse(readFileSync(join(here, file), 'utf8')) as T;

const city = read<{
  districts: { code: string; name: Text; center: [number, number]; streets: string[] }[];
  words: string[];
}>('city.json');
const departments = read<Department[]>('departments.json');
const catalogue = read<(Leaf & { coHandlers?: string[] })[]>('catalogue.json');
const grounds = read<{ code: string; name: Text; lawfulWay: Text }[]>('grounds.json');
const people = read<Person[]>('people.json');
const templates = read<{ department: string | null; title: string; body: string }[]>('templates.json');
const settings = read<Record<string, Text | { code: string; label: Text; hint: Text }[]>>('settings.json');
const cases = readdirSync(join(here, 'cases'))
  .filter((file) => file.endsWith('.json'))
  .sort()
  .flatMap((file) => read<DemoCase[]>(join('cases', file)));

const departmentCodes = new Set(departments.map((row) => row.code));
const personKeys = new Set(people.map((row) => row.key));
const caseByKey = new Map(cases.map((row) => [row.key, row]));
const leaves = new Map(catalogue.filter((row) => row.code.length === 6).map((row) => [row.code, row]));
const length = (text: string) => text.replace(/\s/g, '').length;
const twice = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);

/** What each step needs before it and what the case is afterwards; an empty target leaves the state as it is. */
const LEGAL: Record<string, { from: string[]; to: string }> = {
  accept: { from: ['submitted'], to: 'accepted' },
  decline: { from: ['submitted', 'accepted'], to: 'declined' },
  merge: { from: ['submitted', 'accepted'], to: 'merged' },
  dispatch: { from: ['accepted'], to: 'dispatched' },
  sign: { from: ['dispatched'], to: 'signed' },
  request_return: { from: ['dispatched', 'signed'], to: 'return_requested' },
  rule_return: { from: ['return_requested'], to: '' },
  start: { from: ['signed'], to: 'in_progress' },
  contact: { from: ['in_progress'], to: '' },
  note: { from: ['in_progress'], to: '' },
  question: { from: ['in_progress'], to: '' },
  answer: { from: ['in_progress'], to: '' },
  extend_request: { from: ['in_progress'], to: '' },
  extend_grant: { from: ['in_progress'], to: '' },
  supervise: { from: ['dispatched', 'signed', 'in_progress'], to: '' },
  reply: { from: ['in_progress'], to: 'replied' },
  review: { from: ['replied'], to: 'published' },
  send_back: { from: ['replied', 'rated'], to: 'in_progress' },
  rate: { from: ['published'], to: 'rated' },
  close: { from: ['published', 'rated'], to: 'closed' },
  end: { from: ['in_progress'], to: 'ended' },
  reopen: { from: ['published', 'rated', 'closed'], to: 'in_progress' },
  promise_kept: { from: ['published', 'rated', 'closed', 'in_progress'], to: '' },
  archive: { from: ['closed'], to: 'archived' },
};

/** Walks a story; answers with the state at its end, or throws naming the first step that may not follow. */
function walk(row: DemoCase): string {
  let state = 'submitted';
  let returns = 0;
  let last = -1;
  for (const step of row.story) {
    const rule = LEGAL[step.withoutResult ? 'end' : step.act];
    if (!rule?.from.includes(state)) throw new Error(`${row.key}: ${step.act} while ${state}`);
    if (step.after < last) throw new Error(`${row.key}: ${step.act} at ${step.after} after ${last}`);
    last = step.after;
    if (step.act === 'request_return') returns += 1;
    if (returns > 1) throw new Error(`${row.key}: a second return request`);
    if (step.act === 'rule_return') state = step.decision === 'reassign' ? 'dispatched' : 'signed';
    else if (rule.to) state = rule.to;
  }
  return state;
}

const expectText = (text: Text) => {
  expect(text['zh-CN'].trim()).not.toBe('');
  expect(text.en.trim()).not.toBe('');
  expect(text.en).not.toMatch(/[\u4e00-\u9fff]/);
};

describe('the demo city', () => {
  test('has 6 to 8 districts with 6 to 10 streets, none twice', () => {
    expect(city.districts.length).toBeGreaterThanOrEqual(6);
    expect(city.districts.length).toBeLessThanOrEqual(8);
    for (const district of city.districts) {
      expectText(district.name);
      expect(district.streets.length, district.code).toBeGreaterThanOrEqual(6);
      expect(district.streets.length, district.code).toBeLessThanOrEqual(10);
    }
    expect(twice(city.districts.flatMap((district) => district.streets))).toEqual([]);
    expect(twice(city.words)).toEqual([]);
  });

  test('has 108 departments in a tree, each parent before its children', () => {
    expect(departments).toHaveLength(108);
    expect(departmentCodes.size).toBe(108);
    const seen = new Set<string>();
    for (const row of departments) {
      expectText(row.name);
      expectText(row.short);
      expect(row.phone).toMatch(/^(12345|0800-555-0\d{3})$/);
      if (row.parent !== null) expect(seen, row.code).toContain(row.parent);
      seen.add(row.code);
    }
    expect(twice(departments.map((row) => row.name['zh-CN']))).toEqual([]);
    expect(twice(departments.map((row) => row.short['zh-CN']))).toEqual([]);
  });

  test('has a catalogue of three levels whose leaves name who leads and how long it takes', () => {
    const codes = new Set(catalogue.map((row) => row.code));
    expect(codes.size).toBe(catalogue.length);
    for (const row of catalogue) {
      expectText(row.name);
      expect(row.parent).toBe(row.code.length === 2 ? null : row.code.slice(0, -2));
      if (row.parent) expect(codes).toContain(row.parent);
      for (const code of [row.department, ...(row.coHandlers ?? [])]) if (code) expect(departmentCodes).toContain(code);
      if (row.code.length < 6) expect([row.department, row.limit]).toEqual([null, null]);
      else expect(['emergency', 'utility', 'enquiry', 'general', 'difficult']).toContain(row.limit);
    }
    expect(leaves.size).toBeGreaterThanOrEqual(200);
    expect(twice([...leaves.values()].map((row) => row.name['zh-CN']))).toEqual([]);
  });

  test('has people for every role, with addresses and numbers nobody has', () => {
    const roles = new Set(people.flatMap((person) => person.roles.map((held) => held.role)));
    expect([...roles].sort()).toEqual(
      [
        'operator',
        'dispatcher',
        'handler',
        'reviewer',
        'supervisor',
        'liaison_officer',
        'editor',
        'moderator',
        'programme_manager',
        'leader',
        'auditor',
        'administrator',
        'secretary',
        'committee',
        'organiser',
        'convener',
      ].sort(),
    );
    expect(personKeys.size).toBe(people.length);
    expect(twice(people.map((person) => person.phone))).toEqual([]);
    for (const person of people) {
      expect(person.email).toBe(`${person.key}@example.test`);
      expect(person.phone).toMatch(/^1(390000|990000)\d{4}$/);
      expect(city.districts.map((district) => district.code)).toContain(person.district);
      for (const held of person.roles) if (held.department) expect(departmentCodes).toContain(held.department);
    }
    expect(people.filter((person) => person.roles.length === 0).length).toBeGreaterThanOrEqual(30);
  });

  test('has its texts in both languages and templates for departments that exist', () => {
    for (const ground of grounds) {
      expectText(ground.name);
      expectText(ground.lawfulWay);
    }
    expect(templates).toHaveLength(12);
    for (const row of templates) if (row.department) expect(departmentCodes).toContain(row.department);
    for (const value of Object.values(settings)) {
      if (!Array.isArray(value)) expectText(value);
      else for (const kind of value) for (const text of [kind.label, kind.hint]) expectText(text);
    }
  });
});

describe('the demo letters', () => {
  test('are at least 160, no key and no title twice', () => {
    expect(cases.length).toBeGreaterThanOrEqual(160);
    expect(twice(cases.map((row) => row.key))).toEqual([]);
    expect(twice(cases.map((row) => row.title))).toEqual([]);
    expect(twice(cases.map((row) => row.body))).toEqual([]);
  });

  test.each(cases.map((row) => [row.key, row] as const))('%s refers only to what exists', (_key, row) => {
    const district = city.districts.find((one) => one.code === row.district);
    expect(district?.streets).toContain(row.street);
    expect(Math.hypot(row.lonlat[0] - district!.center[0], row.lonlat[1] - district!.center[1])).toBeLessThan(0.05);
    expect(leaves.has(row.category)).toBe(true);
    expect(['enquiry', 'help', 'complaint', 'report', 'suggestion', 'thanks', 'other']).toContain(row.kind);
    expect(['web', 'phone', 'walk_in', 'forum', 'mobile', 'api']).toContain(row.channel);
    if (typeof row.author === 'string') expect(personKeys).toContain(row.author);
    else expect(row.author.phone).toMatch(/^1990000\d{4}$/);
    if (row.channel === 'forum') expect(row.link?.forumUrl).toMatch(/^https:\/\/forum\.example\.test\//);
    for (const code of [row.lead, ...(row.coHandlers ?? [])]) expect(departmentCodes).toContain(code);
    for (const key of row.followers ?? []) expect(personKeys).toContain(key);
    const promises = row.story.flatMap((step) => step.promises ?? []);
    for (const step of row.story) {
      if (step.handler) expect(personKeys).toContain(step.handler);
      if (step.ground) expect(grounds.map((ground) => ground.code)).toContain(step.ground);
      if (step.into) expect(caseByKey.get(step.into)?.story[0]?.act).toBe('accept');
      for (const code of [step.department, ...(step.coHandlers ?? [])])
        if (code) expect(departmentCodes).toContain(code);
      if (step.act === 'promise_kept') expect(promises[step.promise!]).toBeDefined();
      if (step.stars) for (const stars of Object.values(step.stars)) expect([1, 2, 3, 4, 5]).toContain(stars);
    }
  });

  test.each(cases.map((row) => [row.key, row] as const))('%s has texts of a fair length', (_key, row) => {
    expect(length(row.title)).toBeGreaterThanOrEqual(6);
    expect(length(row.title)).toBeLessThanOrEqual(40);
    expect(length(row.body)).toBeGreaterThanOrEqual(60);
    expect(length(row.body)).toBeLessThanOrEqual(400);
    for (const step of row.story.filter((one) => one.act === 'reply')) {
      expect(length(step.text!)).toBeGreaterThanOrEqual(80);
      expect(length(step.text!)).toBeLessThanOrEqual(400);
    }
    const written = [
      'decline',
      'request_return',
      'rule_return',
      'extend_request',
      'contact',
      'note',
      'question',
      'answer',
    ];
    for (const step of row.story)
      if (written.includes(step.act)) expect(length(step.text ?? ''), step.act).toBeGreaterThan(2);
  });

  test.each(cases.map((row) => [row.key, row] as const))('%s goes through its states in a legal order', (_key, row) => {
    expect(() => walk(row)).not.toThrow();
    const clock = row.at ? Number(row.at.slice(0, 2)) + Number(row.at.slice(3)) / 60 : 0;
    expect(row.at !== undefined || row.submittedDaysAgo < 2).toBe(true);
    expect(row.story.at(-1)?.after ?? 0, 'nothing lies in the future').toBeLessThanOrEqual(
      row.submittedDaysAgo * 24 - clock,
    );
    const ruled = row.story.findLast((step) => step.act === 'rule_return' && step.decision === 'reassign');
    const sent = row.story.find((step) => step.act === 'dispatch');
    if (ruled) expect(row.lead).toBe(ruled.department);
    else if (sent) expect(sent.department ?? row.lead).toBe(row.lead);
  });

  test('a promise is kept in time, still open, or has reopened its case', () => {
    for (const row of cases) {
      let index = 0;
      for (const step of row.story) {
        for (const promise of step.promises ?? []) {
          const due = step.after + promise.dueInDays * 24;
          const number = index++;
          const kept = row.story.find((one) => one.act === 'promise_kept' && one.promise === number);
          const broken = row.story.some((one) => one.act === 'reopen' && one.cause === 'promise' && one.after >= due);
          const open = due > row.submittedDaysAgo * 24;
          expect(broken || open || (kept && kept.after <= due), `${row.key}: ${promise.text}`).toBe(true);
        }
      }
    }
  });

  test('cover every state and turn of a case', () => {
    const count = (is: (row: DemoCase) => boolean | undefined) => cases.filter(is).length;
    const ends = (state: string) => count((row) => walk(row) === state);
    const has = (is: (step: Step) => boolean | undefined) => (row: DemoCase) => row.story.some(is);
    const did = (act: string) => has((step) => step.act === act);
    const covered: Record<string, number> = {
      submitted: ends('submitted'),
      accepted: ends('accepted'),
      dispatched: ends('dispatched'),
      returnRequested: ends('return_requested'),
      inProgress: ends('in_progress'),
      replied: ends('replied'),
      published: ends('published'),
      rated: ends('rated'),
      closed: ends('closed'),
      archived: ends('archived'),
      reassigned: count(has((step) => step.decision === 'reassign')),
      refusedReturn: count(has((step) => step.decision === 'refuse')),
      extensionAsked: count((row) => did('extend_request')(row) && !did('extend_grant')(row)),
      extensionGranted: count(did('extend_grant')),
      supervised: count(did('supervise')),
      sentBack: count(did('send_back')),
      unsolved: count(has((step) => step.solved === false)),
      promiseKept: count(did('promise_kept')),
      promiseBroken: count(has((step) => step.cause === 'promise')),
      takenUpAgain: count(has((step) => step.cause === 'resident')),
      secondReply: count((row) => row.story.filter((step) => step.act === 'reply').length > 1),
      withoutResult: count(has((step) => step.withoutResult)),
      red: count((row) => row.light === 'red'),
      yellow: count((row) => row.light === 'yellow'),
      blue: count((row) => row.light === 'blue'),
      utility: count((row) => leaves.get(row.category)?.limit === 'utility'),
      urgent: count((row) => row.urgent),
      confidential: count((row) => row.confidential),
      forumAnswered: count((row) => row.link?.forumReply),
      thanks: count((row) => row.kind === 'thanks'),
    };
    const thin = Object.entries(covered).filter(([, number]) => number < 2);
    expect(thin).toEqual([]);
    for (const ground of grounds)
      expect(count(has((step) => step.ground === ground.code)), ground.code).toBeGreaterThan(0);
    const merged = Map.groupBy(
      cases.flatMap((row) => row.story.filter((step) => step.into)),
      (step) => step.into,
    );
    const sizes = [...merged.values()].map((group) => group.length + 1);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
    expect(sizes.length).toBeGreaterThanOrEqual(5);
  });
});
