import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Actor, RoleGrant } from '../../actor.ts';
import { departmentBook } from '../../books.ts';
import { passkeysOf } from '../../passkeys/passkeys.queries.ts';
import { consentsOf } from '../consent.queries.ts';
import { ownDeeds } from '../data.queries.ts';
import { personalDataOf } from '../personal-data.ts';
import { profileOf } from '../profile.queries.ts';
import { sessionsOf } from '../sessions.queries.ts';

/** One part of what is held on somebody. */
export type HeldPart = {
  /** name in data.json */
  key: string;
  /** message key of its heading */
  title: string;
  /** null: one thing, not a list */
  count: number | null;
  content: unknown;
  /** fields whose values have words: name → beginning of message keys */
  values: Readonly<Record<string, string | readonly string[]>>;
};

/** Whose data, and in which language notifications are put into words. */
export type Subject = Pick<Actor, 'locale'> & { accountId: string; roles: readonly RoleGrant[] };

/**
 * Everything held on somebody, part by part: those of accounts, then those that modules declared.
 * @param most entries of each of the lists that grow by themselves (notifications, deeds)
 */
export async function heldOn(k: Kernel, subject: Subject, most: number): Promise<HeldPart[]> {
  const { accountId } = subject;
  const modules = personalDataOf(k).map(async (data): Promise<HeldPart> => {
    const [count, content] = await Promise.all([data.count(k.db, accountId), data.export(k.db, accountId)]);
    return { key: data.module, title: data.held, count, content, values: data.values ?? {} };
  });
  return [...(await ofAccount(k, subject, most)), ...(await Promise.all(modules))];
}

// keys: people.held.part.* people.held.locale.* people.held.digest.* people.held.action.*
async function ofAccount(k: Kernel, { accountId, locale, roles }: Subject, most: number): Promise<HeldPart[]> {
  const [account, sessions, passkeys, consents, notifications, preference, deeds, files, departments] =
    await Promise.all([
      profileOf(k.db, accountId),
      sessionsOf(k.db, accountId),
      passkeysOf(k.db, accountId),
      consentsOf(k.db, accountId),
      k.notify.inbox(k.db, accountId, locale, { limit: most }),
      k.notify.preference(k.db, accountId),
      ownDeeds(k.db, accountId, most),
      k.files.ownedBy(k.db, accountId),
      departmentBook(k),
    ]);
  const list = (key: string, content: unknown[], values = {}): HeldPart => ({
    key,
    title: `people.held.part.${key}`,
    count: content.length,
    content,
    values,
  });
  const one = (key: string, content: unknown, values = {}): HeldPart => ({
    key,
    title: `people.held.part.${key}`,
    count: null,
    content,
    values,
  });
  const held = roles.map(({ role, departmentId }) => ({ role, department: departments.name(departmentId, locale) }));
  return [
    one('account', account, { locale: 'people.held.locale' }),
    ...(roles.length > 0 ? [list('roles', held, { role: 'people.role' })] : []),
    list('consents', consents, { purpose: 'people.consent' }),
    list('sessions', sessions),
    list('passkeys', passkeys),
    one('preference', preference, { digest: 'people.held.digest' }),
    list(
      'notifications',
      notifications.map(({ kind: _kind, ...item }) => item),
    ),
    list(
      'files',
      files.map(({ name, mediaType, sizeBytes, createdAt }) => ({ name, mediaType, sizeBytes, createdAt })),
    ),
    list('deeds', deeds, { action: 'people.held.action' }),
  ];
}
