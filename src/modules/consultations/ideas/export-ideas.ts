import type { FastifyReply } from 'fastify';
import { type Column, csvStream, xlsxStream } from '../../../kernel/export/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Locale, T } from '../../../ui/page-context.ts';
import { departmentBook, districtBook } from '../../people/index.ts';
import type { ConsultationOf } from '../consultation.queries.ts';
import { todayOf } from '../public/load-consultation.ts';
import { answersOf } from './answer.queries.ts';
import { categoriesOf } from './category.queries.ts';
import type { Idea } from './idea.queries.ts';
import { stageWords } from './idea-words.ts';
import { ideasByNumber } from './list.queries.ts';

const batch = 200;

type Line = { idea: Idea; answer: string };

/** Every idea that was not taken back, a batch at a time; the text of hidden ones stays here too: the desk works with it. */
async function* lines(k: Kernel, call: ConsultationOf<'ideas'>): AsyncGenerator<Line> {
  for (let after = 0; ; ) {
    const ideas = await ideasByNumber(k.db, call.id, { after, limit: batch, everyState: true });
    for (const idea of ideas) {
      const answers = idea.answeredAt === null ? [] : await answersOf(k.db, idea.id);
      yield { idea, answer: answers.at(-1)?.text ?? '' };
    }
    const last = ideas.at(-1);
    if (!last || ideas.length < batch) return;
    after = last.number;
  }
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Ideas with what became of them as a table: shown names alone, no account and no way to reach anybody. */
export async function exportIdeas(
  k: Kernel,
  reply: FastifyReply,
  call: ConsultationOf<'ideas'>,
  { format, t, locale }: { format: 'csv' | 'xlsx'; t: T; locale: Locale },
): Promise<FastifyReply> {
  const [departments, districts, categories] = await Promise.all([
    departmentBook(k),
    districtBook(k),
    categoriesOf(k.db, call.id),
  ]);
  const today = todayOf(k);
  const columns: Column<Line>[] = [
    { key: 'number', header: t('consultations.ideas.fact.number'), value: ({ idea }) => idea.number },
    { key: 'title', header: t('consultations.ideas.column.title'), value: ({ idea }) => idea.title, width: 30 },
    { key: 'text', header: t('consultations.ideas.column.text'), value: ({ idea }) => idea.text, width: 60 },
    { key: 'shown_as', header: t('consultations.ideas.column.shown_as'), value: ({ idea }) => idea.shownAs },
    {
      key: 'category',
      header: t('consultations.ideas.fact.category'),
      value: ({ idea }) => categories.find(({ id }) => id === idea.categoryId)?.name,
    },
    {
      key: 'district',
      header: t('consultations.ideas.filter.district'),
      value: ({ idea }) => districts.name(idea.districtId, locale),
    },
    { key: 'place', header: t('consultations.ideas.fact.place'), value: ({ idea }) => idea.place, width: 20 },
    { key: 'said_at', header: t('consultations.ideas.column.said'), value: ({ idea }) => idea.createdAt, width: 20 },
    { key: 'supports', header: t('consultations.ideas.fact.supports'), value: ({ idea }) => idea.supports },
    { key: 'stage', header: t('consultations.ideas.mine.state'), value: ({ idea }) => stageWords(t, idea, today).word },
    {
      key: 'office',
      header: t('consultations.ideas.fact.office'),
      value: ({ idea }) => (idea.departmentId ? departments.name(idea.departmentId, locale) : ''),
    },
    { key: 'answer_by', header: t('consultations.ideas.desk.answer_by'), value: ({ idea }) => idea.answerBy },
    { key: 'answered_at', header: t('consultations.ideas.column.answered'), value: ({ idea }) => idea.answeredAt },
    { key: 'answer', header: t('consultations.ideas.column.answer'), value: ({ answer }) => answer, width: 60 },
    { key: 'done_by', header: t('consultations.ideas.desk.done_by'), value: ({ idea }) => idea.doneBy },
    { key: 'done_at', header: t('consultations.ideas.column.done'), value: ({ idea }) => idea.doneAt },
  ];
  const zone = k.config.TIME_ZONE;
  return reply
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${call.slug}-ideas.${format}"`)
    .type(types[format])
    .send(
      format === 'csv'
        ? csvStream(columns, lines(k, call), { zone })
        : xlsxStream(columns, lines(k, call), { zone, sheet: 'ideas' }),
    );
}
