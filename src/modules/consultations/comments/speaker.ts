import { z } from 'zod';
import { type Db, isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { maskName, normaliseText, typedLine } from '../../../kernel/text/index.ts';
import { type Actor, departmentBook, openOrganisations, organisationsOf } from '../../people/index.ts';
import { line } from './written.ts';

/** As whom somebody speaks: for themselves under any name in front, or for an organisation. */
export const speakerInput = {
  /** id of an organisation; '': for oneself */
  speaksFor: z
    .string()
    .default('')
    .transform(typedLine)
    .refine((id) => id === '' || isId(id)),
  /** name in front; '': as others see the account */
  shownAs: line(20),
};

export type Speaker = { shownAs: string; organisationId: string | null };

export type SpeakingOrganisation = { id: string; name: string };

/** Verified organisations for which somebody may speak. */
export async function speakingOrganisations(db: Db, accountId: string): Promise<SpeakingOrganisation[]> {
  const all = await organisationsOf(db, accountId);
  return all
    .filter(({ verifiedAt, parts }) => verifiedAt !== null && parts.some((part) => part !== 'member'))
    .map(({ id, name }) => ({ id, name }));
}

/** What stands in front where nothing is typed: the name that somebody chose for others to see; never their whole own. */
export function nameInFront({ name, displayName }: Actor): string {
  return (displayName === name ? maskName(name) : displayName).slice(0, 20);
}

/**
 * How a contribution is signed. Nobody takes the name of an office, of an organisation or of the city.
 * @throws AppError kernel.invalid for a name that is somebody else's, or an organisation that they do not speak for
 */
export async function speakerOf(
  k: Kernel,
  db: Db,
  actor: Actor,
  given: { speaksFor: string; shownAs: string },
): Promise<Speaker> {
  if (actor.accountId === null) return fail('kernel.sign_in_first');
  if (given.speaksFor !== '') {
    const spoken = (await speakingOrganisations(db, actor.accountId)).find(({ id }) => id === given.speaksFor);
    if (!spoken) return failFields({ speaksFor: { key: 'consultations.comments.field.not_for_organisation' } });
    return { shownAs: spoken.name.slice(0, 40), organisationId: spoken.id };
  }
  const shownAs = given.shownAs || nameInFront(actor);
  if (given.shownAs !== '' && (await isOfficial(k, db, given.shownAs)))
    failFields({ shownAs: { key: 'consultations.comments.field.name_taken' } });
  return { shownAs, organisationId: null };
}

const nobody = '00000000-0000-0000-0000-000000000000';
/** Letters and digits alone: 云川市 城管局 is 云川市城管局. */
const bare = (name: string) => normaliseText(name).replace(/[^\p{L}\p{N}]+/gu, '');

/** Whether a name is an office's, a verified organisation's or the city's own. */
export async function isOfficial(k: Kernel, db: Db, name: string): Promise<boolean> {
  const wanted = bare(name);
  if (wanted === '') return false;
  const city = k.settings.get(citySettings);
  const own = [city.name, city.platformName, city.brand].flatMap((words) => Object.values(words));
  const offices = (await departmentBook(k)).all.flatMap(({ name: words, shortName }) => [
    ...Object.values(words),
    ...Object.values(shortName),
  ]);
  if ([...own, ...offices].some((each) => typeof each === 'string' && bare(each) === wanted)) return true;
  const [organisation] = await openOrganisations(db, { name, id: nobody }, 1);
  return organisation?.name === name;
}
