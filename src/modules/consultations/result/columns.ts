import type { Column } from '../../../kernel/export/index.ts';
import type { T } from '../../../kernel/i18n/index.ts';
import { verdictOf } from '../desk/desk.rules.ts';
import type { OpinionLine } from './opinion-lines.ts';

/** Columns of the open data, by their names for programs; what each holds is told by the codebook. */
export const openColumns: readonly Column<OpinionLine>[] = [
  { key: 'number', header: 'number', value: ({ number }) => number },
  { key: 'kind', header: 'kind', value: ({ kind }) => kind },
  { key: 'answers_to', header: 'answers_to', value: ({ answersTo }) => answersTo },
  { key: 'state', header: 'state', value: ({ state }) => state },
  { key: 'received_at', header: 'received_at', value: ({ createdAt }) => createdAt },
  { key: 'way', header: 'way', value: ({ way }) => way },
  { key: 'author', header: 'author', value: ({ author }) => author },
  { key: 'organisation', header: 'organisation', value: ({ organisation }) => organisation },
  { key: 'anchor', header: 'anchor', value: ({ anchor }) => anchor },
  { key: 'paragraph', header: 'paragraph', value: ({ paragraph }) => paragraph },
  { key: 'version_read', header: 'version_read', value: ({ versionNo }) => versionNo },
  { key: 'alike', header: 'alike', value: ({ head }) => head },
  { key: 'supports', header: 'supports', value: ({ supports }) => supports },
  { key: 'text', header: 'text', value: ({ text }) => text },
  { key: 'outcome', header: 'outcome', value: ({ outcome }) => outcome },
  { key: 'ground', header: 'ground', value: ({ ground }) => ground },
  { key: 'reason', header: 'reason', value: ({ reason }) => reason },
  { key: 'changed_version', header: 'changed_version', value: ({ changedVersion }) => changedVersion },
  { key: 'changed_anchors', header: 'changed_anchors', value: ({ changedAnchors }) => changedAnchors.join(' ') },
];

/** Columns of the table that people open in a spreadsheet, in their language. */
export function sheetColumns(t: T): Column<OpinionLine>[] {
  const head = (name: string) => ({ key: name, header: t(`consultations.result.sheet.${name}`) });
  // keys: consultations.result.sheet.*
  return [
    { ...head('number'), value: ({ number }) => number },
    { ...head('paragraph'), value: ({ paragraph }) => paragraph ?? t('consultations.result.whole'), width: 16 },
    { ...head('text'), value: ({ text }) => text, width: 60 },
    { ...head('author'), value: ({ author }) => author, width: 16 },
    { ...head('way'), value: ({ way }) => t(`consultations.way.${way}`), width: 12 },
    { ...head('received'), value: ({ createdAt }) => createdAt, width: 20 },
    { ...head('state'), value: ({ state }) => t(`consultations.contribution_state.${state}`), width: 10 },
    { ...head('answers_to'), value: ({ answersTo }) => answersTo },
    { ...head('alike'), value: ({ head: first }) => first },
    { ...head('supports'), value: ({ supports }) => supports },
    {
      ...head('decision'),
      value: ({ outcome, ground }) => outcome && t(`consultations.desk.verdict.${verdictOf({ outcome, ground })}`),
      width: 14,
    },
    { ...head('reason'), value: ({ reason }) => reason, width: 60 },
    { ...head('changed_version'), value: ({ changedVersion }) => changedVersion },
  ];
}
