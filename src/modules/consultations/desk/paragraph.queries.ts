import { type Db, sql } from '../../../kernel/db/index.ts';

export type ParagraphRow = {
  anchor: string;
  kind: string;
  label: string;
  parentAnchor: string | null;
  text: string;
  versionNo: number;
  /** in the text as it stands */
  current: boolean;
};

/**
 * Every paragraph that ever was published, as it last stood: those of the text as it stands in its order, then what was taken out.
 */
export async function paragraphRows(db: Db, consultationId: string): Promise<ParagraphRow[]> {
  const { rows } = await sql<ParagraphRow>`
    with published as (
      select version_no from consultations.document_version
      where consultation_id = ${consultationId} and published_at is not null),
    last as (
      select distinct on (b.anchor) b.anchor, b.kind, b.label, b.parent_anchor as "parentAnchor", b.text,
        b.version_no as "versionNo", b.version_no = (select max(version_no) from published) as current, b.position
      from consultations.block b join published using (version_no)
      where b.consultation_id = ${consultationId}
      order by b.anchor, b.version_no desc)
    select anchor, kind, label, "parentAnchor", text, "versionNo", current from last
    order by current desc, "versionNo" desc, position`.execute(db);
  return rows;
}

/** One paragraph as it stood in a version. */
export async function paragraphText(
  db: Db,
  consultationId: string,
  anchor: string,
  versionNo: number,
): Promise<string | undefined> {
  const { rows } = await sql<{ text: string }>`select text from consultations.block
    where consultation_id = ${consultationId} and version_no = ${versionNo} and anchor = ${anchor}`.execute(db);
  return rows[0]?.text;
}
