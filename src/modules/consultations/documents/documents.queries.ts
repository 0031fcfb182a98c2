import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { BlockKind, ImportReport } from './structure/block.ts';
import type { AnchoredBlock } from './versions/anchors.ts';

/** A version of a draft's text. */
export type DocumentVersion = {
  no: number;
  title: string;
  /** what was changed and why, as everybody reads it */
  note: string;
  sourceKind: ImportReport['readAs'];
  /** empty where it was typed */
  sourceName: string;
  sourceFileId: string | null;
  /** the original may be downloaded by everybody */
  offerSource: boolean;
  createdAt: Date;
  /** null: imported, and seen by its conveners alone */
  publishedAt: Date | null;
};

/** One piece of a version's text. */
export type Block = {
  position: number;
  /** the same in every version; `#a-<anchor>` on pages */
  anchor: string;
  kind: BlockKind;
  /** 第三条, （一）; empty where it has none */
  label: string;
  depth: number;
  parentAnchor: string | null;
  /** plain, without the label */
  text: string;
  /** safe as it stands */
  html: string;
};

const versionColumns = sql`version_no as no, title, note, source_kind as "sourceKind", source_name as "sourceName",
  source_file_id as "sourceFileId", offer_source as "offerSource", created_at as "createdAt", published_at as "publishedAt"`;

/** Published versions, the newest first. */
export async function versionsOf(db: Db, consultationId: string): Promise<DocumentVersion[]> {
  const { rows } = await sql<DocumentVersion>`select ${versionColumns} from consultations.document_version
    where consultation_id = ${consultationId} and published_at is not null order by version_no desc`.execute(db);
  return rows;
}

/** The newest published version; undefined where none is. */
export async function currentVersion(db: Db, consultationId: string): Promise<DocumentVersion | undefined> {
  const { rows } = await sql<DocumentVersion>`select ${versionColumns} from consultations.document_version
    where consultation_id = ${consultationId} and published_at is not null order by version_no desc limit 1`.execute(
    db,
  );
  return rows[0];
}

export type WaitingVersion = DocumentVersion & { report: ImportReport };

/** What was imported and is not published; at most one. */
export async function waitingVersion(db: Db, consultationId: string): Promise<WaitingVersion | undefined> {
  const { rows } = await sql<WaitingVersion>`select ${versionColumns}, report from consultations.document_version
    where consultation_id = ${consultationId} and published_at is null`.execute(db);
  return rows[0];
}

/** What was typed or written as Markdown for a version; null where it came as a DOCX. */
export async function sourceText(db: Db, consultationId: string, no: number): Promise<string | null> {
  const { rows } = await sql<{ text: string | null }>`select source_text as text from consultations.document_version
    where consultation_id = ${consultationId} and version_no = ${no}`.execute(db);
  return rows[0]?.text ?? null;
}

/** The text of a version, in order; of the newest published one where none is named. Empty where there is none. */
export async function blocksOf(db: Db, consultationId: string, versionNo?: number): Promise<Block[]> {
  const no = versionNo ?? (await currentVersion(db, consultationId))?.no;
  if (no === undefined) return [];
  const { rows } =
    await sql<Block>`select position, anchor, kind, label, depth, parent_anchor as "parentAnchor", text, html
    from consultations.block where consultation_id = ${consultationId} and version_no = ${no} order by position`.execute(
      db,
    );
  return rows;
}

/** One block of a version, or of the newest published one that has it. */
export async function blockByAnchor(
  db: Db,
  consultationId: string,
  anchor: string,
  versionNo?: number,
): Promise<(Block & { versionNo: number }) | undefined> {
  const { rows } = await sql<
    Block & { versionNo: number }
  >`select b.version_no as "versionNo", b.position, b.anchor, b.kind,
      b.label, b.depth, b.parent_anchor as "parentAnchor", b.text, b.html
    from consultations.block b
    join consultations.document_version v on v.consultation_id = b.consultation_id and v.version_no = b.version_no
    where b.consultation_id = ${consultationId} and b.anchor = ${anchor} and v.published_at is not null
      and ${versionNo === undefined ? sql`true` : sql`b.version_no = ${versionNo}`}
    order by b.version_no desc limit 1`.execute(db);
  return rows[0];
}

