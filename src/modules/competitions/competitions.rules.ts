import { z } from 'zod';

/** What a competition was made from; `blank` has entry and results only. */
export const formats = ['top_ten', 'trade_show', 'essay', 'short_film', 'gala', 'start_up', 'blank'] as const;
export type Format = (typeof formats)[number];

/** `award`: of a public body, with its approval number; `showcase`: shows and thanks, and ranks nobody. */
export type Mode = 'award' | 'showcase';

export type CompetitionState = 'draft' | 'open' | 'final' | 'cancelled';

export const stageKinds = ['entry', 'screening', 'jury', 'ballot', 'pitch', 'announcement', 'results'] as const;
export type StageKind = (typeof stageKinds)[number];

/** Stages that give entries points or votes and may let only some go on. */
export const scoringKinds: readonly StageKind[] = ['jury', 'ballot', 'pitch'];

export const duties = ['organiser', 'screener', 'juror', 'chair', 'observer'] as const;
export type Duty = (typeof duties)[number];

export const entryWays = ['self', 'nominated', 'organisation', 'team'] as const;
export type EntryWay = (typeof entryWays)[number];

export const entryStates = ['draft', 'submitted', 'mend', 'accepted', 'rejected', 'withdrawn', 'disqualified'] as const;
export type EntryState = (typeof entryStates)[number];

export const mediaKinds = ['image', 'audio', 'video', 'document', 'link'] as const;
export type MediaKind = (typeof mediaKinds)[number];

const weight = z.number().int().min(0).max(100).default(0);
/** How many of each category go on to the next stage; null: all do. */
const advances = z.number().int().min(1).max(1000).nullable().default(null);

export const criterionShape = z.object({
  id: z.string().regex(/^[a-z0-9]{1,12}$/),
  name: z.string().min(1).max(30),
  description: z.string().max(300).default(''),
  /** percent; all of a stage add up to 100 */
  weight: z.number().int().min(1).max(100),
});
export type Criterion = z.output<typeof criterionShape>;

const scoring = {
  /** percent of the final score; all scoring stages of a competition add up to 100 */
  weight,
  advances,
  criteria: z.array(criterionShape).min(1).max(12),
  /** jurors see no names, by-lines and teams */
  blind: z.boolean().default(false),
  /** how many jurors score each entry; null: all do */
  jurorsPerEntry: z.number().int().min(1).max(50).nullable().default(null),
  /** with five or more sheets the highest and the lowest total do not count */
  dropExtremes: z.boolean().default(true),
};

/** Settings of a stage, by its kind. Points of a criterion are 0 to 100 in steps of 0.5. */
export const stageSettings = {
  entry: z.object({
    ways: z.array(z.enum(entryWays)).min(1).default(['self']),
    /** entries are taken this many hours after the end, marked as late; 0: none are */
    lateHours: z.number().int().min(0).max(240).default(0),
    /** entries one account may hand in */
    perPerson: z.number().int().min(1).max(50).default(3),
    media: z.array(z.enum(mediaKinds)).default(['image', 'document', 'link']),
    mostFiles: z.number().int().min(0).max(30).default(9),
    /** roles that somebody in a team may have: 导演, 摄影 */
    teamRoles: z.array(z.string().min(1).max(12)).max(12).default([]),
    mostInTeam: z.number().int().min(1).max(50).default(10),
    /** what entrants are told to write, beside the text field */
    guide: z.string().max(1000).default(''),
    /** days a nominee has to accept */
    acceptanceDays: z.number().int().min(1).max(60).default(10),
  }),
  screening: z.object({
    /** days an entrant has to mend what was sent back */
    mendDays: z.number().int().min(1).max(30).default(3),
  }),
  jury: z.object(scoring),
  pitch: z.object({
    ...scoring,
    pitchMinutes: z.number().int().min(1).max(60).default(8),
    questionMinutes: z.number().int().min(0).max(60).default(7),
    /** drawn: by lot, once, from a seed that is published; number: as they were handed in */
    order: z.enum(['drawn', 'number']).default('drawn'),
    place: z.string().max(100).default(''),
  }),
  ballot: z.object({
    weight,
    advances,
    /** any account; a verified phone; an active member of the register; whoever is on the invited list */
    who: z.enum(['account', 'phone', 'member', 'invited']).default('account'),
    /** choose up to `most`, or exactly `most` */
    form: z.enum(['up_to', 'exactly']).default('up_to'),
    /** choices on a ballot; with scope category in each category */
    most: z.number().int().min(1).max(100).default(3),
    /** whole: one ballot over all categories; category: one ballot for each category, cast apart */
    scope: z.enum(['whole', 'category']).default('whole'),
    /** stage: so many ballots until the close; day: so many each day of the city's time zone */
    per: z.enum(['stage', 'day']).default('stage'),
    times: z.number().int().min(1).max(10).default(1),
    /** whoever shows the receipt may replace the ballot until the close */
    changeable: z.boolean().default(true),
    /** counts while voting is open: never, or as of the last signed head */
    live: z.enum(['none', 'heads']).default('none'),
    /** proof of work from everybody, or only where an address range sends much */
    proof: z.enum(['always', 'busy']).default('busy'),
    /** ballots an address range may cast in an hour before it is refused; before that it has to prove work */
    perRangeHour: z.number().int().min(10).max(1_000_000).default(2000),
    hash: z.enum(['sha256', 'sm3']).default('sha256'),
  }),
  announcement: z.object({
    /** working days the notice of results stands before they are final */
    workdays: z.number().int().min(1).max(30).default(5),
  }),
  results: z.object({
    /** awards in each category from the first place down; 一等奖 1, 二等奖 2. In a showcase the words hold no rank */
    levels: z
      .array(z.object({ name: z.string().min(1).max(20), places: z.number().int().min(1).max(1000) }))
      .max(10)
      .default([]),
    /** who signs certificates, as printed */
    signedBy: z.string().max(80).default(''),
    /** the words under the name */
    citation: z.string().max(200).default(''),
  }),
} as const;

