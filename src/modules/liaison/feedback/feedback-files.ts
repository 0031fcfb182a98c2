import type { Column } from '../../../kernel/export/index.ts';
import type { Locale } from '../../../kernel/i18n/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { citySettings } from '../../../kernel/settings/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { linesOfMarkdown } from '../exchange/plain-markdown.ts';
import {
  contactKinds,
  leastShown,
  type Measure,
  measureGroups,
  measures,
  quarters,
  textParts,
} from './feedback.rules.ts';
import { figureWords, rateLines } from './figure-words.ts';
import type { OverviewView, ReportView } from './load-feedback.ts';

type T = (key: string, params?: Record<string, unknown>) => string;

const measureName = (t: T, key: Measure) => t(`liaison.feedback.measure.${key}`);

function rateTable(shown: ReportView['shown'], t: T, locale: Locale) {
  return {
    columns: [
      { header: t('liaison.feedback.rate_name'), share: 1.4 },
      { header: t('liaison.feedback.rate_value'), share: 0.8, align: 'end' as const },
      { header: t('liaison.feedback.rate_how'), share: 3.4 },
    ],
    rows: rateLines(shown, t, locale).map((line) => [line.label, line.value, line.how]),
  };
}

/** A department's report to print and to hand on. */
export async function reportPdf(k: Kernel, view: ReportView, locale: Locale): Promise<Buffer> {
  const t = k.i18n.t(locale);
  const { report, shown, cells } = view;
  const name = view.departments.name(report.departmentId, locale);
  const title = t('liaison.feedback.report_of', { name, year: String(report.year) });
  const day = (at: Date) => dateWords(localDate(at, k.config.TIME_ZONE), { locale, weekday: false });
  const factsOf = (keys: readonly Measure[]) =>
    keys.map((key) => ({ label: measureName(t, key), value: figureWords(shown[key], t) }));
  return renderPdf({ title, lang: locale, at: k.clock.now(), author: name, foot: title }, (page) => {
    page.opening({
      title: t('liaison.feedback.pdf_title', { year: String(report.year) }),
      office: name,
      number: t(view.mode === 'city' ? 'liaison.feedback.pdf_city' : 'liaison.feedback.pdf_inner'),
    });
    page.heading(t('liaison.feedback.figures'));
    page.facts(factsOf(['members', 'contacted', 'contacts', 'received', 'closed', 'open', 'dropped', 'to_case']));
    if (cells)
      page.table(
        [
          { header: t('liaison.feedback.kind'), share: 1.4 },
          ...quarters.map((quarter) => ({ header: measureName(t, quarter), align: 'end' as const })),
          { header: t('liaison.feedback.total'), align: 'end' as const },
        ],
        [
          ...contactKinds.map((kind) => [
            measureName(t, kind),
            ...quarters.map((quarter) => String(cells[`${kind}_${quarter}`])),
            figureWords(shown[kind], t),
          ]),
          [
            t('liaison.feedback.total'),
            ...quarters.map((quarter) => figureWords(shown[quarter], t)),
            figureWords(shown.contacts, t),
          ],
        ],
      );
    const table = rateTable(shown, t, locale);
    page.heading(t('liaison.feedback.rates'));
    page.table(table.columns, table.rows);
    page.facts(factsOf(['agreements', 'duties_due', 'duties_kept', 'decisions_due', 'decisions_kept']));
    for (const part of textParts) {
      if (report.texts[part] === '') continue;
      page.heading(t(`liaison.feedback.part.${part}`));
      for (const line of linesOfMarkdown(report.texts[part])) page.paragraph(line.text);
    }
    if (view.mode === 'city') page.paragraph(t('liaison.feedback.city_note', { n: leastShown }), { voice: 'small' });
    if (report.signedBy && report.signedAt)
      page.signature([name, t('liaison.feedback.signed_by', { name: report.signedBy }), day(report.signedAt)], {
        seal: t('liaison.feedback.seal'),
      });
    else page.paragraph(t('liaison.feedback.pdf_draft'), { voice: 'small', align: 'end' });
  });
}

