import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scene } from '../../people/index.ts';
import { sayComment } from '../comments/say-comment.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { addAnnex, annexPurpose } from '../convene/annexes.ts';
import { announceHearing } from '../convene/announce-hearing.ts';
import { signUpForHearing } from '../convene/sign-up-for-hearing.ts';
import { decideOpinion } from '../desk/decide-opinions.ts';
import { linkOpinions } from '../desk/link-opinions.ts';
import { blocksOf } from '../documents/documents.queries.ts';
import { importDocument } from '../documents/import-document.ts';
import { publishVersion } from '../documents/publish-version.ts';
import { takeIn } from '../intake/take-in.ts';
import { publishResult } from '../result/publish-result.ts';
import { writeSummary } from '../result/write-summary.ts';
import { setSupport } from '../support/set-support.ts';
import type { DemoComment, DemoDecision, DemoDraft, DemoLetter } from './demo-files.ts';
import { begin, hourOf, type Player } from './stage-play.ts';

type On = { scene: Scene; given: DemoDraft; consultation: ConsultationOf<'draft'>; convener: Player };

/** One draft from its text to where it stands now, through the same verbs that people use. */
export async function playDraft(k: Kernel, scene: Scene, given: DemoDraft): Promise<void> {
  const [first, next] = given.versions;
  const { consultation, convener } = await begin(scene, 'draft', given, async (id, actor) => {
    await importVersion(k, scene, actor, id, first?.file ?? '');
    await publishVersion(scene.k, actor, id, {});
    if (given.annex) await annex(k, scene, actor, id, given.annex);
  });
  const on: On = { scene, given, consultation, convener };
  if (given.hearing) await hearing(on, given.hearing);
  const numbers = await saidOf(on);
  if (!given.result) return;
  scene.on(given.result.daysAgo + 12, 14);
  for (const [number, decided] of numbers) await decide(on, number, decided);
  if (next) {
    scene.on(next.daysAgo ?? given.result.daysAgo + 1, 15);
    await importVersion(k, scene, convener, consultation.id, next.file);
    const versionNo = await publishVersion(scene.k, convener, consultation.id, { note: next.note ?? '' });
    await link(on, versionNo, numbers);
  }
  scene.on(given.result.daysAgo, 10);
  await writeSummary(scene.k, convener, consultation.id, { summary: given.result.summary });
  await publishResult(scene.k, convener, consultation.id);
}

async function importVersion(k: Kernel, scene: Scene, actor: Player, id: string, file: string): Promise<void> {
  const text = await readFile(path.join(k.root, 'demo/consultations', file), 'utf8');
  await importDocument(scene.k, actor, id, { bytes: Buffer.from(text), name: file });
}

async function annex(
  k: Kernel,
  scene: Scene,
  actor: Player,
  id: string,
  { title, text }: { title: string; text: string },
): Promise<void> {
  const { renderPdf } = await import('../../../kernel/pdf/index.ts');
  const pdf = await renderPdf({ title, lang: 'zh-CN', at: scene.k.clock.now() }, (page) => {
    page.heading(title, 1);
    for (const paragraph of text.split('\n\n')) page.paragraph(paragraph);
  });
  const upload = { purpose: annexPurpose, ownerId: actor.accountId, name: `${title}.pdf` };
  const file = await k.files.accept(pdf, upload);
  await addAnnex(scene.k, actor, id, { title, fileId: file.id });
}

async function hearing({ scene, consultation, convener }: On, given: NonNullable<DemoDraft['hearing']>): Promise<void> {
  const { from, until, place, seats, agenda, inDays, comes } = given;
  scene.on(6, 11);
  const hearingId = await announceHearing(scene.k, convener, consultation.id, {
    ...{ day: scene.day(-inDays), from, until, place, agenda, seats, signUpUntil: scene.day(-inDays + 2) },
  });
  for (const [at, key] of comes.entries()) {
    scene.on(5 - at, hourOf(at));
    const actor = scene.actor(key);
    const input = { name: actor.name, contact: `${key}@example.test`, speaks: at % 2 === 0 };
    await signUpForHearing(scene.k, actor, { consultationId: consultation.id, hearingId }, input);
  }
}

