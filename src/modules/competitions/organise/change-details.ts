import { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { isAddress } from './address.ts';
import { type ChangeNote, changeCompetition } from './change-competition.ts';
import type { Change } from './changes.rules.ts';
import { slugsLike } from './organise.queries.ts';
import { line, lines } from './typed.ts';

export const detailsInput = z.object({
  title: line(60, 'competitions.organise.field_error.title', 2),
  summary: lines(300),
  /** changed only before it is opened; none: as it is */
  slug: line(60).transform((text) => text.toLowerCase()),
  mode: z.enum(['award', 'showcase']).optional(),
  approvalNumber: line(60),
  coOrganisers: line(300),
  complaintPhone: line(40).refine(
    (text) => text === '' || /^[\d\s+()-]{3,}$/.test(text),
    'competitions.organise.field_error.phone',
  ),
  complaintEmail: line(120).refine(
    (text) => text === '' || z.email().safeParse(text).success,
    'competitions.organise.field_error.email',
  ),
  eligibility: lines(4000),
  rules: lines(20_000),
});
export type DetailsInput = z.input<typeof detailsInput>;

/** What the competition is, under which approval, by which rules, and where to complain. */
export async function changeDetails(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  given: DetailsInput,
  note: ChangeNote = {},
): Promise<Change[]> {
  const { slug, mode, ...input } = detailsInput.parse(given);
  if (slug !== '' && !isAddress(slug)) failFields({ slug: { key: 'competitions.organise.field_error.slug' } });
  const taken = slug === '' ? new Set<string>() : await slugsLike(k.db, slug);
  return changeCompetition(k, actor, competitionId, note, 'change_details', (before) => {
    if (slug !== '' && slug !== before.slug && taken.has(slug))
      failFields({ slug: { key: 'competitions.organise.field_error.slug_taken' } });
    const now = { ...before, ...input, slug: slug || before.slug, mode: mode ?? before.mode };
    return now.mode === 'showcase' ? { ...now, approvalNumber: '' } : now;
  });
}
