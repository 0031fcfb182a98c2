/** A case of the demo city, as demo/README.md describes it. */
export type DemoCase = {
  key: string;
  title: string;
  body: string;
  kind: string;
  channel: string;
  category: string;
  district: string;
  street: string;
  address: string;
  lonlat: [number, number];
  author: string | { name: string; phone: string };
  submittedDaysAgo: number;
  at?: string;
  light?: 'red' | 'yellow' | 'blue';
  urgent?: boolean;
  confidential?: boolean;
  link?: { forumUrl: string; forumReply?: boolean };
  followers?: string[];
  lead?: string | null;
  coHandlers?: string[];
  story: DemoStep[];
};

export type DemoStep = {
  after: number;
  act: string;
  handler?: string;
  text?: string;
  ground?: string;
  into?: string;
  department?: string;
  coHandlers?: string[];
  decision?: 'reassign' | 'refuse';
  days?: number;
  promises?: { text: string; dueInDays: number }[];
  stars?: { outcome: number; attitude: number; speed: number };
  solved?: boolean;
  cause?: 'resident' | 'promise';
  dueInDays?: number;
  promise?: number;
  withoutResult?: boolean;
};

const hour_ms = 3_600_000;
export const day_ms = 24 * hour_ms;

/** When a step happens, given when the case came in. */
export function stepTime(submittedAt: Date, step: DemoStep): Date {
  return new Date(submittedAt.getTime() + step.after * hour_ms);
}
