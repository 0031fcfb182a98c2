import { z } from 'zod';
import { daysBetween, type LocalDate } from '../../kernel/time/index.ts';

/** `draft`: a text with paragraphs; `ideas`: a call for ideas; `map`: statements that people agree or disagree with. */
export const consultationKinds = ['draft', 'ideas', 'map'] as const;
export type ConsultationKind = (typeof consultationKinds)[number];

export type ConsultationState = 'draft' | 'open' | 'answered' | 'cancelled';

/** As everybody reads it: 未开始, 进行中, 已结束, 已反馈; what is still prepared is seen by its conveners alone. */
export const statuses = ['prepared', 'not_started', 'running', 'ended', 'answered', 'cancelled'] as const;
export type Status = (typeof statuses)[number];

export const contributionKinds = ['comment', 'idea', 'statement'] as const;
export type ContributionKind = (typeof contributionKinds)[number];

export const contributionWays = ['web', 'email', 'paper', 'hearing', 'seed'] as const;
export type ContributionWay = (typeof contributionWays)[number];

export type ContributionState = 'visible' | 'hidden' | 'withdrawn' | 'merged';

/** Ways to answer a draft. Paper is always taken. */
export const answerWays = ['paragraph', 'whole', 'email', 'hearing'] as const;
export type AnswerWay = (typeof answerWays)[number];

/** Settings by kind; what came later than the row has its default. */
export const consultationSettings = {
  draft: z.object({
    ways: z.array(z.enum(answerWays)).min(1).default(['paragraph', 'whole', 'email']),
    /** where opinions are taken by e-mail and by post, as shown */
    email: z.string().max(120).default(''),
    post: z.string().max(200).default(''),
  }),
  ideas: z.object({
    photos: z.boolean().default(true),
    place: z.boolean().default(true),
    /** adopted ideas are thanked by name, where their author agrees */
    thanks: z.boolean().default(true),
    /** 给市长捎句话 */
    prompt: z.string().max(100).default(''),
  }),
  map: z.object({
    /** whoever takes part may add statements */
    adding: z.boolean().default(true),
    /** nothing of groups is shown before so many people took part; smaller groups are not described */
    leastParticipants: z.number().int().min(15).max(1000).default(30),
    smallestGroup: z.number().int().min(3).max(100).default(5),
  }),
} as const;
export type Settings<K extends ConsultationKind = ConsultationKind> = z.output<(typeof consultationSettings)[K]>;

/** The law's least period of a draft; a shorter one says why. */
export const leastDays = 30;

/** Both days count. */
export function periodDays(startsOn: LocalDate, endsOn: LocalDate): number {
  return daysBetween(startsOn, endsOn) + 1;
}

/** Where a consultation stands on a day of the city's calendar. */
export function statusOn(
  { state, startsOn, endsOn }: { state: ConsultationState; startsOn: LocalDate; endsOn: LocalDate },
  today: LocalDate,
): Status {
  if (state === 'draft') return 'prepared';
  if (state !== 'open') return state;
  if (today < startsOn) return 'not_started';
  return today > endsOn ? 'ended' : 'running';
}
