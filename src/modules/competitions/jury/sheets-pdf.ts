import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { dateWords, localDate, localIso } from '../../../kernel/time/index.ts';
import { departmentBook } from '../../people/index.ts';
import { stageName } from '../stage-name.ts';
import type { ChairView } from './chair-view.ts';
import { sheetsDigest } from './sheet-digest.ts';
import { jurorColumns, totalOf } from './summary-page.tsx';
import { numberOf } from './words.ts';

// keys: competitions.jury.outcome.*

/** Jurors side by side on one table; more go on in another below. */
const jurorsAcross = 6;

const minute = (at: Date | null, zone: string) => (at ? localIso(at, zone).slice(0, 16).replace('T', ' ') : '—');

async function head(k: Kernel, view: ChairView, locale: Locale) {
  const t = k.i18n.t(locale);
  const { competition, stage } = view.jury;
  const office = (await departmentBook(k)).name(competition.departmentId, locale);
  const number = `${competition.title}　${stageName(t, stage)}`;
  return {
    t,
    office,
    number,
    zone: k.config.TIME_ZONE,
    today: dateWords(localDate(k.clock.now(), k.config.TIME_ZONE), { locale, weekday: false }),
  };
}

/** One juror's sheets of a stage, to print and sign: points, totals, what counted, when handed in, and a digest of it all. */
export async function sheetsPdf(k: Kernel, view: ChairView, jurorId: string, locale: Locale): Promise<Buffer> {
  const { t, office, number, zone, today } = await head(k, view, locale);
  const { jury, lines, closing } = view;
  const name = jury.names.get(jurorId) ?? '';
  const own = lines.flatMap((line) => {
    const sheet = line.sheets.find((each) => each.jurorId === jurorId);
    return sheet ? [{ line, sheet }] : [];
  });
  const digest = sheetsDigest(
    own.map(({ sheet }) => sheet),
    new Map(lines.map(({ entry }) => [entry.id, entry.number])),
  );
  return renderPdf(
    {
      title: t('competitions.jury.pdf_sheets'),
      lang: locale,
      at: k.clock.now(),
      author: office,
      foot: `${number}　${name}`,
    },
    (page) => {
      page.opening({ office, title: t('competitions.jury.pdf_sheets'), number });
      page.facts([
        { label: t('competitions.jury.juror'), value: name },
        { label: t('competitions.jury.figure.sheets'), value: String(own.length) },
        {
          label: t('competitions.jury.criteria'),
          value: jury.stage.settings.criteria.map((each) => `${each.name} ${each.weight}%`).join('、'),
        },
        {
          label: t('competitions.jury.state_of'),
          value: t(closing ? 'competitions.jury.state.closed' : 'competitions.jury.pdf_open'),
        },
      ]);
      page.table(
        [
          { header: t('competitions.jury.number'), share: 0.8 },
          { header: t('competitions.jury.entry'), share: 2.6 },
          ...jury.stage.settings.criteria.map((each) => ({ header: each.name, align: 'end' as const, share: 1 })),
          { header: t('competitions.jury.total'), align: 'end', share: 1.1 },
          ...(closing ? [{ header: t('competitions.jury.counts'), share: 1.3 }] : []),
          { header: t('competitions.jury.handed_in_at'), share: 2 },
        ],
        own.map(({ line, sheet }) => [
          numberOf(line.entry),
          line.entry.title,
          ...jury.stage.settings.criteria.map(({ id }) => String(sheet.points[id] ?? '—')),
          sheet.total?.toFixed(2) ?? '—',
          ...(closing ? [t(`competitions.jury.outcome.${line.outcomes.get(sheet.id) ?? 'counted'}`)] : []),
          minute(sheet.handedInAt, zone),
        ]),
      );
      page.paragraph(t('competitions.jury.pdf_digest', { digest }), { voice: 'small' });
      page.signHere([t('competitions.jury.pdf_signed'), t('competitions.jury.pdf_date')]);
      page.paragraph(today, { voice: 'small', align: 'end' });
    },
  );
}

/** The jury's table: entries by jurors, what does not count in brackets, the mean. */
export async function summaryPdf(k: Kernel, view: ChairView, locale: Locale): Promise<Buffer> {
  const { t, office, number, zone, today } = await head(k, view, locale);
  const { lines, closing, sees } = view;
  const jurors = jurorColumns(view);
  const parts: (typeof jurors)[] = [];
  for (let from = 0; from < Math.max(1, jurors.length); from += jurorsAcross)
    parts.push(jurors.slice(from, from + jurorsAcross));
  return renderPdf(
    { title: t('competitions.jury.summary'), lang: locale, at: k.clock.now(), author: office, foot: number },
    (page) => {
      page.opening({ office, title: t('competitions.jury.summary'), number });
      page.facts([
        { label: t('competitions.jury.figure.entries'), value: String(lines.length) },
        { label: t('competitions.jury.figure.jurors'), value: String(jurors.length) },
        { label: t('competitions.jury.closed_at'), value: minute(closing?.at ?? null, zone) },
      ]);
      page.paragraph(t('competitions.jury.summary_lead'), { voice: 'small' });
      for (const part of parts)
        page.table(
          [
            { header: t('competitions.jury.number'), share: 0.8 },
            { header: t('competitions.jury.entry'), share: 2.4 },
            ...part.map(({ name }) => ({ header: name, align: 'end' as const, share: 1.2 })),
            { header: t('competitions.jury.mean'), align: 'end', share: 1.1 },
          ],
          lines.map((line) => [
            numberOf(line.entry),
            line.entry.title,
            ...part.map(({ id }) => (sees(line) ? totalOf(line, id) : '—')),
            sees(line) ? (line.score?.toFixed(2) ?? '—') : '—',
          ]),
        );
      if (closing) page.paragraph(t('competitions.jury.pdf_digest', { digest: closing.digest }), { voice: 'small' });
      page.signHere([t('competitions.jury.pdf_chair'), t('competitions.jury.pdf_observer')]);
      page.paragraph(today, { voice: 'small', align: 'end' });
    },
  );
}