/** Departments down, a group of figures across, on as many tables as it takes. */
export async function overviewPdf(k: Kernel, view: OverviewView, locale: Locale): Promise<Buffer> {
  const t = k.i18n.t(locale);
  const city = k.settings.get(citySettings);
  const title = t('liaison.feedback.overview_of', { year: String(view.year) });
  const office = localised(city.sponsor, locale) || localised(city.name, locale);
  const table = (keys: readonly Measure[]) => ({
    columns: [
      { header: t('liaison.feedback.department'), share: 2.4 },
      ...keys.map((key) => ({ header: measureName(t, key), align: 'end' as const })),
    ],
    rows: [
      ...view.entries.map(({ report, shown }) => [
        view.departments.name(report.departmentId, locale),
        ...keys.map((key) => figureWords(shown[key], t)),
      ]),
      [t('liaison.feedback.total'), ...keys.map((key) => figureWords(view.total[key], t))],
    ],
  });
  return renderPdf({ title, lang: locale, at: k.clock.now(), author: office, foot: title }, (page) => {
    page.opening({
      title: t('liaison.feedback.overview'),
      office,
      number: `${t('liaison.feedback.year', { year: String(view.year) })}　${t(view.mode === 'city' ? 'liaison.feedback.pdf_city' : 'liaison.feedback.pdf_inner')}`,
    });
    page.paragraph(
      t('liaison.feedback.overview_lead', {
        sent: view.entries.length,
        all: view.entries.length + view.missing.length,
      }),
    );
    const rates = rateTable(view.total, t, locale);
    page.table(rates.columns, rates.rows);
    for (const group of measureGroups) {
      page.heading(t(`liaison.feedback.group.${group.key}`), 2);
      const { columns, rows } = table(group.of);
      page.table(columns, rows);
    }
    if (view.missing.length > 0)
      page.paragraph(
        `${t('liaison.feedback.missing')}${t('liaison.feedback.colon')}${view.missing.map((each) => view.departments.name(each.departmentId, locale)).join(t('liaison.exchange.and'))}`,
      );
    if (view.mode === 'city') page.paragraph(t('liaison.feedback.city_note', { n: leastShown }), { voice: 'small' });
    page.signature([office, dateWords(localDate(k.clock.now(), k.config.TIME_ZONE), { locale, weekday: false })], {
      seal: t('liaison.feedback.seal'),
    });
  });
}

export type MeasureLine = { name: string; value: number | string };

/** One figure a line. */
export function reportSheet(
  view: ReportView,
  t: T,
  locale: Locale,
): { columns: Column<MeasureLine>[]; rows: MeasureLine[] } {
  const rows: MeasureLine[] = measures.map((key) => ({
    name: measureName(t, key),
    value: view.shown[key] ?? figureWords(null, t),
  }));
  for (const line of rateLines(view.shown, t, locale))
    rows.push({ name: line.label, value: `${line.value}　${line.how}` });
  for (const part of textParts) rows.push({ name: t(`liaison.feedback.part.${part}`), value: view.report.texts[part] });
  return {
    columns: [
      { key: 'name', header: t('liaison.feedback.rate_name'), value: (row) => row.name, width: 28 },
      {
        key: 'value',
        header: view.departments.name(view.report.departmentId, locale),
        value: (row) => row.value,
        width: 60,
      },
    ],
    rows,
  };
}

export type OverviewLine = { name: string; shown: OverviewView['total'] };

/** A department a line, the sum last. */
export function overviewSheet(
  view: OverviewView,
  t: T,
  locale: Locale,
): { columns: Column<OverviewLine>[]; rows: OverviewLine[] } {
  return {
    columns: [
      { key: 'department', header: t('liaison.feedback.department'), value: (row) => row.name, width: 28 },
      ...measures.map((key) => ({
        key,
        header: measureName(t, key),
        value: (row: OverviewLine) => row.shown[key] ?? figureWords(null, t),
        width: 12,
      })),
    ],
    rows: [
      ...view.entries.map(({ report, shown }) => ({ name: view.departments.name(report.departmentId, locale), shown })),
      { name: t('liaison.feedback.total'), shown: view.total },
    ],
  };
}
