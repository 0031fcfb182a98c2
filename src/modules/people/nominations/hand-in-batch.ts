import { audit } from '../../../kernel/audit/index.ts';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import {
  deleteDraft,
  fileOfRun,
  findRun,
  finishRun,
  openRun,
  queueRun,
  type Run,
  wipeFile,
} from '../../../kernel/runs/index.ts';
import type { ColumnMapping, RowRefusal } from '../../../kernel/sheets/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { mayActFor } from '../organisations/organisation-people.queries.ts';
import { lockOrganisation, type Organisation, organisationById } from '../organisations/organisations.queries.ts';
import { auditName } from '../session.ts';
import { insertBatch } from './batches.queries.ts';
import { takeNominations, whileAddressesMove } from './nominate.ts';
import { mayManageRounds, mayOrganisationNominate, nominatingParts } from './nominations.policy.ts';
import { placeNominations } from './place-nominations.ts';
import { type BatchField, type ReadBatch, readBatch, sift } from './read-batch.ts';
import { roundOn } from './rounds.queries.ts';

/** Purpose of a letter of recommendation among the files. */
export const letterPurpose = 'people.nomination_letter';
const kind = 'people.nominations';

/** What is kept of a table that was handed in: lines and reasons, nobody's data. */
export type BatchReport = { rows: number; sent: number; rejected: { line: number; reason: string; first?: number }[] };

type Draft = { run: Run; organisation: Organisation; secretariat: boolean };

/**
 * Whoever hands in for an organisation: its administrators and liaison officers, and, with a letter, the secretariat.
 * @throws AppError kernel.not_allowed, people.organisation_unverified
 */
async function standFor(k: Kernel, actor: Actor, organisation: Organisation, secretariat: boolean): Promise<void> {
  const may = secretariat
    ? mayManageRounds(actor)
    : await mayActFor(k.db, actor.accountId, organisation.id, nominatingParts);
  if (!may) fail('kernel.not_allowed');
  if (!mayOrganisationNominate(organisation)) fail('people.organisation_unverified');
}

/**
 * Keeps a table as a draft to look at; for a day at most.
 * @returns the draft's id
 * @throws AppError sheets.* for what is no table of nominees, kernel.not_allowed, people.organisation_unverified
 */
export async function draftBatch(
  k: Kernel,
  actor: Actor,
  given: { organisation: Organisation; secretariat: boolean; bytes: Buffer },
): Promise<string> {
  await standFor(k, actor, given.organisation, given.secretariat);
  await readBatch(k, given.bytes);
  const options = { organisationId: given.organisation.id, secretariat: given.secretariat };
  return inTransaction(k.db, (tx) =>
    openRun(tx, {
      kind,
      state: 'draft',
      at: k.clock.now(),
      by: actor.accountId,
      // A file's name may be a person's.
      file: { name: '', bytes: given.bytes },
      options,
      keep_days: 1,
    }),
  );
}

/** A draft of one's own, or what came of it. @throws AppError kernel.not_found, kernel.not_allowed */
export async function findBatch(k: Kernel, actor: Actor, id: string): Promise<Draft> {
  const run = await findRun(k.db, kind, id);
  if (!run || run.byId === null || run.byId !== actor.accountId) return fail('kernel.not_found');
  const { organisationId, secretariat } = run.options as { organisationId: string; secretariat: boolean };
  const organisation = (await organisationById(k.db, organisationId)) ?? fail('kernel.not_found');
  await standFor(k, actor, organisation, secretariat);
  return { run, organisation, secretariat };
}

/** The table of a draft. @throws AppError people.batch_decided where it was forgotten */
export async function batchFile(k: Kernel, { run }: Pick<Draft, 'run'>): Promise<Buffer> {
  return (await fileOfRun(k.db, run.id)) ?? fail('people.batch_decided');
}

/** What a draft would do. The register is looked at for the secretariat alone. */
export async function lookAtBatch(
  k: Kernel,
  draft: Draft,
  mapping?: ColumnMapping<BatchField>,
): Promise<{ batch: ReadBatch; bytes: Buffer }> {
  const bytes = await batchFile(k, draft);
  const batch = await readBatch(k, bytes, mapping);
  return { bytes, batch: draft.secretariat ? await inTransaction(k.db, (tx) => sift(k, tx, batch)) : batch };
}

