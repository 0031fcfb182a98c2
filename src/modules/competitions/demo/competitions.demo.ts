import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { demoFile, departmentBook, openScene } from '../../people/index.ts';
import { competitionById, competitionBySlug } from '../competition.queries.ts';
import type { Duty } from '../competitions.rules.ts';
import { answerDuty } from '../organise/answer-duty.ts';
import { askDuty } from '../organise/ask-duty.ts';
import { changeTimetable, localMinute } from '../organise/change-timetable.ts';
import { createCompetition } from '../organise/create-competition.ts';
import { openCompetition } from '../organise/open-competition.ts';
import { playBallot } from './play-ballot.ts';
import { playEntries, playScreening } from './play-entries.ts';
import { playJury, playPitches } from './play-jury.ts';
import { playAnnouncement, playFinal } from './play-results.ts';
import { again, type DemoCompetition, firstDayFor, type Play, type Scene, setClock } from './stage-play.ts';

/** In the order in which they stand on the organiser's desk. */
const files = ['top-ten-2025', 'top-ten-2026', 'trade-show', 'essay', 'short-film', 'gala', 'start-up'];

const organisers: Readonly<Record<string, string>> = {
  'culture-tourism': 'wenlv',
  library: 'shuxiang',
  'human-resources': 'laodao',
};

/** The demo city's competitions, one of each format and each in another stage; once. */
export async function seedCompetitions(k: Kernel): Promise<void> {
  const scene = await openScene(k);
  for (const file of files) {
    const given = await demoFile<DemoCompetition>(k, `competitions/${file}.json`);
    if (await competitionBySlug(k.db, given.slug)) return;
    try {
      await play(k, scene, given);
    } catch (error) {
      // Stages reach into the next year: late in the last year of the calendar one competition less is shown.
      if (!(error instanceof AppError) || error.code !== 'time.calendar_year_missing') throw error;
      k.log.warn({ slug: given.slug }, 'the calendar does not reach far enough for a competition of the demo');
    }
  }
}

/** From the first day to where it stands now, through the same verbs that people use. */
async function play(k: Kernel, scene: Scene, given: DemoCompetition): Promise<void> {
  let on = await open(k, scene, given);
  await playEntries(k, on);
  if (given.now === 'entry') return;
  await playScreening(k, on);
  if (given.now === 'screening') return;
  on = await again(on);
  for (const stage of on.competition.stages) {
    on = await again(on);
    if (stage.kind === 'jury') await playJury(k, on, stage.id);
    if (stage.kind === 'ballot' && !(await playBallot(k, on, stage.id))) return;
    if (stage.kind === 'pitch' && !(await playPitches(k, on, stage.id))) return;
  }
  on = await again(on);
  if (given.mode !== 'showcase') await playAnnouncement(k, on);
  if (given.now === 'final') await playFinal(k, await again(on));
}

/** Made from its template, its people asked, opened a day before entries are taken. */
async function open(k: Kernel, scene: Scene, given: DemoCompetition): Promise<Play> {
  const departments = await departmentBook(scene.k);
  const department = departments.byCode(given.department);
  const organiser = scene.actor(organisers[given.department] ?? '');
  const firstDay = await firstDayFor(k, given, department?.name['zh-CN'] ?? '');
  const before = new Date(`${firstDay}T00:00:00Z`);
  setClock({ scene }, k, before, -70);
  const { id } = await createCompetition(scene.k, organiser, {
    template: given.template,
    title: given.title,
    slug: given.slug,
    departmentId: department?.id ?? '',
    ...(given.mode ? { mode: given.mode } : {}),
    approvalNumber: given.approval ?? '',
    firstDay,
  });
  if (given.now === 'final_pitch') await keepOnStage(k, scene, organiser, id);
  await askPeople(scene, organiser, id, given);
  setClock({ scene }, k, before, -22);
  await openCompetition(scene.k, organiser, id);
  const competition = await competitionById(k.db, id);
  if (!competition) throw new Error('the demo has lost a competition');
  return { scene, given, competition, organiser };
}

/**
 * A pitch day lasts one working day; on a day off the demo's goes on, so that there is one to look at. What comes after
 * moves with it, and the notice has days enough whatever days off it meets.
 */
async function keepOnStage(k: Kernel, scene: Scene, organiser: Play['organiser'], id: string): Promise<void> {
  const stages = (await competitionById(k.db, id))?.stages ?? [];
  const stage = stages.filter(({ kind }) => kind === 'pitch').at(-1);
  const now = k.clock.now();
  if (!stage || stage.endsAt > now) return;
  const day_ms = 86_400_000;
  const until = new Date(now.getTime() + day_ms / 2);
  const by_ms = Math.ceil((until.getTime() - stage.endsAt.getTime()) / day_ms) * day_ms;
  const spare_ms = 10 * day_ms;
  const minute = (at: Date, later_ms: number) => localMinute(new Date(at.getTime() + later_ms), k.config.TIME_ZONE);
  const moved = stages
    .filter(({ position }) => position >= stage.position)
    .map((each) => {
      const isPitch = each.id === stage.id;
      const wait_ms = isPitch ? 0 : each.kind === 'announcement' ? by_ms : by_ms + spare_ms;
      return {
        id: each.id,
        title: each.title,
        starts: minute(each.startsAt, wait_ms),
        ends: isPitch ? minute(until, 0) : minute(each.endsAt, by_ms + spare_ms),
        weight: String((each.settings as { weight?: number }).weight ?? 0),
      };
    });
  await changeTimetable(scene.k, organiser, id, moved);
}

async function askPeople(
  scene: Scene,
  organiser: Play['organiser'],
  competitionId: string,
  { jury = [], chair, observer, screener }: DemoCompetition,
): Promise<void> {
  const asked: [string | undefined, Duty][] = [
    [chair, 'chair'],
    ...jury.map((key): [string, Duty] => [key, 'juror']),
    [observer, 'observer'],
    [screener, 'screener'],
  ];
  for (const [key, duty] of asked) {
    if (key === undefined) continue;
    const person = scene.actor(key);
    const { dutyId } = await askDuty(scene.k, organiser, competitionId, {
      duty,
      shownAs: person.name,
      way: 'account',
      who: person.accountId,
    });
    if (dutyId) await answerDuty(scene.k, person, dutyId, { answer: 'accept' });
  }
}
