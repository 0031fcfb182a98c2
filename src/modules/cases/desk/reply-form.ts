import type { StoredFile } from '../../../kernel/files/index.ts';
import type { FormValues } from '../../../ui/form.tsx';
import type { PromiseDraft, WorkingReply } from './reply.queries.ts';
import { mostFiles, mostPromises, type ReplyDraft } from './write-reply.ts';

/** Rows for promises: three empty ones at first, three more each time they are asked for. */
const rowsAtATime = 3;

type Fields = Record<string, string | string[]>;

const one = (fields: Fields, name: string): string => {
  const value = fields[name];
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
};

/** A draft as it stands in a form: what was typed, how many rows there are, which files lie with it. */
export type TypedReply = {
  values: FormValues;
  rows: number;
  version: number;
  fileIds: string[];
};

/** What was typed, with the files that came with it or had come before. */
export function typedReply(fields: Fields, fresh: readonly Pick<StoredFile, 'id'>[]): TypedReply {
  const kept = fields.files_kept;
  const keptIds = kept === undefined ? [] : typeof kept === 'string' ? [kept] : kept;
  const fileIds = [...new Set([...keptIds, ...fresh.map((file) => file.id)])].slice(0, mostFiles + 1);
  const typed = Object.keys(fields).flatMap((name) => {
    const row = /^promises\.(\d{1,2})\./.exec(name)?.[1];
    return row === undefined ? [] : Number(row) + 1;
  });
  const version = Number(one(fields, 'version'));
  return {
    values: { ...fields },
    rows: Math.min(mostPromises, Math.max(rowsAtATime, ...typed)),
    version: Number.isSafeInteger(version) && version >= 0 ? version : 0,
    fileIds,
  };
}

export function withMoreRows(typed: TypedReply): TypedReply {
  return { ...typed, rows: Math.min(mostPromises, typed.rows + rowsAtATime) };
}

/** The form of the stored draft, or an empty one. */
export function storedReply(reply: WorkingReply | null, fileIds: readonly string[]): TypedReply {
  const promises = reply?.promises ?? [];
  const values: FormValues = { text: reply?.text ?? '' };
  promises.forEach((promise, i) => {
    values[`promises.${i}.text`] = promise.text;
    values[`promises.${i}.dueOn`] = promise.dueOn;
  });
  return {
    values,
    rows: Math.min(mostPromises, Math.max(rowsAtATime, promises.length + 1)),
    version: reply?.version ?? 0,
    fileIds: [...fileIds],
  };
}

/** What the use case is given: rows that hold something keep their place, so that errors stand beside them. */
export function draftOf(typed: TypedReply): ReplyDraft {
  const text = (name: string) => one(typed.values as Fields, name);
  const promises: PromiseDraft[] = Array.from({ length: typed.rows }, (_, i) => ({
    text: text(`promises.${i}.text`).trim(),
    dueOn: text(`promises.${i}.dueOn`).trim(),
  }));
  while (promises.length > 0 && isBlank(promises.at(-1))) promises.pop();
  return { text: text('text'), promises, fileIds: typed.fileIds, version: typed.version };
}

function isBlank(promise: PromiseDraft | undefined): boolean {
  return promise !== undefined && promise.text === '' && promise.dueOn === '';
}

/** With a template put where the text ends. */
export function withTemplate(typed: TypedReply, text: string): TypedReply {
  const standing = one(typed.values as Fields, 'text').trimEnd();
  return { ...typed, values: { ...typed.values, text: standing === '' ? text : `${standing}\n\n${text}` } };
}
