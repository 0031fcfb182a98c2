import type { plantComments } from './plant-comments.ts';

/** Addresses of what people say about a planted draft, of moderation, and of letters. */
export function ofComments(
  planted: Awaited<ReturnType<typeof plantComments>>,
): Readonly<Record<string, string | string[]>> {
  const { slug, anchor, contributions, letter } = planted;
  const draft = `/consultations/${slug}`;
  const each = (make: (id: string) => string) => contributions.map(({ id }) => make(id));
  return {
    '/consultations/:slug/opinions': [
      `${draft}/opinions`,
      `${draft}/opinions?anchor=${anchor}`,
      `${draft}/opinions?sort=supported`,
    ],
    '/consultations/:slug/opinions/:number': contributions.map(({ number }) => `${draft}/opinions/${number}`),
    '/consultations/:slug/say': [
      `${draft}/say?anchor=${anchor}`,
      ...contributions.map(({ number }) => `${draft}/say?answers=${number}`),
    ],
    '/contributions/:id/support': each((id) => `/contributions/${id}/support`),
    '/contributions/:id/report': each((id) => `/contributions/${id}/report`),
    '/contributions/moderation/:id': [
      ...each((id) => `/contributions/moderation/${id}`),
      '/contributions/moderation?queue=appeals',
      '/contributions/moderation?queue=newest',
    ],
    '/me/contributions/:id': each((id) => `/me/contributions/${id}`),
    '/convene/:slug/intake': [`/convene/${slug}/intake`, `/convene/${slug}/intake?state=entered`],
    '/convene/:slug/intake/new': `/convene/${slug}/intake/new`,
    '/convene/:slug/intake/:id': `/convene/${slug}/intake/${letter}`,
  };
}
