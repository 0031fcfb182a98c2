import { ZodError } from 'zod';
import { isDatabaseAway } from '../db/index.ts';
import { AppError, errorCatalogue, type FieldErrors } from '../errors/index.ts';
import { QueueFull } from '../group-commit/index.ts';

type Validation = {
  validation?: {
    instancePath?: string;
    params?: { issue?: { path: PropertyKey[]; message: string } };
    message?: string;
  }[];
};

/** Turns anything thrown into an error of the catalogue; what is unknown becomes 'kernel.internal'. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof QueueFull) return new AppError('kernel.too_many', { seconds: 5 });
  if (error instanceof ZodError) return new AppError('kernel.invalid', { n: error.issues.length }, fieldsOf(error));
  const { code, statusCode, isNotFound, params } = (error ?? {}) as {
    code?: string;
    statusCode?: number;
    isNotFound?: boolean;
    params?: Record<string, unknown>;
  };
  if (isNotFound) return new AppError('kernel.not_found');
  // A pure rule of the kernel (time.calendar_year_missing) carries its code without knowing about HTTP.
  if (code && errorCatalogue().has(code)) return new AppError(code, params ?? {});
  const validation = (error as Validation).validation;
  if (validation) return invalid(validation);
  // U+0000: no text of PostgreSQL holds it, and nobody types it.
  if (code === '22021' || code === '22P05') return new AppError('kernel.bad_request');
  if (isDatabaseAway(error)) return new AppError('kernel.database_away');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE')
    return new AppError('kernel.too_large', { limit: '1 MB' });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('kernel.wrong_media_type', { accepted: '' });
  if (statusCode === 404) return new AppError('kernel.not_found');
  if (statusCode && statusCode >= 400 && statusCode < 500) return new AppError('kernel.bad_request');
  return new AppError('kernel.internal');
}

/** Messages of schemas are message keys where they hold a dot; anything else is said as 'ui.field.invalid'. */
export function fieldsOf(error: ZodError): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of error.issues) {
    const name = issue.path.map(String).join('.') || '_';
    fields[name] ??= { key: messageKey(issue.message), params: { ...issue } as Record<string, unknown> };
  }
  return fields;
}

function messageKey(message: string): string {
  return /^[a-z_]+(\.[a-z0-9_]+)+$/.test(message) ? message : 'ui.field.invalid';
}

function invalid(validation: NonNullable<Validation['validation']>): AppError {
  const fields: FieldErrors = {};
  for (const problem of validation) {
    const name = (problem.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.') || '_';
    fields[name] ??= { key: messageKey(problem.message ?? '') };
  }
  return new AppError('kernel.invalid', { n: Object.keys(fields).length }, fields);
}
