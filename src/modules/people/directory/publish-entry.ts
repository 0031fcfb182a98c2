import type { Tx } from '../../../kernel/db/index.ts';
import { noticeOnCommit } from '../../../kernel/live/index.ts';
import { pinyinOf, toTsVectorText } from '../../../kernel/text/index.ts';
import { type Entry, entryOf, lockMember } from '../register/entry.queries.ts';
import type { PublicField } from '../register/register.rules.ts';
import {
  consentOpen,
  districtNames,
  organisationNameOf,
  removePublished,
  type Shown,
  writePublished,
} from './directory.queries.ts';

/** Tags of the cached pages that show a member. */
export const directoryTags = (slug: string): string[] => ['members', `member:${slug}`];

/**
 * Writes what everybody sees of a member anew: from the fields they made public alone, and nothing of whoever is not an
 * active member, made neither name nor pen name public, or did not consent (`people.directory`). Cached pages that show
 * them are dropped in every process when the transaction is committed. Call it in the transaction that changes an entry,
 * a membership or that consent.
 */
export async function publishEntry(tx: Tx, accountId: string, at: Date): Promise<void> {
  const slug = (await publish(tx, accountId, at)) ?? (await removePublished(tx, accountId));
  if (slug) await noticeOnCommit(tx, 'kernel.cache', directoryTags(slug));
}

/** @returns the slug; undefined where nothing of them is public */
async function publish(tx: Tx, accountId: string, at: Date): Promise<string | undefined> {
  const member = await lockMember(tx, accountId);
  if (member?.state !== 'active') return undefined;
  const entry = await entryOf(tx, accountId);
  if (!entry || !(await consentOpen(tx, accountId, 'people.directory'))) return undefined;
  const organisation = entry.organisationId ? await organisationNameOf(tx, entry.organisationId) : undefined;
  const shown = shownOf({ ...entry, organisationName: organisation ?? entry.organisationName }, member.name);
  const name = shown.pen_name ?? shown.name;
  if (!name) return undefined;
  const slug = member.number.toLowerCase();
  await writePublished(tx, {
    accountId,
    slug,
    name,
    sortKey: pinyinOf(name).full,
    search: searchTextOf(shown, shown.district ? await districtNames(tx, shown.district) : []),
    categories: shown.categories ?? [],
    districtId: shown.district ?? null,
    // An organisation that is closed is a name that the member gave, no more.
    organisationId: shown.organisation && organisation ? entry.organisationId : null,
    shown,
    at,
  });
  return slug;
}

/** Public fields that hold something. */
function shownOf(entry: Entry, realName: string): Shown {
  const all: Record<PublicField, unknown> = {
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
  const isSomething = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  return Object.fromEntries(
    entry.publicFields.filter((field) => isSomething(all[field])).map((field) => [field, all[field]]),
  );
}

/** What a member is found by: every public word, and the names by their pinyin. */
function searchTextOf(shown: Shown, districts: string[]): string {
  const names = [shown.name, shown.pen_name, shown.organisation].flatMap((name) => name ?? []);
  const words = [
    ...names,
    shown.intro,
    shown.field,
    shown.post,
    ...(shown.skills ?? []),
    ...districts,
    ...(shown.accounts ?? []).flatMap(({ platform, name }) => [platform, name]),
    ...(shown.works ?? []).flatMap(({ title, note }) => [title, note]),
  ];
  return [...new Set([toTsVectorText(words.filter(Boolean).join('\n')), ...names.flatMap(pinyinTokens)])].join(' ');
}

const longest_characters = 20;

/** The letters of a name's pronunciation from each of its characters on: a given name is found without the surname. */
function pinyinTokens(name: string): string[] {
  const characters = [...name].slice(0, longest_characters);
  return characters.flatMap((_, from) => {
    const { full, initials } = pinyinOf(characters.slice(from).join(''));
    return from === 0 || characters.length - from > 1 ? [full, initials].filter(Boolean) : [];
  });
}
