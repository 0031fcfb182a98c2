import type { ComponentChildren } from 'preact';
import { Button } from '../../../../ui/button.tsx';
import { ComparedClause } from '../../../../ui/draft-text.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form } from '../../../../ui/form.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Meta } from '../../../../ui/text.tsx';
import type { ComparedBlock } from './compare-versions.ts';

export type ComparisonProps = {
  compared: readonly ComparedBlock[];
  /** everything, or only what differs with a word on how much is left out */
  all: boolean;
  /** behind a changed block: which opinions changed it */
  note?: (anchor: string) => ComponentChildren;
  lang: string | undefined;
};

const differs = ({ change, moved, label, formerLabel }: ComparedBlock): boolean =>
  change !== 'same' || moved || label !== formerLabel;

/** How many blocks of each sort a comparison has. */
export function countChanges(compared: readonly ComparedBlock[]) {
  const count = (has: (block: ComparedBlock) => boolean) => compared.filter(has).length;
  return {
    changed: count(({ change }) => change === 'changed'),
    added: count(({ change }) => change === 'new'),
    gone: count(({ change }) => change === 'gone'),
    moved: count(({ moved }) => moved),
    renumbered: count(
      ({ change, label, formerLabel }) => (change === 'same' || change === 'changed') && label !== formerLabel,
    ),
  };
}

/** Two versions as one text: what was put in, taken out, moved and numbered anew. */
export function Comparison({ compared, all, note, lang }: ComparisonProps) {
  const { t } = useUi();
  const counts = countChanges(compared);
  const items: ComponentChildren[] = [];
  let skipped = 0;
  const tellSkipped = () => {
    if (skipped > 0)
      items.push(<li class="compared-skipped">{t('consultations.documents.compare.skipped', { count: skipped })}</li>);
    skipped = 0;
  };
  for (const block of compared) {
    // Numbers alone that moved along are said where somebody wants to see everything.
    if (!all && !differs(block)) skipped += 1;
    else {
      tellSkipped();
      items.push(<ComparedClause piece={block} note={note?.(block.anchor)} {...(lang ? { lang } : {})} />);
    }
  }
  tellSkipped();
  return (
    <>
      <Meta
        items={[
          counts.changed > 0 && t('consultations.documents.compare.changed', { count: counts.changed }),
          counts.added > 0 && t('consultations.documents.compare.added', { count: counts.added }),
          counts.gone > 0 && t('consultations.documents.compare.gone', { count: counts.gone }),
          counts.moved > 0 && t('consultations.documents.compare.moved', { count: counts.moved }),
          counts.renumbered > 0 && t('consultations.documents.compare.renumbered', { count: counts.renumbered }),
        ]}
      />
      <ol class="compared-list">{items}</ol>
    </>
  );
}

/** Which two versions are compared, and how much of them is shown. */
export function ComparisonForm(p: {
  action: string;
  numbers: readonly number[];
  from: number;
  to: number;
  all: boolean;
}) {
  const { t } = useUi();
  const options = p.numbers.map((no) => ({ value: String(no), label: t('consultations.documents.version', { no }) }));
  return (
    <Form
      id="compare"
      action={p.action}
      method="get"
      values={{ from: String(p.from), to: String(p.to), show: p.all ? 'all' : 'changes' }}
    >
      <div class="filter-fields">
        <Field name="from" type="select" label={t('consultations.documents.compare.from')} options={options} />
        <Field name="to" type="select" label={t('consultations.documents.compare.to')} options={options} />
        <Field
          name="show"
          type="select"
          label={t('consultations.documents.compare.show')}
          options={[
            { value: 'changes', label: t('consultations.documents.compare.show_changes') },
            { value: 'all', label: t('consultations.documents.compare.show_all') },
          ]}
        />
      </div>
      <Actions>
        <Button>{t('consultations.documents.compare.go')}</Button>
      </Actions>
    </Form>
  );
}
