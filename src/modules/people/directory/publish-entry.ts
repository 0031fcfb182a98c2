import type { Tx } from '../../../kernel/db/index.ts';
import { pinyinOf } from '../../../kernel/text/index.ts';
import { type Entry, entryOf, lockMember } from '../register/entry.queries.ts';
import { removePublished, writePublished } from './directory.queries.ts';

/**
 * Writes what everybody sees of a member anew: from the fields they made public alone, and nothing of whoever is not an
 * active member or made neither name nor pen name public. Call it in the transaction that changes an entry, a
 * membership or the consent `people.directory`.
 */
export async function publishEntry(tx: Tx, accountId: string, at: Date): Promise<void> {
  const member = await lockMember(tx, accountId);
  const entry = await entryOf(tx, accountId);
  const shows = new Set(entry?.publicFields ?? []);
  const name = (shows.has('pen_name') && entry?.penName) || (shows.has('name') && member?.name) || '';
  if (member?.state !== 'active' || !entry || !name) return removePublished(tx, accountId);
  await writePublished(tx, {
    accountId,
    slug: member.number.toLowerCase(),
    name,
    sortKey: pinyinOf(name).full,
    search: [name, pinyinOf(name).full, pinyinOf(name).initials].join(' ').toLowerCase(),
    categories: shows.has('categories') ? entry.categories : [],
    districtId: shows.has('district') ? entry.districtId : null,
    organisationId: shows.has('organisation') ? entry.organisationId : null,
    shown: shownOf(entry, member.name),
    at,
  });
}

function shownOf(entry: Entry, realName: string): Record<string, unknown> {
  const all: Record<string, unknown> = {
    name: realName,
    pen_name: entry.penName,
    photo: entry.photoFileId,
    intro: entry.intro,
    categories: entry.categories,
    field: entry.field,
    organisation: entry.organisationName,
    post: entry.post,
    skills: entry.skills,
    district: entry.districtId,
    accounts: entry.accounts,
    works: entry.works,
    contact_email: entry.contactEmail,
    contact_phone: entry.contactPhone,
  };
  return Object.fromEntries(entry.publicFields.map((field) => [field, all[field]]));
}