/** Every anchor that any version ever had. */
export async function usedAnchors(db: Db, consultationId: string): Promise<string[]> {
  const { rows } = await sql<{ anchor: string }>`select distinct anchor from consultations.block
    where consultation_id = ${consultationId}`.execute(db);
  return rows.map(({ anchor }) => anchor);
}

export type NewVersion = {
  consultationId: string;
  no: number;
  title: string;
  sourceKind: ImportReport['readAs'];
  sourceName: string;
  sourceFileId: string | null;
  sourceText: string | null;
  report: ImportReport;
  createdBy: string | null;
};

export async function insertVersion(
  tx: Tx,
  at: Date,
  row: NewVersion,
  blocks: readonly AnchoredBlock[],
): Promise<void> {
  await sql`insert into consultations.document_version (consultation_id, version_no, title, source_kind, source_name,
      source_file_id, source_text, report, created_by, created_at)
    values (${row.consultationId}, ${row.no}, ${row.title}, ${row.sourceKind}, ${row.sourceName}, ${row.sourceFileId},
      ${row.sourceText}, ${JSON.stringify(row.report)}::jsonb, ${row.createdBy}, ${at})`.execute(tx);
  const lists = {
    anchors: blocks.map(({ anchor }) => anchor),
    kinds: blocks.map(({ kind }) => kind),
    labels: blocks.map(({ label }) => label.slice(0, 80)),
    depths: blocks.map(({ depth }) => depth),
    parents: blocks.map(({ parent }) => (parent === null ? null : (blocks[parent]?.anchor ?? null))),
    texts: blocks.map(({ text }) => text),
    htmls: blocks.map(({ html }) => html),
  };
  await sql`insert into consultations.block (consultation_id, version_no, position, anchor, kind, label, depth, parent_anchor,
      text, html)
    select ${row.consultationId}::uuid, ${row.no}::integer, (b.position - 1)::integer, b.anchor, b.kind, b.label, b.depth,
      b.parent_anchor, b.text, b.html
    from unnest(${lists.anchors}::text[], ${lists.kinds}::text[], ${lists.labels}::text[], ${lists.depths}::integer[],
        ${lists.parents}::text[], ${lists.texts}::text[], ${lists.htmls}::text[])
      with ordinality as b (anchor, kind, label, depth, parent_anchor, text, html, position)`.execute(tx);
}

/** Takes versions away that nobody but the conveners has seen; returns the files that came with them. */
export async function deleteVersions(
  tx: Tx,
  consultationId: string,
  which: 'waiting' | 'published',
): Promise<string[]> {
  const { rows } = await sql<{ file: string | null }>`delete from consultations.document_version
    where consultation_id = ${consultationId}
      and ${which === 'waiting' ? sql`published_at is null` : sql`published_at is not null`}
    returning source_file_id as file`.execute(tx);
  return rows.flatMap(({ file }) => file ?? []);
}

/** Publishes what waits, under the number it is known by from then on. */
export async function publishWaiting(
  tx: Tx,
  at: Date,
  row: { consultationId: string; no: number; note: string; offerSource: boolean },
): Promise<void> {
  await sql`update consultations.document_version set version_no = ${row.no}, note = ${row.note},
      offer_source = ${row.offerSource}, published_at = ${at}
    where consultation_id = ${row.consultationId} and published_at is null`.execute(tx);
}

/** Whose original a file is. */
export async function versionOfFile(
  db: Db,
  fileId: string,
): Promise<{ consultationId: string; offerSource: boolean; publishedAt: Date | null } | undefined> {
  const { rows } = await sql<{ consultationId: string; offerSource: boolean; publishedAt: Date | null }>`select
      consultation_id as "consultationId", offer_source as "offerSource", published_at as "publishedAt"
    from consultations.document_version where source_file_id = ${fileId}`.execute(db);
  return rows[0];
}
