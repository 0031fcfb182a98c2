import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { KeysetPager } from '../../../ui/pager.tsx';
import { Table } from '../../../ui/table.tsx';
import { stageName } from '../stage-name.ts';
import { baseOf, Criteria, SheetMark } from './own-page.tsx';
import type { OwnEntry, OwnWork } from './own-work.ts';
import { entryName, numberOf } from './words.ts';

const rowsOnPage = 20;

/** The rows of one page of a juror's table. */
export function tableRows(work: OwnWork, page: number): { rows: OwnEntry[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(work.mine.length / rowsOnPage));
  const here = Math.min(Math.max(1, page), pages);
  return { rows: work.mine.slice((here - 1) * rowsOnPage, here * rowsOnPage), page: here, pages };
}

/** Names of a row's fields begin with this. */
export const rowPrefix = ({ entry }: OwnEntry) => `p-${entry.number}-`;

/** What the fields of a page hold. */
export function tableValues(rows: readonly OwnEntry[]): FormValues {
  return Object.fromEntries(
    rows.flatMap((row) =>
      Object.entries(row.sheet?.points ?? {}).map(([id, points]) => [`${rowPrefix(row)}${id}`, String(points)]),
    ),
  );
}

/** Whether a row is written in the table; what was handed in is changed on its own sheet, with a reason. */
export const isOpenRow = ({ sheet }: OwnEntry) => sheet?.state !== 'handed_in';

/** Many entries at once: a row for each, a column for each criterion. */
export function TablePage(p: { work: OwnWork; page: number; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { work } = p;
  const { rows, page, pages } = tableRows(work, p.page);
  const base = baseOf(work);
  const address = (n: number) => `${base}/table?page=${n}`;
  const open = !work.stage.closedAt && work.at >= work.stage.startsAt;
  return (
    <>
      <Heading
        over={`${work.desk.competition.title}　${stageName(t, work.stage)}`}
        title={t('competitions.jury.table')}
        lead={t('competitions.jury.table_lead')}
      />
      {p.errors[''] && <Notice tone="error" title={p.errors['']} />}
      <Form id="table" action={address(page)} values={p.values} errors={p.errors}>
        {rows.filter(isOpenRow).map((row) => (
          <Hidden name={`v-${row.entry.number}`} value={String(row.sheet?.version ?? 0)} />
        ))}
        <div data-island="jury-grid" data-href={`${base}/`}>
          <Grid work={work} rows={rows} open={open} />
        </div>
        {open && rows.some(isOpenRow) && (
          <Actions note={t('competitions.jury.table_note')}>
            <Button primary name="do" value="draft">
              {t('competitions.jury.table_save')}
            </Button>
            <Button name="do" value="hand_in">
              {t('competitions.jury.table_hand_in')}
            </Button>
          </Actions>
        )}
      </Form>
      <KeysetPager
        {...(page > 1 ? { previousHref: address(page - 1) } : {})}
        {...(page < pages ? { nextHref: address(page + 1) } : {})}
        note={t('competitions.jury.page_of', { page, pages })}
      />
      <Criteria work={work} />
      <More>
        <VerbLink href={base}>{t('competitions.jury.all_mine')}</VerbLink>
      </More>
    </>
  );
}

function Grid({ work, rows, open }: { work: OwnWork; rows: readonly OwnEntry[]; open: boolean }) {
  const { t } = useUi();
  const base = baseOf(work);
  return (
    <Table
      caption={t('competitions.jury.table')}
      captionHidden
      scroll
      dense
      rows={rows}
      empty={t('competitions.jury.none_yours')}
      rowId={({ entry }) => `e${entry.number}`}
      columns={[
        {
          label: t('competitions.jury.entry'),
          head: true,
          cell: ({ entry }) => <a href={`${base}/${entry.number}`}>{entryName(entry)}</a>,
        },
        ...work.stage.settings.criteria.map(({ id, name, weight }) => ({
          label: t('competitions.jury.criterion_label', { name, weight }),
          cell: (row: OwnEntry) =>
            open && isOpenRow(row) ? (
              <Field
                name={`${rowPrefix(row)}${id}`}
                label={`${numberOf(row.entry)} ${name}`}
                labelHidden
                type="number"
                inputmode="decimal"
                min={0}
                max={100}
                step={0.5}
                width="short"
              />
            ) : (
              (row.sheet?.points[id] ?? '—')
            ),
        })),
        {
          label: t('competitions.jury.total'),
          numeric: true,
          cell: ({ sheet }) => <output>{sheet?.total?.toFixed(2) ?? '—'}</output>,
        },
        { label: t('competitions.jury.state_of'), cell: (row) => <SheetMark own={row} /> },
      ]}
    />
  );
}
