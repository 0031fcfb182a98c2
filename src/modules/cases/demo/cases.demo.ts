import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { inTransaction } from '../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { fixedClock } from '../../../kernel/time/index.ts';
import {
  type Actor,
  anonymous,
  demoActors,
  demoFile,
  departmentBook,
  districtBook,
  forgetBooks,
} from '../../people/index.ts';
import type { Channel, Kind } from '../cases.rules.ts';
import { casesSettings } from '../cases.settings.ts';
import { categoryBook } from '../category-book.ts';
import { followCase } from '../resident/follow-case.ts';
import { submitCase } from '../resident/submit-case.ts';
import { rollUpAll } from '../statistics/roll-up.ts';
import { anyCategory, insertCategory, insertGround, insertTemplate } from './demo.queries.ts';
import { type DemoCase, type DemoStep, stepTime } from './demo-case.ts';
import { submissionTime } from './place-case.ts';
import { playStep, type Stage } from './play-step.ts';

type CatalogueEntry = {
  code: string;
  parent: string | null;
  name: LocalisedText;
  department?: string | null;
  limit?: string | null;
  coHandlers?: string[];
};

/**
 * Fills the catalogue, the grounds, the templates and the letters of the demo city; once.
 * @param letters false: the catalogue, grounds and templates alone
 * @returns the steps that could not happen as told, with why; their stories end there
 */
export async function seedCases(k: Kernel, letters = true): Promise<string[]> {
  if (await anyCategory(k.db)) return [];
  await seedCatalogue(k);
  if (!letters) return [];
  const skipped = await playStories(k, await readStories(k));
  for (const line of skipped) k.log.debug({ line }, 'a step of the demo was left out');
  await rollUpAll(k);
  return skipped;
}

async function seedCatalogue(k: Kernel): Promise<void> {
  const departments = await departmentBook(k);
  const idOf = (code: string | null | undefined) => departments.byCode(code)?.id ?? null;
  const catalogue = await demoFile<CatalogueEntry[]>(k, 'catalogue.json');
  const grounds = await demoFile<{ code: string; name: LocalisedText; lawfulWay: LocalisedText }[]>(k, 'grounds.json');
  const templates = await demoFile<{ department: string | null; title: string; body: string }[]>(k, 'templates.json');
  const { casePrefix } = await demoFile<{ casePrefix: string }>(k, 'city.json');
  const at = k.clock.now();
  await inTransaction(k.db, async (tx) => {
    const ids = new Map<string, string>();
    for (const [sort, entry] of catalogue.entries()) {
      const coHandlerIds = (entry.coHandlers ?? []).flatMap((code) => idOf(code) ?? []);
      const parentId = entry.parent ? (ids.get(entry.parent) ?? null) : null;
      ids.set(
        entry.code,
        await insertCategory(tx, {
          code: entry.code,
          parentId,
          level: entry.code.length / 2,
          name: entry.name,
          departmentId: idOf(entry.department),
          coHandlerIds,
          limitKind: entry.limit ?? null,
          sort,
        }),
      );
    }
    for (const [sort, ground] of grounds.entries()) await insertGround(tx, { ...ground, sort });
    for (const { department, title, body } of templates)
      await insertTemplate(tx, { departmentId: idOf(department), title, body, at });
    await k.settings.set(tx, casesSettings, { numberPrefix: casePrefix }, at, null);
  });
  await forgetBooks(k);
}

async function readStories(k: Kernel): Promise<DemoCase[]> {
  const names = (await readdir(path.join(k.root, 'demo/cases'))).filter((name) => name.endsWith('.json')).sort();
  return (await Promise.all(names.map((name) => demoFile<DemoCase[]>(k, `cases/${name}`)))).flat();
}

type Happening = { at: Date; given: DemoCase; step: DemoStep | null; order: number };

/** All stories at once in the order of time, each step at its own moment, up to now. */
async function playStories(k: Kernel, stories: DemoCase[]): Promise<string[]> {
  const now = k.clock.now();
  const categories = await categoryBook(k);
  const happenings: Happening[] = [];
  for (const [order, given] of stories.entries()) {
    const submittedAt = await submissionTime(k, given, categories, now);
    happenings.push({ at: submittedAt, given, step: null, order });
    for (const step of given.story) happenings.push({ at: stepTime(submittedAt, step), given, step, order });
  }
  happenings.sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order);
  const clock = fixedClock(now);
  const stage: Stage = {
    k: { ...k, clock },
    actors: await demoActors(k),
    departments: await departmentBook(k),
    caseIds: new Map(),
    leads: new Map(),
  };
  const skipped: string[] = [];
  const broken = new Set<string>();
  for (const { at, given, step } of happenings) {
    if (at > now || broken.has(given.key)) continue;
    clock.set(at);
    try {
      if (step) await play(stage, given, step);
      else await submit(stage, given);
    } catch (error) {
      // Where the calendar of the day of loading does not let a step happen, its story ends there.
      broken.add(given.key);
      skipped.push(`${given.key} ${step?.act ?? 'submit'}: ${(error as Error).message}`);
    }
  }
  return skipped;
}

function authorOf(stage: Stage, given: DemoCase): Actor {
  return typeof given.author === 'string'
    ? (stage.actors.get(given.author) ?? anonymous)
    : { ...anonymous, displayName: '' };
}

async function submit(stage: Stage, given: DemoCase): Promise<void> {
  const { k } = stage;
  const author = authorOf(stage, given);
  const [lon, lat] = given.lonlat;
  const named = typeof given.author === 'string' ? { name: author.displayName, phone: '' } : given.author;
  const receipt = await submitCase(k, {
    actor: author,
    authorAccountId: author.accountId,
    channel: given.channel as Channel,
    letter: {
      title: given.title,
      body: given.body,
      kind: given.kind as Kind,
      districtId: (await districtBook(k)).byCode(given.district)?.id,
      address: given.address,
      lon,
      lat,
      categoryId: (await categoryBook(k)).byCode(given.category)?.id,
      confidential: given.confidential ?? false,
      urgent: given.urgent ?? false,
      name: named.name,
      phone: named.phone,
    },
    ...(given.link
      ? { forum: { url: given.link.forumUrl, site: new URL(given.link.forumUrl).hostname, handle: '', postedAt: null } }
      : {}),
  });
  stage.caseIds.set(given.key, receipt.caseId);
}

async function play(stage: Stage, given: DemoCase, step: DemoStep): Promise<void> {
  const caseId = stage.caseIds.get(given.key) ?? '';
  await playStep({
    stage,
    given,
    step,
    caseId,
    leadId: stage.leads.get(given.key) ?? '',
    author: authorOf(stage, given),
  });
  if (step.act !== 'accept') return;
  for (const key of given.followers ?? []) {
    const follower = stage.actors.get(key);
    if (follower && !given.confidential) await followCase(stage.k, follower, caseId, 'follow');
  }
}
