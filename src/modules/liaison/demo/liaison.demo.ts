import type { Kernel } from '../../../kernel/kernel.ts';
import { playOnCase } from '../../cases/index.ts';
import { type Actor, demoFile, departmentBook, membersByAccount, openScene, type Scene } from '../../people/index.ts';
import { assignContact } from '../contacts/assign-contact.ts';
import { contactOf } from '../contacts/named-contact.queries.ts';
import { sendMessage, writeEntry } from '../entries/write-entry.ts';
import { matterToCase } from '../matters/matter-to-case.ts';
import { openMatter } from '../matters/open-matter.ts';
import { rateMatter } from '../matters/settle-matter.ts';
import { answerMatter, reportStep } from '../matters/work-on-matter.ts';
import { seedExchange } from './exchange.demo.ts';
import { seedFeedback } from './feedback.demo.ts';
import { seedTogether } from './together.demo.ts';

type DemoMember = { key: string; contact?: string };
type DemoMatter = {
  title: string;
  text: string;
  end: 'progress' | 'answered' | 'closed' | 'case';
  steps: { daysAgo: number; text: string }[];
  rating?: [outcome: number, attitude: number, speed: number, solved: boolean];
};
type DemoEntry = {
  kind: 'visit' | 'call' | 'meeting' | 'message';
  daysAgo: number;
  text: string;
  minutes: number;
  place: string;
  matter?: DemoMatter;
};

/** Named contacts of the demo's members, what they talked about, and their requests; once. */
export async function seedLiaison(k: Kernel): Promise<void> {
  const members = await demoFile<DemoMember[]>(k, 'register/members.json');
  const officers = await demoFile<Record<string, string>>(k, 'register/contacts.json');
  const entries = await demoFile<Record<string, DemoEntry[]>>(k, 'register/liaison.json');
  const scene = await openScene(k);
  const first = members.find((member) => member.contact);
  if (!first || (await contactOf(k.db, scene.actor(first.key).accountId))) return;
  const departments = await departmentBook(k);
  for (const [index, { key, contact }] of members.entries()) {
    if (!contact) continue;
    const [member] = await membersByAccount(k.db, [scene.actor(key).accountId]);
    const officer = scene.actor(officers[contact] ?? '');
    scene.on(110 - index);
    await assignContact(scene.k, scene.actor('liaison'), {
      member: member?.number ?? '',
      department: departments.byCode(contact)?.id ?? '',
      contact: officer.accountId,
      post: '',
    });
    for (const entry of entries[key] ?? []) await seedEntry(scene, { key, officer, lead: contact }, entry);
  }
  await seedTogether(scene);
  await seedExchange(scene);
  await seedFeedback(scene);
}

type Pair = { key: string; officer: Actor; lead: string };

async function seedEntry(scene: Scene, pair: Pair, entry: DemoEntry): Promise<void> {
  const member = scene.actor(pair.key);
  scene.on(entry.daysAgo, 15);
  if (entry.kind === 'message') await sendMessage(scene.k, member, member.accountId, { text: entry.text });
  else
    await writeEntry(scene.k, pair.officer, member.accountId, {
      kind: entry.kind,
      held: `${scene.day(entry.daysAgo)}T10:00`,
      minutes: String(entry.minutes),
      place: entry.place,
      talked: entry.text,
      asked: '',
    });
  if (entry.matter) await seedMatter(scene, pair, entry.daysAgo, entry.matter);
}

async function seedMatter(scene: Scene, pair: Pair, daysAgo: number, given: DemoMatter): Promise<void> {
  const { k } = scene;
  const { officer } = pair;
  const member = scene.actor(pair.key);
  const { id } = await openMatter(k, officer, member.accountId, { title: given.title, text: given.text });
  const last = given.steps.at(-1);
  const steps = given.end === 'progress' || given.end === 'case' ? given.steps : given.steps.slice(0, -1);
  for (const step of steps) {
    scene.on(step.daysAgo, 16);
    await reportStep(k, officer, id, { text: step.text });
  }
  if (given.end === 'case') await seedCase(scene, pair, daysAgo, id);
  if (given.end === 'progress' || given.end === 'case') return;
  scene.on(last?.daysAgo ?? daysAgo - 5, 17);
  await answerMatter(k, officer, id, { text: `${last?.text ?? given.title}。` });
  if (!given.rating) return;
  const [outcome, attitude, speed, solved] = given.rating;
  scene.on((last?.daysAgo ?? daysAgo) - 1, 20);
  await rateMatter(k, member, id, { outcome, attitude, speed, solved: solved ? 'yes' : 'no' });
}

/** One became a letter that was answered; a newer one has just been handed in. */
async function seedCase(scene: Scene, pair: Pair, daysAgo: number, matterId: string): Promise<void> {
  const isOld = pair.lead === 'agriculture';
  scene.on(isOld ? daysAgo - 2 : 1);
  const { id: caseId } = await matterToCase(scene.k, pair.officer, matterId, { open: 'yes' });
  if (!isOld) return;
  const { caseReply } = await demoFile<{ caseReply: string }>(scene.k, 'register/words.json');
  const acts = ['accept', 'dispatch', 'sign', 'contact', 'reply', 'review'];
  for (const [index, act] of acts.entries()) {
    scene.on(daysAgo - 2 - index * 0.6, 10 + index);
    await playOnCase(scene.k, { caseId, lead: pair.lead, act, ...(act === 'reply' && { text: caseReply }) });
  }
}
