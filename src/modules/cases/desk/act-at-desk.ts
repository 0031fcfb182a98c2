import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { recordForumAnswer } from '../intake/record-forum-answer.ts';
import { addNote, askAuthor, giveOpinion } from './ask-author.ts';
import { type DeedName, deeds } from './possible-deeds.ts';
import { recordContact } from './record-contact.ts';
import { requestEnding } from './request-ending.ts';
import { requestExtension } from './request-extension.ts';
import { requestReturn } from './request-return.ts';
import { returnReply, reviewReply } from './review-reply.ts';
import { signCase, startCase } from './sign-case.ts';

/** Deeds with an address of their own; a reply has its own page. */
export type PostedDeed = Exclude<DeedName, 'write'>;

export function isPostedDeed(name: string): name is PostedDeed {
  return name !== 'write' && (deeds as readonly string[]).includes(name);
}

type Fields = Record<string, string>;
type Run = (k: Kernel, actor: Actor, caseId: string, fields: Fields) => Promise<unknown>;

const runs: Record<PostedDeed, Run> = {
  sign: (k, actor, id) => signCase(k, actor, id),
  start: (k, actor, id) => startCase(k, actor, id),
  contact: (k, actor, id, { how = '', note = '' }) => recordContact(k, actor, id, { how: how as 'phone', note }),
  question: (k, actor, id, { text = '' }) => askAuthor(k, actor, id, { text }),
  note: (k, actor, id, { text = '' }) => addNote(k, actor, id, { text }),
  opinion: (k, actor, id, { departmentId = '', text = '' }) => giveOpinion(k, actor, id, { departmentId, text }),
  return: (k, actor, id, { reason = '', suggestedDepartmentId = '' }) =>
    requestReturn(k, actor, id, { reason, suggestedDepartmentId: suggestedDepartmentId || null }),
  extension: (k, actor, id, { working_days = '', reason = '' }) =>
    requestExtension(k, actor, id, { working_days, reason }),
  ending: (k, actor, id, { reason = '' }) => requestEnding(k, actor, id, { reason }),
  review: (k, actor, id) => reviewReply(k, actor, id),
  'send-back': (k, actor, id, { note = '' }) => returnReply(k, actor, id, { note }),
  'forum-answer': (k, actor, id, { answerUrl = '', text = '' }) => recordForumAnswer(k, actor, id, { answerUrl, text }),
};

/** Does to a case what the form of the desk asks for. @throws AppError whatever the use case says */
export async function actAtDesk(
  k: Kernel,
  actor: Actor,
  caseId: string,
  deed: PostedDeed,
  fields: Fields,
): Promise<void> {
  await runs[deed](k, actor, caseId, fields);
}

/** The fields of a plain form, one value each. */
export function plainFields(body: unknown): Fields {
  if (body === null || typeof body !== 'object') return {};
  return Object.fromEntries(
    Object.entries(body as Record<string, unknown>).map(([name, value]) => [
      name,
      String(Array.isArray(value) ? (value[0] ?? '') : (value ?? '')),
    ]),
  );
}