export type StageSettings = { [K in StageKind]: z.output<(typeof stageSettings)[K]> };
export type ScoringSettings = StageSettings['jury'] | StageSettings['pitch'];

export type Stage<K extends StageKind = StageKind> = {
  [Each in K]: {
    id: string;
    position: number;
    kind: Each;
    title: string;
    startsAt: Date;
    endsAt: Date;
    settings: StageSettings[Each];
    closedAt: Date | null;
  };
}[K];

export type StageTime = 'waiting' | 'running' | 'over';

/** Where a stage stands by the clock; a ballot or jury that was closed early is over. */
export function stageTime(stage: Pick<Stage, 'startsAt' | 'endsAt' | 'closedAt'>, at: Date): StageTime {
  if (stage.closedAt) return 'over';
  if (at < stage.startsAt) return 'waiting';
  return at < stage.endsAt ? 'running' : 'over';
}

/** What is wrong with a row of stages, as a message key under `competitions.stages.wrong.`; null: nothing. */
export function stagesProblem(
  stages: readonly Pick<Stage, 'kind' | 'startsAt' | 'endsAt' | 'settings'>[],
): string | null {
  const kinds = stages.map(({ kind }) => kind);
  if (kinds[0] !== 'entry') return 'entry_first';
  if (kinds.at(-1) !== 'results') return 'results_last';
  for (const once of ['entry', 'screening', 'announcement', 'results'] as const)
    if (kinds.filter((kind) => kind === once).length > 1) return 'twice';
  if (kinds.includes('screening') && kinds[1] !== 'screening') return 'screening_second';
  if (kinds.includes('announcement') && kinds.at(-2) !== 'announcement') return 'announcement_before_results';
  if (stages.some(({ startsAt, endsAt }) => endsAt <= startsAt)) return 'ends_before_start';
  // Jury and public ballot may run at the same time; nothing else starts before what comes before it has started.
  if (stages.some(({ startsAt }, at) => at > 0 && startsAt < (stages[at - 1]?.startsAt ?? startsAt))) return 'order';
  const scored = stages.filter(({ kind }) => scoringKinds.includes(kind));
  const weights = scored.reduce((sum, { settings }) => sum + (settings as { weight: number }).weight, 0);
  if (scored.length > 0 && weights !== 100) return 'weights';
  for (const { kind, settings } of stages) {
    if (kind !== 'jury' && kind !== 'pitch') continue;
    const { criteria } = settings as ScoringSettings;
    if (criteria.reduce((sum, each) => sum + each.weight, 0) !== 100) return 'criteria';
    if (new Set(criteria.map(({ id }) => id)).size !== criteria.length) return 'criteria';
  }
  return null;
}

/** Whether a jury that must not know whose the works are has still to judge: until it was closed nothing public says so. */
export function judgesBlind(stages: readonly Stage[]): boolean {
  return stages.some(
    ({ kind, settings, closedAt }) =>
      (kind === 'jury' || kind === 'pitch') && (settings as ScoringSettings).blind && closedAt === null,
  );
}

/** The stage of a kind that only stands once. */
export function stageOf<K extends StageKind>(stages: readonly Stage[], kind: K): Stage<K> | undefined {
  return stages.find((stage) => stage.kind === kind) as Stage<K> | undefined;
}
