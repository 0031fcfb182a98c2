import { type AppError, errorCatalogue } from '../../kernel/errors/index.ts';
import { toAppError } from '../../kernel/http/index.ts';
import type { FormErrors } from '../../ui/form.tsx';
import type { PageContext } from '../../ui/page-context.ts';

/**
 * What went wrong as words for a form: beside its fields, or under `field` (default: the whole form) where it is about
 * none. Errors of the server itself are thrown on.
 */
export function formErrors(ctx: PageContext, thrown: unknown, field = ''): { errors: FormErrors; status: number } {
  const error = expectedError(thrown);
  const said = Object.entries(error.fields ?? {}).map(([name, { key, params }]) => [name, ctx.t(key, params)] as const);
  if (said.length > 0) return { errors: Object.fromEntries(said), status: error.status };
  return {
    errors: { [field]: ctx.t(`errors.${error.code}`, { hotline: ctx.city.hotline, ...error.params }) },
    status: error.status,
  };
}

/** @throws the given error where it is none that a person can mend */
export function expectedError(thrown: unknown): AppError {
  const error = toAppError(thrown);
  if (error.status >= 500 && error.status !== 503) throw thrown;
  if (!errorCatalogue().has(error.code)) throw thrown;
  return error;
}
