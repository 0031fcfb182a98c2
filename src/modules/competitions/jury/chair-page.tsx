import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Progress } from '../../../ui/due.tsx';
import { Figures } from '../../../ui/facts.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, Hidden } from '../../../ui/form.tsx';
import { Heading, Section } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { type Sent, stateOf } from '../desk-page.tsx';
import { stageName } from '../stage-name.ts';
import type { ChairView } from './chair-view.ts';
import { isOutlier, spreadOf, wideSpread } from './jury.rules.ts';
import type { EntryLine } from './load-jury.ts';
import { entryName } from './words.ts';

/** What the chair sees and does: who is still missing, where opinions part, equals, and the close. */
export function ChairPage({ view, ctx, sent }: { view: ChairView; ctx: PageContext; sent: Sent | undefined }) {
  const { t } = useUi();
  const { jury, lines, base, closing } = view;
  const expected = lines.reduce((sum, line) => sum + line.expected.length, 0);
  const missing = lines.reduce((sum, line) => sum + line.missing.length, 0);
  return (
    <>
      <Heading
        over={jury.competition.title}
        title={t('competitions.jury.chair_title', { stage: stageName(t, jury.stage) })}
        facts={
          <span>
            {t('competitions.jury.until')} <DateTime value={jury.stage.endsAt} form="datetime" />
          </span>
        }
      />
      {closing && (
        <Notice tone="success" title={t('competitions.jury.closed_at')}>
          <p>
            <DateTime value={closing.at} form="datetime" />
            {closing.remark && `　${closing.remark}`}
          </p>
        </Notice>
      )}
      <Figures
        items={[
          { label: t('competitions.jury.figure.entries'), value: String(lines.length) },
          { label: t('competitions.jury.figure.jurors'), value: String(jury.jurors.length) },
          { label: t('competitions.jury.figure.in'), value: String(expected - missing) },
          { label: t('competitions.jury.figure.missing'), value: String(missing) },
        ]}
      />
      <Progress
        id="jury-progress"
        label={t('competitions.jury.handed_of', { done: expected - missing, all: expected })}
        value={expected - missing}
        max={Math.max(1, expected)}
      />
      <More>
        <VerbLink href={`${base}/summary`}>{t('competitions.jury.to_summary')}</VerbLink>
        <VerbLink href={`${base}/record`}>{t('competitions.jury.to_record')}</VerbLink>
        <VerbLink href={base}>{t('competitions.jury.all_mine')}</VerbLink>
      </More>
      <Missing view={view} ctx={ctx} sent={sent} />
      <Apart view={view} ctx={ctx} sent={sent} />
      <Equals view={view} ctx={ctx} sent={sent} />
      <Entries view={view} />
      {!closing && <Close view={view} ctx={ctx} sent={sent} missing={missing} />}
    </>
  );
}

type Part = { view: ChairView; ctx: PageContext; sent: Sent | undefined };

function Missing({ view, ctx, sent }: Part) {
  const { t } = useUi();
  const { jury, lines, base, closing } = view;
  const rows = jury.jurors.map((juror) => {
    const theirs = lines.filter(({ expected }) => expected.includes(juror.id));
    return { juror, all: theirs.length, missing: theirs.filter(({ missing }) => missing.includes(juror.id)).length };
  });
  return (
    <Section id="jurors" title={t('competitions.jury.by_juror')}>
      <Table
        caption={t('competitions.jury.by_juror')}
        captionHidden
        rows={rows}
        columns={[
          { label: t('competitions.jury.juror'), head: true, cell: ({ juror }) => juror.name },
          { label: t('competitions.jury.assigned'), numeric: true, cell: ({ all }) => all },
          { label: t('competitions.jury.figure.in'), numeric: true, cell: ({ all, missing }) => all - missing },
          { label: t('competitions.jury.figure.missing'), numeric: true, cell: ({ missing }) => missing },
          {
            label: t('competitions.jury.deeds'),
            labelHidden: true,
            cell: ({ juror, missing }) =>
              missing > 0 &&
              !closing && (
                <Fold summary={t('competitions.jury.strike')} open={sent?.form === `strike-${juror.id}`}>
                  <Form
                    id={`strike-${juror.id}`}
                    action={`${base}/chair/strike`}
                    {...stateOf(ctx, sent, `strike-${juror.id}`)}
                    summary={false}
                  >
                    <Hidden name="juror" value={juror.id} />
                    <Field
                      name="reason"
                      label={t('competitions.jury.reason')}
                      hint={t('competitions.jury.strike_note', { count: missing })}
                      maxLength={500}
                    />
                    <Button small danger>
                      {t('competitions.jury.strike_do')}
                    </Button>
                  </Form>
                </Fold>
              ),
          },
        ]}
      />
    </Section>
  );
}

