/**
 * One catalogue of what can go wrong. A code belongs to the folder that raises it (`cases.not_yours`);
 * its words are the message `errors.<code>`, said to a person: what happened, what was kept, what to do next.
 */
const statuses = new Map<string, number>();

/** Adds codes with their HTTP status to the catalogue; each code once. */
export function declareErrors<const C extends Record<string, number>>(codes: C): { [K in keyof C]: K } {
  for (const [code, status] of Object.entries(codes)) {
    if (statuses.has(code)) throw new Error(`error code ${code} is declared twice`);
    statuses.set(code, status);
  }
  return Object.fromEntries(Object.keys(codes).map((code) => [code, code])) as { [K in keyof C]: K };
}

/** Codes known so far with their HTTP status. */
export function errorCatalogue(): ReadonlyMap<string, number> {
  return statuses;
}

/** field name → message key with its parameters, said beside the field */
export type FieldErrors = Record<string, { key: string; params?: Record<string, unknown> }>;

export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly params: Record<string, unknown>;
  readonly fields: FieldErrors | undefined;
  constructor(code: string, params: Record<string, unknown> = {}, fields?: FieldErrors) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.status = statuses.get(code) ?? 500;
    this.params = params;
    this.fields = fields;
  }
}

/** @throws AppError with the code's status from the catalogue */
export function fail(code: string, params?: Record<string, unknown>): never {
  throw new AppError(code, params);
}

/** @throws AppError 'kernel.invalid' (422) whose fields are shown beside their inputs, with what was typed kept */
export function failFields(fields: FieldErrors): never {
  throw new AppError('kernel.invalid', { n: Object.keys(fields).length }, fields);
}

declareErrors({
  'kernel.invalid': 422,
  'kernel.bad_request': 400,
  'kernel.sign_in_first': 401,
  'kernel.api_key_missing': 401,
  'kernel.api_key_wrong': 401,
  'kernel.api_key_scope': 403,
  'kernel.second_factor_first': 403,
  'kernel.not_allowed': 403,
  'kernel.cross_site': 403,
  'kernel.not_found': 404,
  'kernel.too_large': 413,
  'kernel.wrong_media_type': 415,
  'kernel.too_many': 429,
  'kernel.changed_meanwhile': 409,
  'kernel.internal': 500,
  'kernel.database_away': 503,
  'kernel.stopping': 503,
});
