import { fail } from '../../../../kernel/errors/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { cellText, readTable, type TableRow } from '../../../../kernel/sheets/index.ts';
import { type Actor, parseAddress } from '../../../people/index.ts';
import { actOnCompetition } from '../../act-on-competition.ts';
import { organises } from '../../competitions.policy.ts';
import { stageTime } from '../../competitions.rules.ts';
import { stageById } from '../../desk-page.tsx';
import '../ballots.errors.ts';
import { invitedHash } from './eligibility.ts';
import { replaceInvited } from './invited.queries.ts';

const mostRows = 200_000;
/** Lines that are named; the others are counted. */
const mostNamed = 50;

/** A table of addresses, read: who is on it, and the lines on which no address could be found. */
export type ReadInvited = { addresses: string[]; bad: { line: number; text: string }[]; badCount: number };

/**
 * Reads e-mail addresses and telephone numbers out of a table, whichever columns they stand in.
 * @throws AppError sheets.*
 */
export async function readInvited(k: Kernel, file: Uint8Array): Promise<ReadInvited> {
  const table = await readTable(file, { zone: k.config.TIME_ZONE });
  const found = new Set<string>();
  const read: ReadInvited = { addresses: [], bad: [], badCount: 0 };
  // A list without headings has an address where they would be.
  for (const header of table.headers) addressIn(header, found);
  let rows = 0;
  try {
    for await (const row of table.rows) {
      if (++rows > mostRows) fail('sheets.too_many_rows', { limit: mostRows });
      if (takeRow(row, found)) continue;
      read.badCount++;
      if (read.bad.length < mostNamed) read.bad.push({ line: row.line, text: rowText(row) });
    }
  } finally {
    await table.close();
  }
  read.addresses = [...found];
  return read;
}

function addressIn(text: string, found: Set<string>): boolean {
  const address = parseAddress(text);
  if (address) found.add(address.to);
  return address !== null;
}

/** All addresses of a row: whoever is invited by number and e-mail may use either, and votes once. */
function takeRow({ cells, problems }: TableRow, found: Set<string>): boolean {
  if (problems.some(({ code }) => code === 'sheets.cell_error' || code === 'sheets.cell_unreadable')) return false;
  let any = false;
  for (const value of Object.values(cells)) any = addressIn(cellText(value), found) || any;
  return any;
}

function rowText({ cells }: TableRow): string {
  return Object.values(cells).map(cellText).join(' ').slice(0, 80);
}

/**
 * Sets who may vote in a ballot for an invited list, in the place of an earlier list; of the addresses only keyed hashes are
 * kept. Before voting begins, and only where every line of the table was understood.
 * @throws AppError competitions.ballot_no_list, competitions.ballot_list_fixed, competitions.ballot_list_bad, sheets.*
 */
export async function inviteVoters(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  { stageId, file }: { stageId: string; file: Uint8Array },
): Promise<{ invited: number }> {
  const { addresses, badCount } = await readInvited(k, file);
  if (badCount > 0) fail('competitions.ballot_list_bad', { n: badCount });
  if (addresses.length === 0) fail('sheets.empty');
  return actOnCompetition(
    k,
    actor,
    competitionId,
    { act: 'invite_voters', as: 'organiser', states: ['draft', 'open'], may: organises },
    async ({ tx, competition, at }) => {
      const stage = stageById(competition, stageId, 'ballot');
      if (stage.settings.who !== 'invited') fail('competitions.ballot_no_list');
      if (stageTime(stage, at) !== 'waiting') fail('competitions.ballot_list_fixed');
      const hashes = new Map(
        addresses.map((address) => {
          const hash = invitedHash(k, stageId, address);
          return [hash.toString('hex'), hash];
        }),
      );
      await replaceInvited(tx, { competitionId, stageId }, [...hashes.values()]);
      const result = { invited: hashes.size };
      return { stageId, details: result, result };
    },
  );
}
