import { demoFile, departmentBook, type Scene } from '../../people/index.ts';
import { sendAgreement, signAgreement } from '../agreements/sign-agreement.ts';
import { addDuty, makeAgreement } from '../agreements/write-agreement.ts';
import { openOrganisations } from '../exchange/organisations.ts';
import { addDecision, followDecision } from '../meetings/decide.ts';
import type { SeriesInput } from '../meetings/keep-series.ts';
import { saveSeries } from '../meetings/keep-series.ts';
import { findMeeting } from '../meetings/meeting.queries.ts';
import { confirmMinutes, writeMinutes } from '../meetings/minutes.ts';
import { addToAgenda, holdMeeting, inviteToMeeting, planMeeting } from '../meetings/plan-meeting.ts';

type DemoAgreement = {
  title: string;
  organisation: string;
  department: string;
  leader: string;
  daysAgo: number;
  years: number;
  text: string;
  duties: { side: 'department' | 'organisation'; text: string; dueIn: number }[];
  state: 'in_force' | 'sent';
};
type DemoDecision = { text: string; owner: string; dueIn: number; done?: string };
type DemoMeeting = { daysAgo: number; place: string; agenda: string[]; minutes?: string; decisions?: DemoDecision[] };
type DemoSeries = {
  title: string;
  kind: SeriesInput['kind'];
  rhythm: NonNullable<SeriesInput['rhythm']>;
  departments: string[];
  organisations: string[];
  meetings: DemoMeeting[];
};
type Known = {
  department: (code: string) => string;
  organisation: (key: string) => { id: string; administrator: string };
};

/** Agreements with sites and partners, and the standing meetings with their decisions. */
export async function seedTogether(scene: Scene): Promise<void> {
  const { k } = scene;
  const departments = await departmentBook(k);
  const byName = new Map((await openOrganisations(k)).map(({ id, name }) => [name, id]));
  const told = await demoFile<{ key: string; name: string; registeredBy: string }[]>(k, 'register/organisations.json');
  const organisations = new Map(told.map(({ key, name, registeredBy }) => [key, { name, registeredBy }]));
  const known: Known = {
    department: (code) => departments.byCode(code)?.id ?? '',
    organisation: (key) => {
      const found = organisations.get(key);
      return { id: byName.get(found?.name ?? '') ?? '', administrator: found?.registeredBy ?? '' };
    },
  };
  for (const given of await demoFile<DemoAgreement[]>(k, 'register/agreements.json'))
    await seedAgreement(scene, known, given);
  for (const given of await demoFile<DemoSeries[]>(k, 'register/meetings.json')) await seedSeries(scene, known, given);
}

async function seedAgreement(scene: Scene, known: Known, given: DemoAgreement): Promise<void> {
  const { k, actor } = scene;
  const officer = actor('liaison');
  const partner = known.organisation(given.organisation);
  scene.on(given.daysAgo);
  const id = await makeAgreement(k, officer, {
    title: given.title,
    departmentId: known.department(given.department),
    organisationIds: partner.id,
    text: given.text,
    startsOn: scene.day(given.daysAgo - 7),
    endsOn: scene.day(given.daysAgo - 7 - given.years * 365),
  });
  for (const { side, text, dueIn } of given.duties)
    await addDuty(k, officer, id, {
      side: side === 'department' ? 'department' : partner.id,
      what: text,
      dueOn: scene.day(-dueIn),
    });
  scene.on(given.daysAgo - 2);
  await sendAgreement(k, officer, id);
  if (given.state !== 'in_force') return;
  scene.on(given.daysAgo - 5);
  await signAgreement(k, actor(partner.administrator), id, partner.id);
  scene.on(given.daysAgo - 7);
  await signAgreement(k, actor(given.leader), id, 'department');
}

async function seedSeries(scene: Scene, known: Known, given: DemoSeries): Promise<void> {
  const { k, actor } = scene;
  const keeper = actor('liaison');
  scene.on(150);
  const seriesId = await saveSeries(k, keeper, null, {
    title: given.title,
    kind: given.kind,
    rhythm: given.rhythm,
    chairId: keeper.accountId,
    departmentIds: given.departments.map(known.department),
    organisationIds: given.organisations.map((key) => known.organisation(key).id),
  });
  for (const meeting of given.meetings) await seedMeeting(scene, known, seriesId, meeting);
}

async function seedMeeting(scene: Scene, known: Known, seriesId: string, given: DemoMeeting): Promise<void> {
  const { k, actor } = scene;
  const keeper = actor('liaison');
  scene.on(Math.max(given.daysAgo + 10, 1));
  const id = await planMeeting(k, keeper, seriesId, {
    day: scene.day(given.daysAgo),
    from: '09:30',
    until: '11:00',
    place: given.place,
    chairId: keeper.accountId,
  });
  for (const title of given.agenda) await addToAgenda(k, keeper, id, { title });
  await inviteToMeeting(k, keeper, id);
  if (!given.minutes) return;
  scene.on(given.daysAgo, 15);
  await holdMeeting(k, keeper, id);
  await writeMinutes(k, keeper, id, { minutes: given.minutes, minutesRevision: 0 });
  const open: { id: string; done: string }[] = [];
  for (const { text, owner, dueIn, done } of given.decisions ?? []) {
    const dueOn = scene.day(Math.min(-dueIn, given.daysAgo - 1));
    const decisionId = await addDecision(k, keeper, id, {
      text,
      owner: `department:${known.department(owner)}`,
      dueOn,
    });
    if (done) open.push({ id: decisionId, done });
  }
  scene.on(given.daysAgo - 1);
  await confirmMinutes(k, keeper, id, (await findMeeting(k.db, id))?.minutesRevision ?? 0);
  scene.on(given.daysAgo - 30);
  for (const { id: decisionId, done } of open) await followDecision(k, keeper, decisionId, { how: 'done', text: done });
}