type Apartness = ReturnType<typeof apartOf>[number];

/** Entries on which the jury is of two minds, and totals far from the others; the widest first. */
function apartOf({ lines, sees }: ChairView) {
  return lines
    .filter((line) => sees(line) && line.sheets.length > 1)
    .map((line) => {
      const totals = line.sheets.map(({ total }) => total ?? 0);
      const far = line.sheets.filter(({ total, id }) =>
        isOutlier(
          total ?? 0,
          line.sheets.flatMap((each) => (each.id === id ? [] : [each.total ?? 0])),
        ),
      );
      return { line, far, ...spreadOf(totals) };
    })
    .filter(({ far, spread }) => far.length > 0 || spread > wideSpread)
    .sort((a, b) => b.spread - a.spread)
    .slice(0, 50);
}

function Apart({ view, ctx, sent }: Part) {
  const { t } = useUi();
  const { base, talks } = view;
  return (
    <Section
      id="apart"
      title={t('competitions.jury.apart')}
      note={t('competitions.jury.apart_note', { points: wideSpread })}
    >
      <Table
        caption={t('competitions.jury.apart')}
        captionHidden
        rows={apartOf(view)}
        empty={t('competitions.jury.apart_none')}
        columns={[
          {
            label: t('competitions.jury.entry'),
            head: true,
            cell: ({ line }) => (
              <a href={`${base}/${line.entry.number}/talk`}>
                {entryName(line.entry)}
                {(talks.get(line.entry.id) ?? 0) > 0 &&
                  `（${t('competitions.jury.talk_count', { count: talks.get(line.entry.id) ?? 0 })}）`}
              </a>
            ),
          },
          {
            label: t('competitions.jury.lowest_highest'),
            numeric: true,
            cell: ({ lowest, highest }) => `${lowest.toFixed(2)}–${highest.toFixed(2)}`,
          },
          { label: t('competitions.jury.spread'), numeric: true, cell: ({ spread }) => spread.toFixed(2) },
          {
            label: t('competitions.jury.far'),
            cell: (apart) => <AskAgain apart={apart} view={view} ctx={ctx} sent={sent} />,
          },
        ]}
      />
    </Section>
  );
}

function AskAgain({ apart: { line, far }, view, ctx, sent }: Part & { apart: Apartness }) {
  const { t } = useUi();
  const { jury, base, closing } = view;
  if (far.length === 0) return <>—</>;
  return (
    <>
      {far.map((sheet) => {
        const form = `reopen-${line.entry.number}-${sheet.jurorId}`;
        const name = `${jury.names.get(sheet.jurorId) ?? ''} ${sheet.total?.toFixed(2) ?? ''}`;
        return closing ? (
          <p>{name}</p>
        ) : (
          <Fold summary={t('competitions.jury.ask_again', { name })} open={sent?.form === form}>
            <Form id={form} action={`${base}/chair/reopen`} {...stateOf(ctx, sent, form)} summary={false}>
              <Hidden name="juror" value={sheet.jurorId} />
              <Hidden name="number" value={String(line.entry.number)} />
              <Field
                name="reason"
                label={t('competitions.jury.reason')}
                hint={t('competitions.jury.ask_again_note')}
                maxLength={500}
              />
              <Button small>{t('competitions.jury.ask_again_do')}</Button>
            </Form>
          </Fold>
        );
      })}
    </>
  );
}

