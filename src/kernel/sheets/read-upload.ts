import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/index.ts';

export type TableForm = {
  /** what was typed; a name sent more than once keeps its last value */
  fields: Record<string, string>;
  /** the table; null where none was chosen */
  file: { name: string; bytes: Buffer } | null;
};

const limit_mb = 20;

/**
 * Reads a form that brings a table: kept in memory, not among people's uploads.
 * @throws AppError sheets.too_large above 20 MB, kernel.bad_request
 */
export async function readTableForm(request: FastifyRequest): Promise<TableForm> {
  const form: TableForm = { fields: {}, file: null };
  if (!request.isMultipart()) {
    for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, unknown>))
      form.fields[name] = Array.isArray(value) ? String(value.at(-1)) : String(value);
    return form;
  }
  let tooLarge = false;
  try {
    for await (const part of request.parts({ limits: { fileSize: limit_mb * 1024 * 1024 } })) {
      if (part.type === 'field') form.fields[part.fieldname] = String(part.value);
      else {
        const chunks: Buffer[] = [];
        for await (const chunk of part.file) chunks.push(chunk as Buffer);
        tooLarge ||= part.file.truncated;
        if (part.filename && chunks.length > 0)
          form.file = { name: part.filename.slice(0, 200), bytes: Buffer.concat(chunks) };
      }
    }
  } catch (cause) {
    const error = new AppError('kernel.bad_request');
    error.cause = cause;
    throw error;
  }
  if (tooLarge) throw new AppError('sheets.too_large', { limit_mb });
  return form;
}
