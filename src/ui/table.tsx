import type { ComponentChildren } from 'preact';
import { useUi } from './page-context.ts';

export type Column<Row> = {
  label: string;
  cell: (row: Row, index: number) => ComponentChildren;
  /** Figures: set to the end, tabular. */
  numeric?: boolean;
  /** The cell that names the row. */
  head?: boolean;
  /** On phones without its label, as wide as the row: for running text, and for what may not stand in a row's head. */
  whole?: boolean;
  /** Label kept for screen readers, on columns of buttons. */
  labelHidden?: boolean;
  /** Foot of the column: a sum. */
  foot?: ComponentChildren;
};

export type TableProps<Row> = {
  /** What the table shows; required, hidden with `captionHidden`. */
  caption: ComponentChildren;
  captionHidden?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId?: (row: Row) => string;
  /** Said in place of rows. */
  empty?: ComponentChildren;
  /** Keeps columns side by side on phones and scrolls instead; for wide figures. */
  scroll?: boolean;
  dense?: boolean;
};

function classOf<Row>(column: Column<Row>): string | undefined {
  return column.numeric ? 'num' : undefined;
}

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th scope="col" class={classOf(column)}>
            {column.labelHidden ? <span class="vh">{column.label}</span> : column.label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cells<Row>({ columns, row, index }: { columns: readonly Column<Row>[]; row: Row; index: number }) {
  return (
    <>
      {columns.map((column) => {
        const label = column.labelHidden || column.whole ? undefined : column.label;
        return column.head ? (
          <th scope="row" class={classOf(column)}>
            {column.cell(row, index)}
          </th>
        ) : (
          <td class={classOf(column)} data-label={label}>
            {column.cell(row, index)}
          </td>
        );
      })}
    </>
  );
}

/** Rows and columns; on phones each row becomes a list of its cells with their labels. */
export function Table<Row>(p: TableProps<Row>) {
  const { t } = useUi();
  const hasFoot = p.columns.some((column) => column.foot !== undefined);
  const table = (
    <table class={['table', p.scroll && 'scroll', p.dense && 'dense'].filter(Boolean).join(' ')}>
      <caption class={p.captionHidden ? 'vh' : undefined}>{p.caption}</caption>
      <Head columns={p.columns} />
      <tbody>
        {p.rows.map((row, i) => (
          <tr id={p.rowId?.(row)}>
            <Cells columns={p.columns} row={row} index={i} />
          </tr>
        ))}
        {p.rows.length === 0 && (
          <tr class="none">
            <td colspan={p.columns.length}>{p.empty ?? t('ui.table.empty')}</td>
          </tr>
        )}
      </tbody>
      {hasFoot && p.rows.length > 0 && (
        <tfoot>
          <tr>
            {p.columns.map((column) =>
              column.head ? (
                <th scope="row">{column.foot}</th>
              ) : (
                <td class={classOf(column)} data-label={column.label}>
                  {column.foot}
                </td>
              ),
            )}
          </tr>
        </tfoot>
      )}
    </table>
  );
  // A scrolling region must be reachable by keyboard.
  return p.scroll ? (
    <section
      class="table-scroll"
      tabindex={0}
      aria-label={typeof p.caption === 'string' ? p.caption : t('ui.table.scrolls')}
    >
      {table}
    </section>
  ) : (
    table
  );
}