export type Decision = {
  /** nothing unless every row is good */
  allOrNothing: boolean;
  letterFileId: string | null;
  mapping?: ColumnMapping<BatchField> | undefined;
};

/**
 * Sends the invitations of a draft, once; the table is forgotten with it. Handed in again, nobody is written to twice.
 * @throws AppError sheets.nothing_taken, people.batch_decided, people.batch_letter_missing, kernel.too_many, sheets.*
 */
export async function handInBatch(k: Kernel, actor: Actor, id: string, decision: Decision): Promise<void> {
  const draft = await findBatch(k, actor, id);
  const { run, organisation, secretariat } = draft;
  if (run.state !== 'draft') fail('people.batch_decided');
  if (secretariat && !decision.letterFileId) fail('people.batch_letter_missing');
  const read = await readBatch(k, await batchFile(k, draft), decision.mapping);
  const recommenderId = actor.accountId ?? fail('kernel.sign_in_first');
  await takeNominations(k, { recommenderId, organisationId: organisation.id }, read.good.length);
  await whileAddressesMove(() =>
    inTransaction(k.db, async (tx) => {
      const held = (await lockOrganisation(tx, organisation.id)) ?? fail('kernel.not_found');
      if (!mayOrganisationNominate(held)) fail('people.organisation_unverified');
      const batch = secretariat ? await sift(k, tx, read) : read;
      if (decision.allOrNothing && batch.rejected.length > 0)
        fail('sheets.nothing_taken', { rejected: batch.rejected.length });
      if (!(await queueRun(tx, id, run.options))) fail('people.batch_decided');
      await write(k, tx, actor, draft, batch, { recommenderId, letterFileId: decision.letterFileId });
    }),
  );
}

async function write(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  { run, organisation, secretariat }: Draft,
  batch: ReadBatch,
  { recommenderId, letterFileId }: { recommenderId: string; letterFileId: string | null },
): Promise<void> {
  const at = k.clock.now();
  const letter = secretariat ? letterFileId : null;
  if (letter) await k.files.claim(tx, [letter], { purpose: letterPurpose, ownerId: recommenderId });
  const round = await roundOn(tx, localDate(at, k.config.TIME_ZONE));
  const counts = { rows: batch.rows, rejected: batch.rejected.length };
  const batchId = await insertBatch(tx, {
    organisationId: organisation.id,
    roundId: round?.id ?? null,
    by: recommenderId,
    bySecretariat: secretariat,
    at,
    letterFileId: letter,
    ...counts,
  });
  await placeNominations(k, tx, {
    recommenderId,
    organisationId: organisation.id,
    batchId,
    locale: 'zh-CN',
    nominees: batch.good,
  });
  const report: BatchReport = {
    rows: batch.rows,
    sent: batch.good.length,
    rejected: batch.rejected.map(withoutValues),
  };
  await finishRun(tx, run.id, at, { state: 'done', report, done: batch.good.length });
  await wipeFile(tx, run.id);
  await audit(tx, at, {
    actorId: actor.accountId,
    actorName: auditName(actor),
    action: 'people.nominations_handed_in',
    objectType: 'nomination_batch',
    objectId: batchId,
    details: { ...counts, sent: batch.good.length, organisationId: organisation.id, secretariat },
  });
  await k.outbox.emit(tx, at, {
    type: 'people.nominations_handed_in',
    subject: batchId,
    actorId: actor.accountId,
    payload: { organisationId: organisation.id, sent: batch.good.length },
  });
}

function withoutValues({ line, reason, params }: RowRefusal): BatchReport['rejected'][number] {
  return { line, reason, ...(typeof params?.first === 'number' && { first: params.first }) };
}

/** Throws a draft away with its table. @throws AppError kernel.not_found */
export async function discardBatch(k: Kernel, actor: Actor, id: string): Promise<void> {
  const { run } = await findBatch(k, actor, id);
  await inTransaction(k.db, (tx) => deleteDraft(tx, run.id));
}
