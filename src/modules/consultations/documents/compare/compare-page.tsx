import type { ComponentChildren } from 'preact';
import { Button } from '../../../../ui/button.tsx';
import { ComparedClause } from '../../../../ui/draft-text.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Actions, Form } from '../../../../ui/form.tsx';
import { Heading, Section, Trail } from '../../../../ui/layout.tsx';
import { EmptyState, Notice } from '../../../../ui/notice.tsx';
import { useUi } from '../../../../ui/page-context.ts';
import { Meta } from '../../../../ui/text.tsx';
import type { ConsultationOf } from '../../consultation.queries.ts';
import type { DocumentVersion } from '../documents.queries.ts';
import type { ComparedBlock } from './compare-versions.ts';

export type ComparisonProps = {
  compared: readonly ComparedBlock[];
  /** everything, or only what differs with a word on how much is left out */
  all: boolean;
  /** behind a changed block: which opinions changed it */
  note?: (anchor: string) => ComponentChildren;
  lang: string | undefined;
};

/** New numbers alone are summed up with what stayed. */
const differs = ({ change, moved }: ComparedBlock): boolean => change !== 'same' || moved;

/** How many blocks of each sort a comparison has. */
function countChanges(compared: readonly ComparedBlock[]) {
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

/** Articles that say the same but hold something that differs: an item alone does not say where it stands. */
function holdersOf(compared: readonly ComparedBlock[]): ReadonlySet<ComparedBlock> {
  const holders = new Set<ComparedBlock>();
  let article: ComparedBlock | undefined;
  for (const block of compared) {
    if (block.title || block.kind === 'article') article = block.title ? undefined : block;
    else if (article && block.depth > article.depth && differs(block)) holders.add(article);
  }
  return holders;
}

/** Two versions as one text: what was put in, taken out, moved and numbered anew. */
export function Comparison({ compared, all, note, lang }: ComparisonProps) {
  const { t } = useUi();
  const counts = countChanges(compared);
  const holders = holdersOf(compared);
  const items: ComponentChildren[] = [];
  let skipped: ComparedBlock[] = [];
  const tellSkipped = () => {
    if (skipped.length > 0) items.push(<Skipped blocks={skipped} />);
    skipped = [];
  };
  for (const block of compared) {
    if (!all && !differs(block) && !holders.has(block)) skipped.push(block);
    else {
      tellSkipped();
      items.push(<ComparedClause piece={block} note={note?.(block.anchor)} {...(lang ? { lang } : {})} />);
    }
  }
  tellSkipped();
  return (
    <Section id="changes" title={t('consultations.documents.compare.changes')}>
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
    </Section>
  );
}

/** What says the same in both, and which articles of it are only numbered anew. */
function Skipped({ blocks }: { blocks: readonly ComparedBlock[] }) {
  const { t } = useUi();
  const numbered = blocks.filter(({ kind, label, formerLabel }) => kind === 'article' && label !== formerLabel);
  const [first, last] = [numbered[0], numbered.at(-1)];
  return (
    <li class="compared-skipped">
      {t('consultations.documents.compare.skipped', { count: blocks.length })}
      {first && last && ' '}
      {first &&
        last &&
        t('consultations.documents.compare.only_numbers', {
          count: numbered.length,
          from: first.formerLabel,
          to: last.formerLabel,
          newFrom: first.label,
          newTo: last.label,
        })}
    </li>
  );
}

/** Which two versions are compared, and how much of them is shown. */
function ComparisonForm(p: { action: string; numbers: readonly number[]; from: number; to: number; all: boolean }) {
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

export type ComparePageProps = Omit<ComparisonProps, 'compared'> & {
  consultation: ConsultationOf<'draft'>;
  versions: readonly DocumentVersion[];
  from: DocumentVersion;
  to: DocumentVersion;
  /** undefined: there is nothing to compare with */
  compared: readonly ComparedBlock[] | undefined;
};

/** Two versions of a draft, compared for everybody. */
export function ComparePage({ consultation, versions, from, to, compared, ...shown }: ComparePageProps) {
  const { t } = useUi();
  const base = `/consultations/${consultation.slug}`;
  const title = t('consultations.documents.compare.title');
  return (
    <>
      <Trail
        items={[
          { label: t('consultations.public.list.title'), href: '/consultations' },
          { label: consultation.title, href: base },
          { label: t('consultations.documents.text'), href: `${base}/text` },
          { label: title },
        ]}
      />
      <Heading
        title={title}
        lead={compared && t('consultations.documents.compare.lead', { from: from.no, to: to.no })}
      />
      {compared ? (
        <div class="draft-main">
          <ComparisonForm
            action={`${base}/compare`}
            numbers={versions.map(({ no }) => no)}
            from={from.no}
            to={to.no}
            all={shown.all}
          />
          {to.note !== '' && from.no < to.no && (
            <Notice tone="info" title={t('consultations.documents.what_changed')}>
              <p lang={shown.lang}>{to.note}</p>
            </Notice>
          )}
          <Comparison compared={compared} {...shown} />
        </div>
      ) : (
        <EmptyState title={t('consultations.documents.compare.only_one')}>
          <p>
            <a href={`${base}/text`}>{t('consultations.documents.read')}</a>
          </p>
        </EmptyState>
      )}
    </>
  );
}
