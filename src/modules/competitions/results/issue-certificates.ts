import type { Tx } from '../../../kernel/db/index.ts';
import { accountNames } from '../../people/index.ts';
import { type CertificateKind, insertCertificates, type NewCertificate, teamsOf } from './certificate.queries.ts';
import { randomCode } from './complain.ts';
import { type NamedEntry, namesOfEntries } from './notice.queries.ts';
import type { FinalResult } from './result.rules.ts';

/**
 * Who gets one: in an award every entry with a level, or chosen where nothing was scored; in a showcase everybody who took
 * part, alike.
 */
export function certified(result: FinalResult): { entryId: string; kind: CertificateKind }[] {
  const entries = result.categories.flatMap((category) => category.entries);
  if (result.basis === 'shown')
    return entries
      .map(({ id, number, chosen }) => ({ entryId: id, number, kind: chosen ? 'invited' : 'participation' }) as const)
      .sort((a, b) => a.number - b.number)
      .map(({ entryId, kind }) => ({ entryId, kind }));
  return entries
    .filter(({ level, chosen }) => level !== null || chosen)
    .map(({ id }) => ({ entryId: id, kind: 'award' as const }));
}

/**
 * Writes a certificate for each entry that gets one, and one for each member of its team who accepted, in their own name.
 * @returns how many
 */
export async function issueCertificates(tx: Tx, competitionId: string, at: Date, result: FinalResult): Promise<number> {
  const entries = await namesOfEntries(tx, competitionId);
  const wanted = certified(result);
  const ids = wanted.map(({ entryId }) => entryId);
  const names = await accountNames(
    tx,
    ids.map((id) => entries.get(id)?.accountId),
  );
  const teams = await teamsOf(tx, ids);
  const certificates = wanted
    .flatMap(({ entryId, kind }): Omit<NewCertificate, 'number' | 'code'>[] => {
      const entry = entries.get(entryId);
      if (!entry) return [];
      const { accountId } = entry;
      const holder = holderOf(entry, accountId === null ? '' : (names.get(accountId) ?? ''));
      const team = teams.filter((member) => member.entryId === entryId);
      return [
        { entryId, kind, holder, role: '', accountId, member: '' },
        ...team.map(({ accountId, shownAs, role }) => ({
          ...{ entryId, kind, holder: shownAs, role, accountId, member: accountId },
        })),
      ];
    })
    .map((each, at) => ({ ...each, number: at + 1, code: randomCode(16) }));
  await insertCertificates(tx, competitionId, at, certificates);
  return certificates.length;
}

/** As the entry says who made it; who said nothing stands with the name of the account, else with the title. */
function holderOf({ byLine, title }: NamedEntry, account: string): string {
  return byLine || account || title;
}
