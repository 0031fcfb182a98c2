import { type Db, newId, sql } from '../../../kernel/db/index.ts';

/** Test data: a signed head of a ballot, without a signature. */
export async function insertMadeHead(
  db: Db,
  given: { competitionId: string; stageId: string; ballots: number; replaced: number; at: Date },
): Promise<void> {
  await sql`insert into competitions.head (competition_id, stage_id, size, root, at, note, kind, ballots, replaced)
    values (${given.competitionId}, ${given.stageId}, ${given.ballots}, ''::bytea, ${given.at}, '', 'running',
      ${given.ballots}, ${given.replaced})`.execute(db);
}

/** Test data: votes rolled up, which nothing public may show while a ballot is secret. */
export async function insertMadeCount(
  db: Db,
  given: { competitionId: string; stageId: string; number: number; votes: number },
): Promise<void> {
  await sql`insert into competitions.ballot_count (competition_id, stage_id, entry_number, votes)
    values (${given.competitionId}, ${given.stageId}, ${given.number}, ${given.votes})`.execute(db);
}

/** Test data: what lies with a work. */
export async function insertMadeFile(
  db: Db,
  given: {
    competitionId: string;
    entryId: string;
    position: number;
    kind: string;
    url?: string;
    fileId?: string;
    caption?: string;
    name?: string;
  },
): Promise<void> {
  await sql`insert into competitions.entry_file (id, competition_id, entry_id, position, kind, file_id, url, caption, name)
    values (${newId()}, ${given.competitionId}, ${given.entryId}, ${given.position}, ${given.kind},
      ${given.fileId ?? null}, ${given.url ?? null}, ${given.caption ?? ''}, ${given.name ?? ''})`.execute(db);
}

/** Test data: words of a competition, as an organiser wrote them. */
export async function writeMadeWords(
  db: Db,
  competitionId: string,
  given: { summary?: string; rules?: string; eligibility?: string; email?: string },
): Promise<void> {
  await sql`update competitions.competition set summary = ${given.summary ?? ''}, rules = ${given.rules ?? ''},
    eligibility = ${given.eligibility ?? ''}, complaint_email = ${given.email ?? ''} where id = ${competitionId}`.execute(
    db,
  );
}

/** Test data: a public note. */
export async function insertMadeNote(
  db: Db,
  given: { competitionId: string; at: Date; text: string; kind?: string; shownAs?: string; changes?: unknown[] },
): Promise<void> {
  await sql`insert into competitions.public_note (id, competition_id, at, text, kind, shown_as, changes)
    values (${newId()}, ${given.competitionId}, ${given.at}, ${given.text}, ${given.kind ?? 'change'},
      ${given.shownAs ?? ''}, ${JSON.stringify(given.changes ?? [])}::jsonb)`.execute(db);
}

/** What was counted of a competition's works, by number. */
export async function viewsIn(db: Db, competitionId: string): Promise<Record<number, number>> {
  const { rows } = await sql<{ number: number; views: number }>`select e.number, sum(v.views)::int as views
    from competitions.entry_view v join competitions.entry e on e.id = v.entry_id
    where e.competition_id = ${competitionId} group by e.number order by e.number`.execute(db);
  return Object.fromEntries(rows.map(({ number, views }) => [number, views]));
}
