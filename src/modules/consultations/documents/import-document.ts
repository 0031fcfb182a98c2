import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { typedLine } from '../../../kernel/text/index.ts';
import type { Actor } from '../../people/index.ts';
import { actOnConsultation } from '../act-on-consultation.ts';
import { type ConsultationOf, consultationById } from '../consultation.queries.ts';
import { convenes } from '../consultations.policy.ts';
import type { Status } from '../consultations.rules.ts';
import './documents.errors.ts';
import {
  type Block,
  blocksOf,
  currentVersion,
  deleteVersions,
  insertVersion,
  usedAnchors,
} from './documents.queries.ts';
import { limits } from './limits.ts';
import { type ReadJob, type ReadyDraft, readApart } from './read-apart.ts';
import type { DraftSource } from './read-draft.ts';
import type { ImportReport } from './structure/block.ts';
import type { AnchoredBlock } from './versions/anchors.ts';

/** Originals of drafts. */
export const documentPurpose = 'consultations.document';

/** While nobody has seen it, while it is discussed, and when what came of it is published. */
export const importStatuses: readonly Status[] = ['prepared', 'not_started', 'running', 'ended', 'answered'];

/**
 * Reads a draft and keeps it as the version that waits for being published, in place of one that waited before. Paragraphs get
 * their anchors from the published version.
 * @throws AppError consultations.documents.*, consultations.not_found, consultations.wrong_state, kernel.not_allowed
 */
export async function importDocument(
  k: Kernel,
  actor: Actor,
  consultationId: string,
  source: DraftSource,
): Promise<{ versionNo: number; report: ImportReport }> {
  const consultation = await consultationById(k.db, consultationId);
  if (consultation?.kind !== 'draft') return fail('consultations.not_found');
  // Reading is dear: nobody sets it off who may not keep it.
  if (!convenes(actor, consultation)) fail('kernel.not_allowed');
  const { job, formerNo } = await jobFor(k, consultation, source);
  const versionNo = formerNo + 1;
  const draft = await readApart(k, job);
  const file = 'bytes' in source && draft.report.readAs === 'docx' ? await keepOriginal(k, actor, source) : null;
  const act = { act: 'import_text', as: 'convener', kind: 'draft', statuses: importStatuses, may: convenes } as const;
  return actOnConsultation(k, actor, consultationId, act, async ({ tx, at, consultation: now }) => {
    const sameFormer = ((await currentVersion(tx, consultationId))?.no ?? 0) === formerNo;
    if (!sameFormer || now.state !== consultation.state) fail('consultations.documents.other_import');
    await k.files.release(tx, await deleteVersions(tx, consultationId, 'waiting'));
    if (file) await k.files.claim(tx, [file], { purpose: documentPurpose, ownerId: actor.accountId });
    const row = {
      ...rowOf(consultation, source, draft),
      createdBy: actor.accountId,
      sourceFileId: file,
      no: versionNo,
    };
    await insertVersion(tx, at, row, draft.blocks);
    const details = { version: versionNo, blocks: draft.blocks.length, warnings: draft.report.warnings.length };
    return { details, result: { versionNo, report: draft.report } };
  });
}

async function jobFor(
  k: Kernel,
  consultation: ConsultationOf<'draft'>,
  source: DraftSource,
): Promise<{ job: ReadJob; formerNo: number }> {
  const current = await currentVersion(k.db, consultation.id);
  // What nobody has seen leaves no traces: its text is new as a whole.
  const fresh = consultation.state === 'draft' || current === undefined;
  const former = fresh ? [] : anchored(await blocksOf(k.db, consultation.id, current.no));
  const used = fresh ? [] : await usedAnchors(k.db, consultation.id);
  const formerNo = current?.no ?? 0;
  return { job: { source, former, usedAnchors: used, versionNo: fresh ? 1 : formerNo + 1 }, formerNo };
}

/** Blocks with the places of those they lie within, as they are aligned. */
export function anchored(blocks: readonly Block[]): AnchoredBlock[] {
  const places = new Map(blocks.map(({ anchor }, at) => [anchor, at]));
  return blocks.map(({ parentAnchor, anchor, kind, label, depth, text, html }) => ({
    anchor,
    kind,
    label,
    depth,
    text,
    html,
    parent: parentAnchor === null ? null : (places.get(parentAnchor) ?? null),
  }));
}

async function keepOriginal(
  k: Kernel,
  actor: Actor,
  { bytes, name }: { bytes: Uint8Array; name: string },
): Promise<string> {
  const { id } = await k.files.accept(Buffer.from(bytes), {
    name,
    purpose: documentPurpose,
    ownerId: actor.accountId,
    limits: { images: false },
  });
  return id;
}

function rowOf(consultation: ConsultationOf<'draft'>, source: DraftSource, { title, report }: ReadyDraft) {
  return {
    consultationId: consultation.id,
    title: title || consultation.title,
    sourceKind: report.readAs,
    sourceName: 'bytes' in source ? typedLine(source.name.replace(/^.*[\\/]/, '')).slice(0, 120) : '',
    sourceText: report.readAs === 'docx' ? null : keptText(source),
    report,
  };
}

/** As it was given, but for what no database keeps. */
function keptText(source: DraftSource): string {
  const text = 'text' in source ? source.text : new TextDecoder().decode(source.bytes);
  return text.replaceAll('\0', '').toWellFormed().slice(0, limits.text_characters);
}
