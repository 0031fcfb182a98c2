import { errorCatalogue } from '../../../../kernel/errors/index.ts';
import { toAppError } from '../../../../kernel/http/index.ts';
import type { PageContext } from '../../../../ui/page-context.ts';

/** What went wrong, as it is said on a page. */
export type Said = { code: string; status: number; words: (ctx: PageContext) => string };

/** @throws the given error where it is none that a person can mend */
export function expectedErrorOf(thrown: unknown): Said {
  const { code, status, params } = toAppError(thrown);
  if ((status >= 500 && status !== 503) || !errorCatalogue().has(code) || code === 'competitions.not_found')
    throw thrown;
  return { code, status, words: ({ t, city }) => t(`errors.${code}`, { hotline: city.hotline, ...params }) };
}
