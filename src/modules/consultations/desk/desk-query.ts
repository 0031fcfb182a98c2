import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import { contributionWays } from '../consultations.rules.ts';
import { outcomes } from './desk.rules.ts';
import type { OpinionFilter } from './opinion.queries.ts';

export const shows = ['open', 'mine', 'decided', 'all'] as const;
export type Show = (typeof shows)[number];

const wish = z.object({
  show: z.enum(shows).catch('open'),
  /** `whole`: on the whole text */
  anchor: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,79}$/)
    .optional()
    .catch(undefined),
  alike: z.coerce.number().int().min(1).max(9_999_999).optional().catch(undefined),
  outcome: z.enum(outcomes).optional().catch(undefined),
  way: z.enum(contributionWays).optional().catch(undefined),
  org: z.enum(['yes', 'no']).optional().catch(undefined),
  who: z
    .string()
    .refine((id) => id === 'nobody' || isId(id))
    .optional()
    .catch(undefined),
  q: z.string().max(100).transform(typedLine).optional().catch(undefined),
});
/** What a desk is narrowed to, as its address says. */
export type DeskQuery = z.output<typeof wish>;

/** Anchors are letters first, so that none is `whole` by accident where a text names one so: then it is taken for the text. */
const whole = 'whole';

export function readDeskQuery(query: unknown): DeskQuery {
  const given = wish.parse(query ?? {});
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== '' && value !== undefined),
  ) as DeskQuery;
}

/** The address of a list without it: `?show=…&anchor=…`, empty where nothing is narrowed. */
export function queryText(query: Partial<DeskQuery>): string {
  const { show, ...rest } = query;
  const given = { ...(show && show !== 'open' && { show }), ...rest };
  const text = new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
  return text && `?${text}`;
}

/** Whether anything but what is open or decided narrows it. */
export function isNarrowed({ show: _, ...rest }: DeskQuery): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

export function filterOf(query: DeskQuery, accountId: string): OpinionFilter {
  const { show, anchor, alike, outcome, way, org, who, q } = query;
  return {
    state: show === 'decided' ? 'decided' : show === 'all' ? undefined : 'open',
    outcome: show === 'open' || show === 'mine' ? undefined : outcome,
    assignedTo: show === 'mine' ? accountId : who === 'nobody' ? '' : who,
    anchor: anchor === whole ? '' : anchor,
    head: alike,
    way,
    organisation: org === undefined ? undefined : org === 'yes',
    q,
  };
}

export function anchorParam(anchor: string | null): string {
  return anchor ?? whole;
}
