import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { makeConsultation } from '../consultations.factory.ts';
import { publishText } from '../documents/documents.factory.ts';
import { blocksOf } from '../documents/documents.queries.ts';
import { insertOpinions, type MadeOpinion } from './desk.factory.queries.ts';

/** Test data: opinions on a draft, straight in the tables. @returns their first number */
export async function makeOpinions(k: Kernel, consultationId: string, ...rows: MadeOpinion[]): Promise<number> {
  return inTransaction(k.db, (tx) => insertOpinions(tx, consultationId, rows, k.clock.now()));
}

const draftText = `第一章 总则
第一条 为了管好河滨步道，制定本办法。
第二条 步道全天免费开放。
第二章 使用
第三条 步道每日六时至二十二时开放。
第四条 遛狗应当牵绳。`;

/** Test data: a draft whose period is over, with its text, and the anchors of its articles by their labels. */
export async function makeDraft(k: Kernel, given: Parameters<typeof makeConsultation>[2] = {}) {
  const made = await makeConsultation(k, 'draft', { from: -40, to: -3, ...given });
  await publishText(k, made.convener, made.consultation.id, draftText);
  const blocks = await blocksOf(k.db, made.consultation.id);
  const anchors = Object.fromEntries(
    blocks.filter(({ kind }) => kind === 'article').map(({ label, anchor }) => [label, anchor]),
  );
  return { ...made, anchors };
}
