import type { Readable } from 'node:stream';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import type { Consultation } from '../consultation.queries.ts';
import { numbersText, verdictOf } from '../desk/desk.rules.ts';
import { authorShown } from './author.ts';
import type { DocxWords } from './docx-shell.ts';
import { type DocxRow, docxStream } from './docx-stream.ts';
import { loadResult, type ResultView } from './load-result.ts';
import { type ResultGroup, type ResultKey, resultGroups } from './result.queries.ts';
import { counted } from './result.rules.ts';

const batch = 300;

/** 意见汇总表: figures, summary and every opinion by paragraph with what became of it and why. */
export async function resultDocx(k: Kernel, ctx: PageContext, consultation: Consultation): Promise<Readable> {
  const view = await loadResult(k, consultation, {}, null);
  return docxStream(wordsOf(k, ctx, view), rowsOf(k, ctx, view));
}

function wordsOf(k: Kernel, { t, locale }: PageContext, view: ResultView): DocxWords {
  const { consultation, figures, result, departments } = view;
  const all = counted(figures);
  const day = localDate(consultation.answeredAt ?? k.clock.now(), k.config.TIME_ZONE);
  const out = (['offTopic', 'enquiry', 'withdrawn', 'hidden', 'undecided'] as const)
    .filter((what) => figures[what] > 0)
    .map((what) => `${t(`consultations.result.figure.${what}`)} ${figures[what]}`);
  return {
    title: t('consultations.result.docx_title', { title: consultation.title }),
    facts: [
      departments.name(consultation.departmentId, locale),
      t('consultations.result.docx_period', { from: consultation.startsOn, to: consultation.endsOn }),
      t(consultation.state === 'answered' ? 'consultations.result.docx_day' : 'consultations.result.docx_draft', {
        day,
      }),
    ],
    figures: {
      heading: t('consultations.result.figures'),
      lines: [
        t('consultations.result.docx_figures', { ...figures, counted: all }),
        ...(out.length > 0
          ? [t('consultations.result.docx_out', { list: out.join(t('consultations.desk.and')) })]
          : []),
        ...(figures.answers > 0 ? [t('consultations.result.answers', { n: figures.answers })] : []),
      ],
    },
    summary: { heading: t('consultations.result.summary'), paragraphs: plainParagraphs(result?.summary ?? '') },
    table: {
      heading: t('consultations.result.each'),
      note: t('consultations.result.each_note'),
      // keys: consultations.result.docx_column.*
      columns: (['number', 'paragraph', 'opinion', 'author', 'decision', 'reason'] as const).map((name) =>
        t(`consultations.result.docx_column.${name}`),
      ),
    },
    foot: t('consultations.result.docx_foot', { page: '{page}', pages: '{pages}' }),
    language: locale === 'zh-TW' ? 'zh-TW' : 'zh-CN',
  };
}

/** Markdown as plain paragraphs: marks of headings, lists and emphasis gone. */
function plainParagraphs(markdown: string): string[] {
  return markdown
    .split(/\n+/)
    .map((line) =>
      line
        .replace(/^\s*(?:#{1,6}|>)\s+/, '')
        .replace(/^\s*[-*+]\s+/, '· ')
        .replace(/(\*\*|__)(.+?)\1/g, '$2')
        .replace(/[^\P{Cc}]/gu, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

async function* rowsOf(k: Kernel, ctx: PageContext, view: ResultView): AsyncGenerator<DocxRow> {
  const { consultation, paragraphs, counts } = view;
  const anchors = paragraphs.anchors();
  let current: string | null | undefined;
  for (let after: ResultKey | null = null; ; ) {
    const groups: ResultGroup[] = await resultGroups(k.db, consultation.id, {}, anchors, after, batch);
    for (const group of groups) {
      if (group.anchor !== current) {
        current = group.anchor;
        const n = ctx.t('consultations.result.pieces', { n: counts.get(current) ?? 0 });
        yield { across: `${nameOf(ctx, view, current)}　${n}` };
      }
      yield { cells: cellsOf(ctx, view, group) };
    }
    const last = groups.at(-1);
    if (!last || groups.length < batch) return;
    after = { position: last.position, first: last.first };
  }
}

function nameOf({ t }: PageContext, { paragraphs }: ResultView, anchor: string | null): string {
  return anchor === null
    ? t('consultations.result.whole')
    : (paragraphs.get(anchor)?.name ?? t('consultations.desk.gone'));
}

function cellsOf(ctx: PageContext, view: ResultView, group: ResultGroup): string[] {
  const { t } = ctx;
  const { numbers, versions } = group;
  const alike =
    numbers.length > 1
      ? t('consultations.result.alike', { n: numbers.length }) +
        numbersText(numbers.slice(1)).replaceAll(',', t('consultations.desk.and'))
      : '';
  const changed = versions.map((no) => t('consultations.result.changed_in', { no }));
  return [
    String(group.first),
    nameOf(ctx, view, group.anchor),
    [group.text, alike].filter(Boolean).join('\n'),
    authorShown(group),
    t(`consultations.desk.verdict.${verdictOf(group)}`),
    [group.reason, ...changed].join('\n'),
  ];
}
