import { Button, More, VerbLink } from '../../../ui/button.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { formatNumber } from '../../../ui/date-time.tsx';
import { Checkbox, Field } from '../../../ui/field.tsx';
import { Actions, Fieldset, Form, Hidden } from '../../../ui/form.tsx';
import { Heading } from '../../../ui/layout.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { ColleagueField, VerdictFields } from './decide-form.tsx';
import { mostAtOnce, numbersText } from './desk.rules.ts';
import { queryText } from './desk-query.ts';
import { deskPath, VerdictMark } from './frame.tsx';
import { excerptOf, type SeveralView } from './load-desk.ts';
import { Narrow } from './narrow.tsx';
import type { Forms } from './opinions-page.tsx';

type P = { view: SeveralView; forms: Forms };

/** Many opinions at once: what is ticked, or everything that the list is narrowed to, exactly as it was shown. */
export function SeveralPage({ view, forms }: P) {
  const { t } = useUi();
  const { numbers, rows, consultation, query } = view;
  const base = deskPath(consultation.slug);
  return (
    <>
      <Heading title={t('consultations.desk.several')} lead={t('consultations.desk.several_lead')} />
      <Narrow view={view} path={`${base}/several`} />
      {rows.length === 0 ? (
        <EmptyState title={t('consultations.desk.empty')} />
      ) : (
        <>
          <More>
            <VerbLink href="#several">{t('consultations.desk.to_decision')}</VerbLink>
          </More>
          <Listed view={view} />
          <Form
            id="several"
            action={`${base}/several${queryText(query)}`}
            label={t('consultations.desk.several')}
            {...forms('several', { which: 'ticked' })}
          >
            <Hidden name="all" value={numbersText(numbers)} />
            <Which view={view} />
            {view.status !== 'answered' && <Decide view={view} />}
            {view.leads && (
              <Fieldset legend={t('consultations.desk.colleague')}>
                <ColleagueField view={view} />
                <Actions>
                  <Button name="do" value="assign">
                    {t('consultations.desk.assign')}
                  </Button>
                </Actions>
              </Fieldset>
            )}
            {view.leads && view.versions.length > 0 && <Link view={view} />}
          </Form>
        </>
      )}
      <More>
        <VerbLink href={`${base}${queryText(query)}`}>{t('consultations.desk.one_by_one')}</VerbLink>
        <VerbLink href={`${base}/templates`}>{t('consultations.desk.templates')}</VerbLink>
      </More>
    </>
  );
}

function Decide({ view }: { view: SeveralView }) {
  const { t } = useUi();
  return (
    <Fieldset legend={t('consultations.desk.decision')}>
      <VerdictFields view={view} />
      <Checkbox name="again" label={t('consultations.desk.again')} hint={t('consultations.desk.again_hint')} />
      <Actions note={t('consultations.desk.several_note')}>
        <Button primary name="do" value="decide">
          {t('consultations.desk.decide_all')}
        </Button>
      </Actions>
    </Fieldset>
  );
}

function Which({ view }: { view: SeveralView }) {
  const { t, locale } = useUi();
  const n = view.numbers.length;
  return (
    <Choice
      name="which"
      legend={t('consultations.desk.which')}
      options={[
        { value: 'ticked', label: t('consultations.desk.ticked') },
        {
          value: 'all',
          label: t('consultations.desk.all_listed', { n: formatNumber(n, locale) }),
          note: n >= mostAtOnce ? t('consultations.desk.at_most', { n: formatNumber(mostAtOnce, locale) }) : undefined,
        },
      ]}
    />
  );
}

function Listed({ view }: { view: SeveralView }) {
  const { t, locale } = useUi();
  const { rows, numbers, paragraphs, sizes, consultation } = view;
  const base = deskPath(consultation.slug);
  return (
    <Table
      caption={t(rows.length < numbers.length ? 'consultations.desk.listed' : 'consultations.desk.listed_all', {
        shown: rows.length,
        all: formatNumber(numbers.length, locale),
      })}
      dense
      rows={rows}
      columns={[
        {
          label: t('consultations.desk.choose'),
          labelHidden: true,
          cell: ({ number }) => (
            <label>
              <input type="checkbox" name="numbers" form="several" value={String(number)} />
              <span class="vh">{t('consultations.desk.choose_one', { number })}</span>
            </label>
          ),
        },
        { label: t('consultations.desk.column.number'), numeric: true, cell: ({ number }) => number },
        {
          label: t('consultations.desk.paragraph'),
          cell: ({ anchor }) =>
            anchor === null
              ? t('consultations.desk.whole')
              : (paragraphs.get(anchor)?.name ?? t('consultations.desk.gone')),
        },
        {
          label: t('consultations.desk.column.opinion'),
          head: true,
          cell: (row) => <a href={`${base}/${row.number}?show=all`}>{excerptOf(row, 60)}</a>,
        },
        {
          label: t('consultations.desk.column.alike'),
          numeric: true,
          cell: ({ head }) => {
            const n = sizes.get(head)?.all ?? 1;
            return n > 1 && <a href={`${base}/several${queryText({ show: 'all', alike: head })}`}>{n}</a>;
          },
        },
        { label: t('consultations.desk.decision'), cell: (row) => <VerdictMark {...row} /> },
      ]}
    />
  );
}

/** Which paragraphs of a later version these opinions changed. */
function Link({ view }: { view: SeveralView }) {
  const { t } = useUi();
  return (
    <Fieldset legend={t('consultations.desk.link')} hint={t('consultations.desk.link_note')}>
      <Field
        name="versionNo"
        type="select"
        label={t('consultations.desk.version')}
        options={[
          { value: '', label: t('consultations.desk.no_version') },
          ...view.versions.map(({ no }) => ({ value: String(no), label: t('consultations.desk.version_no', { no }) })),
        ]}
      />
      <Field
        name="anchors"
        type="select"
        label={t('consultations.desk.changed_paragraph')}
        hint={t('consultations.desk.changed_paragraph_hint')}
        options={[
          { value: '', label: t('consultations.desk.own_paragraph') },
          ...view.versions.flatMap(({ no, changed }) =>
            changed.map((anchor) => ({
              value: anchor,
              label: view.paragraphs.get(anchor)?.name ?? anchor,
              group: t('consultations.desk.version_no', { no }),
            })),
          ),
        ]}
      />
      <Actions>
        <Button name="do" value="link">
          {t('consultations.desk.link_chosen')}
        </Button>
      </Actions>
    </Fieldset>
  );
}
