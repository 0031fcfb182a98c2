import type { ContributionKind } from '../consultations.rules.ts';

/** Where everybody finds a contribution. */
export function contributionHref(given: { kind: ContributionKind; slug: string; number: number }): string {
  const { kind, slug, number } = given;
  if (kind === 'comment') return `/consultations/${slug}/opinions/${number}`;
  return kind === 'idea' ? `/ideas/${slug}/${number}` : `/maps/${slug}/statements?from=${number}#statement-${number}`;
}
