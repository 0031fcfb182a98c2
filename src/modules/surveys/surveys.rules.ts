import type { Words } from './questionnaire.rules.ts';

export const surveyStates = ['draft', 'open', 'closed', 'published', 'cancelled'] as const;
export type SurveyState = (typeof surveyStates)[number];

/** anonymous: whoever comes; account: one answer for each account; invited: one answer for each invitation. */
export const surveyWays = ['anonymous', 'account', 'invited'] as const;
export type SurveyWay = (typeof surveyWays)[number];

/** When results are public. */
export const resultsShown = ['none', 'after', 'live'] as const;
export type ResultsShown = (typeof resultsShown)[number];

/** Groups with fewer answers are not shown. */
export const smallestGroups = { least: 2, most: 50, usual: 5 } as const;

export type SurveyTime = 'waiting' | 'running' | 'over';

/** Where a survey stands by the clock: answers are taken while it runs. */
export function surveyTime(
  survey: { state: SurveyState; startsAt: Date | null; endsAt: Date | null },
  at: Date,
): SurveyTime {
  if (survey.state === 'draft') return 'waiting';
  if (survey.state !== 'open' || !survey.startsAt || !survey.endsAt || at >= survey.endsAt) return 'over';
  return at < survey.startsAt ? 'waiting' : 'running';
}

/** The title in a language, else in the survey's own. */
export function titleIn(survey: { title: string; titles: Words }, locale: string): string {
  return survey.titles[locale] || survey.title;
}

/** Acts on surveys that have words, `surveys.act.<act>`; each part adds its own. */
const namedActs = new Set([
  'create',
  'change',
  'change_form',
  'undo_form',
  'import_form',
  'open',
  'take_back',
  'extend',
  'correct',
  'close',
  'cancel',
  'invite',
  'send_invitations',
  'remind_invited',
  'revoke_invitation',
  'renew_invitation',
  'enter_paper',
  'conclude',
  'publish',
  'quote',
  'unquote',
]);

/** The message key of what was done. */
export const actKey = (act: string): string => `surveys.act.${namedActs.has(act) ? act : 'other'}`;
