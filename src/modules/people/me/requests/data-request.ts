import { z } from 'zod';
import { typedText } from '../../../../kernel/text/index.ts';

/** What somebody may ask for about their own data. Words: `people.requests.kind.<kind>`. */
export const requestKinds = ['access', 'correction', 'deletion', 'copy', 'restriction', 'withdraw', 'explain'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestOutcomes = ['done', 'partly', 'refused'] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

export type DataRequest = {
  id: string;
  number: number;
  accountId: string;
  kind: RequestKind;
  text: string;
  receivedAt: Date;
  /** end of the last working day */
  dueAt: Date;
  state: 'open' | 'answered';
  outcome: RequestOutcome | null;
  answer: string;
  answeredAt: Date | null;
  answeredBy: string | null;
};

/** What was written, without controls and blanks at its ends. */
export function plainText(missing: string) {
  return z.string().transform(typedText).pipe(z.string().min(1, missing).max(4000, 'people.requests.too_long'));
}
