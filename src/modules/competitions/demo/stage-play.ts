import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, localDate } from '../../../kernel/time/index.ts';
import type { openScene } from '../../people/index.ts';
import { type Competition, competitionById } from '../competition.queries.ts';
import type { Format, Mode, Stage, StageKind } from '../competitions.rules.ts';
import { fillTemplate } from '../organise/templates/fill-template.ts';

export type Scene = Awaited<ReturnType<typeof openScene>>;
export type Player = ReturnType<Scene['actor']>;

export type DemoEntry = {
  account: string;
  /** position of the category */
  category: number;
  title: string;
  byLine: string;
  summary: string;
  body: string;
  /** left as a draft */
  draft?: boolean;
  late?: boolean;
  /** a drawing of demo/competitions/plates */
  picture?: string;
};

export type DemoCompetition = {
  template: Format;
  slug: string;
  title: string;
  department: string;
  approval?: string;
  mode?: Mode;
  /** where it stands: in this stage since so many days, or final since then */
  now: 'entry' | 'screening' | 'ballot' | 'announcement' | 'final_pitch' | 'final';
  day: number;
  jury?: string[];
  chair?: string;
  observer?: string;
  screener?: string;
  entries: DemoEntry[];
};

/** One competition on stage: who plays it, and the clock set to what happens. */
export type Play = {
  scene: Scene;
  given: DemoCompetition;
  competition: Competition;
  organiser: Player;
};

/** Sets the play's clock: some hours after a moment, never later than now. */
export function setClock({ scene }: Pick<Play, 'scene'>, k: Kernel, moment: Date, hours = 2): void {
  const at = new Date(moment.getTime() + hours * 3_600_000);
  const now = k.clock.now();
  scene.at(at < now ? at : now);
}

export async function again(play: Play): Promise<Play> {
  const competition = await competitionById(play.scene.k.db, play.competition.id);
  if (!competition) throw new Error('the demo has lost a competition');
  return { ...play, competition };
}

export function stagesOf<K extends StageKind>({ competition }: Play, kind: K): Stage<K>[] {
  return competition.stages.filter((stage): stage is Stage & Stage<K> => stage.kind === kind) as Stage<K>[];
}

/** The first day with which a template comes to stand where the demo wants it, by the city's working days. */
export async function firstDayFor(k: Kernel, given: DemoCompetition, department: string): Promise<string> {
  const today = localDate(k.clock.now(), k.config.TIME_ZONE);
  const calendar = await k.calendar.current();
  const mode = given.mode ?? 'award';
  const wanted = addDays(today, -given.day);
  for (let back = 0; back < 400; back++) {
    const firstDay = addDays(today, -back);
    const { stages } = fillTemplate(given.template, mode, {
      firstDay,
      calendar,
      t: k.i18n.t('zh-CN'),
      department,
      title: given.title,
    });
    const stage = stageWanted(stages, given);
    if (localDate(stage.startsAt, k.config.TIME_ZONE) <= wanted) return firstDay;
  }
  throw new Error(`the demo cannot place ${given.slug}`);
}

function stageWanted(stages: readonly Stage[], { now }: DemoCompetition): Stage {
  const kind = now === 'final' ? 'results' : now === 'final_pitch' ? 'pitch' : now;
  const stage = stages.filter((each) => each.kind === kind).at(-1);
  if (!stage) throw new Error(`the template has no stage ${now}`);
  return stage;
}

/** Numbers that look like chance and are the same every time. */
export function dice(...seeds: (string | number)[]): (sides: number) => number {
  let state = 2_166_136_261;
  for (const character of seeds.join('|')) state = Math.imul(state ^ character.charCodeAt(0), 16_777_619) >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * sides);
  };
}
