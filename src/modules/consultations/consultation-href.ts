import type { Consultation } from './consultation.queries.ts';

/** Where everybody reads it. */
export function publicHref({ kind, slug }: Pick<Consultation, 'kind' | 'slug'>): string {
  return `/${{ draft: 'consultations', ideas: 'ideas', map: 'maps' }[kind]}/${slug}`;
}
