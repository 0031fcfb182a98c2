/** Where an idea stands. */
export const stages = ['open', 'examined', 'answered', 'done'] as const;
export type Stage = (typeof stages)[number];

/** What the office's answer says of it. */
export const outcomes = ['taken_up', 'partly', 'not_taken_up'] as const;
export type Outcome = (typeof outcomes)[number];

export const orders = ['newest', 'supports', 'answered'] as const;
export type Order = (typeof orders)[number];

/** Photos of an idea, and of one report of what was done. */
export const mostPhotos = 6;

export const photoPurpose = 'idea';
export const evidencePurpose = 'idea_evidence';

/** Something was promised by a day, the day is over, and it is not there. */
export function overdue(
  { stage, answerBy, doneBy }: { stage: Stage; answerBy: string | null; doneBy: string | null },
  today: string,
): 'answer' | 'deed' | null {
  if (stage === 'examined' && answerBy !== null && answerBy < today) return 'answer';
  if (stage === 'answered' && doneBy !== null && doneBy < today) return 'deed';
  return null;
}

/** An answer that promises nothing ends the story; one that takes the idea up goes on until it is done. */
export function isAdopted(outcome: Outcome | null): boolean {
  return outcome === 'taken_up' || outcome === 'partly';
}
