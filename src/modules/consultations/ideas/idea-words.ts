import type { LocalDate } from '../../../kernel/time/index.ts';
import type { T } from '../../../ui/page-context.ts';
import type { Idea } from './idea.queries.ts';
import { overdue } from './ideas.rules.ts';

type Tone = 'ok' | 'no' | 'open' | 'wait';

// keys: consultations.ideas.stage.*, consultations.ideas.outcome.*, consultations.ideas.overdue.*

/** Where an idea stands, in a word; a promise that is not kept says so. */
export function stageWords(
  t: T,
  idea: Pick<Idea, 'stage' | 'outcome' | 'answerBy' | 'doneBy' | 'state'>,
  today: LocalDate,
): { word: string; tone: Tone } {
  if (idea.state === 'merged') return { word: t('consultations.contribution_state.merged'), tone: 'wait' };
  if (idea.state === 'hidden') return { word: t('consultations.contribution_state.hidden'), tone: 'no' };
  const late = overdue(idea, today);
  if (late) return { word: t(`consultations.ideas.overdue.${late}`), tone: 'no' };
  if (idea.stage === 'answered' && idea.outcome) {
    const tone = idea.outcome === 'not_taken_up' ? 'no' : 'ok';
    return { word: t(`consultations.ideas.outcome.${idea.outcome}`), tone };
  }
  const tones = { open: 'wait', examined: 'open', answered: 'ok', done: 'ok' } as const;
  return { word: t(`consultations.ideas.stage.${idea.stage}`), tone: tones[idea.stage] };
}

/** District and place as one line; a place that begins with the district says it once. */
export function placeLine(district: string, place: string, locale: string): string {
  if (place.startsWith(district)) return place;
  return [district, place].filter(Boolean).join(locale === 'en' ? ' ' : '');
}
