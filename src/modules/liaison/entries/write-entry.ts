import { z } from 'zod';
import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, isDuplicate, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { atLocal, isLocalDate } from '../../../kernel/time/index.ts';
import { type Actor, auditName, lockMember } from '../../people/index.ts';
import { contactOf, type NamedContact } from '../contacts/named-contact.queries.ts';
import { isMemberThemself, mayWriteEntry } from '../liaison.policy.ts';
import { openMatterIn } from '../matters/open-matter.ts';
import { formToken, line, lines, wholeNumber } from '../words.ts';
import {
  type EntryKind,
  type EntrySide,
  entryById,
  entryOfForm,
  insertAddition,
  insertEntry,
} from './entry.queries.ts';

export const heldKinds = ['visit', 'call', 'meeting'] as const;

const longAgo_ms = 3 * 366 * 86_400_000;
/** clocks of two machines differ a little */
const ahead_ms = 600_000;

/** Local date and time, as the form's field sends it: not ahead of now, and not long ago. */
function momentBefore(now: Date, zone: string) {
  return z.string({ error: 'liaison.field.date_wrong' }).transform((local, ctx) => {
    const [day = '', time = ''] = local.split('T');
    const refuse = (message: string) => {
      ctx.issues.push({ code: 'custom', message, input: local });
      return z.NEVER;
    };
    if (!isLocalDate(day) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return refuse('liaison.field.date_wrong');
    const at = atLocal(day, time, zone);
    const ago = now.getTime() - at.getTime();
    if (ago < -ahead_ms) return refuse('liaison.field.date_ahead_of_now');
    return ago > longAgo_ms ? refuse('liaison.field.date_long_ago') : at;
  });
}

/** What happened in a visit, a call or a meeting. There is no field for what one thinks of the other. */
function entryInput(now: Date, zone: string) {
  return z.object({
    kind: z.enum(heldKinds, { error: 'liaison.field.kind_needed' }),
    held: momentBefore(now, zone),
    minutes: wholeNumber(1, 1440, 'liaison.field.minutes_wrong'),
    place: line(0, 100),
    talked: lines(2, 4000),
    asked: lines(0, 2000),
    /** what to do about it: named, it becomes a matter */
    matter: z.union([line(4, 80), z.literal('')]).optional(),
    token: formToken,
  });
}
export type EntryInput = z.input<ReturnType<typeof entryInput>>;

export type Written = { id: string; matter: string | null };

/** A member and their contact of now, held until the transaction ends. */
type Held = { memberId: string; contact: NamedContact; side: EntrySide };

/**
 * @throws AppError liaison.not_a_member (left or erased meanwhile), liaison.no_contact, liaison.contact_changed (handed
 * over meanwhile)
 */
async function holdBoth(tx: Tx, actor: Actor, memberId: string): Promise<Held> {
  if (!(await lockMember(tx, memberId))) return fail('liaison.not_a_member');
  const contact = await contactOf(tx, memberId);
  if (!contact) return fail('liaison.no_contact');
  const facts = { memberId, contactId: contact.contactId, departmentId: contact.departmentId };
  if (isMemberThemself(actor, facts)) return { memberId, contact, side: 'member' };
  if (!mayWriteEntry(actor, facts)) fail('liaison.contact_changed');
  return { memberId, contact, side: 'contact' };
}

async function note(k: Kernel, tx: Tx, actor: Actor, what: string, entryId: string, held: Held): Promise<void> {
  const at = k.clock.now();
  const { memberId, side, contact } = held;
  await k.outbox.emit(tx, at, {
    type: `liaison.${what}`,
    subject: entryId,
    actorId: actor.accountId,
    payload: { memberId, contactId: contact.contactId, departmentId: contact.departmentId, side },
  });
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: `liaison.${what}`,
    objectType: 'liaison_entry',
    objectId: entryId,
    departmentId: contact.departmentId,
    details: { side },
  });
}

type NewWords = {
  kind: EntryKind;
  heldAt: Date;
  minutes: number | null;
  place: string;
  talked: string;
  asked: string;
  token: string | undefined;
};

