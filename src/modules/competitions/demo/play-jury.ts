import type { Kernel } from '../../../kernel/kernel.ts';
import type { Stage } from '../competitions.rules.ts';
import { assignJurors } from '../jury/assign-jurors.ts';
import { assignmentsOf } from '../jury/assignment.queries.ts';
import { closeJury } from '../jury/close-jury.ts';
import { confirmJury } from '../jury/recuse.ts';
import { scoreEntries } from '../jury/score-entry.ts';
import { slotsOf, totalsOf } from '../pitch/pitch.queries.ts';
import { type SlotAct, sheetDigest } from '../pitch/pitch.rules.ts';
import { actOnSlot, drawPitchOrder } from '../pitch/run-pitch.ts';
import { signSheet } from '../pitch/sign-sheet.ts';
import { dice, type Play, setClock } from './stage-play.ts';

function scoringStage(play: Play, stageId: string): Stage<'jury'> | Stage<'pitch'> {
  const stage = play.competition.stages.find(({ id }) => id === stageId);
  if (stage?.kind !== 'jury' && stage?.kind !== 'pitch') throw new Error('not a stage with sheets');
  return stage;
}

const jurorsOf = (play: Play) => {
  const { jury = [], chair } = play.given;
  return [...jury, ...(chair ? [chair] : [])].map((key) => play.scene.actor(key));
};

/** Entries are given to jurors, every sheet is handed in, and the chair closes. */
export async function playJury(k: Kernel, play: Play, stageId: string): Promise<void> {
  const { scene } = play;
  const stage = scoringStage(play, stageId);
  setClock(play, k, stage.startsAt, 1);
  await assignJurors(scene.k, play.organiser, { stageId });
  for (const juror of jurorsOf(play)) await confirmJury(scene.k, juror, { stageId });
  setClock(play, k, stage.startsAt, 30);
  await scoreAll(play, stage, () => true);
  setClock(play, k, stage.endsAt, -2);
  await closeJury(scene.k, scene.actor(play.given.chair ?? ''), { stageId });
}

/** Points between 70 and 97: each juror has a hand of their own, each entry something to it. */
async function scoreAll(
  play: Play,
  stage: Stage<'jury'> | Stage<'pitch'>,
  which: (entryId: string) => boolean,
): Promise<void> {
  const given = (await assignmentsOf(play.scene.k.db, stage.id)).filter(({ entryId }) => which(entryId));
  for (const juror of jurorsOf(play)) {
    const sheets = given
      .filter(({ jurorId }) => jurorId === juror.accountId)
      .map(({ entryId }, at) => {
        const worth = dice(play.given.slug, at)(16);
        const hand = dice(juror.name, at, stage.position);
        const points = Object.fromEntries(stage.settings.criteria.map(({ id }) => [id, 70 + worth + hand(24) / 2]));
        return { entryId, points, handIn: true };
      });
    if (sheets.length > 0) await scoreEntries(play.scene.k, juror, { stageId: stage.id, sheets });
  }
}

/**
 * A pitch day. One that lies behind is played to its end; on the day itself the order is drawn, some have pitched and
 * signed, and one is on stage.
 * @returns whether it is over
 */
export async function playPitches(k: Kernel, play: Play, stageId: string): Promise<boolean> {
  const { scene, competition, organiser } = play;
  const stage = scoringStage(play, stageId);
  if (k.clock.now() < stage.startsAt) return false;
  const over = k.clock.now() >= stage.endsAt;
  setClock(play, k, stage.startsAt, 0);
  await assignJurors(scene.k, organiser, { stageId });
  for (const juror of jurorsOf(play)) await confirmJury(scene.k, juror, { stageId });
  await drawPitchOrder(scene.k, organiser, competition.id, stageId);
  const slots = await slotsOf(k.db, stageId);
  const spoken = over ? slots : slots.slice(0, Math.floor(slots.length / 2));
  setClock(play, k, stage.startsAt, 2);
  for (const { entryId } of spoken) await speak(play, stageId, entryId, ['start', 'ask', 'score', 'finish']);
  const scored = new Set(spoken.map(({ entryId }) => entryId));
  await scoreAll(play, stage, (entryId) => scored.has(entryId));
  const totals = await totalsOf(k.db, stageId);
  for (const { entryId, number, title, accountId } of spoken) {
    const contestant = play.given.entries.find((entry) => entry.title === title)?.account;
    if (!contestant || !accountId) continue;
    const digest = sheetDigest(number, totals.get(entryId)?.totals ?? []);
    const person = scene.actor(contestant);
    await signSheet(scene.k, person, competition.id, { stageId, entryId, digest, name: person.name });
  }
  const next = slots[spoken.length];
  // A moment ago, so that the clock in the hall has something to count.
  setClock(play, k, k.clock.now(), 0);
  if (!over && next) await speak(play, stageId, next.entryId, ['start']);
  if (!over) return false;
  setClock(play, k, stage.endsAt, -1);
  await closeJury(scene.k, scene.actor(play.given.chair ?? ''), { stageId });
  return true;
}

async function speak(
  { scene, competition, organiser }: Play,
  stageId: string,
  entryId: string,
  acts: readonly SlotAct[],
): Promise<void> {
  for (const act of acts) await actOnSlot(scene.k, organiser, competition.id, { stageId, entryId, act });
}