/** Labels of paragraphs as people call them, with their anchors. */
async function anchors({ scene, consultation }: On, versionNo?: number): Promise<Map<string, string>> {
  const blocks = await blocksOf(scene.k.db, consultation.id, versionNo);
  return new Map(blocks.filter(({ label }) => label !== '').map(({ label, anchor }) => [label, anchor]));
}

/** Everything that came in, in the order of the days. @returns number of each opinion with what is decided on it */
async function saidOf(on: On): Promise<[number, DemoDecision][]> {
  const { scene, given } = on;
  const places = await anchors(on);
  const anchorOf = (article: string | undefined) => (article ? (places.get(article) ?? '') : '');
  const numbers: [number, DemoDecision][] = [];
  const letters = [
    ...(given.mail ?? []).map((letter) => ({ way: 'email' as const, letter })),
    ...(given.paper ?? []).map((letter) => ({ way: 'paper' as const, letter })),
  ];
  const all = [
    ...given.comments.map((comment) => ({ daysAgo: comment.daysAgo, comment })),
    ...letters.map(({ way, letter }) => ({ daysAgo: letter.daysAgo, way, letter })),
  ].sort((a, b) => b.daysAgo - a.daysAgo);
  for (const [at, each] of all.entries()) {
    scene.on(each.daysAgo, hourOf(at));
    if ('comment' in each)
      numbers.push([await comment(on, each.comment, anchorOf(each.comment.article)), each.comment]);
    else {
      const taken = await letter(on, each.way, each.letter, anchorOf(each.letter.article));
      numbers.push(...taken.map((number): [number, DemoDecision] => [number, each.letter]));
    }
  }
  await answers(on, numbers);
  return numbers;
}

async function comment({ scene, consultation }: On, given: DemoComment, anchor: string): Promise<number> {
  const input = { shownAs: given.as, anchor, text: given.text };
  const { id, number } = await sayComment(scene.k, scene.actor(given.by), consultation.id, input);
  for (const key of given.supports ?? []) await setSupport(scene.k, scene.actor(key), id, true);
  return number;
}

async function letter(
  { scene, consultation, convener }: On,
  way: 'email' | 'paper',
  given: DemoLetter,
  anchor: string,
): Promise<number[]> {
  const { numbers } = await takeIn(scene.k, convener, consultation.id, {
    ...{ way, receivedOn: scene.day(given.daysAgo), name: given.name, shownAs: given.as },
    ...(given.address ? { email: given.address } : {}),
    opinions: [{ anchor, text: given.text }],
  });
  return numbers;
}

async function answers({ scene, consultation }: On, numbers: [number, DemoDecision][]): Promise<void> {
  for (const [number, said] of numbers)
    for (const each of 'answers' in said ? ((said as DemoComment).answers ?? []) : []) {
      scene.on(each.daysAgo, 17);
      const actor = scene.actor(each.by);
      // Staff answer under their own name: an office's name is its own.
      const shownAs = actor.roles.length > 0 ? actor.displayName : each.as;
      await sayComment(scene.k, actor, consultation.id, { shownAs, answers: String(number), text: each.text });
    }
}

async function decide({ scene, consultation, convener }: On, number: number, given: DemoDecision): Promise<void> {
  const { decision, reason = '' } = given;
  if (!decision) return;
  await decideOpinion(scene.k, convener, consultation, {
    number,
    verdict: verdictOf(decision),
    reason,
  });
}

const verdictOf = (decision: NonNullable<DemoDecision['decision']>) => (decision === 'noted' ? 'enquiry' : decision);

/** Ties what was adopted to the paragraphs that it changed. */
async function link(on: On, versionNo: number, numbers: [number, DemoDecision][]): Promise<void> {
  const places = await anchors(on, versionNo);
  for (const [number, { changed = [] }] of numbers) {
    const found = changed.flatMap((label) => places.get(label) ?? []);
    if (found.length === 0) continue;
    const input = { numbers: String(number), versionNo, anchors: found };
    await linkOpinions(on.scene.k, on.convener, on.consultation.id, input as never);
  }
}