function Equals({ view, ctx, sent }: Part) {
  const { t } = useUi();
  const { equals, base, closing } = view;
  // A showcase puts nobody before another.
  if (equals.length === 0 || view.jury.competition.mode === 'showcase') return null;
  return (
    <Section id="equals" title={t('competitions.jury.equals')} note={t('competitions.jury.equals_note')}>
      {equals.map(({ categoryId, category, total, entries, atBorder, decided }) => {
        const form = `tie-${entries.map(({ number }) => number).join('-')}`;
        return (
          <Fold
            summary={t(atBorder ? 'competitions.jury.equal_border' : 'competitions.jury.equal_group', {
              category,
              total: total.toFixed(2),
              count: entries.length,
            })}
            open={sent?.form === form || (atBorder && !decided)}
          >
            {decided && (
              <p>
                {t('competitions.jury.decided', { reason: decided.reason })}{' '}
                {entries.map((entry) => entryName(entry)).join('、')}
              </p>
            )}
            {closing ? (
              <p>{entries.map((entry) => entryName(entry)).join('、')}</p>
            ) : (
              <Form id={form} action={`${base}/chair/tie`} {...stateOf(ctx, sent, form)} summary={false}>
                <Hidden name="category" value={categoryId} />
                {entries.map((entry, at) => (
                  <Field
                    name={`place-${entry.number}`}
                    label={t('competitions.jury.place_for', { name: entryName(entry) })}
                    type="number"
                    width="short"
                    min={1}
                    max={entries.length}
                    value={sent?.form === form ? undefined : String(at + 1)}
                  />
                ))}
                <Field name="reason" label={t('competitions.jury.reason')} maxLength={500} />
                <Actions>
                  <Button small>{t('competitions.jury.tie_do')}</Button>
                </Actions>
              </Form>
            )}
          </Fold>
        );
      })}
    </Section>
  );
}

function Entries({ view }: { view: ChairView }) {
  const { t } = useUi();
  const { lines, base, talks, sees, jury } = view;
  return (
    <Section id="entries" title={t('competitions.jury.by_entry')} note={t('competitions.jury.by_entry_note')}>
      <Table
        caption={t('competitions.jury.by_entry')}
        captionHidden
        dense
        rows={lines}
        columns={[
          {
            label: t('competitions.jury.entry'),
            head: true,
            cell: ({ entry }) => <a href={`${base}/${entry.number}/talk`}>{entryName(entry)}</a>,
          },
          {
            label: t('competitions.jury.figure.in'),
            numeric: true,
            cell: ({ expected, missing }) => `${expected.length - missing.length}/${expected.length}`,
          },
          {
            label: t('competitions.jury.mean'),
            numeric: true,
            cell: (line: EntryLine) => (sees(line) ? (line.score?.toFixed(2) ?? '—') : '—'),
          },
          {
            label: t('competitions.jury.waiting_for'),
            cell: ({ missing }) =>
              missing
                .slice(0, 4)
                .map((id) => jury.names.get(id) ?? '')
                .join('、') || '—',
          },
          { label: t('competitions.jury.talk'), numeric: true, cell: ({ entry }) => talks.get(entry.id) ?? 0 },
        ]}
      />
    </Section>
  );
}

function Close({ view, ctx, sent, missing }: Part & { missing: number }) {
  const { t } = useUi();
  const open = view.equals.filter(({ atBorder, decided }) => atBorder && !decided).length;
  return (
    <Section id="close" title={t('competitions.jury.close')}>
      {missing > 0 && <Notice tone="warn" title={t('competitions.jury.close_missing', { count: missing })} />}
      {missing === 0 && open > 0 && <Notice title={t('competitions.jury.close_equal', { count: open })} />}
      <Form id="close-form" action={`${view.base}/chair/close`} {...stateOf(ctx, sent, 'close')} summary={false}>
        <Field
          name="remark"
          label={t('competitions.jury.remark')}
          type="textarea"
          paper="plain"
          rows={3}
          maxLength={1000}
          optional
        />
        <Actions note={t('competitions.jury.close_note')}>
          <Button primary disabled={missing > 0}>
            {t('competitions.jury.close_do')}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}
