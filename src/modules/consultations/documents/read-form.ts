import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError, failFields } from '../../../kernel/errors/index.ts';
import './documents.errors.ts';
import { limits } from './limits.ts';
import type { DraftSource } from './read-draft.ts';

export type ImportForm = { source: DraftSource | undefined; typed: Record<string, string>; problem?: AppError };

/**
 * Reads the form that brings a text: a file in memory, or what was typed. What is too large does not lose the rest.
 * @throws AppError kernel.bad_request where the form as a whole cannot be read
 */
export async function readImportForm(request: FastifyRequest): Promise<ImportForm> {
  const form: ImportForm = { source: undefined, typed: {} };
  if (!request.isMultipart()) {
    const { text } = (request.body ?? {}) as { text?: unknown };
    if (typeof text === 'string' && text.trim() !== '') form.source = { text };
    return form;
  }
  let file: { bytes: Buffer; name: string } | undefined;
  let tooLarge = false;
  try {
    const sizes = { fileSize: limits.file_bytes, fieldSize: limits.text_characters * 4, fields: 20, files: 2 };
    for await (const part of request.parts({ limits: sizes })) {
      if (part.type === 'field') {
        tooLarge ||= part.valueTruncated;
        if (part.fieldname === 'text' && typeof part.value === 'string') form.typed.text = part.value;
      } else {
        const chunks: Buffer[] = [];
        for await (const chunk of part.file) chunks.push(chunk as Buffer);
        tooLarge ||= part.file.truncated;
        if (part.filename) file = { bytes: Buffer.concat(chunks), name: part.filename.slice(0, 200) };
      }
    }
  } catch (cause) {
    const error = new AppError('kernel.bad_request');
    error.cause = cause;
    throw error;
  }
  if (tooLarge)
    form.problem = new AppError('consultations.documents.too_large', { limit_mb: limits.file_bytes / 1_000_000 });
  const text = form.typed.text ?? '';
  if (file) form.source = file;
  else if (text.trim() !== '') form.source = { text };
  return form;
}

/** @throws AppError what is wrong with the form as a whole, said beside its field */
export function sourceOf({ source, problem }: ImportForm): DraftSource {
  if (problem) throw problem;
  return source ?? failFields({ file: { key: 'consultations.documents.field.nothing' } });
}
