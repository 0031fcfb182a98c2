import { DateTime } from '../../../ui/date-time.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { Pre } from '../../../ui/text.tsx';
import { stageName } from '../stage-name.ts';
import type { Change, ChangeValue } from './changes.rules.ts';

/** Lines that only one of two texts has. */
function ownLines(text: string, other: string): string {
  const known = new Set(other.split('\n').map((line) => line.trim()));
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !known.has(line.trim()))
    .join('\n');
}

const isLong = (value: ChangeValue): value is { text: string } =>
  value !== null && 'text' in value && (value.text.length > 120 || value.text.includes('\n'));

function Value({ value, beside }: { value: ChangeValue; beside: ChangeValue }) {
  const { t, locale } = useUi();
  if (value === null) return <span class="quiet">{t('competitions.organise.changes.nothing')}</span>;
  if ('at' in value) return <DateTime value={value.at} form="exact" />;
  if ('keys' in value) {
    const and = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
    return <>{and.format(value.keys.map((key) => t(key)))}</>;
  }
  // Of long texts the lines that are the same in both say nothing.
  const text =
    isLong(value) && beside !== null && 'text' in beside
      ? ownLines(value.text, beside.text) || t('competitions.organise.changes.order_only')
      : value.text;
  return <Pre text={text} />;
}

/** What was changed, each field with what it was and what it is. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const { t } = useUi();
  // keys: competitions.organise.field.*, competitions.stage.*
  return (
    <Table
      caption={t('competitions.organise.changes.caption')}
      captionHidden
      rows={changes}
      columns={[
        {
          label: t('competitions.organise.changes.what'),
          head: true,
          cell: ({ field, stage }) => (
            <>
              {stage && `${stageName(t, stage)} · `}
              {t(`competitions.organise.field.${field}`)}
            </>
          ),
        },
        {
          label: t('competitions.organise.changes.before'),
          cell: ({ before, after }) => <Value value={before} beside={after} />,
        },
        {
          label: t('competitions.organise.changes.after'),
          cell: ({ before, after }) => <Value value={after} beside={before} />,
        },
      ]}
    />
  );
}