async function write(k: Kernel, tx: Tx, actor: Actor, held: Held, words: NewWords): Promise<string> {
  const { contact, memberId, side } = held;
  const { token, ...rest } = words;
  const id = await insertEntry(tx, {
    ...rest,
    memberId,
    contactId: contact.contactId,
    departmentId: contact.departmentId,
    side,
    byId: actor.accountId ?? '',
    at: k.clock.now(),
    formToken: token ?? null,
  });
  await note(k, tx, actor, words.kind === 'message' ? 'message' : 'entry', id, held);
  return id;
}

/**
 * A member or their contact writes down a visit, a call or a meeting; where something is to be done it becomes a matter in
 * the same transaction. Sent twice it is written once.
 * @throws ZodError; AppError as in `holdBoth`
 */
export async function writeEntry(k: Kernel, actor: Actor, memberId: string, input: EntryInput): Promise<Written> {
  const { held: heldAt, matter: title, token, ...words } = entryInput(k.clock.now(), k.config.TIME_ZONE).parse(input);
  return once(k, memberId, token, (tx) => writeWith(k, tx, actor, memberId, { ...words, heldAt, token }, title ?? ''));
}

async function writeWith(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  memberId: string,
  words: NewWords,
  title: string,
): Promise<Written> {
  const held = await holdBoth(tx, actor, memberId);
  const id = await write(k, tx, actor, held, words);
  if (title === '') return { id, matter: null };
  const { contact, side } = held;
  const opened = await openMatterIn(k, tx, actor, {
    memberId,
    title,
    text: words.asked || words.talked,
    entryId: id,
    ownerId: contact.contactId,
    departmentId: contact.departmentId,
    side,
  });
  return { id, matter: opened.number };
}

/** A form that was sent before is what it became then. */
async function once(
  k: Kernel,
  memberId: string,
  token: string | undefined,
  work: (tx: Tx) => Promise<Written>,
): Promise<Written> {
  const sent = async () => {
    const entry = token ? await entryOfForm(k.db, token) : undefined;
    return entry?.memberId === memberId ? { id: entry.id, matter: null } : undefined;
  };
  const before = await sent();
  if (before) return before;
  try {
    return await inTransaction(k.db, work);
  } catch (error) {
    const meanwhile = isDuplicate(error) ? await sent() : undefined;
    if (meanwhile) return meanwhile;
    throw error;
  }
}

export const messageInput = z.object({ text: lines(1, 4000), token: formToken });

/** The member writes to their contact, or the contact to the member. */
export async function sendMessage(
  k: Kernel,
  actor: Actor,
  memberId: string,
  input: z.input<typeof messageInput>,
): Promise<Written> {
  const { text, token } = messageInput.parse(input);
  return once(k, memberId, token, async (tx) => {
    const held = await holdBoth(tx, actor, memberId);
    const words = { minutes: null, place: '', asked: '', talked: text, token };
    const id = await write(k, tx, actor, held, { kind: 'message', heldAt: k.clock.now(), ...words });
    return { id, matter: null };
  });
}

export const additionInput = z.object({
  kind: z.enum(['addition', 'correction', 'answer'], { error: 'liaison.field.kind_needed' }),
  text: lines(1, 2000),
  token: formToken,
});

/** What was forgotten, or wrong, or is answered: beside what stands, which is never changed. */
export async function addToEntry(
  k: Kernel,
  actor: Actor,
  entryId: string,
  input: z.input<typeof additionInput>,
): Promise<void> {
  const { kind, text, token } = additionInput.parse(input);
  await inTransaction(k.db, async (tx) => {
    const entry = await entryById(tx, entryId);
    if (!entry) return fail('liaison.not_found');
    const held = await holdBoth(tx, actor, entry.memberId);
    if (entry.erased) fail('liaison.erased');
    if (kind === 'answer' && entry.kind !== 'message') failFields({ kind: { key: 'liaison.field.kind_needed' } });
    const { side } = held;
    const by = { side, byId: actor.accountId ?? '', at: k.clock.now() };
    if (await insertAddition(tx, { entryId, kind, text, ...by, formToken: token ?? null }))
      await note(k, tx, actor, kind === 'answer' ? 'message_answer' : 'entry_addition', entryId, held);
  });
}
