import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError, type FieldErrors } from '../errors/index.ts';
import { bePatient } from '../http/patience.ts';
import type { FileLimits, Files, StoredFile } from './files.ts';
import { roomFor } from './room.ts';

export type MultipartOptions = {
  files: Files;
  purpose: string;
  ownerId?: string | null;
  limits?: FileLimits;
  /** files taken from one form; default 6 */
  mostFiles?: number;
};

/** A file that was refused, and why: `key` is a message of the catalogue of errors. */
export type FileProblem = { field: string; name: string; key: string; params: Record<string, unknown> };

export type ReadForm = {
  /** what was typed; a name sent more than once is a list */
  fields: Record<string, string | string[]>;
  files: (StoredFile & { field: string })[];
  problems: FileProblem[];
  /** the first problem of each file input, to be shown beside it */
  fieldErrors: FieldErrors;
};

/** Registered once for the whole server by `fileRoutes`. */
export const multipartLimits = {
  fieldNameSize: 100,
  fieldSize: 200_000,
  fields: 300,
  files: 30,
  parts: 330,
  fileSize: 25_000_000,
  headerPairs: 50,
};
const mostFilesUsually = 6;

/**
 * Reads a form with files, or a plain one. A file that is refused does not lose what was typed: it becomes a problem,
 * the rest of the form is read on.
 * @throws AppError only where the form as a whole cannot be read, or the disk is full
 */
export async function readMultipart(request: FastifyRequest, options: MultipartOptions): Promise<ReadForm> {
  const typed = new Map<string, string[]>();
  const form: Omit<ReadForm, 'fields'> = { files: [], problems: [], fieldErrors: {} };
  if (!request.isMultipart()) return { ...form, fields: plainFields(request.body) };
  const fileSize = Math.max(
    multipartLimits.fileSize,
    ...Object.values(roomFor(options.limits)).map((each) => each + 1),
  );
  if (fileSize > multipartLimits.fileSize) bePatient(request.raw);
  const parts = request.parts({ limits: { fileSize } });
  for (;;) {
    const next = await parts.next().catch(unreadable);
    if (next.done) break;
    const part = next.value;
    if (part.type === 'field') {
      if (part.fieldnameTruncated) continue;
      if (part.valueTruncated)
        refuse(form, { field: part.fieldname, name: '', key: 'errors.kernel.too_large', params: { limit: '200 kB' } });
      const value = typeof part.value === 'string' ? part.value : JSON.stringify(part.value);
      typed.set(part.fieldname, [...(typed.get(part.fieldname) ?? []), value]);
    } else {
      // An input that was left empty arrives as a file without a name.
      if (part.filename === undefined || part.filename === '') part.file.resume();
      else
        await take(form, options, part).catch((error) =>
          request.raw.destroyed && !request.raw.complete ? unreadable(error) : Promise.reject(error),
        );
    }
  }
  return { ...form, fields: toFields(typed) };
}

type FilePart = { fieldname: string; filename: string; file: import('node:stream').Readable };

async function take(form: Omit<ReadForm, 'fields'>, options: MultipartOptions, part: FilePart): Promise<void> {
  const { files, purpose, ownerId, limits, mostFiles = mostFilesUsually } = options;
  const about = { field: part.fieldname, name: part.filename.slice(0, 100) };
  if (form.files.length >= mostFiles) {
    part.file.resume();
    return refuse(form, { ...about, key: 'errors.files.too_many', params: { limit: mostFiles } });
  }
  try {
    const stored = await files.accept(part.file, { name: part.filename, purpose, ownerId, limits });
    form.files.push({ ...stored, field: part.fieldname });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'files.no_room') throw error;
    refuse(form, { ...about, key: `errors.${error.code}`, params: error.params });
  }
}

/** Cut off, garbled, or with far too many parts: whatever the parser calls it. */
function unreadable(cause: unknown): never {
  const error = new AppError('kernel.bad_request');
  error.cause = cause;
  throw error;
}

function refuse(form: Omit<ReadForm, 'fields'>, problem: FileProblem): void {
  const params = { ...problem.params, name: problem.name };
  form.problems.push({ ...problem, params });
  if (!Object.hasOwn(form.fieldErrors, problem.field)) form.fieldErrors[problem.field] = { key: problem.key, params };
}

function toFields(typed: Map<string, string[]>): ReadForm['fields'] {
  return Object.fromEntries(
    [...typed].map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values]),
  );
}

function plainFields(body: unknown): ReadForm['fields'] {
  if (body === null || body === undefined) return {};
  if (typeof body !== 'object') throw new AppError('kernel.bad_request');
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}
